"""Sentences on something else in the picture, which do not take back the answer before them."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["choice"]

HELD = Question("What is the girl holding?", ("A kite", "A balloon", "A rope"))
PLACE = Question("Where is the bicycle?", ("In the garage", "On the balcony", "Behind the shed"))
SKY = Question("What is the weather like in the photo?", ("Sunny", "Cloudy", "Rainy", "Snowy"))
MUSIC = Question("Which instrument does the man play?", ("Guitar", "Piano", "Trumpet"))
MAP = Question("What does the dotted line on the map stand for?", ("A canal", "A footpath", "A fence"))
MOON = Question("Which moon is labelled M?", ("Io", "Europa", "Titan"))
TREE = Question("Which tree is shown in the drawing?", ("Oak", "Birch", "Pine"))
TALL = Question("Which tower is the tallest?", ("The church", "The mill", "The silo"))
GONE = Question("Which of these is not in the basket?", ("Bread", "Cheese", "Grapes"))

HALF = Question("What time of day is it?", ("Morning", "Noon", "Evening"))
PAIR = Question("Which of the two masts is taller?", ("The left mast", "The right mast"))
RATE = Question("Which country has the highest rate in the table?", ("Ghana", "Benin", "Togo"))

READ = [
    (HELD, "It's a kite. A rope lies on the ground.", "A"),
    (HELD, "She is holding a balloon. There's also a kite in the tree behind her.", "B"),
    (PLACE, "It's on the balcony. There are some boxes behind the shed.", "B"),
    (SKY, "It's cloudy. There are a few sunny spots on the hills.", "B"),
    (SKY, "Wet streets and open umbrellas: rainy. In snowy weather the roofs would be white.", "C"),
    (MUSIC, "The man plays the piano. The trumpet belongs to the boy next to him.", "B"),
    (MAP, "The dotted line is a footpath. The blue line is a canal.", "B"),
    (MOON, "The thick haze gives it away: M is Titan. Europa is the one before it.", "C"),
    (TREE, "White bark with black marks - a birch. There is a pine on the hill in the background.", "B"),
    (PLACE, "It's on the balcony. Right behind the shed there's a scooter.", "B"),
    (HELD, "She's pulling a kite behind her. There's a rope in the grass.", "A"),
    (MUSIC, "The piano is; the trumpet only lies on it.", "B"),
    (MUSIC, "He stands at the keys, so it's the piano. On the other side you see a guitar.", "B"),
    (HALF, "The sun is setting, so it's evening. In the morning it would be on the other side.", "C"),
    (PAIR, "The right mast reaches 8 m, the other one just 6 m.", "B"),
    (RATE, "Ghana comes out on top; Togo is at the bottom.", "A"),
]
REVERSE = [
    (PAIR, "The right mast only reaches 6 m, so the other one is taller.", "A"),
    (RATE, "Togo ranks first. Ghana is second.", "C"),
    (HELD, "It looks like a rope at first. A kite is what she is holding.", "A"),
    (HELD, "It's near a kite. She is holding a balloon.", "B"),
    (SKY, "It looks sunny at first. But the puddles show that it is rainy.", "C"),
    (MUSIC, "It could be the guitar. Actually, the trumpet is in his hands.", "C"),
    (MAP, "The blue line is a canal. The dotted line is a footpath.", "B"),
    (MAP, "It's not the canal. A footpath is dotted.", "B"),
    (TREE, "It stands beside an oak. The tree in the drawing is a birch.", "B"),
    (TALL, "The church has a tall tower. The silo is taller than that.", "C"),
    (GONE, "There is bread in the basket. There are grapes too. Cheese is missing.", "B"),
]
DECIDED = [
    (SKY, "Hard to say in this light. I'd go for B.", "B"),
    (SKY, "If I had to pick, A.", "A"),
    (SKY, "My money is on D.", "D"),
    (SKY, "I would not go for B.", None),
    (SKY, "Many people would go for A or B.", None),
]


@pytest.mark.parametrize(("question", "response", "answer"), READ + REVERSE + DECIDED)
def test_what_else_is_there_is_no_answer(question: Question, response: str, answer: str | None) -> None:
    assert extract(response, question).answer == answer


ORDER = Question("In which order are the steps taken?", ("1, 2, 3", "3, 1, 2", "2, 1, 3"))
PATH = Question("Which way does the signal take?", ("P-Q-R-S", "Q-P-S-R", "S-R-Q-P"))
ORDERED = [
    (ORDER, "The steps are taken in the order 3-1-2.", "B"),
    (ORDER, "2 → 1 → 3", "C"),
    (ORDER, "They come as 312.", "B"),
    (ORDER, "First comes 2, then 1, and finally 3.", "C"),
    (ORDER, "Not 1-2-3 but 3-1-2.", "B"),
    (ORDER, "The order is 3-2-1.", None),
    (ORDER, "Step 3 (mixing) comes first, then 1 (heating), and last 2 (cooling).", "B"),
    (PATH, "It goes Q, P, S, R.", "B"),
    (PATH, "S → R → Q → P", "C"),
    (PATH, "It takes R-S-P-Q.", None),
]


@pytest.mark.parametrize(("question", "response", "answer"), ORDERED)
def test_an_order_is_read_however_it_is_written(question: Question, response: str, answer: str | None) -> None:
    assert extract(response, question).answer == answer


GATE = Question("Which vehicle is nearest to the gate?", ("Van", "Motorcycle", "Pickup truck", "Bus"))
FURTHER = [
    (GATE, "Directly at the gate waits a pickup, with the bus a bit further away.", "C"),
    (GATE, "Nearest to the gate is the bus, with the van some way behind.", "D"),
    (GATE, "The bus is at the back, with the van nearest to the gate.", "A"),
    (GATE, "A van is parked at the gate, with the bus further off.", "A"),
]


@pytest.mark.parametrize(("question", "response", "answer"), FURTHER)
def test_what_is_further_off_is_an_aside(question: Question, response: str, answer: str | None) -> None:
    assert extract(response, question).answer == answer


BOXES = Question(
    "Which statement about the two boxes is right?",
    ("A weighs more than B", "B weighs more than A", "A and B weigh the same"),
)
TOWERS = Question("What is true of the towers A and B?", ("A is taller", "B is taller", "They are equally tall"))
OF_LIST = Question("What rusts?", ("Iron", "Copper", "Both A and B", "Neither A nor B"))
THINGS = [
    (BOXES, "A is longer and B is thicker, and once you weigh them they turn out to be equal.", "C"),
    (BOXES, "A is red.", None),
    (BOXES, "A and B stand on the scale.", None),
    (BOXES, "A describes what the scale shows.", "A"),
    (BOXES, "B is correct, as A is lighter.", "B"),
    (BOXES, "B, because the scale tips to its side.", "B"),
    (TOWERS, "A has a flag and B has none, but they are equally tall.", "C"),
    (TOWERS, "B has a flag on it.", None),
    (OF_LIST, "A is a metal that rusts.", "A"),
]


@pytest.mark.parametrize(("question", "response", "answer"), THINGS)
def test_letters_of_things_are_no_letters_of_options(question: Question, response: str, answer: str | None) -> None:
    assert extract(response, question).answer == answer
