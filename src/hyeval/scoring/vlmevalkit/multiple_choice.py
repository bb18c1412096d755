"""Multiple choice as VLMEvalKit scores it without a judge (its model `exact_matching`).

Source: vlmeval/dataset/utils/multiple_choice.py (`mcq_vanilla_eval`, `mcq_circular_eval`, `report_acc`) and
vlmeval/dataset/image_mcq.py (`MMMUProDataset`) at commit e8e78f05. Documents are rows of the peer's table: `question`,
options under their letters, `answer`, and `index`, `split`, `category`, `l2-category` where the benchmark has them.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.columns import NUMBER, Readings, numeric, read_as_numbers
from hyeval.scoring.vlmevalkit.options import NO_OPTION, infer, infer_letter, infer_text, options_of
from hyeval.scoring.vlmevalkit.spreadsheet import is_missing, read_back

ABBREVIATIONS = {
    "coarse_perception": "CP",
    "finegrained_perception (instance-level)": "FP-S",
    "finegrained_perception (cross-instance)": "FP-C",
    "logic_reasoning": "LR",
    "relation_reasoning": "RR",
    "attribute_reasoning": "AR",
}
"""Columns of MMBench's abilities."""
ROLLING = 1_000_000
"""In MMBench's circular evaluation, rows whose indices are equal modulo this are rollings of one question."""
GROUP_HIT = "group_hit"
OTHER_ANSWERS = "Other Answers"
SHORT = 1000
"""Characters of a response that may be an option; a longer one is longer than twice its numbers."""
FINAL_LINE = re.compile(r"Answer:[^A-Z]*([A-Z])")


class MultipleChoice:
    """One hit per row; accuracies per split, and per category within it.

    Where a column of options holds nothing but numbers, responses are compared with those (`columns`).
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Compare the option that the response chooses with the answer."""
        options, gold, seen = options_of(document), str(document["answer"]), read_back(response)
        verdict = _verdict(document, seen, options, gold)
        return replace(verdict, record={**verdict.record, **_rest(seen, options, gold)})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the table of accuracies."""
        whole = self.with_groups(verdicts)
        return {"report_acc": report([(verdict.record, verdict.values["hit"]) for verdict in whole])}

    def with_groups(self, verdicts: Sequence[Verdict]) -> list[Verdict]:
        """Return the verdicts as they are once all rows are known: columns of numbers are read as such."""
        rows = [verdict.record["cells"] for verdict in verdicts if "cells" in verdict.record]
        readings = numeric(rows) if len(rows) == len(verdicts) else {}
        return [_reread(verdict, readings) for verdict in verdicts] if readings else list(verdicts)


class OpenOrChoice(MultipleChoice):
    """MMMU and MMMU-Pro: an open question becomes a choice between its answer, A, and other answers, B.

    Defects kept: the answer is then found as a part of the response, if that is short, so that `-8.4` contains `8.4`
    and `not Brazil` contains `Brazil`; the answer of such a question is A only if it is not itself one capital letter.
    A question whose option A is read back as nothing, such as `None`, counts as open.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score the response against the options, or against those that an open question is given."""
        answer, seen = str(document["answer"]), read_back(response)
        options = cells = options_of(document)
        if "A" not in cells:
            options = cells | {"B": OTHER_ANSWERS} | ({} if is_missing(answer) else {"A": read_back(answer)})
        gold = answer if answer in set(string.ascii_uppercase) else "A"
        verdict = _verdict(document, seen, options, gold)
        rest = _rest(seen, cells, gold) if "A" in cells else {"cells": {}}
        return replace(verdict, record={**verdict.record, **rest})


class ChainOfThought(OpenOrChoice):
    """MMMU-Pro with reasoning: the letter of the last line that begins with `Answer:`, or else the whole response.

    The peer raises an error on an empty response; it is scored as one without an answer.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:
        """Cut the response down to its final answer, then score it."""
        return super().score(document, final_answer("" if is_missing(response) else read_back(response)), judge=judge)


def final_answer(response: str) -> str:
    """Return the first capital after `Answer:` in the last line that begins so; without one, the response.

    `cot_postproc`; what stands before `Answer:` in the line, markdown included, hides it, and `Answer: Blue` is B.
    """
    lines = [line for line in map(str.strip, response.strip().split("\n")) if line.startswith("Answer:")]
    found = FINAL_LINE.match(lines[-1]) if lines else None
    return found.group(1) if found else response


class Circular:
    """MMBench: a question is hit if every rolling of it is; a row on its own has `single_hit`.

    Categories, splits and the question itself are those of the rolling whose index is below a million; the peer
    leaves out the rollings of a question that has none.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one rolling."""
        verdict = _verdict(document, read_back(response), options_of(document), str(document["answer"]))
        record = dict(verdict.record) | {"index": int(document["index"])}
        return Verdict(verdict.parsed, {"single_hit": verdict.values["hit"]}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the table of accuracies over questions, their number, and the plain accuracy over rows."""
        whole = self.with_groups(verdicts)
        first = [verdict for verdict in whole if verdict.record["index"] < ROLLING]
        return {
            "report_acc (circular)": report([(verdict.record, verdict.values[GROUP_HIT]) for verdict in first]),
            "vanilla_all_acc": mean([verdict.values["single_hit"] for verdict in verdicts]),
            "n_groups": len(first),
        }

    def with_groups(self, verdicts: Sequence[Verdict]) -> list[Verdict]:
        """Return the verdicts with `group_hit`: whether all rollings of the question are hit."""
        hits: dict[int, float] = {}
        for verdict in verdicts:
            group = verdict.record["index"] % ROLLING
            hits[group] = min(hits.get(group, 1), verdict.values["single_hit"])
        return [
            replace(verdict, values={**verdict.values, GROUP_HIT: hits[verdict.record["index"] % ROLLING]})
            for verdict in verdicts
        ]


def mean(values: Sequence[float]) -> float:
    """Return the mean, or NaN of nothing, as numpy does."""
    return sum(values) / len(values) if values else float("nan")


def report(rows: Sequence[tuple[Mapping[str, Any], float]]) -> list[dict[str, Any]]:
    """Return one row per split (`none` without splits): the mean of all its hits and of each category's."""
    table = []
    for split in sorted({str(record.get("split", "none")) for record, _ in rows}):
        chosen = [(record, hit) for record, hit in rows if str(record.get("split", "none")) == split]
        line: dict[str, Any] = {"split": split, "Overall": mean([hit for _, hit in chosen])}
        for column in ("l2-category", "category"):
            for name in sorted({str(record[column]) for record, _ in rows if column in record}):
                hits = [hit for record, hit in chosen if str(record.get(column)) == name]
                line[ABBREVIATIONS.get(name, name)] = mean(hits)
        table.append(line)
    return table


def _rest(response: str, options: Mapping[str, str], gold: str) -> dict[str, Any]:
    """What of a row may matter once all are known: its numbers, and a short response that names an option by text."""
    cells = {letter: text if NUMBER.fullmatch(text) else "" for letter, text in options.items()}
    by_text = infer_letter(response, options) is None and any(cells.values()) and len(response) <= SHORT
    return {"cells": cells} | ({"unread": (response, options, gold)} if by_text else {})


def _reread(verdict: Verdict, readings: Readings) -> Verdict:
    if "unread" not in verdict.record:
        return verdict
    response, options, gold = verdict.record["unread"]
    letter = infer_text(response, read_as_numbers(options, readings)) or NO_OPTION
    return replace(verdict, parsed=letter, values={"hit": int(letter == gold)})


def _verdict(document: Document, response: str, options: Mapping[str, str], gold: str) -> Verdict:
    letter = infer(response, options) or NO_OPTION
    record = {key: document[key] for key in ("split", "l2-category", "category") if key in document}
    return Verdict(letter, {"hit": int(letter == gold)}, record)


RULES: dict[str, Rule] = {
    "mmbench_en_dev": Circular(),
    "mmstar": MultipleChoice(),
    "ai2d": MultipleChoice(),
    "mmmu_val": OpenOrChoice(),
    "mmmu_pro_standard": OpenOrChoice(),
    "mmmu_pro_standard_cot": ChainOfThought(),
    "mmmu_pro_vision": OpenOrChoice(),
    "mmmu_pro_vision_cot": ChainOfThought(),
    "scienceqa_img": MultipleChoice(),
    "seedbench": MultipleChoice(),
    "realworldqa": MultipleChoice(),
}
"""By the name of the set."""
