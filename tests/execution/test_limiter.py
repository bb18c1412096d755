"""How many requests may be in flight, found out against simulated endpoints, and caps per minute."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable

import pytest

from hyeval.execution.balancer import Balancer, Lease, Seat
from hyeval.execution.limiter import AdaptiveLimiter, FixedLimiter, Limiter, RateCap
from hyeval.models.base import Pressure
from hyeval.models.scripted import ScriptedModel


class VirtualTime:
    """An event loop's worth of time without waiting: sleepers wake in order, as soon as nothing else can run."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        wake = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._numbers), wake))
        await wake

    async def run(self, work: Callable[[], Awaitable[None]], until: float) -> None:
        task = asyncio.ensure_future(work())
        while self.now < until and not task.done():
            for _ in range(20):
                await asyncio.sleep(0)
            if self._sleepers:
                self.now, _, wake = heapq.heappop(self._sleepers)
                wake.set_result(None)
        task.cancel()


class Endpoint:
    """Answers in `latency_s`, refuses at once beyond `capacity`, and one request every `storm_s` seconds."""

    def __init__(
        self, time: VirtualTime, *, capacity: int, latency_s: float = 0.2, storm_s: float | None = None
    ) -> None:
        self._time = time
        self._capacity = capacity
        self._latency_s = latency_s
        self._storm_s = storm_s
        self._next_storm = storm_s or 0.0
        self._busy = 0
        self.answered: list[float] = []
        self.refused = 0

    async def ask(self) -> Pressure:
        if self._storm_s is not None and self._time.now >= self._next_storm:
            self._next_storm += self._storm_s
            self.refused += 1
            return Pressure.CUT
        if self._busy >= self._capacity:
            await self._time.sleep(0.005)
            self.refused += 1
            return Pressure.CUT
        self._busy += 1
        await self._time.sleep(self._latency_s)
        self._busy -= 1
        self.answered.append(self._time.now)
        return Pressure.NONE

    def rate(self, since: float, until: float) -> float:
        return sum(since <= moment < until for moment in self.answered) / (until - since)


class Line(Balancer):
    """Places at one endpoint."""

    def __init__(self, limiter: Limiter) -> None:
        super().__init__([Seat(ScriptedModel("one"), limiter)])
        self.limiter = limiter


async def saturate(line: Line, endpoint: Endpoint) -> None:
    async def one(lease: Lease) -> None:
        line.release(lease, await endpoint.ask())

    async with asyncio.TaskGroup() as group:
        while True:
            group.create_task(one(await line.acquire()))


def simulate(seconds: float, **settings: float | int | None) -> tuple[Endpoint, AdaptiveLimiter]:
    async def scenario() -> tuple[Endpoint, AdaptiveLimiter]:
        time = VirtualTime()
        endpoint = Endpoint(time, **settings)  # type: ignore[arg-type]
        limiter = AdaptiveLimiter(clock=time.clock)
        await time.run(lambda: saturate(Line(limiter), endpoint), seconds)
        return endpoint, limiter

    return asyncio.run(scenario())


@pytest.mark.parametrize("capacity", [5, 48, 200])
def test_the_limit_of_an_endpoint_is_found_within_twenty_seconds(capacity: int) -> None:
    endpoint, _ = simulate(60, capacity=capacity)
    assert endpoint.rate(20, 60) >= 0.9 * capacity / 0.2


def test_few_requests_are_refused_on_the_way() -> None:
    endpoint, _ = simulate(60, capacity=48)
    assert endpoint.refused < 0.03 * (len(endpoint.answered) + endpoint.refused)


@pytest.mark.parametrize(("latency_s", "recovered_s"), [(0.2, 20), (1.0, 120)])
def test_a_stream_of_single_refusals_does_not_freeze_the_limit(latency_s: float, recovered_s: float) -> None:
    endpoint, _ = simulate(recovered_s + 60, capacity=48, storm_s=2.0, latency_s=latency_s)
    assert endpoint.rate(recovered_s, recovered_s + 60) >= 0.8 * 48 / latency_s


def test_without_pressure_the_limit_doubles_up_to_its_maximum() -> None:
    endpoint, limiter = simulate(10, capacity=10_000)
    assert limiter.limit == 1024
    assert endpoint.refused == 0


def test_refusals_of_one_episode_cut_once() -> None:
    async def scenario() -> int:
        now = [0.0]
        line = Line(AdaptiveLimiter(start=100, clock=lambda: now[0]))
        granted = [await line.acquire() for _ in range(100)]
        now[0] = 1.0
        for one in granted[:50]:
            line.release(one, Pressure.CUT)
        return line.limit

    assert asyncio.run(scenario()) == 50


def test_trouble_holds_the_limit() -> None:
    async def scenario() -> int:
        line = Line(AdaptiveLimiter(start=4, clock=lambda: 0.0))
        for pressure in (Pressure.HOLD, *[Pressure.NONE] * 4):
            line.release(await line.acquire(), pressure)
        return line.limit

    assert asyncio.run(scenario()) == 4


def test_a_latency_that_grows_beyond_the_factor_is_pressure() -> None:
    async def scenario() -> tuple[int, int]:
        now = [0.0]
        line = Line(AdaptiveLimiter(start=4, latency_factor=3, clock=lambda: now[0]))

        async def window(latency: float) -> int:
            granted = [await line.acquire() for _ in range(line.limit)]
            now[0] += latency
            for one in granted:
                line.release(one, Pressure.NONE)
            return line.limit

        return await window(0.1), await window(1.0)

    quick, slow = asyncio.run(scenario())
    assert (quick, slow) == (8, 4)


def test_no_more_than_the_fixed_limit_is_granted() -> None:
    async def scenario() -> tuple[int, int]:
        line = Line(FixedLimiter(3))
        granted = [await line.acquire() for _ in range(3)]
        fourth = asyncio.ensure_future(line.acquire())
        await asyncio.sleep(0)
        before = line.in_flight
        assert not fourth.done()
        line.release(granted[0], Pressure.NONE)
        await fourth
        return before, line.in_flight

    assert asyncio.run(scenario()) == (3, 3)


def test_a_waiter_that_is_cancelled_takes_no_slot() -> None:
    async def scenario() -> int:
        line = Line(FixedLimiter(1))
        granted = await line.acquire()
        waiting = [asyncio.ensure_future(line.acquire()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        line.release(granted, Pressure.NONE)
        await waiting[1]
        assert not waiting[2].done()
        waiting[2].cancel()
        return line.in_flight

    assert asyncio.run(scenario()) == 1


def test_a_cap_holds_in_every_minute() -> None:
    async def scenario() -> list[float]:
        time = VirtualTime()
        cap = RateCap(10, clock=time.clock, sleep=time.sleep)
        spent: list[float] = []

        async def spend() -> None:
            for _ in range(35):
                await cap.spend(1)
                spent.append(time.now)
                await time.sleep(0.5)

        await time.run(spend, 1000)
        return spent

    spent = asyncio.run(scenario())
    assert len(spent) == 35
    assert all(sum(start <= moment < start + 60 for moment in spent) <= 10 for start in spent)
    assert spent[-1] < 190


def test_an_amount_above_the_whole_cap_goes_alone() -> None:
    async def scenario() -> float:
        time = VirtualTime()
        cap = RateCap(10, clock=time.clock, sleep=time.sleep)
        await time.run(lambda: cap.spend(500), 10)
        return time.now

    assert asyncio.run(scenario()) == 0
