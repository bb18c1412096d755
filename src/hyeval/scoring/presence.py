"""Questions whether anyone is there, or whether something is empty, and sentences that find somebody or something."""

from __future__ import annotations

import re

from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import negated
from hyeval.scoring.words import words

ANYONE = re.compile(r"\W*(?:is|are|was|were)\s+(?:there\s+)?(?:anyone|anybody|someone|somebody|any people)\b", re.I)
_ASKS_SIGHT = re.compile(
    r"\W*(?:is|are)\s+(?:the|an?|any|his|her)\s+(?P<what>(?:\w+\s+){1,4}?)(?:visible|seen|depicted)\b", re.IGNORECASE
)
_SEEN = re.compile(
    r"\b(?:is|are|can be|be|clearly|not|n['’]t|partly|partially)\s+(?:\w+ly\s+)?(?:visible|seen|depicted)\b",
    re.IGNORECASE,
)
_PEOPLE = Sieve(
    r"\bthere (?:is|are|were|was) [^.;]*?\b(?:people|persons?|crowds?|spectators|passengers|visitors)\b", re.I
)
_FILLED = re.compile(
    r"\bthere (?:is|are|was|were)\b[^.;,]*\b(?:in|inside) (?:it|them|the|this)\b|\b(?:contains?|holds|filled with)\b",
    re.I,
)
"""What is said of something that is not empty."""
_SOMEBODY = re.compile(
    r"(?:^|,\s+|\band\s+)\W*(?:yes,\s+)?(?:an?|one|two|three|four|five|some|several|many|\d+)\s+(?:\w+\s+){0,2}?"
    r"(?:man|men|woman|women|boys?|girls?|child|children|persons?|people|couple)\s+(?:is|are)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"\b(?:nobody|no one|no people|no passengers|deserted)\b", re.IGNORECASE)


class Sight:
    """What a question asks about whether it can be seen: "Is the tower visible?"."""

    def __init__(self, question: str) -> None:
        asked = _ASKS_SIGHT.match(question)
        self._what = frozenset(word.meaning for word in words(asked.group("what"))) if asked else frozenset()

    def implied_by(self, line: str) -> bool | None:
        """Whether a statement says that it is seen or not; None if it speaks of something else."""
        if not self._what or not self._what <= {word.meaning for word in words(line)}:
            return None
        return not negated(line) if _SEEN.search(line) else None


def finds_any(line: str, is_for_people: bool) -> bool | None:
    """Whether a sentence says that somebody is there, or nobody; None if it says neither.

    Where the question is not for people, but whether something is empty, things that it holds count as well.
    """
    if negated(line):
        return False if _NOBODY.search(line) else None
    if is_for_people and _SOMEBODY.search(line):
        return True
    if _PEOPLE.search(line) or (not is_for_people and _FILLED.search(line)):
        return True
    return False if _NOBODY.search(line) else None
