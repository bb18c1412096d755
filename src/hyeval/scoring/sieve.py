r"""Patterns that are tried only where they can begin.

A pattern such as `\b(?:so|thus|hence)\b` costs the regular-expression engine some hundred nanoseconds for every
character, as it is tried at each of them, ignoring case. The first characters of everything that such a pattern can
match are known from the pattern itself. A search for these alone, in a lower-case copy of the text, is ten times as
fast; the pattern is then tried at the places found. The matches are the same, one by one.

Where the first characters cannot be told, the pattern is searched for as usual.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache

from hyeval.scoring.pattern import CATEGORIES, Branches, Characters, Part, Place, Repeat, Unread, parts
from hyeval.scoring.signs import RUN, Signs, signs

_LENGTH = 4
"""Characters of a beginning that are looked for; a longer one finds hardly fewer false places."""
_SENTENCE = 2000
"""Characters of a text that is kept in small letters for the next pattern."""
_MANY = 600
"""Beginnings of one pattern; with more of them the search for them is not faster than the pattern."""
_CHUNKS, _SHORT = 32768, 40
"""Chunks of texts whose marks are kept, and the characters that one of them may have."""
_AROUND = ".,:;!?\"'()[]*"
"""Characters around words, without which there are fewer of them to keep."""
_EDGE, _START = Place.EDGE.value, Place.START.value

# What the engine takes for one letter beside its two cases; `lower` maps the other pairs, character by character.
_ALIKE = str.maketrans("İıſμᲀᲁᲂᲃᲄᲅᲆ", "iisµвдосттъ")

_Start = tuple[tuple[str, ...], bool]
"""A beginning: pieces of a pattern, one a character (or an edge), and whether what follows may be added to them."""


_Tables = tuple[dict[str, int], dict[str, list[tuple[str, int]]], dict[str, int], int]
"""Bits by whole runs, by parts of runs under the first two letters, by other characters; and those of every text."""


class Marks(dict[str, int]):
    """The marks of the chunks of texts, which blanks part: bits for the patterns of which a chunk has a sign.

    A text none of whose chunks has the bit of a pattern has no match.
    """

    def __init__(self) -> None:
        super().__init__()
        self._bits = 0
        self._sieves: list[Sieve] = []
        self._within: list[tuple[re.Pattern[str], int]] = []
        self._signs: _Tables | None = None

    def add(self, sieve: Sieve) -> int:
        """Give a pattern its bit."""
        self._sieves.append(sieve)
        return self._next()

    def add_within(self, pattern: re.Pattern[str]) -> int:
        """Give a bit to a pattern of letters, digits and underscores that has no blank: it says if there is a match."""
        mark = self._next()
        self._within.append((pattern, mark))
        return mark

    def _next(self) -> int:
        self._signs = None
        self.clear()
        self._bits += 1
        return 1 << self._bits - 1

    def __missing__(self, chunk: str) -> int:
        if self._signs is None:
            self._signs = self._of_sieves()
        runs, fragments, characters, marks = self._signs
        bare = chunk.strip(_AROUND)
        folded = folded_text(chunk)
        for place, character in enumerate(folded):
            marks |= characters.get(character, 0)
            for fragment, mark in fragments.get(folded[place : place + 2], ()):
                if folded.startswith(fragment, place):
                    marks |= mark
        if bare != chunk:
            return self._kept(chunk, marks | self[bare])
        for run in RUN.findall(folded):
            marks |= runs.get(run, 0)
        for pattern, mark in self._within:
            if pattern.search(chunk):
                marks |= mark
        return self._kept(chunk, marks)

    def _kept(self, chunk: str, marks: int) -> int:
        if len(self) >= _CHUNKS:
            self.clear()
        if len(chunk) < _SHORT:
            self[chunk] = marks
        return marks

    def _of_sieves(self) -> _Tables:
        """The patterns by their signs, and the bits of those that have none."""
        runs: dict[str, int] = {}
        fragments: dict[str, list[tuple[str, int]]] = {}
        characters: dict[str, int] = {}
        untold = 0
        for sieve in self._sieves:
            found = sieve.signs
            if found is None:
                untold |= sieve.mark
                continue
            for run in found.runs:
                runs[run] = runs.get(run, 0) | sieve.mark
            for sign in found.fragments:
                if len(sign) == 1:
                    characters[sign] = characters.get(sign, 0) | sieve.mark
                else:
                    fragments.setdefault(sign[:2], []).append((sign, sieve.mark))
        return runs, fragments, characters, untold


MARKS = Marks()


def marks_of(text: str) -> int:
    """The bits of the marked patterns of which a text has a sign."""
    marks = 0
    for its in map(MARKS.__getitem__, text.split()):
        marks |= its
    return marks


class Sieve:
    """A compiled pattern with the methods of `re.Pattern` that are used here."""

    def __init__(self, pattern: str, flags: int = 0, *, marked: bool = False) -> None:
        self._source = pattern
        self._flags = flags
        self._folds = bool(flags & re.IGNORECASE)
        self.mark = MARKS.add(self) if marked else 0
        """The bit of the pattern in the marks of a text; 0 if it has none."""

    @property
    def signs(self) -> Signs | None:
        """What every match has, None if that cannot be told."""
        return signs(self._source, self._flags, folded_text)

    # Compiled when first needed: of the patterns of all extractors together a run uses few, and no `--help` any.
    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self._source, self._flags)

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """`match` of the pattern."""
        return self.pattern.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        """`fullmatch` of the pattern."""
        return self.pattern.fullmatch

    @cached_property
    def _beginnings(self) -> tuple[str | None, bool]:
        return _heads(self._source, self._flags)

    @cached_property
    def _find(self) -> Callable[..., re.Match[str] | None] | None:
        heads, _ = self._beginnings
        return re.compile(heads).search if heads else None

    @cached_property
    def _starts_text(self) -> bool:
        return self._beginnings[1]

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Find the first match."""
        at_start = self._starts_text and start == 0
        match = self.match(text, 0, end) if at_start else None
        if self._find is None or match is not None:
            return match if self._starts_text else self.pattern.search(text, start, end)
        folded = text if not self._folds else text.lower() if text.isascii() else folded_text(text)
        head = self._find(folded, start, end)
        while head is not None:
            match = self.match(text, head.start(), end)
            if match is not None:
                return match
            head = self._find(folded, head.end(), end)
        return None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Go through the matches, none of which overlap."""
        if self._find is None:
            yield from self.pattern.finditer(text)
            return
        folded = text if not self._folds else text.lower() if text.isascii() else folded_text(text)
        match = self.match(text) if self._starts_text else None
        if match is not None:
            yield match
        head = self._find(folded, match.end() if match is not None else 0)
        while head is not None:
            match = self.match(text, head.start())
            if match is not None:
                yield match
            head = self._find(folded, head.end() if match is None else match.end())

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Replace every match."""
        pieces, end = [], 0
        for match in self.finditer(text):
            pieces.append(text[end : match.start()])
            pieces.append(match.expand(replacement) if isinstance(replacement, str) else replacement(match))
            end = match.end()
        return "".join([*pieces, text[end:]]) if pieces else text

    def count(self, text: str) -> int:
        """Count the matches."""
        return sum(1 for _ in self.finditer(text))


def has_any(text: str, signs: Iterable[str]) -> bool:
    """Whether one of the given strings stands in a text."""
    for sign in signs:  # noqa: SIM110 - half the time of `any` over a generator
        if sign in text:
            return True
    return False


def folded_text(text: str) -> str:
    """The text in small letters, every character in its place; letters that the engine takes for one become one."""
    if text.isascii():
        return text.lower()
    return _folded_sentence(text) if len(text) <= _SENTENCE else _folded(text)


def _folded(text: str) -> str:
    return text.translate(_ALIKE).lower()


_folded_sentence = lru_cache(maxsize=64)(_folded)
"""A sentence is searched for many patterns in turn."""


def _heads(pattern: str, flags: int) -> tuple[str | None, bool]:
    """A pattern for the places where `pattern` can begin, None if they cannot be told; and whether the start is one.

    It takes one character and looks at those that must follow, so that no place is passed over.
    """
    try:
        starts = _of_branches(parts(pattern, flags), flags)
    except Unread:
        return None, False
    groups: dict[str, set[str]] = {}
    for pieces, _ in starts:
        if pieces[:1] == (_START,):
            continue
        at_edge = pieces[:1] == (_EDGE,)
        bare = pieces[1:] if at_edge else pieces
        if not bare or bare[0] in (_EDGE, r"\w"):
            return None, False
        # The edge before a letter means that no letter stands there.
        first = rf"{bare[0]}(?<!\w{bare[0]})" if at_edge and bare[0].isalnum() else bare[0]
        groups.setdefault(first, set()).add("".join(bare[1:]))
    heads = "|".join(_group(first, rests) for first, rests in sorted(groups.items()))
    return heads or None, any(pieces[:1] == (_START,) for pieces, _ in starts)


def _group(first: str, rests: set[str]) -> str:
    return first if "" in rests else f"{first}(?={'|'.join(sorted(rests))})"


def _of_branches(branches: Branches, flags: int) -> set[_Start]:
    return set().union(*(_of_sequence(way, flags) for way in branches.ways))


def _of_sequence(sequence: Iterable[Part], flags: int) -> set[_Start]:
    """The beginnings of one part of a pattern after the other."""
    found: set[_Start] = {((), True)}
    for part in sequence:
        growing = {pieces for pieces, grows in found if grows}
        if not growing:
            break
        following = _of_part(part, flags)
        found = {start for start in found if not start[1]}
        found |= {_cut(pieces + more, grows) for pieces in growing for more, grows in following}
        if len(found) > _MANY:
            raise Unread("too many beginnings")
    return found


def _cut(pieces: tuple[str, ...], grows: bool) -> _Start:
    width = 0
    for place, piece in enumerate(pieces):
        width += piece not in (_EDGE, _START) and not piece.endswith("*")
        if width == _LENGTH:
            return pieces[: place + 1], False
    return pieces, grows


def _of_part(part: Part, flags: int) -> set[_Start]:
    """The beginnings of one part; an assertion is left out, which may find a place too many and never one too few."""
    match part:
        case Characters():
            return _of_characters(part, flags)
        case Branches():
            return _of_branches(part, flags)
        case Repeat():
            once = _of_part(part.part, flags)
            if part.most > 1:
                once = {_repeated(start, alone=len(once) == 1) for start in once}
            return once | {((), True)} if part.least == 0 else once
        case Place.ELSE:
            return {((), True)}
    return {((part.value,), True)}


def _repeated(start: _Start, alone: bool) -> _Start:
    """The beginning of something that may stand several times; only a single character is followed further."""
    pieces, grows = start
    if alone and len(pieces) == 1 and grows and pieces[0] not in (_EDGE, _START):
        return (pieces[0], pieces[0] + "*"), True
    return pieces, grows and not pieces


def _of_characters(one: Characters, flags: int) -> set[_Start]:
    """A character of several: each of them, or all together where there is a range among them."""
    if one.others:
        return {((), False)}
    if all(len(member) == 1 for member in one.members):
        return {((_piece(member, flags),), True) for member in one.members}
    if len(one.members) == 1 and one.members[0] in CATEGORIES:
        return {((one.members[0],), True)}
    return {((f"[{''.join(_piece(member, flags) for member in one.members)}]",), True)}


def _piece(member: str, flags: int) -> str:
    if member in CATEGORIES:
        return member
    first, last = (member[0], member[-1])
    small = (folded_text(first), folded_text(last)) if flags & re.IGNORECASE else (first, last)
    if ord(small[1]) - ord(small[0]) != ord(last) - ord(first):
        raise Unread(member)
    return "-".join(re.escape(character) for character in (small if len(member) == 3 else small[:1]))
