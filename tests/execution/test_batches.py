"""Batches: what is submitted, what is found again after a crash, and what is left to the live run."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from hyeval.errors import DataError, MediaError, ModelError
from hyeval.execution.batches import REQUESTS_PER_READ, BatchPhase
from hyeval.execution.executor import Executor, Item, Outcome
from hyeval.execution.ledger import Budget, Ledger, Prices
from hyeval.execution.retry import RetryPolicy
from hyeval.execution.store import ResponseStore, StoredBatch
from hyeval.models.base import BatchProgress, TransientFailure
from hyeval.models.scripted import ScriptedModel
from hyeval.records import Request, Response, Usage, fingerprint
from tests.builders import make_request, make_response, make_sample, numbered_requests

TASK = "digits"
MODEL_NAME = "tested"
PRICES = Prices(input=10, output=100, noted="2026-11", batch_discount=0.5)

LOST = "lost"
"""The call does its work, and its answer does not arrive."""
REFUSED = "refused"
"""The call fails for a reason that may pass."""
CRASH = "crash"
"""The call does its work, and the run dies before it hears of it."""


class Crash(Exception):
    """The end of a run."""


@dataclass(frozen=True)
class Limits:
    max_requests: int = 1000
    max_bytes: int = 10**9
    poll_s: float = 0.001


@dataclass
class Provider:
    """Batches in memory: `troubles` befall the next calls of each kind, and `patience` looks find a batch open."""

    options: Limits = Limits()
    troubles: dict[str, list[str]] = field(default_factory=dict)
    patience: int = 1
    ignored: set[str] = field(default_factory=set)
    """Keys that no batch answers."""
    line_bytes: Callable[[Request], int] = lambda _: 0
    problem: str = ""
    batches: dict[str, list[str]] = field(default_factory=dict)
    """Keys of each batch that was started, by its id."""
    started_as: dict[str, str] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    looked: asyncio.Event = field(default_factory=asyncio.Event)

    async def line(self, request: Request) -> bytes:
        if "unreadable" in request.sample.question:
            raise MediaError("no image")
        line = json.dumps({"key": request.key})
        return line.ljust(self.line_bytes(request) - 1).encode() + b"\n"

    async def submit(self, path: Path, submission: str) -> str:
        keys = [json.loads(line)["key"] for line in path.read_bytes().splitlines()]

        def start() -> str:
            identifier = f"batch{len(self.batches)}"
            self.batches[identifier], self.started_as[submission] = keys, identifier
            return identifier

        return self._called("submit", start)

    async def find(self, submission: str) -> str | None:
        return self._called("find", lambda: self.started_as.get(submission))

    async def progress(self, batch: str) -> BatchProgress:
        self.looked.set()
        count = len(self.batches[batch])
        done = self.calls[f"progress of {batch}"] >= self.patience
        self.calls[f"progress of {batch}"] += 1
        status = "failed" if self.problem else "completed" if done else "in_progress"
        return self._called(
            "progress", lambda: BatchProgress(status, done, count if done else 0, count, self.problem if done else "")
        )

    async def answers(self, batch: str) -> AsyncIterator[tuple[str, Response]]:
        answered = [] if self.problem else [key for key in self.batches[batch] if key not in self.ignored]
        for number, key in enumerate(answered):
            yield key, make_response("from the batch", usage=Usage(100, 10))
            if number == len(answered) // 2:
                self._called("answers", lambda: None)

    def _called(self, name: str, work: Callable[[], Any]) -> Any:
        self.calls[name] += 1
        trouble = (self.troubles.get(name) or [""]).pop(0)
        if trouble == REFUSED:
            raise TransientFailure("http_503", "try later")
        result = work()
        if trouble == LOST:
            raise TransientFailure("connection", "reset")
        if trouble == CRASH:
            raise Crash
        return result

    @property
    def sizes(self) -> list[int]:
        return [len(keys) for keys in self.batches.values()]

    @property
    def asked(self) -> list[str]:
        return [key for keys in self.batches.values() for key in keys]


class Desk:
    """Runs of the same command, one after another, over one store."""

    def __init__(self, folder: Path, provider: Provider) -> None:
        self.folder = folder
        self.provider = provider
        self.model = ScriptedModel(MODEL_NAME, default="live")
        self.executor: Executor | None = None

    def run(
        self, requests: Iterable[Item], *, live: bool = False, reuse: bool = True, stopped: bool = False, **ledger: Any
    ) -> list[Outcome]:
        """Send the requests through batches, and then, if `live`, what is left one by one."""
        delivered: list[Outcome] = []
        items = list(requests) if live else requests

        async def play() -> None:
            with ResponseStore(self.folder, model_name=MODEL_NAME) as store:
                executor = self._executor(store, reuse=reuse, ledger=Ledger(**ledger))
                if stopped:
                    executor.stop()
                await BatchPhase(executor, self.provider, task=TASK).run(iter(items))
                if live:
                    await executor.run(iter(items), task=TASK, deliver=delivered.append)

        asyncio.run(play())
        return delivered

    def run_and_stop(self, requests: Sequence[Request]) -> None:
        """Stop the run while it waits for its batch."""

        async def play() -> None:
            with ResponseStore(self.folder, model_name=MODEL_NAME) as store:
                executor = self._executor(store)
                running = asyncio.create_task(BatchPhase(executor, self.provider, task=TASK).run(iter(requests)))
                await self.provider.looked.wait()
                executor.stop()
                await asyncio.wait_for(running, timeout=5)

        asyncio.run(play())

    def stored(self, requests: Sequence[Request]) -> list[str | None]:
        with ResponseStore(self.folder, model_name=MODEL_NAME) as store:
            found = store.look_up([request.key for request in requests])
        return [found[request.key].text if request.key in found else None for request in requests]

    def open_batches(self) -> list[StoredBatch]:
        with ResponseStore(self.folder, model_name=MODEL_NAME) as store:
            return store.open_batches(model=fingerprint(dict(self.model.identity())), task=TASK)

    def _executor(self, store: ResponseStore, *, reuse: bool = True, ledger: Ledger | None = None) -> Executor:
        retry = RetryPolicy(max_attempts=3, base_s=0.001, cap_s=0.001)
        self.executor = Executor(self.model, store, reuse=reuse, retry=retry, ledger=ledger)
        return self.executor


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "responses", Provider())


def keys(requests: Sequence[Request]) -> list[str]:
    return [request.key for request in requests]


def texts(outcomes: Sequence[Outcome]) -> Counter[str | None]:
    return Counter(outcome.response.text for outcome in outcomes)


BATCHED = "from the batch"


# What is submitted


@pytest.mark.parametrize(
    ("count", "max_requests", "sizes"),
    [(10, 4, [4, 4, 2]), (8, 4, [4, 4]), (1, 4, [1]), (0, 4, []), (3, 1, [1, 1, 1]), (150, 100, [100, 50])],
)
def test_a_batch_holds_no_more_requests_than_it_may(
    desk: Desk, count: int, max_requests: int, sizes: list[int]
) -> None:
    requests = numbered_requests(count)
    desk.provider.options = Limits(max_requests=max_requests)
    desk.run(requests)
    assert desk.provider.sizes == sizes
    assert desk.provider.asked == keys(requests)
    assert desk.stored(requests) == [BATCHED] * count


@pytest.mark.parametrize(
    ("lines", "max_bytes", "sizes"),
    [
        ([300, 300, 300, 300], 1000, [3, 1]),
        ([500, 500, 500], 1000, [2, 1]),
        ([500, 501, 500], 1000, [1, 1, 1]),
        ([200, 5000, 200, 200], 1000, [1, 1, 2]),
        ([5000, 5000], 1000, [1, 1]),
        ([200] * 5, 1000, [5]),
    ],
)
def test_a_file_is_no_larger_than_it_may_be_unless_one_request_is(
    desk: Desk, lines: list[int], max_bytes: int, sizes: list[int]
) -> None:
    requests = numbered_requests(len(lines))
    desk.provider.options = Limits(max_bytes=max_bytes)
    desk.provider.line_bytes = lambda request: lines[request.sample.index]
    desk.run(requests)
    assert desk.provider.sizes == sizes
    assert desk.provider.asked == keys(requests)


def test_what_is_stored_is_not_submitted(desk: Desk) -> None:
    requests = numbered_requests(2 * REQUESTS_PER_READ)
    desk.run(requests[10:90])
    desk.run(requests)
    assert desk.provider.asked == keys([*requests[10:90], *requests[:10], *requests[90:]])
    desk.run(requests)
    assert len(desk.provider.batches) == 2


def test_equal_requests_are_submitted_once(desk: Desk) -> None:
    requests = numbered_requests(3 * REQUESTS_PER_READ, different=REQUESTS_PER_READ + 7)
    desk.run(requests)
    assert desk.provider.asked == keys(requests[: REQUESTS_PER_READ + 7])


def test_a_row_that_cannot_be_sent_is_left_to_the_live_run(desk: Desk) -> None:
    requests = [make_request("one"), make_request("unreadable"), make_request("three")]
    unread = Outcome(make_request(make_sample("broken row")), Response.failure("media", "cut off"), reused=False)
    outcomes = desk.run([unread, *requests], live=True)
    assert desk.provider.asked == keys([requests[0], requests[2]])
    assert texts(outcomes) == {BATCHED: 2, "live": 1, None: 1}


def test_an_error_in_the_data_ends_the_batch_and_is_left_to_the_live_run(desk: Desk) -> None:
    requests = numbered_requests(REQUESTS_PER_READ + 5)

    def items() -> Iterator[Item]:
        yield from requests
        raise DataError("row 69 has no question")

    desk.run(items())
    assert desk.provider.asked == keys(requests)


def test_a_batch_is_entered_at_its_discount_and_as_an_attempt_of_its_own(desk: Desk) -> None:
    (outcome,) = desk.run([make_request("one")], live=True, prices=PRICES)
    assert desk.executor is not None
    assert desk.executor.ledger.answers.usd == pytest.approx((100 * 10 + 10 * 100) * 1e-6 / 2)
    assert [attempt.outcome for attempt in outcome.response.attempts] == ["batch"]


# What is found again


def test_a_batch_whose_id_is_known_is_fetched_and_not_looked_for(desk: Desk) -> None:
    requests = numbered_requests(5)
    desk.run_and_stop(requests)
    (left,) = desk.open_batches()
    assert (left.batch, left.requests) == ("batch0", 5)
    desk.run(requests)
    assert (desk.provider.calls["submit"], desk.provider.calls["find"]) == (1, 0)
    assert desk.stored(requests) == [BATCHED] * 5
    assert desk.open_batches() == []


def test_stopping_while_a_batch_is_waited_for_loses_nothing_and_sends_nothing(desk: Desk) -> None:
    requests = numbered_requests(5)
    desk.provider.patience = 10**9
    desk.run_and_stop(requests)
    assert desk.stored(requests) == [None] * 5
    assert [batch.batch for batch in desk.open_batches()] == ["batch0"]
    assert desk.provider.calls["submit"] == 1


def test_nothing_is_submitted_after_a_stop(desk: Desk) -> None:
    desk.run(numbered_requests(5), stopped=True)
    assert desk.provider.calls == {}
    assert desk.open_batches() == []


def test_a_batch_whose_id_was_not_received_is_found_by_our_number(desk: Desk) -> None:
    requests = numbered_requests(5)
    desk.provider.troubles["submit"] = [CRASH]
    with pytest.raises(Crash):
        desk.run(requests)
    (left,) = desk.open_batches()
    assert (left.batch, desk.provider.started_as) == (None, {left.submission: "batch0"})
    desk.provider.patience = 10**9
    desk.run_and_stop(requests)
    assert desk.open_batches() == [StoredBatch(left.submission, "batch0", 5)]
    desk.provider.patience = 0
    desk.run(requests)
    assert (desk.provider.calls["submit"], desk.provider.calls["find"]) == (1, 1)
    assert desk.stored(requests) == [BATCHED] * 5
    assert desk.open_batches() == []


def test_a_batch_that_was_never_received_is_forgotten_and_submitted_anew(desk: Desk) -> None:
    requests = numbered_requests(5)
    desk.provider.troubles["submit"] = [CRASH]
    with pytest.raises(Crash):
        desk.run(requests)
    desk.provider.batches.clear()
    desk.provider.started_as.clear()
    desk.run(requests)
    assert desk.provider.sizes == [5]
    assert desk.stored(requests) == [BATCHED] * 5
    desk.run(requests)
    assert (desk.provider.calls["submit"], desk.provider.calls["find"]) == (2, 1)


def test_a_batch_that_is_found_leaves_only_the_rest_to_be_submitted(desk: Desk) -> None:
    requests = numbered_requests(8)
    desk.run_and_stop(requests[:5])
    desk.run(requests)
    assert desk.provider.sizes == [5, 3]
    assert desk.stored(requests) == [BATCHED] * 8


def test_several_open_batches_are_all_fetched(desk: Desk) -> None:
    requests = numbered_requests(9)
    desk.provider.options = Limits(max_requests=3)
    desk.run_and_stop(requests)
    assert [batch.batch for batch in desk.open_batches()] == ["batch0", "batch1", "batch2"]
    desk.run(requests)
    assert desk.provider.calls["submit"] == 3
    assert desk.stored(requests) == [BATCHED] * 9


@pytest.mark.parametrize("whose", ["another task", "another model"])
def test_the_batches_of_others_are_left_alone(desk: Desk, whose: str) -> None:
    identity = fingerprint(dict(desk.model.identity()))
    model, task = ("another", TASK) if whose == "another model" else (identity, "another")
    with ResponseStore(desk.folder, model_name=MODEL_NAME) as store:
        store.save_batch(StoredBatch("theirs", "batch99", 7), model=model, task=task)
    desk.run(numbered_requests(2))
    assert desk.provider.sizes == [2]
    with ResponseStore(desk.folder, model_name=MODEL_NAME) as store:
        assert store.open_batches(model=model, task=task) == [StoredBatch("theirs", "batch99", 7)]


# What fails on the way


@pytest.mark.parametrize(
    ("troubles", "submits", "finds"),
    [([LOST], 1, 1), ([REFUSED], 2, 1), ([REFUSED, LOST], 2, 2), ([REFUSED, REFUSED], 3, 2), ([], 1, 0)],
)
def test_an_attempt_whose_answer_was_lost_starts_no_second_batch(
    desk: Desk, troubles: list[str], submits: int, finds: int
) -> None:
    requests = numbered_requests(4)
    desk.provider.troubles["submit"] = troubles
    desk.run(requests)
    assert desk.provider.sizes == [4]
    assert (desk.provider.calls["submit"], desk.provider.calls["find"]) == (submits, finds)
    assert desk.stored(requests) == [BATCHED] * 4


def test_a_search_that_fails_is_repeated_before_anything_is_submitted(desk: Desk) -> None:
    desk.provider.troubles |= {"submit": [LOST], "find": [REFUSED]}
    desk.run(numbered_requests(4))
    assert desk.provider.sizes == [4]
    assert desk.provider.calls["find"] == 2


@pytest.mark.parametrize("call", ["progress", "answers"])
def test_looking_and_fetching_are_repeated_and_enter_every_answer_once(desk: Desk, call: str) -> None:
    requests = numbered_requests(6)
    desk.provider.troubles[call] = [REFUSED, LOST]
    desk.run(requests)
    assert desk.stored(requests) == [BATCHED] * 6
    assert desk.executor is not None
    assert desk.executor.ledger.answers.attempts == 6


def test_when_the_interface_fails_for_good_the_live_run_asks_and_the_batch_stays_open(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    requests = numbered_requests(4)
    desk.provider.troubles["progress"] = [REFUSED] * 3
    with caplog.at_level(logging.WARNING):
        outcomes = desk.run(requests, live=True)
    assert texts(outcomes) == {"live": 4}
    assert "the batch interface fails (try later); what is left is asked one by one" in caplog.text
    assert [batch.batch for batch in desk.open_batches()] == ["batch0"]


def test_a_batch_that_could_not_be_submitted_costs_none_of_those_that_were(desk: Desk) -> None:
    requests = numbered_requests(9)
    desk.provider.options = Limits(max_requests=4)
    desk.provider.troubles["submit"] = ["", *[REFUSED] * 3]
    outcomes = desk.run(requests, live=True)
    assert desk.provider.sizes == [4]
    assert texts(outcomes) == {BATCHED: 4, "live": 5}


def test_a_batch_that_the_provider_gave_up_is_told_closed_and_asked_one_by_one(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    requests = numbered_requests(4)
    desk.provider.problem = "The file has a line that is no JSON."
    with caplog.at_level(logging.WARNING):
        outcomes = desk.run(requests, live=True)
    assert texts(outcomes) == {"live": 4}
    assert "batch batch0 failed: The file has a line that is no JSON." in caplog.text
    assert desk.open_batches() == []


def test_an_error_that_ends_the_run_is_raised(desk: Desk) -> None:
    class Refusing(Provider):
        async def submit(self, path: Path, submission: str) -> str:  # noqa: ARG002
            raise ModelError("model.batch: the batch was refused")

    desk.provider = Refusing()
    with pytest.raises(ModelError, match="refused"):
        desk.run(numbered_requests(2))


@pytest.mark.parametrize(
    ("tokens", "sizes"),
    # Each of the ten may take 512 tokens, and nothing is known of the first batch when the next one is weighed.
    [(10 * 512, [4, 4, 2]), (10 * 512 - 1, [4, 4]), (4 * 512, [4]), (4 * 512 - 1, [])],
)
def test_no_batch_is_submitted_that_together_with_the_others_exceeds_the_budget(
    desk: Desk, tokens: int, sizes: list[int]
) -> None:
    desk.provider.options = Limits(max_requests=4)
    outcomes = desk.run(numbered_requests(10), live=True, budget=Budget(tokens=tokens))
    assert desk.provider.sizes == sizes
    assert desk.executor is not None
    assert desk.executor.stopping == (sizes != [4, 4, 2])
    assert len(desk.open_batches()) == (len(sizes) if desk.executor.stopping else 0)
    if desk.executor.stopping:
        assert outcomes == []
        assert desk.executor.stop_reason.endswith(f"would exceed the budget of {tokens} (budget.tokens)")


# What the live run makes of it


def test_what_a_batch_leaves_unanswered_stays_so_and_is_asked_one_by_one(desk: Desk) -> None:
    requests = numbered_requests(10)
    desk.provider.ignored = set(keys(requests[3:6]))
    desk.run(requests)
    assert desk.stored(requests) == [BATCHED] * 3 + [None] * 3 + [BATCHED] * 4
    assert desk.open_batches() == []
    desk.provider.problem = "out of order"
    outcomes = desk.run(requests, live=True)
    assert {outcome.request.sample.index: (outcome.response.text, outcome.reused) for outcome in outcomes} == {
        number: ("live", False) if number in (3, 4, 5) else (BATCHED, True) for number in range(10)
    }


def test_an_answer_of_this_runs_batch_counts_as_asked_and_later_as_reused(desk: Desk) -> None:
    requests = numbered_requests(6, different=3)
    outcomes = desk.run(requests, live=True)
    assert texts(outcomes) == {BATCHED: 6}
    assert Counter(outcome.reused for outcome in outcomes) == {False: 3, True: 3}
    assert {outcome.reused for outcome in desk.run(requests, live=True)} == {True}


def test_without_reuse_everything_is_submitted_again_and_replaced(desk: Desk) -> None:
    requests = numbered_requests(5)
    with ResponseStore(desk.folder, model_name=MODEL_NAME) as store:
        store.record([(request, make_response("old")) for request in requests], TASK)
    outcomes = desk.run(requests, live=True, reuse=False)
    assert desk.provider.asked == keys(requests)
    assert desk.stored(requests) == [BATCHED] * 5
    assert [(outcome.response.text, outcome.reused) for outcome in outcomes] == [(BATCHED, False)] * 5


def test_without_reuse_what_a_found_batch_has_answered_is_not_submitted_again(desk: Desk) -> None:
    requests = numbered_requests(8)
    desk.run_and_stop(requests[:5])
    outcomes = desk.run(requests, live=True, reuse=False)
    assert desk.provider.sizes == [5, 3]
    assert [(outcome.response.text, outcome.reused) for outcome in outcomes] == [(BATCHED, False)] * 8
