"""Questions for words in quotation marks, and what a statement says of what is written: "It reads 'NOT NOW'"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from hyeval.scoring.forms import QUOTED
from hyeval.scoring.lexicon import concept
from hyeval.scoring.stance import negated
from hyeval.scoring.words import words

_IS_THERE = re.compile(
    r"\W*(?:it|(?:the|this|that) (?:word|text|phrase))(?:['’]s| is| does)\s+(?:\w+ly\s+|indeed\s+)?"
    r"(?:written|there|present|visible|printed|shown|appear)\b(?!\s+(?:as|like|differently)\b)[^'\"]*$",
    re.IGNORECASE,
)
"""What is said of a text that is there."""
_REPORTED = re.compile(
    r"\b(?:(?:says|reads|is|are|shows|displays)\s*:?\s*(?:only\s+)?|"
    r"(?:i|you|we) can only (?:see|read|make out) |only (?:(?:see|read|make out|find|shows?|says?|contains?"
    r"|displays?)\s+)?"
    r"(?:the (?:words?|text|phrase)\s+))(?:['\"]|(?-i:[A-Z]{2,}\b))|"
    r"\b(?:contains|has|includes|bears|carries|shows|displays) (?:only )?the (?:text|words?|phrase|slogan|message) "
    r"['\"]|"
    r"\b(?:i|you|we|one) (?:can |could )?read\s+['\"]|\bthe only (?:words?|text|thing)\b[^'\"]*\b(?:is|are"
    r"|reads?)\s+['\"]|"
    r"['\"] (?:is|are) (?:written|printed|shown) on\b|['\"] is the only (?:word|text|thing|phrase)\b",
    re.IGNORECASE,
)
_ONLY_OTHER = re.compile(
    r"\W*only (?:an?|the|some)\s[^'\"]*\b(?:is|are) (?:written|printed|shown|displayed|visible)\b(?! (?:partly"
    r"|partially))",
    re.IGNORECASE,
)
_WRITTEN_ON = re.compile(
    r"\b(?:written|printed|painted|displayed|shown|is|appears|stands|words?|text)\s+"
    r"(?:on|above|below|under|over|beside|next to|near)\s+"
    r"(?:the|an?|his|her|its|their)\s+(?!(?:top|bottom|left|right|first|second|front|upper|lower)\b)(\w+)",
    re.IGNORECASE,
)
_OF_SEVERAL = re.compile(r"\W*(?:one|some|two|three|a few|part) of\b|\W*among\b", re.IGNORECASE)
"""The beginning of a sentence on some of the words that are there."""


class Quotation:
    """The words that a question quotes: `main`; `asked` are all its words, `objects` those of what bears them."""

    def __init__(self, main: Sequence[str], asked: Collection[str], objects: Collection[str]) -> None:
        self._main = main
        self._asked = asked
        self._bearer = frozenset(objects) - {"on"}

    def is_in(self, line: str) -> bool:
        """Whether a statement says that the words are there, or quotes them among others."""
        if negated(QUOTED.sub(" ", line)):
            return False
        wanted = f" {' '.join(self._main)} "
        texts = [" ".join(word.meaning for word in words(text)) for text in QUOTED.findall(line)]
        is_part = any(wanted in f" {text} " and text != wanted.strip() for text in texts)
        return is_part or _IS_THERE.match(line) is not None

    def is_other(self, line: str, meanings: Collection[str]) -> bool:
        """Whether a statement says what is written, and that is something else."""
        is_report = (
            set(self._main).isdisjoint(meanings)
            and (_REPORTED.search(line) or _ONLY_OTHER.match(line))
            and not _OF_SEVERAL.match(line)
        )
        return bool(is_report) and not negated(QUOTED.sub(" ", line)) and not self.is_elsewhere(line, meanings)

    def is_elsewhere(self, line: str, meanings: Collection[str]) -> bool:
        """Whether the words are written on a thing of which the question says nothing."""
        bearer = _WRITTEN_ON.search(line)
        return bearer is not None and concept(bearer.group(1)) not in self._asked and self._bearer.isdisjoint(meanings)
