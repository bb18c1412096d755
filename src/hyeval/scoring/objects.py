"""The objects of a yes/no question, and statements on another object or against one of them.

They are its words behind the subject that do not decide: the line of "Is the dog behind the line?".
"""

from __future__ import annotations

import re

from hyeval.scoring import forms
from hyeval.scoring.assertion import stance_of
from hyeval.scoring.lexicon import contrary, excludable
from hyeval.scoring.polar_question import PolarQuestion
from hyeval.scoring.stance import Stance
from hyeval.scoring.words import Word, words

_PLACES = re.compile(r"below|under|beneath|above|over|behind|beside|near|off", re.IGNORECASE)


class Objects:
    """The objects of a question, held against a statement that affirms the rest of it."""

    def __init__(self, question: PolarQuestion) -> None:
        self._question = question

    def are_meant(self, line: str, spoken: list[Word]) -> bool | None:
        """True if a statement is not on other objects, False if it denies one of the question's, else None."""
        if self._is_denied(line, spoken):
            return False
        if self._is_other(line, spoken):
            return None
        if self._is_excluded(line, spoken):
            return False if forms.SOLELY.search(line) else None
        return True

    def _is_denied(self, line: str, spoken: list[Word]) -> bool:
        """Whether an object is only named to say that it is not the one: "a bag, not an umbrella"."""
        stances = {word: stance_of(line, word) for word in spoken if word.meaning in self._question.objects}
        for word in spoken:
            if word.meaning in self._question.main:
                is_denied = forms.NOT_IT.search(line[: word.start])
                stances[word] = Stance.REJECTED if is_denied else Stance.ASSERTED
        return any(
            all(position is Stance.REJECTED for word, position in stances.items() if word.meaning == name)
            for name in {word.meaning for word in stances}
        )

    def _is_other(self, line: str, spoken: list[Word]) -> bool:
        """Whether a verb has an object that the question does not name, where its own has a noun of the subject."""
        question = self._question
        if not question.objects or not question.subject or question.activity:
            return False
        for word in spoken:
            thing = forms.OBJECT.match(line, word.end) if word.meaning in question.crux else None
            if thing is not None and question.asked.isdisjoint(one.meaning for one in words(thing.group(1))):
                return True
        return False

    def _is_excluded(self, line: str, spoken: list[Word]) -> bool:
        """Whether an object is not named, but one that it excludes: the green line, not the red one."""
        meanings = {word.meaning for word in spoken if not self._places_beside_other(line, word)}
        strange = meanings.difference(self._question.telling)
        return any(
            name not in meanings and any(contrary(name, word) for word in strange)
            for name in self._question.objects
            if excludable(name)
        )

    def _places_beside_other(self, line: str, word: Word) -> bool:
        """Whether a word places something on the object by another thing: "at the top of the sign, below the logo"."""
        thing = forms.OBJECT.match(line, word.end) if _PLACES.fullmatch(line, word.start, word.end) else None
        if thing is None or not self._question.asked.isdisjoint(one.meaning for one in words(thing.group(1))):
            return False
        return any(one.meaning in self._question.objects for one in words(line[: word.start]) if len(one.meaning) > 2)
