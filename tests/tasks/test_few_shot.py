"""Examples before a question: never one of the rows that are asked, whatever the split is called."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hyeval.errors import DataError, MediaError
from hyeval.records import Sample
from hyeval.tasks.cells import AnswerFormat
from hyeval.tasks.few_shot import FewShot
from hyeval.tasks.source import DatasetSource
from hyeval.tasks.task import SampleMapping, Task
from hyeval.tasks.tsv import WHOLE_FILE
from tests.builders import image_bytes
from tests.tasks.files import write_csv, write_jsonl, write_parquet, write_table
from tests.tasks.test_task import make_task

MAPPING = SampleMapping(answer="answer", images=("image",))
RED, BLUE = image_bytes("red"), image_bytes("blue")


def make(path: Path, few_shot: FewShot, *, split: str = WHOLE_FILE) -> Task:
    return replace(make_task(path, MAPPING, split=split), few_shot=few_shot)


def rows(name: str, count: int, **more: str) -> list[dict[str, Any]]:
    return [{"question": f"{name} {i}?", "answer": str(i), "image": "a.png", **more} for i in range(count)]


def write(path: Path, name: str, count: int) -> Path:
    path.parent.mkdir(exist_ok=True)
    written = rows(name, count)
    match path.suffix:
        case ".jsonl":
            return write_jsonl(path, written)
        case ".tsv":
            return write_table(path, [{**row, "image": RED} for row in written], images=["image"])
    columns = {column: [row[column] for row in written] for column in written[0]}
    return write_csv(path, columns) if path.suffix == ".csv" else write_parquet(path, columns)


def asked(sample: object) -> list[str]:
    """The texts of the examples and of the question."""
    assert isinstance(sample, Sample), sample
    return [part for message in sample.messages for part in message.parts if isinstance(part, str)]


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".tsv", ".parquet"])
@pytest.mark.parametrize("split", [None, "dev"])
@pytest.mark.parametrize("named", [False, True])
def test_a_file_that_is_asked_whole_gives_no_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, split: str | None, named: bool
) -> None:
    path = write(tmp_path / f"own{suffix}", "asked", 6)
    monkeypatch.chdir(tmp_path)
    few_shot = FewShot(2, split, path=f"./{path.name}" if named else None)
    with pytest.raises(DataError) as caught:
        make(path, few_shot).open(None)
    rule = f"is 2, and examples of {path} would be drawn from the rows that are asked."
    remedy = "Put them into a file of their own and set `tasks.own.few_shot.path=FILE`."
    assert str(caught.value) == f"tasks.own.few_shot.count: {rule} {remedy}"


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_examples_of_another_file_have_the_images_beside_that_file(tmp_path: Path, suffix: str) -> None:
    path, others = write(tmp_path / "own.jsonl", "asked", 3), write(tmp_path / "shots" / f"s{suffix}", "shown", 4)
    (tmp_path / "a.png").write_bytes(RED)
    (tmp_path / "shots" / "a.png").write_bytes(BLUE)
    task = make(path, FewShot(2, path=str(others)))
    found = list(task.samples(task.open(None)))
    assert len(found) == 3
    for number, sample in enumerate(found):
        assert isinstance(sample, Sample)
        assert [text.split()[0] for text in asked(sample)[::2]] == ["shown", "shown", "asked"]
        assert asked(sample)[-1] == f"asked {number}?"
        assert [medium.data for medium in sample.media] == [BLUE, BLUE, RED]


def test_a_column_split_tells_examples_and_questions_apart(tmp_path: Path) -> None:
    path = tmp_path / "own.tsv"
    table = [*rows("shown", 4, split="dev"), *rows("asked", 2, split="test")]
    write_table(path, [{**row, "image": RED} for row in table], images=["image"])
    task = make(path, FewShot(3, "dev"), split="test")
    found = [asked(sample) for sample in task.samples(task.open(None))]
    assert [[text.split()[0] for text in texts[::2]] for texts in found] == [["shown"] * 3 + ["asked"]] * 2
    for split, examples in ((WHOLE_FILE, "dev"), ("test", WHOLE_FILE)):
        with pytest.raises(DataError, match="would be drawn from the rows that are asked"):
            make(path, FewShot(3, examples), split=split).open(None)
    with pytest.raises(DataError, match=r"few_shot\.split: must name another split than 'test'"):
        make(path, FewShot(3), split="test").open(None)


def test_another_data_set_has_neither_parts_nor_digest_of_the_one_that_is_asked(tmp_path: Path) -> None:
    path, others = write(tmp_path / "own.jsonl", "asked", 3), write(tmp_path / "shots.jsonl", "shown", 4)
    source = DatasetSource(str(path), "test", configs=("a", "b"), revision="1", md5="0" * 32)
    task = replace(make(path, FewShot(1, path=str(others))), source=source, mapping=SampleMapping(answer="answer"))
    assert [asked(sample)[0].split()[0] for sample in task.samples(task.open(1))] == ["shown"]


def test_a_path_does_not_enter_the_fingerprint_of_the_prompt() -> None:
    assert FewShot(2, path="/here").choice == FewShot(2, path="/there").choice != FewShot(3).choice


def test_what_another_file_lacks_is_told_with_its_setting(tmp_path: Path) -> None:
    path = write(tmp_path / "own.jsonl", "asked", 3)
    write_jsonl(tmp_path / "s.jsonl", [{"question": "q"}])
    with pytest.raises(DataError, match=r"s\.jsonl has no column 'answer'"):
        make(path, FewShot(1, path=str(tmp_path / "s.jsonl"))).open(None)


# Rows that are asked and also stand where examples are drawn from


def examples(task: Task, limit: int | None = None) -> list[str]:
    """Questions of the examples."""
    found = {tuple(asked(sample)[:-1:2]) for sample in task.samples(task.open(limit))}
    (one,) = found
    return list(one)


def written(path: Path, table: list[dict[str, Any]]) -> Path:
    """The rows as a file of the path's format, images in it where it can hold them."""
    path.parent.mkdir(exist_ok=True)
    match path.suffix:
        case ".jsonl":
            names = {RED: "red.png", BLUE: "blue.png"}
            for data, name in names.items():
                (path.parent / name).write_bytes(data)
            return write_jsonl(path, [{**row, "image": names[row["image"]]} for row in table])
        case ".tsv":
            return write_table(path, table, images=["image"])
    return write_parquet(path, {column: [row[column] for row in table] for column in table[0]})


@pytest.mark.parametrize("suffix", [".jsonl", ".tsv", ".parquet"])
def test_rows_that_are_asked_are_no_examples_whatever_the_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, suffix: str
) -> None:
    """By words and content of the image: neither name, place and answer nor blanks make them others."""
    questions = [{**row, "image": RED} for row in rows("asked", 3)]
    path = written(tmp_path / f"own{suffix}", questions)
    shots = [
        {**questions[0], "answer": "another"},
        {**questions[1], "question": " asked  1?"},
        {**questions[2], "image": BLUE},
        *({**row, "image": RED} for row in rows("shown", 2)),
    ]
    others = written(tmp_path / "shots" / "s.jsonl", shots)
    with caplog.at_level(logging.WARNING):
        found = examples(make(path, FewShot(3, path=str(others))))
    assert sorted(found) == ["asked 2?", "shown 0?", "shown 1?"]
    told = "tasks.own.few_shot: 2 of the first 5 rows to draw from are questions that are asked, and are no examples"
    assert caplog.messages == [told]
    with pytest.raises(DataError) as caught:
        make(path, FewShot(4, path=str(others))).open(None)
    assert str(caught.value) == (
        "tasks.own.few_shot.count: is 4, and there are 3 rows to draw from; 2 of the first 5 rows to draw from are"
        " questions that are asked. Set `tasks.own.few_shot.path=` or `tasks.own.few_shot.split=` to others."
    )


def test_the_same_question_with_other_options_is_another(tmp_path: Path) -> None:
    mapping = SampleMapping(answer="answer", choices=("A", "B"), answer_format=AnswerFormat.LETTER)
    row = {"question": "Which?", "answer": "A", "A": "red", "B": "blue"}
    path = write_jsonl(tmp_path / "own.jsonl", [row])
    others = write_jsonl(tmp_path / "s.jsonl", [row, {**row, "B": "green"}])
    task = replace(make(path, FewShot(1, path=str(others))), mapping=mapping)
    (example,) = task.open(None).examples
    assert example["B"] == "green"


def test_a_limit_changes_neither_what_is_left_out_nor_what_is_drawn(tmp_path: Path) -> None:
    mapping = SampleMapping(answer="answer")
    path = write_jsonl(tmp_path / "own.jsonl", rows("asked", 30))
    others = write_jsonl(tmp_path / "s.jsonl", [*rows("asked", 30), *rows("shown", 30)])
    task = replace(make(path, FewShot(3, path=str(others))), mapping=mapping)
    assert examples(task, 1) == examples(task, None)
    apart = write_jsonl(tmp_path / "apart.jsonl", rows("shown", 30))
    alone = replace(task, few_shot=FewShot(3, path=str(apart)))
    assert examples(task) == examples(alone)  # drawn from the same rows by the same seed


def test_a_broken_image_is_told_when_its_turn_comes(tmp_path: Path) -> None:
    table = rows("asked", 1)  # its image is nowhere
    path = write_jsonl(tmp_path / "own.jsonl", table)
    others = write_jsonl(tmp_path / "s.jsonl", table)
    task = make(path, FewShot(1, path=str(others)))
    with pytest.raises(MediaError, match=r"example 0.*a\.png"):
        list(task.samples(task.open(None)))
