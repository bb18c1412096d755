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


WHOLE = [
    ("Can you see a boat on the lake?", "I can see a small boat on the left side of the lake.", "yes"),
    ("Can you see a boat on the lake?", "I see a swan, but no boat.", "no"),
    ("Is the graph of the function symmetric about the y-axis?", "It is symmetric about the y-axis.", "yes"),
    (
        "Is the graph of the function symmetric about the y-axis?",
        "The graph is symmetric about the origin, not about the y-axis.",
        "no",
    ),
    ("Is the word spelled correctly in the headline?", "The word is spelled correctly.", "yes"),
    ("Is the word spelled correctly in the headline?", "The word is spelled incorrectly.", "no"),
    ("Is the word spelled correctly in the headline?", "It is misspelled.", "no"),
    ("Is number 7 crossed out on the list?", "Number 7 is crossed out.", "yes"),
    ("Is number 7 crossed out on the list?", "Only numbers 3 and 5 are crossed out.", "no"),
    ("Is the temperature in Oslo below zero?", "Only Helsinki is below zero.", None),
    ("Are there more women than men in the photo?", "Men outnumber women.", "no"),
    ("Are there exactly three candles on the cake?", "There are no candles on the cake.", "no"),
    ("Is the Eiffel Tower visible in the background?", "The Eiffel Tower can be seen in the background.", "yes"),
    ("Is the Eiffel Tower visible in the background?", "The Eiffel Tower is not visible.", "no"),
    ("Is the restaurant open on Sundays?", "The restaurant is open every day.", "yes"),
    ("Is the restaurant open on Sundays?", "The restaurant is open every day except Sundays.", "no"),
    ("Is anybody sitting on the bench?", "Two women are sitting there.", "yes"),
    ("Does the table have more rows than columns?", "The table has 6 rows and 4 columns.", "yes"),
    ("Does the table have more rows than columns?", "The table has 3 rows and 4 columns.", "no"),
    ("Is the wall behind the bed white?", "The bed is white.", None),
    ("Is the wall behind the bed white?", "The bed is white, the wall is grey.", "no"),
    ("Is the wall behind the bed white?", "The wall behind the bed is blue.", "no"),
    ("Has the man finished his meal?", "He has not finished yet.", "no"),
    ("Has the man finished his meal?", "The man has finished his meal.", "yes"),
    ("Is the train moving?", "The train is standing at the platform.", "no"),
    ("Can this code run without errors?", "Since `numpy` is not imported, calling `np.array` fails.", "no"),
    ("Can this code run without errors?", "I do not see any problem with this code.", "yes"),
    ("Can this code run without errors?", "I do not see any code in this image.", None),
    ("Is the shop open?", "It would, if the owner were there.", "no"),
    ("Does the lamp shine?", "It does, if you press the switch.", None),
    ("Is the lamp to the left of the bed?", "The lamp stands on the bed's left-hand side.", "yes"),
    ("Is the lamp to the left of the bed?", "The lamp stands at the bed's right side.", "no"),
]


@pytest.mark.parametrize(("question", "response", "answer"), WHOLE)
def test_what_is_asked_as_a_whole(question: str, response: str, answer: str | None) -> None:
    assert EXTRACTORS["yes_no"](response, Question(question)).answer == answer
