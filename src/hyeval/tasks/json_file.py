"""Local files of JSON, one object a line or a list of objects, read as they are written.

The data set library makes columns of them, each of one type: of the options 1 and 2.5 the first would be shown as 1.0.
Here one pass finds where the rows lie and whether they are sound; a row is read when its turn comes.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hyeval.errors import DataError
from hyeval.tasks.cells import MAX_TOLD, require_no_problem
from hyeval.tasks.rows import ROWS_PER_READ

SUFFIXES = (".jsonl", ".json")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def open_json(path: Path, *, field: str) -> JsonRows | None:
    """Find the rows of a file; None if it is of another layout, such as one object over several lines.

    `field` is the setting that names the file. `DataError` names every row that is no object, with its line.
    """
    with path.open("rb") as file:
        first = next((line for line in file if line.removeprefix(BYTE_ORDER_MARK).strip()), b"")
    begins = first.removeprefix(BYTE_ORDER_MARK).lstrip()[:1]
    if begins == b"[":
        return _listed(path, field)
    return _lines(path, field) if begins == b"{" and first.removeprefix(BYTE_ORDER_MARK).strip() != begins else None


@dataclass(frozen=True)
class JsonRows:
    """Rows of a file: objects of a list, or lines by where they begin and end. What an object lacks is None."""

    path: Path
    names: tuple[str, ...]
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    objects: Sequence[dict[str, Any]] = ()

    def __len__(self) -> int:
        return len(self.objects) or len(self.starts)

    def select(self, columns: Collection[str]) -> JsonRows:
        """The same rows with only these columns."""
        return replace(self, names=tuple(name for name in self.names if name in columns))

    def holding(self, names: Sequence[str]) -> JsonRows:
        """The same rows with these columns, empty where no object of the file has them."""
        return replace(self, names=tuple(names))

    def batches(self, count: int) -> Iterator[tuple[Sequence[str], Sequence[tuple[Any, ...]]]]:
        """The first `count` rows in portions."""
        count = min(count, len(self))
        for start in range(0, count, ROWS_PER_READ):
            rows = self._read(start, min(start + ROWS_PER_READ, count))
            yield self.names, [tuple(row.get(name) for name in self.names) for row in rows]

    def _read(self, start: int, end: int) -> Sequence[dict[str, Any]]:
        if self.objects:
            return self.objects[start:end]
        rows = []
        with self.path.open("rb") as file:
            for begin, stop in zip(self.starts[start:end], self.ends[start:end], strict=True):
                file.seek(begin)
                rows.append(json.loads(file.read(stop - begin).decode()))
        return rows


def _lines(path: Path, field: str) -> JsonRows:
    """Note where each object lies, up to one problem more than are told."""
    names: dict[str, None] = {}
    problems: list[str] = []
    starts, ends = array("q"), array("q")
    position = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            begin = position + (len(BYTE_ORDER_MARK) if number == 1 and line.startswith(BYTE_ORDER_MARK) else 0)
            position += len(line)
            text = line[begin - position :]
            if not text.strip():
                continue
            try:
                names.update(dict.fromkeys(_row(text)))
            except ValueError as error:
                place = f"{field}: {path}, row {len(starts)} (line {number})"
                problems.append(f"{place}: {_told(error)}")
                if len(problems) > MAX_TOLD:
                    break
            starts.append(begin)
            ends.append(position)
    require_no_problem(problems, f"{field}: {path}")
    return JsonRows(path, tuple(names), starts, ends)


def _listed(path: Path, field: str) -> JsonRows:
    """The rows of a file that is one list."""
    try:
        rows = json.loads(path.read_bytes().removeprefix(BYTE_ORDER_MARK).decode())
    except ValueError as error:
        raise DataError(f"{field}: {path}: {_told(error)}") from error
    names: dict[str, None] = {}
    problems: list[str] = []
    for number, row in enumerate(rows):
        if isinstance(row, dict):
            names.update(dict.fromkeys(row))
        else:
            problems.append(f"{field}: {path}, row {number}: {_told(_no_object(row))}")
    require_no_problem(problems, f"{field}: {path}")
    return JsonRows(path, tuple(names), objects=rows)


def _row(line: bytes) -> dict[str, Any]:
    """The object in a line; `ValueError` if it holds none."""
    row = json.loads(line.decode())
    if not isinstance(row, dict):
        raise _no_object(row)
    return row


def _no_object(value: Any) -> ValueError:
    return ValueError(f"is a {type(value).__name__} where an object with the columns of a row belongs")


def _told(error: ValueError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "is not written in UTF-8. Save the file as UTF-8."
    if isinstance(error, json.JSONDecodeError):
        place = f"line {error.lineno}, " if error.lineno > 1 else ""
        return f"is no JSON ({error.msg} at {place}column {error.colno})."
    return f"{error}."
