"""Sentences that leave no room for what a yes/no question asks: all is blank, it is of another kind, there is none."""

from __future__ import annotations

from hyeval.scoring import forms
from hyeval.scoring.evidence import Evidence
from hyeval.scoring.exclusion import Exclusion
from hyeval.scoring.kind import Kind
from hyeval.scoring.lexicon import concept
from hyeval.scoring.polar_question import EMPTY, PolarQuestion
from hyeval.scoring.quotation import Quotation
from hyeval.scoring.stance import negated
from hyeval.scoring.words import Word

_BLANKS = frozenset((EMPTY, *map(concept, ("blank", "bare"))))
_CROSS = concept("cross")


class Incompatibility:
    """What cannot be so together with what a question asks for."""

    def __init__(
        self, question: PolarQuestion, quotation: Quotation | None, exclusion: Exclusion, evidence: Evidence
    ) -> None:
        self._question = question
        self._quotation = quotation
        self._exclusion = exclusion
        self._evidence = evidence
        self._kind = Kind(question.text)

    def is_stated(self, line: str, spoken: list[Word]) -> bool:
        """Whether a sentence leaves no room for what is asked."""
        meanings = {word.meaning for word in spoken}
        if self._quotation is not None and self._quotation.is_other(line, meanings):
            return self._evidence.concerns(line)
        if (self._is_blank(meanings) or self._exclusion.leaves_no_room(line)) and self._evidence.concerns(line):
            return True
        if _CROSS in self._question.crux and forms.APART.match(line) and not negated(line):
            return self._evidence.concerns(line)
        if self._lacks_subject(line, spoken) or self._is_partial(line, spoken):
            return True
        return self._kind.excluded_by(line) and self._evidence.concerns(line)

    def _is_blank(self, meanings: set[str]) -> bool:
        """Whether something is blank or empty, where the question asks for text."""
        asks_text = self._question.quotations or self._question.asks_text
        return bool(asks_text) and not _BLANKS.isdisjoint(meanings)

    def _lacks_subject(self, line: str, spoken: list[Word]) -> bool:
        """Whether a statement says that what the question speaks of is not there, or is something else."""
        return any(
            (word.meaning == self._question.noun or word.meaning in self._question.objects)
            and forms.NONE_SUCH.search(line[: word.start])
            and forms.NAME_ENDS.match(line[word.end :])
            for word in spoken
        )

    def _is_partial(self, line: str, spoken: list[Word]) -> bool:
        """Whether a statement says of a part what the question asks of all."""
        question = self._question
        if not question.is_universal or not forms.PARTIAL.search(line):
            return False
        return question.shares_subject(line, spoken)
