"""Benchmarks of yes and no: MME, POPE, NaturalBench.

Rules: `lmms_eval/tasks/{mme,pope,naturalbench}/utils.py` at commit 75571cfe.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hyeval.scoring.lmms_eval.aggregation import grouped, mean, metric_mean
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

YES, NO, OTHER = "yes", "no", "other"

PERCEPTION, COGNITION = "mme_perception_score", "mme_cognition_score"
_PERCEPTION_CATEGORIES = frozenset(
    ("existence", "count", "position", "color", "posters", "celebrity", "scene", "landmark", "artwork", "OCR")
)
_MME_PREFIX = 4


@dataclass(frozen=True)
class Mme:
    """MME: yes or no within the first four characters; points for each question and again for both of an image.

    Known defects: a part of a word counts (`Not sure` and `Know` are no, `yesterday` is yes); an answer that comes
    later is missed. The peer stops at an image without exactly two questions; here such an image is scored alike.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        parsed = self._read(response)
        right = parsed == document["answer"].lower().strip().replace(".", "")
        metric = PERCEPTION if document["category"] in _PERCEPTION_CATEGORIES else COGNITION
        record = {"category": document["category"], "image": document["question_id"]}
        return Verdict(parsed, {metric: float(right)}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The sum over categories of the mean points of an image."""
        present = {metric for verdict in verdicts for metric in verdict.values}
        return {metric: self._points(verdicts, metric) for metric in (PERCEPTION, COGNITION) if metric in present}

    def _read(self, response: str) -> str:
        bare = response.lower().strip().replace(".", "")
        if len(bare) == 1:
            return {"y": YES, "n": NO}.get(bare, OTHER)
        return next((word for word in (YES, NO) if word in bare[:_MME_PREFIX]), OTHER)

    def _points(self, verdicts: Sequence[Verdict], metric: str) -> float:
        having = [verdict for verdict in verdicts if metric in verdict.values]
        categories = grouped(having, lambda verdict: str(verdict.record["category"]))
        return sum(
            mean(self._image_points(image, metric) for image in grouped(group, _image).values())
            for group in categories.values()
        )

    def _image_points(self, image: Sequence[Verdict], metric: str) -> float:
        accuracy = metric_mean(image, metric)
        return 100.0 * accuracy + 100.0 * (accuracy == 1)


def _image(verdict: Verdict) -> str:
    return str(verdict.record["image"])


@dataclass(frozen=True)
class Pope:
    """POPE: the exact words yes and no.

    Known defects: with a period or in a sentence they are wrong; recall leaves out unread answers to positive
    questions; the ratio of yes is that of the golds.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response; each metric shows the accuracy."""
        parsed, gold = response.lower().strip(), document["answer"].lower().strip()
        names = ("accuracy", "precision", "recall", "f1_score", "yes_ratio")
        return Verdict(parsed, {f"pope_{name}": float(parsed == gold) for name in names}, {"gold": gold})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Accuracy, precision, recall, F1 and the ratio of yes; 0 where there is nothing to divide by."""
        pairs = [(verdict.record["gold"], verdict.parsed) for verdict in verdicts]
        hits, false_alarms, misses = (pairs.count(pair) for pair in ((YES, YES), (NO, YES), (YES, NO)))
        golds = [gold for gold, _ in pairs]
        precision, recall = _ratio(hits, hits + false_alarms), _ratio(hits, hits + misses)
        return {
            "pope_accuracy": metric_mean(verdicts, "pope_accuracy"),
            "pope_precision": precision,
            "pope_recall": recall,
            "pope_f1_score": _ratio(2 * precision * recall, precision + recall),
            "pope_yes_ratio": _ratio(golds.count(YES), golds.count(YES) + golds.count(NO)),
        }


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


_GROUP = 4
_GROUP_GOLDS = (1, 0, 0, 1)
_FULL_NUMBER_OF_ROWS = 7600
_ANSWER_WORDS = {"yes_no": ("yes", "no"), "multiple_choice": ("A", "B")}


@dataclass(frozen=True)
class NaturalBench:
    """NaturalBench: the earlier of the whole words yes and no, or of A and B, in groups of two questions by two images.

    Known defect: the article `a` is option A. What is not read (-1) is wrong. The peer's aggregation takes 7600 rows
    only and does not report the accuracy; its scores are given for the rows repeated in order up to that number.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response: 1 is yes or A, 0 is no or B."""
        parsed = self._read(response, *_ANSWER_WORDS[document["Question_Type"]])
        gold = int(document["Answer"].strip().lower() in (YES, "a"))
        return Verdict(parsed, {"extracted": parsed, "correct": float(parsed == gold)})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Accuracy by question, by image, in all and by group; rows of an incomplete last group are left out."""
        answers = [int(verdict.values["extracted"]) for verdict in verdicts]
        groups = [answers[start : start + _GROUP] for start in range(0, len(answers) - _GROUP + 1, _GROUP)]
        repeated = [groups[number % len(groups)] for number in range(_FULL_NUMBER_OF_ROWS // _GROUP)] if groups else []
        official = {name.upper(): value for name, value in _group_scores(repeated).items()}
        return {**_group_scores(groups), "tiled to 7600 rows, official aggregation functions": official}

    def _read(self, response: str, positive: str, negative: str) -> int:
        first = re.search(rf"\b(?:({positive})|{negative})\b", response, re.IGNORECASE)
        return -1 if first is None else int(first[1] is not None)


def _group_scores(groups: Sequence[Sequence[int]]) -> dict[str, Any]:
    """Scores over groups of (question 0, image 0), (0, 1), (1, 0), (1, 1)."""
    right = [[answer == gold for answer, gold in zip(group, _GROUP_GOLDS, strict=True)] for group in groups]
    return {
        "Q_Acc": mean(all(row) for a, b, c, d in right for row in ((a, b), (c, d))),
        "I_Acc": mean(all(row) for a, b, c, d in right for row in ((a, c), (b, d))),
        "Acc": mean(one for group in right for one in group),
        "G_Acc": mean(all(group) for group in right),
    }
