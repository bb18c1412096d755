"""Questions whether a number lies in a range: "Is the heart rate between 60 and 100 bpm?"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from hyeval.scoring.quantity import plain_latex, quantities, unit_factor
from hyeval.scoring.stance import negated

_RANGE = re.compile(r"\b(?:between|from)\s+(?P<low>\S+(?:\s+\S+)?)\s+(?:and|to)\s+(?P<high>.+)", re.IGNORECASE)
_BEYOND = re.compile(
    r"\b(?:(?P<above>above|over|more than|higher than|greater than|exceeds)|(?P<below>below|under|less than|lower than|"
    r"fewer than|smaller than))\s+\S*\d",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class AskedRange:
    """A range of numbers, ends included, and the factor of their unit, None without one."""

    low: Fraction
    high: Fraction
    unit: object

    @classmethod
    def of(cls, question: str) -> AskedRange | None:
        """The range that a question names; None if it names none."""
        found = _RANGE.search(plain_latex(question))
        ends = [list(quantities(found[end])) for end in ("low", "high")] if found else [[], []]
        if not all(ends) or ends[0][0].value >= ends[1][0].value:
            return None
        unit = ends[1][0].unit
        return cls(ends[0][0].value, ends[1][0].value, unit_factor(unit) if unit else None)

    def bears(self, line: str) -> bool:
        """Whether a statement gives a number that can be held against the range."""
        return self.implied_by(line) is not None

    def implied_by(self, line: str) -> bool | None:
        """Whether the one number of a statement lies in the range; None without one, or with several."""
        line = plain_latex(line)
        found = [one for one in quantities(line) if not one.weak]
        if len({one.value for one in found}) != 1 or negated(line) or _RANGE.search(line):
            return None
        number = found[0]
        unit = unit_factor(number.unit) if number.unit else None
        if unit is not None and self.unit is not None and unit != self.unit:
            return None
        beyond = _BEYOND.search(line)
        if beyond is None:
            return self.low <= number.value <= self.high
        is_out = number.value >= self.high if beyond["above"] else number.value <= self.low
        return False if is_out else None
