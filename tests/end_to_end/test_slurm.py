"""Sweeps on a real SLURM, as `tests/slurm/start_slurm.sh` starts one; `.ci/run` does."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.end_to_end.runs import TIMEOUT_S, Finished, Process, Workspace

SLURM = ("--multirun", "hydra/launcher=slurm", "hydra.launcher.poll_s=1", "tracking=none")
SLOW = """\
_target_: hyeval.models.scripted.ScriptedModel
name: slow
default: "1"
delay_s: 1.0
batch_size: 8
"""


def _why_not() -> str:
    if shutil.which("sbatch") is None:
        return "there is no SLURM here (no sbatch); tests/slurm/start_slurm.sh starts one"
    configuration = subprocess.run(["scontrol", "show", "config"], capture_output=True, text=True, check=False)
    if "hyeval_test" not in configuration.stdout:
        return "the SLURM of tests/slurm/start_slurm.sh does not run; the jobs of others would be in danger in another"
    return ""


@pytest.fixture(autouse=True)
def _cluster() -> Iterator[None]:
    """Where a SLURM was promised, its absence is a failure."""
    if reason := _why_not():
        if os.environ.get("HYEVAL_TEST_SLURM"):
            pytest.fail(reason)
        pytest.skip(reason)
    yield
    slurm("scancel", "--me")
    wait_until(lambda: not slurm("squeue", "--noheader"))


class Sweep:
    """A sweep of the models `demo` and `slow`, in a folder of its own."""

    def __init__(self, workspace: Workspace, *arguments: str) -> None:
        self.workspace = workspace
        self.arguments = arguments
        (workspace.folder / "conf" / "model").mkdir(parents=True, exist_ok=True)
        (workspace.folder / "conf" / "model" / "slow.yaml").write_text(SLOW)

    def start(self, name: str) -> Process:
        folder = self.workspace.folder / name
        own = (f"--config-dir={self.workspace.folder / 'conf'}", f"hydra.sweep.dir={folder}")
        return self.workspace.start(*SLURM, *self.arguments, *own, run=name)

    def run(self, name: str) -> Finished:
        return self.start(name).wait()


def cells(folder: Path) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((folder / "sweep.json").read_text())["cells"]
    return loaded


def states(folder: Path) -> list[str]:
    return [one["state"] for one in cells(folder)]


def execution(folder: Path, cell: int) -> Mapping[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / str(cell) / "results.json").read_text())["execution"]
    return loaded


def slurm(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def shown(job: str) -> dict[str, str]:
    text = slurm("scontrol", "--oneliner", "show", "job", job)
    return dict(part.split("=", 1) for part in text.split() if "=" in part)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + TIMEOUT_S
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def wait_for_answers(folder: Path, cell: int) -> str:
    """Wait until a running cell was answered something; return the id of its job."""
    wait_until(lambda: any(path.stat().st_size for path in folder.glob(f"{cell}/samples/*.partial")))
    (jobs,) = {path.name.partition("_")[0] for path in folder.glob(".submitit/[0-9]*_*")}
    return f"{jobs}_{cell}"


def process_of(job: str) -> psutil.Process:
    """The run itself: `srun` beside it names the same program and has the same variables."""
    array, _, index = job.partition("_")
    wanted = {"SLURM_ARRAY_JOB_ID": array, "SLURM_ARRAY_TASK_ID": index, "SLURM_PROCID": "0"}
    program = [sys.executable, "-u", "-m", "submitit.core._submit"]
    for process in psutil.process_iter(["cmdline"]):
        if (process.info["cmdline"] or [])[:4] == program and process.environ().items() >= wanted.items():
            return process
    raise AssertionError(f"job {job} has no process")


def kill(job: str) -> None:
    """Kill the run of a job; until SLURM has seen its end, it would queue the job again like one that still runs."""
    process_of(job).kill()
    wait_until(lambda: shown(job)["JobState"] != "RUNNING")


def take_the_place_of_all() -> None:
    slurm("sbatch", "--partition=urgent", "--exclusive", "--output=/dev/null", "--wrap=sleep 1")


def test_a_two_by_two_sweep_survives_kill_9_and_preemption(workspace: Workspace) -> None:
    sweep = Sweep(workspace, "model=demo,slow", "task=digits,digits_mc", "limit=160")
    process = sweep.start("first")
    killed = wait_for_answers(process.folder, 2)
    preempted = wait_for_answers(process.folder, 3)
    kill(killed)
    take_the_place_of_all()
    first = process.wait()
    assert first.code == 3, first.stderr
    assert states(first.folder) == ["complete", "complete", "killed", "complete"]
    assert len({one["job"].partition("_")[0] for one in cells(first.folder)}) == 1
    assert int(shown(preempted)["Restarts"]) >= 1
    assert execution(first.folder, 3)["reused"] >= 8
    assert execution(first.folder, 3)["in_flight_lost"] <= 16
    assert "3 runs" in first.stdout
    assert "1 cell is not complete" in first.stdout
    assert Path(cells(first.folder)[2]["log"]).is_file()
    assert str(Path(cells(first.folder)[2]["log"]).name) in first.stdout

    again = sweep.run("again")
    assert again.code == 0, again.stderr
    assert states(again.folder) == ["found complete", "found complete", "complete", "found complete"]
    assert "3 are complete, 0 are on their way, 1 are submitted" in again.stderr
    assert execution(again.folder, 2)["reused"] >= 8
    assert "4 runs" in again.stdout


def test_a_signal_before_the_end_loses_nothing_and_scancel_ends_one_cell(workspace: Workspace) -> None:
    sweep = Sweep(
        workspace, "hydra.launcher.partition=grace", "model=slow", "task=digits,digits_mc,digits_yes_no", "limit=160",
    )  # fmt: skip
    process = sweep.start("first")
    timed_out, cancelled, preempted = (wait_for_answers(process.folder, cell) for cell in range(3))
    slurm("scancel", "--signal=USR2", timed_out)  # as SLURM does some time before the limit
    slurm("scancel", cancelled)
    wait_until(lambda: shown(timed_out)["Restarts"] == "1")
    take_the_place_of_all()
    first = process.wait()
    assert first.code == 3, first.stderr
    assert states(first.folder) == ["complete", "cancelled", "complete"]
    for cell, job in ((0, timed_out), (2, preempted)):
        assert int(shown(job)["Restarts"]) >= 1
        assert execution(first.folder, cell)["reused"] >= 8
        assert execution(first.folder, cell)["in_flight_lost"] == 0


def test_ctrl_c_leaves_the_jobs_and_the_same_command_finds_them(workspace: Workspace) -> None:
    sweep = Sweep(workspace, "model=slow", "task=digits,digits_mc", "limit=240")
    process = sweep.start("first")
    job = wait_for_answers(process.folder, 0)
    process.interrupt()
    first = process.wait()
    assert first.code == 130
    assert f"scancel {job.partition('_')[0]}" in first.stderr
    again = sweep.run("again")
    assert again.code == 0, again.stderr
    assert "0 are complete, 2 are on their way, 0 are submitted" in again.stderr
    assert [one["job"] for one in cells(again.folder)] == [job, job.replace("_0", "_1")]
    third = sweep.run("third")
    assert states(third.folder) == ["found complete", "found complete"]


def test_what_a_job_asks_for_reaches_slurm_also_from_within_an_allocation(workspace: Workspace) -> None:
    options = {
        "partition": "urgent", "account": "vision", "constraint": "test", "comment": "weekly", "time": "0:30:00",
        "gpus": 2, "cpus": 2, "mem": "2G", "name": "evaluation", "setup": "[echo prepared]", "sbatch": "{nice: 7}",
    }  # fmt: skip
    given = [f"hydra.launcher.{name}={value}" for name, value in options.items()]
    folder = workspace.folder / "sweep"
    surrounding = ["salloc", "--quiet", "--ntasks=4", "--mem=3G", "--job-name=outer"]
    arguments = (*SLURM, *given, "model=scripted", "task=digits", "limit=8", f"hydra.sweep.dir={folder}")
    run = workspace.start(*arguments, within=surrounding).wait()
    assert run.code == 0, run.stderr
    (cell,) = cells(folder)
    job = shown(cell["job"])
    expected = {
        "Partition": "urgent", "Account": "vision", "Features": "test", "Comment": "weekly", "TimeLimit": "00:30:00",
        "NumTasks": "1", "CPUs/Task": "2", "MinMemoryNode": "2G", "JobName": "evaluation", "TresPerNode": "gres:gpu:2",
    }  # fmt: skip
    assert {name: job.get(name) for name in expected} == expected
    assert re.search(r"nice=7", Path(folder / ".submitit" / cell["job"] / f"{cell['job']}_submission.sh").read_text())
    assert "prepared" in Path(cell["log"].replace(".err", ".out")).read_text()


def test_a_run_within_an_allocation_of_many_tasks_is_one_run(workspace: Workspace) -> None:
    surrounding = ["salloc", "--quiet", "--ntasks=4", "--job-name=outer"]
    run = workspace.start("model=demo", "task=digits", "limit=8", "tracking=none", within=surrounding).wait()
    assert run.code == 0, run.stderr
    assert run.result["status"] == "complete"


def test_tasks_of_one_job_are_one_run(workspace: Workspace) -> None:
    sweep = Sweep(
        workspace, "hydra.launcher.tasks_per_node=2", "hardware=ddp", "hardware.accelerator=cpu", "model=demo",
        "task=digits", "limit=64",
    )  # fmt: skip
    run = sweep.run("sweep")
    assert run.code == 0, run.stderr
    (cell,) = cells(run.folder)
    assert shown(cell["job"])["NumTasks"] == "2"
    assert execution(run.folder, 0)["generated"] == 64
    assert [path.name for path in run.folder.glob("*/results.json")] == ["results.json"]


@pytest.mark.parametrize(
    ("option", "told"), [("partition=nowhere", "invalid partition"), ("mem=900G", "Memory specification")]
)
def test_what_slurm_refuses_is_told_in_its_words(workspace: Workspace, option: str, told: str) -> None:
    run = Sweep(workspace, f"hydra.launcher.{option}", "model=slow", "task=digits").run("sweep")
    assert run.code == 1
    assert "sbatch refuses the jobs: sbatch: error: " in run.stderr
    assert told in run.stderr
    assert "Traceback" not in run.stderr
