"""Judges: verdicts while inference goes on, failures that lower the coverage, panels, and judging later."""

from __future__ import annotations

import pytest

from tests.end_to_end.apis import QUICK, Start
from tests.end_to_end.essay import ASKED, COUNT, Grade, answers, judge
from tests.end_to_end.runs import Finished, Workspace
from tests.servers.openai_server import Fault, FaultPlan, Limits


def test_verdicts_become_scores_and_are_stored(grade: Grade, start: Start) -> None:
    server = start(answers=answers())
    run = grade(*judge(server))
    assert run.code == 0, run.stderr
    task = run.result["tasks"]["essay"]
    assert task["metrics"]["quality"]["value"] == pytest.approx(0.5)
    assert task["judging"] == {
        "judges": ["judge"], "rubric": "", "rubric_version": 3, "judged": COUNT, "failed": 0, "repeats": 1,
        "combined_by": "mean", "kappa": None, "kappa_method": None, "consistency": None, "failures": [],
    }  # fmt: skip
    line = run.samples("essay")[0]
    assert line["score"]["value"] == 0.8
    assert line["judging"] == [
        {"judge": "judge", "repeat": 0, "value": 0.8, "reply": "8", "problem": None, "done": True, "swapped": False}
    ]
    assert run.result["execution"]["judging"][0]["answers"]["attempts"] == COUNT
    again = grade(*judge(server), name="again")
    assert server.stats()["requests"] == COUNT
    assert again.result["tasks"] == run.result["tasks"]


def test_judging_goes_on_while_questions_are_asked(grade: Grade, start: Start) -> None:
    server = start(answers=answers())
    run = grade(*judge(server), "model.delay_s=0.1")
    assert run.code == 0, run.stderr
    judged = [entry["started"] for entry in server.log()]
    asked = [one["started"] for line in run.timing("essay") for one in line["attempts"]]
    assert min(judged) < sorted(asked)[COUNT // 2]


@pytest.mark.parametrize(
    ("verdict", "good", "bad", "expected"),
    [
        ("{kind: label, labels: {CORRECT: 1, INCORRECT: 0}}", "Verdict: CORRECT.", "INCORRECT", 0.5),
        ("{kind: json, low: 1, high: 5, json_field: grade}", 'Sure: {"grade": 5}', '{"grade": 2}', 0.625),
        ("{kind: number, low: 0, high: 1}", "1", "0.5", 0.75),
    ],
)
def test_every_form_of_a_verdict_is_read(
    grade: Grade, start: Start, verdict: str, good: str, bad: str, expected: float
) -> None:
    run = grade(*judge(start(answers=answers(good, bad))), verdict=verdict)
    assert run.code == 0, run.stderr
    assert run.result["tasks"]["essay"]["metrics"]["quality"]["value"] == pytest.approx(expected)


@pytest.mark.parametrize("reply", ["eleven", "11", "8 or 9", "", "CORRECT"])
def test_a_reply_outside_the_form_is_asked_again_and_then_no_score(grade: Grade, start: Start, reply: str) -> None:
    server = start(answers=answers(bad=reply))
    run = grade(*judge(server))
    assert run.code == 3, run.stderr
    task = run.result["tasks"]["essay"]
    assert task["counts"]["scores"] == {"judge_failed": COUNT // 2, "scored": COUNT // 2}
    assert task["coverage"] == 0.5
    assert task["metrics"]["quality"]["value"] == pytest.approx(0.8)
    assert task["bounds"]["quality"] == {"low": pytest.approx(0.4), "high": pytest.approx(0.9)}
    tries = 3 * (3 if reply == "" else 1)  # an empty reply is asked for three times by itself
    assert server.stats()["requests"] == COUNT // 2 + tries * COUNT // 2


def test_a_reply_that_the_pattern_does_not_come_to_an_end_with_is_outside_the_form(grade: Grade, start: Start) -> None:
    server = start(answers=answers(good="ggg", bad="g" * 40 + "!"))
    settings = (*judge(server), "limit=2", "scoring.time_limit_s=0.3")
    run = grade(*settings, verdict="{kind: text, pattern: '(g+)+$'}", scoring="")
    assert run.code == 3, run.stderr
    assert run.result["tasks"]["essay"]["counts"]["scores"] == {"judge_failed": 1, "scored": 1}
    assert run.stderr.count("essay/judge: the reading of a reply took longer than 0.3 s") == 3
    assert server.stats()["requests"] == 1 + 3


def test_a_judge_that_fails_lowers_the_coverage(grade: Grade, start: Start) -> None:
    plan = FaultPlan(persistent=0.3, persistent_fault=Fault.STATUS_500, seed=1)
    run = grade(*judge(start(answers=answers(), faults=plan)), "retry.max_attempts=2")
    assert run.code == 3
    scores = run.result["tasks"]["essay"]["counts"]["scores"]
    assert scores["judge_failed"] > 0
    assert scores["judge_failed"] + scores["scored"] == COUNT
    failed = [line for line in run.samples("essay") if line["score"]["status"] == "judge_failed"]
    assert all(line["score"]["value"] is None and "http_500" in line["score"]["reason"] for line in failed)


def test_why_there_is_no_verdict_is_told(grade: Grade, start: Start) -> None:
    run = grade(*judge(start(answers=answers(bad="no idea"))))
    assert run.code == 3
    assert "replies of judge are no verdict: the reply is not of the rubric's form: 'no idea'" in run.stdout
    (failure,) = run.result["tasks"]["essay"]["judging"]["failures"]
    assert (failure["kind"], failure["count"]) == ("judge", COUNT // 2)
    assert run.stderr.splitlines()[-1].startswith(f"error: {COUNT // 2} answers have no verdict. The same command")


@pytest.mark.parametrize("key", [None, "wrong"])
def test_a_judge_without_the_right_key_ends_the_run_with_one_line(grade: Grade, start: Start, key: str | None) -> None:
    server = start(answers=answers(), keys=("right",))
    settings = (*judge(server), "judge.api_key_env=JUDGE_KEY")
    run = grade(*settings, environment={} if key is None else {"JUDGE_KEY": key})
    assert run.code == 2
    told = [line for line in run.stderr.splitlines() if line.startswith(("error", "Error"))]
    assert len(told) == 1, run.stderr
    assert told[0].startswith("error: the judge judge: model.api_key_env: JUDGE_KEY is not ")
    assert "Traceback" not in run.stderr
    again = grade(*settings, environment={"JUDGE_KEY": "right"}, name="again")
    assert again.code == 0, again.stderr
    assert "in flight" not in again.stdout


def test_without_a_judge_everything_is_kept_for_later(workspace: Workspace, grade: Grade, start: Start) -> None:
    run = grade("judge=none")
    assert run.code == 3
    assert "`hyeval rescore RUN judge=gpt_4o`" in run.stdout
    assert run.result["tasks"]["essay"]["counts"]["responses"] == {"ok": COUNT}
    server = start(answers=answers())
    place = f"hydra.run.dir={workspace.folder / 'later'}"
    done = workspace.command(
        "rescore", str(run.folder), "--config-dir", str(workspace.folder / "conf"), *judge(server), place
    )
    assert done.returncode == 0, done.stderr
    later = Finished(0, done.stdout, done.stderr, workspace.folder / "later")
    assert later.result["tasks"]["essay"]["metrics"]["quality"]["value"] == pytest.approx(0.5)


def test_no_judge_is_asked_about_answers_to_other_prompts(workspace: Workspace, grade: Grade, start: Start) -> None:
    run = grade("mode=infer")
    server = start(answers=answers())
    other = "tasks.essay.protocols.official.prompt.user='Other words: {{ question }}'"
    folder = workspace.folder / "conf"
    done = workspace.command("rescore", str(run.folder), "--config-dir", str(folder), *judge(server), other)
    assert done.returncode == 2
    assert f"({COUNT} of essay prompts differ)" in done.stderr
    assert server.stats()["requests"] == 0


def test_auto_takes_the_judge_that_the_rubric_names_if_its_key_is_set(grade: Grade) -> None:
    run = grade()
    assert run.code == 3
    assert "the judge gpt_4o cannot be asked: OPENAI_API_KEY is not set" in run.stderr


def test_auto_asks_the_judge_that_the_rubric_names(grade: Grade, start: Start) -> None:
    server = start(answers=answers())
    keys = {"OPENAI_API_KEY": "k", "FWD_API": "1", "OPENAI_API_BASE": f"{server.url}/v1"}
    run = grade(environment=keys)
    assert run.code == 0, run.stderr
    assert run.result["tasks"]["essay"]["judging"]["judges"] == ["gpt_4o"]
    assert server.stats()["requests"] == COUNT
    assert run.result["execution"]["judging"][0]["answers"]["usd"] > 0


def test_a_judge_that_thinks_has_room_for_it(grade: Grade, start: Start) -> None:
    server = start(answers=answers())
    keys = {"OPENAI_API_KEY": "k", "FWD_API": "1", "OPENAI_API_BASE": f"{server.url}/v1"}
    assert grade("judge=o4_mini", "limit=2", environment=keys).code == 0
    assert server.stats()["requests"] == 2


def test_a_panel_is_combined_and_its_agreement_reported(grade: Grade, start: Start) -> None:
    verdict = "{kind: label, labels: {CORRECT: 1, INCORRECT: 0}}"
    kind, strict, third = (
        start(answers=answers(good, bad))
        for good, bad in (("CORRECT", "CORRECT"), ("CORRECT", "INCORRECT"), ("CORRECT", "INCORRECT"))
    )
    models = [
        f"+judge.models.{name}="
        f"{{_target_: hyeval.models.api.ApiModel, name: {name}, model: {name}, base_url: '{url}/v1'}}"
        for name, url in (("kind", kind.url), ("strict", strict.url), ("third", third.url))
    ]
    majority = grade(*models, "judge.combine=majority", verdict=verdict, name="majority")
    assert majority.code == 0, majority.stderr
    task = majority.result["tasks"]["essay"]
    assert task["metrics"]["quality"]["value"] == 0.5
    assert task["judging"]["kappa_method"] == "fleiss"
    assert task["judging"]["judges"] == ["kind", "strict", "third"]
    mean = grade(*models, verdict=verdict, name="mean")
    assert mean.result["tasks"]["essay"]["metrics"]["quality"]["value"] == pytest.approx((1 + 1 / 3) / 2)
    two = grade(*models[:2], verdict=verdict, name="two")
    assert two.result["tasks"]["essay"]["judging"]["kappa_method"] == "cohen"
    assert two.result["tasks"]["essay"]["judging"]["kappa"] == 0.0  # one of them always says the same
    assert kind.stats()["requests"] == strict.stats()["requests"] == COUNT


def test_judges_that_are_listed_sit_on_a_panel_until_another_is_chosen(
    grade: Grade, start: Start, workspace: Workspace
) -> None:
    first, second = start(answers=answers("8", "4")), start(answers=answers("6", "2"))
    run = grade(
        "judge=[openai_compatible,gpt_4o]",
        f"judge.models.openai_compatible.base_url={first.url}/v1",
        "judge.models.openai_compatible.model=first",
        f"judge.models.gpt_4o.base_url={second.url}/v1",
        environment={"OPENAI_API_KEY": "any"},
    )
    assert run.code == 0, run.stderr
    task = run.result["tasks"]["essay"]
    assert task["metrics"]["quality"]["value"] == pytest.approx((0.7 + 0.3) / 2)
    assert task["judging"]["judges"] == ["first", "gpt_4o"]
    assert first.stats()["requests"] == second.stats()["requests"] == COUNT
    one = ("judge=openai_compatible", f"judge.base_url={first.url}/v1", "judge.model=first")
    for settings, value in (((), 0.5), (one, 0.6)):
        again = workspace.run("rescore", str(run.folder), *settings, run="anew", environment={"OPENAI_API_KEY": "any"})
        assert again.code == 0, again.stderr
        task = again.result["tasks"]["essay"]
        assert task["metrics"]["quality"]["value"] == pytest.approx(value)
        assert task["judging"]["judges"] == (["first"] if settings else ["first", "gpt_4o"])
    assert first.stats()["requests"] == second.stats()["requests"] == COUNT


def test_beside_an_extractor_the_judge_resolves_what_stays_unparsed(grade: Grade, start: Start) -> None:
    server = start(answers=answers(bad="10"))
    settings = ("model.rules={even: '4', odd: bad}",)
    run = grade(*judge(server), *settings, scoring="extract: number\n    score: number")
    assert run.code == 0, run.stderr
    assert server.stats()["requests"] == COUNT // 2
    lines = run.samples("essay")
    assert [line["score"]["value"] for line in lines[:4]] == [0.0, 1.0, 0.0, 1.0]


def test_ctrl_c_keeps_answers_and_verdicts(workspace: Workspace, grade: Grade, start: Start) -> None:
    grade("judge=none", name="prepared")
    server = start(answers=answers(), limits=Limits(latency_s=0.3))
    arguments = ("--config-dir", str(workspace.folder / "conf"), "model=scripted", "model.default=good", "task=essay",
                 *QUICK, *judge(server), "judge.models.judge.concurrency=2")  # fmt: skip
    process = workspace.start(*arguments, run="stopped")
    while server.stats()["requests"] < 6:
        assert process.popen.poll() is None
    process.interrupt()
    run = process.wait()
    assert run.code == 130, run.stderr
    scores = run.result["tasks"]["essay"]["counts"]["scores"]
    assert scores["scored"] + scores["judge_failed"] == COUNT
    asked = server.stats()["requests"]
    again = workspace.run(*arguments, run="again")
    assert again.code == 0, again.stderr
    assert server.stats()["requests"] == asked + COUNT - scores["scored"]


def test_another_version_of_the_rubric_is_another_question(grade: Grade, start: Start) -> None:
    server = start(answers=answers())
    assert grade(*judge(server), name="one").code == 0
    assert grade(*judge(server), name="same").code == 0
    assert server.stats()["requests"] == COUNT
    other = grade(*judge(server), rubric=ASKED.replace("version: 3", "version: 4"), name="other")
    assert server.stats()["requests"] == 2 * COUNT
    assert other.result["tasks"]["essay"]["judging"]["rubric_version"] == 4


def test_every_judge_is_asked_as_often_as_is_wanted_and_the_repeats_are_told(grade: Grade, start: Start) -> None:
    server, other = start(answers=answers()), start(answers=answers(good="10"))
    second = f"+judge.models.other={{_target_: hyeval.models.api.ApiModel, name: other, model: other, base_url: '{other.url}/v1'}}"  # noqa: E501
    run = grade(*judge(server), second, "judge.repeats=3", "judge.combine=median")
    assert run.code == 0, run.stderr
    assert server.stats()["requests"] == other.stats()["requests"] == 3 * COUNT
    told = run.result["tasks"]["essay"]["judging"]
    assert (told["repeats"], told["combined_by"], told["kappa_method"]) == (3, "median", "cohen")
    assert told["kappa"] == pytest.approx(1 / 3)  # each judge agrees with itself, which is not counted
    ballots = run.samples("essay")[0]["judging"]
    assert [(one["judge"], one["repeat"]) for one in ballots] == [
        (name, repeat) for name in ("judge", "other") for repeat in range(3)
    ]
    assert run.samples("essay")[0]["score"]["value"] == pytest.approx(0.9)
    assert "judged by judge, other, 3 times each" in run.stdout
    assert "agreement: Cohen's kappa 0.333" in run.stdout


@pytest.mark.parametrize("reply", ["7", "<think>Is it 5?</think>\n7"])
def test_a_judge_that_reads_what_stays_unparsed_answers_in_place_of_the_response(
    grade: Grade, start: Start, reply: str
) -> None:
    scoring = "extract: number\n    score: number"
    settings = ("model.rules={even: '4', odd: bad}",)
    run = grade(*judge(start(answers=answers(bad=reply))), *settings, scoring=scoring, verdict="{kind: text}")
    assert run.code == 0, run.stderr
    assert {line["score"]["answer"] for line in run.samples("essay")} == {"4", "7"}
    without = grade("judge=none", *settings, scoring=scoring, verdict="{kind: text}", name="without")
    assert without.code == 0, without.stderr
    assert without.result["tasks"]["essay"]["counts"]["scores"] == {"scored": COUNT // 2, "unparsed": COUNT // 2}
