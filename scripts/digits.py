"""The handwritten digits behind the demo: one split, one rendering and one wording for the data and the model.

Both the script that writes the demo benchmark and the script that trains the demo model import from here, so that an
image or a phrasing cannot differ between what the model has learnt and what the benchmark asks.

Source: scikit-learn's bundled copy of the "Optical Recognition of Handwritten Digits" test set (1 797 images of 8x8
pixels, grey levels 0 to 16; E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998, CC BY 4.0).
"""

import random
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

LETTERS = "ABCD"
TEST_SIZE = 360
SPLIT_SEED = 0
MAX_LEVEL = 16
RENDERED_SIZE = 64

OPEN_QUESTION = "Which digit is shown?"
CHOICE_QUESTION = "What digit is shown?"
YES_NO_QUESTION = "Is the digit shown a {digit}?"
CHOICE_INSTRUCTION = "\nAnswer with the letter."
YES_NO_INSTRUCTION = " Answer yes or no."


class DigitSplit(NamedTuple):
    """Images as float arrays of shape (n, 8, 8) with values 0 to 16, labels as integer arrays of shape (n,)."""

    train_images: NDArray[np.float64]
    train_labels: NDArray[np.int64]
    test_images: NDArray[np.float64]
    test_labels: NDArray[np.int64]


def load_split() -> DigitSplit:
    """Return the fixed split: 1 437 images to train on and 360 held-out ones, stratified by digit."""
    images, labels = load_digits(return_X_y=True)
    images = images.reshape(-1, 8, 8)
    train_images, test_images, train_labels, test_labels = train_test_split(
        images, labels, test_size=TEST_SIZE, random_state=SPLIT_SEED, stratify=labels
    )
    return DigitSplit(train_images, train_labels, test_images, test_labels)


def to_pil(pixels: NDArray[np.float64]) -> Image.Image:
    """Render one 8x8 scan as a 64x64 RGB image, bicubic, in the 17 grey levels that the scan itself has.

    Interpolation invents intermediate levels that carry nothing the scan knew; rounding them away halves the size of
    the stored images.
    """
    small = Image.fromarray(np.clip(pixels * (255 / MAX_LEVEL), 0, 255).astype(np.uint8))
    large = small.resize((RENDERED_SIZE, RENDERED_SIZE), Image.Resampling.BICUBIC)
    levels = [round(round(value * MAX_LEVEL / 255) * 255 / MAX_LEVEL) for value in range(256)]
    return large.point(levels).convert("RGB")


def draw_choices(label: int, rng: random.Random) -> list[str]:
    """Return the right digit and three different wrong ones in random order, as text."""
    choices = [label, *rng.sample(_other_digits(label), len(LETTERS) - 1)]
    rng.shuffle(choices)
    return [str(choice) for choice in choices]


def draw_asked_digit(label: int, rng: random.Random) -> int:
    """Return the digit that a yes/no question asks about: the right one or, just as often, a wrong one."""
    return label if rng.random() < 0.5 else rng.choice(_other_digits(label))


def _other_digits(label: int) -> list[int]:
    return [digit for digit in range(10) if digit != label]


def choice_prompt(question: str, choices: Sequence[str], instruction: str = CHOICE_INSTRUCTION) -> str:
    """Return the question, one lettered line per choice, and the instruction."""
    options = "".join(f"\n{letter}. {choice}" for letter, choice in zip(LETTERS, choices, strict=True))
    return f"{question}{options}{instruction}"
