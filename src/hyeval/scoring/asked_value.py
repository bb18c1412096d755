"""The value for which a yes/no question asks: a bound, a time of day, a number, its quality, or a count of things."""

from __future__ import annotations

import re

from hyeval.scoring import forms
from hyeval.scoring.asked_number import AskedNumber, has_quality
from hyeval.scoring.asked_time import AskedTime, AskedYear
from hyeval.scoring.bound import Bound
from hyeval.scoring.lexicon import STOPWORDS
from hyeval.scoring.neighbours import number_of
from hyeval.scoring.polar_question import PolarQuestion
from hyeval.scoring.stance import Stance, negated, stance
from hyeval.scoring.words import Word

_READS = re.compile(
    r"\W*(?:the|this|its)\s+(?:\w+\s+)?(?:display|thermometer|scales?|gauge|screen|meter|dial|speedometer|reading|counter|"
    r"scoreboard)\s+(?:shows?|reads?|says?|indicates?|displays?|is at)\b",
    re.IGNORECASE,
)
"""What an instrument shows is what is asked for, whatever it is called."""
_TELLS_COUNT = re.compile(
    r".*,\s+(?:\d+|[a-z]+) (?:in (?:all|total)|altogether)\W*$|"
    r"\W*(?:i|we)(?: can| could)?(?: only)? (?:count(?:ed)?|see|saw|find|found|get|got|make out)\s+"
    r"(?:only |just |exactly |about |a total of |as many as )*(?:\d+|[a-z]+)"
    r"(?:\s+(?:of (?:them|these|those)|in total|in all|altogether|here|there))*\W*$",
    re.IGNORECASE,
)
"""How many there are, of what the question asks about: "I count five"."""
_WHOLLY = re.compile(r"\b(?:fully|completely|entirely)\s+\w+\W*$", re.IGNORECASE)
"""The end of a question whether something is done to the full, which is 100 %."""
_PARTLY = re.compile(
    r"\b(?:only|just|about)?\s*(?:half|halfway|partly|partially|almost|nearly|three[- ]quarters|a quarter|a third)[- ]"
    r"(?!(?:an?|the|as|of)\b)\w+",
    re.IGNORECASE,
)
"""What is done to a part only."""
_THE_TIME = re.compile(r"\W*(?:the|its)\s+(?:current\s+)?time\b", re.IGNORECASE)
_CHARGE = re.compile(r"\W*(?:the|its)\s+(?:\w+\s+)?(?:battery|charge|progress|bar|level|indicator)\b", re.IGNORECASE)
_ONLY_NAMES = re.compile(r"\W*[Oo]nly\s+(?:the\s+)?[A-Z]")
"""What begins a list of all of those that are counted: "Only Germany and France"."""
_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|January|February|March|April|June|July|August|September|October|"
    r"November|December)s?\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s*(?:%|percent\b|per cent\b)")


class AskedValue:
    """The value in a question, held against statements that give one."""

    def __init__(self, question: PolarQuestion) -> None:
        self._question = question
        self.bound = Bound.of(question.text)
        self._time = AskedTime.of(question.text)
        self._year = AskedYear.of(question.text)
        self._wholly = _WHOLLY.search(question.text) is not None
        is_other = question.count or question.quotations or self._time or self._year
        self._number = None if is_other else AskedNumber.of(question.text, question.asked)

    def bounded_by(self, line: str, meanings: set[str]) -> bool | None:
        """Whether the value that a statement gives keeps the bound; None if it gives none of what is asked for."""
        if self.bound is None or self._is_of_other_day(line):
            return None
        question = self._question
        is_of_others = self.bound.noun is None or not _ONLY_NAMES.match(line)
        if is_of_others and forms.ONLY_THIS.match(line) and question.subject and meanings.isdisjoint(question.subject):
            return None  # it is of another thing alone
        if forms.COUNTED.search(line) and not question.subject and meanings.isdisjoint(question.main):
            return None  # it counts other things
        is_fragment = len(meanings - STOPWORDS) < 2 + bool(question.subject)
        gives_value = (
            is_fragment
            or not meanings.isdisjoint(question.asked)
            or forms.ANAPHOR.match(line)
            or _TELLS_COUNT.match(line)
            or "=" in line
            or self.bound.totals(line)
            or _READS.match(line)
            or (self.bound.noun is not None and _ONLY_NAMES.match(line) is not None)
        )
        return self.bound.implied_by(line) if gives_value else None

    def is_read_in(self, line: str) -> bool:
        """Whether a statement reads off a time, where a clock is asked about, or how much is done of what is."""
        if self._time is not None:
            return self._time.is_of_clock and _THE_TIME.match(line) is not None
        return self._wholly and _CHARGE.match(line) is not None

    def _is_of_other_day(self, line: str) -> bool:
        """Whether a statement names days or months, and none of those that the question names."""
        asked = {name.lower() for name in _DAY.findall(self._question.text)}
        said = {name.lower() for name in _DAY.findall(line)} if asked else set()
        return bool(said) and said.isdisjoint(asked)

    def implied_by(self, line: str) -> bool | None:
        """What the time or the number of a statement implies, where the question is for one."""
        if self._time is not None:
            return self._time.implied_by(line)
        if self._year is not None:
            return self._year.implied_by(line)
        if self._wholly and _PARTLY.search(line) and not negated(line) and "not only" not in line:
            return False
        if self._wholly and (share := _SHARE.findall(line)):
            return None if len(share) > 1 or negated(line) else float(share[0]) == 100
        if self._number is not None:
            return self._number.implied_by(line)
        crux = self._question.crux
        return has_quality(crux[0], line) if len(crux) == 1 else None

    def is_left_open_by(self, line: str) -> bool:
        """Whether a statement dates what is asked for, and that does not settle the question."""
        return self._year is not None and self._year.dates(line) and self._year.implied_by(line) is None

    def counted_by(self, line: str, spoken: list[Word]) -> bool | None:
        """Whether a statement counts as many things as the question; None if it counts none of them."""
        if self._question.count is None:
            return None
        asked, noun = self._question.count
        number = number_of(noun, spoken)
        if number is None:
            return None
        named = [word for word in spoken if word.meaning == asked]
        is_denied = all(stance(line, word.start, word.end) is Stance.REJECTED for word in named)
        return number == asked and not is_denied
