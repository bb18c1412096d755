"""Perception as VLMEvalKit scores it without a judge: BLINK, MuirBench, V*, MMVP and CV-Bench.

Source: vlmeval/dataset/image_mcq.py (`ImageMCQDataset`, `MUIRDataset`, `CVBench`) and
vlmeval/dataset/utils/multiple_choice.py (`report_acc_MMVP`), package ms-vlmeval 0.0.20. Options are read as of all its
multiple choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.multiple_choice import MultipleChoice, mean, report

HIT = "hit"
TWO_DIMENSIONS, THREE_DIMENSIONS = "2D", "3D"


class Mmvp(MultipleChoice):
    """`Average` over questions, and `Overall` over pairs of which both are right.

    A pair are the questions 2i and 2i + 1, by `index`; one that lacks a question, where the peer stops, is left out.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:
        """Compare the option that the response chooses with the answer."""
        verdict = super().score(document, response, judge=judge)
        return replace(verdict, record={**verdict.record, "pair": int(document["index"]) // 2})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return both shares, in a table of one line."""
        pairs: dict[int, list[float]] = {}
        whole = self.with_groups(verdicts)
        for verdict in whole:
            pairs.setdefault(verdict.record["pair"], []).append(verdict.values[HIT])
        both = [min(hits) for hits in pairs.values() if len(hits) == 2]
        return {"report_acc": [{"Average": mean([one.values[HIT] for one in whole]), "Overall": mean(both)}]}


class CvBench(MultipleChoice):
    """Two data sets, told apart by `split`: of 2D the mean over sources, of 3D that over questions."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:
        """Compare the option that the response chooses with the answer."""
        verdict = super().score(document, response, judge=judge)
        return replace(verdict, record={**verdict.record, "source": str(document["source"])})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the table of each data set, empty where there are no rows of it."""
        flat, deep = (self._of(verdicts, split) for split in (TWO_DIMENSIONS, THREE_DIMENSIONS))
        return {
            "CV-Bench-2D": [_by_source(flat)] if flat else [],
            "CV-Bench-3D": report([(verdict.record, verdict.values[HIT]) for verdict in deep]),
        }

    def with_groups(self, verdicts: Sequence[Verdict]) -> list[Verdict]:
        """Return the verdicts as they are once all rows of their data set are known."""
        parts = {split: iter(self._of(verdicts, split)) for split in {verdict.record["split"] for verdict in verdicts}}
        return [next(parts[verdict.record["split"]]) for verdict in verdicts]

    def _of(self, verdicts: Sequence[Verdict], split: str) -> list[Verdict]:
        return super().with_groups([verdict for verdict in verdicts if verdict.record["split"] == split])


def _by_source(verdicts: Sequence[Verdict]) -> dict[str, object]:
    sources = sorted({verdict.record["source"] for verdict in verdicts})
    means = {name: mean([one.values[HIT] for one in verdicts if one.record["source"] == name]) for name in sources}
    return {"split": TWO_DIMENSIONS, **means, "Overall": mean(list(means.values()))}


RULES: dict[str, Rule] = {
    "blink": MultipleChoice(),
    "muirbench": MultipleChoice(),
    "vstar_bench": MultipleChoice(),
    "mmvp": Mmvp(),
    "cv_bench": CvBench(),
}
"""By the name of the set."""
