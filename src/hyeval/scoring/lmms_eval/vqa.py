"""VQA accuracy as lmms-eval computes it for TextVQA, OK-VQA, VizWiz and VQAv2, and exact match for GQA.

Sources: lmms-eval at 75571cfe, tasks/{textvqa,ok_vqa,vizwiz_vqa,vqav2}/utils.py and _task_utils/vqa_eval_metric.py; the
accuracy is that of Antol et al. 2015 (an answer is right if 3 of the other annotators gave it, averaged over subsets).
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hyeval.scoring.lmms_eval.aggregation import metric_mean
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

METRIC = "exact_match"
AGREEING = 3
"""So many other annotators make an answer fully right."""

_LONGEST = 100_000
"""Characters of an answer that are read; what is longer is no answer of an annotator."""
_ARTICLES = frozenset({"a", "an", "the"})
_NUMBER_NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_NUMBERS = {"none": "0"} | {name: str(value) for value, name in enumerate(_NUMBER_NAMES)}
_PUNCTUATION = ';/[]"{}()=+\\_-><@`,?!'
_SEPARATING_COMMA = re.compile(r"(?<=\d),+(?=\d)")
_PERIOD = re.compile(r"\.(?!\d)")
"""The look-behind of the official pattern is mistyped, so that a period after a digit goes too (`2.` is `2`)."""
_PERIODS_REMOVED = 32
"""A flag is passed in place of the count of substitutions, and its value is 32."""

_CONTRACTIONS = """
    ain't aren't can't could've couldn't didn't doesn't don't hadn't hasn't haven't he'd he's how'd how'll how's
    isn't it'd it'll ma'am mightn't might've mustn't must've needn't not've o'clock oughtn't shan't should've
    shouldn't somebody'll somebody's someone'd someone'll someone's something'd something'll that's there'd
    there're there's they'd they'll they're they've 'twas wasn't we've weren't what'll what're what's what've
    when's where'd where's where've who'd who'll who's who've why'll why're why's won't would've wouldn't y'all
    you'd you'll you're you've
"""
"""Restored where they come without an apostrophe. Words that mean something else without one (`its`, `were`) are not
in the official table; `somebody'd` is there the wrong way round."""
_DOUBLE_CONTRACTIONS = """
    couldn't've hadn't've he'd've it'd've mightn't've she'd've shouldn't've somebody'd've someone'd've
    something'd've there'd've they'd've we'd've who'd've wouldn't've you'd've
"""
"""Restored where either apostrophe is missing, but not where both are."""


def _restorations() -> dict[str, str]:
    """The table of contractions: what stands in the text, and what it is compared as."""
    table = {word.replace("'", ""): word for word in _CONTRACTIONS.split()}
    for word in _DOUBLE_CONTRACTIONS.split():
        first, second = word.index("'"), word.rindex("'")
        table[word[:first] + word[first + 1 :]] = word
        table[word[:second] + word[second + 1 :]] = word
    table |= {"somebody'd": "somebodyd", "ow's'at": "'ow's'at", "'ows'at": "'ow's'at", "'ow'sat": "'ow's'at"}
    table |= {"yall'll": "y'all'll", "y'allll": "y'all'll"}
    return table | dict.fromkeys(("yall'd've", "y'alld've", "y'all'dve"), "y'all'd've")


_RESTORED = _restorations()


def split_possessive(text: str) -> str:
    """Lower case, without commas and question marks, a possessive as a word of its own."""
    return text.lower().replace(",", "").replace("?", "").replace("'s", " 's").strip()


def without_punctuation(text: str) -> str:
    """A mark is removed if it is beside a blank somewhere or a comma is between digits; else it becomes a blank."""
    result = text
    has_thousands = _SEPARATING_COMMA.search(text) is not None
    for mark in _PUNCTUATION:
        beside_blank = f"{mark} " in text or f" {mark}" in text
        result = result.replace(mark, "" if has_thousands or beside_blank else " ")
    return _PERIOD.sub("", result, count=_PERIODS_REMOVED)


def plain_words(text: str) -> str:
    """Lower case, numbers up to ten as digits, without articles, contractions with their apostrophes."""
    words = (_NUMBERS.get(word, word) for word in text.lower().split())
    return " ".join(_RESTORED.get(word, word) for word in words if word not in _ARTICLES)


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ").strip()


def normalised(text: str) -> str:
    """An answer as EvalAI compares it (TextVQA, OK-VQA, VizWiz)."""
    return plain_words(without_punctuation(_one_line(split_possessive(text))))


def normalised_as_in_vqav2(text: str) -> str:
    """An answer as the VQAv2 code compares it: a possessive stays with its word."""
    return plain_words(without_punctuation(_one_line(text)))


def soft_accuracy(others_agreeing: Iterable[int]) -> float:
    """Mean over the annotators of min(1, agreeing others / 3); 0 without annotators."""
    parts = [min(1.0, number / AGREEING) for number in others_agreeing]
    return sum(parts) / len(parts) if parts else 0.0


@dataclass(frozen=True)
class AnnotatedAnswers:
    """TextVQA, OK-VQA, VizWiz: `answers` is a list of texts."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Soft accuracy against the answers of the annotators."""
        given = normalised(response[:_LONGEST])
        agree = [normalised(str(answer)) == given for answer in document.get("answers") or ()]
        return Verdict(given, {METRIC: soft_accuracy(sum(agree) - one for one in agree)})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The mean."""
        return {METRIC: metric_mean(verdicts, METRIC)}


@dataclass(frozen=True)
class AnnotatedRecords:
    """VQAv2: `answers` is a list of records; a record equal to the left-out one is left out with it."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Soft accuracy against the answers of the annotators."""
        given = normalised_as_in_vqav2(response[:_LONGEST])
        records: list[dict[str, Any]] = [
            {**record, "answer": normalised_as_in_vqav2(str(record["answer"]))}
            for record in document.get("answers") or ()
        ]
        agreeing = [record for record in records if record["answer"] == given]
        counts = (sum(other != record for other in agreeing) for record in records)
        return Verdict(given, {METRIC: soft_accuracy(counts)})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The mean."""
        return {METRIC: metric_mean(verdicts, METRIC)}


_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True)
class ExactAnswer:
    """GQA (gqa.yaml): equal after lower-casing and removal of ASCII punctuation; blanks and articles count."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """1 if equal to `answer`."""
        same = _bare(response.strip()) == _bare(str(document["answer"]))
        return Verdict(response, {METRIC: float(same)})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The mean."""
        return {METRIC: metric_mean(verdicts, METRIC)}


def _bare(text: str) -> str:
    return text.lower().translate(_NO_PUNCTUATION)
