"""The number that a LaTeX expression writes, as far as VLMEvalKit's test for equality gets.

The peer hands the text to latex2sympy2_extended 1.11 and evaluates what that prints as Python: square roots, pi,
letters, functions, sets and intervals then name what Python does not know. What is left is read here: numbers with
`+ - * / ^`, fractions, other roots, percent, degrees, brackets and one box. An integer before a positive rational is a
mixed number with it, as in `1\\frac{1}{2}`, also where that is odd: `2(3)` is 5.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from fractions import Fraction

TEXT_LIMIT = 256
EXPONENT_LIMIT = 64
BASE_LIMIT = 10**30
BOX = re.compile(r"\\f?box(?:ed)?\s*\{")
SPACES = re.compile(r"\\(?:[,;:! ]|quad|qquad|displaystyle|left|right)|\\?\$|\\[()]|[\"']|\s+")
DEGREES = re.compile(r"\^\s*(?:\\circ|\{\s*\\circ\s*\})")
STYLES = re.compile(r"\\(?:text|mbox|mathbf|mathrm|mathit|textbf)\s*\{\s*([\d.]+)\s*\}")
SYMBOL = re.compile(
    r"\\(?:text|mbox|mathbf|mathrm|mathit|textbf)\s*\{\s*([a-z])\s*\}|\+?\s*([a-z])|\(\s*([a-z])\s*\)|\[\s*([a-z])\s*\]"
)
TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d*\.\d+|\d+)|(?P<fraction>\\[dtc]?frac)|(?P<root>\\sqrt)"
    r"|(?P<times>\*|\\cdot|\\times)|(?P<divide>/|:|\\div|\\over)"
    r"|(?P<percent>\\?%)|(?P<mark>[-+^(){}\[\]])|(?P<space>\s+)",
    re.ASCII,  # full-width digits are no number
)


class _NoNumberError(ValueError):
    """The text writes no number."""


@dataclass(frozen=True)
class _Value:
    number: Fraction | float
    plain: bool = True  # a lone rational, which makes a mixed number with the integer before it

    @property
    def integer(self) -> bool:
        return self.plain and isinstance(self.number, Fraction) and self.number.denominator == 1


def number_of(text: str) -> float | None:
    """Return the number that a LaTeX text writes, None if it writes something else or nothing that can be read."""
    if len(text) > TEXT_LIMIT:
        return None
    try:
        return float(_Reader(_tokens(_prepared(text))).read().number)
    except (ValueError, ArithmeticError, RecursionError):
        return None


def symbol_of(text: str) -> str | None:
    """Return the small letter that is all that a LaTeX text writes, also in a style, brackets or a box."""
    if len(text) > TEXT_LIMIT:
        return None
    try:
        found = SYMBOL.fullmatch(_prepared(text).strip())
    except _NoNumberError:
        return None
    return next(filter(None, found.groups())) if found else None


def _prepared(text: str) -> str:
    """Drop what does not count: a box around the answer with all outside it, dollars, spacing, degrees, styles."""
    while (box := BOX.search(text)) is not None:
        end, depth = box.end(), 1
        while end < len(text) and depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        if depth:
            raise _NoNumberError(text)
        text = text[box.end() : end - 1]
    text = DEGREES.sub(" ", text.replace("\u2212", "-").replace("{,}", ","))
    return STYLES.sub(r"\1", SPACES.sub(" ", text))


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place = [], 0
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise _NoNumberError(text)
        if match.lastgroup != "space":
            found.append((match.group() if match.lastgroup == "mark" else match.lastgroup, match.group()))
        place = match.end()
    return found


class _Reader:
    """Recursive descent over the tokens; sums, products, signed and adjoined factors, powers, atoms."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.place = 0

    def read(self) -> _Value:
        value = self._sum()
        if self.place < len(self.tokens):
            raise _NoNumberError("trailing text")
        return value

    def _next(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def _take(self, kind: str) -> str:
        if self._next() != kind:
            raise _NoNumberError(f"{kind} expected")
        self.place += 1
        return self.tokens[self.place - 1][1]

    def _sum(self) -> _Value:
        value = self._product()
        while self._next() in ("+", "-"):
            sign = 1 if self._take(self._next()) == "+" else -1
            value = _Value(value.number + sign * self._product().number, plain=False)
        return value

    def _product(self) -> _Value:
        value = self._signed()
        while self._next() in ("times", "divide"):
            kind = self._next()
            self._take(kind)
            other = self._signed()
            whole = value.integer and other.integer and kind == "divide"
            number = value.number * other.number if kind == "times" else value.number / other.number
            value = _Value(number, plain=whole)
        return value

    def _signed(self) -> _Value:
        sign = 1
        while self._next() in ("+", "-"):
            sign *= 1 if self._take(self._next()) == "+" else -1
        value = self._adjoined()
        return _Value(sign * value.number, value.plain)

    def _adjoined(self) -> _Value:
        value = self._power()
        while self._next() in ("number", "fraction", "root", "(", "["):
            other = self._power()
            if value.integer and other.plain and isinstance(other.number, Fraction) and other.number > 0:
                value = _Value(value.number + other.number)
            else:
                value = _Value(value.number * other.number, plain=False)
        return value

    def _power(self) -> _Value:
        value = self._atom()
        while self._next() == "^":
            self._take("^")
            value = _raised(value, self._group() if self._next() == "{" else _number(self._take("number")))
        return value

    def _atom(self) -> _Value:
        kind = self._next()
        if kind == "number":
            return self._literal()
        if kind == "fraction":
            self._take(kind)
            above, below = self._group(), self._group()
            return _Value(above.number / below.number, plain=above.integer and below.integer)
        if kind == "root":
            self._take(kind)
            self._take("[")
            index = self._sum()
            self._take("]")
            return replace(_raised(self._group(), _Value(1 / index.number)), plain=False)
        if kind in ("(", "["):
            self._take(kind)
            value = self._sum()
            self._take(")" if kind == "(" else "]")
            return value
        raise _NoNumberError(kind)

    def _literal(self) -> _Value:
        value = _number(self._take("number").replace(",", ""))
        if self._next() != "percent":
            return value
        self._take("percent")
        if self._next() == "percent":
            raise _NoNumberError("two percent signs")
        return _Value(value.number / 100, plain=False)

    def _group(self) -> _Value:
        self._take("{")
        value = self._sum()
        self._take("}")
        return value


def _number(text: str) -> _Value:
    return _Value(float(text) if "." in text else Fraction(text))


def _raised(base: _Value, exponent: _Value) -> _Value:
    """Raise; halves in the exponent are printed as `sqrt`, a name that Python does not know."""
    if abs(float(exponent.number)) > EXPONENT_LIMIT or abs(float(base.number)) > BASE_LIMIT:
        raise _NoNumberError("power too large")
    if isinstance(exponent.number, Fraction) and exponent.number.denominator == 1:
        whole = int(exponent.number)
        power = base.number**whole if isinstance(base.number, Fraction) else math.pow(base.number, whole)
        return _Value(power, plain=whole < 0)
    if float(base.number) < 0 or (isinstance(exponent.number, Fraction) and exponent.number.denominator == 2):
        raise _NoNumberError("root")
    return _Value(math.pow(base.number, exponent.number), plain=False)
