"""Metrics of captions: their formulas on small cases, and over parts of a corpus."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest

from hyeval.reports.rule_metrics import rule_estimates
from hyeval.scoring.captions import Cider, bleu, matches, rouge_l
from hyeval.scoring.lmms_eval.caption_sets import CIDER, Caption
from hyeval.scoring.official import RULES
from hyeval.scoring.vlmevalkit.captions import Captions

SAME = ["a", "dog", "runs", "far"]
DRAW = random.Random(5)
VOCABULARY = [f"word{number}" for number in range(30)]


def sentence() -> list[str]:
    return DRAW.choices(VOCABULARY, [1 / rank for rank in range(1, 31)], k=DRAW.randint(0, 12))


CAPTIONS = [sentence() for _ in range(60)]
REFERENCES = [[sentence() for _ in range(DRAW.randint(1, 5))] for _ in range(60)]


def grams(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[start : start + size]) for start in range(len(words) - size + 1))


def plain_cider(captions: Sequence[Sequence[str]], references: Sequence[Sequence[Sequence[str]]]) -> list[float]:
    """CIDEr-D as its formula is written."""
    seen = [{gram for one in group for size in range(1, 5) for gram in grams(one, size)} for group in references]
    frequency = Counter(gram for group in seen for gram in group)

    def weigh(words: Sequence[str], size: int) -> dict[tuple[str, ...], float]:
        rarity = {gram: math.log(len(captions)) - math.log(max(1, frequency[gram])) for gram in grams(words, size)}
        return {gram: count * rarity[gram] for gram, count in grams(words, size).items()}

    def similarity(one: Sequence[str], other: Sequence[str]) -> float:
        total = 0.0
        for size in range(1, 5):
            mine, theirs = weigh(one, size), weigh(other, size)
            norm = math.hypot(*mine.values()) * math.hypot(*theirs.values())
            product = sum(min(weight, theirs.get(gram, 0)) * theirs.get(gram, 0) for gram, weight in mine.items())
            total += product / norm if norm else 0.0
        apart = max(0, len(one) - 1) - max(0, len(other) - 1)
        return total / 4 * math.exp(-(apart**2) / 72)

    pairs = zip(captions, references, strict=True)
    return [10 * sum(similarity(caption, one) for one in group) / len(group) for caption, group in pairs]


def test_cider_is_its_formula() -> None:
    assert Cider(CAPTIONS, REFERENCES).scores() == pytest.approx(plain_cider(CAPTIONS, REFERENCES), abs=1e-12)


def test_cider_of_a_part_knows_only_the_references_of_the_part() -> None:
    kept = np.array([DRAW.random() < 0.6 for _ in CAPTIONS])
    found = Cider(CAPTIONS, REFERENCES).scores(kept)[kept]
    chosen = [index for index in range(60) if kept[index]]
    expected = plain_cider([CAPTIONS[index] for index in chosen], [REFERENCES[index] for index in chosen])
    assert found == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("rule", [Caption("coco"), Captions()], ids=["lmms_eval", "vlmevalkit"])
def test_the_aggregate_of_a_part_is_that_of_its_verdicts_alone(rule: Caption | Captions) -> None:
    verdicts = [
        rule.score({"answer": [" ".join(one) or "." for one in group]}, " ".join(caption))
        for caption, group in zip(CAPTIONS, REFERENCES, strict=True)
    ]
    kept = np.arange(60) % 3 > 0
    part = [verdict for verdict, one in zip(verdicts, kept, strict=True) if one]
    found, expected = rule.corpus(verdicts).aggregate(kept), rule.aggregate(part)
    assert found.keys() == expected.keys()
    assert [found[name] for name in found] == [pytest.approx(expected[name], abs=1e-12) for name in found]


def test_an_interval_of_a_corpus_is_that_of_a_rule_without_one() -> None:
    """Preparing the corpus once changes nothing but the time."""
    rule = Caption("coco")

    class Plain:
        score, aggregate = rule.score, rule.aggregate

    verdicts = [
        rule.score({"answer": [" ".join(one) for one in group]}, " ".join(caption))
        for caption, group in zip(CAPTIONS, REFERENCES, strict=True)
    ]
    units = [str(number // 2) for number in range(60)]
    wanted = {"cider": "coco_CIDEr", "bleu": "coco_Bleu_2", "rouge": "coco_ROUGE_L"}
    given = [None, *verdicts[1:]]
    found = rule_estimates(rule, [given], units, wanted)
    expected = rule_estimates(Plain(), [given], units, wanted)
    for name in wanted:
        assert found[name].n == expected[name].n == 59
        assert [found[name].value, found[name].low, found[name].high] == pytest.approx(
            [expected[name].value, expected[name].low, expected[name].high], rel=1e-9
        )


def test_metrics_of_nothing_and_of_the_same() -> None:
    assert bleu(matches(SAME, [SAME])) == pytest.approx([1, 1, 1, 1], rel=1e-8)
    assert rouge_l(SAME, [SAME]) == pytest.approx(1)
    assert rouge_l([], [SAME]) == 0
    assert bleu(matches([], [SAME]))[0] == pytest.approx(0)
    assert Caption("x").aggregate([]) == {}
    assert Captions().aggregate([]) == {}
    only = Caption("x").with_groups([Caption("x").score({"answer": ["a dog"]}, "a dog")])
    assert only[0].values[CIDER] == 0  # of a corpus of one caption nothing is rare


def test_an_n_gram_is_right_as_often_as_one_reference_has_it() -> None:
    counts = matches(["the", "the", "the", "cat"], [["the", "cat"], ["the", "the", "dog"]])
    assert (counts.right, counts.all) == ((3, 2, 0, 0), (4, 3, 2, 1))
    assert (counts.length, counts.reference_length) == (4, 3)


def test_a_domain_of_nocaps_is_a_corpus_of_its_own() -> None:
    rule = RULES["nocaps"]
    rows = [
        ("in-domain", ["a dog runs", "a dog"], "a dog runs"),
        ("in-domain", ["two cats sleep"], "a bird"),
        ("out-domain", ["a red kite", "kites"], "a red kite"),
        ("out-domain", ["an old abacus"], "an abacus"),
    ]
    verdicts = [
        rule.score({"annotations_captions": references, "image_domain": domain}, caption)
        for domain, references, caption in rows
    ]
    found = rule.aggregate(verdicts)
    assert set(found) - {name for name in found if name.startswith("nocaps_")} == {"in-domain", "out-domain"}
    for domain, part in (("in-domain", verdicts[:2]), ("out-domain", verdicts[2:])):
        alone = rule.aggregate(part)
        assert found[domain] == pytest.approx({name: alone[name] for name in found[domain]})
    assert found["in-domain"]["nocaps_CIDEr"] != pytest.approx(found["nocaps_CIDEr"])
