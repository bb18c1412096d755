"""What the numbers of a place in an image mean: their scale, their order, and the image that they count pixels of.

A model writes places as it was trained to, whatever it is asked, and the numbers alone do not tell the scale: 300 may
be pixels or thousandths. So the scale is a setting. Numbers that cannot be of that scale are not read at all, since any
other reading would be a guess.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import with_config

SLACK = 0.05
"""Part of the image by which a place may lie outside it; it is moved to the border."""


class Scale(StrEnum):
    """Parts of width and height, per cent, thousandths, or pixels."""

    UNIT = "unit"
    PERCENT = "percent"
    THOUSANDTHS = "thousandths"
    PIXELS = "pixels"


class Order(StrEnum):
    """Which number of a pair comes first, the horizontal or the vertical one."""

    XY = "xy"
    YX = "yx"


FULL = {Scale.UNIT: 1.0, Scale.PERCENT: 100.0, Scale.THOUSANDTHS: 1000.0}


@with_config(extra="forbid")
@dataclass(frozen=True)
class Coordinates:
    """How a model's numbers are to be read.

    Pixels are those of the image in the data set. A model that counts them in the image as its processor resizes it has
    sides that are multiples of `multiple` within `min_pixels` and `max_pixels` (Qwen2.5-VL: 28, 3136, 12845056).
    """

    scale: Scale = Scale.UNIT
    order: Order = Order.XY
    multiple: int | None = None
    min_pixels: int | None = None
    max_pixels: int | None = None

    def __post_init__(self) -> None:
        sizes = (self.multiple, self.min_pixels, self.max_pixels)
        if any(size is not None for size in sizes) and self.scale is not Scale.PIXELS:
            raise ValueError("has the size of a resized image, which only `scale: pixels` counts in")
        if any(size is not None and size < 1 for size in sizes):
            raise ValueError("needs sizes of at least one pixel")
        if self.multiple is None and (self.min_pixels or self.max_pixels):
            raise ValueError("has bounds of a resized image and so needs its `multiple`")

    def full(self, width: int, height: int) -> tuple[float, float]:
        """What the right and the lower border of an image of so many pixels are called."""
        if self.scale is not Scale.PIXELS:
            return FULL[self.scale], FULL[self.scale]
        return self._resized(width, height)

    def _resized(self, width: int, height: int) -> tuple[float, float]:
        """Width and height after resizing, as the processors of Qwen2-VL and its successors do it."""
        if self.multiple is None:
            return width, height
        unit, area = self.multiple, width * height
        wide, high = (max(unit, round(side / unit) * unit) for side in (width, height))
        if self.max_pixels is not None and wide * high > self.max_pixels:
            shrink = math.sqrt(area / self.max_pixels)
            wide, high = (max(unit, math.floor(side / shrink / unit) * unit) for side in (width, height))
        elif self.min_pixels is not None and wide * high < self.min_pixels:
            grow = math.sqrt(self.min_pixels / area)
            wide, high = (math.ceil(side * grow / unit) * unit for side in (width, height))
        return wide, high

    def in_parts(self, numbers: Sequence[float], width: int, height: int) -> list[float] | None:
        """Pairs of numbers as parts of width and height, in the order x, y; None if they are of another scale.

        Such are numbers beyond the image, and fractions below 1 where whole pixels, thousandths or per cent are due.
        """
        if self.scale is not Scale.UNIT and _are_fractions(numbers):
            return None
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        turned = [pair if self.order is Order.XY else pair[::-1] for pair in pairs]
        wide, high = self.full(width, height)
        parts = [part for x, y in turned for part in (x / wide, y / high)]
        if any(not -SLACK <= part <= 1 + SLACK for part in parts):
            return None
        return [min(max(part, 0.0), 1.0) for part in parts]


def _are_fractions(numbers: Sequence[float]) -> bool:
    return all(abs(number) <= 1 for number in numbers) and any(number % 1 for number in numbers)
