"""The queue's side that needs no cluster: stand-ins for SLURM's programs, which say what a broken cluster would."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from hyeval.sweeps.queues import without_allocation
from tests.end_to_end.runs import Finished, Workspace

PROGRAMS = {
    "sbatch": 'cp "$1" submitted.sh; env >environment; echo "Submitted batch job 7"',
    "srun": "exit 0",
    "squeue": 'echo "slurm_load_jobs error: Invalid job id specified" >&2; exit 1',
    "sacct": 'echo "Slurm accounting storage is disabled" >&2; exit 1',
    "scontrol": "echo 'MaxArraySize            = 1001'",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def run(
    workspace: Workspace, *arguments: str, environment: Mapping[str, str] | None = None, **programs: str
) -> Finished:
    folder = workspace.folder / "bin"
    folder.mkdir()
    for name, script in (PROGRAMS | programs).items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return workspace.run(
        "--multirun", "hydra/launcher=slurm", "hydra.launcher.poll_s=1", "model=scripted", "tracking=none", *arguments,
        f"hydra.sweep.dir={workspace.folder / 'run'}",
        environment={"PATH": f"{folder}:{os.environ['PATH']}", **(environment or {})},
    )  # fmt: skip


def states(finished: Finished) -> list[tuple[str, str]]:
    return [(one["state"], one["note"]) for one in json.loads((finished.folder / "sweep.json").read_text())["cells"]]


def test_jobs_that_slurm_has_forgotten_end_the_wait_without_accounting(workspace: Workspace) -> None:
    lost = run(workspace, "task=digits,digits_mc")
    assert lost.code == 3, lost.stderr
    assert states(lost) == [("left no result", "SLURM says unknown")] * 2
    assert "2 cells are not complete" in lost.stdout


def test_the_accounts_say_how_a_forgotten_job_has_ended(workspace: Workspace) -> None:
    killed = run(workspace, "task=digits", sacct="echo '7|OUT_OF_MEMORY'")
    assert killed.code == 3, killed.stderr
    assert states(killed) == [("out of memory", "raise `hydra.launcher.mem=`")]


def test_why_a_job_waits_is_told_unless_the_cluster_is_busy(workspace: Workspace) -> None:
    held = "n=$(cat n 2>/dev/null || echo 0); n=$((n + 1)); echo $n >n; case $n in\n"
    held += '1) echo "7|PENDING|Priority";; 2) echo "7|PENDING|JobHeldUser";; *) echo "7|CANCELLED|None";; esac'
    waited = run(workspace, "task=digits", squeue=held)
    assert "1 pending\n1 pending (JobHeldUser)\n" in waited.stderr
    assert states(waited) == [("cancelled", "by scancel")]


def test_what_sbatch_is_given(workspace: Workspace) -> None:
    surrounding = {"SLURM_NTASKS": "8", "SLURM_MEM_PER_NODE": "100", "SBATCH_PARTITION": "other", "SLURM_CONF": "/x"}
    run(
        workspace, "task=digits,digits_mc,digits_yes_no", "hydra.launcher.partition=gpu", "hydra.launcher.qos=low",
        "hydra.launcher.account=vision", "hydra.launcher.exclude=node7", "hydra.launcher.time=1-0",
        "hydra.launcher.gpus=8", "hydra.launcher.cpus=6", "hydra.launcher.mem=64G", "hydra.launcher.parallel=2",
        "hydra.launcher.nodes=2", "hydra.launcher.tasks_per_node=8", "hydra.launcher.setup=['module load cuda']",
        "hydra.launcher.sbatch={mail-type: END, exclusive: true}", environment=surrounding, squeue="echo '7_0|FAILED'",
    )  # fmt: skip
    script = (workspace.folder / "submitted.sh").read_text().splitlines()
    expected = (
        "array=0-2%2", "partition=gpu", "qos=low", "account=vision", "exclude=node7", "time=1440", "gpus-per-node=8",
        "cpus-per-task=6", "mem=64G", "nodes=2", "ntasks-per-node=8", "signal=USR2@120", "mail-type=END", "exclusive",
        "job-name=hyeval",
    )  # fmt: skip
    assert {f"#SBATCH --{option}" for option in expected} <= set(script)
    assert script.index("module load cuda") < next(i for i, line in enumerate(script) if line.startswith("srun"))
    environment = (workspace.folder / "environment").read_text().splitlines()
    assert "SLURM_CONF=/x" in environment
    assert not [line for line in environment if line.startswith(("SLURM_NTASKS", "SLURM_MEM", "SBATCH_"))]


def test_more_cells_than_an_array_may_have_are_several_arrays(workspace: Workspace) -> None:
    numbered = 'n=$(cat n 2>/dev/null || echo 0); n=$((n + 1)); echo $n >n; echo "Submitted batch job $n"'
    run(workspace, "task=digits", "seed=0,1,2,3,4", scontrol="echo 'MaxArraySize = 2'", sbatch=numbered)
    assert (workspace.folder / "n").read_text() == "3\n"


def test_a_machine_without_slurm_is_told_so(workspace: Workspace) -> None:
    bare = workspace.folder / "bare"
    bare.mkdir()
    told = workspace.run("--multirun", "hydra/launcher=slurm", "model=scripted", environment={"PATH": str(bare)})
    assert told.code == 1
    assert "there is no sbatch on this machine" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_surroundings_are_back_after_a_submission(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLURM_NTASKS", "8")
    monkeypatch.setenv("SLURM_CONF", "/etc/slurm.conf")
    with without_allocation():
        assert "SLURM_NTASKS" not in os.environ
        assert os.environ["SLURM_CONF"] == "/etc/slurm.conf"
    assert os.environ["SLURM_NTASKS"] == "8"
