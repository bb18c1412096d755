"""Boxes of referring expressions and clicks on screenshots, as their authors count them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bench.golden_prompts import flattened, sample_of, task_of

from hyeval.scoring.catalogue import RULES
from hyeval.scoring.coordinates import Coordinates, Scale
from hyeval.scoring.lmms_eval.grounding import read_click

GOLDEN = Path(__file__).parents[2] / "data" / "golden"
REGION = {"bbox": [160.0, 120.0, 320.0, 240.0], "image_width": 640, "image_height": 480}
BUTTON = {"bbox": [0.25, 0.5, 0.5, 0.75], "data_type": "icon", "image_width": 640, "image_height": 480}


def told(document: dict[str, Any], scale: Scale = Scale.UNIT) -> dict[str, Any]:
    return {**document, "coordinates": Coordinates(scale)}


@pytest.mark.parametrize(
    ("response", "scale", "values"),
    [
        ("[0.25, 0.25, 0.75, 0.75]", Scale.UNIT, {"accuracy": 1, "iou": 1}),
        ("[160, 120, 480, 360]", Scale.PIXELS, {"accuracy": 1, "iou": 1}),
        ("[250, 250, 750, 750]", Scale.THOUSANDTHS, {"accuracy": 1, "iou": 1}),
        ("[0.25, 0.25, 0.5, 0.75]", Scale.UNIT, {"accuracy": 1, "iou": 0.5}),
        ("[0.25, 0.25, 0.49, 0.75]", Scale.UNIT, {"accuracy": 0, "iou": 0.48}),
        ("[0, 0, 0.1, 0.1]", Scale.UNIT, {"accuracy": 0, "iou": 0}),
        ("[0.25, 0.25, 0.25, 0.75]", Scale.UNIT, {"accuracy": 0, "iou": 0}),
    ],
)
def test_a_box_is_right_from_half_an_overlap_on(response: str, scale: Scale, values: dict[str, float]) -> None:
    verdict = RULES["official.refcoco"].score(told(REGION, scale), response)
    assert verdict.values == pytest.approx(values)
    assert verdict.parsed is not None


def test_without_a_box_there_is_no_answer() -> None:
    rule = RULES["official.refcoco"]
    verdict = rule.score(told(REGION), "the man on the left")
    assert (verdict.parsed, verdict.values["accuracy"], verdict.record["reason"]) == (None, 0, "no answer found")
    right = rule.score(told(REGION), "[0.25, 0.25, 0.75, 0.75]")
    assert rule.aggregate([verdict, right]) == {"accuracy": 0.5, "iou": 0.5}
    assert rule.aggregate([]) == {}


@pytest.mark.parametrize(
    ("response", "scale", "right"),
    [
        ("[0.3, 0.6]", Scale.UNIT, 1),
        ("[0.25, 0.5]", Scale.UNIT, 1),
        ("[0.3, 0.8]", Scale.UNIT, 0),
        ("click(192, 288)", Scale.PIXELS, 1),
        ("<box>(200,400),(400,800)</box>", Scale.THOUSANDTHS, 1),
        ("It is the bell.", Scale.UNIT, 0),
    ],
)
def test_a_click_is_right_within_the_element(response: str, scale: Scale, right: float) -> None:
    in_pixels = {**BUTTON, "bbox": [160, 240, 160, 120]}  # left, top, width, height, as the authors have it
    for document in (BUTTON, in_pixels):
        assert RULES["official.screenspot_v2"].score(told(document, scale), response).values == {"accuracy": right}


def test_texts_and_icons_are_told_apart() -> None:
    rows = [("icon", "[0.3, 0.6]"), ("icon", "[0, 0]"), ("text", "[0.3, 0.6]"), ("text", "none")]
    for name, place in (("official.screenspot_v2", "{}"), ("lmms_eval.screenspot_v2", "screenspot_v2_{}_acc")):
        rule = RULES[name]
        verdicts = [rule.score(told({**BUTTON, "data_type": kind}), response) for kind, response in rows]
        found = rule.aggregate([*verdicts, rule.score(told({**BUTTON, "data_type": "text"}), "(0.4, 0.7)")])
        assert (found[place.format("icon")], found[place.format("text")]) == (0.5, pytest.approx(2 / 3))
    assert found["screenspot_v2_action_acc"] == 0.6


@pytest.mark.parametrize(
    ("response", "point"),
    [
        ("<bbox>0.1 0.2 0.3 0.4</bbox>", (0.2, 0.3)),
        (f"<bbox {'x' * 300}>0.1 0.2 0.3 0.4</ BBOX >", (0.2, 0.3)),
        ("<bbox>0.1 0.2</bbox> [0.5, 0.6] <bbox>0.1 0.2 0.3 0.4</bbox>", (0.5, 0.6)),
        ("Click [0.5, 0.6]", (0.5, 0.6)),
        ("(12.5%, 50%)", (0.125, 0.5)),
        ('{"x": 0.5, "y": 0.6}', (0.5, 0.6)),
        ("The box is 0.1 0.2 0.3 0.4", (0.2, 0.3)),
        ("10 20", (10, 20)),
        ("Option 2: [0.5, 0.6]", (0.5, 0.6)),
        ("Step 1: click at 10:30", (1, 10)),
        ("5", None),
        ("", None),
    ],
)
def test_lmms_eval_reads_any_two_numbers(response: str, point: tuple[float, float] | None) -> None:
    assert read_click(response) == (None if point is None else pytest.approx(point))


def test_rules_of_other_frameworks_read_a_region_of_the_data_set() -> None:
    """Their own documents have the box as corners; these are of the columns of the data set."""
    lmms_eval = RULES["lmms_eval.refcoco_bbox_rec"].score(REGION, "[0.25, 0.25, 0.75, 0.75]")
    assert lmms_eval.values["refcoco_IoU"] == lmms_eval.values["refcoco_ACC@0.9"] == 1
    vlmevalkit = RULES["vlmevalkit.refcoco_rec"].score({**REGION, "split": "RefCOCO_val"}, "[250, 250, 750, 750]")
    assert vlmevalkit.values == {"iou": 1, "hit": 1}


def test_prompts_of_vlmevalkit_agree_to_the_byte() -> None:
    lines = [json.loads(line) for line in (GOLDEN / "refcoco_rec_vlm.prompts.jsonl").read_text().splitlines()]
    assert lines
    task = task_of("refcoco_rec_val", "vlmevalkit")
    for line in lines:
        (expression,) = line["doc"]["answer"]
        row = {"answer": expression, "bbox": [0.0, 0.0, 1.0, 1.0], "question_id": "1", "file_name": "1_1.jpg"}
        assert flattened(sample_of(task, row, 1), "VLMEvalKit") == line["prompt"]["VLMEvalKit"]
