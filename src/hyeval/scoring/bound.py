"""Questions that compare a number with a bound, and what a statement implies about them: "more than five"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from hyeval.scoring.quantity import plain_latex, quantities
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import negated

_RELATIONS = {
    "more": r"more than|greater than|larger than|higher than|bigger than|over|above|exceeds?|older than|longer than|"
    r"taller than|>",
    "less": r"less than|fewer than|smaller than|lower than|under|below|shorter than|younger than|<",
    "least": r"at least|≥|no less than|no fewer than",
    "most": r"at most|≤|no more than",
    "equal": r"exactly|equal to|equals",
}
_RELATION = Sieve(
    "|".join(rf"(?P<{name}>(?<!\w)(?:{pattern})(?!\w))" for name, pattern in _RELATIONS.items()), re.IGNORECASE
)


@dataclass(frozen=True)
class Bound:
    """A comparison with a number in a question: "more than five"."""

    relation: str
    value: Fraction

    @classmethod
    def of(cls, question: str) -> Bound | None:
        """The bound that a question names; None if it names none."""
        relation = _RELATION.search(question)
        numbers = [one.value for one in quantities(plain_latex(question[relation.end() :]))] if relation else []
        return cls(relation.lastgroup or "equal", numbers[0]) if relation and numbers else None

    def holds(self, value: Fraction) -> bool:
        """Whether a value satisfies the comparison."""
        return {
            "more": value > self.value,
            "less": value < self.value,
            "least": value >= self.value,
            "most": value <= self.value,
            "equal": value == self.value,
        }[self.relation]

    def implied_by(self, line: str) -> bool | None:
        """Compare the number that a statement gives with the bound; None if it gives none."""
        line = plain_latex(line)
        relation = _RELATION.search(line)
        numbers = [one for one in quantities(line) if not one.weak]
        if relation is not None:
            before = [one.value for one in numbers if one.end <= relation.start()]
            if before:
                return self.holds(before[-1])
            after = [one.value for one in numbers if one.start >= relation.end()]
            if after and after[0] == self.value:
                return (relation.lastgroup == self.relation) != negated(line)
        values = [one.value for one in numbers if one.start > line.rfind("=")] or [one.value for one in numbers]
        return self.holds(values[-1]) if values else None
