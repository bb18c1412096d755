"""The run directory: files appear whole or not at all, and the sample log is in the order of the data set."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from hyeval.errors import OutputError
from hyeval.reports.results import Bounds
from hyeval.reports.run_directory import OrderedLog, RunDirectory

LIMITED = """
import json, resource, sys
from pathlib import Path
from hyeval.errors import OutputError
from hyeval.reports.run_directory import RunDirectory

folder = RunDirectory(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))
try:
    {action}
except OutputError as error:
    print(error)
"""


def on_a_full_disk(folder: Path, action: str) -> str:
    """Run a statement in a process that may write no file above ten kilobytes; return the error's text."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED.format(action=action), str(folder)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def read_lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_bytes().decode().splitlines() if line]


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# JSON files


def test_a_mapping_and_a_record_are_written_as_json(tmp_path: Path) -> None:
    directory = RunDirectory(tmp_path / "not" / "there" / "yet")
    content = {"text": "数学 🙂 \u2028", "number": 0.1, "nothing": None}
    path = directory.write_json("a.json", content)
    assert (path, json.loads(path.read_bytes())) == (directory.path / "a.json", content)
    assert "数学 🙂" in path.read_bytes().decode()
    record = directory.write_json("b.json", Bounds(low=0.1, high=None))
    assert json.loads(record.read_bytes()) == {"low": 0.1, "high": None}
    assert names(directory.path) == ["a.json", "b.json"]


def test_files_can_be_read_by_others(tmp_path: Path) -> None:
    """A temporary file is its owner's alone; what it becomes must not be."""
    path = RunDirectory(tmp_path).write_json("a.json", {})
    assert path.stat().st_mode & 0o777 == 0o644


def test_json_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from hyeval.reports.run_directory import RunDirectory;"
    code += "RunDirectory(Path(sys.argv[1])).write_json('a.json', {'text': '\\u6570\\u5b66'})"
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "a.json").read_bytes().decode()) == {"text": "数学"}


def test_a_reader_sees_the_old_content_or_the_new_one_and_never_a_part(tmp_path: Path) -> None:
    directory = RunDirectory(tmp_path)
    contents = [{"items": [number] * 500} for number in range(30)]
    path = directory.write_json("a.json", contents[0])
    seen: list[Any] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(json.loads(path.read_bytes()))

    reader = threading.Thread(target=read)
    reader.start()
    for content in contents:
        directory.write_json("a.json", content)
    done.set()
    reader.join()
    assert seen
    assert all(content in contents for content in seen)
    assert names(tmp_path) == ["a.json"]


def test_content_that_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    directory = RunDirectory(tmp_path)
    path = directory.write_json("a.json", {"old": 1})
    with pytest.raises(TypeError):
        directory.write_json("a.json", {"new": object()})
    assert json.loads(path.read_bytes()) == {"old": 1}
    assert names(tmp_path) == ["a.json"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    RunDirectory(tmp_path).write_json("a.json", {"old": 1})
    message = on_a_full_disk(tmp_path, "folder.write_json('a.json', {'new': 'x' * 50_000})")
    assert message.startswith(str(tmp_path / "a.json"))
    assert "Free space" in message
    assert "hydra.run.dir=" in message
    assert json.loads((tmp_path / "a.json").read_bytes()) == {"old": 1}
    assert names(tmp_path) == ["a.json"]


def test_files_of_other_tasks_are_set_aside_and_those_under_way_are_not(tmp_path: Path) -> None:
    names = ["samples/a.jsonl", "samples/b.jsonl", "timing/b.jsonl", "submissions/c.incomplete.json",
             "samples/d.jsonl.partial", "samples/.e.jsonl.ordered", "other/b.jsonl"]  # fmt: skip
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    directory = RunDirectory(tmp_path)
    assert directory.set_aside({"a", "z"}) == ["b", "c"]
    assert directory.set_aside({"a", "z"}) == []
    found = {path.relative_to(tmp_path).as_posix(): path.read_text() for path in tmp_path.glob("*/*")}
    moved = {f"{name}.earlier" if name in names[1:4] else name: name for name in names}
    assert found == moved


def test_a_new_folder_has_nothing_to_set_aside(tmp_path: Path) -> None:
    assert RunDirectory(tmp_path / "new").set_aside(["a"]) == []


@pytest.mark.parametrize("inside", ["", "deeper/still"])
def test_a_folder_that_is_a_file_is_an_error_with_a_remedy(tmp_path: Path, inside: str) -> None:
    (tmp_path / "taken").write_text("a file")
    directory = RunDirectory(tmp_path / "taken" / inside)
    with pytest.raises(OutputError, match=r"`hydra\.run\.dir=` to another folder") as caught:
        directory.write_json("a.json", {})
    assert str(directory.path / "a.json") in str(caught.value)
    with pytest.raises(OutputError, match=r"`hydra\.run\.dir=`"):
        directory.ordered_log("samples/digits.jsonl", 3)
    assert caught.value.exit_code == 4


# The sample log


@pytest.mark.parametrize("seed", range(5))
def test_the_sample_log_is_in_the_order_of_the_data_set_whatever_the_arrival(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    lines = [{"index": i, "text": "数学 🙂\n\u2028\r" * rng.randrange(50)} for i in range(300)]
    positions = list(range(300))
    rng.shuffle(positions)
    log = RunDirectory(tmp_path).ordered_log("samples/digits.jsonl", 300)
    for position in positions:
        log.write(position, lines[position])
    log.publish()
    published = tmp_path / "samples" / "digits.jsonl"
    assert log.path == published
    with published.open(encoding="utf-8", newline="\n") as file:
        assert [json.loads(line) for line in file] == lines
    assert names(tmp_path) == ["samples/digits.jsonl"]


def test_what_never_came_leaves_no_gap(tmp_path: Path) -> None:
    log = RunDirectory(tmp_path).ordered_log("samples/digits.jsonl", 10)
    for position in (7, 2, 4):
        log.write(position, {"position": position})
    log.publish()
    assert read_lines(log.path) == [{"position": 2}, {"position": 4}, {"position": 7}]


def test_an_empty_log_is_published_empty(tmp_path: Path) -> None:
    log = RunDirectory(tmp_path).ordered_log("samples/digits.jsonl", 0)
    log.publish()
    assert log.path.read_bytes() == b""
    assert names(tmp_path) == ["samples/digits.jsonl"]


def test_until_it_is_published_the_log_is_partial(tmp_path: Path) -> None:
    log = RunDirectory(tmp_path).ordered_log("samples/digits.jsonl", 2)
    log.write(1, {"position": 1})
    assert names(tmp_path) == ["samples/digits.jsonl.partial"]
    log.close()
    assert names(tmp_path) == ["samples/digits.jsonl.partial"]
    assert read_lines(tmp_path / "samples" / "digits.jsonl.partial") == [{"position": 1}]


def test_a_new_log_replaces_the_published_one_only_when_it_is_published(tmp_path: Path) -> None:
    def write(text: str) -> OrderedLog:
        log = RunDirectory(tmp_path).ordered_log("samples/digits.jsonl", 1)
        log.write(0, {"text": text})
        return log

    write("old").publish()
    log = write("new")
    assert read_lines(log.path) == [{"text": "old"}]
    log.publish()
    assert read_lines(log.path) == [{"text": "new"}]


def test_a_full_disk_is_an_error_of_the_log_with_a_remedy(tmp_path: Path) -> None:
    action = (
        "log = folder.ordered_log('samples/digits.jsonl', 99); [log.write(i, {'text': 'x' * 1000}) for i in range(99)]"
    )
    message = on_a_full_disk(tmp_path, action)
    assert message.startswith(str(tmp_path / "samples" / "digits.jsonl"))
    assert "Free space" in message
    assert "the same command goes on" in message


def test_a_log_that_another_run_is_writing_is_left_to_it(tmp_path: Path) -> None:
    first = RunDirectory(tmp_path).ordered_log("samples/a.jsonl", 1)
    first.write(0, {"of": "the first"})
    with pytest.raises(OutputError, match=r"a\.jsonl: is being written by another run\. Wait for it, or set"):
        RunDirectory(tmp_path).ordered_log("samples/a.jsonl", 1)
    first.publish()
    assert json.loads((tmp_path / "samples" / "a.jsonl").read_text()) == {"of": "the first"}
    RunDirectory(tmp_path).ordered_log("samples/a.jsonl", 1).discard()
