"""Formulas and parts of formulas that a sentence says in words: "nine pi", "y squared", "plus or minus 3"."""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import CARDINALS
from hyeval.scoring.quantity import quantities
from hyeval.scoring.sieve import Sieve

_VALUE = r"[-−+]?(?:\d+(?:\.\d+)?(?:/\d+)?|\d*√\d+)"
_IN_SIGNS = r"(?=[\d(\\√]|[a-z]\b|pi\b|π)"
_NUMBER_NAMES = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"]
_NUMBER = rf"(?:{'|'.join([*_NUMBER_NAMES, *(name for name in CARDINALS if name.isascii() and name.isalpha())])})"
_SPELLED = (
    (Sieve(rf"\b(?:the )?(?:positive )?(?:square )?root (?:of )?{_IN_SIGNS}", re.IGNORECASE), "√"),
    (Sieve(r"(?<=\d) times (?:the )?(?=pi\b|π|\d|√)", re.IGNORECASE), " · "),
    (Sieve(r"(?<=\b[A-Za-z]) squared\b", re.IGNORECASE), "^2"),
    (Sieve(r"(?<=\b[A-Za-z]) cubed\b", re.IGNORECASE), "^3"),
    (Sieve(rf"\b(?:the )?natural log(?:arithm)? of {_IN_SIGNS}", re.IGNORECASE), "ln "),
    (Sieve(r"\bplus or minus (?=[\d(\\√])", re.IGNORECASE), "±"),
    (Sieve(r"(?<=[\d)}πi]) over (?=[\d(√π])", re.IGNORECASE), "/"),
    (Sieve(r"(?<=\d) per ?cent\b", re.IGNORECASE), "%"),
    (Sieve(r"(?<=\b[A-Za-z]) equals (?=[-−\d(√\\])", re.IGNORECASE), " = "),
)
_INEQUALITIES = tuple(
    (
        Sieve(
            rf"\b(?:all (?:real )?(?:numbers|values)(?: of)?(?: [a-z])?(?: that are)?|[a-z](?: is)?) {words} (?=\S)",
            re.IGNORECASE,
        ),
        sign,
    )
    for words, sign in (
        ("(?:greater|larger) than or equal to", "≥"),
        ("(?:less|smaller) than or equal to", "≤"),
        ("(?:greater|larger) than", ">"),
        ("(?:less|smaller) than", "<"),
    )
)
_SIGNED = Sieve(
    r"\b(?:all |the |set of )+(?:real )?(?P<sign>non-?\s?negative|non-?\s?positive|positive|negative)\s+"
    r"(?:real\s+)?(?:numbers|reals|values)\b(?:\s+(?:and|or|including|with)\s+(?P<zero>zero|0)\b)?",
    re.IGNORECASE,
)
_HALF_LINES = {"positive": "x > 0", "negative": "x < 0", "nonnegative": "x ≥ 0", "nonpositive": "x ≤ 0"}
_BETWEEN = Sieve(
    rf"(?:\b(?P<name>[a-z]|values|numbers)(?: is| lies| are| lie)?(?: strictly)? |^\W*)(?:between|from) (?:x = )?"
    rf"(?P<low>{_VALUE}) (?:and|to) (?:x = )?(?P<high>{_VALUE})(?!\w)"
    r"(?P<ends>,?\s+\(?(?:inclusive|both included|including both)\b\)?)?",
    re.IGNORECASE,
)
_SPELLED_NUMBER = Sieve(
    rf"(?:\b(?:root|over|plus|minus|equals|times|of)\s+{_NUMBER}\b|\b{_NUMBER}\b(?=\s+(?:pi\b|π|over\b|degrees?\b|"
    r"per ?cent\b|times\b|root\b|square\b)))",
    re.IGNORECASE,
)
"""A number in words beside what only stands in formulas."""
_BEFORE = re.compile(r"\b(?:root|over|plus|minus|equals|times|of)\s+$", re.IGNORECASE)
_BEHIND = re.compile(r"\s+(?:pi\b|π|over\b|degrees?\b|per ?cent\b|times\b|root\b|square root\b)", re.IGNORECASE)
_COORDINATE = rf"[- ]?(?:coordinate|value)s?(?: is| =| of|:)?\s+(?P<{{}}>{_VALUE})"
_COORDINATES = Sieve(
    rf"\bx{_COORDINATE.format('x')}(?!\w)\W+(?:and |while )?(?:(?:the|its|a) )?y{_COORDINATE.format('y')}(?!\w)",
    re.IGNORECASE,
)


def in_signs(text: str) -> str:
    """A sentence with formulas in signs in place of those in words."""
    if _SPELLED_NUMBER.search(text):
        text = _in_digits(text)
    for spelled, sign in _SPELLED:
        text = spelled.sub(sign, text)
    for spelled, sign in _INEQUALITIES:
        text = spelled.sub(f"x {sign} ", text)
    text = _SIGNED.sub(_half_line, text)
    text = _BETWEEN.sub(_interval, text)
    return _COORDINATES.sub(r"(\g<x>, \g<y>)", text)


def _in_digits(text: str) -> str:
    """The numbers in words that stand in a formula, in digits."""
    for one in reversed(list(quantities(text))):
        spelled = text[one.start : one.end].strip()
        word = spelled.removeprefix("minus ").removeprefix("negative ")
        is_whole = word.replace("-", "").replace(" ", "").isalpha() and one.value.denominator == 1
        if is_whole and (_BEFORE.search(text[: one.start]) or _BEHIND.match(text[one.start + len(spelled) :])):
            end = one.start + len(spelled)
            word_end = text[one.start : end].lower().find(" percent")
            text = f"{text[: one.start]}{one.value}{text[one.start + word_end :] if word_end > 0 else text[end:]}"
    return text


def _half_line(match: re.Match[str]) -> str:
    sign = re.sub(r"[-\s]", "", match["sign"].lower())
    return _HALF_LINES[f"non{'negative' if sign == 'positive' else 'positive'}" if match["zero"] else sign]


def _interval(match: re.Match[str]) -> str:
    name = match["name"] if match["name"] and len(match["name"]) == 1 else "x"
    sign = "≤" if match["ends"] else "<"
    return f"{match['low']} {sign} {name} {sign} {match['high']}"
