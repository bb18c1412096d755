"""Clauses that name options without giving one: on the other member of a pair, on things that cannot be told apart.

"The balloon is in the right one" does not answer what is in the left hand, and "north can't be told from south" names
neither.
"""

from __future__ import annotations

import re
from itertools import pairwise

from hyeval.scoring.options import Options, Span
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import negated
from hyeval.scoring.words import Spoken

APART = Sieve(
    r"\b(?:tell|told|distinguish(?:ed)?)\s+(?:apart\b|(?!from\b)[^,;:.]{1,40}?\s(?:from|apart)\b|"
    r"from\s+(?:the\s+)?\w+(?:\s+or\b|\W*$|\s*[,;]))",
    re.IGNORECASE,
    marked=True,
)
_CANNOT = re.compile(
    r"(?:\b(?:can ?not|can(?:not)? be|impossible to|hard to|difficult to|no way to|not possible to|unable to)|"
    r"\bcan['’]t)\s+(?:\w+\s+){0,2}\Z",
    re.IGNORECASE,
)
_ASKS_APART = re.compile(r"\b(?:apart|distinguish\w*|tell|told|confused?)\b", re.IGNORECASE)
_TURNS = re.compile(r"[;:]\s|,\s+(?!(?:and|or|nor)\b)|\b(?:but|so|yet|however|though)\b", re.IGNORECASE)
"""Where a clause on what cannot be told apart may begin or end; "and" and "or" go on with it."""
_PAIRS = (("left", "right"), ("first", "second"), ("upper", "lower"), ("top", "bottom"), ("front", "rear", "back"))
_OTHERS = {one: [other for other in pair if other != one] for pair in _PAIRS for one in pair}
_MEMBER = re.compile(rf"\b({'|'.join(_OTHERS)})\s+(?!of\b)([a-z]+)", re.IGNORECASE)
_PARTS = re.compile(
    r"[;,:]\s|\b(?:while|whereas|but)\b|\band\s+(?=(?:in|on|at|the|an?|his|her|its|their)\b)", re.IGNORECASE
)


class OffTopic:
    """What of a sentence is off the topic of a question."""

    def __init__(self, question: str, options: Options) -> None:
        self._asks_apart = _ASKS_APART.search(question) is not None
        self._own, self._other = _pair(question, options)
        self.is_paired = self._other is not None

    def spans(self, line: Spoken) -> list[Span]:
        """Where a sentence names options without giving one."""
        apart = line.search(APART) if not self._asks_apart else None
        if apart is None and self._other is None:
            return []
        found: list[Span] = []
        if apart is not None and _CANNOT.search(line.text[: apart.start()]):
            found = [(start, end) for start, end in _clauses(_TURNS, line.text) if start <= apart.start() < end]
        if self._other is not None and self._other.search(line.text):
            found += [span for span in _clauses(_PARTS, line.text) if self._is_of_other(line.text[slice(*span)])]
        return found

    def _is_of_other(self, clause: str) -> bool:
        if self._own is None or self._other is None or self._other.search(clause) is None:
            return False
        return self._own.search(clause) is None and not negated(clause)


def _clauses(ends: re.Pattern[str], line: str) -> list[Span]:
    return list(pairwise([0, *(match.end() for match in ends.finditer(line)), len(line)]))


def _pair(question: str, options: Options) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """How the member of a pair that a question names is spoken of, and how the other one is; None if it names none."""
    named = [match.groups() for match in _MEMBER.finditer(question)]
    if len(named) != 1:
        return None, None
    member, noun = named[0][0].lower(), re.escape(named[0][1])
    others = _OTHERS[member]
    options_have = any(re.search(rf"\b{word}\b", " ".join(options.texts), re.I) for word in (member, *others))
    if options_have or any(re.search(rf"\b{word}\b", question, re.I) for word in others):
        return None, None
    other = rf"\b(?:{'|'.join(others)})\s+(?:{noun}|one)\b|\b(?<!on the )other\s+(?:{noun}|one)\b"
    return re.compile(rf"\b{member}\b", re.I), re.compile(other, re.I)
