"""Answers in plain talk: things by their letters, what stands beside them, what may be, totals, what nobody knows."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["choice"]

SAMPLES = Question("Which sample floats on the oil?", ("Sample X", "Sample Y", "Sample Z", "None of them"))
NETS = Question("Which shape can be folded into a pyramid?", ("Shape a", "Shape b", "Shape c", "Shape d"))
SPOTS = Question("Which point is closest to the river?", ("Point C", "Point A", "Point D", "Point B"))
FRONT = Question("Who is sitting in the centre of the picture?", ("The queen", "The king", "The jester"))
KEY = Question("According to the key, what does the dotted line stand for?", ("A canal", "A road", "A border"))
FORCE = Question("Which arrow is the lift?", ("Arrow A", "Arrow B", "Arrow C"))
AGE = Question("Which of the two brothers is older?", ("Tom", "Jim", "It cannot be told"))
MOOD = Question("What is the mood of the painting?", ("Gloomy", "Peaceful", "Festive"))
SHIPS = Question("How many ships are in the harbour?", ("3", "5", "6", "9"))

READ = [
    (SAMPLES, "Z floats, as samples X and Y are denser than the oil.", "C"),
    (SAMPLES, "X floats on it, while samples Y and Z sink.", "A"),
    (SAMPLES, "Y and Z float.", None),
    (NETS, "Only b can be folded up. c has a side too many.", "B"),
    (NETS, "a, b and c all leave a gap, so it has to be d.", "D"),
    (NETS, "Shapes b and c have five sides, and a has three. So it is d.", "D"),
    (NETS, "It has a square base.", None),
    (NETS, "c", "C"),
    (SPOTS, "A is the closest to the river.", "B"),
    (SPOTS, "D lies right on its bank, so D is the closest.", "C"),
    (SPOTS, "A is correct.", "A"),
    (SPOTS, "The answer is C.", "C"),
    (FRONT, "In the middle sits the king, with the queen on his left and the jester behind him.", "B"),
    (FRONT, "In the center you can see the jester, flanked by the king and the queen.", "C"),
    (FRONT, "There is the king on the left, the jester on the right, and the queen in the middle.", "A"),
    (KEY, "In the key, dashed means road and dotted means border.", "C"),
    (KEY, "Dotted = canal, dashed = road.", "A"),
    (KEY, "Dashed means road and solid means canal.", None),
    (FORCE, "Arrow A could be the lift if it climbs, and arrow C could be the lift if it dives.", None),
    (FORCE, "It might be arrow A or arrow B. Either may be right.", None),
    (FORCE, "Arrow A could be the drag. Arrow B is the lift.", "B"),
    (AGE, "You can't really tell from a drawing.", "C"),
    (AGE, "The picture doesn't give enough information.", "C"),
    (AGE, "You can't tell at first, but Jim has grey hair, so he is the older one.", "B"),
    (AGE, "You can tell that Tom is older by his beard.", "A"),
    (MOOD, "It could pass for gloomy because of the clouds, but the lanterns along the shore make it festive.", "C"),
    (MOOD, "The lake behind the house is calm and makes the painting peaceful.", "B"),
    (SHIPS, "There are 4 large ships and 3 small ones, so 7 ships in total.", None),
    (SHIPS, "3 at the pier and 3 at anchor, 6 altogether.", "C"),
    (SHIPS, "There are 9 boats in total, and 5 of them are ships.", "B"),
    (SHIPS, "I count three: a tanker and two ferries.", "A"),
]


@pytest.mark.parametrize(("question", "response", "answer"), READ)
def test_reading_of_plain_talk(question: Question, response: str, answer: str | None) -> None:
    assert extract(response, question).answer == answer
