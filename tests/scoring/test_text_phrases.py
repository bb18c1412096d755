"""Phrases in sentences that say more than the answer, and whether they name the gold answer; None for no answer."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question

extract = EXTRACTORS["text"]
match = MATCHERS["text"]

READ = [
    # Two things at the ends of a scale, the second one perhaps without a verb.
    ("Which month had the fewest guests?", "May", "July had the most guests and May the fewest.", True),
    ("Which month had the fewest guests?", "July", "July had the most guests and May the fewest.", False),
    ("Which city is the warmest?", "Rome", "Oslo is the coldest and Rome the warmest.", True),
    ("Which city is the warmest?", "Oslo", "Oslo is the coldest and Rome the warmest.", False),
    ("Which tower is the tallest?", "North Tower", "The North Tower is the tallest, the South Tower the oldest.", True),
    ("Who scored the fewest points?", "Tom Jones", "Ann scored the most points while Tom Jones had the fewest.", True),
    (
        "Which is the least expensive?",
        "mouse",
        "The laptop is the most expensive, the mouse the least expensive.",
        True,
    ),
    ("Which is the cheapest?", "mouse", "The laptop is the most expensive and the mouse the least expensive.", True),
    ("Which animal is the fastest?", "giraffe", "The elephant is the heaviest and the giraffe the tallest.", False),
    # The number of a thing, by which the sentence calls it.
    ("What is the flight number?", "LH438", "Flight LH438 to Rome departs at 10:05 from gate B42.", True),
    ("What is the gate number?", "B42", "Flight LH438 to Rome departs at 10:05 from gate B42.", True),
    ("What is the flight number?", "LH900", "It is not flight LH438 but flight LH900.", True),
    ("What is the invoice number?", "INV-2031", "Invoice INV-2031 was issued on 3 May.", True),
    ("What is the number of the bus?", "42", "Bus 42 stops here every ten minutes.", True),
    ("What is the order number?", "48213", "Order #48213 was shipped on Monday.", True),
    ("What is the phone number?", "555", "Phone 555 123 4567 is printed at the bottom.", False),
    ("What is the gate number?", "10", "The gate opens at 10:05.", False),
    ("What is the flight number?", "LH438", "It is flight LH438 or flight LH900.", None),
    # Who did it, in the passive; a title between commas is no answer.
    ("Who composed the piece?", "Clara Schumann", "It was composed by Clara Schumann in 1846.", True),
    ("Who composed the piece?", "Clara Schumann", "The piece, 'Trio in G', was composed by Clara Schumann.", True),
    ("Who composed the piece?", "Clara Schumann", "C. Schumann", True),
    ("Who composed the piece?", "Clara Schumann", "R. Schumann", False),
    ("Which company runs the ferry?", "Stena", "The ferry MS 12 is run by Stena.", True),
    # The sentence on what is asked for, not the one on its owner.
    ("What is the capital of the region in blue?", "Graz", "Styria is in blue. Its capital city is Graz.", True),
    ("What colour is the dog's collar?", "brown", "The dog's ears are brown and its collar is black.", False),
    ("What colour is the dog's collar?", "black", "The dog's ears are brown and its collar is black.", True),
    ("What is the woman's job?", "nurse", "The woman is a doctor speaking to a nurse.", False),
    ("What is the woman's job?", "nurse", "She's a nurse.", True),
    ("Which tool is in the box?", "saw", "A saw, which is longer than the hammer.", True),
    ("Where does the train go?", "Lyon", "LYON via Dijon", True),
    ("What is the expiry date?", "2024-01-31", "It was packed on 2023-12-01 and expires on 2024-01-31.", True),
    # Days, months and times in any form.
    ("Which day of the week is marked?", "Friday", "Fri", True),
    ("Which day of the week is marked?", "Friday", "The 3rd is marked, which is a Friday.", True),
    ("Which day of the week is marked?", "Friday", "It is the day after Thursday, i.e. Friday.", True),
    ("Which day of the week is marked?", "Friday", "星期五", True),
    ("Which day of the week is marked?", "Friday", "The marked day is a Thursday.", False),
    ("Which month had the least rain?", "July", "Rain was rarest in July.", True),
    ("When does the bus leave?", "4:30 PM", "Half past four in the afternoon.", True),
    ("When does the bus leave?", "4:30 PM", "Half past four in the morning.", False),
    ("When does the bus leave?", "4:30 PM", "At 4:30 PM and arrives at 5:10 PM.", True),
    ("When does the bus leave?", "4:00 PM", "4 pm", True),
    ("When does the bus leave?", "4:00 PM", "It leaves at 4 AM.", False),
    # Fields and labels.
    ("Which lake is on the map?", "Lake Como", '{"lake": "Lake Como", "certainty": "high"}', True),
    ("Which lake is on the map?", "Lake Como", '{"place": "Lake Garda", "explanation": "not Lake Como"}', False),
    ("What is the part number?", "PN-77A", "Part number: PN 77A, batch: 12", True),
    ("What rank is on the name plate?", "Senior Engineer", "Sr. Engineer", True),
    ("What rank is on the name plate?", "Senior Engineer", "Jr. Engineer", False),
    # What is only excluded is no answer.
    ("What metal is the coin made of?", "silver", "It's certainly not gold.", None),
]


@pytest.mark.parametrize(("asked", "gold", "response", "right"), READ)
def test_reading(asked: str, gold: str, response: str, right: bool | None) -> None:
    question = Question(asked)
    answer = extract(response, question).answer
    assert (None if answer is None else match(answer, [gold], question) == 1) == right
