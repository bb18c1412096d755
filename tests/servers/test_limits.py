"""Concurrency, rate limits, quota and latency."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

import openai

from tests.servers.openai_server import (
    Limits,
    ServerSettings,
)
from tests.servers.visits import Visit, ask, run


def test_too_many_at_once_are_refused() -> None:
    limits = Limits(max_concurrent=3, latency_s=0.4, over_limit_retry_after_s=0.25)

    async def scenario(there: Visit) -> None:
        answered = await asyncio.gather(*(there.post(ask(str(i))) for i in range(8)))
        assert Counter(one.status for one in answered) == {200: 3, 429: 5}
        assert {one.headers["retry-after"] for one in answered if one.status == 429} == {"0.25"}
        stats = await there.control("stats")
        assert stats["max_in_flight"] == 4  # the three that are served and the one that is being refused
        assert stats["by_fault"] == {"limit:concurrency": 5}
        assert max(one["in_flight"] for one in await there.control("log")) == 4

    run(scenario, ServerSettings(limits=limits))


def test_too_many_at_once_wait_in_line() -> None:
    async def scenario(there: Visit) -> None:
        started = time.monotonic()
        answered = await asyncio.gather(*(there.post(ask(str(i))) for i in range(6)))
        assert {one.status for one in answered} == {200}
        assert time.monotonic() - started >= 0.3

    run(scenario, ServerSettings(limits=Limits(max_concurrent=2, over_limit="queue", latency_s=0.1)))


def test_requests_per_window() -> None:
    async def scenario(there: Visit) -> None:
        answered = [await there.post(ask(str(i))) for i in range(4)]
        assert [one.status for one in answered] == [200, 200, 200, 429]
        assert [one.headers["x-ratelimit-remaining-requests"] for one in answered] == ["2", "1", "0", "0"]
        refused = answered[-1]
        assert refused.json["error"]["code"] == "rate_limit_exceeded"
        wait = float(refused.headers["retry-after"])
        assert 0 < wait <= 1
        other_key = await there.post(ask(), headers={"Authorization": "Bearer other"})
        assert other_key.status == 200
        await asyncio.sleep(wait)
        assert (await there.post(ask("3"))).status == 200

    run(scenario, ServerSettings(limits=Limits(requests_per_window=3, window_s=1.0)))


def test_tokens_per_window() -> None:
    body = ask("x" * 40, None, max_tokens=86)  # 4 for the message, 10 for its text, 86 allowed: 100

    async def scenario(there: Visit) -> None:
        first, second, third = [await there.post(body) for _ in range(3)]
        assert [first.status, second.status, third.status] == [200, 200, 429]
        assert first.headers["x-ratelimit-remaining-tokens"] == "150"
        assert third.json["error"]["type"] == "tokens"
        assert 0 < float(third.headers["retry-after"]) <= 0.8
        hopeless = await there.post(body | {"max_tokens": 1000})
        assert "Request too large" in hopeless.json["error"]["message"]
        assert "retry-after" not in hopeless.headers
        await asyncio.sleep(0.8)
        assert (await there.post(body)).status == 200

    run(scenario, ServerSettings(limits=Limits(tokens_per_window=250, window_s=0.8)))


def test_quota_per_key() -> None:
    async def scenario(there: Visit) -> None:
        statuses = []
        for key, count in (("a", 3), ("b", 3)):
            client = there.client.with_options(api_key=key)
            for i in range(count):
                try:
                    await client.chat.completions.create(**ask(str(i)))
                    statuses.append("ok")
                except openai.RateLimitError as error:
                    statuses.append(str(error.code))
        assert statuses == ["ok", "ok", "insufficient_quota", "ok", "insufficient_quota", "insufficient_quota"]
        assert (await there.control("stats"))["by_fault"] == {"limit:quota": 3}
        await there.reset()
        assert (await there.post(ask(), headers={"Authorization": "Bearer b"})).status == 200

    run(scenario, ServerSettings(limits=Limits(quota=2, key_quota={"b": 1})))


def test_latency_grows_beyond_saturation() -> None:
    async def seconds(there: Visit, count: int) -> float:
        started = time.monotonic()
        await asyncio.gather(*(there.post(ask(str(i))) for i in range(count)))
        return time.monotonic() - started

    async def scenario(there: Visit) -> None:
        assert await seconds(there, 2) >= 0.1
        assert await seconds(there, 8) >= 0.4

    run(scenario, ServerSettings(limits=Limits(latency_s=0.1, saturation=2)))


def test_jitter_is_bounded() -> None:
    async def scenario(there: Visit) -> None:
        await asyncio.gather(*(there.post(ask(str(i))) for i in range(20)))
        took = [one["ended"] - one["started"] for one in await there.control("log")]
        assert min(took) >= 0.02
        assert max(took) - min(took) > 0.03

    run(scenario, ServerSettings(limits=Limits(latency_s=0.02, jitter_s=0.1)))
