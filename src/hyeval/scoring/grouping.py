"""Numbers and ratios as options write them, with or without blanks, commas and points between their digits."""

from __future__ import annotations

import re

_RATIO = re.compile(r"(?<=\d)[ \u00a0\u202f]:[ \u00a0\u202f](?=\d)")
_GROUPED = re.compile(r"(?<![\d.,(])\d{1,3}(?:(?:[ \u00a0\u202f]\d{3})+|(?:,\d{3})+)(?!\d)")
_POINTED = re.compile(r"(?<![\d.,(])\d{1,3}(?:\.\d{3})+(?![\d.])")
_SEPARATORS = str.maketrans(dict.fromkeys(" \u00a0\u202f,.", ""))


def ungrouped(text: str) -> str:
    """A text without what parts the thousands of its numbers and the two sides of its ratios."""
    return _GROUPED.sub(_joined, _RATIO.sub(":", text))


def ungrouped_fully(text: str) -> str:
    """The same where points part thousands as well: "1:50.000"."""
    return _POINTED.sub(_joined, ungrouped(text))


def _joined(match: re.Match[str]) -> str:
    return match[0].translate(_SEPARATORS)
