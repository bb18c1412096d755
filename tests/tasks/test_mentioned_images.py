"""MMMU's images where its text mentions them: again, in another order, or not at all.

The values are what lmms-eval 0.7.3 and ms-vlmeval 0.0.20 make of the documents; `[1]` is the first image.
"""

from __future__ import annotations

import io

import pytest
from bench.golden_prompts import sample_of, task_of
from PIL import Image

from hyeval.media import Media

AGAIN, SWAPPED, NEITHER = "See <image 1>, and again <image 1>.", "<image 2> or <image 1>?", "Neither?"
THRICE = "Of <image 2>, <image 1> and <image 2>, which?"


@pytest.mark.parametrize(
    ("protocol", "task", "question", "expected"),
    [
        ("lmms_eval", "mmmu", AGAIN, "See[1]."),  # defect: what stands between the mentions is lost
        ("lmms_eval", "mmmu", SWAPPED, "[1]or[2]?"),  # defect: images stand in their order, not in the text's
        ("lmms_eval", "mmmu", NEITHER, "Neither?"),
        ("lmms_eval", "mmmu", THRICE, "Of[1],[2], which?"),
        ("lmms_eval", "mmmu_pro_standard", AGAIN, f"[1]{AGAIN}"),
        ("lmms_eval", "mmmu_pro_standard", SWAPPED, f"[1][2]{SWAPPED}"),
        ("lmms_eval", "mmmu_pro_standard", NEITHER, "Neither?"),
        ("vlmevalkit", "mmmu", AGAIN, "See [1], and again [1]."),
        ("vlmevalkit", "mmmu", SWAPPED, "[2] or [1]?"),
        ("vlmevalkit", "mmmu", NEITHER, "[1][2]Neither?"),
        ("vlmevalkit", "mmmu_pro_standard_cot", THRICE, "Of [2], [1] and [2], which?"),
        ("vlmevalkit", "mmmu_pro_standard_cot", NEITHER, "[1][2]Neither?"),
    ],
)
def test_images_stand_where_other_frameworks_have_them(protocol: str, task: str, question: str, expected: str) -> None:
    document = {
        "id": "test_Art_1",
        "question": question,
        "options": "['x', 'y']",
        "answer": "A",
        "question_type": "multiple-choice",
        "subject": "Art",
    }
    (message,) = sample_of(task_of(task, protocol), document, 2).messages
    text = "".join(part if isinstance(part, str) else f"[{number_of(part)}]" for part in message.parts)
    assert text.replace("Question: ", "").partition("\nA. ")[0].removesuffix("\nOptions:") == expected


def number_of(medium: Media) -> int:
    """Which of the placeholder images this is, from 1."""
    red, _, _ = Image.open(io.BytesIO(medium.data)).convert("RGB").getpixel((0, 0))  # type: ignore[misc]
    return int(red) + 1
