"""What comes of the values before it, checks of an answer, and numbers told by "none", "minus" and "for every"."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question

NUMBERS = [
    ("What is the total length of the two ropes in m?", "19", [
        ("**Rope 1:** 12 m\n**Rope 2:** 7 m\n\nPut together, they measure 19 m.", True),
        ("Rope 1: 12 m\nRope 2: 7 m\nTaken together, the ropes are 19 m long.", True),
    ]),
    ("What is the shipping fee?", "10.50", [
        ("The shipping fee is $10.50, and that makes a total of $30.50.", True),
        ("The shipping fee is $10.50, so the total is $30.50.", True),
    ]),
    ("What is the fee?", "4", [("The fee is $4 per person, so for three people the total is $12.", True)]),
    ("What is the weight?", "27", [("Box 1 is 15 kg and box 2 is 12 kg, and that makes a total of 27 kg.", True)]),
    ("What is the length of rope 2 in m?", "7", [
        ("Rope 2 measures 7 m. Together the ropes measure 19 m.", True),
    ]),
    ("How many more pupils walk than cycle?", "9", [
        ("21 walk and 12 cycle. So 21 - 12 = 9 more pupils. Quick check: 12 + 9 = 21 ✓", True),
        ("21 - 12 = 9.\n\n**Verification:** 12 + 9 = 21", True),
        ("21 - 12 = 9. As a check, 12 + 9 = 21.", True),
        ("21 - 12 = 8. Let me check: 21 - 12 = 9, so 9 more pupils walk.", True),
    ]),
    ("How many plums are there?", "6", [
        ("Check: 2 + 4 = 6 plums.", True),
    ]),
    ("How many rolls are left in the basket?", "0", [
        ("There are none left, the basket is empty.", True),
        ("There are none left in the basket.", True),
        ("None of the baskets is open, so I can't tell.", False),
    ]),
    ("What is the temperature in the picture, in °C?", "-8", [
        ("The column ends eight marks below the zero line, which means minus eight degrees.", True),
        ("The column ends four marks below the zero line, so it shows minus eight degrees.", True),
    ]),
    ("What was the temperature at noon, in °C?", "12", [
        ("It was 5 degrees in the morning and 12 at noon.", True),
    ]),
    ("What is the ratio of cups to plates?", "0.4", [
        ("For every 2 cups on the table there are 5 plates.", True),
        ("For every 5 plates on the table there are 2 cups.", True),
        ("For every 2 plates on the table there are 5 cups.", False),
    ]),
]  # fmt: skip

TEXTS = [
    ("What is the total price?", "$30.50", [
        ("The shirt is $20.00, the shipping is $10.50, and that makes a total of $30.50.", True),
    ]),
    ("What is the shipping fee?", "$30.50", [
        ("The shirt costs $20.00 and the shipping fee is $10.50, giving a total of $30.50.", False),
    ]),
    ("In which month were sales highest?", "August", [
        ("Sales peaked in August, right after the low in June.", True),
        ("After the low in June, August saw the highest sales.", True),
        ("The peak came in August, shortly before the strike in September.", True),
    ]),
]  # fmt: skip

FORMULAS = [
    ("What is the probability of drawing two blue marbles?", "1/6", [
        ("2 of the 4 marbles are blue, so it's 2/4 first and 1/3 then. Multiplying the two gives 1/6.", True),
    ]),
    ("What is the area of the ring?", "9π", [
        ("The outer circle has the radius 5, so its area is 25π, the inner one's 16π. Subtracting gives 9π.", True),
    ]),
    ("Find the equation of the line.", "y = 3x + 1", [
        ("It rises 3 units per unit, so the slope is 3, and it meets the y-axis at 1. This gives y = 3x + 1.", True),
    ]),
    ("What is the slope of the line?", "3", [
        ("It rises 3 units per unit, so the slope is 3. This gives y = 3x + 1.", True),
    ]),
    ("Solve 2x + 5 = 11.", "x = 3", [
        ("2x = 6, so x = 3. Substituting gives 2*3 + 5 = 11.", True),
    ]),
]  # fmt: skip

READ = [
    (kind, question, gold, *case)
    for kind, table in (("number", NUMBERS), ("text", TEXTS), ("expression", FORMULAS))
    for question, gold, cases in table
    for case in cases
]


@pytest.mark.parametrize(("kind", "question", "gold", "response", "right"), READ)
def test_reading(kind: str, question: str, gold: str, response: str, right: bool) -> None:
    answer = EXTRACTORS[kind](response, Question(question)).answer
    assert (answer is not None and MATCHERS[kind](answer, [gold], Question(question)) >= 0.5) == right
