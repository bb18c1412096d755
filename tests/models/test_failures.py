"""What goes wrong between us and an endpoint, met on a real connection and sorted."""

from __future__ import annotations

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass

import pytest

from hyeval.models.api import ApiModel
from hyeval.models.base import Pressure, RunStopped, TransientFailure
from hyeval.models.failures import connection_failure, quota_used_up, status_failure
from hyeval.models.transport import HttpClient
from hyeval.models.wire import EMPTY_ATTEMPTS
from hyeval.records import Response, ResponseStatus, Usage
from tests.builders import make_request
from tests.servers.openai_server import Fault, FaultPlan, ServerSettings, serve

TIMEOUT_S = 0.3
WAIT_S = 2.5
PROMPT = Usage(8, 0, 0, 0)
"""What the server says that a request without an answer has used."""


@dataclass(frozen=True)
class Sorted:
    """What is made of a failure."""

    kind: str
    pressure: Pressure = Pressure.HOLD
    billed: bool = False
    unreachable: bool = False
    wait_s: float | None = None
    usage: Usage | None = None


def limited(wait_s: float | None) -> Sorted:
    return Sorted("http_429", Pressure.CUT, wait_s=wait_s)


SORTED: Mapping[Fault, Sorted] = {
    Fault.RATE_LIMIT_SECONDS: limited(WAIT_S),
    Fault.RATE_LIMIT_MS: limited(WAIT_S),
    Fault.RATE_LIMIT_DATE: limited(WAIT_S),
    Fault.RATE_LIMIT_BARE: limited(None),
    Fault.RATE_LIMIT_RESET: limited(360.0),
    Fault.STATUS_408: Sorted("http_408"),
    Fault.STATUS_409: Sorted("http_409"),
    Fault.STATUS_500: Sorted("http_500"),
    Fault.STATUS_502: Sorted("http_502"),
    Fault.STATUS_503: Sorted("http_503"),
    Fault.STATUS_504: Sorted("http_504"),
    Fault.HTML_502: Sorted("http_502"),
    # The connection came about and broke: the request may have been worked on, and nothing answers there.
    Fault.RESET: Sorted("connection", billed=True, unreachable=True),
    Fault.DISCONNECT: Sorted("connection", billed=True, unreachable=True),
    # The headers came: something answers there.
    Fault.CUT_BODY: Sorted("cut_body", billed=True),
    Fault.HANG: Sorted("timeout", billed=True),
    Fault.STALL: Sorted("timeout", billed=True),
    Fault.TRUNCATED_JSON: Sorted("malformed_body", billed=True),
    Fault.HTML_200: Sorted("malformed_body", billed=True),
    Fault.ERROR_200: Sorted("malformed_body", billed=True),
    Fault.EMPTY_CHOICES: Sorted("empty_choices", Pressure.NONE, billed=True, usage=PROMPT),
    Fault.EMPTY_CONTENT: Sorted("empty_content", Pressure.NONE, billed=True, usage=PROMPT),
    Fault.NULL_CONTENT: Sorted("empty_content", Pressure.NONE, billed=True, usage=PROMPT),
}
ANSWERED: Mapping[Fault, ResponseStatus] = {
    Fault.CONTENT_FILTER: ResponseStatus.REFUSED,
    Fault.REFUSAL: ResponseStatus.REFUSED,
    Fault.LENGTH: ResponseStatus.TRUNCATED,
    Fault.WRONG_MODEL: ResponseStatus.OK,
    Fault.SLOW: ResponseStatus.OK,
}
FINAL = {Fault.CONTENT_FILTER_400, Fault.INSUFFICIENT_QUOTA}


def always(fault: Fault) -> ServerSettings:
    return ServerSettings(faults=FaultPlan(rates={fault: 1.0}, retry_after_s=WAIT_S, resets=("6m0s",), slow_s=0.05))


@asynccontextmanager
async def model_at(url: str, http: HttpClient, *, timeout_s: float = 5.0) -> AsyncIterator[ApiModel]:
    model = ApiModel("tested", "tested", base_url=f"{url}/v1", http=http, timeout_s=timeout_s)
    try:
        yield model
    finally:
        await model.disconnect()


def attempt(fault: Fault, http: HttpClient) -> Response:
    """Send a request to a server that serves this fault."""

    async def send() -> Response:
        timeout_s = TIMEOUT_S if fault in (Fault.HANG, Fault.STALL) else 5.0
        async with serve(always(fault)) as url, model_at(url, http, timeout_s=timeout_s) as model:
            (response,) = await model.generate([make_request()])
            return response

    return asyncio.run(send())


def check(failure: TransientFailure, expected: Sorted) -> None:
    found = Sorted(
        failure.kind, failure.pressure, failure.billed, failure.unreachable, expected.wait_s, usage=failure.usage
    )
    assert found == expected
    # A date has whole seconds, and some time has passed since it was written.
    wait_s = None if expected.wait_s is None else pytest.approx(expected.wait_s, abs=1.1)
    assert failure.retry_after_s == wait_s


def test_every_fault_of_the_server_is_sorted_here() -> None:
    assert SORTED.keys() | ANSWERED.keys() | FINAL == set(Fault)


@pytest.mark.parametrize("http", HttpClient)
@pytest.mark.parametrize("fault", SORTED)
def test_what_may_pass_is_sorted_alike_by_both_libraries(fault: Fault, http: HttpClient) -> None:
    with pytest.raises(TransientFailure) as caught:
        attempt(fault, http)
    check(caught.value, SORTED[fault])
    assert str(caught.value)


@pytest.mark.parametrize("http", HttpClient)
@pytest.mark.parametrize("fault", ANSWERED)
def test_what_the_model_did_is_an_answer(fault: Fault, http: HttpClient) -> None:
    response = attempt(fault, http)
    assert response.status is ANSWERED[fault]
    assert response.usage.prompt_tokens == 8
    if fault is Fault.WRONG_MODEL:
        assert response.served_model == "another-model-0000"
    if fault is Fault.SLOW:
        assert response.latency_s is not None
        assert response.latency_s >= 0.05


def test_an_empty_answer_is_asked_for_a_few_times_and_then_taken() -> None:
    with pytest.raises(TransientFailure) as caught:
        attempt(Fault.EMPTY_CONTENT, HttpClient.AIOHTTP)
    assert caught.value.max_attempts == EMPTY_ATTEMPTS
    assert caught.value.settles_as is not None
    assert (caught.value.settles_as.status, caught.value.settles_as.text) == (ResponseStatus.OK, "")


@pytest.mark.parametrize("http", HttpClient)
def test_a_request_that_is_refused_as_such_is_final(http: HttpClient) -> None:
    response = attempt(Fault.CONTENT_FILTER_400, http)
    assert response.status is ResponseStatus.REJECTED
    assert response.error is not None
    assert response.error.kind == "http_400"
    assert "content management policy" in response.error.message


@pytest.mark.parametrize("http", HttpClient)
def test_a_used_up_quota_stops_the_run(http: HttpClient) -> None:
    with pytest.raises(RunStopped, match="You exceeded your current quota"):
        attempt(Fault.INSUFFICIENT_QUOTA, http)


# Below HTTP


def nobody_listens() -> str:
    """An address at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def nobody_answers_the_door() -> Iterator[str]:
    """An address whose line of those who want to connect is full, so that the next one waits in vain."""
    with socket.socket() as listener, ExitStack() as waiting:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(3):
            one = waiting.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def cannot_connect(url: str, http: HttpClient, *, timeout_s: float = 5.0) -> TransientFailure:
    async def send() -> TransientFailure:
        async with model_at(url, http, timeout_s=timeout_s) as model:
            with pytest.raises(TransientFailure) as caught:
                await model.generate([make_request()])
            return caught.value

    return asyncio.run(send())


@pytest.mark.parametrize("http", HttpClient)
@pytest.mark.parametrize("place", [nobody_listens, lambda: "http://no-such-host.invalid"], ids=["refused", "unknown"])
def test_where_no_connection_comes_about_nothing_is_billed(place: Callable[[], str], http: HttpClient) -> None:
    failure = cannot_connect(place(), http)
    check(failure, Sorted("connection", unreachable=True))
    assert not failure.billed


@pytest.mark.parametrize("http", HttpClient)
def test_a_connection_that_does_not_come_about_in_time_is_no_timeout_of_an_answer(http: HttpClient) -> None:
    with nobody_answers_the_door() as url:
        failure = cannot_connect(url, http, timeout_s=TIMEOUT_S)
    check(failure, Sorted("connection", unreachable=True))
    assert "timed out" in str(failure) or "timeout" in str(failure)


@pytest.mark.parametrize("http", HttpClient)
def test_a_probe_of_an_address_at_which_nobody_listens_fails(http: HttpClient) -> None:
    async def probe() -> bool:
        async with model_at(nobody_listens(), http) as model:
            return await model.reachable()

    assert not asyncio.run(probe())


@pytest.mark.parametrize("http", HttpClient)
@pytest.mark.parametrize("fault", [None, Fault.STATUS_500, Fault.RESET])
def test_a_probe_is_answered_by_whatever_is_no_server_error(fault: Fault | None, http: HttpClient) -> None:
    plan = FaultPlan() if fault is None else FaultPlan(rates={fault: 1.0}, everywhere=True)

    async def probe(keys: tuple[str, ...] = ()) -> bool:
        async with serve(ServerSettings(faults=plan, keys=keys)) as url, model_at(url, http) as model:
            return await model.reachable()

    assert asyncio.run(probe()) == (fault is None)
    if fault is None:
        assert asyncio.run(probe(keys=("another",)))  # 401: it answers


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ([TimeoutError("late")], Sorted("timeout", billed=True)),
        ([OSError("anything"), TimeoutError("late")], Sorted("timeout", billed=True)),
        ([TimeoutError("late"), ConnectionResetError("gone")], Sorted("connection", billed=True, unreachable=True)),
        ([OSError("no route")], Sorted("connection", billed=True, unreachable=True)),
    ],
)
def test_the_whole_chain_of_causes_is_looked_at(chain: list[Exception], expected: Sorted) -> None:
    for error, cause in itertools.pairwise(chain):
        error.__cause__ = cause
    failure = connection_failure(chain[0])
    check(failure, expected)
    assert str(failure) == f"{type(chain[-1]).__name__}: {chain[-1]}"


# Statuses that no fault has


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 422])
def test_other_statuses_are_final(status: int) -> None:
    assert status_failure(status, b'{"error": {"message": "no"}}', {}) is None


@pytest.mark.parametrize("status", [425, 429, 500, 529, 599])
def test_statuses_that_may_pass(status: int) -> None:
    failure = status_failure(status, b'{"error": {"message": "busy"}}', {"retry-after": "7"})
    assert failure is not None
    assert (failure.kind, str(failure), failure.retry_after_s) == (f"http_{status}", f"HTTP {status}: busy", 7.0)
    assert failure.pressure is (Pressure.CUT if status == 429 else Pressure.HOLD)


@pytest.mark.parametrize(
    ("status", "code", "used_up"),
    [
        (429, "insufficient_quota", True),
        (402, "billing_not_active", True),
        (429, "billing_hard_limit_reached", True),
        (429, "rate_limit_exceeded", False),
        (403, "insufficient_quota", False),
        (500, "insufficient_quota", False),
    ],
)
def test_only_a_used_up_account_is_beyond_waiting(status: int, code: str, used_up: bool) -> None:
    assert quota_used_up(status, b'{"error": {"code": "%s", "message": "m"}}' % code.encode()) == used_up
