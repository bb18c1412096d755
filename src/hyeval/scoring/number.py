"""Reading the answer to a question for a number.

The number of the last explicit statement counts, else of the conclusion, else of the sentence that takes up the
question. Within a sentence it is the result of the last equation, or the number that counts what is asked for. Numbers
of the question itself, list and step numbers, and operands in brackets or in a comparison are no answers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from hyeval.scoring import prose
from hyeval.scoring.extraction import NOTHING, REFUSAL, SEVERAL, Extraction, Question, unanswered
from hyeval.scoring.lexicon import ORDINALS, STOPWORDS, concept
from hyeval.scoring.quantity import Quantity, plain_latex, quantities, unit_factor
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import Stance, stance
from hyeval.scoring.statements import CONCLUSION, CORRECTION, Statement, marked_sentences, read, statements
from hyeval.scoring.words import words

_PLAIN = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*\.?\s*")
_STEP = re.compile(r"^\s*(?:#+\s*)?(?:\(?\d{1,2}[.)](?=\s+\D)|(?:step|part|phase)\s+\d+\b\s*[:.)]?)", re.IGNORECASE)
_ASKS_SCORE = re.compile(
    r"\b(?:score|goals|points) (?:of|for|does|did|has) the (?:home|away|visiting|guest) team\b", re.IGNORECASE
)
_SCORE = re.compile(
    r"\bteam (?:is |has |was )?(leads?|leading|ahead|wins?|won|winning|trails?|trailing|behind|lost|loses|"
    r"losing)\b[^\d]{0,20}(\d+)\s?[-:]\s?(\d+)",
    re.IGNORECASE,
)
_BEHIND = frozenset(("trail", "trails", "trailing", "behind", "lost", "loses", "losing"))
_MORE = re.compile(r"\s*(?:more|less|higher|lower|fewer|up|down)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\s*o['’]?clock\b", re.IGNORECASE)
_ITEM = re.compile(r"\s*(\d{1,2})[.)](?:\s|$)")
_NAMED = Sieve(
    r"\b(?:step|figure|fig\.|table|line|row|column|page|chapter|section|part|question|option|item|no\.|number|room|"
    r"gate|route|lane|q|equation|image|phase)\s*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(\w+) (?:number|no\.)|\b(?:which|what) (\w+)", re.IGNORECASE)
_NUMBERED_NOUN = re.compile(r"\b(?!the\b|a\b)\w+ number\b", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(?:original(?:ly)?|formerly|previous(?:ly)?|regular(?:ly)?|used to be|before)\b", re.IGNORECASE
)
_RANGE = re.compile(
    r"^\s*(?:%|percent|\w+)?\s*(?:or(?: maybe| perhaps| possibly)?|to|-|–|—|~|,? or|或者?|到|至)\s*(?:about |around |"
    r"maybe )?[$€£]?\s*$",
    re.IGNORECASE,
)
_OR = re.compile(
    r"^[\s\w%°,]{0,16}\b(?:or|或)\b\s*(?:maybe |perhaps |possibly |even |about )*[$€£]?\s*$", re.IGNORECASE
)
_AND = re.compile(r"\s*(?:and|und|et|y|&|和)\s*", re.IGNORECASE)
_BETWEEN = Sieve(r"\b(?:between|from)\s+[^\d]{0,20}$", re.IGNORECASE)
_OPERATOR = re.compile(r"^[^\w=]*[A-Za-z°% ]{0,16}\s*[-+×x*·÷/]\s*[^\w=]*$")
_RESULT = Sieve(
    r"^[^:=(]*\d[^:=(]*\D:\s+(?=[$€£]?\d[\d.,]*(?:\s[a-z]+)?\W*$)|"
    r"=|→|=>|⇒|\bi\.e\.,?|\bequals\b|\bmakes?\b|\bmaking\b|\bgives\b|\bgiving\b|\byields?\b|\bso\b|\btherefore\b|\bthus\b|"
    r"\bhence\b|\btotal(?:s|ling|ing)?(?: of| is|:)?\b|"
    r"\bin total\b|\brounds? (?:up |down )?to\b|\brounded (?:up |down )?to\b|\bcomes to\b|\badds? up to\b|"
    r"\bsums? to\b|\bthat is\b|\bwhich is\b|\bresults? in\b|\bleaves\b|\bleaving\b|\b(?:to|at|=)\s*:|所以|因此|"
    r"一共|共|等于|合计|总计|[差和]值?[为是]",
    re.IGNORECASE,
)
_YEAR = re.compile(r"1[0-9]\d\d|20\d\d")
_THINGS = re.compile(r"\s+(?:people|students|units|dollars|euros|cm|mm|km|m|kg|g)\b")
_DATED = Sieve(
    r"\b(?:in|since|until|during|by|of|year|from|to|january|february|march|april|may|june|july|august|september|"
    r"october|november|december)\s+$|\($",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?:between|from)\s+[$€£]?(\d[\d.,]*)[^\d,;]{0,20}?\s(?:and|to)\s+[$€£]?(\d[\d.,]*)(?=.*?\d)", re.IGNORECASE
)
"""A range with another number behind it: then its ends are operands, not answers."""
_QUOTED_NO = re.compile(r"['\"](?:no|not)['\"]", re.IGNORECASE)
_QUOTED = re.compile(r"['\"]([^'\"]{1,40})['\"]")
_DERIVED = Sieve(r"\b(?:giving|gives|makes|making|leaving|in total|rounds? to|comes to|adds? up to)\b", re.IGNORECASE)
_RATIO = re.compile(r"(\d+(?:\.\d+)?)\s*(?::|\bto\b|∶)\s*(\d+(?:\.\d+)?)(?!\d*:)")
_FALL = Sieve(
    r"\b(?:fell|falls?|fallen|dropp?(?:ed|s)?|decreased?|decreases|declined?|lost|loss|reduction|reduced|went down|"
    r"down|decrease|lower|sank|shrank|minus|cheaper|gesunken|gefallen|baissé|diminué|bajó|disminuyó)\b|"
    r"下降|下跌|减少|降低|跌",
    re.IGNORECASE,
)
_CHANGE = Sieve(r"\bchange[ds]?\b|\bvariation\b|\bgrowth\b|\bprofit\b", re.IGNORECASE)
_BELOW_ZERO = re.compile(
    r"^\s*(?:°\s?[CF]?|degrees?(?: celsius| fahrenheit)?)?\s*below (?:zero|freezing)", re.IGNORECASE
)
_ABSENT = Sieve(r"\b(?:no|not any|zero|none|aren't any|isn't any)\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow many\s+(?:more\s+|fewer\s+|different\s+|of the\s+)?(\w+)(?:\s+(\w+))?", re.IGNORECASE)
_ORDER = frozenset(map(concept, (*ORDINALS, "last", "next")))
_UNIT_ASKED = re.compile(r"\bin ([A-Za-zµΩ]+(?:/[a-z]+)?)\W*$")
_IN_TOTAL = re.compile(r"\s*(?:\w+\s+)?\b(?:in total|altogether|in all|overall)\b", re.IGNORECASE)
_STATE = re.compile(r"\bhow many \w[^,?]{0,30}? (?:are|were) (\w+(?:ed|ing|en))\b", re.IGNORECASE)
"""What those are or do that a question counts: "How many cars are parked"."""
_BOUND = Sieve(
    r"\b(?:(?:more|less|fewer|greater|higher|lower) than|at most|no (?:more|less|fewer) than|up to|upwards of|"
    r"a (?:minimum|maximum) of)\s+(?:about |around |some )?[$€£]?$",
    re.IGNORECASE,
)
"""What stands before a bound, which is no value; "at least" is no such bound where things are counted by eye."""
_TURN = Sieve(r"\b(?:but|actually|no,|wait)\b", re.IGNORECASE)
_TURNED = re.compile(r".*\b(?:but|actually|no,|wait)\b[,\s]*(?=.*\d)", re.IGNORECASE)
"""A sentence up to its last turn, if a number stands behind it."""
_LISTED = re.compile(
    r"(?:^|[,;\n]\s|[-*•]\s)[\s*]*(\w[\w '-]{0,40}?)[\s*]*:[\s*]*([^,;:\n]{0,12}\d[\d.,]*[^,;:\n]{0,20}?)[\s*.]*"
    r"(?=,\s|;|\n|$)"
)
_AT_FIRST = Sieve(r"\b(?:at first|initially|first (?:read|saw|thought|guess\w*|impression))\b", re.IGNORECASE)
_ASKS_BOUND = re.compile(
    r"\b(?:least|most|minimum|maximum|min|max|limit|capacity|up to|(?:more|less|fewer) than)\b", re.IGNORECASE
)
_LIMIT = re.compile(r"\b(?:above|below|over|under)\s+[$€£]?$", re.IGNORECASE)
_OF_THEM = re.compile(r"\s+of\s+(?:them|whom|these|those|which)\b", re.IGNORECASE)
_DECADE = re.compile(r"s\b")
_SHARE = re.compile(
    r"(?<![\d.,/])(\d+|\w+)\s+(?:out\s+)?of\s+(?:the\s+|its\s+|every\s+)?(\d+|\w+)\b(?![.,]\d)", re.IGNORECASE
)
_PART_OF = re.compile(r"\s+(?:out\s+)?of\s+(?:the\s+|its\s+|these\s+|a total of\s+)?", re.IGNORECASE)
_ASKS_SHARE = re.compile(
    r"\b(?:fraction|proportion|share|probability|chance|likelihood|percent\w*|ratio)\b|%", re.IGNORECASE
)
_SEGMENT = re.compile(r",\s+(?:and\s+|while\s+)?|;\s+|\s+(?:and|while|whereas|but)\s+", re.IGNORECASE)
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
_SHIFT = re.compile(
    r"\b(?:rose|risen|increased|fell|fallen|dropped|went|changed|grew|grown|decreased|raised|cut|reduced)\b[^.;]{0,60}?"
    r"\bfrom\s+[$€£]?$",
    re.IGNORECASE,
)
_UNSTATED = Sieve(
    r"\b(?:(?:is|are|was|were)(?:n't| not)|cannot be|can't be)\s+(?:\w+ly\s+)?(?:shown|visible|given|stated|specified|"
    r"mentioned|indicated|available|provided|listed|legible|readable|known|labell?ed|displayed)\b",
    re.IGNORECASE,
)
_LIST_ALONE = re.compile(
    r"(?:```\w*\s*)?\[(?!\d{1,3}(?:,\d{3})+(?:\.\d+)?\])(\s*-?\d+(?:\.\d+)?(?:\s*,\s*-?\d+(?:\.\d+)?)+\s*)\](?:\s*```)?"
)
"""A list of numbers, and not one number with commas between its thousands."""


def extract_number(response: str, question: Question) -> Extraction:
    """Find the number that a response gives, as text with its sign, scale word, percent sign and unit."""
    plain = _PLAIN.fullmatch(response) if len(response) < 40 else None
    if plain:
        return Extraction(plain.group(1))
    found = read(response, question.text)
    if found.reason:
        return unanswered(found.reason)
    if numbers := _LIST_ALONE.fullmatch(found.text):
        listed = [text.strip() for text in numbers[1].split(",")]
        return Extraction(listed[0]) if len(set(map(float, listed))) == 1 else unanswered(SEVERAL)
    reader = _reader(question)
    if found.declared is not None:
        declared = reader.pick(plain_latex(prose.flat(found.declared)), stated=True)
        if declared.answer is not None:
            return declared
    return reader.read(found)


class _Reader:
    """Reads one response; holds what the question says: its numbers, its nouns, and what kind of number it asks for."""

    def __init__(self, question: Question) -> None:
        self.text = question.text
        head = (prose.head_noun(question.text) or "").split()
        self.head = (
            re.compile(rf"\b{re.escape(head[-1])} of\s+(?=[$€£]?-?\d)", re.IGNORECASE)
            if head and head[-1].isalpha()
            else None
        )
        self.noun = concept(head[-1]) if head and head[-1].isalpha() else None
        self.asked = {quantity.value for quantity in quantities(plain_latex(question.text))}
        self.topic = {word.meaning for word in words(question.text)} - STOPWORDS
        self.is_ratio = "ratio" in question.text.lower()
        self.is_change = bool(_CHANGE.search(question.text))
        self.is_year = (
            bool(re.search(r"\byear\b|\bwhen\b", question.text, re.IGNORECASE)) and "years" not in question.text
        )
        counted = _HOW_MANY.search(question.text)
        self.counted = (
            {word.meaning for word in words(" ".join(filter(None, counted.groups())))} - STOPWORDS if counted else set()
        )
        self.dimension = next((name for name, asks in _DIMENSIONS if asks.search(question.text)), None)
        self.asks_former = _FORMER.search(question.text) is not None
        self.numbered = {noun.lower() for pair in _NUMBERED.findall(question.text) for noun in pair if noun}
        self.numbered |= {"number", "no."} if _NUMBERED_NOUN.search(question.text) else set()
        self.asks_bound = _ASKS_BOUND.search(question.text) is not None
        self.asks_score = _ASKS_SCORE.search(question.text) is not None
        self.asks_percent = "%" in question.text or "percent" in question.text.lower()
        self.asks_share = _ASKS_SHARE.search(question.text) is not None
        state = _STATE.search(question.text)
        self.state = concept(state.group(1)) if state else None
        self.counted |= {word.meaning for name in _QUOTED.findall(question.text) for word in words(name)}
        self.topic |= self.counted
        self.order = self.topic & _ORDER
        self.extent = next((behind for asks, behind in _EXTENTS if asks.search(question.text)), None)
        unit = _UNIT_ASKED.search(question.text)
        self.unit = unit_factor(unit.group(1)) if unit else None

    def read(self, found: prose.Reading) -> Extraction:
        """Read the sentences: explicit statements, then conclusions, then what takes up the question, then the last."""
        whole = [_STEP.sub("", _shortened(line)) for line in _without_open_item(marked_sentences(found.text))][-300:]
        lines = [plain_latex(clause) for line in whole for clause in prose.clauses(line)]
        stated = self._stated(statements(lines), lines)
        if stated is not None:
            return stated
        reason = prose.failure(found)
        if reason is not None:
            return unanswered(reason)
        if any(self._unstated(line) for line in lines[-2:]):
            return unanswered(REFUSAL)
        listed = self._listed(found.text)
        if listed is not None:
            return listed
        picks = [(line, self.pick(line)) for line in lines if not line.rstrip().endswith("?")]
        picks = [(line, one) for line, one in picks if one.reason != NOTHING]
        if not self.asks_former:
            picks = [(line, one) for line, one in picks if not _FORMER.search(line)] or picks
        picks = [(line, one) for line, one in picks if not _is_first_thought(line)] or picks
        headed = [(line, one) for line, one in picks if self.noun in {word.meaning for word in words(line)}]
        clear = [(line, one) for line, one in picks if self._echoes(line) and self._has_one(line)]
        for chosen in (
            [pick for pick in picks if _concludes(pick[0])][-1:],
            clear[-1:],
            headed[-1:],
            picks[-1:],
        ):
            if chosen:
                return chosen[0][1]
        return self._absent(lines)

    def _stated(self, stated: list[Statement], lines: list[str]) -> Extraction | None:
        """The last statement with a number, unless a line of nothing but a number or a correction follows it."""
        found: tuple[int, Extraction] | None = None
        for statement in stated:
            one = self.pick(statement.content, stated=True, lead=statement.lead)
            if one.reason != NOTHING:
                found = statement.number, one
        bares = {number for number, line in enumerate(lines) if self._bare(line)}
        if len(bares) > 1 and len({self.pick(lines[number]).answer for number in bares}) > 1:
            cells = {number for number in bares if {number - 1, number + 1} & bares}
            bares = (bares - cells) & {0, len(lines) - 1}  # the rest are cells of a table or items of a list
        for number, line in enumerate(lines):
            bare = number in bares
            corrects = found is not None and number > found[0] and CORRECTION.search(line)
            if (bare or corrects) and (found is None or number > found[0]):
                one = self.pick(line, stated=True)
                found = (number, one) if one.reason != NOTHING else found
        return found[1] if found else None

    def _listed(self, text: str) -> Extraction | None:
        """The value of the name that the question names, where a response lists values by name: "Yes: 62%, No: 38%"."""
        values = {name.casefold(): value for name, value in _LISTED.findall(text)} if text.count(":") > 1 else {}
        name = prose.name_asked([*values], self.text) if len(values) > 1 else None
        return None if name is None else self.pick(plain_latex(values[name]), stated=True, lead=name)

    def _bare(self, line: str) -> bool:
        """Whether a line holds nothing but one number and perhaps its unit."""
        found = list(quantities(line))
        return (
            len(found) == 1
            and not found[0].weak
            and len(re.findall(r"[^\W\d]{2,}", line[: found[0].start] + line[found[0].end :])) <= 1
        )

    def pick(self, text: str, stated: bool = False, lead: str = "") -> Extraction:
        """The number that one sentence or statement gives."""
        if self.is_ratio and (ratio := _RATIO.search(text)):
            return Extraction(f"{ratio.group(1)}/{ratio.group(2)}")
        if _TURN.search(text) and (turn := _TURNED.match(text)) and CORRECTION.search(turn.group()):
            corrected = self.pick(text[turn.end() :], stated, lead)
            if corrected.answer is not None:
                return corrected
        score = _SCORE.search(text) if self.asks_score else None
        if score is not None:
            goals = sorted(map(int, score.groups()[1:]), reverse=score.group(1).lower() not in _BEHIND)
            return Extraction(str(goals[0]))
        results = list(_RESULT.finditer(text))
        named = self.head.search(text) if self.head is not None else None
        for cut in [*([named.end()] if named else ()), *(match.end() for match in reversed(results[-6:])), 0]:
            share = _share(text[cut:]) if self.asks_share else None
            if share is not None:
                return Extraction(share)
            found = self._candidates(text, cut)
            if found and not (cut and self._are_dates(found, text)):
                return self._choose(found, text, stated or cut > 0, lead)
        return unanswered(SEVERAL if any(self._is_bound(one, text) for one in quantities(text)) else NOTHING)

    def _candidates(self, text: str, start: int) -> list[Quantity]:
        """Numbers behind `start` that can be answers."""
        found = [one for one in quantities(text) if one.start >= start and not self._names_other(text, one)][:40]
        found = [one for one in found if not self._is_bound(one, text) and not self._compares(one, text)]
        found = [one for place, one in enumerate(found) if not place or not _is_whole(found[place - 1], one, text)]
        if any(not one.weak for one in found):
            found = [one for one in found if not one.weak]
        plain = _QUOTED_NO.sub(lambda word: "x" * len(word.group()), text)
        standing = [
            one
            for one in found
            if stance(plain, one.start, one.end) is not Stance.REJECTED and not _in_brackets(text, one.start)
        ]
        if not self.asks_former and _FORMER.search(text):
            standing = [one for one in standing if not _is_former(one, text)] or standing
        standing = self._of_kind(standing, text)
        fresh = [one for one in standing if one.value not in self.asked]
        return fresh or standing or [one for one in found if _in_brackets(text, one.start)]

    def _names_other(self, text: str, one: Quantity) -> bool:
        """Whether a number is the name of a step, page or the like, and the question does not ask for that."""
        if _CLOCK.match(text, one.end):
            return True
        noun = _NAMED.search(text[: one.start])
        return noun is not None and noun.group().strip().lower() not in self.numbered

    def _is_bound(self, one: Quantity, text: str) -> bool:
        """Whether a number only bounds the value ("more than 50") or names a decade ("the 1920s")."""
        if one.value in self.asked and _LIMIT.search(text[max(0, one.start - 20) : one.start]):
            return True
        is_decade = one.text[-1:] == "0" and _DECADE.match(text, one.end) is not None
        return is_decade or (
            not self.asks_bound and _BOUND.search(text[max(0, one.start - 40) : one.start]) is not None
        )

    def _compares(self, one: Quantity, text: str) -> bool:
        """Whether a share only compares the value with another one: "14% more than in 2019"."""
        return one.percent and not (self.asks_percent or self.is_change) and _MORE.match(text, one.end) is not None

    def _unstated(self, line: str) -> bool:
        """Whether a sentence says that what is asked for cannot be seen."""
        match = _UNSTATED.search(line)
        subject = re.split(r"[,;]|\bbut\b", line[: match.start()])[-1] if match else ""
        return bool(self.topic & {word.meaning for word in words(subject)})

    def _of_kind(self, found: list[Quantity], text: str) -> list[Quantity]:
        """Years for a question for a year, else no years; beside a range "from 50 to 46" not its ends."""
        years = [one for one in found if _YEAR.fullmatch(one.text) and not _THINGS.match(text[one.end : one.end + 20])]
        if self.is_year:
            return _without_ends(years, text) or found
        if self.asks_percent and (percents := [one for one in found if one.percent]):
            return percents
        if self.extent is not None and (own := [one for one in found if self.extent.match(text, one.end)]):
            return own
        in_unit = [one for one in found if one.factor is not None and one.factor == self.unit]
        if in_unit:
            return in_unit
        measured = [one for one in found if one.factor is not None and one.factor[0] == self.dimension]
        if measured and self.dimension is not None:
            return measured
        dated = [one for one in years if _DATED.search(text[: one.start])]
        others = [one for one in found if one not in dated]
        return _without_ends(others, text) or found

    def _are_dates(self, found: list[Quantity], text: str) -> bool:
        """Whether numbers are only years, where no year is asked for: "more than in 2019"."""
        return not self.is_year and all(
            _YEAR.fullmatch(one.text) and _DATED.search(text[: one.start]) is not None for one in found
        )

    def _of_segment(self, found: list[Quantity], text: str) -> list[Quantity]:
        """The number beside a number of the question, else beside most of its words: "A has 3 and B 5"."""
        if len({one.value for one in found}) < 2:
            return found
        starts = [0, *(match.end() for match in _SEGMENT.finditer(text)), len(text)]
        marks = [one.start for one in quantities(text) if one.value in self.asked]
        shared = {
            span: (
                any(span[0] <= mark < span[1] for mark in marks),
                not self.order.isdisjoint(spoken := {word.meaning for word in words(text[slice(*span)])}),
                self.state in spoken,
                len(self.topic & spoken),
            )
            for span in pairwise(starts)
        }
        held = {span: [one for one in found if span[0] <= one.start < span[1]] for span in shared}
        most = max((shared[span] for span in shared if held[span]), default=None)
        closest = [held[span] for span in shared if held[span] and shared[span] == most]
        return closest[0] if len(closest) == 1 == len(closest[0]) else found

    def _qualified(self, found: list[Quantity], text: str) -> list[Quantity]:
        """The number of those of whom the question's predicate holds: "four people, but two of them wear hats"."""
        closest = self._of_segment(found, text)
        if self.order and len(closest) == 1:
            return closest
        behind = text[closest[0].end :] if len(closest) == 1 < len(found) else ""
        follows = {word.meaning for word in words(behind[:40])[:2]}
        return closest if _OF_THEM.match(behind) or follows & (self.topic - self.counted) else []

    def _nearest_to_asked(self, found: list[Quantity], text: str) -> Quantity | None:
        """The number by a number of the question: "1100 in 2019, 1250 in 2020" where 2020 is asked for."""
        marks = [one for one in quantities(text) if one.value in self.asked]
        tied = [
            one
            for one in found
            for mark in marks
            if 0 <= mark.start - one.end <= 6 and "," not in text[one.end : mark.start]
        ]
        return tied[0] if len(tied) == 1 else None

    def _choose(self, found: list[Quantity], text: str, stated: bool, lead: str) -> Extraction:
        named = [
            len(self.counted & {word.meaning for word in words(text[one.end : one.end + 40])[:3]}) for one in found
        ]
        counted = [one for one, shared in zip(found, named, strict=True) if shared and shared == max(named)]
        totals = [one for one in found if _IN_TOTAL.match(text, one.end)]
        if len(totals) == 1:
            return Extraction(self._written(totals[0], text, lead))
        if not self.is_change and len(found) > 1 and _shifts(found[0], found[1], text):
            found = found[1:]
        tied = None if stated else self._nearest_to_asked(found, text)
        if tied is not None:
            return Extraction(self._written(tied, text, lead))
        if len({one.value for one in found}) > 1 and _alternatives(found, text) and not set(counted) - set(found[:2]):
            return unanswered(SEVERAL)
        if counted and not stated:
            found = self._qualified(found, text) or counted
        found = found if stated else self._of_segment(found, text)
        if self.counted and not counted and not stated and len({one.value for one in found}) > 2:
            return unanswered(SEVERAL)
        plain = [one for one in found if stance(text, one.start, one.end) is Stance.ASSERTED]
        chosen = (plain or found)[0]
        if not stated and len({one.value for one in plain or found}) > 1 and len(counted) > 1:
            return unanswered(SEVERAL)
        return Extraction(self._written(chosen, text, lead))

    def _written(self, quantity: Quantity, text: str, lead: str) -> str:
        """The number as text, with the sign that words give it."""
        written = quantity.text
        unit = quantity.unit if quantity.factor and not quantity.percent and "$" not in written else None
        if unit is not None and unit not in written:
            written += " " + unit
        elif re.match(r"\s?°\s?[CF]\b", text[quantity.end : quantity.end + 4]):
            written += text[quantity.end : quantity.end + 4].rstrip(" .,")
        fallen = self.is_change and _FALL.search(lead + " " + text[: quantity.end + 20])
        if quantity.value > 0 and (fallen or _BELOW_ZERO.match(text[quantity.end : quantity.end + 40])):
            return "-" + written.lstrip("+")
        return written

    def _echoes(self, line: str) -> bool:
        shared = self.topic & {word.meaning for word in words(line)}
        return len(shared) >= 2 or len(shared) * 2 >= len(self.topic)

    def _has_one(self, line: str) -> bool:
        """Whether a sentence holds one candidate alone; one with several does not say which is meant."""
        return len({one.value for one in self._candidates(line, 0)}) == 1

    def _absent(self, lines: list[str]) -> Extraction:
        """ "There are no chairs" is the number 0 where a number of things is asked for."""
        for line in lines:
            if self.counted and _ABSENT.search(line) and self.counted & {word.meaning for word in words(line)}:
                return Extraction("0")
        return unanswered(NOTHING)


def _concludes(line: str) -> bool:
    return "=" in line or bool(_DERIVED.search(line)) or bool(CONCLUSION.search(line) or CORRECTION.search(line))


def _without_ends(found: list[Quantity], text: str) -> list[Quantity]:
    """The numbers that are no ends of a range behind which another number stands, if there are such."""
    ends = {end for span in _SPAN.finditer(text) for end in (span.start(1), span.start(2))}
    return [one for one in found if not ends & set(range(one.start, one.end))] or found


def _without_open_item(lines: list[str]) -> list[str]:
    """The lines without a last one that is but the number of the next item of a list."""
    last = _ITEM.fullmatch(lines[-1]) if len(lines) > 1 else None
    before = _ITEM.match(lines[-2]) if last else None
    return lines[:-1] if last and before and int(last.group(1)) == int(before.group(1)) + 1 else lines


def _is_first_thought(line: str) -> bool:
    """Whether a sentence says what was read or thought at first, and does not go on to correct it."""
    return _AT_FIRST.search(line) is not None and _TURNED.match(line) is None


def _shortened(line: str) -> str:
    """The head and tail of an overlong sentence: a loop or a dump."""
    return line if len(line) <= 800 else line[:300] + " … " + line[-500:]


def _share(text: str) -> str | None:
    """A part of a whole as a fraction: "3 of the 8 slices"."""
    for match in _SHARE.finditer(text):
        part, whole = (list(quantities(group)) for group in match.groups())
        if len(part) == len(whole) == 1 and whole[0].value and part[0].value <= whole[0].value and "=" not in text:
            return f"{part[0].value}/{whole[0].value}"
    return None


def _shifts(first: Quantity, second: Quantity, text: str) -> bool:
    """Whether something went from the first number to the second, which it is now: "rose from 3 to 5"."""
    return _SHIFT.search(text[: first.start]) is not None and text[first.end : second.start].strip() in ("to", "% to")


def _is_former(one: Quantity, text: str) -> bool:
    """Whether the part of a sentence up to a number says that it held before: "originally $60"."""
    return _FORMER.search(_SEGMENT.split(text[: one.start])[-1]) is not None


def _is_whole(part: Quantity, whole: Quantity, text: str) -> bool:
    """Whether the second number is what the first one is a part of: "3 of the 4 seats"."""
    return _PART_OF.fullmatch(text[part.end : whole.start]) is not None


def _in_brackets(text: str, position: int) -> bool:
    """Whether a position lies within round brackets that hold more than the number itself."""
    opened = text.rfind("(", 0, position)
    return opened > text.rfind(")", 0, position) and bool(text[:opened].strip(" -$\\"))


def _alternatives(found: list[Quantity], text: str) -> bool:
    """Whether the first numbers are alternatives or the ends of a range."""
    first, second = found[0], found[1]
    between = text[first.end : second.start]
    if _AND.fullmatch(between) and not re.search(r"\w", text[: first.start] + text[second.end :]) and second.value > 1:
        return True
    if _BETWEEN.search(text[: first.start]) and re.fullmatch(
        r"[\s\w%°]{0,12}(?:and|to|-|–)\s*[$€£]?", between.strip(), re.I
    ):
        return True
    return bool(_RANGE.match(between) or _OR.match(between)) and not _OPERATOR.match(
        between.replace("-", "+") if " - " in between else ""
    )


@lru_cache(maxsize=512)
def _reader(question: Question) -> _Reader:
    """The reader of a question's responses; it keeps nothing of them."""
    return _Reader(question)
