"""Results that were come by in different ways never stand in one column without a mark."""

from __future__ import annotations

import json
from pathlib import Path

from tests.end_to_end.runs import Finished, Workspace

FOOTNOTE = "values with different letters cannot be compared"


def sweep(workspace: Workspace, *arguments: str) -> Finished:
    return workspace.run("--multirun", *arguments, "tracking=none", f"hydra.sweep.dir={workspace.folder / 'sweep'}")


def fingerprints(folder: Path, task: str) -> list[dict[str, str]]:
    paths = sorted((folder / "sweep").glob("*/results.json"))
    return [json.loads(path.read_text())["tasks"][task]["fingerprints"] for path in paths]


def summary(run: Finished) -> list[list[str]]:
    """Cells of the rows of the last table."""
    lines = run.stdout[run.stdout.rindex(" runs") :].splitlines()
    return [line.split() for line in lines if line.strip().startswith("digits")]


def test_two_protocols_of_a_task_bear_different_letters(workspace: Workspace) -> None:
    run = sweep(workspace, "model=demo", "task=digits_mc", "protocol=official,likelihood", "limit=12")
    assert run.code == 0, run.stderr
    first, second = fingerprints(workspace.folder, "digits_mc")
    assert first["scoring"] != second["scoring"]
    rows = [row for row in summary(run) if not row[0].endswith(":")]
    assert [row[2] for row in rows] == ["protocol=official", "protocol=likelihood"]
    assert [row[5] for row in rows] == ["a", "b"]
    (told,) = [line for line in run.stdout.splitlines() if FOOTNOTE in line]
    assert told.startswith("! digits_mc: ")
    assert "a = protocol official; b = protocol likelihood (" in told
    assert "other scoring" in told


def test_models_under_one_protocol_bear_none(workspace: Workspace) -> None:
    run = sweep(workspace, "model=scripted", "model.name=first,second", "task=digits,digits_mc", "limit=4")
    assert run.code == 0, run.stderr
    rows = summary(run)
    assert [row[:3] for row in rows] == [
        [task, model, "accuracy"] for task in ("digits", "digits_mc") for model in ("first", "second")
    ]
    assert all(row[4][0].isdigit() for row in rows)
    assert FOOTNOTE not in run.stdout


def test_a_job_that_fails_is_told_at_the_end(workspace: Workspace) -> None:
    run = sweep(workspace, "model=scripted", "model.failure_rate=0,1,2", "task=digits", "limit=4", "resume=false")
    assert run.code == 3
    table = run.stdout[run.stdout.index("2 cells are not complete") :]
    assert "model.failure_rate=1   incomplete   4 of 4 requests have no response" in table
    assert "model.failure_rate=2   failed       model.failure_rate: must lie between 0 and 1" in table
    assert "sweep/1/hyeval.log" in table
    assert "The same command again asks only what was not answered." in table


def test_other_questions_and_other_settings_are_told_apart(workspace: Workspace) -> None:
    run = sweep(workspace, "model=scripted", "task=digits", "limit=4,5", "generation.max_tokens=8,9")
    assert run.code == 0, run.stderr
    rows = [row for row in summary(run) if row[0] == "digits"]
    assert [" ".join(row[2:4]) for row in rows] == [
        f"limit={limit} generation.max_tokens={tokens}" for limit in (4, 5) for tokens in (8, 9)
    ]
    assert [row[6] for row in rows] == ["a", "b", "c", "d"]
    (told,) = [line for line in run.stdout.splitlines() if FOOTNOTE in line]
    assert told.count("other prompts or generation settings") == 2
    assert told.count("(other questions)") == 1


def test_a_task_under_another_protocol_than_its_run_is_named(workspace: Workspace) -> None:
    run = workspace.run(
        "model=demo", "task=digits_mc", "tasks.digits_mc.protocol=likelihood", "limit=2", "tracking=none"
    )
    assert run.code == 0, run.stderr
    assert "digits_mc: protocol likelihood, where the run has official" in run.stdout
