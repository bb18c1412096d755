"""Options that a sentence sets against others: "whereas the lion and the wolf eat meat", "coffee, not tea"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from hyeval.scoring.options import Mention, Options, Span, full_mentions
from hyeval.scoring.sieve import has_any
from hyeval.scoring.stance import negated
from hyeval.scoring.words import Spoken, spoken

_JOINT = re.compile(r"[\"']?(?:,\s*(?:and\s+)?|\s+and\s+)(?:the\s+|an?\s+)?[\"']?", re.IGNORECASE)
_GOES_ON = re.compile(r"[\"']?\s+(?:all\s+|both\s+)?(?!(?:is|was|has|does)\b)[a-z]+", re.IGNORECASE)
"""What is said of several: a verb that is no singular."""
_CONTRAST = re.compile(r",?\s+(?:while|whereas)\s+|,\s+but\s+", re.IGNORECASE)
_OPENS = re.compile(
    r"\W*(?:while|whereas)\s+(.+),\s+(?=(?:the|an?|only|it)\s|\w+\s+(?:are|have|can|\w+s)\b)(.+)", re.IGNORECASE
)
"""A sentence that begins with the half on the others: "While A and C sink, B floats"."""
_SIGNS = ("while", "whereas", "While", "Whereas", ", but ")
_BUT_NOT = re.compile(r"[\"']?(?:,\s*(?:and\s+|but\s+)?not|,?\s+(?:rather than|instead of))\s+(?!for\b)", re.IGNORECASE)


def grouped(line: Spoken, options: Options) -> set[int]:
    """All options but one, where a sentence joins them to a subject of several; none where it joins fewer."""
    mentions = full_mentions(line, options)
    size = len(options) - 1
    for first in range(len(mentions) - size + 1) if size > 1 else ():
        run = mentions[first : first + size]
        named = {one.option for one in run}
        if (
            len(named) == size
            and all(_JOINT.fullmatch(line.text, one.end, other.start) for one, other in pairwise(run))
            and not (first and _JOINT.fullmatch(line.text, mentions[first - 1].end, run[0].start))
            and _GOES_ON.match(line.text, run[-1].end)
        ):
            return named
    return set()


def contrasted(line: Spoken, options: Options) -> int | None:
    """The one option of one half of a contrast whose other half names all others: "B floats, while A and C sink"."""
    if not has_any(line.text, _SIGNS):
        return None
    opens = _OPENS.match(line.text)
    halves = opens.groups() if opens is not None else _CONTRAST.split(line.text)
    if len(halves) != 2 or len(options) < 3:
        return None
    named = [{one.option for one in full_mentions(spoken(half), options)} for half in halves]
    for half, own, others in zip(halves, named, reversed(named), strict=True):
        if len(own) == 1 and len(others) == len(options) - 1 and own.isdisjoint(others) and not negated(half):
            return next(iter(own))
    return None


def before_not(text: str, present: Mapping[str, Span], options: Options) -> list[Mention]:
    """Options of which a word of their own stands where another one is denied right behind it: "coffee, not tea"."""
    return [
        Mention(option, *present[word])
        for option, owns in enumerate(options.owns)
        for word in owns & present.keys()
        if _BUT_NOT.match(text, present[word][1])
    ]
