"""Every fault as a client sees it, and the plan that says when."""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import openai
import pytest

from tests.servers.openai_server import (
    CURABLE,
    Answers,
    Fault,
    FaultPlan,
    ServerSettings,
    expected_answer,
)
from tests.servers.visits import CHAT, Visit, always, ask, run

ERRORS: list[tuple[Fault, type[openai.APIStatusError], int, str | None]] = [
    (Fault.RATE_LIMIT_SECONDS, openai.RateLimitError, 429, "rate_limit_exceeded"),
    (Fault.RATE_LIMIT_MS, openai.RateLimitError, 429, "rate_limit_exceeded"),
    (Fault.RATE_LIMIT_DATE, openai.RateLimitError, 429, "rate_limit_exceeded"),
    (Fault.RATE_LIMIT_BARE, openai.RateLimitError, 429, "rate_limit_exceeded"),
    (Fault.RATE_LIMIT_RESET, openai.RateLimitError, 429, "rate_limit_exceeded"),
    (Fault.INSUFFICIENT_QUOTA, openai.RateLimitError, 429, "insufficient_quota"),
    (Fault.STATUS_408, openai.APIStatusError, 408, None),
    (Fault.STATUS_409, openai.ConflictError, 409, "resource_locked"),
    (Fault.STATUS_500, openai.InternalServerError, 500, None),
    (Fault.STATUS_502, openai.InternalServerError, 502, None),
    (Fault.STATUS_503, openai.InternalServerError, 503, "overloaded"),
    (Fault.STATUS_504, openai.InternalServerError, 504, None),
    (Fault.HTML_502, openai.InternalServerError, 502, None),
    (Fault.CONTENT_FILTER_400, openai.BadRequestError, 400, "content_filter"),
]
ANSWERS: dict[Fault, Callable[[Any], bool]] = {
    Fault.EMPTY_CHOICES: lambda done: done.choices == [],
    Fault.EMPTY_CONTENT: lambda done: _first(done) == ("", None, "stop"),
    Fault.NULL_CONTENT: lambda done: _first(done) == (None, None, "stop"),
    Fault.CONTENT_FILTER: lambda done: _first(done) == (None, None, "content_filter"),
    Fault.REFUSAL: lambda done: _first(done)[0] is None and "can't" in _first(done)[1] and _first(done)[2] == "stop",
    Fault.LENGTH: lambda done: _first(done)[2] == "length" and "step by step" in _first(done)[0],
    Fault.WRONG_MODEL: lambda done: done.model != "test-model" and _first(done)[0] == expected_answer(ask()),
    Fault.ERROR_200: lambda done: done.choices is None and done.error["code"] == 502,
}
ELSEWHERE = {Fault.RESET, Fault.DISCONNECT, Fault.CUT_BODY, Fault.TRUNCATED_JSON, Fault.HTML_200}
ELSEWHERE |= {Fault.SLOW, Fault.HANG, Fault.STALL}


def _first(done: Any) -> tuple[Any, Any, str]:
    choice = done.choices[0]
    return choice.message.content, choice.message.refusal, choice.finish_reason


def test_every_fault_is_tested_here() -> None:
    assert {one[0] for one in ERRORS} | set(ANSWERS) | ELSEWHERE == set(Fault)


@pytest.mark.parametrize(("fault", "error", "status", "code"), ERRORS, ids=[one[0] for one in ERRORS])
def test_faults_that_are_errors(
    fault: Fault, error: type[openai.APIStatusError], status: int, code: str | None
) -> None:
    async def scenario(there: Visit) -> None:
        with pytest.raises(error) as caught:
            await there.complete(ask())
        assert (caught.value.status_code, caught.value.code) == (status, code)
        entry = (await there.control("log"))[0]
        assert (entry["fault"], entry["status"], entry["attempt"]) == (fault, status, 0)

    run(scenario, always(fault))


@pytest.mark.parametrize("fault", ANSWERS)
def test_faults_of_the_answer(fault: Fault) -> None:
    async def scenario(there: Visit) -> None:
        assert ANSWERS[fault](await there.complete(ask()))
        assert (await there.control("log"))[0]["fault"] == fault
        assert (await there.control("stats"))["successes"] == 0

    run(scenario, always(fault))


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.RATE_LIMIT_SECONDS, {"retry-after": "2.5"}),
        (Fault.RATE_LIMIT_MS, {"retry-after-ms": "2500"}),
        (Fault.RATE_LIMIT_DATE, {}),
        (Fault.RATE_LIMIT_BARE, {}),
        (Fault.RATE_LIMIT_RESET, {"x-ratelimit-reset-requests": "6m0s"}),
    ],
)
def test_how_long_to_wait_is_said_in_every_form(fault: Fault, expected: dict[str, str]) -> None:
    async def scenario(there: Visit) -> None:
        asked = time.time()
        headers = (await there.post(ask())).headers
        found = {name: headers.get(name) for name in ("retry-after", "retry-after-ms", "x-ratelimit-reset-requests")}
        if fault is Fault.RATE_LIMIT_DATE:
            date = parsedate_to_datetime(found.pop("retry-after") or "").timestamp()
            assert asked + 2.5 <= date <= time.time() + 3.5
        assert {name: value for name, value in found.items() if value} == expected

    run(scenario, always(fault, retry_after_s=2.5, resets=("6m0s",)))


def test_all_reset_durations_are_drawn() -> None:
    async def scenario(there: Visit) -> None:
        answered = [await there.post(ask(str(i))) for i in range(30)]
        assert {one.headers["x-ratelimit-reset-requests"] for one in answered} == {"20ms", "1s", "6m0s"}

    run(scenario, always(Fault.RATE_LIMIT_RESET, resets=("20ms", "1s", "6m0s")))


async def _exchange(url: str, body: bytes) -> bytes:
    """Send a request over a socket of our own and read until the connection ends."""
    host, port = url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (CHAT.encode(), len(body)) + body)
    try:
        return await reader.read()
    finally:
        writer.close()


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.DISCONNECT])
def test_connections_that_end_before_any_byte(fault: Fault, capfd: pytest.CaptureFixture[str]) -> None:
    async def scenario(there: Visit) -> None:
        with pytest.raises(openai.APIConnectionError):
            await there.complete(ask())
        sent = json.dumps(ask()).encode()
        if fault is Fault.RESET:
            with pytest.raises(ConnectionResetError):
                await _exchange(there.url, sent)
        else:
            assert await _exchange(there.url, sent) == b""
        log = await there.control("log")
        assert [(one["fault"], one["status"], one["client_gone"]) for one in log] == [(fault, None, False)] * 2

    run(scenario, always(fault))
    assert capfd.readouterr().err == ""


def test_bodies_that_break_off() -> None:
    async def cut(there: Visit) -> None:
        with pytest.raises(openai.APIConnectionError):
            await there.complete(ask())
        head, _, body = (await _exchange(there.url, json.dumps(ask("other")).encode())).partition(b"\r\n\r\n")
        assert b"200 OK" in head
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        assert length // 2 == len(body)

    async def truncated(there: Visit) -> None:
        with pytest.raises((json.JSONDecodeError, openai.APIError)):
            await there.complete(ask())
        answered = await there.post(ask("other"))
        assert int(answered.headers["content-length"]) == len(answered.text)
        with pytest.raises(json.JSONDecodeError):
            json.loads(answered.text)

    run(cut, always(Fault.CUT_BODY))
    run(truncated, always(Fault.TRUNCATED_JSON))


@pytest.mark.parametrize(("fault", "status"), [(Fault.HTML_200, 200), (Fault.HTML_502, 502)])
def test_pages_in_place_of_answers(fault: Fault, status: int) -> None:
    async def scenario(there: Visit) -> None:
        answered = await there.post(ask())
        assert answered.status == status
        assert answered.headers["content-type"].startswith("text/html")
        assert answered.text.startswith("<html>")

    run(scenario, always(fault))


@pytest.mark.parametrize("fault", [Fault.ERROR_200, Fault.CUT_BODY, Fault.TRUNCATED_JSON, Fault.STALL])
def test_faults_in_the_middle_of_a_stream(fault: Fault) -> None:
    body = ask("a text of several tokens", stream=True)

    async def scenario(there: Visit) -> None:
        if fault is Fault.ERROR_200:
            with pytest.raises(openai.APIError, match="Provider returned error"):
                assert [chunk async for chunk in await there.complete(body)]
        elif fault is Fault.CUT_BODY:
            with pytest.raises(aiohttp.ClientPayloadError):
                await there.post(body)
        elif fault is Fault.TRUNCATED_JSON:
            events = (await there.post(body)).text.strip().split("\n\n")
            json.loads(events[-2].removeprefix("data: "))
            with pytest.raises(json.JSONDecodeError):
                json.loads(events[-1].removeprefix("data: "))
        else:
            with pytest.raises(asyncio.TimeoutError):
                await there.post(body, timeout=aiohttp.ClientTimeout(total=0.2))
        assert (await there.control("log"))[0]["fault"] == fault

    run(scenario, ServerSettings(faults=FaultPlan(rates={fault: 1}), answers=Answers(mode="echo")))


def test_slow_answers_are_good_and_no_fault_of_the_body() -> None:
    async def scenario(there: Visit) -> None:
        for _ in range(3):
            started = time.monotonic()
            assert (await there.complete(ask())).choices[0].message.content == expected_answer(ask())
            assert time.monotonic() - started >= 0.05
        stats = await there.control("stats")
        assert (stats["successes"], stats["duplicates"], stats["by_fault"]) == (3, 2, {"slow": 3})

    run(scenario, always(Fault.SLOW, slow_s=0.05, max_faults_per_body=1))


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.STALL])
def test_hanging_until_the_client_gives_up(fault: Fault) -> None:
    async def scenario(there: Visit) -> None:
        with pytest.raises(openai.APITimeoutError):
            await there.complete(ask())
        for _ in range(100):
            stats = await there.control("stats")
            if not stats["in_flight"]:
                break
            await asyncio.sleep(0.01)
        assert (stats["client_gone"], stats["in_flight"], stats["by_fault"]) == (1, 0, {fault: 1})
        entry = (await there.control("log"))[0]
        assert 0.1 < entry["ended"] - entry["started"] < 5

    run(scenario, always(fault), timeout_s=0.2)


MIXED = {Fault.STATUS_500: 0.2, Fault.RATE_LIMIT_BARE: 0.2, Fault.EMPTY_CONTENT: 0.1, Fault.RESET: 0.1}


def test_faults_depend_on_seed_body_and_attempt_alone() -> None:
    plan = FaultPlan(seed=3, rates=MIXED)
    bodies = [json.dumps(ask(f"Question {i}")).encode() for i in range(40)]

    async def scenario(there: Visit) -> None:
        order = [body for body in bodies for _ in range(5)]

        async def send(body: bytes) -> None:
            try:
                await there.post(body)
            except aiohttp.ClientConnectionError:
                return

        for attempt in range(2):
            random.Random(attempt).shuffle(order)
            if attempt:
                await asyncio.gather(*map(send, order))
            else:
                for body in order:
                    await send(body)
            served: dict[str, list[str]] = {}
            for entry in sorted(await there.control("log"), key=lambda one: one["attempt"]):
                served.setdefault(entry["sha256"], []).append(entry["fault"])
            for body in bodies:
                digest = hashlib.sha256(body).hexdigest()
                assert served[digest] == [fault or "" for fault in plan.sequence(digest, 5)]
            await there.reset()

    run(scenario, ServerSettings(faults=plan))


def test_rates_and_seeds() -> None:
    plan = FaultPlan(seed=1, rates=MIXED, max_faults_per_body=10**9)
    drawn = Counter(plan.draw(f"{i:064x}", attempt) for i in range(1000) for attempt in range(10))
    for fault, rate in MIXED.items():
        assert abs(drawn[fault] / 10_000 - rate) < 0.02
    other = FaultPlan(seed=2, rates=MIXED)
    assert [plan.draw("a", i) for i in range(50)] != [other.draw("a", i) for i in range(50)]


def test_a_body_fails_so_often_and_no_more() -> None:
    plan = FaultPlan(rates={Fault.STATUS_500: 1})
    assert plan.sequence("a", 5) == [Fault.STATUS_500] * 3 + [None] * 2
    assert sum(fault is not None for fault in FaultPlan.mixed(0.9).sequence("a", 100)) == 3


def test_persistent_bodies_fail_for_ever() -> None:
    plan = FaultPlan(persistent=0.25, persistent_fault=Fault.STATUS_503)
    failing = [f"{i:064x}" for i in range(1000) if plan.is_persistent(f"{i:064x}")]
    assert 200 < len(failing) < 300
    assert plan.sequence(failing[0], 20) == [Fault.STATUS_503] * 20
    healthy = next(f"{i:064x}" for i in range(1000) if f"{i:064x}" not in failing)
    assert plan.sequence(healthy, 5) == [None] * 5


def test_plans_that_make_no_sense() -> None:
    with pytest.raises(ValueError, match="unknown 'status_999'; known are rate_limit_seconds"):
        FaultPlan(rates={"status_999": 0.1})  # type: ignore[dict-item]
    with pytest.raises(ValueError, match=r"status_500: a share .* not 1.5"):
        FaultPlan(rates={Fault.STATUS_500: 1.5})
    with pytest.raises(ValueError, match="rates: they add up to"):
        FaultPlan(rates={Fault.STATUS_500: 0.6, Fault.RESET: 0.6})


def test_a_retrying_client_gets_everything_through_a_mix_of_faults() -> None:
    """The openai client's own retries do it, save for what comes as a 200 that is no answer."""
    visible = {Fault.TRUNCATED_JSON, Fault.HTML_200, Fault.ERROR_200, Fault.EMPTY_CHOICES}
    rates = {kind: 0.03 for kind in CURABLE if kind not in visible}
    plan = FaultPlan(rates=rates, retry_after_s=0.01, max_faults_per_body=2)

    async def scenario(there: Visit) -> None:
        client = there.client.with_options(max_retries=3)
        bodies = [ask(f"Question {i}") for i in range(30)]
        answers = await asyncio.gather(*(client.chat.completions.create(**body) for body in bodies))
        for body, done in zip(bodies, answers, strict=True):
            assert done.choices[0].message.content == expected_answer(body)
        stats = await there.control("stats")
        assert stats["distinct_successes"] == 30
        assert stats["requests"] > 30

    run(scenario, ServerSettings(faults=plan))


def test_a_storm_strikes_once_in_a_while() -> None:
    async def scenario(there: Visit) -> None:
        struck = []
        started = time.monotonic()
        while time.monotonic() - started < 0.45:
            answered = await there.post(ask())
            if answered.status == 429:
                struck.append(answered.headers["retry-after"])
            await asyncio.sleep(0.005)
        assert struck
        assert set(struck) == {"7"}
        assert len(struck) <= 6
        assert (await there.control("stats"))["by_fault"] == {"storm": len(struck)}

    run(scenario, ServerSettings(faults=FaultPlan(storm_every_s=0.1, storm_retry_after_s=7)))
