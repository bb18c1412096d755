"""Comparison of an extracted answer with the gold answers: one matcher for each kind of answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from hyeval.scoring import solution
from hyeval.scoring.extraction import Question, is_of_other
from hyeval.scoring.formula import Unreadable
from hyeval.scoring.names import same_phrase
from hyeval.scoring.quantity import Quantity, plain_latex, quantities, scale_of, unit_factor
from hyeval.scoring.words import normal_form

_LETTER = re.compile(r"[\s(\[]*([A-Za-z])[\s)\].:]*")
_IN_SCALE = re.compile(
    r"\bin (?:units of )?(thousand|million|billion|trillion)s?\b|\((?:in )?(thousand|million|billion|trillion)s?\b",
    re.IGNORECASE,
)
_IN_UNIT = re.compile(
    r"\bin\s+(°\s?[CF]|[a-zµΩ]+(?:/[a-z]+)?)\b|\(\s*(?:in\s+)?([a-zµΩ]+(?:/[a-z]+)?)\s*\)|\bhow many\s+([a-z]+)",
    re.IGNORECASE,
)
_TEMPERATURE = re.compile(r"(?:°|degrees?)([CF])(?:elsius|ahrenheit)?", re.IGNORECASE)
_PERCENT = re.compile(r"%|\bpercent|\bper cent", re.IGNORECASE)
_PLAIN = re.compile(r"-?[0-9]{1,18}")
"""Most answers and most targets: they need no grammar of numbers."""
_POWER_OF_TEN = re.compile(r"\s*(-?\d+(?:\.\d+)?)[eE]\+?(-?\d+)\s*")
_PADDED = re.compile(r"(?<![\d.,])0\d")
"""Digits that are a code, or a part of a date."""
_LONGEST_NUMBER = 60
_INTERCEPT = re.compile(r"\b(?P<axis>[xy])\$?[- ]?intercept", re.IGNORECASE)
_ON_AXIS = re.compile(r"[\s$\\]*\((?:\s*0\s*[,;|]\s*(?P<y>[^,;|()]+)|\s*(?P<x>[^,;|()]+)[,;|]\s*0\s*)\)[\s$.]*")
_COUNTS = re.compile(r"\s*(?:(?:about|approximately|roughly|in total|exactly),? )?how many\b", re.IGNORECASE)
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+")


def match_choice(answer: str, targets: Sequence[str], question: Question) -> float:
    """Right if the letter is a target's letter, or the letter of the option that a target spells out."""
    return float(answer.strip().upper() in {_letter(target, question) for target in targets})


def match_yes_no(answer: str, targets: Sequence[str], _question: Question) -> float:
    """Right if answer and target have one polarity; targets may also be true/false or 1/0."""
    return float(_polarity(answer) is not None and _polarity(answer) in {_polarity(target) for target in targets})


def match_number(answer: str, targets: Sequence[str], question: Question) -> float:
    """Right if the values are equal, after scale words, percent signs and units. There is no tolerance."""
    return float(not is_of_other(answer) and any(_same_number(answer, target, question) for target in targets))


def match_text(answer: str, targets: Sequence[str], question: Question) -> float:
    """Right if the answer names the target, whatever its case, articles, punctuation or date format."""
    return float(any(same_phrase(answer, target, question.text) for target in targets))


def match_expression(answer: str, targets: Sequence[str], question: Question) -> float:
    """Right if the expressions are equal as mathematics; an intercept may be given as a point of its axis."""
    if is_of_other(answer):
        return 0.0
    asked = _INTERCEPT.search(question.text)
    if asked is not None:
        axis = asked["axis"].lower()
        answer, targets = _crossing(answer, axis), [_crossing(target, axis) for target in targets]
    return float(any(_same_expression(answer, target) for target in targets))


def match_answer(answer: str, targets: Sequence[str], question: Question) -> float:
    """Compare letters where the question has options, phrases and numbers otherwise; yes and true are one.

    What is a number and nothing else equals numbers of its value alone, and so does the one that a sentence tells where
    it is asked how many there are.
    """
    if question.choices:
        return match_choice(answer, targets, question)
    if answer.casefold() in ("yes", "no", "true", "false") and match_yes_no(answer, targets, question):
        return 1.0
    numbers = [target for target in targets if _is_number(target)]
    if numbers and match_number(_told_number(answer, question), numbers, question):
        return 1.0
    phrases = [target for target in targets if target not in numbers] if _is_number(answer) else targets
    return match_text(answer, phrases, question)


def match_exact(answer: str, targets: Sequence[str], _question: Question) -> float:
    """Right if the texts are equal but for blanks at their ends."""
    return float(answer.strip() in {target.strip() for target in targets})


def _letter(target: str, question: Question) -> str:
    """A target as an option letter; a whole option text counts before a single letter of another option."""
    match = _LETTER.fullmatch(target)
    if match and (not question.choices or ord(match.group(1).upper()) - 65 < len(question.choices)):
        return match.group(1).upper()
    wanted = normal_form(target)
    found = [
        number
        for number, choice in enumerate(question.choices)
        if choice.strip() == target.strip() or (wanted and normal_form(choice) == wanted)
    ]
    return chr(65 + found[0]) if found else target.strip().upper()


def _polarity(text: str) -> bool | None:
    return {"yes": True, "true": True, "1": True, "y": True, "no": False, "false": False, "0": False, "n": False}.get(
        text.strip(" .").lower()
    )


# ------------------------------------------------------------------ numbers


@lru_cache(maxsize=4096)
def _is_number(text: str) -> bool:
    """Whether a text is a number and nothing else; 007 and 12/05 are a code and a date."""
    text = plain_latex(text.strip().removesuffix(".")).strip()
    found = list(quantities(text)) if len(text) <= _LONGEST_NUMBER and not _PADDED.search(text) else []
    return len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)) and found[0].unit is None


def _told_number(answer: str, question: Question) -> str:
    """The answer if it is a number, or the number in its words if one is asked for; empty if there is none."""
    if _is_number(answer) or len(answer.split()) == 1:
        return answer if _is_number(answer) else ""
    from hyeval.scoring.number import extract_number

    return (extract_number(answer, question).answer or "") if _COUNTS.match(question.text) else ""


def _same_number(answer: str, target: str, question: Question) -> bool:
    given, gold = _quantity(answer), _quantity(target)
    if given is None or gold is None:
        return answer.strip().casefold() == target.strip().casefold()
    asked = _asked_form(question)
    wanted = _values(gold, gold, question, asked)
    if wanted & _values(given, gold, question, asked):
        return True
    grouped = _GROUPED.match(answer.strip())
    return (
        bool(grouped) and given.scale == 1 and Fraction(grouped.group().replace(".", "")) in wanted
        if grouped
        else False
    )


@lru_cache(maxsize=4096)
def _quantity(text: str) -> Quantity | None:
    if _PLAIN.fullmatch(text):
        return Quantity(Fraction(int(text)), 0, len(text), text)
    found = list(quantities(plain_latex(text[:400])))
    return found[0] if found else None


class _Form(NamedTuple):
    """How a question wants its number: in thousands or millions, in percent."""

    scale: int
    percent: bool


def _values(one: Quantity, gold: Quantity, question: Question, asked: _Form) -> set[Fraction]:
    """Values that a quantity can stand for in the scale, percent and unit that question or gold answer ask for."""
    value = one.value
    scale = asked.scale if gold.scale == 1 else 1
    shares = {value} if scale == 1 else {value, value / scale}
    found = {value / scale} if one.scale > 1 else shares if one is not gold else {value}
    asks_percent = gold.percent or asked.percent
    if one.percent:
        found = {value} if asks_percent else {value / 100}
    if asks_percent and not one.percent and abs(value) <= 1 and one is not gold:
        found |= {value * 100}
    return _converted(found, one, gold, question)


def _converted(found: set[Fraction], one: Quantity, gold: Quantity, question: Question) -> set[Fraction]:
    own = None if one is gold else _temperature_scale(one.unit)
    asked = None if own is None else _temperature_scale(gold.unit) or _asked_temperature(question)
    if asked is not None and own != asked:
        return {(value - 32) * 5 / 9 if asked == "c" else value * 9 / 5 + 32 for value in found}
    factor = None if one is gold else one.factor
    wanted = None if factor is None else gold.factor or _asked_unit(question)
    if factor is not None and gold.factor is not None and factor[0] != gold.factor[0] and _is_written_out(one, gold):
        return set()
    if factor is None or wanted is None or factor[0] != wanted[0]:
        return found
    return {value * factor[1] / wanted[1] for value in found}


def _temperature_scale(unit: str | None) -> str | None:
    """The letter of Celsius or Fahrenheit, if a unit is one of them."""
    match = _TEMPERATURE.fullmatch(unit or "")
    return match.group(1).lower() if match else None


def _asked_temperature(question: Question) -> str | None:
    match = _IN_UNIT.search(question.text)
    return _temperature_scale((match.group(1) or "").replace(" ", "")) if match else None


def _is_written_out(*both: Quantity) -> bool:
    """Whether the units are more than single letters, which may be something else than units."""
    return all(one.unit is not None and len(one.unit) > 1 for one in both)


def _asked_form(question: Question) -> _Form:
    match = _IN_SCALE.search(question.text)
    scale = scale_of((match.group(1) or match.group(2)).lower()) if match else 1
    return _Form(scale, _PERCENT.search(question.text) is not None)


def _asked_unit(question: Question) -> tuple[str, Fraction] | None:
    for match in _IN_UNIT.finditer(question.text):
        factor = unit_factor(next(group for group in match.groups() if group))
        if factor:
            return factor
    return None


# ------------------------------------------------------------------ expressions


_solution = lru_cache(maxsize=4096)(solution.solution)
"""The targets of a question are held against every response to it."""


def _same_expression(answer: str, target: str) -> bool:
    try:
        wanted = _solution(target)
    except (Unreadable, RecursionError):
        return _bare(answer) == _bare(target)
    for reading in _readings(answer):
        try:
            if solution.equal(_solution(reading), wanted):
                return True
        except (Unreadable, RecursionError):
            continue
    return False


def _crossing(text: str, axis: str) -> str:
    """Where a line crosses an axis as the coordinate on it: of "(0, -4)" that is -4 for the y-axis alone."""
    point = _ON_AXIS.fullmatch(text)
    if point is None or point[axis] is not None:
        return text if point is None else point[axis]
    return "0" if (point["x"] or point["y"]).strip() == "0" else text


def _readings(answer: str) -> list[str]:
    """The answer as it stands, and with a decimal comma where it can be one."""
    power = _POWER_OF_TEN.fullmatch(answer)
    if power is not None:
        return [answer, rf"{power.group(1)} \cdot 10^{{{power.group(2)}}}"]
    if re.fullmatch(r"\s*-?\d+,\d{1,2}\s*", answer):
        return [answer, answer.replace(",", ".")]
    return [answer]


def _bare(text: str) -> str:
    return re.sub(r"[\s$.{}\\]", "", text[:2000]).casefold()
