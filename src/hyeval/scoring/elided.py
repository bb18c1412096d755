"""Sentences that leave out what the question has: "The book is larger than the envelope, so it doesn't".

So does "He doesn't wear any", with a pronoun for what he may wear.
"""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import concept
from hyeval.scoring.polar_question import PolarQuestion
from hyeval.scoring.words import words

_CONCLUSION = re.compile(
    r"(?:[,;:–—]|\s-)\s*(?:and\s+)?(?:so|hence|thus|therefore|which means(?: that)?)\s*,?\s+"
    r"(?:it|he|she|they|this|that|these|those|there)\s*(?:(?P<be>is|are|was|were|['’]s|['’]re)|"
    r"(?P<do>does|do|did|can|ca(?=n['’]t)|could|will|wo(?=n['’]t)|would)|(?P<have>has|have|had))"
    r"(?P<not>\s*n['’]t|\s*not)?\W*$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\W*(?:(?P<be>is|are|was|were)|(?P<do>does|do|did|can|could|will|would)|(?P<have>has|have|had))\b", re.IGNORECASE
)


def elided_conclusion(line: str, question: str) -> bool | None:
    """Whether a sentence ends in "so it is" or "so it isn't" with the question's verb; None if it does not."""
    concluded = _CONCLUSION.search(line) if line[-6:].strip(" .!\"')*").lower().endswith(_ENDS) else None
    asked = _ASKS.match(question) if concluded is not None else None
    if concluded is None or asked is None or concluded.lastgroup is None or asked.lastgroup is None:
        return None
    return concluded["not"] is None if concluded[asked.lastgroup] else None


_ENDS = ("is", "are", "was", "were", "does", "do", "did", "can", "could", "will", "would", "has", "have", "had", "'s",
         "'t", "’t", "not")  # fmt: skip
"""The last letters of every such sentence."""

_WITH_PRONOUN = re.compile(
    r"\W*(?:it|he|she|they|i|we|(?:the|this|that)\s+(?P<subject>\w+))\s+"
    r"(?:(?P<not>(?:(?:does|do|did|is|are|was|were|has|have)(?:n['’]t|\s+not)|can(?:['’]t|\s?not)))\s+|"
    r"(?:is|are|was|were|has|have)\s+)?(?P<verb>[a-z]+)\s+(?P<what>any|one|some|none|it|them)"
    r"(?:\s+(?:at all|either|today|here|now))?\W*",
    re.IGNORECASE,
)
"""A sentence with the verb of a question and a pronoun for its object: "He doesn't wear any"."""


def elided_object(line: str, question: PolarQuestion) -> bool | None:
    """Whether a sentence affirms or denies the act in question of what a pronoun stands for; None if it does not."""
    said = _WITH_PRONOUN.fullmatch(line) if len(line) <= _SHORT else None
    if said is None or question.is_inverted or (question.count is not None and said["what"].lower() in _SOME):
        return None
    if concept(said["verb"]) not in {word.meaning for word in words(question.text)} - {*question.subject}:
        return None
    if said["subject"] and concept(said["subject"]) not in question.subject:
        return None
    if said["what"].lower() == "any" and said["not"] is None:
        return None
    return (said["not"] is None) != (said["what"].lower() == "none")


_SHORT = 80
_SOME = ("one", "some")
