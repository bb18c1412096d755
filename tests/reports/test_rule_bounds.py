"""Bounds of a rule's metrics: what `scoring/rising.py` claims of each rule, and that the whole lies within them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from hyeval.records import Response, Score, ScoreStatus, Verdict
from hyeval.reports.results import Bounds
from hyeval.reports.rule_metrics import rule_bounds
from hyeval.reports.tally import Tally
from hyeval.scoring.catalogue import RULES
from hyeval.scoring.rising import RISING
from tests.builders import make_response, make_sample

ROOT = Path(__file__).parents[2]
MISSING = 4
LETTERS = ("A", "B", "The answer is B.", "")
CHART = {"Question Type": ["Factoid"], "Answer": ["b"], "Year": ["NO"]}
UNRECORDED: dict[str, list[dict[str, Any]]] = {
    "mmvp": [
        {"Question": "Open or shut?", "options": "['open', 'shut']", "letter": "B", "pair": str(i // 2)}
        for i in range(12)
    ],
    "cv_bench": [
        {"question": "How many?", "choices": ["one", "two"], "letter": "B", "source": source}
        for source in ("ADE20K", "COCO", "Omni3D") * 4
    ],
    "chartqapro": [{**CHART, "Question Type": kind} for kind in ("Factoid", "Multi Choice", "Fact Checking") * 4],
}


def wanted(rule: str) -> dict[str, str]:
    """What the task files want of the rule's aggregate."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "conf" / "task").glob("*.yaml")):
        task = yaml.safe_load(path.read_text(encoding="utf-8"))
        for protocol in (task.get("protocols") or {}).values():
            if protocol and protocol.get("rule") == rule:
                found |= protocol["metrics"]
    return {name: place for name, place in found.items() if place is not None}


def answered(name: str) -> list[tuple[dict[str, Any], Verdict]]:
    """Documents with the verdicts of responses to them."""
    school, _, benchmark = name.partition(".")
    rule = RULES[name]
    if benchmark in UNRECORDED:
        return [(row, rule.score(row, LETTERS[i % 4])) for i, row in enumerate(UNRECORDED[benchmark])]
    path = ROOT / "tests" / "data" / "golden" / f"{benchmark}{'.vlmevalkit' if school == 'vlmevalkit' else ''}.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    documents = [{**line["doc"], **line.get("line", {})} for line in lines]
    return [
        (row, rule.score(row, line["response"], judge=_judge(line))) for row, line in zip(documents, lines, strict=True)
    ]


def _judge(line: Mapping[str, Any]) -> dict[str, Any] | None:
    given = {"judge_reply (given)": "reply", "judge_label (given)": "label", "extraction": "extraction"}
    return {name: line[field] for field, name in given.items() if field in line} or None


@pytest.mark.parametrize("name", sorted(RISING))
def test_only_the_values_and_the_row_enter_the_aggregate(name: str) -> None:
    rule, rows = RULES[name], answered(name)
    verdicts = [verdict for _, verdict in rows]
    empty = [rule.score(document, "") for document, _ in rows]
    assert [list(one.values) for one in verdicts] == [list(one.values) for one in empty]
    assert all(0 <= value <= 1 for one in verdicts for value in one.values.values())
    filled = [replace(other, values=one.values) for one, other in zip(verdicts, empty, strict=True)]
    assert repr(rule.aggregate(verdicts)) == repr(rule.aggregate(filled))


@pytest.mark.parametrize("name", sorted(RISING))
def test_the_value_with_all_answers_lies_within_the_bounds_without_some(name: str) -> None:
    rule, rows, metrics = RULES[name], answered(name), wanted(name)
    assert metrics
    verdicts = [verdict for _, verdict in rows]
    for first in range(0, len(rows) - MISSING, MISSING):
        gone = range(first, first + MISSING)
        kept = [None if i in gone else verdict for i, verdict in enumerate(verdicts)]
        absent = [rule.score(rows[i][0], "") if i in gone else None for i in range(len(rows))]
        whole = rule_bounds(rule, [verdicts], [[None] * len(rows)], metrics)
        bounds = rule_bounds(rule, [kept], [absent], metrics)
        for metric, value in whole.items():
            within = bounds[metric]
            if value is not None and within is not None:
                assert value[0] == value[1]
                assert within[0] - 1e-9 <= value[0] <= within[1] + 1e-9


def tallied(*, rising: bool = True, never: int = 0) -> Tally:
    """Twelve rows of MMVP, of which the first four answers failed and the last `never` were not asked."""
    rule = RULES["official.mmvp"]
    tally = Tally(12, 1, rule=rule, rising=rising)
    for index, (document, verdict) in enumerate(answered("official.mmvp")[: 12 - never]):
        sample = replace(make_sample(index=index), document=document)
        if index < MISSING:
            response, score = Response.failure("timeout", "late"), Score(ScoreStatus.NO_RESPONSE, None)
        else:
            response = make_response("B")
            score = Score(ScoreStatus.SCORED, verdict.values["accuracy"], verdict=verdict)
        tally.enter(tally.counted(sample, 0, response, score, reused=False))
    return tally


METRICS = {"accuracy": "accuracy", "pairs": "pair_accuracy", "none": "nowhere"}


def test_missing_answers_are_taken_as_all_wrong_and_as_all_right() -> None:
    bounds = tallied().metric_bounds(METRICS)
    assert bounds["accuracy"] == Bounds(low=4 / 12, high=8 / 12)
    assert bounds["pairs"] == Bounds(low=0.0, high=2 / 6)
    assert bounds["none"] == Bounds(low=None, high=None)


@pytest.mark.parametrize("tally", [tallied(rising=False), tallied(never=1)], ids=["another rule", "never asked"])
def test_other_bounds_are_unknown(tally: Tally) -> None:
    assert all(bound == Bounds(low=None, high=None) for bound in tally.metric_bounds(METRICS).values())
