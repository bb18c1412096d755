"""Responses that no model means: they are read in time that grows with their length and no faster, without a crash."""

from __future__ import annotations

import time

import pytest

from hyeval.scoring import EXTRACTORS, Question

QUESTION = Question("Which material is it?", ("Copper wire", "Iron nail", "Plastic spoon", "Glass rod"))
UNITS = ("(", "{", "[", "\\boxed{", "a", "A B ", "not ", " \n", "\n", "</think>", "* ", "# ",
         "\n>", "`", "$", "<think>", "1,", "red or ",
         "the answer is ", "A is wrong. ", "final ", "i really ", "1 = ", "不", "Iron is not copper, ")  # fmt: skip


@pytest.mark.parametrize("name", EXTRACTORS)
@pytest.mark.parametrize("unit", UNITS)
def test_work_grows_with_the_length_and_no_faster(name: str, unit: str) -> None:
    _seconds(name, unit, 100)  # rules are loaded, and their patterns compiled, when they are first used
    assert _seconds(name, unit, 800_000) < 20 * _seconds(name, unit, 100_000) + 0.5


def _seconds(name: str, unit: str, length: int) -> float:
    response = "I see x. " + unit * (length // len(unit)) + " The answer is B."
    start = time.process_time()
    EXTRACTORS[name](response, QUESTION)
    return time.process_time() - start


@pytest.mark.parametrize("name", EXTRACTORS)
@pytest.mark.parametrize("response", ["*", "**", "```", "__", "#", "$", "\\", "~~", "", " "])
def test_marks_alone_are_no_answer(name: str, response: str) -> None:
    found = EXTRACTORS[name](response, QUESTION)
    assert name == "raw" or found.answer in (None, response.strip(" \\$#"), "\\", "$", "#")
