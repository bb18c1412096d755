"""Options that a sentence sets against others: "whereas the lion and the wolf eat meat", "coffee, not tea"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from hyeval.scoring.options import Mention, Options, Span, full_mentions
from hyeval.scoring.words import Spoken

_JOINT = re.compile(r"[\"']?(?:,\s*(?:and\s+)?|\s+and\s+)(?:the\s+|an?\s+)?[\"']?", re.IGNORECASE)
_GOES_ON = re.compile(r"[\"']?\s+(?:all\s+|both\s+)?(?!(?:is|was|has|does)\b)[a-z]+", re.IGNORECASE)
"""What is said of several: a verb that is no singular."""
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


def before_not(text: str, present: Mapping[str, Span], options: Options) -> list[Mention]:
    """Options of which a word of their own stands where another one is denied right behind it: "coffee, not tea"."""
    return [
        Mention(option, *present[word])
        for option, owns in enumerate(options.owns)
        for word in owns & present.keys()
        if _BUT_NOT.match(text, present[word][1])
    ]
