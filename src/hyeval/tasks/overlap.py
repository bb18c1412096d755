"""Rows to draw examples from that are among the questions: an example with its answer must be none that is asked."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hyeval.errors import DataError
from hyeval.tasks.rows import Rows

Row = Mapping[str, Any]
Key = Callable[[Row], Hashable]


@dataclass(frozen=True)
class Side:
    """How rows are known: by their `words`, and where a task has media by these as well.

    Either key may raise `DataError` for a row that is broken, which is then like no other.
    """

    words: Key
    media: Key | None


def unasked(candidates: Sequence[Row], shown: Side, *, words: Rows, media: Rows, asked: Side) -> list[Row]:
    """The candidates of which no row that is asked has the same words and, by content, the same media.

    `words` and `media` are the rows that are asked, with the columns that either key needs. They are read once, media
    only where the words of a candidate are met; nothing of them is kept but the numbers of such rows.
    """
    keys = [_key(shown.words, row) for row in candidates]
    known = set(keys) - {None}
    alike = {index: key for index, row in enumerate(words) if (key := _key(asked.words, row)) in known}
    met = set(alike.values())
    if shown.media is None or asked.media is None:
        return [row for row, key in zip(candidates, keys, strict=True) if key not in met]
    seen = {(key, _key(asked.media, row)) for key, row in _numbered(media, alike)}

    def is_asked(key: Hashable, row: Row) -> bool:
        found = _key(shown.media, row) if shown.media is not None and key in met else None
        return found is not None and (key, found) in seen

    return [row for row, key in zip(candidates, keys, strict=True) if not is_asked(key, row)]


def _numbered(rows: Rows, keys: Mapping[int, Hashable]) -> Iterator[tuple[Hashable, Row]]:
    """The rows of these numbers with their keys; nothing is read behind the last."""
    left = len(keys)
    for index, row in enumerate(rows if left else ()):
        if index in keys:
            yield keys[index], row
            left -= 1
            if not left:
                return


def _key(key: Key, row: Row) -> Hashable:
    try:
        return key(row)
    except DataError:
        return None  # told when its turn comes
