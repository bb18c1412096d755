"""What a question for a number says: what it counts or measures, and what kind of number it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from hyeval.scoring.bearers import Bearers
from hyeval.scoring.declared import head_noun
from hyeval.scoring.lexicon import ORDINALS, STOPWORDS, concept, excludable
from hyeval.scoring.opposites import is_told_apart, opposites
from hyeval.scoring.own_value import DERIVES, is_of_other, names_quantity
from hyeval.scoring.quantity import plain_latex, quantities, unit_factor
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.words import words

_ASKS_SCORE = re.compile(
    r"\b(?:score|goals|points) (?:of|for|does|did|has) the (?:home|away|visiting|guest) team\b", re.IGNORECASE
)
_ASKS_YEAR = re.compile(r"\byear\b|(?:^\W*|[,;]\s*|\b(?:and|since|from|until)\s)when\b", re.IGNORECASE)
_ASKS_TIME = re.compile(r"\b(?:time|hour|clock|when|score|goals|points|ratio|odds|scale|result)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_IN_YEAR = re.compile(
    r"(?<!than )(?<!compared to )(?<!compared with )(?<!unlike )\b(?:in|for|during)\s+(?:the year\s+)?"
    r"(?P<year>(?:1[6-9]|20)\d\d)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(\w+) (?:number|no\.)|\b(?:which|what) (\w+)", re.IGNORECASE)
_NUMBERED_NOUN = re.compile(r"\b(?!the\b|a\b)\w+ number\b|\bwhat (?:is|was) the number (?!of\b)", re.IGNORECASE)
FORMER = re.compile(r"\b(?:original(?:ly)?|formerly|previous(?:ly)?|regular(?:ly)?|used to be|before)\b", re.IGNORECASE)
_QUOTED = re.compile(r"(?<!\w)['\"]([^'\"]{1,40})['\"](?!\w)")
_COMBINATION = re.compile(r"difference|gap|sum|total|product|average|mean", re.IGNORECASE)
_COMPARES = re.compile(r"\bhow (?:many|much) (?:more|fewer|less|\w{2,}er)\b[^?]*\bthan\b", re.IGNORECASE)
_COMBINES = re.compile(
    rf"\b(?:{_COMBINATION.pattern})\b[^?]*\b(?:between|of)\b[^?]*\band\b|"
    rf"{_COMPARES.pattern}|\bsum of (?:the|all)\b",
    re.IGNORECASE,
)
_COMBINED = re.compile(
    r"^\W*[$€£]?-?\d[\d.,]*\s?[a-z%°]{0,8}\s*[:(,–—-]|"
    r"\b(?:difference|gap|sum|total|product|average|mean|differs?|exceed\w*|ahead|behind|won|beats?|leads?|leading|led|outnumber\w*|apart|together|more|less|fewer|higher|lower|"
    r"minus|plus|add\w*|sum\w*|subtract\w*|result)\b|"
    r"[-+−–×=/]",
    re.IGNORECASE,
)
_DIFFERENCE_OF = re.compile(r"\b(?:difference|gap|lead|margin|advantage) of\s+(?=\w)", re.IGNORECASE)
_BY_HOW_MUCH = re.compile(r"\bhow much\b|\bby how\b|\bhow many\s+(?:\w+\s+)?\w{2,}er\b", re.IGNORECASE)
_CHANGE = Sieve(r"\bchange[ds]?\b|\bvariation\b|\bgrowth\b|\bprofit\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow many\s+(?:more\s+|fewer\s+|different\s+|of the\s+)?(\w+)(?:\s+(\w+))?", re.IGNORECASE)
_ORDER = frozenset(map(concept, (*ORDINALS, "last", "next")))
_UNIT_ASKED = re.compile(r"\bin ([A-Za-zµΩ]+(?:/[a-z]+)?)\W*$")
_STATE = re.compile(r"\bhow many \w[^,?]{0,30}? (?:are|were) (\w+(?:ed|ing|en))\b", re.IGNORECASE)
_EVENT = re.compile(
    r"(?:\byear\b|^\W*when\b)[^?]*?\b(?:was|were)\b[^?]*?\s(\w+(?:ed|en|[dlnr]t|own|awn|ade|old|ound))\b", re.IGNORECASE
)
_SAME_EVENTS_TEXT = """
opened inaugurated unveiled
built constructed erected
founded established
published released issued
"""
_SAME_EVENTS = tuple(frozenset(map(concept, line.split())) for line in _SAME_EVENTS_TEXT.strip().splitlines())
_LATER_EVENTS_TEXT = """
added widened renovated repaired renewed restored extended rebuilt repainted painted closed reopened replaced demolished
strengthened modernised modernized refurbished expanded converted electrified renamed damaged destroyed moved
"""
_LATER_EVENTS = frozenset(map(concept, _LATER_EVENTS_TEXT.split()))
"""What happens to a thing after it was made or opened."""
_ASKS_DATE = re.compile(r"\bdates?\b|\b(?:which|what) day\b|\bday of\b|\bday is\b", re.IGNORECASE)
_ASKS_PRICE = re.compile(r"\bhow much\b[^?]*\b(?:cost|pay|charge)|\b(?:price|cost|fare|fee) of\b", re.IGNORECASE)
_ASKS_DEGREES = re.compile(r"\btemperature\b|°|\bdegrees\b", re.IGNORECASE)
_ASKS_TOTAL = re.compile(r"\b(?:total|altogether|in all|overall|sum|combined|together)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=\s)[A-Z](?![\w'’])(?<!I)")
_ASKS_BOUND = re.compile(
    r"\b(?:least|most|minimum|maximum|min|max|limit|capacity|up to|(?:more|less|fewer) than)\b", re.IGNORECASE
)
_ASKS_SHARE = re.compile(
    r"\b(?:fraction|proportion|share|probability|chance|likelihood|percent\w*|ratio)\b|%", re.IGNORECASE
)
_DIMENSIONS = (
    (
        "length",
        re.compile(r"\b(?:height|how (?:tall|high|long|wide|deep|far)|length|width|depth|distance|diameter)\b", re.I),
    ),
    ("mass", re.compile(r"\b(?:weight|mass|how heavy|weigh)\b", re.IGNORECASE)),
    ("speed", re.compile(r"\b(?:speed|velocity|how fast)\b", re.IGNORECASE)),
)
_EXTENTS = tuple(
    (
        re.compile(rf"\b(?:{noun}|how (?:{adjective}))\b", re.IGNORECASE),
        re.compile(rf"\s*[a-z.²³]{{0,12}}\s+(?:{adjective})\b", re.IGNORECASE),
    )
    for noun, adjective in (("width", "wide"), ("length", "long"), ("height", "high|tall"), ("depth", "deep"))
)
"""What asks for one extent of a thing, and what stands behind its number: "80 cm wide"."""


@dataclass(frozen=True)
class NumberQuestion:
    """A question for a number, and what it says; each is found out when a rule first asks for it."""

    text: str

    @cached_property
    def _head(self) -> str | None:
        """The last word of the name for which it asks."""
        head = (head_noun(self.text) or "").split()
        return head[-1] if head and head[-1].isalpha() else None

    @cached_property
    def named(self) -> re.Pattern[str] | None:
        """How a statement begins that gives this name its number: "a height of 3"; or a difference."""
        if self.compares:
            return _DIFFERENCE_OF
        if self._head is None:
            return None
        of_several = r"(?![^,;.]{0,30}\band\s+[$€£]?-?\d)" if _COMBINATION.fullmatch(self._head) else ""
        return re.compile(rf"\b{re.escape(self._head)} of\s+(?=[$€£]?-?\d){of_several}", re.IGNORECASE)

    @cached_property
    def noun(self) -> str | None:
        """The name as a concept."""
        return None if self._head is None else concept(self._head)

    @cached_property
    def numbers(self) -> frozenset[Fraction]:
        """The numbers that it names itself."""
        return frozenset(quantity.value for quantity in quantities(plain_latex(self.text)))

    @cached_property
    def counted(self) -> frozenset[str]:
        """What is counted, and what it quotes."""
        match = _HOW_MANY.search(self.text)
        nouns = {word.meaning for word in words(" ".join(filter(None, match.groups())))} if match else set()
        quoted = {word.meaning for name in _QUOTED.findall(self.text) for word in words(name)}
        return frozenset(nouns - STOPWORDS | quoted)

    @cached_property
    def topic(self) -> frozenset[str]:
        """The words that weigh, and what is counted."""
        return frozenset(word.meaning for word in words(self.text)) - STOPWORDS | self.counted

    @cached_property
    def modifier(self) -> str | None:
        """What tells apart those that are counted: the red of "How many red apples"."""
        match = _HOW_MANY.search(self.text)
        has_noun = match is not None and match.group(2) and concept(match.group(2)) not in STOPWORDS
        first = concept(match.group(1)) if match is not None and has_noun else None
        return first if first is not None and excludable(first) else None

    @cached_property
    def telling(self) -> frozenset[str]:
        """Its words but the noun that is counted: the red of "How many red apples"."""
        match = _HOW_MANY.search(self.text)
        nouns = [concept(noun) for noun in match.groups() if noun] if match else []
        return self.topic - {next((noun for noun in reversed(nouns) if noun not in STOPWORDS), "")}

    @cached_property
    def part(self) -> frozenset[str]:
        """The words that tell apart some of several for which it asks: red, outer; none where it asks for a total."""
        if self.asks_total:
            return frozenset()
        own = (self.topic - self.counted).union([] if self.modifier is None else [self.modifier])
        return frozenset(filter(is_told_apart, own))

    @cached_property
    def marks(self) -> frozenset[str]:
        """Its single capital letters, which name things: grade A, box B."""
        return frozenset(_CAPITAL.findall(self.text))

    @cached_property
    def bearers(self) -> Bearers:
        """The names that it gives to one of several things of a kind: class C, Mia."""
        return Bearers(self.text)

    @cached_property
    def order(self) -> frozenset[str]:
        """The words for a place in a row: first, last."""
        return self.topic & _ORDER

    @cached_property
    def state(self) -> str | None:
        """What those are or do that are counted: "How many cars are parked"."""
        match = _STATE.search(self.text)
        return concept(match.group(1)) if match else None

    @cached_property
    def quoted(self) -> frozenset[str]:
        """The names that it quotes, in small letters."""
        return frozenset(name.casefold() for name in _QUOTED.findall(self.text))

    @cached_property
    def event(self) -> str | None:
        """What happened in the year that it asks for: "In which year was the bridge opened"."""
        match = _EVENT.search(self.text)
        return concept(match.group(1)) if match else None

    @cached_property
    def _events(self) -> frozenset[str]:
        """The words for what happened."""
        same = next((group for group in _SAME_EVENTS if self.event in group), frozenset())
        return frozenset() if self.event is None else same | {self.event}

    def of_event(self, lines: Sequence[str]) -> list[str]:
        """The sentences on what happened in the year in question; else those that are on nothing that came later."""
        if self.event is None or len(lines) < 2:
            return list(lines)
        told = [(line, {word.meaning for word in words(line)}) for line in lines]
        own = [line for line, said in told if not self._events.isdisjoint(said)]
        return own or [line for line, said in told if _LATER_EVENTS.isdisjoint(said)]

    @property
    def may_be_percent(self) -> bool:
        """Whether its answer may be a share or a change in percent."""
        return self.asks_percent or self.asks_share or self.is_change

    @cached_property
    def asks_balance(self) -> bool:
        """Whether it asks for what is on an account, which may be a debt."""
        return "balance" in self.text.lower()

    @cached_property
    def asks_total(self) -> bool:
        """Whether it asks for what several things come to together."""
        return _ASKS_TOTAL.search(self.text) is not None

    @cached_property
    def asks_degrees(self) -> bool:
        """Whether it asks for a temperature or an angle."""
        return _ASKS_DEGREES.search(self.text) is not None

    @cached_property
    def asks_date(self) -> bool:
        """Whether it may ask for the day of a month."""
        return _ASKS_DATE.search(self.text) is not None and not self.counted

    @cached_property
    def asks_price(self) -> bool:
        """Whether it asks what something costs."""
        return _ASKS_PRICE.search(self.text) is not None

    @cached_property
    def numbered(self) -> frozenset[str]:
        """What has the number for its name: the room of "Which room …"."""
        nouns = {noun.lower() for pair in _NUMBERED.findall(self.text) for noun in pair if noun}
        return frozenset(nouns | ({"number", "no."} if _NUMBERED_NOUN.search(self.text) else set()))

    @cached_property
    def dimension(self) -> str | None:
        """What it measures: a length, a mass, a speed."""
        return next((name for name, asks in _DIMENSIONS if asks.search(self.text)), None)

    @cached_property
    def extent(self) -> re.Pattern[str] | None:
        """What stands behind the number of the one extent that it asks for: "80 cm wide"."""
        extents = () if self.combines else _EXTENTS
        return next((behind for asks, behind in extents if asks.search(self.text)), None)

    @cached_property
    def unit(self) -> tuple[str, Fraction] | None:
        """Dimension and factor of the unit that it wants: "in km"."""
        match = _UNIT_ASKED.search(self.text)
        return unit_factor(match.group(1)) if match else None

    @cached_property
    def is_ratio(self) -> bool:
        """Whether it asks for a ratio."""
        return "ratio" in self.text.lower()

    @cached_property
    def is_change(self) -> bool:
        """Whether it asks for a difference, which may be negative."""
        return bool(_CHANGE.search(self.text))

    @cached_property
    def compares(self) -> bool:
        """Whether it asks how many more there are of one than of another."""
        return _COMPARES.search(self.text) is not None

    @cached_property
    def asks_difference(self) -> bool:
        """Whether it asks by how much one thing is above another."""
        return self.compares or self.combines or _BY_HOW_MUCH.search(self.text) is not None

    @cached_property
    def combines(self) -> bool:
        """Whether it asks for what comes of two numbers, as their difference."""
        return _COMBINES.search(self.text) is not None

    def is_unmade(self, line: str) -> bool:
        """Whether a sentence has numbers, and no word on what comes of them where that is asked for."""
        return self.combines and _COMBINED.search(line) is None

    def are_unmade(self, lines: list[str]) -> bool:
        """The same for all sentences of a response."""
        return self.combines and all(map(self.is_unmade, lines))

    @cached_property
    def is_year(self) -> bool:
        """Whether it asks for a year."""
        return _ASKS_YEAR.search(self.text) is not None and "years" not in self.text

    @cached_property
    def asks_time(self) -> bool:
        """Whether its answer may be written with a colon, as a time, a score or a ratio."""
        return _ASKS_TIME.search(self.text) is not None

    @cached_property
    def years(self) -> frozenset[str]:
        """The years that it names."""
        return frozenset(_YEAR.findall(self.text))

    @staticmethod
    def years_in(text: str) -> list[str]:
        """The years that a text names."""
        return _YEAR.findall(text)

    @property
    def names_year(self) -> bool:
        """Whether it asks for what was in some year, and not for the year."""
        return bool(self.years) and not self.is_year

    @cached_property
    def names_quantity(self) -> bool:
        """Whether it names one of the things that have a value each, as a side or the area."""
        return names_quantity(self.text)

    def has_number(self, text: str) -> bool:
        """Whether it names the number of a text itself."""
        return any(one.value in self.numbers for one in quantities(text))

    def has_share(self, text: str) -> bool:
        """Whether a text names the share of something for which it asks: "three quarters of that"."""
        shares = {number for number in self.numbers if number.denominator > 1}
        return bool(shares) and any(one.value in shares for one in quantities(text))

    def is_of_other(self, line: str) -> bool:
        """Whether a statement is on another year, another thing that happened, another quantity than asked for."""
        if self.is_of_other_year(line) or (self.names_quantity and is_of_other(line, self.text)):
            return True
        if self.quoted and not DERIVES.search(line):
            told = {name.casefold() for name in _QUOTED.findall(line)}
            if told and told.isdisjoint(self.quoted) and not any(name in line.casefold() for name in self.quoted):
                return True
        number = None if self.asks_score or DERIVES.search(line) else next(quantities(line), None)
        if number is None or self.compares or self.is_change:  # a loss is a profit below zero
            return False
        subject = line[: number.start]
        if self.counted:
            subject += " ".join(line[number.end :].split()[:2])
        opposed = opposites(self.text)
        return opposed.is_in(subject) and opposed.is_in(line)

    def is_of_other_year(self, line: str) -> bool:
        """Whether a statement says what was in other years alone: "In 2019 it was 1100" where 2020 is asked for."""
        if not self.names_year:
            return False
        told = {match["year"] for match in _IN_YEAR.finditer(line)}
        return bool(told) and self.years.isdisjoint(_YEAR.findall(line))

    @cached_property
    def asks_former(self) -> bool:
        """Whether it asks for what held before."""
        return FORMER.search(self.text) is not None

    @cached_property
    def asks_bound(self) -> bool:
        """Whether it asks for a bound, as a limit."""
        return _ASKS_BOUND.search(self.text) is not None

    @cached_property
    def asks_score(self) -> bool:
        """Whether it asks for the goals of one team."""
        return _ASKS_SCORE.search(self.text) is not None

    @cached_property
    def asks_percent(self) -> bool:
        """Whether it asks for a percentage."""
        return "%" in self.text or "percent" in self.text.lower()

    @cached_property
    def asks_share(self) -> bool:
        """Whether it asks for a part of a whole."""
        return _ASKS_SHARE.search(self.text) is not None
