"""Killed, interrupted, many at once: nothing answered is lost, and no number changes."""

from __future__ import annotations

import random
import time

import pytest

from tests.end_to_end.runs import Workspace, stable

SLOW = ("model=scripted", "model.default=B", "model.delay_s=0.05", "model.batch_size=8", "tracking=none")
SAMPLES = ("task=[digits,digits_mc]", "limit=200")
IN_FLIGHT = 16


@pytest.mark.parametrize("seed", range(4))
def test_kill_9_costs_only_what_was_in_flight(workspace: Workspace, seed: int) -> None:
    undisturbed = workspace.run(*SLOW, *SAMPLES, f"cache_dir={workspace.folder / 'other'}", run="undisturbed")
    killed = workspace.start(*SLOW, *SAMPLES, run="killed")
    time.sleep(random.Random(seed).uniform(1.0, 3.5))
    killed.kill()
    again = workspace.run(*SLOW, *SAMPLES, run="again")
    assert again.code == 0, again.stderr
    assert stable(again.result) == stable(undisturbed.result)
    assert again.answers("digits") == undisturbed.answers("digits")
    execution = again.result["execution"]
    assert execution["reused"] + execution["generated"] == 400
    assert execution["in_flight_lost"] <= IN_FLIGHT


def test_the_first_ctrl_c_keeps_what_is_in_flight_and_the_rerun_asks_the_rest(workspace: Workspace) -> None:
    slow = ("model=scripted", "model.default=7", "model.delay_s=0.5", "model.batch_size=8", "tracking=none")
    process = workspace.start(*slow, "task=digits", run="interrupted")
    while not list(workspace.folder.glob("cache/responses/writer-*.sqlite")):
        assert process.popen.poll() is None
        time.sleep(0.05)
    time.sleep(1.5)
    process.interrupt()
    interrupted = process.wait()
    assert interrupted.code == 130, interrupted.stderr
    assert interrupted.result["status"] == "interrupted"
    responses = interrupted.result["tasks"]["digits"]["counts"]["responses"]
    assert 0 < responses["ok"] < 360
    assert responses["ok"] + responses["cancelled"] == 360
    assert interrupted.result["tasks"]["digits"]["coverage"] == pytest.approx(responses["ok"] / 360)
    assert len(interrupted.samples("digits")) == responses["ok"]
    again = workspace.run("model=scripted", "model.default=7", "model.batch_size=8", "task=digits", run="again")
    assert again.code == 0, again.stderr
    assert again.result["execution"]["reused"] == responses["ok"]
    assert again.result["execution"]["in_flight_lost"] == 0


def test_the_second_ctrl_c_leaves_at_once(workspace: Workspace) -> None:
    process = workspace.start("model=scripted", "model.delay_s=60", "task=digits", "tracking=none")
    while not list(workspace.folder.glob("cache/responses/writer-*.sqlite")):
        assert process.popen.poll() is None
        time.sleep(0.05)
    time.sleep(0.5)
    process.interrupt()
    process.wait_for("Ctrl-C again")
    process.interrupt()
    assert process.popen.wait(timeout=10) == 130


def test_eight_processes_share_one_store(workspace: Workspace) -> None:
    settings = ("model=scripted", 'model.default=["1","2","3"]', "model.delay_s=0.01", "task=digits", "tracking=none")
    processes = [workspace.start(*settings, run=f"run{i}") for i in range(8)]
    finished = [process.wait() for process in processes]
    assert [one.code for one in finished] == [0] * 8, [one.stderr for one in finished]
    assert all(one.answers("digits") == finished[0].answers("digits") for one in finished)
    again = workspace.run(*settings, run="again")
    assert again.result["execution"]["reused"] == 360


def test_runs_of_the_same_second_have_folders_of_their_own(workspace: Workspace) -> None:
    settings = ("model=scripted", "task=digits", "limit=4", "tracking=none", "hydra.job.chdir=false")
    processes = [workspace.start(*settings) for _ in range(4)]
    assert [process.wait().code for process in processes] == [0] * 4
    assert len(list(workspace.folder.glob("outputs/*/*/results.json"))) == 4
