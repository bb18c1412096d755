"""Options named by their place in a row of things just told of: "Tea costs 3, juice 2. The cheaper is the second"."""

from __future__ import annotations

import re

from hyeval.scoring.asked import Asked
from hyeval.scoring.lexicon import ORDINALS
from hyeval.scoring.options import TOLD_OF, Options, full_mentions
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import Stance, stance_in
from hyeval.scoring.words import Spoken, spoken

ORDINAL = Sieve(
    rf"\bthe\s+(?P<place>{'|'.join(ORDINALS)}|last|former|latter)(?:\s+(?:one|colou?r|thing))?"
    rf"(?:(?P<told>{TOLD_OF})|(?=\W*$|\s+(?:is|was|has|had|costs?)\b))",
    re.IGNORECASE,
    marked=True,
)
_IS = re.compile(r"(?:\b(?:is|are|was|were|be)|['’]s)\s+\Z", re.IGNORECASE)
_STANDS = re.compile(r"(?:\A\W*|[,;:–]\s+|\b(?:so|thus|hence|therefore|and|in|by|to|with|of)\s+)\Z", re.IGNORECASE)
"""What may stand before a place in a row, beside a verb."""
_JOINTS = re.compile(r"[,;]\s+(?:and\s+)?|\s+and\s+", re.IGNORECASE)
_IT = re.compile(r"\W*(?:(?:so|therefore|thus|hence),?\s+)?(?:it|this|that|the\s+answer)\b", re.IGNORECASE)


def in_row(line: Spoken, before: Spoken | None, asked: Asked) -> tuple[int | None] | None:
    """The option at the place that a sentence names, in the row of those that were told of right before.

    "Tea costs 3, juice 2 and milk 4 dollars. The cheapest is the second" names juice, in whatever order the options
    are. No option if the sentence says of it nothing that is asked for; None if it speaks of no row.
    """
    match = line.search(ORDINAL)
    if match is None or asked.options.have_ordinals:
        return None
    before_it = line.text[: match.start()]
    row = _row(spoken(before_it), asked.options) if _IS.search(before_it) else []
    is_placed = _IS.search(before_it) or _STANDS.search(before_it)
    if len(row) < 2 and before is not None and is_placed and not full_mentions(line, asked.options):
        row = _things(before, asked.options) if match["told"] else _row(before, asked.options)
    place = _place(match["place"].lower(), len(row))
    if len(row) < 2 or not 0 <= place < len(row) or stance_in(line, *match.span()) is not Stance.ASSERTED:
        return None
    if ORDINAL.count(line.text) > 1:
        return (None,)  # "the first is the last": which of them is of the row is not said
    pole = asked.pole_of(line.text, *match.span())
    takes_up = bool(asked.topic.difference(*asked.options.phrases) & line.present) or _IT.match(line.text) is not None
    return (row[place] if pole or (pole is None and takes_up) else None,)


def _row(line: Spoken, options: Options) -> list[int | None]:
    """The options that a sentence names one after the other; none where it rejects one."""
    mentions = full_mentions(line, options)
    if any(stance_in(line, one.start, one.end) is Stance.REJECTED for one in mentions):
        return []
    return list(dict.fromkeys(one.option for one in mentions))


def _things(line: Spoken, options: Options) -> list[int | None]:
    """The things that a sentence tells of one after the other, as options; None for what is none."""
    parts = map(spoken, filter(str.strip, _JOINTS.split(line.text)))
    named = ({one.option for one in full_mentions(part, options)} for part in parts)
    return [its.pop() if len(its) == 1 else None for its in named]


def _place(name: str, count: int) -> int:
    if name in ("former", "latter"):
        return -1 if count != 2 else int(name == "latter")
    return count - 1 if name == "last" else ORDINALS[name] - 1
