"""Reading the answer to a yes/no question.

First the plain words: yes, no, true, correct and their like in several languages, where they stand as an answer ("Know"
and "no doubt" are no "no"). Without them the sentence is held against the question: it answers yes if it asserts what
the question asks for, and no if it negates it or asserts something that excludes it, as green excludes red.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from hyeval.scoring import prose
from hyeval.scoring.extraction import NOTHING, SEVERAL, Extraction, Question, unanswered
from hyeval.scoring.lexicon import STOPWORDS, concept, contrary
from hyeval.scoring.number import plain_numbers
from hyeval.scoring.options import Word, words
from hyeval.scoring.stance import Stance, negated, stance
from hyeval.scoring.statements import CONCLUSION, corrected, marked_sentences, statements

_YES = r"yes|yeah|yep|yup|yea|affirmative|true|correct|certainly|definitely|absolutely|indeed|sure|of course|right|oui|sí|sì|si|ja|sim|да|はい|예|네|是的?|对|正确|有|可以|能|会|肯定"
_NO = r"no|nope|nah|negative|false|incorrect|wrong|not really|not at all|not quite|absolutely not|definitely not|certainly not|of course not|non|nein|nee|não|нет|いいえ|아니요|아니오|不是的?|不对|不|否|没有|错误?|不正确|不可以|不能|不会|否定"
_WHOLE = re.compile(
    rf"^\W*(?:(?:the |my )?(?:final )?(?:answer|response|statement)\W*(?:is|:)?\W*)?(?:(?P<no>{_NO})|(?P<yes>{_YES}))\W*$",
    re.I,
)
_FIRST = re.compile(
    rf"^[\s\"'(*\[]*(?:(?:well|so|hence|therefore|thus|and|but|actually|hmm|wait|ah|oh)\b[,\s]*)?(?:(?P<no>{_NO})|(?P<yes>{_YES}))(?=\s*[,.;:!)*\"'\]–—。,]|\s+-\s|\s*$|\s+(?:because|since|as|it|there|they|he|she|the|this|that|i|you)\b)",
    re.I,
)
_INSIDE = re.compile(
    rf"(?:\b(?:is|are|be|was|would be|say|answer|it's|that's|this is|答案(?:应该)?是?|:|→|=>|⇒)\s*[:\"'*(]*\s*)(?:(?P<no>{_NO})|(?P<yes>{_YES}))(?=\W*$|[\"',.;!)*])",
    re.I,
)
_LAST = re.compile(
    r"[,;:–—-]\s*(?:so|hence|therefore|thus|and so)?[,\s]*(?:(?P<no>no|nope|false)|(?P<yes>yes|true))\W*$", re.I
)
_CHINESE = re.compile(
    r"(?:答案)?(?:应该)?(?:是|为)?(?P<no>否定|不是|没有|不对|错误|不正确|不一样|不能|不会|否)|(?P<yes>肯定|是的|正确|没错)"
)
_BOTH = re.compile(r"\byes\s*(?:/|or|and|,)\s*no\b|\bno\s*(?:/|or|and)\s*yes\b", re.I)
_INSTRUCTION = re.compile(
    r"(?:please )?(?:answer|respond|reply)[^.]{0,20}\byes or no\b[^.]*\.?|[^.?]*\byes or no\b\W*$", re.I
)
_SHORT_FORM = re.compile(
    r"^\W*(?:(?:yes|no)\W+)?(?:so\W+)?(?:it|he|she|they|there|this|that|these|those|you|we|i)\s*(?P<verb>is|are|was|were|does|do|did|can|could|has|have|will|would)(?P<not>n't| not|not)?"
    r"(?:\s+(?:indeed|so|certainly|definitely|one|any|none|some|the case))*\W*$",
    re.I,
)
_JUDGED = re.compile(
    r"\b(?:statement|claim|assertion|sentence)\b[^.]*?\b(?P<not>not |in|un)?(?P<word>true|correct|false|wrong|right)\b|\bthat(?:'s| is) (?P<not2>not |in)?(?P<word2>true|correct|right|false|wrong)\b",
    re.I,
)
_MORE = re.compile(
    r"\b(?:(?P<more>more than|greater than|larger than|higher than|bigger than|over|above|exceeds?|older than|longer than|taller than)|"
    r"(?P<less>less than|fewer than|smaller than|lower than|under|below|shorter than|younger than)|(?P<least>at least)|(?P<most>at most)|(?P<equal>exactly|equal to))\s+",
    re.I,
)
_PLACES = frozenset(
    map(
        concept,
        [
            "image",
            "picture",
            "photo",
            "scene",
            "left",
            "right",
            "top",
            "bottom",
            "side",
            "middle",
            "center",
            "centre",
            "background",
            "foreground",
        ],
    )
)
_GENERIC = frozenset(
    map(
        concept,
        [
            "there",
            "anything",
            "something",
            "someone",
            "anybody",
            "thing",
            "kind",
            "sort",
            "type",
            "show",
            "contain",
            "include",
            "display",
            "feature",
            "have",
            "mean",
            "say",
            "question",
            "answer",
            "whether",
        ],
    )
)
_OPPOSITE_WORDS = (("equal", ("longer", "shorter", "unequal", "different", "larger", "smaller", "taller", "bigger")),)
_DIFFERENT = {concept(word): frozenset(map(concept, others)) for word, others in _OPPOSITE_WORDS}
_LACK = re.compile(r"\b(?:missing|absent|lacks?|lacking|without|fails? to|free of|devoid of|unable to|empty)\b", re.I)
_NOTHING_SEEN = re.compile(
    r"\b(?:cannot|can't|can not|do not|don't|could not|couldn't|am unable to) (?:see|find|spot|detect|make out|notice|observe) (?:any|an?|one)\b(?! (?:image|picture|photo))",
    re.I,
)
_CONTRAST = re.compile(r"\b(?:rather than|instead of|as opposed to|not)\b", re.I)


@dataclass(frozen=True)
class _Vote:
    """The polarity that a sentence gives, and whether it says it in so many words."""

    number: int
    polarity: bool
    plain: bool
    final: bool = False


def extract_yes_no(response: str, question: Question) -> Extraction:
    """Find whether a response means yes or no."""
    whole = _WHOLE.match(response) if len(response) < 100 else None
    if whole:
        return _answer(_polarity(whole))
    found = prose.reading(response, question.text)
    if found.reason:
        return unanswered(found.reason)
    if found.declared is not None:
        whole = _WHOLE.match(found.declared)
        if whole:
            return _answer(_polarity(whole))
    lines = [_INSTRUCTION.sub("", line[:2000]) for line in marked_sentences(found.text)][-300:]
    plain = _plain_votes(lines)
    if plain:
        return _settled(plain, lines)
    denies_sight = bool(_NOTHING_SEEN.search(found.text))
    reason = prose.failure(found)
    if reason is not None and not denies_sight:
        return unanswered(reason)
    return _implied(lines, question, denies_sight)


def _answer(polarity: bool) -> Extraction:
    return Extraction("yes" if polarity else "no")


def _polarity(match: re.Match[str]) -> bool:
    return match.group("yes") is not None


def _plain_votes(lines: list[str]) -> list[_Vote]:
    """Sentences that say yes or no in so many words."""
    votes = []
    explicit = {statement.number: statement for statement in statements(lines)}
    for number, line in enumerate(lines):
        if _BOTH.search(line) or line.rstrip().endswith("?"):
            continue
        statement = explicit.get(number)
        said = _said(statement.content) if statement else None
        if statement and said is not None:
            votes.append(_Vote(number, said, True, statement.final or bool(CONCLUSION.search(statement.lead))))
            continue
        said = _said(line)
        if said is not None:
            votes.append(_Vote(number, said, True))
    return votes


def _said(text: str) -> bool | None:
    """The polarity of a sentence that begins, ends or consists of a plain answer word."""
    for pattern in (_WHOLE, _FIRST, _LAST, _INSIDE, _CHINESE):
        match = pattern.search(text)
        if match:
            return _polarity(match) and not re.search(r"\bnot\W*$", text[: match.start("yes")], re.I)
    short = _SHORT_FORM.match(text)
    if short:
        return short.group("not") is None
    judged = _JUDGED.search(text)
    if judged:
        word = (judged.group("word") or judged.group("word2")).lower()
        return (word in ("true", "correct", "right")) != bool(judged.group("not") or judged.group("not2"))
    return None


def _settled(votes: list[_Vote], lines: list[str]) -> Extraction:
    """The last plain vote, unless an earlier one contradicts it and no correction or conclusion lies between."""
    last = votes[-1]
    against = [vote for vote in votes if vote.polarity != last.polarity]
    if not against or last.final or corrected(lines, against[-1].number + 1, last.number):
        return _answer(last.polarity)
    return unanswered(SEVERAL)


# ------------------------------------------------------------------ answers that follow from a statement


def _implied(lines: list[str], question: Question, denies_sight: bool) -> Extraction:
    """Hold the sentences against the question, conclusions first, then from the last one back."""
    asked = _Asked(question.text)
    votes = []
    for number, line in enumerate(lines):
        polarity = asked.held_against(line)
        if polarity is not None:
            votes.append(_Vote(number, polarity, False, bool(CONCLUSION.search(line))))
    final = [vote for vote in votes if vote.final] or votes
    if final:
        return _answer(final[-1].polarity)
    return _answer(False) if denies_sight else unanswered(NOTHING)


class _Asked:
    """What a question asks for: its telling words, the last of them weighing most, and a number to compare with."""

    def __init__(self, text: str) -> None:
        text = _INSTRUCTION.sub("", text)
        self.negative = bool(re.search(r"\b(?:without|not|no|never)\b|n't\b", text, re.I))
        self.quoted = [concept(word) for word in re.findall(r"['\"](\w+)['\"]", text)]
        self.telling = [word.meaning for word in words(text) if word.meaning not in STOPWORDS | _GENERIC]
        self.telling = [
            word for word in self.telling if word not in _PLACES or word in ("left", "right")
        ] or self.telling
        self.comparison = _MORE.search(text)
        numbers = plain_numbers(text[self.comparison.end() :]) if self.comparison else []
        self.bound = numbers[0] if numbers else None

    def held_against(self, line: str) -> bool | None:
        """What a sentence implies: True, False, or None if it says nothing on the question."""
        spoken = words(line)
        meanings = {word.meaning for word in spoken}
        compared = self._compared(line)
        if compared is not None:
            return compared
        shared = [word for word in self.telling if word in meanings]
        excluded = self._excluded(line, spoken)
        if excluded is not None and (shared or len(self.telling) == 1):
            return excluded
        if self._is_covered(shared):
            return self._by_stance(line, spoken, shared)
        return None

    def _is_covered(self, shared: list[str]) -> bool:
        """Whether a sentence takes up what is asked: the key word of the question, and half of its telling words."""
        key = self.quoted or self.telling[-1:]
        distinct = set(self.telling)
        return (
            bool(shared)
            and (any(word in shared for word in key) or 2 * len(set(shared)) >= len(distinct))
            and (2 * len(set(shared)) >= len(distinct) or (len(key) > 0 and all(word in shared for word in key)))
        )

    def _by_stance(self, line: str, spoken: list[Word], shared: list[str]) -> bool:
        """Yes if the sentence asserts what is asked for, no if it denies it."""
        rejected = any(
            stance(line, word.start, word.end) is Stance.REJECTED
            for word in spoken
            if word.meaning in shared and word.meaning in (self.quoted or self.telling[-2:])
        )
        denied = rejected or negated(line) or bool(_LACK.search(line))
        return denied == self.negative

    def _excluded(self, line: str, spoken: list[Word]) -> bool | None:
        """No, if the sentence asserts something that excludes a word of the question."""
        for word in spoken:
            for asked in self.telling:
                excludes = contrary(asked, word.meaning) or word.meaning in _DIFFERENT.get(asked, ())
                if excludes and not any(
                    other.meaning == asked and stance(line, other.start, other.end) is Stance.ASSERTED
                    for other in spoken
                ):
                    position = stance(line, word.start, word.end)
                    if position is Stance.ASSERTED:
                        return self.negative
        return None

    def _compared(self, line: str) -> bool | None:
        """Compare the number that a sentence gives with the bound in the question."""
        if self.comparison is None or self.bound is None:
            return None
        if _MORE.search(line) or "%" in line:
            return None
        numbers = [number for number in plain_numbers(line)]
        return (
            _holds(self.comparison, numbers[-1], self.bound)
            if numbers and (set(self.telling) & {word.meaning for word in words(line)} or len(numbers) == 1)
            else None
        )


def _holds(comparison: re.Match[str], value: Fraction, bound: Fraction) -> bool:
    relation = comparison.lastgroup
    return {
        "more": value > bound,
        "less": value < bound,
        "least": value >= bound,
        "most": value <= bound,
        "equal": value == bound,
    }[relation or "equal"]
