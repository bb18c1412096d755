"""LogicVista with reasoning.

Rule: `lmms_eval/tasks/logicvista/reasoning/utils.py` and `lmms_eval/tasks/_task_utils/reasoning_utils.py` at commit
75571cfe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hyeval.scoring.lmms_eval.aggregation import metric_mean
from hyeval.scoring.lmms_eval.letter_extraction import DEFAULT_LETTERS, strip_each
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

ACCURACY, FORMAT = "acc_score", "format_score"

_THOUGHTS = (("<think>", "</think>"), ("<analysis>", "</analysis>"))
_ANSWER_OPENS, _ANSWER_CLOSES = "<answer>", "</answer>"
_BOX_OPENS = "\\boxed{"
_BRACE = re.compile(r"\\boxed\{|[{}]")
_FINAL_NUMBER = re.compile(r"\b(\d+(?:\.\d+)?)(?:\s*\.)?\s*$")
_CALCULATION = re.compile(r"[=+\-*/()\[\]\\]")
_SOLUTION_LENGTH = 50
_SOLUTION_REWARD = 0.8
_CLOSE_IN_LENGTH = 0.9


@dataclass(frozen=True)
class LogicVista:
    """LogicVista: the letter in an answer tag or a box; rewards for the form besides.

    Known defect: without a tag or a box only a number at the end of a line is read, so that a bare letter is wrong.
    A gold that is no letter is compared as text; the peer's symbolic comparison has nothing to do in this data set.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """Score one response."""
        bare = response.strip()
        answer, gold = _without_period(tagged_answer(bare).strip()), _without_period(str(document["answer"]))
        return Verdict(answer, {ACCURACY: float(answer_agrees(gold, answer)), FORMAT: format_reward(bare)})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """The plain means."""
        return {metric: metric_mean(verdicts, metric) for metric in (ACCURACY, FORMAT)}


def _without_period(text: str) -> str:
    return text.removesuffix(".").strip()


def answer_agrees(gold: str, answer: str) -> bool:
    """Whether both have the same letter or, if the gold has none, one text is in the other and is nearly as long.

    Known defect: a gold that is text has the letter of a word (`East` is E), and so does the answer (`Exact`).
    """
    letter = reasoned_letter(gold)
    if letter:
        return reasoned_letter(answer) == letter
    shorter, longer = sorted((gold, answer), key=len)
    return shorter in longer and len(shorter) >= _CLOSE_IN_LENGTH * len(longer)


def tagged_answer(response: str) -> str:
    """The content of the first answer tag, else of the last box, else the number at the end of the last such line."""
    opens = response.find(_ANSWER_OPENS)
    closes = response.find(_ANSWER_CLOSES, opens + len(_ANSWER_OPENS)) if opens >= 0 else -1
    if closes >= 0:
        return response[opens + len(_ANSWER_OPENS) : closes]
    return last_box(response) or final_number(response)


def last_box(response: str) -> str:
    """The content of the last box that is closed; empty if there is none."""
    first = response.find(_BOX_OPENS)
    if first < 0 or "}" not in response:
        return ""  # what holds millions of braces and no box costs nothing
    opened: list[tuple[int, bool]] = []
    last = (-1, -1)
    for brace in _BRACE.finditer(response, first):
        if brace[0] != "}":
            opened.append((brace.end(), brace[0] == _BOX_OPENS))
        elif opened:
            start, is_box = opened.pop()
            last = max(last, (start, brace.start())) if is_box else last
    return response[last[0] : last[1]] if last[0] >= 0 else ""


def final_number(response: str) -> str:
    """The number at the end of the last line that ends with one; its sign is lost."""
    numbers = (_FINAL_NUMBER.search(line) for line in reversed(response.strip().split("\n")))
    return next((number[1] for number in numbers if number), "")


def format_reward(response: str) -> float:
    """1 for thoughts before an answer in their tags, or for a box; 0.8 for a long solution that is read; else 0."""
    if _is_reasoned(response) or last_box(response):
        return 1.0
    is_solution = len(response.strip()) > _SOLUTION_LENGTH and _CALCULATION.search(response) is not None
    return _SOLUTION_REWARD if is_solution and tagged_answer(response) else 0.0


def _is_reasoned(response: str) -> bool:
    """Whether the response starts with thoughts and ends with an answer tag."""
    return any(_has_thoughts_and_answer(response, opens, closes) for opens, closes in _THOUGHTS)


def _has_thoughts_and_answer(response: str, opens: str, closes: str) -> bool:
    if not (response.startswith(opens) and response.endswith(_ANSWER_CLOSES)):
        return False
    thought = response.find(closes, len(opens))
    answer = response.find(_ANSWER_OPENS, thought + len(closes)) if thought >= 0 else -1
    return 0 <= answer <= len(response) - len(_ANSWER_OPENS) - len(_ANSWER_CLOSES)


class _Candidate(NamedTuple):
    rank: int
    place: int
    letter: str


# The higher the rank, the surer the form; within a form the earlier place wins.
_START, _END, _NUMBERED, _PHRASE, _ANYWHERE = 10, 9, 8, 7, 0
_LABEL_FORMS = (
    *(("({})", 6), ("{}.", 5), ("{}:", 4), ("{})", 3), ("{} ", 2)),
    *(("{}-", 1), ("{}_", 1), ("{}=", 1)),
)
_ANNOUNCEMENT = re.compile(
    r"(?:the )?(?:(?:correct |best )?answer|(?:correct )?(?:option|choice) is)"
    r"|i (?:choose|select|pick)"
    r"|my (?:answer|choice) is"
)
_OUTER_PUNCTUATION = ",.!?;:'\""


def reasoned_letter(answer: str) -> str:
    """Read the letter A to H of the surest form in an extracted answer, of equal forms the first; empty without one.

    Known defect: a capital letter at the start or the end of a word stands for an option (`Circle` is C).
    """
    text = f" {strip_each(answer.strip(), _OUTER_PUNCTUATION)} "
    candidates = list(_candidates(text)) or [
        _Candidate(_ANYWHERE, text.rfind(letter), letter) for letter in DEFAULT_LETTERS if letter in text
    ]
    return max(candidates, key=lambda one: (one.rank, -one.place)).letter if candidates else ""


def _candidates(text: str) -> Iterator[_Candidate]:
    bare, announcement = text.strip(), _ANNOUNCEMENT.search(text.lower())
    for number, letter in enumerate(DEFAULT_LETTERS, start=1):
        places = [(rank, text.rfind(form.format(letter))) for form, rank in _LABEL_FORMS]
        places.append((_NUMBERED, text.rfind(f"{number}. {letter}")))
        if announcement:
            # From its start on: a capital letter of the announcement itself counts.
            places.append((_PHRASE, text.find(letter, announcement.start())))
        if bare.startswith(letter):
            places.append((_START, 0))
        if bare.endswith(letter):
            places.append((_END, len(text) - 1))
        yield from (_Candidate(rank, place, letter) for rank, place in places if place >= 0)
