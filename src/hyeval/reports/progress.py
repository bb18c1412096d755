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


class Activity(Protocol):
    """What goes on at a moment: `execution.executor.Activity`."""

    @property
    def in_flight(self) -> int: ...
    @property
    def limit(self) -> int: ...
    @property
    def retries(self) -> int: ...
    @property
    def tokens(self) -> int: ...
    @property
    def usd(self) -> float | None: ...


class ProgressBoard:
    """The display of a run: a bar for each task that is going on, or lines in the log where there is no terminal."""

    def __init__(self, console: Console, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._bar = _make_bar(console) if console.is_terminal else None
        self._clock = clock

    def __enter__(self) -> ProgressBoard:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def display(self, task: str, counter: Counter, activity: Callable[[], Activity]) -> ProgressDisplay:
        """Display one task more."""
        return ProgressDisplay(task, counter, activity, bar=self._bar, clock=self._clock)


class ProgressDisplay:
    """Progress of one task; `update` is cheap enough to be called for every sample."""

    def __init__(
        self,
        task: str,
        counter: Counter,
        activity: Callable[[], Activity],
        *,
        bar: Progress | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._task = task
        self._counter = counter
        self._activity = activity
        self._clock = clock
        self._started = self._shown = clock()
        self._bar = bar
        if bar is not None:
            self._id = bar.add_task(task, total=counter.expected, rate="", activity="")

    def __enter__(self) -> ProgressDisplay:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._draw(self._bar)

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
        """Done, rate, remaining time, failures and what goes on, in one line."""
        counter = self._counter
        done, total = counter.arrived, counter.expected
        rate = self._rate()
        left = f"{(total - done) / rate:.0f} s left" if rate else "rate unknown"
        return f"{done}/{total}, {rate:.1f}/s, {left}, {', '.join(self._notes())}"

    def _notes(self) -> list[str]:
        """Failures always; what is in flight, repeated, reused and spent only where there is any."""
        counter, activity = self._counter, self._activity()
        notes = [f"{counter.failed} failed"]
        if activity.in_flight and counter.arrived < counter.expected:
            notes.insert(0, f"{activity.in_flight} of {activity.limit} in flight")
        if activity.retries:
            notes.append(f"{activity.retries} retries")
        if counter.reused:
            notes.append(f"{counter.reused} reused")
        if activity.tokens:
            notes.append(f"{_short(activity.tokens)} tokens")
        if activity.usd is not None:
            notes.append(f"{activity.usd:.4f} USD")
        return notes

    def _rate(self) -> float:
        elapsed = self._clock() - self._started
        return self._counter.arrived / elapsed if elapsed > 0 else 0.0

    def _draw(self, bar: Progress) -> None:
        notes = " · ".join(self._notes())
        if self._counter.failed:
            notes = notes.replace(f"{self._counter.failed} failed", f"[red]{self._counter.failed} failed[/]")
        bar.update(self._id, completed=self._counter.arrived, rate=f"{self._rate():.1f}/s", activity=notes)


def _short(number: int) -> str:
    for unit, name in ((1_000_000, "M"), (1000, "k")):
        if number >= unit:
            return f"{number / unit:.1f}{name}"
    return str(number)


def _make_bar(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[activity]}"),
        console=console,
    )
