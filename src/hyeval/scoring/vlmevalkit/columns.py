"""What becomes of the options of a table whose columns are read back from a spreadsheet, each as a whole.

A column of numbers is read as numbers: as whole ones, so that `007` is `7`, or as decimals if one of them is a decimal
or some cell is empty. The option `55` may thus be `55.0`, and a response `55` contains no option. A column with any
other text stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

WHOLE = re.compile(r"\s*[-+]?[0-9]{1,15}\s*")
NUMBER = re.compile(r"\s*[-+]?(?:[0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,4})?\s*")
Cells = Mapping[str, str]
"""The options of a row by letter."""
Readings = Mapping[str, Callable[[str], float]]
"""The columns that are read as numbers, and as which."""


def numeric(rows: Sequence[Cells]) -> Readings:
    """The columns in which reading them as numbers changes a text."""
    letters = sorted({letter for row in rows for letter in row})
    columns = {letter: [row[letter] for row in rows if letter in row] for letter in letters}
    kinds = {letter: _kind(texts, gaps=len(texts) < len(rows)) for letter, texts in columns.items()}
    return {
        letter: kind
        for letter, kind in kinds.items()
        if kind is not None and any(str(kind(text)) != text for text in columns[letter])
    }


def read_as_numbers(cells: Cells, readings: Readings) -> dict[str, str]:
    """The options as they are read back."""
    return {letter: str(readings[letter](text)) if letter in readings else text for letter, text in cells.items()}


def _kind(texts: Sequence[str], *, gaps: bool) -> Callable[[str], float] | None:
    if not all(NUMBER.fullmatch(text) for text in texts):
        return None
    return float if gaps or not all(WHOLE.fullmatch(text) for text in texts) else int
