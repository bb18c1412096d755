"""Image benchmarks with lettered options: MMStar, AI2D, ScienceQA, SEED-Bench, RealWorldQA.

Rules: `lmms_eval/tasks/{mmstar,ai2d,scienceqa,seedbench,realworldqa}/utils.py` at commit 75571cfe.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass

from hyeval.scoring.lmms_eval.aggregation import grouped, mean, metric_mean
from hyeval.scoring.lmms_eval.letter_extraction import extract_letter
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

FOUR_LETTERS = "ABCD"
EXACT_MATCH = "exact_match"
_AVERAGE = "average"
_DETAILED_CATEGORY = "l2_category"
_LETTER_AND_PERIOD = re.compile(r"\s*([A-Z])\.")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True)
class MmStar:
    """MMStar: the shared letter reader; a mean over the detailed categories that occur, each counting the same."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        letter = extract_letter(response, FOUR_LETTERS)
        right = float(letter == document["answer"].strip().upper())
        record = {_DETAILED_CATEGORY: document[_DETAILED_CATEGORY]}
        return Verdict(letter, {document["category"]: right, _AVERAGE: right}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The mean over detailed categories, in each category and in all."""
        metrics = dict.fromkeys(metric for verdict in verdicts for metric in verdict.values)
        return {metric: self._macro_mean(verdicts, metric) for metric in metrics}

    def _macro_mean(self, verdicts: Sequence[Verdict], metric: str) -> float:
        having = [verdict for verdict in verdicts if metric in verdict.values]
        categories = grouped(having, lambda verdict: str(verdict.record[_DETAILED_CATEGORY]))
        return mean(metric_mean(group, metric) for group in categories.values())


@dataclass(frozen=True)
class ExactMatchMean:
    """The mean of `exact_match`."""

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The plain mean."""
        return {EXACT_MATCH: metric_mean(verdicts, EXACT_MATCH)}


@dataclass(frozen=True)
class Ai2d(ExactMatchMean):
    """AI2D: a capital letter and a period at the start, else the whole response without its ASCII punctuation.

    Known defect: every other form is wrong (`A) ...`, `The answer is A.`, `（A）`).
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        letter = _LETTER_AND_PERIOD.match(response)
        parsed = letter[1] if letter else response
        gold = chr(ord("A") + int(document["answer"]))
        right = parsed.strip().lower().translate(_NO_PUNCTUATION) == gold.lower()
        return Verdict(parsed, {EXACT_MATCH: float(right)})


@dataclass(frozen=True)
class ScienceQa(ExactMatchMean):
    """ScienceQA: the bare letter in any case, or a capital letter and a period at the start, as LLaVA has it.

    Known defect: parentheses, colons and lead-ins are wrong.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        bare = response.strip()
        labelled = bare[:1].isupper() and bare[1:2] == "."
        letter = (bare[:1] if labelled else bare).lower()
        gold = chr(ord("a") + int(document["answer"]))
        parsed = letter.upper() if len(letter) == 1 else None
        return Verdict(parsed, {EXACT_MATCH: float(letter == gold)})


@dataclass(frozen=True)
class SeedBench:
    """SEED-Bench: the first character of the response, in any case.

    Known defect: the first letter of a word or a parenthesis is the answer.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        parsed = response.strip()[:1]
        right = float(parsed.lower() == document["answer"].lower().strip())
        return Verdict(parsed, {f"seed_{document['data_type']}": right, "seed_all": right})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The plain mean, by the type of the data and in all."""
        metrics = dict.fromkeys(metric for verdict in verdicts for metric in verdict.values)
        return {metric: metric_mean(verdicts, metric) for metric in metrics}


@dataclass(frozen=True)
class RealWorldQa(ExactMatchMean):
    """RealWorldQA: the shared letter reader where the gold is a letter A to D, else the whole response.

    Known defect: number words are not mapped to digits, as the filter for it is not used.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        gold = document["answer"].strip()
        if gold.upper() in tuple(FOUR_LETTERS):
            parsed, gold = extract_letter(response, FOUR_LETTERS), gold.upper()
        else:
            parsed, gold = response.lower().strip().rstrip("."), gold.lower()
        return Verdict(parsed, {EXACT_MATCH: float(parsed == gold)})
