"""Processes that read and score the rows of finished answers side by side.

Each goes through the rows by itself and scores every n-th block of them; what is to be kept of a block comes back
through a pipe, block by block in the order of the data set. So the results are those of one process to the byte.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

from hyeval.errors import HyevalError
from hyeval.evaluation import Entry, Evaluation
from hyeval.parent import end_with_parent
from hyeval.reports.recorded import RecordedTask

logger = logging.getLogger(__name__)

BLOCK = 256
"""Rows that are handed over at a time."""
FROM = 8 * BLOCK
"""Responses from which on a second process is worth its start."""
MOST = 16
"""Processes beyond which the one that writes the results could not follow."""


@dataclass(frozen=True)
class _Block:
    """What is to be kept of the rows of a block, up to the error that ends the task if there is one."""

    task: str
    entries: Sequence[Entry]
    other_prompts: int
    error: Exception | None = None


class Crew:
    """So many processes, forked at once for all tasks whose rows can be shared; none where it is not worth it.

    One that ends for whatever reason leaves its blocks to this process.
    """

    def __init__(
        self, evaluations: Sequence[Evaluation], recorded: Mapping[str, RecordedTask], processes: int | None
    ) -> None:
        self._recorded = recorded
        self._shared = [one for one in evaluations if one.is_shareable]
        count = _cores() if processes is None else processes
        responses = sum(one.tally.expected for one in self._shared)
        self._run = os.getpid()
        self._lines: list[Connection | None] = []
        self._members: list[Any] = []
        if count > 1 and responses >= FROM and sys.platform == "linux":
            self._start(count)

    def _start(self, count: int) -> None:
        fork = multiprocessing.get_context("fork")
        for place in range(count):
            ours, theirs = fork.Pipe(duplex=False)
            member = fork.Process(target=self._work, args=(place, count, theirs), daemon=True)
            member.start()
            theirs.close()
            self._lines.append(ours)
            self._members.append(member)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for member in self._members:
            member.kill()
            member.join()

    def entries(self, evaluation: Evaluation) -> AsyncIterator[Sequence[Entry]] | None:
        """What is to be kept of a task's responses, in the order of its rows; None if its rows are not shared."""
        return self._blocks(evaluation) if self._lines and evaluation in self._shared else None

    async def _blocks(self, evaluation: Evaluation) -> AsyncIterator[Sequence[Entry]]:
        recorded = self._recorded[evaluation.task.name]
        count, here = len(self._lines), dict[int, AsyncIterator[_Block]]()
        for number in range(-(-evaluation.rows.count // BLOCK)):
            place = number % count
            block = None if place in here else await self._received(place, evaluation.task.name)
            if block is None:
                if place not in here:
                    here[place] = scored_blocks(evaluation, recorded.reopened(), place, count, first=number)
                block = await anext(here[place])
            recorded.other_prompts += block.other_prompts
            yield block.entries
            if block.error is not None:
                raise block.error

    async def _received(self, place: int, task: str) -> _Block | None:
        """The next block of a task from a process; None if that has ended.

        What is left of a task that ended with an error comes before it, and is passed over.
        """
        while (line := self._lines[place]) is not None:
            try:
                block: _Block = await asyncio.to_thread(line.recv)
            except (EOFError, OSError):
                logger.warning("a process that scored rows has ended: the rest of its rows is scored in this one")
                self._lines[place] = None
                return None
            if block.task == task:
                return block
        return None

    def _work(self, place: int, count: int, line: Connection) -> None:
        """What a process does: the blocks that are its own, of all tasks."""
        end_with_parent()
        if os.getppid() != self._run:
            os._exit(1)  # it ended before
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which ends its processes
        try:
            for evaluation in self._shared:
                asyncio.run(self._send(evaluation, place, count, line))
        except BrokenPipeError:
            os._exit(1)  # nobody reads any more

    async def _send(self, evaluation: Evaluation, place: int, count: int, line: Connection) -> None:
        """Send the blocks of one task, up to an error."""
        task = evaluation.task.name
        try:
            async for block in scored_blocks(evaluation, self._recorded[task].reopened(), place, count):
                line.send(block)
        except BrokenPipeError:
            raise
        except Exception:  # noqa: BLE001 - it is raised anew in the process of the run
            told = f"scoring failed in its process:\n{traceback.format_exc()}"
            line.send(_Block(task, [], 0, RuntimeError(told)))


async def scored_blocks(
    evaluation: Evaluation, recorded: RecordedTask, place: int, count: int, *, first: int = 0
) -> AsyncIterator[_Block]:
    """The blocks `place`, `place + count` and so on, from `first` on, to the first with an error."""

    def is_wanted(index: int) -> bool:
        number = index // BLOCK
        return number % count == place and number >= first

    task = evaluation.task.name
    entries: list[Entry] = []
    told = 0
    try:
        async for index, found in evaluation.scored(recorded, is_wanted):
            entries += found
            if (index + 1) % BLOCK == 0 or index + 1 == evaluation.rows.count:
                yield _Block(task, entries, recorded.other_prompts - told)
                entries, told = [], recorded.other_prompts
    except HyevalError as error:
        yield _Block(task, entries, recorded.other_prompts - told, error)


def _cores() -> int:
    return min(MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
