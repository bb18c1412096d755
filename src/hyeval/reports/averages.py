"""The average of a suite: several tasks in one number, with its interval, or the reason why there is none."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import with_config

from hyeval.reports.results import AverageResult, MetricResult, TaskResult


@with_config(extra="forbid")
@dataclass(frozen=True)
class Term:
    """What a member of an average is under one protocol: the mean of metrics (`task.metric`), times a scale."""

    metrics: tuple[str, ...]
    scale: float = 1.0


@with_config(extra="forbid")
@dataclass(frozen=True)
class Average:
    """An unweighted mean over members; each says by protocol which metrics it is made of.

    `published_under` is the protocol of the numbers that others publish, if there are any.
    """

    members: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)
    description: str = ""
    published_under: str | None = None


@dataclass(frozen=True)
class _Part:
    value: float
    half: float | None
    """Half of its 95 % interval, None if that is not known."""
    coverage: float


def averages(
    wanted: Mapping[str, Average], tasks: Mapping[str, TaskResult], *, protocol: str
) -> dict[str, AverageResult]:
    """Each average over the results of a run; one that lacks a member has no value and says what it lacks."""
    return {name: _average(one, tasks, protocol) for name, one in wanted.items()}


def _average(average: Average, tasks: Mapping[str, TaskResult], protocol: str) -> AverageResult:
    """Mean of the members with a normal 95 % interval.

    Members are different data sets and so independent; metrics of one member may lean on the same samples, and their
    intervals are averaged as if they moved together, which is never too narrow.
    """
    missing: list[str] = []
    parts: dict[str, _Part] = {}
    for name, terms in average.members.items():
        if protocol not in terms:
            missing.append(f"{name} (is not defined under protocol {protocol})")
        elif lacks := list(_lacks(terms[protocol], tasks, protocol)):
            missing.append(f"{name} ({'; '.join(lacks)})")
        else:
            parts[name] = _part(terms[protocol], tasks)
    value = None if missing or not parts else sum(part.value for part in parts.values()) / len(parts)
    half = None if value is None else _combined([part.half for part in parts.values()])
    return AverageResult(
        description=average.description,
        protocol=protocol,
        published_under=average.published_under,
        value=value,
        ci_low=None if value is None or half is None else value - half,
        ci_high=None if value is None or half is None else value + half,
        coverage=sum(part.coverage for part in parts.values()) / len(average.members) if average.members else 0.0,
        members={name: part.value for name, part in parts.items()},
        missing=missing,
    )


def _lacks(term: Term, tasks: Mapping[str, TaskResult], protocol: str) -> Iterator[str]:
    """Why a member has no value."""
    for place in term.metrics:
        name, _, metric = place.partition(".")
        task = tasks.get(name)
        if task is None:
            yield f"{name} is not in the run"
        elif task.protocol != protocol:
            yield f"{name} was asked under {task.protocol}"
        elif task.error is not None:
            yield f"{name}: {task.error}"
        elif metric not in task.metrics or task.metrics[metric].value is None:
            yield f"{name} has no {metric}"


def _part(term: Term, tasks: Mapping[str, TaskResult]) -> _Part:
    found: list[tuple[MetricResult, float]] = []
    for place in term.metrics:
        name, _, metric = place.partition(".")
        found.append((tasks[name].metrics[metric], tasks[name].coverage))
    values = [metric.value for metric, _ in found if metric.value is not None]
    halves = [(metric.ci_high - metric.ci_low) / 2 for metric, _ in found
              if metric.ci_low is not None and metric.ci_high is not None]  # fmt: skip
    known = len(halves) == len(found)
    return _Part(
        value=term.scale * sum(values) / len(values),
        half=term.scale * sum(halves) / len(halves) if known else None,
        coverage=sum(coverage for _, coverage in found) / len(found),
    )


def _combined(halves: Sequence[float | None]) -> float | None:
    """Half-width of the mean of independent numbers; None if one of them is not known."""
    known = [half for half in halves if half is not None]
    return math.sqrt(sum(half**2 for half in known)) / len(known) if len(known) == len(halves) else None
