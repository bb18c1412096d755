from __future__ import annotations

from pathlib import Path

import pytest

from hyeval.config.launchers import minutes
from tests.config.commands import checked, problems, write_files

SLURM = ("hydra/launcher=slurm", "model=demo,scripted", "task=digits")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("90", 90), (15, 15), ("1:30", 2), ("0:30:00", 30), ("4:00:00", 240), ("1-0", 1440), ("2-12", 3600),
        ("1-6:30", 1830), ("1-00:00:01", 1441),
    ],
)  # fmt: skip
def test_a_time_limit_is_read_as_sbatch_reads_it(given: str | int, expected: int) -> None:
    assert minutes(given) == expected


@pytest.mark.parametrize("given", ["", "0", "4h", "1:2:3:4", "-5", None, "1-"])
def test_no_time_limit(given: str | None) -> None:
    with pytest.raises(ValueError, match="4:00:00"):
        minutes(given)


def test_settings_of_a_launcher_are_taken() -> None:
    given = (
        *SLURM, "hydra.launcher.partition=gpu", "hydra.launcher.time=2-12:00:00", "hydra.launcher.gpus=8",
        "hydra.launcher.mem=64G", "hydra.launcher.setup=['module load cuda']", "hydra.launcher.sbatch={nice: 100}",
    )  # fmt: skip
    assert "++hydra.launcher.partition=gpu" in checked(*given, multirun=True)


@pytest.mark.parametrize(
    ("given", "field", "told"),
    [
        ("hydra.launcher.parition=gpu", "hydra.launcher.parition", "Did you mean 'partition'?"),
        ("hydra.launcher.time=soon", "hydra.launcher.time", "4:00:00"),
        ("hydra.launcher.gpus=0", "hydra.launcher.gpus", "greater than or equal to 1"),
        ("hydra.launcher.mem=64GB", "hydra.launcher.mem", "pattern"),
        ("hydra.launcher.parallel=none", "hydra.launcher.parallel", "integer"),
        ("budget.usd=5", "budget.usd", "cannot share it"),
    ],
)
def test_what_is_wrong_with_a_launcher_is_told_before_anything_is_submitted(given: str, field: str, told: str) -> None:
    (problem,) = problems(*SLURM, given, multirun=True)
    assert problem.field == field
    assert told in str(problem)


def test_all_problems_of_a_launcher_are_told_with_those_of_the_jobs() -> None:
    given = ("hydra.launcher.time=soon", "hydra.launcher.cpu=4", "limit=4,0")
    assert {one.field for one in problems(*SLURM, *given, multirun=True)} == {
        "hydra.launcher.time", "hydra.launcher.cpu", "limit",
    }  # fmt: skip


def test_a_launcher_without_a_sweep_is_an_error() -> None:
    (problem,) = problems("hydra/launcher=slurm_local")
    assert "--multirun" in str(problem)


def test_one_job_may_have_a_budget() -> None:
    assert problems("hydra/launcher=slurm_local", "model=scripted", "budget.usd=5", multirun=True) == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("hydra/launcher=slrum", "hydra/launcher: there is no launcher 'slrum'. Did you mean 'slurm'?"),
        ("hydra/launcher=foo", "hydra/launcher: there is no launcher 'foo'. Known: basic, slurm, slurm_local,"),
        ("hydra/launcher=null", "hydra/launcher: there is no launcher 'null'. Known: basic, slurm, slurm_local,"),
        ("hydra/luncher=slurm", "hydra/luncher: there is no such setting. Did you mean 'hydra/launcher'"),
        (
            "hydra/launcher=slurm,slurm_local",
            "hydra/launcher: all jobs of a sweep have the same; found slurm,slurm_local. Choose one.",
        ),
        (
            "hydra.launcher.partition=a,b",
            "hydra.launcher.partition: all jobs of a sweep have the same; found a,b. Choose one.",
        ),
    ],
)
def test_a_launcher_that_there_is_not_is_told_with_those_that_there_are(given: str, told: str) -> None:
    (problem,) = problems("model=demo,scripted", given, multirun=True)
    assert str(problem).startswith(told)


def test_a_launcher_may_be_a_file_of_ones_own(tmp_path: Path) -> None:
    own = "defaults: [slurm]\npartition: mine\n"
    folder = write_files(tmp_path, {"hydra/launcher/mine.yaml": own})
    assert problems("hydra/launcher=mine", "model=demo,scripted", folders=[folder], multirun=True) == []
    (problem,) = problems("hydra/launcher=mine", "model=demo,scripted", multirun=True)
    assert problem.rule == "there is no launcher 'mine'."
    (problem,) = problems("hydra/launcher=min", "model=demo,scripted", folders=[folder], multirun=True)
    assert problem.remedy == "Did you mean 'mine'?"
