"""Confidence intervals of a mean over samples."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.95
SCALE = (0.0, 1.0)
"""Lowest and highest score of a sample, and so of their mean."""


class IntervalMethod(StrEnum):
    """How an interval was obtained."""

    WILSON = "wilson"
    STUDENT = "student_t"
    CLUSTERED = "clustered_t"
    JACKKNIFE = "jackknife_t"
    NONE = "none"


@dataclass(frozen=True)
class Estimate:
    """A mean with its interval at `level`; `value` is None for n = 0, the bounds are None where n is too small."""

    value: float | None
    low: float | None
    high: float | None
    method: IntervalMethod
    n: int
    level: float = LEVEL


def mean_interval(values: NDArray[np.float64], clusters: Sequence[str] | None = None) -> Estimate:
    """Mean of `values` (shape (n,), one per sample, from 0 to 1) with a 95 % interval.

    Samples that share a cluster are not independent: their interval is the cluster-robust one. Independent values that
    are all 0 or 1 get the Wilson interval, others Student's t. An interval that is symmetric about the mean is cut at 0
    and 1, beyond which no mean lies.
    """
    n = len(values)
    if n == 0:
        return Estimate(None, None, None, IntervalMethod.NONE, 0)
    if clusters is not None and len(set(clusters)) < n:
        return within(_clustered(values, clusters), SCALE)
    if np.isin(values, (0.0, 1.0)).all():
        return _wilson(values)
    return within(_student(values), SCALE)


def within(estimate: Estimate, scale: tuple[float, float] | None) -> Estimate:
    """The estimate with an interval that does not leave the scale of its value, if that is known."""
    if scale is None or estimate.value is None or estimate.low is None or estimate.high is None:
        return estimate
    return replace(estimate, low=max(scale[0], estimate.low), high=min(scale[1], estimate.high))


def _wilson(values: NDArray[np.float64], independent: int | None = None) -> Estimate:
    """Wilson score interval: E. B. Wilson, JASA 22 (1927), 209-212; it is never empty, also at 0 and 1.

    `independent` is the number of independent observations, if that is not the number of values.
    """
    p, z = float(values.mean()), _normal_quantile()
    n = len(values) if independent is None else independent
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    # At 0 and 1 one bound equals the value, which rounding must not push the bound past.
    return Estimate(
        p, min(p, max(0.0, centre - half)), max(p, min(1.0, centre + half)), IntervalMethod.WILSON, len(values)
    )


def _student(values: NDArray[np.float64]) -> Estimate:
    n, mean = len(values), float(values.mean())
    if n < 2:
        return Estimate(mean, None, None, IntervalMethod.NONE, n)
    half = _student_quantile(n - 1) * float(values.std(ddof=1)) / math.sqrt(n)
    return Estimate(mean, mean - half, mean + half, IntervalMethod.STUDENT, n)


def _clustered(values: NDArray[np.float64], clusters: Sequence[str]) -> Estimate:
    """Cluster-robust interval with G/(G-1) correction and t quantile on G-1 degrees of freedom, G clusters.

    Variance as in E. Miller, "Adding Error Bars to Evals", arXiv:2411.00640, section 2.2; the small-sample correction
    as in Cameron and Miller, Journal of Human Resources 50 (2015), 317-372, section VI.
    """
    n, mean = len(values), float(values.mean())
    _, membership = np.unique(np.asarray(clusters, dtype=object).astype(str), return_inverse=True)
    count = int(membership.max()) + 1
    if count < 2:
        return Estimate(mean, None, None, IntervalMethod.NONE, n)
    if values.min() == values.max() and values[0] in (0.0, 1.0):
        # Residuals of nothing give an interval of nothing; the clusters still are so many observations.
        return _wilson(values, independent=count)
    residuals = np.bincount(membership, weights=values - mean)
    error = math.sqrt(count / (count - 1) * float((residuals**2).sum())) / n
    half = _student_quantile(count - 1) * error
    return Estimate(mean, mean - half, mean + half, IntervalMethod.CLUSTERED, n)


def random_blocks(units: Sequence[str], count: int, *, seed: int = 0) -> list[frozenset[int]]:
    """Divide samples into at most `count` blocks of whole units, at random; `units` names the unit of each sample."""
    names = list(dict.fromkeys(units))
    order = np.random.default_rng(seed).permutation(len(names))
    block_of = {names[unit]: position % count for position, unit in enumerate(order)}
    blocks: list[set[int]] = [set() for _ in range(min(count, len(names)))]
    for sample, unit in enumerate(units):
        blocks[block_of[unit]].add(sample)
    return [frozenset(block) for block in blocks]


def jackknife_interval(value: float, parts: Sequence[float | None], *, n: int) -> Estimate:
    """Interval of a statistic from its values with each of G blocks left out: value ± t(G-1) times the standard error.

    Delete-a-group jackknife: P. S. Kott, Journal of Official Statistics 17 (2001), 521-526; the squared error is
    (G-1)/G times the sum of squared deviations. Without a value for each block there is no interval.
    """
    values = np.array([np.nan if part is None else part for part in parts])
    if len(values) < 2 or np.isnan(values).any():
        return Estimate(value, None, None, IntervalMethod.NONE, n)
    count = len(values)
    error = math.sqrt((count - 1) / count * float(((values - values.mean()) ** 2).sum()))
    half = _student_quantile(count - 1) * error
    return Estimate(value, value - half, value + half, IntervalMethod.JACKKNIFE, n)


def _normal_quantile() -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(0.5 + LEVEL / 2)


def _student_quantile(degrees: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.5 + LEVEL / 2))
