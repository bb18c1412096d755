"""From the scores of samples and repeats to one number: what becomes of the repeats, and how samples are weighted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hyeval.stats.intervals import SCALE, Estimate, jackknife_interval, mean_interval, random_blocks, within

BLOCKS = 50
Scores = NDArray[np.float64]
Answers = NDArray[np.int64]
Reduction = Callable[[Scores, Answers], Scores]
"""From scores and answers (shape (samples, repeats), NaN where there is no score) to one value per sample."""


def mean_of_repeats(scores: Scores, answers: Answers) -> Scores:  # noqa: ARG001
    """Mean over the repeats that have a score."""
    there = ~np.isnan(scores)
    return np.asarray(np.where(there, scores, 0.0).sum(axis=1) / there.sum(axis=1))


def first_of_repeats(scores: Scores, answers: Answers) -> Scores:  # noqa: ARG001
    """The first repeat that has a score."""
    first = np.argmax(~np.isnan(scores), axis=1)
    return np.asarray(scores[np.arange(len(scores)), first])


def best_of_repeats(scores: Scores, answers: Answers) -> Scores:  # noqa: ARG001
    """The best repeat: pass@k, if there are k repeats."""
    return np.asarray(np.nanmax(scores, axis=1))


def majority_of_repeats(scores: Scores, answers: Answers) -> Scores:
    """The score of the most frequent answer (self-consistency, X. Wang et al., arXiv:2203.11171).

    Of equally frequent answers the lowest score is taken, so that a tie is never luck.
    """
    return np.array([_of_majority(row, given) for row, given in zip(scores, answers, strict=True)], dtype=np.float64)


def _of_majority(scores: Scores, answers: Answers) -> float:
    counted = [(int(answer), float(score)) for answer, score in zip(answers, scores, strict=True) if score == score]
    counts = Counter(answer for answer, _ in counted)
    most = max(counts.values())
    return min(score for answer, score in counted if counts[answer] == most)


@dataclass(frozen=True)
class Aggregation:
    """What becomes of the repeats, and whether groups weigh equally (`macro`) or by their size."""

    reduce: Reduction
    macro: bool = False

    def estimate(
        self, scores: Scores, answers: Answers, groups: Sequence[str], clusters: Sequence[str] | None
    ) -> Estimate:
        """The metric over samples that have a score, with its 95 % interval."""
        values = self.reduce(scores, answers)
        return macro_interval(values, groups, clusters) if self.macro else mean_interval(values, clusters)


def macro_interval(values: Scores, groups: Sequence[str], clusters: Sequence[str] | None = None) -> Estimate:
    """Unweighted mean over the groups' means, with a delete-a-group jackknife interval over blocks of clusters."""
    if len(values) == 0:
        return mean_interval(values)
    membership = np.unique(np.asarray(groups, dtype=object).astype(str), return_inverse=True)[1]
    units = clusters or [str(i) for i in range(len(values))]
    parts = [_macro_mean(values, membership, block) for block in random_blocks(units, BLOCKS)]
    return within(jackknife_interval(_macro_mean(values, membership, frozenset()), parts, n=len(values)), SCALE)


def _macro_mean(values: Scores, membership: NDArray[np.int64], left_out: frozenset[int]) -> float:
    kept = np.ones(len(values), dtype=np.bool_)
    kept[list(left_out)] = False
    counts = np.bincount(membership[kept])
    sums = np.bincount(membership[kept], weights=values[kept])
    return float((sums[counts > 0] / counts[counts > 0]).mean())


AGGREGATIONS = {
    "mean": Aggregation(mean_of_repeats),
    "macro_mean": Aggregation(mean_of_repeats, macro=True),
    "first": Aggregation(first_of_repeats),
    "best": Aggregation(best_of_repeats),
    "majority": Aggregation(majority_of_repeats),
}
"""Aggregations that a task file may name under `metrics`."""
