"""Which part of a statement is on what a picture shows now, and not on another time, a likeness or a mere mention.

"The light was red, but it is green now" says of the light that it is green, 'A sign says "Beware of the dog"' says of
no dog that it is there, and "The Dutch flag resembles the French flag" names one flag.
"""

from __future__ import annotations

import re

from hyeval.scoring.sieve import Sieve

_PRESENT = re.compile(r"\W*(?:[^,?]*,\s*)?(?:is|are|does|do|can|has|have)\b", re.IGNORECASE)
_CUTS = re.compile(r"[;:]\s|,?\s+\b(?:but|whereas|while)\b|,\s+(?:and|so|now|then)\b|\band\s+(?=(?:is\s+)?now\b)", re.I)
_PAST = Sieve(
    r"\b(?:was|were|had been|used to(?: be)?)\b"
    r"(?!\s+(?:not\s+|n't\s+)?(?:\w+ly\s+)?"
    r"(?:\w{2,}ed|written|taken|made|shown|seen|drawn|built|found|put|shot|able)\b)",
    re.IGNORECASE,
)
"""A verb in the past that is no passive: "was red", and not "was painted"."""
_IS_NOW = re.compile(r"\b(?:is|are|has|have|does|do|can|shows?|remains?|stays?)\b|['’](?:s|re)\b", re.IGNORECASE)
_IMAGE = "image|picture|photo|photograph|frame|scene|shot|version"
_ELSEWHERE = Sieve(
    rf"\b(?:yesterday|ago|previously|formerly|in the (?:previous|last|earlier|former|other|next) (?:{_IMAGE})s?)\b",
    re.IGNORECASE,
)
_IN_IMAGE = re.compile(
    rf"\b(?:in|on|from) (?:the|this) (?:{_IMAGE}|chart|figure|map)\b|\bwhen (?:the|this) (?:{_IMAGE}) was taken\b", re.I
)
_OPENING = re.compile(r"^[,;:\s]*(?:(?:but|and|so|then|while|whereas)\s+)?", re.IGNORECASE)
_BARE_VERB = re.compile(r"(?:is|are|has|have|does|do|can)\b", re.IGNORECASE)
"""What goes on about the subject of the part before it: "but has now changed to green"."""
_HAS_SINCE = re.compile(r"\b(has|have) since\b", re.IGNORECASE)
_NO_MORE = re.compile(
    rf"\W*but\s+not\s+(?:(?:in|on) this(?: one|(?: {_IMAGE}))?|here|now|any ?more|any longer|currently)\b",
    re.IGNORECASE,
)
_LIKENESS = Sieve(
    r"\b(?:resembles?|(?:is|are) (?:(?:very|quite|rather) )?(?:similar to|reminiscent of))\s+(?![^.;]*\bbut\b)[^,;.]*",
    re.IGNORECASE,
)
"""What something is only like."""
_MISTAKEN = re.compile(
    r"\b(?:(?:is|are) (?:(?:often|easily|sometimes) )?(?:confused with|mistaken for)|"
    r"(?:has|have) (?:the (?:same )?)?colou?rs (?:of|as))\s+(?=(?:an?|the)\s)",
    re.IGNORECASE,
)
"""What stands before something that a thing is not, though it is like it."""
_DEPICTED = Sieve(
    r"\b(?:statues?|sculptures?|figurines?|toys?|drawings?|paintings?|posters?)\s+of\s+(?:an?\s+|the\s+|two\s+)?"
    r"(?:\w+\s+)??\w+(?=\s*(?:[.,;!]|$)|\s+(?:and|is|are|in|on|hangs|stands)\b)",
    re.IGNORECASE,
)
"""What is only represented: "a statue of a dog"."""
_QUOTATION = re.compile(r"(?<!\w)[\"“][^\"“”\n]*[\"”]|(?<![\w'])'[^'\n]*'(?!\w)")
_MENTION = re.compile(r"\bthe words?\s+\w+(?=\s*(?:[.,;!]|$))", re.IGNORECASE)
_ASKS_THING = re.compile(
    r"\W*(?:(?:is|are) there\b|(?:does|do)\b[^?]*\b(?:have|contain|include|show|depict)\b|can you see\b)", re.IGNORECASE
)
_ASKS_TEXT = re.compile(
    r"['\"“]|\b(?:text|words?|writing|written|say|read|signs?|labels?|titles?|names?|speed|limit|menu|letters?)\b", re.I
)
_INDEPENDENT = re.compile(
    r"^\W*(?:it|this|that|the answer)\s+does(?:n['’]t| not)\s+(?:really\s+)?depend\s+on\s[^,;:]*[,;:]\s+(?=\w)",
    re.IGNORECASE,
)
"""What does not matter, before what is so: "It does not depend on the version: …"."""
_LACKING = re.compile(r"^\W*without\s+(?:the|this|that|it|them|an?)\b[^,;]*,\s+(?=\w)", re.IGNORECASE)
"""What is missing, as a reason or a condition: "Without the import, …"."""


class Scope:
    """The time and the things that one question is about."""

    def __init__(self, question: str) -> None:
        self._is_present = _PRESENT.match(question) is not None
        self._asks_text = _ASKS_TEXT.search(question) is not None
        self._asks_thing = _ASKS_THING.match(question) is not None and not self._asks_text

    def within(self, line: str) -> str:
        """A statement without what it says of another time, of likenesses and, of things, what it only mentions."""
        line = _MISTAKEN.sub("is not ", _LIKENESS.sub(" ", _INDEPENDENT.sub("", _LACKING.sub("", line))))
        if self._asks_thing:
            line = _QUOTATION.sub(" ", _DEPICTED.sub(" ", line))
        if not self._asks_text:
            line = _MENTION.sub(" ", line)
        if not self._is_present or not (_PAST.search(line) or _ELSEWHERE.search(line)):
            return line
        kept = "".join(piece for piece in _pieces(line) if not _is_of_another_time(piece))
        kept = _HAS_SINCE.sub(r"\1", _OPENING.sub("", kept))
        return f"It {kept}" if kept != line and _BARE_VERB.match(kept) else kept

    def ended(self, line: str) -> str | None:
        """What a statement says was so and is no more: "There was a dog in the last picture, but not in this one"."""
        pieces = _pieces(line) if self._is_present else []
        if len(pieces) == 2 and _is_of_another_time(pieces[0]) and _NO_MORE.match(pieces[1]):
            return pieces[0]
        return None


def _pieces(line: str) -> list[str]:
    cuts = [match.start() for match in _CUTS.finditer(line)]
    return [line[start:end] for start, end in zip([0, *cuts], [*cuts, len(line)], strict=True)]


def _is_of_another_time(piece: str) -> bool:
    if _ELSEWHERE.search(piece):
        return True
    return _PAST.search(piece) is not None and not (_IS_NOW.search(piece) or _IN_IMAGE.search(piece))
