"""Short answers as VLMEvalKit scores them: VQA accuracy, ANLS, relaxed accuracy, equality; and OCRBench.

Source: vlmeval/dataset/utils/vqa_eval.py and vlmeval/dataset/image_vqa.py at commit e8e78f05. Documents are rows of the
peer's table: `answer` (a text, or a list written in Python), `split` or `category` where the benchmark has them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.contractions import CONTRACTIONS
from hyeval.scoring.vlmevalkit.literals import list_of
from hyeval.scoring.vlmevalkit.multiple_choice import mean
from hyeval.scoring.vlmevalkit.punctuation import without_punctuation
from hyeval.scoring.vlmevalkit.spreadsheet import read_back

ARTICLES = frozenset({"a", "an", "the"})
DIGITS = {"none": "0"} | {
    word: str(number)
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
}
ANLS_THRESHOLD = 0.5
RELATIVE_TOLERANCE = 0.05


class ShortAnswer(ABC):
    """A hit per row between 0 and 1; accuracy in percent overall and per split, or else per category."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Compare the response with all answers."""
        read = self.read(read_back(response))
        answer = document["answer"]
        hit = self.hit(read, list_of(read_back(answer) if isinstance(answer, str) else answer))
        return Verdict(read, {"hit": hit}, {key: document[key] for key in ("split", "category") if key in document})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return one row of accuracies."""
        column = "split" if any("split" in verdict.record for verdict in verdicts) else "category"
        table = {}
        for name in sorted({str(verdict.record[column]) for verdict in verdicts if column in verdict.record}):
            chosen = [verdict.values["hit"] for verdict in verdicts if str(verdict.record.get(column)) == name]
            table[name] = mean(chosen) * 100
        return {"acc": [table | {"Overall": mean([verdict.values["hit"] for verdict in verdicts]) * 100}]}

    @abstractmethod
    def read(self, response: str) -> str:
        """Return what the peer compares."""

    @abstractmethod
    def hit(self, read: str, answers: Sequence[Any]) -> float:
        """Return how right it is."""


class VQAAccuracy(ShortAnswer):
    """Antol et al., 2015: for each annotator, the share of three of the others who gave the answer, then the mean.

    Answers are normalised always, where the official code does so only if the annotators disagree.
    """

    def read(self, response: str) -> str:
        """Return the normalised response."""
        return normalised(response)

    def hit(self, read: str, answers: Sequence[Any]) -> float:
        """Return the mean over annotators; an annotator's own answer does not count for himself."""
        same = [normalised(str(answer)) == read for answer in answers]
        return mean([min(1.0, (sum(same) - own) / 3) for own in same])


class VizWiz(VQAAccuracy):
    """VQA accuracy without any parts."""

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the overall accuracy."""
        return {"acc": [{"Overall": mean([verdict.values["hit"] for verdict in verdicts]) * 100}]}


class ANLS(ShortAnswer):
    """Biten et al., 2019: one minus the edit distance over the longer length, at best; below a half it is 0.

    Lower case, blanks collapsed; defect kept: the length is taken before, so that blanks raise the score.
    """

    def read(self, response: str) -> str:
        """Return the response as it is."""
        return response

    def hit(self, read: str, answers: Sequence[Any]) -> float:
        """Return the best similarity."""
        return max((similarity(str(answer), read) for answer in answers), default=0.0)


class RelaxedAccuracy(ShortAnswer):
    """Masry et al., 2022 (ChartQA): numbers within 5 % of the answer, other answers equal but for case.

    A percent sign divides by a hundred. Defects kept: an answer of 0 is compared as text; whatever Python reads as a
    float is a number; an answer that looks like a list stands for each of its elements.
    """

    def read(self, response: str) -> str:
        """Return the response without blanks at its ends."""
        return response.strip()

    def hit(self, read: str, answers: Sequence[Any]) -> float:
        """Return whether any answer is met."""
        return float(any(roughly_equal(str(answer), read) for answer in answers))


class Equality(ShortAnswer):
    """Equal but for case and blanks at the ends (GQA); defect kept: a final period is wrong."""

    def read(self, response: str) -> str:
        """Return the response without blanks at its ends."""
        return response.strip()

    def hit(self, read: str, answers: Sequence[Any]) -> float:
        """Return the share of answers that are met."""
        return mean([float(str(answer).strip().lower() == read.lower()) for answer in answers])


class OCRBench:
    """Whether an answer is a part of the response; formulas without any blank and with case, all else without case.

    Points are summed: `Final Score Norm` is a percentage only for the 1000 questions of the whole benchmark.
    """

    FORMULAS = "Handwritten Mathematical Expression Recognition"
    RECOGNITION = (
        "Regular Text Recognition",
        "Irregular Text Recognition",
        "Artistic Text Recognition",
        "Handwriting Recognition",
        "Digit String Recognition",
        "Non-Semantic Text Recognition",
    )
    OTHERS = ("Scene Text-centric VQA", "Doc-oriented VQA", "Key Information Extraction", FORMULAS)

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Look for any answer in the response."""
        category = str(document.get("category", document.get("question_type")))
        kept = _unspaced if category == self.FORMULAS else _lowered
        text = kept(read_back(response))
        hit = int(any(kept(str(answer)) in text for answer in list_of(document["answer"])))
        return Verdict(None, {"hit": hit}, {"category": category})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return points by group, their sum and a tenth of it."""
        points: dict[str, float] = {}
        for verdict in verdicts:
            category = verdict.record["category"]
            points[category] = points.get(category, 0) + verdict.values["hit"]
        groups = {"Text Recognition": sum(points.get(category, 0) for category in self.RECOGNITION)}
        groups |= {category: points.get(category, 0) for category in self.OTHERS}
        total = sum(groups.values())
        return groups | {"Final Score": total, "Final Score Norm": total / 10}


def normalised(text: str) -> str:
    """Return a text without punctuation and articles, in lower case, number words as digits, contractions written out.

    `process_answer`; words are split at blanks only, so that the possessive `'s` stays.
    """
    plain = without_punctuation(text.replace("\n", " ").replace("\t", " ").strip())
    words = [DIGITS.get(word, word) for word in plain.lower().split()]
    return " ".join(CONTRACTIONS.get(word, word) for word in words if word not in ARTICLES)


def collapsed(text: str) -> str:
    """Return a text in lower case with single blanks."""
    return " ".join(text.lower().split())


def similarity(one: str, other: str) -> float:
    """Return one minus the edit distance of the collapsed texts over the longer length, 0 below the threshold."""
    length = max(len(one.upper()), len(other.upper()))
    if not length:
        return 1.0
    shorter, longer = sorted((collapsed(one), collapsed(other)), key=len)
    if len(longer) - len(shorter) > length * ANLS_THRESHOLD:  # at least the difference must be inserted
        return 0.0
    value = 1 - edit_distance(shorter, longer) / length
    return value if value >= ANLS_THRESHOLD else 0.0


def edit_distance(shorter: str, longer: str) -> int:
    """Return the least number of insertions, deletions and replacements (Levenshtein, 1966)."""
    row = list(range(len(shorter) + 1))
    for i, mark in enumerate(longer, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(shorter, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (mark != other))
    return row[-1]


def roughly_equal(answer: str, response: str) -> bool:
    """Return whether a response is within 5 % of an answer other than 0, or the same text but for case."""
    wanted, found = _number(answer), _number(response)
    if wanted and found is not None:
        return abs(found - wanted) / abs(wanted) <= RELATIVE_TOLERANCE
    return answer.lower() == response.lower()


def _number(text: str) -> float | None:
    try:
        return float(text.rstrip("%")) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return None


def _unspaced(text: str) -> str:
    return text.strip().replace("\n", " ").replace(" ", "")


def _lowered(text: str) -> str:
    return text.lower().strip().replace("\n", " ")


RULES: dict[str, Rule] = {
    "chartqa": RelaxedAccuracy(),
    "docvqa_val": ANLS(),
    "infovqa_val": ANLS(),
    "textvqa_val": VQAAccuracy(),
    "vizwiz_vqa_val": VizWiz(),
    "gqa": Equality(),
    "ocrbench": OCRBench(),
}
"""By the name of the set."""
