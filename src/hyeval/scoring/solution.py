r"""What an expression answer can be, and when two of them say the same.

A value, a set of values, an ordered tuple, named values, a union of intervals, an equation, or a word such as "no
solution". The notation does not matter: x = ±3 is {−3, 3}, y ≥ 0 is [0, ∞), x = 1, y = 2 is (1, 2).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, pairwise
from math import inf

from hyeval.scoring.formula import FUNCTIONS, LENGTH, Node, Unreadable, parse, plain
from hyeval.scoring.formula_value import Number, close, evaluate, letters, proportional, same

_WORDS = (
    ("none", re.compile(r"\b(?:no|not any|zero)\s+(?:real\s+)?solutions?\b|\binconsistent\b|\\emptyset|\\varnothing|"
                        r"∅|无解|\bempty set\b|\bno (?:such )?(?:x|value)", re.I)),
    ("infinite", re.compile(r"\binfinite(?:ly many)?\b(?: solutions)?", re.I)),
    ("reals", re.compile(r"\ball real (?:numbers|values)\b(?!.*[<>≤≥])|\ball reals\b|^\s*(?:x\s*∈\s*)?(?:ℝ|R|"
                         r"\\mathbb\s*\{?R\}?)\s*$", re.I)),
    ("undefined", re.compile(
        r"\b(?:undefined|(?:does not|doesn['’]t) exist|DNE|diverge(?:s|nt)?|(?:does not|doesn['’]t|fails to) converge|"
        r"no (?:finite |real |defined )?(?:limit|sum|slope|value|inverse|derivative))\b", re.I)),
)  # fmt: skip
_IMPLIES = re.compile(r"⇒|⟹|⇔|∴|\\(?:Rightarrow|Longrightarrow|implies|iff|Leftrightarrow|therefore)(?![a-zA-Z])")
_ARROW = re.compile(r"→|=>|->|\\(?:to|rightarrow)(?![a-zA-Z])")
_ABOUT = re.compile(r"≈|≃|\\(?:approx|simeq)(?![a-zA-Z])")
_UNEQUAL = re.compile(r"[a-zA-Z]\s*(?:≠|\\neq?(?![a-zA-Z])|!=)\s*")
_EQUATED = re.compile(r"(?<![A-Za-z\\])[a-z]\s*=\s*")
_EXCEPT = re.compile(
    r"(?:\\mathbb\s*\{?R\}?|ℝ|(?-i:\bR\b)|\ball real (?:numbers|values)\b|\ball reals\b)"
    r"(?:(?:\s+of)?\s+[a-z]\b)?\s*,?\s*"
    r"(?:\\setminus|\\backslash|\\(?![a-z])|∖|\bexcept(?:\s+for)?|\bother than|\bexcluding|\bwithout|\bbut not|"
    rf"(?:\b(?:with|where|such that)\b|,)?\s*(?={_UNEQUAL.pattern}))\s*"
    r"(?:\\\{|\{)?(?P<values>.+?)(?:\\\}|\})?[\s.$)\]]*$",
    re.IGNORECASE | re.DOTALL,
)
_MATRIX = re.compile(
    r"\\begin\{(?P<kind>[pbB]?matrix|array)\}(?:\{[lcr|]+\})?(?P<cells>.+?)\\end\{(?P=kind)\}", re.DOTALL
)
_RESULT = re.compile(r"\s*(?:\\right\s*[|)\].]\s*)?=(?P<value>[^&]+)$")
"""What comes of a matrix, as its determinant."""
_ROW_END = re.compile(r"\\\\(?:\[[^\]]*\])?|\\cr\b")
_NESTED = re.compile(r"\[\s*(\[[^\[\]]+\](?:\s*,\s*\[[^\[\]]+\])*)\s*\]|\(\s*(\([^()]+\)(?:\s*,\s*\([^()]+\))+)\s*\)")
_ANY_WHOLE = re.compile(
    r"[,;(]?\s*(?:where|with|for)?\s*[kn]\s*(?:∈|\\in)\s*(?:\\mathbb\s*\{?Z\}?|\\Z|ℤ|Z)\s*\)?[\s.$]*$", re.IGNORECASE
)
"""What says that the letter of a general solution stands for any whole number."""
_RATIO = re.compile(r"(?<![\d:.])(\d+(?:\.\d+)?)\s*[:∶]\s*(\d+(?:\.\d+)?)(?![\d:])")
_TEXT = re.compile(r"\\(?:text(?:bf|it|rm|sf)?|mathrm|mbox|operatorname|mathbf|textnormal)\s*\{([^{}]*)\}")
_UNIT = re.compile(
    r"(?<=[\d})πx\]°%])\s*(?:square\s+|cubic\s+|sq\.?\s+)?(?:mm|cm|dm|km|m|inch(?:es)?|feet|ft|metres?|meters?|"
    r"centimet(?:re|er)s?|units?|kg|g|s|h|radians?|rad|degrees?|litres?|liters?|dollars?|cubes?)"
    r"\s*(?:\^\s*\{?[23]\}?|squared|cubed)?\s*\.?\s*$"
)
_RELATION = re.compile(r"\\(?:leqslant|geqslant|leq|geq|le|ge|lt|gt)(?![a-zA-Z])|<=|>=|≤|≥|⩽|⩾|<|>")
_NAMES = {
    "leq": "≤",
    "le": "≤",
    "leqslant": "≤",
    "geq": "≥",
    "ge": "≥",
    "geqslant": "≥",
    "lt": "<",
    "gt": ">",
    "<=": "≤",
    ">=": "≥",
    "⩽": "≤",
    "⩾": "≥",
}
_NAME = re.compile(
    r"^\s*(?:[A-Za-zα-ω](?:_?\{?\w{1,4}\}?)?'*(?:\s*\(\s*[A-Za-z]\s*\))?|"
    r"(?:\\angle|∠|m\s*\\angle|m∠)\s*\w{1,4}|"
    r"\\?(?:alpha|beta|theta|lambda|phi)|"
    r"\|?[A-Z]{1,3}\|?|\\overline\{[A-Z]{2}\}|\\?det\s*\(?\s*[A-Za-z]?\s*\)?|"
    r"[A-Z]'?\s*\(?\s*[A-Za-z]\s*\)?|[f-hF-H]'*\s*\(\s*-?\d+\s*\)|[A-Za-z]\s*\^\s*\{?\s*-\s*1\s*\}?\s*\(\s*[A-Za-z]\s*\)|"
    r"\\?frac\{dy?\}\{dx\}(?:.*)|dy\s*/\s*dx|P\s*\([^()]*\)|\\?int.*|∫.*|"
    r"\(\s*[a-z]\s*,\s*[a-z](?:\s*,\s*[a-z])?\s*\)|[A-Za-z]+(?:\s+[A-Za-z]+)*|\\sin.*|sin.*|slope)\s*$"
)
_MEMBER = re.compile(r"^\s*[A-Za-z]\s*(?:\\in|∈)\s*")
_SUCH_THAT = re.compile(
    r"\s*\\?\{\s*[A-Za-z]\s*(?:(?:∈|\\in(?![a-z]))\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\R\b|ℝ|R)\s*)?"
    r"(?:\||\\mid(?![a-z])|\\vert(?![a-z])|:)\s*(?P<what>.+?)\s*\\?\}[\s.]*"
)
"""A set by what holds of its members: "{y | y ≥ 0}"."""
_POINT = re.compile(r"^[A-Z]\s*(\([^()]*[,;][^()]*\))$")
_BAR = re.compile(r"\\mid(?![a-z])")
_CONNECTIVE = re.compile(r"\s+(?:or|and|oder|und)\s+|\\(?:lor|land|vee|wedge)\b|或者?|和|\\cup|∪|\bU\b")
_AND = re.compile(r"\s+and\s+")
_OPEN, _CLOSE = "([{", ")]}"


@dataclass(frozen=True)
class Interval:
    """An interval of the real line; `low` and `high` may be infinite."""

    low: Number
    high: Number
    with_low: bool
    with_high: bool


@dataclass(frozen=True)
class Solution:
    """One answer; exactly one of the parts is filled."""

    values: tuple[Node, ...] = ()
    named: tuple[tuple[str, Node], ...] = ()
    ordered: tuple[Node, ...] = ()
    intervals: tuple[Interval, ...] = ()
    rows: tuple[tuple[Node, ...], ...] = ()
    equation: Node | None = None
    word: str | None = None


def solution(text: str) -> Solution:
    """Read an answer; `Unreadable` if it is none."""
    if len(text) > 4 * LENGTH:
        raise Unreadable("too long")
    text = _concluded(text)
    members = _SUCH_THAT.fullmatch(text)
    text = _BAR.sub(" | ", members["what"] if members else text)
    special = _matrix(text) or _all_but(text)
    if special is not None:
        return special
    for name, pattern in _WORDS:
        if pattern.search(text):
            return Solution(word=name)
    text = _cleaned(text)
    if not text:
        raise Unreadable("empty")
    if "±" in text or "∓" in text:
        return _merged(
            [
                _single(_CONNECTIVE.split(text.replace("±", upper).replace("∓", lower)))
                for upper, lower in (("+", "-"), ("-", "+"))
            ]
        )
    return _single(_CONNECTIVE.split(text))


def equal(one: Solution, other: Solution) -> bool:
    """Whether two answers say the same."""
    if one.word or other.word:
        return (one.word or _whole_line(one)) == (other.word or _whole_line(other))
    if one.equation is not None and other.equation is not None:
        return proportional(one.equation, other.equation)
    if one.equation is not None or other.equation is not None:
        return _equation_of(one, other) or _equation_of(other, one)
    if one.rows and other.rows:
        return [len(row) for row in one.rows] == [len(row) for row in other.rows] and all(
            same(a, b) for a, b in zip(chain(*one.rows), chain(*other.rows), strict=True)
        )
    if one.intervals and other.intervals:
        return _same_intervals(one.intervals, other.intervals)
    if (
        one.named
        and other.named
        and len(one.named) == len(other.named)
        and [n for n, _ in one.named] == [n for n, _ in other.named]
    ):
        return all(same(a, b) for (_, a), (_, b) in zip(one.named, other.named, strict=True))
    if one.values and other.values:
        return _same_sets(one.values, other.values)
    first, second = _sequence(one), _sequence(other)
    return len(first) == len(second) > 0 and all(same(a, b) for a, b in zip(first, second, strict=True))


def _concluded(text: str) -> str:
    """What the last step arrives at, without an approximation of it: "… ⇒ x = 2√3 ≈ 3.46" says x = 2√3."""
    text = _IMPLIES.split(text)[-1]
    parts = _AND.split(text) if "=" in text else [text]
    if len(parts) > 1 and _are_steps(parts):
        text = parts[-1]
    first, *steps = _ARROW.split(text)
    if steps and "lim" not in text and all("=" in step or _RELATION.search(step) for step in (first, steps[-1])):
        text = steps[-1]
    exact, *rounded = _ABOUT.split(text)
    only_name = "=" not in exact and _NAME.match(exact.strip(" $\\(["))
    return rounded[0] if rounded and only_name else exact


def _matrix(text: str) -> Solution | None:
    """A matrix in LaTeX, perhaps with a factor before it, or as a list of rows; None for any other text."""
    found = _MATRIX.search(text)
    if found is None:
        return _nested_rows(text.rpartition("=")[2].strip(" $.\n"))
    result = _RESULT.match(text, found.end())
    if result is not None:
        return solution(result["value"])
    if text[found.end() :].strip(" $.\n\\)]"):
        raise Unreadable("something follows the matrix")
    rows = [row for row in _ROW_END.split(found.group("cells")) if row.strip()]
    cells = tuple(tuple(parse(cell) for cell in row.split("&")) for row in rows)
    factor = text[: found.start()].rpartition("=")[2].strip(" $\n").removeprefix("\\[").removeprefix("\\(").strip()
    if not factor:
        return Solution(rows=cells)
    scalar = parse("-1" if factor == "-" else factor)
    return Solution(rows=tuple(tuple(("*", scalar, cell) for cell in row) for row in cells))


def _nested_rows(text: str) -> Solution | None:
    """A matrix as a list of lists: "[[1, 2], [0, 3]]"."""
    nested = _NESTED.fullmatch(text)
    if nested is None:
        return None
    rows = [row.strip(" [](),") for row in re.split(r"[\])]\s*,", nested.group(1) or nested.group(2))]
    return Solution(rows=tuple(tuple(parse(cell) for cell in row.split(",")) for row in rows))


def _all_but(text: str) -> Solution | None:
    """All real numbers but some, as the intervals between these; None for any other text."""
    found = _EXCEPT.search(text)
    values = found.group("values") if found else text.strip(" $\\([")
    if found is None and not _UNEQUAL.match(values):
        return None
    parts = re.split(r"\band\b|\bor\b|,", _EQUATED.sub(" ", _UNEQUAL.sub(" ", values)).replace("\\pm", "±"))
    texts = {_cleaned(part.replace("±", sign)) for part in parts for sign in ("+", "-") if part.strip(" $\\()[]")}
    points = sorted({evaluate(parse(one), {}) for one in texts}, key=lambda point: complex(point).real)
    infinity = complex(float("inf"))
    return Solution(intervals=tuple(Interval(*ends, False, False) for ends in pairwise([-infinity, *points, infinity])))


def _cleaned(text: str) -> str:
    if "\\begin{cases}" in text:
        text = re.sub(r"\\begin\{cases\}|\\end\{cases\}", " ", text).replace("\\\\", ", ").replace("&", "")
    text = re.sub(r"\(([^()|]+)\|([^()|]+)\)", r"(\1,\2)", text)
    text = re.sub(r"\\langle|⟨", "(", re.sub(r"\\rangle|⟩", ")", text))
    text = _RATIO.sub(r"(\1)/(\2)", _ANY_WHOLE.sub("", text))
    text = _TEXT.sub(lambda match: f" {match.group(1)} ", text)
    text = re.sub(r"\\boxed|\\fbox", "", text).replace("...", "…")
    text = re.sub(r"\\\[|\\\]|\\\(|\\\)|\$", " ", text).strip().rstrip(".,;。 ")
    text = re.sub(r"\\\{", " {", text).replace("\\}", "} ")
    text = re.sub(
        r"(?<![(\[{\d,])(?<!\d )(\d{1,3}(?:,\d{3})+)(?![\d,])", lambda match: match.group().replace(",", ""), text
    )
    text = _UNIT.sub("", plain(text)).strip()
    return re.sub(
        r"^(?:[A-Za-z]{2,}\s+)+(?=[-\d(\\√π])(?<!sin )(?<!cos )(?<!tan )(?<!ln )(?<!log )(?<!sqrt )", "", text
    )


def _single(parts: Sequence[str]) -> Solution:
    """Read the parts that "or", "and" and ∪ join."""
    parts = [part for part in parts if part.strip(" ,")]
    found = [part for joined in parts for part in _of_part(joined.strip(" ,"), alone=len(parts) == 1)]
    if len(found) == 1:
        return found[0]
    if all(len(one.ordered) == 2 for one in found):
        found = [_as_interval(one) for one in found]
    return _merged(found)


def _merged(found: Sequence[Solution]) -> Solution:
    if any(one.intervals for one in found):
        found = [_as_interval(one) for one in found]
    if found and all(one.intervals for one in found):
        if _is_range(found):
            return Solution(intervals=(_intersection([one.intervals[0] for one in found]),))
        return Solution(intervals=tuple(interval for one in found for interval in one.intervals))
    names = [one.named[0][0] for one in found if len(one.named) == 1]
    if found and len(names) == len(found) and len(set(names)) == len(names) > 1:
        return Solution(named=tuple(sorted((one.named[0] for one in found), key=lambda pair: pair[0])))
    values = [value for one in found for value in (one.values or tuple(node for _, node in one.named))]
    if not found or not all(one.values or len(one.named) == 1 for one in found):
        raise Unreadable("parts that do not belong together")
    return Solution(values=tuple(values))


def _as_interval(one: Solution) -> Solution:
    """A pair in round brackets as the open interval that it is beside other intervals."""
    if len(one.ordered) != 2:
        return one
    low, high = (evaluate(node, {}) for node in one.ordered)
    return Solution(intervals=(Interval(low, high, False, False),))


def _is_range(found: Sequence[Solution]) -> bool:
    """ "x > -1, x < 4" is one interval: half lines that overlap."""
    lines = [one.intervals[0] for one in found]
    if len(lines) != 2:
        return False
    low, high = sorted(lines, key=lambda line: _infinite(line.low))
    return (
        not _infinite(low.low)
        and _infinite(low.high)
        and _infinite(high.low)
        and not _infinite(high.high)
        and complex(low.low).real < complex(high.high).real
    )


def _intersection(lines: Sequence[Interval]) -> Interval:
    low, high = sorted(lines, key=lambda line: _infinite(line.low))
    return Interval(low.low, high.high, low.with_low, high.with_high)


def _of_part(text: str, alone: bool) -> list[Solution]:
    text = _MEMBER.sub("", text)
    if text[-1:] in _CLOSE:
        text = _POINT.sub(r"\1", text)
    if _RELATION.search(text):
        return [_inequality(part) for part in _split(text, ",")]
    pieces = [piece for piece in _split(text, ",;") if piece.strip()]
    if len(pieces) > 1:
        return [_assigned(piece) for piece in (pieces[-1:] if _are_steps(pieces) else pieces)]
    if "=" in text:
        return [_assigned(text)]
    return [_bracketed(text, alone) or Solution(values=(parse(text),))]


def _are_steps(pieces: Sequence[str]) -> bool:
    """Whether the last of some equations solves those before it: "2x = 6, x = 3", "r = 3, A = π · 9 = 9π"."""
    name = re.match(r"\s*([a-z])\s*=", pieces[-1])
    steps = [re.match(r"\s*(?=\d|[a-z]\s*\^)\d*\s*\*?\s*([a-z])\s*(?:\^\{?\d\}?)?\s*=", piece) for piece in pieces[:-1]]
    given = [re.match(r"\s*[a-z]\s*=[^=]*$", piece) for piece in pieces[:-1]]
    if re.match(r"\s*[A-Z]\s*=[^=]*=", pieces[-1]) and all(given):
        return True
    return name is not None and any(step is not None and step.group(1) == name.group(1) for step in steps)


def _assigned(text: str) -> Solution:
    """A value with or without a name: "x = 3", "3", "A = πr² = 9π"; an equation if the left side is no name."""
    sides = [side.strip() for side in text.split("=")]
    if len(sides) == 1:
        return _bracketed(text, True) or Solution(values=(parse(text),))
    if not sides[-1]:
        raise Unreadable("nothing behind the equals sign")
    if _NAME.match(sides[0]) or len(sides) > 2 or _is_constant(sides[0]):
        right = _bracketed(sides[-1], True)
        if right is not None:
            return right
        node = parse(sides[-1])
        return (
            Solution(named=((sides[0].strip(), node),))
            if re.fullmatch(r"[A-Za-z]", sides[0])
            else Solution(values=(node,))
        )
    right = _bracketed(sides[1], True)
    if right is not None:
        return right
    left, result = _left_side(sides[0]), parse(sides[1])
    if left is None or same(left, result) or (left[0] in FUNCTIONS and not letters(result)):
        return Solution(values=(result,))
    return Solution(equation=("-", left, result))


def _left_side(text: str) -> Node | None:
    """The left side of an equation; None for one that only names what is worked out, such as a limit."""
    try:
        return parse(text)
    except Unreadable:
        return None


def _is_constant(text: str) -> bool:
    try:
        return not letters(parse(text))
    except Unreadable:
        return False


def _bracketed(text: str, alone: bool) -> Solution | None:
    """A set {…}, or a tuple or interval; None if the text is no such bracket."""
    text = text.strip()
    if not alone and not text.startswith(tuple("([")):
        return None
    if len(text) < 3 or text[0] not in _OPEN + "]" or text[-1] not in _CLOSE + "[" or not _encloses(text):
        return None
    pieces = _split(text[1:-1], ",;")
    if text[0] == "{":
        return _merged([_assigned(piece) for piece in pieces])
    if len(pieces) < 2:
        return None
    nodes = [parse(piece.split("=")[-1]) for piece in pieces]
    if len(nodes) == 2 and (text[0] != "(" or text[-1] != ")" or any("∞" in piece for piece in pieces)):
        return Solution(
            intervals=(Interval(evaluate(nodes[0], {}), evaluate(nodes[1], {}), text[0] == "[", text[-1] == "]"),)
        )
    return Solution(ordered=tuple(nodes))


def _encloses(text: str) -> bool:
    """Whether the first bracket closes at the end only."""
    depth = 0
    for position, character in enumerate(text):
        depth += (character in _OPEN) - (character in _CLOSE)
        if depth <= 0 and position < len(text) - 1 and text[0] in _OPEN:
            return False
    return True


def _split(text: str, separators: str) -> list[str]:
    """Split at separators outside brackets."""
    depth, start, found = 0, 0, []
    for position, character in enumerate(text):
        depth += (character in _OPEN) - (character in _CLOSE)
        if depth == 0 and character in separators:
            found.append(text[start:position])
            start = position + 1
    return [*found, text[start:]]


def _inequality(text: str) -> Solution:
    """Read "y ≥ 0", "-1 < x < 4" or "4 > x > -1" as an interval."""
    signs = [_NAMES.get(sign.group().lstrip("\\"), sign.group()) for sign in _RELATION.finditer(text)]
    sides = [side.strip() for side in _RELATION.split(text)]
    if len(signs) == 2 and signs[0] in ">≥":
        sides, signs = sides[::-1], [{">": "<", "≥": "≤"}.get(sign, sign) for sign in reversed(signs)]
    if len(signs) == 2:
        low, high = (evaluate(parse(side), {}) for side in (sides[0], sides[2]))
        return Solution(intervals=(Interval(low, high, signs[0] == "≤", signs[1] == "≤"),))
    if len(signs) != 1:
        raise Unreadable("no inequality")
    turned = bool(letters(parse(sides[1]))) and not letters(parse(sides[0]))
    sign = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}[signs[0]] if turned else signs[0]
    bound = evaluate(parse(sides[0] if turned else sides[1]), {})
    infinity = complex(float("inf"))
    side = parse(sides[1] if turned else sides[0])
    if side[0] == "abs" and side[1][0] == "letter" and sign in "<≤" and complex(bound).real > 0:
        return Solution(intervals=(Interval(-bound, bound, sign == "≤", sign == "≤"),))
    if sign in ">≥":
        return Solution(intervals=(Interval(bound, infinity, sign == "≥", False),))
    return Solution(intervals=(Interval(-infinity, bound, False, sign == "≤"),))


def _sequence(one: Solution) -> tuple[Node, ...]:
    """An answer as an ordered list: a tuple, named values by name, an open interval, or a single value."""
    if one.named:
        return tuple(node for _, node in one.named)
    if len(one.intervals) == 1 and not one.intervals[0].with_low and not one.intervals[0].with_high:
        interval = one.intervals[0]
        return tuple(_node(bound) for bound in (interval.low, interval.high))
    if one.rows and (len(one.rows) == 1 or all(len(row) == 1 for row in one.rows)):
        return tuple(chain(*one.rows))
    return one.ordered or (one.values if len(one.values) == 1 else ())


def _node(bound: Number) -> Node:
    return ("number", bound) if isinstance(bound, Fraction) else ("^", ("number", bound), ("number", Fraction(1)))


def _equation_of(one: Solution, other: Solution) -> bool:
    """Whether an equation says what "y = …" says."""
    if one.equation is None or len(other.named) != 1:
        return False
    name, node = other.named[0]
    if not letters(node):
        return False  # "2x = 5" is not solved for x
    return proportional(one.equation, ("-", ("letter", name), node))


def _same_sets(first: Sequence[Node], second: Sequence[Node]) -> bool:
    return all(any(same(a, b) for b in second) for a in first) and all(any(same(a, b) for a in first) for b in second)


def _whole_line(one: Solution) -> str | None:
    """The word for an interval without ends."""
    return "reals" if [(part.low, part.high) for part in one.intervals] == [(-inf, inf)] else None


def _same_intervals(first: Sequence[Interval], second: Sequence[Interval]) -> bool:
    if len(first) != len(second):
        return False
    pairs = zip(sorted(first, key=_low), sorted(second, key=_low), strict=True)
    return all(
        close(a.low, b.low) and close(a.high, b.high) and (a.with_low, a.with_high) == (b.with_low, b.with_high)
        for a, b in pairs
    )


def _low(interval: Interval) -> float:
    return complex(interval.low).real


def _infinite(bound: Number) -> bool:
    return not isinstance(bound, Fraction) and abs(bound) == float("inf")
