"""Questions whether a claim holds by what is shown, and what says so of it: "Supported.", "It is far from doubling"."""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import STOPWORDS
from hyeval.scoring.words import words

_CLAIM = r"(?:claim|statement|assertion|conclusion|hypothesis|caption|headline|rumou?r)"
_HOLDS = r"supported|confirmed|backed(?: up)?|borne out|justified|verified|substantiated|proven|proved"
_FAILS = r"refuted|contradicted|disproved|disproven|debunked|rebutted"
_ASKS = re.compile(
    rf"\W*(?:is|was)\s+(?:the|this|that)\s+{_CLAIM}\b[^?]*?\b(?:(?P<holds>{_HOLDS})|(?P<fails>{_FAILS}))\b"
    r"(?:\s+by\s+[^?\"']*)?\W*",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    rf"\W*(?:(?:it|this|that|(?:the|this|that) {_CLAIM})(?:['’]s|\s+(?:is|was))\s*)?"
    r"(?P<not>n['’]t\s+|not\s+)?(?:(?!part)\w+ly\s+)?"
    rf"(?:(?P<holds>{_HOLDS})|(?P<fails>(?:un(?=supp|conf|just|veri|subst|proven))(?:{_HOLDS})|{_FAILS}))"
    r"(?:\s+by\s+(?:the|this|that|these)\s+\w+(?:\s\w+)?)?\W*",
    re.IGNORECASE,
)
"""A claim or nothing named, and whether it holds: "Supported.", "It is not confirmed by the chart"."""
_TOLD = re.compile(
    r"\W*(?:the|this|that|these)\s+\w+\s+(?P<not>(?:does|do|did)(?:n['’]t|\s+not)\s+)?(?:\w+ly\s+)?"
    r"(?:(?P<holds>supports?|confirms?|backs?(?: up)?|bears? out|verif(?:y|ies)|proves?)|"
    rf"(?P<fails>refutes?|contradicts?|disproves?|debunks?))\s+(?:it|this|that|(?:the|this|that) {_CLAIM})\W*",
    re.IGNORECASE,
)
_FAR_FROM = re.compile(
    r"(?<!not )(?<!n't )\b(?:far from|nowhere near|a long way from)\s+(?:being\s+|an?\s+|the\s+)?(?P<what>[a-z]+)|"
    r"(?:\bnot|n['’]t)\s+(?:even\s+|anywhere\s+)?(?:close to|near)\s+(?:being\s+|an?\s+|the\s+)?(?P<near>[a-z]+)",
    re.IGNORECASE,
)
"""What something is not, by far: "nowhere near doubling"."""


class AskedClaim:
    """A question whether a claim is supported, or refuted; `topic` are the words of the claim."""

    def __init__(self, topic: frozenset[str], asks_support: bool) -> None:
        self._topic = topic
        self._asks_support = asks_support

    @classmethod
    def of(cls, question: str) -> AskedClaim | None:
        """The claim for which a question asks; None if it is no such question."""
        asked = _ASKS.fullmatch(question)
        if asked is None:
            return None
        return cls(frozenset(word.meaning for word in words(question)) - STOPWORDS, asked["holds"] is not None)

    def implied_by(self, line: str) -> bool | None:
        """What a statement implies that judges the claim, or says that something is far from what it claims."""
        holds = self._holds(line)
        return None if holds is None else holds == self._asks_support

    def _holds(self, line: str) -> bool | None:
        told = _JUDGED.fullmatch(line) or _TOLD.fullmatch(line)
        if told is not None:
            return (told["holds"] is not None) == (told["not"] is None)
        far = [one["what"] or one["near"] for one in _FAR_FROM.finditer(line)]
        return False if any(word.meaning in self._topic for what in far for word in words(what)) else None
