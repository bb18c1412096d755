"""RefCOCO boxes as lmms-eval scores them (at 75571cfe, tasks/refcoco/utils_rec.py)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hyeval.scoring.lmms_eval.aggregation import metric_mean
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

THRESHOLDS = (0.1, 0.3, 0.5, 0.7, 0.9)
_NUMBER = r"\s*(-?\d+(?:\.\d+)?)"
_BOX = re.compile(rf"\[{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}\s*\]")


def read_box(response: str) -> list[float]:
    """The first `[a, b, c, d]`; no blank before a comma, no `.1`. Without one the box is the origin."""
    match = _BOX.search(response)
    return [float(number) for number in match.groups()] if match else [0, 0, 0, 0]


def overlap(one: Sequence[float], other: Sequence[float]) -> float:
    """Intersection over union; the area of a box with swapped corners is taken with its sign. 0 over no area."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    common = max(0.0, width) * max(0.0, height)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    union = areas[0] + areas[1] - common
    return common / union if union else 0.0


def holds_centre(outer: Sequence[float], inner: Sequence[float]) -> bool:
    """Whether the centre of one box lies in the other, its border included."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


@dataclass(frozen=True)
class ReferredBox:
    """RefCOCO REC: `bbox` is normalised corners (see `rows_of_expressions`); no clipping, no 0-1000 scale."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """IoU, whether it reaches each threshold, whether the centre is in the gold box.

        A response without a box has its centre at the origin, and is right there for a gold box that begins there.
        """
        found, expected = read_box(response), document["bbox"]
        value = overlap(expected, found)
        hits = {f"refcoco_ACC@{threshold}": float(value >= threshold) for threshold in THRESHOLDS}
        centre = float(holds_centre(expected, found))
        return Verdict(found, {"refcoco_IoU": value, **hits, "refcoco_Center_ACC": centre})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The means."""
        return {name: metric_mean(verdicts, name) for name in (verdicts[0].values if verdicts else ())}


def rows_of_expressions(row: Mapping[str, Any], width: int, height: int) -> list[dict[str, Any]]:
    """One document for each referring expression, its box as corners in parts of the image."""
    left, top, box_width, box_height = row["bbox"]
    corners = [left / width, top / height, (left + box_width) / width, (top + box_height) / height]
    shared = {**row, "bbox": corners, "image_width": width, "image_height": height}
    return [{**shared, "answer": answer} for answer in row["answer"]]
