"""Whether two short texts mean the same number or expression, as Math-Verify judges it.

lmms-eval asks it where a tagged answer and the gold differ as texts (at 75571cfe, _task_utils/reasoning_utils.py).
Its time limits work in a main thread only, so what could take long is left out beforehand: it counts as different, as
it does there after five seconds.
"""

from __future__ import annotations

import logging
import re
from itertools import islice
from typing import Any

_LONGEST = 1000
_DEEPEST = 8
"""Brackets within brackets; its reader takes twice as long for each."""
_LARGEST_EXPONENT = 1000
_LARGEST_DEGREE = 10
_MOST_NODES, _MOST_SYMBOLIC_NODES = 300, 40
_COSTLY_TEXT = re.compile(r"\\(?:d?binom|choose|sum|prod|i*int|lim|det)\b|\d{16}|matrix")
"""Is computed while it is read: binomials, sums, determinants. Numbers beyond a float are not told apart anyway."""


def verified(gold: str, answer: str) -> bool:
    """Whether Math-Verify holds the answer for the gold; False for anything that it cannot read or that costs much."""
    if not gold or not answer or _is_costly_text(gold) or _is_costly_text(answer):
        return False
    from math_verify import parse, verify

    logging.getLogger("math_verify").setLevel(logging.ERROR)  # it warns of the missing time limit
    try:
        sides = [parse(text, parsing_timeout=None) for text in (gold, answer)]
        if any(_is_costly(one) for side in sides for one in side):
            return False
        return bool(verify(*sides, timeout_seconds=None))
    except Exception:  # noqa: BLE001  # the library has no list of what it raises on text of a model
        return False


def _is_costly_text(text: str) -> bool:
    if len(text) > _LONGEST or _COSTLY_TEXT.search(text):
        return True
    depth = deepest = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    return deepest > _DEEPEST


def _is_costly(expression: Any) -> bool:
    """Whether a SymPy expression has a large power or factorial, or many terms; fewer and smaller ones with letters."""
    from sympy import Basic, Derivative, Integral, Limit, Pow, Product, Sum, factorial, preorder_traversal

    if not isinstance(expression, Basic):
        return False
    if expression.has(Derivative, Integral, Limit, Product, Sum):
        return True
    has_letters = bool(expression.free_symbols)
    most = _MOST_SYMBOLIC_NODES if has_letters else _MOST_NODES
    nodes = list(islice(preorder_traversal(expression), most + 1))
    raised = [
        node.exp if isinstance(node, Pow) else node.args[0] for node in nodes if isinstance(node, Pow | factorial)
    ]
    if len(nodes) > most or any(_is_large(one) for one in raised):
        return True
    return has_letters and sum(abs(one) for one in raised if one.is_Integer) > _LARGEST_DEGREE


def _is_large(expression: Any) -> bool:
    """A number beyond the limit, or numbers raised to numbers, which is not worth computing to find out."""
    from sympy import Number, Pow, factorial

    if any(abs(number) > _LARGEST_EXPONENT for number in expression.atoms(Number)):
        return True
    return bool(expression.has(Pow, factorial)) and not expression.free_symbols
