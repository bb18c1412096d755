"""Local Parquet files, read without the data set library: it takes half a second and 70 MB to load, and copies them.

Only layouts are read here whose meaning is beyond doubt; for every other one `find_files` says None, and the data set
library decides what the splits are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyeval.errors import DataError

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

CANONICAL_SPLITS = ("train", "validation", "test")
"""Names that mean the same split wherever they stand; the library takes `val` or `dev` for other names."""
SHARD = re.compile(r"(?P<split>\w+)-\d{5}-of-\d{5}")
BUFFER_BYTES = 1 << 20
ROWS_PER_READ = 64
BYTES_PER_READ = 4 << 20
"""Fewer rows are made Python objects at a time, if they hold more than this on average."""


def find_files(path: Path, split: str) -> list[Path] | None:
    """Files of a split in their order, or None if the folder is not of the plain layout or has no such split.

    Plain is a Parquet file, or a folder whose files are all `<split>.parquet` or `<split>-00000-of-00002.parquet`, in
    it or in its subfolder `data`, without a card that may give them another meaning.
    """
    if path.is_file():
        return [path] if path.suffix == ".parquet" else None
    entries = sorted(entry for entry in path.iterdir() if not entry.name.startswith("."))
    if [entry.name for entry in entries] == ["data"] and entries[0].is_dir():
        entries = sorted(entries[0].iterdir())
    splits = [_split_of(entry) for entry in entries]
    # Beside numbered files the library passes over the others, at least in `data`.
    if None in splits or len({entry.stem in CANONICAL_SPLITS for entry in entries}) > 1:
        return None
    found = [entry for entry, name in zip(entries, splits, strict=True) if name == split]
    return found or None


def _split_of(path: Path) -> str | None:
    if not path.is_file() or path.suffix != ".parquet":
        return None
    if path.stem in CANONICAL_SPLITS:
        return path.stem
    shard = SHARD.fullmatch(path.stem)
    if shard is None:
        return None
    return shard["split"] if path.parent.name == "data" or shard["split"] in CANONICAL_SPLITS else None


@dataclass(frozen=True)
class ParquetRows:
    """Rows of Parquet files one after another; images and other media stay encoded."""

    files: tuple[Path, ...]
    columns: tuple[str, ...]
    field: str
    """The setting that names the files, for errors."""

    def __len__(self) -> int:
        return sum(file.metadata.num_rows for file in self._opened)

    @property
    def names(self) -> list[str]:
        """Columns that all files have."""
        first, *others = (file.schema_arrow.names for file in self._opened)
        return [name for name in first if all(name in names for names in others)]

    def select(self, columns: Collection[str]) -> ParquetRows:
        """The same rows with only these columns."""
        return replace(self, columns=tuple(name for name in self.columns if name in columns))

    def batches(self, count: int) -> Iterator[tuple[Sequence[str], Sequence[tuple[Any, ...]]]]:
        """The first `count` rows: column names, and rows as tuples in their order."""
        from pyarrow import ArrowException

        left = count
        for path, file in zip(self.files, self._opened, strict=True):
            try:
                for batch in file.iter_batches(_portion(file), columns=list(self.columns), use_threads=False):
                    columns = [batch.column(name).to_pylist()[:left] for name in self.columns]
                    yield self.columns, list(zip(*columns, strict=True))
                    left -= len(columns[0])
                    if left <= 0:
                        return
            except (ArrowException, OSError, UnicodeDecodeError) as error:
                raise _damaged(path, self.field, error) from error

    @cached_property
    def _opened(self) -> list[ParquetFile]:
        return [_open(path, self.field) for path in self.files]


def _portion(file: ParquetFile) -> int:
    """Rows that are read at a time."""
    groups = [file.metadata.row_group(i) for i in range(file.metadata.num_row_groups)]
    size = max((group.total_byte_size / max(group.num_rows, 1) for group in groups), default=0)
    return min(ROWS_PER_READ, max(1, int(BYTES_PER_READ // max(size, 1))))


def _open(path: Path, field: str) -> ParquetFile:
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        # With a buffer a column is read as it is needed, without one a whole row group of images at once.
        return ParquetFile(path, buffer_size=BUFFER_BYTES, pre_buffer=False)
    except (ArrowException, OSError) as error:
        raise _damaged(path, field, error) from error


def _damaged(path: Path, field: str, error: Exception) -> DataError:
    return DataError(f"{field}: {path} cannot be read ({error}). Fetch the file again.")
