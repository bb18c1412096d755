"""Questions for the side of a body at which something is: "Does she hold the cup in her left hand?"."""

from __future__ import annotations

import re

from hyeval.scoring.clause import telling
from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.stance import negated
from hyeval.scoring.words import words

_PARTS = "hands?|arms?|wrists?|foot|feet|legs?|knees?|eyes?|ears?|shoulders?|cheeks?|ankles?|elbows?|paws?|wings?"
_ASKED = re.compile(
    rf"\b(?P<side>left|right)\s+(?P<part>{_PARTS})\b(?=\W*$|\s+(?:in|on|at|of)\s+(?:the|this)\s+\w+\W*$)", re.IGNORECASE
)
_SIDE = re.compile(rf"\b(?P<side>left|right)(?:\s+(?P<part>{_PARTS})\b|(?=\s+one\b|\W*$))", re.IGNORECASE)
_BOTH = re.compile(
    rf"\bboth(?: (?:of )?(?:his|her|its|their|the))?\s+(?:{_PARTS})\b|\b(?:two|either) hands?\b", re.IGNORECASE
)
_PART = re.compile(r"[,;]\s+|\s+(?:while|whereas|and|but)\s+", re.IGNORECASE)
_EMPTY = re.compile(r"\b(?:empty|free|bare|nothing)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:it|them|this|that|one)\b", re.IGNORECASE)


class BodySide:
    """The side that a question names, of which part of a body, and `objects`, the concepts of what is there."""

    def __init__(self, side: str, part: str, objects: frozenset[str]) -> None:
        self._side = side
        self._part = part
        self._objects = objects

    @classmethod
    def of(cls, question: str) -> BodySide | None:
        """The side for which a question asks at its end; None if it asks for none."""
        asked = _ASKED.search(question)
        if asked is None:
            return None
        objects = frozenset(telling(question[: asked.start()]))
        return cls(asked["side"].lower(), concept(asked["part"]), objects)

    def bears(self, line: str) -> bool:
        """Whether a statement names a side of that part of the body."""
        return bool(self._named(line))

    def implied_by(self, line: str) -> bool | None:
        """What a statement implies: True, False, or None if it does not say at which side the thing is."""
        sides = self._named(line)
        if len(sides) > 1:
            told = [said for part in _PART.split(line) if (said := self.implied_by(part)) is not None]
            return told[0] if told and len(set(told)) == 1 else None
        if len(sides) != 1 or _BOTH.search(line):
            return None
        is_asked = sides == {self._side}
        if _EMPTY.search(line) and not negated(line):
            return False if is_asked else None
        spoken = words(line)
        is_alone = {word.meaning for word in spoken} <= STOPWORDS | {*map(concept, ("left", "right")), self._part}
        is_of_thing = is_alone or _PRONOUN.search(line) is not None
        if not is_of_thing and self._objects.isdisjoint(word.meaning for word in spoken):
            return None
        if negated(line):
            return False if is_asked else None
        return is_asked

    def _named(self, line: str) -> set[str]:
        found = _SIDE.finditer(line)
        return {one["side"].lower() for one in found if one["part"] is None or concept(one["part"]) == self._part}
