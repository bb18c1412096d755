"""The executor: every item is delivered once, few are held at a time, and a failure costs its own batch."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hyeval.errors import DataError, HyevalError, ModelError, OutputError
from hyeval.execution.executor import BYTES_PER_READ, REQUESTS_PER_READ, Executor, Item, Outcome
from hyeval.execution.ledger import Budget, Ledger
from hyeval.execution.retry import RetryPolicy
from hyeval.execution.store import Recovery, ResponseStore, statistics
from hyeval.media import Media, MediaKind
from hyeval.models.base import Load, Model, RunStopped, TransientFailure
from hyeval.records import Request, Response, ResponseStatus, Usage
from tests.builders import make_image, make_request, make_response, make_sample, numbered_requests

Answer = Callable[[Request], Response]


def echo(request: Request) -> Response:
    return make_response(f"answer to {request.sample.question}")


class CountingModel:
    """Answers after a random number of turns of the event loop and counts what it is asked."""

    name = "counting"
    modalities = frozenset(MediaKind)
    honours: frozenset[str] = frozenset()

    def __init__(self, *, concurrency: int = 8, batch_size: int = 1, answer: Answer = echo) -> None:
        self.load = Load(concurrency=concurrency, batch_size=batch_size)
        self.batches: list[list[Request]] = []
        self.most_in_flight = 0
        self._in_flight = 0
        self._answer = answer
        self._random = random.Random(0)

    def identity(self) -> Mapping[str, Any]:
        return {}

    def replicas(self) -> Sequence[Model]:
        return (self,)

    def batches(self) -> None:
        return None

    def casualties(self) -> Sequence[str]:
        return ()

    def interrupt(self) -> None:
        pass

    async def reachable(self) -> bool:
        return True

    def estimate(self, request: Request) -> Usage:
        return Usage(0, request.generation.max_tokens)

    async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
        self.batches.append(list(requests))
        self._in_flight += len(requests)
        self.most_in_flight = max(self.most_in_flight, self._in_flight)
        try:
            await self.wait()
            return [self._answer(request) for request in requests]
        finally:
            self._in_flight -= len(requests)

    async def wait(self) -> None:
        for _ in range(self._random.randrange(1, 20)):
            await asyncio.sleep(0)

    async def disconnect(self) -> None:
        pass

    def close(self) -> None:
        pass

    @property
    def asked(self) -> list[str]:
        return [request.key for batch in self.batches for request in batch]


class GatedModel(CountingModel):
    """Answers nothing until it is let."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.gate = asyncio.Event()

    async def wait(self) -> None:
        await self.gate.wait()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ResponseStore]:
    with ResponseStore(tmp_path / "responses", model_name="counting") as store:
        yield store


def run(model: CountingModel, store: ResponseStore, items: Sequence[Item], *, reuse: bool = True) -> list[Outcome]:
    """Answer the items and return what was delivered, in the order of delivery."""
    delivered: list[Outcome] = []
    executor = Executor(model, store, reuse=reuse)
    asyncio.run(executor.run(iter(items), task="test", deliver=delivered.append))
    return delivered


def questions(outcomes: Sequence[Outcome]) -> list[str]:
    return [outcome.request.sample.question for outcome in outcomes]


SHAPES = [(1, 1), (3, 1), (64, 1), (8, 4), (10, 4), (128, 64), (4, 4)]


@pytest.mark.parametrize(("concurrency", "batch_size"), SHAPES)
@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 300])
def test_every_request_is_delivered_once_with_its_own_answer(
    store: ResponseStore, concurrency: int, batch_size: int, count: int
) -> None:
    requests = numbered_requests(count)
    outcomes = run(CountingModel(concurrency=concurrency, batch_size=batch_size), store, requests)
    assert Counter(outcome.request.sample.index for outcome in outcomes) == Counter(range(count))
    assert all(outcome.response.text == echo(outcome.request).text for outcome in outcomes)
    assert not any(outcome.reused for outcome in outcomes)


@pytest.mark.parametrize(("concurrency", "batch_size"), SHAPES)
def test_batches_and_requests_in_flight_are_as_many_as_the_model_wants(
    store: ResponseStore, concurrency: int, batch_size: int
) -> None:
    model = CountingModel(concurrency=concurrency, batch_size=batch_size)
    run(model, store, numbered_requests(401))
    workers = concurrency // batch_size
    sizes = [len(batch) for batch in model.batches]
    assert max(sizes) == batch_size
    assert sum(size < batch_size for size in sizes) <= workers
    assert model.most_in_flight <= concurrency


def test_outcomes_come_as_they_are_ready_and_not_in_the_order_of_the_data_set(store: ResponseStore) -> None:
    outcomes = run(CountingModel(concurrency=8), store, numbered_requests(100))
    indices = [outcome.request.sample.index for outcome in outcomes]
    assert indices != sorted(indices)


@pytest.mark.parametrize("reuse", [True, False])
@pytest.mark.parametrize("different", [1, 7, 70, 200])
@pytest.mark.parametrize(("concurrency", "batch_size"), SHAPES)
def test_requests_with_equal_keys_are_sent_once(
    store: ResponseStore, concurrency: int, batch_size: int, different: int, reuse: bool
) -> None:
    """Also when the second one comes while the first is in flight, or long after it was answered."""
    model = CountingModel(concurrency=concurrency, batch_size=batch_size)
    outcomes = run(model, store, numbered_requests(400, different=different), reuse=reuse)
    assert Counter(outcome.request.sample.index for outcome in outcomes) == Counter(range(400))
    assert all(outcome.response.text == echo(outcome.request).text for outcome in outcomes)
    assert len(model.asked) == len(set(model.asked)) == different
    assert sum(not outcome.reused for outcome in outcomes) == different


def test_a_second_run_takes_everything_from_the_store(store: ResponseStore) -> None:
    requests = numbered_requests(150)
    run(CountingModel(), store, requests[:100])
    model = CountingModel()
    outcomes = run(model, store, requests)
    assert {outcome.request.sample.index for outcome in outcomes if outcome.reused} == set(range(100))
    assert sorted(model.asked) == sorted(request.key for request in requests[100:])
    assert all(outcome.response.text == echo(outcome.request).text for outcome in outcomes)


def test_without_reuse_everything_is_asked_again_and_replaced(store: ResponseStore) -> None:
    requests = numbered_requests(20)
    run(CountingModel(answer=lambda _: make_response("old")), store, requests)
    model = CountingModel(answer=lambda _: make_response("new"))
    outcomes = run(model, store, requests, reuse=False)
    assert len(model.asked) == 20
    assert not any(outcome.reused for outcome in outcomes)
    assert {response.text for response in store.look_up([r.key for r in requests]).values()} == {"new"}


@pytest.mark.parametrize("status", ResponseStatus)
def test_only_what_was_answered_is_reused(store: ResponseStore, status: ResponseStatus) -> None:
    response = make_response(status=status) if status.answered else Response.failure("timeout", "late", status=status)
    requests = numbered_requests(3)
    assert {outcome.response for outcome in run(CountingModel(answer=lambda _: response), store, requests)} == {
        response
    }
    outcomes = run(CountingModel(), store, requests)
    assert [outcome.reused for outcome in outcomes] == [status.answered] * 3


def test_an_outcome_among_the_items_is_delivered_as_it_is(store: ResponseStore) -> None:
    model = CountingModel()
    requests = numbered_requests(5)
    unreadable = Outcome(make_request(make_sample("broken", index=5)), Response.failure("media", "cut off"), False)
    outcomes = run(model, store, [*requests[:2], unreadable, *requests[2:]])
    assert [outcome for outcome in outcomes if outcome.request is unreadable.request] == [unreadable]
    assert len(outcomes) == 6
    assert unreadable.request.key not in model.asked


# Failures


class BackEndError(Exception):
    """Such as a client library raises."""


@pytest.mark.parametrize(
    "error", [BackEndError("server on fire"), TimeoutError(), KeyError("choices"), RuntimeError("CUDA out of memory")]
)
def test_an_exception_of_the_back_end_costs_its_own_batch(store: ResponseStore, error: Exception) -> None:
    def answer(request: Request) -> Response:
        if request.sample.index == 41:
            raise error
        return echo(request)

    model = CountingModel(concurrency=8, batch_size=4, answer=answer)
    outcomes = run(model, store, numbered_requests(100))
    failed = {outcome.request.sample.index for outcome in outcomes if not outcome.response.status.answered}
    (batch,) = (batch for batch in model.batches if any(request.sample.index == 41 for request in batch))
    assert len(outcomes) == 100
    assert failed == {request.sample.index for request in batch}
    for outcome in outcomes:
        if outcome.request.sample.index in failed:
            expected = Response.failure(type(error).__name__, str(error))
            assert outcome.response == expected
    again = CountingModel()
    run(again, store, numbered_requests(100))
    assert sorted(again.asked) == sorted(request.key for request in batch)


def test_a_failed_request_fails_for_all_that_share_it(store: ResponseStore) -> None:
    def answer(_: Request) -> Response:
        raise BackEndError

    outcomes = run(CountingModel(answer=answer), store, numbered_requests(10, different=1))
    assert {outcome.response.status for outcome in outcomes} == {ResponseStatus.FAILED}
    assert Counter(outcome.request.sample.index for outcome in outcomes) == Counter(range(10))


@pytest.mark.parametrize("surplus", [-1, 1])
def test_a_back_end_that_returns_another_number_of_responses_fails_its_batch(
    store: ResponseStore, surplus: int
) -> None:
    """Which answer belongs to which question is not known any more; the other batches are not concerned."""

    class Miscounting(CountingModel):
        async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
            responses = list(await super().generate(requests))
            if any(request.sample.index == 2 for request in requests):
                return (responses + responses)[: len(responses) + surplus]
            return responses

    outcomes = run(Miscounting(concurrency=4, batch_size=4), store, numbered_requests(12))
    failed = {outcome.request.sample.index for outcome in outcomes if not outcome.response.status.answered}
    assert (failed, len(outcomes)) == ({0, 1, 2, 3}, 12)


def test_an_error_that_ends_the_run_is_raised_bare(store: ResponseStore) -> None:
    def answer(_: Request) -> Response:
        raise ModelError("the endpoint does not know this key")

    with pytest.raises(ModelError, match=r"^the endpoint does not know this key$") as caught:
        run(CountingModel(concurrency=8, answer=answer), store, numbered_requests(50))
    assert type(caught.value) is ModelError
    assert caught.value.__suppress_context__


def test_an_error_of_the_data_is_raised_bare(store: ResponseStore) -> None:
    def items() -> Iterator[Item]:
        yield from numbered_requests(REQUESTS_PER_READ)
        raise DataError("row 64 has no question")

    with pytest.raises(DataError, match="row 64"):
        asyncio.run(Executor(CountingModel(), store).run(items(), task="test", deliver=lambda _: None))


def test_an_error_of_the_receiver_is_raised_bare_and_loses_no_answer(store: ResponseStore) -> None:
    def deliver(_: Outcome) -> None:
        raise OutputError("the disk is full")

    requests = numbered_requests(4)
    model = CountingModel(concurrency=1)
    with pytest.raises(OutputError, match="the disk is full"):
        asyncio.run(Executor(model, store).run(iter(requests), task="test", deliver=deliver))
    assert set(store.look_up([request.key for request in requests])) == set(model.asked)


def test_what_was_answered_before_an_error_is_kept(store: ResponseStore) -> None:
    def answer(request: Request) -> Response:
        if request.sample.index == 20:
            raise ModelError("no credit left")
        return echo(request)

    requests = numbered_requests(40)
    with pytest.raises(HyevalError):
        run(CountingModel(concurrency=1, answer=answer), store, requests)
    assert len(store.look_up([request.key for request in requests])) == 20


# Stopping


async def settle() -> None:
    """Let everything that can go on go on, threads included."""
    for _ in range(200):
        await asyncio.to_thread(lambda: None)


@pytest.mark.parametrize(("concurrency", "batch_size"), SHAPES)
def test_a_stopped_run_finishes_what_is_in_flight_and_sends_no_more(
    tmp_path: Path, concurrency: int, batch_size: int
) -> None:
    delivered: list[Outcome] = []

    async def stopped(store: ResponseStore) -> GatedModel:
        model = GatedModel(concurrency=concurrency, batch_size=batch_size)
        executor = Executor(model, store)
        running = asyncio.create_task(executor.run(iter(numbered_requests(500)), task="test", deliver=delivered.append))
        await settle()
        assert not executor.stopping
        executor.stop()
        model.gate.set()
        await running
        assert executor.stopping
        return model

    with ResponseStore(tmp_path, model_name="counting") as store:
        model = asyncio.run(stopped(store))
    assert len(model.asked) == model.most_in_flight == concurrency // batch_size * batch_size
    assert sorted(outcome.request.key for outcome in delivered) == sorted(model.asked)
    assert all(outcome.response.status is ResponseStatus.OK for outcome in delivered)
    with ResponseStore(tmp_path, model_name="counting") as store:
        assert set(store.look_up(model.asked)) == set(model.asked)
        assert store.recovery == Recovery(0, 0)
    assert statistics(tmp_path).interrupted == 0


def test_nothing_is_sent_after_a_stop(store: ResponseStore) -> None:
    model, delivered = CountingModel(), list[Outcome]()

    async def stopped_before() -> None:
        executor = Executor(model, store)
        executor.stop()
        await executor.run(iter(numbered_requests(200)), task="test", deliver=delivered.append)

    asyncio.run(stopped_before())
    assert (model.batches, delivered) == ([], [])


# What is sent, what is held


def test_an_intent_stands_in_the_store_before_the_request_is_sent(tmp_path: Path) -> None:
    """A store that is closed while a request is in flight counts it: the intent came first."""

    async def cancelled(store: ResponseStore) -> int:
        model = GatedModel(concurrency=3)
        running = asyncio.create_task(
            Executor(model, store).run(iter(numbered_requests(50)), task="test", deliver=lambda _: None)
        )
        await settle()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        return len(model.asked)

    with ResponseStore(tmp_path, model_name="counting") as store:
        assert asyncio.run(cancelled(store)) == 3
    assert statistics(tmp_path).interrupted == 3


@pytest.mark.parametrize(("concurrency", "batch_size"), [(1, 1), (16, 1), (64, 32)])
def test_the_data_set_is_not_read_far_ahead_of_the_answers(
    store: ResponseStore, concurrency: int, batch_size: int
) -> None:
    drawn, delivered, ahead = 0, 0, list[int]()

    def items() -> Iterator[Item]:
        nonlocal drawn
        for request in numbered_requests(2000):
            drawn += 1
            ahead.append(drawn - delivered)
            yield request

    def deliver(_: Outcome) -> None:
        nonlocal delivered
        delivered += 1

    model = CountingModel(concurrency=concurrency, batch_size=batch_size)
    asyncio.run(Executor(model, store).run(items(), task="test", deliver=deliver))
    assert (drawn, delivered) == (2000, 2000)
    assert max(ahead) <= 2 * concurrency + 4 * batch_size + 2 * REQUESTS_PER_READ  # one is submitted, one is read


@pytest.mark.parametrize("size", [BYTES_PER_READ // 4, BYTES_PER_READ // 10, 3 * BYTES_PER_READ])
def test_large_media_are_read_ahead_by_their_bytes(store: ResponseStore, size: int) -> None:
    concurrency, queued, handed_over = 2, 2, 1
    drawn, delivered, ahead = 0, 0, list[int]()
    picture = Media(MediaKind.IMAGE, bytes(size))

    def items() -> Iterator[Item]:
        nonlocal drawn
        for index in range(60):
            drawn += 1
            ahead.append(drawn - delivered)
            yield make_request(make_sample(f"question {index}", index=index, media=[picture]))

    def deliver(_: Outcome) -> None:
        nonlocal delivered
        delivered += 1

    asyncio.run(Executor(CountingModel(concurrency=concurrency), store).run(items(), task="test", deliver=deliver))
    assert (drawn, delivered) == (60, 60)
    read_together = BYTES_PER_READ // size + 1
    assert max(ahead) <= 2 * read_together + concurrency + queued + handed_over  # one is submitted, one is read


@pytest.mark.parametrize("batch_size", [1, 4])
def test_requests_that_share_their_first_medium_go_out_next_to_each_other(
    store: ResponseStore, batch_size: int
) -> None:
    red, blue, green = (make_image(name.encode()) for name in ("red", "blue", "green"))
    media = [(red,), (blue,), (), (red, blue), (green,), (blue, red), (), (red,)]
    requests = [make_request(make_sample(f"q{i}", index=i, media=one)) for i, one in enumerate(media)]
    model = CountingModel(concurrency=batch_size, batch_size=batch_size)
    run(model, store, requests)
    order = [request.sample.index for batch in model.batches for request in batch]
    assert order == [0, 3, 7, 1, 5, 2, 4, 6]


# Attempts


def unsteady(*failures: TransientFailure, then: Answer = echo) -> Answer:
    """Fail as told, each request anew, and answer then."""
    left: dict[str, list[TransientFailure]] = {}

    def answer(request: Request) -> Response:
        remaining = left.setdefault(request.key, list(failures))
        if remaining:
            raise remaining.pop(0)
        return then(request)

    return answer


def executor_with(answer: Answer, store: ResponseStore, *, concurrency: int = 4, **settings: Any) -> Executor:
    retry = RetryPolicy(max_attempts=4, base_s=0.001, cap_s=0.002)
    return Executor(CountingModel(concurrency=concurrency, answer=answer), store, retry=retry, **settings)


def play(executor: Executor, items: Sequence[Item]) -> list[Outcome]:
    delivered: list[Outcome] = []
    asyncio.run(executor.run(iter(items), task="test", deliver=delivered.append))
    return delivered


def test_every_attempt_is_recorded_in_order_with_what_came_of_it(store: ResponseStore) -> None:
    failures = [
        TransientFailure("http_503", "overloaded"),
        TransientFailure("empty_content", "nothing", billed=True, usage=Usage(90, 1)),
        TransientFailure("timeout", "late", billed=True),
    ]
    executor = executor_with(unsteady(*failures), store)
    began = time.time()
    (outcome,) = play(executor, numbered_requests(1))
    attempts = outcome.response.attempts
    assert [attempt.outcome for attempt in attempts] == ["http_503", "empty_content", "timeout", "ok"]
    assert [attempt.usage for attempt in attempts] == [None, Usage(90, 1), None, None]
    starts = [attempt.started for attempt in attempts]
    assert began - 0.001 <= starts[0] <= starts[-1] <= time.time()
    assert starts == sorted(starts)
    assert all(0 <= attempt.seconds < 5 for attempt in attempts)
    assert executor.ledger.retries.attempts == 2  # a 503 is not billed
    kept = store.look_up([outcome.request.key])[outcome.request.key].attempts
    assert [attempt.outcome for attempt in kept] == [attempt.outcome for attempt in attempts]


def test_a_request_that_fails_for_good_says_how_often_it_was_tried(store: ResponseStore) -> None:
    executor = executor_with(unsteady(*[TransientFailure("http_500", "on fire")] * 9), store)
    (outcome,) = play(executor, numbered_requests(1))
    assert outcome.response.status is ResponseStatus.FAILED
    assert outcome.response.error is not None
    assert (outcome.response.error.kind, outcome.response.error.attempts) == ("http_500", 4)
    assert [attempt.outcome for attempt in outcome.response.attempts] == ["http_500"] * 4


def test_a_failure_that_settles_becomes_the_answer_it_settles_as(store: ResponseStore) -> None:
    empty = TransientFailure("empty_content", "nothing", max_attempts=2, settles_as=make_response(""))
    (outcome,) = play(executor_with(unsteady(*[empty] * 9), store), numbered_requests(1))
    assert (outcome.response.status, outcome.response.text) == (ResponseStatus.OK, "")
    assert [attempt.outcome for attempt in outcome.response.attempts] == ["empty_content"] * 2


def test_retries_are_attempts_after_the_first(store: ResponseStore) -> None:
    failing = unsteady(TransientFailure("http_503", "a"), TransientFailure("http_503", "b"))

    def answer(request: Request) -> Response:
        return failing(request) if request.sample.index % 3 == 0 else echo(request)

    executor = executor_with(answer, store)
    outcomes = play(executor, numbered_requests(30))
    assert {outcome.response.status for outcome in outcomes} == {ResponseStatus.OK}
    assert executor.retries == executor.activity.retries == 20
    assert (executor.activity.in_flight, executor.activity.limit) == (0, 4)


def test_a_stop_ends_the_wait_for_another_attempt(store: ResponseStore) -> None:
    failed = asyncio.Event()

    def answer(_: Request) -> Response:
        failed.set()
        raise TransientFailure("http_429", "later", retry_after_s=3600)

    delivered: list[Outcome] = []

    async def stopped() -> None:
        executor = executor_with(answer, store)
        running = asyncio.create_task(executor.run(iter(numbered_requests(9)), task="test", deliver=delivered.append))
        await failed.wait()
        await settle()
        executor.stop("enough")
        await asyncio.wait_for(running, timeout=5)
        assert executor.stop_reason == "enough"

    asyncio.run(stopped())
    assert delivered
    assert {outcome.response.status for outcome in delivered} == {ResponseStatus.CANCELLED}
    assert all(len(outcome.response.attempts) == 1 for outcome in delivered)


# The budget


def test_what_the_budget_does_not_allow_is_not_sent_and_what_is_in_flight_is_kept(store: ResponseStore) -> None:
    executor = executor_with(
        lambda _: make_response(usage=Usage(90, 10)), store, ledger=Ledger(budget=Budget(tokens=2000))
    )
    outcomes = play(executor, numbered_requests(200))
    assert {outcome.response.status for outcome in outcomes} == {ResponseStatus.OK}
    assert 17 <= len(outcomes) <= 20 + 4  # before the first answer nothing is known of those in flight
    assert executor.ledger.tokens == 100 * len(outcomes)
    assert executor.stop_reason == "the budget of 2000 tokens is used up (budget.tokens)"


@pytest.mark.parametrize("count", [1, 5])
def test_a_retry_that_the_budget_does_not_allow_is_cancelled(store: ResponseStore, count: int) -> None:
    dear = TransientFailure("empty_content", "nothing", billed=True, usage=Usage(1000, 0))
    executor = executor_with(unsteady(dear), store, concurrency=1, ledger=Ledger(budget=Budget(tokens=1000)))
    requests = numbered_requests(count)
    (outcome,) = play(executor, requests)
    assert outcome.response.status is ResponseStatus.CANCELLED
    assert [attempt.outcome for attempt in outcome.response.attempts] == ["empty_content"]
    assert "budget.tokens" in executor.stop_reason
    assert executor.retries == 0
    assert store.look_up([request.key for request in requests]) == {}


def test_an_endpoint_that_takes_no_more_stops_the_run_and_says_why(store: ResponseStore) -> None:
    def answer(request: Request) -> Response:
        if request.sample.index >= 10:
            raise RunStopped("the quota is used up")
        return echo(request)

    executor = executor_with(answer, store, concurrency=2)
    outcomes = play(executor, numbered_requests(100))
    statuses = Counter(outcome.response.status for outcome in outcomes)
    assert statuses[ResponseStatus.OK] == 10
    assert 1 <= statuses[ResponseStatus.CANCELLED] <= 2
    assert executor.stop_reason == "the quota is used up"


# Answers that came another way


@pytest.mark.parametrize("reuse", [True, False])
def test_an_answer_that_came_another_way_counts_as_asked_once(store: ResponseStore, reuse: bool) -> None:
    requests = numbered_requests(12, different=6)
    store.record([(request, make_response("old")) for request in requests[:6]], "test")
    executor = executor_with(echo, store, reuse=reuse)
    executor.fresh |= {request.key for request in requests[:2]}
    outcomes = play(executor, requests)
    by_index = {outcome.request.sample.index: (outcome.response.text, outcome.reused) for outcome in outcomes}
    assert [by_index[index] for index in (0, 1)] == [("old", False)] * 2
    assert [by_index[index] for index in (6, 7)] == [("old", True)] * 2
    others = [by_index[index][0] for index in (2, 3, 4, 5, 8, 9, 10, 11)]
    assert (others == ["old"] * 8) == reuse
    assert executor.fresh == set()


# Reasoning that was cut off


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("<think>first I look at the", ResponseStatus.TRUNCATED),
        ("<think>done</think>7", ResponseStatus.OK),
        ("done</think>7", ResponseStatus.OK),
        ("<think>a</think>b<think>c", ResponseStatus.TRUNCATED),
        ("7", ResponseStatus.OK),
        ("", ResponseStatus.OK),
    ],
)
def test_an_answer_that_ends_inside_its_reasoning_was_truncated(
    store: ResponseStore, text: str, status: ResponseStatus
) -> None:
    request = make_request()
    response = make_response(text, finish_reason="stop")
    (outcome,) = run(CountingModel(answer=lambda _: response), store, [request])
    assert outcome.response == replace(response, status=status)
    assert store.look_up([request.key])[request.key].status is status


@pytest.mark.parametrize("status", [ResponseStatus.REFUSED, ResponseStatus.TRUNCATED])
def test_what_the_back_end_knows_of_the_end_is_kept(store: ResponseStore, status: ResponseStatus) -> None:
    (outcome,) = run(CountingModel(answer=lambda _: make_response("<think>…", status=status)), store, [make_request()])
    assert outcome.response.status is status


class WordCountingModel(CountingModel):
    """Knows how long a prompt is."""

    def estimate(self, request: Request) -> Usage:
        return Usage(len(request.sample.question.split()), 1)


def test_a_batch_holds_prompts_of_about_the_same_length(store: ResponseStore) -> None:
    lengths = [1, 40, 2, 39, 3, 38, 4, 37]
    requests = [make_request(make_sample("word " * length, index=i)) for i, length in enumerate(lengths)]
    model = WordCountingModel(batch_size=4)
    run(model, store, requests)
    batches = [[len(request.sample.question.split()) for request in batch] for batch in model.batches]
    assert batches == [[40, 39, 38, 37], [4, 3, 2, 1]]


def test_requests_that_go_out_one_by_one_keep_their_order(store: ResponseStore) -> None:
    requests = [make_request(make_sample("word " * length, index=i)) for i, length in enumerate([1, 9, 2, 8])]
    model = WordCountingModel(concurrency=1)
    run(model, store, requests)
    assert model.asked == [request.key for request in requests]
