"""Boxes in an image as corners: left, top, right, bottom."""

from __future__ import annotations

from collections.abc import Sequence

Box = tuple[float, float, float, float]
Point = tuple[float, float]


def intersection_over_union(one: Sequence[float], other: Sequence[float]) -> float:
    """Common area over joint area; 0 if the boxes have none in common."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    common = width * height
    joint = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)) - common
    return common / joint if joint > 0 else 0.0


def holds(box: Sequence[float], point: Point) -> bool:
    """Whether a point lies in a box, its border included."""
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def corners(region: Sequence[float]) -> Box:
    """The corners of a box that is given as left, top, width, height."""
    left, top, width, height = region
    return left, top, left + width, top + height


def in_parts(box: Sequence[float], width: float, height: float) -> Box:
    """A box in pixels as parts of the image."""
    return box[0] / width, box[1] / height, box[2] / width, box[3] / height


def centre(box: Sequence[float]) -> Point:
    """The centre of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
