"""What a run costs, what it would cost, and where it stops."""

from __future__ import annotations

import json
import time

import pytest

from tests.end_to_end.apis import PRICES, Start, api
from tests.end_to_end.runs import Workspace
from tests.servers.openai_server import Answers, Fault, FaultPlan, Limits


def test_the_cost_is_the_tokens_times_the_prices(workspace: Workspace, start: Start) -> None:
    server = start(answers=Answers(cached_tokens=20))
    run = workspace.run(*api(server, PRICES), "task=digits", "limit=10")
    assert run.code == 0, run.stderr
    spending = run.result["execution"]["spending"]
    responses = [line["response"] for line in run.samples("digits")]
    expected = sum(
        (one["prompt_tokens"] - 20) * 10e-6 + 20 * 1e-6 + one["completion_tokens"] * 100e-6 for one in responses
    )
    assert spending["answers"]["attempts"] == 10
    assert spending["answers"]["cached_tokens"] == 200
    assert spending["answers"]["usd"] == pytest.approx(expected, abs=1e-6)
    assert spending["retries"]["attempts"] == 0
    assert f"{expected:.4f} USD at the prices of 2026-11" in run.stdout
    for one in run.timing("digits"):
        assert [attempt["outcome"] for attempt in one["attempts"]] == ["ok"]


def test_answers_from_the_store_cost_nothing_again(workspace: Workspace, start: Start) -> None:
    server = start()
    first = workspace.run(*api(server, PRICES), "task=digits", "limit=10", run="first")
    again = workspace.run(*api(server, PRICES), "task=digits", "limit=10", run="again")
    spending = again.result["execution"]["spending"]
    assert spending["answers"]["usd"] == 0
    assert spending["reused"]["usd"] == first.result["execution"]["spending"]["answers"]["usd"] > 0


def test_every_attempt_is_kept_and_those_that_bought_nothing_are_counted(workspace: Workspace, start: Start) -> None:
    server = start(faults=FaultPlan(rates={Fault.EMPTY_CONTENT: 0.3, Fault.STATUS_503: 0.2}, seed=3))
    run = workspace.run(*api(server, PRICES), "task=digits", "limit=60")
    attempts = [one for line in run.timing("digits") for one in line["attempts"]]
    outcomes = [one["outcome"] for one in attempts]
    assert len(outcomes) == server.stats()["requests"]
    empty = outcomes.count("empty_content")
    assert empty == server.stats()["by_fault"]["empty_content"]
    assert outcomes.count("http_503") == server.stats()["by_fault"]["status_503"]
    spending = run.result["execution"]["spending"]
    assert spending["retries"]["attempts"] == empty  # a 503 is not billed, an empty answer is
    assert spending["retries"]["usd"] > 0
    assert all(one["seconds"] > 0 for one in attempts)


@pytest.mark.parametrize(
    ("budget", "told"),
    [("budget.tokens=3000", "budget.tokens"), ("budget.usd=0.05", "budget.usd"), ("budget.minutes=0.06", "minutes")],
)
def test_a_budget_ends_the_run_gracefully(workspace: Workspace, start: Start, budget: str, told: str) -> None:
    server = start(limits=Limits(latency_s=0.3))
    settings = (PRICES, "model.concurrency=4", budget)
    run = workspace.run(*api(server, *settings), "task=[digits,digits_mc]")
    assert run.code == 3, run.stderr
    assert run.result["status"] == "partial"
    assert told in run.result["execution"]["stopped"]
    assert told in run.stderr
    responses = run.result["tasks"]["digits"]["counts"]["responses"]
    assert responses["ok"] == server.stats()["successes"] < 360
    spent = run.result["execution"]["spending"]["answers"]
    if told == "budget.tokens":
        assert 2000 < spent["prompt_tokens"] + spent["completion_tokens"] < 3000 + 4 * 150
    if told == "budget.usd":
        assert 0.03 < spent["usd"] < 0.06
    assert "bounds" in run.stdout


def test_a_sweep_has_one_budget(workspace: Workspace, start: Start) -> None:
    server = start()
    sweep = f"hydra.sweep.dir={workspace.folder / 'sweep'}"
    run = workspace.run("--multirun", *api(server, "budget.tokens=3000", "model.concurrency=2"),
                        "task=digits,digits_mc", sweep)  # fmt: skip
    assert run.code == 3, run.stderr
    results = [json.loads((workspace.folder / "sweep" / job / "results.json").read_text()) for job in "01"]
    assert [result["status"] for result in results] == ["partial", "partial"]
    assert results[1]["execution"]["spending"]["answers"]["attempts"] == 0


def test_a_budget_in_money_needs_prices(workspace: Workspace, start: Start) -> None:
    server = start()
    run = workspace.run(*api(server), "task=digits", "budget.usd=1")
    assert run.code == 2
    assert "budget.usd: the model tested has no prices" in run.stderr
    assert server.stats()["requests"] == 0


def test_a_dry_run_counts_and_sends_nothing(workspace: Workspace, start: Start) -> None:
    server = start()
    settings = (*api(server, PRICES, "model.image_tokens=openai_tiles"), "task=[digits,digits_mc]")
    dry = workspace.run(*settings, "dry_run=true", run="dry")
    assert dry.code == 0, dry.stderr
    assert server.stats()["requests"] == 0
    estimate = json.loads((workspace.folder / "dry" / "estimate.json").read_text())
    digits = estimate["tasks"]["digits"]
    assert (digits["requests"], digits["stored"]) == (360, 0)
    assert digits["prompt_tokens"] > 360 * 255  # a picture of one tile costs 85 + 170 tokens
    assert digits["usd"] > 0
    assert "nothing was sent" in dry.stdout
    assert not (workspace.folder / "dry" / "results.json").exists()
    workspace.run(*settings, "limit=100", run="some")
    sent = server.stats()["requests"]
    later = workspace.run(*settings, "dry_run=true", run="later")
    estimate = json.loads((workspace.folder / "later" / "estimate.json").read_text())
    assert estimate["tasks"]["digits"]["stored"] == 100
    assert estimate["tasks"]["digits"]["likely_completion_tokens"] < estimate["tasks"]["digits"]["completion_tokens"]
    assert estimate["earlier_answers"] == 200
    assert server.stats()["requests"] == sent
    assert later.code == 0


def test_what_a_killed_run_had_in_flight_is_reckoned_when_it_is_asked_again(workspace: Workspace, start: Start) -> None:
    server = start(limits=Limits(latency_s=0.3))
    arguments = api(server, PRICES, "model.concurrency=8")
    process = workspace.start(*arguments, "task=digits", run="killed")
    while server.stats()["requests"] < 60:
        assert process.popen.poll() is None
        time.sleep(0.02)
    process.kill()
    again = workspace.run(*arguments, "task=digits", run="again")
    assert again.code == 0, again.stderr
    execution = again.result["execution"]
    assert 0 < execution["in_flight_lost"] <= 8
    assert execution["spending"]["interrupted"]["attempts"] == execution["in_flight_lost"]
    assert execution["spending"]["interrupted"]["usd"] > 0
    assert "a killed run had in flight may have been billed" in again.stdout
    third = workspace.run(*arguments, "task=digits", "resume=false", "limit=5", run="third")
    assert third.result["execution"]["in_flight_lost"] == 0
