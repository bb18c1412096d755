"""Questions about videos as VLMEvalKit scores them without a judge.

Source: vlmeval/dataset/utils/videomme.py, longvideobench.py, mvbench.py and mlvu.py at commit e8e78f05. Documents are
rows of the peer's table: `answer` or `correct_choice`, `candidates` (a list written in Python), columns of the rating.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.literals import list_of
from hyeval.scoring.vlmevalkit.multiple_choice import mean
from hyeval.scoring.vlmevalkit.options import FAILED_REQUEST, infer, lettered
from hyeval.scoring.vlmevalkit.spreadsheet import is_missing, read_back
from hyeval.scoring.vlmevalkit.video_columns import LONG_VIDEO_CATEGORIES, VIDEO_MME_COLUMNS, VIDEO_MME_DURATIONS

LEAD_INS = (
    "The best answer is",
    "The correct answer is",
    "The answer is",
    "The answer",
    "The best option isThe correct option is",  # missing commas of the peer fuse two pairs, so that none is removed
    "Best answer:Best option:",
    "Answer:",
    "Option:",
)
NO_LETTER = "@"
"""Stands for the letter of an answer that is not among the candidates, as one read back as nothing never is."""
FAILED = -1.0
"""Score of a response that the peer's client could not obtain."""


def first_capital(response: str, letters: str) -> str:
    """Return the first of some capitals anywhere in the response, once lead-ins are removed; empty if there is none.

    `extract_characters_regex`; defect kept: words count, so that `Best option: A` and `Both A and C` are B.
    """
    for lead_in in LEAD_INS:
        response = response.replace(lead_in, "")
    found = re.search(f"[{letters}]", response)
    return found.group() if found else ""


class FirstCapital(ABC):
    """The first capital of the response, and means by the columns of a rating, printed with three digits."""

    letters: str

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Compare the first capital with the answer."""
        letter = first_capital(read_back(response).strip(), self.letters)
        return Verdict(letter, {"score": float(letter == self.gold(document))}, self.columns(document))

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the rating: by duration and overall, then by column and class."""
        return {"rating": {name: self._rate(name, verdicts) for name in (*self.durations(), "overall")}}

    def gold(self, document: Document) -> str:
        """Return the letter of the answer."""
        return str(document["answer"])

    @abstractmethod
    def durations(self) -> Sequence[str]:
        """Return the durations of the rating."""

    @abstractmethod
    def classes(self) -> dict[str, Sequence[str]]:
        """Return the classes by column."""

    @abstractmethod
    def columns(self, document: Document) -> dict[str, str]:
        """Return what the rating needs of a document."""

    def _rate(self, duration: str, verdicts: Sequence[Verdict]) -> dict[str, Any]:
        chosen = [v for v in verdicts if duration in ("overall", v.record["duration"])]
        rating: dict[str, Any] = {"overall": _printed(chosen)}
        for column, names in self.classes().items():
            rating[column] = {name: _printed([v for v in chosen if v.record[column] == name]) for name in names}
        return rating


class VideoMME(FirstCapital):
    """Video-MME: options A to D."""

    letters = "ABCD"

    def durations(self) -> Sequence[str]:
        """Return the durations of the rating."""
        return VIDEO_MME_DURATIONS

    def classes(self) -> dict[str, Sequence[str]]:
        """Return the classes by column."""
        return VIDEO_MME_COLUMNS

    def columns(self, document: Document) -> dict[str, str]:
        """Return duration, domain, sub-category and type of task."""
        return {name: str(document[name]) for name in ("duration", *VIDEO_MME_COLUMNS)}


class LongVideoBench(FirstCapital):
    """LongVideoBench: options A to E; the gold is the number of the option."""

    letters = "ABCDE"

    def gold(self, document: Document) -> str:
        """Return the letter of the answer."""
        return chr(ord("A") + int(document["correct_choice"]))

    def durations(self) -> Sequence[str]:
        """Return the durations of the rating, in seconds."""
        return ("15", "60", "600", "3600")

    def classes(self) -> dict[str, Sequence[str]]:
        """Return the classes of questions."""
        return {"question_category": LONG_VIDEO_CATEGORIES}

    def columns(self, document: Document) -> dict[str, str]:
        """Return duration and class of the question."""
        return {
            "duration": str(document["duration_group"]),
            "question_category": str(document["question_category"]),
        }


class MVBench:
    """A first word that is a part of `(a)`, or holds it, is right, or else the option found as in multiple choice.

    Defects kept (check_ans_with_model, get_dimension_rating): an empty word is a part of everything, so that a response
    of blanks or a period is right; an empty response and one that failed have scores that are not 0, and whatever is
    not 0 counts as right.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Compare the first word, then the option."""
        letter, chosen, options = _answer(document)
        if is_missing(response):
            value = math.nan
        elif FAILED_REQUEST in response:
            value = FAILED
        else:
            right = first_word_fits(read_back(response), letter)
            value = float(right or infer(read_back(response), options) == chosen)
        return Verdict(None, {"score": value}, {"task": str(document["task_type"])})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return right answers, answers and their percentage by type of task and overall."""
        rating: dict[str, list[Any]] = {}
        for verdict in verdicts:
            cell = rating.setdefault(verdict.record["task"], [0, 0])
            cell[0] += int(verdict.values["score"] != 0)
            cell[1] += 1
        rating["overall"] = [sum(cell[k] for cell in rating.values()) for k in (0, 1)]
        for cell in rating.values():
            cell.append(f"{cell[0] / cell[1] * 100:.2f}%" if cell[1] else "nan%")
        return {"rating": rating}


def first_word_fits(response: str, letter: str) -> bool:
    """Return whether the first word, without periods, is a part of the letter in brackets or has it in itself."""
    word, option = response.lower().strip().split(" ")[0], f"({letter.lower()})"
    return word.replace(".", "") in option or option in word


class MLVU:
    """The character before the first `)`, or else the option found as in multiple choice (check_ans_with_model).

    The peer raises an error on an empty response; it is scored as one without an answer.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Compare the character, then the option."""
        letter, chosen, options = _answer(document)
        text = "" if is_missing(response) else read_back(response)
        before, bracket, _ = text.partition(")")
        right = (before[-1:] if bracket else text) == letter or infer(text, options) == chosen
        value = FAILED if FAILED_REQUEST in response else float(right)
        return Verdict(None, {"score": value}, {"task": str(document["task_type"])})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return right answers and answers by type of task."""
        rating: dict[str, list[int]] = {}
        for verdict in verdicts:
            cell = rating.setdefault(verdict.record["task"], [0, 0])
            cell[0] += int(verdict.values["score"])
            cell[1] += 1
        return {"rating": rating}


def _answer(document: Document) -> tuple[str, str, dict[str, str]]:
    """Return the letter of the answer, the letter that an option must have to be right, and the candidates by letter.

    The first is that of the last of equal candidates, `@` if there is none. The second is that of the first, unless a
    later candidate is itself that letter: the peer puts the letter in the place of the answer while it goes on looking.
    """
    options = lettered(list_of(document["candidates"]))
    answer = read_back(str(document["answer"]))
    if is_missing(str(document["answer"])):
        return NO_LETTER, answer, options
    found = [letter for letter, text in options.items() if text == answer]
    for letter, text in options.items():
        answer = letter if text == answer else answer
    return (found[-1] if found else NO_LETTER), answer, options


def _printed(verdicts: Sequence[Verdict]) -> str:
    return f"{mean([verdict.values['score'] for verdict in verdicts]):.3f}"


RULES: dict[str, Rule] = {
    "videomme": VideoMME(),
    "longvideobench_val_v": LongVideoBench(),
    "mvbench": MVBench(),
    "mlvu_dev": MLVU(),
}
"""By the name of the set."""
