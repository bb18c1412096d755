"""A run against an endpoint that misbehaves in every way: nothing that went wrong there becomes a score."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

import pytest

from tests.end_to_end.apis import Start, api
from tests.end_to_end.runs import Workspace, stable
from tests.servers.openai_server import Fault, FaultPlan, Limits


def values(run: Any, task: str) -> Mapping[str, float | None]:
    return {line["id"]: line["score"]["value"] for line in run.samples(task)}


@pytest.mark.parametrize("share", [0.1, 0.3])
def test_faults_of_every_kind_change_no_score_and_lose_no_answer(
    workspace: Workspace, start: Start, share: float
) -> None:
    calm = start()
    undisturbed = workspace.run(*api(calm), "task=digits_mc", f"cache_dir={workspace.folder / 'calm'}", run="calm")
    assert undisturbed.code == 0, undisturbed.stderr
    rough = start(faults=FaultPlan.mixed(share, seed=1, retry_after_s=0.1, slow_s=0.2))
    run = workspace.run(*api(rough), "task=digits_mc", "max_failures=1.0")
    responses = run.result["tasks"]["digits_mc"]["counts"]["responses"]
    assert sum(responses.values()) == 360
    assert run.code == (0 if set(responses) <= {"ok", "refused", "truncated"} else 3)
    expected, found = values(undisturbed, "digits_mc"), values(run, "digits_mc")
    untouched = [line["id"] for line in run.samples("digits_mc") if line["response"]["status"] == "ok"]
    assert len(untouched) > 300
    assert {name: found[name] for name in untouched} == {name: expected[name] for name in untouched}
    assert rough.stats()["duplicates"] == 0


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.CONTENT_FILTER, "refused"),
        (Fault.REFUSAL, "refused"),
        (Fault.LENGTH, "truncated"),
        (Fault.EMPTY_CONTENT, "ok"),
        (Fault.STATUS_500, "failed"),
        (Fault.RESET, "failed"),
        (Fault.CUT_BODY, "failed"),
        (Fault.TRUNCATED_JSON, "failed"),
        (Fault.HTML_200, "failed"),
        (Fault.EMPTY_CHOICES, "failed"),
    ],
)
def test_what_does_not_pass_is_a_status_and_never_a_text(
    workspace: Workspace, start: Start, fault: Fault, status: str
) -> None:
    server = start(faults=FaultPlan(persistent=1.0, persistent_fault=fault))
    run = workspace.run(*api(server, "retry.max_attempts=3", "retry.base_s=0.01"), "task=digits_mc", "limit=6")
    lines = run.samples("digits_mc")
    assert [line["response"]["status"] for line in lines] == [status] * 6
    answered = status != "failed"
    assert run.code == (0 if answered else 3)
    if not answered:
        assert all(line["response"]["text"] is None and line["score"]["value"] is None for line in lines)
        assert all(line["response"]["error"]["attempts"] == 3 for line in lines)
    if fault is Fault.EMPTY_CONTENT:
        assert all(line["score"]["status"] == "unparsed" for line in lines)
        assert server.stats()["requests"] == 18


def test_a_wrong_key_ends_the_run_at_once_with_a_remedy(workspace: Workspace, start: Start) -> None:
    server = start(keys=("right",))
    secret = "wrong-secret-0123456789"
    arguments = api(server, "model.api_key_env=TEST_API_KEY", "model.concurrency=1")
    run = workspace.run(*arguments, "task=digits", environment={"TEST_API_KEY": secret})
    assert run.code == 2, run.stderr
    assert "TEST_API_KEY is not accepted by" in run.stderr
    assert server.stats()["requests"] == 1
    left = [path for path in workspace.folder.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
    assert left == []
    assert secret not in run.stdout + run.stderr
    again = workspace.run(*arguments, "task=digits", "limit=8", run="again", environment={"TEST_API_KEY": "right"})
    assert again.code == 0, again.stderr
    assert again.result["execution"]["in_flight_lost"] == 0


def test_a_demand_for_a_key_is_told(workspace: Workspace, start: Start) -> None:
    run = workspace.run(*api(start(keys=("right",))), "task=digits")
    assert run.code == 2
    assert "demands a key" in run.stderr


@pytest.mark.parametrize("address", ["127.0.0.1:8000", "localhost/v1", "user:secret@host/v1"])
def test_what_is_no_address_is_told_before_anything_is_sent(workspace: Workspace, address: str) -> None:
    run = workspace.run("model=openai_compatible", "model.model=m", f"model.base_url={address}", "task=digits")
    assert run.code == 2
    assert f"error: model.base_url: '{address.rpartition('@')[2]}' is no address. Write http://HOST" in run.stderr
    assert "secret" not in run.stderr + run.stdout


def test_a_key_that_is_not_set_is_named_before_anything_is_sent(workspace: Workspace, start: Start) -> None:
    server = start()
    run = workspace.run(*api(server, "model.api_key_env=NOT_SET_ANYWHERE"), "task=digits")
    assert run.code == 2
    assert "NOT_SET_ANYWHERE is not set" in run.stderr
    assert server.stats()["requests"] == 0


def test_an_unknown_model_is_named(workspace: Workspace, start: Start) -> None:
    server = start(models=("another",))
    run = workspace.run(*api(server), "task=digits")
    assert run.code == 2
    assert "has no model 'tested'" in run.stderr
    assert "`model.base_url=`, which ends with /v1" in run.stderr


def test_a_used_up_quota_stops_the_run_and_keeps_what_was_answered(workspace: Workspace, start: Start) -> None:
    server = start(limits=Limits(quota=40))
    run = workspace.run(*api(server), "task=digits")
    assert run.code == 3, run.stderr
    assert "quota" in run.stderr
    responses = run.result["tasks"]["digits"]["counts"]["responses"]
    assert responses["ok"] == 40
    assert responses["cancelled"] == 320
    assert server.stats()["requests"] < 80
    other = start()
    arguments = tuple(one.replace(server.url, other.url) for one in api(server))
    again = workspace.run(*arguments, "task=digits", run="again")
    assert again.code == 0, again.stderr
    assert again.result["execution"]["reused"] == 40  # the port of a server on this machine is not part of the key


def test_a_run_that_is_not_worth_continuing_ends(workspace: Workspace, start: Start) -> None:
    server = start(faults=FaultPlan(persistent=1.0, persistent_fault=Fault.STATUS_500))
    run = workspace.run(*api(server, "retry.max_attempts=2", "model.concurrency=4"), "task=digits")
    assert run.code == 3
    assert "more failures than max_failures=0.02 allows" in run.stderr
    assert server.stats()["requests"] < 60


def test_images_are_sent_byte_for_byte_and_before_the_question(workspace: Workspace, start: Start) -> None:
    server = start(full_image_check=True)
    run = workspace.run(*api(server), "task=digits", "limit=4")
    assert run.code == 0, run.stderr
    assert run.samples("digits")[0]["response"]["prompt_tokens"] > 85


def test_kill_9_repeats_no_more_than_what_was_in_flight(workspace: Workspace, start: Start) -> None:
    server = start(limits=Limits(latency_s=0.1))
    arguments = api(server, "model.concurrency=16")
    process = workspace.start(*arguments, "task=digits", run="killed")
    while server.stats()["requests"] < 180:
        assert process.popen.poll() is None
        time.sleep(0.02)
    process.kill()
    again = workspace.run(*arguments, "task=digits", run="again")
    assert again.code == 0, again.stderr
    assert again.result["execution"]["in_flight_lost"] <= 16
    assert server.stats()["requests"] <= 360 + 16


def test_the_same_run_again_asks_nothing(workspace: Workspace, start: Start) -> None:
    server = start()
    first = workspace.run(*api(server), "task=digits", run="first")
    sent = server.stats()["requests"]
    again = workspace.start(*api(server), "task=digits", run="again").wait()  # with another seed of Python's hashes
    assert server.stats()["requests"] == sent
    assert stable(again.result) == stable(first.result)
    assert json.dumps(stable(again.result)) == json.dumps(stable(first.result))


def test_a_cap_per_minute_does_not_keep_ctrl_c_waiting(workspace: Workspace, start: Start) -> None:
    server = start()
    process = workspace.start(*api(server, "model.requests_per_minute=20"), "task=digits", run="capped")
    while server.stats()["requests"] < 20:
        assert process.popen.poll() is None
        time.sleep(0.02)
    process.interrupt()
    begun = time.monotonic()
    finished = process.wait()
    assert time.monotonic() - begun < 20
    assert finished.code == 130, finished.stderr
    assert finished.result["tasks"]["digits"]["counts"]["responses"]["ok"] == 20
    assert server.stats()["requests"] == 20
