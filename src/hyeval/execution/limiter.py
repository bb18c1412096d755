"""How many requests may be in flight: a fixed number, or one that is found out (AIMD), and caps per minute."""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol

from hyeval.models.base import Pressure

START = 8
DOUBLING = 2.0
GROWTH = 0.08
"""Share by which the limit grows per clean window on its way back to where it was last refused."""
CUT = 0.99
"""Factor of a cut: beyond the last refusal the limit feels its way by single steps, so a small cut is enough."""
REPEATED_CUT = 0.7
"""Factor of a cut that follows another one without a clean window between: the endpoint takes much less than before."""
FIRST_CUT = 0.5
LATENCY_FACTOR = 4.0
WINDOW_LATENCIES = 0.95
MINUTE_S = 60.0


class Limiter(Protocol):
    """Says how many requests may be in flight at one endpoint, and learns from how they went."""

    limit: int
    taken: int

    def take(self) -> float:
        """Book a request that is sent now; return the time."""

    def release(self, granted: float, pressure: Pressure) -> None:
        """Book that it came back, and how it went."""


class FixedLimiter:
    """As many requests as asked for."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit = limit
        self.taken = 0
        self._clock = clock

    def take(self) -> float:
        """Book a request that is sent now; return the time."""
        self.taken += 1
        return self._clock()

    def release(self, granted: float, pressure: Pressure) -> None:  # noqa: ARG002  # a fixed limit learns nothing
        """Book that a request came back."""
        self.taken -= 1


class AdaptiveLimiter(FixedLimiter):
    """Additive increase, multiplicative decrease (Chiu and Jain, Computer Networks 17, 1989), per endpoint.

    The limit doubles per clean window (as many successes as the limit) until the first pressure. A refusal cuts it once
    per episode: refusals of requests that were sent before the last cut say nothing new. From there it returns quickly
    to where it was refused and goes beyond by one request, then two, then four, as long as windows stay clean: a stream
    of single refusals cannot freeze it, and an endpoint with a fixed capacity refuses one request in a hundred. Trouble
    (5xx, timeouts) holds it for a window. A window whose 95th percentile of latency exceeds `latency_factor` times the
    best window's is pressure too.
    """

    def __init__(
        self,
        *,
        start: int = START,
        maximum: int = 1024,
        latency_factor: float = LATENCY_FACTOR,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(min(start, maximum), clock)
        self._maximum = maximum
        self._latency_factor = latency_factor
        self._limit = float(self.limit)
        self._probing = True
        self._last_cut = -math.inf
        self._clean = True
        self._clean_windows = 0
        self._ceiling = math.inf
        self._step = 1.0
        self._latencies: list[float] = []
        self._best_latency = math.inf

    def release(self, granted: float, pressure: Pressure) -> None:
        """Book that a request came back, and learn from it."""
        now = self._clock()
        if pressure is Pressure.CUT:
            # What is in flight besides this attempt is the best evidence of what the endpoint takes.
            self._cut(granted, now, reached=min(self._limit, float(self.taken)))
        elif pressure is Pressure.HOLD:
            self._clean = False
        else:
            self._latencies.append(now - granted)
            if len(self._latencies) >= self.limit:
                self._end_window(now)
        self.taken -= 1

    def _cut(self, granted: float, now: float, *, reached: float) -> None:
        if granted <= self._last_cut:
            return
        factor = FIRST_CUT if self._probing else CUT if self._clean_windows else REPEATED_CUT
        self._ceiling = reached
        self._step = 1.0
        self._set(max(1.0, min(reached * factor, reached - 1)))
        self._probing = False
        self._clean_windows = 0
        self._last_cut = now
        self._begin_window()

    def _end_window(self, now: float) -> None:
        ordered = sorted(self._latencies)
        latency = ordered[min(len(ordered) - 1, int(WINDOW_LATENCIES * len(ordered)))]
        slow = latency > self._latency_factor * self._best_latency
        self._best_latency = min(self._best_latency, latency)
        if slow:
            self._cut(now, now, reached=self._limit)
            return
        if self._clean:
            self._clean_windows += 1
            self._set(self._grown())
        self._begin_window()

    def _grown(self) -> float:
        if self._probing:
            return self._limit * DOUBLING
        if self._limit < self._ceiling - 1:
            return min(self._ceiling - 1, self._limit + max(1.0, GROWTH * self._limit))
        beyond = self._limit + self._step
        self._step *= DOUBLING
        return beyond

    def _begin_window(self) -> None:
        self._latencies.clear()
        self._clean = True

    def _set(self, limit: float) -> None:
        self._limit = min(limit, float(self._maximum))
        self.limit = max(1, int(self._limit))


class RateCap:
    """At most `amount` per minute, in any minute: a request waits until what left the window makes room for it."""

    def __init__(
        self,
        amount: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._amount = amount
        self._clock = clock
        self._sleep = sleep
        self._spent: deque[tuple[float, float]] = deque()
        self._total = 0.0
        self._turn = asyncio.Lock()

    async def spend(self, amount: float) -> None:
        """Wait until `amount` fits into the last minute, and book it."""
        async with self._turn:
            while (wait := self._wait_for(amount)) > 0:
                await self._sleep(wait)
            self._spent.append((self._clock(), amount))
            self._total += amount

    def _wait_for(self, amount: float) -> float:
        now = self._clock()
        while self._spent and self._spent[0][0] <= now - MINUTE_S:
            self._total -= self._spent.popleft()[1]
        # A single request above the whole cap is let through alone: it could never go otherwise.
        if not self._spent or self._total + amount <= self._amount:
            return 0.0
        return self._spent[0][0] + MINUTE_S - now
