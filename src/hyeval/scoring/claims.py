"""What the sentences of a response claim to be the answer of a multiple-choice question, and which claim holds."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from hyeval.scoring.extraction import SEVERAL
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.statements import CORRECTION
from hyeval.scoring.words import Spoken

EXCLUDES = re.compile(
    r"\W*(?:so |thus |therefore,? |then )?(?:it|this|that|the (?:\w+ )?(?:answer|option))"
    r"(?:(?:'s| is| was)\s+(?:\w+ly\s+)?not\b|\s+(?:isn't|wasn't|can ?not be|can't be)\b)",
    re.IGNORECASE,
)
"""A sentence that only says what the answer is not, also where the question asks for what is not there."""
WITHDRAWN = Sieve(r"\bno,? wait\b|\bscratch that\b|\bthat(?:'s| is) (?:wrong|not right|incorrect)\b", re.IGNORECASE)
"""What takes the answer before it back."""

HEDGE = Sieve(r"\b(?:might|could|may|maybe|perhaps|possibly|either)\b|可能", re.IGNORECASE, marked=True)


class Rank(IntEnum):
    """How plainly a sentence says that it is the answer."""

    PLAIN = 1
    CONCLUSION = 2
    EXPLICIT = 3


class Claim(NamedTuple):
    """What one sentence gives as the answer: an option, or the reason why it gives none."""

    number: int
    rank: Rank
    option: int | None
    reason: str | None = None
    final: bool = False
    hedged: bool = False


def last_word(claims: list[Claim], lines: list[Spoken]) -> Claim:
    """The last explicit claim, unless an earlier one contradicts it and nothing says which of them holds."""
    last = claims[-1]
    against = [claim for claim in claims[:-1] if claim.option != last.option and claim.option is not None]
    if not against or last.final:
        return last
    if any(line.search(CORRECTION) for line in lines[against[-1].number + 1 : last.number + 1]):
        return last
    return Claim(last.number, last.rank, None, SEVERAL) if last.option is not None else last


def last_plain(claims: list[Claim]) -> Claim:
    """The last claim that settles on one option; hedged claims for different options settle nothing."""
    settled = [claim for claim in claims if claim.option is not None]
    if not settled:
        return claims[-1]
    last = settled[-1]
    if len({claim.option for claim in settled}) > 2 and not last.final:
        return Claim(last.number, last.rank, None, SEVERAL)
    if last.hedged and any(claim.hedged and claim.option != last.option for claim in settled):
        return Claim(last.number, last.rank, None, SEVERAL)
    return last


def is_question(line: str) -> bool:
    """Whether a sentence asks."""
    return "?" in line and line.rstrip("\"') ").endswith("?")
