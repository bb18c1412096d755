"""Waiting for the jobs of a sweep: one that ends without a word is noticed, and each is told of at once."""

from __future__ import annotations

import logging
import pickle
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from hyeval.errors import ExitCode
from hyeval.sweeps.cells import Cell, CellState, Outcome, Report, shown_path
from hyeval.sweeps.queues import Call, Job, Queue, goes_on
from hyeval.sweeps.records import Records, Submitted

logger = logging.getLogger(__name__)

UNKNOWN = "UNKNOWN"
_BY_STATE = {
    "TIMEOUT": (CellState.TIMED_OUT, "SLURM ended it at its time limit"),
    "DEADLINE": (CellState.TIMED_OUT, "SLURM ended it at its deadline"),
    "OUT_OF_MEMORY": (CellState.OUT_OF_MEMORY, "raise `hydra.launcher.mem=`"),
    "CANCELLED": (CellState.CANCELLED, "by scancel"),
    "NODE_FAIL": (CellState.KILLED, "its node failed"),
    "PREEMPTED": (CellState.KILLED, "another job took its place"),
    "FAILED": (CellState.KILLED, "it ended without a result"),
    "COMPLETED": (CellState.KILLED, "it ended without a result"),
}
_BY_CODE = {
    ExitCode.COMPLETE: CellState.COMPLETE,
    ExitCode.INCOMPLETE: CellState.INCOMPLETE,
    ExitCode.INTERRUPTED: CellState.CANCELLED,
}


def watch(attached: Sequence[Job], pending: Sequence[Cell], queue: Queue, call: Call, *, poll_s: float) -> list[Report]:
    """Submit `pending` as the queue takes them, wait for all jobs, and report on each.

    A `KeyboardInterrupt` goes on to the caller, after what becomes of the jobs was said.
    """
    waiting = _Waiting(attached, pending, queue, call)
    try:
        with _terminated_like_interrupted():
            while waiting.goes_on():
                time.sleep(poll_s)
                waiting.look()
    except KeyboardInterrupt:
        logger.warning("%s", queue.abandon(list(waiting.jobs.values())))
        raise
    return waiting.reports


class _Waiting:
    """Jobs that have not ended, and reports on those that have."""

    def __init__(self, attached: Sequence[Job], pending: Sequence[Cell], queue: Queue, call: Call) -> None:
        self.jobs = {job.id: job for job in attached}
        self.reports: list[Report] = []
        self._pending = list(pending)
        self._queue = queue
        self._call = call
        self._ended: dict[str, float] = {}
        self._told: Mapping[str, int] = {}

    def goes_on(self) -> bool:
        """Submit what can be submitted; whether there is anything to wait for."""
        if self._pending:
            jobs = self._queue.submit(self._pending, self._call, running=len(self.jobs))
            self._pending = self._pending[len(jobs) :]
            self.jobs |= {job.id: job for job in jobs}
            for job in jobs:
                if self._queue.OUTLIVES:
                    # The folder of one job, in the form that submitit takes for all.
                    folder = str(job.result.parent.parent / "%j")
                    Records(job.cell.cache).save_submitted(job.cell, Submitted(job.id, folder))
                logger.info("cell %d (%s): job %s", job.cell.number, job.cell.label, job.id)
        return bool(self.jobs)

    def look(self) -> None:
        """Ask for the states of all jobs, and report on those that have ended."""
        states = self._queue.states(list(self.jobs))
        if states is None:
            return
        for name, job in list(self.jobs.items()):
            state = states.get(name, UNKNOWN)
            if goes_on(state):
                self._ended.pop(name, None)
                continue
            outcome = _result(job)
            ended = self._ended.setdefault(name, time.monotonic())
            if outcome is None and time.monotonic() - ended < self._queue.PATIENCE_S:
                continue
            del self.jobs[name]
            self.reports.append(report := _report(job, state, outcome))
            _tell(report)
        self._tell_counts({name: states.get(name, UNKNOWN) for name in self.jobs})

    def _tell_counts(self, states: Mapping[str, str]) -> None:
        counts = {"RUNNING": 0, "PENDING": len(self._pending)}
        for state in states.values():
            counts[state] = counts.get(state, 0) + 1
        if counts != self._told and states:
            self._told = counts
            logger.info("%s", ", ".join(f"{count} {_lower(state)}" for state, count in counts.items() if count))


def _lower(state: str) -> str:
    word, space, reason = state.partition(" ")
    return f"{word.lower()}{space}{reason}"


def _result(job: Job) -> Outcome | None:
    """What the job returned; None if it has written nothing, or not all of it yet."""
    try:
        # A network file system may remember that there was no such file, until its folder is listed.
        if job.result not in job.result.parent.iterdir():
            return None
        status, value = pickle.loads(job.result.read_bytes())
    except (OSError, EOFError, pickle.UnpicklingError):
        return None
    if status == "success":
        outcome: Outcome = value
        return outcome
    last_line = str(value).strip().splitlines()[-1]
    return Outcome(ExitCode.ERROR, job.result.parent, error=last_line)


def _report(job: Job, state: str, outcome: Outcome | None) -> Report:
    told = {"job": job.id, "log": job.log}
    if outcome is not None:
        by_code = _BY_CODE.get(ExitCode(outcome.code), CellState.FAILED)
        if outcome.timed_out:
            by_code = CellState.TIMED_OUT
        return Report(job.cell, by_code, outcome, note=outcome.error, **told)  # type: ignore[arg-type]
    by_state, note = _BY_STATE.get(state, (CellState.LOST, f"SLURM says {state.lower()}"))
    return Report(job.cell, by_state, None, note=note, **told)  # type: ignore[arg-type]


def _tell(report: Report) -> None:
    message = f"cell {report.cell.number} ({report.cell.label}): {report.state}"
    if not report.failed:
        logger.info("%s", message)
        return
    log = "" if report.log is None else f"; log: {shown_path(report.log)}"
    logger.error("%s", f"{message}{f', {report.note}' if report.note else ''}{log}")


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
