"""The predicate of a yes/no question, held against statements that take it up."""

from __future__ import annotations

from hyeval.scoring import forms
from hyeval.scoring.assertion import asserts
from hyeval.scoring.clause import ACTIVITY, GENERIC, WEIGHTLESS
from hyeval.scoring.lexicon import concept
from hyeval.scoring.neighbours import is_named_thing, is_noun
from hyeval.scoring.polar_question import PolarQuestion
from hyeval.scoring.stance import negated
from hyeval.scoring.words import Word, words

_WEARING = concept("wearing")
"""What is worn is all that counts: the man "has glasses on"."""
_DENIALS = frozenset(("not", "no", "any", "none", "can", "cannot")) | forms.NOT_VERBS


class Predicate:
    """What a question asks of its subject."""

    def __init__(self, question: PolarQuestion) -> None:
        self._question = question
        self._words = frozenset(question.main)

    def implied_by(self, line: str, spoken: list[Word]) -> bool | None:
        """Yes or no by whether the clause that takes up the predicate is negated."""
        meanings = {word.meaning for word in spoken}
        shared = self._words & meanings
        if shared and self._is_of_another_activity(line, meanings):
            return None
        if shared and 2 * len(shared) >= len(self._words):
            return asserts(line, spoken, shared)
        said = meanings - WEIGHTLESS - GENERIC
        telling = frozenset(self._question.telling)
        is_repeated = not said.isdisjoint(telling) or forms.ANAPHOR.match(line)
        return False if said <= telling | _DENIALS and is_repeated and negated(line) else None

    def is_elided(self, line: str) -> bool:
        """Whether a sentence ends with the subject and a verb that only denies: "the blue line does not"."""
        ellipsis = forms.ELLIPSIS.search(line) if self._question.subject else None
        if ellipsis is None:
            return False
        return set(self._question.subject) <= {word.meaning for word in words(ellipsis.group("who"))}

    def without_nouns(self, line: str) -> list[Word]:
        """The words of a statement but for verbs of the question that name a thing here: "the red cross", "a lock"."""
        return [word for word in words(line) if not self._is_noun(line, word)]

    def _is_noun(self, line: str, word: Word) -> bool:
        if word.meaning in self._question.participles and is_noun(line, word):
            return True
        return word.meaning in self._question.verbs and is_named_thing(line, word)

    def _is_of_another_activity(self, line: str, meanings: set[str]) -> bool:
        """Whether a statement says what somebody does, and not what the question asks for: standing, not riding."""
        activity = self._question.activity
        if activity is None or activity in meanings or activity == _WEARING:
            return False
        return any(concept(match.group()) not in self._question.telling for match in ACTIVITY.finditer(line))
