"""Responses that no model means: they are read in time that grows with their length and no faster, without a crash."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question
from tests.cost import cpu_seconds

QUESTION = Question("Which material is it?", ("Copper wire", "Iron nail", "Plastic spoon", "Glass rod"))
UNITS = ("(", "{", "[", "\\boxed{", "a", "A B ", "not ", " \n", "\n", "</think>", "* ", "# ",
         "\n>", "`", "$", "<think>", "1,", "red or ",
         "the answer is ", "A is wrong. ", "final ", "i really ", "1 = ", "不", "Iron is not copper, ",
         "(a)", "Dr.5 ", "Answer: a\n")  # fmt: skip


@pytest.mark.parametrize("name", EXTRACTORS)
@pytest.mark.parametrize("unit", UNITS)
def test_work_grows_with_the_length_and_no_faster(name: str, unit: str) -> None:
    EXTRACTORS[name](_response(unit, 100), QUESTION)  # rules are loaded, and patterns compiled, on first use
    short, long = _response(unit, 100_000), _response(unit, 800_000)
    most = 20 * cpu_seconds(lambda: EXTRACTORS[name](short, QUESTION)) + 0.5
    assert cpu_seconds(lambda: EXTRACTORS[name](long, QUESTION), enough=most) <= most


def _response(unit: str, length: int) -> str:
    return "I see x. " + unit * (length // len(unit)) + " The answer is B."


@pytest.mark.parametrize("name", EXTRACTORS)
@pytest.mark.parametrize("response", ["*", "**", "```", "__", "#", "$", "\\", "~~", "", " "])
def test_marks_alone_are_no_answer(name: str, response: str) -> None:
    found = EXTRACTORS[name](response, QUESTION)
    assert name == "raw" or found.answer in (None, response.strip(" \\$#"), "\\", "$", "#")
