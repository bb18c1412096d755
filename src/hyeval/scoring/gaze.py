"""Questions at what somebody looks, and statements that name another thing: "She is looking at her phone"."""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import concept
from hyeval.scoring.stance import negated

_ASKED = re.compile(
    r"\W*(?:is|are)\s+(?:the|this|that)\s+(?P<who>\w+(?:\s+\w+)?)\s+(?:looking|gazing|staring|smiling|pointing)\s+"
    r"(?:(?:straight|directly)\s+)?(?:at|into|towards?)\s+(?:(?:the|a|an|his|her|their|its)\s+)?(?P<what>[\w ]+?)\W*",
    re.IGNORECASE,
)
_LOOKS = re.compile(
    r"\b(?:is |are |['’](?:s|re) )?(?:look|gaz|star|fac)(?:s|es|ing)?\s+(?:\w+ly\s+|straight\s+)?"
    r"(?:(?P<away>away|down|up|sideways|elsewhere|to the (?:side|left|right)|in(?:to)? the (?:other direction"
    r"|distance))\b|"
    r"(?:at|into|towards?)\s+(?:(?:the|an?|his|her|their|its)\s+)?(?P<what>[\w ]+))",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"\b(?:his|her|their|its|the \w+['’]s?) eyes are (?:\w+ )?closed\b|\b(?:closes|has closed) (?:his"
    r"|her) eyes\b",
    re.I,
)
_FROM = re.compile(r"\b(?:away|averted|turned)\s+from\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\W*(?:no,?\s+|but\s+|instead,?\s+)?(?:it|he|she|they|his|her|their)\b", re.IGNORECASE)


class Gaze:
    """Who is asked to look at what, as concepts."""

    def __init__(self, who: str, what: str) -> None:
        self._who = {concept(word) for word in who.split()}
        self._what = {concept(word) for word in what.split()}

    @classmethod
    def of(cls, question: str) -> Gaze | None:
        """Who looks at what in a question; None if it asks for none."""
        asked = _ASKED.fullmatch(question)
        return None if asked is None else cls(asked["who"], asked["what"])

    def bears(self, line: str) -> bool:
        """Whether a statement says at what the one in question looks, and it is something else."""
        return self.implied_by(line) is not None

    def implied_by(self, line: str) -> bool | None:
        """False if a statement names another thing, or none; None if it does not."""
        told = {concept(word) for word in re.findall(r"\w+", line)}
        if self._what <= told and _FROM.search(line) and not negated(line):
            return False
        if negated(line) or self._what <= told or not (_PRONOUN.match(line) or self._who <= told):
            return None
        return False if _CLOSED.search(line) or _LOOKS.search(line) else None
