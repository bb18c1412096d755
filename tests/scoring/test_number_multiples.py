"""Numbers told by a verb or by a place, and answers that say that nothing can be read or that break off."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question

FACTOR = "By what factor did the population grow?"
HEIGHT = "What is the elevation of the lake, in metres?"


@pytest.mark.parametrize(
    ("asked", "response", "gold", "right"),
    [
        (FACTOR, "It doubled, from 12 to 24 thousand.", "2", True),
        (FACTOR, "The population quadrupled.", "4", True),
        (FACTOR, "It grew threefold from 2 to 6 million.", "3", True),
        (FACTOR, "It tripled.", "2", False),
        (FACTOR, "It more than doubled.", "2", None),
        (FACTOR, "It doubled first and tripled later.", "2", None),
        ("How many people live there?", "The population doubled to 24.", "24", True),
        (HEIGHT, "120 m below sea level", "-120", True),
        (HEIGHT, "The lake lies 120 metres below the sea.", "-120", True),
        (HEIGHT, "120 m below sea level", "120", False),
        (HEIGHT, "It is 120 m above sea level.", "120", True),
        ("How far below sea level is the lake?", "120 m below sea level", "120", True),
    ],
)
def test_a_verb_tells_a_factor_and_the_sea_a_sign(asked: str, response: str, gold: str, right: bool | None) -> None:
    question = Question(asked)
    answer = EXTRACTORS["number"](response, question).answer
    assert (None if answer is None else MATCHERS["number"](answer, [gold], question) == 1) == right


@pytest.mark.parametrize(
    ("kind", "asked", "response"),
    [
        ("text", "Who painted the picture?", "There is a name in the corner, but it's illegible."),
        ("text", "What is the street called?", "The sign may say Oak Lane or Oak Line; the last word is half covered."),
        ("expression", "Find the area.", "The area is length times width. With 3×4 this gives"),
        ("expression", "What is the limit?", "Dividing both by x^2 yields"),
    ],
)
def test_what_cannot_be_read_and_what_breaks_off_is_no_answer(kind: str, asked: str, response: str) -> None:
    assert EXTRACTORS[kind](response, Question(asked)).answer is None
