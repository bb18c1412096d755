"""A box drawn on an image, for questions on the region within it."""

from __future__ import annotations

import io
from typing import Any

from hyeval.errors import DataError
from hyeval.media import Media

COLOUR = "red"


def outlined(image: Media, region: Any) -> Media:
    """The image with the border of a region, one pixel wide, as PNG.

    `region` is left, top, width and height in pixels. `MediaError` if the image cannot be decoded.
    """
    from PIL import ImageDraw

    try:
        left, top, width, height = map(float, region)
    except (TypeError, ValueError) as error:
        rule = "a region is left, top, width and height in pixels"
        raise DataError(f"{image.origin}: {rule}, not {region!r:.80}.") from error
    pixels = image.decode()
    ImageDraw.Draw(pixels).rectangle((left, top, left + width, top + height), outline=COLOUR)
    buffer = io.BytesIO()
    pixels.save(buffer, format="PNG", compress_level=1)  # a third of the time of the default level
    return Media(image.kind, buffer.getvalue(), image.origin)
