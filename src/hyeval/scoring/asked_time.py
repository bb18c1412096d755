"""Questions for a time of day, and what a statement with a time implies: "Does it open before 9 am?", "At 10:30."."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hyeval.scoring.names import times
from hyeval.scoring.plain import clock_time
from hyeval.scoring.stance import negated

_NAMED = (
    (re.compile(r"\b(?:noon|midday)\b", re.IGNORECASE), "12:00"),
    (re.compile(r"\bmidnight\b", re.IGNORECASE), "0:00"),
    (re.compile(r"\b([ap])\.m\.", re.IGNORECASE), r"\1m"),
    (re.compile(r"(?<=\d)\.(?=\s|$)"), ""),
)
_ASKS_CLOCK = re.compile(
    r"\W*(?:is|does|do)\s+(?:it|the time\b[^?]*|(?:the|this|that)\b[^?]*\b(?:clock|watch|timer)\b[^?]*)\s"
    r"(?:exactly\s+)?(?=\d\d?:\d\d\W*$)",
    re.IGNORECASE,
)
"""A question for the time that a clock shows."""
_OF_CLOCK = re.compile(r"\b(?:it|time|clock|watch|timer|display|hands?|shows?|reads?)\b", re.IGNORECASE)
_FEW = 3
"""Words of the longest statement that gives a time and nothing else."""
_HALF_DAY = 720
_RELATION = re.compile(r"\b(before|earlier than|by|after|later than|at)\s+(?=\d)", re.IGNORECASE)


@dataclass(frozen=True)
class AskedTime:
    """The one time of a question, in minutes, and how what it asks for stands to it: before, after, at."""

    relation: str
    minutes: int
    is_of_clock: bool = False
    """Whether it asks what a clock shows."""

    @classmethod
    def of(cls, question: str) -> AskedTime | None:
        """The time for which a question asks; None without one, and with several."""
        text = _digits(question)
        found, relation = times(text), _RELATION.search(text)
        if relation is None and len(found) == 1 and _ASKS_CLOCK.match(text):
            return cls("at", found.pop(), is_of_clock=True)
        return cls(relation.group(1).lower(), found.pop()) if relation and len(found) == 1 else None

    def implied_by(self, line: str) -> bool | None:
        """Compare the time that a statement gives; None if it gives none, several, or only says another relation."""
        text = _digits(line)
        found, relation = times(text), _RELATION.search(text)
        if self.is_of_clock and _OF_CLOCK.search(line) is None and len(line.split()) > _FEW:
            return None
        if len(found) != 1 or negated(line) or (relation and relation.group(1).lower() != "at"):
            return None
        minutes = found.pop()
        match self.relation.split()[0]:
            case "before" | "earlier":
                return minutes < self.minutes
            case "by":
                return minutes <= self.minutes
            case "at":
                return minutes % _HALF_DAY == self.minutes % _HALF_DAY
        return minutes > self.minutes


_YEAR = r"(1[5-9]\d\d|20\d\d)\b(?!s)"
_YEARS = re.compile(rf"(?<![\d.,$€£])\b{_YEAR}")
_CENTURY = re.compile(r"\b(1[5-9]|2[01])(?:th|st) century\b", re.IGNORECASE)
_BEFORE_YEAR = re.compile(
    rf"\b(before|earlier than|prior to|by|after|later than)\s+(?:the year\s+)?{_YEAR}", re.IGNORECASE
)
_EVENT = re.compile(
    r"\b(?:written|wrote|dated|printed|sent|produced|made|drawn|built|born|dies?|died|founded|established|invent(?:ed)?|publish(?:ed)?|released?|signed?|discover(?:ed)?|"
    r"completed?|created?|painted?|taken|made|peaks?|(?:reach|reaches|reached|hit|hits)\s|begins?|began|starts?|started|"
    r"ends?|ended|launch(?:ed)?|wins?|won|erected|constructed|introduced?|elected|crowned|open(?:ed)?|close(?:d)?|"
    r"happen(?:ed)?|appear(?:ed)?)",
    re.IGNORECASE,
)
"""A question for something that happens once."""


@dataclass(frozen=True)
class AskedYear:
    """The one year of a question for an event, and whether it is asked to be before, up to or after it."""

    relation: str
    year: int

    @classmethod
    def of(cls, question: str) -> AskedYear | None:
        """The year with which a question compares that of an event; None without one, and with several."""
        relation = _BEFORE_YEAR.search(question)
        is_one = relation is not None and len(_YEARS.findall(question)) == 1 and _EVENT.search(question)
        return cls(_side(relation), int(relation.group(2))) if relation and is_one else None

    def dates(self, line: str) -> bool:
        """Whether a statement gives a year, and denies nothing."""
        return _YEARS.search(line) is not None and not negated(line)

    def implied_by(self, line: str) -> bool | None:
        """Compare the year that a statement gives; None if it gives none or several, or leaves the answer open."""
        years = {int(year) for year in _YEARS.findall(line)}
        century = _CENTURY.search(line) if not years and not negated(line) else None
        if century is not None:
            return self._spanned(100 * int(century[1]) - 99, 100 * int(century[1]))
        if len(years) != 1 or negated(line):
            return None
        year, relation = years.pop(), _BEFORE_YEAR.search(line)
        if relation is None:
            return {"before": year < self.year, "by": year <= self.year}.get(self.relation, year > self.year)
        is_before = _side(relation) != "after"
        if is_before == (self.relation != "after"):
            reaches = year <= self.year if is_before else year >= self.year
            return True if reaches else None
        apart = year <= self.year if is_before else year >= self.year
        return False if apart else None

    def _spanned(self, first: int, last: int) -> bool | None:
        """What it implies that the event was in one of some years."""
        if self.relation == "after":
            return True if first > self.year else False if last <= self.year else None
        until = self.year if self.relation == "by" else self.year - 1
        return True if last <= until else False if first > until else None


def _side(relation: re.Match[str]) -> str:
    name = relation.group(1).lower().split()[0]
    return {"earlier": "before", "prior": "before", "later": "after"}.get(name, name)


def _digits(text: str) -> str:
    """A text with times in words in digits, noon and midnight among them."""
    text = clock_time(text)
    for pattern, time in _NAMED:
        text = pattern.sub(time, text)
    return text
