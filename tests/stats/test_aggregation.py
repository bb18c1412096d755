"""Repeats and groups."""

from __future__ import annotations

import numpy as np
import pytest

from hyeval.stats import AGGREGATIONS
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
