"""Questions whether anyone is there, or whether something is empty, and sentences that find somebody or something."""

from __future__ import annotations

import re

from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import negated

ANYONE = re.compile(r"\W*(?:is|are|was|were)\s+(?:there\s+)?(?:anyone|anybody|someone|somebody|any people)\b", re.I)
_PEOPLE = Sieve(
    r"\bthere (?:is|are|were|was) [^.;]*?\b(?:people|persons?|crowds?|spectators|passengers|visitors)\b", re.I
)
_FILLED = re.compile(
    r"\bthere (?:is|are|was|were)\b[^.;,]*\b(?:in|inside) (?:it|them|the|this)\b|\b(?:contains?|holds|filled with)\b",
    re.I,
)
"""What is said of something that is not empty."""
_NOBODY = re.compile(r"\b(?:nobody|no one|no people|no passengers|deserted)\b", re.IGNORECASE)


def finds_any(line: str, is_for_people: bool) -> bool | None:
    """Whether a sentence says that somebody is there, or nobody; None if it says neither.

    Where the question is not for people, but whether something is empty, things that it holds count as well.
    """
    if negated(line):
        return False if _NOBODY.search(line) else None
    if _PEOPLE.search(line) or (not is_for_people and _FILLED.search(line)):
        return True
    return False if _NOBODY.search(line) else None
