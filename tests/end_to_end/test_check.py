"""One's own file as a task, and `hyeval check`: what is wrong with data is told before anything is asked."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.builders import image_bytes, noise_bytes
from tests.end_to_end.apis import Start, api
from tests.end_to_end.runs import Workspace
from tests.tasks.files import write_csv
from tests.tasks.test_tsv import b64, write_tsv

RED, BLUE = image_bytes("red"), image_bytes("blue")
SCRIPTED = ("model=scripted", "model.default=B", "tracking=none")
QUESTION = {"question": "Which?", "A": "one", "B": "two", "answer": "B"}


def mixed(folder: Path) -> Path:
    """A table with every way to name an image, and options that other readers take for empty cells."""
    rows = [
        {"index": 1, "image": b64(RED), "hint": "", "C": "", **QUESTION},
        {"index": 2, "image": "1", "hint": "Look closely.", "C": "three", **QUESTION},
        {"index": 3, "image": str([b64(RED), b64(BLUE)]), "hint": "", "C": "nan", **QUESTION, "A": "NA", "B": "None"},
    ]
    return write_tsv(folder / "my.tsv", rows)


def with_paths(path: Path) -> Path:
    """A JSONL or CSV file whose images lie beside it."""
    path.parent.mkdir(exist_ok=True)
    (path.parent / "red.png").write_bytes(RED)
    (path.parent / "blue.png").write_bytes(BLUE)
    rows = [
        {"image": ["red.png"], **QUESTION, "C": None},
        {"image": ["red.png", "blue.png"], **QUESTION, "C": "three"},
    ]
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return path
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "image": row["image"][0] if i == 0 else row["image"]} for i, row in enumerate(rows))
    return path


def prompts(samples: Sequence[Mapping[str, Any]]) -> list[str]:
    return [sample["messages"][0]["content"][-1]["text"] for sample in samples]


def test_a_table_of_ones_own_is_evaluated_without_code(workspace: Workspace) -> None:
    mixed(workspace.folder)
    run = workspace.run(*SCRIPTED, "task=custom_mcq", "dataset.path=my.tsv")
    assert run.code == 0, run.stderr
    assert run.result["tasks"]["custom_mcq"]["metrics"]["accuracy"]["value"] == 1
    samples = run.samples("custom_mcq")
    assert [sample["id"] for sample in samples] == ["1", "2", "3"]
    assert [len(sample["media"]) for sample in samples] == [1, 1, 2]
    assert samples[0]["media"] == samples[1]["media"] == samples[2]["media"][:1]
    assert [sample["choices"] for sample in samples][2] == ["NA", "None", "nan"]
    ending = "Answer with the option's letter from the given choices directly."
    assert prompts(samples)[:2] == [
        f"Which?\nA. one\nB. two\n{ending}",
        f"Hint: Look closely.\nWhich?\nA. one\nB. two\nC. three\n{ending}",
    ]


@pytest.mark.parametrize("name", ["data/my.jsonl", "data/my.csv"])
def test_images_lie_beside_the_file_that_names_them(workspace: Workspace, name: str) -> None:
    with_paths(workspace.folder / name)
    run = workspace.run(*SCRIPTED, "task=custom_mcq", f"dataset.path={name}")
    assert run.code == 0, run.stderr
    samples = run.samples("custom_mcq")
    assert [len(sample["media"]) for sample in samples] == [1, 2]
    assert [sample["choices"] for sample in samples] == [["one", "two"], ["one", "two", "three"]]
    assert run.result["tasks"]["custom_mcq"]["coverage"] == 1


def test_open_questions_of_ones_own(workspace: Workspace) -> None:
    rows = [{"image": b64(RED), "question": "Which letter?", "answer": answer} for answer in ("b", "['B', 'bee']", "C")]
    write_tsv(workspace.folder / "my.tsv", rows)
    run = workspace.run(*SCRIPTED, "task=custom_vqa", "dataset.path=my.tsv")
    assert run.code == 0, run.stderr
    task = run.result["tasks"]["custom_vqa"]
    assert task["metrics"]["accuracy"]["value"] == pytest.approx(2 / 3)


# Check


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_sound_data_end_with_code_0_and_nothing_is_written(workspace: Workspace) -> None:
    mixed(workspace.folder)
    before = files(workspace.folder)
    done = workspace.command("check", "task=custom_mcq", "dataset.path=my.tsv")
    assert done.returncode == 0, done.stderr
    heading, _, row = (line.split() for line in done.stdout.splitlines() if line.strip())
    assert heading == ["task", "rows", "images", "problems"]
    assert row == ["custom_mcq", "3", "4", "0"]
    assert done.stderr == ""
    assert files(workspace.folder) == before


def test_the_shipped_tasks_are_sound(workspace: Workspace) -> None:
    done = workspace.command("check", "task=suite/digits")
    assert done.returncode == 0, done.stdout
    rows = [line.split() for line in done.stdout.splitlines() if line.strip().startswith("digits")]
    assert rows == [[name, "360", "360", "0"] for name in ("digits", "digits_mc", "digits_yes_no")]


BROKEN = [
    {"index": 1, "image": b64(RED), **QUESTION},
    {"index": 1, "image": b64(RED), **QUESTION},
    {"index": 3, "image": b64(RED), **QUESTION, "answer": "C"},
    {"index": 4, "image": b64(RED)[:40] + "A" * 60, **QUESTION, "answer": ""},
    {"index": 5, "image": b64(image_bytes(size=(64, 64), file_format="BMP")[:600]), **QUESTION},
    {"index": 6, "image": b64(RED), **QUESTION, "question": ""},
    {"index": 7, "image": "nowhere", **QUESTION},
]
TOLD = [
    "row 1 (id 1), column 'index': row 0 has the same id",
    "row 2 (id 3), column 'answer': 'C' names none of the 2 options",
    "row 3 (id 4), column 'answer': the answer is empty. A split without answers cannot be scored.",
    "row 4 (id 5), column 'image': the image cannot be decoded",
    "row 5 (id 6), column 'question': is empty.",
    "row 6 (id 7), column 'image': 'nowhere' is no image",
]


def test_everything_wrong_is_told_with_row_id_and_column(workspace: Workspace) -> None:
    write_tsv(workspace.folder / "my.tsv", BROKEN)
    done = workspace.command("check", "task=[digits_mc,custom_mcq]", "tasks.custom_mcq.dataset.path=my.tsv")
    assert done.returncode == 2
    lines = [line for line in done.stdout.splitlines() if line.startswith("custom_mcq, ")]
    assert [told for told in TOLD if not any(told in line for line in lines)] == []
    assert "custom_mcq      7        5          7" in done.stdout
    assert "digits_mc     360      360          0" in done.stdout


WRONG = [
    ({"id": "a"}, {"answer": "C"}, "row 1 (id b), column 'answer': 'C' names none of the 2 options as letter"),
    ({"id": "a"}, {"id": "a"}, "row 1 (id a), column 'id': row 0 has the same id"),
    ({"id": "a"}, {"id": ""}, "row 1, column 'id': the id is empty"),
    ({"id": "a"}, {"A": ""}, "row 1 (id b), column 'A': option A is empty"),
    ({"id": "a"}, {"answer": ""}, "row 1 (id b), column 'answer': the answer is empty."),
]
OWN = """\
# @package tasks.own
name: own
dataset: {path: my.csv, split: test}
sample: {id: id, question: question, choices: [A, B], answer: answer, answer_format: letter}
protocol: ${protocol.name}
protocols: {official: {prompt: {user: "{{ question }}"}, extract: choice, score: choice}}
metrics: {accuracy: mean}
"""


def own_table(workspace: Workspace, rows: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    (workspace.folder / "conf" / "task").mkdir(parents=True)
    (workspace.folder / "conf" / "task" / "own.yaml").write_text(OWN)
    write_csv(workspace.folder / "my.csv", {name: [row[name] for row in rows] for name in rows[0]})
    return ("--config-dir", str(workspace.folder / "conf"), "task=own")


@pytest.mark.parametrize(("first", "second", "told"), WRONG)
def test_what_is_wrong_with_a_row_is_told_before_anything_is_sent(
    workspace: Workspace, start: Start, first: dict[str, str], second: dict[str, str], told: str
) -> None:
    sound = {"question": "Which?", "A": "one", "B": "two", "answer": "B"}
    settings = own_table(workspace, [{"id": "a", **sound, **first}, {"id": "b", **sound, **second}])
    checked = workspace.command("check", *settings)
    assert checked.returncode == 2
    assert f"own, {told}" in checked.stdout
    server = start()
    run = workspace.run(*api(server), *settings)
    assert run.code == 2
    assert f"error: own, {told}" in run.stderr
    assert server.stats()["requests"] == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"answer": "anwser"},
            "tasks.own.sample.answer: my.csv has no column 'answer' (id, question, A, B, anwser). Did",
        ),
        ({"A": "option_1", "id": "key"}, "tasks.own.sample.id: my.csv has no column 'id'"),
        ({"A": "option_1", "id": "key"}, "tasks.own.sample.choices: my.csv has no column 'A'"),
        (None, "tasks.own.dataset: the split 'test' of my.csv has no rows."),
    ],
    ids=["renamed", "two renamed: the first", "two renamed: the second", "empty"],
)
def test_what_is_wrong_with_a_file_is_told_before_anything_is_sent(
    workspace: Workspace, start: Start, change: dict[str, str] | None, told: str
) -> None:
    names = {name: (change or {}).get(name, name) for name in ("id", "question", "A", "B", "answer")}
    settings = own_table(workspace, [dict.fromkeys(names.values(), "A")])
    if change is None:
        (workspace.folder / "my.csv").write_text(",".join(names) + "\n")
    assert told in workspace.command("check", *settings).stdout
    server = start()
    run = workspace.run(*api(server), *settings)
    assert run.code == 2
    assert f"error: {told}" in run.stderr
    assert server.stats()["requests"] == 0


def test_an_image_that_cannot_be_decoded_is_named_and_never_sent(workspace: Workspace, start: Start) -> None:
    """`check` finds all of them; a run ends at once, or each costs its own row and the others are asked."""
    cut = [noise_bytes(1, size=(64, 64), file_format=file_format)[:900] for file_format in ("PNG", "JPEG")]
    rows = [{"index": i, "image": b64(data), **QUESTION} for i, data in enumerate([RED, *cut])]
    path = write_tsv(workspace.folder / "my.tsv", rows)
    checked = workspace.command("check", "task=custom_mcq", f"dataset.path={path}")
    server = start()
    settings = (*api(server), "task=custom_mcq", f"dataset.path={path}")
    refused = workspace.run(*settings, run="refused")
    assert (checked.returncode, refused.code, server.stats()["requests"]) == (2, 2, 0)
    assert "row 2 (id 2), column 'image': the file is cut off" in refused.stderr
    run = workspace.run(*settings, "on_broken=skip", "max_failures=1.0")
    assert run.code == 3
    failed = {line["id"]: line["response"]["error"] for line in run.samples("custom_mcq")}
    for index in (1, 2):
        told = f"row {index} (id {index}), column 'image': the image cannot be decoded"
        assert told in checked.stdout
        assert told in failed[str(index)]["message"]
    assert failed["0"] is None
    assert server.stats()["requests"] == 1


def test_many_problems_are_told_in_part_and_counted(workspace: Workspace) -> None:
    rows = [{"index": i, "image": b64(RED), **QUESTION, "answer": "Z"} for i in range(50)]
    write_tsv(workspace.folder / "my.tsv", rows)
    done = workspace.command("check", "task=custom_mcq", "dataset.path=my.tsv")
    assert done.returncode == 2
    assert done.stdout.count("'Z' names none of the 2 options") == 20
    assert "custom_mcq: and 30 more problems" in done.stdout
    limited = workspace.command("check", "task=custom_mcq", "dataset.path=my.tsv", "limit=3")
    assert limited.stdout.count("'Z' names none of the 2 options") == 3


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (["tasks.digits.sample.answer=anser"], "has no column 'anser'"),
        (["dataset.split=tset"], "'tset' is not a split of"),
        (["dataset.path=empty.jsonl"], "has no rows"),
        (["dataset.path=gone.tsv"], "tasks.digits.dataset.path: there is no gone.tsv"),
    ],
    ids=["column", "split", "empty", "gone"],
)
def test_data_that_cannot_be_opened_are_a_problem(workspace: Workspace, settings: list[str], told: str) -> None:
    (workspace.folder / "empty.jsonl").write_text("")
    done = workspace.command("check", *settings)
    assert done.returncode == 2
    assert told in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("empty", ["question", "answer"])
def test_open_questions_are_looked_over_before_a_run_asks_anything(workspace: Workspace, empty: str) -> None:
    rows = [{"question": f"What is {i}?", "answer": ["red", "crimson"]} for i in range(300)]
    path = workspace.folder / "my.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in [*rows, {**rows[0], empty: None}]))
    own = ("task=custom_vqa", f"dataset.path={path}", "tasks.custom_vqa.sample.images=[]")
    run = workspace.run(*SCRIPTED, *own)
    assert run.code == 2
    assert f"error: custom_vqa, row 300 (id 300), column '{empty}': " in run.stderr
    assert "is empty" in run.stderr
    assert not (workspace.folder / "cache").exists()


def test_data_are_looked_over_before_a_run_asks_anything(workspace: Workspace) -> None:
    """Ids and answers at once, also of rows far behind; an image that cannot be read costs only its own row."""
    rows = [{"index": i, "image": b64(RED), **QUESTION} for i in range(300)]
    path = write_tsv(
        workspace.folder / "my.tsv", [*rows, {**rows[0], "index": 7}, {**rows[0], "index": "x", "answer": "C"}]
    )
    run = workspace.run(*SCRIPTED, "task=custom_mcq", f"dataset.path={path}")
    assert run.code == 2
    assert "error: custom_mcq, row 300 (id 7), column 'index': row 7 has the same id" in run.stderr
    assert "error: custom_mcq, row 301 (id x), column 'answer': 'C' names none of the 2 options" in run.stderr
    assert not (workspace.folder / "cache").exists()
    limited = workspace.run(*SCRIPTED, "task=custom_mcq", f"dataset.path={path}", "limit=300", run="limited")
    assert limited.code == 0, limited.stderr
    by_position = workspace.run(
        *SCRIPTED,
        "task=custom_mcq",
        f"dataset.path={path}",
        "limit=301",
        "tasks.custom_mcq.sample.id=null",
        run="position",
    )
    assert by_position.code == 0, by_position.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            ("A. red", "B. blue"),
            "! custom_mcq: the options of 1 of 2 rows bring their letters along, and the prompt puts",
        ),
        (("(A) red", "(B) blue"), "'A. (A) red'. Take them out of the options."),
        (("B. Franklin", "A. Lincoln"), None),
        (("A. Lincoln", "Franklin"), None),
    ],
)
def test_options_that_bring_their_letters_along_are_told(
    workspace: Workspace, options: tuple[str, str], told: str | None
) -> None:
    columns = {
        "question": ["Which?", "Which?"],
        "A": [options[0], "one"],
        "B": [options[1], "two"],
        "answer": ["A", "B"],
    }
    write_csv(workspace.folder / "my.csv", columns)
    checked = workspace.command("check", "task=custom_mcq", "dataset.path=my.csv", "tasks.custom_mcq.sample.images=[]")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert told in checked.stdout if told else "letters along" not in checked.stdout
