"""One run, top to bottom: open the data, ask the model, read and score the answers, write and show the results."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from rich.console import Console

import hyeval
from hyeval.assemble import (
    JudgePool,
    ModelPool,
    Servers,
    check_abilities,
    make_judges,
    make_ledger,
    make_tasks,
    make_tracker,
    require_engines,
)
from hyeval.config.folders import expand
from hyeval.config.schema import Mode, OnBroken, RunConfig
from hyeval.crew import Crew
from hyeval.errors import DataError, MissingResource, ReplicaLost, RunIncomplete, RunInterrupted
from hyeval.evaluation import Bench, Common, Evaluation, Recorded
from hyeval.execution.executor import Executor
from hyeval.execution.interruption import stopped_by_signals
from hyeval.execution.ledger import Account, Ledger, Purse
from hyeval.execution.retry import RetryPolicy
from hyeval.execution.store import ResponseStore, folder_in
from hyeval.judging.panel import Judge, PanelSettings
from hyeval.models.base import Model
from hyeval.models.in_process import holds_weights
from hyeval.records import ResponseStatus, canonical_json
from hyeval.reports.averages import averages
from hyeval.reports.console import message_console
from hyeval.reports.estimate import Estimator, RunEstimate, print_estimate
from hyeval.reports.manifest import describe_environment
from hyeval.reports.progress import ProgressBoard
from hyeval.reports.recorded import RecordedRun
from hyeval.reports.results import (
    AccountResult,
    Execution,
    ModelSummary,
    Rescored,
    RunResult,
    RunStatus,
    Spending,
    TokenUsage,
)
from hyeval.reports.run_directory import EARLIER, RunDirectory
from hyeval.reports.tables import print_results
from hyeval.reports.tracking import Tracker
from hyeval.scoring.guard import Guard
from hyeval.tasks.inspection import Inspection, inspect, require_readable, require_sound
from hyeval.tasks.rows import Rows
from hyeval.tasks.task import Task

logger = logging.getLogger(__name__)

RESULTS = "results.json"


@dataclass(frozen=True)
class RunContext:
    """What surrounds a run: where it writes, what it was called with, and what it shares with other jobs."""

    directory: RunDirectory
    command: Sequence[str]
    composed: Mapping[str, Any]
    pool: ModelPool
    console: Console
    purse: Purse
    finished: Callable[[RunResult], None]
    """Told the result of every run that came to one, complete or not."""


@dataclass(frozen=True)
class _Prepared:
    """A run that is ready to ask: its model, what identifies it, and its tasks with their rows."""

    model: Model
    identity: Mapping[str, Any]
    opened: Mapping[Task, Rows]
    run: RunConfig
    shown_count: int

    def evaluations(self, benches: Mapping[str, Bench], guard: Guard) -> list[Evaluation]:
        """One for each task, before its judges."""
        common = Common(self.run, canonical_json(self.identity), guard, self.shown_count)
        return [Evaluation(task, rows, common, benches.get(task.name)) for task, rows in self.opened.items()]


def evaluate(run: RunConfig, context: RunContext) -> RunResult:
    """Evaluate one model on the tasks of a run; `RunIncomplete` if samples were left without a response.

    What was answered is stored in every case, and reported unless the run cannot go on (access refused, full disk).
    """
    require_engines(run)
    started, clock = datetime.now(UTC), time.monotonic()
    tracker = make_tracker(run)
    ledger = make_ledger(run, context.purse)
    prepared = _prepare(run, context, shown_count=tracker.shown_count)
    context.directory.remove(RESULTS)  # of an earlier run in this folder: should this one be killed, it has none
    _set_aside_others(run, context)
    with _open_store(run, prepared.model) as store:
        executor = Executor(prepared.model, store, reuse=run.resume, retry=_retry(run), ledger=ledger)
        with _judges(run, context) as judges, Guard(run.scoring.time_limit_s) as guard:
            evaluations = prepared.evaluations(judges.benches, guard)
            if run.mode is Mode.SCORE:
                stored = {evaluation.task.name: store for evaluation in evaluations}
                work = _rescore_all(evaluations, stored, judges.executors, context.directory)
            else:
                crowded = holds_weights(executor.model) and any(holds_weights(one.model) for one in judges.executors)
                release = context.pool.close if crowded else None
                work = _answer_all(evaluations, executor, judges.executors, context.directory, release=release)
            signalled = asyncio.run(work)
            serving = [*context.pool.deployments(), *judges.deployments()]
    result = _Result(run, evaluations, started, clock).make(
        status=_status(evaluations, ledger, signalled=signalled),
        model=ModelSummary(name=prepared.model.name, identity=dict(prepared.identity)),
        execution=_execution(evaluations, ledger, executor, judges=judges.ledgers),
    )
    _publish(result, evaluations, tracker, context, serving=serving)
    if result.execution.casualties:
        raise ReplicaLost("the results are complete, but " + "\n".join(result.execution.casualties))
    return result


def _set_aside_others(run: RunConfig, context: RunContext) -> None:
    if aside := context.directory.set_aside(run.tasks):
        where = context.directory.path
        logger.info("%s has files of an earlier run, of %s: they now end with %s", where, ", ".join(aside), EARLIER)


def rescore(run: RunConfig, context: RunContext) -> RunResult:
    """Score the responses of a finished run under this run's protocol; no model is asked.

    `DataError` if the protocol asks in other words than were asked, unless that is wanted (`rescore.force`).
    """
    require_engines(run)
    started, clock = datetime.now(UTC), time.monotonic()
    tracker = make_tracker(run)
    assert run.rescore.run is not None
    recorded = RecordedRun.read(expand(run.rescore.run))
    tasks = make_tasks(run)
    logs = {task.name: recorded.task(task.name) for task in tasks}
    opened = _open_all(tasks, run.limit)
    _set_aside_others(run, context)
    with _judges(run, context) as judges, Guard(run.scoring.time_limit_s) as guard:
        common = Common(run, canonical_json(recorded.identity), guard, tracker.shown_count)
        evaluations = [Evaluation(task, rows, common, judges.benches.get(task.name)) for task, rows in opened.items()]
        if not run.rescore.force:  # before a judge is paid for what is refused in the end
            judged = {name: recorded.task(name) for name in judges.benches}
            for evaluation in (one for one in evaluations if one.task.name in judged):
                evaluation.compare_prompts(judged[evaluation.task.name])
            recorded.require_prompts(judged, run.protocol.name)
        with Crew(evaluations, logs, run.scoring.processes) as crew:
            work = _rescore_all(evaluations, logs, judges.executors, context.directory, crew)
            signalled = asyncio.run(work)
        serving = judges.deployments()
    if not run.rescore.force:
        recorded.require_prompts(logs, run.protocol.name)
    ledger = Ledger()
    result = _Result(run, evaluations, started, clock).make(
        status=_status(evaluations, ledger, signalled=signalled),
        model=ModelSummary(name=recorded.model_name, identity=recorded.identity),
        execution=_execution(evaluations, ledger, judges=judges.ledgers),
        rescored=Rescored(run=str(recorded.directory), other_prompts=sum(log.other_prompts for log in logs.values())),
    )
    _publish(result, evaluations, tracker, context, serving=serving)
    return result


@dataclass(frozen=True)
class _Result:
    """What the result of a run says whatever was done to come by it."""

    run: RunConfig
    evaluations: Sequence[Evaluation]
    started: datetime
    clock: float

    def make(self, **others: Any) -> RunResult:
        run = self.run
        tasks = {evaluation.task.name: evaluation.result() for evaluation in self.evaluations}
        return RunResult(
            hyeval_version=hyeval.__version__,
            protocol=run.protocol.name,
            seed=run.seed,
            repeats=run.repeats,
            limit=run.limit,
            mode=run.mode.value,
            tasks=tasks,
            averages=averages(run.averages, tasks, protocol=run.protocol.name),
            usage=_usage(self.evaluations),
            started=self.started.isoformat(timespec="seconds"),
            wall_seconds=round(time.monotonic() - self.clock, 3),
            **others,
        )


def _publish(
    result: RunResult,
    evaluations: Sequence[Evaluation],
    tracker: Tracker,
    context: RunContext,
    *,
    serving: Sequence[Mapping[str, Any]],
) -> None:
    """Write, print and track a result; `RunIncomplete` if samples have no response."""
    _write(result, context, serving)
    print_results(result, context.console)
    context.finished(result)
    shown = {evaluation.task.name: evaluation.shown for evaluation in evaluations}
    tracker.log(result, context.directory.path, composed=context.composed, samples=shown)
    logger.info("results: %s", context.directory.path)
    _raise_if_incomplete(result)


def check_data(run: RunConfig) -> list[Inspection]:
    """Go through all rows of the tasks of a run; no model is made, and nothing is sent or written."""
    return [_inspected(task, run.limit) for task in make_tasks(run)]


def _inspected(task: Task, limit: int | None) -> Inspection:
    try:
        rows = task.open(limit)
    except (DataError, MissingResource) as error:
        found = Inspection(task.name)
        for line in str(error).splitlines():
            found.note(line)
        return found
    return inspect(task, rows)


def estimate(run: RunConfig, context: RunContext) -> RunEstimate:
    """Count what a run would ask, and what that would take, without asking anything."""
    make_ledger(run, context.purse)
    prepared = _prepare(run, context)
    with _open_store(run, prepared.model) as store:
        estimator = Estimator(prepared.model, store, prices=run.model.prices, reuse=run.resume)
        found = estimator.estimate({one.task.name: one.items() for one in prepared.evaluations({}, Guard())})
    context.directory.write_json("estimate.json", found)
    print_estimate(found, context.console)
    return found


def _prepare(run: RunConfig, context: RunContext, *, shown_count: int = 0) -> _Prepared:
    tasks = make_tasks(run)
    opened = _open_all(tasks, run.limit, with_images=_asks(run) and run.on_broken is OnBroken.STOP)
    model = context.pool.get(run.model, run.hardware, Servers(run.deploy, context.directory.path / "servers"))
    check_abilities(model, tasks)
    return _Prepared(model, dict(model.identity()), opened, run, shown_count)


def _asks(run: RunConfig) -> bool:
    return run.mode is not Mode.SCORE and not run.dry_run


def _retry(run: RunConfig) -> RetryPolicy:
    return RetryPolicy(**run.retry.model_dump(), seed=run.seed)


@dataclass(frozen=True)
class _Judges:
    """The judges of a run: benches by task, and what asks each judge."""

    benches: Mapping[str, Bench]
    executors: Sequence[Executor]
    deployments: Callable[[], list[Mapping[str, Any]]]
    """What is known of the servers that were started for them."""

    @property
    def ledgers(self) -> list[Ledger]:
        """What each judge has used."""
        return [executor.ledger for executor in self.executors]


@contextmanager
def _judges(run: RunConfig, context: RunContext) -> Iterator[_Judges]:
    """Make the judges of all tasks, each with a store of its own; released afterwards."""
    pool = JudgePool(context.directory.path / "servers" / "judge", context.pool.judges)
    if run.mode is Mode.INFER:
        yield _Judges({}, [], pool.deployments)
        return
    settings = PanelSettings(run.judge.combine, run.judge.repeats, run.seed)
    judges: dict[int, Judge] = {}
    with ExitStack() as stack:
        stack.callback(pool.close)

        def judge(model: Model) -> Judge:
            if id(model) not in judges:
                store = stack.enter_context(_open_store(run, model))
                ledger = Ledger(pool.prices(model), run.budget, context.purse)
                executor = Executor(model, store, reuse=run.resume, retry=_retry(run), ledger=ledger)
                identity = canonical_json(dict(model.identity()))
                judges[id(model)] = Judge(model.name, identity, executor, pool.max_tokens(model))
            return judges[id(model)]

        other = None if run.judge.against is None else RecordedRun.read(expand(run.judge.against))
        benches = {
            task: Bench(
                rubric,
                [judge(model) for model in models],
                settings,
                against=other.task(task) if other is not None and rubric.pairwise else None,
            )
            for task, (rubric, models) in make_judges(run, pool).items()
        }
        pool.retire()
        yield _Judges(benches, [one.executor for one in judges.values()], pool.deployments)


def _open_store(run: RunConfig, model: Model) -> ResponseStore:
    store = ResponseStore(folder_in(expand(run.cache_dir)), model_name=model.name)
    if store.recovery.responses or store.recovery.in_flight:
        logger.info(
            "recovered %d answers of a killed run; %d requests were in flight",
            store.recovery.responses,
            store.recovery.in_flight,
        )
    return store


def _open_all(tasks: Sequence[Task], limit: int | None, *, with_images: bool = False) -> dict[Task, Rows]:
    """Open every data set and look it over before anything is asked; one error tells what is wrong with all of them."""
    opened: dict[Task, Rows] = {}
    errors: list[DataError | MissingResource] = []
    for task in tasks:
        try:
            opened[task] = task.open(limit)
            require_sound(task, opened[task])
            if with_images:
                require_readable(task, opened[task])
        except (DataError, MissingResource) as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise DataError("\n".join(str(error) for error in errors))
    return opened


async def _rescore_all(
    evaluations: Sequence[Evaluation],
    recorded: Mapping[str, Recorded],
    judges: Sequence[Executor],
    directory: RunDirectory,
    crew: Crew | None = None,
) -> bool:
    """Score what was answered before, task by task; return whether a signal ended it."""
    with stopped_by_signals(lambda: _stop_all(judges)) as signalled:
        try:
            for evaluation in evaluations:
                blocks = None if crew is None else crew.entries(evaluation)
                if blocks is None:
                    await evaluation.rescore(recorded[evaluation.task.name], directory, stopped=signalled.is_set)
                else:
                    await evaluation.collect(blocks, directory, stopped=signalled.is_set)
        finally:
            await _close_all(judges)
    return signalled.is_set()


def _stop_all(executors: Sequence[Executor]) -> None:
    for executor in executors:
        executor.stop()


async def _close_all(executors: Sequence[Executor]) -> None:
    for executor in executors:
        await executor.close()
        await executor.model.disconnect()


async def _answer_all(
    evaluations: Sequence[Evaluation],
    executor: Executor,
    judges: Sequence[Executor],
    directory: RunDirectory,
    *,
    release: Callable[[], None] | None = None,
) -> bool:
    """Answer the tasks in turn; return whether a signal ended it.

    With `release`, judges begin when all is answered and the model's weights are released.

    A task begins when the one before has handed out its last request: its first questions fill the places that the
    slow ones at the end leave free.
    """
    everyone = (executor, *judges)
    with stopped_by_signals(lambda: _stop_all(everyone)) as signalled, ProgressBoard(message_console()) as board:
        left_s = executor.ledger.seconds_left()
        if left_s is not None:
            asyncio.get_running_loop().call_later(left_s, executor.within_budget)
        try:
            async with asyncio.TaskGroup() as group:
                for evaluation in evaluations:
                    later = release is not None
                    group.create_task(evaluation.answer(executor, directory, board, judged_later=later))
                    await evaluation.all_read.wait()
            if release is not None:
                await _close_all((executor,))
                release()
                for evaluation in evaluations:
                    await evaluation.judge(executor.store)
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None
        finally:
            await _close_all(everyone)
    return signalled.is_set()


def _status(evaluations: Sequence[Evaluation], ledger: Ledger, *, signalled: bool) -> RunStatus:
    if all(evaluation.complete for evaluation in evaluations):
        return RunStatus.COMPLETE
    if signalled:
        return RunStatus.INTERRUPTED
    return RunStatus.PARTIAL if ledger.exhausted(0) else RunStatus.INCOMPLETE


def _usage(evaluations: Sequence[Evaluation]) -> TokenUsage:
    return TokenUsage(
        prompt_tokens=sum(evaluation.tally.prompt_tokens for evaluation in evaluations),
        completion_tokens=sum(evaluation.tally.completion_tokens for evaluation in evaluations),
    )


def _execution(
    evaluations: Sequence[Evaluation],
    ledger: Ledger,
    executor: Executor | None = None,
    *,
    judges: Sequence[Ledger] = (),
) -> Execution:
    return Execution(
        requests=sum(evaluation.tally.expected for evaluation in evaluations),
        generated=sum(evaluation.tally.generated for evaluation in evaluations),
        reused=sum(evaluation.tally.reused for evaluation in evaluations),
        retries=0 if executor is None else executor.retries,
        in_flight_lost=0 if executor is None else executor.lost,
        spending=_spending(ledger),
        stopped=None if executor is None else executor.stop_reason or None,
        casualties=[] if executor is None else list(executor.model.casualties()),
        judging=[_spending(judge) for judge in judges],
    )


def _spending(ledger: Ledger) -> Spending:
    priced = ledger.prices is not None

    def told(account: Account) -> AccountResult:
        return AccountResult(**{**asdict(account), "usd": round(account.usd, 6) if priced else None})

    return Spending(
        prices=None if ledger.prices is None else asdict(ledger.prices),
        answers=told(ledger.answers),
        retries=told(ledger.retries),
        interrupted=told(ledger.interrupted),
        reused=told(ledger.reused),
    )


def _write(result: RunResult, context: RunContext, serving: Sequence[Mapping[str, Any]]) -> None:
    context.directory.write_json(RESULTS, result)
    fingerprints = {name: task.fingerprints.model_dump() for name, task in result.tasks.items()}
    datasets = {name: task.dataset for name, task in result.tasks.items()}
    environment = describe_environment(context.command)
    manifest = {**environment, "datasets": datasets, "fingerprints": fingerprints, "serving": list(serving)}
    context.directory.write_json("manifest.json", manifest)


def _raise_if_incomplete(result: RunResult) -> None:
    if result.status is RunStatus.COMPLETE:
        return
    unanswered = sum(
        sum(count for status, count in task.counts.responses.items() if not ResponseStatus(status).answered)
        for task in result.tasks.values()
    )
    failed = [name for name, task in result.tasks.items() if task.error is not None]
    unjudged = sum(task.counts.scores.get("judge_failed", 0) for task in result.tasks.values())
    parts = [result.execution.stopped.removesuffix(".")] if result.execution.stopped else []
    if unanswered:
        place = " in the store" if result.mode == Mode.SCORE else ""
        parts.append(f"{unanswered} of {result.execution.requests} requests have no response{place}")
    if unjudged:
        parts.append(f"{unjudged} answers have no verdict")
    if failed:
        parts.append(f"failed: {', '.join(failed)}")
    kind = RunInterrupted if result.status is RunStatus.INTERRUPTED else RunIncomplete
    raise kind(f"{'; '.join(parts)}. {_way_on(result, unanswered)}")


def _way_on(result: RunResult, unanswered: int) -> str:
    """What asks for that which is missing."""
    if unanswered and result.rescored is not None:
        return "Scoring anew asks nothing: run the command of that run again, then this one."
    if unanswered and result.mode == Mode.SCORE:
        return "The same command with mode=all asks for them."
    return "The same command goes on from here: what was answered is stored."
