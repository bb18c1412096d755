"""What runs jobs: SLURM, or processes of this machine; both by way of submitit."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from hyeval.config.launchers import LauncherSettings, SlurmSettings
from hyeval.errors import LauncherError
from hyeval.sweeps.cells import Cell

logger = logging.getLogger(__name__)

COMMAND_TIMEOUT_S = 60
OF_AN_ALLOCATION = ("SLURM_", "SLURMD_", "SRUN_", "SBATCH_", "SUBMITIT_")
OF_THE_CLUSTER = frozenset({"SLURM_CONF", "SLURM_CLUSTERS"})
NOT_ENDED = frozenset({
    "PENDING", "RUNNING", "COMPLETING", "CONFIGURING", "PREEMPTED", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD",
    "RESIZING", "SIGNALING", "SPECIAL_EXIT", "STAGE_OUT", "STOPPED", "SUSPENDED",
})  # fmt: skip
"""States of SLURM from which a job may still come to a result."""
USUAL_REASONS = frozenset({"", "None", "Resources", "Priority", "BeginTime", "JobArrayTaskLimit"})


@dataclass(frozen=True)
class Job:
    """A job of a cell: submitit's, which knows where its files lie."""

    cell: Cell
    handle: Any

    @property
    def id(self) -> str:
        """The id that the queue knows it by."""
        return str(self.handle.job_id)

    @property
    def result(self) -> Path:
        """Where submitit writes what the job returns, of several tasks the first."""
        return Path(self.handle.paths.result_pickle)

    @property
    def log(self) -> Path:
        """What the job wrote to standard error."""
        return Path(self.handle.paths.stderr)


Call = Callable[[Cell], Any]
"""What a job runs: picklable, with submitit's method `checkpoint`."""


class Queue(Protocol):
    """Takes cells and says what has become of their jobs."""

    PATIENCE_S: ClassVar[float]
    """How long a result may take to be seen after its job has ended."""
    OUTLIVES: ClassVar[bool]
    """Whether jobs go on when the command that has submitted them ends."""

    def submit(self, cells: Sequence[Cell], call: Call, *, running: int) -> list[Job]:
        """Start jobs for the first of `cells`, as many as may be started now."""
        ...

    def attach(self, cell: Cell, job: str, folder: str) -> Job | None:
        """The job that an earlier command has submitted; None where jobs end with their command."""
        ...

    def states(self, jobs: Sequence[str]) -> Mapping[str, str] | None:
        """SLURM's words for the states of jobs; a job that is not known is left out, None if nobody answers.

        A word may be followed by a reason, such as `PENDING (JobHeldUser)`.
        """
        ...

    def abandon(self, jobs: Sequence[Job]) -> str:
        """The command is interrupted: do what is right, and say what becomes of the jobs."""
        ...


class SlurmQueue:
    """One array for all cells, in parts where it would be longer than the cluster allows."""

    PATIENCE_S: ClassVar[float] = 15.0  # network file systems
    OUTLIVES: ClassVar[bool] = True

    def __init__(self, settings: LauncherSettings, folder: Path) -> None:
        assert isinstance(settings, SlurmSettings)
        if missing := [name for name in ("sbatch", "srun", "squeue") if shutil.which(name) is None]:
            raise LauncherError(
                f"hydra/launcher=slurm: there is no {missing[0]} on this machine. Run the command where jobs are"
                " submitted, or use `hydra/launcher=slurm_local`."
            )
        self._settings = settings
        self._folder = folder

    def submit(self, cells: Sequence[Cell], call: Call, *, running: int) -> list[Job]:  # noqa: ARG002  # SLURM counts
        """Submit all of them; `LauncherError` with SLURM's words if it refuses."""
        import submitit
        from submitit.core.utils import FailedJobError

        longest = self._longest_array()
        jobs: list[Job] = []
        with without_allocation():
            for start in range(0, len(cells), longest):
                part = cells[start : start + longest]
                executor = submitit.SlurmExecutor(self._folder, max_num_timeout=self._settings.max_timeouts)
                executor.update_parameters(**self._parameters())
                try:
                    handles = executor.map_array(call, part)
                except FailedJobError as error:
                    raise LauncherError(f"hydra/launcher=slurm: sbatch refuses the jobs: {_first(error)}") from error
                jobs += [Job(cell, handle) for cell, handle in zip(part, handles, strict=True)]
        return jobs

    def attach(self, cell: Cell, job: str, folder: str) -> Job | None:
        """A job by its id and its folder."""
        import submitit

        return Job(cell, submitit.SlurmJob(folder, job))

    def states(self, jobs: Sequence[str]) -> Mapping[str, str] | None:
        """Ask squeue, which forgets a job some minutes after its end, and sacct about the others."""
        wanted = sorted({job.partition("_")[0] for job in jobs})
        squeue = ["squeue", "--noheader", "--array", "--states=all", "--format=%i|%T|%r", f"--jobs={','.join(wanted)}"]
        listed = _run(squeue)
        if listed.returncode != 0 and "Invalid job id" not in listed.stderr:
            logger.info("squeue does not answer: %s", listed.stderr.strip())
            return None
        states = dict(_state(line) for line in listed.stdout.splitlines() if "|" in line)
        forgotten = [job for job in jobs if job not in states]
        return {job: states[job] for job in jobs if job in states} | (_accounted(forgotten) if forgotten else {})

    def abandon(self, jobs: Sequence[Job]) -> str:
        """Leave them to SLURM."""
        arrays = " ".join(sorted({job.id.partition("_")[0] for job in jobs}))
        return (
            f"{len(jobs)} jobs go on without this command. The same command again waits for them and does not submit"
            f" them twice; `scancel {arrays}` ends them."
        )

    def _parameters(self) -> dict[str, Any]:
        own = self._settings
        named = {
            "job_name": own.name,
            "time": own.time,
            "nodes": own.nodes,
            "ntasks_per_node": own.tasks_per_node,
            "gpus_per_node": own.gpus,
            "cpus_per_task": own.cpus,
            "mem": own.mem,
            "array_parallelism": own.parallel,
            "signal_delay_s": own.signal_delay_s,
            "setup": list(own.setup) or None,
            "additional_parameters": dict(own.sbatch) or None,
        }
        same = ("partition", "account", "qos", "constraint", "exclude", "comment")
        named |= {name: getattr(own, name) for name in same}
        return {name: value for name, value in named.items() if value is not None}

    @staticmethod
    def _longest_array() -> int:
        found = re.search(r"^MaxArraySize\s*=\s*(\d+)", _run(["scontrol", "show", "config"]).stdout, re.MULTILINE)
        return int(found.group(1)) if found else 1000


class LocalQueue:
    """A few processes at a time."""

    PATIENCE_S: ClassVar[float] = 1.0
    OUTLIVES: ClassVar[bool] = False

    def __init__(self, settings: LauncherSettings, folder: Path) -> None:
        self._settings = settings
        self._folder = folder
        self._handles: dict[str, Any] = {}

    def submit(self, cells: Sequence[Cell], call: Call, *, running: int) -> list[Job]:
        """Start as many as there are free places."""
        import submitit

        settings = self._settings
        executor = submitit.LocalExecutor(self._folder, max_num_timeout=settings.max_timeouts)
        executor.update_parameters(timeout_min=settings.time, signal_delay_s=settings.signal_delay_s)
        jobs = []
        for cell in cells[: max(0, settings.parallel - running)]:
            with without_allocation(), _shielded_from_ctrl_c():
                job = Job(cell, executor.submit(call, cell))
            self._handles[job.id] = job.handle
            jobs.append(job)
        return jobs

    def attach(self, cell: Cell, job: str, folder: str) -> Job | None:  # noqa: ARG002
        """None: no process outlives its command."""
        return None

    def states(self, jobs: Sequence[str]) -> Mapping[str, str] | None:
        """Ask the processes that this command has started."""
        told = {job: self._handles[job].state for job in jobs if job in self._handles}
        return {job: "RUNNING" if state == "RUNNING" else "COMPLETED" for job, state in told.items()}

    def abandon(self, jobs: Sequence[Job]) -> str:
        """Ask them to stop, as a first Ctrl-C does, and wait until they have kept what is in flight."""
        for job in jobs:
            job.handle._process.terminate()
        for job in jobs:
            job.handle._process.wait()
        return "The cells were stopped, and what they were answered is kept. The same command again goes on from there."


@contextmanager
def without_allocation() -> Iterator[None]:
    """Hide what a surrounding job or allocation has set: sbatch and srun would take it for what this job asks for."""
    hidden = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(OF_AN_ALLOCATION) and name not in OF_THE_CLUSTER
    }
    for name in hidden:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(hidden)


@contextmanager
def _shielded_from_ctrl_c() -> Iterator[None]:
    """Start processes that a Ctrl-C in this terminal does not end: submitit would kill the runs after a second."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def goes_on(state: str) -> bool:
    """Whether a job in this state may still come to a result."""
    return state.partition(" ")[0] in NOT_ENDED


def _state(line: str) -> tuple[str, str]:
    """Id and state in a line of squeue; why a job waits is told where the cluster's being busy is not the reason."""
    job, state, *reason = line.split("|")
    unusual = [one for one in reason if state == "PENDING" and one not in USUAL_REASONS]
    return job, f"{state} ({unusual[0]})" if unusual else state


def _accounted(jobs: Sequence[str]) -> dict[str, str]:
    """How jobs that squeue does not list have ended; nothing where the cluster keeps no accounts."""
    found: dict[str, str] = {}
    columns = ["--noheader", "--parsable2", "--allocations", "--format=JobID,State"]
    for line in _run(["sacct", *columns, f"--jobs={','.join(jobs)}"]).stdout.splitlines():
        job, _, state = line.partition("|")
        word = state.partition(" ")[0]  # "CANCELLED by 1000"
        if job in jobs and word not in NOT_ENDED:
            found[job] = word
    return found


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=COMMAND_TIMEOUT_S)
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))


def _first(error: Exception) -> str:
    return " ".join(str(error).split())
