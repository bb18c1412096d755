"""How a row becomes chat messages: a Jinja template per protocol, and the place of the media in it."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment
from pydantic import with_config

from hyeval.errors import DataError
from hyeval.media import Media
from hyeval.records import Message, Role

_ENVIRONMENT = SandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)

VARIABLES = ("question", "choices", "row")
"""Names that a template may use: `choices` is a list of `{letter, text}`, `row` the columns of the data set."""


class MediaPlacement(StrEnum):
    """Where the media stand: before the text, after it, or where the text has their marker."""

    BEFORE = "before"
    AFTER = "after"
    MARKER = "marker"


@with_config(extra="forbid")
@dataclass(frozen=True)
class Prompt:
    """Templates of the user's and the system's message and the placement of the media.

    With `media: marker`, `marker` is the text that stands for a medium, with `{n}` for its number counted from 1, as in
    `<image {n}>`. A medium is placed where it is first mentioned; a later mention of the same one stays as it is
    written, and a medium that is not mentioned is not sent.
    """

    user: str
    system: str | None = None
    media: MediaPlacement = MediaPlacement.BEFORE
    marker: str = "<image {n}>"

    def __post_init__(self) -> None:
        for text in filter(None, (self.user, self.system)):
            try:
                unknown = meta.find_undeclared_variables(_ENVIRONMENT.parse(text)) - set(VARIABLES)
            except TemplateError as error:
                raise ValueError(f"is no valid Jinja template: {error}") from error
            if self.media is MediaPlacement.MARKER and "{n}" not in self.marker:
                raise ValueError(f"has the marker '{self.marker}', which needs {{n}} for the number of the medium")
            if unknown:
                raise ValueError(f"uses {', '.join(sorted(unknown))}; a template may use {', '.join(VARIABLES)}")

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Columns of the data set that the templates read as `row.NAME`."""
        found = set()
        for text in filter(None, (self.user, self.system)):
            tree = _ENVIRONMENT.parse(text)
            for attribute in tree.find_all(nodes.Getattr):
                if isinstance(attribute.node, nodes.Name) and attribute.node.name == "row":
                    found.add(attribute.attr)
            for item in tree.find_all(nodes.Getitem):
                if isinstance(item.node, nodes.Name) and item.node.name == "row":
                    found.add(str(item.arg.as_const()))
        return tuple(sorted(found))

    @cached_property
    def _templates(self) -> tuple[Template | None, Template]:
        system = None if self.system is None else _ENVIRONMENT.from_string(self.system)
        return system, _ENVIRONMENT.from_string(self.user)

    @cached_property
    def _marker_pattern(self) -> re.Pattern[str]:
        before, _, after = self.marker.partition("{n}")
        return re.compile(f"{re.escape(before)}([0-9]+){re.escape(after)}")

    def render(
        self, question: str, choices: Sequence[str], media: Mapping[int, Media], row: Mapping[str, Any], *, origin: str
    ) -> tuple[Message, ...]:
        """Render the messages; `media` is numbered as the data set numbers it, from 1."""
        system, user = self._templates
        variables = {
            "question": question,
            "choices": [{"letter": letter(i), "text": choice} for i, choice in enumerate(choices)],
            "row": _Row(row),
        }
        try:
            text = user.render(variables)
            messages = [] if system is None else [Message(Role.SYSTEM, (system.render(variables),))]
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            raise DataError(f"{origin}: the prompt cannot be rendered: {error}.") from error
        return (*messages, Message(Role.USER, self._place(text, media, origin)))

    def _place(self, text: str, media: Mapping[int, Media], origin: str) -> tuple[str | Media, ...]:
        if self.media is MediaPlacement.BEFORE:
            return (*media.values(), text)
        if self.media is MediaPlacement.AFTER:
            return (text, *media.values())
        return self._interleave(text, media, origin)

    def _interleave(self, text: str, media: Mapping[int, Media], origin: str) -> tuple[str | Media, ...]:
        parts: list[str | Media] = []
        placed: set[int] = set()
        position = 0
        for match in self._marker_pattern.finditer(text):
            number = int(match[1])
            if number in placed:
                continue
            if number not in media:
                raise DataError(f"{origin}: the text mentions '{match[0]}', but the row has no image {number}.")
            placed.add(number)
            parts += [text[position : match.start()], media[number]]
            position = match.end()
        parts.append(text[position:])
        return tuple(part for part in parts if part != "")


class _Row:
    """The columns of a row and nothing else: a column called `items` must not be the method of a dictionary."""

    def __init__(self, columns: Mapping[str, Any]) -> None:
        self._columns = columns

    def __getitem__(self, name: str) -> Any:
        return self._columns[name]


def letter(index: int) -> str:
    """Letter of an option: 0 → A, 25 → Z."""
    return string.ascii_uppercase[index]
