"""Questions whether something is open on a day of the week, and what opening days imply: "Closed on weekends"."""

from __future__ import annotations

import re

from hyeval.scoring.names import times
from hyeval.scoring.stance import negated

_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?"
_ASKED = re.compile(
    rf"\b(?:is|are|does|do|was)\b[^?]*?\b(?P<state>open|opened|closed|shut|close)\b[^?]*?"
    rf"\bon (?:a )?(?P<day>{_DAY})s?\b",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"\b(?P<first>{_DAY})s?\s*(?:to|through|thru|until|till|-|–|—)\s*(?P<last>{_DAY})s?\b", re.IGNORECASE
)
_ONE = re.compile(rf"\b{_DAY}s?\b(?=[^a-z]|$)", re.IGNORECASE)
_GROUPS = (
    (
        re.compile(r"\b(?:daily|every day|all week|seven days a week|each day|always open|24/7)\b", re.IGNORECASE),
        range(7),
    ),
    (re.compile(r"\b(?:weekdays|working days|workdays)\b", re.IGNORECASE), range(5)),
    (re.compile(r"\bweekends?\b", re.IGNORECASE), range(5, 7)),
)
_EXCEPT = re.compile(r"\b(?:except|but not|apart from|other than)\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_CLOSED = re.compile(r"\b(?:closed|closes|shut|day off|rest day|holiday)\b", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:opens?|opened|opening|hours|business)\b|\d\s*(?:[-–]|to|until)\s*\d|\b\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE
)
_PART = re.compile(r"[,;|]\s+|\s+(?:but|while|whereas)\s+", re.IGNORECASE)
_ONLY = re.compile(r"\bonly\b", re.IGNORECASE)
_CLOCK = r"(?:\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\b\.?)?|noon|midnight)"
_IS_OPEN = re.compile(r"\W*(?:is|are|was|were)\b", re.IGNORECASE)
_AT = re.compile(rf"\bat\s+(?P<time>{_CLOCK})", re.IGNORECASE)
_HOURS = re.compile(rf"(?<![\d:])(?P<low>{_CLOCK})\s*(?:-|–|—|to|until|till)\s*(?P<high>{_CLOCK})", re.IGNORECASE)
_NAMED_TIMES = {"noon": 720, "midnight": 1440}


class OpeningDays:
    """The day of a question, 0 for Monday, its time in minutes, and whether it asks if something is open then.

    Else it asks if it opens or closes then, and not for the state.
    """

    def __init__(self, day: int, asks_open: bool, time: int | None = None, asks_state: bool = True) -> None:
        self._day = day
        self._asks_open = asks_open
        self._time = time
        self._asks_state = asks_state

    @classmethod
    def of(cls, question: str) -> OpeningDays | None:
        """The day for which a question asks; None if it is no such question, or names several."""
        asked = _ASKED.search(question)
        if asked is None or len(_ONE.findall(question)) != 1:
            return None
        at = _AT.search(question)
        time = None if at is None else _minutes(at["time"])
        asks_open = asked["state"].lower().startswith("open")
        return cls(_number(asked["day"]), asks_open, time, _IS_OPEN.match(question) is not None)

    def bears(self, line: str) -> bool:
        """Whether a statement says of days that something is open or closed."""
        return bool(_days(line)) and (_CLOSED.search(line) is not None or _OPEN.search(line) is not None)

    def implied_by(self, line: str) -> bool | None:
        """What a statement implies: True, False, or None if it says nothing of the day."""
        if (hours := self._hours(line)) is not None:
            return self._holds(*hours)
        line = _AT.sub("", line)
        own = [part for part in _PART.split(line) if self._day in _days(part) and _EXCEPT.search(line) is None]
        told = [part for part in own if (_CLOSED.search(part) is None) != (_OPEN.search(part) is None)]
        is_open = self._is_open(told[0] if len(told) == 1 else line)
        return None if is_open is None else is_open == self._asks_open

    def _hours(self, line: str) -> tuple[int, int] | None:
        """The only hours that a statement gives for the day, where the question names a time."""
        if self._time is None or self._day not in _days(line) or _EXCEPT.search(line):
            return None
        own = [part for part in _PART.split(line) if self._day in _days(part) and _HOURS.search(part)] or [line]
        hours = list(_HOURS.finditer(own[0])) if len(own) == 1 else []
        ends = [_minutes(hours[0][name]) for name in ("low", "high")] if len(hours) == 1 else [None]
        return None if None in ends else (ends[0] or 0, ends[-1] or 0)

    def _holds(self, low: int, high: int) -> bool:
        """What the question asks of its time, held against the hours of the day."""
        if not self._asks_state:
            return self._time == (low if self._asks_open else high)
        time = self._time or 0
        is_open = low <= time < high if low < high else time >= low or time < high
        return is_open == self._asks_open

    def _is_open(self, line: str) -> bool | None:
        excepted = _EXCEPT.search(line)
        apart = _days(excepted["rest"]) if excepted is not None else set()
        rest = line[: excepted.start()] if excepted is not None else line
        closes, opens = _CLOSED.search(rest) is not None, _OPEN.search(rest) is not None
        if closes == opens:
            return None
        if self._day in apart:
            return closes
        days = _days(rest)
        if negated(rest):
            return closes if self._day in days and not _ONLY.search(rest) else None
        if self._day in days:
            return opens
        is_whole = _ONLY.search(rest) is not None or (opens and _RANGE.search(rest) is not None)
        return closes if is_whole else None


def _days(text: str) -> set[int]:
    """The days that a text names, those between two of them included."""
    found: set[int] = set()
    for span in _RANGE.finditer(text):
        first, last = _number(span["first"]), _number(span["last"])
        found.update(day % 7 for day in range(first, last + 1 if last >= first else last + 8))
    found.update(_number(match.group()) for match in _ONE.finditer(text))
    for pattern, days in _GROUPS:
        if pattern.search(text):
            found.update(days)
    return found


def _number(name: str) -> int:
    return _NAMES.index(name[:3].lower())


def _minutes(clock: str) -> int | None:
    """A time of day in minutes; None if it does not say in which half of the day it is."""
    named = _NAMED_TIMES.get(clock.strip().lower())
    return named if named is not None else next(iter(times(clock)), None)
