"""VLMEvalKit's TSV files, read a row at a time: images as base64, as the index of another row, or as paths.

One pass over a file finds where its rows begin and end and whether it is sound; it holds four numbers and the index of
each row. Nothing is guessed: `NA`, `None` and `007` are text, and only an empty cell is none.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import sys
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from hyeval.errors import DataError, MediaError
from hyeval.media import address_error, decode_base64
from hyeval.tasks.cells import MAX_TOLD, looks_like_list, parse_list, require_distinct, require_no_problem

INDEX, IMAGE, IMAGE_PATH, SPLIT = "index", "image", "image_path", "split"
PATH_PLACE = f"into the column `{IMAGE_PATH}`"
WHOLE_FILE = "whole_file"
"""The split that is every row, whatever the column `split` says."""
MAX_REFERENCE = 64
"""Characters up to which an image cell names another row; no image is that short in base64."""
QUOTE, BYTE_ORDER_MARK = b'"', b"\xef\xbb\xbf"

Cells = Sequence[str]


def is_table(path: Path) -> bool:
    """Whether a file is such a table by its name and header: a TSV with a column of images."""
    if path.suffix.lower() != ".tsv" or not path.is_file():
        return False
    with path.open("rb") as file:
        names = _header(file.readline())
    return IMAGE in names or IMAGE_PATH in names


def open_table(path: Path, split: str, *, field: str) -> TsvRows:
    """Find the rows of a file; of those whose column `split` says otherwise none, unless `split` is `whole_file`.

    `field` is the setting that names the file. `DataError` names every row that is not of the header's shape, with its
    line.
    """
    csv.field_size_limit(sys.maxsize)  # holds for the process; an image in base64 is longer than the usual 128 KiB
    scan = _Scan(path, field)
    try:
        with path.open("rb") as file:
            scan.read(file)
    except OSError as error:
        raise DataError(f"{field}.path: {path} cannot be read ({error.strerror}).") from error
    require_no_problem(scan.problems, f"{field}: {path}")
    return TsvRows(scan.layout, _rows_of(scan, split), tuple(scan.layout.exposed))


def _rows_of(scan: _Scan, split: str) -> Sequence[int]:
    """Numbers of the rows of a split."""
    if split == WHOLE_FILE or SPLIT not in scan.layout.names:
        return range(len(scan.layout.starts))
    if split not in scan.splits:
        there = ", ".join(scan.splits) or "none"
        raise DataError(
            f"{scan.field}.split: '{split}' stands in no row of {scan.layout.path}, column '{SPLIT}' ({there})."
            f" Set `{scan.field}.split=` to one of these, or to {WHOLE_FILE} for every row."
        )
    return scan.splits[split]


@dataclass(frozen=True)
class _Layout:
    """Where the rows of a file lie, in bytes from its beginning.

    The span of the image is empty where a quoted cell makes it hard to tell, or where the file has no such column.
    """

    path: Path
    field: str
    names: list[str]
    starts: array[int] = dataclasses.field(default_factory=lambda: array("q"))
    ends: array[int] = dataclasses.field(default_factory=lambda: array("q"))
    image_starts: array[int] = dataclasses.field(default_factory=lambda: array("q"))
    image_ends: array[int] = dataclasses.field(default_factory=lambda: array("q"))
    numbers: dict[str, int] = dataclasses.field(default_factory=dict)
    """Number of the first row with an index."""

    @property
    def delimiter(self) -> bytes:
        """A tab, or a comma in a file that is called so."""
        return b"," if self.path.suffix.lower() == ".csv" else b"\t"

    @property
    def exposed(self) -> list[str]:
        """Columns that a task sees: `image_path` is another way to fill `image`."""
        if IMAGE_PATH not in self.names:
            return list(self.names)
        renamed = [IMAGE if name == IMAGE_PATH else name for name in self.names]
        return list(dict.fromkeys(renamed))


class _Scan:
    """The pass over a file that finds its rows."""

    def __init__(self, path: Path, field: str) -> None:
        self.field = field
        self.layout = _Layout(path, field, [])
        self.splits: dict[str, array[int]] = {}
        self.problems: list[str] = []
        self._line = 1

    def read(self, file: BinaryIO) -> None:
        """Note where each row lies, up to one problem more than are told."""
        first = file.readline()
        self.layout.names.extend(_header(first, self.layout.delimiter))
        require_distinct(self.layout.names, f"{self.field}: {self.layout.path}")
        start = len(first)
        for raw in iter(file.readline, b""):
            self._line += 1
            end = start + len(raw)
            if raw.strip(b"\r\n"):
                end = self._add(start, raw, file)
            start = end
            if len(self.problems) > MAX_TOLD:
                return

    def _add(self, start: int, raw: bytes, file: BinaryIO) -> int:
        """Note a row that begins at `start` with the line `raw`; return where it ends."""
        layout, number = self.layout, len(self.layout.starts)
        place = f"{self.field}: {layout.path}, row {number} (line {self._line})"
        image = (0, 0)
        cells: Sequence[bytes]
        if QUOTE in raw:
            raw, cells = self._quoted(raw, file, place)
        else:
            cells = raw.rstrip(b"\r\n").split(layout.delimiter)
            if IMAGE in layout.names[: len(cells)]:
                at = layout.names.index(IMAGE)
                begin = start + sum(map(len, cells[:at])) + at
                image = (begin, begin + len(cells[at]))
        self._check(raw, cells, place)
        layout.starts.append(start)
        layout.ends.append(start + len(raw))
        layout.image_starts.append(image[0])
        layout.image_ends.append(image[1])
        named = {name: cell.decode(errors="replace") for name, cell in zip(layout.names, cells, strict=False)
                 if name in (INDEX, SPLIT)}  # fmt: skip
        if index := named.get(INDEX):
            layout.numbers.setdefault(index, number)
        if split := named.get(SPLIT):
            self.splits.setdefault(split, array("q")).append(number)
        return start + len(raw)

    def _quoted(self, raw: bytes, file: BinaryIO, place: str) -> tuple[bytes, Sequence[bytes]]:
        """A row with a quoted cell, which may go on over several lines."""
        lines = [raw]

        def texts() -> Iterator[str]:
            yield raw.decode(errors="replace")
            for line in iter(file.readline, b""):
                self._line += 1
                lines.append(line)
                yield line.decode(errors="replace")
            raise DataError(f"{place}: a quotation mark is opened and never closed.")

        try:
            cells = next(csv.reader(texts(), delimiter=self.layout.delimiter.decode()))
        except csv.Error as error:
            raise DataError(f"{place}: cannot be read ({error}).") from error
        return b"".join(lines), [cell.encode() for cell in cells]

    def _check(self, raw: bytes, cells: Sequence[bytes], place: str) -> None:
        names = self.layout.names
        if len(cells) > len(names):
            self.problems.append(f"{place}: has {len(cells)} cells, and the header has {len(names)} columns.")
        if not raw.isascii():
            try:
                raw.decode()
            except UnicodeDecodeError as error:
                column = names[min(raw[: error.start].count(self.layout.delimiter), len(names) - 1)]
                self.problems.append(f"{place}, column '{column}': is not written in UTF-8. Save the file as UTF-8.")


@dataclass(frozen=True)
class TsvRows:
    """Rows of a table; in `image` a list of encoded images, paths, and errors that stand for what cannot be read.

    A `MediaError` is handed on in place of the image, since it costs only its own row.
    """

    layout: _Layout
    rows: Sequence[int]
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def whole(self) -> bool:
        """Whether these are all rows of the file."""
        return len(self.rows) == len(self.layout.starts)

    def select(self, columns: Collection[str]) -> TsvRows:
        """The same rows with only these columns; without `image`, the bytes of the images are passed over."""
        return dataclasses.replace(self, names=tuple(name for name in self.names if name in columns))

    def batches(self, count: int) -> Iterator[tuple[Sequence[str], Sequence[tuple[Any, ...]]]]:
        """The first `count` rows, one at a time: images may be large."""
        with self.layout.path.open("rb") as file:
            reader = _Reader(self.layout, file)
            for number in self.rows[:count]:
                row = reader.row(number, with_images=IMAGE in self.names)
                yield self.names, [tuple(row[name] for name in self.names)]


@dataclass(frozen=True)
class _Reader:
    """Reads single rows of an open file."""

    layout: _Layout
    file: BinaryIO

    def row(self, number: int, *, with_images: bool) -> Mapping[str, Any]:
        """One row by its column names."""
        row: dict[str, Any] = self._cells(number, with_images=with_images)
        if with_images:
            row[IMAGE] = self._images(row.get(IMAGE), row.get(IMAGE_PATH))
        return row

    def _cells(self, number: int, *, with_images: bool) -> dict[str, str | None]:
        """The cells as they are written, None for those that are empty."""
        layout = self.layout
        start, end = layout.starts[number], layout.ends[number]
        image_start, image_end = layout.image_starts[number], layout.image_ends[number]
        if with_images or image_start == image_end:
            raw = self._bytes(start, end)
        else:
            raw = self._bytes(start, image_start) + self._bytes(image_end, end)
        cells = _split(raw, layout.delimiter)
        padded = [*cells, *[""] * (len(layout.names) - len(cells))]
        return {name: cell or None for name, cell in zip(layout.names, padded, strict=True)}

    def _bytes(self, start: int, end: int) -> bytes:
        self.file.seek(start)
        return self.file.read(end - start)

    def _images(self, image: str | None, path: str | None) -> list[bytes | str | MediaError] | None:
        """Images of a row: of the column `image` or, where that is empty, the paths in `image_path`."""
        try:
            if image is not None:
                return [found for one in _elements(image) for found in self._image(one)]
            if path is not None:
                return [address_error(one, PATH_PLACE) or one for one in _elements(path)]
        except MediaError as error:
            return [error]
        return None

    def _image(self, text: str) -> list[bytes | str | MediaError]:
        """An image, or those of the row that a short text names; never more than one step away."""
        if len(text) > MAX_REFERENCE:
            return [address_error(text, PATH_PLACE) or decode_base64(text)]
        number = self.layout.numbers.get(text)
        if number is None:
            rule = (
                f"{text!r} is no image in base64 and no row's `{INDEX}`. A path belongs in the column `{IMAGE_PATH}`."
            )
            return [address_error(text, PATH_PLACE) or MediaError(rule)]
        image = self._cells(number, with_images=True)[IMAGE] or ""
        if len(image) <= MAX_REFERENCE:
            return [MediaError(f"names the row with index {text!r}, which holds no image itself.")]
        return [decode_base64(one) for one in _elements(image)]


def _header(line: bytes, delimiter: bytes = b"\t") -> list[str]:
    text = line.removeprefix(BYTE_ORDER_MARK).decode(errors="replace").rstrip("\r\n")
    return next(csv.reader([text], delimiter=delimiter.decode()), [])


def _split(raw: bytes, delimiter: bytes) -> Cells:
    text = raw.decode()
    if '"' not in text:
        return text.rstrip("\r\n").split(delimiter.decode())
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter.decode()))


def _elements(text: str) -> list[str]:
    """The images or paths that a cell names: itself, or the elements of a list written as text."""
    if not looks_like_list(text):
        return [text]
    try:
        return [str(one) for one in parse_list(text, "the list of images")]
    except DataError as error:
        raise MediaError(str(error)) from error
