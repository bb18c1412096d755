"""Who may send the next request, and where: one line for all, the endpoint with the fewest requests in flight."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from hyeval.execution.limiter import Limiter
from hyeval.models.base import Model, Pressure

logger = logging.getLogger(__name__)

PROBE_INTERVAL_S = 5.0


@dataclass(eq=False)
class Seat:
    """A replica of the model and its limiter; `down` while it does not answer."""

    model: Model
    limiter: Limiter
    down: bool = False

    @property
    def free(self) -> bool:
        """Whether another request may be in flight."""
        return self.limiter.taken < self.limiter.limit


@dataclass(frozen=True)
class Lease:
    """A request's place at a replica, and when it was given."""

    seat: Seat
    granted: float


class Balancer:
    """Gives places to new requests and retries in the order in which they ask.

    A replica that cannot be reached gets nothing until it answers a probe; when none can be, all are tried, and the
    retries' limits decide. With a single replica there is nothing to choose and nothing to probe.
    """

    def __init__(self, seats: Sequence[Seat], *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._seats = tuple(seats)
        self._sleep = sleep
        self._line: deque[asyncio.Future[Lease]] = deque()
        self._probes: set[asyncio.Task[None]] = set()

    @property
    def limit(self) -> int:
        """Requests that may be in flight at present, over all replicas that answer."""
        return sum(seat.limiter.limit for seat in self._usable())

    @property
    def in_flight(self) -> int:
        """Requests that are in flight."""
        return sum(seat.limiter.taken for seat in self._seats)

    async def acquire(self) -> Lease:
        """Wait for a place."""
        if not self._line and (lease := self._take()) is not None:
            return lease
        turn: asyncio.Future[Lease] = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.release(turn.result(), Pressure.NONE)
            raise

    def release(self, lease: Lease, pressure: Pressure, *, unreachable: bool = False) -> None:
        """Give a place back and say how the request went."""
        lease.seat.limiter.release(lease.granted, pressure)
        if unreachable and len(self._seats) > 1 and not lease.seat.down:
            self._take_out(lease.seat)
        self._admit()

    async def close(self) -> None:
        """End the probes."""
        for probe in self._probes:
            probe.cancel()
        await asyncio.gather(*self._probes, return_exceptions=True)

    def _usable(self) -> Sequence[Seat]:
        return [seat for seat in self._seats if not seat.down] or self._seats

    def _take(self) -> Lease | None:
        free = [seat for seat in self._usable() if seat.free]
        if not free:
            return None
        seat = min(free, key=lambda seat: seat.limiter.taken)
        return Lease(seat, seat.limiter.take())

    def _admit(self) -> None:
        while self._line:
            if self._line[0].done():  # cancelled while it waited
                self._line.popleft()
            elif (lease := self._take()) is not None:
                self._line.popleft().set_result(lease)
            else:
                return

    def _take_out(self, seat: Seat) -> None:
        seat.down = True
        logger.warning("%s does not answer and gets no requests until it does", seat.model.name)
        probe = asyncio.get_running_loop().create_task(self._probe(seat))
        self._probes.add(probe)
        probe.add_done_callback(self._probes.discard)

    async def _probe(self, seat: Seat) -> None:
        while not await seat.model.reachable():
            await self._sleep(PROBE_INTERVAL_S)
        seat.down = False
        logger.warning("%s answers again", seat.model.name)
        self._admit()
