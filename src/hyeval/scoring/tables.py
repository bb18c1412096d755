"""What a table in Markdown gives for the one row or column that a question names."""

from __future__ import annotations

import re
from collections.abc import Collection

from hyeval.scoring.lexicon import STOPWORDS
from hyeval.scoring.words import words

_ROW = re.compile(r"\s*\|.*\|")
_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
"""The line between the head of a table and its rows."""
_LEAST = 2
"""Rows, with its head, of the longest table in which there is no choice."""


def without_tables(lines: list[str], asked: Collection[str]) -> list[str]:
    """Lines with each table replaced by what it gives for the row or the column that a question names.

    A head with no row, and rows of other names, give nothing.
    """
    kept: list[str] = []
    place = 0
    while place < len(lines):
        end = next((at for at in range(place, len(lines)) if not _ROW.match(lines[at])), len(lines))
        if end - place > 1:
            has_head = _RULE.fullmatch(lines[place + 1]) is not None
            rows = [_cells(line) for line in lines[place:end] if not _RULE.fullmatch(line)]
            cell = _cell(rows[0] if has_head else [""] * len(rows[0]), rows[has_head:], asked) if rows else None
            kept.extend([cell] if cell else [])
        else:
            kept.append(lines[place])
        place = max(end, place + 1)
    return kept


def value_asked(lines: list[str], asked: Collection[str]) -> str | None:
    """The value of the name that is asked for, where a response ends in a table of names and their values."""
    start = next((place for place in range(len(lines), 0, -1) if not _ROW.match(lines[place - 1])), 0)
    rows = [_cells(line) for line in lines[start:] if not _RULE.fullmatch(line)]
    return _cell(rows[0], rows[1:], asked) if len(rows) > _LEAST and all(len(row) == 2 for row in rows) else None


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _cell(head: list[str], rows: list[list[str]], asked: Collection[str]) -> str | None:
    """The last cell of the row, or the cell of the only row's column, whose name is all of the question's words."""
    whole = [row for row in rows if len(row) == len(head) > 1]
    named = [row[-1] for row in whole if _is_asked(row[0], asked)]
    if len(set(named)) == 1:
        return named[0]
    columns = [place for place, name in enumerate(head) if _is_asked(name, asked)]
    return whole[0][columns[0]] if len(whole) == 1 == len(columns) and not named else None


def _is_asked(name: str, asked: Collection[str]) -> bool:
    told = {word.meaning for word in words(name)} - STOPWORDS
    return bool(told) and told <= set(asked)
