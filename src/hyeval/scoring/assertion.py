"""How a sentence stands to one of its words, by what else it says: a reason before it, a lack behind it, its noun."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from hyeval.scoring import forms
from hyeval.scoring.neighbours import is_lacked
from hyeval.scoring.stance import Stance, negated, stance
from hyeval.scoring.words import Word

_SUBORDINATE = re.compile(r"\b(?:when|whenever|if|because|where|until|once)\b", re.IGNORECASE)
_REACH = 60
"""Characters behind a word within which its lack is stated."""


def stance_of(line: str, word: Word) -> Stance:
    """How a sentence stands to a word: it rejects what it says to be lacking, and asserts a reason."""
    position = stance(line, word.start, word.end)
    reason = forms.REASON.search(line[: word.start]) if position is Stance.ASIDE else None
    if reason is not None:
        position = stance(line[reason.end() :], word.start - reason.end(), word.end - reason.end())
    denied = position is Stance.ASSERTED and forms.LACK.search(line[word.end : word.end + _REACH])
    return Stance.REJECTED if denied or forms.WITHOUT_IT.match(line, word.end) else position


def stance_of_phrase(line: str, word: Word, spoken: list[Word], nouns: Collection[str]) -> Stance:
    """How a sentence stands to an adjective: as to its noun, where this is rejected: "a red car is not there"."""
    position = stance_of(line, word)
    noun = next((one for one in spoken if one.start == word.end + 1 and one.meaning in nouns), None)
    if position is not Stance.ASSERTED or noun is None:
        return position
    return Stance.REJECTED if stance_of(line, noun) is Stance.REJECTED else position


def asserts(line: str, spoken: list[Word], wanted: Collection[str]) -> bool:
    """Whether some clause names what is wanted without denying it."""
    starts = [0, *(match.end() for match in forms.CLAUSE.finditer(line)), len(line) + 1]
    reason = forms.REASON_FIRST.match(line)
    for start, end in pairwise(starts):
        named = [word for word in spoken if start <= word.start < end and word.meaning in wanted]
        if not named or negated(_main_clause(line[start:end], named[-1].start - start)):
            continue
        cut = reason.end() if reason is not None and reason.end() <= start else 0
        lacked = any(is_lacked(line[start : word.start], line[word.end : end]) for word in named)
        if not lacked and not any(_is_rejected(line, cut, word) for word in named):
            return True
    return False


def _main_clause(clause: str, start: int) -> str:
    """A clause without what is subordinate to the word at `start`: "An error is raised [when it is not found]"."""
    other = _SUBORDINATE.search(clause, start)
    return clause if other is None else clause[: other.start()]


def _is_rejected(line: str, cut: int, word: Word) -> bool:
    """Whether what a sentence says from `cut` on rejects a word."""
    position = stance(line[cut:], word.start - cut, word.end - cut)
    return position is Stance.REJECTED or forms.WITHOUT_IT.match(line, word.end) is not None
