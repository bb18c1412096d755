"""Means that several benchmarks of lmms-eval take over their verdicts."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from hyeval.scoring.rules import Verdict

ACCURACY_DIGITS = 5
"""lmms-eval rounds the accuracy of the MMMU family and of LongVideoBench to so many decimals."""


def mean(numbers: Iterable[float]) -> float:
    """The plain mean; NaN over nothing."""
    listed = list(numbers)
    return sum(listed) / len(listed) if listed else math.nan


def metric_mean(verdicts: Sequence[Verdict], metric: str) -> float:
    """The mean of one metric over the verdicts that have it."""
    return mean(verdict.values[metric] for verdict in verdicts if metric in verdict.values)


def grouped(verdicts: Iterable[Verdict], key: Callable[[Verdict], Hashable]) -> dict[Hashable, list[Verdict]]:
    """Verdicts by key, groups in the order of their first verdict."""
    groups: dict[Hashable, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        groups[key(verdict)].append(verdict)
    return dict(groups)


def rounded_accuracy(groups: Iterable[Sequence[Verdict]], metric: str) -> float:
    """The mean over groups, weighted by size and rounded; taken over the groups, as the rounding of a tie shows."""
    sizes_and_means = [(len(group), metric_mean(group, metric)) for group in groups if group]
    total = sum(size for size, _ in sizes_and_means)
    return round(sum(size * value for size, value in sizes_and_means) / total, ACCURACY_DIGITS) if total else 0.0
