"""Test splits without public answers: the file for the organisers, whole or marked, and never a score."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.apis import Start, api
from tests.end_to_end.runs import Finished, Workspace
from tests.fixtures.make_fixtures import FIXTURES, make
from tests.fixtures.rows import DOCVQA
from tests.fixtures.unanswered import UNANSWERED
from tests.servers.openai_server import Answers, Fault, FaultPlan, Limits
from tests.tasks.files import write_parquet

SHIPPED = list(UNANSWERED)
QUESTIONS = 30


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Questions about documents, without answers."""
    columns: dict[str, list[Any]] = {name: [value] * QUESTIONS for name, value in DOCVQA.items()}
    columns |= {"questionId": [str(number) for number in range(QUESTIONS)], "answers": [None] * QUESTIONS}
    columns["question"] = [f"What is number {number}?" for number in range(QUESTIONS)]
    return write_parquet(
        tmp_path / "pages" / "data" / "test-00000-of-00001.parquet", columns, images=["image"]
    ).parents[1]


def submitted(run: Finished, name: str) -> Any:
    return json.loads((run.folder / "submissions" / name).read_text(encoding="utf-8"))


def test_every_shipped_test_split_writes_its_form_and_prints_no_score(workspace: Workspace) -> None:
    folders = make(workspace.folder / "data")
    paths = [f"tasks.{name}.dataset.path={folders[name]}" for name in SHIPPED]
    run = workspace.run(
        "model=scripted", "model.default=The answer is B.", f"task=[{','.join(SHIPPED)}]", *paths, "tracking=none"
    )
    assert run.code == 0, run.stderr
    assert submitted(run, "mmmu_test.json") == {"test_Art_Theory_1": "B", "test_Art_Theory_2": "B"}
    assert submitted(run, "docvqa_test.json") == [{"questionId": 49153, "answer": "The answer is B."}]
    assert submitted(run, "infovqa_test.json") == [{"questionId": 98313, "answer": "The answer is B."}]
    assert submitted(run, "vqav2_test.json") == [{"question_id": 262144000, "answer": "The answer is B."}]
    assert submitted(run, "textvqa_test.json") == [{"question_id": 36602, "answer": "The answer is B."}]
    assert submitted(run, "vizwiz_vqa_test.json") == [
        {"image": "VizWiz_test_00000000.jpg", "answer": "The answer is B."}
    ]
    with (run.folder / "submissions" / "mmbench_en_test.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert [(row["index"], row["A"], row["B"], row["C"], row["prediction"]) for row in rows] == [
        ("241", "a nurse", "a\tcook", "", "The answer is B."),
        ("1000241", "a\tcook", "a nurse", "", "The answer is B."),
    ]
    for name in SHIPPED:
        task = run.result["tasks"][name]
        assert (task["metrics"], task["primary_metric"], task["coverage"]) == ({}, None, 1.0)
        assert task["submission"]["complete"] is True
        assert task["submission"]["answers"] == len(FIXTURES[name].rows)
        assert {line["score"]["value"] for line in run.samples(name)} == {None}
        assert f"{name}: the right answers are not public" in run.stdout


def test_a_run_that_only_asks_writes_no_file(workspace: Workspace, pages: Path) -> None:
    arguments = ("model=scripted", "model.default=x", "task=docvqa_test", f"dataset.path={pages}", "tracking=none")
    asked = workspace.run(*arguments, "mode=infer", run="asked")
    assert asked.code == 0, asked.stderr
    assert asked.result["tasks"]["docvqa_test"]["submission"] is None
    assert not (asked.folder / "submissions").exists()
    scored = workspace.run(*arguments, "mode=score", run="scored")
    assert scored.code == 0, scored.stderr
    assert len(submitted(scored, "docvqa_test.json")) == QUESTIONS


def test_what_failed_is_named_and_stands_in_no_file(workspace: Workspace, pages: Path) -> None:
    arguments = ("model=scripted", "model.default=x", "task=docvqa_test", f"dataset.path={pages}", "tracking=none")
    run = workspace.run(*arguments, "model.failure_rate=0.2", "max_failures=1.0", "retry.max_attempts=1")
    assert run.code == 3
    failed = [line["id"] for line in run.samples("docvqa_test") if line["response"]["status"] == "failed"]
    assert 0 < len(failed) < 20
    answers = submitted(run, "docvqa_test.incomplete.json")
    assert sorted(str(one["questionId"]) for one in answers) == sorted({str(i) for i in range(QUESTIONS)} - {*failed})
    found = run.result["tasks"]["docvqa_test"]["submission"]
    assert (found["complete"], found["missing"], found["missing_ids"]) == (False, len(failed), failed)
    assert f"{len(failed)} questions have no answer ({', '.join(failed)})" in run.stdout
    assert "are not public" not in run.stdout
    again = workspace.run(*arguments)  # the same folder
    assert again.code == 0, again.stderr
    assert [one["questionId"] for one in submitted(again, "docvqa_test.json")] == list(range(QUESTIONS))
    assert [path.name for path in (again.folder / "submissions").iterdir()] == ["docvqa_test.json"]


def test_what_was_never_asked_is_missing_too(workspace: Workspace, start: Start, pages: Path) -> None:
    server = start(limits=Limits(quota=7), answers=Answers(mode="constant", constant="x"))
    run = workspace.run(*api(server), "task=docvqa_test", f"dataset.path={pages}")
    assert run.code == 3
    found = run.result["tasks"]["docvqa_test"]["submission"]
    assert (found["answers"], found["missing"], len(found["missing_ids"])) == (7, QUESTIONS - 7, 20)
    assert len(submitted(run, "docvqa_test.incomplete.json")) == 7


def test_a_refusal_is_the_models_answer_and_an_error_is_none(workspace: Workspace, start: Start, pages: Path) -> None:
    refusing = start(faults=FaultPlan(persistent=1.0, persistent_fault=Fault.REFUSAL))
    run = workspace.run(*api(refusing), "task=docvqa_test", f"dataset.path={pages}")
    assert run.code == 0, run.stderr
    assert len(submitted(run, "docvqa_test.json")) == QUESTIONS
    assert run.result["tasks"]["docvqa_test"]["counts"]["scores"] == {"unparsed": QUESTIONS}
    broken = start(faults=FaultPlan(persistent=1.0, persistent_fault=Fault.STATUS_500))
    arguments = api(broken, "resume=false", "retry.max_attempts=1", "max_failures=1.0")
    failed = workspace.run(*arguments, "task=docvqa_test", f"dataset.path={pages}", run="failed")
    assert failed.code == 3
    assert submitted(failed, "docvqa_test.incomplete.json") == []


def test_a_part_is_marked_and_repeats_submit_the_first(workspace: Workspace, pages: Path) -> None:
    arguments = (
        "model=scripted",
        "model.default=[a,b,c]",
        "task=docvqa_test",
        f"dataset.path={pages}",
        "tracking=none",
    )
    part = workspace.run(*arguments, "limit=3", run="part")
    assert part.code == 0, part.stderr
    assert len(submitted(part, "docvqa_test.incomplete.json")) == 3
    assert "holds a part of the data set" in part.stdout
    several = workspace.run(*arguments, "repeats=3", run="several")
    assert several.code == 0, several.stderr
    first = [line["response"]["text"] for line in several.samples("docvqa_test") if line["repeat"] == 0]
    assert [one["answer"] for one in submitted(several, "docvqa_test.json")] == first


def test_a_run_is_rescored_into_a_submission(workspace: Workspace, pages: Path) -> None:
    run = workspace.run(
        "model=scripted", 'model.default="<think>why</think> 1/8/93"', "task=docvqa_test", f"dataset.path={pages}",
        "tracking=none",
    )  # fmt: skip
    assert run.code == 0, run.stderr
    done = workspace.command(
        "rescore", str(run.folder), "protocol=lmms_eval", f"hydra.run.dir={workspace.folder / 'anew'}"
    )
    assert done.returncode == 0, done.stderr
    file = Path("submissions", "docvqa_test.json")
    assert (workspace.folder / "anew" / file).read_bytes() == (run.folder / file).read_bytes()
    assert {one["answer"] for one in submitted(run, "docvqa_test.json")} == {"1/8/93"}


TASK = """\
# @package tasks.own
name: own
dataset: {{path: {folder}, split: test}}
sample: {{id: id, question: question}}
protocol: ${{protocol.name}}
protocols: {{official: {{prompt: {{user: "{{{{ question }}}}"}}, {scored}}}}}
{metrics}
"""


@pytest.mark.parametrize(
    ("scored", "metrics", "told"),
    [
        ("submission: paper", "", "tasks.own.protocols.official.submission: 'paper' is no form of submission here"),
        ("extract: raw, score: text", "metrics: {accuracy: mean}", "tasks.own.sample.answer: is required and not set"),
        ("submission: vqa, score: text", "", "has a `submission`, whose answers are scored elsewhere"),
        ("submission: vqa", "few_shot: {count: 1, split: val}", "tasks.own.few_shot.count: examples need answers"),
        ("extract: raw, score: text", "", "tasks.own.metrics: a task needs at least one metric"),
    ],
)
def test_a_task_says_who_scores_it(workspace: Workspace, scored: str, metrics: str, told: str) -> None:
    (workspace.folder / "conf" / "task").mkdir(parents=True)
    text = TASK.format(folder=workspace.folder, scored=scored, metrics=metrics)
    (workspace.folder / "conf" / "task" / "own.yaml").write_text(text)
    done = workspace.command("--config-dir", str(workspace.folder / "conf"), "model=scripted", "task=own")
    assert done.returncode == 2
    assert told in done.stderr
