"""What the last words of a yes/no question name, and whether a statement puts something else there.

"Is the ball in the box?" is answered by "next to the box", "Does the sign say 'STOP'?" by "It says 'SHOP'".
"""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.occupancy import HOLLOW
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import Stance, negated, stance
from hyeval.scoring.words import words

_PLACES = {
    "on": "on top of|on",
    "in": "inside|within|in",
    "under": "underneath|beneath|under|below",
    "behind": "behind",
    "against": "against",
    "front": "in front of",
    "beside": "next to|beside|outside|near|close to|(?:has|have) (?:already |just )?left",
    "above": "above|over",
    "right": r"(?:(?:on|to|at) the )right(?:[- ]hand)?(?: side)? of|right of",
    "left": r"(?:(?:on|to|at) the )left(?:[- ]hand)?(?: side)? of|left of",
}
"""Relations of which one holds, by the words that say them; a thing "on" another one may be said to be "in" it."""
_COMPATIBLE = frozenset(
    frozenset(pair)
    for pair in (("on", "in"), ("on", "above"), *(("beside", side) for side in ("left", "right", "front", "behind")))
)
_ASKED = ("on", "in", "under", "left", "right", "front", "behind", "above")
_RELATION = "|".join(rf"(?P<{name}>\b(?:{names}))" for name, names in reversed(_PLACES.items()))
_AT = Sieve(
    rf"(?:{_RELATION})\s+(?:the|an?|his|her|its|their|this|that)\s+(\w+)"
    r"(?:\s+(?!in\b|on\b|at\b|of\b|to\b|next\b|near\b|under|behind|above|below|beside|between|inside|outside|and\b|or\b|but\b|is\b|are\b|not\b)(\w+))?",
    re.IGNORECASE,
)
_BESIDE = ("against", "beside", "under", "behind", "front", "above", "on")
"""Relations of which a thing has one to one other thing, as far as a statement tells; what is in a box is in a room."""
_NO_THINGS = frozenset(
    (
        "image",
        "picture",
        "photo",
        "photograph",
        "scene",
        "left",
        "right",
        "top",
        "bottom",
        "side",
        "edge",
        "corner",
        "other",
    )
)
_SAYS_OF_IT = re.compile(
    r"\W*(?:(?:no|so|but),?\s+)?(?:it|he|she|they|next|beside|under|behind|on|above|in front)\b", re.I
)
_ON_SIDE = re.compile(
    r"\b(?:on|at|in|near) the (?:\w+ )?(?:left|right|far|near|upper|lower|top|bottom)(?:[- ]hand)? "
    r"(?:side|part|corner|edge|half|end|shore) of\b",
    re.IGNORECASE,
)
"""A part of a place, at which a thing is on it or in it."""
_OPEN, _CLOSE = "['\"“‘]", "['\"”’]"
_SAYS = re.compile(
    rf"\W*(?:is|does|do|was|did)\b.*\b(?:text|word|words|name|title|number|message|slogan|brand|letters?|say|read)\b.*?"
    rf"(?<!\w){_OPEN}([^'\"“”]+){_CLOSE}\W*$",
    re.IGNORECASE | re.DOTALL,
)
_SAID = re.compile(
    rf"\b(?:reads?|says?|is|are|shows?|displays?)\b[:\s]*(?:as\s+)?(?:(?<!\w){_OPEN}([^'\"“”]+){_CLOSE}|"
    r"(?-i:([A-Z][A-Z0-9']+(?: [A-Z0-9']+)*)\b)(?![A-Za-z]))",
    re.IGNORECASE,
)
"""What is said to be written, between quotation marks or in capital letters."""
_NUMBER = re.compile(r"\b([a-z]+)\s+#?(\d+|(?-i:[A-HJ-Z]))\b(?!['’.,:]\w)", re.IGNORECASE)
_NUMBERED = re.compile(_NUMBER.pattern + r"\W*$", re.IGNORECASE)


class Whereabouts:
    """The place or the numbered thing at which a question ends, or the text that it asks about."""

    def __init__(self, question: str) -> None:
        found = [match for match in _AT.finditer(question) if not question[match.end() :].strip(" ?.!")]
        self._place = _place(found)
        self._side = (
            (_relation(found[-1]), _nouns(found[-1])[-1]) if found and _relation(found[-1]) in _BESIDE else None
        )
        says = _SAYS.match(question)
        numbered = _NUMBERED.search(question)
        self._numbered = _number(numbered) if numbered else None
        self._text = _plain(says.group(1)) if says else None

    def bears(self, line: str) -> bool:
        """Whether a statement gives a text where one is asked for, or names the place by another relation alone."""
        return bool(self._said(line) or self._elsewhere(line) or self._at_other(line)) or self._has_other_number(line)

    def implied_by(self, line: str) -> bool | None:
        """What a statement that bears on it implies: whether the text is that of the question; False for elsewhere."""
        said = self._said(line)
        if said:
            return said[-1] == self._text
        if self._has_other_number(line):
            return False
        found = self._elsewhere(line) or self._at_other(line)
        asserted = all(_stance(line, match) is Stance.ASSERTED for match in found)
        return False if found and asserted else None

    def _has_other_number(self, line: str) -> bool:
        """Whether the noun that has a number in the question, as "number 7", has another one."""
        if self._numbered is None or negated(line):
            return False
        noun, number = self._numbered
        found = {match.group(2) for match in _NUMBER.finditer(line) if concept(match.group(1)) == noun}
        return bool(found) and number not in found

    def _said(self, line: str) -> list[str]:
        if self._text is None or negated(line):
            return []
        return [_plain(match.group(1) or match.group(2)) for match in _SAID.finditer(line)]

    def _elsewhere(self, line: str) -> list[re.Match[str]]:
        """The relations to the place that a statement names, if none of them can hold together with the asked one."""
        if self._place is None:
            return []
        relation, noun = self._place
        if all(word.meaning != noun for word in words(line)):
            return []
        if relation in ("on", "in"):
            line = _ON_SIDE.sub("on", line)
        found = [match for match in _AT.finditer(line) if noun in _nouns(match)]
        others = {_relation(match) for match in found}
        can_be = any(other == relation or _go_together(other, relation, noun) for other in others)
        return [] if can_be else found

    def _at_other(self, line: str) -> list[re.Match[str]]:
        """The one place of a statement that has the relation in question to another thing: "next to the window"."""
        if self._side is None:
            return []
        relation, noun = self._side
        found = [match for match in _AT.finditer(line) if match.group().lower().split()[-1] not in _NO_THINGS]
        if len(found) != 1 or any(word.meaning == noun for word in words(line)) or not _SAYS_OF_IT.match(line):
            return []
        definite = re.search(r"\s(?:the|his|her|its)\s", found[0].group(), re.IGNORECASE)
        return found if definite and _relation(found[0]) == relation else []


def says_of_it(line: str) -> bool:
    """Whether a statement begins with a pronoun for the thing in question, or with where it is."""
    return _SAYS_OF_IT.match(line) is not None


def _go_together(one: str, other: str, noun: str) -> bool:
    """Whether two relations to a thing can hold at once; what is on a box is not in it, as what is on a bus is."""
    pair = frozenset((one, other))
    return pair in _COMPATIBLE and not (pair == {"on", "in"} and noun in HOLLOW)


def _stance(line: str, place: re.Match[str]) -> Stance:
    """How a sentence stands to a place, from what follows its last comma: "behind the curtain, left of the door"."""
    start = line.rfind(",", 0, place.start()) + 1
    whole = stance(line, place.start(), place.end())
    return whole if whole is Stance.REJECTED else stance(line[start:], place.start() - start, place.end() - start)


def _place(found: list[re.Match[str]]) -> tuple[str, str] | None:
    if not found or _relation(found[-1]) not in _ASKED:
        return None
    return _relation(found[-1]), _nouns(found[-1])[-1]


def _number(match: re.Match[str]) -> tuple[str, str] | None:
    noun = concept(match.group(1))
    return None if noun in STOPWORDS else (noun, match.group(2))


def _nouns(match: re.Match[str]) -> list[str]:
    return [concept(word) for word in match.groups()[len(_PLACES) :] if word]


def _relation(match: re.Match[str]) -> str:
    return next(name for name in _PLACES if match.group(name) is not None)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
