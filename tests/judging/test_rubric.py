"""What a judge may reply, and how it is asked."""

from __future__ import annotations

from typing import Any

import pytest

from hyeval.errors import DataError
from hyeval.judging.panel import Combination
from hyeval.judging.rubric import Rubric, VerdictForm, VerdictKind
from hyeval.records import Role
from tests.builders import make_sample

NUMBER = VerdictForm(VerdictKind.NUMBER, low=0, high=10)
LABEL = VerdictForm(VerdictKind.LABEL, labels={"CORRECT": 1.0, "INCORRECT": 0.0, "NOT_ATTEMPTED": 0.25})
PARTLY = VerdictForm(VerdictKind.LABEL, labels={"correct": 1.0, "partly correct": 0.5})
GRADES = VerdictForm(VerdictKind.TEXT, pattern=r"\d+ \d+(?!\S)")
JSON = VerdictForm(VerdictKind.JSON, low=1, high=5, json_field="grade", labels={"good": 1.0})


@pytest.mark.parametrize(
    ("form", "reply", "value"),
    [
        (NUMBER, "7", 0.7), (NUMBER, " 10\n", 1.0), (NUMBER, "0.", 0.0), (NUMBER, "2.5", 0.25),
        (NUMBER, "11", None), (NUMBER, "-1", None), (NUMBER, "7/10", None), (NUMBER, "seven", None),
        (NUMBER, "I give 7", None), (NUMBER, "", None), (NUMBER, "nan", None), (NUMBER, "1e1", None),
        (LABEL, "CORRECT", 1.0), (LABEL, "Verdict: INCORRECT.", 0.0), (LABEL, "**NOT_ATTEMPTED**", 0.25),
        (LABEL, "CORRECT or INCORRECT", None), (LABEL, "correct", None), (LABEL, "CORRECTLY said", None),
        (LABEL, "CORRECT, yes, CORRECT", 1.0), (PARTLY, "partly correct", 0.5), (PARTLY, "correct", 1.0),
        (PARTLY, "correct, no, partly correct", None), (LABEL, "", None),
        (LABEL, "This is NOT CORRECT.", None), (LABEL, "The answer isn't fully **CORRECT**", None),
        (LABEL, "No. CORRECT", 1.0), (LABEL, "I do not hesitate: CORRECT", 1.0), (LABEL, "NOT_ATTEMPTED", 0.25),
        (LABEL, "<think>INCORRECT? No.</think>\nCORRECT", 1.0), (LABEL, "<think>It is CORRECT", None),
        (NUMBER, "<think>3 or 4</think>7", 0.7), (JSON, '<think>{"grade": 1}</think>{"grade": 5}', 1.0),
        (JSON, '{"grade": 5}', 1.0), (JSON, 'Here: ```json\n{"why": "{}", "grade": 1}\n```', 0.0),
        (JSON, '{"grade": "3"}', None), (JSON, '{"grade": "good"}', 1.0), (JSON, '{"grade": 6}', None),
        (JSON, '{"score": 5}', None), (JSON, "{", None), (JSON, "[5]", None), (JSON, '{"grade": true}', None),
        (JSON, "{" * 100_000 + "}" * 100_000, None),
        (VerdictForm(VerdictKind.TEXT), "whatever", 0.0), (VerdictForm(VerdictKind.TEXT), "  ", None),
        (GRADES, "<think>1 2</think>8 6", 0.0), (GRADES, "8 6<think>", 0.0), (GRADES, "<think>8 6", None),
        (GRADES, "8 6\nBecause.", 0.0), (GRADES, "Scores: 8 6", None), (GRADES, "8", None),
    ],
)  # fmt: skip
def test_a_reply_has_a_value_only_if_it_is_of_the_form(form: VerdictForm, reply: str, value: float | None) -> None:
    assert form.read(reply) == value


def test_the_judge_sees_the_answer_without_the_reasoning_before_it() -> None:
    rubric = Rubric(
        version=1,
        system="Grade {{ row.kind }}.",
        user="{{ question }}/{{ target }}/{{ targets | join(',') }}/{{ response }}",
    )
    sample = make_sample("What?", targets=("a", "b"))
    object.__setattr__(sample, "document", {"kind": "art"})
    (asked,) = rubric.questions(sample, "<think>maybe b</think>It is a.")
    assert [(message.role, message.parts) for message in asked.messages] == [
        (Role.SYSTEM, ("Grade art.",)),
        (Role.USER, ("What?/a/a,b/It is a.",)),
    ]
    assert asked.media == ()


def test_a_rubric_that_cannot_be_rendered_names_the_sample() -> None:
    with pytest.raises(DataError, match="sample 0: the rubric cannot be rendered"):
        Rubric(version=1, user="{{ row.missing }}").questions(make_sample(), "x")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"user": "{{ gold }}"}, "uses gold"),
        ({"user": "{% if %}"}, "no valid Jinja"),
        ({"user": "{{ first }}"}, "uses first"),
        ({"user": "{{ first }}", "pairwise": True}, "must use first and second"),
    ],
)
def test_a_wrong_rubric_is_refused_when_it_is_made(settings: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Rubric(version=1, **settings)


@pytest.mark.parametrize(
    ("combination", "values", "combined"),
    [
        (Combination.MEAN, [0.0, 1.0, 0.5], 0.5), (Combination.MEDIAN, [0.0, 1.0, 1.0], 1.0),
        (Combination.MAJORITY, [1.0, 0.0, 1.0], 1.0), (Combination.MAJORITY, [1.0, 0.0], 0.0),
        (Combination.MAJORITY, [0.5], 0.5),
    ],
)  # fmt: skip
def test_verdicts_are_combined(combination: Combination, values: list[float], combined: float) -> None:
    assert combination.of(values) == combined
