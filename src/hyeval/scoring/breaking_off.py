"""A last sentence that breaks off before it says what was asked: "The lowest bar stands at 25 and the highest".

It has no full stop, and behind its last "and" or "while" names something of the question without a word on it.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from hyeval.scoring.lexicon import ORDINALS, STOPWORDS, concept, contrary
from hyeval.scoring.words import words

_OPEN_CLAUSE = re.compile(
    r"(?:,\s+(?:and|but)|,?\s+(?:while|whereas)|(?<=\d|%)(?:\s(?:°[CF]?|[a-z]{1,12})){0,2}\s+(?:and|but))\s+"
    r"(?P<what>(?:(?:in|for|on|at|of)\s+)?(?:(?:the|its|his|her|their|that\s+of(?:\s+the)?)\s+)?"
    r"[\w'’-]+(?:\s+[\w'’-]+){0,3}?)\s*$",
    re.IGNORECASE,
)
"""The end of a sentence behind its last "and", with one to four words and perhaps an article."""


_ORDER = frozenset(map(concept, (*ORDINALS, "last")))


def breaks_off(line: str, topic: AbstractSet[str]) -> bool:
    """Whether a sentence ends where it comes to speak of something in question, `topic`, that it has not named yet."""
    end = _OPEN_CLAUSE.search(line, max(0, len(line) - 120)) if line[-1:].isalpha() else None
    if end is None:
        return False
    named, said = ({word.meaning for word in words(text)} for text in (end["what"], line[: end.start()]))
    new = named - STOPWORDS - said
    return bool(new) and (new <= topic or all(any(_are_paired(one, other) for other in said - topic) for one in new))


def _are_paired(one: str, other: str) -> bool:
    """Whether two words tell two things apart: first and second, left and right."""
    return contrary(one, other) or {one, other} <= _ORDER
