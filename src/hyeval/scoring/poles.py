"""Which end of a scale, or which side of two things, a question asks for, and whether a statement speaks of the other.

"The left bar is shorter" answers "Which of the two bars is taller?" with the right one; "The right circle is larger"
answers "How does the left circle compare with the right one?" with smaller.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import combinations

from hyeval.scoring.comparison import Degree, degrees
from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.options import Options
from hyeval.scoring.stance import negated
from hyeval.scoring.words import spoken, words

_NO_POLE = frozenset(("best", "worst", "better", "worse"))
_GENERIC_TEXT = "place value number bar item option point figure amount thing level column line slice share total "
_GENERIC_TEXT += "than one ones"
_GENERIC = frozenset(map(concept, _GENERIC_TEXT.split()))
"""Nouns behind a superlative that may stand for the one of the question."""
_CLAUSE_ENDS = re.compile(
    r",(?!\d)|[;:()]|\b(?:and|but|while|whereas|although|though|so|as|when|because|since|if|which|who)\b", re.IGNORECASE
)
_SUPERLATIVE = re.compile(r"\w+est|most|least")
_BRACKETS = re.compile(r"\([^()]*\)")
_SECOND_SUBJECT = re.compile(
    r"^\s*(?:,\s*)?(?:and|or)\s+(?:the\s+)?(?:[\w']+\s+){1,3}?(?=(?:is|are|was|were|has|have)\b)", re.IGNORECASE
)
"""Another subject of the same predicate: "Mount A and mount C are lower"."""
_WHICH_IS = re.compile(r"^((?:[^,;:()]|,(?=\d))*),\s+which\s+(?=(?:is|are|was|were)\s)", re.IGNORECASE)
"""A clause that goes on about what a name is said to have: "received 410 votes, which is fewer"."""
_COMPARED = re.compile(
    r"\b(?:does|do|is|are|was|were)\s+(?P<first>.+?)\s+(?:compared?\s+(?:with|to)|in\s+relation\s+to|relative\s+to)\s+"
    r"(?P<second>.+?)\W*$",
    re.IGNORECASE | re.DOTALL,
)
_PLACE = (
    r"(?:(?:to|on|at)\s+the\s+|in\s+)?"
    r"(?:left|right|above|below|behind|front|over|under|underneath|north|south|east|west)"
)
_PLACED = re.compile(
    r"\b(?:is|are|was|were)\s+(?P<first>(?:the|an?|his|her)\s+.+?)\s+(?:(?:located|placed|standing|sitting|lying)\s+)?"
    rf"{_PLACE}\b[^?]*?\bor\b[^?]*?\b(?:of|above|below|behind|over|under|underneath)\s+"
    r"(?P<second>(?:the|an?|his|her)\s+[^?]+?)\W*$",
    re.IGNORECASE,
)
"""A question for one of two sides: "Is the boat to the left or to the right of the lighthouse?"."""
_SIDE_OF = re.compile(
    r"\bwhich\s+side\s+of\s+(?P<second>(?:the|an?|his|her)\s+.+?)\s+(?:is|are|was|were|does|do)\s+"
    r"(?P<first>(?:the|an?|his|her)\s+[^?]+?)(?:\s+(?:on|stand|lie|sit)\b[^?]*)?\W*$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\s+(?:(?:hand\s+)?side\s+)?(?:of\s+)?(?P<what>(?:the|an?|his|her)\s+[^,;.:]+?)"
    r"(?=\s+(?:is|are|was|were|there|you|we|stands?|lies?|sits?|one)\b|\W*$|[,;.:])",
    re.IGNORECASE,
)
"""The thing beside which a place is, at once behind the place: "to the right of the boat"."""
_OWNER = re.compile(r"\b(?P<what>\w+)(?:['’]s)?\s+(?:the\s+)?\Z", re.IGNORECASE)
"""The thing whose side it is, at once before the side: "the lighthouse's right"."""
_OF = re.compile(r"\s+(?:(?:hand\s+)?side\s+)?of\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:about|of|for)\s+(?P<what>(?!the following\b).+?)(?=\s+(?:from|in|on|by|according|based|with)\b|\W*$)", re.I
)
_STANDARD = re.compile(r"\bthan\s+(?P<what>[^,;.]+)")
_ELIDED = re.compile(r"\s*(?:that|those)\b", re.IGNORECASE)
_IT = re.compile(r"\W*(?:it|this|they)\b", re.IGNORECASE)
_THAN = re.compile(r"\bthan\b", re.IGNORECASE)
_NOTHING = re.compile(
    r"\W*(?:(?:there\s+is\s+)?no(?:\s+other)?\s+(?:one\b|[a-z]+)|none(?:\s+of\s+[\w\s]{1,25}?)?|nobody|nothing)"
    r"(?=[^,;.]*\sthan\s+(?:(?:that|those)\s+(?:of|in|for)\s+)?(?:(?:the|an?|in)\s+)?[\"']?\Z)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\s+(?:(?:the|an?|that|those|his|her|their)\s+)?(?:of\s+(?:the\s+)?)?\W*", re.IGNORECASE)
_MIRRORED = tuple(
    (concept(one), concept(other))
    for one, other in (("left", "right"), ("behind", "front"), ("above", "below"), ("before", "after"))
)


_AMOUNT = degrees("higher")[0].scale[0]
_SCALE_OF = {
    concept(noun): degrees(word)[0].scale[0]
    for noun, word in (
        ("temperature", "warmer"), ("price", "cheaper"), ("cost", "cheaper"), ("age", "older"), ("weight", "heavier"),
        ("mass", "heavier"), ("speed", "faster"), ("width", "wider"), ("depth", "deeper"), ("distance", "farther"),
        ("density", "denser"), ("slope", "steeper"), ("gradient", "steeper"),
    )
}  # fmt: skip
"""What measures high and low of a noun by words of their own: the lowest temperature is the coldest."""


_ASKS_SIDE = (_COMPARED, _PLACED, _SIDE_OF)


class Pole:
    """The end of a scale that a question asks for: "the tallest", "lower"."""

    def __init__(self, asked: Degree, topic: frozenset[str]) -> None:
        scale, self._sign = asked.scale
        self._scales = {scale} | {_SCALE_OF[noun] for noun in topic & _SCALE_OF.keys() if scale == _AMOUNT}
        self._nouns = topic | STOPWORDS | _GENERIC | {""}
        self._compares = _SUPERLATIVE.fullmatch(asked.word) is None

    @classmethod
    def of(cls, question: str) -> Pole | None:
        """The pole of a question that names one, as "Which bar is taller?"."""
        found = [one for one in degrees(question) if one.word not in _NO_POLE]
        return cls(found[0], spoken(question).present) if len(found) == 1 and not negated(question) else None

    def of_name(self, line: str, start: int, end: int) -> bool | None:
        """Whether the clause of a name puts it there or at the other end: what is behind it, else what precedes.

        Of two things the one is taller than which the other one is shorter.
        """
        if " than " in line[:start] and self.is_unsurpassed(line, start):
            return True
        behind = _WHICH_IS.sub(r"\1 ", _SECOND_SUBJECT.sub(" ", _BRACKETS.sub("", line[end:])))
        behind = _CLAUSE_ENDS.split(behind, maxsplit=1)[0]
        signs = self._signs(_THAN.split(behind)[0])
        if not signs:
            before = _CLAUSE_ENDS.split(line[:start])[-1]
            than = _THAN.search(before)
            signs = self._signs(before if than is None else before[: than.start()])
            if than is not None:
                is_standard = self._compares and _ARTICLE.fullmatch(before, than.end()) is not None
                signs = {not sign for sign in signs} if is_standard else set()
        return signs.pop() == self._sign if len(signs) == 1 else None

    def is_unsurpassed(self, line: str, start: int) -> bool:
        """Whether nothing is further at the pole than the name at a place: "No city is colder than Oslo"."""
        before = _CLAUSE_ENDS.split(line[:start])[-1]
        nothing = _NOTHING.match(before)
        return nothing is not None and self._signs(before[nothing.end() :]) == {self._sign}

    def _signs(self, clause: str) -> set[bool]:
        return {
            one.scale[1]
            for one in degrees(clause)
            if (one.scale[0] in self._scales and one.noun in self._nouns)
            or (one.scale[0] == _AMOUNT and _SCALE_OF.get(one.noun) in self._scales)
        }


class Sides:
    """The two things that a question compares or places, where options have contraries: larger and smaller."""

    def __init__(self, first: str, second: str, contraries: Mapping[int, int], options: Options) -> None:
        scales = {option: degrees(options.texts[option]) for option in contraries}
        self._signs = {option: found[0].scale[1] for option, found in scales.items() if found}
        one, other = _telling(first), _telling(second)
        if _ELIDED.match(second):  # "that of B" has the noun of "the price of A"
            one -= _telling(first.partition(" of ")[0])
        self._first, self._second = one - other, other - one
        self.contraries = contraries

    @classmethod
    def of(cls, question: str, options: Options) -> Sides | None:
        """The sides of a question such as "How does X compare with Y?" and "Where is X in relation to Y?"."""
        compared = next((found for form in _ASKS_SIDE if (found := form.search(question))), None)
        sides = (compared["first"], compared["second"]) if compared else _sides_of(question, options)
        contraries = _contraries(options) if sides else {}
        return cls(*sides, contraries, options) if sides and contraries else None

    def implied(self, line: str) -> int | None:
        """The option that a degree of another scale comes to: cheaper, where a price is said to be lower."""
        found = degrees(line)
        option = next((one for one in self.contraries if found and self._signs.get(one) == found[0].scale[1]), None)
        about = not (self._first | self._second).isdisjoint(_telling(line)) or _IT.match(line) is not None
        if len(found) != 1 or option is None or not about or negated(line):
            return None
        start = line.lower().index(found[0].word)
        return self.contraries[option] if self.turns(line, start, start + len(found[0].word)) else option

    def turn_name(self, line: str, start: int, end: int) -> bool:
        """The same of a name that may hold more than the degree: "Plant A grew slower".

        One that ends in the second thing says itself what stands there: "to the right of the bed".
        """
        if self._second & _telling(line[start:end].rpartition(" ")[2]):
            return False
        found = degrees(line[start:end])
        if len(found) == 1:
            start = line.lower().index(found[0].word, start)
            end = start + len(found[0].word)
        return self.turns(line, start, end)

    def turns(self, line: str, start: int, end: int) -> bool:
        """Whether the clause of a name has the second thing for its subject, or the first one behind "than"."""
        owner = _OWNER.search(line, 0, start) if not degrees(line[start:end]) and not _OF.match(line, end) else None
        owned = _telling(owner["what"]) if owner is not None else frozenset()
        if owned & (self._first | self._second):
            return not owned.isdisjoint(self._first)
        subject = self._subject(line[:start])
        than = _THAN.search(line, end)
        if self._first & subject or not self._second & subject:
            if self._is_beside_first(line, start, end, subject):
                return True
            other = _telling(line[than.end() :]) if than else frozenset()
            if (self._first | self._second) & subject:
                return False
            noun = line[end : than.start() if than else None] if degrees(line[start:end]) else ""
            behind = _telling(_CLAUSE_ENDS.split(noun, maxsplit=1)[0])
            if self._second & behind and not self._first & behind:
                return True
            return bool(self._first & other) and not self._second & other
        return True

    def _subject(self, before: str) -> frozenset[str]:
        """The words before a name that weigh: those of its own clause if they name one of the two, else all."""
        own = _telling(before.rpartition(",")[2])
        return _telling(before) if own.isdisjoint(self._first | self._second) else own

    def _is_beside_first(self, line: str, start: int, end: int, subject: frozenset[str]) -> bool:
        """Whether a place is said to be beside the first thing, so that the other one is there: "left of the boat"."""
        if degrees(line[start:end]) or not subject.isdisjoint(self._first):
            return False
        beside = _REFERENCE.match(line, end)
        named = _telling(beside["what"]) if beside is not None else frozenset()
        return not named.isdisjoint(self._first) and named.isdisjoint(self._second)


def _sides_of(question: str, options: Options) -> tuple[str, str] | None:
    """What a question is about, and the one other thing with which its options compare it: "than plant A"."""
    about = _ABOUT.search(question)
    standards = {match["what"].strip() for text in options.texts if (match := _STANDARD.search(text))}
    return (about["what"], standards.pop()) if about and len(standards) == 1 else None


def _telling(text: str) -> frozenset[str]:
    """The words of a text that weigh, and the letters that are names in it."""
    found = words(text)
    names = {word.meaning for word in found if word.end - word.start == 1 and text[word.start].isupper()}
    return frozenset(word.meaning for word in found) - STOPWORDS | names


def _contraries(options: Options) -> dict[int, int]:
    """The options that are said of one thing where the other one is said of the other."""
    found: dict[int, int] = {}
    scales = [degrees(text) for text in options.texts]
    for one, other in combinations(range(len(options)), 2):
        words = {options.cores[one] - options.cores[other], options.cores[other] - options.cores[one]}
        mirrored = any({frozenset(pair[:1]), frozenset(pair[1:])} == words for pair in _MIRRORED)
        opposed = len(scales[one]) == len(scales[other]) == 1 and (
            scales[one][0].scale[0] == scales[other][0].scale[0]
            and scales[one][0].scale[1] != scales[other][0].scale[1]
        )
        if mirrored or opposed:
            found |= {one: other, other: one}
    return found
