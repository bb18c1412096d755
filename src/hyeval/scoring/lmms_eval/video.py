"""Video benchmarks with lettered options: EgoSchema, Video-MME, MVBench, MLVU, LongVideoBench, TemporalBench.

Rules: `lmms_eval/tasks/{egoschema,videomme,mvbench,mlvu,longvideobench,temporalbench}/utils.py` at commit 75571cfe.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hyeval.scoring.first_capital import ANNOUNCEMENTS
from hyeval.scoring.lmms_eval.aggregation import grouped, mean, metric_mean, rounded_accuracy
from hyeval.scoring.lmms_eval.letter_extraction import extract_letter, strip_each
from hyeval.scoring.lmms_eval.mmmu import OUTER_PUNCTUATION
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

FOUR_LETTERS = "ABCD"
FIVE_LETTERS = "ABCDE"


@dataclass(frozen=True)
class EgoSchema:
    """EgoSchema: the letter whose last label comes first in the response; the answer is its index.

    Labels are `(A)`, `A` before a blank and `A.`; without one, in a response of more than five words, whole options
    with their letters. Where the peer draws a letter at random, nothing is read.
    Known defects: the end of a word counts as a label (`USA `); `A:`, `**A**` and the text of an option are not read.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        letter = self._read(response, document["option"])
        index = None if letter is None else FIVE_LETTERS.index(letter)
        right = index is not None and str(index) == str(document["answer"])
        return Verdict(index, {"score": float(right)})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The plain mean."""
        return {"score": metric_mean(verdicts, "score")}

    def _read(self, response: str, options: Sequence[str]) -> str | None:
        text = f" {strip_each(response.strip(), OUTER_PUNCTUATION)} "
        places = [
            (text.rfind(form.format(letter)), letter) for form in ("({})", "{} ", "{}.") for letter in FIVE_LETTERS
        ]
        if not any(place >= 0 for place, _ in places) and len(text.split()) > 5:
            # The options name themselves: `A. Gardening`.
            lowered = text.lower()
            places = [
                (lowered.rfind(option.strip().lower()), letter)
                for letter, option in zip(FIVE_LETTERS, options, strict=False)
            ]
        found = [(place, letter) for place, letter in places if place >= 0]
        return min(found, key=lambda one: one[0])[1] if found else None


@dataclass(frozen=True)
class VideoMme:
    """Video-MME: the shared letter reader; a percentage.

    Known defect: letters are read from words, as the shared reader does.
    """

    metric = "videomme_perception_score"

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        letter = extract_letter(response, FOUR_LETTERS)
        return Verdict(letter, {self.metric: float(letter.lower() == document["answer"].lower())})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The percentage of right answers; 0 over nothing."""
        return {self.metric: 100 * metric_mean(verdicts, self.metric) if verdicts else 0.0}


@dataclass(frozen=True)
class MvBench:
    """MVBench: an option letter and a period at the start, else the first lone letter A to E in any case; a percentage.

    Known defects: the article `a` is option A; empty responses leave the denominator; the first letter wins whatever is
    said later. The peer stops at an answer that is no candidate; here such a row is wrong.
    """

    metric = "mvbench_accuracy"

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        reading = read_mvbench(response)
        candidates = list(document["candidates"])
        gold = chr(ord("A") + candidates.index(document["answer"])) if document["answer"] in candidates else None
        right = gold is not None and reading == read_mvbench(gold)
        parsed = reading if len(reading) == 1 else None
        return Verdict(parsed, {self.metric: float(right)}, {"answered": response != ""})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The percentage of right answers among the responses that are not empty; 0 over nothing."""
        answered = [verdict for verdict in verdicts if verdict.record["answered"]]
        return {self.metric: 100 * metric_mean(answered, self.metric) if answered else 0.0}


_OPTION = re.compile(r"([A-E])\.\s*.+", re.IGNORECASE)
_LONE_LETTER = re.compile(r"\b([A-E])\b", re.IGNORECASE)
_GROUPING_COMMA = re.compile(r"\d,\d")
_PERIOD = re.compile(r"\.(?!\d)")
_MOST_PERIODS = 32
"""The peer passes a flag where the number of replacements goes; its value is 32."""
_PUNCTUATION = ';/[]"{}()=+\\_-><@`,?!'


def read_mvbench(text: str) -> str:
    """Read a letter; without one, the text in lower case without its punctuation."""
    option = _OPTION.fullmatch(text.strip())
    if option:
        return option[1].upper()
    plain = _without_punctuation(text.replace("\n", " ").replace("\t", " ").strip())
    plain = strip_each(plain, "'\")(").strip().lower()
    letter = _LONE_LETTER.search(plain)
    return letter[1].upper() if letter else plain


def _without_punctuation(text: str) -> str:
    """Punctuation that touches a blank disappears, other becomes a blank; all disappears beside a grouped number."""
    has_grouped_number = _GROUPING_COMMA.search(text) is not None
    cleaned = text
    for mark in _PUNCTUATION:
        disappears = f"{mark} " in text or f" {mark}" in text or has_grouped_number
        cleaned = cleaned.replace(mark, "" if disappears else " ")
    return _PERIOD.sub("", cleaned, count=_MOST_PERIODS)


@dataclass(frozen=True)
class MlvuDev:
    """MLVU: the shared letter reader; the mean of the percentages of all seven task types.

    Known defect: a task type without rows counts as 0, so that a subset scores low.
    """

    # Spelt as the peer spells it.
    metric = "mlvu_percetion_score"
    task_types = ("anomaly_reco", "count", "ego", "needle", "order", "plotQA", "topic_reasoning")

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        letter = extract_letter(response, FOUR_LETTERS)
        record = {"task_type": document["task_type"]}
        return Verdict(letter, {self.metric: float(letter == document["answer"])}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The mean over all task types."""
        groups = grouped(verdicts, lambda verdict: str(verdict.record["task_type"]))
        shares = [metric_mean(groups[name], self.metric) if name in groups else 0.0 for name in self.task_types]
        return {self.metric: 100 * mean(shares)}


_FIRST_CAPITAL = re.compile("[A-E]")


@dataclass(frozen=True)
class LongVideoBench:
    """LongVideoBench: the first capital A to E after some announcements are taken out.

    Where the peer draws a letter at random, nothing is read.
    Known defects: the capital of a word counts (`Because`, `Answer: B` is A), also one beyond the options.
    """

    metric = "lvb_acc"

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        text = response.strip()
        for announcement in ANNOUNCEMENTS:
            text = text.replace(announcement, "")
        capital = _FIRST_CAPITAL.search(text)
        letter = capital[0] if capital else None
        right = letter == chr(ord("A") + int(document["correct_choice"]))
        record = {name: document[name] for name in ("duration_group", "question_category")}
        return Verdict(letter, {self.metric: float(right)}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Accuracy over the groups of duration and of category, so that each row counts twice."""
        by_duration = grouped(verdicts, lambda verdict: str(verdict.record["duration_group"]))
        by_category = grouped(verdicts, lambda verdict: str(verdict.record["question_category"]))
        return {self.metric: rounded_accuracy([*by_duration.values(), *by_category.values()], self.metric)}


@dataclass(frozen=True)
class TemporalBenchShort:
    """TemporalBench, short questions: the first character, in any case; accuracy by question and by video.

    The peer stops at an empty response; here it is wrong.
    Known defect: nothing but the first character is read.
    """

    metric = "temporalbench_score"

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response; the metric is the pair that the aggregate would be over this row alone."""
        first = response.strip()[:1]
        right = first.lower() == document["GT"].lower()
        pair: Any = (100.0 * right, 100.0 * right)
        return Verdict(first or None, {self.metric: pair}, {"right": right, "video": document["video_name"]})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The percentages of right questions and of videos with all their questions right."""
        videos = grouped(verdicts, lambda verdict: str(verdict.record["video"])).values()
        binary = mean(verdict.record["right"] for verdict in verdicts)
        multiple = mean(all(verdict.record["right"] for verdict in video) for video in videos)
        return {self.metric: (100 * binary, 100 * multiple)}
