"""Questions for a number, and what a statement with a number implies: "Is the speed limit 50?", "The limit is 30."."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt

from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.quantity import Quantity, plain_latex, quantities, unit_factor
from hyeval.scoring.stance import Stance, negated, stance
from hyeval.scoring.words import words

_REPORT = frozenset(
    map(concept, ("say", "read", "show", "display", "indicate", "state", "give", "number", "value", "measure", "equal"))
)
"""Words between a thing and the number on it."""
_MOST = 10**9
"""Of larger numbers it is not found out whether they are prime."""


def _is_prime(value: Fraction) -> bool:
    whole = value.numerator if value.denominator == 1 else 0
    return whole > 1 and all(whole % divisor for divisor in range(2, isqrt(whole) + 1))


_QUALITIES: dict[str, Callable[[Fraction], bool]] = {
    concept("even"): lambda value: value % 2 == 0,
    concept("odd"): lambda value: value % 2 == 1,
    concept("positive"): lambda value: value > 0,
    concept("negative"): lambda value: value < 0,
    concept("prime"): _is_prime,
    concept("acute"): lambda value: 0 < value < 90,
    concept("obtuse"): lambda value: 90 < value < 180,
}
_OF_ANGLES = frozenset(map(concept, ("acute", "obtuse")))
_COMPARES = re.compile(r"\b(?:than|over|under|above|below|between|from|right angle)\b", re.IGNORECASE)
"""What holds a number against another one, or is an angle by its name."""
_REMARK = re.compile(
    r"\bdivisible by (?=\d).*|(?<=\d)(?:,\s+(?:which|so|and(?= (?:it|that)))(?: (?:it|that))?\s*"
    r"(?:['’]s|is|are|can|has|have)(?:n['’]t|not| not)? (?:not |no (?:\w+ )?)?(?:be )?divi[^.;]*|"
    r"(?:,\s*(?:which is|i\.e\.|that is)|\s*[=(])\s*\d+\s*[×x*·]\s*\d.*| has no (?:\w+ )?(?:divisors|factors)\b.*)",
    re.IGNORECASE,
)
"""What is said of a number that was given: "17, which is not divisible by 2", "21, which is 3 × 7"."""
_REPORTS = re.compile(
    r"\W*(?:the|this|that|it|its)\s*(?:[\w-]+\s+){0,3}?(?:shows?|says?|reads?|displays?|indicates?|states?|gives?|is|of)\b",
    re.IGNORECASE,
)
"""What says the number alone: "The sign says 50"."""
_SIGN_SAYS = re.compile(
    r"\W*(?:the|this|that|its)\s+(?:\w+\s+)?(?:sign|display|screen|label|scales?|gauge|meter|thermometer|dial|board)\s+"
    r"(?:clearly\s+)?(?:shows?|says?|reads?|displays?|indicates?)\b",
    re.IGNORECASE,
)
_NUMBER_ON = re.compile(
    r"\b(the number)\s+(?:on|of)\s+(?:the|his|her|its|this)\s+\w+(?:\s+\w+)?(?=\s+is\b)", re.IGNORECASE
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\W*$")
_ASKS_EVENT = re.compile(r"\W*(?:was|were|is|are) (?:the|this|that|it)\b.*\b\w+(?:ed|en|ilt|orn|und)\b", re.IGNORECASE)
"""A question for something that happens once: "Was the bridge built in 1932?"."""
_ENDS_SPAN = re.compile(r"\b(?:before|after|by|since|until|than|prior to)\s+(?:the year\s+)?$", re.IGNORECASE)
"""What stands before a year with which another one is compared."""
_OF_KNOWN = re.compile(r"\b(?:the|these|those|both|all|his|her|their|its)\s+$", re.IGNORECASE)
"""A number of things that the question takes as known: "the two lines"."""
_LIGHT = STOPWORDS | {concept("exactly"), concept("about"), concept("around")}


@dataclass(frozen=True)
class AskedNumber:
    """The one number of a question that compares with none; `asked` are the concepts of the question."""

    number: Quantity
    asked: frozenset[str]

    @classmethod
    def of(cls, question: str, asked: Collection[str]) -> AskedNumber | None:
        """The number for which a question asks; None without one, with several and with one in quotation marks."""
        text = plain_latex(question)
        found = [one for one in quantities(text) if not one.weak and not _OF_KNOWN.search(text[: one.start])]
        is_year = bool(found) and _is_year(found[0])
        if is_year and (not _ASKS_EVENT.match(question) or _ENDS_SPAN.search(text, 0, found[0].start)):
            return None
        if len(found) != 1 or re.search(r"[\"'(:./-]$|[\"']", question[: found[0].start][-1:]):
            return None
        return cls(found[0], frozenset(asked) - {str(found[0].value), "number"})

    def implied_by(self, line: str) -> bool | None:
        """Whether a statement gives this number, another one, or none in its place."""
        line = plain_latex(_NUMBER_ON.sub(r"\1", line) if "number" in line.lower() else line)
        found = [self._in_its_unit(one) for one in quantities(line) if not one.weak]
        own = [one for one in found if one.value == self.number.value]
        if own and all(stance(line, one.start, one.end) is Stance.REJECTED for one in own):
            return False
        values = {one.value for one in found}
        if negated(line) or len(values) != 1 or not self._is_in_place(line, found[0]):
            return None
        if stance(line, found[0].start, found[0].end) is not Stance.ASSERTED:
            return None
        if own:
            told = line[report.end() :] if (report := _SIGN_SAYS.match(line)) is not None else line
            said = {word.meaning for word in words(told)} - _LIGHT - _REPORT - {str(self.number.value)}
            return True if said <= self.asked else None
        return False

    def _in_its_unit(self, number: Quantity) -> Quantity:
        """A number in the unit of the question, as it is if one of them has none or measures another thing."""
        own, other = (unit_factor(one.unit) if one.unit else None for one in (self.number, number))
        if own is None or other is None or own == other or own[0] != other[0]:
            return number
        return replace(number, value=number.value * other[1] / own[1], unit=self.number.unit)

    def _is_in_place(self, line: str, number: Quantity) -> bool:
        """Whether a number stands where the question has its own: with the same words and signs around it."""
        if number.percent != self.number.percent or _is_year(number) != _is_year(self.number):
            return False
        measures = [unit_factor(one.unit) if one.unit and len(one.unit) > 1 else None for one in (number, self.number)]
        is_bare = number.unit is None and _REPORTS.match(line) is not None
        if number.unit == "m" or (measures[0] != measures[1] and not is_bare):
            return False
        unit = concept(number.unit) if number.unit and number.unit.isalpha() else ""
        if unit and unit not in _LIGHT and unit not in self.asked:
            return False
        before = _WORD_BEFORE.search(_without_light(line[: number.start]))
        return before is None or concept(before.group(1)) in self.asked | _REPORT


def has_quality(quality: str, line: str) -> bool | None:
    """Whether the one number of a statement has a quality, such as to be even; None without one, or with several."""
    test = None if quality in _OF_ANGLES and _COMPARES.search(line) else _QUALITIES.get(quality)
    values = {one.value for one in quantities(plain_latex(_REMARK.sub("", line)))} if test else set()
    return test(values.pop()) if test and len(values) == 1 and max(values) < _MOST else None


def _is_year(number: Quantity) -> bool:
    return 1500 <= number.value < 2100 and number.text.isdigit()


def _without_light(text: str) -> str:
    """A text up to its last word of weight."""
    while (last := _WORD_BEFORE.search(text)) is not None and concept(last.group(1)) in _LIGHT:
        text = text[: last.start()]
    return text
