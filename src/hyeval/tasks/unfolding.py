"""Data sets of which a row asks several questions: every element of a list in it makes a row of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from hyeval.errors import DataError
from hyeval.tasks.cells import parse_list
from hyeval.tasks.rows import Part, Rows
from hyeval.tasks.template import RowTemplate


@dataclass(frozen=True)
class Unfolded:
    """The rows of a part, each as often as its list in `column` has elements, with one of them in place of the list.

    The list stands in the data set, also written as text, or a `template` makes it of the row. `origin` names the task
    in errors.
    """

    part: Part
    column: str
    template: RowTemplate | None
    origin: str

    def __len__(self) -> int:
        return self._count

    @cached_property
    def _count(self) -> int:
        if not self._read:
            return len(self.part) * len(self._elements({}, 0))
        lists = Unfolded(self.part.select(self._read), self.column, self.template, self.origin)
        return sum(len(rows) for _, rows in lists.batches(None))

    @cached_property
    def _read(self) -> tuple[str, ...]:
        """Columns of the data set that the list is made of."""
        return (self.column,) if self.template is None else tuple(self.template.columns)

    def select(self, columns: Collection[str]) -> Unfolded:
        """The same rows with those of their columns that are named and what the list is made of."""
        return replace(self, part=self.part.select({*columns, *self._read}))

    def batches(self, count: int | None) -> Iterator[tuple[Sequence[str], Sequence[tuple[Any, ...]]]]:
        """The first `count` rows in portions, or all of them: column names, and rows as tuples in their order."""
        left = count
        index = 0
        for names, rows in self.part.batches(len(self.part)):
            others = [name for name in names if name != self.column]
            found: list[tuple[Any, ...]] = []
            for values in rows:
                row = dict(zip(names, values, strict=True))
                kept = tuple(row[name] for name in others)
                found += [(*kept, element) for element in self._elements(row, index)]
                index += 1
            yield [*others, self.column], found[:left]
            left = None if left is None else left - len(found)
            if left is not None and left <= 0:
                return

    def _elements(self, row: Mapping[str, Any], index: int) -> list[Any]:
        place = f"{self.origin}, row {index}, column '{self.column}'"
        value = (
            row[self.column]
            if self.template is None
            else self.template.render(row, failed=f"{place} cannot be derived")
        )
        if isinstance(value, str):
            return parse_list(value, place)
        if not isinstance(value, list | tuple):
            raise DataError(f"{place}: expected a list, of which every element is asked; found {type(value).__name__}.")
        return list(value)


def unfold(rows: Rows, column: str, template: RowTemplate | None, *, origin: str, limit: int | None) -> Rows:
    """The rows that the elements of `column` make, `limit` of them at most; `DataError` where there is no list."""
    parts = tuple(Unfolded(part, column, template, origin) for part in rows.parts)
    total = sum(map(len, parts))
    return replace(rows, parts=parts, count=total if limit is None else min(limit, total))
