"""LLaVA-Bench: the grades of a judge, set in relation to those of the reference."""

from __future__ import annotations

import pytest

from hyeval.scoring.official.llava_bench import LlavaBench


@pytest.mark.parametrize(
    ("reply", "grade", "reference"),
    [("8 6\nBoth are good.", 6, 8), ("9.5, 7\n", 7, 9.5), ("10 10", 10, 10), ("Assistant 1: 8", 0, 10), (None, 0, 10)],
)
def test_a_reply_begins_with_two_grades(reply: str | None, grade: float, reference: float) -> None:
    verdict = LlavaBench().score({"category": "conv"}, "x", judge=None if reply is None else {"reply": reply})
    assert (verdict.values["grade"], verdict.record["reference"]) == (grade, reference)
    assert verdict.parsed == (grade or None)


def test_the_score_is_a_ratio_of_means_in_all_and_by_category() -> None:
    rule = LlavaBench()
    graded = [("conv", "8 6"), ("conv", "9 9"), ("detail", "10 3")]
    found = rule.aggregate([rule.score({"category": name}, "x", judge={"reply": reply}) for name, reply in graded])
    assert found == {"all": 66.7, "conv": 88.2, "detail": 30.0}  # 6 of 9; 7.5 of 8.5; 3 of 10


def test_nothing_has_no_ratio() -> None:
    assert LlavaBench().aggregate([]) == {"all": None}
