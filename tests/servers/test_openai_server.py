"""Answers, streams and refusals as clients see them; what is on record; the process and its command line."""

from __future__ import annotations

import asyncio
import hashlib
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import openai
import psutil  # type: ignore[import-untyped]
import pytest

from tests.servers.load import measure
from tests.servers.openai_server import (
    Answers,
    Fault,
    FaultPlan,
    Limits,
    Rule,
    ServerSettings,
    expected_answer,
    key_id,
    start_server,
)
from tests.servers.settings import parse_command_line
from tests.servers.visits import CHAT, PNG, Visit, always, ask, run
from tests.warm import ROOT


def test_answers_are_what_the_caller_computes() -> None:
    async def scenario(there: Visit) -> None:
        bodies = [ask(f"Question {i}", image) for i in range(6) for image in (PNG, None)]
        for body in bodies:
            done = await there.complete(body)
            assert done.choices[0].message.content == expected_answer(body)
        assert {expected_answer(body) for body in bodies} <= set("ABCD")
        assert len({expected_answer(body) for body in bodies}) > 1

    run(scenario)


def test_image_and_text_decide_and_nothing_else() -> None:
    letters = {expected_answer(ask("one", PNG + "AA" * i)) for i in range(30)}
    assert letters == set("ABCD")
    assert expected_answer(ask("one")) == expected_answer(ask("one", temperature=1, model="other"))


def test_an_answer_has_all_that_the_api_sends() -> None:
    answers = Answers(image_tokens=100, cached_tokens=64, reasoning_tokens=7)

    async def scenario(there: Visit) -> None:
        raw = await there.client.chat.completions.with_raw_response.create(**ask(n=3, logprobs=True, top_logprobs=4))
        done = raw.parse()
        assert raw.headers["x-request-id"].startswith("req_")
        assert done.id.startswith("chatcmpl-")
        assert done.system_fingerprint == answers.fingerprint
        assert done.model == "test-model"
        assert [one.finish_reason for one in done.choices] == ["stop"] * 3
        body = ask()
        assert [one.message.content for one in done.choices] == [expected_answer(body, choice=i) for i in range(3)]
        assert done.choices[0].message.refusal is None
        usage = done.usage
        assert usage is not None
        assert usage.prompt_tokens == 4 + 4 + 100  # of the message, of its 13 characters, of the image
        assert usage.completion_tokens == 3 * (7 + 1)
        assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
        assert usage.prompt_tokens_details is not None
        assert usage.prompt_tokens_details.cached_tokens == 64
        assert usage.completion_tokens_details is not None
        assert usage.completion_tokens_details.reasoning_tokens == 21
        assert done.choices[0].logprobs is not None
        for token in done.choices[0].logprobs.content or []:
            assert token.logprob <= 0
            assert bytes(token.bytes or []) == token.token.encode()
            assert len({one.token for one in token.top_logprobs}) == 4
            assert token.top_logprobs[0].token == token.token
            assert token.top_logprobs == sorted(token.top_logprobs, key=lambda one: -one.logprob)

    run(scenario, ServerSettings(answers=answers))


RULES = (Rule("colou?r", "blue"), Rule("bomb", "", refusal=True))


@pytest.mark.parametrize(
    ("answers", "text", "expected"),
    [
        (Answers(mode="constant", constant="42"), "What?", "42"),
        (Answers(mode="echo"), "Say this: é 🙂", "Say this: é 🙂"),
        (Answers(mode="rules", rules=RULES), "Which color?", "blue"),
        (Answers(mode="rules", rules=RULES, constant="else"), "Which shape?", "else"),
    ],
)
def test_modes_of_answering(answers: Answers, text: str, expected: str) -> None:
    async def scenario(there: Visit) -> None:
        done = await there.complete(ask(text))
        assert done.choices[0].message.content == expected == expected_answer(ask(text), answers)

    run(scenario, ServerSettings(answers=answers))


def test_rules_can_refuse() -> None:
    async def scenario(there: Visit) -> None:
        message = (await there.complete(ask("a bomb"))).choices[0].message
        assert message.content is None
        assert message.refusal

    run(scenario, ServerSettings(answers=Answers(mode="rules", rules=RULES)))


def test_stop_and_token_limits_cut_the_answer() -> None:
    async def scenario(there: Visit) -> None:
        text = "one two three four"
        stopped = (await there.complete(ask(text, stop=[" three"]))).choices[0]
        assert (stopped.message.content, stopped.finish_reason) == ("one two", "stop")
        cut = (await there.complete(ask(text, max_tokens=5 + 2))).choices[0]
        assert (cut.message.content, cut.finish_reason) == ("one two ", "length")
        thinking = await there.complete(ask(text, max_completion_tokens=4))
        assert (thinking.choices[0].message.content, thinking.choices[0].finish_reason) == ("", "length")
        assert thinking.usage.completion_tokens == 4

    run(scenario, ServerSettings(answers=Answers(mode="echo", reasoning_tokens=5)))


def test_a_stream_adds_up_to_the_answer() -> None:
    body = ask("a text of several tokens", n=2, logprobs=True)

    async def scenario(there: Visit) -> None:
        whole = await there.complete(body)
        stream = await there.complete(body | {"stream": True, "stream_options": {"include_usage": True}})
        chunks = [chunk async for chunk in stream]
        for i in range(2):
            deltas = [c for chunk in chunks for c in chunk.choices if c.index == i]
            assert "".join(one.delta.content or "" for one in deltas) == whole.choices[i].message.content
            assert [one.finish_reason for one in deltas][-1] == "stop"
            assert sum(len(one.logprobs.content) for one in deltas if one.logprobs) == 6
        assert chunks[0].choices[0].delta.role == "assistant"
        assert chunks[-1].choices == []
        assert chunks[-1].usage == whole.usage
        assert all(chunk.usage is None for chunk in chunks[:-1])
        raw = await there.post(body | {"stream": True})
        assert raw.headers["content-type"].startswith("text/event-stream")
        assert raw.text.endswith("data: [DONE]\n\n")
        assert "usage" not in raw.text

    run(scenario, ServerSettings(answers=Answers(mode="echo")))


def test_keys() -> None:
    async def scenario(there: Visit) -> None:
        await there.complete(ask())
        wrong = there.client.with_options(api_key="sk-wrong-key-123456")
        with pytest.raises(openai.AuthenticationError) as caught:
            await wrong.chat.completions.create(**ask())
        assert caught.value.code == "invalid_api_key"
        assert "sk-wrong-key-123456" not in str(caught.value)
        with pytest.raises(openai.AuthenticationError):
            await wrong.models.list()
        missing = await there.post(ask())
        assert missing.status == 401
        assert missing.json["error"]["type"] == "invalid_request_error"
        azure = await there.post(ask(), headers={"api-key": "sk-right"})
        assert azure.status == 200
        keys = [one["key"] for one in await there.control("log")]
        assert keys == [
            key_id(key) for key in ("sk-right", "sk-wrong-key-123456", "sk-wrong-key-123456", "", "sk-right")
        ]

    run(scenario, ServerSettings(keys=("sk-right",)), key="sk-right")


def test_models() -> None:
    async def scenario(there: Visit) -> None:
        assert [one.id async for one in there.client.models.list()] == ["test-model", "org/other"]
        assert (await there.client.models.retrieve("org/other")).id == "org/other"
        with pytest.raises(openai.NotFoundError) as caught:
            await there.complete(ask(model="nobody"))
        assert caught.value.code == "model_not_found"

    run(scenario, ServerSettings(models=("test-model", "org/other")))


BAD_IMAGES = {
    "data:image/png;base64,####": "invalid_base64",
    PNG[:-1]: "invalid_base64",
    "data:image/png;base64,aGVsbG8gd29ybGQh": "invalid_image_format",
    "data:application/pdf;base64,JVBERi0xLjQK": "invalid_image_format",
    "iVBORw0KGgo=": "invalid_value",
    "file:///etc/hostname": "invalid_value",
}
BAD_REQUESTS: list[tuple[Any, str | None]] = [
    (b'{"model": "test-model", "messages"', None),
    (b"\xff\xfe", None),
    (b"[" * 100_000, None),
    ([], "invalid_type"),
    ({"messages": []}, None),
    ({"model": "m"}, "missing_required_parameter"),
    ({"model": "m", "messages": []}, "empty_array"),
    ({"model": "m", "messages": "hello"}, "invalid_type"),
    ({"model": "m", "messages": ["hello"]}, "invalid_type"),
    ({"model": "m", "messages": [{"content": "hello"}]}, "missing_required_parameter"),
    ({"model": "m", "messages": [{"role": "robot", "content": "hello"}]}, "invalid_value"),
    ({"model": "m", "messages": [{"role": "user", "content": None}]}, "invalid_type"),
    ({"model": "m", "messages": [{"role": "user", "content": [{"type": "image", "image": "x"}]}]}, "invalid_value"),
    ({"model": "m", "messages": [{"role": "user", "content": [{"type": "text"}]}]}, "invalid_type"),
    (
        {"model": "m", "messages": [{"role": "user", "content": [{"type": "image_url", "image_url": "x"}]}]},
        "invalid_type",
    ),
    (ask(temperature=3), "decimal_above_max_value"),
    (ask(temperature="warm"), "invalid_type"),
    (ask(n=0), "integer_below_min_value"),
    (ask(max_tokens=1.5), "invalid_type"),
    (ask(max_tokens=1, max_completion_tokens=1), "invalid_parameter_combination"),
    (ask(top_logprobs=3), None),
    (ask(logprobs=True, top_logprobs=21), "integer_above_max_value"),
    (ask(stream_options={"include_usage": True}), None),
    (ask(stream=True, stream_options="usage"), "invalid_type"),
    (ask(stop=7), "invalid_type"),
    (ask(stop=["a", ""]), "invalid_value"),
    (ask(max_tokens=10, reasoning_effort="low"), "unsupported_parameter"),
    (ask(presence_penalty=1), "unsupported_value"),
    (ask(top_k=5), "unknown_parameter"),
    *((ask(image=url), code) for url, code in BAD_IMAGES.items()),
]


def test_bad_requests() -> None:
    settings = ServerSettings(unsupported=("reasoning_effort",), fixed={"presence_penalty": 0}, strict_parameters=True)

    async def scenario(there: Visit) -> None:
        for body, code in BAD_REQUESTS:
            answered = await there.post(body)
            assert (answered.status, answered.json["error"]["code"]) == (400, code), body
            assert set(answered.json["error"]) == {"message", "type", "param", "code"}
        for body in (ask(image="https://example.org/a.png"), ask(presence_penalty=0, n=None, max_tokens=None)):
            assert (await there.post(body)).status == 200
        stats = await there.control("stats")
        assert stats["by_status"] == {"400": len(BAD_REQUESTS), "200": 2}

    run(scenario, settings)


def test_unsupported_max_tokens_names_the_way_out() -> None:
    async def scenario(there: Visit) -> None:
        with pytest.raises(openai.BadRequestError, match="Use 'max_completion_tokens' instead") as caught:
            await there.complete(ask(max_tokens=5))
        assert (caught.value.code, caught.value.param) == ("unsupported_parameter", "max_tokens")
        await there.complete(ask(max_completion_tokens=5))

    run(scenario, ServerSettings(unsupported=("max_tokens",)))


@pytest.mark.parametrize(("full", "expected"), [(False, 200), (True, 400)])
def test_the_whole_image_is_checked_on_demand(full: bool, expected: int) -> None:
    async def scenario(there: Visit) -> None:
        assert (await there.post(ask(image=PNG[:-8] + "****" + PNG[-4:]))).status == expected

    run(scenario, ServerSettings(full_image_check=full))


def test_bodies_over_the_limit() -> None:
    async def chunked() -> AsyncIterator[bytes]:
        for _ in range(4):
            yield bytes(500)

    async def scenario(there: Visit) -> None:
        assert (await there.post(ask("x" * 500))).status == 200
        with pytest.raises(openai.APIStatusError, match=r"Maximum content size limit \(1000\) exceeded") as caught:
            await there.complete(ask("x" * 1000))
        assert caught.value.status_code == 413
        async with there.session.post(there.url + CHAT, data=chunked()) as response:
            assert response.status == 413

    run(scenario, ServerSettings(body_limit=1000))


def test_unknown_addresses() -> None:
    async def scenario(there: Visit) -> None:
        assert (await there.post({}, "/v2/nothing")).json["error"]["message"] == "Invalid URL (POST /v2/nothing)"
        async with there.session.get(there.url + CHAT) as response:
            assert response.status == 404
        async with there.session.get(there.url + "/health") as response:
            assert await response.json() == {"status": "ok"}

    run(scenario)


def test_what_was_served_is_on_record() -> None:
    async def scenario(there: Visit) -> None:
        sent = json.dumps(ask()).encode()
        for _ in range(3):
            await there.post(sent)
        await there.post(ask("other"))
        await there.post(b"{")
        log = await there.control("log")
        assert [one["number"] for one in log] == [1, 2, 3, 4, 5]
        assert log[0]["sha256"] == hashlib.sha256(sent).hexdigest()
        assert [one["attempt"] for one in log] == [0, 1, 2, 0, None]
        assert [one["status"] for one in log] == [200, 200, 200, 200, 400]
        assert [one["path"] for one in log] == [CHAT] * 5
        assert all(one["started"] <= one["ended"] <= time.time() for one in log)
        stats = await there.control("stats")
        assert (stats["requests"], stats["successes"], stats["distinct_successes"], stats["duplicates"]) == (5, 4, 2, 2)
        assert (await there.control("log?after=4"))[0]["number"] == 5
        await there.reset()
        assert await there.control("log") == []
        assert (await there.control("stats"))["requests"] == 0

    run(scenario)


def test_the_log_keeps_the_latest_requests() -> None:
    async def scenario(there: Visit) -> None:
        for i in range(5):
            await there.post(ask(str(i)))
        assert [one["number"] for one in await there.control("log")] == [3, 4, 5]
        stats = await there.control("stats")
        assert (stats["requests"], stats["successes"], stats["log_dropped"]) == (5, 5, 2)

    run(scenario, ServerSettings(log_limit=3))


def test_a_server_in_its_own_process() -> None:
    settings = ServerSettings(
        keys=("sk-a",),
        faults=FaultPlan(seed=5, rates={Fault.STATUS_500: 1}, max_faults_per_body=1),
        answers=Answers(mode="rules", rules=(Rule("which", "that"),)),
        limits=Limits(key_quota={"sk-a": 10}),
    )
    with start_server(settings) as server:
        client = openai.OpenAI(base_url=server.url + "/v1", api_key="sk-a", max_retries=1)
        with client:
            assert client.chat.completions.create(**ask("which?")).choices[0].message.content == "that"
        assert server.stats()["by_status"] == {"500": 1, "200": 1}
        assert [one["fault"] for one in server.log()] == ["status_500", ""]
        assert [one["number"] for one in server.log(after=1)] == [2]
        server.reset()
        assert server.log() == []
        assert psutil.pid_exists(server.pid)
    assert not psutil.pid_exists(server.pid)
    server.stop()


def test_nothing_is_left_when_requests_hang_or_the_caller_is_killed() -> None:
    with start_server(always(Fault.HANG)) as server:

        async def give_up() -> None:
            async with aiohttp.ClientSession() as session:
                asking = asyncio.create_task(session.post(server.url + CHAT, json=ask()).__aenter__())
                while not server.stats()["in_flight"]:
                    await asyncio.sleep(0.01)
                started = time.monotonic()
                server.stop()
                assert time.monotonic() - started < 3
                with pytest.raises(aiohttp.ClientError):
                    await asking

        asyncio.run(give_up())
    assert not psutil.pid_exists(server.pid)

    code = "from tests.servers.running import start_server; import time; print(start_server().pid, flush=True); "
    caller = subprocess.Popen([sys.executable, "-c", code + "time.sleep(60)"], cwd=ROOT, stdout=subprocess.PIPE)
    assert caller.stdout is not None
    orphan = psutil.Process(int(caller.stdout.readline()))
    caller.kill()
    caller.wait()
    caller.stdout.close()
    orphan.wait(5)


def test_the_command_line() -> None:
    command = [sys.executable, "-m", "tests.servers.openai_server", "--port", "0", "--answers", "constant"]
    process = subprocess.Popen([*command, "--constant", "yes"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("listening on http://127.0.0.1:")
        with openai.OpenAI(base_url=line.split()[-1] + "/v1", api_key="any", max_retries=0) as client:
            assert client.chat.completions.create(**ask()).choices[0].message.content == "yes"
    finally:
        process.terminate()
        process.communicate()
    assert process.returncode == 0


def test_options_are_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = tmp_path / "rules.json"
    rules.write_text('[{"pattern": "a", "answer": "b"}]')
    options = (
        "--key k1 --key k2 --max-concurrent 4 --over-limit queue --fault status_500=0.1 --fault reset=0.2 --seed 9"
    )
    options += (
        f" --storm-every-s 2.5 --rules {rules} --answers rules --key-quota k1=3 --fixed temperature=1 --everywhere"
    )
    settings, managed = parse_command_line([*options.split(), "--reset", "6m0s"], str)
    assert not managed
    assert settings == ServerSettings(
        keys=("k1", "k2"),
        fixed={"temperature": 1.0},
        answers=Answers(mode="rules", rules=(Rule("a", "b"),)),
        limits=Limits(max_concurrent=4, over_limit="queue", key_quota={"k1": 3}),
        faults=FaultPlan(
            seed=9,
            rates={Fault.STATUS_500: 0.1, Fault.RESET: 0.2},
            storm_every_s=2.5,
            resets=("6m0s",),
            everywhere=True,
        ),
    )
    assert ServerSettings.from_json(settings.to_json()) == settings
    mixed, _ = parse_command_line(["--fault-mix", "0.19", "--fault", "reset=0.5"], str)
    assert mixed.faults.rates[Fault.RESET] == 0.5
    assert mixed.faults.rates[Fault.STATUS_500] == pytest.approx(0.01)
    for wrong, message in (
        ("--host 0.0.0.0", "only listens on a loopback address"),
        ("--fault nothing=1", "unknown 'nothing'"),
        ("--fault reset", "NAME=VALUE is needed"),
    ):
        with pytest.raises(SystemExit):
            parse_command_line(wrong.split(), str)
        assert message in capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org", ""])
def test_only_loopback(host: str) -> None:
    with pytest.raises(ValueError, match="only listens on a loopback address"):
        ServerSettings(host=host)


def test_it_keeps_up_with_many_requests() -> None:
    """No figure, for the machine may be busy: 50 at once are all served, and served side by side."""
    with start_server(ServerSettings(limits=Limits(latency_s=0.05))) as server:
        served, took = asyncio.run(measure(server, concurrency=50, size=45_000, seconds=0.5))
        stats = server.stats()
    assert stats["successes"] == served
    assert stats["max_in_flight"] == 50
    assert served / took > 4 * 1 / 0.05
