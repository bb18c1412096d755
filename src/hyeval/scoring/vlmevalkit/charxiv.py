"""CharXiv as VLMEvalKit scores it around its judge.

Source: vlmeval/dataset/charxiv.py, package ms-vlmeval 0.0.20. The judge's text is `reply`; documents are rows of the
peer's table with `qid`, the number of a descriptive question's template, or `inst_category`, the kind of answer.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.mathematics import reply_of
from hyeval.scoring.vlmevalkit.multiple_choice import mean

SCORE, EXTRACTED = "score", "extract_answer"
TEMPLATES = {
    **dict.fromkeys(range(1, 8), "Information Extraction"),
    **dict.fromkeys((8, 9, 13, 14, 15), "Enumeration"),
    **dict.fromkeys((10, 12, 19), "Counting"),
    **dict.fromkeys((11, 16, 18), "Pattern Recognition"),
    17: "Compositionality",
}
"""Categories of the templates of descriptive questions."""
ANSWERS = {1: "Text-in-Chart", 2: "Text-in-General", 3: "Number-in-Chart", 4: "Number-in-General"}
"""Categories of the answers to reasoning questions."""


@dataclass(frozen=True)
class JudgedChart:
    """The score of the judge's JSON, whatever number it is; means by category and over all.

    Defects kept: JSON within a code fence, and that without `extract_answer` (such as `extracted_answer`), counts 0.
    """

    column: str
    categories: Mapping[int, str]

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Read the reply."""
        said = _fields(reply_of(judge))
        number = _number(said[SCORE]) if {SCORE, EXTRACTED} <= said.keys() else 0.0
        category = self.categories[int(float(document[self.column]))]
        return Verdict(said.get(EXTRACTED), {SCORE: number}, {"category": category})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the means, in a table of one line."""
        scores: dict[str, list[float]] = {}
        for verdict in verdicts:
            scores.setdefault(verdict.record["category"], []).append(verdict.values[SCORE])
        overall = mean([verdict.values[SCORE] for verdict in verdicts])
        return {"CharXiv_acc": [{name: mean(found) for name, found in scores.items()} | {"Overall": overall}]}


def _number(value: Any) -> float:
    """The number, also one that is written as text, as the spreadsheet makes a number of it."""
    try:
        number = float(value) if isinstance(value, int | float | str) else 0.0
    except ValueError:
        return 0.0
    return number if math.isfinite(number) else 0.0


def _fields(reply: str) -> dict[str, Any]:
    try:
        found = json.loads(reply)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


RULES: dict[str, Rule] = {
    "charxiv_descriptive_val": JudgedChart("qid", TEMPLATES),
    "charxiv_reasoning_val": JudgedChart("inst_category", ANSWERS),
}
"""By the name of the set."""
