"""Places in an image: the box of a referring expression, and the point to click for an instruction.

Sources: Yu et al. 2016, arXiv:1608.00272 (RefCOCO: a box is right from an intersection over union of a half on); Cheng
et al. 2024, arXiv:2401.10935, and https://github.com/njucckevin/SeeClick (ScreenSpot: a point within the box of the
element). How the numbers of a response are meant is the setting `coordinates`, which the document holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from hyeval.scoring.boxes import corners, holds, in_parts, intersection_over_union
from hyeval.scoring.places import Place, read_box, read_point
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

THRESHOLD = 0.5
ACCURACY, IOU = "accuracy", "iou"


@dataclass(frozen=True)
class ReferredRegion:
    """`bbox` is left, top, width and height in pixels of an image of `image_width` and `image_height`."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Whether the box of the response overlaps the gold box by half, and by how much."""
        size = document["image_width"], document["image_height"]
        place = read_box(response, document["coordinates"], *size)
        expected = in_parts(corners(document["bbox"]), *size)
        overlap = intersection_over_union(place.parts, expected) if place.parts else 0.0
        return _verdict(place, {ACCURACY: float(overlap >= THRESHOLD), IOU: overlap})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The means."""
        return {name: fmean(one.values[name] for one in verdicts) for name in (ACCURACY, IOU)} if verdicts else {}


@dataclass(frozen=True)
class ClickedPoint:
    """`bbox` is corners in parts of the image or, as the authors have it, left, top, width and height in pixels."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Whether the point of the response, or the centre of its box, is within the element."""
        size = document["image_width"], document["image_height"]
        place = read_point(response, document["coordinates"], *size)
        box = document["bbox"]
        expected = box if max(box) <= 1 else in_parts(corners(box), *size)
        right = bool(place.parts) and holds(expected, (place.parts[0], place.parts[1]))
        return _verdict(place, {ACCURACY: float(right)}, kind=str(document["data_type"]))

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The mean, and that of every kind of element under its name."""
        kinds = dict.fromkeys(one.record["kind"] for one in verdicts)
        parts = {kind: [one for one in verdicts if one.record["kind"] == kind] for kind in kinds}
        groups = {ACCURACY: verdicts, **parts} if verdicts else {}
        return {name: fmean(one.values[ACCURACY] for one in group) for name, group in groups.items()}


def _verdict(place: Place, values: dict[str, float], **record: str) -> Verdict:
    parsed = [round(part, 6) for part in place.parts] or None
    return Verdict(parsed, values, {**record, "reason": place.reason})
