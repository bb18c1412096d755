"""Cells of a sweep, and what came of each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from hydra.core.utils import filter_overrides
from omegaconf import DictConfig

from hyeval.errors import ExitCode
from hyeval.models.rendezvous import Meeting
from hyeval.reports.results import RunResult, RunStatus


@dataclass(frozen=True)
class Cell:
    """One job of a sweep. `digest` stands for everything that its result depends on, `label` for what sets it apart."""

    number: int
    overrides: tuple[str, ...]
    label: str
    digest: str
    cache: Path
    reuse: bool
    """Whether a result that is already there will do."""
    folder: Path | None
    """Where its results will lie, if that is known before it runs."""


@dataclass(frozen=True)
class Outcome:
    """How a run ended, as it says itself. `error` is what was told to the user, or why it was ended."""

    code: int
    folder: Path | None = None
    result: RunResult | None = None
    error: str = ""
    timed_out: bool = False
    """Whether it was ended at its time limit for the last time."""

    @property
    def complete(self) -> bool:
        """Whether every sample has a response."""
        return self.code == ExitCode.COMPLETE and self.result is not None and self.result.status is RunStatus.COMPLETE


class CellState(StrEnum):
    """How a cell ended; all but the first two end the command with an exit code other than 0."""

    COMPLETE = "complete"
    FOUND = "found complete"
    INCOMPLETE = "incomplete"
    FAILED = "failed"
    TIMED_OUT = "timed out"
    OUT_OF_MEMORY = "out of memory"
    CANCELLED = "cancelled"
    KILLED = "killed"
    LOST = "left no result"


@dataclass(frozen=True)
class Report:
    """What came of a cell: `outcome` is missing where the job could not say; `job` and `log` where there was none."""

    cell: Cell
    state: CellState
    outcome: Outcome | None = None
    job: str | None = None
    log: Path | None = None
    note: str = ""

    @property
    def code(self) -> int:
        """The exit code of the run; a cell that was ended from outside left samples without a response."""
        if self.outcome is None or self.outcome.code == ExitCode.INTERRUPTED:
            return ExitCode.INCOMPLETE
        return self.outcome.code

    @property
    def failed(self) -> bool:
        """Whether the cell has no complete result."""
        return self.state not in (CellState.COMPLETE, CellState.FOUND)


class Jobs(Protocol):
    """What Hydra calls for each cell, and what is told the reports where others have called it."""

    def __call__(self, config: DictConfig) -> Outcome:
        """Run one cell in this process."""
        ...

    def meet(self, meeting: Meeting) -> None:
        """Compute with the help of processes that were started together with this one."""
        ...

    def release(self) -> None:
        """Let go of the models, and of the servers that were started for them."""
        ...

    def collect(self, reports: Sequence[Report]) -> None:
        """Take what came of cells that ran in other processes."""
        ...


def labels(overrides: Sequence[Sequence[str]]) -> list[str]:
    """What sets each cell of a sweep apart from the others: the overrides that they do not all have."""
    shown = [[one.lstrip("+") for one in filter_overrides(cell)] for cell in overrides]
    common = set.intersection(*map(set, shown)) if len(shown) > 1 else set()
    return [" ".join(one for one in cell if one not in common) for cell in shown]


def shown_path(path: Path) -> str:
    """A path as a user would type it here."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
