"""The numbers of a sentence that can be the answer to a question, without names, bounds, dates and what it rejects."""

from __future__ import annotations

import re
from itertools import pairwise

from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.number_question import FORMER, NumberQuestion
from hyeval.scoring.quantity import Quantity, quantities
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import Stance, stance

_CLOCK = re.compile(r"\s*o['’]?clock\b", re.IGNORECASE)
_TIME = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:])")
_HALF_DAY = re.compile(r"\s?[ap]\.?m\b(?!\.?\w)", re.IGNORECASE)
_DEGREES = re.compile(r"\s?(?:°|degrees?\b)", re.IGNORECASE)
_NEXT_WORD = re.compile(r"\s+([a-z]{3,})\b", re.IGNORECASE)
_NAMED = Sieve(
    r"\b(?:step|figure|fig\.|table|line|row|column|page|chapter|section|part|question|option|item|no\.|number|room|"
    r"gate|route|lane|q|equation|image|phase)\s*$",
    re.IGNORECASE,
)
_LIMIT = re.compile(r"\b(?:above|below|over|under)\s+[$€£]?$", re.IGNORECASE)
_DECADE = re.compile(r"s\b")
_BOUND = Sieve(
    r"\b(?:(?:more|less|fewer|greater|higher|lower|longer|shorter|taller|larger|bigger|smaller|wider|narrower|deeper|"
    r"heavier|lighter|older|younger|faster|slower|hotter|colder|warmer|cooler|cheaper) than|at most|"
    r"no (?:more|less|fewer) than|upwards of|"
    r"(?<!add )(?<!adds )(?<!adding )(?<!sum )(?<!sums )(?<!go )(?<!goes )(?<!went )(?<!gone )(?<!going )"
    r"(?<!sped )(?<!speeds )(?<!climbed )(?<!climbs )(?<!warmed )(?<!heated )(?<!shot )(?<!moved )up to|"
    r"a (?:minimum|maximum) of)\s+"
    r"(?:about |around |some )?[$€£]?$",
    re.IGNORECASE,
)
"""What stands before a bound, which is no value; "at least" is no such bound where things are counted by eye."""
_LEAST = re.compile(
    r"\b(?:at least|(?:no|not) (?:less|fewer|\w{2,}er) than|starting (?:at|from))\s+(?:about |around )?[$€£]?$",
    re.IGNORECASE,
)
_UP_TO = re.compile(
    r"[\w%°. ]{0,16}?\s*(?:,\s*(?:but|and)?|\bbut|\band)\s+(?:(?:is|are|it is|still|yet)\s+)?"
    r"(?:(?:not|no)\s+)?(?:at most|under|below|up to|(?:more|less|fewer|\w{2,}er) than)\s+[$€£]?\d",
    re.IGNORECASE,
)
"""The upper end of a range behind its lower one: "at least 12 but less than 14"."""
_BY_MORE = re.compile(r"\bthan\s[^,;.:\d]{1,40}\sby\s+[$€£]?$", re.IGNORECASE)
"""What stands before a difference: "longer than CD by 2 cm"."""
_ENDS = re.compile(
    r"\b(?:is|are|was|were|be|lies?|falls?|measures?|ranges?|somewhere)\s+between\s+[$€£]?(?P<low>-?\d[\d.,]*)[^\d,;]{0,12}?\sand\s+[$€£]?"
    r"(?P<high>-?\d)",
    re.IGNORECASE,
)
"""The ends of a range: "between 12 and 14 cm"."""
_MORE = re.compile(r"\s*(?:more|less|higher|lower|fewer|up|down)\b", re.IGNORECASE)
_MORE_THAN = re.compile(r"\s+(?:[a-z]+\s+)?(?:more|fewer|less)\b[^.;,]*\sthan\b", re.IGNORECASE)
_APPROVED = re.compile(
    r"(?:\s*[^\W\d]+(?:/[^\W\d]+)?){0,2}\s+(?:is|was|must be|would be|should be|has to be)\s+(?:\w+ly\s+)?(?:the\s+)?"
    r"(?:correct|right|true)\b(?!\s+(?:answer|one|value)?\s*(?:if|for|when|only)\b)",
    re.IGNORECASE,
)
"""What follows a number that is called the right one: "58 bpm is the correct answer"."""
_QUOTED_NO = re.compile(r"['\"](?:no|not)['\"]", re.IGNORECASE)
_YEAR = re.compile(r"1[0-9]\d\d|20\d\d")
_OF_OUR_ERA = re.compile(r"(?:1[89]|20)\d\d")
_THINGS = re.compile(r"\s+(?:people|students|units|dollars|euros|cm|mm|km|m|kg|g)\b")
_DATED = Sieve(
    r"\b(?:in|since|until|during|by|of|year|from|to|between|january|february|march|april|may|june|july|august|september|"
    r"october|november|december)\s+$|\($",
    re.IGNORECASE,
)
_COMES_TO = re.compile(
    r"\b(?:grew|grown|rose|risen|increased|climbed|jumped|went up|fell|fallen|dropped|decreased|declined|went down|"
    r"came|amounted|changed)\s+to\s+$",
    re.IGNORECASE,
)
"""What stands before an amount that a change comes to."""
_SPAN = re.compile(
    r"\b(?:between|from)\s+[$€£]?(-?\d[\d.,]*)[^\d,;]{0,20}?\s(?:and|to)\s+[$€£]?(-?\d[\d.,]*)(?=.*?\d)", re.IGNORECASE
)
"""A range with another number behind it: then its ends are operands, not answers."""
_PART_OF = re.compile(r"\s+(?:out\s+)?of\s+(?:the\s+|its\s+|these\s+|a total of\s+)?", re.IGNORECASE)
SEGMENT = re.compile(r",\s+(?:and\s+|while\s+)?|;\s+|\s+(?:and|while|whereas|but)\s+", re.IGNORECASE)
_MORE_OF_IT = re.compile(r"(?:in|on|at|around|about|until)\s+[$€£]?\d[\d.,]*\s*(?:$|[,;.]|and\b)", re.IGNORECASE)
"""The beginning of what a comma parts from its own verb: ", in 1938"."""
_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?(?=,\s+\d{4}\b)",
    re.IGNORECASE,
)
"""A date up to the comma before its year."""
_NOW = Sieve(
    r"\b(?:now|currently|at present|these days)\b(?!,)|"
    r"\b(?:reduced|lowered|raised|cut|marked down|increased|changed)\s+to\b",
    re.IGNORECASE,
)
_MONTH = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_MONTH_BEFORE = re.compile(rf"\b(?:{_MONTH})\.?\s+(?:the\s+)?\Z")
_MONTH_BEHIND = re.compile(rf"(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})\b")
_DAY_ENDS = re.compile(r"(?:st|nd|rd|th)?\s*(?:\Z|[,.;:)!?–-]|(?:to|and|until|till|through|or|is|are|was|were)\b)")
_LETTERS_ALONE = re.compile(r"\s?[×·*]?\s?\(\s*[a-zA-Z]\s*[-+×·*/]\s*[a-zA-Z]\s*\)[^\d]*$")
_UNCOUNTED = re.compile(
    r"\s+(?:[\w-]+,?\s+){0,5}?(?:(?:is|are|was|were|do|does|should|did)(?:n['’]t| not)|can ?not|can['’]t)\s+(?:be\s+)?"
    r"(?:count(?:ed)?|included?|considered|belong|qualify|taken into account|part of)\b",
    re.IGNORECASE,
)
"""What stands behind a number of things that are left out: "The 2 motorcycles are not counted"."""
_POINTED = re.compile(
    r"\b(?:the|this|that|another|each|every|which|any|other|first|second|third|last|next|(?-i:an?))\s+"
    r"(?:(?!(?:has|have|had|is|are|was|were|shows?|with|of|in|on|to|only|just|and|or|total|mere)\b)[a-z]{3,}\s+)?$",
    re.IGNORECASE,
)
"""What stands before the pronoun: "a grey one"."""
_NO_NOUN = re.compile(
    r"\W*(?:$|[,;.:()]|(?:is|are|was|were|has|had|can|could|may|might|must|should|would|will|does|in|on|at|behind|near|"
    r"under|next|to|of|with|from|and|but|or|that|which|who)\b)",
    re.IGNORECASE,
)
_ANY_PERSON = re.compile(r"\s+(?:can|could|must|should|would|may|might|has to|needs to|sees|gets|finds)\s+\w")
_OF_SEVERAL = re.compile(r"\s+of\s+(?:the|these|those|them|its|his|her|their)\b", re.IGNORECASE)
MONEY = ("money", "euro", "sterling")
"""Dimensions of amounts of money."""
_MOST = 40
"""Numbers of one sentence that are looked at."""


class Candidates:
    """What of a sentence can be the number that a question asks for."""

    def __init__(self, question: NumberQuestion) -> None:
        self._question = question

    def behind(self, text: str, start: int) -> list[Quantity]:
        """Numbers behind `start` that can be answers."""
        found = [one for one in quantities(text) if one.start >= start and not self._names_other(text, one)][:_MOST]
        found = [one for one in found if not self.is_bound(one, text) and not self._compares(one, text)]
        found = [one for one in found if not (one.weak and _is_pronoun(one, text)) and not _multiplies(one, text)]
        found = [one for place, one in enumerate(found) if not place or not _is_whole(found[place - 1], one, text)]
        if any(not one.weak for one in found):
            found = [one for one in found if not one.weak]
        approved = [one for one in found if _APPROVED.match(text, one.end)]
        if len(approved) == 1:
            return approved
        plain = _QUOTED_NO.sub(lambda word: "x" * len(word.group()), text)
        standing = [
            one
            for one in found
            if stance(plain, one.start, one.end) is not Stance.REJECTED
            and not _in_brackets(text, one.start)
            and not _UNCOUNTED.match(text, one.end)
        ]
        if not self._question.asks_former:
            if FORMER.search(text):
                standing = [one for one in standing if not _is_former(one, text)] or standing
            if _NOW.search(text):
                standing = _present(standing, text) or standing
        elif _NOW.search(text) and (present := _present(standing, text)):
            standing = [one for one in standing if one not in present] or standing
        if not self._question.compares and len(standing) > 1 and " than " in text:
            standing = [one for one in standing if not _MORE_THAN.match(text, one.end)] or standing
        if self._question.asks_degrees and any(_DEGREES.match(text, one.end) for one in standing):
            standing = [one for one in standing if _DEGREES.match(text, one.end) or not _counts(one, text)]
        standing = self._of_kind(standing, text)
        fresh = [one for one in standing if one.value not in self._question.numbers]
        return fresh or standing or [one for one in found if _in_brackets(text, one.start)]

    def is_bound(self, one: Quantity, text: str) -> bool:
        """Whether a number only bounds the value ("more than 50") or names a decade ("the 1920s")."""
        if one.value in self._question.numbers and _LIMIT.search(text[max(0, one.start - 20) : one.start]):
            return True
        if one.text[-1:] == "0" and _DECADE.match(text, one.end):
            return True
        if self._question.asks_bound:
            return False
        before = text[max(0, one.start - 40) : one.start]
        if _BOUND.search(before) or (_BY_MORE.search(before) and not self._question.asks_difference):
            return True
        if _LEAST.search(before) and _UP_TO.match(text, one.end):
            return True
        return "etween" in text and any(
            one.start in (two.start("low"), two.start("high")) for two in _ENDS.finditer(text)
        )

    def are_dates(self, found: list[Quantity], text: str) -> bool:
        """Whether numbers are only years, where no year is asked for: "more than in 2019"."""
        return not self._question.is_year and all(
            _YEAR.fullmatch(one.text) and _DATED.search(text[: one.start]) is not None for one in found
        )

    def _names_other(self, text: str, one: Quantity) -> bool:
        """Whether a number is the name of a step, page or the like, and the question does not ask for that."""
        if _CLOCK.match(text, one.end) or (not self._question.asks_time and _is_of_time(one, text)):
            return True
        if not self._question.asks_date and _is_of_date(one, text):
            return True
        numbered = self._question.bearers.numbered
        if numbered is not None and any(name.start("number") == one.start for name in numbered.finditer(text)):
            return True
        noun = _NAMED.search(text[: one.start])
        return noun is not None and noun.group().strip().lower() not in self._question.numbered

    def _compares(self, one: Quantity, text: str) -> bool:
        """Whether a share only compares the value with another one: "14% more than in 2019"."""
        asks_share = self._question.asks_percent or self._question.is_change
        return one.percent and not asks_share and _MORE.match(text, one.end) is not None

    def _of_kind(self, found: list[Quantity], text: str) -> list[Quantity]:
        """Years for a question for a year, else no years; beside a range "from 50 to 46" not its ends."""
        question = self._question
        years = [one for one in found if _YEAR.fullmatch(one.text) and not _THINGS.match(text[one.end : one.end + 20])]
        if question.is_year:
            return _without_ends(years, text) or found
        if question.asks_percent and (percents := [one for one in found if one.percent]):
            return percents
        extent = question.extent
        if extent is not None and (own := [one for one in found if extent.match(text, one.end)]):
            return own
        if question.asks_price and (amounts := [one for one in found if _is_money(one)]):
            return amounts
        asked = question.dimension or (question.unit or (None,))[0]
        if asked is not None:
            found = [one for one in found if one.factor is None or one.factor[0] == asked] or found
        in_unit = [one for one in found if one.factor is not None and one.factor == question.unit]
        if in_unit:
            return in_unit
        measured = [one for one in found if one.factor is not None and one.factor[0] == question.dimension]
        if measured:
            return measured
        if question.names_year:  # beside years of our era 1250 is an amount
            years = [one for one in years if _OF_OUR_ERA.fullmatch(one.text)]
        dated = [one for one in years if _DATED.search(text[: one.start]) and not _COMES_TO.search(text[: one.start])]
        others = [one for one in found if one not in dated]
        if len(found) > 1 and question.names_year and all(_OF_OUR_ERA.fullmatch(one.text) for one in found):
            return []
        return _without_ends(others, text) or found


def segments(text: str) -> list[tuple[int, int]]:
    """The parts of a sentence that say different things; a date, and a place behind a comma, part nothing."""
    dates = {match.end() for match in _DATE.finditer(text)} if "," in text else set()
    starts = [
        joint.end()
        for joint in SEGMENT.finditer(text)
        if joint.start() not in dates and not (joint.group()[0] == "," and _MORE_OF_IT.match(text, joint.end()))
    ]
    return [*pairwise([0, *starts, len(text)])]


def _counts(one: Quantity, text: str) -> bool:
    """Whether a noun stands behind a number, as in "five marks"."""
    noun = _NEXT_WORD.match(text, one.end)
    return noun is not None and concept(noun[1]) not in STOPWORDS


def _is_of_time(one: Quantity, text: str) -> bool:
    """Whether a number is the hour or the minute of a time: "8:15", "3 p.m."."""
    if one.value <= 12 and _HALF_DAY.match(text, one.end):
        return True
    around = text[max(0, one.start - 3) : one.end + 3]
    return ":" in around and any(
        time.start() <= one.start < time.end() for time in _TIME.finditer(text, max(0, one.start - 3), one.end + 3)
    )


def _is_money(one: Quantity) -> bool:
    return one.factor is not None and one.factor[0] in MONEY


def _is_of_date(one: Quantity, text: str) -> bool:
    """Whether a number is the day of a month: "March 3", "the 3rd of March"."""
    if not (one.text.isdecimal() and 1 <= one.value <= 31):
        return False
    before = _MONTH_BEFORE.search(text, max(0, one.start - 12), one.start)
    return _MONTH_BEHIND.match(text, one.end) is not None or (
        before is not None and _DAY_ENDS.match(text, one.end) is not None
    )


def is_of_several(one: Quantity, text: str) -> bool:
    """Whether a number is the "one" of a thing that is spoken of next: "one of the shapes could be a bin"."""
    return one.weak and _OF_SEVERAL.match(text, one.end) is not None


def _is_pronoun(one: Quantity, text: str) -> bool:
    """Whether "one" stands for a thing or for any person: "a grey one", "the second one is", "one can see"."""
    if one.text.lower() != "one":
        return False
    if _POINTED.search(text[max(0, one.start - 30) : one.start]) and _NO_NOUN.match(text, one.end):
        return True
    return _ANY_PERSON.match(text, one.end) is not None


def _without_ends(found: list[Quantity], text: str) -> list[Quantity]:
    """The numbers that are no ends of a range behind which another number stands, if there are such."""
    ends = {end for span in _SPAN.finditer(text) for end in (span.start(1), span.start(2))}
    return [one for one in found if not ends & set(range(one.start, one.end))] or found


def _is_former(one: Quantity, text: str) -> bool:
    """Whether the part of a sentence up to a number says that it held before: "originally $60"."""
    return FORMER.search(SEGMENT.split(text[: one.start])[-1]) is not None


def _present(found: list[Quantity], text: str) -> list[Quantity]:
    """The numbers of the parts of a sentence that say what is now."""
    now = [(start, end) for start, end in segments(text) if _NOW.search(text[start:end])]
    return [one for one in found if any(start <= one.start < end for start, end in now)]


def _multiplies(one: Quantity, text: str) -> bool:
    """Whether a number is but a factor of a formula with letters: "P = 2(l + w)"."""
    return text[one.end : one.end + 3].find("(") >= 0 and _LETTERS_ALONE.match(text, one.end) is not None


def _is_whole(part: Quantity, whole: Quantity, text: str) -> bool:
    """Whether the second number is what the first one is a part of: "3 of the 4 seats"."""
    return _PART_OF.fullmatch(text[part.end : whole.start]) is not None


def _in_brackets(text: str, position: int) -> bool:
    """Whether a position lies within round brackets that hold more than the number itself."""
    opened = text.rfind("(", 0, position)
    return opened > text.rfind(")", 0, position) and bool(text[:opened].strip(" -$\\"))
