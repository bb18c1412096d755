"""A response whose scoring would never end: it is told, counts as no answer, and the run goes on."""

from __future__ import annotations

from tests.end_to_end.runs import Finished, Workspace

TASK = """\
# @package tasks.own
name: own
dataset: {{path: {folder}, split: test}}
sample: {{id: id, question: question, answer: answer, choices: [a, b]}}
protocol: ${{protocol.name}}
protocols:
  official:
    prompt: {{user: "{{{{ question }}}}"}}
    filters: [{{kind: regex, pattern: "(a+)+$", otherwise: keep}}]
    extract: choice
    score: choice
metrics: {{accuracy: mean}}
"""
ENDLESS = "a" * 40 + "b"
UNPARSED = {"scored": 2, "unparsed": 1}


def scored(run: Finished) -> None:
    assert run.code == 0, run.stderr
    assert run.result["tasks"]["own"]["counts"]["scores"] == UNPARSED
    assert run.result["tasks"]["own"]["metrics"]["accuracy"]["value"] == 2 / 3
    assert [line["score"].get("reason") for line in run.samples("own")] == [
        None,
        "scoring took longer than 0.5 s",
        None,
    ]
    assert "sample 2: scoring took longer than 0.5 s: nothing is read in the response" in run.stderr


def test_it_is_no_answer_in_a_run_and_when_it_is_scored_anew(workspace: Workspace) -> None:
    data = workspace.folder / "data"
    data.mkdir()
    (data / "test.csv").write_text("id,question,answer,a,b\n1,One?,b,a,b\n2,Two?,b,a,b\n3,Three?,b,a,b\n")
    (workspace.folder / "conf" / "task").mkdir(parents=True)
    (workspace.folder / "conf" / "task" / "own.yaml").write_text(TASK.format(folder=data))
    settings = ["--config-dir", str(workspace.folder / "conf"), "tracking=none", "scoring.time_limit_s=0.5"]
    model = ["model=scripted", "model.default=B", f"model.rules={{Two: {ENDLESS}}}"]
    run = workspace.run(*settings, *model, "task=own", run="first")
    scored(run)
    again = workspace.command("rescore", str(run.folder), *settings, f"hydra.run.dir={workspace.folder / 'again'}")
    scored(Finished(again.returncode, again.stdout, again.stderr, workspace.folder / "again"))
    assert (run.folder / "samples" / "own.jsonl").read_bytes().count(b"unparsed") == 1
