"""What a person sees while a run goes on: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from types import TracebackType
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

logger = logging.getLogger(__name__)

REFRESH_S = 0.1
LOG_INTERVAL_S = 30.0


class Counter(Protocol):
    """What a display reads: `reports.tally.Tally` has it."""

    @property
    def arrived(self) -> int: ...
    @property
    def failed(self) -> int: ...
    @property
    def expected(self) -> int: ...

    reused: int
    generated: int


class ProgressDisplay:
    """Progress of one task; `update` is cheap enough to be called for every sample."""

    def __init__(
        self, task: str, counter: Counter, *, console: Console, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._task = task
        self._counter = counter
        self._clock = clock
        self._started = self._shown = clock()
        self._bar = _make_bar(console) if console.is_terminal else None
        if self._bar is not None:
            self._id = self._bar.add_task(task, total=counter.expected, rate="", failures="")

    def __enter__(self) -> ProgressDisplay:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._draw(self._bar)
            self._bar.stop()

    def update(self) -> None:
        """Show the counter's state, if it was not shown a moment ago."""
        now = self._clock()
        if self._bar is not None:
            if now - self._shown >= REFRESH_S:
                self._shown = now
                self._draw(self._bar)
        elif now - self._shown >= LOG_INTERVAL_S:
            self._shown = now
            logger.info("%s: %s", self._task, self.line())

    def line(self) -> str:
        """Done, rate, remaining time and failures in one line."""
        counter = self._counter
        done, total = counter.arrived, counter.expected
        rate = self._rate()
        left = f"{(total - done) / rate:.0f} s left" if rate else "rate unknown"
        return f"{done}/{total}, {rate:.1f}/s, {left}, {counter.failed} failed, {counter.reused} reused"

    def _rate(self) -> float:
        elapsed = self._clock() - self._started
        return self._counter.arrived / elapsed if elapsed > 0 else 0.0

    def _draw(self, bar: Progress) -> None:
        counter = self._counter
        failures = f"[red]{counter.failed} failed[/]" if counter.failed else "0 failed"
        reused = f" · {counter.reused} reused" if counter.reused else ""
        bar.update(self._id, completed=counter.arrived, rate=f"{self._rate():.1f}/s", failures=failures + reused)


def _make_bar(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[failures]}"),
        console=console,
    )
