"""Sentences of a yes/no answer that count things or except some: "Women: 5", "no animals apart from a poodle"."""

from __future__ import annotations

import re

_COUNT = re.compile(
    r"\W*(?:\d{1,2}[.)]\s+)?(?P<name>[A-Za-z][A-Za-z ]{1,30}\d?):\s*"
    r"(?P<count>\d+(?:\.\d+)?(?:\s?(?:[cm]?m|in|inch(?:es)?|units?|pixels|kg|g|%|°))?)\W*"
)
_EXCEPT = r"(?:apart from|except(?: for)?|besides|other than|with the exception of)"
_NONE_BUT = re.compile(
    rf"\W*(?:there (?:is|are|was|were) (?:no|not any|nothing|nobody|no one)\b|(?:no|nobody|no one|nothing|none)\b)"
    rf"[^;:]*?,?\s+{_EXCEPT}\s+(?P<what>(?:an?|one|the|some|two|three|his|her)\s[^,;.]+)|"
    rf"\W*{_EXCEPT}\s+(?P<first>(?:an?|one|the|some|two|three)\s[^,;]+?),?\s+"
    r"(?:there (?:is|are) )?(?:no|nothing|nobody)\b",
    re.IGNORECASE,
)


def excepted_things(line: str) -> str | None:
    """What a sentence excepts from what it says is not there, and so says is there; None if it excepts nothing."""
    match = _NONE_BUT.match(line) if "no" in line.lower() else None
    return None if match is None else (match["what"] or match["first"]).strip(" .")


def in_one_sentence(lines: list[str]) -> list[str]:
    """Lines with those that count two things, one a line, in one: "Women: 5" and "Men: 3"."""
    counts = [number for number, line in enumerate(lines) if ":" in line and _COUNT.fullmatch(line)]
    if len(counts) != 2 or counts[1] != counts[0] + 1:
        return lines
    first, second = (_COUNT.fullmatch(lines[number]) for number in counts)
    if first is None or second is None:
        return lines
    joined = f"{first['name']}: {first['count']}, {second['name']}: {second['count']}"
    return [*lines[: counts[0]], joined, *lines[counts[1] + 1 :]]
