"""What cells hold: text, labels, answers, lists that are written as text; and which column is which."""

from __future__ import annotations

import ast
import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hyeval.errors import DataError, MediaError


def parse_list(text: str, origin: str) -> list[Any]:
    """Read a list that a data set holds as text, such as MMMU's options; literals only, nothing is evaluated."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError) as error:
        raise DataError(f"{origin}: expected a list written as text, found {text[:80]!r}.") from error
    if not isinstance(value, list | tuple):
        raise DataError(f"{origin}: expected a list written as text, found {text[:80]!r}.")
    return list(value)


def looks_like_list(text: str) -> bool:
    """Whether a text may be a list written as text."""
    return text.startswith("[") and text.endswith("]")


def require_distinct(names: Sequence[str], place: str) -> None:
    """`DataError` if several columns have one name, other than none at all; it tells their numbers, from 1."""
    problems = []
    for name in dict.fromkeys(filter(None, names)):
        numbers = [str(number) for number, one in enumerate(names, 1) if one == name]
        if len(numbers) > 1:
            which = f"{', '.join(numbers[:-1])} and {numbers[-1]}"
            problems.append(f"{place}: columns {which} have the same name, '{name}'. Rename all but one.")
    if problems:
        raise DataError("\n".join(problems))


def read_header(path: Path, delimiter: str) -> list[str]:
    """The first row of a text file, as far as it can be read: what is wrong with it is told by who reads the rows."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        try:
            return next(csv.reader(file, delimiter=delimiter), [])
        except csv.Error:
            return []


def listed(cell: Any, origin: str, column: str) -> Sequence[Any]:
    """The media of a cell; text formats hold a list of paths as text."""
    if isinstance(cell, str) and looks_like_list(cell):
        try:
            return parse_list(cell, f"{origin}, column '{column}'")
        except DataError as error:
            return [MediaError(str(error))]
    return cell if isinstance(cell, list) else [cell]


def label(row: Mapping[str, Any], column: str | None) -> str | None:
    """Group or cluster of a row; an empty cell is none, not one that all such rows share."""
    value = None if column is None else row[column]
    return None if value is None or value == "" else str(value)


def text_of(value: Any, origin: str) -> str:
    """A cell that must hold text."""
    if value is None:
        raise DataError(f"{origin}: is empty.")
    if not isinstance(value, str):
        raise DataError(f"{origin}: expected text, found {type(value).__name__}.")
    return value


def accepted_answers(value: Any, origin: str) -> tuple[str, ...]:
    """Accepted answers of an open question: one, a list, or a list written as text; empty ones of a list are none."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        try:
            value = parse_list(value, origin)
        except DataError:
            value = [value]  # an interval such as "[0, 1)" or free text in brackets is an answer of its own
    listed = value if isinstance(value, list | tuple) else [value]
    values = [one for one in listed if str(one).strip()]
    if not values or None in values:
        raise DataError(f"{origin}: the answer is empty. A split without answers cannot be scored.")
    return tuple(str(one) for one in values)
