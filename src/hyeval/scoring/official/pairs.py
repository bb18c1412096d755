"""MMVP and CV-Bench: letters as a careful reader finds them, and the means that the authors take.

Sources: Tong et al. 2024, arXiv:2401.06209 (a pair of images counts as a whole); Tong et al. 2024, arXiv:2406.16860
(Cambrian-1: 2D and 3D weigh the same, and in 2D its two sources).
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from hyeval.scoring.choice import extract_choice
from hyeval.scoring.extraction import Question
from hyeval.scoring.lmms_eval.aggregation import grouped, mean, metric_mean
from hyeval.scoring.lmms_eval.perception import whole_pairs
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

ACCURACY = "accuracy"


@dataclass(frozen=True)
class Letter:
    """The letter of the option that a response names; `record` are columns by which means are taken."""

    question: str
    choices: str
    answer: str
    record: tuple[str, ...]

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """1 if it is the right one."""
        listed = document[self.choices]  # a derived list is text
        options = tuple(map(str, ast.literal_eval(listed) if isinstance(listed, str) else listed))
        letter = extract_choice(response, Question(str(document[self.question]), options)).answer
        record = {name: document[name] for name in self.record}
        return Verdict(letter, {ACCURACY: float(letter == document[self.answer])}, record)


@dataclass(frozen=True)
class Mmvp(Letter):
    """MMVP: a pair of images is right if both answers are."""

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The share of pairs, and of single answers."""
        return {"pair_accuracy": whole_pairs(verdicts, ACCURACY), ACCURACY: metric_mean(verdicts, ACCURACY)}


@dataclass(frozen=True)
class CvBench(Letter):
    """CV-Bench: ((ADE20K + COCO) / 2 + Omni3D) / 2."""

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The weighted mean, none where a source is lacking, and the plain one."""
        return {"weighted": _weighted_by_source(verdicts), ACCURACY: metric_mean(verdicts, ACCURACY)}


def _weighted_by_source(verdicts: Sequence[Verdict]) -> float | None:
    parts = grouped(verdicts, lambda verdict: str(verdict.record["source"]))
    if not {"ADE20K", "COCO", "Omni3D"} <= parts.keys():
        return None
    plane = mean(metric_mean(parts[name], ACCURACY) for name in ("ADE20K", "COCO"))
    return (plane + metric_mean(parts["Omni3D"], ACCURACY)) / 2
