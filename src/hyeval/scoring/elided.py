"""A conclusion that has only the verb of the question: "The book is larger than the envelope, so it doesn't"."""

from __future__ import annotations

import re

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
