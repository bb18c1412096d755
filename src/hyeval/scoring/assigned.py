"""Sentences and lists that say of each option what it is: "Symbol 1 is a resistor, symbol 2 a diode".

The option of which they say what the question asks for is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.options import Options, full_mentions
from hyeval.scoring.stance import Stance, stance_in
from hyeval.scoring.words import Spoken, spoken

_PICTURES = (
    "diagram|picture|image|photo|photograph|table|chart|graph|map|figure|plot|infographic|legend|painting|drawing"
)
_FRAME = re.compile(rf"\b(?:in|on|of|from|by|to)\s+(?:the|this|that)\s+(?:\w+\s+)?(?:{_PICTURES})\b", re.IGNORECASE)
"""What only says where to look."""
_ROLES_TEXT = "represent stand mark denote indicate depict illustrate label point call name display exactly most best"
_ROLES = frozenset(map(concept, _ROLES_TEXT.split()))
"""Verbs that tie a thing to its name."""
_LEAD = re.compile(
    r"^\W*(?:(?:in (?:the|this) \w+|here|so|thus|we see that|i see that)\s*,?\s*)?(?:the\s+|an?\s+)?\W*$", re.I
)


class Assigned:
    """What a question asks for, as the words of which what is said of one option alone must have all."""

    def __init__(self, question: str, options: Options) -> None:
        named = frozenset(word for phrase in options.phrases for word in phrase)
        self._options = options
        self._asked = spoken(_FRAME.sub(" ", question)).present - STOPWORDS - _ROLES - named

    def in_sentence(self, line: Spoken) -> int | None:
        """The option of a sentence that goes from one option to the next, each with what is said of it behind it."""
        mentions = full_mentions(line, self._options)
        if len(mentions) < 2 or not _LEAD.match(line.text[: mentions[0].start]):
            return None
        if any(stance_in(line, one.start, one.end) is Stance.REJECTED for one in mentions):
            return None
        ends = [one.start for one in mentions[1:]] + [len(line.text)]
        said = {one.option: line.text[one.end : end] for one, end in zip(mentions, ends, strict=True)}
        return self.among(said) if len(said) == len(mentions) else None

    def among(self, said: Mapping[int, str]) -> int | None:
        """The one option of several of which the asked is said; `said` has what is said of each."""
        if any(spoken(text).present <= STOPWORDS for text in said.values()):
            return None
        shared = {option: self._asked & spoken(text).present for option, text in said.items()}
        most = max(shared, key=lambda option: len(shared[option]))
        others = [words for option, words in shared.items() if option != most]
        tells = 2 * len(shared[most]) >= len(self._asked) > 0
        return most if tells and all(words < shared[most] for words in others) else None
