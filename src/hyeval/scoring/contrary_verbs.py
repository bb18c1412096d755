"""Verbs that say the contrary of what a question asks for: "The hosts lost" names nobody who won."""

from __future__ import annotations

import re
from collections.abc import Collection

from hyeval.scoring.lexicon import concept

_PAIRS_TEXT = """
win lose
gain lose
increase decrease
gain decrease
arrive leave
arrive depart
enter leave
enter exit
melt freeze
expand contract
expand shrink
import export
borrow lend
pass fail
absorb emit
accept reject
"""
_CONTRARIES: dict[str, set[str]] = {}
for _pair in _PAIRS_TEXT.strip().splitlines():
    _one, _other = map(concept, _pair.split())
    _CONTRARIES.setdefault(_one, set()).add(_other)
    _CONTRARIES.setdefault(_other, set()).add(_one)
_VERB = re.compile(
    r"[)\]\"'*]*\s+(?:(?:team|side|party|one)\s+)?(?P<be>(?:(?:has|have|had|was|were|is|are|been|being|got|will|did|does|do)\s+)*)"
    r"(?:\w+ly\s+)?(?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)
_BEATEN = re.compile(r"(?:defeated|beaten|outscored|outplayed)", re.IGNORECASE)
_OWN = re.compile(r"\s+(?:its|their|his|her)\s+(?!(?:first|last|second|third|match|game)\b)", re.IGNORECASE)
"""What is lost that is no match: "lost its lead"."""
_BE = re.compile(r"\b(?:was|were|is|are|been|got)\b", re.IGNORECASE)
_LOSE = concept("lose")


class ContraryVerbs:
    """The contraries of the verbs with which one question asks; none where it has both of a pair."""

    def __init__(self, topic: Collection[str]) -> None:
        contraries = set[str]().union(*(_CONTRARIES.get(word, set()) for word in topic))
        self._verbs = frozenset() if contraries & set(topic) else frozenset(contraries)

    def follow(self, line: str, end: int) -> bool:
        """Whether one of them is said of the name that ends at a place."""
        match = _VERB.match(line, end) if self._verbs else None
        if match is None or _OWN.match(line, match.end()):
            return False
        beaten = _LOSE in self._verbs and _BE.search(match["be"]) is not None and _BEATEN.fullmatch(match["verb"])
        return bool(beaten) or concept(match["verb"]) in self._verbs
