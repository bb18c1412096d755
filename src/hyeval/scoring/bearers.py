"""Whose number it is, of those that a sentence names: "Candidate A got 310 votes and candidate B 295"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from hyeval.scoring.lexicon import MONTHS, ORDINALS, STOPWORDS, concept

_LETTER = re.compile(r"(?<![\w'’.-])(?:[B-HJ-Z]|(?<=\s)A)(?![\w.-])(?!['’](?!s\b))")
"""A letter that is a name; an A that begins a text is an article."""
_CAPITAL = re.compile(r"(?<![\w'’.-])[A-Z][^\W\d_A-Z]{2,}")
_WEEKDAYS = frozenset(f"{day}day" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun"))
_ORDINAL = re.compile(rf"\b(?:{'|'.join(sorted(ORDINALS, key=len, reverse=True))}|last)\b", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:(?P<hour>[01]?\d|2[0-4])(?::(?P<minute>[0-5]\d)\b|(?=\s?[ap]\.?m\b))|(?P<twelve>noon|midday|midnight)|"
    r"(?P<part>morning|afternoon|evening|night))\b",
    re.IGNORECASE,
)
"""A time of day or a part of the day."""
_TIMES = frozenset(("time", "weekday", "month"))
_NUMBERED = re.compile(
    r"\b(?:in|of|for|on|at|by|from|did|does|do|has|have|had|is|was|will|can)\s+"
    r"(?!(?:the|these|those|all|exactly|only|just|about|around|over|under|every|each|least|most|than|page)\b)"
    r"(?P<noun>[a-z]{3,})\s+(?P<number>\d{1,3})\b(?!\s*(?:%|percent\b|[a-z]+s\b|[.,:/]\d))",
    re.IGNORECASE,
)
"""A noun with the number that is its name: "in class 3"."""


class Bearers:
    """The names in a question for one of several things of a kind: a letter, a person, a month, class 3."""

    def __init__(self, question: str) -> None:
        self._question = question

    @cached_property
    def numbered(self) -> re.Pattern[str] | None:
        """What the question tells apart by numbers, with its number: the class of "How many are in class 3?"."""
        match = _NUMBERED.search(self._question)
        if match is None or concept(match["noun"]) in STOPWORDS or match["noun"].lower() in MONTHS:
            return None
        return re.compile(rf"\b{match['noun']}\s+(?P<number>\d{{1,3}})\b", re.IGNORECASE)

    @cached_property
    def _asked(self) -> dict[str, set[str]]:
        named = _by_kind(self._named(self._question))
        first = re.match(r"\W*(\w+)", self._question)
        if first is not None and "person" in named:
            named["person"].discard(first[1])
        return {kind: names for kind, names in named.items() if names}

    def __bool__(self) -> bool:
        return bool(self._asked)

    @cached_property
    def are_times(self) -> bool:
        """Whether the question names points in time, at each of which a thing may have another value."""
        return not _TIMES.isdisjoint(self._asked)

    def is_own(self, text: str) -> bool | None:
        """Whether a text names what the question does, False if it names another one, None if it names none."""
        said = _by_kind(self._named(text))
        told = [bool(said[kind] & names) for kind, names in self._asked.items() if kind in said]
        return all(told) if told else None

    def _named(self, text: str) -> Iterator[tuple[str, str]]:
        """The names of a text, each with its kind."""
        for letter in _LETTER.findall(text):
            yield "letter", letter
        for match in _CAPITAL.finditer(text):
            name = match.group()
            if name.lower() in MONTHS:
                yield "month", str(MONTHS[name.lower()])
            elif name.lower() in _WEEKDAYS:
                yield "weekday", name
            elif concept(name) not in STOPWORDS:
                yield "person", name
        for match in _TIME.finditer(text):
            yield "time", _time(match)
        for match in _ORDINAL.finditer(text):
            yield "order", concept(match.group())
        if self.numbered is not None:
            for match in self.numbered.finditer(text):
                yield "number", match["number"]


def _time(match: re.Match[str]) -> str:
    """A time of day on a clock of twelve hours, or the part of the day."""
    if match["part"]:
        return match["part"].lower()
    return "0:00" if match["twelve"] else f"{int(match['hour']) % 12}:{match['minute'] or '00'}"


def _by_kind(named: Iterator[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for kind, name in named:
        found.setdefault(kind, set()).add(name)
    return found
