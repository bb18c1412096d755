"""The queue's side that needs no cluster: stand-ins for SLURM's programs, which say what a broken cluster would."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
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


NUMBERED = "n=$(cat n 2>/dev/null || echo 0); n=$((n + 1)); echo $n >n; "
HELD = (
    f'{NUMBERED} case $n in 1) echo "7|PENDING|Priority";; 2) echo "7|PENDING|JobHeldUser";; '
    '*) echo "7|CANCELLED|None";; esac'
)


@dataclass(frozen=True)
class Sweep:
    """A command, and the programs that it finds in place of the usual ones."""

    arguments: Sequence[str]
    programs: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, folder: Path) -> Finished:
        """Run it; the programs write into the folder."""
        place = folder / "bin"
        place.mkdir()
        for name, script in (PROGRAMS | self.programs).items():
            (place / name).write_text(f"#!/bin/sh\n{script}\n")
            (place / name).chmod(0o755)
        return Workspace(folder).run(
            "--multirun", "hydra/launcher=slurm", "hydra.launcher.poll_s=1", "model=scripted", "tracking=none",
            *self.arguments, f"hydra.sweep.dir={folder / 'run'}",
            environment={"PATH": f"{place}:{os.environ['PATH']}", **self.environment},
        )  # fmt: skip


SWEEPS = {
    "forgotten": Sweep(["task=digits,digits_mc"]),
    "accounted": Sweep(["task=digits"], {"sacct": "echo '7|OUT_OF_MEMORY'"}),
    "held": Sweep(["task=digits"], {"squeue": HELD}),
    "many settings": Sweep(
        [
            "task=digits,digits_mc,digits_yes_no", "hydra.launcher.partition=gpu", "hydra.launcher.qos=low",
            "hydra.launcher.account=vision", "hydra.launcher.exclude=node7", "hydra.launcher.time=1-0",
            "hydra.launcher.gpus=8", "hydra.launcher.cpus=6", "hydra.launcher.mem=64G", "hydra.launcher.parallel=2",
            "hydra.launcher.nodes=2", "hydra.launcher.tasks_per_node=8", "hydra.launcher.setup=['module load cuda']",
            "hydra.launcher.sbatch={mail-type: END, exclusive: true}",
        ],
        {"squeue": "echo '7_0|FAILED'"},
        {"SLURM_NTASKS": "8", "SLURM_MEM_PER_NODE": "100", "SBATCH_PARTITION": "other", "SLURM_CONF": "/x"},
    ),
    "many cells": Sweep(
        ["task=digits", "seed=0,1,2,3,4"],
        {"scontrol": "echo 'MaxArraySize = 2'", "sbatch": f'{NUMBERED} echo "Submitted batch job $n"'},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def sweeps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finished]:
    """What became of all sweeps: side by side, for each waits long for results that never come."""
    folders = [tmp_path_factory.mktemp("sweep") for _ in SWEEPS]
    with ThreadPoolExecutor(len(SWEEPS)) as pool:
        return dict(zip(SWEEPS, pool.map(Sweep.run, SWEEPS.values(), folders), strict=True))


def states(finished: Finished) -> list[tuple[str, str]]:
    return [(one["state"], one["note"]) for one in json.loads((finished.folder / "sweep.json").read_text())["cells"]]


def test_jobs_that_slurm_has_forgotten_end_the_wait_without_accounting(sweeps: dict[str, Finished]) -> None:
    lost = sweeps["forgotten"]
    assert lost.code == 3, lost.stderr
    assert states(lost) == [("left no result", "SLURM says unknown")] * 2
    assert "2 cells are not complete" in lost.stdout


def test_the_accounts_say_how_a_forgotten_job_has_ended(sweeps: dict[str, Finished]) -> None:
    killed = sweeps["accounted"]
    assert killed.code == 3, killed.stderr
    assert states(killed) == [("out of memory", "raise `hydra.launcher.mem=`")]


def test_why_a_job_waits_is_told_unless_the_cluster_is_busy(sweeps: dict[str, Finished]) -> None:
    waited = sweeps["held"]
    assert "1 pending\n1 pending (JobHeldUser)\n" in waited.stderr
    assert states(waited) == [("cancelled", "by scancel")]


def test_what_sbatch_is_given(sweeps: dict[str, Finished]) -> None:
    folder = sweeps["many settings"].folder.parent
    script = (folder / "submitted.sh").read_text().splitlines()
    expected = (
        "array=0-2%2", "partition=gpu", "qos=low", "account=vision", "exclude=node7", "time=1440", "gpus-per-node=8",
        "cpus-per-task=6", "mem=64G", "nodes=2", "ntasks-per-node=8", "signal=USR2@120", "mail-type=END", "exclusive",
        "job-name=hyeval",
    )  # fmt: skip
    assert {f"#SBATCH --{option}" for option in expected} <= set(script)
    assert script.index("module load cuda") < next(i for i, line in enumerate(script) if line.startswith("srun"))
    environment = (folder / "environment").read_text().splitlines()
    assert "SLURM_CONF=/x" in environment
    assert not [line for line in environment if line.startswith(("SLURM_NTASKS", "SLURM_MEM", "SBATCH_"))]


def test_more_cells_than_an_array_may_have_are_several_arrays(sweeps: dict[str, Finished]) -> None:
    assert (sweeps["many cells"].folder.parent / "n").read_text() == "3\n"


def test_a_machine_without_slurm_is_told_so(tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    told = Workspace(tmp_path).run(
        "--multirun", "hydra/launcher=slurm", "model=scripted", environment={"PATH": str(bare)}
    )
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
