"""Submission files: answers to questions whose right answers only the organisers have, in the form that they take."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from hyeval.reports.results import SubmissionResult
from hyeval.reports.run_directory import RunDirectory

TOLD_MISSING = 20
"""Unanswered questions that a result names; the rest is counted."""
TABLE_COLUMNS = ("index", "question", "hint", "A", "B", "C", "D", "category", "l2-category", "split", "prediction")


@dataclass(frozen=True)
class SubmittedAnswer:
    """The answer to one question; `row` holds the columns of the data set that the task keeps."""

    id: str
    answer: str
    row: Mapping[str, Any] = field(default_factory=dict)


Pieces = Iterator[str]
"""A file in pieces of text, in their order: a test split may have half a million questions."""


@dataclass(frozen=True)
class SubmissionForm:
    """How the organisers of a benchmark want the answers: the file's suffix, its content, and where it goes."""

    suffix: str
    write: Callable[[Iterable[SubmittedAnswer]], Pieces]
    destination: str


def _object(answers: Iterable[SubmittedAnswer]) -> Pieces:
    """One JSON object: id to answer."""
    return _joined("{", (f"{_json(one.id)}: {_json(one.answer)}" for one in answers), "}")


def _list(name: str, key: Callable[[str], int | str], text: str = "answer") -> Callable[..., Pieces]:
    """A JSON list of objects with the question under `name` and the answer under `text`."""

    def write(answers: Iterable[SubmittedAnswer]) -> Pieces:
        return _joined("[", (_json({name: key(one.id), text: one.answer}) for one in answers), "]")

    return write


def _joined(first: str, items: Iterable[str], last: str) -> Pieces:
    yield first
    for number, item in enumerate(items):
        yield f"{',' if number else ''}\n{item}"
    yield f"\n{last}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _table(answers: Iterable[SubmittedAnswer]) -> Pieces:
    """A table with tabs as VLMEvalKit reads it, which evaluates MMBench; a cell without content is empty."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    writer.writerow(TABLE_COLUMNS)
    for one in answers:
        row = {**one.row, "index": one.id, "prediction": one.answer}
        writer.writerow(["" if row.get(name) in (None, "nan") else row[name] for name in TABLE_COLUMNS])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _number(identifier: str) -> int | str:
    """The organisers' ids are numbers; one that is none is left to them."""
    return int(identifier) if identifier.isdecimal() else identifier


def _picture(identifier: str) -> str:
    return identifier if identifier.endswith(".jpg") else f"{identifier}.jpg"


SUBMISSIONS: dict[str, SubmissionForm] = {
    "mmmu": SubmissionForm(
        ".json", _object, "`main_eval_only.py` of https://github.com/MMMU-Benchmark/MMMU (answer_dict_test.json)"
    ),
    "mmbench": SubmissionForm(".tsv", _table, "VLMEvalKit's evaluation of MMBench; the authors' server is closed"),
    "rrc": SubmissionForm(
        ".json", _list("questionId", _number), "https://rrc.cvc.uab.es (the challenge of the data set)"
    ),
    "stvqa": SubmissionForm(".json", _list("question_id", _number), "https://rrc.cvc.uab.es/?ch=11"),
    "vqa": SubmissionForm(".json", _list("question_id", _number), "the challenge of the data set on https://eval.ai"),
    "vizwiz": SubmissionForm(".json", _list("image", _picture), "the challenge of VizWiz-VQA on https://eval.ai"),
    "captions": SubmissionForm(
        ".json", _list("image_id", _number, "caption"), "the challenge of the data set on https://eval.ai"
    ),
}
"""Forms by the name that a task gives them.

Sources: eval.ai/web/challenges/challenge-page/2179 (MMMU), scripts/mmb_eval_gradio.py of VLMEvalKit (MMBench),
rrc.cvc.uab.es, visualqa.org, vizwiz.org, cocodataset.org/#format-results.
"""


class Submission:
    """The submission of one task: answers as they come, published in the order of the data set.

    Of several repeats of a question the first is submitted. A file that lacks an answer is named `.incomplete`, so that
    nobody takes it for one that can be submitted; nothing stands in it for the answers that it lacks.
    """

    def __init__(self, directory: RunDirectory, task: str, form: str, expected: int) -> None:
        self._directory = directory
        self._task = task
        self._name = form
        self._form = SUBMISSIONS[form]
        self._collected = directory.ordered_log(f"submissions/{task}.jsonl", expected)

    def add(self, index: int, answer: SubmittedAnswer) -> None:
        """Take in the answer to the question at a position of the data set."""
        self._collected.write(index, {"id": answer.id, "answer": answer.answer, "row": answer.row})

    def publish(self, *, whole: bool, identifiers: Callable[[], Iterable[str]]) -> SubmissionResult:
        """Write the file; `whole` says that all of the data set was to be asked, `identifiers` names its questions."""
        gaps = self._collected.gaps()
        complete = whole and not gaps
        names = {
            flag: f"submissions/{self._task}{'' if flag else '.incomplete'}{self._form.suffix}"
            for flag in (True, False)
        }
        with self._directory.writing(names[complete]) as file:
            self._write(file)
        self._directory.remove(names[not complete])
        answers = self._collected.count
        self._collected.discard()
        return SubmissionResult(
            file=names[complete],
            form=self._name,
            destination=self._form.destination,
            complete=complete,
            answers=answers,
            missing=len(gaps),
            missing_ids=_named(gaps, identifiers) if gaps else [],
        )

    def _write(self, file: BinaryIO) -> None:
        lines = (json.loads(line) for line in self._collected.lines())
        for piece in self._form.write(SubmittedAnswer(**line) for line in lines):
            file.write(piece.encode("utf-8", "backslashreplace"))


def _named(gaps: set[int], identifiers: Callable[[], Iterable[str]]) -> list[str]:
    """Ids of the first unanswered questions."""
    found: list[str] = []
    for index, identifier in enumerate(identifiers()):
        if index in gaps:
            found.append(identifier)
        if len(found) == min(TOLD_MISSING, len(gaps)):
            break
    return found
