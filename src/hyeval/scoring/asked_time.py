"""Questions for a time of day, and what a statement with a time implies: "Does it open before 9 am?", "At 10:30."."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hyeval.scoring.names import times
from hyeval.scoring.stance import negated

_NAMED = (
    (re.compile(r"\b(?:noon|midday)\b", re.IGNORECASE), "12:00"),
    (re.compile(r"\bmidnight\b", re.IGNORECASE), "0:00"),
    (re.compile(r"\b([ap])\.m\.", re.IGNORECASE), r"\1m"),
    (re.compile(r"(?<=\d)\.(?=\s|$)"), ""),
)
_RELATION = re.compile(r"\b(before|earlier than|by|after|later than|at)\s+(?=\d)", re.IGNORECASE)


@dataclass(frozen=True)
class AskedTime:
    """The one time of a question, in minutes, and how what it asks for stands to it: before, after, at."""

    relation: str
    minutes: int

    @classmethod
    def of(cls, question: str) -> AskedTime | None:
        """The time for which a question asks; None without one, and with several."""
        text = _digits(question)
        found, relation = times(text), _RELATION.search(text)
        return cls(relation.group(1).lower(), found.pop()) if relation and len(found) == 1 else None

    def implied_by(self, line: str) -> bool | None:
        """Compare the time that a statement gives; None if it gives none, several, or only says another relation."""
        text = _digits(line)
        found, relation = times(text), _RELATION.search(text)
        if len(found) != 1 or negated(line) or (relation and relation.group(1).lower() != "at"):
            return None
        minutes = found.pop()
        match self.relation.split()[0]:
            case "before" | "earlier":
                return minutes < self.minutes
            case "by":
                return minutes <= self.minutes
            case "at":
                return minutes == self.minutes
        return minutes > self.minutes


def _digits(text: str) -> str:
    """A text with noon and midnight as times."""
    for pattern, time in _NAMED:
        text = pattern.sub(time, text)
    return text
