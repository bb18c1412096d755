"""HallusionBench as its authors compute it, with their judge's labels or with the yes and no that a reader finds.

Source: Guan et al. 2024, arXiv:2310.14566, and utils.py in https://github.com/tianyi-lab/HallusionBench.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hyeval.scoring.extraction import Question
from hyeval.scoring.lmms_eval.hallusion_bench import UNCLEAR, judged_metrics, judged_verdict
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict
from hyeval.scoring.yes_no import extract_yes_no

WRONG, RIGHT = 0, 1


@dataclass(frozen=True)
class HallusionBench:
    """Right, wrong or unclear: by the judge's word where there is one, else by the answer that is read.

    `aAcc`, `fAcc` and `qAcc` in percent: answers, figures with all answers right, questions right on all their figures.
    An unclear answer to figure 0 of VS, which shows nothing, is right, and that figure is left out of `fAcc`.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:
        """Score one response."""
        answer = extract_yes_no(response, Question(str(document["question"]))).answer
        word = str((judge or {}).get("reply") or "").lower()
        if word:
            # As the authors read it: "incorrect" contains "correct".
            label = WRONG if "incorrect" in word else RIGHT if "correct" in word else UNCLEAR
            return judged_verdict(document, label, word if answer is None else answer)
        if answer is None:
            return judged_verdict(document, UNCLEAR, None)
        return judged_verdict(document, int((answer == "yes") == (str(document["gt_answer"]) == "1")), answer)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Percentages with four decimals, and the counts behind them."""
        named = judged_metrics(verdicts)
        return {name.removesuffix(" (judge labels)"): value for name, value in named.items()}
