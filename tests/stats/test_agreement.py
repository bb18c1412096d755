"""Agreement beyond chance, against worked examples and scikit-learn."""

from __future__ import annotations

import random

import pytest
from sklearn.metrics import cohen_kappa_score

from hyeval.stats.agreement import agreement, cohen_kappa, fleiss_kappa

FLEISS_1971 = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip
"""Counts by category of ten subjects and fourteen raters; the kappa of this table is 0.210."""


def test_fleiss_kappa_of_a_known_table() -> None:
    ratings = [[category for category, count in enumerate(row) for _ in range(count)] for row in FLEISS_1971]
    assert fleiss_kappa(ratings) == pytest.approx(0.20993, abs=1e-5)


def test_cohen_kappa_equals_that_of_scikit_learn() -> None:
    draw = random.Random(0)
    for _ in range(20):
        one = [draw.randrange(3) for _ in range(40)]
        other = [value if draw.random() < 0.6 else draw.randrange(3) for value in one]
        assert cohen_kappa(one, other) == pytest.approx(cohen_kappa_score(one, other))


def test_where_nothing_can_be_said_there_is_no_value() -> None:
    assert cohen_kappa([], []) is None
    assert cohen_kappa([1, 1], [1, 1]) is None
    assert fleiss_kappa([]) is None
    assert fleiss_kappa([[1]]) is None
    assert fleiss_kappa([[1, 1, 1]]) is None


def test_raters_must_rate_the_same_items() -> None:
    with pytest.raises(ValueError, match="same items"):
        cohen_kappa([1], [1, 2])
    with pytest.raises(ValueError, match="same number"):
        fleiss_kappa([[1, 2], [1]])


def test_the_method_goes_by_the_number_of_raters() -> None:
    assert agreement([]) == (None, None)
    assert agreement([[1], [0]]) == (None, None)
    assert agreement([[1, 1], [0, 0]]) == ("cohen", 1.0)
    assert agreement([[1, 1, 1], [0, 0, 0]]) == ("fleiss", 1.0)
