"""The demo: a real checkpoint on real images, and everything that a rerun must not change."""

from __future__ import annotations

import pytest
from bench.plain import plain_answers

from tests.end_to_end.runs import Finished, Workspace, stable


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def first(shared: Workspace) -> Finished:
    return shared.run("task=digits", run="first")


def test_the_demo_reads_held_out_digits(first: Finished) -> None:
    assert first.code == 0, first.stderr
    accuracy = first.result["tasks"]["digits"]["metrics"]["accuracy"]
    assert accuracy["value"] >= 0.95
    assert accuracy["ci_low"] < accuracy["value"] < accuracy["ci_high"]
    assert accuracy["n"] == 360
    assert first.result["tasks"]["digits"]["coverage"] == 1


def test_its_answers_are_those_of_plain_generate(first: Finished) -> None:
    assert first.answers("digits") == plain_answers()


def test_a_rerun_asks_the_model_nothing_and_gives_the_same_numbers(shared: Workspace, first: Finished) -> None:
    again = shared.start("task=digits", run="again").wait()  # with another seed of Python's hashes
    assert again.code == 0, again.stderr
    assert again.result["execution"]["generated"] == 0
    assert stable(again.result) == stable(first.result)
    assert "loaded demo" not in again.stderr


@pytest.mark.parametrize("batch_size", [1, 32])
def test_the_batch_size_changes_no_answer(workspace: Workspace, first: Finished, batch_size: int) -> None:
    run = workspace.run("task=digits", f"model.batch_size={batch_size}", "limit=120")
    assert run.code == 0, run.stderr
    assert run.result["execution"]["generated"] == 120
    assert run.answers("digits") == first.answers("digits")[:120]


def test_the_run_directory_says_how_it_came_about(first: Finished) -> None:
    names = {path.relative_to(first.folder).as_posix() for path in first.folder.rglob("*") if path.is_file()}
    assert {"results.json", "manifest.json", "samples/digits.jsonl", "hyeval.log", ".hydra/config.yaml"} <= names
    line = first.samples("digits")[0]
    assert line["messages"][0]["content"][0]["digest"].startswith("sha256:")
    assert line["messages"][0]["content"][1] == {"type": "text", "text": "Which digit is shown?"}
    assert line["response"]["finish_reason"] == "stop"
    assert line["response"]["prompt_tokens"] > 16
    assert line["score"]["status"] == "scored"


def test_the_suite_names_all_three_tasks(shared: Workspace) -> None:
    run = shared.run("task=suite/digits", run="suite")
    assert run.code == 0, run.stderr
    assert list(run.result["tasks"]) == ["digits", "digits_mc", "digits_yes_no"]
    assert run.stderr.count("loaded demo") == 1
    for name, chance in (("digits", 0.1), ("digits_mc", 0.25), ("digits_yes_no", 0.5)):
        assert run.result["tasks"][name]["metrics"]["accuracy"]["ci_low"] > chance


def test_a_sweep_loads_a_shared_model_once_and_shows_all_jobs(workspace: Workspace) -> None:
    sweep = workspace.folder / "sweep"
    run = workspace.run(
        "--multirun", "model=demo,scripted", "task=digits,digits_mc", "limit=8", f"hydra.sweep.dir={sweep}"
    )
    assert run.code == 0, run.stderr
    assert run.stderr.count("loaded demo") == 1
    assert run.stderr.count("kept from the previous job") == 2
    assert sorted(path.parent.name for path in sweep.glob("*/results.json")) == ["0", "1", "2", "3"]
    assert "4 runs" in run.stdout


def test_repeats_are_seeded_stored_and_scored_one_by_one(workspace: Workspace) -> None:
    settings = ("task=digits", "limit=24", "repeats=3", "generation.temperature=3.0")
    run = workspace.run(*settings)
    assert run.code == 0, run.stderr
    answers = run.answers("digits")
    assert len(answers) == 72
    assert [line["repeat"] for line in run.samples("digits")[:6]] == [0, 1, 2, 0, 1, 2]
    assert len(set(zip(answers[0::3], answers[1::3], answers[2::3], strict=True))) > 10
    other_batch = workspace.run(*settings, "model.batch_size=5", "resume=false", run="other")
    assert other_batch.result["execution"]["generated"] == 72
    assert other_batch.answers("digits") == answers
    other_seed = workspace.run(*settings, "seed=1", run="seed")
    assert other_seed.answers("digits") != answers
