"""The place at which a yes/no question asks for a thing: "Is there a cat [on] [the sofa]?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hyeval.scoring.clause import SITE_NAMES, telling
from hyeval.scoring.converse import is_turned_round
from hyeval.scoring.lexicon import concept, contrary
from hyeval.scoring.polar_question import PolarQuestion
from hyeval.scoring.stance import Stance, stance
from hyeval.scoring.words import Word

_SITE = re.compile(rf"\s+({SITE_NAMES})\s+(.*)", re.IGNORECASE | re.DOTALL)
_ITS_PARTS = r"(?:label|sticker|cap|lid|surface|neck|(?:left|right)(?:[- ]hand)?(?: side)?(?=\W*$|\s+(?:and|with)))\b"
"""Parts of a thing, on which what is there is on the thing."""

_THE_THING = re.compile(r"\W*the\s", re.IGNORECASE)
_AT_OTHER = (
    r"\b{preposition}\s+(?:the|an?|his|her)\s+(?P<other>(?:\w+\s+)?\w+)\s+(?:that is\s+|standing\s+|lying\s+)?"
    r"(?:beside|next to|near|behind|in front of|above|below|under|to the (?:left|right) of)\s+(?:the|an?|his|her)\s+"
    r"(?P<site>(?:\w+\s+)?\w+)"
)
"""Another thing at which something is, by its place beside the one in question."""


@dataclass(frozen=True)
class Site:
    """A preposition, the concepts behind it, and those of the things for which the question asks."""

    preposition: str
    words: tuple[str, ...]
    things: tuple[str, ...]

    @classmethod
    def of(cls, question: PolarQuestion) -> Site | None:
        """The place that a question without a subject names; None if it names none."""
        site = None if question.subject_text else _SITE.search(question.text)
        return None if site is None else cls(site.group(1).lower(), tuple(telling(site.group(2))), question.main)

    def is_of(self, line: str, spoken: list[Word]) -> bool | None:
        """Whether what is there is at this place: False at a contrary place, None at another one."""
        places = {concept(self.preposition.split()[-1]), *self.words}
        other = [word for word in spoken if any(contrary(place, word.meaning) for place in places)]
        named = [word.meaning for word in spoken if word.meaning in places]
        if any(not any(contrary(name, word.meaning) for name in named) for word in other):
            return False
        if is_turned_round(spoken, self.things, self.words):
            return False
        if self.words and _is_beside_it(line, self.preposition, self.words):
            return False if _THE_THING.match(line) else None
        at_it = [word for word in spoken if word.meaning in self.words]
        if at_it:
            return any(stance(line, word.start, word.end) is not Stance.REJECTED for word in at_it)
        elsewhere = rf"\b{self.preposition}\s+(?:a|an|the|his|her)\s(?!{_ITS_PARTS})"
        return None if re.search(elsewhere, line, re.IGNORECASE) else True


def _is_beside_it(line: str, preposition: str, site: tuple[str, ...]) -> bool:
    """Whether something is at a thing beside the place in question: "on the box beside the bottle"."""
    found = re.search(_AT_OTHER.format(preposition=preposition), line, re.IGNORECASE)
    if found is None:
        return False
    other, beside = ({concept(word) for word in found[name].split()} for name in ("other", "site"))
    return other.isdisjoint(site) and not beside.isdisjoint(site)
