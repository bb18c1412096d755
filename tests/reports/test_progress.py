"""What a person sees while a run goes on: a line in a log now and then, or a bar on a terminal."""

from __future__ import annotations

import io
import logging
import re
import time
from dataclasses import dataclass, field
from typing import Any

import pytest
from rich.console import Console

from hyeval.execution.executor import Activity
from hyeval.records import Response, Score, ScoreStatus
from hyeval.reports.progress import LOG_INTERVAL_S, REFRESH_S, ProgressBoard, ProgressDisplay
from hyeval.reports.tally import Tally
from tests.builders import make_response, make_sample

IDLE = Activity(in_flight=0, limit=8, retries=0, tokens=0, usd=None)
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 500.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Desk:
    """A task of a run whose answers come when the test says so."""

    console: Console
    expected: int = 200
    clock: Clock = field(default_factory=Clock)
    activity: Activity = IDLE

    def __post_init__(self) -> None:
        self.tally = Tally(self.expected, 1)
        self.board = ProgressBoard(self.console, clock=self.clock)
        self._arrived = 0

    def display(self, task: str = "digits") -> ProgressDisplay:
        return self.board.display(task, self.tally, lambda: self.activity)

    def arrive(self, count: int = 1, *, failed: bool = False, reused: bool = False) -> None:
        for _ in range(count):
            response = Response.failure("timeout", "late") if failed else make_response()
            score = Score(ScoreStatus.NO_RESPONSE, None) if failed else Score(ScoreStatus.SCORED, 1.0)
            sample = make_sample(index=self._arrived)
            self.tally.enter(self.tally.counted(sample, 0, response, score, reused=reused))
            self._arrived += 1

    @property
    def shown(self) -> str:
        """What stands on the terminal, without colours."""
        return ESCAPE.sub("", self.raw)

    @property
    def raw(self) -> str:
        assert isinstance(self.console.file, io.StringIO)
        return self.console.file.getvalue()


def make_desk(*, terminal: bool = False, **settings: Any) -> Desk:
    return Desk(Console(file=io.StringIO(), force_terminal=terminal, width=200, color_system="standard"), **settings)


# The line


@pytest.mark.parametrize(
    ("activity", "failed", "reused", "notes"),
    [
        (IDLE, 0, 0, "0 failed"),
        (Activity(7, 8, 0, 0, None), 0, 0, "7 of 8 in flight, 0 failed"),
        (Activity(0, 8, 3, 0, None), 2, 0, "2 failed, 3 retries"),
        (IDLE, 0, 5, "0 failed, 5 reused"),
        (Activity(0, 8, 0, 999, None), 0, 0, "0 failed, 999 tokens"),
        (Activity(0, 8, 0, 1000, None), 0, 0, "0 failed, 1.0k tokens"),
        (Activity(0, 8, 0, 12_345, 0.5), 0, 0, "0 failed, 12.3k tokens, 0.5000 USD"),
        (Activity(0, 8, 0, 2_500_000, 0.0), 0, 0, "0 failed, 2.5M tokens, 0.0000 USD"),
        (
            Activity(7, 8, 3, 12_345, 1.23456),
            2,
            5,
            "7 of 8 in flight, 2 failed, 3 retries, 5 reused, 12.3k tokens, 1.2346 USD",
        ),
    ],
)
def test_a_line_tells_what_there_is_to_tell(activity: Activity, failed: int, reused: int, notes: str) -> None:
    desk = make_desk()
    with desk.display() as display:
        desk.activity = activity
        desk.arrive(failed, failed=True)
        desk.arrive(reused, reused=True)
        desk.arrive(20 - failed - reused)
        desk.clock.now += 10
        assert display.line() == f"20/200, 2.0/s, 90 s left, {notes}"


def test_before_the_first_answer_nothing_is_known_of_the_rate() -> None:
    desk = make_desk()
    with desk.display() as display:
        assert display.line() == "0/200, 0.0/s, rate unknown, 0 failed"
        desk.clock.now += 60
        assert display.line() == "0/200, 0.0/s, rate unknown, 0 failed"


def test_a_task_that_is_done_does_not_tell_of_the_requests_of_the_next_one() -> None:
    desk = make_desk(expected=4)
    with desk.display() as display:
        desk.activity = Activity(5, 8, 0, 0, None)
        desk.arrive(4)
        desk.clock.now += 2
        assert display.line() == "4/4, 2.0/s, 0 s left, 0 failed"


def test_the_time_counts_from_when_the_task_began() -> None:
    desk = make_desk()
    desk.clock.now += 1000
    with desk.display() as display:
        desk.arrive(5)
        desk.clock.now += 1
        assert display.line().startswith("5/200, 5.0/s, 39 s left")


# A log


def test_a_log_gets_a_line_once_in_a_while(caplog: pytest.LogCaptureFixture) -> None:
    desk = make_desk()
    with caplog.at_level(logging.INFO), desk.board, desk.display() as display:
        for _ in range(100):
            desk.arrive()
            desk.clock.now += 1
            display.update()
    expected = [
        f"digits: {done}/200, 1.0/s, {200 - done} s left, 0 failed"
        for done in range(int(LOG_INTERVAL_S), 101, int(LOG_INTERVAL_S))
    ]
    assert [record.getMessage() for record in caplog.records] == expected
    assert desk.raw == ""


def test_a_log_gets_nothing_from_a_task_that_is_done_quickly(caplog: pytest.LogCaptureFixture) -> None:
    desk = make_desk(expected=5)
    with caplog.at_level(logging.INFO), desk.board, desk.display() as display:
        for _ in range(5):
            desk.arrive()
            desk.clock.now += (LOG_INTERVAL_S - 1) / 5
            display.update()
    assert caplog.records == []


# A terminal


def test_a_terminal_gets_a_bar_and_no_lines(caplog: pytest.LogCaptureFixture) -> None:
    desk = make_desk(terminal=True)
    desk.activity = Activity(7, 8, 3, 12_345, 0.5)
    with caplog.at_level(logging.INFO), desk.board, desk.display("suite/digits") as display:
        desk.arrive(2, failed=True)
        desk.arrive(48)
        desk.clock.now += 10 * LOG_INTERVAL_S
        display.update()
    (last,) = desk.shown.strip().splitlines()[-1:]
    assert "suite/digits" in last
    assert "50/200" in last
    assert "0.2/s" in last
    assert "7 of 8 in flight · 2 failed · 3 retries · 12.3k tokens · 0.5000 USD" in last
    assert caplog.records == []


def test_the_bar_moves_while_the_task_goes_on() -> None:
    desk = make_desk(terminal=True)
    with desk.board, desk.display() as display:
        desk.arrive(50)
        desk.clock.now += REFRESH_S
        display.update()
        deadline = time.monotonic() + 10  # a thread redraws it ten times a second
        while "50/200" not in desk.shown:
            assert time.monotonic() < deadline
            time.sleep(0.01)


def test_failures_are_red_and_none_are_not() -> None:
    for failed in (0, 3):
        desk = make_desk(terminal=True)
        with desk.board, desk.display():
            desk.arrive(failed, failed=True)
        assert ("\x1b[31m3 failed" in desk.raw) == bool(failed)
        assert f"{failed} failed" in desk.shown


def test_the_bar_ends_where_the_task_ended_however_little_time_has_passed() -> None:
    desk = make_desk(terminal=True)
    with desk.board, desk.display() as display:
        desk.arrive(200)
        desk.clock.now += REFRESH_S / 2
        display.update()
    assert "200/200" in desk.shown.splitlines()[-1]


def test_tasks_that_overlap_have_a_bar_each() -> None:
    desk = make_desk(terminal=True)
    with desk.board:
        with desk.display("digits"), desk.display("mmmu"):
            desk.arrive(3)
        with desk.display("digits_mc"):
            pass
    bars = [line for line in desk.shown.splitlines() if "3/200" in line][-3:]
    assert [name for name, line in zip(("digits ", "mmmu", "digits_mc"), bars, strict=True) if name in line] == [
        "digits ", "mmmu", "digits_mc",
    ]  # fmt: skip


def test_the_cursor_is_given_back_after_an_error() -> None:
    desk = make_desk(terminal=True)
    with pytest.raises(KeyError), desk.board, desk.display():
        raise KeyError
    assert desk.raw.rindex("\x1b[?25h") > desk.raw.rindex("\x1b[?25l")
