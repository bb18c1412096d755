"""LLaVA-Bench (in the wild): a judge grades the response beside GPT-4's answer, and the grades are set in relation.

Source: Liu et al. 2023, arXiv:2304.08485; llava/eval/eval_gpt_review_bench.py and summarize_gpt_review.py in
https://github.com/haotian-liu/LLaVA.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

ALL = "all"
REFERENCE, GRADE = "reference", "grade"
GRADES = re.compile(r"\s*(\d+(?:\.\d+)?)[\s,]+(\d+(?:\.\d+)?)")
"""The two grades, of the reference and of the response, with which a reply begins."""
BEST = 10.0
DIGITS = 3


@dataclass(frozen=True)
class LlavaBench:
    """The mean grade of the responses in percent of that of the references, over all and by category.

    What no judge has graded, such as a refusal, has nothing against the best. A reply without two grades is asked for
    again; the authors take it for -1 and -1.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """The grade of the response from 1 to 10."""
        found = GRADES.match(str((judge or {}).get("reply") or ""))
        reference, grade = map(float, found.groups()) if found else (BEST, 0.0)
        record = {REFERENCE: reference, "category": str(document["category"])}
        return Verdict(grade if found else None, {GRADE: grade}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The percentages; a category is named as the data set names it."""
        categories = dict.fromkeys(verdict.record["category"] for verdict in verdicts)
        parts = {name: [one for one in verdicts if one.record["category"] == name] for name in categories}
        return {name: _relative(part) for name, part in {ALL: verdicts, **parts}.items()}


def _relative(verdicts: Sequence[Verdict]) -> float | None:
    """Means are rounded to three digits before they are divided, as the authors do it."""
    reference = round(sum(one.record[REFERENCE] for one in verdicts) / len(verdicts), DIGITS) if verdicts else 0.0
    if not reference:
        return None
    grade = round(sum(one.values[GRADE] for one in verdicts) / len(verdicts), DIGITS)
    return round(grade / reference * 100, 1)
