"""Reading the answer to a question for a number.

The number of the last explicit statement counts, else of the conclusion, else of the sentence that takes up the
question. Within a sentence it is the result of the last equation, or the number that counts what is asked for. Numbers
of the question itself, list and step numbers, and operands in brackets or in a comparison are no answers.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import lru_cache

from hyeval.scoring import prose
from hyeval.scoring.breaking_off import breaks_off
from hyeval.scoring.counterparts import none_there, with_days, with_next_year
from hyeval.scoring.declared import name_asked
from hyeval.scoring.dismissed import standing
from hyeval.scoring.extraction import CUT_OFF, NOTHING, REFUSAL, SEVERAL, Extraction, Question, of_other, unanswered
from hyeval.scoring.lacking import is_lacking, is_of_family
from hyeval.scoring.lexicon import STOPWORDS
from hyeval.scoring.multiples import factor_told, with_signs
from hyeval.scoring.number_in_sentence import TURNED, NumberInSentence
from hyeval.scoring.number_question import FORMER, NumberQuestion
from hyeval.scoring.own_value import own_value
from hyeval.scoring.quantity import plain_latex, quantities
from hyeval.scoring.retraction import withdraws
from hyeval.scoring.settled import settled
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.statements import CHECKS, CONCLUSION, CORRECTION, Statement, marked_sentences, read, statements
from hyeval.scoring.tables import value_asked
from hyeval.scoring.words import words

_PLAIN = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)\s*\.?\s*")
_LETTERS = re.compile(r"[^\W\d]{2,}")
_STEP = re.compile(r"^\s*(?:#+\s*)?(?:\(?\d{1,2}[.)](?=\s+\D)|(?:step|part|phase)\s+\d+\b\s*[:.)]?)", re.IGNORECASE)
_ITEM = re.compile(r"\s*(\d{1,2})[.)](?:\s|$)")
_DERIVED = Sieve(
    r"\b(?:giving|gives|makes|making|leaving|in total|insgesamt|zusammen|au total|en tout|en total|in totale|"
    r"rounds? to|comes to|adds? up to)\b",
    re.IGNORECASE,
)
_SUMMED = re.compile(
    r"\W*(?:so\W+)?(?:that|this|which|it) (?:makes|brings (?:it|us|the total) to|would make)\s+(?:it\s+)?"
    r"[\w. ]{1,40}$|"
    r".*\d[\w ]{0,30}\b(?:altogether|in all|all told)\b",
    re.IGNORECASE,
)
"""A sentence that sums up: "That makes 9."; "9 altogether"."""
_TOGETHER = re.compile(
    r"\W*(?:(?:put|taken|added|counted|all|both|the|two|three|four)\s+){0,3}"
    r"(?:together|combined|added up|altogether)\b",
    re.IGNORECASE,
)
"""The beginning of a sentence on all the things before it."""
_REMARK = re.compile(
    r"\W*the\s+[$€£]?\d[\d.,]*\s+(?:\w+\s+){0,4}?(?:is|are|was|were|belongs?|refers?|comes|stands)\s+"
    r"(?:on|to|for|from|part of)\b|"
    r"\W*(?:(?:for|by|in|as a) (?:comparison|reference|context|contrast)|incidentally|by the way|note(?: that)?|"
    r"side note|besides)\b",
    re.IGNORECASE,
)
"""The beginning of a sentence that does not go on with the answer."""
_ABSENT = Sieve(r"\b(?:no|not any|zero|none|aren't any|isn't any)\b", re.IGNORECASE)
_NONE_LEFT = re.compile(
    r"\bthere\s+(?:is|are|was|were)\s+none(?:\s+(?:left|there|here|at all|remaining))*\s*(?:[.,;:!–—-]|$)|"
    r"^\W*none(?:\s+(?:is|are|was|were)\s+(?:left|there|here))?\W*$",
    re.IGNORECASE,
)
"""What says that there is none of what is counted, without its name."""
_LISTED = re.compile(
    r"(?:^|[,;]\s|\n|[-*•]\s)[\s*]*(\w[\w '-]{0,40}?)[\s*]*:[\s*]*([^,;:\n]{0,12}\d[\d.,]*[^,;:\n]{0,20}?)[\s*.]*"
    r"(?=,\s|;|\n|$)"
)
_NAME_AND_VALUE = re.compile(r"\W*(?P<name>[A-Z][\w ()-]{2,40}):\s*(?P<value>[^:\n\d]{0,8}\d[^\s:]*(?:\s[^\s:]+){0,2})")
_ABOVE = 2
"""Lines above a last one that has the name of what is asked for."""
_AT_FIRST = Sieve(r"\b(?:at first|initially|first (?:read|saw|thought|guess\w*|impression))\b", re.IGNORECASE)
_UNSTATED = Sieve(
    r"\b(?:(?:is|are|was|were)(?:n't| not)|cannot be|can't be)\s+(?:\w+ly\s+)?(?:shown|visible|given|stated|specified|"
    r"mentioned|indicated|available|provided|listed|legible|readable|known|labell?ed|displayed)\b|"
    r"\b(?:is|are|was|were)\s+(?:\w+ly\s+)?"
    r"(?:missing|unreadable|illegible|cut off|cropped|covered|hidden|obscured)\W*$",
    re.IGNORECASE,
)
_UNCHANGED = re.compile(
    r"\b(?:not|n['’]t|never) changed?\b|\bno change\b|\bunchanged\b|"
    r"\b(?:stayed|remained) (?:exactly )?(?:the same|constant)\b",
    re.IGNORECASE,
)
_SEVERAL_COST = re.compile(
    r"\W*(?:two|three|four|five|six|ten|\d{1,3})\s+[a-z]+s\s+(?:cost|are|sell|come)\b(?!.*\beach\b)", re.IGNORECASE
)
"""The price of several things."""
_OWN_THING = re.compile(
    r"\W*(?!(?:it|that|this|these|those|they|there|he|she|i|we|you|so|which|one|two|all|both|each|together)\b)"
    r"(?:(?:the|its|their|his|her)\s+)?+(?!(?:answer|result|total|sum|count|number|value|figure|difference|rest|"
    r"remaining|others?|last|final|price|cost|fare|whole|correct|right|solution|reading|display|sign|label|picture|image)\b)"
    r"[A-Za-z]+(?:\s[a-z]+)?\s+(?:is|are|was|were|has|had|costs?|weighs?)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"\W*?(?P<number>[-$€£]{0,2}\d[\d.,]*(?<![.,])(?P<unit>\s?[^\W\d]{1,12}|\s?[%°]\w?)?)\s*(?:,|\s[-–—])\s+"
    r"(?!(?:which|rounded|roughly|or|maybe|perhaps|possibly|no|not|wait|but|and|plus|then|so|actually|if|sorry|"
    r"i mean|rather|in total)\b)"
    r"(?=(?:\S+\s+){3})(?!.*\b(?:so|thus|therefore|hence|total|altogether|in all|makes?|gives?|or|wait|actually)\b)",
    re.IGNORECASE | re.DOTALL,
)
_LIST_ALONE = re.compile(
    r"(?:```\w*\s*)?\[(?!\d{1,3}(?:,\d{3})+(?:\.\d+)?\])(\s*-?\d+(?:\.\d+)?(?:\s*,\s*-?\d+(?:\.\d+)?)+\s*)\](?:\s*```)?"
)
"""A list of numbers, and not one number with commas between its thousands."""


_ASKS_LABEL = re.compile(
    r"\W*what(?:['’]s| is| was) the (?P<label>(?:(?!total\b)[a-z]+ ){0,2}[a-z]+)\s*\?\s*", re.IGNORECASE
)
_MAKES_TOTAL = re.compile(
    r",?\s+(?:and|which|so|for)\s+(?:for\s+\w+\s+\w+\s+)?(?:(?:that|it|this)\s+)?"
    r"(?:(?:makes?|gives?|brings?|comes? to|adds? up to|is)\s+)?"
    r"(?:an?|the)\s+(?:\w+\s+)?total\b",
    re.IGNORECASE,
)


def _without_total(text: str, question: str) -> str:
    """What a response says before a total, where it gives the one amount that is asked for by its name."""
    asked = _ASKS_LABEL.fullmatch(question)
    if asked is None or "total" not in text:
        return text
    told = re.search(rf"\b{re.escape(asked['label'])} (?:is|was|comes to) [-$€£]?\d", text, re.IGNORECASE)
    total = None if told is None else _MAKES_TOTAL.search(text, told.end())
    return text if total is None else f"{text[: total.start()]}."


def extract_number(response: str, question: Question) -> Extraction:
    """Find the number that a response gives, as text with its sign, scale word, percent sign and unit."""
    plain = _PLAIN.fullmatch(response) if len(response) < 40 else None
    if plain:
        return Extraction(plain.group(1))
    response = with_days(with_next_year(response, question.text), question.text)
    response = _without_total(with_signs(response, question.text), question.text)
    found = read(settled(response), question.text)
    if found.reason:
        return unanswered(found.reason)
    if numbers := _LIST_ALONE.fullmatch(found.text):
        listed = [text.strip() for text in numbers[1].split(",")]
        return Extraction(listed[0]) if len(set(map(float, listed))) == 1 else unanswered(SEVERAL)
    reader = _reader(question)
    if found.declared is not None:
        declared = reader.sentence.pick(plain_latex(prose.flat(found.declared)), stated=True)
        if declared.answer is not None:
            return declared
    return reader.read(found)


class _Reader:
    """Reads one response; holds the question and how its sentences are read."""

    def __init__(self, question: Question) -> None:
        self._question = NumberQuestion(question.text)
        self.sentence = NumberInSentence(self._question)

    def read(self, found: prose.Reading) -> Extraction:
        """Read the sentences: explicit statements, then conclusions, then what takes up the question, then the last."""
        whole = [_STEP.sub("", _shortened(line)) for line in _without_open_item(marked_sentences(found.text))][-300:]
        if any("=" in line and CHECKS.match(line) for line in whole):
            whole = self._without_checks(whole)
        lines = [plain_latex(clause) for line in standing(whole) for clause in prose.clauses(line)]
        if self._question.names_quantity:
            lines = [self._own(line) for line in lines]
        told = statements(lines)
        stated = (None if told else self._below(whole) or self._tabled(whole)) or self._stated(told, lines)
        if stated is not None:
            return stated
        reason = prose.failure(found)
        if reason is not None:
            return unanswered(reason)
        if whole and breaks_off(whole[-1], self._question.topic):
            return unanswered(CUT_OFF)
        if any(self._unstated(line) or is_lacking(line, self._question.topic) for line in lines[-2:]):
            return unanswered(REFUSAL)
        listed = self._listed(found.text) or self._factor(found.text)
        return listed or self._of_sentences(lines)

    def _own(self, line: str) -> str:
        """The part of a sentence with the value of what is asked for, if it is no end of a range."""
        own = own_value(line, self._question.text)
        return line if own != line and self.sentence.bounds(line, own) else own

    def _without_checks(self, lines: list[str]) -> list[str]:
        """The sentences without those that put the answer to the proof, with numbers that are there already."""
        kept: list[str] = []
        known: set[Fraction] = set()
        for line in lines:
            values = {abs(one.value) for one in quantities(plain_latex(line))}  # "12 - 7" has a -7
            if not (known and "=" in line and CHECKS.match(line) and values <= known | self._question.numbers):
                kept.append(line)
            known |= values
        return kept

    def _of_sentences(self, lines: list[str]) -> Extraction:
        """The number of the sentence that answers: of a conclusion, else of what takes up the question."""
        picks = [(line, self.sentence.pick(line)) for line in lines if not line.rstrip().endswith("?")]
        picks = [(line, one) for line, one in picks if one.reason != NOTHING]
        told = picks
        picks = [(line, one) for line, one in picks if not self.sentence.is_of_other(line)]
        if leading := self._leading(lines):
            return leading
        last_open = max((place for place, (line, _) in enumerate(picks) if self.sentence.leaves_open(line)), default=-1)
        picks = self._weighty(picks[last_open + 1 :] or picks)
        headed = [(line, one) for line, one in picks if self._question.noun in {word.meaning for word in words(line)}]
        clear = [(line, one) for line, one in picks if self._echoes(line) and self.sentence.has_one(line)]
        clear = [(line, one) for line, one in picks if self._question.has_share(line)] or clear
        concluded = [(line, one) for line, one in picks if _concludes(line)]
        if self._question.asks_total:
            concluded = concluded or [(line, one) for line, one in picks if _TOGETHER.match(line)]
        if not concluded and self._question.are_unmade(lines) and len({one.answer for _, one in picks}) > 1:
            return unanswered(SEVERAL)
        chosen = concluded or clear or headed or picks
        if chosen and withdraws(lines[lines.index(chosen[-1][0]) + 1 :]):
            return unanswered(SEVERAL)
        if chosen:
            return chosen[-1][1]
        is_other = told and told[-1][1].answer is not None and not self._question.is_of_other_year(told[-1][0])
        return of_other(told[-1][0]) if is_other else self._absent(lines)

    def _weighty(self, picks: list[tuple[str, Extraction]]) -> list[tuple[str, Extraction]]:
        """Sentences with their numbers, without first thoughts, remarks and what held before, if others are left."""
        if not self._question.asks_former:
            picks = [(line, one) for line, one in picks if not FORMER.search(line)] or picks
        picks = [(line, one) for line, one in picks if not _is_first_thought(line)] or picks
        picks = [(line, one) for line, one in picks if not _REMARK.match(line)] or picks
        picks = [(line, one) for line, one in picks if not self.sentence.is_of_other_kind(line)] or picks
        if self._question.asks_price:
            picks = [(line, one) for line, one in picks if not _SEVERAL_COST.match(line)] or picks
        bearers = self._question.bearers
        if bearers.are_times or (self._question.counted and bearers):
            told = [(line, one) for line, one in picks if bearers.is_own(line) is not False]
            picks = told if any(bearers.is_own(line) for line, _ in told) else picks
        if not self._question.asks_total and bearers and any(bearers.is_own(line) for line, _ in picks):
            picks = [(line, one) for line, one in picks if not _TOGETHER.match(line)] or picks
        own = self._question.of_event([line for line, _ in picks])
        picks = [(line, one) for line, one in picks if line in own] or picks
        topic = self._question.topic
        picks = [(line, one) for line, one in picks if not _is_of_other_thing(line, topic)] or picks
        return [(line, one) for line, one in picks if not self.sentence.is_of_one(line)] or picks

    def _stated(self, stated: list[Statement], lines: list[str]) -> Extraction | None:
        """The last statement with a number, unless a line of nothing but a number or a correction follows it."""
        found: tuple[int, Extraction] | None = None
        for statement in stated:
            one = self.sentence.pick(statement.content, stated=True, lead=statement.lead)
            if one.reason != NOTHING:
                found = statement.number, one
        bares = {
            number for number, line in enumerate(lines) if self._bare(line) and not self._question.is_of_other(line)
        }
        if len(bares) > 1 and len({self.sentence.pick(lines[number]).answer for number in bares}) > 1:
            cells = {number for number in bares if {number - 1, number + 1} & bares}
            bares = (bares - cells) & {0, len(lines) - 1}  # the rest are cells of a table or items of a list
        for number, line in enumerate(lines):
            bare = number in bares
            corrects = found is not None and (CORRECTION.search(line) or _SUMMED.match(line))
            if (bare or corrects) and (found is None or number > found[0]):
                one = self.sentence.pick(line, stated=True)
                found = (number, one) if one.reason != NOTHING else found
        return found[1] if found else None

    def _listed(self, text: str) -> Extraction | None:
        """The value of the name that the question names, where a response lists values by name: "Yes: 62%, No: 38%"."""
        values = {name.casefold(): value for name, value in _LISTED.findall(text)} if text.count(":") > 1 else {}
        name = name_asked([*values], self._question.text) if len(values) > 1 else None
        return None if name is None else self.sentence.pick(plain_latex(values[name]), stated=True, lead=name)

    def _below(self, lines: list[str]) -> Extraction | None:
        """The value with the name of what is asked for in the last line, below others: "Resistance: 4.7 kΩ"."""
        told = _NAME_AND_VALUE.fullmatch(lines[-1]) if len(lines) > _ABOVE else None
        if told is None or any(map(_NAME_AND_VALUE.fullmatch, lines[:-1])):
            return None  # of several names that is asked for which a question names
        name, topic = {word.meaning for word in words(told["name"])} - STOPWORDS, self._question.topic
        if not name or not all(word in topic or is_of_family(word, topic) for word in name):
            return None
        one = self.sentence.pick(plain_latex(told["value"]), stated=True, lead=told["name"])
        return one if one.answer is not None else None

    def _tabled(self, lines: list[str]) -> Extraction | None:
        """The value of the name that the question names, where a response ends in a table of names and values."""
        value = value_asked(lines, self._question.topic) if lines and lines[-1].endswith("|") else None
        one = None if value is None else self.sentence.pick(plain_latex(value), stated=True)
        return one if one is not None and one.answer is not None else None

    def _factor(self, text: str) -> Extraction | None:
        factor = factor_told(text, self._question.text)
        return None if factor is None else Extraction(factor)

    def _leading(self, lines: list[str]) -> Extraction | None:
        """The number with which a response begins, before a remark on it: "12, 6 at each of the two tables"."""
        match = _LEADING.match(lines[0]) if lines else None
        if (
            match is None
            or (match["unit"] and lines[0][match.end() :][:1].isdigit())
            or _SUMMED.match(lines[0])
            or "=" in lines[0]
        ):
            return None
        one = self.sentence.pick(match["number"], stated=True)
        return one if one.answer is not None and not self._question.has_number(match["number"]) else None

    def _bare(self, line: str) -> bool:
        """Whether a line holds nothing but one number and perhaps its unit.

        "Parcel 8:" is the name of what follows, and "A half?" a guess.
        """
        found = [] if line.endswith((":", "?")) else list(quantities(line))
        if len(found) != 1 or found[0].weak:
            return False
        return len(_LETTERS.findall(line[: found[0].start] + line[found[0].end :])) <= 1

    def _unstated(self, line: str) -> bool:
        """Whether a sentence says that what is asked for cannot be seen."""
        match = _UNSTATED.search(line)
        subject = re.split(r"[,;]|\bbut\b", line[: match.start()])[-1] if match else ""
        return not self._question.topic.isdisjoint(word.meaning for word in words(subject))

    def _echoes(self, line: str) -> bool:
        shared = self._question.topic & {word.meaning for word in words(line)}
        return len(shared) >= 2 or len(shared) * 2 >= len(self._question.topic)

    def _absent(self, lines: list[str]) -> Extraction:
        """ "There are no chairs" is the number 0 where a number of things is asked for."""
        counted = self._question.counted
        if self._question.is_change and any(_UNCHANGED.search(line) for line in lines):
            return Extraction("0")
        where = self._question.topic - counted
        denied = [line for line in lines if "none" in line.lower()] if counted else []
        if any(_NONE_LEFT.search(line) or none_there(line, where) for line in denied):
            return Extraction("0")
        for line in lines if counted else ():
            if _ABSENT.search(line) and not counted.isdisjoint(word.meaning for word in words(line)):
                return Extraction("0")
        return unanswered(NOTHING)


def _is_of_other_thing(line: str, topic: AbstractSet[str]) -> bool:
    """Whether a sentence begins with a thing of its own, and takes up nothing of the question: "The price is $9"."""
    return _OWN_THING.match(line) is not None and topic.isdisjoint(word.meaning for word in words(line))


def _concludes(line: str) -> bool:
    return (
        "=" in line
        or bool(_DERIVED.search(line) or _SUMMED.match(line))
        or bool(CONCLUSION.search(line) or CORRECTION.search(line))
    )


def _without_open_item(lines: list[str]) -> list[str]:
    """The lines without a last one that is but the number of the next item of a list."""
    last = _ITEM.fullmatch(lines[-1]) if len(lines) > 1 else None
    before = _ITEM.match(lines[-2]) if last else None
    return lines[:-1] if last and before and int(last.group(1)) == int(before.group(1)) + 1 else lines


def _is_first_thought(line: str) -> bool:
    """Whether a sentence says what was read or thought at first, and does not go on to correct it."""
    return _AT_FIRST.search(line) is not None and TURNED.match(line) is None


def _shortened(line: str) -> str:
    """The head and tail of an overlong sentence: a loop or a dump."""
    return line if len(line) <= 800 else line[:300] + " … " + line[-500:]


@lru_cache(maxsize=512)
def _reader(question: Question) -> _Reader:
    """The reader of a question's responses; it keeps nothing of them."""
    return _Reader(question)
