"""ChartQAPro as VLMEvalKit scores it.

Source: vlmeval/dataset/chartqapro.py and vlmeval/dataset/utils/chartqapro.py, package ms-vlmeval 0.0.20.
"""

from __future__ import annotations

from collections.abc import Sequence

from hyeval.scoring.relaxed import relaxed
from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.multiple_choice import mean
from hyeval.scoring.vlmevalkit.spreadsheet import read_back

OVERALL = "Overall"
CONVERSATION = "Conversational"


class ChartQaPro:
    """The relaxed correctness of the whole response, by type of question.

    Defects kept: blanks around a final period keep it; letters and truth values may differ by half of their
    characters, so that `false` is three fifths of `raise`.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Compare the response with the last answer, with the flag of its year alone in a conversation."""
        kind, years = str(document["Question Type"]), list(document["Year"])
        gold, found = (text.strip(".").strip("\n") for text in (str(document["Answer"][-1]), read_back(response)))
        value = relaxed(gold, found, years[-1:] if kind == CONVERSATION else years)
        return Verdict(found, {"score": value}, {"kind": kind})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the means of each type and of all."""
        kinds = dict.fromkeys(verdict.record["kind"] for verdict in verdicts)
        parts = {kind: [one for one in verdicts if one.record["kind"] == kind] for kind in kinds} | {OVERALL: verdicts}
        return {name: mean([one.values["score"] for one in part]) for name, part in parts.items()}


RULES: dict[str, Rule] = {"chartqapro": ChartQaPro()}
"""By the name of the set."""
