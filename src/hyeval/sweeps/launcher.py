"""The launcher that gives the cells of a sweep to a queue: what is missing is submitted, all of them are waited for."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

from hydra.core.hydra_config import HydraConfig
from hydra.core.singleton import Singleton
from hydra.core.utils import JobReturn, JobStatus
from hydra.types import HydraContext
from hydra_plugins.hydra_submitit_launcher.submitit_launcher import BaseSubmititLauncher
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from hyeval.config.composition import register_resolvers, without_hydra
from hyeval.config.folders import default_cache_folder, expand
from hyeval.config.launchers import PLUGIN, SETTINGS
from hyeval.errors import ExitCode
from hyeval.models.rendezvous import Meeting, attend, external_rank
from hyeval.parent import terminate_after
from hyeval.reports.run_directory import RunDirectory
from hyeval.sweeps.cells import Cell, CellState, Jobs, Outcome, Report, labels, shown_path
from hyeval.sweeps.notice import noticed
from hyeval.sweeps.queues import Job, LocalQueue, Queue, SlurmQueue, goes_on
from hyeval.sweeps.records import Records, digest_of
from hyeval.sweeps.watch import watch

logger = logging.getLogger(__name__)

DEVICES = "CUDA_VISIBLE_DEVICES"


class JobLauncher(BaseSubmititLauncher):  # type: ignore[misc]  # an optional package
    """Runs every cell of a sweep as a job of its own.

    Of hydra-submitit-launcher this takes how a job runs under Hydra; it submits and waits itself, because that one
    waits for ever for a job that was killed, and tells only the first failure.
    """

    QUEUE: ClassVar[type[SlurmQueue | LocalQueue]]
    config: DictConfig
    hydra_context: HydraContext
    task_function: Jobs

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        name = f"{PLUGIN}{type(self).__name__}"
        self._settings = SETTINGS[name].model_validate({"_target_": name, **self.params})
        self._devices = os.environ.get(DEVICES)
        self._command = os.getpid()

    def launch(self, job_overrides: Sequence[Sequence[str]], initial_job_idx: int) -> Sequence[JobReturn]:
        """Run what is missing, and hand a report on every cell to the job function; none of them raises."""
        sweep_folder = Path(str(self.config.hydra.sweep.dir))
        sweep_folder.mkdir(parents=True, exist_ok=True)
        cells = self._cells(job_overrides, initial_job_idx)
        queue = self.QUEUE(self._settings, sweep_folder.absolute() / ".submitit" / "%j")
        found = [report for cell in cells if (report := _found(cell)) is not None]
        missing = [cell for cell in cells if cell not in {report.cell for report in found}]
        attached = self._attach(missing, queue)
        pending = [cell for cell in missing if cell not in {job.cell for job in attached}]
        logger.info(
            "sweep of %d cells in %s: %d are complete, %d are on their way, %d are submitted",
            len(cells), shown_path(sweep_folder), len(found), len(attached), len(pending),
        )  # fmt: skip
        reports = [*found, *watch(attached, pending, queue, self, poll_s=self._settings.poll_s)]
        reports.sort(key=lambda report: report.cell.number)
        RunDirectory(sweep_folder).write_json("sweep.json", {"cells": [_line(report) for report in reports]})
        self.task_function.collect(reports)
        return [_returned(report) for report in reports]

    def __call__(self, cell: Cell) -> Outcome:
        """Run one cell, in its job; of several tasks of a job the first one does, and the others lend it a hand."""
        self._restore_environment()
        rank, folder = external_rank(os.environ), expand(default_cache_folder()) / "ranks"
        if rank is None:
            return self._run_noticed(cell)
        if rank.number > 0:
            return Outcome(attend(rank, folder))
        with closing(Meeting(rank, folder)) as meeting:
            self.task_function.meet(meeting)
            return self._run_noticed(cell)

    def _run_noticed(self, cell: Cell) -> Outcome:
        import submitit

        environment = submitit.JobEnvironment()
        # Of an attempt before this one, which was queued again: what it returned is no longer true.
        environment.paths.result_pickle.unlink(missing_ok=True)
        user_signal = signal.Signals[f"SIG{environment.USR_SIG}"]
        with noticed(user_signal, patience_s=self._settings.signal_delay_s / 2) as notice:
            try:
                if not self.QUEUE.OUTLIVES:
                    terminate_after(self._command)
                outcome = self._run(cell)
            except KeyboardInterrupt:
                try:
                    notice.act()
                except submitit.core.utils.UncompletedJobError:
                    allowed = f"`max_timeouts={self._settings.max_timeouts}` allows"
                    error = f"it ran into its time limit once more than {allowed}"
                    return Outcome(ExitCode.INCOMPLETE, error=error, timed_out=True)
                return Outcome(ExitCode.INTERRUPTED, error="it was told to end")
        if outcome.complete and outcome.folder is not None:
            Records(cell.cache).save_complete(cell.digest, outcome.folder)
        return outcome

    def _run(self, cell: Cell) -> Outcome:
        try:
            returned = super().__call__(
                list(cell.overrides), "hydra.sweep.dir", cell.number, cell.digest, Singleton.get_state()
            )
        finally:
            self.task_function.release()
        if returned.status is JobStatus.COMPLETED:
            outcome: Outcome = returned.return_value
            return outcome
        error = returned._return_value
        logger.error("the cell ended with an error that hyeval does not know", exc_info=error)
        return Outcome(ExitCode.ERROR, Path(returned.working_dir), error=f"{type(error).__name__}: {error}")

    def _restore_environment(self) -> None:
        register_resolvers()
        if self.QUEUE is LocalQueue:
            # submitit hides all GPUs from a local job that does not ask for a number of them.
            os.environ.pop(DEVICES, None)
            if self._devices is not None:
                os.environ[DEVICES] = self._devices

    def _cells(self, job_overrides: Sequence[Sequence[str]], first: int) -> list[Cell]:
        told = labels(job_overrides)
        return [
            self._cell(first + index, tuple(overrides), told[index]) for index, overrides in enumerate(job_overrides)
        ]

    def _cell(self, number: int, overrides: tuple[str, ...], label: str) -> Cell:
        config = self.hydra_context.config_loader.load_sweep_config(self.config, list(overrides))
        OmegaConf.update(config, "hydra.job.num", number, force_add=True)
        run = without_hydra(config)
        return Cell(
            number,
            overrides,
            label or f"cell {number}",
            digest_of(run),
            expand(run.cache_dir),
            reuse=run.resume and not run.dry_run and run.rescore.run is None,
            folder=_folder(config),
        )

    def _attach(self, cells: Sequence[Cell], queue: Queue) -> list[Job]:
        """Jobs that an earlier command has submitted for these cells and that have not ended."""
        noted = {
            cell: note for cell in cells if cell.reuse and (note := Records(cell.cache).find_submitted(cell.digest))
        }
        states = queue.states([note.job for note in noted.values()]) or {} if noted else {}
        going_on = {cell: note for cell, note in noted.items() if goes_on(states.get(note.job, ""))}
        found = [queue.attach(cell, note.job, note.folder) for cell, note in going_on.items()]
        return [job for job in found if job is not None]


def _folder(config: DictConfig) -> Path | None:
    """Where Hydra will put the results of a cell; None if that depends on what only the job knows."""
    before = HydraConfig.instance().cfg
    HydraConfig.instance().set_config(config)
    try:
        return Path(str(config.hydra.sweep.dir)) / str(config.hydra.sweep.subdir)
    except OmegaConfBaseException:
        return None
    finally:
        HydraConfig.instance().cfg = before


def _found(cell: Cell) -> Report | None:
    """The results that the cell has already, shown in its folder by a link."""
    outcome = Records(cell.cache).find_complete(cell.digest) if cell.reuse else None
    if cell.folder is not None and cell.folder.is_symlink():
        cell.folder.unlink()  # Of another sweep in this folder: a run must not write where the link leads.
    if outcome is None:
        return None
    if cell.folder is not None and outcome.folder is not None and not cell.folder.exists():
        cell.folder.parent.mkdir(parents=True, exist_ok=True)
        cell.folder.symlink_to(os.path.relpath(outcome.folder, cell.folder.parent.resolve()))
    return Report(cell, CellState.FOUND, outcome)


def _line(report: Report) -> dict[str, Any]:
    folder = None if report.outcome is None or report.outcome.folder is None else str(report.outcome.folder)
    log = None if report.log is None else str(report.log)
    told = {"number": report.cell.number, "overrides": list(report.cell.overrides), "state": report.state.value}
    return {**told, "folder": folder, "job": report.job, "log": log, "note": report.note}


def _returned(report: Report) -> JobReturn:
    """What Hydra's sweeper asks for; a failure that it saw would hide the others."""
    returned = JobReturn(overrides=report.cell.overrides, status=JobStatus.COMPLETED)
    returned.return_value = report.outcome
    return returned
