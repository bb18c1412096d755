"""LLaVA-Bench (in the wild) as lmms-eval scores it around its judge.

Source: `lmms_eval/tasks/llava-in-the-wild/utils.py` of the package lmms-eval 0.7.3. The judge's text is `reply`.
"""

from __future__ import annotations

import math
import re

from hyeval.scoring.official.llava_bench import BEST, GRADE, REFERENCE
from hyeval.scoring.official.llava_bench import LlavaBench as AuthorsRule
from hyeval.scoring.rules import Document, Judgement, Verdict

NONE = (-1.0, -1.0)
"""The grades that a reply without two of them stands for."""
_SEPARATORS = str.maketrans(",;", "  ")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class LlavaBench(AuthorsRule):
    """The mean grade of the responses in percent of that of the references, over all and by category.

    Defects kept: the first two numbers of the reply's first line are the grades, wherever they stand, so that those of
    `Assistant 1: 8, Assistant 2: 9` are 1 and 8; a reply without two is -1 and -1, which enter the means.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """The grade of the response; without a reply nothing against the best."""
        reply = str((judge or {}).get("reply") or "")
        reference, grade = grades(reply) if reply else (BEST, 0.0)
        record = {REFERENCE: reference, "category": str(document["category"])}
        return Verdict(grade if reply else None, {GRADE: grade}, record)


def grades(reply: str) -> tuple[float, float]:
    """The first two numbers of the first line that is not blank, or -1 and -1."""
    numbers = [float(number) for number in _NUMBER.findall(reply.strip().split("\n")[0].translate(_SEPARATORS))[:2]]
    return (numbers[0], numbers[1]) if len(numbers) == 2 and all(map(math.isfinite, numbers)) else NONE
