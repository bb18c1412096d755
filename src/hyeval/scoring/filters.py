"""What is done to a response before an answer is read in it, as a list of named steps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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


class StripTags(_Step):
    """Take out what stands between `<tag>` and `</tag>`, as lmms-eval does (`strip_reasoning_tags`, lmms-eval 0.7.3).

    What ends and does not begin begins with the response; what begins and does not end stays. Other markers of
    reasoning, and other cases, are none; blanks around the rest are removed.
    """

    kind: Literal["strip_tags"]
    tags: tuple[str, ...] = ("think", "analysis")

    def apply(self, text: str) -> str:
        """The text outside the tags."""
        for tag in self.tags:
            text = _outside(text, f"<{tag}>", f"</{tag}>")
        return text.strip()


def _outside(text: str, begin: str, end: str) -> str:
    while (start := text.find(begin)) >= 0 and (stop := text.find(end, start)) >= 0:
        text = text[:start] + text[stop + len(end) :]
    return text if begin in text else text.rsplit(end, 1)[-1]


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


Filter = Annotated[StripReasoning | StripTags | Regex | FirstLetter | Map | Case, Field(discriminator="kind")]
"""One step; majority and the choice among repeats are aggregations of `metrics`, as they need several responses."""


FILTER_KINDS = ("strip_reasoning", "strip_tags", "regex", "first_letter", "map", "case")


_LMMS_EVAL: tuple[Filter, ...] = (StripTags(kind="strip_tags"),)
OF_PROTOCOL: Mapping[str, tuple[Filter, ...]] = {"lmms_eval": _LMMS_EVAL, "lmms_eval_meteor": _LMMS_EVAL}
"""What a framework does by default to every response, whatever the task, before the task's own steps."""


def filtered(text: str, filters: Sequence[Filter]) -> str:
    """Apply the steps in their order."""
    for step in filters:
        text = step.apply(text)
    return text
