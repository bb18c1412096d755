"""LLaVA-Bench as VLMEvalKit scores it around its judge.

Source: vlmeval/dataset/image_vqa.py (`LLaVABench`) and vlmeval/dataset/utils/llavabench.py, package ms-vlmeval 0.0.20.
The judge's text is `reply`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.mathematics import reply_of
from hyeval.scoring.vlmevalkit.multiple_choice import mean

GRADE, REFERENCE = "score", "gpt4_score"
NONE = (-1.0, -1.0)
"""The grades that a reply without two of them stands for."""


class LlavaBench:
    """The mean grade of the responses in percent of that of GPT-4's answers, overall and by category.

    Defects kept: the first line must be two numbers with one blank or comma between them, so that `8, 9` is none; -1
    and -1 then enter the means.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Read the grades of GPT-4's answer and of the response."""
        reference, grade = grades(reply_of(judge))
        return Verdict([reference, grade], {REFERENCE: reference, GRADE: grade}, {"category": document["category"]})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the table, first of all questions, then of each category, with one decimal."""
        categories = sorted({str(verdict.record["category"]) for verdict in verdicts})
        parts = {"overall": verdicts} | {
            name: [one for one in verdicts if str(one.record["category"]) == name] for name in categories
        }
        return {"LLaVABench_score": [{"split": name} | _means(part) for name, part in parts.items()]}


def grades(reply: str) -> tuple[float, float]:
    """Return the two numbers of the first line, or -1 and -1."""
    words = reply.split("\n")[0].replace(",", " ").split(" ")
    try:
        first, second = map(float, words)
    except ValueError:
        return NONE
    return (first, second) if np.isfinite([first, second]).all() else NONE


def _means(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    grade, reference = (mean([one.values[name] for one in verdicts]) for name in (GRADE, REFERENCE))
    relative = grade / reference * 100 if reference else float("nan")
    found = {"Relative Score (main)": relative, "VLM Score": grade * 10, "GPT4 Score": reference * 10}
    return {name: float(np.round(value, 1)) for name, value in found.items()}


RULES: dict[str, Rule] = {"llava_bench": LlavaBench()}
"""By the name of the set."""
