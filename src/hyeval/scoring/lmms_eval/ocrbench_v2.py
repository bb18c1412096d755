"""OCRBench v2 as lmms-eval scores it: each question as the authors do, and other means.

Source: `lmms_eval/tasks/ocrbench_v2/utils.py` of the package lmms-eval 0.7.3. As under `official`, METEOR does without
WordNet's synonyms and HTML is read by Python's own parser.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hyeval.scoring.lmms_eval.aggregation import mean
from hyeval.scoring.ocrbench_v2 import CHINESE, ENGLISH, SCORE
from hyeval.scoring.ocrbench_v2 import OcrBenchV2 as AuthorsRule
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

METRIC = "ocrbench_v2_accuracy"


class OcrBenchV2(AuthorsRule):
    """The mean over questions, of both languages and of each; 0 where none was asked.

    Blanks around a response, which the authors leave there, are removed.
    Known defect: a translation without a gold text, which the authors leave out, counts 0.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:
        """Score the response without the blanks around it."""
        return super().score(document, response.strip(), judge=judge)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The means, in which an ability weighs as much as it has questions."""
        english, chinese = _kinds(ENGLISH), _kinds(CHINESE)
        parts = {METRIC: english | chinese, f"{METRIC}_en": english, f"{METRIC}_cn": chinese}
        return {name: _mean(verdicts, kinds) for name, kinds in parts.items()}


def _mean(verdicts: Sequence[Verdict], kinds: set[str]) -> float:
    scores = [verdict.values[SCORE] for verdict in verdicts if verdict.record["type"] in kinds]
    return mean(scores) if scores else 0.0


def _kinds(abilities: Mapping[str, Sequence[str]]) -> set[str]:
    return {kind for kinds in abilities.values() for kind in kinds}
