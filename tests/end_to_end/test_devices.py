"""The demo in processes of its own: one by default, and two on the CPU that stand for two GPUs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from tests.end_to_end.runs import TIMEOUT_S, Finished, Process, Workspace
from tests.end_to_end.warm import python, with_ready_models

CPU = ("hardware.accelerator=cpu", "tracking=none", "limit=120")
TASKS = "task=[digits,digits_mc]"
ONE = ("hardware=auto",)
TWO = ("hardware=ddp", "hardware.devices=2")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace(tmp_path_factory.mktemp("devices"))


@pytest.fixture(scope="module")
def alone(shared: Workspace) -> Finished:
    return shared.run("hardware=cpu", TASKS, *CPU, run="alone")


@pytest.fixture(scope="module")
def two_ranks(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    workspace = Workspace(tmp_path_factory.mktemp("ddp"))
    return workspace.run("hardware=ddp", "hardware.devices=2", TASKS, *CPU)


def test_the_run_itself_loads_no_deep_learning_library(workspace: Workspace) -> None:
    script = """
import sys
from hyeval.cli import main
sys.executable = sys.argv[1]
code = main(sys.argv[2:])
print(code, *sorted({"torch", "transformers", "lightning"} & {name.partition(".")[0] for name in sys.modules}))
"""
    command = [sys.executable, "-c", script, str(python().path), "task=digits", "limit=8", "tracking=none"]
    environment = os.environ | {"HYEVAL_CACHE_DIR": str(workspace.folder / "cache"), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        command, cwd=workspace.folder, env=environment, capture_output=True, text=True, check=True, timeout=TIMEOUT_S
    )
    assert done.stdout.splitlines()[-1] == "0", done.stderr


def test_modules_in_the_working_directory_do_not_get_in_the_way(workspace: Workspace) -> None:
    (workspace.folder / "torch.py").write_text("raise ImportError('not this one')")
    script = Path(sys.executable).with_name("hyeval")
    run = workspace.start("task=digits", "limit=8", *CPU[:2], program=[str(script)]).wait()
    assert run.code == 0, run.stderr


def require_equal(run: Finished, alone: Finished, *tasks: str) -> None:
    assert run.code == 0, run.stderr
    for task in tasks:
        log = f"samples/{task}.jsonl"
        assert (run.folder / log).read_bytes() == (alone.folder / log).read_bytes()
        assert run.result["tasks"][task]["metrics"] == alone.result["tasks"][task]["metrics"]
        assert run.result["tasks"][task]["fingerprints"] == alone.result["tasks"][task]["fingerprints"]
    assert run.result["model"]["identity"] == alone.result["model"]["identity"]
    assert run.result["execution"]["generated"] == 120 * len(tasks)


def test_two_ranks_give_the_answers_of_one_process(two_ranks: Finished, alone: Finished) -> None:
    require_equal(two_ranks, alone, "digits", "digits_mc")


@pytest.mark.parametrize(("strategy", "devices"), [("fsdp", 1), ("fsdp", 2), ("tensor_parallel", 2)])
def test_shared_weights_give_the_same_answers(
    workspace: Workspace, alone: Finished, strategy: str, devices: int
) -> None:
    run = workspace.run(f"hardware={strategy}", f"hardware.devices={devices}", "task=digits", *CPU)
    require_equal(run, alone, "digits")


def test_ranks_leave_one_run_directory_with_one_log(two_ranks: Finished, alone: Finished) -> None:
    def files(folder: Path) -> set[str]:
        return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert files(two_ranks.folder) == files(alone.folder)
    around = two_ranks.folder.parent
    assert {path.name for path in around.iterdir()} == {"run", "home", "cache"}
    assert [path.name for path in (around / "cache" / "responses").glob("*.sqlite")] == ["responses.sqlite"]
    assert (two_ranks.folder / "hyeval.log").read_text().count("loaded demo") == 1


def test_answers_of_one_process_serve_two_ranks(shared: Workspace, alone: Finished) -> None:
    again = shared.run("hardware=ddp", "hardware.devices=2", TASKS, *CPU, run="again")
    assert again.code == 0, again.stderr
    assert again.result["execution"]["reused"] == alone.result["execution"]["generated"]
    assert "loaded demo" not in again.stderr


def test_layers_spread_by_device_map_give_the_same_answers(workspace: Workspace, alone: Finished) -> None:
    run = workspace.run("hardware=device_map", *CPU, "task=digits")
    assert run.code == 0, run.stderr
    assert run.answers("digits") == alone.answers("digits")


def ranks_of(process: Process, count: int) -> list[psutil.Process]:
    """The ranks of a run, once there are as many."""
    parent = psutil.Process(process.popen.pid)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        ranks = [child for child in parent.children() if "hyeval.models.rank_process" in child.cmdline()]
        if len(ranks) == count:
            return sorted(ranks, key=lambda one: one.pid)
        time.sleep(0.05)
    raise AssertionError(f"no {count} ranks")


def test_when_a_rank_is_killed_the_other_finishes_and_the_run_says_so(workspace: Workspace, alone: Finished) -> None:
    process = workspace.start("hardware=ddp", "hardware.devices=2", TASKS, *CPU, program=with_ready_models())
    ranks_of(process, 2)[1].kill()
    run = process.wait()
    assert run.code == 1
    # Both start at the same time: which of them is which cannot be told by their ids.
    assert re.search("rank [01] was killed by SIGKILL", run.stderr)
    assert run.result["status"] == "complete"
    assert run.answers("digits") == alone.answers("digits")
    (casualty,) = run.result["execution"]["casualties"]
    assert re.match("rank [01] was killed by SIGKILL", casualty)
    again = workspace.run("hardware=ddp", "hardware.devices=2", TASKS, *CPU, run="again")
    assert again.code == 0, again.stderr
    assert again.result["execution"]["generated"] == 0


@pytest.mark.parametrize(
    ("settings", "count", "told"),
    [
        (ONE, 1, "the process of demo was killed by SIGKILL"),
        (TWO, 2, "no rank is left: rank"),
        (("hardware=fsdp", "hardware.devices=2"), 2, "rank"),
    ],
)
def test_when_all_ranks_are_killed_nothing_answered_is_lost(
    workspace: Workspace, settings: Sequence[str], count: int, told: str
) -> None:
    arguments = (*settings, "model.batch_size=2", TASKS, *CPU)
    process = workspace.start(*arguments, program=with_ready_models())
    process.wait_for("loaded demo")
    for rank in ranks_of(process, count):
        rank.kill()
    run = process.wait()
    assert run.code == 3
    assert f"error: {told}" in run.stderr
    answered = run.result["execution"]["generated"]
    assert answered < 240
    again = workspace.run(*arguments, run="again")
    assert again.code == 0, again.stderr
    counts = [task["counts"]["responses"].get("ok", 0) for task in run.result["tasks"].values()]
    assert again.result["execution"]["reused"] == sum(counts)


@pytest.mark.parametrize(("settings", "count"), [(ONE, 1), (TWO, 2)])
def test_no_rank_outlives_a_killed_run(workspace: Workspace, settings: Sequence[str], count: int) -> None:
    process = workspace.start(*settings, "task=digits", *CPU)
    ranks = ranks_of(process, count)
    process.kill()
    gone, alive = psutil.wait_procs(ranks, timeout=20)
    assert not alive
    assert len(gone) == count


def test_ctrl_c_while_the_model_loads_leaves_at_once(workspace: Workspace) -> None:
    process = workspace.start("task=digits", "model.batch_size=2", *CPU)
    (rank,) = ranks_of(process, 1)
    rank.suspend()  # so that it goes on loading, however late the signal comes
    process.interrupt()
    run = process.wait()
    assert run.code == 130, run.stderr
    assert run.stderr.count("demo was given up while it loaded") == 1
    assert "loaded demo" not in run.stderr
    assert not run.result["execution"]["casualties"]
    assert not rank.is_running()


@pytest.mark.parametrize(("settings", "count"), [(ONE, 1), (TWO, 2)])
def test_ctrl_c_lets_the_ranks_finish_what_they_have(workspace: Workspace, settings: Sequence[str], count: int) -> None:
    process = workspace.start(*settings, "model.batch_size=2", TASKS, *CPU, program=with_ready_models())
    ranks = ranks_of(process, count)
    process.wait_for("loaded demo")
    os.kill(process.popen.pid, signal.SIGINT)
    run = process.wait()
    assert run.code == 130, run.stderr
    assert not run.result["execution"]["casualties"]
    assert not any(rank.is_running() and rank.status() != psutil.STATUS_ZOMBIE for rank in ranks)


def test_processes_that_torchrun_has_started_make_one_run(workspace: Workspace, alone: Finished) -> None:
    arguments = [f"hydra.run.dir={workspace.folder / 'run'}", "hardware=ddp", "hardware.devices=2", "task=digits", *CPU]
    environment = {"HYEVAL_CACHE_DIR": str(workspace.folder / "cache"), "HOME": str(workspace.folder)}
    done = subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node=2", "-m", "hyeval", *arguments],
        cwd=workspace.folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT_S,
    )
    assert done.returncode == 0, done.stderr
    run = Finished(done.returncode, done.stdout, done.stderr, workspace.folder / "run")
    require_equal(run, alone, "digits")
    assert not (workspace.folder / "outputs").exists()
    assert done.stdout.count("protocol official") == 1
