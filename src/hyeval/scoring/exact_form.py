"""The exact formula of a response that also tells what it comes near to, or puts it to the proof."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from hyeval.scoring.formula import Unreadable, parse
from hyeval.scoring.formula_value import evaluate, letters

_SIGN = r"[\d=√π∞<>≤≥²³^]|\\(?:frac|sqrt|pi|ln|infty)|\bpi\b"
_HAS_VALUE = re.compile(rf"{_SIGN}|\be$")
_ABOUT = r"(?:about|roughly|approximately|approx\.?|around|nearly|close to|≈|\\approx)"
_NEARLY_FIRST = re.compile(
    rf"\b{_ABOUT}\s*[-−]?\d+[.,]\d+(?:\s+[a-z²³]+){{0,2}}[,;]?\s+(?:namely|or|exactly)(?: exactly)?,?\s+(?=\S*[\d√π])",
    re.IGNORECASE,
)
_NEARLY = re.compile(
    rf"\s?[,;(–—-]?\s?\(?(?:or\s+|which is\s+|that(?:'s| is)\s+|namely\s+|so\s+|and\s+)?{_ABOUT}\s*\$?[-−]?\d+[.,]\d+"
    r"(?:\s*(?:°|degrees|(?:square |cubic )?(?:units?|[cmk]?m[²³]?|inches))(?![^\W\d]))?\s*\)?",
    re.IGNORECASE,
)
_CHECKED = re.compile(r"(?:['’]s|\bis|=|^)\s+[-−]?[\d./√π]+(?P<check>:\s+[^A-Za-z\n]*=[^A-Za-z\n]*)$")
"""An equation of numbers behind the answer: "It's 3: 2·3 + 6 = 12"."""
_REMARK = re.compile(
    r"\s*\((?:(?P<told>namely|that is|equivalently|or|check|since|because|as)\b[^()\n]{1,60}|"
    r"(?<=\s\()[^(),\n]{1,60}(?<=\d|π)(?=\)\W*$))\)",
    re.IGNORECASE,
)
"""Brackets with the same once more, with a reason, or at the end with the value of something else."""
_WORD_BEFORE = re.compile(r"[a-z]{2,}\s*$", re.IGNORECASE)
_ALL_REMARK = re.compile(r"\s*\((?=[^()]*[a-z]{3,}\s)[^()]*\)\W*", re.IGNORECASE)
"""A sentence in brackets."""
_DECIMAL = re.compile(r"\W*(?P<value>[-−]?\d+\.(?P<places>\d+))\W*")
_LONGEST = 400
"""Characters of a sentence that is looked through."""


def without_asides(line: str) -> str:
    """A sentence without what only comes near to its formula, proves it or remarks on it: "9π (about 28.3 cm²)"."""
    if len(line) > _LONGEST:
        return line
    checked = _CHECKED.search(line)
    if checked is not None:
        line = line[: checked.start("check")]
    if "(" in line:
        line = _REMARK.sub(lambda one: "" if _is_remark(line, one) else one[0], line)
    line = _NEARLY_FIRST.sub("", line)
    return _NEARLY.sub(lambda one: "" if _HAS_VALUE.search(line[: one.start()]) else one[0], line)


def _is_remark(line: str, brackets: re.Match[str]) -> bool:
    """Whether brackets stand behind a formula, or behind a word that they give a value to."""
    before = line[: brackets.start()]
    return re.search(_SIGN, before) is not None and (brackets["told"] or _WORD_BEFORE.search(before)) is not None


def is_remark(line: str) -> bool:
    """Whether a sentence stands in brackets: "(The cosine would be 1/2.)"."""
    return _ALL_REMARK.fullmatch(line) is not None


def exact_form(answer: str, formulas: Iterable[str]) -> str:
    """The formula of which the answer is the value as a decimal, if there is one: √3/2 for 0.866."""
    match = _DECIMAL.fullmatch(answer)
    if match is None:
        return answer
    value = Fraction(match["value"].replace("−", "-"))
    half = Fraction(51, 100) / 10 ** len(match["places"])
    return next((formula for formula in formulas if _comes_to(formula, value, half)), answer)


def _comes_to(formula: str, value: Fraction, within: Fraction) -> bool:
    """Whether a formula that is no decimal itself has a value near to another."""
    last = formula.rpartition("=")[2]
    if _DECIMAL.fullmatch(last) or not re.search(r"[√π/^]|\\|[a-z]", last):
        return False
    try:
        node = parse(last.strip(" .,;:$"))
        if not letters(node) <= {"e"}:
            return False
        return abs(complex(evaluate(node, {})) - complex(value)) <= within
    except (Unreadable, RecursionError):
        return False
