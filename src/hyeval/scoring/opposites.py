"""Words that stand for the opposite of what a question names: the red car where it asks for the blue one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import pairwise

from hyeval.scoring.comparison import degrees
from hyeval.scoring.lexicon import STOPWORDS, concept, contrary, excludable
from hyeval.scoring.words import words

# What stands in one line excludes each other; where there is a bar, what stands on its two sides.
_PAIRS_TEXT = """
inner outer
upper lower
top bottom
front back rear
inside outside
indoor outdoor
home away
first last
import export
input output
income expense
departure origin | arrival destination
departing arriving
sunrise sunset
morning afternoon evening night
boy girl
man woman child
male female
men women
father mother
son daughter
husband wife
minimum maximum
positive negative
increasing decreasing
increase decrease
domestic foreign
odd even
subtotal total
north south east west
northern southern eastern western
old new
older newer
oldest newest
gold silver bronze
open opening | close closing
start begin begun | end finish complete
"""
_OPPOSITES: dict[str, frozenset[str]] = {}
for _line in _PAIRS_TEXT.strip().splitlines():
    _sides = [frozenset(map(concept, side.split())) for side in (_line.split("|") if "|" in _line else _line.split())]
    for _side in _sides:
        for _one in _side:
            _OPPOSITES[_one] = _OPPOSITES.get(_one, frozenset()).union(*_sides) - _side
_DEGREE = re.compile(r"\b(?:more|most|less|least|fewer|fewest|[a-z]{2,}(?:er|est))\b", re.IGNORECASE)
_DENIED = re.compile(r"\bnot\b|n['’]t\b|\bno\b|\bnever\b|\bnone\b", re.IGNORECASE)


_TIES = frozenset(map(concept, ("above", "below", "over", "under", "beneath", "before", "after")))
"""What ties two things, either of which may come first: "Before Fir comes Elm"."""
_REMAINING = re.compile(r"\b(?:is|are|was|were)\s+left\b", re.IGNORECASE)
"""What is left over, and on no side."""
_PRICE = re.compile(r"\b(?:price|cost|fare|fee)s?\b", re.IGNORECASE)
_CHEAP = degrees("cheapest")[0].scale
"""The scale of things that have prices."""


class Opposites:
    """The words of a question, and what is opposite to them."""

    def __init__(self, question: str) -> None:
        self._own = frozenset(word.meaning for word in words(_REMAINING.sub(" ", question))) - STOPWORDS - _TIES
        told = {one.scale for one in degrees(question)}
        if _PRICE.search(question):
            told |= {(_CHEAP[0], sign is not _CHEAP[1]) for _, sign in told}
        self._kinds = dict(_kinds(question))
        self._ends = frozenset(scale for scale in told if (scale[0], not scale[1]) not in told)

    def is_in(self, text: str) -> bool:
        """Whether a text names the opposite of a word of the question, and not that word."""
        if not self._own or _DENIED.search(text):
            return False
        said = {word.meaning for word in words(text)}
        return self._excluded(said) or self.is_other_end(text)

    def is_other_kind(self, text: str) -> bool:
        """Whether a text names the thing in question of the opposite kind: the silver medal for the gold medal."""
        own = {(noun, kind) for noun, kind in self._kinds.items() if kind not in _TIES and is_told_apart(kind)}
        if not own or _DENIED.search(text):
            return False
        said = {word.meaning for word in words(text)}
        told = list(_kinds(text))
        return any(
            noun == other_noun and kind not in said and _are_opposite(kind, other)
            for noun, kind in own
            for other_noun, other in told
        )

    def _excluded(self, said: Collection[str]) -> bool:
        opposed = {
            other
            for own in self._own.difference(said)
            for other in said
            if other not in self._own and not other.isdecimal() and _are_opposite(own, other)
        }
        return any(not any(_are_opposite(own, other) for own in self._own.intersection(said)) for other in opposed)

    def is_other_end(self, text: str) -> bool:
        """Whether a text names the lowest where the highest is asked for."""
        if not self._ends or not _DEGREE.search(text):
            return False
        told = {one.scale for one in degrees(text)}
        return any((scale, not sign) in told and (scale, sign) not in told for scale, sign in self._ends)


def _kinds(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text with those right before them."""
    for one, other in pairwise(words(text)):
        if text[one.end : other.start] == " ":
            yield other.meaning, one.meaning


def _are_opposite(one: str, other: str) -> bool:
    return other in _OPPOSITES.get(one, ()) or contrary(one, other)


def is_told_apart(meaning: str) -> bool:
    """Whether a word tells some things from others that have its opposite: red, outer."""
    return meaning in _OPPOSITES or excludable(meaning)


@lru_cache(maxsize=512)
def opposites(question: str) -> Opposites:
    """What is opposite to the words of a question."""
    return Opposites(question)
