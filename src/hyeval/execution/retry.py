"""When an attempt is repeated, and after how long."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

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
        try:
            return await attempt()  # as nearly always: without an account of attempts, which takes 0.03 ms
        except TransientFailure as failure:
            first = failure
        return await self._again(first, attempt, sleep=sleep, key=key)

    async def _again(
        self,
        first: TransientFailure,
        attempt: Callable[[], Awaitable[T]],
        *,
        sleep: Callable[[float], Awaitable[None]],
        key: str,
    ) -> T:
        """Go on from a first attempt that failed."""
        failed = [first]
        draw = random.Random(f"{self.seed}:{key}")

        async def call() -> T:
            if failed:
                raise failed.pop()
            return await attempt()

        def wait(state: RetryCallState) -> float:
            failure = _failure(state)
            backoff = draw.uniform(0, min(self.cap_s, self.base_s * 2 ** (state.attempt_number - 1)))
            if failure.retry_after_s is None:
                return backoff
            return max(backoff, failure.retry_after_s * (1 + draw.uniform(0, JITTER_AFTER_WAIT)))

        def stop(state: RetryCallState) -> bool:
            return state.attempt_number >= min(self.max_attempts, _failure(state).max_attempts or self.max_attempts)

        retrying = AsyncRetrying(
            retry=retry_if_exception_type(TransientFailure), wait=wait, stop=stop, sleep=sleep, reraise=True
        )
        return await retrying(call)


def _failure(state: RetryCallState) -> TransientFailure:
    failure = None if state.outcome is None else state.outcome.exception()
    assert isinstance(failure, TransientFailure)
    return failure
