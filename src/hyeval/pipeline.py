"""One run, top to bottom: open the data, ask the model, read and score the answers, write and show the results."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from rich.console import Console

import hyeval
from hyeval.assemble import ModelPool, check_abilities, make_tasks, make_tracker
from hyeval.config.folders import expand
from hyeval.config.schema import RunConfig
from hyeval.errors import DataError, ExitCode, MissingResource, RunIncomplete, RunInterrupted
from hyeval.execution.executor import Executor, Outcome
from hyeval.execution.retry import RetryPolicy
from hyeval.execution.store import ResponseStore, folder_in
from hyeval.models.base import Model
from hyeval.records import Request, Response, ResponseStatus, Sample, canonical_json, fingerprint
from hyeval.reports.console import message_console
from hyeval.reports.manifest import describe_environment
from hyeval.reports.progress import ProgressDisplay
from hyeval.reports.results import (
    Execution,
    Fingerprints,
    ModelSummary,
    RunResult,
    RunStatus,
    TaskResult,
    TokenUsage,
)
from hyeval.reports.run_directory import RunDirectory, SampleLog
from hyeval.reports.sample_line import sample_line
from hyeval.reports.tables import print_results
from hyeval.reports.tally import Tally
from hyeval.reports.tracking import ShownSample
from hyeval.scoring.scorer import Scorer
from hyeval.tasks.source import Rows
from hyeval.tasks.task import Task, UnreadableRow

logger = logging.getLogger(__name__)

MIN_FAILURES = 10
"""Failures that a share of the requests allows at the least: a small run should not end at its first bad row."""


@dataclass(frozen=True)
class RunContext:
    """What surrounds a run: where it writes, what it was called with, and what it shares with other jobs."""

    directory: RunDirectory
    command: Sequence[str]
    composed: Mapping[str, Any]
    pool: ModelPool
    console: Console
    finished: Callable[[RunResult], None]
    """Told the result of every run that came to one, complete or not."""


def evaluate(run: RunConfig, context: RunContext) -> RunResult:
    """Evaluate one model on the tasks of a run; `RunIncomplete` if samples were left without a response.

    What was answered is stored in every case, and reported unless the run cannot go on (access refused, full disk).
    """
    started, clock = datetime.now(UTC), time.monotonic()
    tasks = make_tasks(run)
    tracker = make_tracker(run)
    opened = _open_all(tasks, run.limit)
    model = context.pool.get(run.model, run.hardware)
    check_abilities(model, tasks)
    identity = dict(model.identity())
    evaluations = [
        _Evaluation(task, rows, run, context, identity=canonical_json(identity)) for task, rows in opened.items()
    ]
    with ResponseStore(folder_in(expand(run.cache_dir)), model_name=model.name) as store:
        recovery = store.recovery
        if recovery.responses or recovery.in_flight:
            logger.info(
                "recovered %d answers of a killed run; %d requests were in flight",
                recovery.responses,
                recovery.in_flight,
            )
        ending = asyncio.run(_answer_all(evaluations, model, store, run))
    result = RunResult(
        hyeval_version=hyeval.__version__,
        status=_status(evaluations, ending),
        model=ModelSummary(name=model.name, identity=identity),
        protocol=run.protocol.name,
        seed=run.seed,
        repeats=run.repeats,
        limit=run.limit,
        tasks={evaluation.task.name: evaluation.result() for evaluation in evaluations},
        usage=_usage(evaluations),
        execution=_execution(evaluations, recovery.in_flight),
        started=started.isoformat(timespec="seconds"),
        wall_seconds=round(time.monotonic() - clock, 3),
    )
    _write(result, context)
    print_results(result, context.console)
    shown = {evaluation.task.name: evaluation.shown for evaluation in evaluations}
    context.finished(result)
    tracker.log(result, context.directory.path, composed=context.composed, samples=shown)
    logger.info("results: %s", context.directory.path)
    _raise_if_incomplete(result, ending)
    return result


class _Evaluation:
    """One task of a run: its requests on the way out, its scores on the way back."""

    def __init__(self, task: Task, rows: Rows, run: RunConfig, context: RunContext, *, identity: str) -> None:
        self.task = task
        self.tally = Tally(rows.count, run.repeats)
        self.shown: list[ShownSample] = []
        self._rows = rows
        self._run = run
        self._context = context
        self._identity = identity
        self._scorer = Scorer(extract=task.extract, match=task.score)
        self._error: str | None = None

    async def answer(self, executor: Executor) -> None:
        """Ask, score and log every sample; an error in the data ends this task, not the run."""
        log = self._context.directory.sample_log(self.task.name, self.tally.expected)
        with ProgressDisplay(self.task.name, self.tally, console=message_console()) as progress:

            def deliver(outcome: Outcome) -> None:
                self._deliver(outcome, log)
                progress.update()
                if self.tally.failed > self._allowed_failures() and not executor.stopping:
                    executor.stop(f"{self.task.name}: more failures than max_failures={self._run.max_failures} allows")

            try:
                await executor.run(self._items(), task=self.task.name, deliver=deliver)
            except DataError as error:
                self._error = str(error)
                logger.error("%s", error)
            finally:
                log.publish()
        logger.info("%s: %s", self.task.name, progress.line())

    def result(self) -> TaskResult:
        """The task's result, as far as it came."""
        task, tally = self.task, self.tally
        return TaskResult(
            metrics={name: tally.metric(aggregation) for name, aggregation in task.metrics.items()},
            primary_metric=next(iter(task.metrics)),
            coverage=tally.coverage(),
            counts=tally.counts(),
            bounds={name: tally.bounds() for name in task.metrics},
            failures=tally.failures(),
            fingerprints=Fingerprints(
                data=tally.data_fingerprint,
                prompt=fingerprint([asdict(task.prompt), asdict(task.mapping), task.generation.rendered()]),
                scoring=fingerprint([task.extract, task.score, dict(task.metrics)]),
            ),
            protocol=task.protocol,
            dataset={**asdict(task.source), "commit": self._rows.revision},
            error=self._error,
        )

    @property
    def complete(self) -> bool:
        """Whether every sample was answered."""
        return self._error is None and self.tally.unanswered == 0

    def _allowed_failures(self) -> float:
        allowed = self._run.max_failures
        return allowed if isinstance(allowed, int) else max(MIN_FAILURES, allowed * self.tally.expected)

    def _items(self) -> Iterator[Request | Outcome]:
        for sample in self.task.samples(self._rows):
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
        if request.sample.index < self._run.tracking.table_samples and request.repeat == 0:
            self.shown.append(ShownSample(request.sample, response, score))


def _placeholder(row: UnreadableRow) -> Sample:
    """Stands in the log and the coverage for a row that cannot be asked."""
    return Sample(id=row.id, index=row.index, messages=(), question="", targets=())


def _unreadable(row: UnreadableRow) -> Response:
    return Response.failure("media", str(row.error))


def _open_all(tasks: Sequence[Task], limit: int | None) -> dict[Task, Rows]:
    """Open every data set before anything is asked; one error tells what is wrong with all of them."""
    opened: dict[Task, Rows] = {}
    errors: list[DataError | MissingResource] = []
    for task in tasks:
        try:
            opened[task] = task.open(limit)
        except (DataError, MissingResource) as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise DataError("\n".join(str(error) for error in errors))
    return opened


@dataclass(frozen=True)
class _Ending:
    """Why no more was asked: a signal, another reason, or nothing left."""

    signalled: bool
    reason: str


async def _answer_all(
    evaluations: Sequence[_Evaluation], model: Model, store: ResponseStore, run: RunConfig
) -> _Ending:
    """Answer the tasks one after another."""
    executor = Executor(model, store, reuse=run.resume, retry=RetryPolicy(**run.retry.model_dump(), seed=run.seed))
    try:
        with _stopped_by_signals(executor) as signalled:
            for evaluation in evaluations:
                if not executor.stopping:
                    await evaluation.answer(executor)
    finally:
        await model.disconnect()
    return _Ending(signalled.is_set(), executor.stop_reason)


@contextmanager
def _stopped_by_signals(executor: Executor) -> Iterator[threading.Event]:
    """Let the first Ctrl-C or SIGTERM finish what is in flight, and the second leave at once."""
    signalled = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield signalled  # Signals belong to the main thread; whoever runs us in another one stops the executor itself.
        return

    def on_signal() -> None:
        if signalled.is_set():
            os._exit(ExitCode.INTERRUPTED)
        signalled.set()
        executor.stop()
        logger.warning("stopping: what is in flight is finished and kept; Ctrl-C again leaves at once")

    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for number in signals:
        loop.add_signal_handler(number, on_signal)
    try:
        yield signalled
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


def _status(evaluations: Sequence[_Evaluation], ending: _Ending) -> RunStatus:
    if all(evaluation.complete for evaluation in evaluations):
        return RunStatus.COMPLETE
    return RunStatus.INTERRUPTED if ending.signalled else RunStatus.INCOMPLETE


def _usage(evaluations: Sequence[_Evaluation]) -> TokenUsage:
    return TokenUsage(
        prompt_tokens=sum(evaluation.tally.prompt_tokens for evaluation in evaluations),
        completion_tokens=sum(evaluation.tally.completion_tokens for evaluation in evaluations),
    )


def _execution(evaluations: Sequence[_Evaluation], in_flight_lost: int) -> Execution:
    return Execution(
        requests=sum(evaluation.tally.expected for evaluation in evaluations),
        generated=sum(evaluation.tally.generated for evaluation in evaluations),
        reused=sum(evaluation.tally.reused for evaluation in evaluations),
        in_flight_lost=in_flight_lost,
    )


def _write(result: RunResult, context: RunContext) -> None:
    context.directory.write_json("results.json", result)
    fingerprints = {name: task.fingerprints.model_dump() for name, task in result.tasks.items()}
    datasets = {name: task.dataset for name, task in result.tasks.items()}
    environment = describe_environment(context.command)
    context.directory.write_json("manifest.json", {**environment, "datasets": datasets, "fingerprints": fingerprints})


def _raise_if_incomplete(result: RunResult, ending: _Ending) -> None:
    if result.status is RunStatus.COMPLETE:
        return
    unanswered = sum(
        sum(count for status, count in task.counts.responses.items() if not ResponseStatus(status).answered)
        for task in result.tasks.values()
    )
    failed = [name for name, task in result.tasks.items() if task.error is not None]
    what = f"{unanswered} of {result.execution.requests} requests have no response"
    if failed:
        what += f"; failed: {', '.join(failed)}"
    what = f"{ending.reason}; {what}" if ending.reason else what
    kind = RunInterrupted if result.status is RunStatus.INTERRUPTED else RunIncomplete
    raise kind(f"{what}. The same command goes on from here: what was answered is stored.")
