"""How a row becomes chat messages: a Jinja template per protocol, and the place of the media in it."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import with_config

from hyeval.errors import DataError
from hyeval.media import Media, MediaKind
from hyeval.records import Message, Role
from hyeval.tasks.template import RowTemplate

VARIABLES = ("question", "choices", "row")
"""Names that a template may use: `choices` is a list of `{letter, text}`, `row` the columns of the data set."""

MARKERS = {MediaKind.VIDEO: "<video {n}>", MediaKind.AUDIO: "<audio {n}>"}
"""What stands for a medium that is no image; the marker of images is a setting."""

NumberedMedia = Mapping[MediaKind, Mapping[int, Media]]
"""The media of a row by kind and by the number that the data set gives them, from 1; a kind that the task has none of
is left out."""


class MediaPlacement(StrEnum):
    """Where the media stand: before the text, after it, or where the text has their marker, for the first or any time.

    With `every_marker`, media whose text has no marker stand before it.
    """

    BEFORE = "before"
    AFTER = "after"
    MARKER = "marker"
    EVERY_MARKER = "every_marker"


MARKED = (MediaPlacement.MARKER, MediaPlacement.EVERY_MARKER)
"""Placements for which the text has markers."""


@with_config(extra="forbid")
@dataclass(frozen=True)
class Prompt:
    """Templates of the user's and the system's message and the placement of the media.

    Before or after the text, images come first, then videos, then audio. With `media: marker`, `marker` is the text
    that stands for an image, with `{n}` for its number counted from 1, as in `<image {n}>`; in a task with videos or
    audio, `<video 1>` and `<audio 1>` stand for these. A medium is placed where it is first mentioned; a later mention
    of the same one stays as it is written, and a medium that is not mentioned is not sent. With `media: every_marker`,
    each mention is the medium, sent again, and a text that mentions none follows all media.
    """

    user: str
    system: str | None = None
    media: MediaPlacement = MediaPlacement.BEFORE
    marker: str = "<image {n}>"

    def __post_init__(self) -> None:
        _ = self._templates
        if self.media in MARKED and "{n}" not in self.marker:
            raise ValueError(f"has the marker '{self.marker}', which needs {{n}} for the number of the medium")

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Columns of the data set that the templates read as `row.NAME`."""
        return tuple(sorted(frozenset().union(*(one.columns for one in self._templates if one is not None))))

    @cached_property
    def _templates(self) -> tuple[RowTemplate | None, RowTemplate]:
        system = None if self.system is None else RowTemplate(self.system, VARIABLES)
        return system, RowTemplate(self.user, VARIABLES)

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
        choices_by_letter = [{"letter": letter(i), "text": choice} for i, choice in enumerate(choices)]
        variables = {"question": question, "choices": choices_by_letter}
        failed = f"{origin}: the prompt cannot be rendered"
        text = user.render(row, failed=failed, **variables)
        messages = []
        if system is not None:
            messages = [Message(Role.SYSTEM, (system.render(row, failed=failed, **variables),))]
        return (*messages, Message(Role.USER, self._place(text, media, origin)))

    def _place(self, text: str, media: NumberedMedia, origin: str) -> tuple[str | Media, ...]:
        every = self.media is MediaPlacement.EVERY_MARKER
        if self.media is MediaPlacement.MARKER or (every and self._markers(media).search(text)):
            return self._interleave(text, media, origin)
        together = [medium for kind in MediaKind for medium in media.get(kind, {}).values()]
        return (text, *together) if self.media is MediaPlacement.AFTER else (*together, text)

    def _interleave(self, text: str, media: NumberedMedia, origin: str) -> tuple[str | Media, ...]:
        parts: list[str | Media] = []
        placed: set[tuple[str, int]] = set()
        position = 0
        for match in self._markers(media).finditer(text):
            kind = MediaKind(str(match.lastgroup))
            number = int(match[kind])
            if (kind, number) in placed and self.media is MediaPlacement.MARKER:
                continue
            if number not in media.get(kind, {}):
                raise DataError(f"{origin}: the text mentions '{match[0]}', but the row has no {kind} {number}.")
            placed.add((kind, number))
            parts += [text[position : match.start()], media[kind][number]]
            position = match.end()
        parts.append(text[position:])
        return tuple(part for part in parts if part != "")


def letter(index: int) -> str:
    """Letter of an option: 0 → A, 25 → Z."""
    return string.ascii_uppercase[index]
