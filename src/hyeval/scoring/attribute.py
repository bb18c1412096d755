"""Statements on something else that name the thing in question with the quality that is asked, or its contrary.

"The woman holds an open umbrella" answers "Is the umbrella open?", and "Cars are waiting at a red light" tells of the
light, as far as there is but one.
"""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import concept, contrary
from hyeval.scoring.polar_question import PolarQuestion
from hyeval.scoring.stance import negated

_OF_ONE = re.compile(r"\W*(?:is|are)\s+(?:the|this|that)\s+(?!other\b|first\b|second\b|left\b|right\b)", re.IGNORECASE)
_NOUN_PHRASE = re.compile(
    r"(?P<before>\b[a-z]+)\s+(?:an?|the|his|her|its|their|this)\s+(?P<own>(?:[a-z-]+\s+){1,2}?)(?P<noun>[a-z]+)\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(r"(?:at|under|through|into|inside|has|have|\w{3,}(?:s|ing|ed))(?<!ss)", re.IGNORECASE)
"""What brings a thing in: a verb, or a preposition for what is used, and none for what is merely beside."""
_OTHER = re.compile(
    r"\b(?:another|other|second|different|own)\b|\bif\b|\b(?:would|must|should|ha(?:s|ve) to|needs?)\b"
    r"|\bused to\b|\bfor\b",
    re.IGNORECASE,
)


class Attribute:
    """The one quality for which a question asks of a thing that it names by its noun alone."""

    def __init__(self, noun: str, quality: str) -> None:
        self._noun = noun
        self._quality = quality

    @classmethod
    def of(cls, question: PolarQuestion) -> Attribute | None:
        """The quality for which a question asks; None if it asks for another thing, or of several."""
        is_plain = len(question.crux) == 1 and len(question.head) <= 2 and question.subject == question.head
        if not is_plain or question.noun is None or question.is_universal or not _OF_ONE.match(question.text):
            return None
        return None if set(question.main) != set(question.crux) else cls(question.noun, question.crux[0])

    def implied_by(self, line: str) -> bool | None:
        """Whether the thing has the quality where a statement names it once; None if it tells of none."""
        found = [one for one in _NOUN_PHRASE.finditer(line) if concept(one["noun"]) == self._noun]
        if len(found) != 1 or not _HOLDS.fullmatch(found[0]["before"]) or negated(line) or _OTHER.search(line):
            return None
        said = {concept(word) for word in found[0]["own"].split()}
        if self._quality in said:
            return True
        return False if any(contrary(self._quality, word) for word in said) else None
