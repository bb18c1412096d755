"""Types of yes/no questions that are answered by a form of statement: for permission, presence, absence, and text."""

from __future__ import annotations

import re
from itertools import pairwise

from hyeval.scoring import forms
from hyeval.scoring.assertion import asserts, stance_of
from hyeval.scoring.clause import WITHOUT
from hyeval.scoring.evidence import Evidence
from hyeval.scoring.lexicon import STOPWORDS, concept, contrary
from hyeval.scoring.occupancy import is_occupied
from hyeval.scoring.polar_question import ALLOWED, EMPTY, FORBIDDEN, PolarQuestion
from hyeval.scoring.presence import finds_any
from hyeval.scoring.quotation import Quotation
from hyeval.scoring.stance import Stance, negated
from hyeval.scoring.words import Word

_PERMISSION = frozenset((ALLOWED, FORBIDDEN))
_IT = re.compile(r"\b(?:it|this|that|so)\W*$", re.IGNORECASE)
"""What stands for all that is asked, at the end: "Nothing forbids it"."""


class QuestionType:
    """The type of a question, and what a statement of the form that answers such questions implies."""

    def __init__(self, question: PolarQuestion, quotation: Quotation | None, evidence: Evidence) -> None:
        self._question = question
        self._quotation = quotation
        self._evidence = evidence

    def implied_by(self, line: str, spoken: list[Word]) -> bool | None:
        """What follows for permission, presence, absence or text, whichever the question asks for."""
        for rule in (self._of_permission, self._of_presence):
            settled = rule(line, spoken)
            if settled is not None:
                return settled
        if self._quotation is not None and self._quotation.is_in(line):
            return True
        if any(word.meaning in self._question.unwanted for word in spoken):
            return self._lacks_unwanted(line, spoken)
        shows_text = self._question.asks_text and forms.QUOTED.search(line) is not None
        return True if shows_text and not negated(line) else None

    def _of_permission(self, line: str, spoken: list[Word]) -> bool | None:
        """Whether a statement on what the question asks for says that it is allowed or forbidden."""
        if not self._question.asks_permission:
            return None
        spoken = self._without_contraries(line, spoken)
        found = [word for word in spoken if word.meaning in _PERMISSION]
        if not found:
            return None
        told = {word.meaning for word in spoken} - STOPWORDS - _PERMISSION
        names_it = not told or _IT.search(line) or forms.ANAPHOR.match(line)
        if not names_it and self._question.asked.isdisjoint(told):
            return None
        return (found[-1].meaning == ALLOWED) == (stance_of(line, found[-1]) is not Stance.REJECTED)

    def _without_contraries(self, line: str, spoken: list[Word]) -> list[Word]:
        """The words of a statement but for its clauses on a contrary of what the question asks: on turning right."""
        others = [
            word.start
            for word in spoken
            if word.meaning not in _PERMISSION
            and word.meaning not in self._question.asked
            and any(contrary(word.meaning, own) for own in self._question.asked - _PERMISSION)
        ]
        if not others:
            return spoken
        starts = [0, *(match.end() for match in forms.CLAUSE.finditer(line)), len(line)]
        own = [(start, end) for start, end in pairwise(starts) if not any(start <= one < end for one in others)]
        return [word for word in spoken if any(start <= word.start < end for start, end in own)]

    def _of_presence(self, line: str, spoken: list[Word]) -> bool | None:
        """Whether anyone is there, or a thing is empty."""
        asks_anyone = self._question.asks_anyone
        if not asks_anyone and not self._question.asks_empty:
            return None
        found = finds_any(line, asks_anyone)
        if found is None and any(word.meaning == EMPTY for word in spoken) and self._evidence.concerns(line):
            found = negated(line)
        if found is None and not asks_anyone and is_occupied(line, self._question.subject):
            return False
        return None if found is None else found == asks_anyone

    def _lacks_unwanted(self, line: str, spoken: list[Word]) -> bool:
        """Whether a sentence says that there is nothing of what the question wants to be absent.

        "Without errors" says so if it is not denied itself: "cannot run without errors".
        """
        unwanted = self._question.unwanted
        found = [match for match in WITHOUT.finditer(line) if concept(match.group(1)) in unwanted]
        if not found:
            return not asserts(line, spoken, unwanted)
        starts = [0, *(match.end() for match in found[:-1])]
        ends = [match.start() for match in found]
        return not negated(" ".join(line[start:end] for start, end in zip(starts, ends, strict=True)))
