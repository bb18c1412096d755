"""Boxes and points as models write them: lists, pairs, tags, JSON, calls of tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from hyeval.scoring.coordinates import Coordinates, Order, Scale
from hyeval.scoring.extraction import NOTHING
from hyeval.scoring.reasoning import split_reasoning

LIMIT = 20_000
"""Characters of an answer that are looked at."""
OTHER_SCALE = "coordinates of another scale"
_NUMBER = r"([-+]?(?:\d{1,9}(?:\.\d{0,15})?|\.\d{1,15}))\s{0,3}(%|px)?"
_BETWEEN = r"(?:\s{0,4}[,;]\s{0,4}|\s{1,4})"
_PAIR = rf"[\[({{<]\s{{0,4}}#{_BETWEEN}#\s{{0,4}}[\])}}>]"
_OTHER_CORNER = r"(?:(?:and\s)?(?:the\s)?(?:bottom|lower)[- ]right(?:\scorner)?(?:\s?[:=]|\s(?:is|at))?\s)?"
_FOUR = _BETWEEN.join("####")


class _Kind(StrEnum):
    CORNERS = "corners"
    SIZED = "left, top, width, height"
    POINT = "point"


@dataclass(frozen=True)
class _Form:
    """One way to write a place; where it names its numbers, their order is known."""

    kind: _Kind
    pattern: re.Pattern[str]
    named: bool = False


def _form(kind: _Kind, text: str) -> _Form:
    """A form of a text in which `#` stands for a number."""
    return _Form(kind, re.compile(text.replace("#", _NUMBER), re.IGNORECASE))


def _named(kind: _Kind, *names: str) -> _Form:
    """`x1: 5, y1: 6`, `"xmin" = 5 …`, `x="5" y="6"`."""
    parts = (rf"(?<![a-z0-9])[\"']?{name}[\"']?\s{{0,3}}[:=]\s{{0,3}}[\"']?#" for name in names)
    return replace(_form(kind, r"[^\d]{0,6}?".join(parts)), named=True)


_FORMS = (
    _form(_Kind.CORNERS, rf"[\[({{<]\s{{0,4}}{_FOUR}\s{{0,4}}[\])}}>]"),
    _form(_Kind.CORNERS, rf"{_PAIR}\s{{0,4}}(?:[,;:-]|to|and|)\s{{0,4}}{_OTHER_CORNER}{_PAIR}"),
    _form(_Kind.CORNERS, rf"<\|?(?:bbox|box)(?:_start)?\|?>\s{{0,4}}{_FOUR}"),
    _form(_Kind.CORNERS, rf"\A\s*{_FOUR}\s*\.?\s*\Z"),
    _named(_Kind.CORNERS, "x_?1", "y_?1", "x_?2", "y_?2"),
    _named(_Kind.CORNERS, "x_?min", "y_?min", "x_?max", "y_?max"),
    _named(_Kind.CORNERS, "left", "top", "right", "bottom"),
    _named(_Kind.SIZED, "x", "y", "w(?:idth)?", "h(?:eight)?"),
    _named(_Kind.SIZED, "left", "top", "width", "height"),
    _form(_Kind.POINT, _PAIR),
    _form(_Kind.POINT, rf"<\|?(?:point|click)s?(?:_start)?\|?>\s{{0,4}}#{_BETWEEN}#"),
    _form(_Kind.POINT, rf"\A\s*#{_BETWEEN}#\s*\.?\s*\Z"),
    _named(_Kind.POINT, "x", "y"),
)
_GRID = re.compile(r"(?:<loc(_?)(\d{1,4})>){2,4}")
_CELL = re.compile(r"\d{1,4}")
_TOLD = re.compile(r"(?:answer|box|bbox|coordinates?|point|location)\s{1,3}(?:is|are)\b|answer\s{0,3}:", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A box (left, top, right, bottom) or a point (x, y) in parts of the image, or why none was read."""

    parts: tuple[float, ...] = ()
    reason: str | None = None


@dataclass(frozen=True)
class _Found:
    """Numbers of a text: where they begin, how far they go, and what they are."""

    start: int
    end: int
    kind: _Kind
    numbers: tuple[float, ...]
    coordinates: Coordinates | None
    """None if the numbers name a unit that the setting excludes."""


def read_box(response: str, coordinates: Coordinates, width: int, height: int) -> Place:
    """The box that a response names in an image of so many pixels.

    Of several boxes the first counts: in the answer, not in the reasoning, and behind the last `answer is` if one is
    there. Corners may come in any order.
    """
    return _read(response, coordinates, (width, height), boxes_only=True)


def read_point(response: str, coordinates: Coordinates, width: int, height: int) -> Place:
    """The point that a response names, or the centre of its box; as `read_box`."""
    place = _read(response, coordinates, (width, height), boxes_only=False)
    if len(place.parts) == 2 or place.reason:
        return place
    left, top, right, bottom = place.parts
    return Place(((left + right) / 2, (top + bottom) / 2))


def _read(response: str, coordinates: Coordinates, size: tuple[int, int], *, boxes_only: bool) -> Place:
    for text in _answers(response):
        found = [one for one in _places(text, coordinates) if not (boxes_only and one.kind is _Kind.POINT)]
        if found:
            first = min(found, key=lambda one: (one.start, -one.end))
            return _in_parts(first, size)
    return Place(reason=NOTHING)


def _answers(response: str) -> Iterator[str]:
    """Where to look: behind the last announcement of an answer, then in the whole answer."""
    answer = split_reasoning(response).answer[-LIMIT:]
    for told in list(_TOLD.finditer(answer))[-1:]:
        yield answer[told.end() :]
    yield answer


def _places(text: str, coordinates: Coordinates) -> Iterator[_Found]:
    """The first place of every form."""
    for form in _FORMS:
        if match := form.pattern.search(text):
            numbers = tuple(float(number) for number in match.groups()[::2])
            meant = replace(coordinates, order=Order.XY) if form.named else coordinates
            told = _with_unit(meant, set(match.groups()[1::2]))
            yield _Found(match.start(), match.end(), form.kind, numbers, told)
    if match := _GRID.search(text):
        cells = [float(cell) for cell in _CELL.findall(match[0])]
        if len(cells) != 3:
            yield _of_grid(match, cells)


def _with_unit(coordinates: Coordinates, units: set[str | None]) -> Coordinates | None:
    """The coordinates of numbers with a unit of their own; per cent are told, pixels must be what is set."""
    if units == {None} or (units == {"px"} and coordinates.scale is Scale.PIXELS):
        return coordinates
    return Coordinates(Scale.PERCENT, coordinates.order) if units == {"%"} else None


def _of_grid(match: re.Match[str], cells: list[float]) -> _Found:
    """Tokens tell their scale: `<loc0512>` of 1024, rows first (PaliGemma), `<loc_512>` of 1000 (Florence)."""
    kind = _Kind.CORNERS if len(cells) == 4 else _Kind.POINT
    if match[1]:
        return _Found(match.start(), match.end(), kind, tuple(cells), Coordinates(Scale.THOUSANDTHS))
    parts = tuple(cell / 1024 for cell in cells)
    return _Found(match.start(), match.end(), kind, parts, Coordinates(Scale.UNIT, Order.YX))


def _in_parts(found: _Found, size: tuple[int, int]) -> Place:
    numbers = found.numbers
    if found.kind is _Kind.SIZED:
        left, top, width, height = numbers
        numbers = (left, top, left + width, top + height)
    parts = None if found.coordinates is None else found.coordinates.in_parts(numbers, *size)
    if parts is None:
        return Place(reason=OTHER_SCALE)
    if found.kind is _Kind.POINT:
        return Place((parts[0], parts[1]))
    (left, right), (top, bottom) = sorted(parts[::2]), sorted(parts[1::2])
    return Place((left, top, right, bottom))
