"""CharXiv as lmms-eval scores it, with a judge.

Source: `lmms_eval/tasks/charxiv/{utils,descriptive_utils,reasoning_utils}.py` at commit 75571cfe.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hyeval.scoring.lmms_eval.aggregation import metric_mean
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

QUESTIONS_OF_A_CHART = 4


@dataclass(frozen=True)
class JudgedChart:
    """The judge's score, read from the fields of its JSON reply; the response itself is not read."""

    metric: str = "reasoning_acc"
    field: str = "score"
    answer: str = "extracted_answer"

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """What the reply says, between 0 and 1."""
        said = _fields(str((judge or {}).get("reply") or ""))
        parsed = said.get(self.answer)
        return Verdict(
            None if parsed is None else str(parsed), {self.metric: _share(said.get(self.field))}, self._record(document)
        )

    def _record(self, document: Document) -> dict[str, Any]:  # noqa: ARG002
        return {}

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The plain mean."""
        return {self.metric: metric_mean(verdicts, self.metric)}


@dataclass(frozen=True)
class DescribedChart(JudgedChart):
    """Descriptive questions: of the first chart the first question counts, of the second the second, and so on.

    The peer repeats the whole data set four times, and not each of its rows, so that it asks one question of a chart
    four times and three never. Here all four are asked and that one counts.
    """

    metric: str = "descriptive_acc"
    field: str = "score_T1"
    answer: str = "extract_answer_T1"

    def _record(self, document: Document) -> dict[str, Any]:
        chart, question = divmod(int(document["index"]), QUESTIONS_OF_A_CHART)
        return {"asked": chart % QUESTIONS_OF_A_CHART == question}

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The mean over the questions that the peer asks."""
        return super().aggregate([verdict for verdict in verdicts if verdict.record["asked"]])


def _share(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else 0.0


def _fields(reply: str) -> dict[str, Any]:
    try:
        found = json.loads(reply[reply.find("{") : reply.rfind("}") + 1])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
