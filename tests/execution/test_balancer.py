"""Places at several replicas: who gets the next one, and what becomes of a replica that cannot be reached."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

import pytest

from hyeval.execution.balancer import PROBE_INTERVAL_S, Balancer, Lease, Seat
from hyeval.execution.limiter import AdaptiveLimiter, FixedLimiter
from hyeval.models.base import Pressure
from hyeval.models.scripted import ScriptedModel


class Replica(ScriptedModel):
    """A replica that can be unplugged; counts how often it was probed."""

    def __init__(self, name: str, *, alive: bool = True) -> None:
        super().__init__(name)
        self.alive = alive
        self.probes = 0

    async def reachable(self) -> bool:
        self.probes += 1
        return self.alive


class Naps:
    """The sleep between two probes: it ends when the test says so."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self._alarms: list[asyncio.Future[None]] = []

    async def sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)
        alarm = asyncio.get_running_loop().create_future()
        self._alarms.append(alarm)
        await alarm

    def wake(self) -> None:
        for alarm in self._alarms:
            if not alarm.done():
                alarm.set_result(None)
        self._alarms.clear()


class Stage:
    """Replicas named a, b, …, each with a fixed number of places, and the balancer before them."""

    def __init__(self, *places: int) -> None:
        self.naps = Naps()
        self.replicas = [Replica(name) for name, _ in zip("abcdef", places, strict=False)]
        self.seats = [Seat(one, FixedLimiter(count)) for one, count in zip(self.replicas, places, strict=True)]
        self.balancer = Balancer(self.seats, sleep=self.naps.sleep)

    async def take(self, count: int = 1) -> list[Lease]:
        return [await self.balancer.acquire() for _ in range(count)]

    def back(self, lease: Lease, *, unreachable: bool = False) -> None:
        self.balancer.release(lease, Pressure.HOLD if unreachable else Pressure.NONE, unreachable=unreachable)

    async def lose(self, name: str) -> None:
        """Unplug a replica and let a request find out; nothing else may be in flight there."""
        seat = next(seat for seat in self.seats if seat.model.name == name)
        self.replicas[self.seats.index(seat)].alive = False
        leases = []
        while not leases or leases[-1].seat is not seat:
            leases.append(await self.balancer.acquire())
        for lease in leases:
            self.back(lease, unreachable=lease.seat is seat)
        await settle()


def names(leases: Sequence[Lease]) -> str:
    return "".join(lease.seat.model.name for lease in leases)


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def play(scenario: Callable[[Stage], Awaitable[None]], *places: int) -> None:
    """Run a scenario, and end its probes."""

    async def run() -> None:
        stage = Stage(*places)
        try:
            await asyncio.wait_for(scenario(stage), timeout=5)
        finally:
            await asyncio.wait_for(stage.balancer.close(), timeout=5)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("places", "count", "order"),
    [((2, 2, 2), 6, "abcabc"), ((1, 3), 4, "abbb"), ((3, 1, 2), 6, "abcaca"), ((4,), 4, "aaaa")],
)
def test_the_replica_with_the_fewest_requests_in_flight_is_next(
    places: tuple[int, ...], count: int, order: str
) -> None:
    async def scenario(stage: Stage) -> None:
        assert names(await stage.take(count)) == order

    play(scenario, *places)


def test_a_replica_that_holds_a_slow_request_is_left_to_it() -> None:
    async def scenario(stage: Stage) -> None:
        (slow,) = await stage.take()
        quick = ""
        for _ in range(9):
            (lease,) = await stage.take()
            quick += names([lease])
            stage.back(lease)
        assert (names([slow]), quick) == ("a", "b" * 9)
        stage.back(slow)
        assert names(await stage.take()) == "a"

    play(scenario, 5, 5)


def test_those_who_wait_are_served_in_order_whichever_replica_becomes_free() -> None:
    async def scenario(stage: Stage) -> None:
        leases = await stage.take(4)
        served: list[int] = []

        async def wait(number: int) -> Lease:
            lease = await stage.balancer.acquire()
            served.append(number)
            return lease

        waiting = [asyncio.ensure_future(wait(number)) for number in range(4)]
        await settle()
        assert served == []
        for number, lease in enumerate(reversed(leases), 1):
            stage.back(lease)
            await settle()
            assert served == list(range(number))
        assert names([one.result() for one in waiting]) == names(leases)[::-1]

    play(scenario, 2, 2)


def test_nobody_overtakes_the_line() -> None:
    async def scenario(stage: Stage) -> None:
        (lease,) = await stage.take()
        first = asyncio.ensure_future(stage.balancer.acquire())
        await settle()
        stage.back(lease)
        late = asyncio.ensure_future(stage.balancer.acquire())
        await settle()
        assert (first.done(), late.done()) == (True, False)
        stage.back(first.result())
        await late

    play(scenario, 1)


def test_limit_and_in_flight_are_sums_and_a_replica_that_is_out_offers_nothing() -> None:
    async def scenario(stage: Stage) -> None:
        balancer = stage.balancer
        assert (balancer.limit, balancer.in_flight) == (9, 0)
        leases = await stage.take(5)
        assert (balancer.limit, balancer.in_flight) == (9, 5)
        lost = next(lease for lease in leases if lease.seat.model.name == "b")
        stage.replicas[1].alive = False
        stage.back(lost, unreachable=True)
        assert (balancer.limit, balancer.in_flight) == (6, 4)
        for lease in leases:
            if lease is not lost:
                stage.back(lease)
        assert (balancer.limit, balancer.in_flight) == (6, 0)

    play(scenario, 2, 3, 4)


def test_a_replica_that_cannot_be_reached_gets_nothing_until_it_answers_a_probe(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario(stage: Stage) -> None:
        lost = stage.replicas[0]
        await stage.lose("a")
        assert names(await stage.take(2)) == "bb"
        assert (lost.probes, stage.naps.seconds) == (1, [PROBE_INTERVAL_S])
        waiting = asyncio.ensure_future(stage.balancer.acquire())
        stage.naps.wake()
        await settle()
        assert (lost.probes, waiting.done()) == (2, False)
        lost.alive = True
        stage.naps.wake()
        assert (await waiting).seat.model.name == "a"
        assert (lost.probes, stage.seats[0].down) == (3, False)
        stage.naps.wake()
        await settle()
        assert lost.probes == 3  # one that answers is not probed

    with caplog.at_level(logging.WARNING):
        play(scenario, 2, 2)
    assert [record.getMessage() for record in caplog.records] == [
        "a does not answer and gets no requests until it does",
        "a answers again",
    ]


def test_several_requests_that_find_a_replica_dead_start_one_probe() -> None:
    async def scenario(stage: Stage) -> None:
        leases = await stage.take(6)
        stage.replicas[0].alive = False
        for lease in leases:
            stage.back(lease, unreachable=lease.seat.model.name == "a")
        await settle()
        assert stage.replicas[0].probes == 1
        assert stage.balancer.in_flight == 0

    play(scenario, 3, 3)


def test_a_replica_that_comes_back_and_dies_again_is_taken_out_again() -> None:
    async def scenario(stage: Stage) -> None:
        for _ in range(3):
            await stage.lose("b")
            assert stage.seats[1].down
            stage.replicas[1].alive = True
            stage.naps.wake()
            await settle()
            assert not stage.seats[1].down
        assert names(await stage.take(2)) == "ab"

    play(scenario, 2, 2)


def test_when_no_replica_answers_all_are_tried() -> None:
    async def scenario(stage: Stage) -> None:
        for name in "abc":
            await stage.lose(name)
        assert [seat.down for seat in stage.seats] == [True] * 3
        assert stage.balancer.limit == 3
        assert names(await stage.take(3)) == "abc"

    play(scenario, 1, 1, 1)


def test_those_who_wait_for_a_replica_that_dies_go_to_the_others() -> None:
    async def scenario(stage: Stage) -> None:
        first, second = await stage.take(2)
        waiting = [asyncio.ensure_future(stage.balancer.acquire()) for _ in range(2)]
        await settle()
        stage.replicas[0].alive = False
        stage.back(first, unreachable=True)
        await settle()
        assert not any(one.done() for one in waiting)  # the place at the dead one is no place
        stage.back(second)
        await settle()
        assert [one.done() for one in waiting] == [True, False]
        assert waiting[0].result().seat.model.name == "b"
        stage.back(waiting[0].result())
        assert (await waiting[1]).seat.model.name == "b"

    play(scenario, 1, 1)


def test_a_single_replica_is_never_taken_out() -> None:
    async def scenario(stage: Stage) -> None:
        stage.replicas[0].alive = False
        for _ in range(3):
            (lease,) = await stage.take()
            stage.back(lease, unreachable=True)
            await settle()
        assert (stage.seats[0].down, stage.replicas[0].probes) == (False, 0)
        assert stage.balancer.limit == 2

    play(scenario, 2)


@pytest.mark.parametrize("moment", ["while it waits", "when it was just served"])
def test_a_waiter_that_is_cancelled_takes_no_place(moment: str) -> None:
    async def scenario(stage: Stage) -> None:
        first, second = await stage.take(2)
        cancelled, patient = (asyncio.ensure_future(stage.balancer.acquire()) for _ in range(2))
        await settle()
        if moment == "while it waits":
            cancelled.cancel()
            stage.back(first)
        else:
            stage.back(first)  # its turn has come, but it has not run yet
            cancelled.cancel()
        await settle()
        assert cancelled.cancelled()
        assert patient.result().seat is first.seat
        assert stage.balancer.in_flight == 2
        stage.back(second)
        stage.back(patient.result())
        assert stage.balancer.in_flight == 0

    play(scenario, 1, 1)


def test_close_ends_the_probes() -> None:
    async def scenario(stage: Stage) -> None:
        before = asyncio.all_tasks()
        await stage.lose("a")
        await stage.lose("b")
        assert len(asyncio.all_tasks() - before) == 2
        await stage.balancer.close()
        assert asyncio.all_tasks() == before
        stage.naps.wake()
        await settle()
        assert [one.probes for one in stage.replicas] == [1, 1, 0]

    play(scenario, 1, 1, 1)


def test_pressure_reaches_the_limiter_of_its_own_replica() -> None:
    async def scenario() -> list[int]:
        limiters = [AdaptiveLimiter(start=10, clock=lambda: 1.0) for _ in range(2)]
        balancer = Balancer([Seat(Replica(name), limiter) for name, limiter in zip("ab", limiters, strict=True)])
        leases = [await balancer.acquire() for _ in range(20)]
        balancer.release(next(lease for lease in leases if lease.seat.model.name == "b"), Pressure.CUT)
        return [limiter.limit for limiter in limiters]

    assert asyncio.run(scenario()) == [10, 5]
