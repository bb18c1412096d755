"""Tokens of images: the worked examples of the providers' documentation, and what holds for every size."""

from __future__ import annotations

import random

import pytest

from hyeval.models.image_tokens import IMAGE_TOKENS


@pytest.mark.parametrize(
    ("rule", "width", "height", "tokens"),
    [
        ("openai_tiles", 1024, 1024, 765),
        ("openai_tiles", 2048, 4096, 1105),
        ("openai_tiles", 512, 512, 255),
        ("openai_tiles", 513, 512, 425),
        ("openai_tiles", 8192, 16, 85 + 4 * 170),  # a strip: 2048 x 4
        ("openai_patches", 1024, 1024, 1024),
        ("openai_patches", 1800, 2400, 1452),
        ("openai_patches", 2400, 1800, 1452),
        ("openai_patches", 1, 1, 1),
        ("openai_patches", 33, 32, 2),
        ("openai_patches", 1536 * 32, 32, 1536),
        ("openai_patches", 10**6, 1, 1536),
        ("anthropic_pixels", 200, 200, 54),
        ("anthropic_pixels", 1000, 1000, 1334),
        ("anthropic_pixels", 1092, 1092, 1590),
        ("anthropic_pixels", 4000, 3000, 1600),
        ("anthropic_pixels", 3136, 784, 820),  # as 1568 x 392
        ("gemini_tiles", 384, 384, 258),
        ("gemini_tiles", 960, 540, 6 * 258),
        ("gemini_tiles", 385, 100, 2 * 258),
        ("gemini_tiles", 3072, 3072, 16 * 258),
        ("qwen_patches", 28, 28, 4 + 2),  # enlarged to 56 x 56
        ("qwen_patches", 56, 56, 4 + 2),
        ("qwen_patches", 1024, 768, 37 * 27 + 2),
        ("qwen_patches", 3584, 3584, 16384 + 2),
        ("qwen_patches", 7168, 7168, 16384 + 2),
        ("thousand", 1, 1, 1000),
    ],
)
def test_worked_examples(rule: str, width: int, height: int, tokens: int) -> None:
    assert IMAGE_TOKENS[rule](width, height) == tokens


BOUNDS = {
    "openai_tiles": (255, 85 + 8 * 170),
    "openai_patches": (1, 1536),
    "anthropic_pixels": (1, 1600),
    "qwen_patches": (6, 16384 + 2),
}


@pytest.mark.parametrize(("rule", "bounds"), BOUNDS.items(), ids=BOUNDS)
def test_every_size_stays_within_the_documented_bounds(rule: str, bounds: tuple[int, int]) -> None:
    rng = random.Random(rule)
    for _ in range(2000):
        width = int(10 ** rng.uniform(0, 4.3))
        height = max(1, min(20_000, int(width * 10 ** rng.uniform(-2, 2))))
        assert bounds[0] <= IMAGE_TOKENS[rule](width, height) <= bounds[1], (width, height)


@pytest.mark.parametrize("rule", [rule for rule in IMAGE_TOKENS if rule != "qwen_patches"])
def test_turning_an_image_changes_nothing(rule: str) -> None:
    rng = random.Random(rule)
    for _ in range(1000):
        width, height = rng.randrange(1, 5000), rng.randrange(1, 5000)
        assert IMAGE_TOKENS[rule](width, height) == IMAGE_TOKENS[rule](height, width), (width, height)
