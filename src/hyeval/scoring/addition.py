"""Sums that a sentence leaves open: "That makes 12 chairs, plus one at the desk" gives neither 12 nor 13."""

from __future__ import annotations

import re

from hyeval.scoring.quantity import Quantity, quantities
from hyeval.scoring.sieve import has_any
from hyeval.scoring.words import words

_PLUS = re.compile(
    r"(?:\s+[^\W\d][\w'’-]*){0,6}?,?\s+(?:plus|as well as|in addition to|"
    r"(?P<and>and)(?=\s+(?:another|an?\s+(?:additional|extra|further)|"
    r"\w+\s+(?:more(?! than)|additional|extra|further))\b))\s+"
    r"(?P<more>[^,;:.=]+)",
    re.IGNORECASE,
)
"""What stands behind a number to which something is added."""
_SIGNS = ("plus ", "as well as ", "in addition ", " another ", " more ", " additional ", " extra ", " further ")
"""Every such sentence has one of these."""
_ANOTHER = re.compile(r"(?:another|an?\s+(?:additional|extra|further))\b\s*(?:one\b)?", re.IGNORECASE)
_ALIKE = re.compile(
    r"\s*(?:$|(?:more|additional|extra|further|others?|at|in|on|behind|beside|by|near|next|from|under|for|outside|"
    r"inside|that|which|who|[a-z]+ing\s+(?:in|on|at|behind|outside|inside|under|near|by|there))\b)",
    re.IGNORECASE,
)
"""What stands behind the number of further things that are called nothing else."""
_ONE_THING = re.compile(r"(?:the|an?|his|her|its|their)\s", re.IGNORECASE)
_OWN_VERB = re.compile(
    r"\b(?:is|are|was|were|will|have|has|had|left|came|comes?|arrived?|joined|follows?|makes?|gives?)\b", re.IGNORECASE
)
"""The verb of a clause of its own, in which the further things do something else."""


def may_add(text: str) -> bool:
    """Whether a text has a word by which something could be added: the cheapest test, made first."""
    return has_any(text, _SIGNS)


def is_open_sum(one: Quantity, text: str, counted: frozenset[str], sums_up: bool) -> bool:
    """Whether more of the same is added to a number: more of what is counted, of the same unit, or without a noun.

    So is a thing without a number where a sentence sums up: "That makes 4 people, plus the cook".
    """
    added = _PLUS.match(text, one.end) if may_add(text) else None
    if added is None or (added["and"] and _OWN_VERB.search(added["more"])):
        return False
    another = _ANOTHER.match(added["more"])
    number = next(quantities(added["more"]), None)
    if another is None and number is None:
        return sums_up and _ONE_THING.match(added["more"]) is not None
    behind = added["more"][number.end if number else another.end() if another else 0 :]
    if _ALIKE.match(behind) or (number is not None and _dimension(number) == _dimension(one) is not None):
        return True
    return not counted.isdisjoint(word.meaning for word in words(behind[:40])[:3])


def _dimension(one: Quantity) -> str | None:
    return one.factor[0] if one.factor is not None else None
