"""Options that a response rules out or takes back, and questions for what is not there or cannot be."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["choice"]

BIRDS = Question("Which of these birds cannot swim?", ("Duck", "Hen", "Swan", "Goose"))
NUMBERS = Question("Which number on the board is not even?", ("4", "7", "10", "12"))
FLASK = Question("Which liquid is in the flask?", ("Ethanol", "Water", "Oil", "Milk"))
PLANET = Question("Which planet is shown?", ("Mars", "Venus", "Earth", "Saturn"))
COUNTRY = Question("Which country is shaded?", ("Austria", "Hungary", "Poland", "Greece"))
TOOL = Question("Which tool is on the bench?", ("Hand drill", "Wood saw", "Steel file", "Brass hook"))
STAGE = Question("Who sings the solo?", ("The tenor", "The soprano", "The bass", "None of the above"))

READ = [
    (BIRDS, "The hen cannot swim.", "B"),
    (BIRDS, "A duck can swim.", None),
    (BIRDS, "Ducks, swans and geese can swim. Hens can't.", "B"),
    (BIRDS, "All of them can swim except the hen.", "B"),
    (BIRDS, "It is not the duck and it is not the swan.", None),
    (NUMBERS, "It is not 4 and it is not 12.", None),
    (NUMBERS, "7 is not even.", "B"),
    (FLASK, "Ethanol burns with a blue flame, and this does not burn. So not ethanol.", None),
    (PLANET, "The answer would be Mars because of the colour, no wait, Mars has no rings. So it's Saturn.", "D"),
    (PLANET, "The answer is Mars. No wait, it has rings: the answer is Saturn.", "D"),
    (COUNTRY, "匈牙利", "B"),
    (COUNTRY, "Not Austria, not Hungary (too small) and clearly not Poland: the shape is that of the south.", "D"),
    (COUNTRY, "It's not Austria, and surely not Poland.", None),
    (COUNTRY, "Not Austria, not Poland, Greece.", "D"),
    (TOOL, "It is not the hand drill, not the wood saw, and definitely not the brass hook.", "C"),
    (TOOL, "The bench holds neither the drill, nor the saw.", None),
    (STAGE, "He is not the tenor, and he is not the soprano or the bass either.", "D"),
    (STAGE, "She is not the tenor, and she is the soprano.", "B"),
]


@pytest.mark.parametrize(("question", "response", "answer"), READ)
def test_reading(question: Question, response: str, answer: str | None) -> None:
    assert extract(response, question).answer == answer
