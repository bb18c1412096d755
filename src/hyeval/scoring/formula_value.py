"""The value of a formula, evaluated exactly and with limits, and whether two formulas have the same one.

Exponents and the size of intermediate numbers are bounded, and whatever lies beyond raises `Unreadable`. Rational
arithmetic is exact; roots, pi and functions are evaluated in double precision, and variables are set to fixed values.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Mapping
from fractions import Fraction

from hyeval.scoring.formula import Node, Unreadable

EXPONENT = 512
BITS = 8192

Number = Fraction | complex

_CONSTANTS: dict[str, Number] = {"π": complex(math.pi), "e": complex(math.e), "∞": complex(math.inf)}
_OPERATIONS = frozenset("+-*/^")
_TRIGONOMETRIC = frozenset(("sin", "cos", "tan", "cot", "sec", "csc"))
_COMPLEX = {
    "sin": cmath.sin, "cos": cmath.cos, "tan": cmath.tan, "cot": lambda x: 1 / cmath.tan(x),
    "sec": lambda x: 1 / cmath.cos(x), "csc": lambda x: 1 / cmath.sin(x), "ln": cmath.log, "log": cmath.log10,
    "lg": cmath.log10, "exp": cmath.exp, "arcsin": cmath.asin, "arccos": cmath.acos, "arctan": cmath.atan,
    "sinh": cmath.sinh, "cosh": cmath.cosh, "tanh": cmath.tanh,
}  # fmt: skip
_POINTS = (Fraction(17, 10), Fraction(-13, 7), Fraction(29, 11), Fraction(5, 13))


def letters(node: Node) -> frozenset[str]:
    """Names of the variables in an expression."""
    if node[0] == "letter":
        return frozenset((node[1],))
    return frozenset().union(*(letters(part) for part in node[1:] if isinstance(part, tuple)))


def evaluate(node: Node, values: Mapping[str, Number], in_degrees: bool = False) -> Number:
    """The value of an expression; `Unreadable` where it has none or grows beyond the limits."""
    try:
        return _bounded(_evaluated(node, values, in_degrees))
    except Unreadable:
        raise
    except (ArithmeticError, ValueError, KeyError) as error:  # KeyError: a letter that stands for nothing
        raise Unreadable("no value") from error


def _evaluated(node: Node, values: Mapping[str, Number], in_degrees: bool) -> Number:
    kind = node[0]
    if kind == "number":
        number: Fraction = node[1]
        return number
    if kind == "letter":
        return values[node[1]]
    if kind in _CONSTANTS:
        return _CONSTANTS[kind]
    if kind in _OPERATIONS:
        return _operation(kind, evaluate(node[1], values, in_degrees), evaluate(node[2], values, in_degrees))
    if kind == "°":
        value = evaluate(node[1], values, in_degrees)
        return complex(value) * math.pi / 180 if in_degrees else value
    argument = evaluate(node[1], values, in_degrees or kind in _TRIGONOMETRIC)
    if kind == "logb":
        return cmath.log(complex(argument)) / cmath.log(complex(evaluate(node[2], values)))
    return _applied(kind, argument)


def _operation(kind: str, left: Number, right: Number) -> Number:
    if kind == "^":
        return _raised(left, right)
    if not (isinstance(left, Fraction) and isinstance(right, Fraction)):
        left, right = complex(left), complex(right)
        return {"+": left + right, "-": left - right, "*": left * right}[kind] if kind != "/" else left / right
    if kind == "+":
        return left + right
    if kind == "-":
        return left - right
    return left * right if kind == "*" else left / right


def _raised(base: Number, exponent: Number) -> Number:
    if isinstance(exponent, Fraction) and abs(exponent) > EXPONENT:
        raise Unreadable("exponent beyond the limit")
    if isinstance(base, Fraction) and isinstance(exponent, Fraction):
        if exponent.denominator == 1:
            if abs(exponent) * max(base.numerator.bit_length(), base.denominator.bit_length()) > BITS:
                raise Unreadable("number beyond the limit")
            return base ** int(exponent)
        if exponent == Fraction(1, 2):
            return _square_root(base)
        if base < 0 and exponent.denominator % 2 and exponent.denominator < 100:
            root = complex(-base) ** complex(exponent)
            return -root if exponent.numerator % 2 else root
    return complex(base) ** complex(exponent)


def _square_root(value: Number) -> Number:
    if isinstance(value, Fraction) and value >= 0:
        above, below = math.isqrt(value.numerator), math.isqrt(value.denominator)
        if above * above == value.numerator and below * below == value.denominator:
            return Fraction(above, below)
    return cmath.sqrt(complex(value))


def _applied(kind: str, argument: Number) -> Number:
    if kind == "neg":
        return -argument
    if kind == "%":
        return argument / 100
    if kind == "sqrt":
        return _square_root(argument)
    if kind == "abs":
        return abs(argument) if isinstance(argument, Fraction) else complex(abs(argument))
    if kind == "!":
        if not isinstance(argument, Fraction) or argument.denominator != 1 or not 0 <= argument <= 170:
            raise Unreadable("factorial beyond the limit")
        return Fraction(math.factorial(int(argument)))
    return complex(_COMPLEX[kind](complex(argument)))


def _bounded(value: Number) -> Number:
    if isinstance(value, Fraction) and max(value.numerator.bit_length(), value.denominator.bit_length()) > BITS:
        raise Unreadable("number beyond the limit")
    return value


def same(one: Node, other: Node) -> bool:
    """Whether two expressions have one value wherever their variables are set to fixed test values."""
    names = sorted(letters(one) | letters(other))
    checked = 0
    for number, point in enumerate(_POINTS if names else _POINTS[:1]):
        values = _test_values(names, point, number)
        try:
            first, second = evaluate(one, values), evaluate(other, values)
        except Unreadable:
            continue
        if not close(first, second):
            return False
        checked += 1
    return checked > 0


def proportional(one: Node, other: Node) -> bool:
    """Whether two expressions differ by a constant factor: equations that say the same."""
    names = sorted(letters(one) | letters(other))
    ratio: complex | None = None
    for number, point in enumerate(_POINTS):
        values = _test_values(names, point, number)
        try:
            first, second = complex(evaluate(one, values)), complex(evaluate(other, values))
        except Unreadable:
            return False
        if abs(second) < 1e-12 or abs(first) < 1e-12:
            return False
        if ratio is not None and not close(first / second, ratio):
            return False
        ratio = first / second
    return ratio is not None


def _test_values(names: list[str], point: Fraction, number: int) -> dict[str, Number]:
    """A value for each variable, others at every point."""
    return {name: point + Fraction(place * (number + 2), 3) for place, name in enumerate(names)}


def close(one: Number, other: Number) -> bool:
    """Equal if both are exact, else equal but for rounding."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one == other
    try:
        first, second = complex(one), complex(other)
    except OverflowError:
        return False
    if cmath.isinf(first) or cmath.isinf(second):
        return first == second
    return abs(first - second) <= 1e-10 * max(1.0, abs(first), abs(second))
