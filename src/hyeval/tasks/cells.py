"""What a text file cannot hold as such: lists, written as text, and which column is which."""

from __future__ import annotations

import ast
import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hyeval.errors import DataError


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
