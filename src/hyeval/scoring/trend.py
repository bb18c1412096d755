"""Questions whether something rises or falls, and statements on what it is drawn by: "The values go up".

"Does the line graph show an increase from 2010 to 2020?" is answered by "The values rise from 20 to 45".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyeval.scoring.lexicon import concept
from hyeval.scoring.quantity import Quantity, quantities

_DIRECTIONS = frozenset(map(concept, ("increase", "decrease", "constant")))
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_YEAR = r"(?:1[5-9]|20)\d\d"
_PERIOD = re.compile(
    rf",?\s+(?:from|between)\s+(?P<first>{_YEAR})\s+(?:to|and|until)\s+(?P<last>{_YEAR})\b", re.IGNORECASE
)
_YEARS = re.compile(rf"(?<![\d.,$€£])\b{_YEAR}\b(?!s)")
_ASKS_DRAWING = re.compile(
    r"\W*(?:is|are|does|do|did|has|have)\s+(?:the|this|that)\s+(?:\w+\s+){0,2}?(?:graph|chart|line|curve|plot|trend|data|"
    r"diagram|series)\b",
    re.IGNORECASE,
)
_DRAWN = re.compile(
    r"(?P<before>^\W*(?:so|and|but|overall|in general|over (?:the|this) \w+|(?:from|between) \w+ (?:to|and) \w+)?,?\s*)"
    r"(?:the|its)\s+(?:values?|numbers?|figures?|data|trend|curve|line|points?|levels?)(?=\s+(?!of\b|for\b|in\b|on\b)\w)",
    re.IGNORECASE,
)
"""What a drawing is of, where it begins a statement: "The values rise"."""
_THERE = re.compile(
    r"\bthere (?:is|was|has been|had been)(?=\s+(?:an?|no|not an?)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:increase|rise|growth|decrease|decline|drop|fall|reduction)\b)",
    re.IGNORECASE,
)
_IS_UP = re.compile(
    r"\b(?:is|are|was|were|went|goes|go|has gone|have gone|has been|shot|ticked)\s+(?:(?P<up>up)|down)"
    r"(?=\W*$|[,;.]|\s+(?:by|from|to|in|during|over|since|again|slightly|sharply|\d))",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:went|goes|go|moved|moves|changed|changes|came|comes|shifted|ran|runs)\s+from\s+(?=[^,;]*\sto\s)(?P<values>[^;]+)",
    re.IGNORECASE,
)
_IN_YEARS = re.compile(
    rf"\b(?:was|were|stood at|amounted to|came to)\s+(?P<before>[^,;]*?\d[^,;]*?) in (?P<first>{_YEAR}),?\s+"
    rf"(?:and|but|then)\s+(?:(?:only|already|just)\s+)?(?P<after>[^,;]*?\d[^,;]*?) in (?P<last>{_YEAR})\b",
    re.IGNORECASE,
)
"""The values of two years: "3.1 million in 2018 and 2.7 million in 2019"."""
_DOMAIN = re.compile(
    r"\s*\b(?:for|when|if|where|on)\s+(?:all\s+)?(?P<range>[a-z]\s*(?:[<>≤≥]=?)\s*-?\d+(?:\.\d+)?)(?![\d.]*\d)",
    re.IGNORECASE,
)
"""Where a function is looked at: "for x > 0"."""
_PIECE = re.compile(r"[,;]\s+(?:(?:and|but|while|whereas)\s+)?|\s+(?:and|but|while|whereas)\s+", re.IGNORECASE)


class Trend:
    """The direction for which a question asks, in a period or a range if it names one."""

    def __init__(self, question: str, period: re.Match[str] | None) -> None:
        self._of_drawing = _ASKS_DRAWING.match(question) is not None
        domain = _DOMAIN.search(question)
        self._domain = _compact(domain["range"]) if domain else None
        self._years = (int(period["first"]), int(period["last"])) if period else None

    @classmethod
    def of(cls, question: str) -> Trend | None:
        """The direction for which a question asks; None if it asks for none."""
        if not any(concept(word) in _DIRECTIONS for word in _WORD.findall(question)):
            return None
        return cls(question, _PERIOD.search(question))

    def is_of_other_time(self, line: str) -> bool:
        """Whether a statement is on another period, on a part of that in question, or on another range."""
        domains = {_compact(one["range"]) for one in _DOMAIN.finditer(line)} if self._domain else set()
        if domains and self._domain not in domains:
            return True
        if self._years is None:
            return False
        years = [int(year) for year in _YEARS.findall(line)]
        return len(years) > 1 and (min(years), max(years)) != self._years

    def plain(self, line: str) -> str:
        """A statement in which what goes up or down is what the question asks about."""
        if self._domain is not None:
            line = self._within_domain(line)
        line = _compared(line)
        line = _IS_UP.sub(lambda said: "increased" if said["up"] else "decreased", _THERE.sub("it shows", line))
        return _DRAWN.sub(r"\g<before>it", line) if self._of_drawing else line

    def _within_domain(self, line: str) -> str:
        """A statement on the range in question alone, without naming it."""
        pieces = _PIECE.split(line)
        found = [{_compact(one["range"]) for one in _DOMAIN.finditer(piece)} for piece in pieces]
        if {self._domain} < set().union(*found):
            pieces = [piece for piece, ranges in zip(pieces, found, strict=True) if self._domain in ranges]
            return f"It {_DOMAIN.sub('', pieces[0])}"
        return _DOMAIN.sub("", line)


def without_period(question: str) -> str:
    """A question for a direction without the years or the range in which it is asked for."""
    return question if Trend.of(question) is None else _DOMAIN.sub("", _PERIOD.sub("", question))


def _compact(text: str) -> str:
    return text.replace(" ", "").lower()


def _compared(line: str) -> str:
    """A statement that what has a first and a last value increased or decreased: "went from 3.1 million to 2.7"."""
    by_year = _IN_YEARS.search(line)
    if by_year is not None:
        values = [next(quantities(by_year[name]), None) for name in ("before", "after")]
        is_later = int(by_year["first"]) < int(by_year["last"])
        return _with_direction(line, by_year, values if is_later else values[::-1])
    changes = _CHANGES.search(line)
    return line if changes is None else _with_direction(line, changes, [*quantities(changes["values"])][:2])


def _with_direction(line: str, said: re.Match[str], values: Sequence[Quantity | None]) -> str:
    first, last = (
        [one.value for one in values if one is not None] if len(values) == 2 and None not in values else (0, 0)
    )
    if first == last or all(_YEARS.fullmatch(str(value)) for value in (first, last)):
        return line
    return f"{line[: said.start()]}{'increased' if last > first else 'decreased'}{line[said.end() :]}"
