"""MMVP counts pairs, CV-Bench weighs its sources."""

from __future__ import annotations

import pytest

from hyeval.scoring.catalogue import RULES

MMVP = {"Question": "Open or shut?", "options": "['open', 'shut']", "letter": "B"}
CV_BENCH = {"question": "How many?", "choices": ["one", "two"], "letter": "B"}


@pytest.mark.parametrize(
    ("response", "letter"), [("B", "B"), ("(b)", "B"), ("The answer is B.", "B"), ("shut", "B"), ("Because", None)]
)
def test_reads_letters_and_texts(response: str, letter: str | None) -> None:
    verdict = RULES["official.mmvp"].score(MMVP | {"pair": "0"}, response)
    assert (verdict.parsed, verdict.values) == (letter, {"accuracy": float(letter == "B")})


def test_a_pair_is_right_if_both_are() -> None:
    rule = RULES["official.mmvp"]
    rows = [("0", "B"), ("0", "B"), ("1", "B"), ("1", "A"), ("2", "B")]
    verdicts = [rule.score(MMVP | {"pair": pair}, said) for pair, said in rows]
    assert rule.aggregate(verdicts) == {"pair_accuracy": 0.5, "accuracy": 0.8}


def test_sources_weigh_the_same_within_their_dimension() -> None:
    rule = RULES["official.cv_bench"]
    rows = [("ADE20K", "B"), ("ADE20K", "A"), ("COCO", "B"), ("Omni3D", "A"), ("Omni3D", "A")]
    verdicts = [rule.score(CV_BENCH | {"source": source}, said) for source, said in rows]
    assert rule.aggregate(verdicts) == {"weighted": pytest.approx(0.375), "accuracy": pytest.approx(0.4)}
    assert rule.aggregate(verdicts[1:3]) == {"weighted": None, "accuracy": 0.5}
