"""Expressions that do not exist: a series that diverges, a limit that there is not; and responses that break off."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question

READ = [
    ('What is the sum of the infinite series?', 'diverges', [
        ('The series diverges, as its terms do not tend to 0.', True),
        ('It has no finite sum.', True),
        ('The sum does not exist.', True),
        ('The sum is undefined.', True),
        ('The sum is 3.', False),
    ]),
    ('What is the sum of the infinite series?', '3', [
        ('The series diverges.', False),
        ('The harmonic series diverges, but this one has the sum 3.', True),
        ('The series does not diverge; its sum is 3.', True),
        ('Since the ratio is 2/3, the series converges and the sum is 3.', True),
    ]),
    ('What is the limit of the function at 0?', 'DNE', [
        ('There is no limit, since the two sides differ.', True),
        ('The left limit is 1 and the right limit is 2, so there is no limit.', True),
        ('The limit is 3.', False),
    ]),
    ('What is the slope of the line?', 'undefined', [
        ('A vertical line has no slope.', True),
    ]),
    ('What is the slope of the line?', '-2/3', [
        ('We pick two points, (0, 2) and (3, 0), and use\n\n$$m = \\frac{d_y}{d_x}$$\n\nInserting the', None),
        ('We pick two points, (0, 2) and (3, 0), and find\n\n$$m = -\\frac{2}{3}$$', True),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "gold", "response", "right"), [(asked, gold, *row) for asked, gold, rows in READ for row in rows]
)
def test_what_has_no_value_is_an_answer(asked: str, gold: str, response: str, right: bool | None) -> None:
    question = Question(asked)
    answer = EXTRACTORS["expression"](response, question).answer
    assert (None if answer is None else MATCHERS["expression"](answer, [gold], question) == 1) == right
