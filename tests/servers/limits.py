"""Quota, rate limits and the number of requests served at once."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.servers.errors import ApiError
from tests.servers.settings import ServerSettings

QUOTA_MESSAGE = "You exceeded your current quota, please check your plan and billing details."


class Window:
    """A sliding window: at most `limit` units in any `seconds`."""

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit = limit
        self.seconds = seconds
        self.used = 0
        self._entries: deque[tuple[float, int]] = deque()

    def wait(self, units: int, now: float) -> float:
        """Seconds until so many units fit; 0 if they fit now."""
        while self._entries and self._entries[0][0] <= now - self.seconds:
            self.used -= self._entries.popleft()[1]
        excess = self.used + units - self.limit
        if excess <= 0:
            return 0.0
        for at, amount in self._entries:
            excess -= amount
            if excess <= 0:
                return at + self.seconds - now
        return self.seconds

    def add(self, units: int, now: float) -> None:
        """Count units."""
        self.used += units
        self._entries.append((now, units))

    def reset(self, now: float) -> float:
        """Seconds until the window is empty."""
        return max(self._entries[-1][0] + self.seconds - now, 0.0) if self._entries else 0.0


class Limiter:
    """Quota, storm and windows, per key. Requests that are refused here or before are not counted.

    The real API counts refused requests too; here they are left out so that a client that waits for as long as
    Retry-After says is served for sure.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self._limits = settings.limits
        self._plan = settings.faults
        self._next_storm = time.monotonic() + (self._plan.storm_every_s or 0)
        self._windows: dict[str, dict[str, Window]] = {}
        self._admitted: dict[str, int] = {}

    def admit(self, key: str, model: str, tokens: int) -> None:
        """Count the request, or refuse it with 429."""
        now = time.monotonic()
        quota = self._limits.key_quota.get(key, self._limits.quota)
        if quota is not None and self._admitted.get(key, 0) >= quota:
            raise quota_error("limit:quota")
        if self._plan.storm_every_s is not None and now >= self._next_storm:
            self._next_storm = now + self._plan.storm_every_s
            raise rate_limit_error(model, "requests", "storm", self._plan.storm_retry_after_s)
        units = {"requests": 1, "tokens": tokens}
        windows = self._of_key(key)
        for name, window in windows.items():
            if units[name] > window.limit:
                message = (
                    f"Request too large for {model} on {name} per min: Limit {window.limit}, Requested {units[name]}."
                )
                raise ApiError(429, message, kind=name, code="rate_limit_exceeded", cause=f"limit:{name}")
            wait = window.wait(units[name], now)
            if wait > 0:
                raise rate_limit_error(model, name, f"limit:{name}", wait, self.headers(key))
        for name, window in windows.items():
            window.add(units[name], now)
        self._admitted[key] = self._admitted.get(key, 0) + 1

    def headers(self, key: str) -> dict[str, str]:
        """The `x-ratelimit-*` headers of a key; none without limits."""
        now = time.monotonic()
        found: dict[str, str] = {}
        for name, window in self._of_key(key).items():
            window.wait(0, now)
            found[f"x-ratelimit-limit-{name}"] = str(window.limit)
            found[f"x-ratelimit-remaining-{name}"] = str(max(window.limit - window.used, 0))
            found[f"x-ratelimit-reset-{name}"] = duration(window.reset(now))
        return found

    def _of_key(self, key: str) -> dict[str, Window]:
        if key not in self._windows:
            limits = self._limits
            wanted = {"requests": limits.requests_per_window, "tokens": limits.tokens_per_window}
            self._windows[key] = {
                name: Window(limit, limits.window_s) for name, limit in wanted.items() if limit is not None
            }
        return self._windows[key]


class Slots:
    """The requests that are served at once; those beyond are refused or wait in line."""

    def __init__(self, settings: ServerSettings) -> None:
        self._limits = settings.limits
        self._free = asyncio.Semaphore(settings.limits.max_concurrent or 1)
        self.serving = 0

    @asynccontextmanager
    async def taken(self, model: str) -> AsyncIterator[None]:
        """Hold a slot; 429 when there is none and nobody may wait."""
        limits = self._limits
        bounded = limits.max_concurrent is not None
        if bounded and limits.over_limit == "reject" and self._free.locked():
            raise rate_limit_error(model, "requests", "limit:concurrency", limits.over_limit_retry_after_s)
        if bounded:
            await self._free.acquire()
        self.serving += 1
        try:
            yield
        finally:
            self.serving -= 1
            if bounded:
                self._free.release()


def rate_limit_error(
    model: str, what: str, cause: str, wait_s: float | None, headers: dict[str, str] | None = None
) -> ApiError:
    """429 rate_limit_exceeded, with Retry-After in seconds unless there is nothing to say."""
    hint = f" Please try again in {duration(wait_s)}." if wait_s is not None else ""
    retry = {"retry-after": seconds(wait_s)} if wait_s is not None else {}
    return ApiError(
        429,
        f"Rate limit reached for {model} on {what} per min.{hint}",
        kind=what,
        code="rate_limit_exceeded",
        cause=cause,
        headers=(headers or {}) | retry,
    )


def quota_error(cause: str) -> ApiError:
    """429 that no waiting cures."""
    return ApiError(429, QUOTA_MESSAGE, kind="insufficient_quota", code="insufficient_quota", cause=cause)


def seconds(value: float) -> str:
    """For Retry-After: rounded up to milliseconds, whole numbers without a point."""
    return f"{-(-value * 1000 // 1) / 1000:.10g}"


def duration(value: float) -> str:
    """As the API writes durations, which is how Go does: 20ms, 1s, 1.5s, 6m0s, 1h0m0s."""
    milliseconds = int(-(-value * 1000 // 1))
    if milliseconds < 1000:
        return f"{milliseconds}ms"
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    text = f"{rest / 1000:g}s"
    if minutes or hours:
        text = f"{minutes}m{text}"
    return f"{hours}h{text}" if hours else text
