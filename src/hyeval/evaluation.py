"""One task of a run: its requests on the way out, its scores on the way back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import asdict

from hyeval.config.schema import RunConfig
from hyeval.errors import DataError
from hyeval.execution.batches import BatchPhase
from hyeval.execution.executor import Executor, Outcome
from hyeval.records import Request, Response, Sample, fingerprint
from hyeval.reports.progress import ProgressBoard
from hyeval.reports.recorded import RecordedTask
from hyeval.reports.results import Fingerprints, TaskResult
from hyeval.reports.run_directory import RunDirectory, SampleLog
from hyeval.reports.sample_line import sample_line
from hyeval.reports.tally import Tally
from hyeval.reports.tracking import ShownSample
from hyeval.scoring.catalogue import RULES
from hyeval.scoring.scorer import make_scorer
from hyeval.tasks.source import Rows
from hyeval.tasks.task import Task, UnreadableRow

logger = logging.getLogger(__name__)

MIN_FAILURES = 10
"""Failures that a share of the requests allows at the least: a small run should not end at its first bad row."""


class Evaluation:
    """Asks the questions of one task, scores and logs the answers, and comes to a result."""

    def __init__(self, task: Task, rows: Rows, run: RunConfig, *, identity: str, shown_count: int) -> None:
        self.task = task
        self.tally = Tally(rows.count, run.repeats, rule=None if task.rule is None else RULES[task.rule])
        self.shown: list[ShownSample] = []
        self.rows = rows
        self._run = run
        self._shown_count = shown_count
        self._identity = identity
        self._scorer = make_scorer(extract=task.extract, match=task.score, rule=task.rule)
        self._error: str | None = None
        self.all_read = asyncio.Event()
        """Set when every request was handed to the executor: another task may begin."""

    async def answer(self, executor: Executor, directory: RunDirectory, board: ProgressBoard) -> None:
        """Ask, score and log every sample; an error in the data ends this task, not the run."""
        log = directory.sample_log(self.task.name, self.tally.expected)
        with board.display(self.task.name, self.tally, lambda: executor.activity) as progress:

            def deliver(outcome: Outcome) -> None:
                self._deliver(outcome, log)
                progress.update()
                if self.tally.failed > self._allowed_failures() and not executor.stopping:
                    executor.stop(f"{self.task.name}: more failures than max_failures={self._run.max_failures} allows")

            try:
                if (endpoint := executor.model.batches()) is not None:
                    await BatchPhase(executor, endpoint, task=self.task.name).run(self.items())
                await executor.run(self._until_read(), task=self.task.name, deliver=deliver)
            except DataError as error:
                self._error = str(error)
                logger.error("%s", error)
            finally:
                self.all_read.set()
                log.publish()
        logger.info("%s: %s", self.task.name, progress.line())

    def rescore(self, recorded: RecordedTask, directory: RunDirectory) -> None:
        """Score the responses of a finished run; what it did not ask stays without a response."""
        log = directory.sample_log(self.task.name, self.tally.expected)
        try:
            for item in self.items():
                request = item.request if isinstance(item, Outcome) else item
                response = recorded.response(request)
                if response is not None:
                    self._deliver(Outcome(request, response, reused=True), log)
        except DataError as error:
            self._error = str(error)
            logger.error("%s", error)
        finally:
            log.publish()

    def result(self) -> TaskResult:
        """The task's result, as far as it came."""
        task, tally = self.task, self.tally
        return TaskResult(
            metrics=tally.metrics(task.metrics),
            primary_metric=next(iter(task.metrics)),
            coverage=tally.coverage(),
            counts=tally.counts(),
            bounds=dict.fromkeys(task.metrics, tally.bounds()),
            failures=tally.failures(),
            fingerprints=Fingerprints(
                data=tally.data_fingerprint,
                prompt=fingerprint([asdict(task.prompt), asdict(task.mapping), task.generation.rendered()]),
                scoring=fingerprint([task.rule or [task.extract, task.score], dict(task.metrics)]),
            ),
            protocol=task.protocol,
            dataset={**asdict(task.source), "commit": self.rows.revision},
            error=self._error,
        )

    @property
    def complete(self) -> bool:
        """Whether every sample was answered."""
        return self._error is None and self.tally.unanswered == 0

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
            for repeat in range(self._run.repeats):
                if isinstance(sample, UnreadableRow):
                    yield Outcome(self._request(_placeholder(sample), repeat), _unreadable(sample), reused=False)
                else:
                    yield self._request(sample, repeat)

    def _request(self, sample: Sample, repeat: int) -> Request:
        return Request(sample, self.task.generation, self._identity, self._run.seed, repeat)

    def _deliver(self, outcome: Outcome, log: SampleLog) -> None:
        request, response = outcome.request, outcome.response
        score = self._scorer.score(request.sample, response)
        self.tally.add(request.sample, request.repeat, response, score, reused=outcome.reused)
        position = request.sample.index * self._run.repeats + request.repeat
        log.write(position, sample_line(request, response, score, reused=outcome.reused))
        if request.sample.index < self._shown_count and request.repeat == 0:
            self.shown.append(ShownSample(request.sample, response, score))


def _placeholder(row: UnreadableRow) -> Sample:
    """Stands in the log and the coverage for a row that cannot be asked."""
    return Sample(id=row.id, index=row.index, messages=(), question="", targets=())


def _unreadable(row: UnreadableRow) -> Response:
    return Response.failure("media", str(row.error))
