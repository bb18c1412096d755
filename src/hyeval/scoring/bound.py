"""Questions that compare a number with a bound, and what a statement implies about them: "more than five"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.quantity import Quantity, plain_latex, quantities, unit_factor
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import negated

_RELATIONS = {
    "least": (r"at least|≥|no less than|no fewer than|not (?:less|fewer) than", "至少|不少于|不低于|不小于"),
    "most": (
        r"at most|≤|(?:no|not) (?:more|greater|larger|higher|bigger) than",
        "至多|最多|不超过|不多于|不大于|不高于",
    ),
    "more": (
        r"more(?: \w+)? than|greater than|larger than|higher than|bigger than|over|above|exceeds?|older than|longer "
        r"than|"
        r"taller than|heavier than|wider than|deeper than|thicker than|hotter than|warmer than|faster than|"
        r"farther than|further than|costlier than|>",
        "大于|超过|多于|高于",
    ),
    "less": (
        r"less(?: \w+)? than|fewer than|smaller than|lower than|under|below|shorter than|younger than|lighter than|"
        r"narrower than|shallower than|thinner than|colder than|cooler than|slower than|nearer than|closer than|"
        r"cheaper than|<",
        "小于|少于|低于|不到",
    ),
    "equal": (r"exactly|equal to|equals", "等于"),
}
_RELATION = Sieve(
    "|".join(rf"(?P<{name}>(?<!\w)(?:{english})(?!\w)|{chinese})" for name, (english, chinese) in _RELATIONS.items()),
    re.IGNORECASE,
)
_OPPOSITES = {"more": "most", "most": "more", "less": "least", "least": "less"}
_DENIED = re.compile(r"(?:\b(?:not|no|never|cannot|nor|neither)|n['’]t)\b(?:\s+\w+){0,3}\s*$|不$", re.IGNORECASE)
_NEW_CLAUSE = re.compile(r"[,;:.]|\b(?:so|hence|thus|therefore|sum|total|but)\b", re.IGNORECASE)
_ASKS_SUM = re.compile(r"\b(?:sum|total|add up)\b", re.IGNORECASE)
_TOTAL = re.compile(r"[=和]|\b(?:sum|total|together|altogether|add\w*|makes?|equals?|plus)\b", re.IGNORECASE)
_SETTLED = re.compile(rf"{_TOTAL.pattern}|\d\s*[<>≤≥]\s*\d", re.IGNORECASE)
"""What gives a sum, or holds one against another number."""
_THE_TWO = re.compile(r"\b(the|these|those|both) (?:two|three)\b", re.IGNORECASE)
_ONE_FOR_EACH = re.compile(
    r"\b(?P<number>\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+[a-z]+(?:\s+[a-z]+)?,?\s+(?:"
    r"(?:with\s+)?one "
    r"(?:for|per)(?: each)?|each (?:of which )?(?:stands for|standing for|represents|representing|shows|showing"
    r"|for))\s+"
    r"(?:(?:an?|one|another|a different|a single)\s+)?(?P<noun>[a-z]+)\b",
    re.IGNORECASE,
)
"""As many things as others: "eight lines, one for each country"."""
_PIPS = {"ones": "1", "twos": "2", "threes": "3", "fours": "4", "fives": "5", "sixes": "6"}
_TWO_FIVES = re.compile(rf"\b(?:two|a pair of|double) ({'|'.join(_PIPS)})\b", re.IGNORECASE)
_ADDENDS = re.compile(r"\b(?:die|dice|numbers?|one|first|second|other|left|right|both|each|they)\b", re.IGNORECASE)
_NAME = r"[A-Z][\w'-]+(?:\s+(?:of\s+)?[A-Z][\w'-]+){0,2}"
_LIST = re.compile(rf"{_NAME}(?:(?:,\s+(?:and\s+)?|\s+and\s+)(?:the\s+)?{_NAME})*")
_LISTED = re.compile(rf"(?:^|[:\s])(?P<list>{_NAME}(?:,\s+{_NAME})+,?\s+(?:and|&)\s+(?:the\s+)?{_NAME})\W*$")
"""Names in a row at the end of a statement."""
_COMPARES = re.compile(
    rf"\bcompares\s+(?:the\s+)?(?P<list>{_NAME}(?:(?:,\s+{_NAME})*,?\s+(?:and|with"
    rf"|to)\s+{_NAME}))\W*$"
)
_ONLY = re.compile(r"\bonly\b", re.IGNORECASE)
_SEPARATOR = re.compile(r",\s+(?:and|&)\s+|,\s+|\s+(?:and|&|with|to)\s+")
_COMPARED = re.compile(r"\b(?:(?P<more>more|greater|larger|higher|bigger)|fewer|less|smaller|lower)\W*$", re.IGNORECASE)
_SINGLE = re.compile(r"\b(?:an?|one) single\b", re.IGNORECASE)
_NO_THINGS = re.compile(r"\b(?:there (?:are|is)|has|have|shows?|contains?) no (\w+)\b", re.IGNORECASE)
_EITHER = re.compile(r"\beither\b|\d\s+or\s+\d", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+\S+\s+and\b|\bfrom\s+\S+\s+to\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:both|each)\b", re.IGNORECASE)
_YEARS = (1500, 2100)
_DOMAIN = re.compile(r"\b(?:for|when|if|where)\s+(?:all\s+)?[a-z]\s*(?:[<>≤≥]=?)\s*-?\d\S*", re.IGNORECASE)
"""Where a function is looked at: "for x > 0"."""
_DEGREES_BELOW = re.compile(
    r"(?P<number>\d+(?:\.\d+)?|(?:(?:twenty|thirty|forty)[- ])?\b(?:one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|"
    r"twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty))\s*"
    r"(?:°\s?C?|degrees?(?: Celsius)?)\s+(?:(?P<below>below)|above)\s+(?:zero|freezing(?: point)?|0)\b",
    re.IGNORECASE,
)
_FREEZING = re.compile(r"(?<=\b(?:below|above) )freezing(?: point)?\b|(?<=\bbelow )the freezing point\b", re.IGNORECASE)


@dataclass(frozen=True)
class Bound:
    """A comparison with a number in a question: "more than five".

    `noun` is what is counted, `sums` of how many numbers a sum is asked for, `unit` the dimension and the factor of the
    unit, None without one.
    """

    relation: str
    value: Fraction
    noun: str | None = None
    sums: int = 0
    unit: tuple[str, Fraction] | None = None

    @classmethod
    def of(cls, question: str) -> Bound | None:
        """The bound that a question names; None if it names none."""
        relation = _RELATION.search(_DOMAIN.sub("", question))
        numbers = list(quantities(plain_latex(question[relation.end() :]))) if relation else []
        if relation is None or not numbers:
            return None
        addends = [int(one.value) for one in quantities(question[: relation.start()])] or [2]
        sums = addends[0] if _ASKS_SUM.search(question) else 0
        unit = unit_factor(numbers[0].unit) if numbers[0].unit else None
        return cls(relation.lastgroup or "equal", numbers[0].value, _noun(numbers[0]), sums, unit)

    def holds(self, value: Fraction) -> bool:
        """Whether a value satisfies the comparison."""
        return {
            "more": value > self.value,
            "less": value < self.value,
            "least": value >= self.value,
            "most": value <= self.value,
            "equal": value == self.value,
        }[self.relation]

    def totals(self, line: str) -> bool:
        """Whether a statement gives a sum or what it is of, where the question is for one."""
        return self.sums > 0 and bool(_TOTAL.search(line) or _ADDENDS.search(line))

    def implied_by(self, line: str) -> bool | None:
        """Compare the number that a statement gives with the bound; None if it gives none."""
        line = self._plain(line)
        none = _NO_THINGS.search(line) if self.noun is not None else None
        if none is not None and concept(none.group(1)) == self.noun:
            return self.holds(Fraction(0))
        found = [one for number in quantities(line) if (one := self._in_its_unit(number)) is not None]
        numbers = self._counted([one for one in found if not one.weak or (self.noun and _noun(one) == self.noun)])
        bounds = [one for one in found if self.noun is None or not _counts_things(one) or _noun(one) == self.noun]
        is_of_parts = self.sums > 0 and not _SETTLED.search(line) and _ADDENDS.search(line) is not None
        relations = [] if is_of_parts else list(_RELATION.finditer(line))
        for relation in relations:
            implied = self._related(line, relation, numbers, bounds)
            if implied is not None:
                return implied
        if _RELATION.search(line) or _BETWEEN.search(line):
            return None
        values = [one.value for one in numbers if one.start > line.rfind("=")] or [one.value for one in numbers]
        if not values:
            compared = _COMPARED.search(line)
            if compared is not None and not negated(line):
                return (compared.group("more") is not None) == (self.relation in ("more", "least"))
            names = _names(line) if self.noun is not None and not negated(line) else 0
            return self.holds(Fraction(names)) if names else None
        if is_of_parts:
            if len(values) == 1 and _EACH.search(line):
                values *= self.sums
            return self.holds(sum(values, Fraction(0))) if len(values) == self.sums else None
        decided = {self.holds(value) for value in (values if _EITHER.search(line) else values[-1:])}
        return decided.pop() if len(decided) == 1 else None

    def _plain(self, line: str) -> str:
        """A statement with temperatures, numbers of things for others and single things as plain numbers."""
        line = _SINGLE.sub("one", plain_latex(line))
        if "degree" in line or "freezing" in line or "zero" in line or "°" in line:
            line = _DEGREES_BELOW.sub(lambda found: f"{'-' if found['below'] else ''}{found['number']} degrees", line)
            line = _FREEZING.sub("0 degrees", line)
        if self.noun is not None and (" each" in line or " one " in line):
            line = _ONE_FOR_EACH.sub(r"\g<number> \g<noun>s", line)
        if self.sums > 0:
            line = _TWO_FIVES.sub(lambda found: " and ".join([_PIPS[found[1].lower()]] * 2), line)
        return _THE_TWO.sub(r"\1", line) if self.sums > 0 else line

    def _in_its_unit(self, number: Quantity) -> Quantity | None:
        """A number in the unit of the question, as it is if one of them has none; None if it measures another thing."""
        unit = unit_factor(number.unit) if number.unit and self.unit is not None else None
        if unit is None or self.unit is None or unit == self.unit:
            return number
        return replace(number, value=number.value * unit[1] / self.unit[1]) if unit[0] == self.unit[0] else None

    def _related(
        self, line: str, relation: re.Match[str], numbers: list[Quantity], everything: list[Quantity]
    ) -> bool | None:
        """What "seven is more than five" or "more than six" implies; of `everything` the first number behind counts."""
        name = relation.lastgroup or "equal"
        before = [one for one in numbers if one.end <= relation.start()]
        if name != "equal" and before and not _NEW_CLAUSE.search(line[before[-1].end : relation.start()]):
            return self.holds(before[-1].value)
        after = next((one for one in everything if one.start >= relation.end()), None)
        if after is None:
            return None
        if _DENIED.search(line[: relation.start()]) or (not before and negated(_around(line, relation))):
            if name == "equal":
                return False if self.relation == "equal" and after.value == self.value else None
            name = _OPPOSITES[name]
        return self.holds(after.value) if name == "equal" else self._of_range(name, after.value)

    def _of_range(self, name: str, end: Fraction) -> bool | None:
        """Whether all numbers above or below an end, or none of them, satisfy the comparison."""
        rises, asked_rises = name in ("more", "least"), self.relation in ("more", "least")
        if self.relation == "equal":
            is_beyond = (name == "more" and end >= self.value) or (name == "less" and end <= self.value)
            return False if is_beyond else None
        start, asked = end, self.value
        if self._counts():
            # Of whole numbers, more than five are six at least.
            start += (name == "more") - (name == "less")
            asked += (self.relation == "more") - (self.relation == "less")
        strict = not self._counts() and name in ("more", "less")
        asked_strict = not self._counts() and self.relation in ("more", "less")
        if rises == asked_rises:
            beyond = start > asked if rises else start < asked
            return True if beyond or (start == asked and (strict or not asked_strict)) else None
        apart = start < asked if asked_rises else start > asked
        return False if apart or (start == asked and (strict or asked_strict)) else None

    def _counts(self) -> bool:
        """Whether the question is for whole numbers."""
        return self.value.denominator == 1 and (self.noun is not None or self.sums > 0)

    def _counted(self, numbers: list[Quantity]) -> list[Quantity]:
        """The numbers that count what the question counts; else those that are no years and count nothing else."""
        if self.value < _YEARS[0]:
            numbers = [one for one in numbers if not (_YEARS[0] <= one.value < _YEARS[1] and _noun(one) is None)]
        if self.noun is None:
            return numbers
        own = [one for one in numbers if _noun(one) == self.noun]
        return own or [one for one in numbers if not _counts_things(one)]


def _noun(number: Quantity) -> str | None:
    """What a number counts: the word behind it, if that is no unit and has weight."""
    if number.unit is None or unit_factor(number.unit) or not number.unit.isalpha():
        return None
    meaning = concept(number.unit)
    return None if meaning in STOPWORDS else meaning


def _counts_things(number: Quantity) -> bool:
    """Whether a noun in the plural stands behind a number."""
    unit = number.unit or ""
    return _noun(number) is not None and len(unit) > 3 and unit.endswith("s") and not unit.endswith(("ss", "us"))


def _around(line: str, relation: re.Match[str]) -> str:
    """The clause of a statement that has a relation, without the relation itself."""
    starts = [one.end() for one in _NEW_CLAUSE.finditer(line, 0, relation.start())]
    end = _NEW_CLAUSE.search(line, relation.end())
    return (
        f"{line[starts[-1] if starts else 0 : relation.start()]} {line[relation.end() : end.start() if end else None]}"
    )


def _names(line: str) -> int:
    """How many names a statement lists, where it says that there are no others or has them at its end."""
    listed = _LISTED.search(line)
    listed = listed or _COMPARES.search(line)
    lists = [listed.group("list")] if listed else _LIST.findall(_ONLY.sub(" ", line)) if _ONLY.search(line) else []
    names = [[name for name in _SEPARATOR.split(one) if name.lower() not in STOPWORDS] for one in lists]
    return max(map(len, names), default=0)
