"""Yes/no: what was, what a thing is only like, namesakes and mere mentions answer nothing."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question
from tests.scoring.yes_no_questions import QUESTIONS

READ = [
    ("light", "The light was red.", None),
    ("light", "The light was red, but it is green now.", "no"),
    ("light", "It was green when the photo was taken.", "no"),
    ("light", "The pedestrian light is red, but the traffic light is green.", "no"),
    ("dog", "There was a dog before.", None),
    ("dog", "There was a dog in the previous image, but not in this one.", "no"),
    ("dog", 'A sign says "Beware of the dog".', None),
    ("dog", "It is a statue of a dog.", None),
    ("dog", "Dogs are loyal animals.", None),
    ("dog", "The dog is asleep.", "yes"),
    ("fr", "The French flag has vertical stripes.", None),
    ("fr", "A French flag is blue, white and red.", None),
    ("fr", "The French flag is on the left.", "yes"),
    ("fr", "The Dutch flag resembles the French flag.", "no"),
    ("fr", "The flag is often mistaken for the French flag.", "no"),
    ("fr", "The flag has the colours of the French flag, but in horizontal stripes.", "no"),
    ("lines", "The red cross is on the blue line.", None),
    ("lines", "The blue line ends before it crosses the red line.", "no"),
    ("lines", "The lines cross in 2015.", "yes"),
    ("glass", "The man is looking at a pair of glasses.", None),
    ("glass", "The man is holding a pair of glasses.", None),
    ("glass", "He has a pair of glasses on his nose.", "yes"),
    ("code", "Without the import, the code raises an error.", "no"),
    ("code", "The code prints the word error.", None),
    ("code", "代码没有错误,可以正常运行。", "yes"),
    ("now", 'The billboard says "NOT NOW".', "yes"),
    ("now", "NOW is written on the bus.", None),
    ("now", "NOW is written on the bus, not on the billboard.", "no"),
    ("cat", "It is on the left.", "yes"),
    ("cat", "It is on the right.", "no"),
    ("cat", "The cat was to the left of the sofa in the last picture.", None),
    ("day", "The man is wearing a dark coat.", None),
    ("eq", "The lines are long.", None),
    ("eq", "The first line is 5 cm long.", None),
    ("eq", "The left line is longer.", "no"),
    ("dice", "Both dice show a 6.", "yes"),
    ("dice", "It is smaller.", "no"),
]


@pytest.mark.parametrize(("question", "response", "answer"), READ)
def test_scope(question: str, response: str, answer: str | None) -> None:
    assert EXTRACTORS["yes_no"](response, Question(QUESTIONS[question])).answer == answer
