"""When an attempt is repeated, and after how long."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from hyeval.models.base import TransientFailure

T = TypeVar("T")

JITTER_AFTER_WAIT = 0.1
"""Share of a requested wait that is added at random, so that those who were sent away do not all return at once."""


@dataclass(frozen=True)
class RetryPolicy:
    """Exponential back-off with full jitter; a wait that the endpoint asks for is the least.

    Full jitter: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015. `base_s` and `cap_s` in
    seconds.
    """

    max_attempts: int = 8
    base_s: float = 1.0
    cap_s: float = 60.0
    seed: int = 0

    async def run(
        self, attempt: Callable[[], Awaitable[T]], *, sleep: Callable[[float], Awaitable[None]], key: str
    ) -> T:
        """Call `attempt` until it succeeds; raise its last `TransientFailure` when attempts are used up."""
        attempts = 0
        while True:
            try:
                return await attempt()
            except TransientFailure as failure:
                attempts += 1
                if attempts >= min(self.max_attempts, failure.max_attempts or self.max_attempts):
                    raise
                wait = self._wait(failure, attempts, random.Random(f"{self.seed}:{key}:{attempts}"))
            await sleep(wait)

    def _wait(self, failure: TransientFailure, attempts: int, draw: random.Random) -> float:
        """Seconds until the next attempt after so many that failed."""
        backoff = draw.uniform(0, min(self.cap_s, self.base_s * 2 ** (attempts - 1)))
        if failure.retry_after_s is None:
            return backoff
        return max(backoff, failure.retry_after_s * (1 + draw.uniform(0, JITTER_AFTER_WAIT)))
