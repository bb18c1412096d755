"""Answers that are boxes in thousandths of the image: their overlap, and words that are found and read.

Sources: OCRBench_v2/eval_scripts/{IoUscore_metric,spotting_metric}.py and spotting_eval/script.py (the end-to-end
evaluation of the Robust Reading Competition) in https://github.com/Yuliang-Liu/MultimodalOCR.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

LARGEST = 1000
OVERLAP, COVERED = 0.5, 0.5
IGNORED = "###"
"""Text of a word that nobody has to read."""
_BOX = re.compile(r"[(\[]\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*[)\]]")
_BRACKETS = re.compile(r"[\[(]([^\[\]()]*)[\])]")
_QUOTED = re.compile(r'^\s*"(.*)"\s*$')
_MARKS = "!?.:,*\"()·[]/'"
MAX_LITERAL, MAX_WORDS = 100_000, 2_000
"""A longer response is read by pattern alone; of more words the first are taken."""
_FAILURES = (ValueError, SyntaxError, TypeError, MemoryError, RecursionError)


class Box(NamedTuple):
    """Left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """Width by height; negative if a pair of sides is swapped."""
        return (self.right - self.left) * (self.bottom - self.top)


class Word(NamedTuple):
    """A text and where it stands."""

    box: Box
    text: str


def overlap(one: Box, other: Box) -> float:
    """Intersection over union, 0 where there is no union."""
    shared = intersection(one, other)
    union = one.area + other.area - shared
    return shared / union if union else 0.0


def intersection(one: Box, other: Box) -> float:
    """Area that two boxes share."""
    width = min(one.right, other.right) - max(one.left, other.left)
    return max(0.0, width) * max(0.0, min(one.bottom, other.bottom) - max(one.top, other.top))


def box_of(values: Any) -> Box | None:
    """The box of at least four whole numbers, also as texts; None if they are none."""
    try:
        return Box(*[int(value) for value in values][:4])
    except (ValueError, TypeError, OverflowError):
        return None


def last_box(response: str) -> Box | None:
    """The last box of four numbers up to 1000 in brackets; of equal ones the last counts."""
    found = [Box(*map(int, numbers)) for numbers in _BOX.findall(response) if _are_small(numbers)]
    return next((box for box in reversed(found) if max(box) <= LARGEST), None)


def _are_small(numbers: Sequence[str]) -> bool:
    return all(len(number.lstrip("0")) < 5 for number in numbers)


def grounded(response: str, answer: Sequence[Any]) -> float:
    """Overlap of the last box of the response with the wanted one."""
    found, gold = last_box(response), box_of(answer)
    return overlap(found, gold) if found is not None and gold is not None else 0.0


def spotted(response: str, boxes: Sequence[Sequence[Any]], texts: Sequence[str]) -> float:
    """F1 of the words that are found, by an overlap of more than one half, and read, by their text in capitals."""
    golds = [Word(_around(box), _unquoted(text)) for box, text in zip(boxes, texts, strict=False)]
    words = [Word(word.box, _unquoted(word.text)) for word in _words(response) if _upright(word.box)]
    ignored = [gold.box for gold in golds if gold.text == IGNORED]
    golds = [gold for gold in golds if gold.text != IGNORED]
    words = [word for word in words if not any(_covered(word.box, box) for box in ignored)]
    if not golds or not words:
        return 0.0
    hits = sum(_reads(gold.text.upper(), word.text.upper()) for gold, word in _pairs(golds, words))
    precision, recall = hits / len(words), hits / len(golds)
    return 2 * precision * recall / (precision + recall) if hits else 0.0


def _pairs(golds: Sequence[Word], words: Sequence[Word]) -> Iterator[tuple[Word, Word]]:
    """For each wanted word the first that overlaps it and is not taken; whether it is read right does not matter."""
    free = list(words)
    for gold in golds:
        taken = next((word for word in free if overlap(gold.box, word.box) > OVERLAP), None)
        if taken is not None:
            free.remove(taken)
            yield gold, taken


def _reads(gold: str, text: str) -> bool:
    """Equal, or equal but for a mark at the beginning or the end of the wanted text."""
    if gold == text:
        return True
    first, last = gold[:1] in _MARKS and bool(gold), gold[-1:] in _MARKS and bool(gold)
    return (first and gold[1:] == text) or (last and gold[:-1] == text) or (first and last and gold[1:-1] == text)


def _covered(box: Box, by: Box) -> bool:
    return intersection(box, by) / box.area > COVERED


def _upright(box: Box) -> bool:
    return box.left < box.right and box.top < box.bottom


def _around(points: Sequence[Any]) -> Box:
    """The upright box around corners given as x, y, x, y, …"""
    numbers = [int(one) for one in points]
    across, down = numbers[0::2], numbers[1::2]
    return Box(min(across), min(down), max(across), max(down))


def _unquoted(text: str) -> str:
    """What a line of the competition's files says: without carriage returns, and without quotes around the whole."""
    text = text.replace("\r", "")
    quoted = _QUOTED.match(text)
    return quoted[1].replace("\\\\", "\\").replace('\\"', '"') if quoted else text


def _words(response: str) -> list[Word]:
    """Boxes with a text, each once: of a list as Python writes it, else of whatever stands in brackets."""
    found: dict[tuple[str, ...], Word] = {}
    for *corners, text in _items(response):
        box = box_of([corner.strip() for corner in corners])
        if box is not None and min(box) >= 0 and max(box) <= LARGEST:
            word = Word(box, text.replace("\n", "").strip().strip('"').strip("'"))
            found.setdefault((*map(str, box), word.text), word)
        if len(found) == MAX_WORDS:
            break
    return list(found.values())


def _items(response: str) -> Iterator[list[str]]:
    """Five texts each: four numbers and what is written there."""
    try:
        data = ast.literal_eval(response) if len(response) < MAX_LITERAL else None
    except _FAILURES:
        data = None
    if data is None:
        parts = (inside.strip().split(",", 4) for inside in _BRACKETS.findall(response))
        yield from (part for part in parts if len(part) == 5)
    elif isinstance(data, list | tuple):
        rows = (one for one in data if isinstance(one, list | tuple) and len(one) >= 5)
        yield from ([str(cell) for cell in row[:5]] for row in rows)
