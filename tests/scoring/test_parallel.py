"""Short texts from sentences that say the same kind of thing of two things."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["text"]

READ = [
    ("Who is the author?", "The part of the cover with the author's name is cropped out of the picture.", None),
    ("Who is the author?", "The name of the author is cut off.", None),
    ("Which floor is the gym on?", "The gym is on the second floor and the pool on the fifth floor.", "second floor"),
    ("Which floor is the pool on?", "The gym is on the second floor and the pool on the fifth floor.", "fifth floor"),
    ("Who is the author?", "The drawings are by Ada Bell, and the text was written by Tom Reed.", "Tom Reed"),
    ("Who is the illustrator?", "The drawings are by Ada Bell, and the text was written by Tom Reed.", "Ada Bell"),
    ("What is the destination of the bus?", "The bus is going to Leeds.", "Leeds"),
    ("Where is the bus headed?", "The bus is heading for Leeds.", "Leeds"),
    (
        "Where is the kiosk?",
        "The kiosk is between the bank and the church on Main Street.",
        "between the bank and the church on Main Street",
    ),
    ("What colour is the roof?", "The roof is red and the door is blue.", "red"),
    ("What is the capital of Peru?", "The capital is Lima, and the currency is the sol.", "Lima"),
    ("What is on the table?", "A book is on the table and the lamp on the floor.", "A book"),
]


@pytest.mark.parametrize(("question", "response", "answer"), READ)
def test_what_is_said_of_the_thing_in_question_is_the_answer(question: str, response: str, answer: str | None) -> None:
    assert extract(response, Question(question)).answer == answer
