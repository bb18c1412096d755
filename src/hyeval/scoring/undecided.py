"""Responses that decide for nothing: they waver, leave two answers standing, or head two answers alike."""

from __future__ import annotations

import re
from itertools import pairwise

from hyeval.scoring.sieve import has_any

_TAIL = 200
"""Characters at the end of a response in which its last sentence is looked for."""
_SIGNS = (
    "back and forth",
    "decide",
    "make up my",
    "choose",
    "torn",
    "also",
    "equally",
    "as well",
    "both ",
    "and so",
    "but so",
)
"""Every such sentence has one of these, in small letters."""
_REST = (
    r"(?:[^.;\n]|\.(?>(?=\d)|(?<=Dr\.)|(?<=M[rs]\.)|(?<=Mrs\.)|(?<=St\.)|"
    r"(?-i:(?<=\b[A-Z]\.)(?=\s[A-Z]\.\s[A-Z])|(?<=\b[A-Z]\.\s[A-Z]\.))))"
)
_LAST = rf"{_REST}*[.!…\s]*$"
"""The rest of the last sentence."""
_WAVERS = re.compile(
    rf"\b(?:going|go) back and forth\b{_LAST}|"
    r"\b(?:can ?not|can['’]t|could not|couldn['’]t) (?:decide|make up my mind|choose)\b[^.;,]*[.!…\s]*$|"
    rf"\btorn between\b(?!.*\b(?:but|so|yet|however)\b){_LAST}|"
    rf"\b(?:might|could|may)\b{_REST}{{1,80}}?\b(?:might|could|may)\s+(?:just\s+)?(?:also|equally|as well)\b{_LAST}|"
    rf"\bboth\b{_REST}{{1,100}}?\b(?:seem|appear|look|are|would be|could be)\s+(?:equally\s+)?"
    r"(?:possible|plausible|likely|reasonable)\s*[.!…]*\s*$|"
    rf"\b(?:is|looks|seems)\s+(?:possible|plausible|likely|reasonable),?\s(?:and|but)\sso\s+(?:is|does|are|do)\b{_LAST}",
    re.IGNORECASE,
)
_ANSWER_LINE = re.compile(r"[ \t*_#>-]*answer[*_]*\s*:[*_]*\s*(?P<said>[^\n]{1,80}?)[\s.*_]*", re.IGNORECASE)


def is_undecided(text: str) -> bool:
    """Whether a response decides for nothing at its end."""
    tail = text[-_TAIL:]
    return (has_any(tail.lower(), _SIGNS) and _WAVERS.search(tail) is not None) or _states_several(text)


def _states_several(text: str) -> bool:
    """Whether lines that follow each other each give another answer under the same heading."""
    if text.count("nswer") < 2:
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    headed = [_ANSWER_LINE.fullmatch(line) for line in lines]
    said = [None if one is None else one["said"].casefold() for one in headed]
    return any(
        one is not None and other is not None and one != other and (len(one) > 1) == (len(other) > 1)
        for one, other in pairwise(said)  # a letter may stand for the text above it
    )
