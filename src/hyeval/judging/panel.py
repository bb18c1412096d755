"""Putting responses to one judge or several while others are still being generated, and combining their verdicts."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median
from typing import Generic, TypeVar

from hyeval.execution.executor import Executor, Outcome
from hyeval.judging.rubric import Rubric
from hyeval.records import GenerationSettings, Request, Sample

T = TypeVar("T")


class Combination(StrEnum):
    """How several verdicts become one; of equally frequent ones the majority takes the lowest."""

    MEAN = "mean"
    MEDIAN = "median"
    MAJORITY = "majority"

    def of(self, values: Sequence[float]) -> float:
        """Combine at least one value."""
        match self:
            case Combination.MEAN:
                return fmean(values)
            case Combination.MEDIAN:
                return median(values)
            case Combination.MAJORITY:
                counts = Counter(values)
                most = max(counts.values())
                return min(value for value, count in counts.items() if count == most)


@dataclass(frozen=True)
class Judge:
    """A model that judges; `identity` is the canonical JSON of what identifies it."""

    name: str
    identity: str
    executor: Executor


@dataclass
class Ballot:
    """One judge's verdict on one response: its value, None if it came to none, and what it replied."""

    judge: str
    repeat: int
    value: float | None = None
    reply: str | None = None
    problem: str | None = None
    done: bool = False


@dataclass
class Case(Generic[T]):
    """A response before its judges; `subject` is whatever the caller knows it by."""

    subject: T
    question: Sample
    ballots: list[Ballot]

    @property
    def decided(self) -> bool:
        """Whether every judge has come to an end with it."""
        return all(ballot.done for ballot in self.ballots)


@dataclass(frozen=True)
class _Asked(Generic[T]):
    request: Request
    case: Case[T]
    ballot: Ballot
    judge: int
    attempt: int


@dataclass(frozen=True)
class PanelSettings:
    """How many times every judge is asked, how their verdicts are combined, and the run's seed."""

    combine: Combination = Combination.MEAN
    repeats: int = 1
    seed: int = 0


class Panel(Generic[T]):
    """The judges of one task. Verdicts are kept in the response store like every other answer.

    A verdict counts if more than half of the ballots have a value; otherwise the response is `judge_failed`.
    """

    def __init__(
        self,
        rubric: Rubric,
        judges: Sequence[Judge],
        settings: PanelSettings,
        *,
        task: str,
        deliver: Callable[[Case[T], float | None], None],
    ) -> None:
        self._rubric = rubric
        self._judges = judges
        self._settings = settings
        self._task = task
        self._deliver = deliver
        self._queues: list[asyncio.Queue[Request | None]] = [asyncio.Queue() for _ in judges]
        self._asked: dict[int, _Asked[T]] = {}
        self._open = 0
        self._closed = self._ended = False
        self.ballots: list[list[float | None]] = []
        """Values of every decided case, in the order of judges and repeats; for their agreement."""

    @property
    def backlog(self) -> int:
        """Responses that wait for a verdict."""
        return self._open

    def submit(self, subject: T, sample: Sample, response: str) -> None:
        """Put a response to all judges."""
        repeats = range(self._settings.repeats)
        ballots = [Ballot(judge.name, repeat) for judge in self._judges for repeat in repeats]
        case = Case(subject, self._rubric.ask(sample, response), ballots)
        if self._ended:
            self._deliver(case, None)  # The judges have stopped, such as at the end of their quota.
            return
        self._open += 1
        for number, ballot in enumerate(ballots):
            self._ask(case, ballot, number // self._settings.repeats, attempt=0)

    def close(self) -> None:
        """Say that nothing more will be submitted."""
        self._closed = True
        self._end_if_done()

    async def run(self) -> None:
        """Judge until everything that was submitted is decided; what a stop leaves open is delivered without value."""
        async with asyncio.TaskGroup() as group:
            for judge, queue in zip(self._judges, self._queues, strict=True):
                group.create_task(judge.executor.run_stream(queue, task=self._task, deliver=self._hear))
        self._ended = True
        for case in {id(asked.case): asked.case for asked in self._asked.values()}.values():
            self._deliver(case, None)

    def _ask(self, case: Case[T], ballot: Ballot, judge: int, *, attempt: int) -> None:
        rubric, settings = self._rubric, self._settings
        generation = GenerationSettings(max_tokens=rubric.max_tokens, temperature=rubric.temperature)
        # Another attempt is another request: the same one would be answered from the store.
        repeat = ballot.repeat + attempt * settings.repeats
        request = Request(case.question, generation, self._judges[judge].identity, settings.seed, repeat)
        self._asked[id(request)] = _Asked(request, case, ballot, judge, attempt)
        self._queues[judge].put_nowait(request)

    def _hear(self, outcome: Outcome) -> None:
        asked = self._asked.pop(id(outcome.request))
        ballot, response = asked.ballot, outcome.response
        if response.error is not None:
            ballot.problem = f"{response.error.kind}: {response.error.message}"
        else:
            ballot.reply = response.text
            ballot.value = self._rubric.verdict.read(response.text or "")
            if ballot.value is None and asked.attempt + 1 < self._rubric.attempts:
                self._ask(asked.case, ballot, asked.judge, attempt=asked.attempt + 1)
                return
            ballot.problem = None if ballot.value is not None else "the reply is not of the rubric's form"
        ballot.done = True
        if asked.case.decided:
            self._decide(asked.case)

    def _decide(self, case: Case[T]) -> None:
        values = [ballot.value for ballot in case.ballots]
        given = [value for value in values if value is not None]
        self.ballots.append(values)
        self._open -= 1
        self._deliver(case, self._settings.combine.of(given) if 2 * len(given) > len(values) else None)
        self._end_if_done()

    def _end_if_done(self) -> None:
        if self._closed and self._open == 0:
            for queue in self._queues:
                queue.put_nowait(None)
