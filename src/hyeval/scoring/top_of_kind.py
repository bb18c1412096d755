"""Questions what the most of a kind is like, and statements that say of something else, or of it, that it is the most.

"Is the largest slice blue?" is answered by "The blue slice is the smallest one" and by "Red has the largest share".
"""

from __future__ import annotations

import re
from collections.abc import Collection

from hyeval.scoring.lexicon import contrary
from hyeval.scoring.stance import negated
from hyeval.scoring.superlative import Degree, named_by, own_clause, superlatives
from hyeval.scoring.words import words

_RANKED = re.compile(
    r"\b(?:comes?|is|are|ranks?|takes?|in)\s+(?:only\s+|just\s+)?(?:the\s+)?(?:second|third|fourth|fifth|last)\b(?!\s+(?!place|position)\w)",
    re.IGNORECASE,
)
"""What has a place behind the first."""
_BESIDE = re.compile(
    r"\s(?:next to|beside|near|behind|opposite|in front of|across from|to the (?:left|right) of|by|than|with|and)\s",
    re.IGNORECASE,
)
"""What stands between a thing and another one beside it."""


class TopOfKind:
    """What a question asks of the thing that is the most of a kind: `asked` are the concepts, `scale` is of what."""

    def __init__(self, scale: tuple[object, bool], asked: Collection[str]) -> None:
        self._scale = scale
        self._asked = frozenset(asked)

    @classmethod
    def of(cls, subject: str, asked: Collection[str]) -> TopOfKind | None:
        """The most of a kind that the subject of a question names; None if it names none, or several."""
        found = list(superlatives(subject))
        if len(found) != 1 or found[0].is_near or subject[: found[0].start].strip().lower() not in ("", "the"):
            return None
        return cls(found[0].scale, asked) if asked else None

    def bears(self, line: str) -> bool:
        """Whether a statement says what is the most, and that settles the question, or says what is not the most."""
        found = self._degrees(line)
        of_others = any(one.is_near or one.scale[1] != self._scale[1] for one in found) or _RANKED.search(line)
        return bool(of_others) or (bool(found) and self.implied_by(line) is not None)

    def _degrees(self, line: str) -> list[Degree]:
        return [one for one in superlatives(line) if one.scale[0] == self._scale[0]]

    def implied_by(self, line: str) -> bool | None:
        """What a statement implies: True, False, or None if it does not say what is the most."""
        found = self._degrees(line)
        if not found and _RANKED.search(line) and not negated(line) and self._stands_elsewhere(line, set()):
            return False
        told = {self._of(line, one) for one in found} - {None}
        return told.pop() if len(told) == 1 else None

    def _of(self, line: str, found: Degree) -> bool | None:
        said = {word.meaning for word in words(_BESIDE.split(named_by(line, found), maxsplit=1)[0])}
        is_asked = self._asked <= said
        is_denied = negated(own_clause(line, found.start, found.end))
        if found.is_near or found.scale[1] != self._scale[1]:
            is_top = line[found.start :].lower().startswith(("one", "among"))
            return False if is_asked and not is_denied and not is_top else None
        if is_asked:
            return not is_denied
        if is_denied:
            return None
        is_other = any(contrary(own, word) for own in self._asked for word in said)
        return False if is_other or (said and self._stands_elsewhere(line, said)) else None

    def _stands_elsewhere(self, line: str, said: set[str]) -> bool:
        """Whether what is asked is named apart from what is said to be the most: "a hotel; the church is smaller"."""
        return self._asked <= {word.meaning for word in words(line)} - said
