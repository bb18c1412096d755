"""What went wrong between us and an endpoint, sorted: what may pass, what it may have cost, what never will."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hyeval.models.base import Pressure, TransientFailure
from hyeval.models.wire import error_message, retry_after

TRANSIENT = frozenset({408, 409, 425, 429})
CUT_BODY = "complete message body"
"""How httpx words that a body broke off; it has the same error for a connection that broke before any answer."""
QUOTA_CODES = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})


def connection_failure(error: Exception) -> TransientFailure:
    """A failure below HTTP: no connection, a broken one, or no answer in time.

    Where no connection came about, nothing can have been charged. Where the headers had come and the body breaks off,
    the endpoint is there, and what was generated may be charged. Libraries wrap each other's errors, so the whole chain
    of causes is looked at.
    """
    import aiohttp
    import httpx2

    chain = list(_causes(error))
    cause = next((one for one in reversed(chain) if str(one) and isinstance(one, Exception)), error)
    told = f"{type(cause).__name__}: {cause}"[:300]
    not_made = aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | httpx2.ConnectError
    if not any(isinstance(one, aiohttp.ClientError) for one in chain):
        not_made |= httpx2.ConnectTimeout  # As this one aiohttp's errors come too, whatever broke the connection.
    unreachable = any(isinstance(one, not_made) for one in chain)
    lost = any(isinstance(one, aiohttp.ServerDisconnectedError | ConnectionError) for one in chain)
    timed_out = any(isinstance(one, TimeoutError | httpx2.TimeoutException) for one in chain)
    cut = any(isinstance(one, aiohttp.ClientPayloadError) or CUT_BODY in str(one) for one in chain)
    kind = "cut_body" if cut else "timeout" if timed_out and not lost and not unreachable else "connection"
    return TransientFailure(
        kind, told, pressure=Pressure.HOLD, billed=not unreachable, unreachable=unreachable or kind == "connection"
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def status_failure(status: int, body: bytes, headers: Mapping[str, str]) -> TransientFailure | None:
    """An HTTP error that may pass, or None if it is final."""
    if status not in TRANSIENT and status < 500:
        return None
    _, message = error_message(body)
    pressure = Pressure.CUT if status == 429 else Pressure.HOLD
    return TransientFailure(
        f"http_{status}", f"HTTP {status}: {message}", pressure=pressure, retry_after_s=retry_after(headers)
    )


def quota_used_up(status: int, body: bytes) -> bool:
    """Whether the account has nothing left, which no waiting mends."""
    return status in (402, 429) and error_message(body)[0] in QUOTA_CODES
