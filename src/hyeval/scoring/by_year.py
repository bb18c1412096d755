"""Questions that compare two years, and statements that give the values of both, or how one became the other.

"Was revenue in 2021 higher than in 2020?" is answered by "It fell from 4.2 million in 2020 to 3.9 million in 2021".
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from hyeval.scoring.lexicon import STOPWORDS
from hyeval.scoring.quantity import plain_latex, quantities
from hyeval.scoring.words import words

_YEAR = r"(?<![\d.,$€£])(?:1[5-9]|20)\d\d(?![\d%]|[.,]\d)"
_YEARS = re.compile(_YEAR)
_COMPARES = re.compile(
    r"\b(?:(?P<more>more|higher|greater|larger|bigger|better|exceed(?:ed|s)?|outperform(?:ed)?|surpass(?:ed)?)|"
    r"fewer|lower|less|smaller|worse)\b",
    re.IGNORECASE,
)
_THAN = re.compile(r"\b(?:than|exceed(?:ed|s)?|outperform(?:ed)?|surpass(?:ed)?)\b", re.IGNORECASE)
_CHANGED = re.compile(
    r"\b(?:(?P<up>rose|rises|grew|grows|increased?|increases|climbed|gained|went up|up)|"
    r"fell|falls|dropped|declined|decreased?|decreases|shrank|sank|went down|down)\b",
    re.IGNORECASE,
)
_FROM_TO = re.compile(rf"\bfrom\s+(?:[^,;.]*?\sin\s+)?(?P<first>{_YEAR})\s+to\s+(?:[^,;.]*?\sin\s+)?(?P<last>{_YEAR})")
_SUBJECT = re.compile(
    r"[^\d:,]*?(?=\d|[:,]|$|\b(?:is|are|was|were|rose|fell|grew|dropped|increased|decreased|climbed|declined|went|came|had|has|"
    r"stood|amounted|shows?|in|from)\b)",
    re.IGNORECASE,
)
"""What a statement is on."""
_NEGATED = re.compile(r"\b(?:not|no|never|neither)\b|n['’]t\b", re.IGNORECASE)
_LONGEST = 400
"""Characters of a response that is looked through."""


class YearComparison(NamedTuple):
    """Whether the value of `year` is to be more than that of `other`, or less; `asked` are the question's words."""

    year: str
    other: str
    more: bool
    asked: frozenset[str]

    @classmethod
    def of(cls, question: str) -> YearComparison | None:
        """What a question compares; None if it does not compare two years."""
        years = list(_YEARS.finditer(question))
        compares, than = list(_COMPARES.finditer(question)), _THAN.search(question)
        if (
            len(years) != 2
            or len(compares) != 1
            or than is None
            or not years[0].end() <= than.start() < years[1].start()
        ):
            return None
        others = [one for one in quantities(plain_latex(question)) if not _YEARS.fullmatch(one.text.strip())]
        if others or years[0].group() == years[1].group():
            return None  # "more than 10 %" is another question
        asked = frozenset(word.meaning for word in words(question)) - STOPWORDS
        return cls(years[0].group(), years[1].group(), compares[0]["more"] is not None, asked)

    def implied_by(self, text: str) -> bool | None:
        """What a text answers; None if it does not tell the values of both years, nor how one became the other."""
        text = plain_latex(text)
        if len(text) > _LONGEST or _NEGATED.search(text) or {*_YEARS.findall(text)} != {self.year, self.other}:
            return None
        before = _SUBJECT.match(text)
        subject = set() if before is None else {word.meaning for word in words(before.group())} - STOPWORDS
        if subject and subject.isdisjoint(self.asked):
            return None
        values = self._values(text)
        if values is not None:
            return None if values[0] == values[1] else (values[0] > values[1]) == self.more
        period, changed = _FROM_TO.search(text), list(_CHANGED.finditer(text))
        if period is None or len({one["up"] is None for one in changed}) != 1:
            return None
        is_more = (changed[0]["up"] is not None) == (self.year == period["last"])
        return is_more == self.more

    def _values(self, text: str) -> tuple[Fraction, Fraction] | None:
        """The values of the year and of the other one, of a text that gives one of each."""
        years = list(_YEARS.finditer(text))
        found = [one for one in quantities(text) if not any(year.start() <= one.start < year.end() for year in years)]
        if len(years) != 2 or len(found) != 2 or any(one.percent for one in found):
            return None
        told = dict(zip((year.group() for year in years), (one.value for one in found), strict=True))
        return told[self.year], told[self.other]
