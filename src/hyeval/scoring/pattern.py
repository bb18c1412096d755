"""The parts of a regular expression, read from its text, as far as the patterns of this package go.

Assertions and anchors at the end match no character and are all one here. What is written in any other way than the
ones below (a reference to a group, a flag within the pattern) is not read: the caller learns that and does without.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

CATEGORIES = (r"\s", r"\d", r"\w")
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}
_COUNT = re.compile(r"\{(\d+)?(,)?(\d+)?\}")
MANY = 1 << 16
"""The count of a repetition without an end."""


class Unread(Exception):
    """A pattern has a part of a kind that is not read here."""


class Place(Enum):
    """A part that matches no character."""

    EDGE = r"\b"
    START = "^"
    ELSE = "an assertion, or the end"


@dataclass(frozen=True)
class Characters:
    r"""One character of several: each member is a character, a range such as `a-z`, or a category such as `\d`."""

    members: tuple[str, ...]
    others: bool = False
    """Any other character than these."""


@dataclass(frozen=True)
class Branches:
    """One of several sequences."""

    ways: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True)
class Repeat:
    """A part several times."""

    part: Part
    least: int
    most: int


Part = Place | Characters | Branches | Repeat


def parts(pattern: str, flags: int = 0) -> Branches:
    """Read a pattern that compiles; `Unread` if it has something that is not read here."""
    if flags & ~(re.IGNORECASE | re.MULTILINE | re.DOTALL | re.UNICODE):
        raise Unread(f"flags {flags}")
    return _Reader(pattern, flags).branches()


class _Reader:
    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern = pattern
        self._flags = flags
        self._place = 0

    def branches(self) -> Branches:
        ways = [self._sequence()]
        while self._takes("|"):
            ways.append(self._sequence())
        return Branches(tuple(ways))

    def _sequence(self) -> tuple[Part, ...]:
        found: list[Part] = []
        while self._place < len(self._pattern) and self._pattern[self._place] not in "|)":
            found.append(self._repeated(self._part()))
        return tuple(found)

    def _next(self) -> str:
        self._place += 1
        return self._pattern[self._place - 1]

    def _takes(self, text: str) -> bool:
        found = self._pattern.startswith(text, self._place)
        self._place += len(text) if found else 0
        return found

    def _part(self) -> Part:
        match character := self._next():
            case "(":
                return self._group()
            case "[":
                return self._class()
            case "\\":
                return self._escaped()
            case ".":
                return Characters((), others=True)
            case "^":
                return Place.ELSE if self._flags & re.MULTILINE else Place.START
            case "$":
                return Place.ELSE
        return Characters((character,))

    def _group(self) -> Part:
        asserts = False
        if self._takes("?"):
            asserts = any(self._takes(kind) for kind in ("=", "!", "<=", "<!"))
            if self._takes("P<"):
                self._place = self._pattern.index(">", self._place) + 1
            elif not asserts and not self._takes(":"):
                raise Unread(self._pattern[self._place :])
        inside = self.branches()
        self._next()
        return Place.ELSE if asserts else inside

    def _escaped(self) -> Part:
        character = self._next()
        if character in "bBZ":
            return Place.EDGE if character == "b" else Place.ELSE
        return Characters((f"\\{character.lower()}",), others=True) if character in "SDW" else self._literal(character)

    def _literal(self, escaped: str) -> Characters:
        """The character or the category that an escape stands for."""
        if f"\\{escaped}" in CATEGORIES:
            return Characters((f"\\{escaped}",))
        if escaped.isalnum() and escaped not in _CONTROL:
            raise Unread(f"\\{escaped}")
        return Characters((_CONTROL.get(escaped, escaped),))

    def _class(self) -> Characters:
        others = self._takes("^")
        members = [self._member()]
        while not self._takes("]"):
            members.append(self._member())
        return Characters(tuple(members), others)

    def _member(self) -> str:
        first = self._character()
        if self._pattern[self._place] != "-" or self._pattern[self._place + 1] == "]":
            return first
        self._place += 1
        return f"{first}-{self._character()}"

    def _character(self) -> str:
        character = self._next()
        return self._literal(self._next()).members[0] if character == "\\" else character

    def _repeated(self, part: Part) -> Part:
        least, most = self._count()
        if (least, most) == (1, 1):
            return part
        if not self._takes("?"):
            self._takes("+")
        return Repeat(part, least, most)

    def _count(self) -> tuple[int, int]:
        for sign, counts in (("*", (0, MANY)), ("+", (1, MANY)), ("?", (0, 1))):
            if self._takes(sign):
                return counts
        count = _COUNT.match(self._pattern, self._place)
        if count is None or count.group() == "{}":
            return 1, 1
        self._place = count.end()
        least, comma, most = count.groups()
        return int(least or 0), int(most) if most else MANY if comma else int(least)
