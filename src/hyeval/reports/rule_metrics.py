"""Metrics of a rule with their intervals: an aggregate may be anything, so its error is found by leaving parts out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from hyeval.records import Verdict
from hyeval.scoring.rules import Aggregate, CorpusRule, Rule
from hyeval.stats.intervals import Estimate, IntervalMethod, jackknife_interval, random_blocks, within

BLOCKS = 50
PERCENTAGE = re.compile(r"(-?\d+(?:\.\d+)?)\s*%")
"""How some frameworks print a metric; it stays in percent."""
Without = Callable[[frozenset[int]], Aggregate]
"""From the samples that are left out to the aggregate over the others; empty over nothing."""


def rule_estimates(
    rule: Rule,
    repeats: Sequence[Sequence[Verdict | None]],
    units: Sequence[str],
    wanted: Mapping[str, str],
    *,
    rising: bool = False,
) -> dict[str, Estimate]:
    """Value and 95 % interval of each wanted metric; `wanted` maps its name to its place in the rule's aggregate.

    `repeats` holds a verdict per sample (None: no response) for each time that all were asked; the value is the mean
    over them. Samples of one unit are left out together. Of a `rising` rule (scoring/rising.py) it is known what a
    metric can be at the least and at the most, and its interval ends there.
    """
    answered = sum(any(verdicts[i] is not None for verdicts in repeats) for i in range(len(units)))
    prepared = [_prepared(rule, verdicts) for verdicts in repeats]
    whole = _aggregate(prepared, frozenset(), wanted)
    blocks = random_blocks(units, BLOCKS)
    parts = [_aggregate(prepared, block, wanted) for block in blocks] if len(blocks) > 1 else []
    ends = rule_bounds(rule, [[None] * len(units) for _ in repeats], repeats, wanted) if rising else {}
    return {
        name: Estimate(None, None, None, IntervalMethod.NONE, answered)
        if value is None
        else within(jackknife_interval(value, [part[name] for part in parts], n=answered), ends.get(name))
        for name, value in whole.items()
    }


def rule_bounds(
    rule: Rule,
    repeats: Sequence[Sequence[Verdict | None]],
    absent: Sequence[Sequence[Verdict | None]],
    wanted: Mapping[str, str],
) -> dict[str, tuple[float, float] | None]:
    """Lowest and highest value of each metric if the missing verdicts had all their values at 0, and at 1.

    `absent` holds a verdict with any values where one of `repeats` is missing. None for a metric without a value.
    """
    ends = []
    for end in (0.0, 1.0):
        filled = [
            [_at_end(other, end) if one is None else one for one, other in zip(there, missing, strict=True)]
            for there, missing in zip(repeats, absent, strict=True)
        ]
        ends.append(_aggregate([_prepared(rule, verdicts) for verdicts in filled], frozenset(), wanted))
    pairs = {name: (ends[0][name], ends[1][name]) for name in wanted}
    return {name: None if low is None or high is None else (low, high) for name, (low, high) in pairs.items()}


def _at_end(verdict: Verdict | None, value: float) -> Verdict | None:
    return None if verdict is None else replace(verdict, values=dict.fromkeys(verdict.values, value))


def _prepared(rule: Rule, verdicts: Sequence[Verdict | None]) -> Without:
    """The aggregate over what is left of one repeat."""
    there = [(index, verdict) for index, verdict in enumerate(verdicts) if verdict is not None]
    if not isinstance(rule, CorpusRule):

        def over_rest(left_out: frozenset[int]) -> Aggregate:
            kept = [verdict for index, verdict in there if index not in left_out]
            return rule.aggregate(kept) if kept else {}

        return over_rest
    corpus = rule.corpus([verdict for _, verdict in there])
    return lambda left_out: corpus.aggregate(np.array([index not in left_out for index, _ in there], dtype=np.bool_))


def _aggregate(
    repeats: Sequence[Without], left_out: frozenset[int], wanted: Mapping[str, str]
) -> dict[str, float | None]:
    """Each metric over the samples that are not left out, averaged over the repeats; None if it has no value."""
    found: dict[str, list[float]] = {name: [] for name in wanted}
    for without in repeats:
        aggregate = without(left_out)
        for name, place in wanted.items():
            value = _at(aggregate, place)
            if value is not None:
                found[name].append(value)
    return {name: sum(values) / len(values) if values else None for name, values in found.items()}


def _at(aggregate: Any, place: str) -> float | None:
    """The number at a place such as `report_acc.0.Overall`, or with a name that has a period; None if there is none."""
    named = isinstance(aggregate, Mapping) and place in aggregate
    for part in [place] if named else place.split("."):
        if isinstance(aggregate, Mapping):
            aggregate = aggregate.get(part)
        elif isinstance(aggregate, Sequence) and not isinstance(aggregate, str) and part.isdecimal():
            aggregate = aggregate[int(part)] if int(part) < len(aggregate) else None
        else:
            return None
    if isinstance(aggregate, str) and (match := PERCENTAGE.fullmatch(aggregate)):
        return float(match[1])
    return float(aggregate) if isinstance(aggregate, int | float) and aggregate == aggregate else None
