r"""Formulas in plain text and LaTeX: a small tokenizer and parser.

Nothing is handed to `eval` or to a computer algebra system: a response is hostile until shown otherwise. Length and
depth are bounded, and whatever lies beyond raises `Unreadable`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, NamedTuple

LENGTH = 400
DEPTH = 40

Node = tuple[Any, ...]


class Unreadable(ValueError):
    """The text is no formula, or one beyond the limits."""


FUNCTIONS = (
    "arcsin",
    "arccos",
    "arctan",
    "sinh",
    "cosh",
    "tanh",
    "sin",
    "cos",
    "tan",
    "cot",
    "sec",
    "csc",
    "ln",
    "log",
    "lg",
    "exp",
    "sqrt",
    "abs",
)
_GREEK = (
    "alpha",
    "beta",
    "gamma",
    "theta",
    "lambda",
    "mu",
    "phi",
    "varphi",
    "omega",
    "sigma",
    "rho",
    "tau",
    "delta",
    "epsilon",
)
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_PLAIN_SUPERSCRIPTS = str.maketrans(_SUPERSCRIPTS, "0123456789+-")
_GLYPHS = {"½": "(1/2)", "⅓": "(1/3)", "⅔": "(2/3)", "¼": "(1/4)", "¾": "(3/4)", "⅕": "(1/5)", "⅖": "(2/5)",
           "⅗": "(3/5)", "⅘": "(4/5)", "−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "∙": "*", "÷": "/", "∕": "/",
           "⁄": "/", "′": "'", "（": "(", "）": ")", "，": ",", "；": ";",
           "\u00a0": " ", "\u2009": " ", "º": "°"}  # fmt: skip
_COMMANDS = (
    (re.compile(r"\\(?:left|right|big|Big|bigg|Bigg|displaystyle|limits|mathopen|mathclose)(?![a-zA-Z])"), ""),
    (re.compile(r"\\[,;:! ]|\\q?quad\b|~|&"), " "),
    (re.compile(r"\\[dtc]frac(?![a-zA-Z])"), r"\\frac"),
    (re.compile(r"\^\s*\{?\s*\\(?:circ|degree)\s*\}?|\\degree|\\circ\b"), "°"),
    (re.compile(r"\\(?:cdot|times|ast)(?![a-zA-Z])"), "*"),
    (re.compile(r"\\div(?![a-zA-Z])"), "/"),
    (re.compile(r"\\pm(?![a-zA-Z])|\+/-|\+-"), "±"),
    (re.compile(r"\\mp(?![a-zA-Z])"), "∓"),
    (re.compile(r"\\infty(?![a-zA-Z])|\binfinity\b|\binf\b|\boo\b"), "∞"),
    (re.compile(r"\\pi(?![a-zA-Z])|\bpi\b|𝜋"), "π"),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"\\[lr]?vert(?![a-zA-Z])"), "|"),
    (re.compile(r"\{,\}"), ""),
    (re.compile(r"\*\*"), "^"),
    (re.compile(r"\bdegrees?\b|\bdeg\b"), "°"),
)
_REPEATING = (
    re.compile(r"(\d*)\.(\d*)\\(?:overline|bar|dot)\s*\{(\d+)\}"),
    re.compile(r"(\d*)\.(\d*)\((\d+)\)(?:\.\.\.|…)?"),
    re.compile(r"(\d*)\.(\d*?)(\d+?)\3{2,}(?:\.\.\.|…|\\l?dots|\\cdots)"),
    re.compile(r"(\d*)\.(\d*)(\d)\u0305"),
)
_TOKEN = re.compile(
    rf"\s*(?:(?P<number>\d+(?:\.\d+)?|\.\d+)|\\(?P<command>[a-zA-Z]+)|"
    rf"(?P<function>(?:{'|'.join(FUNCTIONS)})(?![a-zA-Z]{{3}}))|"
    rf"(?P<letter>[a-zA-Zα-ορ-ωΑ-Ω])(?P<sub>_(?:\{{[^{{}}]*\}}|\w))?'*"
    r"|(?P<sign>[-+*/^(){}\[\]|√π°%!∞,_]))"
)


class Token(NamedTuple):
    """One token: its kind and its text."""

    kind: str
    text: str


def plain(text: str) -> str:
    """Write LaTeX and Unicode forms of one sign as one character, and repeating decimals as fractions."""
    if not text.isascii():
        for glyph, character in _GLYPHS.items():
            text = text.replace(glyph, character)
        text = re.sub(rf"[{_SUPERSCRIPTS}]+", lambda run: "^{" + run.group().translate(_PLAIN_SUPERSCRIPTS) + "}", text)
    for pattern in _REPEATING if "." in text else ():
        text = pattern.sub(_repeating, text)
    for command, replacement in _COMMANDS:
        text = command.sub(replacement, text)
    return text


def _repeating(match: re.Match[str]) -> str:
    """A repeating decimal as a fraction in brackets."""
    whole, fixed, period = match.group(1) or "0", match.group(2), match.group(3)
    if len(fixed) + len(period) > 30:
        return match.group()
    value = Fraction(int(whole + fixed + period) - int(whole + fixed), (10 ** len(period) - 1) * 10 ** len(fixed))
    return f"({value.numerator}/{value.denominator})"


def tokens(text: str) -> list[Token]:
    """Break a formula into tokens."""
    if len(text) > LENGTH:
        raise Unreadable("too long")
    found, position = [], 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            raise Unreadable(f"unknown sign {text[position]!r}")
        kind = match.lastgroup or ""
        if kind == "sub":
            found.append(Token("letter", match.group("letter") + match.group("sub").strip("_{}")))
        else:
            found.append(Token(kind, match.group(kind)))
        position = match.end()
    return found


def parse(text: str) -> Node:
    """Parse one expression."""
    parser = _Parser(tokens(plain(text)))
    node = parser.sum()
    if parser.more():
        raise Unreadable("something follows the expression")
    return node


class _Parser:
    """Recursive descent over the tokens; implicit products as in 2x(x + 1)."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.position = 0
        self.depth = 0

    def more(self) -> bool:
        return self.position < len(self.tokens)

    def peek(self) -> str:
        return self.tokens[self.position].text if self.more() else ""

    def kind(self) -> str:
        return self.tokens[self.position].kind if self.more() else ""

    def take(self, expected: str = "") -> Token:
        if not self.more() or (expected and self.peek() != expected):
            raise Unreadable(f"expected {expected or 'more'}")
        self.position += 1
        return self.tokens[self.position - 1]

    def sum(self) -> Node:
        self.depth += 1
        if self.depth > DEPTH:
            raise Unreadable("too deep")
        node = self.product()
        while self.kind() == "sign" and self.peek() in "+-":
            operator = self.take().text
            node = (operator, node, self.product())
        self.depth -= 1
        return node

    def product(self) -> Node:
        node = self.signed()
        while self.more():
            if self.kind() == "sign" and self.peek() in "*/":
                operator = self.take().text
                node = (operator, node, self.signed())
            elif self._begins_factor():
                node = self._implicit(node)
            else:
                break
        return node

    def _implicit(self, node: Node) -> Node:
        """A product without a sign; a whole number before a fraction of digits is a mixed number."""
        is_fraction = self.peek() == "frac"
        factor = self.power()
        mixed = (
            is_fraction
            and node[0] == "number"
            and node[1].denominator == 1
            and factor[0] == "/"
            and factor[1][0] == factor[2][0] == "number"
        )
        return ("+" if mixed else "*", node, factor)

    def _begins_factor(self) -> bool:
        kind, text = self.kind(), self.peek()
        return kind in ("number", "letter", "function", "command") or (kind == "sign" and text in "({[√π∞")

    def signed(self) -> Node:
        negative = False
        while self.kind() == "sign" and self.peek() in "+-":
            negative ^= self.take().text == "-"
        node = self.power()
        return ("neg", node) if negative else node

    def power(self) -> Node:
        node = self._postfixed(self.atom())
        if self.kind() == "sign" and self.peek() == "^":
            self.take()
            self.depth += 1
            if self.depth > DEPTH:
                raise Unreadable("too deep")
            exponent = self._group() if self.peek() == "{" else self._bare_exponent()
            self.depth -= 1
            node = self._postfixed(("^", node, exponent))
        return node

    def _bare_exponent(self) -> Node:
        if self.kind() == "sign" and self.peek() in "+-":
            return ("neg", self._bare_exponent()) if self.take().text == "-" else self._bare_exponent()
        return self.power()

    def _postfixed(self, node: Node) -> Node:
        while self.kind() == "sign" and self.peek() in "°%!":
            node = (self.take().text, node)
        return node

    def _group(self) -> Node:
        self.take("{")
        node = self.sum()
        self.take("}")
        return node

    def atom(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return ("number", Fraction(token.text if token.text[0] != "." else "0" + token.text))
        if token.kind == "letter":
            return ("e",) if token.text == "e" else ("letter", token.text)
        if token.kind == "function":
            return self._function(token.text)
        if token.kind == "command":
            return self._command(token.text)
        if token.text in ("π", "∞"):
            return (token.text,)
        if token.text == "√":
            return ("sqrt", self.power())
        return self._bracket(token.text)

    def _bracket(self, opening: str) -> Node:
        closing = {"(": ")", "{": "}", "[": "]", "|": "|"}.get(opening)
        if closing is None:
            raise Unreadable(f"unexpected {opening}")
        node = self.sum()
        self.take(closing)
        return ("abs", node) if opening == "|" else node

    def _command(self, name: str) -> Node:
        if name == "frac":
            return ("/", self._argument(), self._argument())
        if name == "sqrt":
            return self._root()
        if name in FUNCTIONS:
            return self._function(name)
        if name in _GREEK:
            return ("letter", name)
        raise Unreadable(f"unknown command {name}")

    def _root(self) -> Node:
        if self.kind() == "sign" and self.peek() == "[":
            degree = self._bracket(self.take().text)
            return ("^", self._argument(), ("/", ("number", Fraction(1)), degree))
        return ("sqrt", self._argument())

    def _argument(self) -> Node:
        r"""A braced group, or one token as in \frac12: of a number only its first digit."""
        if self.peek() == "{":
            return self._group()
        token = self.take()
        if token.kind == "number" and len(token.text) > 1:
            self.position -= 1
            self.tokens[self.position] = Token("number", token.text[1:])
            return ("number", Fraction(token.text[0]))
        self.position -= 1
        return self.atom()

    def _function(self, name: str) -> Node:
        base = self._base() if name == "log" else None
        exponent = None
        if self.kind() == "sign" and self.peek() == "^":
            self.take()
            exponent = self._group() if self.peek() == "{" else self.atom()
        node: Node = (name, self._function_argument()) if base is None else ("logb", self._function_argument(), base)
        return node if exponent is None else ("^", node, exponent)

    def _base(self) -> Node | None:
        if self.peek() != "_":
            return None
        self.take()
        return self._argument()

    def _function_argument(self) -> Node:
        """What a function is applied to: a bracket, or a product without signs as in sin 2x."""
        if self.kind() == "sign" and self.peek() in "({|[":
            return self.power()
        node = self.signed()
        while self.kind() in ("number", "letter") or self.peek() == "π" or self.peek() in _GREEK:
            node = ("*", node, self.power())
        return node
