"""The running account of one task: compact enough for millions of samples, and independent of the order of arrival."""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hyeval.records import RequestError, Response, Sample, Score, ScoreStatus, Verdict
from hyeval.reports.results import Bounds, Counts, FailureGroup, MetricResult
from hyeval.reports.rule_metrics import rule_bounds, rule_estimates
from hyeval.scoring.rules import Rule
from hyeval.stats import Aggregation, find_aggregation
from hyeval.stats.intervals import Estimate

MISSING = float("nan")
MESSAGE_LENGTH = 300


@dataclass(frozen=True)
class _Failures:
    count: int
    example: str
    position: int
    """Where the example stands in the data set: the first one, whatever arrived first."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted of one response; `absent` is what a rising rule makes of an empty answer in place of it."""

    index: int
    repeat: int
    value: float | None
    verdict: Verdict | None
    absent: Verdict | None
    answer: int
    """Digest of what was read, where repeats are compared."""
    group: str | None
    cluster: str | None
    content: bytes
    response: str
    score: str
    error: RequestError | None
    prompt_tokens: int
    completion_tokens: int
    reused: bool


class Tally:
    """Scores by sample and repeat, statuses, failures and token counts of one task.

    `samples` is the number of samples to come; one that never arrives counts as missing. A rule that is `rising` (see
    scoring/rising.py) has bounds.
    """

    def __init__(self, samples: int, repeats: int, *, rule: Rule | None = None, rising: bool = False) -> None:
        self._rule = rule
        self._rising = rising
        self._absent: dict[int, Verdict] = {}
        """What the rule makes of an empty answer to a sample that has none: its names of values, and its row's part."""
        self._verdicts: dict[int, Verdict] = {}
        self._samples = samples
        self._repeats = repeats
        self._values = array("d", [MISSING]) * (samples * repeats)
        self._cluster_of = array("l", [-1]) * samples
        self._cluster_ids: dict[str, int] = {}
        self._group_of = array("l", [-1]) * samples
        self._group_ids: dict[str, int] = {}
        self._answers = array("q", [0]) * (samples * repeats if repeats > 1 else 0)
        self._content_ids = bytearray(32 * samples)
        self._responses: Counter[str] = Counter()
        self._scores: Counter[str] = Counter()
        self._failures: dict[str, _Failures] = {}
        self.reused = 0
        self.generated = 0
        self.prompt_tokens = 0
        self.completion_tokens = 0

    def counted(self, sample: Sample, repeat: int, response: Response, score: Score, *, reused: bool) -> Counted:
        """What is to be entered of a response; it may be made in another process."""
        value = score.value if score.status.counted else None
        if score.value is None and (score.verdict is not None or score.status is ScoreStatus.SUBMITTED):
            value = 0.0  # a rule may have no value for a single response, and a submission never has, but it counts
        absent = None
        if score.verdict is None and self._rule is not None and self._rising and sample.document is not None:
            absent = self._rule.score(sample.document, "")
        return Counted(
            index=sample.index,
            repeat=repeat,
            value=value,
            verdict=score.verdict,
            absent=absent,
            answer=_digest(score.answer) if self._repeats > 1 and score.answer is not None else 0,
            group=sample.group,
            cluster=sample.cluster,
            content=bytes.fromhex(sample.content_id),
            response=response.status.value,
            score=score.status.value,
            error=response.error,
            prompt_tokens=response.usage.prompt_tokens or 0,
            completion_tokens=response.usage.completion_tokens or 0,
            reused=reused,
        )

    def enter(self, one: Counted) -> None:
        """Enter what is counted of a response."""
        position = one.index * self._repeats + one.repeat
        if one.value is not None:
            self._values[position] = one.value
        if one.verdict is not None:
            self._verdicts[position] = one.verdict
        if one.absent is not None:
            self._absent[position] = one.absent
        if self._repeats > 1:
            self._answers[position] = one.answer
        if one.group is not None:
            self._group_of[one.index] = self._group_ids.setdefault(one.group, len(self._group_ids))
        if one.cluster is not None:
            self._cluster_of[one.index] = self._cluster_ids.setdefault(one.cluster, len(self._cluster_ids))
        self._content_ids[32 * one.index : 32 * one.index + 32] = one.content
        self._responses[one.response] += 1
        self._scores[one.score] += 1
        self.reused += one.reused
        self.generated += not one.reused
        self.prompt_tokens += one.prompt_tokens
        self.completion_tokens += one.completion_tokens
        if one.error is not None:
            self._add_failure(one.error, position)

    def _add_failure(self, error: RequestError, position: int) -> None:
        message = error.message[:MESSAGE_LENGTH]
        known = self._failures.get(error.kind, _Failures(0, message, position))
        first = known if known.position <= position else _Failures(0, message, position)
        self._failures[error.kind] = _Failures(known.count + 1, first.example, first.position)

    @property
    def arrived(self) -> int:
        """Responses entered so far."""
        return sum(self._responses.values())

    @property
    def failed(self) -> int:
        """Responses that carry no answer."""
        return sum(failure.count for failure in self._failures.values())

    @property
    def expected(self) -> int:
        """Responses to come in all."""
        return self._samples * self._repeats

    @property
    def unanswered(self) -> int:
        """Responses that failed or never came."""
        return self.failed + self.expected - self.arrived

    @property
    def data_fingerprint(self) -> str:
        """Digest over the content of all samples, in their order in the data set."""
        return hashlib.sha256(self._content_ids).hexdigest()[:16]

    def coverage(self) -> float:
        """Share of the expected scores that enter the mean."""
        counted = self.expected - int(np.isnan(self._matrix()).sum())
        return counted / self.expected if self.expected else 0.0

    def metrics(self, wanted: Mapping[str, str]) -> dict[str, MetricResult]:
        """Metrics by name; `wanted` names the aggregation of each, or its place in the rule's aggregate."""
        if self._rule is None:
            return {name: self.metric(aggregation) for name, aggregation in wanted.items()}
        repeats = self._in_order(self._verdicts)
        units = self._clusters(np.ones(self._samples, dtype=np.bool_)) or [str(i) for i in range(self._samples)]
        estimates = rule_estimates(self._rule, repeats, units, wanted, rising=self._rising)
        return {name: _to_result(estimate) for name, estimate in estimates.items()}

    def _in_order(self, verdicts: Mapping[int, Verdict]) -> list[list[Verdict | None]]:
        """For each repeat the verdicts of all samples, None where there is none."""
        count = self._repeats
        return [[verdicts.get(index * count + repeat) for index in range(self._samples)] for repeat in range(count)]

    def metric(self, aggregation: str) -> MetricResult:
        """Aggregate over the samples that have a score."""
        return self._over(_found(aggregation))

    def groups(self, wanted: Mapping[str, str]) -> dict[str, dict[str, MetricResult]]:
        """The same metrics within each group, in the order of their first samples; none for a rule."""
        if self._rule is not None:
            return {}
        member = np.frombuffer(self._group_of, dtype=np.int64) if self._samples else np.array([], dtype=np.int64)
        return {
            group: {name: self._over(_found(aggregation), member == number) for name, aggregation in wanted.items()}
            for group, number in sorted(self._group_ids.items(), key=lambda one: np.argmax(member == one[1]))
        }

    def _over(self, aggregation: Aggregation, among: NDArray[np.bool_] | None = None) -> MetricResult:
        """A metric over the samples that have a score, all of them or some."""
        counted = aggregation.counted(self._matrix())
        if among is not None:
            counted &= among
        groups = self._groups_of(np.flatnonzero(counted))
        scores, answers = self._matrix()[counted], self._answer_matrix()[counted]
        return _to_result(aggregation.estimate(scores, answers, groups, self._clusters(counted)))

    def _answer_matrix(self) -> NDArray[np.int64]:
        shape = (self._samples, self._repeats)
        if self._repeats > 1:
            return np.frombuffer(self._answers, dtype=np.int64).reshape(shape)
        return np.zeros(shape, dtype=np.int64)

    def _groups_of(self, samples: Iterable[int]) -> list[str]:
        """The group of each of these samples, empty where it has none or is not known."""
        names = [*self._group_ids, ""]
        return [names[self._group_of[sample]] for sample in samples]

    def metric_bounds(self, wanted: Mapping[str, str]) -> dict[str, Bounds]:
        """Bounds of each metric: with the missing scores at worst and at best, or what a rising rule makes of them.

        They are unknown for other rules, and, of these and of means over groups, where a row was never read.
        """
        if self._rule is None:
            return {name: self.bounds(aggregation) for name, aggregation in wanted.items()}
        unknown = dict.fromkeys(wanted, Bounds(low=None, high=None))
        if not self._rising or len(self._verdicts) + len(self._absent) < self.expected or not self.expected:
            return unknown
        found = rule_bounds(self._rule, self._in_order(self._verdicts), self._in_order(self._absent), wanted)
        return unknown | {name: Bounds(low=pair[0], high=pair[1]) for name, pair in found.items() if pair is not None}

    def bounds(self, aggregation: str = "mean") -> Bounds:
        """A metric with every missing score at worst, 0, and at best, 1; unknown if the groups to weigh are."""
        chosen, groups = _found(aggregation), self._groups_of(range(self._samples))
        if not groups or (chosen.macro and self._group_ids and "" in groups):  # that of an unread row is not known
            return Bounds(low=None, high=None)
        low, high = (chosen.bound(self._matrix(), self._answer_matrix(), groups, value) for value in (0.0, 1.0))
        return Bounds(low=low, high=high)

    def counts(self) -> Counts:
        """Responses and scores by status; what never came is `cancelled` and without response."""
        missing = self.expected - self.arrived
        responses, scores = self._responses.copy(), self._scores.copy()
        if missing:
            responses["cancelled"] += missing
            scores["no_response"] += missing
        return Counts(samples=self._samples, responses=_ordered(responses), scores=_ordered(scores))

    def failures(self) -> list[FailureGroup]:
        """Failures by kind, most frequent first."""
        ranked = sorted(self._failures.items(), key=lambda item: (-item[1].count, item[0]))
        return [FailureGroup(kind=kind, count=group.count, example=group.example) for kind, group in ranked]

    def _matrix(self) -> NDArray[np.float64]:
        return np.frombuffer(self._values, dtype=np.float64).reshape(self._samples, self._repeats)

    def _clusters(self, counted: NDArray[np.bool_]) -> list[str] | None:
        """Cluster of every counted sample; a sample without one is a cluster of its own."""
        if not self._cluster_ids:
            return None
        names = list(self._cluster_ids)
        return [
            f"cluster {names[cluster]}" if cluster >= 0 else f"sample {index}"
            for index, cluster in enumerate(self._cluster_of)
            if counted[index]
        ]


def _found(name: str) -> Aggregation:
    aggregation = find_aggregation(name)
    assert aggregation is not None, f"{name} was checked with the configuration"
    return aggregation


def _digest(answer: str) -> int:
    """An answer as a number: what was read is compared between repeats, never shown from here.

    Case, blanks and a full stop at the end make no other answer.
    """
    plain = " ".join(answer.casefold().split()).rstrip(" .")
    return int.from_bytes(hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)


def _ordered(counter: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counter.items()))


def _to_result(estimate: Estimate) -> MetricResult:
    return MetricResult(
        value=estimate.value,
        ci_low=estimate.low,
        ci_high=estimate.high,
        method=estimate.method.value,
        n=estimate.n,
    )
