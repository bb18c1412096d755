"""Responses that end in an answer statement: the answer is that of the whole response, or nothing is found."""

from __future__ import annotations

import random

import pytest

from hyeval.scoring import EXTRACTORS, Question
from hyeval.scoring.choice import read_whole
from hyeval.scoring.closing import closing_answer

METALS = Question(
    "Which of these would the magnet attract?", ("Copper wire", "Iron nail", "Plastic spoon", "Glass rod")
)
DAYS = Question("Which day is circled on the calendar?", ("Monday", "Tuesday", "Wednesday", "Thursday"))
QUESTIONS = (
    METALS,
    DAYS,
    Question("Which angle in the figure is obtuse?", ("∠D", "∠A", "∠C", "∠B")),
    Question("How many people are wearing hats?", ("1", "2", "3", "4")),
    Question("Which point marks the vertex?", ("Point A", "Point B", "Point C", "Point D")),
    Question("What does the graph show about sales after 2015?", ("They rose", "They fell", "They did not change")),
)
LOOKED = "The table in the picture holds a number of things of several materials, all of about the same size."


@pytest.mark.parametrize(
    ("response", "letter"),
    [
        (f"{LOOKED} Only metals of one kind would do.\nSo the answer is B.", "B"),
        (f"{LOOKED} Therefore, the correct answer is (B) Iron nail.", "B"),
        (f"{LOOKED} Wait, is C made of steel? No, A is.\n**Final answer: D**", "D"),
        (f"{LOOKED}\nThus the answer is $\\boxed{{C}}$.", "C"),
        (f"{LOOKED}\nAnswer: B", "B"),
        (f"{LOOKED} The force on it is $F = B^2 A$, where $A$ is the area of it.\n\n**Answer: B) Iron nail**", "B"),
    ],
)
def test_a_statement_at_the_end_decides(response: str, letter: str) -> None:
    found = EXTRACTORS["choice"](response, METALS)
    assert found.answer == letter
    assert read_whole(response, METALS) == found


@pytest.mark.parametrize(
    "response",
    [
        f"The answer is A. {LOOKED}\nAnswer: B",
        f"{LOOKED} A is right, as copper is a metal too.\nAnswer: B",
        f"{LOOKED}\nCopper wire\nAnswer: B",
        f"{LOOKED}\nA. Copper wire, as it looks from here, is the one that it would attract at once.\nAnswer: B",
        f"{LOOKED}\nSo the answer is E.",
        f"{LOOKED}\nSo the answer is B. Copper wire",
        f"<think>{LOOKED}\nSo the answer is B.",
        f"{LOOKED} What if it is copper?\nSo the answer is B or C.",
        f"{LOOKED} But it is the heaviest of the things on the table, so it would be the copper wire.\nAnswer: B",
        LOOKED,
        "",
    ],
)
def test_nothing_is_found_where_more_may_be_said(response: str) -> None:
    assert closing_answer(response, METALS) is None


def test_the_answer_is_that_of_the_whole_response() -> None:
    sentences = (
        *(LOOKED, "{0}", "{0}.", "{2}", "({2}) {0} has none.", "{2}. {0}: no", "- {2}: {1}", "{0}, {1}"),
        *("Option {2} shows {0}.", "It could be {1}.", "I think {0}.", "Option {2} is wrong.", "{2} is correct."),
        *("Wait, that is {1}.", "Either {2} or C.", "The correct one must be {2}.", "My first thought was {2}."),
        "We can rule out {2}, as one sees at once when one looks at the whole of it.",
        "In the figure, $A$ is the area of the loop and $B$ the field that goes through it.",
        "The picture has the label {2} next to it, and nothing else that would be of help here.",
        "The answer may be {2}, or it may be something else that nobody has thought of until now.",
        "Hmm, but that one is hollow and as light as a feather, so it would be {0} after all.",
        "It stands neither for a river nor for a border nor for anything else that is drawn in blue.",
    )
    endings = (
        *("Answer: {0}", "So the answer is {0}.", "**Answer: {0}) {1}**", "Therefore, the answer is $\\boxed{{{0}}}$."),
        *(
            "The correct option is ({0}).",
            "Final answer: {0}",
            "Thus, the correct answer is ({0}) {1}.",
            "Answer: ${0}$",
        ),
    )
    drawn, found = random.Random(0), 0
    for _ in range(1500):
        question = drawn.choice(QUESTIONS)
        choices = question.choices
        parts = [
            drawn.choice(sentences).format(drawn.choice(choices), drawn.choice(choices), drawn.choice("ABCDE"))
            for _ in range(drawn.randrange(1, 4))
        ]
        option = drawn.randrange(len(choices))
        ending = drawn.choice(endings).format("ABCD"[option], choices[option])
        response = drawn.choice((" ", "\n", "\n\n")).join([*parts, ending])
        closing = closing_answer(response, question)
        found += closing is not None
        assert closing in (None, read_whole(response, question)), response
    assert found > 400


def test_a_conclusion_is_no_weekday() -> None:
    response = f"{LOOKED} Step 3 says that two of them are left.\nThus, the correct answer is (B) Tuesday."
    assert read_whole(response, DAYS).answer == "B"
