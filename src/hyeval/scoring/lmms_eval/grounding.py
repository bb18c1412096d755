"""Boxes of RefCOCO and clicks of ScreenSpot as lmms-eval scores them (at 75571cfe, tasks/refcoco/utils_rec.py)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from hyeval.scoring.boxes import centre, corners, holds, in_parts
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


@dataclass(frozen=True)
class ReferredBox:
    """RefCOCO REC: `bbox` is normalised corners, as the framework makes them; no clipping, no 0-1000 scale.

    With `regions` it is left, top, width and height in pixels, as the data set has it.
    """

    regions: bool = False

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """IoU, whether it reaches each threshold, whether the centre is in the gold box.

        A response without a box has its centre at the origin, and is right there for a gold box that begins there.
        """
        found, expected = read_box(response), document["bbox"]
        if self.regions:
            expected = in_parts(corners(expected), document["image_width"], document["image_height"])
        value = overlap(expected, found)
        hits = {f"refcoco_ACC@{threshold}": float(value >= threshold) for threshold in THRESHOLDS}
        hits["refcoco_Center_ACC"] = float(holds(expected, centre(found)))
        return Verdict(found, {"refcoco_IoU": value, **hits})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The means."""
        return {name: metric_mean(verdicts, name) for name in (verdicts[0].values if verdicts else ())}


_NUMBER_OR_SHARE = r"(-?\d+(?:\.\d+)?%?)"
_TAG, _TAG_END = (re.compile(form, re.IGNORECASE) for form in (r"<\s*bbox", r"<\s*/\s*bbox\s*>"))
_PAIR = re.compile(rf"[\[(]\s*{_NUMBER_OR_SHARE}\s*(?:,|\s)\s*{_NUMBER_OR_SHARE}\s*[\])]")
_X = re.compile(rf"['\"]?x['\"]?\s*[:=]\s*{_NUMBER_OR_SHARE}", re.IGNORECASE)
_Y = re.compile(rf"['\"]?y['\"]?\s*[:=]\s*{_NUMBER_OR_SHARE}", re.IGNORECASE)
_ANY = re.compile(_NUMBER_OR_SHARE)
_BOX_WORDS = ("box", "rect")


def read_click(response: str) -> tuple[float, float] | None:
    """The point of a response: of a bbox tag the centre, else `[x, y]`, else `x: … y: …`, else the first numbers."""
    numbers = [_share(number) for number in _ANY.findall(_in_tag(response))[:4]]
    if len(numbers) == 4:
        return centre(numbers)
    if pair := _PAIR.search(response):
        return _share(pair[1]), _share(pair[2])
    if (x := _X.search(response)) and (y := _Y.search(response, x.end())):
        return _share(x[1]), _share(y[1])
    numbers = [_share(match[1]) for match in islice(_ANY.finditer(response), 4)]
    if len(numbers) == 4 and any(word in response.lower() for word in _BOX_WORDS):
        return centre(numbers)
    return (numbers[0], numbers[1]) if len(numbers) >= 2 else None


def _in_tag(response: str) -> str:
    """What stands in the first tag `bbox`; nothing if it does not end."""
    begin = _TAG.search(response)
    start = response.find(">", begin.end()) + 1 if begin else 0
    end = _TAG_END.search(response, start) if start else None
    return response[start : end.start()] if end else ""


def _share(number: str) -> float:
    return float(number[:-1]) / 100 if number.endswith("%") else float(number)


@dataclass(frozen=True)
class ClickedElement:
    """ScreenSpot-v2 (tasks/screenspot_v2/utils.py): `bbox` is normalised corners.

    Defect kept: the data set has no columns with the size of the image, so that pixels are never right.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Whether the point is in the box, its border included."""
        point = read_click(response)
        right = float(point is not None and holds(document["bbox"], point))
        record = {"kind": str(document["data_type"]).lower()}
        return Verdict(None if point is None else list(point), {"screenspot_v2_action_acc": right}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The share of right points, and that among texts and among icons; 0 over nothing."""
        found = {"screenspot_v2_action_acc": metric_mean(verdicts, "screenspot_v2_action_acc") if verdicts else 0.0}
        for kind in ("text", "icon"):
            part = [one for one in verdicts if one.record["kind"] == kind]
            found[f"screenspot_v2_{kind}_acc"] = metric_mean(part, "screenspot_v2_action_acc") if part else 0.0
        return found
