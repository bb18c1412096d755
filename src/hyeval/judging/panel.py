"""Putting responses to one judge or several while others are still being generated, and combining their verdicts."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median
from typing import Generic, TypeVar

from hyeval.errors import AccessError
from hyeval.execution.executor import Executor, Outcome
from hyeval.judging.rubric import Rubric
from hyeval.records import GenerationSettings, Request, Sample
from hyeval.scoring.guard import Guard, Unfinished

logger = logging.getLogger(__name__)

T = TypeVar("T")
TIE = 0.5
"""Value of a response that is as good as the other of its pair."""
SHOWN_CHARACTERS = 80
"""So much of a reply is told that is not of the rubric's form."""


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
    max_tokens: int = 0
    """Tokens that it may generate at the least, whatever the rubric says: some models think before they reply."""


@dataclass
class Ballot:
    """One reply of one judge on one response: its value, None if it came to none, and what it replied."""

    judge: str
    repeat: int
    value: float | None = None
    reply: str | None = None
    problem: str | None = None
    done: bool = False
    swapped: bool = False
    """Whether the response stood second in a pair; the value is the response's in any order."""


@dataclass(frozen=True)
class Vote:
    """One verdict: a ballot, or those of a pair in both orders, of which the answers must agree or it is a tie."""

    ballots: tuple[Ballot, ...]

    @property
    def value(self) -> float | None:
        """None if a reply is missing; half a point where the order of the answers decided."""
        values = [ballot.value for ballot in self.ballots if ballot.value is not None]
        if len(values) < len(self.ballots):
            return None
        return fmean(values) if self.consistent else TIE

    @property
    def consistent(self) -> bool | None:
        """Whether both orders prefer the same answer, or neither; None where there is one order or a missing reply."""
        values = [ballot.value for ballot in self.ballots]
        if len(values) == 1:
            return True
        return None if None in values else len({_preference(value) for value in values if value is not None}) == 1


def _preference(value: float) -> int:
    return (value > TIE) - (value < TIE)


@dataclass(frozen=True)
class Silence:
    """Replies of one judge that came to no value, with the first as an example."""

    judge: str
    count: int
    example: str


def silences(votes: Iterable[Vote]) -> list[Silence]:
    """What came to no value, by judge, in the order in which it is first met."""
    found: dict[str, list[Ballot]] = {}
    for ballot in (ballot for vote in votes for ballot in vote.ballots):
        if ballot.done and ballot.value is None:
            found.setdefault(ballot.judge, []).append(ballot)
    return [Silence(judge, len(ballots), _told(ballots[0])) for judge, ballots in found.items()]


def _told(ballot: Ballot) -> str:
    shown = "" if ballot.reply is None else f": {ballot.reply[:SHOWN_CHARACTERS]!r}"
    return f"{ballot.problem}{shown}"


@dataclass
class Case(Generic[T]):
    """A response before its judges; `subject` is whatever the caller knows it by."""

    subject: T
    questions: tuple[Sample, ...]
    ballots: list[Ballot]

    @property
    def decided(self) -> bool:
        """Whether every judge has come to an end with it."""
        return all(ballot.done for ballot in self.ballots)

    @property
    def votes(self) -> list[Vote]:
        """What each judge says each time that it is asked, in the order of judges and repeats."""
        orders = len(self.questions)
        return [Vote(tuple(self.ballots[i : i + orders])) for i in range(0, len(self.ballots), orders)]


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

    A verdict counts if more than half of the votes have a value; otherwise the response is `judge_failed`.
    """

    def __init__(
        self,
        rubric: Rubric,
        judges: Sequence[Judge],
        settings: PanelSettings,
        *,
        task: str,
        deliver: Callable[[Case[T], float | None], Awaitable[None]],
        guard: Guard,
    ) -> None:
        self._rubric = rubric
        self._guard = guard
        self._judges = judges
        self._settings = settings
        self._task = task
        self._deliver = deliver
        self._queues: list[asyncio.Queue[Request | None]] = [asyncio.Queue() for _ in judges]
        self._asked: dict[int, _Asked[T]] = {}
        self._open = 0
        self._closed = self._ended = False
        self.votes: list[list[Vote]] = []
        """Those of every decided case, in the order of judges and repeats; for their agreement."""

    @property
    def backlog(self) -> int:
        """Responses that wait for a verdict."""
        return self._open

    async def submit(self, subject: T, sample: Sample, response: str, reference: str | None = None) -> None:
        """Put a response to all judges, in a pair beside the reference."""
        repeats = range(self._settings.repeats)
        questions = self._rubric.questions(sample, response, reference)
        ballots = [
            Ballot(judge.name, repeat, swapped=order > 0)
            for judge in self._judges
            for repeat in repeats
            for order in range(len(questions))
        ]
        case = Case(subject, questions, ballots)
        if self._ended:
            await self._deliver(case, None)  # The judges have stopped, such as at the end of their quota.
            return
        self._open += 1
        for number, ballot in enumerate(ballots):
            self._ask(case, ballot, number // (self._settings.repeats * len(questions)), attempt=0)

    def close(self) -> None:
        """Say that nothing more will be submitted."""
        self._closed = True
        self._end_if_done()

    async def run(self) -> None:
        """Judge until everything that was submitted is decided; what a stop leaves open is delivered without value."""
        try:
            async with asyncio.TaskGroup() as group:
                for judge, queue in zip(self._judges, self._queues, strict=True):
                    group.create_task(self._listen_to(judge, queue))
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None
        self._ended = True
        for case in {id(asked.case): asked.case for asked in self._asked.values()}.values():
            await self._deliver(case, None)

    async def _listen_to(self, judge: Judge, queue: asyncio.Queue[Request | None]) -> None:
        try:
            await judge.executor.run_stream(queue, task=self._task, deliver=self._hear)
        except AccessError as error:
            raise AccessError(f"the judge {judge.name}: {error} What the model has answered is kept.") from error

    def _ask(self, case: Case[T], ballot: Ballot, judge: int, *, attempt: int) -> None:
        rubric, settings = self._rubric, self._settings
        longest = max(rubric.max_tokens, self._judges[judge].max_tokens)
        generation = GenerationSettings(max_tokens=longest, temperature=rubric.temperature)
        # Another attempt is another request: the same one would be answered from the store.
        repeat = ballot.repeat + attempt * settings.repeats
        question, identity = case.questions[ballot.swapped], self._judges[judge].identity
        request = Request(question, generation, identity, settings.seed, repeat, rubric=rubric.label)
        self._asked[id(request)] = _Asked(request, case, ballot, judge, attempt)
        self._queues[judge].put_nowait(request)

    async def _hear(self, outcome: Outcome) -> None:
        asked = self._asked.pop(id(outcome.request))
        ballot, response = asked.ballot, outcome.response
        if response.error is not None:
            ballot.problem = f"{response.error.kind}: {response.error.message}"
        else:
            ballot.reply = response.text
            value = await self._read(response.text or "")
            ballot.value = 1 - value if ballot.swapped and value is not None else value
            if ballot.value is None and asked.attempt + 1 < self._rubric.attempts:
                self._ask(asked.case, ballot, asked.judge, attempt=asked.attempt + 1)
                return
            ballot.problem = None if ballot.value is not None else "the reply is not of the rubric's form"
        ballot.done = True
        if asked.case.decided:
            await self._decide(asked.case)

    async def _read(self, reply: str) -> float | None:
        """Value of a reply; what a pattern of the rubric's does not come to an end with is not of its form."""
        form = self._rubric.verdict
        if form.pattern is None:
            return form.read(reply)
        try:
            return await asyncio.wrap_future(self._guard.submit(form.read, reply))
        except Unfinished as end:
            logger.warning("%s: the reading of a reply %s", self._task, end)
            return None

    async def _decide(self, case: Case[T]) -> None:
        votes = case.votes
        given = [vote.value for vote in votes if vote.value is not None]
        self.votes.append(votes)
        self._open -= 1
        await self._deliver(case, self._settings.combine.of(given) if 2 * len(given) > len(votes) else None)
        self._end_if_done()

    def _end_if_done(self) -> None:
        if self._closed and self._open == 0:
            for queue in self._queues:
                queue.put_nowait(None)
