"""Whether the rows of a task can be asked and scored: a quick look before every run, and a thorough one on request."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from hyeval.errors import DataError
from hyeval.media import Media, MediaKind
from hyeval.tasks.examination import Examination
from hyeval.tasks.rows import Rows
from hyeval.tasks.task import Task

TOLD_BEFORE_A_RUN = 5
TOLD_BY_INSPECTION = 20
IMAGES_TOLD_BEFORE_A_RUN = 10
LOOKED_AT_BYTES = 384 << 20
LOOKED_AT_S = 2.0
"""Images that are looked at before a run: about a third of a second's work, and less of a slow disk."""
THREADS = 4
DECODED_ROWS_UNDER_WAY = 32
"""Rows that are decoded or wait for it; this many are in memory with their media."""


Examine = Callable[[int, Mapping[str, Any]], Examination]


@dataclass
class Inspection:
    """What was found in a task: how many rows and media there are, and what is wrong with them.

    `problems` holds the first of `problem_count`. Rows whose options bring their letters along are `twice_labelled`,
    and `example` is a line of the first of them.
    """

    task: str
    rows: int = 0
    media: Counter[MediaKind] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    problem_count: int = 0
    twice_labelled: int = 0
    example: str = ""

    def note(self, problem: str) -> None:
        """Count a problem, and keep it if it is one of the first."""
        self.problem_count += 1
        if len(self.problems) < TOLD_BY_INSPECTION:
            self.problems.append(problem)


def require_sound(task: Task, rows: Rows) -> None:
    """`DataError` names the first rows whose id is another one's, without a question, or with no answer to score by.

    No media are read for it. The rest of a row is checked when its turn comes.
    """
    problems = list(islice(_quick_problems(task, rows), TOLD_BEFORE_A_RUN + 1))
    if len(problems) > TOLD_BEFORE_A_RUN:
        problems[-1] = f"{task.name}: there is more; `hyeval check` with these settings lists it."
    if problems:
        raise DataError("\n".join(problems))


def require_readable(task: Task, rows: Rows, *, most_bytes: int = LOOKED_AT_BYTES, most_s: float = LOOKED_AT_S) -> None:
    """`DataError` names the first rows with an image that is missing, of no known format or cut off.

    Only header and end of an image are read, and no more images than the limits of bytes and seconds allow: the others
    are met when their turn comes.
    """
    if not task.mapping.images:
        return
    import pyarrow

    problems: list[str] = []
    broken = looked_at = size = 0
    until = time.monotonic() + most_s
    with closing(_in_threads(task.check_images, task.images_alone(rows), THREADS)) as examined:
        for found in examined:
            looked_at += 1
            broken += bool(found.errors)
            problems += map(str, found.errors[: max(0, IMAGES_TOLD_BEFORE_A_RUN - len(problems))])
            size += sum(len(medium.data) for medium in found.media)
            if size > most_bytes or time.monotonic() > until:
                break
    pyarrow.default_memory_pool().release_unused()  # else it stays with this process to the end
    if broken:
        place = f"of {rows.count} rows" if looked_at == rows.count else f"of the first {looked_at} rows"
        rule = f"{task.name}: {broken} {place} have an image that cannot be read, and nothing was asked."
        remedy = "`hyeval check` with these settings lists all; `on_broken=skip` asks the other rows."
        raise DataError("\n".join((*problems, f"{rule} {remedy}")))


def _in_threads(examine: Examine, rows: Rows, under_way: int) -> Generator[Examination]:
    """Examine rows, in their order; what is wrong with the data set itself is raised behind them.

    So many of them are in memory at a time.
    """
    error = None
    with ThreadPoolExecutor(THREADS, thread_name_prefix="inspect") as pool:
        pending: deque[Future[Examination]] = deque()
        try:
            for index, row in enumerate(rows):
                pending.append(pool.submit(examine, index, row))
                if len(pending) >= under_way:
                    yield pending.popleft().result()
        except DataError as found:
            error = found
        while pending:
            yield pending.popleft().result()
    if error is not None:
        raise error


def _quick_problems(task: Task, rows: Rows) -> Iterator[str]:
    names = _Names(task)
    for index, row in enumerate(task.without_media(rows)):
        found = task.check_answer(index, row)
        yield from (*map(str, found.errors), *names.add(index, found.id))


def inspect(task: Task, rows: Rows) -> Inspection:
    """Go through all rows: render every prompt, check every answer, decode every image; nothing is asked."""
    found = Inspection(task.name)
    names = _Names(task)
    try:
        for one in _in_threads(_Examiner(task).examine, rows, DECODED_ROWS_UNDER_WAY):
            _take_down(one, found, names)
    except DataError as error:  # of the file itself
        found.note(f"{error} What follows was not read.")
    return found


def _take_down(one: Examination, found: Inspection, names: _Names) -> None:
    found.media.update(medium.kind for medium in one.media)
    if one.twice_labelled is not None:
        found.twice_labelled += 1
        found.example = found.example or one.twice_labelled
    for problem in (*map(str, one.errors), *names.add(found.rows, one.id)):
        found.note(problem)
    found.rows += 1


class _Names:
    """The ids of a task, of which each may stand for one row."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._first: dict[str, int] = {}

    def add(self, index: int, identifier: str) -> Iterator[str]:
        """Say if another row has this id."""
        first = self._first.setdefault(identifier, index)
        if first != index:
            place = f"{self._task.name}, row {index} (id {identifier}), column '{self._task.mapping.id}'"
            remedy = f"Make them differ, or set `tasks.{self._task.name}.sample.id=null` to name rows by position."
            yield f"{place}: row {first} has the same id. {remedy}"


class _Examiner:
    """Examines rows and decodes their media, those that several rows share once."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._sound: set[str] = set()

    def examine(self, index: int, row: Mapping[str, Any]) -> Examination:
        """Everything that is wrong with a row."""
        found = self._task.examine(index, row)
        for medium in found.media:
            if medium.digest not in self._sound:
                with found.noting():
                    _decode(medium)
                    self._sound.add(medium.digest)
        return found


def _decode(medium: Media) -> None:
    if medium.kind is MediaKind.IMAGE:
        medium.decode()
    else:
        medium.require_whole()
