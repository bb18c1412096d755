"""`hyeval rescore` with the rows of a task shared among processes: the same files, whatever becomes of a process."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.end_to_end.runs import Finished, Process, Workspace, stable

ROWS = 1100
TASK = """\
# @package tasks.{name}
name: {name}
dataset: {{path: {folder}, split: test}}
sample: {{id: id, question: question, answer: answer, choices: [a, b], group: kind}}
protocol: ${{protocol.name}}
protocols:
  official: {{prompt: {{user: "{{{{ question }}}}"}}, extract: choice, score: choice}}
metrics: {{accuracy: mean}}
"""
REASONING = "The picture has a number of animals in it. One of them barks, which a cat never does. It must be the dog."


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Finished]:
    """Questions of two kinds, each with an option of its own, answered by sentences."""
    workspace = Workspace(tmp_path_factory.mktemp("crew"))
    (workspace.folder / "conf" / "task").mkdir(parents=True)
    for name in ("own", "twin"):
        data = workspace.folder / name
        data.mkdir()
        (workspace.folder / "conf" / "task" / f"{name}.yaml").write_text(TASK.format(name=name, folder=data))
        write_rows(data)
    settings = ("--config-dir", str(workspace.folder / "conf"), "model=scripted", "task=[own,twin]", "tracking=none")
    run = workspace.run(*settings, f"model.default={REASONING!r}", "repeats=2", run="asked")
    assert run.code == 0, run.stderr
    return workspace, run


def write_rows(folder: Path, changed: int | None = None) -> None:
    names = ["other" if number == changed else str(number) for number in range(ROWS)]
    rows = [
        f"{name},Which animal is in picture {number}?,dog,cat {number},dog,{number % 2}"
        for number, name in enumerate(names)
    ]
    (folder / "test.csv").write_text("\n".join(["id,question,answer,a,b,kind", *rows, ""]))


def arguments(workspace: Workspace, asked: Finished, processes: int) -> tuple[str, ...]:
    settings = ("--config-dir", str(workspace.folder / "conf"), f"scoring.processes={processes}", "tracking=none")
    return ("rescore", str(asked.folder), *settings)


def members(process: Process) -> list[psutil.Process]:
    """The processes that score the rows, as soon as there are all three."""
    run, patience_ends = psutil.Process(process.popen.pid), time.monotonic() + 60
    while time.monotonic() < patience_ends:
        found = [child for child in run.children() if child.cmdline() == run.cmdline()]
        if len(found) == 3:
            return found
        time.sleep(0.002)
    raise AssertionError("the rows were not shared")


def same(one: Finished, other: Finished) -> bool:
    files = [f"{folder}/{task}.jsonl" for folder in ("samples", "timing") for task in ("own", "twin")]
    return all((one.folder / name).read_bytes() == (other.folder / name).read_bytes() for name in files)


def test_the_files_are_those_of_one_process(asked: tuple[Workspace, Finished]) -> None:
    workspace, first = asked
    alone = workspace.run(*arguments(workspace, first, 1), run="alone")
    shared = workspace.run(*arguments(workspace, first, 3), run="shared")
    assert (alone.code, shared.code) == (0, 0), shared.stderr
    assert same(alone, shared)
    assert stable(alone.result) == stable(shared.result)
    assert shared.result["tasks"]["own"]["metrics"] == first.result["tasks"]["own"]["metrics"]
    assert set(shared.result["tasks"]["own"]["groups"]) == {"0", "1"}


def test_the_rows_of_a_killed_process_are_scored_by_the_run_itself(asked: tuple[Workspace, Finished]) -> None:
    workspace, first = asked
    process = workspace.start(*arguments(workspace, first, 3), run="killed")
    found = members(process)
    for member in found:
        member.suspend()
    found[1].kill()
    for member in (found[0], found[2]):
        member.resume()
    killed = process.wait()
    assert killed.code == 0, killed.stderr
    assert "a process that scored rows has ended" in killed.stderr
    assert killed.result["tasks"] == first.result["tasks"]
    assert [line["score"] for line in killed.samples("own")] == [line["score"] for line in first.samples("own")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_run(asked: tuple[Workspace, Finished], number: signal.Signals) -> None:
    workspace, first = asked
    process = workspace.start(*arguments(workspace, first, 3), run=f"ended by {number.name}")
    found = members(process)
    for member in found:
        member.suspend()  # so that the run cannot come to its end before
    os.kill(process.popen.pid, number)
    for member in found:
        with suppress(psutil.NoSuchProcess):  # the kernel has ended it with the run
            member.resume()
    ended = process.wait()
    assert ended.code == (-9 if number is signal.SIGKILL else 130), ended.stderr
    gone, alive = psutil.wait_procs(found, timeout=10)
    assert (len(gone), alive) == (3, [])


def test_a_changed_row_is_named_as_by_one_process_and_costs_no_other_task(asked: tuple[Workspace, Finished]) -> None:
    workspace, first = asked
    write_rows(workspace.folder / "own", changed=400)
    try:
        alone = workspace.run(*arguments(workspace, first, 1), run="changed alone")
        shared = workspace.run(*arguments(workspace, first, 3), run="changed shared")
    finally:
        write_rows(workspace.folder / "own")
    assert alone.code == shared.code != 0
    assert "sample 400 was '400', and the data set has 'other' there" in shared.stderr
    assert shared.result["tasks"]["own"]["error"] == alone.result["tasks"]["own"]["error"]
    assert same(alone, shared)
    assert shared.result["tasks"]["twin"] == alone.result["tasks"]["twin"] == first.result["tasks"]["twin"]
