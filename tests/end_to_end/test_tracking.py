"""Weights & Biases, offline and for real: the run file is read back."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.runs import Workspace
from tests.end_to_end.wandb_file import read_offline_run

SCRIPTED = ("model=scripted", "model.default=7", "task=digits", "limit=12")


def test_without_a_key_a_tracked_run_is_written_offline_with_everything(workspace: Workspace) -> None:
    run = workspace.run(*SCRIPTED, "tracking=wandb", "tracking.group=nightly", "tracking.table_samples=5")
    assert run.code == 0, run.stderr
    (line,) = [line for line in run.stderr.splitlines() if line.startswith("tracking:")]
    folder = Path(line.split("`wandb sync ")[1].split("`")[0])
    (file,) = folder.glob("run-*.wandb")
    written = read_offline_run(file)
    accuracy = run.result["tasks"]["digits"]["metrics"]["accuracy"]
    assert written.project == "hyeval"
    assert written.group == "nightly"
    assert written.config["model"]["name"] == "scripted"
    assert written.config["limit"] == 12
    assert written.summary["digits/accuracy"] == accuracy["value"]
    assert written.summary["digits/accuracy/ci_low"] == accuracy["ci_low"]
    assert written.summary["digits/accuracy/ci_high"] == accuracy["ci_high"]
    assert written.summary["digits/coverage"] == 1.0
    assert written.summary["digits/samples.nrows"] == 5
    assert {"results.json", "manifest.json", "samples/digits.jsonl", ".hydra/config.yaml"} <= set(
        written.artifacts["evaluation"]
    )
    assert len([path for path in written.artifacts["run_table"] if path.endswith(".png")]) == 5
    assert folder.is_relative_to(run.folder)
    assert not list((workspace.folder / "home").rglob("*wandb*"))


def test_by_default_a_missing_key_is_told_in_one_line_and_nothing_is_written(workspace: Workspace) -> None:
    run = workspace.run(*SCRIPTED)
    assert run.code == 0, run.stderr
    (line,) = [line for line in run.stderr.splitlines() if "W&B" in line]
    assert "no W&B key found" in line
    assert not list(workspace.folder.rglob("*.wandb"))


def test_the_jobs_of_a_sweep_are_one_group(workspace: Workspace) -> None:
    sweep = workspace.folder / "sweep"
    run = workspace.run("--multirun", *SCRIPTED, "seed=0,1", "tracking=wandb", f"hydra.sweep.dir={sweep}")
    assert run.code == 0, run.stderr
    files = sorted(sweep.rglob("run-*.wandb"))
    assert len(files) == 2
    (group,) = {read_offline_run(file).group for file in files}
    assert group.endswith("_sweep")
    assert [file.relative_to(sweep).parts[0] for file in files] == ["0", "1"]


def test_the_key_appears_in_nothing_that_a_run_leaves(workspace: Workspace) -> None:
    secret = "0123456789abcdef0123456789abcdef01234567"
    run = workspace.run(*SCRIPTED, "tracking=wandb", environment={"WANDB_API_KEY": secret, "WANDB_MODE": "offline"})
    assert run.code == 0, run.stderr
    left = [path for path in workspace.folder.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
    assert left == []
    assert secret not in run.stdout + run.stderr
