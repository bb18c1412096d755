"""Numbers that are told by a verb or by a place: "tripled" for a factor, "below sea level" for a sign."""

from __future__ import annotations

import re

_ASKS_FACTOR = re.compile(r"\bby (?:what|which) factor\b|\bhow many times\b(?=.*\b\w+er\b)", re.IGNORECASE)
_MULTIPLIED = re.compile(
    r"(?P<about>\b(?:more than|less than|nearly|almost|about|roughly|not|over|n['’]t)\s+(?:quite\s+)?)?"
    r"\b(?:(?P<half>halved)|(?P<two>doubled|twofold|twice as)|(?P<three>tripled|trebled|threefold|three times as)|"
    r"(?P<four>quadrupled|fourfold|four times as)|(?P<five>quintupled|fivefold|five times as))\b",
    re.IGNORECASE,
)
_FACTORS = {"half": "0.5", "two": "2", "three": "3", "four": "4", "five": "5"}
_ASKS_ELEVATION = re.compile(r"\b(?:elevation|altitude|height)\b", re.IGNORECASE)
_ASKS_DEPTH = re.compile(r"\b(?:below|under|beneath|depth|deep)\b", re.IGNORECASE)
_BELOW_SEA = re.compile(
    r"(?<![\d.,-])(?P<value>\d[\d.,]*\s?(?:m|met(?:er|re)s?|ft|feet|km)\.?)\s+(?=(?:below|under|beneath)\s+(?:the\s+)?sea\b)",
    re.IGNORECASE,
)


def factor_told(text: str, question: str) -> str | None:
    """The one factor that a response tells by a verb, where a question asks for a factor: "They tripled"."""
    if not _ASKS_FACTOR.search(question):
        return None
    found = list(_MULTIPLIED.finditer(text))
    factors = {_FACTORS[match.lastgroup or ""] for match in found if match.lastgroup in _FACTORS}
    return factors.pop() if len(factors) == 1 and not any(match["about"] for match in found) else None


def with_signs(text: str, question: str) -> str:
    """A response with a minus sign before what lies below the sea, where a question asks for an elevation."""
    if "sea" not in text or not _ASKS_ELEVATION.search(question) or _ASKS_DEPTH.search(question):
        return text
    return _BELOW_SEA.sub(r"-\g<value> ", text)
