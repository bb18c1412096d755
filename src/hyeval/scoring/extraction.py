"""What an extractor is: a function from a response and a question to the answer that a careful reader would name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

EMPTY = "empty"
REFUSAL = "refusal"
SEVERAL = "several answers"
NOTHING = "no answer found"
CUT_OFF = "cut off"
OUTSIDE = "outside the options"
FAILED_CALL = "error text of a failed call"


@dataclass(frozen=True)
class Question:
    """What an extractor may look at: the question and its options, never the gold answer."""

    text: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extraction:
    """The answer of a response, or the reason why a reader finds no single one.

    `answer` is an option letter, `yes` or `no`, or the text of a number, phrase or expression.
    """

    answer: str | None
    reason: str | None = None


Extractor = Callable[[str, Question], Extraction]
Matcher = Callable[[str, Sequence[str], Question], float]
"""From an answer, the gold answers and the question to a value between 0 and 1."""


def unanswered(reason: str) -> Extraction:
    """Make the extraction of a response without an answer."""
    return Extraction(None, reason)


def of_other(sentence: str) -> Extraction:
    """A response that gives the value of something else, with its name: it is right for no question for a value."""
    return Extraction(f'"{sentence}"')


def is_of_other(answer: str) -> bool:
    """Whether an answer is a whole sentence on something else."""
    return answer[:1] == answer[-1:] == '"' and " " in answer and any(map(str.isalpha, answer))
