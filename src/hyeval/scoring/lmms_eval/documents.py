"""DocVQA, InfoVQA and MP-DocVQA (ANLS), OCRBench, MTVQA, ChartQA as lmms-eval scores them.

Sources: lmms-eval at 75571cfe, api/metrics.py (anls), tasks/docvqa, tasks/infovqa, tasks/ocrbench/utils.py,
tasks/chartqa/utils.py; tasks/multidocvqa/utils.py and tasks/mtvqa/utils.py without recorded vectors.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from hyeval.scoring.distance import edit_distance
from hyeval.scoring.lmms_eval.aggregation import metric_mean
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

ANLS, ACCURACY = "anls", "accuracy"
MTVQA = "mtvqa_score"
ANLS_THRESHOLD = 0.5
OCRBENCH = "ocrbench_accuracy"
OCRBENCH_QUESTIONS = 1000
"""The size of the full set is the denominator, however many questions were asked."""
CHARTQA_TOLERANCE = 0.05
_EXCESS = 0.5 + 1e-9

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def normalised_distance(answer: str, response: str) -> float:
    """Edit distance of the two without case and runs of blanks, over the length of the longer *with* them.

    That the length is taken before the normalisation, so that blanks raise the score, is a defect of the original.
    """
    length = max(len(answer.upper()), len(response.upper()))
    if not length:
        return 0.0
    expected, found = (" ".join(text.lower().split()) for text in (answer, response))
    if abs(len(expected) - len(found)) / length > _EXCESS:
        return 1.0  # below the threshold whatever the distance is, which would take long for a long response
    return edit_distance(expected, found) / length


@dataclass(frozen=True)
class NearAnswer:
    """DocVQA, InfoVQA: average normalised Levenshtein similarity (Biten et al. 2019), 0 below one half."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Similarity to the nearest of `answers`."""
        bare = response.strip()
        distances = [normalised_distance(str(answer), bare) for answer in document.get("answers") or ()]
        similarity = 1 - min(distances, default=1.0)
        return Verdict(response, {ANLS: similarity if similarity >= ANLS_THRESHOLD else 0.0})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The mean."""
        return {ANLS: metric_mean(verdicts, ANLS)}


@dataclass(frozen=True)
class MultiPageAnswer:
    """MP-DocVQA: ANLS and equality of texts in lower case, `none` and nothing wrong (Tito et al. 2023, metrics.py).

    The authors' evaluation does the same: https://github.com/rubenpt91/MP-DocVQA-Framework.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Similarity to the nearest of `answers`, and whether one is equal."""
        answers = document["answers"]  # the data set writes the list as text
        listed = ast.literal_eval(answers) if isinstance(answers, str) else answers
        found = response.lower().strip()
        golds = [str(answer).lower().strip() for answer in listed]
        similarity = 0.0 if found in ("", "none") else max((_similarity(gold, found) for gold in golds), default=0.0)
        equal = found != "none" and found in golds
        return Verdict(found, {ANLS: similarity if similarity >= ANLS_THRESHOLD else 0.0, ACCURACY: float(equal)})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The means."""
        return {ANLS: metric_mean(verdicts, ANLS), ACCURACY: metric_mean(verdicts, ACCURACY)}


def _similarity(gold: str, found: str) -> float:
    length = max(len(gold), len(found))
    if abs(len(gold) - len(found)) / length > _EXCESS:
        return 0.0
    return 1 - edit_distance(gold, found) / length


@dataclass(frozen=True)
class ContainedAnswer:
    """MTVQA: the answer stands in the response, without case and periods (Tang et al. 2024, arXiv:2405.11985)."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """1 if it is there."""
        answer, found = (str(text).strip().lower().replace(".", "") for text in (document["answer"], response))
        return Verdict(found, {MTVQA: float(answer in found)})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The percentage."""
        return {MTVQA: metric_mean(verdicts, MTVQA) * 100}


@dataclass(frozen=True)
class CountedObjects:
    """CountBench: the response is the number, or its English word up to twenty.

    Source: `lmms_eval/tasks/countbench/utils.py` at commit 75571cfe. Known defect: every other form is wrong (`3.`).
    """

    metric: str = "acc"

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        found, gold = (_count(str(text)) for text in (response, document["number"]))
        return Verdict(found, {self.metric: float(found == gold)})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The plain mean."""
        return {self.metric: metric_mean(verdicts, self.metric)}


_COUNT_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty"""
_COUNTS = {word: str(number) for number, word in enumerate(_COUNT_WORDS.split())} | {"none": "0"}


def _count(text: str) -> str:
    lowered = text.strip().lower()
    return _COUNTS.get(lowered, lowered)


@dataclass(frozen=True)
class ContainedText:
    """OCRBench: right if one of the answers stands anywhere in the response, also within a longer number or word."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Formulas (HME100k) are compared with their case and without blanks, all else folded and in lower case."""
        answers = document["answer"]
        plain = _formula if document["dataset"] == "HME100k" else _text
        found = plain(response)
        hit = any(plain(answer) in found for answer in ([answers] if isinstance(answers, str) else answers))
        return Verdict(response.strip(), {OCRBENCH: float(hit)})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Hits over 1000."""
        return {OCRBENCH: sum(verdict.values[OCRBENCH] for verdict in verdicts) / OCRBENCH_QUESTIONS}


def _formula(text: str) -> str:
    return text.strip().replace("\n", " ").replace(" ", "")


def _text(text: str) -> str:
    return text.translate(_FULL_WIDTH).lower().strip().replace("\n", " ")


@dataclass(frozen=True)
class RelaxedAnswer:
    """ChartQA: numbers within 5 % of the gold, other answers equal but for their case (Masry et al. 2022, 5.1)."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """1 if right, under the name of the whole and of the split that `type` names."""
        split = "human" if document["type"] == "human_test" else "augmented"
        value = float(relaxed_equal(response.strip(), str(document["answer"])))
        return Verdict(None, {"relaxed_overall": value, f"relaxed_{split}_split": value})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Means of the whole and of each split."""
        names = ("relaxed_overall", "relaxed_human_split", "relaxed_augmented_split")
        return {name: metric_mean(verdicts, name) for name in names if any(name in one.values for one in verdicts)}


def relaxed_equal(response: str, answer: str) -> bool:
    """Compare as numbers if both are; a gold of zero is compared as text."""
    expected, found = _number(answer), _number(response)
    if expected and found is not None:
        return abs(found - expected) / abs(expected) <= CHARTQA_TOLERANCE
    return response.lower() == answer.lower()


def _number(text: str) -> float | None:
    """What Python reads as a float, with underscores and full-width digits; percentages are divided by 100."""
    try:
        return float(text.rstrip("%")) / 100.0 if text.endswith("%") else float(text)
    except ValueError:
        return None
