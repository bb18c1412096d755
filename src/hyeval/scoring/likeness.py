"""Questions whether two things are equal, and statements that give a length or a colour of each."""

from __future__ import annotations

import re
from collections.abc import Collection

from hyeval.scoring.lexicon import concept
from hyeval.scoring.quantity import Quantity, quantities
from hyeval.scoring.stance import negated
from hyeval.scoring.words import words

_BOTH_MEASURE = re.compile(r"\b(?:both|each)\b[^.;]*\d", re.IGNORECASE)
_MEASURE = re.compile(r"\b(?:lengths?|long|measures?|heights?|tall|[cm]?m|inch(?:es)?|units?|pixels)\b", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([A-Za-z]+)\s+$")
_COLOUR_NAMES = "red blue green yellow black white orange brown purple pink grey"
_COLOURS = frozenset(map(concept, _COLOUR_NAMES.split()))
_BOTH = re.compile(r"\b(?:both|all|each)\b", re.IGNORECASE)
_EACH = re.compile(r"\bone\b.*\b(?:the )?other\b|\bfirst\b.*\bsecond\b|\bleft\b.*\bright\b", re.IGNORECASE)


def likeness(line: str, asked: Collection[str]) -> bool | None:
    """Whether the lengths or, where the question is for them, the colours that a statement gives are equal."""
    measured = _measures_equal(line, asked)
    return _colours_equal(line) if measured is None and concept("colour") in asked else measured


def _colours_equal(line: str) -> bool | None:
    """Two colours, of one thing and the other, differ; one that both have is the same."""
    found = {word.meaning for word in words(line)} & _COLOURS
    if negated(line):
        return None
    if len(found) == 1 and _BOTH.search(line):
        return True
    return False if len(found) == 2 and _EACH.search(line) else None


def _measures_equal(line: str, labelled: Collection[str]) -> bool | None:
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
    is_measure = _MEASURE.search(line) is not None and len(values) == 2
    return len(set(values)) == 1 if is_measure else None


def _is_label(line: str, number: Quantity, labelled: Collection[str]) -> bool:
    """Whether a number is the name of a thing: "line 2"."""
    before = _WORD_BEFORE.search(line[: number.start])
    return before is not None and concept(before.group(1)) in labelled
