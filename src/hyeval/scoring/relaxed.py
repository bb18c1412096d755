"""Answers of ChartQAPro: numbers within 5 %, years as they are written, texts nearly equal, lists by element.

Source: Masry et al. 2025, arXiv:2504.05506, evaluate_predictions.py in https://github.com/vis-nlp/ChartQAPro. ANLS is
that of the package `anls`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from hyeval.scoring.distance import edit_distance

TOLERANCE, FARTHEST = 0.05, 0.5
MAX_LIST = 20_000
"""Characters beyond which a response is no list of answers."""
_IN_BRACKETS = re.compile(r"^\[(.*)\]$")
_UNQUOTED = re.compile(r"(?<!['\w])(\w[^,]*?)(?!['\w])")


def relaxed(gold: str, found: str, years: Sequence[object], *, exact: bool = False) -> float:
    """The mean over elements; one that has no counterpart counts 0.

    `years` are flags of the elements, `YES` for a year; `exact` compares all as texts.
    """
    wanted, given = _elements(_quoted(gold), gold), _elements(found, found)
    flags = [str(year).upper() == "YES" for year in years] or [False]
    flags = flags * len(wanted) if len(flags) < len(wanted) else flags
    pairs = list(zip(wanted, given, flags, strict=False))
    hits = [float(_same(one, other)) if exact or year else _near(one, other) for one, other, year in pairs]
    return sum(hits) / max(len(wanted), len(given))


def _quoted(text: str) -> str:
    """A list of bare words with quotes around them, as far as the authors' pattern finds them."""
    inside = _IN_BRACKETS.match(text.strip())
    if inside is None or len(text) > MAX_LIST:
        return text
    words = _UNQUOTED.sub(r"'\1'", inside[1])
    quoted = f"[{words}]"
    return text if _literal(quoted) is None else quoted


def _elements(text: str, otherwise: str) -> list[str]:
    literal = _literal(text)
    return [str(one).strip(" '") for one in literal] if literal else [otherwise]


def _literal(text: str) -> list[object] | None:
    if len(text) > MAX_LIST:
        return None
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None
    return value if isinstance(value, list) else None


def _same(gold: str, found: str) -> bool:
    return gold.strip().lower() == found.strip().lower()


def _near(gold: str, found: str) -> float:
    """Numbers within the tolerance, percent signs aside, a zero exactly; else the similarity of the texts."""
    gold, found = (text.strip().strip("%").strip() for text in (gold, found))
    wanted, given = _number(gold), _number(found)
    if wanted is None or given is None:
        return _similarity(gold.lower(), found.lower())
    return float(given == 0 if wanted == 0 else abs(given - wanted) / abs(wanted) <= TOLERANCE)


def _number(text: str) -> float | None:
    try:
        return float(text.strip().strip("%"))
    except ValueError:
        return None


def _similarity(gold: str, found: str) -> float:
    """One minus the normalised edit distance, 0 from one half on."""
    one, other = (" ".join(text.split()) for text in (gold, found))
    longest = max(len(one), len(other))
    if not longest:
        return 1.0
    if abs(len(one) - len(other)) >= FARTHEST * longest:
        return 0.0
    distance = edit_distance(one, other) / longest
    return 1 - distance if distance < FARTHEST else 0.0
