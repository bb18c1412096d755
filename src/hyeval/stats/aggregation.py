"""From the scores of samples and repeats to one number: what becomes of the repeats, and how samples are weighted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hyeval.stats.intervals import SCALE, Estimate, jackknife_interval, mean_interval, random_blocks, within

BLOCKS = 50
Scores = NDArray[np.float64]
Answers = NDArray[np.int64]
Reduction = Callable[[Scores, Answers], Scores]
"""From scores and answers (shape (samples, repeats), NaN where there is no score) to one value per sample."""
Filling = Callable[[Scores, Answers, float], tuple[Scores, Answers]]
"""Scores and answers in which those that are missing are the worst (0) or the best (1) that they can be."""


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


def filled(scores: Scores, answers: Answers, value: float) -> tuple[Scores, Answers]:
    """Missing scores replaced by a value."""
    return np.asarray(np.nan_to_num(scores, nan=value)), answers


def filled_together(scores: Scores, answers: Answers, value: float) -> tuple[Scores, Answers]:
    """Missing scores replaced so that they do most to a majority.

    They are one answer: a new one of this value, or one that was given, with the score that it has.
    """
    rows = [_filled_row(row, given, value) for row, given in zip(scores, answers, strict=True)]
    return (
        np.array([row for row, _ in rows], dtype=np.float64).reshape(scores.shape),
        np.array([given for _, given in rows], dtype=np.int64).reshape(answers.shape),
    )


def _filled_row(scores: Scores, answers: Answers, value: float) -> tuple[Scores, Answers]:
    missing = np.isnan(scores)
    if not missing.any():
        return scores, answers
    known: dict[int, float] = {}
    for answer, score in zip(answers[~missing].tolist(), scores[~missing].tolist(), strict=True):
        known[answer] = min(score, known.get(answer, score))
    new = next(number for number in range(len(known) + 1) if number not in known)
    choices = [
        (np.where(missing, score, scores), np.where(missing, answer, answers))
        for answer, score in ((new, value), *known.items())
    ]
    return (max if value else min)(choices, key=lambda choice: _of_majority(*choice))


@dataclass(frozen=True)
class Aggregation:
    """What becomes of the repeats, and whether groups weigh equally (`macro`) or by their size.

    Of the repeats the first `take` are looked at (None: all of them). `fill` says what missing ones could have been.
    """

    reduce: Reduction
    macro: bool = False
    fill: Filling = filled
    take: int | None = None

    def estimate(
        self, scores: Scores, answers: Answers, groups: Sequence[str], clusters: Sequence[str] | None
    ) -> Estimate:
        """The metric over samples that have a score, with its 95 % interval."""
        values = self.reduce(scores[:, : self.take], answers[:, : self.take])
        return macro_interval(values, groups, clusters) if self.macro else mean_interval(values, clusters)

    def counted(self, scores: Scores) -> NDArray[np.bool_]:
        """Which samples have a score in any of the repeats that are looked at."""
        return np.asarray(~np.isnan(scores[:, : self.take]).all(axis=1))

    def bound(self, scores: Scores, answers: Answers, groups: Sequence[str], value: float) -> float:
        """The metric over all samples if every missing score were a value, the worst (0) or the best (1)."""
        values = self.reduce(*self.fill(scores[:, : self.take], answers[:, : self.take], value))
        return _macro_mean(values, _membership(groups), frozenset()) if self.macro else float(values.mean())


def macro_interval(values: Scores, groups: Sequence[str], clusters: Sequence[str] | None = None) -> Estimate:
    """Unweighted mean over the groups' means, with a delete-a-group jackknife interval over blocks of clusters."""
    if len(values) == 0:
        return mean_interval(values)
    membership = _membership(groups)
    units = clusters or [str(i) for i in range(len(values))]
    parts = [_macro_mean(values, membership, block) for block in random_blocks(units, BLOCKS)]
    return within(jackknife_interval(_macro_mean(values, membership, frozenset()), parts, n=len(values)), SCALE)


def _membership(groups: Sequence[str]) -> NDArray[np.int64]:
    return np.unique(np.asarray(groups, dtype=object).astype(str), return_inverse=True)[1]


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
    "majority": Aggregation(majority_of_repeats, fill=filled_together),
}
"""Aggregations that a task file may name under `metrics`, also as `NAME@K`: over the first K repeats."""
_NAME = re.compile(r"(?P<name>\w+)(?:@(?P<take>[1-9][0-9]{0,5}))?")


def find_aggregation(name: str) -> Aggregation | None:
    """The aggregation of a name such as `mean`, `majority@5` or `best@3` (pass@3); None if there is none."""
    match = _NAME.fullmatch(name)
    found = None if match is None else AGGREGATIONS.get(match["name"])
    if match is None or found is None or match["take"] is None:
        return found
    return replace(found, take=int(match["take"]))
