"""What the way through a spreadsheet, and the wording of a failed request, do to the responses of single rules."""

import math
from typing import Any

import pytest

from hyeval.scoring.vlmevalkit import RULES
from hyeval.scoring.vlmevalkit.latex import number_of
from hyeval.scoring.vlmevalkit.literals import list_of
from hyeval.scoring.vlmevalkit.mathematics import equal
from hyeval.scoring.vlmevalkit.punctuation import without_punctuation

CHOICE = {
    "question_type": "multi_choice",
    "choices": ["yes", "no"],
    "answer": "no",
    "metadata": {"skills": [], "task": "t"},
}
DYNA = {"ground_truth": "orange", "answer_type": "text", "id": "1", "varid": 1, "subject": "s", "knowledge_level": "l"}
OPEN = {"question_type": "open", "answer": "3", "options": []}
PRO = {"A": "one", "B": "two", "C": "three", "answer": "B"}
VIDEO_MME = {"answer": "A", "duration": "short", "domain": "Law", "sub_category": "Law", "task_type": "t"}
MVBENCH = {"answer": "red", "candidates": "['red', 'blue']", "task_type": "t"}


@pytest.mark.parametrize(
    ("name", "document", "response", "judge", "parsed", "values"),
    [
        ("mathvista_testmini_format", CHOICE, "None", "yes", "yes", {"hit": False}),  # `None` is no cell that says `no`
        ("mathvista_testmini_format", CHOICE, "B\x0b", "A", "A", {"hit": False}),
        ("mathvista_testmini_format", CHOICE, "?", "Failed to obtain answer via API. B", "", {"hit": False}),
        ("mathvista_testmini_format", CHOICE, "?", "Failed to obtain answer via API", "Failed to obtain answer via API",
         {"hit": False}),
        ("dynamath_reasoning", DYNA, "", None, "nan", {"correct": False}),
        ("dynamath_reasoning", DYNA | {"ground_truth": "nan"}, "NULL", None, "nan", {"correct": True}),
        ("dynamath_reasoning", DYNA, "=range", None, "0", {"correct": False}),
        ("dynamath_reasoning", DYNA, "range\r", None, "range_x000D_", {"correct": False}),
        ("mmmu_pro_standard_cot", PRO, "so " * 16_000 + "\nAnswer: B", None, "Z", {"hit": 0}),  # beyond the cell
        ("mmmu_pro_standard", PRO | {"A": "None"}, "Other answers", None, "B", {"hit": 1}),  # counts as open
        ("video_mmmu", OPEN, "mailto:3", None, [3.0], {"correct": 1.0}),
        ("video_mmmu", OPEN, "3\r\n", None, ["3_x000d_"], {"correct": 0.0}),
        ("videomme", VIDEO_MME, "Failed to obtain answer via API.", None, "A", {"score": 1.0}),  # the A of `API`
        ("mvbench", MVBENCH | {"answer": "nan", "candidates": "['nan', 'x']"}, "A", None, None, {"score": 0.0}),
        ("mlvu_dev", MVBENCH | {"answer": "None", "candidates": "['nan', 'x']"}, "A)", None, None, {"score": 0.0}),
        ("mvbench", MVBENCH, "Failed to obtain answer via API.", None, None, {"score": -1.0}),
        ("mvbench", MVBENCH, "Failed to obtain answer via API", None, None, {"score": 0.0}),  # without its period
    ],
)  # fmt: skip
def test_a_response_is_read_back(
    name: str, document: dict[str, Any], response: str, judge: str | None, parsed: Any, values: dict[str, float]
) -> None:
    verdict = RULES[name].score(document, response, judge=None if judge is None else {"reply": judge})
    assert (verdict.parsed, verdict.values) == (parsed, values)


@pytest.mark.parametrize(
    ("response", "values"),
    [
        ("x=0.15, y=0.15", {"match": 1.0, "wrong_format": 0.0}),
        ("so " * 11_000 + "x=0.15, y=0.15", {"match": 0.0, "wrong_format": 0.0}),  # beyond the cell
        ("=x=0.15, y=0.15", {"match": 0.0, "wrong_format": 0.0}),  # a formula
        ("x=0.15, y=0.15.", {"match": 0.0, "wrong_format": 1.0}),
    ],
)
def test_a_click_is_read_back(response: str, values: dict[str, float]) -> None:
    document = {"bbox": [0.1, 0.1, 0.2, 0.2], "image_width": 640, "image_height": 480, "platform": "Web"}
    assert RULES["screenspot_v2"].score(document | {"data_type": "text"}, response).values == values


@pytest.mark.parametrize(
    ("score", "value"),
    [("1", 1.0), ("0.5", 0.5), ("true", 1.0), ('"1"', 1.0), ('"one"', 0.0), ("null", 0.0), ("NaN", 0.0), ("[1]", 0.0)],
)
def test_scores_of_charxiv(score: str, value: float) -> None:
    """A number that is written as text becomes one in the spreadsheet."""
    reply = f'{{"extract_answer": "a", "score": {score}}}'
    verdict = RULES["charxiv_reasoning_val"].score({"inst_category": 1}, "x", judge={"reply": reply})
    assert (verdict.parsed, verdict.values) == ("a", {"score": value})


@pytest.mark.parametrize(("reply", "score"), [("1.0", 1.0), ("1.5", 0.0), ("-1", 0.0), ("nan", math.nan)])
def test_scores_of_mm_vet(reply: str, score: float) -> None:
    verdict = RULES["mmvet"].score({"capability": "ocr"}, "r", judge={"reply": reply})
    assert verdict.values["score"] == pytest.approx(score, nan_ok=True)


@pytest.mark.parametrize(("before", "answer"), [(31, "Yes"), (32, "Unknown")])
def test_only_so_many_periods_vanish(before: int, answer: str) -> None:
    response = "so. " * before + "yes."
    assert without_punctuation(response).endswith("yes" if answer == "Yes" else "yes.")
    assert RULES["pope"].score({"answer": "Yes", "category": "random"}, response).parsed == answer


@pytest.mark.parametrize(
    ("text", "elements"),
    [("[2010-2015]", [-5]), ("[1/2, 'a', -3]", [0.5, "a", -3]), ("[x]", ["[x]"]), ("[x - 1]", ["[x - 1]"])],
)
def test_elements_of_a_list_may_be_arithmetic(text: str, elements: list[Any]) -> None:
    assert list_of(text) == elements


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (r"\sqrt[3]{8}", 2),
        (r"2\sqrt[3]{8}", 4),
        (r"\frac{\sqrt[3]{8}}{4}", 0.5),
        (r"\sqrt[3]{8}^2", 4),
        (r"\sqrt[0.5]{3}", 9),
        ("4^0.5", 2),
        (r"4^{\frac{1}{2}}", None),
        (r"\text{1.5}", 1.5),
        (r"\text{1,000}", None),  # a tuple
        (r"\sqrt[2]{9}", None),  # printed as `sqrt`, a name that Python does not know
        (r"\sqrt{9}", None),
        (r"\sqrt[3]{-8}", None),
        (r"\sqrt[0]{3}", None),
    ],
)
def test_roots_other_than_those_printed_as_such_are_numbers(text: str, number: float | None) -> None:
    assert number_of(text) == (None if number is None else pytest.approx(number))


@pytest.mark.parametrize(
    ("one", "other", "same"), [("a", "$a$", True), ("b", r"\text{b}", True), ("c", "$c$", False), ("a", "$b$", False)]
)
def test_the_names_of_the_peers_variables_equal_themselves(one: str, other: str, same: bool) -> None:
    assert equal(one, other) is same
