"""What becomes of the options of a table whose columns are read back from a spreadsheet, each as a whole.

A column of whole numbers with empty cells is read as one of decimals: the option `55` is then `55.0`, and a response
`55` contains no option. A column with any other text stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

NUMBER = re.compile(r"[-+]?\d{1,15}")
Cells = Mapping[str, str]
"""The options of a row by letter."""


def decimals(rows: Sequence[Cells]) -> frozenset[str]:
    """The columns that are read as decimals: whole numbers and, in some row, nothing."""
    letters = sorted({letter for row in rows for letter in row})
    return frozenset(letter for letter in letters if _has_gaps(letter, rows) and _is_numeric(letter, rows))


def read_as_decimals(cells: Cells, columns: frozenset[str]) -> dict[str, str]:
    """The options as they are read back."""
    return {letter: str(float(text)) if letter in columns else text for letter, text in cells.items()}


def _has_gaps(letter: str, rows: Sequence[Cells]) -> bool:
    return any(letter not in row for row in rows)


def _is_numeric(letter: str, rows: Sequence[Cells]) -> bool:
    return all(NUMBER.fullmatch(row[letter]) for row in rows if letter in row)
