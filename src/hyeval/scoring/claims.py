"""What the sentences of a response claim to be the answer of a multiple-choice question, and which claim holds."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple

from hyeval.scoring.extraction import NOTHING, SEVERAL
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


ALL_HOLD = re.compile(
    r"\W*(?:so\s+|thus\s+)?(?:each|both|all)(?:\s+(?:one\s+)?of\s+(?:these|those|them|the|my))?(?:\s+(?:these|those|two|three))?"
    r"(?:\s+(?:statements?|sentences?|claims?|answers?))?\s+(?:is|are)\s+(?:equally\s+)?(?:true|correct|right|valid)\W*$",
    re.IGNORECASE,
)
"""A sentence by which all that was said before it stands."""
_ONLY_NAMED = re.compile(
    r"\s+is\s+(?:the|an?)\s+(?!(?:correct|right|true|answer|best|one|only|odd)\b)[a-z]", re.IGNORECASE
)
"""What says of a letter what its thing is, and not that it is the answer."""


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


_TAKEN_BACK = re.compile(
    r"\W*[A-J]\W+(?:no(?=,)|no,? wait|wait|hmm|actually|sorry|scratch that|correction)\b", re.IGNORECASE
)
"""A letter that its own sentence takes back: "B – no wait, I mixed up the axes"."""


def last_word(claims: list[Claim], lines: list[Spoken]) -> Claim:
    """The last explicit claim, unless an earlier one contradicts it and nothing says which of them holds."""
    standing = [claim for place, claim in enumerate(claims) if not _tells_why(claim, claims[:place], lines)]
    if not standing:
        return Claim(claims[-1].number, claims[-1].rank, None, NOTHING)
    claims = standing
    last = claims[-1]
    against = [claim for claim in claims[:-1] if claim.option != last.option and claim.option is not None]
    if not against or last.final:
        return last
    if any(line.search(CORRECTION) for line in lines[against[-1].number + 1 : last.number + 1]):
        return last
    if _TAKEN_BACK.match(lines[against[-1].number].text):
        return last
    return Claim(last.number, last.rank, None, SEVERAL) if last.option is not None else last


def _tells_why(claim: Claim, before: list[Claim], lines: list[Spoken]) -> bool:
    """Whether a claim only tells why its letter is taken back: "B. Scratch that: B is the normal force"."""
    line = lines[claim.number].text
    withdrawn = WITHDRAWN.search(line)
    if claim.option is None or withdrawn is None:
        return False
    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[claim.option]
    opens = (
        line[: withdrawn.start()].lstrip(" \"'(*").startswith((f"{letter}.", f"{letter},", f"{letter})", f"{letter} "))
    )
    place = line.find(f" {letter} ", withdrawn.end())
    is_repeated = opens or any(claim.option == one.option for one in before)
    return is_repeated and place >= 0 and _ONLY_NAMED.match(line, place + 2) is not None


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
