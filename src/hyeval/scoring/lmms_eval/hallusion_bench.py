"""HallusionBench on images, with the labels of a judge and without one.

Rules: `lmms_eval/tasks/hallusion_bench/evaluate_hb.py` and `utils.py` at commit 75571cfe.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hyeval.scoring.lmms_eval.aggregation import grouped, mean, metric_mean
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

PLAIN = "correct (no-judge *_intern path)"
JUDGED = "correct (judge label -> assign_correctness)"
_FIELDS = ("category", "subcategory", "visual_input", "set_id", "figure_id", "question_id")
_WRONG, _RIGHT, UNCLEAR = 0, 1, 2
_LABELS = frozenset((_WRONG, _RIGHT, UNCLEAR))
_SUPPLEMENT = "VS"
_JUDGED_CATEGORIES = ("VD", _SUPPLEMENT)
_PERCENT_DIGITS = 4


@dataclass(frozen=True)
class HallusionBench:
    """HallusionBench: by answer (`aAcc`), by question over its figures (`qAcc`), by figure over its questions (`fAcc`).

    Without a judge, `yes` anywhere in the response is yes and everything else is no: known defects are that an empty
    answer is right where the gold is no, and that figure 0 of VS, which shows nothing, counts as a figure. With a
    judge, an unclear answer to figure 0 of VS is right, and that figure is left out of `fAcc`.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:
        """Score one response on both paths; on the judge's only with a label 0, 1 or 2."""
        parsed = "1" if "yes" in response.lower() else "0"
        record = {name: str(document[name]) for name in _FIELDS}
        values = {PLAIN: float(parsed == document["gt_answer"])}
        label = _label(judge)
        if label is not None:
            return judged_verdict(document, label, parsed, values)
        return Verdict(parsed, values, {**record, "label": label})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Shares without a judge; percentages and counts over the rows that have a judge's label."""
        metrics: Aggregate = {
            "aAcc (no-judge *_intern path)": metric_mean(verdicts, PLAIN),
            "qAcc (no-judge *_intern path)": _share_all_right(verdicts, _by_question),
            "fAcc (no-judge *_intern path)": _share_all_right(verdicts, _by_figure),
        }
        judged = [one for one in verdicts if JUDGED in one.values and one.record["category"] in _JUDGED_CATEGORIES]
        return {**metrics, **judged_metrics(judged)} if judged else metrics


def judged_verdict(
    document: Document, label: int, parsed: str | None, values: Mapping[str, float] | None = None
) -> Verdict:
    """What a label (0 wrong, 1 right, 2 unclear) makes of a response; `values` are those that it has besides."""
    record = {name: str(document[name]) for name in _FIELDS}
    unclear_is_right = record["category"] == _SUPPLEMENT and record["figure_id"] == "0"
    right = float(label == _RIGHT or (label == UNCLEAR and unclear_is_right))
    return Verdict(parsed, {**(values or {}), JUDGED: right}, {**record, "label": label})


def _label(judge: Judgement | None) -> int | None:
    try:
        label = int((judge or {})["label"])
    except (KeyError, TypeError, ValueError):
        return None
    return label if label in _LABELS else None


def _by_question(verdict: Verdict) -> tuple[Any, ...]:
    return tuple(verdict.record[name] for name in ("category", "subcategory", "set_id", "question_id"))


def _by_figure(verdict: Verdict) -> tuple[Any, ...]:
    return tuple(verdict.record[name] for name in ("category", "subcategory", "set_id", "figure_id"))


def _groups(verdicts: Sequence[Verdict], key: Callable[[Verdict], tuple[Any, ...]]) -> list[list[Verdict]]:
    return list(grouped(verdicts, key).values())


def _all_right(group: Sequence[Verdict], metric: str) -> bool:
    return all(verdict.values[metric] for verdict in group)


def _share_all_right(verdicts: Sequence[Verdict], key: Callable[[Verdict], tuple[Any, ...]]) -> float:
    return mean(_all_right(group, PLAIN) for group in _groups(verdicts, key))


def judged_metrics(verdicts: Sequence[Verdict]) -> Aggregate:
    """Percentages and counts over rows that have a judge's label."""
    answers, figures, pairs = _answer_counts(verdicts), _figure_counts(verdicts), _pair_counts(verdicts)
    return {
        "aAcc (judge labels)": _percentage(answers),
        "fAcc (judge labels)": _percentage(figures),
        "qAcc (judge labels)": _percentage(pairs),
        "get_eval_all": answers,
        "get_eval_fig": figures,
        "get_eval_pair_all": pairs,
    }


def _percentage(counts: dict[str, Any]) -> float:
    return round(100 * counts["correct"] / counts["total"], _PERCENT_DIGITS) if counts["total"] else 0.0


def _answer_counts(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Right and wrong answers, and of which kind the wrong and unclear ones are."""
    kinds = [_kind_of_error(verdict) for verdict in verdicts]
    correct = sum(bool(verdict.values[JUDGED]) for verdict in verdicts)
    return {
        **{kind: kinds.count(kind) for kind in ("LH", "VI", "Mix")},
        "note": "all accuracy per question",
        "total": len(verdicts),
        "correct": correct,
        "wrong": len(verdicts) - correct,
    }


def _kind_of_error(verdict: Verdict) -> str | None:
    """Language hallucination, visual illusion, or a mixture of both."""
    record, label = verdict.record, verdict.record["label"]
    if label == _RIGHT:
        return None
    if record["category"] != _SUPPLEMENT and record["figure_id"] == "0":
        return "VI"
    if record["category"] == _SUPPLEMENT and record["visual_input"] == "0":
        return "LH" if label == _WRONG else None
    return "Mix" if label == _WRONG else "VI"


def _figure_counts(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Figures of which all, none or some answers are right."""
    shown = [one for one in verdicts if (one.record["category"], one.record["figure_id"]) != (_SUPPLEMENT, "0")]
    shares = [metric_mean(group, JUDGED) for group in _groups(shown, _by_figure)]
    return {
        "note": "all accuracy per image (consistency test)",
        "total": len(shares),
        "correct": shares.count(1),
        "wrong": shares.count(0),
        "inconsistent": len(shares) - shares.count(1) - shares.count(0),
        "score": mean(shares),
    }


def _pair_counts(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Questions that are right on all their figures; the peer declares the kinds of error and never counts them."""
    pairs = [_all_right(group, JUDGED) for group in _groups(verdicts, _by_question)]
    return {
        "note": "all accuracy per question pair",
        "total": len(pairs),
        "total_q": len(verdicts),
        "correct": pairs.count(True),
        "wrong": pairs.count(False),
        **dict.fromkeys(("LH", "VI", "Mix", "LH_cg", "VI_cg", "Mix_cg"), 0),
    }
