"""A response whose scoring would never end: it is told, counts as no answer, and the run goes on."""

from __future__ import annotations

from collections.abc import Sequence

from tests.end_to_end.apis import Start, api
from tests.end_to_end.runs import Finished, Workspace
from tests.servers.settings import Answers, Limits, Rule

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
JUDGED = """\
# @package tasks.own
name: own
dataset: {{path: {folder}, split: test}}
sample: {{id: id, question: question, answer: answer, keep: [capability]}}
protocol: ${{protocol.name}}
protocols:
  official:
    prompt: {{user: "{{{{ question }}}}"}}
    filters: [{{kind: regex, pattern: "(a+)+$", otherwise: keep}}]
    rule: lmms_eval.mmvet
    rubric: {{version: 1, user: "{{{{ question }}}} {{{{ response }}}}", verdict: {{kind: text}}, judge: gpt_4o}}
    metrics: {{score: gpt_eval_score}}
metrics: {{accuracy: mean}}
"""
ENDLESS = "a" * 40 + "b"
TIME_LIMIT_S = 2.0
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


def own_task(workspace: Workspace, questions: Sequence[str]) -> list[str]:
    data = workspace.folder / "data"
    data.mkdir()
    rows = [f"{number},{question},b,a,b,ocr\n" for number, question in enumerate(questions, 1)]
    (data / "test.csv").write_text("id,question,answer,a,b,capability\n" + "".join(rows))
    (workspace.folder / "conf" / "task").mkdir(parents=True)
    (workspace.folder / "conf" / "task" / "own.yaml").write_text(TASK.format(folder=data))
    model = ["model=scripted", "model.default=B", f"model.rules={{Two: {ENDLESS}}}"]
    return ["--config-dir", str(workspace.folder / "conf"), "tracking=none", "scoring.time_limit_s=0.5", *model]


def judged_task(workspace: Workspace) -> None:
    (workspace.folder / "conf" / "task" / "own.yaml").write_text(JUDGED.format(folder=workspace.folder / "data"))


def test_it_is_no_answer_in_a_run_and_when_it_is_scored_anew(workspace: Workspace) -> None:
    settings = own_task(workspace, ["One?", "Two?", "Three?"])
    run = workspace.run(*settings, "task=own", run="first")
    scored(run)
    again = workspace.command("rescore", str(run.folder), *settings[:4], f"hydra.run.dir={workspace.folder / 'again'}")
    scored(Finished(again.returncode, again.stdout, again.stderr, workspace.folder / "again"))


def test_ctrl_c_ends_the_scoring_of_many(workspace: Workspace) -> None:
    settings = own_task(workspace, ["Two?"] * 500)
    asked = workspace.run(*settings, "task=own", "mode=infer", run="asked")
    assert "not_scored" in asked.result["tasks"]["own"]["counts"]["scores"], asked.stderr
    scoring = workspace.start(*settings, "task=own", "mode=score", run="scored")
    scoring.wait_for("scoring took longer")
    scoring.interrupt()
    ended = scoring.wait()
    assert ended.code == 130, ended.stderr
    scores = ended.result["tasks"]["own"]["counts"]["scores"]
    assert 1 <= scores["unparsed"] < 100
    assert scores["unparsed"] + scores["no_response"] == 500


def test_what_is_in_flight_does_not_wait_for_the_scoring_of_another(workspace: Workspace, start: Start) -> None:
    """Every fourth answer takes its whole limit; those that come meanwhile are read when they come."""
    answers = Answers(mode="rules", rules=(Rule("Two", ENDLESS),), constant="B")
    server = start(answers=answers, limits=Limits(latency_s=0.1))
    questions = [f"{'Two' if number % 4 == 1 else 'One'} {number}?" for number in range(16)]
    limits = (f"scoring.time_limit_s={TIME_LIMIT_S}", "model.concurrency=4")
    run = workspace.run(*own_task(workspace, questions)[:2], *api(server), *limits, "task=own")
    assert run.code == 0, run.stderr
    assert run.result["tasks"]["own"]["counts"]["scores"] == {"scored": 12, "unparsed": 4}
    assert max(line["latency_s"] for line in run.timing("own")) < TIME_LIMIT_S / 2


def test_what_is_in_flight_does_not_wait_for_a_rule_that_hears_a_judge(workspace: Workspace, start: Start) -> None:
    settings = own_task(workspace, [f"{'Two' if number % 8 == 1 else 'One'} {number}?" for number in range(16)])[:2]
    judged_task(workspace)
    answers = Answers(mode="rules", rules=(Rule("Two", ENDLESS),), constant="B")
    asked = start(answers=answers, limits=Limits(latency_s=0.1))
    graded = start(answers=Answers(mode="rules", constant="1"))
    judge = ("judge=openai_compatible", f"judge.models.judge.base_url={graded.url}/v1", "judge.models.judge.model=j")
    limits = (f"scoring.time_limit_s={TIME_LIMIT_S}", "model.concurrency=2")
    run = workspace.run(*settings, *api(asked), *limits, *judge, "task=own")
    assert run.code == 0, run.stderr
    assert run.result["tasks"]["own"]["counts"]["scores"] == {"scored": 14, "unparsed": 2}
    assert graded.stats()["requests"] == 16
    assert max(line["latency_s"] for line in run.timing("own")) < TIME_LIMIT_S / 2


def test_what_a_judge_is_to_be_heard_on_is_not_scored_before(workspace: Workspace) -> None:
    settings = own_task(workspace, ["Two?"])
    judged_task(workspace)
    run = workspace.run(*settings, "task=own", "judge=none")
    assert run.code == 3, run.stderr
    assert run.result["tasks"]["own"]["counts"]["scores"] == {"judge_failed": 1}
    assert "scoring took longer" not in run.stderr
