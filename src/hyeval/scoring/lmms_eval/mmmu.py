"""MMMU and MMMU-Pro.

Rule: `lmms_eval/tasks/mmmu/utils.py`, `lmms_eval/tasks/mmmu_pro/utils.py` and
`lmms_eval/tasks/_task_utils/mmmu_mcq_utils.py` at commit 75571cfe.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hyeval.scoring.lmms_eval.aggregation import grouped, metric_mean, rounded_accuracy
from hyeval.scoring.lmms_eval.letter_extraction import strip_each
from hyeval.scoring.lmms_eval.open_answer import open_agrees, open_candidates
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

ACCURACY = "mmmu_acc"
MULTIPLE_CHOICE = "multiple-choice"
OUTER_PUNCTUATION = ",.!?;:'"
_MOST_WORDS_OF_A_LETTER = 5
_SUBJECT = "subject"

# A form of a label, and where the last of several letters in that form is looked for.
_LABEL_FORMS = (("({})", "({})"), ("{} ", " {} "), ("{}.", " {} "))


def read_choice(response: str, options: Sequence[str]) -> str | None:
    """Read `(A)`, else `A` before a blank, else `A.`, else the text of an option in a longer response.

    Of several letters the last wins. Where the peer draws a letter at random, nothing is read.
    Known defects: the end of a word and the article count as `A ` (`USA `); which of several `A.` came last is looked
    up as ` A `, so that the first letter wins; `A)`, `A:`, `**A**` and `\\boxed{A}` are not read.
    """
    text = f" {strip_each(response.strip(), OUTER_PUNCTUATION)} "
    letters = option_letters(len(options))
    for form, place in _LABEL_FORMS:
        found = [letter for letter in letters if form.format(letter) in text]
        if found:
            return last_in(text, found, [place.format(letter) for letter in found])
    return read_option_text(text, options)


def read_option_text(text: str, options: Sequence[str]) -> str | None:
    """Read the letter of the option whose text occurs last in a response of more than five words."""
    if len(text.split()) <= _MOST_WORDS_OF_A_LETTER:
        return None
    lowered = text.lower()
    named = {letter: str(option).lower() for letter, option in zip(option_letters(len(options)), options, strict=True)}
    found = [letter for letter, option in named.items() if option in lowered]
    return last_in(lowered, found, [named[letter] for letter in found]) if found else None


def last_in(text: str, letters: Sequence[str], forms: Sequence[str]) -> str:
    """The letter whose form occurs last; of equal places, also of none at all, the first letter."""
    places = [text.rfind(form) for form in forms]
    return letters[places.index(max(places))]


def option_letters(number: int) -> list[str]:
    """The labels of so many options."""
    return [chr(ord("A") + index) for index in range(number)]


def listed_options(options: str | Sequence[str]) -> list[str]:
    """Options as a list: the data set holds them as the text of one."""
    return list(ast.literal_eval(options) if isinstance(options, str) else options)


def subject_of(identifier: str) -> str:
    """The subject in an id such as `validation_Art_Theory_12`."""
    return "_".join(identifier.split("_")[1:-1])


def choice_agrees(gold: str | Sequence[str], letter: str | None) -> bool:
    """Whether the letter is the gold letter, or one of several."""
    return letter in gold if isinstance(gold, list | tuple) else letter == gold


def subject_accuracy(verdicts: Sequence[Verdict]) -> Aggregate:
    """Accuracy over subjects, weighted by their size, to 5 decimals."""
    subjects = grouped(verdicts, lambda verdict: str(verdict.record[_SUBJECT]))
    return {ACCURACY: rounded_accuracy(subjects.values(), ACCURACY)}


def accuracy_verdict(parsed: Any, right: bool, subject: str) -> Verdict:
    """A verdict of the MMMU family."""
    return Verdict(parsed, {ACCURACY: float(right)}, {_SUBJECT: subject})


@dataclass(frozen=True)
class Mmmu:
    """MMMU with multiple choice and open questions.

    Known defect: of the candidates of an open answer only the first is kept, as text, and its characters are compared
    with the gold, so that no gold but an empty one is ever matched. Which candidate is the peer's first depends on its
    hash seed; here it is the first by text.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        subject = subject_of(document["id"])
        if document["question_type"] == MULTIPLE_CHOICE:
            letter = read_choice(response, listed_options(document["options"]))
            right = letter is not None and choice_agrees(document["answer"], letter)
            return accuracy_verdict(None if letter is None else [letter], right, subject)
        kept = str(open_candidates(response)[0])
        return accuracy_verdict([kept], open_agrees(document["answer"], kept), subject)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Accuracy."""
        return subject_accuracy(verdicts)


@dataclass(frozen=True)
class MmmuOpenOfficial:
    """MMMU's open questions with all candidates compared, as in the benchmark's own code."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        candidates = open_candidates(response)
        return Verdict(candidates, {"correct": float(open_agrees(document["answer"], candidates))})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The plain mean."""
        return {"accuracy": metric_mean(verdicts, "correct")}


@dataclass(frozen=True)
class MmmuPro:
    """MMMU-Pro with up to ten options.

    Known defect: as option I exists, the pronoun before a blank is read as it.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        letter = read_choice(response, listed_options(document["options"]))
        right = letter is not None and letter == document["answer"]
        return accuracy_verdict(letter, right, document[_SUBJECT])

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Accuracy."""
        return subject_accuracy(verdicts)


@dataclass(frozen=True)
class MmmuProVision:
    """MMMU-Pro with the question in the image.

    Known defect: nothing is read in the response; it must be the bare letter.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        bare = response.strip()
        return accuracy_verdict(bare, bare == document["answer"], document[_SUBJECT])

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Accuracy."""
        return subject_accuracy(verdicts)
