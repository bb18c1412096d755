"""How many prompt tokens an image takes, by the rules that providers document: estimates made before anything is sent.

Each function takes width and height in pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

OPENAI_PATCH_PX = 32
OPENAI_MAX_PATCHES = 1536
ANTHROPIC_MAX_SIDE = 1568
ANTHROPIC_MAX_TOKENS = 1600
GEMINI_TILE_TOKENS = 258
QWEN_PATCH_PX = 28
QWEN_MIN_PIXELS = 56 * 56
QWEN_MAX_PIXELS = 16384 * 28 * 28


def openai_tiles(width: int, height: int) -> int:
    """85 tokens and 170 for each tile of 512 pixels, after shrinking into 2048 x 2048 and to a shorter side of 768.

    GPT-4o, GPT-4.1 and others with `detail: high`; a smaller image is not enlarged.
    https://platform.openai.com/docs/guides/images-vision#calculating-costs
    """
    scale = min(Fraction(1), Fraction(2048, max(width, height)), Fraction(768, min(width, height)))
    return 85 + 170 * math.ceil(width * scale / 512) * math.ceil(height * scale / 512)


def openai_patches(width: int, height: int) -> int:
    """One token for each patch of 32 pixels, at most 1536; the model's own multiplier is left out.

    An image of more patches is shrunk so that its area is that of 1536, and further until one side is a whole number of
    patches. GPT-4.1-mini, o4-mini and others. https://platform.openai.com/docs/guides/images-vision#calculating-costs
    """
    patches = math.ceil(width / OPENAI_PATCH_PX) * math.ceil(height / OPENAI_PATCH_PX)
    if patches <= OPENAI_MAX_PATCHES:
        return patches
    # Whole patches along each side once the area is that of 1536: floor(sqrt(1536 * width / height)), and the other.
    across = max(1, math.isqrt(OPENAI_MAX_PATCHES * width // height))
    down = max(1, math.isqrt(OPENAI_MAX_PATCHES * height // width))
    if across * height <= down * width:
        down = math.ceil(Fraction(across * height, width))
    else:
        across = math.ceil(Fraction(down * width, height))
    return min(OPENAI_MAX_PATCHES, across * down)


def anthropic_pixels(width: int, height: int) -> int:
    """One token for 750 pixels, after shrinking to a longer side of 1568 and to 1600 tokens.

    https://docs.anthropic.com/en/docs/build-with-claude/vision#calculate-image-costs
    """
    scale = min(Fraction(1), Fraction(ANTHROPIC_MAX_SIDE, max(width, height)))
    return min(ANTHROPIC_MAX_TOKENS, math.ceil(width * height * scale * scale / 750))


def gemini_tiles(width: int, height: int) -> int:
    """258 tokens if no side is above 384 pixels, else 258 for each tile.

    A tile's side is two thirds of the image's shorter one, but from 256 to 768 pixels.
    https://ai.google.dev/gemini-api/docs/image-understanding#token-calculation
    """
    if max(width, height) <= 384:
        return GEMINI_TILE_TOKENS
    side = min(768, max(256, min(width, height) * 2 // 3))
    return GEMINI_TILE_TOKENS * math.ceil(width / side) * math.ceil(height / side)


def qwen_patches(width: int, height: int) -> int:
    """One token for each patch of 28 pixels and two around the image: Qwen2.5-VL with the limits of its checkpoints.

    Both sides are rounded to whole patches; outside 3136 to 12 845 056 pixels the image is brought into that range.
    https://huggingface.co/Qwen/Qwen2.5-VL-7B-Instruct#image-resolution-for-performance-boost
    """
    across, down = round(width / QWEN_PATCH_PX), round(height / QWEN_PATCH_PX)
    pixels = across * down * QWEN_PATCH_PX**2
    if pixels > QWEN_MAX_PIXELS:
        scale = math.sqrt(QWEN_MAX_PIXELS / (width * height))
        across, down = (max(1, math.floor(side * scale / QWEN_PATCH_PX)) for side in (width, height))
    elif pixels < QWEN_MIN_PIXELS:
        scale = math.sqrt(QWEN_MIN_PIXELS / (width * height))
        across, down = (math.ceil(side * scale / QWEN_PATCH_PX) for side in (width, height))
    return across * down + 2


def thousand(width: int, height: int) -> int:  # noqa: ARG001  # the size does not matter
    """A thousand, for want of a rule."""
    return 1000


IMAGE_TOKENS: Mapping[str, Callable[[int, int], int]] = {
    "openai_tiles": openai_tiles,
    "openai_patches": openai_patches,
    "anthropic_pixels": anthropic_pixels,
    "gemini_tiles": gemini_tiles,
    "qwen_patches": qwen_patches,
    "thousand": thousand,
}
