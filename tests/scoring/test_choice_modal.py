"""Options of which a sentence says what they would do or what they only look like, and what one has to do."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["choice"]

BUTTON = Question("Which button should be clicked to keep the draft?", ("Discard", "Store", "Undo", "Print"))
KEY = Question("Which key must be pressed to stop the machine?", ("Red key", "Blue key", "Green key"))
CIRCLES = Question("How does the left circle compare with the right circle in size?", ("Larger", "Smaller", "Equal"))
LINES = Question("Which of the two lines is longer?", ("Line P", "Line Q", "Both have the same length"))
ENTRY = Question("Which entry should be chosen to undo the deletion?", ("Delete", "Bring back", "Archive", "Share"))
SQUARES = Question(
    "How do the squares compare?",
    ("The left one is brighter", "The right one is brighter", "They are equally bright"),
)
METAL = Question("Which metal would float on mercury?", ("Gold", "Iron", "Platinum"))
PLANT = Question("Which plant grows in the shade?", ("Fern", "Cactus", "Palm"))
CLOCK = Question("What time is it on the clock?", ("9:50", "10:10", "1:45"))
RATIO = Question("What is the ratio of blue to red tiles?", ("1:10", "3:10", "7:10"))
SPEED = Question("How fast is the train?", ("30 km/h", "50 km/h", "80 km/h"))

READ = [
    (BUTTON, 'You should click "Store". "Undo" would take the last step back.', "B"),
    (BUTTON, 'You should click "Store" on the left. "Undo" takes a step back and "Print" sends the draft out.', "B"),
    (BUTTON, '"Undo" would lose the draft. To keep it, click "Store".', "B"),
    (BUTTON, '"Store" would be the right one.', "B"),
    (BUTTON, '"Store" would fit.', "B"),
    (KEY, "You have to press the blue key. The red key would only pause it.", "B"),
    (KEY, "The blue key does not stop it and green key does.", "C"),
    (KEY, "Press the green key; the blue key would start it.", "C"),
    (ENTRY, '"Bring back" does it. "Delete" and "Archive" would not help.', "B"),
    (ENTRY, "One has to choose Share here. Archive hides it.", "D"),
    (ENTRY, "Delete is greyed out. Archive would undo the deletion.", "C"),
    (KEY, "You must press the green key. The red key would stop another machine.", "C"),
    (SQUARES, "Equally bright! The left one just appears brighter.", "C"),
    (SQUARES, "The left one appears brighter.", "A"),
    (METAL, "Iron would float on it.", "B"),
    (METAL, "Gold would sink. Iron would float.", "B"),
    (PLANT, "The fern grows there. A cactus would rot.", "A"),
    (PLANT, "The fern is the one in the shade. The cactus would discard its spines and the palm would die.", "A"),
    (PLANT, "I would say the fern.", "A"),
    (PLANT, "It would be the palm.", "C"),
    (CIRCLES, "Same size! It is an illusion: the left one just looks bigger.", "C"),
    (CIRCLES, "They are equal. The left one only seems larger.", "C"),
    (CIRCLES, "It merely appears smaller because of the ring; it is larger.", "A"),
    (CIRCLES, "The left one looks bigger.", "A"),
    (CIRCLES, "The left circle appears to be smaller.", "B"),
    (LINES, "It is an illusion that makes line P look longer. Both have the same length.", "C"),
    (LINES, "Line Q looks longer.", "B"),
    (CLOCK, "The short hand is near the 10, the long one at the 10 as well: ten to ten.", "A"),
    (CLOCK, "A quarter to two.", "C"),
    (RATIO, "one to ten", "A"),
    (SPEED, "<think>\nThe digits are hard to read.\n\n**Final answer: B. 50 km/h**", "B"),
    (SPEED, "<think>\nIt could be 30.\nThe answer is C. 80 km/h", "C"),
    (SPEED, "<think>\nThe first digit is a 5.\nFinal answer: B. Let me check the sign again", None),
    (SPEED, "<think>\nThe first digit is a 5.\nThe answer might be B. It has a flat top", None),
]


@pytest.mark.parametrize(("question", "response", "letter"), READ)
def test_reading(question: Question, response: str, letter: str | None) -> None:
    assert extract(response, question).answer == letter
