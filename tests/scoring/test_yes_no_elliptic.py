"""Yes/no answers that leave out what the question has: its object, its claim, the rest of all; and opening hours."""

from __future__ import annotations

import pytest

from hyeval.scoring.extraction import Question
from hyeval.scoring.yes_no import extract_yes_no

HOURS = "The sign says:\n\n| Day | Hours |\n|---|---|\n| Mon–Sat | 10 am – 10 pm |\n| Sun | 10 am – 6 pm |"
READ = [
    ("Is there a clock on the wall?", [
        ("Above the door hangs a round dial, so there is one.", "yes"),
        ("The wall is bare, so there is none.", "no"),
        ("The wall is bare, so there isn't one.", "no"),
        ("I count none.", "no"),
    ]),
    ("Does the headline contain a typo?", [
        ('"Goverment" should be "Government".', "yes"),
        ('"Goverment" should be "Government", so there is one.', "yes"),
        ("Every word is spelled correctly, so there is none.", "no"),
    ]),
    ("Is the word spelled correctly?", [('"Goverment" should be "Government".', "no")]),
    ("Is the boy wearing gloves?", [
        ("He doesn't wear any.", "no"), ("He wears some.", "yes"), ("The boy doesn't wear any.", "no"),
        ("The girl doesn't wear any.", None), ("He doesn't have any.", "no"), ("He is wearing them.", "yes"),
    ]),
    ("Is the girl holding an umbrella?", [("She doesn't hold one.", "no"), ("She holds one.", "yes")]),
    ("Is the girl holding two balloons?", [("She holds one.", None)]),
    ("Isn't the boy wearing gloves?", [("He wears some.", "yes")]),
    ("Is the word 'FREE' written on the poster?", [
        ("'FREE' is written in big letters at the top of the poster, right below the date.", "yes"),
        ("'FREE' is written under the poster.", "no"),
        ("'FREE' is not written anywhere.", "no"),
    ]),
    ("Is the café open at 8 pm on Sundays according to the sign?", [
        (HOURS, "no"),
        (f"{HOURS}\n\nAt 8 pm on a Sunday, the café is already closed.", "no"),
        ("At 8 pm on a Sunday it is closed.", "no"),
        ("On Sundays it is open until 9 pm, so at 8 pm on a Sunday it is open.", "yes"),
        ("Sun 10 am – 9 pm", "yes"),
        ("Mon–Fri 9 am – 5 pm, Sun 6 pm – 2 am", "yes"),
        ("Daily 9:00–19:00", "no"),
    ]),
    ("Is the café closed at noon on Mondays?", [("Mon 2 pm – 8 pm", "yes"), ("Mon 10 am to 8 pm", "no")]),
    ("Does the shop open at 9 am on Mondays?", [("Mon 9 am – 6 pm", "yes"), ("Mon 8 am – 6 pm", "no")]),
    ("Does the shop close at 6 pm on Mondays?", [("Mon 9 am – 6 pm", "yes"), ("Mon 8 am – 8 pm", "no")]),
    ("Is 'SALE' written on the window?", [("'SALE' is written above the door.", None)]),
    ("Are the women holding bags?", [("They hold none.", "no")]),
    ("Are all the benches green?", [
        ("Most are, but the one by the gate is brown.", "no"), ("Some are, others are brown.", "no"),
        ("Nearly all are, except the one on the left.", "no"), ("They all are.", "yes"), ("Most are dirty.", None),
    ]),
    ("Do all the children wear hats?", [
        ("Most do, but the girl on the right is bareheaded.", "no"), ("They all do.", "yes"),
    ]),
    ("Are most of the benches green?", [("Most are, but the one by the gate is brown.", "yes")]),
    ('Is the claim "exports tripled in 2020" supported by the graph?', [
        ("Supported.", "yes"), ("Not supported.", "no"), ("Unsupported.", "no"), ("Contradicted.", "no"),
        ("The graph supports it.", "yes"), ("The graph does not support the claim.", "no"),
        ("Exports rose from 30 to 35, which is far from tripling.", "no"),
        ("A rise from 30 to 35 is nowhere near tripling.", "no"),
        ("Exports were not even close to tripling.", "no"),
        ("Partially supported.", None),
    ]),
    ('Is the claim "prices fell" refuted by the table?', [
        ("Refuted.", "yes"), ("Supported.", "no"), ("It is not refuted.", "no"), ("The table refutes it.", "yes"),
    ]),
    ("Is the number on the door a prime number?", [
        ("The number has no factors other than 1 and itself.", "yes"),
        ("It is only divisible by 1 and itself.", "yes"),
        ("It is not only divisible by 1 and itself, but also by 7.", None),
        ("The number has no factors apart from 1, 3 and itself.", None),
        ("It has other factors apart from 1 and itself.", "no"),
    ]),
    ("Is the house far from the river?", [("It is far from the river.", "yes")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "response", "answer"), [(asked, *row) for asked, rows in READ for row in rows], ids=lambda one: str(one)
)
def test_what_is_left_out_is_understood(asked: str, response: str, answer: str | None) -> None:
    assert extract_yes_no(response, Question(asked)).answer == answer
