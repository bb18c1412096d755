"""`mode=infer` asks and scores nothing, `mode=score` scores what is stored and asks nothing."""

from __future__ import annotations

from tests.end_to_end.apis import Start, api
from tests.end_to_end.runs import Finished, Workspace, stable

DEMO = ("task=digits_mc", "limit=12", "tracking=none")


def test_asking_and_scoring_apart_give_what_a_whole_run_gives(workspace: Workspace) -> None:
    asked = workspace.run(*DEMO, "mode=infer", run="asked")
    assert asked.code == 0, asked.stderr
    task = asked.result["tasks"]["digits_mc"]
    assert asked.result["mode"] == "infer"
    assert task["counts"] == {"samples": 12, "responses": {"ok": 12}, "scores": {"not_scored": 12}}
    assert task["metrics"]["accuracy"]["value"] is None
    assert task["coverage"] == 0
    assert "demo, digits_mc: 12 of 12 answers are kept\n" in asked.stdout
    assert "nothing was scored (mode=infer)" in asked.stdout
    lines = asked.samples("digits_mc")
    assert all(line["response"]["text"] and line["score"]["value"] is None for line in lines)
    assert (asked.folder / "manifest.json").is_file()

    scored = workspace.run(*DEMO, "mode=score", run="scored")
    assert scored.code == 0, scored.stderr
    assert "loaded demo" not in scored.stderr
    assert scored.result["execution"]["generated"] == 0
    whole = workspace.run(*DEMO, run="whole")
    assert stable(whole.result) | {"mode": "score"} == stable(scored.result)
    assert whole.result["tasks"]["digits_mc"]["coverage"] == 1

    anew = workspace.command("rescore", str(asked.folder), f"hydra.run.dir={workspace.folder / 'anew'}")
    assert anew.returncode == 0, anew.stderr
    again = Finished(0, anew.stdout, anew.stderr, workspace.folder / "anew")
    assert again.result["tasks"] == whole.result["tasks"]


def test_an_answer_that_is_not_stored_is_reported_and_not_asked_for(workspace: Workspace, start: Start) -> None:
    server = start()
    assert workspace.run(*api(server), "task=digits", "limit=5", "mode=infer", run="asked").code == 0
    sent = server.stats()["requests"]
    run = workspace.run(*api(server), "task=digits", "limit=8", "mode=score", run="scored")
    assert run.code == 3
    assert server.stats()["requests"] == sent == 5
    assert "3 of 8 answers are not in the store" in run.stdout
    assert "The same command with mode=all asks for them" in run.stderr
    task = run.result["tasks"]["digits"]
    assert task["coverage"] == 5 / 8
    assert task["counts"]["responses"] == {"cancelled": 3, "ok": 5}


def test_a_mode_that_cannot_do_anything_is_refused(workspace: Workspace) -> None:
    run = workspace.run(*DEMO, "mode=score", "resume=false")
    assert run.code == 2
    assert "resume: mode=score scores stored answers" in run.stderr
    run = workspace.run(*DEMO, "mode=guess")
    assert run.code == 2
    assert "mode: " in run.stderr
