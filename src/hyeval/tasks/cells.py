"""What a text file cannot hold as such: lists, written as text."""

from __future__ import annotations

import ast
from typing import Any

from hyeval.errors import DataError


def parse_list(text: str, origin: str) -> list[Any]:
    """Read a list that a data set holds as text, such as MMMU's options; literals only, nothing is evaluated."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError) as error:
        raise DataError(f"{origin}: expected a list written as text, found {text[:80]!r}.") from error
    if not isinstance(value, list | tuple):
        raise DataError(f"{origin}: expected a list written as text, found {text[:80]!r}.")
    return list(value)


def looks_like_list(text: str) -> bool:
    """Whether a text may be a list written as text."""
    return text.startswith("[") and text.endswith("]")
