r"""The number that a LaTeX expression is for MATH-Vision, whose check evaluates what latex2sympy2 makes of it.

This reads the same language and nothing else: no call of `eval`, no symbol algebra, bounded in length, depth and size.
What a reader may not expect of that language: mixed numbers are products (`2\frac{1}{3}` is two thirds), an implied
product binds closer than `/`, `\log` is to base 10, angles are radians, `\frac12`, `\ln`, `|x|`, `e` without an
exponent and every other letter have no value, `x = 3` is 3, and what follows a complete expression after a closing
bracket or a full stop is ignored. A minus before a division by a decimal, which is printed without its brackets there
and so evaluated wrongly, is right here.

Source: latex2sympy2 1.9.1 under lmms-eval at 75571cfe, tasks/mathvision/eval_utils.py.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction

Number = int | float
"""As in Python: a quotient is a float, also where it is whole. The check prints numbers, so the kind shows."""

_LONGEST = 1000
_DEEPEST = 40
_MOST_BITS = 20_000
_LARGEST_FACTORIAL = 1000

_BLANK = re.compile(r"\\displaystyle|\\quad|\\qquad|\\,|~|\$")
_TOKEN = re.compile(
    r"""(?P<skip>[ \t\r\n]+|\\(?:left|right)(?![a-zA-Z]))
    |(?P<number>(?:[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|\.[0-9]+)(?:\\%)?)
    |(?P<word>\\[a-zA-Z]+|\\[{}%\\]|[a-zA-Z])
    |(?P<sign>[-+*/:^_!(){}\[\]=<>&'.])""",
    re.VERBOSE,
)
_UNREADABLE = "\0"
"""Stands for what begins where the text has no token; an expression that is complete before is read all the same."""
_SYMBOL = r"(?:[a-df-zA-HJ-Z]|\\(?!pi\b|[a-zA-Z]*sqrt|frac)[a-zA-Z]+)(?:_(?:\w|\{\w+\}))?'?"
_SYMBOL_IS = re.compile(rf"(?:\s*{_SYMBOL}\s*=)+(?!.*=)", re.DOTALL)
_CLOSING = {"(": ")", "[": "]", "{": "}", r"\{": r"\}"}
_TIMES, _OVER = frozenset({"*", r"\cdot", r"\times"}), frozenset({"/", ":", r"\div"})
_IGNORED_AFTER = frozenset({")", "]", "}", r"\}", "_", "^", "&", ".", r"\\"})
_CONSTANTS = {r"\pi": math.pi, r"\tau": math.tau}
_INVERSES: dict[str, Callable[[float], float]] = {"sin": math.asin, "cos": math.acos, "tan": math.atan}
_FUNCTIONS: dict[str, Callable[[float], float]] = {
    rf"\{prefix}{name}": getattr(math, f"{short}{name}")
    for prefix, short in (("", ""), ("arc", "a"))
    for name in ("sin", "cos", "tan")
} | {rf"\{name}": getattr(math, name) for name in ("sinh", "cosh", "tanh", "exp")}
_FUNCTIONS |= {
    rf"\{prefix}{name}": getattr(math, f"a{name}") for prefix in ("ar", "arc") for name in ("sinh", "cosh", "tanh")
}
_BINOMIALS = frozenset({r"\binom", r"\dbinom", r"\tbinom"})
_FRACTIONS = frozenset({r"\frac", r"\dfrac", r"\tfrac"})
_BEGINS_FACTOR = frozenset({"(", "[", "{", r"\{", r"\sqrt", r"\lfloor", r"\log", *_BINOMIALS, *_CONSTANTS, *_FUNCTIONS})


class NoValue(ValueError):
    """The text has no number in this language."""


def value(text: str) -> Number:
    """The number that a text is; raises NoValue."""
    if len(text) > _LONGEST:
        raise NoValue
    plain = _BLANK.sub(" ", text)
    assignment = _SYMBOL_IS.match(plain)
    parser = _Parser(_tokens(plain[assignment.end() :] if assignment else plain))
    try:
        return parser.whole()
    except (ArithmeticError, TypeError, ValueError) as error:  # no such root, division by zero, too large for a float
        raise NoValue from error


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            return [*found, _UNREADABLE]
        if match.lastgroup != "skip":
            found.append(match[0])
        place = match.end()
    return found


def _literal(token: str) -> Fraction:
    """A number, also one in percent; the sign of percent after a blank is no part of it."""
    number = Fraction(token.removesuffix(r"\%").replace(",", ""))
    return number / 100 if token.endswith(r"\%") else number


def _plain(number: Fraction) -> Number:
    return number.numerator if number.denominator == 1 else float(number)


def _power(base: Number, exponent: Number) -> Number:
    """Python's power, where it is real and not too large."""
    if isinstance(base, int) and isinstance(exponent, int) and abs(exponent) * base.bit_length() > _MOST_BITS:
        raise NoValue
    result = base**exponent
    if isinstance(result, complex):
        raise NoValue
    return result


class _Parser:
    """Recursive descent that computes as it reads."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0
        self._bare = False
        """Within the argument of a function without parentheses, where no other function is a factor."""

    def whole(self) -> Number:
        """The expression, or one comparison, whose truth counts as 1 or 0."""
        left = self._sum()
        compared = self._peek()
        if compared in ("<", ">", r"\le", r"\leq", r"\ge", r"\geq"):
            self._take()
            right = self._sum()
            is_less = compared in ("<", r"\le", r"\leq")
            left = int((left < right if is_less else left > right) or (left == right and compared not in "<>"))
        if self._peek() and self._peek() not in _IGNORED_AFTER:
            raise NoValue
        return left

    def _peek(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _take(self, expected: str = "") -> str:
        token = self._peek()
        if not token or (expected and token != expected):
            raise NoValue
        self._place += 1
        return token

    def _sum(self) -> Number:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NoValue
        result = self._product()
        while self._peek() in ("+", "-"):
            sign = self._take()
            result = result + self._product() if sign == "+" else result - self._product()
        self._depth -= 1
        return result

    def _product(self) -> Number:
        result = self._signed()
        while self._peek() in _TIMES or self._peek() in _OVER:
            result = result * self._signed() if self._take() in _TIMES else result / self._signed()
        return result

    def _signed(self) -> Number:
        sign = 1
        while self._peek() in ("+", "-"):
            sign = -sign if self._take() == "-" else sign
        return sign * self._juxtaposed()

    def _juxtaposed(self) -> Number:
        result = self._postfixed()
        while self._begins_factor():
            result = result * self._postfixed()
        return result

    def _begins_factor(self) -> bool:
        token = self._peek()
        if self._bare and (token in _FUNCTIONS or token in (r"\sqrt", r"\log", "e")):
            return False
        return token in _BEGINS_FACTOR or token in _FRACTIONS or token[:1].isalnum() or token[:1] == "." != token

    def _postfixed(self) -> Number:
        result = self._atom()
        while self._peek() == "^":
            self._take()
            result = _power(result, self._exponent())
        while self._peek() in ("!", "'"):
            if self._take() == "'":
                continue  # the transpose of a number
            if not isinstance(result, int) or result > _LARGEST_FACTORIAL:
                raise NoValue
            result = math.factorial(result)
        return result

    def _exponent(self) -> Number:
        """A group in braces, or one number or constant."""
        if self._peek() == "{":
            return self._bracketed()
        token = self._take()
        if token in _CONSTANTS:
            return _CONSTANTS[token]
        return self._numeral(token)

    def _bracketed(self) -> Number:
        closing = _CLOSING[self._take()]
        result = self._sum()
        self._take(closing)
        return result

    def _braced(self) -> Number:
        if self._peek() != "{":
            raise NoValue
        return self._bracketed()

    def _atom(self) -> Number:
        token = self._peek()
        if token in _CLOSING:
            return self._bracketed()
        self._take()
        if token in _CONSTANTS:
            return _CONSTANTS[token]
        if token in _FRACTIONS:
            return self._braced() / self._braced()
        if token == r"\sqrt":
            return self._root()
        if token in _BINOMIALS:
            return self._binomial()
        if token == r"\lfloor":
            result = math.floor(self._sum())
            self._take(r"\rfloor")
            return result
        if token == r"\log":
            return self._logarithm()
        if token in _FUNCTIONS:
            return self._function(token)
        if token == "e":
            return self._exponential()
        return self._numeral(token)

    def _numeral(self, token: str) -> Number:
        return _plain(_literal(token))

    def _root(self) -> Number:
        if self._peek() != "[":
            return math.sqrt(self._braced())
        degree = self._bracketed()
        radicand = self._braced()
        return math.sqrt(radicand) if degree == 2 else _power(radicand, 1 / degree)

    def _binomial(self) -> Number:
        whole, part = self._braced(), self._braced()
        if not isinstance(whole, int) or not isinstance(part, int) or whole > _LARGEST_FACTORIAL:
            raise NoValue
        return math.comb(whole, part)

    def _logarithm(self) -> Number:
        base: Number = 10
        if self._peek() == "_":
            self._take()
            base = self._exponent()
        return math.log(self._argument(), base)

    def _function(self, name: str) -> Number:
        exponent: Number = 1
        if self._peek() == "^":
            self._take()
            exponent = self._exponent()
        argument = self._argument()
        if name == r"\exp":
            return self._of_e(argument)
        if exponent == -1:
            return _INVERSES[name[1:]](argument) if name[1:] in _INVERSES else 1 / _FUNCTIONS[name](argument)
        return _power(_FUNCTIONS[name](argument), exponent)

    def _argument(self) -> Number:
        """In parentheses, else the product that follows."""
        if self._peek() == "(":
            return self._bracketed()
        outer, self._bare = self._bare, True
        result = self._product()
        self._bare = outer
        return result

    def _exponential(self) -> Number:
        self._take("^")
        return self._of_e(self._exponent())

    @staticmethod
    def _of_e(exponent: Number) -> Number:
        """A power of e; e itself has no value, as the name it is printed by means nothing to Python."""
        if exponent == 1:
            raise NoValue
        return 1 if exponent == 0 else math.exp(exponent)
