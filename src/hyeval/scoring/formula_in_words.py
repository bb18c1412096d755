"""Formulas that a sentence says in words, in signs: "nine pi", "y squared", "where x = 2, y is -1"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyeval.scoring import spoken_formula
from hyeval.scoring.lexicon import concept
from hyeval.scoring.own_value import asks_for
from hyeval.scoring.set_in_words import asks_for_set, says_set, set_in_signs
from hyeval.scoring.sieve import Sieve

_VALUE = r"[-−+]?(?:\d+(?:\.\d+)?(?:/\d+)?|\d*√\d+)"
_PERCENT = re.compile(r"(?<=\d) per ?cent\b", re.IGNORECASE)
_POINTS = frozenset(map(concept, ("point", "vertex", "intersection", "coordinates", "midpoint", "centre", "focus")))
_VALUES = frozenset(map(concept, ("minimum", "maximum", "value", "slope", "limit")))
_AT = re.compile(
    rf"(?P<value>(?<![\w.]){_VALUE}),?\s+(?:at|when|where|for)\s+[a-z]\s*=\s*{_VALUE}(?=\W*$)", re.IGNORECASE
)
"""A value and where it is taken: "a minimum of -1 at x = 2"."""
_ASKS_WHERE = re.compile(
    r"\b(?:where|at (?:what|which) points?) (?:do|does|is|are)\b.*\b(?:meet|cross|intersect|vertex)\b", re.IGNORECASE
)
_ASKS_FOR_ONE = re.compile(r"\b[xyz][- ]?(?:coordinate|value|intercept)\b", re.IGNORECASE)
_AXIS = rf"(?:[- ]?(?:coordinate|value)s?)?\s*(?:=|\bis\b|\bof\b|:)?\s*(?P<{{}}>{_VALUE})(?![\w.]*\d)"
_ACROSS = Sieve(rf"\bx{_AXIS.format('x')}", re.IGNORECASE)
_UP = Sieve(rf"\by{_AXIS.format('y')}", re.IGNORECASE)
_ASKS_FOR_PAIR = re.compile(r"\b(?:solutions?|solve|pair|intersect\w*)\b.*\(\s*x\s*,\s*y\s*\)")
_CLOSED = r"(?=\s*(?:$|[.,;)]|\b(?:and|so|then|at|where|when|while)\b))"
_IS_ACROSS = re.compile(rf"(?<![\w.^)])x\s*=\s*(?P<x>{_VALUE}){_CLOSED}", re.IGNORECASE)
_IS_UP = re.compile(rf"(?<![\w.^)])y\s*=\s*(?P<y>{_VALUE}){_CLOSED}", re.IGNORECASE)
_EXTREME = Sieve(
    rf"\b(?:min|max)imum(?: value)?(?: is| of| =|,)?\s+(?P<y>{_VALUE})(?![\w.]*\d)|"
    rf"\b(?:low|high|small|great|larg)est (?:value|height)(?: is| of| =|,)?\s+(?P<y2>{_VALUE})(?![\w.]*\d)",
    re.IGNORECASE,
)
_IS_POINT = re.compile(r"\(\s*[^()]*,[^()]*\)")
_LONGEST = 400
"""Characters of a sentence that is looked through."""


def in_signs(text: str, question: str) -> str:
    """A sentence with formulas in signs for those in words; a set or a point too, where the question asks for one."""
    text = spoken_formula.in_signs(text)
    if "cent" in text:
        text = _PERCENT.sub("%", text)
    if asks_for_set(question) or says_set(text):
        return set_in_signs(text)
    if _asks_for_point(question):
        return _point_in_signs(text)
    return _AT.sub(r"\g<value>", text) if "=" in text and asks_for(question, _VALUES) else text


def told_point(lines: Sequence[str], question: str) -> str | None:
    """The coordinates that a question asks for and sentences tell one by one: "3x = 3, so x = 1, and then y = 2"."""
    is_pair = _ASKS_FOR_PAIR.search(question) is not None
    if not (is_pair or _asks_for_point(question)) or any(map(_IS_POINT.search, lines)):
        return None
    text = "; ".join(lines)[-_LONGEST:]
    across, up = (list(axis.finditer(text)) for axis in (_IS_ACROSS, _IS_UP))
    if not across or not up:
        return None
    x, y = across[-1]["x"], up[-1]["y"]
    return f"x = {x}, y = {y}" if is_pair else f"({x}, {y})"


def _asks_for_point(question: str) -> bool:
    if _ASKS_FOR_ONE.search(question):
        return False
    return asks_for(question, _POINTS) or _ASKS_WHERE.search(question) is not None


def _point_in_signs(text: str) -> str:
    """A sentence with the point of which it tells both coordinates."""
    if len(text) > _LONGEST:
        return text
    if (point := _IS_POINT.search(text)) is not None:
        return text[text.rfind(",", 0, point.start()) + 1 :] if "=" in text[: point.start()] else text
    across = list(_ACROSS.finditer(text))
    up = list(_UP.finditer(text)) or list(_EXTREME.finditer(text))
    if len(across) != 1 or len(up) != 1:
        return text
    start, end = min(across[0].start(), up[0].start()), max(across[0].end(), up[0].end())
    return f"{text[:start]}({across[0]['x']}, {next(filter(None, up[0].groups()))}){text[end:]}"
