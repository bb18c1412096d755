"""Lists and arithmetic that the peer reads with Python's `eval`, read without running anything."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

TEXT_LIMIT = 256
"""A longer text is no number that anybody writes as an answer."""
LIST_LIMIT = 1 << 20
EXPONENT_LIMIT = 64
SIZE_LIMIT = 10**30
"""Operands beyond it are not raised, shifted or multiplied further: `9**9**9**9` would not end."""

Number = int | float | complex
_FAILURES = (SyntaxError, ValueError, TypeError, ArithmeticError, MemoryError, RecursionError)
_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.BitXor: operator.xor,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
}
_UNARY: dict[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Invert: operator.invert,
}


def list_of(value: Any) -> list[Any]:
    """Return the list that a cell holds or that its text writes in Python; any other cell is a list of itself.

    Elements may be arithmetic, so that `[2010-2015]` holds -5; this is a defect of the peer.
    """
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, str) and value.lstrip().startswith("[") and len(value) < LIST_LIMIT:
        try:
            read = ast.parse(value.strip(), mode="eval").body
            return [_element(node) for node in read.elts] if isinstance(read, ast.List) else [value]
        except _FAILURES:
            return [value]
    return [value]


def arithmetic(text: str) -> Number | None:
    """Return the number that Python makes of a text; None for all else, such as names, calls, tuples and huge powers.

    `^` is Python's exclusive or, so that `2^3` is 1; this is a defect of the peer.
    """
    if len(text) > TEXT_LIMIT:
        return None
    try:
        return _evaluate(ast.parse(text.strip(), mode="eval").body)
    except _FAILURES:
        return None


def _element(node: ast.expr) -> Any:
    return _evaluate(node) if isinstance(node, ast.BinOp) else ast.literal_eval(node)


def _evaluate(node: ast.expr) -> Number:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float | complex):
        return node.value
    if isinstance(node, ast.UnaryOp) and type(node.op) in _UNARY:
        return _checked(_UNARY[type(node.op)](_evaluate(node.operand)))
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        left, right = _evaluate(node.left), _evaluate(node.right)
        if isinstance(node.op, ast.Pow) and abs(right) > EXPONENT_LIMIT:
            raise ValueError("exponent too large")
        return _checked(_BINARY[type(node.op)](left, right))
    raise ValueError(f"not a number: {type(node).__name__}")


def _checked(value: Any) -> Number:
    if not isinstance(value, int | float | complex) or abs(value) > SIZE_LIMIT:
        raise ValueError("not a number of a sane size")
    return value
