"""Questions whether somebody's work has mistakes, or is right: "Is the word spelled correctly?"."""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import concept
from hyeval.scoring.polar_question import PolarQuestion

_NOT = r"(?:\b(?:not|nothing|none|no words?)|n['’]t)"
_FAULTLESS = re.compile(
    r"\b(?:no|without(?: an?| any)?) (?:\w+ )?(?:mistakes?|errors?|slips?)\b|"
    r"\b(?:everything|all of it|all|every step|each step|all (?:the )?steps|the (?:solution|work|result|final answer)) "
    r"(?:is|looks|are) (?:fine|right|correct|valid|in order)\b|"
    r"(?:\bnot|n['’]t) (?:make|contain|have|find|see) (?:any|an?) (?:\w+ )?(?:mistakes?|errors?)\b|"
    r"(?:\b(?:cannot|not|no)|n['’]t) (?:find |see |spot )?(?:any |a )?typos?\b|"
    r"\bfree (?:of|from) (?:\w+ )?(?:mistakes|errors|typos)\b|"
    rf"{_NOT}\b[^.;,]{{0,20}}?\b(?:mis-?spell(?:ed|t)|spell(?:ed|t) (?:wrong|incorrectly))\b|"
    r"(?<!not )(?<!n['’]t )\bspell(?:ed|t) (?:correctly|right|properly)\b|"
    r"\bspelling\b[^.;,]{0,20}\b(?:is|are) (?:correct|right|fine|perfect)\b",
    re.IGNORECASE,
)
"""What says of somebody's work that it is right."""
_FAULTY = re.compile(
    r"=\s*-?\d[\d.,]*,?\s+(?:and\s+)?not\s+-?\d|"
    r"\b(?:answer|result|solution|sum|total|product) should (?:be|have been)\b(?! (?:\w+ly )?(?:fine|right|correct"
    r"|ok))|"
    r"\b(?:made|makes|contains?|has|there (?:is|are|was|were))\b[^.;,]*?\b(?:mistakes?|errors?|slips?)\b|"
    r"\b(?:should (?:be|have been)|(?:correct|right) (?:answer|solution|result|value) (?:is|would be|should be))\b"
    r"[^.;]*?\b(?:but|not|instead)\b|"
    r"\bmis-?spell(?:ed|t|s|ing)?\b|\bspell(?:ed|t) (?:\w+ly )?(?:wrong|wrongly|incorrectly)\b|\btypos?\b|"
    r"(?:\bnot|n['’]t) spell(?:ed|t) (?:correctly|right|properly)\b|\bshould (?:read|be (?:spelled|spelt|written))\b|"
    r"[\"']\s+should (?:be|have been|say)\s+[\"']",
    re.IGNORECASE,
)
"""What says that it is not: a mistake, or what it should be."""
_CORRECT = frozenset(map(concept, ("correct", "correctly")))
_FAULTS = frozenset(map(concept, ("mistake", "error", "typo")))


class Faults:
    """A question for a mistake, or for the absence of any."""

    def __init__(self, *, asks_fault: bool) -> None:
        self.asks_fault = asks_fault
        """Whether it asks for a mistake, so that what is correct is none."""

    @classmethod
    def of(cls, question: PolarQuestion) -> Faults | None:
        """What a question asks of somebody's work; None if it asks of none."""
        asks_fault = not _FAULTS.isdisjoint(question.main)
        asks_work = not question.asked.isdisjoint(_CORRECT)
        return cls(asks_fault=asks_fault) if asks_fault or asks_work else None

    def bears(self, line: str) -> bool:
        """Whether a statement says that there is a mistake, or none."""
        return _FAULTLESS.search(line) is not None or _FAULTY.search(line) is not None

    def implied_by(self, line: str) -> bool:
        """What a statement that bears on it implies."""
        return (_FAULTLESS.search(line) is not None) != self.asks_fault
