"""How a row becomes chat messages: a Jinja template per protocol, and the place of the media in it."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment
from pydantic import with_config

from hyeval.errors import DataError
from hyeval.media import Media, MediaKind
from hyeval.records import Message, Role

_ENVIRONMENT = SandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)

VARIABLES = ("question", "choices", "row")
"""Names that a template may use: `choices` is a list of `{letter, text}`, `row` the columns of the data set."""
PROBLEMS = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError)
"""What a template raises that does not fit its row."""

MARKERS = {MediaKind.VIDEO: "<video {n}>", MediaKind.AUDIO: "<audio {n}>"}
"""What stands for a medium that is no image; the marker of images is a setting."""

NumberedMedia = Mapping[MediaKind, Mapping[int, Media]]
"""The media of a row by kind and by the number that the data set gives them, from 1; a kind that the task has none of
is left out."""


class MediaPlacement(StrEnum):
    """Where the media stand: before the text, after it, or where the text has their marker."""

    BEFORE = "before"
    AFTER = "after"
    MARKER = "marker"


@with_config(extra="forbid")
@dataclass(frozen=True)
class Prompt:
    """Templates of the user's and the system's message and the placement of the media.

    Before or after the text, images come first, then videos, then audio. With `media: marker`, `marker` is the text
    that stands for an image, with `{n}` for its number counted from 1, as in `<image {n}>`; in a task with videos or
    audio, `<video 1>` and `<audio 1>` stand for these. A medium is placed where it is first mentioned; a later mention
    of the same one stays as it is written, and a medium that is not mentioned is not sent.
    """

    user: str
    system: str | None = None
    media: MediaPlacement = MediaPlacement.BEFORE
    marker: str = "<image {n}>"

    def __post_init__(self) -> None:
        for text in filter(None, (self.user, self.system)):
            _check(text, VARIABLES)
        if self.media is MediaPlacement.MARKER and "{n}" not in self.marker:
            raise ValueError(f"has the marker '{self.marker}', which needs {{n}} for the number of the medium")

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Columns of the data set that the templates read as `row.NAME`."""
        found = {column for text in filter(None, (self.user, self.system)) for column in _columns(text)}
        return tuple(sorted(found))

    @cached_property
    def _templates(self) -> tuple[Template | None, Template]:
        system = None if self.system is None else _ENVIRONMENT.from_string(self.system)
        return system, _ENVIRONMENT.from_string(self.user)

    def _markers(self, kinds: Collection[MediaKind]) -> re.Pattern[str]:
        """Matches the markers of these kinds and of images; the group with the number is named after the kind.

        In a task without videos `<video 1>` is plain text.
        """
        markers = {MediaKind.IMAGE: self.marker} | {kind: MARKERS[kind] for kind in kinds if kind in MARKERS}
        halves = {kind: map(re.escape, marker.split("{n}", 1)) for kind, marker in markers.items()}
        return re.compile("|".join(f"{before}(?P<{kind}>[0-9]+){after}" for kind, (before, after) in halves.items()))

    def render(
        self, question: str, choices: Sequence[str], media: NumberedMedia, row: Mapping[str, Any], *, origin: str
    ) -> tuple[Message, ...]:
        """Render the messages; `DataError` names the row if the template fails or a mentioned medium is not there."""
        system, user = self._templates
        variables = {
            "question": question,
            "choices": [{"letter": letter(i), "text": choice} for i, choice in enumerate(choices)],
            "row": _Row(row),
        }
        try:
            text = user.render(variables)
            messages = [] if system is None else [Message(Role.SYSTEM, (system.render(variables),))]
        except PROBLEMS as error:
            raise DataError(f"{origin}: the prompt cannot be rendered: {error}.") from error
        return (*messages, Message(Role.USER, self._place(text, media, origin)))

    def _place(self, text: str, media: NumberedMedia, origin: str) -> tuple[str | Media, ...]:
        if self.media is MediaPlacement.MARKER:
            return self._interleave(text, media, origin)
        together = [medium for kind in MediaKind for medium in media.get(kind, {}).values()]
        return (*together, text) if self.media is MediaPlacement.BEFORE else (text, *together)

    def _interleave(self, text: str, media: NumberedMedia, origin: str) -> tuple[str | Media, ...]:
        parts: list[str | Media] = []
        placed: set[tuple[str, int]] = set()
        position = 0
        for match in self._markers(media).finditer(text):
            kind = MediaKind(str(match.lastgroup))
            number = int(match[kind])
            if (kind, number) in placed:
                continue
            if number not in media.get(kind, {}):
                raise DataError(f"{origin}: the text mentions '{match[0]}', but the row has no {kind} {number}.")
            placed.add((kind, number))
            parts += [text[position : match.start()], media[kind][number]]
            position = match.end()
        parts.append(text[position:])
        return tuple(part for part in parts if part != "")


@dataclass(frozen=True)
class ColumnTemplate:
    """A template over the columns of a row: what a data set has, but not in a column of its own."""

    text: str

    def __post_init__(self) -> None:
        _check(self.text, ("row",))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Columns of the data set that it reads."""
        return tuple(sorted(_columns(self.text)))

    def render(self, row: Mapping[str, Any], *, origin: str) -> str:
        """Render the text of one row; `DataError` names the row if the template fails."""
        try:
            return self._template.render({"row": _Row(row)})
        except PROBLEMS as error:
            raise DataError(f"{origin} cannot be derived: {error}.") from error

    @cached_property
    def _template(self) -> Template:
        return _ENVIRONMENT.from_string(self.text)


def _check(text: str, variables: Sequence[str]) -> None:
    """Refuse a template that is none or that uses other variables."""
    try:
        _ENVIRONMENT.from_string(text)
        unknown = meta.find_undeclared_variables(_ENVIRONMENT.parse(text)) - set(variables)
    except TemplateError as error:
        raise ValueError(f"is no valid Jinja template: {error}") from error
    if unknown:
        raise ValueError(f"uses {', '.join(sorted(unknown))}; a template may use {', '.join(variables)}")


def _columns(text: str) -> set[str]:
    """Columns that a template reads as `row.NAME` or `row["NAME"]`."""
    tree = _ENVIRONMENT.parse(text)
    found = {
        one.attr for one in tree.find_all(nodes.Getattr) if isinstance(one.node, nodes.Name) and one.node.name == "row"
    }
    for item in tree.find_all(nodes.Getitem):
        if isinstance(item.node, nodes.Name) and item.node.name == "row":
            found.add(str(item.arg.as_const()))
    return found


def _regex_replace(text: str, pattern: str, replacement: str = "") -> str:
    """Replace every match; `\\1` stands for the first group."""
    return re.sub(pattern, replacement, text)


def _regex_findall(text: str, pattern: str) -> list[Any]:
    """List every match, or its group where the pattern has one."""
    return re.findall(pattern, text)


_ENVIRONMENT.filters |= {"regex_replace": _regex_replace, "regex_findall": _regex_findall}
"""Beside Jinja's own: what the schools do to texts that hold more than the question."""


class _Row:
    """The columns of a row and nothing else: a column called `items` must not be the method of a dictionary."""

    def __init__(self, columns: Mapping[str, Any]) -> None:
        self._columns = columns

    def __getitem__(self, name: str) -> Any:
        return self._columns[name]


def letter(index: int) -> str:
    """Letter of an option: 0 → A, 25 → Z."""
    return string.ascii_uppercase[index]
