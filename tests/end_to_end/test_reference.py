"""Published scores beside one's own: under the same protocol, this model before others, and with their source."""

from __future__ import annotations

from tests.end_to_end.apis import Start, api
from tests.end_to_end.runs import Workspace
from tests.fixtures.make_fixtures import make

QWEN = "Qwen/Qwen2.5-VL-3B-Instruct"
LLAVA = "lmms-lab/llava-onevision-qwen2-7b-ov"
TASK = """\
# @package tasks.own
name: own
dataset: {path: /nowhere, split: test}
sample: {question: question, answer: answer}
protocol: ${protocol.name}
protocols: {official: {prompt: {user: "{{ question }}"}, extract: raw, score: text}}
metrics: {accuracy: mean}
"""


def test_scores_of_the_same_protocol_stand_below_the_table(workspace: Workspace, start: Start) -> None:
    data = make(workspace.folder / "data")["ai2d"]
    server = start(models=(LLAVA,))
    task = ("task=ai2d", f"dataset.path={data}")
    settings = tuple(one for one in api(server, *task) if not one.startswith("model.model="))
    run = workspace.run(*settings, f"model.model={LLAVA}", "protocol=lmms_eval")
    assert run.code == 0, run.stderr
    told = "ai2d: reference: "
    line = next(line for line in run.stdout.splitlines() if line.startswith(told))
    assert line.startswith(
        f"{told}{LLAVA} (this model) 81.35 exact_match, {QWEN} 78.89 exact_match (lmms_eval, lmms-eval"
    )
    assert "https://github.com/EvolvingLMMs-Lab/lmms-eval" in line
    published = run.result["tasks"]["ai2d"]["reference"]
    assert [(one["model"], one["same_model"]) for one in published] == [(QWEN, False), (LLAVA, True)]
    official = workspace.run(*settings, f"model.model={LLAVA}", "protocol=official", run="official")
    assert official.code == 0, official.stderr
    assert "reference" not in official.stdout  # what is published was asked and computed in another way
    assert official.result["tasks"]["ai2d"]["reference"] == []


def test_a_published_score_names_what_the_task_has(workspace: Workspace) -> None:
    scores = """
  - {model: a, score: 1, metric: accuracy, protocol: lmms_evil, source: x}
  - {model: b, score: 1, metric: f1, protocol: official, source: x}
  - {model: c, score: 1, metric: anything, protocol: own, source: x}
  - {model: d, score: 1, metric: accuracy, protocol: official}
  - {model: e, score: 1, metric: accuracy, protocol: official, source: x}
"""
    folder = workspace.folder / "conf" / "task"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(f"{TASK}info: {{licence: unknown, paper: {{title: Ours}}}}\nreference:{scores}")
    done = workspace.command("--config-dir", str(folder.parent), "model=scripted", "task=own")
    assert done.returncode == 2
    (folder / "own.yaml").write_text(f"{TASK}reference:{scores.replace('official}', 'official, source: x}')}")
    again = workspace.command("--config-dir", str(folder.parent), "model=scripted", "task=own")
    assert again.returncode == 2
    for told in (
        "tasks.own.reference.3.source: is required and not set",
        "tasks.own.info.licence: a licence that is unknown needs a reason",
        "tasks.own.info.paper: needs the number at arXiv",
    ):
        assert told in done.stderr
    assert [line.split(". ")[0] for line in again.stderr.splitlines()] == [
        "error: tasks.own.reference.0.protocol: 'lmms_evil' is no protocol here (official, own)",
        "error: tasks.own.reference.1.metric: 'f1' is no metric here (accuracy)",
    ]
