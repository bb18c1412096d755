"""Video-MMMU.

Rule: `lmms_eval/tasks/videommmu/utils.py` at commit 75571cfe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hyeval.scoring.lmms_eval.letter_extraction import extract_letter
from hyeval.scoring.lmms_eval.mmmu import (
    MULTIPLE_CHOICE,
    accuracy_verdict,
    choice_agrees,
    option_letters,
    subject_accuracy,
    subject_of,
)
from hyeval.scoring.lmms_eval.open_answer import VIDEO_INDICATORS, open_agrees, open_candidates
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

NO_RESPONSE = "API Error"
NOT_FOUND = "No Answer Found."
_PERCEPTION = "perception"


@dataclass(frozen=True)
class VideoMmmu:
    """Video-MMMU: the shared letter reader for multiple choice, MMMU's candidates with more indicators for the rest.

    Known defects: questions of perception are read as open answers and compared with the letter, so that none is right;
    an empty open answer leaves the denominator.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        subject, gold, kind = subject_of(document["id"]), document["answer"], document.get("question_type")
        if kind == MULTIPLE_CHOICE:
            letter = extract_letter(response, option_letters(len(document["options"])))
            return accuracy_verdict(letter or NOT_FOUND, choice_agrees(gold, letter), subject)
        if response.strip() in ("", NO_RESPONSE):
            return accuracy_verdict(NO_RESPONSE, False, subject)
        candidates = open_candidates(response, VIDEO_INDICATORS)
        return accuracy_verdict(candidates, kind != _PERCEPTION and open_agrees(gold, candidates), subject)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Accuracy over the answers that are not empty open ones."""
        return subject_accuracy([verdict for verdict in verdicts if verdict.parsed != NO_RESPONSE])
