"""The rows of one split, from wherever they come."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from datasets import Dataset

ROWS_PER_READ = 64


@dataclass(frozen=True)
class Rows:
    """The rows of one split; images stay encoded.

    `revision` is the hub commit. A column in `optional` that a part does not have is None in its rows.
    """

    parts: tuple[Part, ...]
    count: int
    revision: str | None
    optional: tuple[str, ...] = ()
    examples: tuple[Mapping[str, Any], ...] = ()
    """Rows from elsewhere that stand before every question, with their answers."""
    whole_file: bool = False
    """Whether the split is every row of a file, whatever it is called."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        left = self.count
        empty = dict.fromkeys(self.optional)
        for part in self.parts:
            for names, rows in part.batches(left):
                for row in rows:
                    yield {**empty, **dict(zip(names, map(_cell, row), strict=True))}
            left -= min(len(part), left)

    @property
    def whole(self) -> bool:
        """Whether these are all rows of the split."""
        return self.count == sum(map(len, self.parts))

    @property
    def unlimited(self) -> Rows:
        """These rows and those beyond the limit, as far as they were opened."""
        return replace(self, count=sum(map(len, self.parts)))

    def select(self, columns: Collection[str]) -> Rows:
        """The same rows with only these columns; nothing else is read from the disk."""
        optional = tuple(name for name in self.optional if name in columns)
        return replace(self, parts=tuple(part.select(columns) for part in self.parts), optional=optional)


def _cell(value: Any) -> Any:
    """What a cell holds; "not a number" stands where a column of numbers has none."""
    return None if isinstance(value, float) and value != value else value


class Part(Protocol):
    """The rows of one configuration."""

    def __len__(self) -> int: ...

    def select(self, columns: Collection[str]) -> Part:
        """The same rows with those of their columns that are named, of which there must be one."""

    def batches(self, count: int) -> Iterator[tuple[Sequence[str], Sequence[tuple[Any, ...]]]]:
        """The first `count` rows in portions: column names, and rows as tuples in their order."""


@dataclass(frozen=True)
class LibraryRows:
    """Rows that the data set library has read."""

    dataset: Dataset

    def __len__(self) -> int:
        return len(self.dataset)

    def select(self, columns: Collection[str]) -> LibraryRows:
        """The same rows with only these columns."""
        return LibraryRows(self.dataset.select_columns([name for name in self.dataset.column_names if name in columns]))

    def batches(self, count: int) -> Iterator[tuple[Sequence[str], Sequence[tuple[Any, ...]]]]:
        """The first `count` rows in portions."""
        for start in range(0, min(len(self), count), ROWS_PER_READ):
            columns: Mapping[str, Sequence[Any]] = self.dataset[start : min(start + ROWS_PER_READ, count)]
            yield list(columns), list(zip(*columns.values(), strict=True))
