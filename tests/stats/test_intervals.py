"""Intervals: against published values, against scipy, against the definition, and by how often they hold the truth."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from hyeval.stats import AGGREGATIONS
from hyeval.stats.intervals import Estimate, IntervalMethod, mean_interval

Z = stats.norm.ppf(0.975)


def binary(successes: int, n: int) -> NDArray[np.float64]:
    return np.array([1.0] * successes + [0.0] * (n - successes))


def one_each(n: int) -> list[str]:
    """Clusters of one sample."""
    return [f"sample {i}" for i in range(n)]


# Bounds of Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3, and of the formula by hand.
WILSON = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
    (8, 10, 0.4902, 0.9433),
    (0, 10, 0.0, 0.2775),
    (10, 10, 0.7225, 1.0),
    (1, 1, 0.2065, 1.0),
    (0, 1, 0.0, 0.7935),
    (5, 10, 0.2366, 0.7634),
]


def cut(low: float, high: float) -> tuple[float, float]:
    """What of an interval lies on the scale of scores."""
    return max(0.0, low), min(1.0, high)


@pytest.mark.parametrize(("successes", "n", "low", "high"), WILSON)
def test_right_or_wrong_answers_get_the_published_wilson_interval(
    successes: int, n: int, low: float, high: float
) -> None:
    estimate = mean_interval(binary(successes, n))
    assert (estimate.method, estimate.n, estimate.level) == (IntervalMethod.WILSON, n, 0.95)
    assert estimate.value == pytest.approx(successes / n)
    assert (estimate.low, estimate.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("successes", range(21))
def test_the_wilson_bounds_solve_the_score_equation(successes: int) -> None:
    estimate = mean_interval(binary(successes, 20))
    assert estimate.value is not None
    for bound in (estimate.low, estimate.high):
        assert bound is not None
        assert abs(estimate.value - bound) == pytest.approx(Z * math.sqrt(bound * (1 - bound) / 20), abs=1e-9)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 10, 49, 360, 12_345])
@pytest.mark.parametrize("right", [True, False])
def test_all_right_or_all_wrong_is_not_certain_and_stays_within_0_and_1(n: int, right: bool) -> None:
    estimate = mean_interval(binary(n if right else 0, n))
    assert estimate.value == float(right)
    assert estimate.low is not None
    assert estimate.high is not None
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert estimate.high - estimate.low > 1 / n / 2


@pytest.mark.parametrize("n", [2, 3, 10, 500])
def test_other_scores_get_the_student_interval_of_scipy(n: int) -> None:
    values = np.random.default_rng(n).uniform(size=n)
    estimate = mean_interval(values)
    expected = stats.t.interval(0.95, n - 1, loc=values.mean(), scale=stats.sem(values))
    assert (estimate.method, estimate.n) == (IntervalMethod.STUDENT, n)
    assert estimate.value == pytest.approx(values.mean())
    assert (estimate.low, estimate.high) == pytest.approx(cut(*expected))


def by_definition(values: NDArray[np.float64], clusters: Sequence[str]) -> tuple[float, float]:
    """The clustered interval as the papers write it: a sum over all pairs of samples that share a cluster."""
    n, count, mean = len(values), len(set(clusters)), values.mean()
    total = 0.0
    for i in range(n):
        for j in range(n):
            if clusters[i] == clusters[j]:
                total += (values[i] - mean) * (values[j] - mean)
    half = stats.t.ppf(0.975, count - 1) * math.sqrt(count / (count - 1) * total) / n
    return cut(mean - half, mean + half)


def test_an_interval_ends_where_the_scale_does() -> None:
    right = mean_interval(np.array([1.0] + [0.0] * 7), [f"image {i // 2}" for i in range(8)])
    assert right.low == 0.0
    assert right.high is not None
    assert right.high < 1
    graded = mean_interval(np.array([0.9, 1.0, 0.2]))
    assert graded.high == 1.0


@pytest.mark.parametrize("sizes", [(2, 1), (3, 3, 3), (1, 2, 3, 4, 5), (1, 1, 1, 1, 2), (40, 1, 1), (2,) * 30], ids=str)
@pytest.mark.parametrize("kind", ["binary", "graded"])
def test_samples_that_share_a_cluster_get_the_clustered_interval(sizes: tuple[int, ...], kind: str) -> None:
    rng = np.random.default_rng(sum(sizes))
    clusters = [f"image {c}" for c, size in enumerate(sizes) for _ in range(size)]
    values = rng.uniform(size=len(clusters))
    if kind == "binary":
        values = (values < 0.6).astype(np.float64)
        values[:2] = 0, 1
    order = rng.permutation(len(clusters))
    values, clusters = values[order], [clusters[i] for i in order]
    estimate = mean_interval(values, clusters)
    assert (estimate.method, estimate.n) == (IntervalMethod.CLUSTERED, len(values))
    assert estimate.value == pytest.approx(values.mean())
    assert (estimate.low, estimate.high) == pytest.approx(by_definition(values, clusters))


@pytest.mark.parametrize("values", [binary(8, 10), np.linspace(0, 0.9, 10)], ids=["binary", "graded"])
def test_clusters_of_one_sample_change_nothing(values: NDArray[np.float64]) -> None:
    assert mean_interval(values, one_each(10)) == mean_interval(values)


def test_names_of_clusters_do_not_matter() -> None:
    values = np.random.default_rng(0).uniform(size=6)
    one, other = (mean_interval(values, names) for names in (list("aabbcc"), ["10", "10", "9", "9", "", ""]))
    assert (one.low, one.high) == pytest.approx((other.low, other.high))


NOTHING = Estimate(None, None, None, IntervalMethod.NONE, 0)


@pytest.mark.parametrize("clusters", [None, []])
def test_no_sample_has_no_mean(clusters: list[str] | None) -> None:
    assert mean_interval(np.array([]), clusters) == NOTHING


@pytest.mark.parametrize(
    ("values", "clusters"),
    [
        (np.array([0.5]), None),
        (np.array([0.5]), ["a"]),
        (np.array([0.2, 0.4, 0.9]), ["a", "a", "a"]),
        (binary(3, 5), ["a"] * 5),
    ],
    ids=["one graded", "one graded in a cluster", "one cluster", "one cluster of right or wrong"],
)
def test_one_independent_observation_has_a_mean_and_no_interval(
    values: NDArray[np.float64], clusters: list[str] | None
) -> None:
    estimate = mean_interval(values, clusters)
    assert estimate.value == pytest.approx(values.mean())
    assert (estimate.low, estimate.high, estimate.method) == (None, None, IntervalMethod.NONE)
    assert estimate.n == len(values)


def test_equal_grades_leave_no_width() -> None:
    estimate = mean_interval(np.full(5, 0.25))
    assert (estimate.low, estimate.value, estimate.high) == (0.25, 0.25, 0.25)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_all_right_in_clusters_is_no_more_certain_than_all_right_alone(value: float) -> None:
    """Ten right answers about five images say less than ten about ten, and those leave an interval of 28 points."""
    clustered = mean_interval(np.full(10, value), [f"image {i // 2}" for i in range(10)])
    alone = mean_interval(np.full(10, value))
    assert None not in (clustered.low, clustered.high, alone.low, alone.high)
    assert clustered.high - clustered.low >= alone.high - alone.low  # type: ignore[operator]


# Coverage: how often the interval holds the true mean


def held(estimates: Sequence[Estimate], truth: float) -> float:
    inside = [e.low is not None and e.high is not None and e.low <= truth <= e.high for e in estimates]
    return float(np.mean(inside))


def draws(rng: np.random.Generator, *, graded: bool) -> NDArray[np.float64]:
    """Forty images with five questions each; how hard an image is concerns all of its questions; the mean is 0.6."""
    easy = np.repeat(rng.beta(1.2, 0.8, size=40), 5)
    return easy if graded else (rng.uniform(size=200) < easy).astype(np.float64)


@pytest.mark.parametrize("graded", [False, True])
def test_the_clustered_interval_holds_the_truth_where_the_naive_one_does_not(graded: bool) -> None:
    rng = np.random.default_rng(7)
    clusters = [f"image {i // 5}" for i in range(200)]
    samples = [draws(rng, graded=graded) for _ in range(2000)]
    assert 0.92 <= held([mean_interval(values, clusters) for values in samples], 0.6) <= 0.98
    assert held([mean_interval(values) for values in samples], 0.6) < 0.85


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng: (rng.uniform(size=30) < 0.9).astype(np.float64),
        lambda rng: rng.beta(1.8, 0.2, size=200),
        lambda rng: rng.triangular(0.7, 1, 1, size=5),
    ],
    ids=["wilson", "student", "student of five"],
)
def test_independent_scores_are_covered_as_promised(
    draw: Callable[[np.random.Generator], NDArray[np.float64]],
) -> None:
    rng = np.random.default_rng(3)
    assert 0.92 <= held([mean_interval(draw(rng)) for _ in range(2000)], 0.9) <= 0.98


def test_the_mean_is_an_aggregation_that_a_task_may_name() -> None:
    assert set(AGGREGATIONS) == {"mean", "macro_mean", "first", "best", "majority"}
