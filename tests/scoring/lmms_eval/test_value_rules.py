"""lmms-eval's rules of free answers: what is worth knowing of each, defects included, and agreement with vectors."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from bench.golden import compare

from hyeval.scoring.boxes import corners, in_parts
from hyeval.scoring.captions import common_length
from hyeval.scoring.distance import edit_distance
from hyeval.scoring.lmms_eval.caption_sets import Caption
from hyeval.scoring.lmms_eval.grounding import overlap, read_box
from hyeval.scoring.lmms_eval.latex_value import NoValue, value
from hyeval.scoring.lmms_eval.mathematics import equal, math_answer
from hyeval.scoring.lmms_eval.reasoning import mastery
from hyeval.scoring.lmms_eval.speech import spoken_words
from hyeval.scoring.lmms_eval.symbolic import verified
from hyeval.scoring.lmms_eval.value_rules import VALUE_RULES
from hyeval.scoring.lmms_eval.vqa import normalised, normalised_as_in_vqav2
from hyeval.scoring.rules import Verdict
from hyeval.scoring.treebank import words
from tests.cost import cpu_seconds

GOLDEN = Path(__file__).parents[2] / "data" / "golden"
RECORDED = [name for name in VALUE_RULES if (GOLDEN / f"{name}.jsonl").is_file()]
UNRECORDED = {
    "chartqapro": {"Question Type": "Factoid", "Answer": ["[’a’, b]"], "Year": ["NO"]},
    "multidocvqa_val": {"answers": "['a', 'b']"},
    "mtvqa": {"answer": "a"},
    "countbench": {"number": 3},
    "charxiv_val_descriptive": {"index": 0},
    "charxiv_val_reasoning": {"reasoning_a": "a"},
    "ocrbench_v2": {"type": "document parsing en", "answers": ["a"], "question": ""},
    "textcaps_val": {"caption_str": ["a dog"]},
    "refcoco_bbox_rec": {"bbox": [1.0, 1.0, 8.0, 8.0], "image_width": 32, "image_height": 32},
    "screenspot_v2": {"bbox": [0.1, 0.1, 0.2, 0.2], "data_type": "icon"},
    "llava_in_the_wild": {"category": "conv"},
}
"""Documents of the rules that no vector records."""
CAPTIONS = [name for name in RECORDED if isinstance(VALUE_RULES[name], Caption)]


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of one set."""
    return [json.loads(line) for line in (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def table(name: str) -> Any:
    """What another file of the vectors holds."""
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


def scored(name: str, document: Mapping[str, Any], response: str, **judge: Any) -> Verdict:
    """The verdict of one rule."""
    return VALUE_RULES[name].score(document, response, judge=judge or None)


@pytest.mark.parametrize("name", [name for name in RECORDED if name not in CAPTIONS])
def test_agrees_with_the_vectors(name: str) -> None:
    agreement = compare(GOLDEN / f"{name}.jsonl")
    assert agreement.complete, agreement.differences[:5]
    assert agreement.rows > 0
    assert agreement.aggregates > 0


@pytest.mark.parametrize("name", CAPTIONS)
def test_captions_agree_but_for_meteor(name: str) -> None:
    """METEOR has its own tests. CIDEr is a metric of the corpus: the rule tells it of rows once it has all of them."""
    rule, lines = VALUE_RULES[name], rows(name)
    assert isinstance(rule, Caption)
    verdicts = rule.with_groups([rule.score(line["doc"], line["response"]) for line in lines])
    for line, verdict in zip(lines, verdicts, strict=True):
        expected = {metric: number for metric, number in line["score"].items() if metric != "METEOR"}
        assert verdict.values == pytest.approx(expected, rel=1e-9, abs=1e-15)
    expected = {
        metric: number
        for metric, number in table(f"{name}.aggregate.json").items()
        if metric.startswith(f"{rule.prefix}_") and "_stderr" not in metric and "METEOR" not in metric
    }
    assert rule.aggregate(verdicts) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("pair", table("mathvision_math_equality.json")["is_equal"], ids=str)
def test_mathvision_equality(pair: dict[str, Any]) -> None:
    assert equal(pair["a"], pair["b"]) is pair["is_equal"]


@pytest.mark.parametrize("case", table("mathvision_math_equality.json")["find_math_answer"], ids=str)
def test_mathvision_answer(case: dict[str, str]) -> None:
    assert math_answer(case["text"]) == case["find_math_answer"]


@pytest.mark.parametrize("case", table("wemath_patterns.json")["cases"], ids=lambda case: case["wemath_loose"])
def test_wemath_dimensions(case: dict[str, Any]) -> None:
    found = mastery([[part == "1" for part in pattern] for pattern in case["two_step"] + case["three_step"]])
    assert found.counts == case["total_counts"]
    assert found.rates == case["rates"]
    assert found.table == case["table"]


def test_boxes_of_the_data_set_become_corners_in_parts_of_the_image() -> None:
    case = table("refcoco_bbox_rec_val.preprocess.json")
    width, height = case["image_width"], case["image_height"]
    found = [list(in_parts(corners(row["bbox"]), width, height)) for row in case["input"] for _ in row["answer"]]
    assert found == [row["bbox"] for row in case["output"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't", "don't"),
        ("dont", "don't"),
        ("couldn'tve", "couldn't've"),
        ("yall'd've", "y'all'd've"),
        ("somebody'd", "somebodyd"),  # defect: the table has this pair the wrong way round
        ("its", "its"),
        ("Nokia's", "nokia 's"),
        ("2.", "2"),  # defect: a mistyped look-behind
        ("2.5", "2.5"),
        ("." * 40, "." * 8),  # defect: a flag is passed as the number of periods to remove
        ("none", "0"),
        ("an ten", "10"),
        ("coca-cola", "coca cola"),
        ("coca- cola", "coca cola"),
        ("a/b", "b"),
        ("a\nb", "b"),
    ],
)
def test_vqa_normalisation(text: str, expected: str) -> None:
    assert normalised(text) == expected


def test_vqav2_keeps_the_possessive_and_joins_words_beside_a_thousand() -> None:
    assert normalised_as_in_vqav2("Nokia's") == "nokia's"
    assert normalised_as_in_vqav2("10,000 half-past") == "10000 halfpast"


def test_vqav2_leaves_out_records_that_are_equal() -> None:
    record = {"answer": "red", "answer_confidence": "yes"}
    assert scored("vqav2_val", {"answers": [record] * 10}, "red").values == {"exact_match": 0.0}
    numbered = [{**record, "answer_id": number} for number in range(10)]
    assert scored("vqav2_val", {"answers": numbered}, "red").values == {"exact_match": 1.0}


@pytest.mark.parametrize(
    ("answer", "response", "expected"),
    [
        ("0", "0.0", 0),  # defect: a gold of zero is compared as text
        ("62%", "62", 0),
        ("62%", "0.62", 1),
        ("1000", "1_000", 1),
        ("1000", "1,000", 0),
        ("100", "105", 1),
        ("100", "nan", 0),
        ("inf", "inf", 0),
        ("Yes", " yes ", 1),
    ],
)
def test_chartqa(answer: str, response: str, expected: int) -> None:
    document = {"answer": answer, "type": "human_test"}
    assert scored("chartqa", document, response).values["relaxed_human_split"] == expected


def test_anls_is_raised_by_blanks() -> None:
    """Known defect: the length is taken before blanks are removed."""
    document = {"answers": ["abcd"]}
    assert scored("docvqa_val", document, "axxx").values == {"anls": 0}
    assert scored("docvqa_val", document, "abxx").values == {"anls": 0.5}
    assert scored("docvqa_val", document, "ab" + " " * 9 + "xx").values == {"anls": 1 - 3 / 13}
    assert scored("docvqa_val", {"answers": ["0.28"]}, '0.28" ').values == {"anls": 0.8}  # not those at its ends


def test_gqa_and_ocrbench_remove_blanks_at_the_ends() -> None:
    assert scored("gqa", {"answer": "dark blue"}, "\nDark Blue.\n").values == {"exact_match": 1}
    assert scored("ocrbench", {"dataset": "x", "answer": ["B"]}, "B\r\n").parsed == "B"


def test_ocrbench_divides_by_the_full_set_each_time_alike() -> None:
    rule = VALUE_RULES["ocrbench"]
    verdict = rule.score({"dataset": "x", "answer": ["12"]}, "3120")  # defect: within a longer number
    assert [rule.aggregate([verdict]), rule.aggregate([verdict])] == [{"ocrbench_accuracy": 0.001}] * 2


@pytest.mark.parametrize(
    ("document", "reply", "expected"),
    [
        ({"question_type": "multi_choice", "choices": ["135°", "145°"]}, "", "135°"),  # defect: of nothing, a choice
        ({"question_type": "multi_choice", "choices": ["one", "two"]}, "(b) two", "two"),
        ({"question_type": "multi_choice", "choices": []}, "A", None),
        ({"answer_type": "float", "precision": 1}, "1.26", "1.3"),
        ({"answer_type": "float", "precision": 1.0}, "1.26", None),  # defect: Python rounds to integers of digits only
        ({"answer_type": "float", "precision": None}, "1.26", "1"),
        ({"answer_type": "float"}, "1.26", "1.0"),
        ({"answer_type": "float", "precision": 1}, "about 1", None),
        ({"answer_type": "integer"}, "4.9", "4"),
        ({"answer_type": "integer"}, "1e999", None),
        ({"answer_type": "list"}, "[1,2]", "[1,2]"),
    ],
)
def test_mathvista_extraction(document: dict[str, Any], reply: str, expected: str | None) -> None:
    shape = {"question_type": "free_form", "answer_type": "text", "choices": [], "answer": "x"}
    assert scored("mathvista_testmini_format", shape | document, "I do not know", reply=reply).parsed == expected


def test_mathvista_has_no_accuracy_where_nothing_is_right() -> None:
    rule = VALUE_RULES["mathvista_testmini_format"]
    assert rule.aggregate([Verdict("x", {"true_false": 0.0})]) == {"llm_as_judge_eval": None}


@pytest.mark.parametrize(
    ("reply", "expected"),
    [("0.9 because", 0.9), ("0.9\nbecause", 0), ("1.5", 0), ("nan", 0), ("", 0), (" 1 ", 1)],
)
def test_mmvet_grade(reply: str, expected: float) -> None:
    assert scored("mmvet", {"capability": "ocr"}, "x", reply=reply).parsed == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"2\frac{1}{3}", 2 / 3),  # defect: a mixed number is a product
        (r"1/2\pi", 1 / (2 * math.pi)),
        ("1,234.5", 1234.5),
        (r"50\%", 0.5),
        (r"\sqrt[3]{8}", 2.0),
        ("2^10", 1024),
        ("-2^2", -4),
        ("x=3", 3),
        ("1:2", 0.5),
        ("3<4", 1),
        ("3!^2", 6),  # what follows a factorial is not read
        (r"\log_2 8", 3.0),
        (r"e^{2}", math.exp(2)),
        (r"\tau", math.tau),
        (r"\binom{4}{2}", 6),
        (r"\lfloor -3.5 \rfloor", -4),
        (r"\sin^2 1", math.sin(1) ** 2),
        ("$c = 25$", 25),
        ("x = y = 5", 5),
        ("x' = 5", 5),
        (r"\displaystyle 16", 16),
        (r"3\,\quad 4~2", 24),
        ("5'2", 10),  # the transpose of a number is the number
        ("5.;", 5),
        (r"4} cm?", 4),
        (r"180-2\%", 179.98),
        (r"\tbinom{5}{2}", 10),
        (r"\arcsinh 1", math.asinh(1)),
    ],
)
def test_value_of_latex(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected)
    assert isinstance(value(text), type(expected))


@pytest.mark.parametrize(
    "text",
    [
        r"\frac12",
        r"\ln 2",
        "|3|",
        "e",
        "x",
        "50%",
        "3+",
        "1/0",
        r"\sqrt{-1}",
        "(-8)^{1/3}",
        "1,2",
        "9^9^9^9^9",
        "99999!",
        "10^{400}/3.5",
        "2^{99999999}",
        "(" * 100 + "1" + ")" * 100,
        "1" * 5000,
        "",
        "√2",
        r"\sqrt{[}3]{8}",
        "e = 3",
        r"3\!4",
        r"2 \%",
        "5;",
        "5\u00a02",
        "x = 3 = 3",
    ],
)
def test_latex_without_a_value(text: str) -> None:
    with pytest.raises(NoValue):
        value(text)


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        ("The answer is C. $2:3$", 1),
        ("Answer: C", 0),  # defect: no announcement that is known
        (r"\boxed{E. 12}", 0),
        (r"\boxed{\text{C}}", 1),
        (r"first \boxed{A}, no: \boxed{C}", 1),
        ("(C)\nbecause", 1),
        ("so it is (C).", 1),
        ("", 0),
    ],
)
def test_mathvision(response: str, expected: int) -> None:
    document = {"answer": "C", "options": ["$1:2$", "$1:3$", "$2:3$"]}
    assert scored("mathvision_testmini", document, response).values == {"correct": expected}


@pytest.mark.parametrize(
    ("gold", "answer", "expected"),
    [
        ("-0.500", r"-\frac{1}{2}", True),
        ("-0.500", "-50%", True),
        ("5x + 2", "2+5x", True),  # defect: the last number of an expression without dollar signs
        ("5x + 2", "5x+2", False),
        ("3.142", "3.1420001", True),
        ("3.142", r"$\pi$", False),
        ("A", "A", False),
        ("2", "$1+1$", True),
    ],
)
def test_symbolic_comparison(gold: str, answer: str, expected: bool) -> None:
    assert verified(gold, answer) is expected


def test_box_that_is_not_there_has_its_centre_at_the_origin() -> None:
    """Known defect: credit for an unread box where the gold box begins at the origin."""
    found = scored("refcoco_bbox_rec_val", {"bbox": [0, 0, 1, 1]}, "(0.1, 0.1, 0.3, 0.3)")
    assert found.parsed == [0, 0, 0, 0]
    assert found.values["refcoco_Center_ACC"] == 1
    assert read_box("[.1, .1, .3, .3]") == [0, 0, 0, 0]
    assert read_box("[[1,2,3,4.5]]") == [1, 2, 3, 4.5]
    assert overlap([0, 0, 1, 1], [0, 0, -1, 1]) == 0  # the areas add up to nothing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A child's birthday cake.", "a child 's birthday cake"),
        ("It isn't, I CAN'T", "it is n't i ca n't"),
        ("I'd've cannot gonna", "i 'd 've can not gon na"),
        ("a well-lit T-shirt - (red) & 50% of $5.50", "a well-lit t-shirt -lrb- red -rrb- & 50 % of $ 5.50"),
        ("Mr. A at 5 p.m. in the U.S. today...", "mr. a at 5 p.m. in the u.s. today"),
        ("runs!!! Why?", "runs !!! why"),
        ("“STOP” 1,000 10:30 12/25/2010 and/or", "stop 1,000 10:30 12/25/2010 and/or"),
        ("No. 5 and no.", "no. 5 and no"),
        # What the tokenizer of CoreNLP 3.4.1 makes of them:
        ("snow., x", "snow. x"),
        ("plan B. Then", "plan b then"),
        ("G. Bush", "g. bush"),
        ("x :) y :D", "x :-rrb- y :d"),
        ("hi!there yes?no.", "hi!there yes?no"),
        ("D's d'art", "d 's d'art"),
        ("b2.0 x.3", "b2 .0 x. 3"),
        ("2+2=4 x,5", "2 +2 = 4 x ,5"),
        ("R&amp;B a&b AT&T", "r&b a & b at&t"),
        ("a\u200bb\x00 m²", "a b m ²"),
        ("it´s it‘s it’s", "it ´ s it s it 's"),
        ("rock 'n roll '16", "rock 'n roll '16"),
        ("fig. 2 of dept. x", "fig. 2 of dept. x"),
        ("a_b _a a_", "a_b _ a a _"),
        ("DR. x of Ga. or ga., Profs. x", "dr. x of ga. or ga. profs. x"),
        ("Wash. x WASH. x wash. x", "wash. x wash. x wash x"),
        ("Fig. 3, fig. x", "fig. 3 fig x"),
        ("op. 5 op. x", "op. 5 op x"),
        ("-5a +5x -1/2 1/2 -5th 5th", "-5 a +5 x -1 / 2 1/2 -5 th 5th"),
        ("a -5-year-old 5-year-old", "a -5 year-old 5-year-old"),
        ("É. x E. x", "é x e. x"),
        ("ROCK 'N' ROLL MA'AM '90S", "rock 'n' roll ma'am '90s"),
        ("<<e>>", "<< e >>"),
    ],
)
def test_words_of_a_caption(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected


@pytest.mark.parametrize(
    "pair", [("", "abc"), ("kitten", "sitting"), ("abc", "abd"), ("x" * 70, "y" * 3), ("ab", "ba")]
)
def test_edit_distance_and_common_length(pair: tuple[str, str]) -> None:
    one, other = pair
    distances = list(range(len(other) + 1))
    lengths = [0] * (len(other) + 1)
    for row, mine in enumerate(one, 1):
        previous, distances = distances, [row]
        longest, lengths = lengths, [0]
        for column, theirs in enumerate(other, 1):
            distances.append(min(previous[column] + 1, distances[-1] + 1, previous[column - 1] + (mine != theirs)))
            lengths.append(longest[column - 1] + 1 if mine == theirs else max(longest[column], lengths[-1]))
    assert edit_distance(one, other) == distances[-1]
    assert common_length(list(one), list(other)) == lengths[-1]


def test_spoken_words() -> None:
    assert spoken_words("<|en|>Dr. Smith's colour, twenty-five!") == ["doctor", "smith", "is", "color", "25"]
    assert spoken_words("two² ½") == spoken_words("two² ½")  # the normaliser may stop, the rule does not
    assert len(spoken_words("one " * 20_000)) == 20_000


HOSTILE = {
    "nothing": "",
    "blanks": " " * 100_000 + "x",
    "brackets": "[" * 1_000_000,
    "tower": "9**9**9**9",
    "tagged tower": "<answer>9^9^9^9</answer>",
    "boxed tower": r"\boxed{9^{9^{9^9}}}",
    "factorial": r"<answer>$99999999!$</answer>",
    "binomial": r"\boxed{\binom{999999}{99999}}",
    "polynomial": r"<answer>$(x+1)^{12}(x+2)^{12}(y+1)^{12}(z+1)^{12}$</answer>",
    "depth": "<answer>$" + "(" * 400 + "1" + ")" * 400 + "$</answer>",
    "roots": "<answer>$" + r"\sqrt{2+" * 20 + "1" + "}" * 20 + "$</answer>",
    "digits": "1" * 100_000,
    "boxes": r"\boxed{" * 100_000,
    "tags": "<think><answer>" * 50_000,
    "number and blanks": "1" + " " * 100_000 + "x",
    "marks": "<|(<[" * 20_000,
    "surrogate": "\ud800\x00",
    "numbers": "one hundred and " * 5_000,
}


@pytest.mark.parametrize("name", [name for name in VALUE_RULES if not name.endswith("_meteor")])
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_responses_cost_little(name: str, kind: str) -> None:
    document, response = UNRECORDED.get(name) or rows(name)[0]["doc"], HOSTILE[kind]
    VALUE_RULES[name].score(document, "1")  # what is imported on the first call is not counted

    def judged() -> None:
        verdict = VALUE_RULES[name].score(document, response, judge={"reply": response})
        VALUE_RULES[name].aggregate([verdict])

    assert cpu_seconds(judged, enough=2) <= 2
