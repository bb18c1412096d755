"""The number that one sentence gives: the result of its last equation, or what it says of the thing in question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from hyeval.scoring.addition import is_open_sum, may_add
from hyeval.scoring.candidates import MONEY, Candidates, is_of_several, segments
from hyeval.scoring.counterparts import Counterparts, has_none, none_there, ratio_for_each, without_delay
from hyeval.scoring.extraction import NOTHING, SEVERAL, Extraction, unanswered
from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.number_question import NumberQuestion
from hyeval.scoring.opposites import opposites
from hyeval.scoring.quantity import Quantity, quantities
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import Stance, stance
from hyeval.scoring.statements import CORRECTION
from hyeval.scoring.words import words

_RATIO = re.compile(r"(\d+(?:\.\d+)?)\s*(?::|\bto\b|∶)\s*(\d+(?:\.\d+)?)(?!\d*:)")
_TURN = Sieve(r"\b(?:but|actually|no,|wait|or rather)\b", re.IGNORECASE)
TURNED = re.compile(r".*\b(?:but|actually|no,|wait|or rather)\b[,\s]*(?=.*\d)", re.IGNORECASE)
"""A sentence up to its last turn, if a number stands behind it."""
_SAID_BEFORE = re.compile(
    r"\bor rather\W*$|\bi (?:first |previously |initially |had )?(?:said|counted|wrote|answered|thought)\b|"
    r"\bmy (?:first|initial|earlier|previous) (?:answer|count|guess|reading)\b",
    re.IGNORECASE,
)
_NUMBERS = r"-?\d[\d.]*(?:(?:,|,? and) -?\d[\d.]*)+[})\]]?"
"""Numbers in a row, of which something is told."""
_ROW = re.compile(_NUMBERS)
_RESULT = Sieve(
    r"^[^:=(]*\d[^:=(]*\D:\s+(?=[$€£]?\d[\d.,]*(?:\s[a-z]+)?\W*$)|"
    r"(?:minus|plus|times|divided by)\s+\S*\d\S*\s+(?:is|equals)\s+|"
    r"\b(?:sum|average|mean|difference|product|gap) (?:of|between) [^.;:=]{1,60}?\d\S* (?:is|was|equals) |"
    rf"\b(?:of|in|among|between|from) [^.;:=\d]{{0,30}}{_NUMBERS},? (?:is|was|equals) |"
    r"=|→|=>|⇒|\bi\.e\.,?|"
    r"\bequals\b|\bmakes?\b|\bmaking\b|\bgives\b|\bgiving\b|\byields?\b|"
    r"\bso\b|\btherefore\b|\bthus\b|\bhence\b|"
    r"\btotal(?:s|ling|ing)?(?: of| is|:)?\b|\bin total\b|"
    r"\brounds? (?:up |down )?to\b|\brounded (?:up |down )?to\b|\bcomes to\b|\badds? up to\b|\bsums? to\b|"
    r"\bthat is\b|,\s+that['’]s\s+(?=[\w.,]+(?:\s\w+)?\W*$)|\bwhich is\b|\bresults? in\b|\bleaves\b|\bleaving\b|"
    r"\b(?:to|at|=)\s*:|"
    r"\binsgesamt\b|\bzusammen\b|\bau total\b|\ben tout\b|\ben total\b|\bin totale\b|"
    r"所以|因此|一共|共|等于|合计|总计|[差和]值?[为是]",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"(?<![\d.,/])(\d+|\w+)\s+(?:out\s+)?of\s+(?:the\s+|its\s+|every\s+)?(\d+|\w+)\b(?![.,]\d)", re.IGNORECASE
)
_OTHER_STATE = re.compile(r"\s+(?:others?\s+)?(?:(?:are|is)\s+)?[a-z]+(?:ing|ed)\b", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:total|altogether|in all|overall)\b", re.IGNORECASE)
_TOTAL_ALONE = re.compile(r"\s*\b(?:in total|altogether|in all|overall)\b", re.IGNORECASE)
_ADDEND = re.compile(r"\s*[-+=]")
_CAPITAL = re.compile(r"\b[A-Z]\b")
_MORE = re.compile(r"\s+(?:\w+\s+)?(?:more|fewer|less|\w{2,}er)\b", re.IGNORECASE)
_OF_THEM_ARE = re.compile(
    r"\s+(?:of\s+(?:them|whom|these|those|which)\s+(?:(?:is|are|was|were)\s+)?|(?:is|are|was|were)\s+)(?P<what>[a-z]+)",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\s+of\s+(?:them|whom|these|those|which)\b", re.IGNORECASE)
_IN_TOTAL = re.compile(r"\s*(?:\w+\s+)?\b(?:in total|altogether|in all|overall)\b", re.IGNORECASE)
_RANGE = re.compile(
    r"^\s*(?:%|percent|\w+)?\s*"
    r"(?:or(?: maybe| perhaps| possibly)?|to|-|–|—|~|,? or|或者?|到|至)\s*"
    r"(?:about |around |maybe )?[$€£]?\s*$",
    re.IGNORECASE,
)
_OR = re.compile(
    r"^[\s\w%°,]{0,16}\b(?:or|或)\b\s*(?:maybe |perhaps |possibly |even |about )*[$€£]?\s*$", re.IGNORECASE
)
_AND = re.compile(r"\s*(?:and|und|et|y|&|和)\s*", re.IGNORECASE)
_RESTATED = re.compile(r"[\s\w]{0,16},?\s*(?:or|i\.e\.|that is|which is|=|\()\s*,?\s*", re.IGNORECASE)
"""What stands between an amount and the same in another unit."""
_BETWEEN = Sieve(r"\b(?:between|from)\s+[^\d]{0,20}$", re.IGNORECASE)
_SPAN = re.compile(r"[\s\w%°]{0,12}(?:and|to|-|–)\s*[$€£]?", re.IGNORECASE)
"""What stands between two numbers behind "between" or "from"."""
_CASE = Sieve(r"\b(?:if|when|assuming|provided|otherwise|or else)\b", re.IGNORECASE)
_CASES = re.compile(
    r"\b(?:if|when|assuming|provided)\b[^.;]*\d[^.;]*\b(?:otherwise|or else|else|if not|if|when)\b[^.;]*\d|"
    r"\d[^.;]*\b(?:otherwise|or else|if not)\b[^.;]*\d|"
    r"\d[^.;]*\b(?:if|when|assuming|provided)\b[^.;]*(?:\b(?:otherwise|or else|else|and|or|but)\b|,)[^.;]*\d[^.;]*\b"
    r"(?:if|when|otherwise|else)\b",
    re.IGNORECASE,
)
"""A value for each of two cases: "If they are parallel, x = 70, otherwise x = 110"."""
_OPERATOR = re.compile(r"^[^\w=]*[A-Za-z°% ]{0,16}\s*[-+×x*·÷/]\s*[^\w=]*$")
_SHIFT = re.compile(
    r"\b(?:rose|risen|increased|fell|fallen|dropped|went|changed|grew|grown|decreased|raised|cut|reduced)\b[^.;]{0,60}?"
    r"\bfrom\s+[$€£]?$",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*(?:%\s*)?(?:(?:in|at|of|on)\s+\w+\s+)?to\s*[$€£]?", re.IGNORECASE)
_FALL = Sieve(
    r"\b(?:fell|falls?|fallen|dropp?(?:ed|s)?|decreased?|decreases|declined?|lost|loss|reduction|reduced|went down|"
    r"down|decrease|lower|sank|shrank|minus|cheaper|gesunken|gefallen|baissé|diminué|bajó|disminuyó)\b|"
    r"下降|下跌|减少|降低|跌",
    re.IGNORECASE,
)
_TO_NUMBER = re.compile(r"\s+to\s+(?=[-$€£]?\d)", re.IGNORECASE)
_PARTS = re.compile(
    r"(?:\s+[a-z]+){0,4}?\s*(?::|\(|\s[-–—]\s|,\s+(?:namely|i\.e\.|that is|made up of|consisting of|of which|"
    r"comprising|with|being)\b)",
    re.IGNORECASE,
)
"""What stands between a number and its parts."""
_BY_GROUP = re.compile(
    r"\b(?P<one>adults?|children|kids|students?|seniors?|members?|visitors|locals|residents)\s+(?:pay|is|are|:)?\s*[^,;.]{0,20}\d"
    r"[^;.]*[,;]\s*(?:and\s+|while\s+)?(?!(?P=one))(?:adults?|children|kids|students?|seniors?|members?|visitors|locals|residents)\b",
    re.IGNORECASE,
)
"""Prices of two groups of people."""
_IN_DEBT = re.compile(r"\boverdrawn\b|\bin the red\b|\bin debt\b|\bowes\b", re.IGNORECASE)
_SPLIT = re.compile(r"[,;]\s+(?=['\"])|:\s+(?=\d)")
"""Where something else begins: a name in quotation marks, parts of what was counted."""
_OF_NOUN = re.compile(r"\d\s+[a-z]{3,}\W*\Z")
"""A number with the noun of what it counts, at the end of a text."""
_MOST_PARTS = 12
_TEMPERATURE = re.compile(r"\s?°\s?[CF]\b")
_BELOW_ZERO = re.compile(
    r"^\s*(?:°\s?[CF]?|degrees?(?: celsius| fahrenheit)?)?\s*below (?:zero|freezing)", re.IGNORECASE
)


class NumberInSentence:
    """What a sentence gives for the number that a question asks for."""

    def __init__(self, question: NumberQuestion) -> None:
        self._question = question
        self._candidates = Candidates(question)
        self._counterparts = Counterparts(question.text)

    def pick(self, text: str, stated: bool = False, lead: str = "") -> Extraction:
        """The number that one sentence or statement gives."""
        question = self._question
        ratio = self._ratio(text) if question.is_ratio else None
        if ratio is not None:
            return Extraction(ratio)
        text = without_delay(text)
        if _TURN.search(text) and (turn := TURNED.match(text)) and _takes_back(turn.group()):
            corrected = self.pick(text[turn.end() :], stated, lead)
            if corrected.answer is not None:
                return corrected
        goals = self._counterparts.goals(text) if question.asks_score else None
        if goals is not None:
            return Extraction(goals)
        if not stated and self._has_cases(text):
            return unanswered(SEVERAL)
        if (whole := self._before_parts(text)) is not None:
            return Extraction(self._written(whole, text, lead))
        return self._behind_results(text, stated, lead)

    def _behind_results(self, text: str, stated: bool, lead: str) -> Extraction:
        """The number behind what says that a result follows, the last one first; else one of all."""
        question = self._question
        results = list(_RESULT.finditer(text))
        is_of_years = question.names_year and len(question.years_in(text)) > 1
        named = question.named.search(text) if question.named is not None and not is_of_years else None
        for cut in [*([named.end()] if named else ()), *(match.end() for match in reversed(results[-6:])), 0]:
            share = _share(text[cut:]) if question.asks_share else None
            if share is not None:
                return Extraction(share)
            found = self._candidates.behind(text, cut)
            if cut and found and found[0].percent and not question.may_be_percent:
                continue
            if cut and found and (self._sums_others(found, text, cut) or self._sums_parts(text, cut)):
                continue
            if cut and found and self._is_of_other_bearer(found, text):
                continue
            if found and not (cut and self._candidates.are_dates(found, text)):
                return self._choose(found, text, stated or cut > 0, lead)
        return unanswered(SEVERAL if self.bounds(text) else NOTHING)

    def bounds(self, text: str, part: str = "") -> bool:
        """Whether a sentence, or a part of it, has a number that only bounds the value."""
        start = text.find(part)
        end = start + len(part or text)
        return any(start <= one.start < end and self._candidates.is_bound(one, text) for one in quantities(text))

    def _ratio(self, text: str) -> str | None:
        """The ratio that a sentence gives, as the question names its two sides."""
        told, ratio = ratio_for_each(text, self._question.text), _RATIO.search(text)
        if told is not None or ratio is None:
            return told
        is_reverse = self._counterparts.is_reverse(text[: ratio.start()])
        return "/".join(ratio.group(2, 1) if is_reverse else ratio.group(1, 2))

    def is_of_other(self, text: str) -> bool:
        """Whether a sentence gives the number of something else than what is asked for."""
        question, counterparts = self._question, self._counterparts
        if question.is_of_other(text) or counterparts.is_of_other_choice(text):
            return True
        return question.asks_score and counterparts.goals(text) is None and counterparts.is_of_other_side(text)

    def is_of_other_kind(self, line: str) -> bool:
        """Whether a sentence only has amounts of money, or years, where things are counted; or none, for a price."""
        found = self._candidates.behind(line, 0)
        if not found:
            return False
        priced = [one.factor is not None and one.factor[0] in MONEY for one in found]
        if self._question.asks_price:
            return not any(priced)
        return (bool(self._question.counted) and all(priced)) or self._candidates.are_dates(found, line)

    def _before_parts(self, text: str) -> Quantity | None:
        """The number before a colon and its parts, which sum up to it, or whose difference it is: "9: 4 and 5"."""
        found = [one for one in quantities(text) if not one.weak][-_MOST_PARTS:] if _PARTS.search(text) else []
        for place, one in enumerate(found[:-2]):
            rest = found[place + 1 :]
            opens = _PARTS.match(text, one.end)
            values = [other.value for other in rest]
            fits = sum(values) == one.value or (
                self._question.combines and len(values) == 2 and abs(values[0] - values[1]) == one.value
            )
            if (
                opens is not None
                and fits
                and opens.end() <= rest[0].start
                and self._is_whole(text[: opens.end()], text)
            ):
                return one
        return None

    def _of_part(self, found: list[Quantity], text: str) -> list[Quantity]:
        """The one number of those among others of whom a word of the question is said: "4 of them are red"."""
        named = [(one, _OF_THEM_ARE.match(text, one.end)) for one in found]
        told = [one for one, what in named if what is not None and concept(what["what"]) in self._question.telling]
        return told if len(told) == 1 < len(found) else []

    def _is_whole(self, before: str, text: str) -> bool:
        """Whether the parts behind a number are told of nothing more of the question than what is before them."""
        told, parts = ({word.meaning for word in words(one)} for one in (before, text[len(before) :]))
        has_noun = _OF_NOUN.search(before) is not None
        return not ((self._question.topic if has_noun else self._question.telling) - told) & parts

    def _sums_others(self, found: list[Quantity], text: str, cut: int) -> bool:
        """Whether the end of a sentence counts more than what is asked for: "7 parked and 2 driving, so 9 vehicles"."""
        state = self._question.state
        if state is None or len(found) > 1 or state in {word.meaning for word in words(text[cut:])}:
            return False
        before = [one for one in self._candidates.behind(text, 0) if one.end <= cut]
        behind = [{word.meaning for word in words(text[one.end : one.end + 40])[:3]} for one in before]
        others = [_OTHER_STATE.match(text, one.end) for one in before]
        return sum(state in named for named in behind) == 1 and any(others)

    def _sums_parts(self, text: str, cut: int) -> bool:
        """Whether a sentence ends in a total where it is asked for a part: "six electrons (2 + 6 = 8 in total)"."""
        if not self._question.part or not _TOTAL.search(text, max(0, cut - 12)):
            return False
        before = [one for one in self._candidates.behind(text, 0) if one.end < cut and not _ADDEND.match(text, one.end)]
        return bool(self._told_of_part(before, text))

    def _parts(self, found: list[Quantity], total: Quantity, text: str) -> list[Quantity]:
        """The number beside a total that is told of a part for which a question asks."""
        others = [one for one in found if one is not total]
        return self._told_of_part(others, text) if self._question.part else []

    def _told_of_part(self, found: list[Quantity], text: str) -> list[Quantity]:
        """The one number of several that is told of the part in question, or the only one that is there."""
        own = self._of_segment(self._counted(found, text) or found, text)
        if len({one.value for one in own}) != 1:
            return []
        named = [
            {word.meaning for word in words(text[slice(*span)])} for span in segments(text) if _is_in(own[0], span)
        ]
        return own[:1] if len(found) == 1 or not self._question.part.isdisjoint(*named) else []

    def _has_cases(self, text: str) -> bool:
        """Whether a sentence gives one value for one case, and another one for another."""
        has_cases = bool(_CASE.search(text) and _CASES.search(text))
        has_cases = has_cases or (self._question.asks_price and _BY_GROUP.search(text) is not None)
        found = self._candidates.behind(text, 0) if has_cases else []
        return len({one.value for one in found}) > 1

    def has_one(self, line: str) -> bool:
        """Whether a sentence holds one candidate alone; one with several does not say which is meant."""
        return len({one.value for one in self._candidates.behind(line, 0)}) == 1

    def is_of_one(self, line: str) -> bool:
        """Whether a sentence has no number but the "one" of "one of them"."""
        found = self._candidates.behind(line, 0)
        return bool(found) and all(is_of_several(one, line) for one in found)

    def leaves_open(self, line: str) -> bool:
        """Whether a sentence adds to a number and does not say what that makes."""
        found = self._candidates.behind(line, 0) if may_add(line) else []
        return any(is_open_sum(one, line, self._question.counted, sums_up=True) for one in found)

    def _choose(self, found: list[Quantity], text: str, stated: bool, lead: str) -> Extraction:
        question = self._question
        if not stated and len({one.value for one in found}) > 1 and question.is_unmade(text):
            return unanswered(SEVERAL)
        counted = self._counted(found, text)
        is_none = question.counted and not counted and has_none(text, [one.end for one in found], question.counted)
        if is_none or (question.counted and none_there(text, question.topic - question.counted)):
            return Extraction("0")
        totals = _totals(found, counted, text)
        parts = self._parts(found, totals[0], text) if len(totals) == 1 < len(found) else []
        if parts:
            found, counted, totals = parts, parts, []
        if not question.is_change and len(found) > 1 and _shifts(found[0], found[1], text):
            found = found[:1] if question.asks_former else found[1:]
        settled = self._of_event(found, text) or (totals[0] if len(totals) == 1 else self._tied(found, text, stated))
        settled = settled or (None if stated else self._of_bearer(found, counted, text))
        if settled is not None:
            return Extraction(self._written(settled, text, lead))
        if len({one.value for one in found}) > 1 and _alternatives(found, text) and not set(counted) - set(found[:2]):
            return unanswered(SEVERAL)
        if counted and not stated:
            found = self._qualified(found, text) or counted
        found = found if stated else self._of_segment(found, text)
        if not counted and not stated and len({one.value for one in found}) > 2 and self._are_in_row(found, text):
            return unanswered(SEVERAL)
        plain = [one for one in found if stance(text, one.start, one.end) is Stance.ASSERTED]
        chosen = (plain or found)[0]
        are_several = not stated and len({one.value for one in plain or found}) > 1 and len(counted) > 1
        if are_several or is_open_sum(chosen, text, question.counted, sums_up=stated):
            return unanswered(SEVERAL)
        return Extraction(self._written(chosen, text, lead))

    def _are_in_row(self, found: list[Quantity], text: str) -> bool:
        """Whether numbers stand side by side, or count other things than those that are asked for."""
        if self._question.counted:
            return True
        row = _ROW.search(text)
        return row is not None and all(row.start() <= one.start < row.end() for one in found)

    def _tied(self, found: list[Quantity], text: str, stated: bool) -> Quantity | None:
        """One amount told in two units, a difference beside the two amounts, or the number by one of the question."""
        if len(found) == 2 and _is_same(found, text):
            return (self._counted(found, text) or found)[0]
        if self._question.compares and len(found) > 1:
            compared = [one for one in found if _MORE.match(text, one.end)]
            return compared[0] if len(compared) == 1 else None
        return None if stated else self._nearest_to_asked(found, text)

    def _counted(self, found: list[Quantity], text: str) -> list[Quantity]:
        """The numbers behind which most of what is counted is named."""
        if told := self._of_part(found, text):
            return told
        behind = [{word.meaning for word in words(_SPLIT.split(text[one.end : one.end + 40])[0])[:3]} for one in found]
        shared = [len(self._question.counted & named) for named in behind]
        modifier = self._question.modifier
        if modifier is not None:
            next_words = [[word.meaning for word in words(text[one.end : one.end + 40])[:1]] for one in found]
            shared = [number + 2 * (modifier in near) for number, near in zip(shared, next_words, strict=True)]
        return [one for one, number in zip(found, shared, strict=True) if number and number == max(shared)]

    def _of_segment(self, found: list[Quantity], text: str) -> list[Quantity]:
        """The number beside a number of the question, else beside most of its words: "A has 3 and B 5"."""
        if len({one.value for one in found}) < 2:
            return found
        marks = [one.start for one in quantities(text) if one.value in self._question.numbers]
        shared = {}
        for start, end in segments(text):
            spoken = {word.meaning for word in words(text[start:end])}
            shared[start, end] = (
                any(start <= mark < end for mark in marks),
                any(name in text[start:end].casefold() for name in self._question.quoted),
                not self._question.order.isdisjoint(spoken),
                self._question.state in spoken,
                not opposites(self._question.text).is_in(text[start:end]),
                len(self._question.marks.intersection(_CAPITAL.findall(text[start:end])))
                if self._question.marks
                else 0,
                len(self._question.topic & spoken),
            )
        held = {span: [one for one in found if span[0] <= one.start < span[1]] for span in shared}
        most = max((shared[span] for span in shared if held[span]), default=None)
        closest = [held[span] for span in shared if held[span] and shared[span] == most]
        return closest[0][:1] if len(closest) == 1 == len({one.value for one in closest[0]}) else found

    def _of_event(self, found: list[Quantity], text: str) -> Quantity | None:
        """The year of the part of a sentence that speaks of what happened: "designed in 1937 and opened in 1941"."""
        event = self._question.event
        if event is None or len({one.value for one in found}) < 2:
            return None
        spans = [span for span in segments(text) if event in {word.meaning for word in words(text[slice(*span)])}]
        own = [one for start, end in spans for one in found if start <= one.start < end]
        return own[0] if len({one.value for one in own}) == 1 else None

    def _of_bearer(self, found: list[Quantity], counted: list[Quantity], text: str) -> Quantity | None:
        """The number of the one whom the question names, of those of several: "A got 310 votes and B 295"."""
        bearers = self._question.bearers
        tells_apart = bool(counted or (not self._question.counted and bearers.are_times))
        if not tells_apart or len(found) < 2 or self._question.combines or not bearers:
            return None
        own: list[Quantity] = []
        is_own: bool | None = None
        for start, end in _smaller(segments(text), text):
            told = bearers.is_own(text[start:end])
            held = [one for one in found if start <= one.start < end]
            if own and held and told is None and is_own is False and not _TO_NUMBER.match(text, start):
                return None  # whose it is remains open: "Tom had 10, gave 6 to Mia and has 4 left"
            is_own = is_own if told is None else told
            own += held if is_own else []
        if counted:
            own = [one for one in own if one in counted] or [one for one in own if self._is_bare(one, text)]
        return own[0] if len({one.value for one in own}) == 1 else None

    def _is_of_other_bearer(self, found: list[Quantity], text: str) -> bool:
        """Whether numbers are told of another one than the question names, and others before them of that one."""
        bearers = self._question.bearers
        if not self._question.counted or not bearers:
            return False
        told = [(span, bearers.is_own(text[slice(*span)])) for span in segments(text)]
        are_other = all(is_own is False for span, is_own in told for one in found if _is_in(one, span))
        before = [one for one in self._candidates.behind(text, 0) if one.end < found[0].start] if are_other else []
        return any(is_own for span, is_own in told for one in before if _is_in(one, span))

    def _is_bare(self, one: Quantity, text: str) -> bool:
        """Whether nothing that the number counts is named behind it, or what the question speaks of."""
        behind = words(text[one.end : one.end + 24])[:1]
        is_next = bool(behind) and not text[one.end : one.end + behind[0].start].strip()
        return not is_next or behind[0].meaning in STOPWORDS | self._question.topic

    def _qualified(self, found: list[Quantity], text: str) -> list[Quantity]:
        """The number of those of whom the question's predicate holds: "four people, but two of them wear hats"."""
        closest = self._of_segment(found, text)
        if self._question.order and len(closest) == 1:
            return closest
        if len(closest) == 1 < len(found) and self._is_opposed(found, closest[0], text):
            return closest
        behind = text[closest[0].end :] if len(closest) == 1 < len(found) else ""
        follows = {word.meaning for word in words(behind[:40])[:2]}
        return closest if _OF_THEM.match(behind) or follows & (self._question.topic - self._question.counted) else []

    def _is_opposed(self, found: list[Quantity], own: Quantity, text: str) -> bool:
        """Whether all numbers but one are told of the opposite of what is asked for: of the inner shell."""
        opposed = opposites(self._question.text)
        others = [span for span in segments(text) for one in found if span[0] <= one.start < span[1] and one is not own]
        return bool(others) and all(opposed.is_in(text[slice(*span)]) for span in others)

    def _nearest_to_asked(self, found: list[Quantity], text: str) -> Quantity | None:
        """The number by a number of the question: "1100 in 2019, 1250 in 2020" where 2020 is asked for."""
        marks = [one for one in quantities(text) if one.value in self._question.numbers]
        tied = [
            one
            for one in found
            for mark in marks
            if 0 <= mark.start - one.end <= 6 and "," not in text[one.end : mark.start]
        ]
        return tied[0] if len(tied) == 1 else None

    def _written(self, quantity: Quantity, text: str, lead: str) -> str:
        """The number as text, with the sign that words give it."""
        written = quantity.text
        unit = quantity.unit if quantity.factor and not quantity.percent and "$" not in written else None
        if unit is not None and unit not in written:
            written += " " + unit
        elif _TEMPERATURE.match(text[quantity.end : quantity.end + 4]):
            written += text[quantity.end : quantity.end + 4].rstrip(" .,")
        fallen = bool(self._question.is_change and _FALL.search(lead + " " + text[: quantity.end + 20]))
        fallen = fallen or (self._question.asks_balance and _IN_DEBT.search(text) is not None)
        fallen = fallen or self._counterparts.is_negative(text, quantity.end)
        if quantity.value > 0 and (fallen or _BELOW_ZERO.match(text[quantity.end : quantity.end + 40])):
            return "-" + written.lstrip("+")
        return written


def _totals(found: list[Quantity], counted: list[Quantity], text: str) -> list[Quantity]:
    """The numbers of a sentence that it gives as totals, of what is counted: "4 women, 7 people in total" has none."""
    totals = [one for one in found if _IN_TOTAL.match(text, one.end)]
    if counted and not set(totals) <= set(counted):
        return [one for one in totals if _TOTAL_ALONE.match(text, one.end)]
    return totals


def _smaller(spans: list[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """Parts of a sentence, split before "to 18 km/h at noon"."""
    for start, end in spans:
        cuts = [match.start() for match in _TO_NUMBER.finditer(text, start, end)]
        yield from pairwise([start, *cuts, end])


def _is_in(one: Quantity, span: tuple[int, int]) -> bool:
    return span[0] <= one.start < span[1]


def _is_same(found: list[Quantity], text: str) -> bool:
    """Whether one amount is told in two units: "1 h 35 min, or 95 minutes"."""
    first, second = (one.factor for one in found)
    if first is None or second is None or first[0] != second[0] or not _RESTATED.fullmatch(_between(found, text)):
        return False
    return found[0].value * first[1] == found[1].value * second[1]


def _between(found: list[Quantity], text: str) -> str:
    return text[found[0].end : found[1].start]


def _takes_back(text: str) -> bool:
    """Whether the part of a sentence before its turn is taken back by it: "I said 8 before, but", "10, or rather"."""
    return CORRECTION.search(text) is not None or _SAID_BEFORE.search(text) is not None


def _share(text: str) -> str | None:
    """A part of a whole as a fraction: "3 of the 8 slices"."""
    for match in _SHARE.finditer(text):
        part, whole = (list(quantities(group)) for group in match.groups())
        if len(part) == len(whole) == 1 and whole[0].value and part[0].value <= whole[0].value and "=" not in text:
            return f"{part[0].value}/{whole[0].value}"
    return None


def _shifts(first: Quantity, second: Quantity, text: str) -> bool:
    """Whether something went from the first number to the second, which it is now: "rose from 3 to 5"."""
    return _SHIFT.search(text[: first.start]) is not None and _TO.fullmatch(text, first.end, second.start) is not None


def _alternatives(found: list[Quantity], text: str) -> bool:
    """Whether the first numbers are alternatives or the ends of a range."""
    first, second = found[0], found[1]
    between = text[first.end : second.start]
    if _AND.fullmatch(between) and not re.search(r"\w", text[: first.start] + text[second.end :]) and second.value > 1:
        return True
    if _BETWEEN.search(text[: first.start]) and _SPAN.fullmatch(between.strip()):
        return True
    is_difference = " - " in between and _OPERATOR.match(between.replace("-", "+")) is not None
    return bool(_RANGE.match(between) or _OR.match(between)) and not is_difference
