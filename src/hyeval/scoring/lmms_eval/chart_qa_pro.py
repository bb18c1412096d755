"""ChartQAPro: numbers within 5 %, years as they are written, texts nearly equal, lists element by element.

Sources: Masry et al. 2025, arXiv:2504.05506, evaluate_predictions.py in https://github.com/vis-nlp/ChartQAPro, and
lmms-eval, tasks/chartqapro/utils.py, which follows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hyeval.scoring.lmms_eval.aggregation import metric_mean
from hyeval.scoring.relaxed import relaxed
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

OVERALL = "relaxed_overall"
BY_TYPE = {
    "Factoid": "relaxed_factoid",
    "Conversational": "relaxed_conversational",
    "Hypothetical": "relaxed_hypothetical",
    "Fact Checking": "relaxed_fact_checking",
    "Multi Choice": "relaxed_multi_choice",
}
EXACT_TYPES = frozenset({"Fact Checking", "Multi Choice"})


@dataclass(frozen=True)
class ChartQaPro:
    """`exact`: types of questions whose answers must be equal; the paper says which, the authors' code has none."""

    exact: frozenset[str] = frozenset()

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Compare the last answer of the conversation with the response, under the name of all and of the type."""
        kind = str(document["Question Type"])
        years = _listed(document.get("Year"))
        gold, found = (_bare(str(text)) for text in (_listed(document["Answer"])[-1], response))
        years = years[-1:] if kind == "Conversational" else years
        value = relaxed(gold, found, years, exact=kind in self.exact)
        return Verdict(found, {OVERALL: value} | ({BY_TYPE[kind]: value} if kind in BY_TYPE else {}))

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The means over all and over each type."""
        there = [name for name in (OVERALL, *BY_TYPE.values()) if any(name in one.values for one in verdicts)]
        return {name: metric_mean(verdicts, name) for name in there}


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]


def _bare(text: str) -> str:
    return text.strip().strip(".").strip("\n")
