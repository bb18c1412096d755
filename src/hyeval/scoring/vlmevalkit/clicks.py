"""Clicks on elements of a screenshot as VLMEvalKit scores them: ScreenSpot-v2.

Source: vlmeval/dataset/GUI/screenspot.py and screenspot_v2.py (`evaluate_point`), package ms-vlmeval 0.0.20. Documents
have the box as parts of the image, `bbox`, and `image_width` and `image_height`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyeval.scoring.boxes import Box, Point, holds, in_parts
from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.multiple_choice import mean
from hyeval.scoring.vlmevalkit.spreadsheet import read_back

CLICK = re.compile(r"x=([\d.]+), y=([\d.]+)")
MATCH, WRONG_FORMAT = "match", "wrong_format"


class ClickedElement:
    """Whether the point of `x=…, y=…` lies in the element; shares in percent by platform, of all, texts and icons.

    Numbers are parts of the image, or pixels where one is above 1. The last column and row of pixels of an element are
    left out, as its right and lower border are those of its last pixel.
    Defects kept: without such a point the click is the upper left corner of the image, right for an element that begins
    there; a period behind the second number makes it none at all, and the click is of a wrong format.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Read the point and look whether it is in the box."""
        width, height = float(document["image_width"]), float(document["image_height"])
        point = read_click(read_back(response))
        if point is not None and max(point) > 1:
            point = point[0] / width, point[1] / height
        hit = point is not None and holds(_element(document["bbox"], width, height), point)
        record = {"platform": str(document["platform"]), "type": str(document["data_type"])}
        values = {MATCH: float(hit), WRONG_FORMAT: float(point is None)}
        return Verdict(None if point is None else list(point), values, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the shares of each platform."""
        platforms = sorted({verdict.record["platform"] for verdict in verdicts})
        return {name: _shares([one for one in verdicts if one.record["platform"] == name]) for name in platforms}


def read_click(response: str) -> Point | None:
    """Return the point, the origin if there is none, and None if one of its numbers is no number."""
    found = CLICK.search(response)
    try:
        return (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    except ValueError:
        return None


def _element(bbox: Sequence[float], width: float, height: float) -> Box:
    """The first and the last pixel of the element, as parts of the image."""
    left, top, right, bottom = bbox
    pixels = round(left * width), round(top * height), round(right * width) - 1, round(bottom * height) - 1
    return in_parts([max(edge, 0) for edge in pixels], width, height)


def _shares(verdicts: Sequence[Verdict]) -> dict[str, float]:
    kinds = {kind: [one for one in verdicts if one.record["type"] == kind] for kind in ("text", "icon")}
    parts = {"Overall": verdicts, "Text": kinds["text"], "Icon": kinds["icon"]}
    accuracies = {f"{name}_Accuracy": mean([one.values[MATCH] for one in part]) * 100 for name, part in parts.items()}
    return accuracies | {"Format_Err_Rate": mean([one.values[WRONG_FORMAT] for one in verdicts]) * 100}


RULES: dict[str, Rule] = {"screenspot_v2": ClickedElement()}
"""By the name of the set."""
