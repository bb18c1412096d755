"""POPE: precision, recall and F1 of yes, by the way in which absent objects were chosen.

Source: Li et al. 2023, arXiv:2305.10355, and evaluate.py in https://github.com/AoiDragon/POPE.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hyeval.scoring.extraction import Question
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict
from hyeval.scoring.yes_no import extract_yes_no

YES = "yes"
CORRECT, OVERALL = "accuracy", "overall"


@dataclass(frozen=True)
class Pope:
    """Yes or no as a careful reader finds it; the authors take whatever lacks `no` and `not` for a yes.

    A response without an answer is wrong: it is no yes, and to a present object it is a miss.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        answer = extract_yes_no(response, Question(str(document["question"]))).answer
        gold = str(document["answer"]).strip().lower()
        return Verdict(answer, {CORRECT: float(answer == gold)}, {"gold": gold, "category": document.get("category")})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The metrics over all rows, and over those of each category under its name."""
        categories = dict.fromkeys(str(one.record["category"]) for one in verdicts if one.record["category"])
        parts = {name: [one for one in verdicts if one.record["category"] == name] for name in categories}
        return {name: _metrics(part) for name, part in {OVERALL: verdicts, **parts}.items()}


def _metrics(verdicts: Sequence[Verdict]) -> dict[str, float]:
    said = [verdict.parsed == YES for verdict in verdicts]
    there = [verdict.record["gold"] == YES for verdict in verdicts]
    hits = sum(one and other for one, other in zip(said, there, strict=True))
    precision, recall = _ratio(hits, sum(said)), _ratio(hits, sum(there))
    return {
        CORRECT: _ratio(sum(verdict.values[CORRECT] for verdict in verdicts), len(verdicts)),
        "precision": precision,
        "recall": recall,
        "f1": _ratio(2 * precision * recall, precision + recall),
        "yes_ratio": _ratio(sum(said), len(said)),
    }


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
