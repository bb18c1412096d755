"""Questions for damage to a thing, and statements on its condition: a bone that is intact shows no fracture."""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.words import words

_DAMAGED_TEXT = """
fracture fractured broken, break broken, crack cracked broken, damage damaged broken dented scratched cracked torn,
tear torn ripped, hole punctured pierced, rip ripped torn, chip chipped, dent dented, defect defective,
rupture ruptured, injury injured wounded, wound wounded, puncture punctured
"""
_DAMAGED = {names.split()[0]: names.split()[1:] for names in _DAMAGED_TEXT.split(",")}
"""By kinds of damage, what a thing is that has it."""
_CONDITION = r"in (?:perfect|flawless|mint|pristine) (?:condition|shape)"
_WHOLE = rf"intact|undamaged|unbroken|unharmed|unscathed|in one piece|{_CONDITION}"
_DAMAGE = rf"(?:[\w-]+\s+)?(?P<damage>{'|'.join(_DAMAGED)})s?"
_ASKS = re.compile(
    rf"\W*(?:(?:is|are|was|were)\s+(?:there\s+)?(?:an?|any|some)\s+{_DAMAGE}|"
    rf"(?:can|do)\s+(?:you|we|one)\s+see\s+(?:an?|any|some)\s+{_DAMAGE.replace('damage>', 'seen>')}|"
    rf"(?:does|do|did|has|have)\s+(?:the|this|that)\s+(?P<thing>(?:[\w-]+\s+){{1,3}}?)"
    rf"(?:have|show|got|any)\s+(?:an?|any|some)\s+{_DAMAGE.replace('damage>', 'borne>')})"
    r"(?:\s+(?:visible|present|to be seen|shown))?(?:\s+(?:in|on|to|of|along)\s+(?:the|this|that|his|her)\s+"
    r"(?P<place>[\w -]+))?\W*$",
    re.IGNORECASE,
)
_PICTURES_TEXT = "x ray xray x-ray scan mri ct radiograph image picture photo photograph screenshot scene view"
_PICTURES = frozenset(map(concept, _PICTURES_TEXT.split()))
_BONES_TEXT = """
    bone femur tibia fibula ulna radius humerus skull rib wrist ankle finger toe arm leg hip knee foot hand shoulder
    elbow clavicle collarbone vertebra spine pelvis jaw
"""
_BONES = frozenset(map(concept, _BONES_TEXT.split()))
"""What can have a fracture."""
_SUBJECT = r"(?P<what>\b(?:it|they|(?:the|this|that|these|both|his|her)\s+(?:[\w-]+\s+){0,2}?[\w-]+))"
_IS = (
    r"(?:\s+(?:is|are|was|were|seems?|appears?|looks?|remains?)(?:\s+to be)?|['’]s|['’]re)(?P<not>\s*n['’]t|\s+not)?\s+"
)
_ADVERB = r"(?:(?:still|all|\w+ly)\s+)?"
_REST = re.compile(r"\b(?:other|others|rest|left|right|first|second|upper|lower)\b", re.IGNORECASE)


_ITSELF = frozenset(map(concept, ("itself", "themselves")))


class Condition:
    """The damage for which a question asks, and the words for the thing that may have it."""

    def __init__(self, damage: str, thing: frozenset[str]) -> None:
        self._thing = thing or (_BONES if damage in ("fracture", "break") else frozenset())
        damaged = "|".join((*_DAMAGED[damage], *_DAMAGED["damage"][:1]))
        self._whole = re.compile(rf"{_SUBJECT}{_IS}{_ADVERB}(?:{_WHOLE})\b", re.IGNORECASE)
        self._damaged = re.compile(rf"{_SUBJECT}{_IS}{_ADVERB}(?:{damaged})\b", re.IGNORECASE)

    @classmethod
    def of(cls, question: str) -> Condition | None:
        """The condition for which a question asks, if it asks for damage."""
        asked = _ASKS.match(question)
        if asked is None:
            return None
        named = words(asked["thing"] or asked["place"] or "")
        thing = frozenset(word.meaning for word in named) - STOPWORDS - _PICTURES
        return cls((asked["damage"] or asked["seen"] or asked["borne"]).lower(), thing)

    def implied_by(self, line: str) -> bool | None:
        """Whether a statement says that the thing has the damage, or that it is whole; None if it says neither."""
        for damaged in self._damaged.finditer(line):
            if self._is_of_thing(damaged["what"]):
                return damaged["not"] is None
        for whole in self._whole.finditer(line):
            named = _noun(whole["what"])
            if not whole["not"] and not _REST.search(whole["what"]) and (named is None or named in self._thing):
                return False
        return None

    def is_of_other(self, line: str) -> bool:
        """Whether a statement says of another thing alone that it has the damage."""
        damaged = self._damaged.search(line)
        return damaged is not None and not self._is_of_thing(damaged["what"])

    def _is_of_thing(self, what: str) -> bool:
        named = _noun(what)
        return named is None or not self._thing or named in self._thing


def _noun(what: str) -> str | None:
    """The noun of a subject, None for a pronoun."""
    named = [word.meaning for word in words(what) if word.meaning not in STOPWORDS | _ITSELF]
    return named[-1] if named else None
