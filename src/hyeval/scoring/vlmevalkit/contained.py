"""Benchmarks of which VLMEvalKit looks for the answer within the response: CountBenchQA and MTVQA.

Source: vlmeval/dataset/image_vqa.py (`CountBenchQA`, `MTVQADataset`) at commit 34aca824. Defects kept: any part of the
response will do, so that 3 is in `13`; answers go through the spreadsheet, too, so that `N/A` is `nan`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.multiple_choice import mean
from hyeval.scoring.vlmevalkit.spreadsheet import read_back


@dataclass(frozen=True)
class Contained:
    """1 if the answer stands in the response; `plain` without case, outer blanks and periods, by a group's `column`."""

    answer: str
    overall: str
    plain: bool = False
    column: str | None = None

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Look for the answer."""
        gold, seen = (self._text(read_back(text)) for text in (str(document[self.answer]), response))
        group = None if self.column is None else str(document[self.column])
        return Verdict(seen, {"score": float(gold in seen)}, {"group": group})

    def _text(self, text: str) -> str:
        return text.strip().lower().replace(".", "") if self.plain else text

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the percentages, overall and of each group."""
        groups = dict.fromkeys(verdict.record["group"] for verdict in verdicts if self.column is not None)
        found = {group: [one for one in verdicts if one.record["group"] == group] for group in groups}
        parts = {**found, self.overall: verdicts}
        return {name: 100 * mean([one.values["score"] for one in part]) for name, part in parts.items()}


RULES: dict[str, Rule] = {
    "countbench": Contained("number", "accuracy"),
    "mtvqa": Contained("answer", "Average", plain=True, column="lang"),
}
"""By the name of the set."""
