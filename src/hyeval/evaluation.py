"""One task of a run: its requests on the way out, its scores on the way back."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from hyeval.config.schema import Mode, RunConfig
from hyeval.errors import DataError
from hyeval.execution.batches import BatchPhase
from hyeval.execution.executor import Executor, Outcome
from hyeval.judging.panel import Case, Judge, Panel, PanelSettings, silences
from hyeval.judging.rubric import Rubric
from hyeval.judging.verdicts import Reader, by_rater
from hyeval.records import Request, Response, ResponseStatus, Sample, Score, ScoreStatus, fingerprint
from hyeval.reports.progress import ProgressBoard
from hyeval.reports.recorded import RecordedTask
from hyeval.reports.results import (
    FailureGroup,
    Fingerprints,
    JudgingResult,
    PublishedScore,
    SubmissionResult,
    TaskResult,
)
from hyeval.reports.run_directory import RunDirectory
from hyeval.reports.submission import Submission, SubmittedAnswer
from hyeval.reports.tally import Counted, Tally
from hyeval.reports.task_log import LogLines, TaskLog, log_lines
from hyeval.reports.tracking import ShownSample
from hyeval.scoring.catalogue import RULES
from hyeval.scoring.guard import Guard
from hyeval.scoring.rising import RISING
from hyeval.scoring.scorer import Scoring, submitted_answer
from hyeval.stats.agreement import agreement
from hyeval.tasks.rows import Rows
from hyeval.tasks.task import Judged, Task, UnreadableRow

logger = logging.getLogger(__name__)

MOST_UNJUDGED = 512
"""Answers that may wait for their judges; beyond that no new question is asked."""
BACKLOG_LOOK_S = 0.05
SIGNAL_LOOK_S = 0.1
MIN_FAILURES = 10
"""Failures that a share of the requests allows at the least: a small run should not end at its first bad row."""


class Recorded(Protocol):
    """Answers that were given before: those of a finished run, or those in the store."""

    def response(self, request: Request) -> Response | None:
        """The answer to a request, None if there is none."""


@dataclass(frozen=True)
class Bench:
    """The judges of a task and their rubric; `judges` is empty where a rubric asks for some and the run has none."""

    rubric: Rubric
    judges: Sequence[Judge]
    settings: PanelSettings
    against: Recorded | None = None
    """Answers that those of this run are compared with, in place of the accepted ones."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a task keeps of one response: its place in the log, what is counted, and what the files say."""

    position: int
    counted: Counted
    lines: LogLines
    shown: ShownSample | None


@dataclass(frozen=True)
class Common:
    """What the tasks of a run share: its settings, the canonical JSON of the model's identity, the guard of scoring."""

    run: RunConfig
    identity: str
    guard: Guard
    shown_count: int = 0
    """Samples of each task that are kept to be shown."""


class Evaluation:
    """Asks the questions of one task, scores and logs the answers, and comes to a result."""

    def __init__(self, task: Task, rows: Rows, common: Common, bench: Bench | None = None) -> None:
        run = common.run
        self.task = task
        rule = None if task.rule is None else RULES[task.rule]
        self.tally = Tally(rows.count, run.repeats, rule=rule, rising=task.rule in RISING)
        self.shown: list[ShownSample] = []
        self.rows = rows
        self._run = run
        self._shown_count = common.shown_count
        self._identity = common.identity
        self._guard = common.guard
        submitted = task.submission is not None
        self._scorer = Scoring(task.extract, task.score, task.rule, submitted, task.filters).guarded(common.guard)
        self._submission: Submission | None = None
        self._submitted: SubmissionResult | None = None
        self._error: str | None = None
        self._bench = bench
        self._panel: Panel[Outcome] | None = None
        self._ratings: list[Sequence[float | None]] = []
        self._waiting: dict[int, bool] | None = None
        """Places of the answers that wait for judges, and whether they came from the store; None if none has to."""
        self._log: TaskLog | None = None
        self.all_read = asyncio.Event()
        """Set when every request was handed to the executor: another task may begin."""

    async def answer(
        self, executor: Executor, directory: RunDirectory, board: ProgressBoard, *, judged_later: bool = False
    ) -> None:
        """Ask, score, judge and log every sample; an error in the data ends this task, not the run.

        What is to be `judged_later` waits for `judge`: the judge's weights need the room of the model's.
        """
        log = self._open_log(directory)
        if judged_later and self._bench is not None and self._bench.judges:
            self._waiting = {}
        with board.display(self.task.name, self.tally, lambda: executor.activity) as progress:

            async def deliver(outcome: Outcome) -> None:
                await self._deliver(outcome, log)
                progress.update()
                if self._panel is not None and self._panel.backlog > MOST_UNJUDGED:
                    executor.open.clear()
                if self.tally.failed > self._allowed_failures() and not executor.stopping:
                    executor.stop(f"{self.task.name}: more failures than max_failures={self._run.max_failures} allows")

            async def ask() -> None:
                if (endpoint := executor.model.batches()) is not None:
                    await BatchPhase(executor, endpoint, task=self.task.name).run(self.items())
                await executor.run(self._until_read(), task=self.task.name, deliver=deliver)

            try:
                await (ask() if self._waiting is not None else self._judged_meanwhile(ask, log, executor))
            except DataError as error:
                self._error = str(error)
                logger.error("%s", error)
            finally:
                self.all_read.set()
                if self._waiting is None:
                    self._publish(log)
                self._log = log
        logger.info("%s: %s", self.task.name, progress.line())

    async def judge(self, stored: Recorded) -> None:
        """Put before the judges what waits for them; the answers themselves were kept in the store."""
        waiting, log = self._waiting, self._log
        if waiting is None or log is None:
            return
        self._waiting = None
        logger.info("%s: %d answers go to the judges", self.task.name, len(waiting))

        async def read() -> None:
            for item in self.items():
                if isinstance(item, Request) and (reused := waiting.get(self._position(item))) is not None:
                    response = stored.response(item)
                    assert response is not None  # it was written before it was delivered
                    await self._deliver(Outcome(item, response, reused), log)
                while self._panel is not None and self._panel.backlog > MOST_UNJUDGED:
                    await asyncio.sleep(BACKLOG_LOOK_S)

        await self._to_the_end(self._judged_meanwhile(read, log), log)

    def compare_prompts(self, recorded: Recorded) -> None:
        """Look up every answer, for what `recorded` finds in it; nothing is scored."""
        for item in self.items():
            if not isinstance(item, Outcome):
                recorded.response(item)

    @property
    def is_shareable(self) -> bool:
        """Whether its rows can be scored in any process: no judge is asked, and nothing is to be submitted."""
        alone = self._bench is None and self.task.submission is None
        return alone and self._scorer is not None and self._run.mode is not Mode.INFER

    async def scored(
        self, recorded: RecordedTask, wanted: Callable[[int], bool]
    ) -> AsyncIterator[tuple[int, Sequence[Entry]]]:
        """Read and score the answers of rows; the place of each row comes with what is to be kept of its responses."""
        scorer = self._scorer
        assert scorer is not None  # as it is shareable
        expected = 0
        for sample in self.task.samples(self.rows, wanted):
            recorded.skip((sample.index - expected) * self._run.repeats)
            expected = sample.index + 1
            entries = []
            for item in self._items_of(sample):
                outcome = _recorded(item, recorded)
                if outcome is not None:
                    score = await scorer.score(outcome.request.sample, outcome.response)
                    entries.append(self._entry(outcome, score))
            yield sample.index, entries

    async def rescore(self, recorded: Recorded, directory: RunDirectory, *, stopped: Callable[[], bool]) -> None:
        """Score the answers that there are until that is `stopped`; what was not asked stays without a response."""
        log = self._open_log(directory)

        async def read() -> None:
            looked = time.monotonic()
            for item in self.items():
                if time.monotonic() - looked > SIGNAL_LOOK_S:
                    await asyncio.sleep(0)  # which lets a signal in
                    looked = time.monotonic()
                if stopped():
                    return
                outcome = _recorded(item, recorded)
                if outcome is not None:
                    await self._deliver(outcome, log)
                while self._panel is not None and self._panel.backlog > MOST_UNJUDGED:
                    await asyncio.sleep(BACKLOG_LOOK_S)

        await self._to_the_end(self._judged_meanwhile(read, log), log)

    async def collect(
        self, blocks: AsyncIterator[Sequence[Entry]], directory: RunDirectory, *, stopped: Callable[[], bool]
    ) -> None:
        """Enter what was `scored` elsewhere until that is `stopped`."""
        log = self._open_log(directory)

        async def take() -> None:
            async for entries in blocks:
                for entry in entries:
                    self._keep(entry, log)
                if stopped():
                    return

        await self._to_the_end(take(), log)

    async def _to_the_end(self, work: Awaitable[None], log: TaskLog) -> None:
        """Do the last work of this task and publish what it came to; an error in the data ends it, not the run."""
        try:
            await work
        except DataError as error:
            self._error = str(error)
            logger.error("%s", error)
        finally:
            self._publish(log)

    def _open_log(self, directory: RunDirectory) -> TaskLog:
        if self.task.submission is not None and self._run.mode is not Mode.INFER:
            self._submission = Submission(directory, self.task.name, self.task.submission, self.rows.count)
        return TaskLog(directory, self.task.name, self.tally.expected)

    def _publish(self, log: TaskLog) -> None:
        log.publish()
        if self._submission is not None:
            self._submitted = self._submission.publish(whole=self.rows.whole, identifiers=self._identifiers)

    def _identifiers(self) -> Iterator[str]:
        """What names the questions, in their order; nothing where the rows themselves cannot be read."""
        if self._error is None:
            for index, row in enumerate(self.task.without_media(self.rows)):
                yield self.task.check_answer(index, row).id

    async def _judged_meanwhile(
        self, work: Callable[[], Awaitable[None]], log: TaskLog, executor: Executor | None = None
    ) -> None:
        """Do the work while the judges judge what it brings, and wait for them."""
        if self._bench is None or not self._bench.judges:
            await work()
            return
        bench = self._bench

        async def judged(case: Case[Outcome], value: float | None) -> None:
            await self._enter_verdict(case, value, log)
            if executor is not None and panel.backlog <= MOST_UNJUDGED // 2:
                executor.open.set()

        name = f"{self.task.name}/judge"
        panel = Panel(bench.rubric, bench.judges, bench.settings, task=name, deliver=judged, guard=self._guard)
        self._panel = panel

        async def work_and_close() -> None:
            try:
                await work()
            finally:
                panel.close()

        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(panel.run())
                group.create_task(work_and_close())
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None

    def result(self) -> TaskResult:
        """The task's result, as far as it came."""
        task, tally = self.task, self.tally
        return TaskResult(
            metrics=tally.metrics(task.metrics),
            primary_metric=next(iter(task.metrics), None),
            coverage=tally.coverage(),
            counts=tally.counts(),
            bounds=tally.metric_bounds(task.metrics),
            failures=tally.failures(),
            fingerprints=Fingerprints(
                data=tally.data_fingerprint,
                prompt=fingerprint(self._asked_by()),
                scoring=fingerprint(self._scored_by()),
            ),
            protocol=task.protocol,
            dataset={**asdict(task.source), "commit": self.rows.revision},
            error=self._error or self._without_judge(),
            judging=self._judging(),
            submission=self._submitted,
            reference=self._published(),
            groups=tally.groups(task.metrics),
        )

    def _published(self) -> list[PublishedScore]:
        """Scores that others have published under this protocol."""
        identity = json.loads(self._identity)
        names = {str(identity.get(field)).lower() for field in ("checkpoint", "model") if identity.get(field)}
        return [
            PublishedScore(
                model=one.model,
                score=one.score,
                metric=one.metric,
                source=one.source,
                same_model=one.model.lower() in names,
            )
            for one in self._run.tasks[self.task.name].reference
            if one.protocol == self.task.protocol
        ]

    def _without_judge(self) -> str | None:
        """What to say of a task that needs a judge in a run that has none."""
        if self._bench is None or self._bench.judges or not self.tally.counts().scores.get("judge_failed"):
            return None
        named = self._bench.rubric.judge or "NAME"
        return f"needs a judge; every answer is kept: `hyeval rescore RUN judge={named}` scores them"

    def _asked_by(self) -> list[Any]:
        """What of the asking enters the fingerprint."""
        task = self.task
        return [asdict(task.prompt), asdict(task.mapping), task.generation.rendered(), task.few_shot.choice]

    def _scored_by(self) -> list[Any]:
        task = self.task
        filters = [step.model_dump() for step in task.filters]
        others: list[Any] = [] if task.submission is None else [task.submission]
        others += [] if task.coordinates is None else [asdict(task.coordinates)]
        return [task.rule or [task.extract, task.score], dict(task.metrics), filters, self._judged_by(), *others]

    def _judged_by(self) -> Any:
        """What of the judging enters the fingerprint: the rubric and who applies it."""
        if self._bench is None:
            return None
        return [asdict(self._bench.rubric), [judge.identity for judge in self._bench.judges]]

    @property
    def complete(self) -> bool:
        """Whether every sample was answered, and judged where it needs a judge."""
        judged = not self.tally.counts().scores.get("judge_failed", 0)
        return self._error is None and self.tally.unanswered == 0 and judged

    def _allowed_failures(self) -> float:
        allowed = self._run.max_failures
        return allowed if isinstance(allowed, int) else max(MIN_FAILURES, allowed * self.tally.expected)

    def _until_read(self) -> Iterator[Request | Outcome]:
        loop = asyncio.get_running_loop()

        def items() -> Iterator[Request | Outcome]:
            yield from self.items()
            loop.call_soon_threadsafe(self.all_read.set)  # rows are read in a thread

        return items()

    def items(self) -> Iterator[Request | Outcome]:
        """The requests of all samples and repeats; a row that cannot be read is an outcome already."""
        for sample in self.task.samples(self.rows):
            yield from self._items_of(sample)

    def _items_of(self, sample: Sample | UnreadableRow) -> Iterator[Request | Outcome]:
        for repeat in range(self._run.repeats):
            if isinstance(sample, UnreadableRow):
                yield Outcome(self._request(_placeholder(sample), repeat), _unreadable(sample), reused=False)
            else:
                yield self._request(sample, repeat)

    def _request(self, sample: Sample, repeat: int) -> Request:
        texts = sample.choices if self.task.ranks_texts else ()
        return Request(sample, self.task.generation, self._identity, self._run.seed, repeat, continuations=texts)

    async def _deliver(self, outcome: Outcome, log: TaskLog) -> None:
        """Score a response, or put it before the judges; what may take long is scored while the event loop goes on."""
        response, scorer = outcome.response, self._scorer
        if self._run.mode is Mode.INFER:
            self._enter(outcome, _left(response), log)
        elif scorer is None or self._is_judged_anyway(response):
            await self._pass_on(outcome, None, log)
        else:
            await self._pass_on(outcome, await scorer.score(outcome.request.sample, response), log)

    async def _pass_on(self, outcome: Outcome, score: Score | None, log: TaskLog) -> None:
        """Enter a score, or put the response before the judges."""
        request, response = outcome.request, outcome.response
        if not self._needs_judge(response, score):
            assert score is not None or not response.status.answered or response.status is ResponseStatus.REFUSED
            self._enter(outcome, score or _unjudged(response), log)
        elif self._waiting is not None:
            self._waiting[self._position(request)] = outcome.reused
        elif self._panel is None and score is not None and self.task.judged is Judged.UNPARSED:
            self._enter(outcome, score, log)  # without a judge it stays what it is
        elif self._panel is None:
            self._enter(outcome, Score(ScoreStatus.JUDGE_FAILED, None, reason="no judge"), log)
        else:
            await self._submit(outcome, self._panel, log)

    def _is_judged_anyway(self, response: Response) -> bool:
        """Whether a judge is to be heard whatever the score would be without one."""
        return self.task.judged is Judged.ALL and self._needs_judge(response, None)

    def _needs_judge(self, response: Response, score: Score | None) -> bool:
        """Whether a judge is to be heard: on every answer, or on what stays unparsed."""
        if self._bench is None or not response.status.answered or response.status is ResponseStatus.REFUSED:
            return False
        return self.task.judged is Judged.ALL or score is None or score.status is ScoreStatus.UNPARSED

    async def _submit(self, outcome: Outcome, panel: Panel[Outcome], log: TaskLog) -> None:
        """Put a response before the judges, in a pair with the other run's answer to the same question."""
        bench, reference = self._bench, None
        if bench is not None and bench.against is not None:
            other = bench.against.response(outcome.request)
            reference = None if other is None else other.text
            if reference is None:
                self._enter(outcome, Score(ScoreStatus.JUDGE_FAILED, None, reason="no answer of the other run"), log)
                return
        await panel.submit(outcome, outcome.request.sample, outcome.response.text or "", reference)

    async def _enter_verdict(self, case: Case[Outcome], value: float | None, log: TaskLog) -> None:
        assert self._bench is not None
        outcome, bench = case.subject, self._bench
        reader = Reader(bench.rubric.verdict.kind, bench.settings.combine, self._scorer)
        decision = await reader.decide(case.votes, value, outcome.request.sample, outcome.response)
        self._ratings.append(by_rater(decision.values, bench.settings.repeats, bench.settings.combine))
        self._enter(outcome, decision.score, log, [asdict(one) for one in case.ballots])

    def _enter(self, outcome: Outcome, score: Score, log: TaskLog, ballots: Sequence[Mapping[str, Any]] = ()) -> None:
        request, response = outcome.request, outcome.response
        self._keep(self._entry(outcome, score, ballots), log)
        if self._submission is not None and response.status.answered and request.repeat == 0:
            kept = {column: (request.sample.document or {})[column] for column in self.task.mapping.keep}
            answer = SubmittedAnswer(request.sample.id, submitted_answer(score, response), kept)
            self._submission.add(request.sample.index, answer)

    def _entry(self, outcome: Outcome, score: Score, ballots: Sequence[Mapping[str, Any]] = ()) -> Entry:
        request, response, reused = outcome.request, outcome.response, outcome.reused
        sample, repeat = request.sample, request.repeat
        is_shown = sample.index < self._shown_count and repeat == 0
        return Entry(
            self._position(request),
            self.tally.counted(sample, repeat, response, score, reused=reused),
            log_lines(request, response, score, reused=reused, ballots=ballots),
            ShownSample(sample, response, score) if is_shown else None,
        )

    def _keep(self, entry: Entry, log: TaskLog) -> None:
        self.tally.enter(entry.counted)
        log.write(entry.position, entry.lines)
        if entry.shown is not None:
            self.shown.append(entry.shown)

    def _position(self, request: Request) -> int:
        return request.sample.index * self._run.repeats + request.repeat

    def _judging(self) -> JudgingResult | None:
        if self._bench is None:
            return None
        bench, votes = self._bench, [] if self._panel is None else [one for case in self._panel.votes for one in case]
        orders = [vote.consistent for vote in votes if vote.consistent is not None]
        method, kappa = agreement([one for one in self._ratings if None not in one])
        return JudgingResult(
            judges=[judge.name for judge in bench.judges],
            rubric=bench.rubric.name,
            rubric_version=bench.rubric.version,
            judged=0 if self._panel is None else len(self._panel.votes),
            failed=self.tally.counts().scores.get("judge_failed", 0),
            repeats=bench.settings.repeats,
            combined_by=bench.settings.combine.value,
            kappa=kappa,
            kappa_method=method,
            consistency=sum(orders) / len(orders) if bench.rubric.pairwise and orders else None,
            failures=[FailureGroup(kind=one.judge, count=one.count, example=one.example) for one in silences(votes)],
        )


def _recorded(item: Request | Outcome, recorded: Recorded) -> Outcome | None:
    """What was answered to a request, None if nothing was; a row that cannot be read is an outcome already."""
    request = item.request if isinstance(item, Outcome) else item
    response = recorded.response(request)
    if response is not None:
        return Outcome(request, response, reused=True)
    return item if isinstance(item, Outcome) else None


def _unjudged(response: Response) -> Score:
    """Score of a response that no judge is asked about: a refusal is no answer, a failure no response."""
    if response.status is ResponseStatus.REFUSED:
        return Score(ScoreStatus.UNPARSED, 0.0, reason="refused")
    return Score(ScoreStatus.NO_RESPONSE, None)


def _left(response: Response) -> Score:
    """Score of a response in a run that only asks."""
    answered = response.status.answered
    return Score(ScoreStatus.NOT_SCORED if answered else ScoreStatus.NO_RESPONSE, None)


def _placeholder(row: UnreadableRow) -> Sample:
    """Stands in the log and the coverage for a row that cannot be asked."""
    return Sample(id=row.id, index=row.index, messages=(), question="", targets=())


def _unreadable(row: UnreadableRow) -> Response:
    return Response.failure("media", str(row.error))
