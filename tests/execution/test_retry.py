"""When an attempt is repeated, and after how long."""

from __future__ import annotations

import asyncio

import pytest

from hyeval.execution.retry import RetryPolicy
from hyeval.models.base import TransientFailure


def attempts(policy: RetryPolicy, *failures: TransientFailure, key: str = "k") -> tuple[str, list[float]]:
    """Fail as told, then succeed; return what came of it and the waits."""
    waits: list[float] = []
    left = list(failures)

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    async def attempt() -> str:
        if left:
            raise left.pop(0)
        return "answer"

    return asyncio.run(policy.run(attempt, sleep=sleep, key=key)), waits


def test_waits_grow_with_full_jitter_up_to_the_cap() -> None:
    policy = RetryPolicy(max_attempts=9, base_s=1, cap_s=10)
    many = [attempts(policy, *[TransientFailure("x", "x")] * 8, key=str(i))[1] for i in range(300)]
    for number, bound in enumerate([1, 2, 4, 8, 10, 10, 10, 10]):
        drawn = [waits[number] for waits in many]
        assert max(drawn) <= bound
        assert max(drawn) > 0.9 * bound
        assert min(drawn) < 0.1 * bound


def test_the_wait_that_an_endpoint_asks_for_is_the_least() -> None:
    policy = RetryPolicy(base_s=0.1, cap_s=1)
    _, waits = attempts(policy, TransientFailure("x", "x", retry_after_s=89), TransientFailure("x", "x"))
    assert 89 <= waits[0] <= 89 * 1.1
    assert waits[1] <= 0.2


def test_the_last_failure_is_raised_when_attempts_are_used_up() -> None:
    failures = [TransientFailure("x", f"number {i}") for i in range(5)]
    with pytest.raises(TransientFailure, match="number 2"):
        attempts(RetryPolicy(max_attempts=3), *failures)


def test_a_failure_may_allow_fewer_attempts() -> None:
    failures = [TransientFailure("empty", "x", max_attempts=2)] * 5
    with pytest.raises(TransientFailure):
        attempts(RetryPolicy(max_attempts=8), *failures[:2])
    assert attempts(RetryPolicy(max_attempts=8), *failures[:1])[0] == "answer"


def test_other_exceptions_are_not_repeated() -> None:
    calls: list[int] = []

    async def attempt() -> None:
        calls.append(1)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011  # raised above, without a text
        asyncio.run(RetryPolicy().run(attempt, sleep=asyncio.sleep, key="k"))
    assert len(calls) == 1


def test_waits_are_reproducible_by_seed_and_request() -> None:
    failures = [TransientFailure("x", "x")] * 3
    first = attempts(RetryPolicy(seed=1), *failures)[1]
    assert attempts(RetryPolicy(seed=1), *failures)[1] == first
    assert attempts(RetryPolicy(seed=2), *failures)[1] != first
    assert attempts(RetryPolicy(seed=1), *failures, key="other")[1] != first
