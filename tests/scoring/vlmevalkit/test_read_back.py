"""What the way through a spreadsheet, and the wording of a failed request, do to the responses of single rules."""

import math
from typing import Any

import pytest

from hyeval.scoring.vlmevalkit import RULES
from hyeval.scoring.vlmevalkit.punctuation import without_punctuation

CHOICE = {
    "question_type": "multi_choice",
    "choices": ["yes", "no"],
    "answer": "no",
    "metadata": {"skills": [], "task": "t"},
}
DYNA = {"ground_truth": "orange", "answer_type": "text", "id": "1", "varid": 1, "subject": "s", "knowledge_level": "l"}
OPEN = {"question_type": "open", "answer": "3", "options": []}
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
        ("video_mmmu", OPEN, "mailto:3", None, [3.0], {"correct": 1.0}),
        ("video_mmmu", OPEN, "3\r\n", None, ["3_x000d_"], {"correct": 0.0}),
        ("videomme", VIDEO_MME, "Failed to obtain answer via API.", None, "A", {"score": 1.0}),  # the A of `API`
        ("mvbench", MVBENCH, "Failed to obtain answer via API.", None, None, {"score": -1.0}),
        ("mvbench", MVBENCH, "Failed to obtain answer via API", None, None, {"score": 0.0}),  # without its period
    ],
)  # fmt: skip
def test_a_response_is_read_back(
    name: str, document: dict[str, Any], response: str, judge: str | None, parsed: Any, values: dict[str, float]
) -> None:
    verdict = RULES[name].score(document, response, judge=None if judge is None else {"reply": judge})
    assert (verdict.parsed, verdict.values) == (parsed, values)


@pytest.mark.parametrize(("reply", "score"), [("1.0", 1.0), ("1.5", 0.0), ("-1", 0.0), ("nan", math.nan)])
def test_scores_of_mm_vet(reply: str, score: float) -> None:
    verdict = RULES["mmvet"].score({"capability": "ocr"}, "r", judge={"reply": reply})
    assert verdict.values["score"] == pytest.approx(score, nan_ok=True)


@pytest.mark.parametrize(("before", "answer"), [(31, "Yes"), (32, "Unknown")])
def test_only_so_many_periods_vanish(before: int, answer: str) -> None:
    response = "so. " * before + "yes."
    assert without_punctuation(response).endswith("yes" if answer == "Yes" else "yes.")
    assert RULES["pope"].score({"answer": "Yes", "category": "random"}, response).parsed == answer
