"""What a numbered list of names gives for a question: "1. Oak", "2. Elm" for "Which tree comes second?"."""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import ORDINALS

_ITEM = re.compile(r"\s*(?P<number>\d{1,2})[.)]\s+(?P<name>[^:?!|]{1,80})")
_ORDINAL = re.compile(rf"\b(?:{'|'.join(ORDINALS)}|last|\d{{1,2}}(?:st|nd|rd|th))\b", re.IGNORECASE)
_LAST = "last"
_WORDS = 5
"""Words of the longest item that is a name and no sentence."""


def without_ranking(lines: list[str], question: str) -> list[str]:
    """Lines without a numbered list of names, where sentences beside it say which of them is asked for.

    Where no sentence follows it, the item whose number a question names stands for the list.
    """
    items = [match for line in lines if (match := _ITEM.fullmatch(line.rstrip(" .")))]
    names = [item["name"] for item in items]
    numbers = [int(item["number"]) for item in items]
    is_ranking = len(items) > 1 and numbers == list(range(1, len(items) + 1))
    if not is_ranking or any(len(name.split()) > _WORDS for name in names):
        return lines
    end = max(place for place, line in enumerate(lines) if _ITEM.match(line))
    if lines[end + 1 :]:
        return [line for line in lines if not _ITEM.match(line)]
    asked = {name.lower() for name in _ORDINAL.findall(question)}
    number = _number(asked.pop(), len(items)) if len(asked) == 1 else 0
    return [*lines[: end + 1 - len(items)], names[number - 1]] if 1 <= number <= len(items) else lines


def _number(ordinal: str, count: int) -> int:
    if ordinal == _LAST:
        return count
    return ORDINALS.get(ordinal) or int("".join(filter(str.isdecimal, ordinal)))
