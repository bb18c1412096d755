"""Questions for a place in an order: "Is the runner in red in first place?"."""

from __future__ import annotations

import re

from hyeval.scoring.clause import telling
from hyeval.scoring.lexicon import ORDINALS
from hyeval.scoring.stance import negated
from hyeval.scoring.words import words

_LAST = -1
_NAMES = "|".join((*ORDINALS, "last"))
_AHEAD = (
    r"\b(?:in|takes?|has|holds?) the lead\b|\bleads?\b|\bleading\b|\bahead of (?:every|all|the (?:rest|others))\w*|"
    r"\b(?:is|are) (?:\w+ly )?(?:ahead|in front)(?=\W*$|[,;.])|\bnumber one\b|\bwins?\b|\bwon\b|\bwinning\b|\bon top\b"
)
_ASKED = re.compile(
    rf"\b(?:in|on|at|take|get|come|finish|rank(?:ed)?)\s+(?:the\s+)?(?P<place>{_NAMES})(?:\s+(?:place|position|rank|spot))?\W*$|"
    r"\b(?P<lead>in the lead|leading|ahead(?: of all the others)?|in front)\W*$",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"(?P<lead>{_AHEAD})|\b(?:is|are) (?P<behind>behind|trailing|losing)(?=\W*$|[,;.]| by\b)|\b(?P<place>{_NAMES})\b"
    rf"(?!\s+(?!place\b|position\b|rank\b|spot\b|and\b|in\b|behind\b|after\b|with\b|"
    r"of\b|at\b)\w)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\W*(?:no,?\s+|but\s+)?(?:it|he|she|they|this|that)\b", re.IGNORECASE)


class AskedRank:
    """The place that a question names, 1 for the first, and the words of who is asked about."""

    def __init__(self, place: int, who: frozenset[str]) -> None:
        self._place = place
        self._who = who

    @classmethod
    def of(cls, question: str) -> AskedRank | None:
        """The place for which a question asks at its end; None if it asks for none."""
        asked = _ASKED.search(question)
        if asked is None:
            return None
        return cls(1 if asked["lead"] else _number(asked["place"]), frozenset(telling(question[: asked.start()])))

    def bears(self, line: str) -> bool:
        """Whether a statement names a place of the one in question, all of whose words it has, or has a pronoun."""
        meanings = {word.meaning for word in words(line)}
        is_of_it = _PRONOUN.match(line) is not None or self._who <= meanings or len(meanings) <= 2
        return is_of_it and len(list(_SAID.finditer(line))) == 1

    def implied_by(self, line: str) -> bool | None:
        """What a statement that bears on it implies."""
        said = _SAID.search(line)
        assert said is not None  # as `bears` has found
        if said["behind"]:
            return False if self._place == 1 and not negated(line) else None
        is_asked = (1 if said["lead"] else _number(said["place"])) == self._place
        if negated(line):
            return False if is_asked else None
        return is_asked


def _number(name: str) -> int:
    return ORDINALS.get(name.lower(), _LAST)
