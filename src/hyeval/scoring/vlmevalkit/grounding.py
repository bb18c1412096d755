"""Boxes of referring expressions as VLMEvalKit scores them.

Source: vlmeval/dataset/refcoco.py at commit e8e78f05. Documents have `split`, `width`, `height` and the box in pixels,
`bbox_x1` to `bbox_y2`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from hyeval.scoring.boxes import Box, corners, intersection_over_union
from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.multiple_choice import mean
from hyeval.scoring.vlmevalkit.spreadsheet import read_back

NUMBER = r"(?>[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?)"  # atomic: long runs of digits are tried once
SEPARATOR = r"(?:\s*,\s*|\s+)"
BRACKETED = re.compile(rf"\[\s*({NUMBER}){SEPARATOR}({NUMBER}){SEPARATOR}({NUMBER}){SEPARATOR}({NUMBER})\s*\]")
ANY_NUMBER = re.compile(NUMBER)
HIT_THRESHOLD = 0.5
SPLITS = (
    "RefCOCO_val",
    "RefCOCO_testA",
    "RefCOCO_testB",
    "RefCOCO+_val",
    "RefCOCO+_testA",
    "RefCOCO+_testB",
    "RefCOCOg_val",
    "RefCOCOg_test",
)
"""The macro mean is over these."""


class RefCOCO:
    """Intersection over union of the box, a hit from a half on; the average is that of the splits.

    Defects kept: without `[a, b, c, d]` the first four numbers of the text are the box, so that `x1=100` begins with 1;
    numbers up to 1.5 are fractions and up to 1000 thousandths, so that a small box in pixels is misread.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Read the box and compare it."""
        numbers = read_box(read_back(response))
        width, height, gold = _gold(document)
        box = None if numbers is None or min(width, height) <= 0 else in_pixels(numbers, width, height)
        overlap = 0.0 if box is None else intersection_over_union(box, gold)
        parsed = read_back("") if box is None else "[{:.6f}, {:.6f}, {:.6f}, {:.6f}]".format(*box)
        record = {"split": str(document["split"])}
        return Verdict(parsed, {"iou": overlap, "hit": int(overlap >= HIT_THRESHOLD)}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return hits in percent and mean overlap of each split, and their averages."""
        found = {verdict.record["split"] for verdict in verdicts}
        known = [split for split in SPLITS if split in found]
        rows = [_row(split, verdicts) for split in (*known, *sorted(found.difference(SPLITS)))]
        macro = rows[: len(known)]
        average = _row("Average", verdicts, every=True) | (
            {}
            if not macro
            else {
                "Precision@1": mean([row["Precision@1"] for row in macro]),
                "Average IoU": mean([row["Average IoU"] for row in macro]),
                "Samples": sum(row["Samples"] for row in macro),
            }
        )
        return {"summary": [*rows, average]}


def _gold(document: Document) -> tuple[float, float, Box]:
    """Width and height of the image, and the gold box: of the peer's table, or of a row that has a region in pixels."""
    if "bbox" in document:
        return document["image_width"], document["image_height"], corners(document["bbox"])
    left, top, right, bottom = (float(document[f"bbox_{corner}"]) for corner in ("x1", "y1", "x2", "y2"))
    return float(document["width"]), float(document["height"]), (left, top, right, bottom)


def read_box(text: str) -> Box | None:
    """Return the first four numbers in square brackets, or else the first four of the text."""
    found = BRACKETED.search(text)
    numbers = found.groups() if found else tuple(match.group() for match in islice(ANY_NUMBER.finditer(text), 4))
    if len(numbers) < 4:
        return None
    x1, y1, x2, y2 = map(float, numbers)
    return x1, y1, x2, y2


def in_pixels(numbers: Box, width: float, height: float) -> Box:
    """Return a box in pixels, inside the image, corners in order; its scale is told by the largest number."""
    largest = max(map(abs, numbers))
    scale = 1.0 if largest <= 1.5 else 1000.0
    x1, y1, x2, y2 = numbers
    if largest <= 1000:
        x1, x2, y1, y2 = x1 / scale * width, x2 / scale * width, y1 / scale * height, y2 / scale * height
    x1, x2 = sorted(min(max(x, 0.0), width) for x in (x1, x2))
    y1, y2 = sorted(min(max(y, 0.0), height) for y in (y1, y2))
    return x1, y1, x2, y2


def _row(split: str, verdicts: Sequence[Verdict], *, every: bool = False) -> dict[str, Any]:
    group = [verdict.values for verdict in verdicts if every or verdict.record["split"] == split]
    return {
        "Split": split,
        "Precision@1": mean([values["hit"] for values in group]) * 100,
        "Average IoU": mean([values["iou"] for values in group]),
        "Samples": len(group),
    }


RULES: dict[str, Rule] = {"refcoco_rec": RefCOCO()}
"""By the name of the set."""
