"""Sentences and lists that say of each option what it is: "Symbol 1 is a resistor, symbol 2 a diode".

The option of which they say what the question asks for is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.options import Options, full_mentions
from hyeval.scoring.stance import Stance, stance_in
from hyeval.scoring.words import Spoken, spoken

_PICTURES = (
    "diagram|picture|image|photo|photograph|table|chart|graph|map|figure|plot|infographic|legend|painting|drawing|"
    "timeline"
)
_FRAME = re.compile(rf"\b(?:in|on|of|from|by|to)\s+(?:the|this|that)\s+(?:\w+\s+)?(?:{_PICTURES})\b", re.IGNORECASE)
"""What only says where to look."""
_ROLES_TEXT = (
    "represent stand mark denote indicate depict illustrate label point call name display exactly most best happen"
)
_ROLES = frozenset(map(concept, _ROLES_TEXT.split()))
"""Verbs that tie a thing to its name."""
_GAP = re.compile(r"[;,]\s+(?:and\s+|while\s+|but\s+|then\s+)?|\s+(?:and|while|whereas|but|then)\s+", re.IGNORECASE)
_LEAD = re.compile(
    r"^\W*(?:(?:in (?:the|this) \w+|here|so|thus|we see that|i see that)\s*,?\s*)?(?:the\s+|an?\s+)?\W*$", re.I
)


class Name(Protocol):
    """An option named at `start:end`, by its text or by its letter."""

    @property
    def option(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Assigned:
    """What a question asks for, as the words of which what is said of one option alone must have all."""

    def __init__(self, question: str, options: Options) -> None:
        self._options = options
        self._idle = STOPWORDS.union(*options.phrases)
        self._asked = spoken(_FRAME.sub(" ", question)).present - self._idle - _ROLES

    def in_text(self, line: Spoken) -> int | None:
        """The option of which a sentence says what is asked for, going from one to the next."""
        mentions = full_mentions(line, self._options)
        if len(mentions) < 2 or any(stance_in(line, one.start, one.end) is Stance.REJECTED for one in mentions):
            return None
        subjects = _LEAD.match(line.text[: mentions[0].start]) is not None
        said = self._behind(line.text, mentions) if subjects else self._by_clause(line.text, mentions)
        return self.among(said) if len(said) == len(mentions) else None

    def of_letters(self, line: Spoken, letters: Sequence[Name]) -> int | None:
        """The same for options that are named by their letters."""
        if not _LEAD.match(line.text[: letters[0].start]):
            return None
        said = self._behind(line.text, letters)
        return self.among(said) if len(said) == len(letters) else None

    def _behind(self, text: str, names: Sequence[Name]) -> dict[int, str]:
        """What stands behind each name, up to the next one."""
        ends = [one.start for one in names[1:]] + [len(text)]
        return {one.option: text[one.end : end] for one, end in zip(names, ends, strict=True)}

    def _by_clause(self, text: str, names: Sequence[Name]) -> dict[int, str]:
        """The clause of each name; none if one holds two."""
        ends = [*(gap.start() for gap in _GAP.finditer(text)), len(text)]
        clauses = list(pairwise([0, *ends]))
        found = {one.option: (start, end) for one in names for start, end in clauses if start <= one.start < end}
        return (
            {option: text[start:end] for option, (start, end) in found.items()}
            if len({*found.values()}) == len(found)
            else {}
        )

    def _says(self, text: str) -> bool:
        """Whether there is more in a text than names and words of no weight."""
        return any(len(word) > 1 or word.isdigit() for word in spoken(text).present - self._idle)

    def among(self, said: Mapping[int, str]) -> int | None:
        """The one option of several of which the asked is said; `said` has what is said of each."""
        if not said or not all(self._says(text) for text in said.values()):
            return None
        shared = {option: self._asked & spoken(text).present for option, text in said.items()}
        most = max(shared, key=lambda option: len(shared[option]))
        others = [words for option, words in shared.items() if option != most]
        tells = 2 * len(shared[most]) >= len(self._asked) > 0
        return most if tells and all(words < shared[most] for words in others) else None
