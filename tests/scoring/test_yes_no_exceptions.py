"""Yes/no answers by exceptions, by counts a line, by other words that are written, and those that settle nothing."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

QUESTIONS = {
    "boat": Question("Is there a boat in the picture?"),
    "kids": Question("Are there more girls than boys on the stage?"),
    "word": Question("Is the word 'SALE' written on the banner?"),
    "sum": Question("Is the sum of the prices above 30 dollars?"),
    "flag": Question("Is the flag at half mast?"),
    "slope": Question("Is the slope negative?"),
}

READ = [
    ("boat", "There are no vehicles apart from a boat near the pier.", "yes"),
    ("boat", "There is nothing on the lake except for a small boat.", "yes"),
    ("boat", "Apart from a boat, there are no vehicles.", "yes"),
    ("boat", "There are no boats.", "no"),
    ("boat", "There are no vehicles, with the exception of a tractor.", "no"),
    ("kids", "Girls: 6\nBoys: 4", "yes"),
    ("kids", "1. Girls: 4\n2. Boys: 6", "no"),
    ("kids", "Girls: 6\nTeachers: 2", None),
    ("kids", "Girls: 6\nBoys:", None),
    ("word", "The words on the banner are 'GRAND OPENING'.", "no"),
    ("word", "The words on the banner are 'SUMMER SALE'.", "yes"),
    ("word", "One of the words on the banner is 'GRAND'.", None),
    ("word", "The words on the van beside it are 'GRAND OPENING'.", None),
    ("sum", "Two of the tags are covered, so I can't compute the sum.", None),
    ("sum", "We cannot add them up.", None),
    ("flag", "I would answer this in the affirmative.", "yes"),
    ("flag", "My answer is in the negative.", "no"),
    ("slope", "The slope is in the negative range.", None),
]


@pytest.mark.parametrize(("name", "response", "answer"), READ)
def test_reading(name: str, response: str, answer: str | None) -> None:
    assert EXTRACTORS["yes_no"](response, QUESTIONS[name]).answer == answer
