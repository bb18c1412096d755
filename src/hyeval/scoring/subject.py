"""The subject of a yes/no question, and statements on a contrary or a namesake of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from hyeval.scoring.forms import CLAUSE
from hyeval.scoring.lexicon import STOPWORDS, concept, contrary, excludable
from hyeval.scoring.words import words

_MODIFIED = re.compile(r"\W*(?:(?:but|and|while|whereas)\s+)?(?:the|an?|his|her)\s+(\w+)\s+(\w+)", re.IGNORECASE)
"""A clause that begins with an article, another word and a noun: "the pedestrian light"."""
_TOGETHER = re.compile(
    r"\b(?:both\s+)?(?:the|his|her|an?)\s+(?P<one>\w+)\s+and\s+(?:the|his|her|an?)\s+(?P<other>\w+)\s+(?:both\s+)?"
    r"(?=(?:are|have|wear|hold|were|do|can|look|carry|show)\b)",
    re.IGNORECASE,
)
"""Two of whom the same is said: "Both the man and the woman are"."""
_GOES_ON = re.compile(r"(?:it|he|she|they)\b", re.IGNORECASE)
"""What begins with a pronoun and, behind a colon, goes on about the thing before it."""
_ASIDE_PLACE = re.compile(r"\s(?:behind|between|against|among)\s+(?:the|an?|his|her)\s+\w+\b", re.IGNORECASE)
"""A place of the subject that elsewhere stands before what is named aside."""


class Subject:
    """The words of a question's subject, its last noun `head`, and all `telling` words of the question."""

    def __init__(self, subject: Sequence[str], head: str | None, telling: Collection[str], text: str = "") -> None:
        place = _ASIDE_PLACE.search(text)
        self._place = re.compile(re.escape(place.group()), re.IGNORECASE) if place is not None else None
        self._words = tuple(subject)
        self._head = head
        self._telling = frozenset(telling)
        self._names = frozenset(word for word in subject if not word.isdigit())
        self._can_be_told = len(self._names) > 1 or any(map(excludable, self._words))

    def own_part(self, line: str) -> str:
        """A statement without clauses on a contrary of the subject, as the woman where the man is meant.

        Where a clause names the subject in full, those on other things of the same name are left out as well.
        """
        if self._place is not None:
            line = self._place.sub("", line)
        if " and " in line and self._head is not None:
            line = _TOGETHER.sub(self._without_other, line)
        if not self._can_be_told:
            return line
        starts = [0, *(match.end() for match in CLAUSE.finditer(line)), len(line)]
        clauses = [line[start:end] for start, end in pairwise(starts)]
        spoken = [[word.meaning for word in words(clause)] for clause in clauses]
        in_full = len(self._names) > 1 and any(self._names <= set(meanings) for meanings in spoken)
        kept: list[str] = []
        is_of_other = False
        for clause, meanings in zip(clauses, spoken, strict=True):
            is_of_other = self.has_contrary(meanings) or (is_of_other and _GOES_ON.match(clause) is not None)
            if not is_of_other and not (in_full and self._is_of_namesake(clause)):
                kept.append(clause)
            is_of_other = is_of_other and clause.endswith(": ")
        return "".join(kept)

    def _without_other(self, match: re.Match[str]) -> str:
        """The one in question alone, of two of whom the same is said."""
        names = {concept(match["one"]): match["one"], concept(match["other"]): match["other"]}
        own = names.pop(self._head or "", None)
        return match.group() if own is None or not self._telling.isdisjoint(names) else f"the {own} "

    def has_contrary(self, meanings: Sequence[str]) -> bool:
        """Whether words name a contrary of the subject, and not that part of the subject before it."""
        strange = set(meanings) - self._telling
        excluded = {own for own in self._words if any(contrary(own, word) for word in strange)}
        first = next((word for word in meanings if word in excluded | strange and excludable(word)), None)
        return bool(excluded) and first is not None and first not in excluded

    def _is_of_namesake(self, clause: str) -> bool:
        match = _MODIFIED.match(clause)
        if match is None or concept(match.group(2)) != self._head:
            return False
        modifier = concept(match.group(1))
        return modifier not in self._telling | STOPWORDS and not modifier.isdigit()
