"""Numbers told of the counterpart of what a question asks for: the other team, the reverse ratio, fewer for more."""

from __future__ import annotations

import re
from functools import cached_property

from hyeval.scoring.comparison import degrees
from hyeval.scoring.lexicon import STOPWORDS
from hyeval.scoring.quantity import quantities
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.words import words

_SIDE = r"(?:(?P<home>home|hosts?)|(?P<away>away|visiting|visitors?|guests?))"
_ASKS_SIDE = re.compile(rf"\b{_SIDE}\b", re.IGNORECASE)
_SCORE = re.compile(
    rf"\b(?:{_SIDE}(?:\s+(?:team|side))?|team)\s+(?:is\s+|are\s+|has\s+|have\s+|was\s+|were\s+)?"
    r"(?:(?P<ahead>leads?|leading|ahead|wins?|won|winning)|(?P<behind>trails?|trailing|behind|lost|loses?|losing))\b"
    r"[^\d]{0,20}(?P<one>\d+)\s?[-:]\s?(?P<other>\d+)",
    re.IGNORECASE,
)
"""Who is ahead or behind, and the score."""
_SCORE_FOR = re.compile(
    rf"(?P<one>\d+)\s?[-:–]\s?(?P<other>\d+)\s+(?:for|to)\s+(?:the\s+)?{_SIDE}(?:\s+(?:team|side))?\b", re.IGNORECASE
)
"""A score, and for whom it is: "3-1 for the guests"."""
_QUOTED = re.compile(r"['\"‘“](yes|no)['\"’”]", re.IGNORECASE)
_OTHER_WORD = {"yes": "no", "no": "yes"}
_CHOSE = (
    r"\b(?:chose|choose|said|say|says|saying|answered|answer|voted|vote|picked|pick|selected|select)\s+"
    r"(?:for\s+)?['\"‘“]?(?P<word>{})\b['\"’”]?(?!\s+\w)"
)
_OF_TO = re.compile(
    r"\bratio\s+of\s+(?:the\s+)?(?P<one>\w+)\s+to\s+(?:the\s+)?(?P<other>\w+)|"
    r"\b(?P<first>\w+)[- ]to[- ](?P<second>\w+)\s+ratio|"
    r"\b(?P<left>[a-z]{2,})\s*[:/]\s*(?P<right>[a-z]{2,})\s*(?:=|is)\s",
    re.IGNORECASE,
)
_FOR_EACH = re.compile(
    r"\bfor\s+(?:every|each)\s+(?P<count>\w+)\s+(?P<one>[a-z]+)(?:\s+(?:in|on|at|of)\s+(?:the|this)\s+\w+)?\W+(?:there\s+(?:are|is)\s+|you\s+(?:find|have)\s+)?"
    r"(?P<others>\w+)\s+(?P<other>[a-z]+)|"
    r"(?P<before>\w+)\s+(?P<first>[a-z]+)\s+(?:for|to)\s+(?:every|each)\s+(?P<behind>\w+)\s+(?P<second>[a-z]+)",
    re.IGNORECASE,
)
_MORE_THAN = re.compile(
    r"\bhow (?:many|much) (?P<degree>more|fewer|less|[a-z]{2,}er)\b(?P<one>[^?]*?)\bthan\b(?P<other>[^?]*)",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\s+(?:[a-z]+\s+)?(?P<degree>more|fewer|less|[a-z]{2,}er)\b(?P<one>[^.;]*?)\bthan\b(?P<other>[^.;(]*)",
    re.IGNORECASE,
)
_SO_MANY_MORE = re.compile(r"\s+(?:[a-z]+\s+)?(?P<degree>more|fewer|less)\b(?P<who>[^.;,]*)", re.IGNORECASE)
_CAPITAL = re.compile(r"\b[A-Z]\b")
_NONE_THERE = re.compile(
    r"\bnone(?:\s+of\s+(?:them|these|those|which))?\s+(?:(?:is|are|was|were|lies?|stands?|left|remaining)\s+)?"
    r"(?:on|in|at|under|behind|beside|inside|above)\s+(?:the|this|that|his|her|their)\s+(?:\w+\s+)?(?P<place>[a-z]+)",
    re.IGNORECASE,
)
_NEXT_YEAR = re.compile(
    r"\b(?P<year>(?:19|20)\d\d)\b(?P<between>[^.;?]{1,80}?)\b(?:(?:in\s+)?the\s+(?:year\s+after|following\s+year|next\s+year)|"
    r"(?:a|one)\s+year\s+later)\b",
    re.IGNORECASE,
)
_YEARS_LATER = re.compile(
    r"\b(?P<year>(?:1[5-9]|20)\d\d)\b(?P<between>[^.;?\d]{1,80}?)\s(?P<count>[a-z]{3,12}(?:-[a-z]{3,5})?|\d{1,3})\s+years?\s+"
    r"(?:later|after(?:wards?| that)?(?=\W*$|\W*[.;]))",
    re.IGNORECASE,
)
_ASKS_YEAR = re.compile(r"\bwhat year\b|\bwhich year\b|\bwhen\b", re.IGNORECASE)
_ASKS_DAYS = re.compile(r"\bhow many days\b|\bin days\b", re.IGNORECASE)
_WEEK = re.compile(
    r"(?<!times )(?<!once )(?<!twice )(?<!days )\b(?:a|one) (?P<unit>week|fortnight)\b"
    r"(?! (?:later|after|before|ago|and)\b)",
    re.IGNORECASE,
)
_NO = Sieve(r"\b(?:no|not any|n['’]t any|zero)\s+(?P<what>[a-z]+(?:\s+[a-z]+)?)", re.IGNORECASE)
_FUNCTION_WORDS = """
are is were was in on at of to and or but more others other by behind under next near left visible
"""
_NO_NOUN = frozenset(_FUNCTION_WORDS.split())
"""Words behind a number that name nothing."""
_NOT_UNTIL = re.compile(
    r"\b(?P<verb>was|were|is|did)(?:n['’]t| not)(?P<what>(?:\s+\w+){1,5}?)\s+(?:until|till|before)\s+(?=[^.;]{0,20}\d)",
    re.IGNORECASE,
)


class Counterparts:
    """What a question has a counterpart of, and how statements on that are to be taken."""

    def __init__(self, question: str) -> None:
        self._question = question

    @cached_property
    def _ratio(self) -> tuple[frozenset[str], frozenset[str]] | None:
        return _ends_of_ratio(self._question)

    @cached_property
    def _comparison(self) -> tuple[bool, frozenset[str], frozenset[str]] | None:
        """Whether it asks how many more there are, and of what than of what."""
        match = _MORE_THAN.search(self._question)
        return None if match is None else _compared(match)

    def goals(self, text: str) -> str | None:
        """The goals of the side in question, where a sentence says who is ahead or behind: "The guests lead 3-1"."""
        score = _SCORE.search(text)
        if score is None:
            return self._goals_for(text)
        goals = sorted((int(score["one"]), int(score["other"])), reverse=score["behind"] is None)
        asked = _ASKS_SIDE.search(self._question)
        is_other = (
            asked is not None
            and (score["home"] or score["away"])
            and ((asked["home"] is None) != (score["home"] is None))
        )
        return str(goals[1 if is_other else 0])

    def _goals_for(self, text: str) -> str | None:
        score, asked = _SCORE_FOR.search(text), _ASKS_SIDE.search(self._question)
        if score is None or asked is None:
            return None
        most, least = sorted((int(score["one"]), int(score["other"])), reverse=True)
        return str(most if (asked["home"] is None) == (score["home"] is None) else least)

    @cached_property
    def _choice(self) -> re.Pattern[str] | None:
        """How the other one of yes and no is said to be chosen, where a question quotes one of them."""
        quoted = {name.lower() for name in _QUOTED.findall(self._question)} & _OTHER_WORD.keys()
        return re.compile(_CHOSE.format(_OTHER_WORD[quoted.pop()]), re.IGNORECASE) if len(quoted) == 1 else None

    def is_of_other_choice(self, text: str) -> bool:
        """Whether a sentence is only on those who chose the other one: "62 % said no"."""
        chosen = self._choice.search(text) if self._choice is not None else None
        return chosen is not None and not re.search(rf"\b{_OTHER_WORD[chosen['word'].lower()]}\b", text, re.IGNORECASE)

    def is_of_other_side(self, text: str) -> bool:
        """Whether a sentence names only the other one of two teams."""
        asked, told = _ASKS_SIDE.search(self._question), list(_ASKS_SIDE.finditer(text))
        return (
            asked is not None and bool(told) and all((one["home"] is None) != (asked["home"] is None) for one in told)
        )

    def is_reverse(self, text: str) -> bool:
        """Whether a sentence gives the ratio the other way round: of girls to boys."""
        own, told = self._ratio, _ends_of_ratio(text)
        return own is not None and told is not None and own == (told[1], told[0]) and own[0] != own[1]

    def is_negative(self, text: str, end: int) -> bool:
        """Whether a number that ends at a place is of how many fewer, where it is asked how many more."""
        if self._comparison is None:
            return False
        asks_more, one, other = self._comparison
        match = _COMPARED.match(text, end)
        if match is None:
            more = _SO_MANY_MORE.match(text, end)
            degree = degrees(more["degree"]) if more is not None else []
            said = _meanings(more["who"]) if more is not None else frozenset[str]()
            is_of_other = not said.isdisjoint(other - one) and not (one - other) <= said
            return bool(degree) and is_of_other and degree[0].scale[1] == asks_more
        told = _compared(match)
        if told is None:
            return False
        says_more, _, second = told
        is_swapped = second.isdisjoint(other - one)
        if is_swapped and second.isdisjoint(one - other):
            return False
        return (asks_more != says_more) != is_swapped


def ratio_for_each(text: str, question: str) -> str | None:
    """The ratio that a question asks for, of "for every 4 girls there are 3 boys"."""
    asked = _ends_of_ratio(question)
    told = _FOR_EACH.search(text) if asked is not None else None
    if asked is None or told is None:
        return None
    each, one, beside, other = (part for part in told.groups() if part)
    counts = [next(quantities(count), None) for count in (each, beside)]
    if counts[0] is None or counts[1] is None:
        return None
    ratio, named = (counts[0].value, counts[1].value), (_meanings(one), _meanings(other))
    if asked[0] & named[1] and asked[1] & named[0]:
        return f"{ratio[1]}/{ratio[0]}"
    return f"{ratio[0]}/{ratio[1]}" if asked[0] & named[0] and asked[1] & named[1] else None


def has_none(text: str, ends: list[int], counted: frozenset[str]) -> bool:
    """Whether a sentence says that there is none of what is counted, and its numbers, ending at places, are of others.

    "There are no apples, only 7 oranges".
    """
    denied = [word.meaning for match in _NO.finditer(text) for word in words(match["what"])]
    if counted.isdisjoint(denied):
        return False
    for end in ends:
        behind = re.match(r"\s+([a-z]+)", text[end:], re.IGNORECASE)
        if behind is None or behind[1].lower() in _NO_NOUN | STOPWORDS:
            return False
    return True


def none_there(text: str, topic: frozenset[str]) -> bool:
    """Whether a sentence says that none is where the question looks: "7 are in the basket and none on the table"."""
    match = _NONE_THERE.search(text) if "none" in text.lower() else None
    return match is not None and any(word.meaning in topic for word in words(match["place"]))


def with_next_year(text: str, question: str) -> str:
    """A response with the year in place of "the year after", where a question asks for that year.

    Where it asks for a year, so it is with "three years later".
    """
    if "year" not in text:
        return text
    if ("years later" in text or "years after" in text) and _ASKS_YEAR.search(question):
        return _YEARS_LATER.sub(_later, text)

    def named(match: re.Match[str]) -> str:
        year = str(int(match["year"]) + 1)
        return f"{match['year']}{match['between']}in {year}" if year in question else match.group()

    return _NEXT_YEAR.sub(named, text)


def _later(match: re.Match[str]) -> str:
    count = next((one.value for one in quantities(match["count"])), None)
    return match.group() if count is None else f"{match['year']}{match['between']} in {int(match['year']) + int(count)}"


def with_days(text: str, question: str) -> str:
    """A response with "7 days" in place of "a week", where a question asks for days."""
    if ("week" not in text and "fortnight" not in text) or not _ASKS_DAYS.search(question):
        return text
    return _WEEK.sub(lambda match: "14 days" if match["unit"].lower() == "fortnight" else "7 days", text)


def without_delay(text: str) -> str:
    """A sentence with "was opened in" for "was not opened until"."""
    is_delayed = "not" in text or "n't" in text or "n’t" in text
    return _NOT_UNTIL.sub(r"\g<verb>\g<what> in ", text) if is_delayed else text


def _ends_of_ratio(text: str) -> tuple[frozenset[str], frozenset[str]] | None:
    match = _OF_TO.search(text)
    if match is None:
        return None
    one, other = (name for name in match.groups() if name)
    return _meanings(one), _meanings(other)


def _compared(match: re.Match[str]) -> tuple[bool, frozenset[str], frozenset[str]] | None:
    """Whether there is more, of what, and than of what; None if the comparison is not one of degrees."""
    told = degrees(match["degree"])
    return (told[0].scale[1], _meanings(match["one"]), _meanings(match["other"])) if told else None


def _meanings(text: str) -> frozenset[str]:
    """The words of a text that weigh, and its single capital letters, which name things: box A."""
    return (frozenset(word.meaning for word in words(text)) - STOPWORDS).union(_CAPITAL.findall(text))
