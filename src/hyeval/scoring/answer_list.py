"""A list of several things and what is so of each: "Wearing glasses: yes", "Wearing a hat: no"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyeval.scoring.clause import telling

_ITEM = re.compile(
    r"\W*(?P<what>[A-Za-z][^:?\n|]{1,60}?)\W*(?:[:：|=–—]|\s-)\W*(?:\w+[ \t]?){1,3}\W*$",
    re.IGNORECASE,
)


def own_items(question: str, lines: Sequence[str]) -> list[str]:
    """The lines without those items of a list that are on other things than the one that names what is asked for."""
    items = {number: item for number, line in enumerate(lines) if (item := _ITEM.match(line)) is not None}
    if len(items) < 2:
        return list(lines)
    asked = set(telling(question))
    named = {number: set(telling(item["what"])) for number, item in items.items()}
    own = {number: len(words) for number, words in named.items() if words and words <= asked}
    most = [number for number, count in own.items() if count == max(own.values())]
    if len(most) != 1:
        return list(lines)
    return [line for number, line in enumerate(lines) if number not in items or number in most]
