"""`hyeval rescore`: stored responses under another protocol, without a model."""

from __future__ import annotations

import pytest

from tests.end_to_end.runs import Finished, Workspace

TASK = """\
# @package tasks.own
name: own
dataset: {{path: {folder}, split: test}}
sample: {{id: id, question: question, answer: answer, choices: [a, b]}}
protocol: ${{protocol.name}}
protocols:
  official: {{prompt: {{user: "{{{{ question }}}}"}}, extract: choice, score: choice}}
  likelihood: {{prompt: {{user: "{{{{ question }}}}"}}, extract: raw, score: text}}
  lmms_eval: {{prompt: {{user: "Other words: {{{{ question }}}}"}}, extract: choice, score: choice}}
metrics: {{accuracy: mean}}
"""


@pytest.fixture
def asked(workspace: Workspace) -> Finished:
    """Two questions, answered in prose."""
    data = workspace.folder / "data"
    data.mkdir()
    (data / "test.csv").write_text("id,question,answer,a,b\n1,Which?,cat,cat,dog\n2,Which one?,dog,cat,dog\n")
    (workspace.folder / "conf" / "task").mkdir(parents=True)
    (workspace.folder / "conf" / "task" / "own.yaml").write_text(TASK.format(folder=data))
    run = workspace.run(
        "--config-dir", str(workspace.folder / "conf"), "model=scripted", "model.default=The answer is A.", "task=own",
        "tracking=none", run="asked",
    )  # fmt: skip
    assert run.code == 0, run.stderr
    return run


def rescore(workspace: Workspace, asked: Finished, *arguments: str, run: str = "anew") -> Finished:
    settings = ["--config-dir", str(workspace.folder / "conf"), f"hydra.run.dir={workspace.folder / run}"]
    done = workspace.command("rescore", str(asked.folder), *settings, *arguments)
    return Finished(done.returncode, done.stdout, done.stderr, workspace.folder / run)


def test_the_same_protocol_gives_the_same_numbers(workspace: Workspace, asked: Finished) -> None:
    again = rescore(workspace, asked)
    assert again.code == 0, again.stderr
    assert again.result["tasks"] == asked.result["tasks"]
    assert again.result["model"] == asked.result["model"]
    assert again.result["rescored"] == {"run": str(asked.folder.resolve()), "other_prompts": 0}
    assert "scored anew" in again.stdout


def test_a_folder_that_is_used_again_speaks_of_the_last_run_alone(workspace: Workspace) -> None:
    settings = ("model=scripted", "tracking=none", "limit=2")
    first = workspace.run(*settings, "task=[digits,digits_mc]")
    said = (first.folder / "samples" / "digits_mc.jsonl").read_text()
    second = workspace.run(*settings, "task=digits", "model.default=7")
    assert second.code == 0, second.stderr
    assert second.folder == first.folder
    assert [path.name for path in sorted((second.folder / "samples").iterdir())] == [
        "digits.jsonl",
        "digits_mc.jsonl.earlier",
    ]
    assert (second.folder / "samples" / "digits_mc.jsonl.earlier").read_text() == said
    assert "has files of an earlier run, of digits_mc: they now end with .earlier" in second.stderr
    refused = workspace.run("rescore", str(second.folder), "task=digits_mc", run="anew")
    assert refused.code == 2
    assert "has no task 'digits_mc'. Choose one of digits." in refused.stderr


def test_another_scoring_of_the_same_prompts_changes_the_scores_alone(workspace: Workspace, asked: Finished) -> None:
    strict = rescore(workspace, asked, "protocol=likelihood")
    assert strict.code == 0, strict.stderr
    assert strict.result["protocol"] == "likelihood"
    assert strict.result["tasks"]["own"]["metrics"]["accuracy"]["value"] == 0.0
    assert asked.result["tasks"]["own"]["metrics"]["accuracy"]["value"] == 0.5
    assert strict.answers("own") == asked.answers("own")
    before, after = (one.result["tasks"]["own"]["fingerprints"] for one in (asked, strict))
    assert before["data"] == after["data"]
    assert before["scoring"] != after["scoring"]


def test_other_prompts_are_refused_unless_that_is_wanted(workspace: Workspace, asked: Finished) -> None:
    refused = rescore(workspace, asked, "protocol=lmms_eval")
    assert refused.code == 2
    assert "was asked in other words than protocol=lmms_eval asks (2 of own prompts differ)" in refused.stderr
    assert "say `force=true`" in refused.stderr
    forced = rescore(workspace, asked, "protocol=lmms_eval", "force=true", run="forced")
    assert forced.code == 0, forced.stderr
    assert forced.result["rescored"]["other_prompts"] == 2
    assert "do not compare these numbers with published ones" in forced.stdout


@pytest.mark.parametrize("protocol", ["likelihood", "loglikelihood"])
def test_answers_are_no_likelihoods(workspace: Workspace, protocol: str) -> None:
    """The model was not asked for any: that is no wrong answer of its."""
    path = workspace.folder / "own.csv"
    path.write_text("question,A,B,answer\nWhich?,cat,dog,A\n")
    own = ("task=custom_mcq", f"dataset.path={path}", "tasks.custom_mcq.sample.images=[]", "tracking=none")
    run = workspace.run(*own, "model=scripted", "model.default=A", run="first")
    assert run.code == 0, run.stderr
    refused = workspace.run("rescore", str(run.folder), f"protocol={protocol}", "rescore.force=true", run="anew")
    assert refused.code != 0
    assert "sample '0' was asked for an answer, and this protocol reads the likelihood of its" in refused.stderr
    assert refused.result["tasks"]["custom_mcq"]["metrics"]["accuracy"]["value"] is None


def test_a_changed_data_set_is_found(workspace: Workspace, asked: Finished) -> None:
    data = workspace.folder / "data" / "test.csv"
    data.write_text(data.read_text().replace("\n2,", "\n7,"))
    changed = rescore(workspace, asked)
    assert changed.code != 0
    assert "sample 1 was '2', and the data set has '7' there" in changed.stderr


def test_what_was_not_asked_has_no_response(workspace: Workspace, asked: Finished) -> None:
    log = asked.folder / "samples" / "own.jsonl"
    log.write_text(log.read_text().splitlines(keepends=True)[0])
    partial = rescore(workspace, asked)
    assert partial.code == 3
    assert partial.result["tasks"]["own"]["coverage"] == 0.5


def test_the_folder_of_ones_own_tasks_is_that_of_the_run(workspace: Workspace, asked: Finished) -> None:
    done = workspace.command("rescore", str(asked.folder), f"hydra.run.dir={workspace.folder / 'anew'}")
    assert done.returncode == 0, done.stderr
    (workspace.folder / "conf").rename(workspace.folder / "elsewhere")
    done = workspace.command("rescore", str(asked.folder))
    assert done.returncode == 2
    assert "there is no task 'own'" in done.stderr


def test_more_questions_than_were_asked_want_the_run_itself(workspace: Workspace) -> None:
    run = workspace.run("model=scripted", "task=digits", "limit=2", "tracking=none")
    done = workspace.command("rescore", str(run.folder), "limit=4")
    assert done.returncode == 3
    assert "Scoring anew asks nothing: run the command of that run again" in done.stderr


@pytest.mark.parametrize("arguments", [(), ("protocol=official",), ("nowhere",)])
def test_a_run_that_is_none_is_named(workspace: Workspace, arguments: tuple[str, ...]) -> None:
    done = workspace.command("rescore", *arguments)
    assert done.returncode == 2
    assert "error: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def both(workspace: Workspace) -> Finished:
    """A run of two tasks of one's own data, each with settings of its own."""
    (workspace.folder / "mc.csv").write_text("question,A,B,answer\nWhich?,cat,dog,A\n")
    (workspace.folder / "open.csv").write_text("question,answer\nWhich?,cat\n")
    settings = [
        f"tasks.{task}.{setting}"
        for task, file in (("custom_mcq", "mc.csv"), ("custom_vqa", "open.csv"))
        for setting in (f"dataset.path={workspace.folder / file}", "sample.images=[]")
    ]
    run = workspace.run("task=[custom_mcq,custom_vqa]", *settings, "model=scripted", "model.default=A", "tracking=none")
    assert run.code == 0, run.stderr
    return run


def test_one_of_the_tasks_is_scored_without_the_settings_of_the_others(workspace: Workspace, both: Finished) -> None:
    anew = workspace.run("rescore", str(both.folder), "task=custom_mcq", run="anew")
    assert anew.code == 0, anew.stderr
    assert list(anew.result["tasks"]) == ["custom_mcq"]


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("task=digits", "task: the run RUN has no task 'digits'. Choose one of custom_mcq, custom_vqa."),
        ("model=demo", "model: the responses are those of the run's model (scripted), and no other is asked. Leave it"),
        ("dry_run=true", "dry_run: scoring anew asks no model, and what its judges would cost is not counted."),
    ],
)
def test_what_a_run_cannot_be_scored_as_is_told_in_one_line(
    workspace: Workspace, both: Finished, setting: str, told: str
) -> None:
    refused = workspace.run("rescore", str(both.folder), setting, run="anew")
    assert refused.code == 2
    (line,) = refused.stderr.splitlines()
    assert line.startswith(f"error: {told.replace('RUN', str(both.folder.resolve()))}")
