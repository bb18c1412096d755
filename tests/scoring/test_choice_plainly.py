"""Multiple-choice answers in other words than the options', by what remains, or corrected by what is left out."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["choice"]

ROOM = Question("Which temperature does the display show?", ("-8 °C", "0 °C", "8 °C", "12 °C"))
OVEN = Question("How hot is the oven?", ("20 °F", "180 °F", "200 °F"))
MAPS = Question("Which statement about the maps is correct?", ("Map A is older", "Map B is older", "Both are as old"))
LETTERED = Question("Which parts hold?", ("a) only", "b) only", "both a) and b)"))
SPEED = Question("Which formula gives the speed?", ("v = s/t", "v = s t", "v = t/s"))
ODD = Question("Which picture is the odd one out?", ("Picture A", "Picture B", "Picture C", "Picture D"))
MATCHING = Question("Which picture shows a boat?", ("Picture A", "Picture B", "Picture C"))
BIRDS = Question("How many birds are on the roof?", ("5", "6", "7", "8"))
CURVES = Question("Which curve is that of a line?", ("Curve 1", "Curve 2", "Curve 3", "Curve 4"))
TRAINS = Question("Where does the train go?", ("Lyon", "Basel", "Turin"))
FORCES = Question("Which arrow is the force of lift?", ("Arrow A", "Arrow B", "Arrow C", "Arrow D"))
OLDEST = Question("Who is the oldest child?", ("Eva", "Jon", "Kim", "Lea"))

READ = [
    # temperatures
    (ROOM, "Eight degrees below zero.", "A"),
    (ROOM, "The display shows eight degrees below freezing.", "A"),
    (ROOM, "It shows minus eight degrees Celsius.", "A"),
    (ROOM, "-8 degrees", "A"),
    (ROOM, "Eight degrees above zero.", "C"),
    (ROOM, "Twelve degrees.", "D"),
    (ROOM, "Zero degrees.", "B"),
    (ROOM, "Three degrees below zero.", None),
    (ROOM, "Twelve degrees Fahrenheit.", None),
    (ROOM, "It is eight degrees warmer than before.", None),
    (ROOM, "It is eight or twelve degrees.", None),
    (ROOM, "It rose by eight degrees.", None),
    (OVEN, "200 degrees.", "C"),
    # small letters
    (MAPS, "b) is the right one; a) and c) are wrong.", "B"),
    (MAPS, "a) is the true one, b) and c) are not.", "A"),
    (MAPS, "a) is wrong, b) is wrong too, so c) is left.", "C"),
    (MAPS, "b) is false.", None),
    (LETTERED, "a) only", "A"),
    (SPEED, "The speed s(a) and the time (b) are given.", None),
    # what does not belong
    (ODD, "Picture C does not belong.", "C"),
    (ODD, "A shows a cup, B a mug, C a glass and D a hammer. The hammer does not belong.", "D"),
    (ODD, "A is a cat, B is a dog, C is a chair and D is a cow. The chair doesn't fit in here.", "C"),
    (ODD, "A shows a cup, B a mug, C a glass and D a glass. The glass does not belong.", None),
    (ODD, "A shows a cup, B a mug, C a glass and D a hammer. The spoon does not belong.", None),
    (MATCHING, "Picture C does not fit.", None),
    # corrected counts
    (BIRDS, "I count seven. Hmm, one of them is only a shadow. Leaving it out, it's six.", "B"),
    (BIRDS, "I count eight. Wait, the last is a pipe. Not counting it, there are seven.", "C"),
    (BIRDS, "I count seven.", "C"),
    # what is left
    (CURVES, "Curves 1, 2 and 4 bend at the end, which leaves curve 3.", "C"),
    (CURVES, "Curves 2, 3 and 4 have a kink, which leaves only curve 1.", "A"),
    (TRAINS, "The train, which leaves at nine, goes to Turin.", "C"),
    (FORCES, "Arrow A is drag, B is the weight and C is the thrust, so lift is the one that remains.", "D"),
    (FORCES, "A is drag, B is the weight and C is the thrust, so the lift is the one that is left.", "D"),
    (FORCES, "Arrow A is the lift, B the weight and C the thrust, so drag is the one that remains.", "A"),
    # two answers left standing
    (OLDEST, "Jon is the oldest child. Lea is the oldest child. Both statements are true.", None),
    (OLDEST, "Jon is the oldest child. Lea is the oldest child. Each of these claims is correct.", None),
    (OLDEST, "Kim is the oldest child. Both statements are true.", "C"),
]


@pytest.mark.parametrize(("question", "response", "letter"), READ)
def test_reading(question: Question, response: str, letter: str | None) -> None:
    assert extract(response, question).answer == letter
