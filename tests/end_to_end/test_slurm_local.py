"""Sweeps whose cells are processes of their own: one that dies hides no other, and is all that is run again."""

from __future__ import annotations

import json
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from hyeval.config.folders import PACKAGE
from tests.end_to_end.runs import Finished, Process, Workspace, stable

LOCAL = ("--multirun", "hydra/launcher=slurm_local", "hydra.launcher.parallel=2", "tracking=none")
SLOW = ("model=scripted", "model.delay_s=0.25", "model.batch_size=8", "model.default=1,2", "task=digits")


def cells(folder: Path) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((folder / "sweep.json").read_text())["cells"]
    return loaded


def run(workspace: Workspace, *arguments: str, sweep: str = "sweep") -> Finished:
    return workspace.run(*LOCAL, *arguments, f"hydra.sweep.dir={workspace.folder / sweep}", run=sweep)


def start(workspace: Workspace, *arguments: str, sweep: str = "sweep") -> Process:
    return workspace.start(*LOCAL, *arguments, f"hydra.sweep.dir={workspace.folder / sweep}", run=sweep)


def submitted(process: psutil.Process) -> Iterator[psutil.Process]:
    for child in process.children(recursive=True):
        if "submitit.core._submit" in child.cmdline():
            yield child


def wait_for_answers(workspace: Workspace, writers: int) -> None:
    """Wait until so many runs have a store open, and a little longer, so that they have been answered something."""
    deadline = time.monotonic() + 120
    while len(list(workspace.folder.glob("cache/responses/writer-*.sqlite"))) < writers:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    time.sleep(2)


def test_the_numbers_are_those_of_a_sweep_in_one_process(workspace: Workspace) -> None:
    arguments = ("model=demo,scripted", "task=digits", "limit=8")
    jobs = run(workspace, *arguments)
    assert jobs.code == 0, jobs.stderr
    here = workspace.run(
        "--multirun", *arguments, "tracking=none", f"hydra.sweep.dir={workspace.folder / 'here'}",
        f"cache_dir={workspace.folder / 'other'}",
    )  # fmt: skip
    for number in ("0", "1"):
        results = [json.loads((workspace.folder / sweep / number / "results.json").read_text()) for sweep in
                   ("sweep", "here")]  # fmt: skip
        assert stable(results[0]) == stable(results[1])
    assert jobs.stdout == here.stdout[here.stdout.index("2 runs") :]


def test_a_cell_that_fails_hides_no_other_and_is_all_that_runs_again(workspace: Workspace) -> None:
    shutil.copy(PACKAGE / "demo/digits/open/test.parquet", workspace.folder / "there.parquet")
    arguments = ("model=scripted", "task=digits", "limit=8", "dataset.path=there.parquet,late.parquet")
    first = run(workspace, *arguments)
    assert first.code == 2, first.stderr
    assert [one["state"] for one in cells(first.folder)] == ["complete", "failed"]
    failed = cells(first.folder)[1]
    assert "late.parquet" in failed["note"]
    assert "late.parquet" in Path(failed["log"]).read_text()
    assert "1 cell is not complete" in first.stdout
    shutil.copy(workspace.folder / "there.parquet", workspace.folder / "late.parquet")
    again = run(workspace, *arguments, sweep="again")
    assert again.code == 0, again.stderr
    assert [one["state"] for one in cells(again.folder)] == ["found complete", "complete"]
    assert (again.folder / "0").resolve() == (first.folder / "0").resolve()
    assert "2 runs" in again.stdout
    afresh = run(workspace, *arguments, "resume=false", sweep="afresh")
    assert [one["state"] for one in cells(afresh.folder)] == ["complete", "complete"]


def test_a_killed_cell_is_noticed_and_goes_on_from_what_it_was_answered(workspace: Workspace) -> None:
    process = start(workspace, *SLOW)
    wait_for_answers(workspace, 2)
    victim = next(submitted(psutil.Process(process.popen.pid)))
    victim.kill()
    killed = process.wait()
    assert killed.code == 3, killed.stderr
    assert sorted(one["state"] for one in cells(killed.folder)) == ["complete", "killed"]
    again = run(workspace, *SLOW)
    assert again.code == 0, again.stderr
    assert sorted(one["state"] for one in cells(again.folder)) == ["complete", "found complete"]
    (number,) = [one["number"] for one in cells(again.folder) if one["state"] == "complete"]
    execution = json.loads((again.folder / str(number) / "results.json").read_text())["execution"]
    assert execution["reused"] >= 8
    assert execution["reused"] + execution["generated"] == 360


def assert_goes_on(workspace: Workspace) -> None:
    """Run the sweep again: it has what was answered, and nothing that was in flight was lost."""
    again = run(workspace, *SLOW)
    assert again.code == 0, again.stderr
    for one in cells(again.folder):
        execution = json.loads((Path(one["folder"]) / "results.json").read_text())["execution"]
        assert execution["reused"] >= 8
        assert execution["in_flight_lost"] == 0


@pytest.mark.parametrize("signal_name", ["SIGINT", "SIGTERM"])
def test_an_interrupted_sweep_stops_its_cells_and_keeps_what_is_in_flight(
    workspace: Workspace, signal_name: str
) -> None:
    process = start(workspace, *SLOW)
    wait_for_answers(workspace, 2)
    children = list(psutil.Process(process.popen.pid).children(recursive=True))
    process.popen.send_signal(signal.Signals[signal_name])
    stopped = process.wait()
    assert stopped.code == 130, stopped.stderr
    assert "The same command again goes on from there" in stopped.stderr
    assert psutil.wait_procs(children, timeout=20)[1] == []
    assert_goes_on(workspace)


def test_the_cells_of_a_killed_sweep_stop_and_keep_what_is_in_flight(workspace: Workspace) -> None:
    process = start(workspace, *SLOW)
    wait_for_answers(workspace, 2)
    children = list(psutil.Process(process.popen.pid).children(recursive=True))
    assert len(children) >= 4
    process.popen.kill()
    assert psutil.wait_procs(children, timeout=20)[1] == []
    assert_goes_on(workspace)


def test_a_cell_whose_time_is_up_goes_on_from_what_it_was_answered(workspace: Workspace) -> None:
    process = start(workspace, *SLOW)
    wait_for_answers(workspace, 2)
    for child in submitted(psutil.Process(process.popen.pid)):
        child.send_signal(signal.SIGUSR2)  # what submitit and SLURM send before the limit
    finished = process.wait()
    assert finished.code == 0, finished.stderr
    for one in cells(finished.folder):
        execution = json.loads((finished.folder / str(one["number"]) / "results.json").read_text())["execution"]
        assert execution["reused"] >= 8
        assert execution["in_flight_lost"] == 0
        assert execution["reused"] + execution["generated"] == 360


def test_a_cell_whose_time_is_up_too_often_is_told(workspace: Workspace) -> None:
    process = start(workspace, *SLOW, "hydra.launcher.max_timeouts=0", "hydra.launcher.time=5")
    wait_for_answers(workspace, 2)
    for child in submitted(psutil.Process(process.popen.pid)):
        child.send_signal(signal.SIGUSR2)
    finished = process.wait()
    assert finished.code == 3, finished.stderr
    assert [one["state"] for one in cells(finished.folder)] == ["timed out", "timed out"]
    assert [one["note"] for one in cells(finished.folder)] == [
        "it ran into its time limit once more than `max_timeouts=0` allows"
    ] * 2
    assert finished.stdout.lstrip().startswith("2 cells are not complete")  # and no table of no results
