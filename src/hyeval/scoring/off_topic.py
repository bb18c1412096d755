"""Clauses that name options without giving one: on the other member of a pair, on things not told apart or further off.

"The balloon is in the right one" does not answer what is in the left hand, and "north can't be told from south" names
neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from hyeval.scoring.namesakes import Namesake, namesakes
from hyeval.scoring.options import Options, Span
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import negated
from hyeval.scoring.words import Spoken, spoken

APART = Sieve(
    r"\b(?:tell|told|distinguish(?:ed)?)\s+(?:apart\b|(?!from\b)[^,;:.]{1,40}?\s(?:from|apart)\b|"
    r"from\s+(?:the\s+)?\w+(?:\s+or\b|\W*$|\s*[,;]))",
    re.IGNORECASE,
    marked=True,
)
FURTHER = Sieve(
    r",\s+with\s+(?:the|an?|another|his|her|its|two|three|some)\s+(?:[\w'’-]+\s+){1,4}?"
    r"(?:furth?er|farther|(?:(?:some|a little|a long|a short) way|not far|far|close|just|right|a \w+|\w+ metres?)"
    r" behind)(?:\s+(?:off|away|back|along|down|on|out|behind|(?:him|her|it|them)))?\W*$",
    re.IGNORECASE,
    marked=True,
)
"""The end of a sentence that only says what is further off than the thing it is about: ", with the bus further off"."""
_ASKS_FURTHER = re.compile(r"\b(?:far\w*|furth\w+|last|behind|second|rear|back|away|after|follow\w*)\b", re.IGNORECASE)
_CANNOT = re.compile(
    r"(?:\b(?:can ?not|can(?:not)? be|impossible to|hard to|difficult to|no way to|not possible to|unable to)|"
    r"\bcan['’]t)\s+(?:\w+\s+){0,2}\Z",
    re.IGNORECASE,
)
_ASKS_APART = re.compile(r"\b(?:apart|distinguish\w*|tell|told|confused?)\b", re.IGNORECASE)
_TURNS = re.compile(r"[;:]\s|,\s+(?!(?:and|or|nor)\b)|\b(?:but|so|yet|however|though)\b", re.IGNORECASE)
"""Where a clause on what cannot be told apart may begin or end; "and" and "or" go on with it."""
_AND = re.compile(r"\s+and\s+(?!(?:the\s+)?(?:\w+\s+)?\w+\s*$)", re.IGNORECASE)
_LIKENS = re.compile(
    r"(?:\b(?:than|like|unlike|twice|half|(?:compared|comparison|contrast)\s+(?:to|with))|(?<=\w\s)as)\s+"
    r"(?:(?:that|those|it)\s+(?:of|in|on)\s+)?(?:the\s+)?\Z",
    re.IGNORECASE,
)
"""What stands before a thing with which the one in question is only compared."""
_WHICH = re.compile(r"\W*(?:which|who|whose)\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?!(?:the|an?|and|while|but)\b)\w+", re.IGNORECASE)
"""What a clause says beside a name."""
_NAME = 4
"""Words that are too many for a name."""
_SO_IS = re.compile(r"\bso\s+(?:is|are|was|were|does|do|did|has|have)\b", re.IGNORECASE)
"""What says of the next thing the same as of the one before."""
_ELIDED = re.compile(r"\s+and\s+(?=the\s)", re.IGNORECASE)
"""What stands behind an adjective whose noun follows later: "the red and the blue banner"."""


class OffTopic:
    """What of a sentence is off the topic of a question."""

    def __init__(self, question: str, options: Options) -> None:
        self._asks_apart = _ASKS_APART.search(question) is not None
        self._asks_further = _ASKS_FURTHER.search(question) is not None
        self._question, self._options = question, options

    @cached_property
    def namesakes(self) -> tuple[Namesake, ...]:
        """What the things of the question's kind are called that are not asked about."""
        return namesakes(self._question, self._options)

    def spans(self, line: Spoken) -> list[Span]:
        """Where a sentence names options without giving one."""
        apart = line.search(APART) if not self._asks_apart else None
        found: list[Span] = []
        if apart is not None and _CANNOT.search(line.text[: apart.start()]):
            found = [(start, end) for start, end in _clauses(_TURNS, line.text) if start <= apart.start() < end]
        further = line.search(FURTHER) if not self._asks_further else None
        if further is not None:
            found.append(further.span())
        for one in self.namesakes:
            found += [span for span in _of_others(one, line.text) if not negated(line.text[slice(*span)])]
        return found

    def without(self, line: str) -> str:
        """A sentence without its clauses on other things of the kind in question."""
        for start, end in sorted(self.spans(spoken(line)), reverse=True):
            line = line[:start] + line[end:]
        return line


def _of_others(one: Namesake, line: str) -> Iterator[Span]:
    """The clauses of a sentence on another thing than the one in question."""
    if _SO_IS.search(line) or not (one.alone or one.own.search(line)):
        return
    named = goes_on = ends = False
    for start, end in _clauses(one.parts, line):
        clause = line[start:end]
        other = next((its for its in one.other.finditer(clause) if not _LIKENS.search(clause, 0, its.start())), None)
        own = one.own.search(clause)
        if other is None:
            goes_on = own is None and (goes_on or (ends and _WHICH.match(clause) is not None))
            ends = False
            if goes_on:
                yield start, end
            continue
        if other.group().lower().startswith("other") and (named or not (start or one.own.search(line))):
            continue  # beside one of the others "the other one" is the thing in question
        named, is_name = True, len(other.group().split()) < _NAME
        goes_on = is_name and _MORE.search(clause.replace(other.group(), "")) is None
        ends = is_name and _MORE.search(clause, other.end()) is None
        if own is None and not any(_ELIDED.match(line, before.end()) for before in one.own.finditer(line, 0, start)):
            yield start, end
        elif own is not None and own.end() < other.start() and (gap := _AND.search(clause, own.end(), other.start())):
            yield start + gap.start(), end


def _clauses(ends: re.Pattern[str], line: str) -> list[Span]:
    return list(pairwise([0, *(match.end() for match in ends.finditer(line)), len(line)]))
