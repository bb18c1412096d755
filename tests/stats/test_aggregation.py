"""Repeats and groups."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from hyeval.stats import AGGREGATIONS, Aggregation, find_aggregation
from hyeval.stats.aggregation import macro_interval
from hyeval.stats.intervals import IntervalMethod

NAN = float("nan")
SCORES = np.array([[1.0, 0.0, 0.0], [NAN, 1.0, 1.0], [0.0, 0.0, 1.0], [1.0, 0.0, NAN]])
ANSWERS = np.array([[7, 8, 8], [0, 5, 5], [1, 2, 3], [4, 6, 0]])


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("mean", [1 / 3, 1.0, 1 / 3, 0.5]),
        ("first", [1.0, 1.0, 0.0, 1.0]),
        ("best", [1.0, 1.0, 1.0, 1.0]),
        ("majority", [0.0, 1.0, 0.0, 0.0]),  # of equally frequent answers the worst
    ],
)
def test_repeats_become_one_value(name: str, values: list[float]) -> None:
    assert AGGREGATIONS[name].reduce(SCORES, ANSWERS).tolist() == pytest.approx(values)


def named(name: str) -> Aggregation:
    found = find_aggregation(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "n", "value"),
    [
        ("best", 4, 1.0),
        ("best@2", 4, 3 / 4),  # pass@2
        ("mean@1", 3, 2 / 3),  # of the second sample the first repeat has no score
        ("majority@2", 4, 1 / 4),
        ("first@3", 4, 3 / 4),
    ],
)
def test_the_first_repeats_are_taken(name: str, n: int, value: float) -> None:
    aggregation = named(name)
    counted = aggregation.counted(SCORES)
    estimate = aggregation.estimate(SCORES[counted], ANSWERS[counted], [""] * n, None)
    assert (estimate.n, estimate.value) == (n, pytest.approx(value))


@pytest.mark.parametrize("name", ["median", "best@0", "best@-1", "best@", "@2", "best@2@2", "best 2"])
def test_what_is_no_aggregation(name: str) -> None:
    assert find_aggregation(name) is None


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("mean", (1 / 3 + 2 / 3 + 1 / 3 + 1 / 3) / 4, (1 / 3 + 1 + 1 / 3 + 2 / 3) / 4),
        ("first", 2 / 4, 3 / 4),
        ("best", 1.0, 1.0),  # every sample has a right answer already
        ("majority", 1 / 4, 2 / 4),  # the last sample's third answer decides between its first two
        ("mean@1", 2 / 4, 3 / 4),
        ("macro_mean", ((1 / 3 + 2 / 3) / 2 + 1 / 3) / 2, ((1 / 3 + 1) / 2 + 1 / 2) / 2),
    ],
)
def test_missing_repeats_at_worst_and_at_best(name: str, low: float, high: float) -> None:
    groups = ["a", "a", "b", "b"]
    found = [named(name).bound(SCORES, ANSWERS, groups, value) for value in (0.0, 1.0)]
    assert found == pytest.approx([low, high])


def test_no_answers_at_all_can_still_become_any_majority() -> None:
    nothing, none = np.full((1, 3), NAN), np.zeros((1, 3), dtype=np.int64)
    assert [named("majority").bound(nothing, none, [""], value) for value in (0.0, 1.0)] == [0.0, 1.0]


def test_bounds_hold_whatever_the_missing_repeats_become() -> None:
    """Every way to fill in what is missing: with the answers that were given, and with two others."""
    holes = [(int(row), int(column)) for row, column in np.argwhere(np.isnan(SCORES))]
    choices = [
        [*((ANSWERS[row, other], SCORES[row, other]) for other in range(3) if other != column), (98, 0.0), (99, 1.0)]
        for row, column in holes
    ]
    for name in ("mean", "first", "best", "majority", "best@2"):
        values = set()
        for chosen in itertools.product(*choices):
            scores, answers = SCORES.copy(), ANSWERS.copy()
            for place, (answer, score) in zip(holes, chosen, strict=True):
                answers[place], scores[place] = answer, score
            values.add(named(name).bound(scores, answers, [""] * 4, 0.0))
        bounds = [named(name).bound(SCORES, ANSWERS, [""] * 4, value) for value in (0.0, 1.0)]
        assert bounds == [min(values), max(values)]


def test_groups_weigh_equally_in_a_macro_mean() -> None:
    values = np.array([1.0] * 90 + [0.0] * 10)
    groups = ["large"] * 90 + ["small"] * 10
    estimate = macro_interval(values, groups)
    assert estimate.value == 0.5
    assert estimate.method is IntervalMethod.JACKKNIFE
    scores = values[:, None]
    nothing = np.zeros_like(scores, dtype=np.int64)
    assert AGGREGATIONS["macro_mean"].estimate(scores, nothing, groups, None) == estimate
    assert AGGREGATIONS["mean"].estimate(scores, nothing, groups, None).value == 0.9


def test_the_interval_of_a_macro_mean_covers_the_truth() -> None:
    draw, covered = np.random.default_rng(0), 0
    groups = ["a"] * 150 + ["b"] * 50
    for _ in range(300):
        values = np.concatenate([draw.random(150) < 0.9, draw.random(50) < 0.4]).astype(float)
        estimate = macro_interval(values, groups)
        assert estimate.low is not None
        assert estimate.high is not None
        covered += estimate.low <= 0.65 <= estimate.high
    assert 0.91 <= covered / 300 <= 0.98


def test_the_interval_of_a_macro_mean_ends_where_the_scale_does() -> None:
    estimate = macro_interval(np.array([1.0, 0.0, 0.0, 0.0]), ["a", "a", "b", "b"])
    assert (estimate.value, estimate.low) == (0.25, 0.0)


def test_no_samples_have_no_macro_mean() -> None:
    assert macro_interval(np.array([]), []).value is None
