"""What is done to a response before an answer is read in it, as a list of named steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from hyeval.scoring.reasoning import split_reasoning

LETTER = re.compile(r"(?<![A-Za-z])[A-Z](?![A-Za-z])")


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StripReasoning(_Step):
    """Keep what follows the model's reasoning."""

    kind: Literal["strip_reasoning"]

    def apply(self, text: str) -> str:
        """The answer without the thought before it."""
        return split_reasoning(text).answer


class Regex(_Step):
    """Keep what a regular expression finds: its first group, or all of the match; nothing if it finds nothing.

    `which` chooses among several matches, -1 is the last one.
    """

    kind: Literal["regex"]
    pattern: str
    which: int = 0
    otherwise: Literal["empty", "keep"] = "empty"

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"is no regular expression: {error}") from error
        return pattern

    def apply(self, text: str) -> str:
        """What the pattern finds."""
        matches = list(re.finditer(self.pattern, text))
        if not -len(matches) <= self.which < len(matches):
            return text if self.otherwise == "keep" else ""
        match = matches[self.which]
        return (match[1] if match.re.groups else match[0]) or ""


class FirstLetter(_Step):
    """Keep the first capital letter that stands alone."""

    kind: Literal["first_letter"]

    def apply(self, text: str) -> str:
        """The letter, or nothing."""
        match = LETTER.search(text)
        return "" if match is None else match[0]


class Map(_Step):
    """Replace a whole response by another; what is not named stays as it is."""

    kind: Literal["map"]
    values: dict[str, str]

    def apply(self, text: str) -> str:
        """What stands for the text."""
        return self.values.get(text.strip(), text)


class Case(_Step):
    """Change to lower or upper case."""

    kind: Literal["case"]
    to: Literal["lower", "upper"]

    def apply(self, text: str) -> str:
        """The text in that case."""
        return text.lower() if self.to == "lower" else text.upper()


Filter = Annotated[StripReasoning | Regex | FirstLetter | Map | Case, Field(discriminator="kind")]
"""One step; majority and the choice among repeats are aggregations of `metrics`, as they need several responses."""


FILTER_KINDS = ("strip_reasoning", "regex", "first_letter", "map", "case")


def filtered(text: str, filters: Sequence[Filter]) -> str:
    """Apply the steps in their order."""
    for step in filters:
        text = step.apply(text)
    return text
