"""Worked examples before a question: rows of another split or of another file, with their answers."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, with_config

from hyeval.errors import DataError
from hyeval.records import Message, Role, Sample
from hyeval.tasks.overlap import Row
from hyeval.tasks.rows import Rows
from hyeval.tasks.source import DatasetSource

logger = logging.getLogger(__name__)

CHOSEN_FROM = 1000
"""Examples are drawn from so many first rows: a large split is not read through for five of them."""


@with_config(extra="forbid")
@dataclass(frozen=True)
class FewShot:
    """How many examples stand before every question, from where, and the seed of the choice among the rows there.

    `split` is another one than that which is asked; with a `path`, of another data set or file, it is the same one
    unless it is named.
    """

    count: Annotated[int, Field(ge=0)] = 0
    split: str | None = None
    seed: int = 0
    path: str | None = None

    @property
    def choice(self) -> dict[str, Any]:
        """What enters the fingerprint of the prompt; the examples themselves enter that of the data."""
        return {"count": self.count, "split": self.split, "seed": self.seed}


def source_of_examples(few_shot: FewShot, asked: DatasetSource, field: str) -> DatasetSource:
    """Where the examples lie; `DataError` if that is the split that is asked."""
    if few_shot.path is not None and not _same(few_shot.path, asked.path):
        split = few_shot.split or asked.split
        return replace(asked, path=few_shot.path, split=split, configs=(), revision=None, md5=None, sha256=None)
    if few_shot.split is None or few_shot.split == asked.split:
        raise DataError(
            f"{field}.split: must name another split than '{asked.split}', whose questions are asked; found"
            f" {few_shot.split!r}. Set `{field}.split=`, `{field}.path=FILE` or `{field}.count=0`."
        )
    return replace(asked, split=few_shot.split)


def require_apart(rows: Rows, source: DatasetSource, few_shot: FewShot, field: str) -> None:
    """`DataError` if questions or examples, whose `rows` these are, are all rows of the one file that has both."""
    if rows.whole_file and (few_shot.path is None or _same(few_shot.path, source.path)):
        rule = f"is {few_shot.count}, and examples of {source.path} would be drawn from the rows that are asked."
        remedy = f"Put them into a file of their own and set `{field}.path=FILE`."
        raise DataError(f"{field}.count: {rule} {remedy}")


def _same(path: str, other: str) -> bool:
    first, second = Path(path).expanduser(), Path(other).expanduser()
    return path == other or (first.exists() and second.exists() and first.samefile(second))


def candidates(rows: Rows) -> list[Row]:
    """The rows that examples are drawn from."""
    return list(islice(rows, CHOSEN_FROM))


def choose(there: Sequence[Row], few_shot: FewShot, field: str, *, asked: int = 0) -> list[Row]:
    """Draw the examples, the same for every question; `DataError` if there are too few rows.

    `asked` rows are not among them, as they are questions themselves.
    """
    left_out = f"{asked} of the first {asked + len(there)} rows to draw from are questions that are asked"
    if len(there) < few_shot.count:
        why = f"; {left_out}. Set `{field}.path=` or `{field}.split=` to others" if asked else ""
        raise DataError(f"{field}.count: is {few_shot.count}, and there are {len(there)} rows to draw from{why}.")
    if asked:
        logger.warning("%s: %s, and are no examples", field, left_out)
    return random.Random(f"{few_shot.seed}").sample(there, few_shot.count)


def demonstrate(examples: Sequence[Sample]) -> tuple[Message, ...]:
    """Each example as a question and its answer, without the system's message."""
    messages: list[Message] = []
    for example in examples:
        messages += [message for message in example.messages if message.role is not Role.SYSTEM]
        messages.append(Message(Role.ASSISTANT, (example.targets[0],)))
    return tuple(messages)


def after_system(messages: Sequence[Message], shots: Sequence[Message]) -> tuple[Message, ...]:
    """The examples between the system's message and the question."""
    system = [message for message in messages if message.role is Role.SYSTEM]
    rest = [message for message in messages if message.role is not Role.SYSTEM]
    return (*system, *shots, *rest)
