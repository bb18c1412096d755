"""Submission files: the organisers' forms, and what becomes of a question without an answer."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from hyeval.reports.run_directory import RunDirectory
from hyeval.reports.submission import SUBMISSIONS, Submission, SubmittedAnswer

NUMBERS = [SubmittedAnswer("49153", "1/8/93"), SubmittedAnswer("49154", 'say "no"\n数学')]


def written(form: str, answers: list[SubmittedAnswer]) -> str:
    return "".join(SUBMISSIONS[form].write(answers))


@pytest.mark.parametrize(
    ("form", "name", "text"),
    [("rrc", "questionId", "answer"), ("stvqa", "question_id", "answer"), ("vqa", "question_id", "answer"),
     ("captions", "image_id", "caption")],
)  # fmt: skip
def test_lists_of_numbered_questions(form: str, name: str, text: str) -> None:
    assert json.loads(written(form, NUMBERS)) == [{name: 49153, text: "1/8/93"}, {name: 49154, text: 'say "no"\n数学'}]


def test_an_object_by_id() -> None:
    answers = [SubmittedAnswer("test_Art_1", "B"), SubmittedAnswer("test_Art_2", "1889")]
    assert json.loads(written("mmmu", answers)) == {"test_Art_1": "B", "test_Art_2": "1889"}


def test_pictures_are_named_as_files() -> None:
    answers = [SubmittedAnswer("VizWiz_test_00000000.jpg", "cup"), SubmittedAnswer("VizWiz_test_00000001", "pen")]
    assert json.loads(written("vizwiz", answers)) == [
        {"image": "VizWiz_test_00000000.jpg", "answer": "cup"}, {"image": "VizWiz_test_00000001.jpg", "answer": "pen"},
    ]  # fmt: skip


def test_a_table_keeps_tabs_and_line_breaks_within_a_cell() -> None:
    row = {"question": "Who?", "hint": "nan", "A": "a\tcook", "B": "x", "C": None, "D": "nan", "category": "c"}
    answer = SubmittedAnswer("241", 'B.\n"really"', row)
    (read,) = csv.DictReader(io.StringIO(written("mmbench", [answer])), delimiter="\t")
    assert read == {
        "index": "241", "question": "Who?", "hint": "", "A": "a\tcook", "B": "x", "C": "", "D": "", "category": "c",
        "l2-category": "", "split": "", "prediction": 'B.\n"really"',
    }  # fmt: skip


@pytest.mark.parametrize("form", sorted(set(SUBMISSIONS) - {"mmbench"}))
def test_no_answer_at_all_is_still_whole_json(form: str) -> None:
    assert json.loads(written(form, [])) in ([], {})


def test_answers_are_published_in_the_order_of_the_data_set(tmp_path: Path) -> None:
    submission = Submission(RunDirectory(tmp_path), "own", "vqa", 3)
    for index in (2, 0, 1):
        submission.add(index, SubmittedAnswer(str(index), f"answer {index}"))
    result = submission.publish(whole=True, identifiers=lambda: "012")
    assert (result.complete, result.answers, result.missing, result.missing_ids) == (True, 3, 0, [])
    assert [one["question_id"] for one in json.loads((tmp_path / result.file).read_text())] == [0, 1, 2]
    assert [path.name for path in (tmp_path / "submissions").iterdir()] == ["own.json"]


def test_a_file_that_lacks_answers_is_named_so_and_replaces_the_whole_one(tmp_path: Path) -> None:
    for present in (range(40), range(5)):
        submission = Submission(RunDirectory(tmp_path), "own", "vqa", 40)
        for index in present:
            submission.add(index, SubmittedAnswer(str(index), "x"))
        result = submission.publish(whole=True, identifiers=lambda: map(str, range(40)))
    assert result.file == "submissions/own.incomplete.json"
    assert (result.complete, result.answers, result.missing) == (False, 5, 35)
    assert result.missing_ids == [str(index) for index in range(5, 25)]
    assert [path.name for path in (tmp_path / "submissions").iterdir()] == ["own.incomplete.json"]
    assert len(json.loads((tmp_path / result.file).read_text())) == 5


def test_a_part_of_the_data_set_is_not_complete(tmp_path: Path) -> None:
    submission = Submission(RunDirectory(tmp_path), "own", "vqa", 1)
    submission.add(0, SubmittedAnswer("0", "x"))
    result = submission.publish(whole=False, identifiers=lambda: "0")
    assert (result.complete, result.missing, result.file) == (False, 0, "submissions/own.incomplete.json")
