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
SIGNS = Question("Which sign stands for a pump?", ("Sign 1", "Sign 2", "Sign 3", "Sign 4"))
KEYS = Question("Which key opens the gate?", ("Key a", "Key b", "Key c", "Key d"))
GEAR = Question("Which piece of gear is the diver missing?", ("Mask", "Fins", "Swim suit", "Oxygen tank"))
CURVES = Question(
    "Which curve is that of a line?", ("Curve 1", "Curve 2", "Curve 3", "Curve 4", "Cannot be determined")
)
MARKS = Question("Which mark shows the left lung?", ("Mark 1", "Mark 2", "Mark 3", "Mark 4"))
COOKED = Question("Which of these is NOT a fruit?", ("Plum", "Leek", "Pear"))
FLIERS = Question("Which of these birds can fly?", ("Emu", "Kiwi", "Swift", "Penguin"))
EATERS = Question("Which animal on the card eats meat?", ("Sheep", "Fox", "Horse", "Rabbit"))
PLANTS = Question("Which plant grew in the dark?", ("Plant A", "Plant B", "Plant C"))
COMPASS = Question("Which way does the river flow on the map?", ("To the north", "To the east", "To the south"))
HAND = Question("What does the waiter carry in his left hand?", ("A tray", "A bottle", "A napkin"))
RACE = Question("Who won the first race?", ("Ann", "Bea", "Cleo"))
CAT = Question("What is the cat chasing?", ("A mouse", "A ball", "The sofa"))
CUBES = Question("Which of the two cubes is denser?", ("Cube P", "Cube Q", "Both have the same density"))
CARS = Question("Which car is faster?", ("Car X", "Car Y"))
SHARE = Question("What is the ratio of red to blue beads?", ("1 : 2", "1 : 3", "2 : 3"))
NEXT = Question("Which stage comes after drying the clay?", ("Glazing", "Firing", "Cutting"))

ROADS = Question("How do the roads run?", ("They are parallel", "They are perpendicular", "They do not meet"))
CLASSES = Question("What is true?", ("Class P has more pupils", "Both have as many", "Class P has no pupils"))
POOL = Question("What do the signs say?", ("Diving is not allowed", "Diving is allowed", "Dogs are welcome"))
STRAIGHT = Question("What does the curve do?", ("It does not change", "It rises", "It falls"))
FOUND = Question("Which is supported?", ("Rent rose", "Rent fell", "Rent stayed the same"))

READ = [
    (ROADS, "They cross at a right angle.", "B"),
    (ROADS, "They meet at the station.", None),
    (ROADS, "They never meet.", "C"),
    (ROADS, "They do not meet anywhere.", "C"),
    (CLASSES, "Class P has 20 pupils.", None),
    (CLASSES, "There are no pupils in class P.", "C"),
    (POOL, "Diving is not allowed.", "A"),
    (POOL, "Diving is allowed here.", "B"),
    (POOL, "Diving isn't allowed.", "A"),
    (POOL, "You can see that diving is never allowed.", "A"),
    (STRAIGHT, "It stays constant.", "A"),
    (STRAIGHT, "No", None),
    (FOUND, "Options A and B are contradicted by the table, so only option C is supported.", "C"),
    (FOUND, "The only answer is rent fell.", "B"),
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
    (SIGNS, "None of the first three signs is a pump.", "D"),
    (SIGNS, "The last three can be excluded.", "A"),
    (SIGNS, "It is neither of the last two.", None),
    (SIGNS, "The first three are valves.", None),
    (SIGNS, "Not the first two: so it is sign 4.", "D"),
    (KEYS, "Keys a, b and d are too large. The remaining key fits the lock.", "C"),
    (KEYS, "Keys a and b are too large. The remaining key fits the lock.", None),
    (KEYS, "Keys a, b and d fit. The remaining one is not right.", None),
    (TOOL, "Drills and saws are ruled out, which leaves only the third object.", "C"),
    (TOOL, "This leaves the third object in doubt.", None),
    (GEAR, "Mask ✔ fins ✔ swim suit ✔ but no oxygen tank!", "D"),
    (GEAR, "The diver wears fins and a mask.", None),
    (STAGE, "He is not the tenor, and he is not the soprano or the bass either.", "D"),
    (STAGE, "She is not the tenor, and she is the soprano.", "B"),
    (CURVES, "Curves 1, 2 and 4 fail the test; only the remaining one passes.", "C"),
    (CURVES, "Curves 1 and 2 fail the test; the remaining one is no line.", None),
    (CURVES, "Curves 1 and 2 fail, and so does curve 4. That leaves the remaining one.", "C"),
    (CURVES, "Curves 1, 2 and 4 fail the test.", None),
    (MARKS, "Mark 1 is the right kidney, mark 2 the left kidney.", None),
    (MARKS, "Mark 1 is the right lung, mark 2 the left lung.", "B"),
    (SIGNS, "The first two can be excluded. Sign 3 is a fan, so not that one.", "D"),
    (SIGNS, "Sign 1 is a fan, so that's out. Sign 2 is a valve, so no. Sign 4 is a tank, hence not this one.", "C"),
    (SIGNS, "Sign 1 is a fan, so it is not a pump.", None),
    (SIGNS, "Sign 1 is a pump, so it is not a fan.", "A"),
    (SIGNS, "Sign 1 is a pump, so it is not sign 3.", "A"),
    (FLIERS, "Emus, kiwis and penguins are flightless.", "C"),
    (FLIERS, "Emus and kiwis are flightless.", None),
    (BIRDS, "Ducks, swans and geese are weightless.", None),
    (FLIERS, "Emus, kiwis and penguins are countless.", None),
    (EATERS, "Three of them graze. The only one that doesn't is the fox.", "B"),
    (EATERS, "The only animal that does not live on plants is the fox.", "B"),
    (EATERS, "The only one that doesn't eat meat is the horse.", None),
    (EATERS, "Three of them eat meat. The only one that doesn't is the horse.", None),
    (EATERS, "The only one that doesn't graze is not the horse.", None),
    (COOKED, "A plum is a fruit, so not that one. A pear is one as well, so not this.", "B"),
    (PLANTS, "Plant A has green leaves, so that is out, and so is plant B.", "C"),
    (PLANTS, "Plant A is green, so it can't be that one, and the same goes for plant C.", "B"),
    (PLANTS, "Plant C is out, and plant B too.", "A"),
    (PLANTS, "Plant A is tall, and so is plant B.", None),
    (COMPASS, "Without a compass, north can't be told from south or east from west.", None),
    (COMPASS, "It is impossible to distinguish north from south here.", None),
    (COMPASS, "North can't be told from south by the hills, but the sun shows that it flows to the east.", "B"),
    (COMPASS, "I can tell from the shadows that it flows to the east.", "B"),
    (HAND, "His left hand is hidden; the bottle is in the right one.", None),
    (HAND, "The bottle is in the other hand; the left one holds a tray.", "A"),
    (HAND, "In his right hand he has nothing, so the bottle is in the left one.", "B"),
    (HAND, "The right answer is a bottle.", "B"),
    (HAND, "On the other hand, it could be a tray.", "A"),
    (RACE, "Bea won the second race.", None),
    (RACE, "Cleo won the first one, Bea only the second one.", "C"),
    (CAT, "A mouse that sits in front of the sofa.", "A"),
    (CAT, "A mouse in front of the sofa.", "A"),
    (CAT, "A ball lying under the sofa.", "B"),
    (CAT, "The ball that lies under the sofa is out of its sight: it chases the mouse.", "A"),
    (CUBES, "In water Q floats and P sinks. P has the higher density.", "A"),
    (CUBES, "Q has the greater density.", "B"),
    (CUBES, "P has the lower density.", None),
    (CARS, "X has the lower speed.", "B"),
    (SHARE, "One of four is red and three are not, so the ratio is one to three.", "B"),
    (SHARE, "二比三", "C"),
    (SHARE, "It is three to one.", None),
    (SHARE, "The number grows from two to three.", None),
    (NEXT, '{"stage": "Drying", "next_stage": "Firing"}', "B"),
    (NEXT, '{"stage": "Drying", "next_stage": "Firing", "last_stage": "Glazing"}', None),
]


@pytest.mark.parametrize(("question", "response", "answer"), READ)
def test_reading(question: Question, response: str, answer: str | None) -> None:
    assert extract(response, question).answer == answer


ANIMALS = Question("Which animal is a herbivore?", ("Lion", "Wolf", "Giraffe", "Eagle"))
THREE = "Three of them hunt, namely the lion, the wolf and the eagle."
ONLY_ONE_LEFT = [
    (f"{THREE} So the only plant eater left is the tall one.", "C"),
    ("The lion, the wolf and the eagle eat meat. The only herbivore left is the tall one.", "C"),
    (f"{THREE} The only free place left is by the tree.", None),
    ("There are a lion, a wolf and an eagle. So the only free place left is by the tree.", None),
    ("Two of these hunt, namely the lion and the wolf. So the only plant eater left is the tall one.", None),
]


@pytest.mark.parametrize(("response", "letter"), ONLY_ONE_LEFT)
def test_the_only_one_left_of_a_kind(response: str, letter: str | None) -> None:
    assert extract(response, ANIMALS).answer == letter
