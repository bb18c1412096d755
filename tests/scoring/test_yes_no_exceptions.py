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
    "sticks": Question("Are the two sticks of equal length?"),
    "caps": Question("Are all of the children wearing a cap?"),
    "teams": Question("Does the chart show more than ten teams?"),
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
    ("sticks", "They look different, but if you measure them they come out the same.", "yes"),
    ("sticks", "They look the same, but when you put a ruler to them, they come out different.", "no"),
    ("sticks", "If you stretch them they come out the same.", None),
    ("caps", "Most of them are, but the girl in front has nothing on her head.", "no"),
    ("caps", "Most of them are, and so is the last one.", None),
    ("teams", "I count twelve teams in the legend, from Ajax to Zwolle.", "yes"),
    ("teams", "I count nine teams in the legend, from Ajax to Twente.", "no"),
    ("teams", "I count twelve bars, from Ajax to Zwolle.", None),
]


@pytest.mark.parametrize(("name", "response", "answer"), READ)
def test_reading(name: str, response: str, answer: str | None) -> None:
    assert EXTRACTORS["yes_no"](response, QUESTIONS[name]).answer == answer
