"""VLMEvalKit's removal of punctuation, shared by its VQA accuracy and its yes/no questions."""

from __future__ import annotations

import re

MARKS = (";", "/", "[", "]", '"', "{", "}", "(", ")", "=", "+", "\\", "_", "-", ">", "<", "@", "`", ",", "?", "!")
THOUSANDS = re.compile(r"\d,\d")
LONE_PERIOD = re.compile(r"(?<!\d)\.(?!\d)")
PERIODS = 32
"""So many periods vanish at most: the peer passes a flag of `re` where the count stands."""


def without_punctuation(text: str) -> str:
    """Return the text without punctuation: a mark becomes nothing beside a blank, otherwise a blank.

    `process_punctuation` in vlmeval/smp/misc.py at commit e8e78f05, after the VQA evaluation code of Antol et al.,
    2015. One comma between digits anywhere makes every mark vanish without a blank. A period vanishes unless a digit
    stands on either side, so that `2.` keeps its period.
    """
    vanish = THOUSANDS.search(text) is not None
    result = text
    for mark in MARKS:
        beside_blank = f"{mark} " in text or f" {mark}" in text
        result = result.replace(mark, "" if vanish or beside_blank else " ")
    return LONE_PERIOD.sub("", result, count=PERIODS)
