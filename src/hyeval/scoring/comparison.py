"""Questions that compare two things, and what a statement implies about them: "Is A taller than B?"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.quantity import Quantity, quantities, unit_factor
from hyeval.scoring.stance import negated
from hyeval.scoring.words import words

# Each line is one scale: what is more of it, and what is less of it.
_SCALES_TEXT = """
tall high large big great long | short low small little
old late | young early
heavy | light
fast quick | slow
wide | narrow
warm hot | cold cool
bright | dark dim
far distant | close near
expensive | cheap
strong | weak
thick | thin
dense | sparse
deep | shallow
good | bad
rich | poor
hard difficult | easy
steep | flat
"""
_SCALES = {
    word: (number, sign)
    for number, line in enumerate(_SCALES_TEXT.strip().splitlines())
    for sign, side in zip((True, False), line.split("|"), strict=True)
    for word in side.split()
}
_SCALES |= {f"{word.removesuffix('y')}{'ily' if word[-1] == 'y' else 'ly'}": its for word, its in _SCALES.items()}
_SCALES |= dict.fromkeys(("rapidly", "swiftly"), _SCALES["fast"])
_MEASURED = frozenset(
    _SCALES[word][0] for word in ("large", "tall", "old", "heavy", "wide", "warm", "far", "expensive", "thick", "dense")
)
"""Scales on which a greater number is more."""
_YEARS = (1500, 2100)
_IRREGULAR = {
    "better": "good", "best": "good", "worse": "bad", "worst": "bad", "farther": "far", "further": "far",
    "farthest": "far", "elder": "old", "less": "little", "least": "little",
}  # fmt: skip
_AMOUNTS = {"more": True, "most": True, "less": False, "fewer": False, "least": False, "fewest": False}
_NO_DEGREES = """other another number paper water under over after never ever whether either neither computer letter
    flower corner player river tower center shoulder order finger answer weather consider remember together rather
    father mother brother sister teacher driver user her per were there here where for west test rest best most forest
    chest guest counter banner poster singer cover power layer border header matter"""
_NOT_DEGREES = frozenset(_NO_DEGREES.split())
_DEGREE = re.compile(
    r"\b(?:(more|most|less|least|fewer|fewest)(?:\s+([a-z]+))?|([a-z]{2,}(?:er|est)))\b", re.IGNORECASE
)
_AS = re.compile(r"\b(?:as|so)\s+([a-z]+)\s+as\b", re.IGNORECASE)
_TEMPERATURE = re.compile(r"\btemperatures?\b", re.IGNORECASE)
_AS_MANY = re.compile(r"\bas (?:many|much)\b[^.;,]*\bas\b", re.IGNORECASE)
_PRICE = re.compile(r"\b(?:prices?|costs?)\b", re.IGNORECASE)
_EXCEEDS = re.compile(r"^\W*(?:does|do|did)\s+(.+?)\s+(?:exceed|surpass|outnumber)\s+", re.IGNORECASE)
_IS_GREATER = re.compile(r"\b(?:exceeds?|exceeded|surpass(?:es|ed)?)\b(?!\s+\d)", re.IGNORECASE)
_OUTNUMBERS = re.compile(r"\b(\w+)\s+outnumber(?:s|ed)?\b", re.IGNORECASE)
_MAJORITY = re.compile(
    r"\b(\w+) (?:are|form|make up|were) (?:clearly )?(?:in )?(?:the|a)(?: \w+)? (?P<most>majority|minority)\b",
    re.IGNORECASE,
)
_MOST_ARE = re.compile(r"\bmost of (?:the|these|those) \w+ (?:\w+ the \w+ )?(?:are|were) (\w+)\b", re.IGNORECASE)
_ONLY = re.compile(r"(?:^|\b(?:are|see|shows?|contains?|find|were))\W*only (\w+)\b", re.IGNORECASE)
_NO_ONES = re.compile(r"\b(?:are|were|see|shows?|contains?|has) no (\w+)\b|^\W*no (\w+)\b", re.IGNORECASE)
_HE, _SHE = re.compile(r"\b(?:he|him)\b", re.IGNORECASE), re.compile(r"\b(?:she|her)\b", re.IGNORECASE)
_MALES, _FEMALES = (
    frozenset(map(concept, names.split()))
    for names in (
        "man boy father son brother husband king groom grandfather uncle",
        "woman girl mother daughter sister wife queen bride grandmother aunt",
    )
)
_THAN = re.compile(r"\bthan\b", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:[$€£]?-?\d|(?:zero|one|two|three|four|five|six|seven|eight|nine|ten)\b)", re.IGNORECASE)
_QUALITY = re.compile(r"\w{2,}(?:ful|ous|ive|able|ible|al|ic|ant|ent|ing|ed|ary|ular|ern)", re.IGNORECASE)
_ADVERBIAL = re.compile(
    r"\w*ly|of|appropriate|accurate|suitable|probable|plausible|common|important|(?:\w{2,}(?:ed|ing|able|ible|ful|ous|"
    r"ive|al|ant|ent))",
    re.IGNORECASE,
)
"""What "most" before it makes no amount of."""
_NEXT_WORD = re.compile(r" ([A-Za-z]+)")
_CLAUSE = re.compile(r"[,;:]\s|\b(?:and|but|while|whereas|so)\s", re.IGNORECASE)
_ELIDED = re.compile(r"\s*(?:that|those|(?P<one>the \w+ ones?))\b", re.IGNORECASE)
"""A second thing that is named without the noun of the first: "that for 2019", "the black one"."""
_ELIDED_PLACE = re.compile(r"\s*(in|on|at|of|for|from|by)\s", re.IGNORECASE)
"""A second thing of which only the place is named: "more students in class A than in class B"."""
_ELIDED_POSSESSIVE = re.compile(r"\s*(?:the )?\w+(?: \w+)?['’]s\W*$", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:both|they|neither|the two)\b", re.IGNORECASE)
_BOTH_HAVE = re.compile(
    r"\b(?:both|they)\s+(?:\w+\s+)*?(?:have|are|show|measure|cost|weigh|is)\b[^,;]*\d[^,;\d]*$", re.IGNORECASE
)
_SAME = re.compile(
    r"\b(?:equal|equally|identical|same(?!\s+(?:room|place|picture|image|photo|scene|street|house|table|row|line|side|team|"
    r"direction|day|month|person|family|kind|type|shape|colou?r|animal|species)\b))\b",
    re.IGNORECASE,
)

_UNTELLING = STOPWORDS | {concept("there")}
_OTHERS = frozenset(
    map(concept, ["other", "another", "rest", "else", "before", "much", "far", "slightly", "bit", "lot"])
)
"""Words of a side that name no third thing."""

_Scale = tuple[int | str, bool]
"""A scale, by its number or by the word that it measures, and whether more of it is meant."""


@dataclass(frozen=True)
class _Compared:
    """Two sides of a comparison, as the words that only one of them has."""

    scale: _Scale
    first: tuple[str, ...]
    second: tuple[str, ...]
    word: str | None = None
    """The comparative itself, where it is one word."""


class Comparison:
    """A question whether one thing has more or less of something than another one."""

    def __init__(self, asked: _Compared) -> None:
        self._scale = asked.scale
        self._word = asked.word
        self._first = frozenset(asked.first).difference(asked.second)
        self._second = frozenset(asked.second).difference(asked.first)
        self._persons = _persons(asked)
        self._shared = frozenset(asked.first).intersection(asked.second)

    @classmethod
    def of(cls, question: str) -> Comparison | None:
        """The comparison that a question asks for; None if it compares nothing, or something with a number."""
        question = _EXCEEDS.sub(r"is \1 larger than ", question)
        than = _THAN.search(question)
        if than is None or _NUMBER.match(question[than.end() :]):
            return None
        asked = _comparison(question)
        if asked is None or not set(asked.second).difference(asked.first):
            return None
        elided = _ELIDED.match(question, than.end())
        if elided is not None and len(asked.first) > 1:
            asked = replace(asked, first=asked.first[:-1] if elided.group("one") else asked.first[1:])
        place = _ELIDED_PLACE.match(question, than.end())
        if place is not None:
            head = question[: max(question.rfind(f" {place.group(1)} ", 0, than.start()), 0)]
            asked = replace(asked, first=tuple(word for word in asked.first if word not in _telling(head)))
        if _ELIDED_POSSESSIVE.match(question, than.end()):
            asked = replace(asked, first=asked.first[:-1] or asked.first)
        return cls(asked)

    def bears(self, line: str) -> bool:  # noqa: ARG002  # as the other forms of questions have it
        """Whether nothing but this form answers the question: always."""
        return True

    def implied_by(self, line: str) -> bool | None:
        """What a statement implies: True, False, or None if it does not compare the two."""
        if self._word is None and (alone := self._alone(line)) is not None:
            return alone
        line = self._plain(line)
        if _AS_MANY.search(line) and not self._first.isdisjoint(_telling(line)):
            return None if negated(line) else False
        said = _comparison(line, self._word)
        if said is None and (measured := self._measured(line)) is not None:
            return measured
        if said is None:
            names_both = not (self._first.isdisjoint(_telling(line)) or self._second.isdisjoint(_telling(line)))
            if _BOTH_HAVE.search(line):
                return False
            return False if _SAME.search(line) and not negated(line) and (names_both or _BOTH.search(line)) else None
        if said.scale[0] != self._scale[0]:
            return None
        straight = len(self._first.intersection(said.first)) + len(self._second.intersection(said.second))
        opposite = len(self._second.intersection(said.first)) + len(self._first.intersection(said.second))
        if straight == opposite and (straight or said.second):
            return None
        if not self._knows(said.first) or not self._knows(said.second):
            return None
        turned = opposite > straight
        is_more = said.scale[1] == self._scale[1]
        if negated(line):
            return False if is_more != turned else None
        return is_more != turned

    def _plain(self, line: str) -> str:
        """A statement with its persons by name, and with the most and the fewest as more and fewer."""
        for pronoun, name in self._persons:
            line = pronoun.sub(name, line)
        line = _MAJORITY.sub(lambda one: f"there are {'more' if one['most'][1] in 'aA' else 'fewer'} {one[1]}", line)
        line = _IS_GREATER.sub("is larger than", line) if self._scale[0] in _MEASURED else line
        return _OUTNUMBERS.sub(r"there are more \1 than", _MOST_ARE.sub(r"there are more \1", line))

    def _alone(self, line: str) -> bool | None:
        """What follows for the numbers of two kinds of things where there are only some of one, or none."""
        only, none = _ONLY.search(line), _NO_ONES.search(line)
        named = concept(only.group(1)) if only else concept(none.group(1) or none.group(2)) if none else ""
        if named not in self._first | self._second:
            return None
        if only is not None:
            return None if negated(line) else (named in self._first) == self._scale[1]
        return False if (named in self._first) == self._scale[1] else None

    def _measured(self, line: str) -> bool | None:
        """Compare the two values that a statement gives, each beside its thing: "5 apples and 3 oranges"."""
        values = [one for one in quantities(line) if not one.weak]
        if self._scale[0] not in _MEASURED or len(values) != 2 or negated(line):
            return None
        first_unit, second_unit = (unit_factor(one.unit) if one.unit else None for one in values)
        if first_unit != second_unit or all(_YEARS[0] < one.value < _YEARS[1] for one in values):
            return None
        spoken = [word for word in words(line) if word.meaning in self._first | self._second]
        sides = [(word.start, word.meaning in self._first) for word in spoken]
        behind = [side for side in sides if side[0] > values[0].start]
        decided = self._alternating(sides, values)
        return self._alternating(behind, values) if decided is None and len(behind) < len(sides) else decided

    def _alternating(self, sides: list[tuple[int, bool]], values: list[Quantity]) -> bool | None:
        """Compare two values that stand in turn with words of the two things; `sides` are their places and which."""
        order = [is_first for place, (_, is_first) in enumerate(sides) if not place or sides[place - 1][1] != is_first]
        if len(order) != 2:
            return None
        turn = next(start for start, is_first in sides if is_first != order[0])
        alternate = (sides[0][0] < values[0].start < turn < values[1].start) or (
            values[0].start < sides[0][0] < values[1].start < turn
        )
        first, second = (values[0].value, values[1].value)[:: 1 if order[0] else -1]
        return (first > second if self._scale[1] else first < second) if alternate else None

    def _knows(self, side: tuple[str, ...]) -> bool:
        """Whether a side of a statement is none of a third thing: one of the question's, or not named."""
        said = set(side) - _OTHERS - self._shared
        return not said or not said.isdisjoint(self._first | self._second)


def _persons(asked: _Compared) -> list[tuple[re.Pattern[str], str]]:
    """The pronouns that stand for one of two persons alone: "she" where a man is compared with a woman."""
    found = []
    for pronoun, names in ((_HE, _MALES), (_SHE, _FEMALES)):
        own = [name for name in (*asked.first, *asked.second) if name in names]
        if len(own) == 1:
            found.append((pronoun, f"the {own[0]}"))
    return found if len(found) == 2 else []


def _comparison(text: str, known: str | None = None) -> _Compared | None:
    """The last comparison of a text; its second side is empty where the text does not name it.

    A word of no known scale compares if it is the `known` one, or if "than" follows it.
    """
    equal = _AS.search(text)
    if equal is not None:
        scale = _scale(None, equal.group(1), equal.group(1))
        return _Compared(scale, _telling(text[: equal.start()]), _telling(text[equal.end() :]))
    for match in reversed(list(_DEGREE.finditer(text))):
        amount, measured, word = match.groups()
        compares = word is None or _base(word.lower()) or word.lower() == known or _THAN.match(text, match.end() + 1)
        if not compares or (word is not None and word.lower() in _NOT_DEGREES):
            continue
        than = _THAN.search(text, match.end())
        is_quality = measured is not None and (measured.lower() in _SCALES or _QUALITY.fullmatch(measured))
        after = match.end() if is_quality or not measured else match.start(2)
        own = text[after : than.start()] if than else text[after:]
        own += " " + _CLAUSE.split(text[: match.start()])[-1]
        scale = _scale(amount, measured if is_quality else None, word)
        if scale[0] == _SCALES["high"][0]:
            name = "expensive" if _PRICE.search(text) else "warm" if _TEMPERATURE.search(text) else "high"
            scale = _SCALES[name][0], scale[1]
        return _Compared(scale, _telling(own), _telling(text[than.end() :]) if than else (), word and word.lower())
    return None


@dataclass(frozen=True)
class Degree:
    """A comparative or superlative of a known scale."""

    scale: _Scale
    word: str
    noun: str
    """The word behind it, as a concept; empty where there is none."""


def degrees(text: str) -> list[Degree]:
    """The comparatives and superlatives of a text that lie on a known scale; "most likely" lies on none."""
    found: list[Degree] = []
    for match in _DEGREE.finditer(text):
        amount, measured, word = match.groups()
        if word:
            base = None if word.lower() in _NOT_DEGREES else _base(word.lower())
            if base in _SCALES:
                found.append(Degree(_SCALES[base], word.lower(), _word_behind(text, match.end())))
        elif not measured or measured.lower() in _SCALES or not _ADVERBIAL.fullmatch(measured):
            is_quality = measured is not None and measured.lower() in _SCALES
            noun = _word_behind(text, match.end() if is_quality or not measured else match.start(2) - 1)
            found.append(Degree(_scale(amount, measured if is_quality else None, None), amount.lower(), noun))
    return found


def _word_behind(text: str, place: int) -> str:
    match = _NEXT_WORD.match(text, place)
    return concept(match.group(1)) if match else ""


def _scale(amount: str | None, measured: str | None, word: str | None) -> _Scale:
    if amount is None:
        base = _base((word or "").lower()) or (word or "").lower()
        return _SCALES.get(base, (base, True))
    more = _AMOUNTS[amount.lower()]
    if not measured:
        return _SCALES["large"][0], more
    number, sign = _SCALES.get(measured.lower(), (concept(measured), True))
    return number, sign == more


def _base(word: str) -> str | None:
    """The adjective of a comparative or superlative; None if it is none that has a scale."""
    if word in _IRREGULAR or word in _SCALES:
        return _IRREGULAR.get(word, word)
    stem = word.removesuffix("est").removesuffix("er")
    forms = (
        stem,
        stem + "e",
        stem[:-1] if stem[-1:] == stem[-2:-1] else "",
        stem[:-1] + "y" if stem[-1:] == "i" else "",
    )
    return next((form for form in forms if form in _SCALES), None)


def _telling(text: str) -> tuple[str, ...]:
    return tuple(
        word.meaning
        for word in words(text)
        if word.meaning not in _UNTELLING or (word.end - word.start == 1 and text[word.start].isupper())
    )
