"""Options of everyday classes in other words: motion, trends, devices, glances, lines, numbers, one word of two."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["choice"]

TRAM = Question(
    "What does the tram do after stop 3?",
    ("It speeds up", "It slows down", "It moves at constant speed", "It stands still"),
)
RIVER = Question(
    "How does the water level change?",
    ("It rises steadily", "It falls steadily", "It stays constant", "It rises and then falls"),
)
GAUGE = Question(
    "What is the instrument for?", ("To measure humidity", "To measure air pressure", "To measure wind speed")
)
GLANCE = Question("What is the parrot looking at?", ("A mirror", "The camera", "A nut"))
RAILS = Question("How do the two rails run?", ("Parallel", "Perpendicular", "Skew", "Coincident"))
LINKED = Question(
    "How are age and height related here?", ("Positive correlation", "Negative correlation", "No correlation")
)
PARTS = Question("Which part is the fuse?", ("Part 1", "Part 2", "Part 3"))
SNACK = Question("What does the boy take?", ("A slice of melon", "A bread roll", "A piece of cake"))
MATCH = Question("Who won the game?", ("Home", "Away", "It was a draw"))

READ = [
    (TRAM, "The driver is braking.", "B"),
    (TRAM, "The line is level there, so the tram keeps going at the same speed.", "C"),
    (TRAM, "It neither accelerates nor brakes.", "C"),
    (TRAM, "The tram has come to a standstill.", "D"),
    (RIVER, "Up to May it climbs, and then it drops off again.", "D"),
    (RIVER, "It keeps falling the whole time.", "B"),
    (RIVER, "Between 1990 and 2010 the level rises throughout, without any dips.", "A"),
    (RIVER, "It hardly changes.", "C"),
    (GAUGE, "That's an anemometer.", "C"),
    (GAUGE, "It isn't a hygrometer but a barometer.", "B"),
    (GLANCE, "It looks straight into the lens.", "B"),
    (GLANCE, "It isn't looking at us but at a nut.", "C"),
    (RAILS, "They stay the same distance apart.", "A"),
    (RAILS, "They never meet and keep the same distance.", "A"),
    (RAILS, "There's a right angle between them.", "B"),
    (RAILS, "They never meet but are not parallel, so they are skew.", "C"),
    (RAILS, "One lies exactly on top of the other.", "D"),
    (LINKED, "They rise together.", "A"),
    (LINKED, "They don't rise together.", None),
    (PARTS, "Number 2 is the fuse. Number 3 is a switch.", "B"),
    (PARTS, "It's part no. 3.", "C"),
    (SNACK, "He points at the tray with the cakes, so presumably a cake. There are rolls as well.", "C"),
    (SNACK, "The melon. None of the others are cut.", "A"),
    (SNACK, "The plate.", None),
    (MATCH, "It ended level at 2:2.", "C"),
    (MATCH, "Home led at half time, but Away won in the end.", "B"),
]


@pytest.mark.parametrize(("question", "response", "answer"), READ)
def test_reading_of_an_option_in_other_words(question: Question, response: str, answer: str | None) -> None:
    assert extract(response, question).answer == answer
