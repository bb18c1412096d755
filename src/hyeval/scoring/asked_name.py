"""Questions that end with a name, and statements with another one in its place: "It's from Tom"."""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import concept, excludable, is_nation
from hyeval.scoring.stance import negated

_NAME = r"[A-Z][a-z]+(?:\s+[A-Z][a-z]+)*"
_ASKED = re.compile(
    rf"\W*(?:[Ii]s|[Ww]as|[Aa]re|[Ww]ere)\s+(?P<who>it|this|that|(?:the|this|that|his|her)\s+\w+)\s+(?:\w+ed\s+|written\s+|sent\s+)?"
    rf"(?P<preposition>from|by|to|for|called|named)\s+(?P<name>{_NAME})\W*"
)


class AskedName:
    """The name at the end of a question, what stands before it, and of what it is asked."""

    def __init__(self, preposition: str, name: str, who: str) -> None:
        self._said = re.compile(
            rf"\W*(?:[Nn]o,?\s+)?(?:[Ii]t|[Tt]his|[Tt]hat|[Tt]he\s+(?P<who>\w+))(?:['’]s|\s+(?:is|was))\s+(?:\w+ed\s+|written\s+|sent\s+)?"
            rf"{preposition}\s+(?P<name>{_NAME})\b"
        )
        self._name = set(name.split())
        self._who = concept(who.split()[-1])

    @classmethod
    def of(cls, question: str) -> AskedName | None:
        """The name for which a question asks; None if it ends with none, or with that of a country."""
        asked = _ASKED.fullmatch(question)
        if asked is None or is_nation(concept(asked["name"])):
            return None
        return cls(asked["preposition"], asked["name"], asked["who"])

    def bears(self, line: str) -> bool:
        """Whether a statement has another name in the same place."""
        return self.implied_by(line) is not None

    def implied_by(self, line: str) -> bool | None:
        """False if a statement has another name in the place of the one in question; None if it does not."""
        said = self._said.match(line)
        if said is None or negated(line) or (said["who"] and concept(said["who"]) != self._who):
            return None
        if excludable(concept(said["name"])):
            return None  # a day or a month
        named = set(said["name"].split())
        is_part = named < self._name or self._name <= named
        return None if is_part or all(name in line for name in self._name) else False
