"""Worked examples before a question: rows of another split, with their answers."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any

from pydantic import Field, with_config

from hyeval.errors import DataError
from hyeval.records import Message, Role, Sample

CHOSEN_FROM = 1000
"""Examples are drawn from so many first rows: a large split is not read through for five of them."""


@with_config(extra="forbid")
@dataclass(frozen=True)
class FewShot:
    """How many examples stand before every question, from which split, and the seed of the choice among its rows."""

    count: Annotated[int, Field(ge=0)] = 0
    split: str | None = None
    seed: int = 0


def check_split(few_shot: FewShot, evaluated: str, field: str) -> str:
    """The split of the examples; `DataError` if it is not named or is the one that is asked."""
    if few_shot.split is None or few_shot.split == evaluated:
        raise DataError(
            f"{field}.split: must name another split than '{evaluated}', whose questions are asked; found"
            f" {few_shot.split!r}. Set `{field}.split=`, or `{field}.count=0`."
        )
    return few_shot.split


def choose(rows: Iterable[dict[str, Any]], few_shot: FewShot, field: str) -> list[dict[str, Any]]:
    """Draw the examples, the same for every question; `DataError` if there are too few rows."""
    there = list(islice(rows, CHOSEN_FROM)) if few_shot.count else []
    if len(there) < few_shot.count:
        raise DataError(f"{field}.count: is {few_shot.count}, and the split has {len(there)} rows.")
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
