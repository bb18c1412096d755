"""The words of a yes/no question that others exclude, and what a statement with these or with those implies.

"The light is green" answers "Is the light red?", unless it is another light.
"""

from __future__ import annotations

import re

from hyeval.scoring import forms
from hyeval.scoring.assertion import stance_of, stance_of_phrase
from hyeval.scoring.converse import REVERSIBLE, are_converse, is_reversed
from hyeval.scoring.lexicon import complementary, concept, contrary, excludable
from hyeval.scoring.neighbours import in_its_words, modified
from hyeval.scoring.polar_question import EQUAL, PolarQuestion
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import Stance, stance
from hyeval.scoring.words import Word, words

_DAYS = frozenset(map(concept, ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]))
_ON = concept("on")
_IT_IS = re.compile(
    r"\W*(?:(?:so|no|yes|and|but),?\s+)?(?:it|this|that|he|she)(?:\s+is|['’]s)(?:\s+(?:not|clearly|actually|really|in "
    r"fact))?\s+"
    r"an?\s+(?:[a-z]+\s+)?",
    re.IGNORECASE,
)
"""What stands before an adjective with a noun that is said of the thing itself: "It is an orange goldfish"."""
_SECOND = re.compile(r"\s+(?!of\b|in\b|on\b|and\b|or\b)[a-z]+\s+([a-z]+)\b", re.IGNORECASE)
"""The noun behind two adjectives: "short blond hair"."""
_NEUTRAL = frozenset(
    map(concept, ["colour", "one", "tone", "hue", "shade", "side", "part", "version", "shape", "form", "now", "today"])
)
"""Words behind an adjective that name nothing else than what it is said of."""


_ONLY = Sieve(r"(?<!\bthe )\bonly\b|^\W*one\b(?=[^:]*:\s)", re.IGNORECASE)
"""What restricts a statement to one thing: "Only the right lamp is on", "One lamp is on: the right one"."""
_NEAR = 4
"""Words behind "only" that it can restrict."""
_DENIED_STATE = re.compile(r"(?P<verb>\b(?:is|are|was|were)\b)\s*(?:n['’]t|not)\s+(?P<state>[a-z]+)\b", re.IGNORECASE)


class Contraries:
    """The crux of a question, held against statements."""

    def __init__(self, question: PolarQuestion) -> None:
        self._question = question

    def implied_by(self, line: str, spoken: list[Word]) -> bool | None:
        """Whether the words that others exclude are asserted, rejected, or excluded by other words of their class."""
        crux = self._question.crux
        if not crux or self._is_of_another_day(line, spoken):
            return None
        found = {self._of_word(word, line, spoken) for word in crux}
        return False if False in found else True if True in found else None

    def affirmed(self, line: str) -> str:
        """A statement with the word in question in place of "not" and the word that holds where that one does not."""

        def affirm(match: re.Match[str]) -> str:
            denied = concept(match["state"])
            own = next((word for word in asked if complementary(word.meaning, denied)), None)
            return match[0] if own is None else f"{match['verb']} {text[own.start : own.end]}"

        if not self._question.crux or not _DENIED_STATE.search(line):
            return line
        text = self._question.text
        asked = [word for word in words(text) if word.meaning in self._question.crux]
        return _DENIED_STATE.sub(affirm, line)

    def exchanged(self, line: str) -> str | None:
        """A statement on one thing alone with the question's word for its contrary, which is what it excludes.

        Of "Only the right lamp is on" that the left lamp is on.
        """
        only = _ONLY.search(line)
        if only is None:
            return None
        text, spoken = self._question.text, words(line)
        named = {word.meaning for word in spoken}
        asked = [word for word in words(text) if word.meaning not in named]
        starts = [only.end(), *([colon] if (colon := line.find(": ", only.end())) > 0 else [])]
        near = [word for start in starts for word in [one for one in spoken if one.start >= start][:_NEAR]]
        for word in near:
            own = next((one for one in asked if contrary(one.meaning, word.meaning)), None)
            if own is not None:
                told = line[: only.start()] + line[only.end() : word.start]
                return f"{told.strip()} {text[own.start : own.end]}{line[word.end :]}"
        return None

    def _is_of_another_day(self, line: str, spoken: list[Word]) -> bool:
        """Whether a statement is on another day than the question, and says nothing on the days that it leaves out."""
        days = _DAYS.intersection(self._question.crux)
        named = _DAYS.intersection(word.meaning for word in spoken)
        asks_more = not set(self._question.crux) <= {*days, _ON}
        return asks_more and bool(days and named) and named.isdisjoint(days) and not forms.ONLY_DAYS.search(line)

    def _of_word(self, crux: str, line: str, spoken: list[Word]) -> bool | None:
        question = self._question
        named = in_its_words(crux, line, [word for word in spoken if word.meaning == crux])
        others = [word for word in spoken if contrary(crux, word.meaning) and word.meaning not in question.telling]
        if all(self._is_of_another(line, word) for word in named) and (crux in question.attributive or others):
            named = []
        if named and all(self._is_of_other_thing(line, word) for word in named):
            return None
        others = self._own(others, crux, line, bool(named))
        asserted = [word for word in others if stance(line, word.start, word.end) is Stance.ASSERTED]
        stances = {stance_of_phrase(line, word, spoken, question.main) for word in named}
        if Stance.ASSERTED in stances:
            if any(forms.TURNED_INTO.search(line[named[-1].end : word.start]) for word in asserted):
                return False
            return not (self._is_reversed(spoken) or (question.is_universal and asserted))
        if Stance.REJECTED in stances:
            return False
        if not others or not question.shares_subject(line, spoken) or self._places_other(spoken):
            return None
        if asserted:
            return all(are_converse(crux, word.meaning) for word in asserted) and self._is_reversed(spoken)
        denied = [word for word in others if stance_of(line, word) is Stance.REJECTED]
        return True if any(complementary(crux, word.meaning) for word in denied) else None

    def _own(self, others: list[Word], crux: str, line: str, is_named: bool) -> list[Word]:
        """Of the words that exclude the crux those that a sentence says of the same thing."""
        own = [word for word in others if not self._is_of_another(line, word)]
        others = own if crux in self._question.attributive or is_named else own or others
        if self._question.activity is None:
            others = [word for word in others if not forms.AT_HAND.search(line, 0, word.start)]
        if crux == EQUAL and len({word.meaning for word in others}) == 1:
            others = [word for word in others if not forms.PLAIN_SIZE.fullmatch(line, word.start, word.end)]
        return others

    def _is_of_another(self, line: str, word: Word) -> bool:
        """Whether an adjective stands before a noun of which the question says nothing."""
        noun = modified(line, word)
        if (
            noun is not None
            and (second := _SECOND.match(line, word.end))
            and concept(second[1]) in self._question.asked
        ):
            return False
        if noun is not None and _IT_IS.fullmatch(line, 0, word.start):
            return False
        return noun is not None and noun not in self._question.asked | _NEUTRAL and not excludable(noun)

    def _is_of_other_thing(self, line: str, word: Word) -> bool:
        """Whether an adjective belongs to a thing with an article of which the question says nothing: "the red car"."""
        question = self._question
        has_article = forms.ARTICLE.search(line[: word.start]) is not None
        return has_article and bool(question.subject) and self._is_of_another(line, word)

    def _places_other(self, spoken: list[Word]) -> bool:
        """Whether a statement ends with the side of the thing by which the question places another one."""
        question = self._question
        things = {word for word in question.main if word not in question.crux and word != _ON}
        order = [word.meaning for word in spoken]
        if not things or not question.subject or order[-1] not in REVERSIBLE or not things <= set(order):
            return False
        return set(order).isdisjoint(question.subject) and set(order).isdisjoint(("it", "its"))

    def _is_reversed(self, spoken: list[Word]) -> bool:
        """Whether "left of" and its like stand between the question's two things in the opposite order."""
        question = self._question
        objects = [word for word in question.main if word not in question.crux]
        return is_reversed(spoken, question.subject, question.crux, objects)
