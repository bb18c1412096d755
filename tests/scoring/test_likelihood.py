"""The most likely option, by its letter or by its text."""

from __future__ import annotations

import pytest

from hyeval.records import Continuation
from hyeval.scoring.extraction import NOTHING, Question
from hyeval.scoring.likelihood import MEASURES, most_likely_option, most_likely_text

QUESTION = Question("Which?", ("cat", "dog", "cow"))


@pytest.mark.parametrize(
    ("logprobs", "answer"),
    [
        ([("A", -2.0), ("B", -0.5), ("C", -3.0)], "B"),
        ([("The", -0.1), (" C", -4.0), ("A", -5.0)], "C"),
        ([("▁A", -2.0), ("Ġ(B", -1.0), ("C.", -1.5)], "B"),
        ([("A", -3.0), (" A", -0.2), ("B", -0.3)], "A"),
        ([("D", -0.1), ("E", -0.2), ("A", -6.0)], "A"),  # there are three options
        ([("a", -0.1), ("B", -2.0)], "B"),  # a small a is an article as often as an option
        ([("Cat", -0.1), ("B", -2.0)], "B"),
    ],
)
def test_the_likeliest_letter_of_an_option_is_the_answer(logprobs: list[tuple[str, float]], answer: str) -> None:
    assert most_likely_option(logprobs, QUESTION).answer == answer


@pytest.mark.parametrize("logprobs", [[], [("The", -0.1), ("cat", -0.2)], [("D", -0.1)]])
def test_no_letter_among_the_alternatives_is_no_answer(logprobs: list[tuple[str, float]]) -> None:
    reading = most_likely_option(logprobs, QUESTION)
    assert (reading.answer, reading.reason) == (None, NOTHING)


@pytest.mark.parametrize(
    ("measure", "answer"),
    [("most_likely_text", "B"), ("most_likely_text_per_token", "A"), ("most_likely_text_per_byte", "C")],
)
def test_texts_are_ranked_by_sum_by_token_or_by_byte(measure: str, answer: str) -> None:
    texts = [Continuation(-4.0, 4, 4), Continuation(-3.0, 1, 3), Continuation(-6.0, 3, 10)]
    assert most_likely_text(texts, measure, QUESTION).answer == answer


@pytest.mark.parametrize("measure", MEASURES)
def test_of_equal_texts_the_first_is_taken_and_of_none_there_is_no_answer(measure: str) -> None:
    assert most_likely_text([Continuation(-2.0, 2, 3)] * 3, measure, QUESTION).answer == "A"
    for texts in ((), [Continuation(-1.0, 1, 1)]):
        reading = most_likely_text(texts, measure, QUESTION)
        assert (reading.answer, reading.reason) == (None, NOTHING)
