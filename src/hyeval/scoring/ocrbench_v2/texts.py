"""Answers that are text: contained, nearly equal, counted, formulas.

Source: OCRBench_v2/eval_scripts/vqa_metric.py and eval.py in https://github.com/Yuliang-Liu/MultimodalOCR.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyeval.scoring.distance import edit_distance

SHORT_WORDS, SHORT_PARTS = 5, 4
"""Answers of fewer words (Chinese: parts between commas) must stand in the response; longer ones may differ a bit."""
THRESHOLD = 0.5
_TEXT_COMMAND = re.compile(r"\\text\{([^{}]*)\}")
_NUMBER = re.compile(r"\d+")
JOINS = ("", ".", ". ", ",", ", ", "、", ";", "; ", " ", "和")
"""What may stand between the letters of a Chinese multiple choice."""


def contained_or_near(response: str, answers: Sequence[str], *, cased: bool = False) -> float:
    """1 if a short answer is a part of the response; of a long one the similarity, 0 below one half."""
    found = _line(response, cased=cased)
    golds = [_line(answer, cased=cased) for answer in answers]
    return max((_value(found, gold, short=len(gold.split()) < SHORT_WORDS) for gold in golds), default=0.0)


def contained_or_near_chinese(response: str, answers: Sequence[str]) -> float:
    """The same without any blanks; an answer is long by its commas."""
    found = _unspaced(response.lower())
    golds = [_unspaced(answer.lower()) for answer in answers]
    return max((_value(found, gold, short=len(gold.split(",")) < SHORT_PARTS) for gold in golds), default=0.0)


def chosen_letter(response: str, answer: str) -> float:
    """1 if the letters of the response alone are the answer."""
    return float("".join(mark for mark in response if mark.isalpha()) == answer)


def chosen_letters(response: str, answer: str) -> float:
    """1 if the letters of the answer stand in the response, one after the other or with a usual mark between them."""
    return float(any(join.join(answer) in response for join in JOINS))


def counted(response: str, answers: Sequence[str], method: str) -> float:
    """A count as text within the response, or by how far its first number is off, 0 from one half on."""
    if method == "exact match":
        return float(any(_line(answer) in response for answer in answers))
    number = _NUMBER.search(_line(response))
    if method != "regression" or number is None:
        return 0.0
    return max((_nearness(int(number[0][:300]), int(answer)) for answer in answers), default=0.0)


def formula(response: str, answers: Sequence[str], *, plain: bool = False) -> float:
    r"""1 if a formula is a part of the response, blanks aside; `plain`: and without `\text{}`."""
    texts = [_unspaced(_TEXT_COMMAND.sub(r"\1", text) if plain else text) for text in (response, *answers)]
    return float(any(gold in texts[0] for gold in texts[1:]))


def _line(text: str, *, cased: bool = False) -> str:
    return (text if cased else text.lower()).strip().replace("\n", " ")


def _unspaced(text: str) -> str:
    return text.strip().replace("\n", " ").replace(" ", "")


def _value(found: str, gold: str, *, short: bool) -> float:
    if short:
        return float(gold in found)
    longest = max(len(found), len(gold))
    if abs(len(found) - len(gold)) > THRESHOLD * longest:
        return 0.0
    similarity = 1 - edit_distance(found, gold) / longest
    return similarity if similarity >= THRESHOLD else 0.0


def _nearness(number: int, answer: int) -> float:
    if not 0 < number < 2 * answer:
        return 0.0
    nearness = 1 - abs(number - answer) / answer
    return nearness if nearness > THRESHOLD else 0.0
