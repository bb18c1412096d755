"""We-Math and DynaMath as lmms-eval scores them: an answer in a tag or a box, equal as text or as mathematics.

Sources: lmms-eval at 75571cfe, tasks/wemath/{wemath_utils,reasoning/utils}.py, tasks/dynamath/reasoning/utils.py,
tasks/_task_utils/reasoning_utils.py; the four dimensions of We-Math are those of Qiao et al. 2024.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

from hyeval.scoring.lmms_eval.aggregation import grouped, mean, metric_mean
from hyeval.scoring.lmms_eval.logicvista import answer_agrees, format_reward, tagged_answer
from hyeval.scoring.lmms_eval.symbolic import verified
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

ACCURACY, FORMAT = "acc_score", "format_score"
DYNAMATH_ACCURACY, DYNAMATH_FORMAT = "acc", "format_reward_score"
PROBLEMS = 525
"""We-Math counts the problems of the full set, however many were asked: a subset scores near 100 %."""
STEPS = (2, 3)
_LONGEST = 1_000_000
"""Characters at the end of a response that are read."""


class ReadAnswer(NamedTuple):
    """What was read, whether it is right, and the reward for the form of the response."""

    text: str
    correct: bool
    form: float


def read_answer(response: str, gold: str) -> ReadAnswer:
    """The answer of a reasoned response; without a tag or a box the number at the end of a line, without its sign."""
    bare = response[-_LONGEST:].strip()
    answer, expected = (_without_period(text) for text in (tagged_answer(bare).strip(), gold))
    correct = answer_agrees(expected, answer) or verified(expected, answer)
    return ReadAnswer(answer, correct, format_reward(bare))


def _without_period(text: str) -> str:
    return text.removesuffix(".").strip()


@dataclass(frozen=True)
class DynaMathAnswer:
    """DynaMath: variants of one question, told by their `id`."""

    is_unbounded: ClassVar[bool] = True

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Whether the answer is right; the reward for the form has no part in the aggregate."""
        read = read_answer(response, str(document["ground_truth"]))
        values = {DYNAMATH_ACCURACY: float(read.correct), DYNAMATH_FORMAT: read.form}
        return Verdict(read.text, values, {"id": document["id"]})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Mean over the questions of the mean and of the worst of their variants."""
        questions = grouped(verdicts, lambda verdict: str(verdict.record["id"])).values()
        return {
            "dynamath_average": mean(metric_mean(variants, DYNAMATH_ACCURACY) for variants in questions),
            "dynamath_worst": mean(min(one.values[DYNAMATH_ACCURACY] for one in variants) for variants in questions),
        }


class Mastery(NamedTuple):
    """Problems of We-Math by the four dimensions."""

    counts: dict[str, int]
    rates: dict[str, str]
    table: dict[str, str]


@dataclass(frozen=True)
class WeMathAnswer:
    """We-Math: each problem of two or three steps is asked whole and step by step."""

    is_unbounded: ClassVar[bool] = True

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Whether the answer is right, and the reward for the form."""
        read = read_answer(response, str(document["answer"]))
        record = {"ID": document["ID"], "key": str(document["key"])}
        return Verdict(read.text, {ACCURACY: float(read.correct), FORMAT: read.form}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The loose and the strict score over 525 problems, as texts; the means over the answers."""
        table = mastery(_patterns(verdicts)).table
        scores = {"wemath_loose": table["Score (Loose)"], "wemath_strict": table["Score (Strict)"]}
        return {**scores, **{name: metric_mean(verdicts, name) for name in (ACCURACY, FORMAT)}}


def _patterns(verdicts: Sequence[Verdict]) -> list[tuple[bool | None, ...]]:
    """For each problem its steps, then the whole: right, wrong or not asked."""
    problems: dict[tuple[int, Any], dict[str, bool]] = defaultdict(dict)
    for verdict in verdicts:
        steps, _, part = verdict.record["key"].partition("steps_")
        if steps in map(str, STEPS):
            problems[int(steps), verdict.record["ID"]][part] = verdict.values[ACCURACY] == 1
    return [
        tuple(parts.get(name) for name in (*map(str, range(1, steps + 1)), "multi"))
        for (steps, _), parts in problems.items()
        if "1" in parts
    ]


def mastery(patterns: Sequence[Sequence[bool | None]]) -> Mastery:
    """Count the problems by dimension; a part that was not asked is neither right nor wrong.

    Insufficient knowledge: the whole and a step are wrong. Inadequate generalisation: only the whole is wrong. With the
    whole right, *loose* mastery takes one right step and *strict* all of them; the rest is rote memorisation.
    """
    failed = [steps for *steps, whole in patterns if whole is False]
    solved = [steps for *steps, whole in patterns if whole is True]
    counts = {
        "InadequateGeneralization": sum(all(step is True for step in steps) for steps in failed),
        "InsufficientKnowledge": sum(any(step is False for step in steps) for steps in failed),
        "CompleteMastery_loose": sum(any(step is True for step in steps) for steps in solved),
        "CompleteMastery_strict": sum(all(step is True for step in steps) for steps in solved),
        "RoteMemorization_loose": sum(all(step is False for step in steps) for steps in solved),
        "RoteMemorization_strict": sum(any(step is False for step in steps) for steps in solved),
    }
    rates = {f"{name}_rate": _rate(name, counts) for name in counts}
    return Mastery(counts, rates, _table(counts, rates))


def _rate(name: str, counts: Mapping[str, int]) -> str:
    """In percent of all problems; rote memorisation in percent of those solved as a whole, `nan%` if none is."""
    dimension, _, kind = name.partition("_")
    whole = PROBLEMS if dimension != "RoteMemorization" else counts[name] + counts[f"CompleteMastery_{kind}"]
    return f"{counts[name] / whole if whole else float('nan'):.2%}"


def _table(counts: Mapping[str, int], rates: Mapping[str, str]) -> dict[str, str]:
    """The table as the benchmark prints it: scores, and rates with their counts."""
    rows: dict[str, str] = {}
    for kind in ("strict", "loose"):
        lost = (
            0.5 * counts["InadequateGeneralization"]
            + counts[f"RoteMemorization_{kind}"]
            + counts["InsufficientKnowledge"]
        )
        title = kind.capitalize()
        rows[f"Score ({title})"] = f"{(PROBLEMS - lost) / PROBLEMS:.2%}"
        for name in ("InsufficientKnowledge", "InadequateGeneralization"):
            rows[f"{name} ({title})"] = f"{rates[f'{name}_rate']} ({counts[name]})"
        for name in ("CompleteMastery", "RoteMemorization"):
            rows[f"{name} ({title})"] = f"{rates[f'{name}_{kind}_rate']} ({counts[f'{name}_{kind}']})"
    return rows
