"""Intervals and the sign of the real numbers, written as the options have them: "[0, ∞)" is x ≥ 0."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from hyeval.scoring.plain import plain_formula
from hyeval.scoring.set_in_words import asks_for_set

Step = Callable[[str], str]
"""What rewrites a response."""

_NUMBER = r"[-−+]?\d+(?:\.\d+)?"
_HALF_LINE = re.compile(rf"\s*[a-z]\s*(?P<sign>[<>≤≥])\s*(?P<end>{_NUMBER})\s*")
_BETWEEN = re.compile(rf"\s*(?P<low>{_NUMBER})\s*(?P<first>[<≤])\s*[a-z]\s*(?P<last>[<≤])\s*(?P<high>{_NUMBER})\s*")
_ALL = re.compile(
    r"\W*(?:all|any)\s+(?:real\s+numbers?|reals|real\s+values?(?:\s+of\s+\$?[a-z]\$?)?)\W*", re.IGNORECASE
)
_END = rf"(?:{_NUMBER}|[-−+]?\s?(?:∞|\\infty\b|infinity\b|inf\b))"
_INTERVAL = re.compile(
    r"(?:\b[a-z]\s{0,3}(?:∈|\\in\b|in\b)\s{0,3}\$?\s{0,3})?(?:\\left\s{0,3})?"
    rf"(?P<open>[\[(])\s{{0,3}}(?P<low>{_END})\s{{0,3}}[,;]\s{{0,3}}(?P<high>{_END})\s{{0,3}}(?:\\right\s{{0,3}})?(?P<close>[\])])"
)
_POINT = re.compile(r"\b(?:points?|through|at|vertex|to|from|and|with|between)\s+\$?\s*\Z", re.IGNORECASE)
_JOINED = re.compile(
    r"\$?\s{0,3}(?:∪|\\cup\b|∩|\\cap\b|\\setminus\b|\\(?=\s{0,3}\\?\{)|\band\b|\bor\b|\bexcept)|\s{0,3}\$?\s{0,3}\^"
)
_REALS = re.compile(
    r"(?:\\mathbb\s{0,3}(?:\{R\}|R\b)|ℝ|\\R\b|\ball\s+(?:of\s+)?(?:the\s+)?reals\b)(?!\s{0,3}\$?\s{0,3}(?:[\^_*+]|\\setminus|\\(?=\s{0,3}\\?\{)|"
    r"[-−]\s{0,3}\\?\{|except\b|without\b|but\b|other\b|greater\b|less\b|from\b|between\b|where\b|with\b))",
    re.IGNORECASE,
)
_MORE = re.compile(r"[∪∩]|\\c[ua]p\b")

_Set = tuple[str, bool, str, bool]
"""The two ends of an interval, each with whether it belongs to it."""


def interval_steps(question: str, texts: Sequence[str]) -> Iterator[Step]:
    """What writes parts of the number line as the options do; nothing for most questions."""
    if not asks_for_set(question):
        return
    known = {its: text for text in texts if (its := _set_of(plain_formula(text))) is not None}
    if len(known) > 1:
        yield partial(_INTERVAL.sub, lambda said: _as_option(said, known))
    reals = [text for text in texts if _ALL.fullmatch(text)]
    if len(reals) == 1:
        yield lambda response: _REALS.sub(reals[0].lower(), response)


def _set_of(text: str) -> _Set | None:
    """The interval of an inequality, or of "all real numbers"."""
    if _ALL.fullmatch(text):
        return "-∞", False, "∞", False
    text = text.replace("<=", "≤").replace(">=", "≥")
    half = _HALF_LINE.fullmatch(text)
    if half is not None:
        end, is_in = _plain(half["end"]), half["sign"] in "≤≥"
        return (end, is_in, "∞", False) if half["sign"] in ">≥" else ("-∞", False, end, is_in)
    both = _BETWEEN.fullmatch(text)
    if both is None:
        return None
    return _plain(both["low"]), both["first"] == "≤", _plain(both["high"]), both["last"] == "≤"


def _as_option(said: re.Match[str], known: dict[_Set, str]) -> str:
    """An interval as its option writes it; a point, and an interval that is joined to another one, stay."""
    ends = _plain(said["low"]), said["open"] == "[", _plain(said["high"]), said["close"] == "]"
    text = known.get(ends)
    is_point = _POINT.search(said.string, max(0, said.start() - 20), said.start()) is not None
    if text is None or is_point or _JOINED.match(said.string, said.end()) or _MORE.search(said.string):
        return said.group()
    return f" {plain_formula(text).strip()} "


def _plain(end: str) -> str:
    """The end of an interval in plain characters."""
    end = end.replace("−", "-").replace(" ", "").replace("\\infty", "∞").replace("infinity", "∞").replace("inf", "∞")
    return end.removeprefix("+")
