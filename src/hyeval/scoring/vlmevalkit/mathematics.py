"""MathVista, MathVision and MathVerse as VLMEvalKit scores them around its judge.

Source: vlmeval/dataset/utils/mathvista.py, mathv.py and mathverse.py at commit e8e78f05. A judge is asked only where
the response itself does not settle the matter; its text is `reply`.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from hyeval.scoring.rules import Aggregate, Document, Judgement, Rule, Verdict
from hyeval.scoring.vlmevalkit.latex import number_of, symbol_of
from hyeval.scoring.vlmevalkit.literals import arithmetic, list_of
from hyeval.scoring.vlmevalkit.options import FAILED_REQUEST, infer, lettered
from hyeval.scoring.vlmevalkit.spreadsheet import read_back

TOLERANCE = 1e-6
DIGITS = 400
"""A longer text is not read as a number."""


class Prefetched(ABC):
    """Questions that are settled by the response (prefetched) or else by what the judge replies to it.

    The aggregate counts rows, prefetched rows and hits by the names in `record["names"]`.
    """

    title: str
    """Name of the table."""
    column: str
    """Name of the column of names."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:
        """Settle the response, or score the judge's reply as if it were the response."""
        fetched = self.settle(document, read_back(response))
        result: Any = fetched if fetched else reply_of(judge)
        hit = self.hit(document, read_back(str(result)))
        return Verdict(result, {"hit": hit}, {"names": self.names(document), "prefetched": bool(fetched)})

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return the table of counts and percentages."""
        rows = [(name, verdict) for verdict in verdicts for name in ("Overall", *verdict.record["names"])]
        table = []
        for name in dict.fromkeys(name for name, _ in rows):
            group = [verdict for other, verdict in rows if other == name]
            fetched, hit = (
                sum(bool(v.record["prefetched"]) for v in group),
                sum(bool(v.values["hit"]) for v in group),
            )
            rates = {"prefetch_rate": fetched / len(group) * 100, "acc": hit / len(group) * 100}
            table.append({self.column: name, "tot": len(group), "prefetch": fetched, "hit": hit} | rates)
        return {self.title: table}

    @abstractmethod
    def settle(self, document: Document, response: str) -> Any:
        """Return the answer that needs no judge; what is empty, None or 0 goes to the judge."""

    @abstractmethod
    def hit(self, document: Document, result: str) -> bool:
        """Return whether the settled answer or the judge's reply is right."""

    @abstractmethod
    def names(self, document: Document) -> tuple[str, ...]:
        """Return the rows of the table that the document counts in besides `Overall`."""


class MathVista(Prefetched):
    """A choice is found as in multiple choice; integers and floats must be equal as Python reads them.

    Defects kept: no rounding to the precision, `4.0` is no integer, and an answer that is a list or free text is never
    right; a correct 0 is asked of the judge.
    """

    title, column = "MathVista_acc", "Task&Skill"

    def settle(self, document: Document, response: str) -> Any:
        """Return the chosen letter, or the number if it is right."""
        if document["question_type"] == "multi_choice":
            return infer(response, lettered(list_of(document["choices"])))
        number = self._number(document, response)
        return number if number is not None and number == self._number(document, str(document["answer"])) else None

    def hit(self, document: Document, result: str) -> bool:
        """Return whether the letter or the number is that of the answer."""
        if document["question_type"] == "multi_choice":
            options = lettered(list_of(document["choices"]))
            gold = document.get("answer_option") or _letter_of(options, str(document["answer"]))
            return infer(result, options) == gold
        number = self._number(document, result)
        return number is not None and number == self._number(document, str(document["answer"]))

    def names(self, document: Document) -> tuple[str, ...]:
        """Return the skills and the task."""
        metadata = document.get("metadata", document)
        return (*map(str, list_of(metadata["skills"])), str(metadata["task"]))

    def _number(self, document: Document, text: str) -> int | float | None:
        kind = document["answer_type"]
        if kind not in ("integer", "float") or len(text) > DIGITS:
            return None
        try:
            return int(text) if kind == "integer" else float(text)
        except ValueError:
            return None


class MathVision(Prefetched):
    """A choice is found as in multiple choice; other answers must be the same text or the same number.

    Defects kept: the response is settled with a look at the answer; roots and pi are equal only letter by letter; a box
    around anything but a number is never equal.
    """

    title, column = "MATH_V_acc", "Subject"

    def settle(self, document: Document, response: str) -> Any:
        """Return the chosen letter, or the response if it is right."""
        options = self._options(document)
        if options:
            return infer(response, options)
        return response if equal(response, str(document["answer"])) else None

    def hit(self, document: Document, result: str) -> bool:
        """Return whether the letter or the expression equals the answer."""
        options = self._options(document)
        found = infer(result, options) if options else result
        return found is not None and equal(found, str(document["answer"]))

    def names(self, document: Document) -> tuple[str, ...]:
        """Return the subject."""
        return (str(document.get("category", document.get("subject"))),)

    def _options(self, document: Document) -> dict[str, str]:
        return lettered(list_of(document.get("choices", document.get("options", []))))


class MathVerse:
    """Right if the extracted answer is the answer letter by letter, or if the judge replies 1.

    The response is taken as the extracted answer; both texts are those of the spreadsheet that keeps it. Accuracies in
    percent by version of the problem.
    """

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:
        """Compare the texts, then hear the judge."""
        answer = read_back(str(document["answer"])).strip()
        exact = answer != "" and read_back(response).strip() == answer
        metadata = document.get("metadata", document)
        record = {"version": document["problem_version"], "subject": metadata["subject"], "field": metadata["subfield"]}
        return Verdict(response, {"score": exact or reply_of(judge).strip() == "1"}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """Return one row per version, with every subject and subfield (NaN where it has none)."""
        table = []
        for version in dict.fromkeys(verdict.record["version"] for verdict in verdicts):
            group = [verdict for verdict in verdicts if verdict.record["version"] == version]
            row = {"split": version, "Overall": accuracy(group)}
            for column in ("subject", "field"):
                for name in dict.fromkeys(verdict.record[column] for verdict in verdicts):
                    row[str(name)] = accuracy([verdict for verdict in group if verdict.record[column] == name])
            table.append(row)
        return {"MathVerse_acc": table}


def reply_of(judge: Judgement | None) -> str:
    """Return the judge's reply; a failed one, as none at all, is empty."""
    reply = str((judge or {}).get("reply") or "")
    return "" if FAILED_REQUEST in reply else reply


def equal(one: str, other: str) -> bool:
    """Return whether a response equals an answer: the text but for case, Python's arithmetic, or the LaTeX number.

    `is_equal`, to an absolute tolerance of 1e-6. Defect kept: the peer evaluates what it has read as Python, where `a`
    is its own variable for the answer and `b` that for the response, so that the response `(A)` equals any number, and
    these two letters alone equal themselves in another style.
    """
    one, other = one.lower().strip(), other.lower().strip()
    if one == other:
        return True
    for read in (arithmetic, number_of):
        first, second = read(one), read(other)
        if first is not None and second is not None and abs(first - second) < TOLERANCE:
            return True
    if symbol_of(one) in ("a", "b") and symbol_of(one) == symbol_of(other):
        return True
    if symbol_of(one) == "a":
        return number_of(other) is not None
    return symbol_of(other) == "b" and number_of(one) is not None


def accuracy(verdicts: Sequence[Verdict]) -> float:
    """Return the mean score in percent, NaN of nothing."""
    return sum(verdict.values["score"] for verdict in verdicts) / len(verdicts) * 100 if verdicts else math.nan


def _letter_of(options: dict[str, str], text: str) -> str | None:
    return next((letter for letter, option in options.items() if option == text), None)


RULES: dict[str, Rule] = {
    "mathvista_testmini_format": MathVista(),
    "mathvision_testmini": MathVision(),
    "mathverse_testmini": MathVerse(),
}
"""By the name of the set."""
