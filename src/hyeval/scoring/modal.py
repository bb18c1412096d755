"""What a sentence says one should do, and what it says would be so: 'Press "Stop". "Pause" would keep it running.'"""

from __future__ import annotations

import re
from collections.abc import Collection

from hyeval.scoring.lexicon import concept
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.words import Spoken

_ASKS_ACT = re.compile(r"\b(?:should|must|(?:have|has|need|needs) to|ought to|required to)\b", re.IGNORECASE)
_ASKS_SUPPOSED = re.compile(r"\bwould\b|\bif\b", re.IGNORECASE)
_DUTY = re.compile(
    r"\W*(?:(?:so|therefore|thus|hence|then|here|to\s[^,;:.]{1,60}),?\s+)?(?:(?:you|one|we|he|she|they|the\s+\w+)\s+"
    r"(?:should|must|(?:have|has|need|needs) to|ought to)\s+)?(?:(?:first|just|simply|then|now)\s+)*(\w+)",
    re.IGNORECASE,
)
"""A sentence up to the verb of what one should do: "To stop it, you have to press"."""
WOULD = Sieve(r"\bwould\b|['’]d\b", re.IGNORECASE, marked=True)
_WOULD = re.compile(
    r"[)\]}\"'”*.]*\s+(?:\w+\s+)?would(?:n['’]t)?\s+(?!(?:\w+ly\s+)?(?:be|have been|seem|appear)\s+(?:the|my|a|an|best|"
    r"correct|right|it)\b|(?:\w+ly\s+)?(?:fit|match|suit|apply|work|make sense|do)\b)",
    re.IGNORECASE,
)
"""What follows a name of which a sentence only says what it would do; "would be the best" still chooses it."""


class Modal:
    """What one question asks somebody to do."""

    def __init__(self, question: str, topic: Collection[str]) -> None:
        self._verbs = frozenset(topic) if _ASKS_ACT.search(question) else frozenset()
        self._asks_supposed = _ASKS_SUPPOSED.search(question) is not None

    def instructs(self, line: str) -> bool:
        """Whether a sentence tells to do what the question asks about: 'You should click "Apply"'."""
        duty = _DUTY.match(line) if self._verbs else None
        return duty is not None and concept(duty.group(1)) in self._verbs

    def supposes(self, line: Spoken, end: int) -> bool:
        """Whether a sentence only says of the name that ends at a place what it would do: "Salt would dissolve"."""
        return bool(line.marks & WOULD.mark) and not self._asks_supposed and _WOULD.match(line.text, end) is not None
