"""What a response takes back: "No, wait, …", "Actually, one has a crack, so I have to take that back"."""

from __future__ import annotations

import re

from hyeval.scoring.sieve import Sieve

_NO_WAIT = re.compile(
    r"\bno[,;:.–— ]+(?=(?:wait|hold on)\b(?:\s*[,.;:!–—-]|\s*$|\s+(?:the|it|that|there|this|i|let|they|an?)\b))|"
    r"(?<=\d[,;–—])\s+no,(?=\s+(?:(?:it|that)(?:['’]s| is)\s+)?[$€£]?\d)",
    re.IGNORECASE,
)
"""The word for no in "No, wait, …" and in "it is 6, no, 9"."""
_REVISES = re.compile(
    r"\W*(?:(?:hmm|oh|ah|but|no|hm)\W+)*(?:wait|hold on|actually|correction|scratch that|oops|on second thoughts?|"
    r"on closer|looking (?:again|closer|more)|let me correct|i (?:have|need) to correct|sorry)\b",
    re.IGNORECASE,
)
_WITHDRAWS = Sieve(
    r"\bi(?:['’]ll| will| have to| must| need to| should)? (?:take (?:that|it|this|my answer) back|take back\b|"
    r"(?:retract|withdraw|revise|reverse) (?:that|it|this|my)\b|correct myself|stand corrected)|\bi was wrong\b|"
    r"\bmy (?:\w+ )?answer was (?:wrong|incorrect|a mistake)|\bscratch that\b|\bstrike that\b|"
    r"\b(?:so|but|and|no|sorry|wait),?\s+(?:that|this|it)(?:['’]s| is| was)\s+"
    r"(?:wrong|incorrect|not right|not correct)\b",
    re.IGNORECASE,
)


def without_interjections(line: str) -> str:
    """A sentence without the "no" by which it only turns to a correction."""
    return _NO_WAIT.sub("", line) if "wait" in line or "hold" in line or ", no," in line else line


def revised(lines: list[str]) -> list[str]:
    """The sentences from the first one on that corrects what stands before them; none if no sentence does."""
    start = next((place for place, line in enumerate(lines) if _REVISES.match(line) or _WITHDRAWS.search(line)), None)
    return [] if start is None else lines[start:]


def withdraws(lines: list[str]) -> bool:
    """Whether a sentence takes back what was said before: "I stand corrected"."""
    return any(map(_WITHDRAWS.search, lines))
