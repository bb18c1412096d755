"""Questions whether two things are equal, and statements that give a length or a colour of each."""

from __future__ import annotations

import re
from collections.abc import Collection

from hyeval.scoring.lexicon import concept
from hyeval.scoring.quantity import Quantity, quantities
from hyeval.scoring.stance import negated
from hyeval.scoring.words import words

_BOTH_MEASURE = re.compile(r"\b(?:both|each)\b[^.;]*\d|\d[^;]*\bfor (?:both|each)\b", re.IGNORECASE)
_ONE_AND_OTHER = re.compile(
    r"\bone\s+(?:of them\s+)?[a-z]+\s+(?:\w+\s+)?\d[^;]*?\bthe other\s+(?:one\s+)?(?:[a-z]+\s+){0,2}\d", re.IGNORECASE
)
"""What gives a number for each of two: "one reaches 40 and the other 30"."""
_MEASURE = re.compile(
    r"\b(?:lengths?|long|measures?|heights?|tall|[cm]?m|inch(?:es)?|units?|pixels|spans?|extends?|covers?)\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"\b(?:shows?|reads?|says?|(?:is|are)(?= \d))\b", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([A-Za-z]+)\s+$")
_COLOUR_NAMES = "red blue green yellow black white orange brown purple pink grey"
_COLOURS = frozenset(map(concept, _COLOUR_NAMES.split()))
_BOTH = re.compile(r"\b(?:both|all|each)\b", re.IGNORECASE)
_EACH = re.compile(r"\bone\b.*\b(?:the )?other\b|\bfirst\b.*\bsecond\b|\bleft\b.*\bright\b", re.IGNORECASE)


_EQUATED = re.compile(
    r"\b(?:[A-Z]{1,2}|[Ll]ines? \w+|[Ll]ength \w+)\s*(?:(?P<equal>=)|≠)\s*(?:[A-Z]{1,2}|[Ll]ines? \w+|[Ll]ength "
    r"\w+)\b"
)
"""Two things by their letters, one equal to the other: "AB = CD"."""
_NAME = r"(?:[A-Z]\w+|\d+(?:[:.]\d+)?|'[^']+'|\"[^\"]+\")"
_NAMES_OF_TWO = re.compile(
    rf"\W*(?:[Ii]n\s+)?[Tt]he\s+(?:first|left|upper|top)\s+(?:\w+\s+)?(?P<verb>shows|is(?: of)?|depicts|reads|says)\s+"
    rf"(?P<one>{_NAME})(?:,\s+(?:and\s+|while\s+|but\s+)?|\s+(?:and|while|whereas|but)\s+)"
    rf"the\s+(?:second|right|lower|bottom|other)\s+(?:\w+\s+)?(?:(?P=verb)\s+)?(?P<other>{_NAME})\W*$"
)
_NAME_OF_BOTH = re.compile(
    r"\W*(?:[Tt]hey\s+)?(?:[Bb]oth|[Aa]ll)\s+(?:of them\s+)?(?:\w+\s+)?(?:show|are(?: of)?|depict|read|say)\s+"
    rf"{_NAME}(?:\s+{_NAME})*\W*$"
)


def likeness(line: str, asked: Collection[str], *, of_numbers: bool = False) -> bool | None:
    """Whether the names, the lengths or, where the question is for them, the colours of a statement are equal."""
    equated = _EQUATED.search(line) if "=" in line or "≠" in line else None
    if equated is not None and not negated(line):
        return equated["equal"] is not None
    named = _names_equal(line)
    if named is not None:
        return named
    measured = _measures_equal(line, asked, of_numbers)
    return _colours_equal(line) if measured is None and concept("colour") in asked else measured


def _names_equal(line: str) -> bool | None:
    """Whether one thing and the other bear the same name, where a statement names both."""
    two = _NAMES_OF_TWO.match(line)
    return two["one"] == two["other"] if two is not None else True if _NAME_OF_BOTH.match(line) else None


def _colours_equal(line: str) -> bool | None:
    """Two colours, of one thing and the other, differ; one that both have is the same."""
    found = {word.meaning for word in words(line)} & _COLOURS
    if negated(line):
        return None
    if len(found) == 1 and _BOTH.search(line):
        return True
    return False if len(found) == 2 and _EACH.search(line) else None


def _measures_equal(line: str, labelled: Collection[str], of_numbers: bool) -> bool | None:
    """Whether the two lengths that a statement gives are equal; `labelled` are things that have numbers as names."""
    values = [
        one.value
        for one in quantities(line)
        if not one.weak and not _is_label(line, one, labelled) and concept(one.unit or "") not in labelled
    ]
    if negated(line) or not values:
        return None
    if _BOTH_MEASURE.search(line) and len(set(values)) == 1:
        return True
    has_unit = _MEASURE.search(line) or (of_numbers and _SHOWN.search(line)) or _ONE_AND_OTHER.search(line)
    is_measure = has_unit and len(values) == 2
    return len(set(values)) == 1 if is_measure else None


def _is_label(line: str, number: Quantity, labelled: Collection[str]) -> bool:
    """Whether a number is the name of a thing: "line 2"."""
    before = _WORD_BEFORE.search(line[: number.start])
    return before is not None and concept(before.group(1)) in labelled
