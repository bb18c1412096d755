"""Several addresses, batches, proxies, forwarded calls and keys."""

from __future__ import annotations

import re
import signal
import time
from pathlib import Path

import pytest

from tests.end_to_end.apis import PRICES, QUICK, Start, api
from tests.end_to_end.runs import Workspace, stable
from tests.servers.anthropic_stub import KEY, Stub
from tests.servers.openai_server import BatchSettings, Fault, FaultPlan, Limits, RunningServer
from tests.servers.proxy import Proxy

SECRET = "sk-very-secret-0123456789abcdef"
BATCH = ("model.batch=true", "model.batch_options.poll_s=0.1")


def several(*servers: RunningServer) -> str:
    return f"model.base_urls=[{','.join(f'{server.url}/v1' for server in servers)}]"


def holding(folder: Path, text: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_several_addresses_share_the_work(workspace: Workspace, start: Start) -> None:
    servers = [start(limits=Limits(latency_s=0.05)) for _ in range(3)]
    run = workspace.run(*api(servers[0], several(*servers)), "task=digits")
    assert run.code == 0, run.stderr
    counts = [server.stats()["requests"] for server in servers]
    assert sum(counts) == 360
    assert min(counts) > 80
    one = workspace.run(*api(start()), "task=digits", run="one")
    assert one.result["execution"]["reused"] == 360  # how many addresses there are is no part of the key


def test_an_address_that_dies_is_taken_out_and_one_that_comes_back_is_used(workspace: Workspace, start: Start) -> None:
    steady, dying = start(limits=Limits(latency_s=0.1)), start(limits=Limits(latency_s=0.1))
    port = int(dying.url.rpartition(":")[2])
    settings = (several(steady, dying), "model.concurrency=4")
    process = workspace.start(*api(steady, *settings), "task=[digits,digits_mc]")
    while dying.stats()["requests"] < 40:
        assert process.popen.poll() is None
        time.sleep(0.02)
    dying.stop()
    time.sleep(2)
    back = start(limits=Limits(latency_s=0.1), port=port)
    run = process.wait()
    assert run.code == 0, run.stderr
    assert "does not answer and gets no requests" in run.stderr
    assert "answers again" in run.stderr
    assert back.stats()["successes"] > 20
    assert run.result["tasks"]["digits"]["coverage"] == run.result["tasks"]["digits_mc"]["coverage"] == 1
    assert steady.stats()["duplicates"] == 0


def test_a_batch_gives_the_same_result_at_a_discount(workspace: Workspace, start: Start) -> None:
    server = start(batches=BatchSettings(batch_step_s=0.01))
    live = workspace.run(*api(server, PRICES), "task=digits", f"cache_dir={workspace.folder / 'live'}", run="live")
    sent = server.stats()["requests"]
    run = workspace.run(*api(server, PRICES, *BATCH, "model.batch_options.max_requests=100"), "task=digits")
    assert run.code == 0, run.stderr
    assert len(re.findall("submitted batch", run.stderr)) == 4
    chats = [one for one in server.log() if one["path"].endswith("completions")]
    assert len(chats) == sent == 360
    first, second = stable(live.result), stable(run.result)
    assert second["tasks"] == first["tasks"]
    assert second["usage"] == first["usage"]
    execution = run.result["execution"]
    assert (execution["generated"], execution["reused"]) == (360, 0)
    usd = live.result["execution"]["spending"]["answers"]["usd"]
    assert execution["spending"]["answers"]["usd"] == pytest.approx(usd / 2, rel=1e-4)


def test_a_killed_run_finds_its_batch_again(workspace: Workspace, start: Start) -> None:
    server = start(batches=BatchSettings(batch_step_s=1.0))
    process = workspace.start(*api(server, *BATCH), "task=digits", run="killed")
    process.wait_for("submitted batch")
    process.kill()
    again = workspace.run(*api(server, *BATCH), "task=digits", run="again")
    assert again.code == 0, again.stderr
    assert "found batch" in again.stderr
    assert "submitted batch" not in again.stderr
    assert [one for one in server.log() if one["path"].endswith("completions")] == []
    assert sum(one["method"] == "POST" and one["path"] == "/v1/batches" for one in server.log()) == 1
    assert again.result["tasks"]["digits"]["counts"]["responses"]["ok"] == 360
    third = workspace.run(*api(server, *BATCH), "task=digits", run="third")
    assert third.result["execution"]["reused"] == 360


def test_what_a_batch_leaves_unanswered_is_asked_one_by_one(workspace: Workspace, start: Start) -> None:
    server = start(batches=BatchSettings(batch_step_s=0.01, batch_expire_after=200))
    run = workspace.run(*api(server, *BATCH), "task=digits")
    assert run.code == 0, run.stderr
    chats = [one for one in server.log() if one["path"].endswith("completions")]
    assert len(chats) == 160
    assert run.result["tasks"]["digits"]["coverage"] == 1


def test_a_batch_interface_that_stumbles_loses_and_repeats_nothing(workspace: Workspace, start: Start) -> None:
    plan = FaultPlan(rates={Fault.STATUS_500: 0.3, Fault.RESET: 0.2}, seed=5, everywhere=True)
    server = start(batches=BatchSettings(batch_step_s=0.01), faults=plan)
    run = workspace.run(*api(server, *BATCH, "model.batch_options.max_requests=90"), "task=digits")
    assert run.code == 0, run.stderr
    assert run.result["tasks"]["digits"]["coverage"] == 1
    assert run.result["execution"]["spending"]["answers"]["attempts"] == 360


def test_an_endpoint_without_batches_is_named(workspace: Workspace, start: Start) -> None:
    server = start()
    settings = api(server, *BATCH)
    wrong = [one.replace("/v1", "/v1/chat") for one in settings]
    run = workspace.run(*wrong, "task=digits")
    assert run.code == 2, run.stderr
    assert "leave `model.batch=` out" in run.stderr


def test_a_batch_beyond_the_budget_is_not_submitted(workspace: Workspace, start: Start) -> None:
    server = start()
    run = workspace.run(*api(server, PRICES, *BATCH, "budget.usd=0.01"), "task=digits")
    assert run.code == 3, run.stderr
    assert "would exceed the budget" in run.stderr
    assert server.stats()["requests"] == 0 or not [one for one in server.log() if one["method"] == "POST"]


def test_eval_proxy_carries_every_call(workspace: Workspace, start: Start) -> None:
    server = start()
    with Proxy() as proxy:
        run = workspace.run(*api(server), "task=digits", "limit=5", environment={"EVAL_PROXY": proxy.url})
        assert run.code == 0, run.stderr
        assert proxy.seen == [f"POST {server.url}/v1/chat/completions"] * len(proxy.seen)
        assert proxy.seen


def test_fwd_api_sends_any_model_through_one_endpoint(workspace: Workspace, start: Start) -> None:
    server = start(keys=(SECRET,))
    environment = {"FWD_API": "1", "OPENAI_API_BASE": f"{server.url}/v1", "OPENAI_API_KEY": SECRET}
    for model in ("gpt_4o", "bedrock_nova_2_lite"):
        run = workspace.run(f"model={model}", "task=digits", "limit=3", *QUICK, run=model, environment=environment)
        assert run.code == 0, run.stderr
    assert server.stats()["successes"] == 6
    missing = workspace.run("model=gpt_4o", "task=digits", *QUICK, run="missing", environment={"FWD_API": "1"})
    assert missing.code == 2
    assert "FWD_API: OPENAI_API_BASE is not set" in missing.stderr


def test_parts_of_an_address_and_headers_come_from_the_environment(workspace: Workspace, start: Start) -> None:
    server = start(keys=(SECRET,))
    settings = [one for one in api(server) if "base_url" not in one]
    settings += [f"model.base_url='{server.url.replace('127.0.0.1', '{MY_HOST}')}/v1'"]
    settings += ["model.api_key_env=MY_KEY", "+model.headers={X-Team: '{MY_TEAM}'}"]
    environment = {"MY_HOST": "127.0.0.1", "MY_KEY": SECRET, "MY_TEAM": "blue"}
    run = workspace.run(*settings, "task=digits", "limit=3", environment=environment)
    assert run.code == 0, run.stderr
    missing = workspace.run(*settings, "task=digits", run="missing", environment={"MY_KEY": SECRET, "MY_TEAM": "blue"})
    assert missing.code == 2
    assert "model.base_url: MY_HOST is not set" in missing.stderr


@pytest.mark.parametrize("crash", [False, True])
def test_no_key_is_left_anywhere(workspace: Workspace, start: Start, crash: bool) -> None:
    """Not in files, logs, W&B's own files or on the screen; also when the process dies and dumps its traceback."""
    server = start(
        keys=(SECRET,),
        faults=FaultPlan(rates={Fault.STATUS_500: 0.3, Fault.RESET: 0.2}, seed=1),
        limits=Limits(latency_s=0.2),
    )
    variables = {"MY_KEY": f"{SECRET}\n", "MY_HEADER": SECRET, "OPENAI_LOG": "debug", "PYTHONASYNCIODEBUG": "1"}
    environment = {**variables, "WANDB_MODE": "offline", "PYTHONFAULTHANDLER": "1"}
    settings = (*api(server, "model.api_key_env=MY_KEY"), "+model.headers={X-Second: '{MY_HEADER}'}", "tracking=wandb")
    place = f"hydra.run.dir={workspace.folder / 'run'}"
    process = workspace.start(
        *settings, "task=digits", "limit=40", "hydra.verbose=true", place, environment=environment
    )
    while crash and server.stats()["requests"] < 20:
        assert process.popen.poll() is None
        time.sleep(0.02)
    if crash:
        process.popen.send_signal(signal.SIGABRT)
    run = process.wait()
    assert run.code == (-signal.SIGABRT if crash else 0), run.stderr
    assert ("Fatal Python error: Aborted" in run.stderr) == crash
    assert SECRET not in run.stdout + run.stderr
    assert holding(workspace.folder, SECRET) == []
    assert holding(workspace.folder, "MY_KEY")  # the name of the variable is what is written


def test_a_key_that_cannot_be_sent_is_refused_without_being_shown(workspace: Workspace, start: Start) -> None:
    server = start()
    secret = "sk-ключ-0123456789"
    run = workspace.run(*api(server, "model.api_key_env=MY_KEY"), "task=digits", environment={"MY_KEY": secret})
    assert run.code == 2
    assert "MY_KEY holds characters that no key has" in run.stderr
    assert secret not in run.stdout + run.stderr
    assert holding(workspace.folder, secret) == []


def test_a_proxy_that_is_no_address_is_named(workspace: Workspace, start: Start) -> None:
    run = workspace.run(*api(start()), "task=digits", environment={"EVAL_PROXY": "squid:3128"})
    assert run.code == 2, run.stderr
    assert "EVAL_PROXY: 'squid:3128' is no address" in run.stderr


def test_litellm_speaks_a_native_protocol(workspace: Workspace) -> None:
    with Stub(failures=(529, 500)) as stub:
        settings = (
            "model=claude_sonnet_5_5_native", f"model.base_url={stub.url}", "model.name=native",
            "generation.max_tokens=64", "model.concurrency=2", *QUICK,
        )  # fmt: skip
        environment = {"ANTHROPIC_API_KEY": KEY, "LITELLM_LOG": "ERROR"}
        run = workspace.run(*settings, "task=digits_mc", "limit=6", environment=environment)
        assert run.code == 0, run.stderr
        responses = [line["response"] for line in run.samples("digits_mc")]
        assert [one["text"] for one in responses] == ["B"] * 6
        assert all(one["prompt_tokens"] == 90 and one["completion_tokens"] == 3 for one in responses)
        assert run.result["execution"]["retries"] == 2
        assert len(stub.received) == 6
        content = stub.received[0]["messages"][0]["content"]
        assert [part["type"] for part in content] == ["image", "text"]
        wrong = workspace.run(*settings, "task=digits", run="wrong", environment={"ANTHROPIC_API_KEY": "nonsense"})
        assert wrong.code == 2, wrong.stderr
        assert "ANTHROPIC_API_KEY is not accepted" in wrong.stderr
        without = workspace.run(*settings, "task=digits", run="without", environment={"ANTHROPIC_API_KEY": ""})
        assert without.code == 2
        assert "model.credentials: ANTHROPIC_API_KEY is not set" in without.stderr


def test_scan_lists_what_failed_by_class_and_the_same_command_asks_only_that(
    workspace: Workspace, start: Start
) -> None:
    server = start(faults=FaultPlan(persistent=0.1, persistent_fault=Fault.STATUS_500, seed=2))
    run = workspace.run(*api(server, "retry.max_attempts=2", "max_failures=1.0"), "task=digits")
    assert run.code == 3, run.stderr
    failed = run.result["tasks"]["digits"]["counts"]["responses"]["failed"]
    scanned = workspace.command("scan", str(run.folder))
    assert scanned.returncode == 3
    assert re.search(rf"digits\s+failed\s+http_500\s+{failed}\s+{2 * failed}", scanned.stdout), scanned.stdout
    assert "The same command asks only these again" in scanned.stdout
    healthy = start()
    again = workspace.run(*api(healthy), "task=digits", run="again")
    assert healthy.stats()["requests"] == failed
    assert again.code == 0
    clean = workspace.command("scan", str(again.folder))
    assert clean.returncode == 0
    assert "nothing failed" in clean.stdout
    both = workspace.command("scan", str(workspace.folder))
    assert both.stdout.count("360 requests") == 2
    nothing = workspace.command("scan", str(workspace.folder / "home"))
    assert nothing.returncode == 2
    assert "holds no run" in nothing.stderr
