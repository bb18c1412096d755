"""Numbers that only bound a value or are those of which something is told, and a value below the steps to it."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question

READ = [
    ('What is the mode of the sample?', '3', [
        ('The most frequent of 2, 3, 3, 5 is 3.', True),
        ('3 is the most frequent of 2, 3, 3, 5.', True),
        ('Of 2, 3, 3 and 5, the mode is 3.', True),
        ('The mode of the four values 2, 5, 5 and 3 is 5.', False),
        ('The mode of {2, 3, 3, 5} is 3.', True),
        ('The values are 2, 3, 5, 8.', None),
    ]),
    ('What is the greatest common divisor?', '6', [
        ('The GCD of 12 and 18 is 6.', True),
        ('The GCD of 6 and 9 is 3.', False),
    ]),
    ('How many people are in the photo?', '5', [
        ('There are 3 in the boat and 2 on the shore, so 5 in all.', True),
    ]),
    ('What is the length of side PQ in cm?', '13', [
        ('PQ is longer than 13 cm and shorter than 15 cm.', None),
        ('PQ is between 13 and 15 cm.', None),
        ('PQ measures at least 13 cm but less than 15 cm.', None),
        ('PQ is longer than 12 cm and shorter than 14 cm: it is 13 cm.', True),
        ('PQ is longer than RS by 2 cm; it is 13 cm.', True),
        ('PQ is 13 cm, and RS is longer than 20 cm.', True),
    ]),
    ('How many students are in the class?', '20', [
        ('There are more than 20 but fewer than 25 students.', None),
        ('At least 20 and at most 25 students.', None),
        ('There are at least 20 students.', True),
    ]),
    ('What is the minimum height in cm?', '120', [
        ('At least 120 cm but less than 200 cm.', True),
        ('You have to be taller than 120 cm.', True),
    ]),
    ('How tall is the tower in m?', '80', [
        ('The tower is taller than 80 m.', None),
        ('The tower, taller than the church, is 80 m tall.', True),
        ('It is 12 m taller than the church, which is 68 m, so 80 m.', True),
    ]),
    ('How much taller is the tower?', '12', [
        ('It is taller than the church by 12 m.', True),
    ]),
    ('How many years older is Ann?', '4', [
        ('Ann is older than Ben by 4 years.', True),
    ]),
    ('How many pupils are in class B?', '14', [
        ('Class B: 14\nClass C: 9\nClass A: 12', True),
    ]),
    ('How long is the bridge in m?', '320', [
        ('The bridge is longer than 300 m, namely 320 m.', True),
    ]),
    ('What is the value of the resistor in ohms?', '1000', [
        ('1. Brown → 1\n2. Black → 0\n3. Red → ×100\n\nResistance: 1 kΩ', True),
    ]),
    ('What is the density in g/cm3?', '2.7', [
        ('1. Mass → 54 g\n2. Volume → 20 cm3\n\nDensity: 2.7 g/cm3', True),

    ]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "gold", "response", "right"), [(asked, gold, *row) for asked, gold, rows in READ for row in rows]
)
def test_the_value_itself_is_read(asked: str, gold: str, response: str, right: bool | None) -> None:
    question = Question(asked)
    answer = EXTRACTORS["number"](response, question).answer
    assert (None if answer is None else MATCHERS["number"](answer, [gold], question) == 1) == right
