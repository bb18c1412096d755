"""One bounded pipeline: prepare → look up → dispatch → store → hand on."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

from hyeval.errors import AccessError, ConfigError, HyevalError, MissingResource
from hyeval.execution.balancer import Balancer, Lease, Seat
from hyeval.execution.ledger import Ledger
from hyeval.execution.limiter import AdaptiveLimiter, FixedLimiter, Limiter, RateCap
from hyeval.execution.retry import RetryPolicy
from hyeval.execution.store import ResponseStore
from hyeval.models.base import Model, Pressure, RunStopped, TransientFailure
from hyeval.records import Attempt, Request, RequestError, Response, ResponseStatus
from hyeval.scoring.reasoning import split_reasoning

logger = logging.getLogger(__name__)

REQUESTS_PER_READ = 64
"""Requests that are prepared and looked up together: one SELECT and one hop into a thread for all of them."""
BYTES_PER_READ = 4 << 20
"""Fewer are, if their media are larger than this."""
OPEN_PER_SLOT = 4
"""Batches that may be under way per slot: those in flight, and those that wait for another attempt."""


@dataclass(frozen=True)
class Outcome:
    """What became of one request; `reused` if the answer stood in the store."""

    request: Request
    response: Response
    reused: bool


Item = Request | Outcome
Deliver = Callable[[Outcome], Awaitable[None] | None]
"""Takes an outcome; what takes longer is awaited, and more is answered meanwhile."""


@dataclass(frozen=True)
class Activity:
    """What goes on at a moment: requests in flight and allowed, attempts that had to be repeated, tokens and USD."""

    in_flight: int
    limit: int
    retries: int
    tokens: int
    usd: float | None


class Executor:
    """Answers the requests of one task after another with one model and one store.

    At most as many requests as the limiter allows are in flight; nothing holds the whole data set. Requests with equal
    keys are sent once. `stop` lets what is in flight finish and sends no more.
    """

    def __init__(
        self,
        model: Model,
        store: ResponseStore,
        *,
        reuse: bool = True,
        retry: RetryPolicy | None = None,
        ledger: Ledger | None = None,
    ) -> None:
        self.model = model
        self.store = store
        self.reuse = reuse
        self.retry = retry or RetryPolicy()
        self.ledger = ledger or Ledger()
        self.balancer = Balancer([Seat(one, _make_limiter(one)) for one in model.replicas()])
        self.fresh: set[str] = set()
        """Keys whose answers came into the store during this run by another way, such as a provider's batch."""
        self.retries = 0
        self.lost = 0
        """Requests of this run that an earlier one had in flight when it was killed."""
        self.stop_reason = ""
        self._stop = asyncio.Event()
        self.open = asyncio.Event()
        """Cleared while what comes after the answers, such as judging, is too far behind; nothing is sent meanwhile."""
        self.open.set()
        caps = (model.load.requests_per_minute, model.load.tokens_per_minute)
        self._caps = [RateCap(cap, sleep=self.pause) if cap else None for cap in caps]

    @property
    def activity(self) -> Activity:
        """What goes on now."""
        balancer, ledger = self.balancer, self.ledger
        return Activity(balancer.in_flight, balancer.limit, self.retries, ledger.tokens, ledger.usd)

    @property
    def stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._stop.is_set()

    async def stopped(self) -> None:
        """Wait until `stop` is called."""
        await self._stop.wait()

    def stop(self, reason: str = "") -> None:
        """Send nothing more; call it from the event loop's thread. The first reason given is kept."""
        self.stop_reason = self.stop_reason or reason
        self.open.set()
        self._stop.set()
        self.model.interrupt()

    async def run(self, items: Iterator[Item], *, task: str, deliver: Deliver) -> None:
        """Answer all requests and deliver each outcome once, in the order in which they come in.

        An `Outcome` among the items, such as a row whose image cannot be read, is delivered as it is.
        """
        try:
            await _TaskRun(self, task=task, deliver=deliver).answer_all(items)
        except BaseExceptionGroup as group:
            raise self._end_of(group) from None

    async def run_stream(self, requests: asyncio.Queue[Request | None], *, task: str, deliver: Deliver) -> None:
        """Answer requests as they come in, up to a None; `stop` ends it too, and what waits then is not delivered."""
        try:
            await _TaskRun(self, task=task, deliver=deliver, eager=True).answer_stream(requests)
        except BaseExceptionGroup as group:
            raise self._end_of(group) from None

    def _end_of(self, errors: BaseExceptionGroup[BaseException]) -> BaseException:
        """What ended a task; where the model was never reached, what it was about to be asked was not in flight."""
        error = errors.exceptions[0]
        if isinstance(error, AccessError | ConfigError | MissingResource):
            self.store.withdraw()
        return error

    async def pause(self, seconds: float) -> None:
        """Sleep before an attempt; `Stopped` if the run is stopped meanwhile."""
        try:
            await asyncio.wait_for(self._stop.wait(), timeout=seconds)
        except TimeoutError:
            return
        raise Stopped

    async def spend(self, batch: Sequence[Request]) -> None:
        """Wait until the caps per minute have room for a batch."""
        requests, tokens = self._caps
        if requests is not None:
            await requests.spend(len(batch))
        if tokens is not None:
            estimates = map(self.model.estimate, batch)
            await tokens.spend(sum((one.prompt_tokens or 0) + (one.completion_tokens or 0) for one in estimates))

    async def close(self) -> None:
        """End what goes on beside the requests."""
        await self.balancer.close()

    def within_budget(self) -> bool:
        """Whether another request may be sent; if not, the run is stopped."""
        if not self.stopping and (reason := self.ledger.exhausted(self.balancer.in_flight - 1)):
            self.stop(reason)
        return not self.stopping


class Stopped(Exception):  # ends one request's attempts, reported as a status
    """The run was stopped before something was sent again."""


class _TaskRun:
    """The pipeline of one task: a producer, a bounded queue, and a task per batch that is under way."""

    def __init__(self, executor: Executor, *, task: str, deliver: Deliver, eager: bool = False) -> None:
        self._executor = executor
        self._model = executor.model
        self._store = executor.store
        self._balancer = executor.balancer
        self._ledger = executor.ledger
        self._task = task
        self._deliver = deliver
        self._queue: asyncio.Queue[Request | None] = asyncio.Queue(maxsize=2 * self._model.load.batch_size)
        # Requests under way by key, each with those that wait for the same answer.
        self._waiting: dict[str, list[Request]] = {}
        # Without reuse of what is stored, the answers of this run still serve its equal requests.
        self._answered: set[str] = set()
        self._lost: set[str] = set()
        self._told: set[str] = set()
        self._data_error: HyevalError | None = None
        self._under_way = 0
        self._landed = asyncio.Event()
        # Whether a batch goes out before it is full, because what would fill it may wait for its answers.
        self._eager = eager

    async def answer_all(self, items: Iterator[Item]) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._produce(items))
            group.create_task(self._dispatch(group))
        if self._data_error is not None:
            raise self._data_error

    async def answer_stream(self, requests: asyncio.Queue[Request | None]) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._produce_from(requests))
            group.create_task(self._dispatch(group))

    async def _produce_from(self, requests: asyncio.Queue[Request | None]) -> None:
        ended = False
        while not ended and not self._executor.stopping:
            chunk = [await self._next_of(requests)]
            while chunk[-1] is not None and len(chunk) < REQUESTS_PER_READ and not requests.empty():
                chunk.append(requests.get_nowait())
            ended = chunk[-1] is None
            await self._submit([request for request in chunk if request is not None])
        await self._queue.put(None)

    async def _next_of(self, requests: asyncio.Queue[Request | None]) -> Request | None:
        """The next request, or None if the run is stopped while waiting for it."""
        getting = asyncio.ensure_future(requests.get())
        stopped = asyncio.ensure_future(self._executor.stopped())
        await asyncio.wait({getting, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if getting.done():
            return getting.result()
        getting.cancel()
        return None

    async def _produce(self, items: Iterator[Item]) -> None:
        """Submit requests until there are no more; after an error in the data, what is under way is still finished.

        Where answers come in batches, the next chunk is read while one is submitted: a fast model would otherwise wait
        for rows at every chunk. Where each request is sent by this process, reading would only take its time.
        """
        ahead = self._model.load.batch_size > 1
        reading = self._start_reading(items)
        try:
            more = True
            while more:
                chunk, more = await reading
                if self._executor.stopping:
                    break
                if more and ahead:
                    reading = self._start_reading(items)
                for outcome in chunk:
                    if isinstance(outcome, Outcome):
                        await self._hand_on(outcome)
                await self._submit([item for item in chunk if isinstance(item, Request)])
                if more and not ahead:
                    reading = self._start_reading(items)
        finally:
            reading.cancel()
        await self._queue.put(None)

    def _start_reading(self, items: Iterator[Item]) -> asyncio.Task[tuple[list[Item], bool]]:
        return asyncio.create_task(asyncio.to_thread(self._next_chunk, items))

    def _next_chunk(self, items: Iterator[Item]) -> tuple[list[Item], bool]:
        """Take items in a thread, where rows are read, images hashed and prompts rendered; also: are there more?"""
        chunk: list[Item] = []
        size, full = 0, False
        try:
            for item in items:
                chunk.append(item)  # what came before an error counts
                size += sum(len(medium.data) for medium in item.sample.media) if isinstance(item, Request) else 0
                if full := len(chunk) == REQUESTS_PER_READ or size > BYTES_PER_READ:
                    break
        except HyevalError as error:
            self._data_error = error
        return self._in_order(chunk), self._data_error is None and full

    def _in_order(self, items: Sequence[Item]) -> list[Item]:
        """Neighbours share a medium; where requests go out in batches, they also have about the same length.

        A batch takes as long as its longest prompt. The longest come first: what does not fit is found out early.
        """
        groups = _neighbours(items)
        if self._model.load.batch_size > 1:
            groups.sort(key=self._length, reverse=True)
        return [item for group in groups for item in group]

    def _length(self, group: Sequence[Item]) -> int:
        requests = [item for item in group if isinstance(item, Request)]
        return max((self._model.estimate(request).prompt_tokens or 0 for request in requests), default=0)

    async def _submit(self, requests: Sequence[Request]) -> None:
        """Deliver what is stored, queue what is not, and let equal requests wait for one answer."""
        keys = [request.key for request in requests]
        come, reuse = self._executor.fresh, self._executor.reuse
        stored = self._store.look_up([key for key in keys if reuse or key in self._answered or key in come])
        lost = self._store.lost(keys)
        fresh: list[Request] = []
        known: list[Outcome] = []
        # Nothing is awaited between the look-up and the registration, or an answer could slip in between.
        for request in requests:
            if request.key in stored:
                known.append(self._from_store(request, stored[request.key]))
            elif request.key in self._waiting:
                self._waiting[request.key].append(request)
            else:
                self._waiting[request.key] = []
                fresh.append(request)
        lost &= {request.key for request in fresh}
        self._lost |= lost
        self._executor.lost += len(lost)
        for outcome in known:
            await self._hand_on(outcome)
        for request in fresh:
            await self._queue.put(request)

    async def _hand_on(self, outcome: Outcome) -> None:
        if (rest := self._deliver(outcome)) is not None:
            await rest

    def _from_store(self, request: Request, response: Response) -> Outcome:
        if request.key in self._executor.fresh:
            self._executor.fresh.discard(request.key)
            self._answered.add(request.key)
            return Outcome(request, response, reused=False)
        self._ledger.taken_from_store(response.usage)
        return Outcome(request, response, reused=True)

    async def _dispatch(self, group: asyncio.TaskGroup) -> None:
        """Start a batch whenever a slot is free: no windows, no batch waits for another one."""
        ended = False
        while not ended:
            batch, ended = await self._next_batch()
            if not batch:
                continue
            await self._executor.open.wait()
            lease = await self._balancer.acquire()
            if not self._executor.within_budget():
                self._balancer.release(lease, Pressure.NONE)
                continue
            self._under_way += 1
            group.create_task(self._answer(batch, lease))
            while self._under_way >= OPEN_PER_SLOT * max(self._balancer.limit, 1):
                self._landed.clear()
                await self._landed.wait()

    async def _next_batch(self) -> tuple[list[Request], bool]:
        """Wait for a full batch; a smaller one comes only at the end."""
        batch: list[Request] = []
        while len(batch) < self._model.load.batch_size:
            if self._eager and batch and self._queue.empty():
                return batch, False
            request = await self._queue.get()
            if request is None:
                return batch, True
            batch.append(request)
        return batch, False

    async def _answer(self, batch: Sequence[Request], lease: Lease) -> None:
        try:
            for outcome in await self._outcomes(batch, lease):
                await self._hand_on(outcome)
        finally:
            self._under_way -= 1
            self._landed.set()

    async def _outcomes(self, batch: Sequence[Request], lease: Lease) -> list[Outcome]:
        """What became of a batch and of equal requests, written to the store."""
        attempts: list[Attempt] = []
        responses = [
            dataclasses.replace(response, status=_status(response), attempts=tuple(attempts))
            for response in await self._generate(batch, lease, attempts)
        ]
        outcomes = list(zip(batch, responses, strict=True))
        self._store.record(outcomes, self._task)
        if not self._executor.reuse:
            self._answered.update(request.key for request, response in outcomes if response.status.answered)
        found: list[Outcome] = []
        for request, response in outcomes:
            found.append(Outcome(request, response, reused=False))
            twins = self._waiting.pop(request.key)
            found += [Outcome(twin, response, reused=response.status.answered) for twin in twins]
        return found

    async def _generate(self, batch: Sequence[Request], lease: Lease, attempts: list[Attempt]) -> Sequence[Response]:
        """Attempts until there is an answer, a final failure, or the run is stopped."""
        leases = [lease]  # the first attempt's place was taken by the dispatcher, in the order of the data set

        async def attempt() -> Sequence[Response]:
            return await self._attempt(batch, leases.pop() if leases else await self._balancer.acquire(), attempts)

        try:
            return await self._executor.retry.run(attempt, sleep=self._executor.pause, key=batch[0].key)
        except TransientFailure as failure:
            if failure.settles_as is not None:
                return [failure.settles_as] * len(batch)
            return [_failed(failure.kind, str(failure), len(attempts))] * len(batch)
        except Stopped:
            return [Response.failure("stopped", "the run was stopped", status=ResponseStatus.CANCELLED)] * len(batch)
        except RunStopped as error:
            self._executor.stop(str(error))
            return [Response.failure("stopped", str(error), status=ResponseStatus.CANCELLED)] * len(batch)
        except HyevalError:
            raise  # The run cannot go on, and the message says why.
        except Exception as error:  # noqa: BLE001
            # The one broad except: whatever a back end raises belongs to these requests, not to the run.
            self._tell(error, len(batch))
            return [_failed(type(error).__name__, str(error), len(attempts))] * len(batch)

    async def _attempt(self, batch: Sequence[Request], lease: Lease, attempts: list[Attempt]) -> Sequence[Response]:
        pressure, unreachable = Pressure.NONE, False
        try:
            await self._executor.spend(batch)
            if not attempts:
                self._store.intend(batch, self._task)
            elif not self._executor.within_budget():
                raise Stopped
            else:
                self._executor.retries += 1
            return await self._send(batch, lease.seat.model, attempts)
        except TransientFailure as failure:
            pressure, unreachable = failure.pressure, failure.unreachable
            raise
        finally:
            self._balancer.release(lease, pressure, unreachable=unreachable)

    async def _send(self, batch: Sequence[Request], model: Model, attempts: list[Attempt]) -> Sequence[Response]:
        """Send a batch once and enter into the books what came of it."""
        started, begun = time.time(), time.perf_counter()

        def enter(outcome: str, failure: TransientFailure | None = None) -> None:
            usage = None if failure is None else failure.usage
            attempts.append(Attempt(outcome, started, time.perf_counter() - begun, usage))

        try:
            responses = await model.generate(batch)
        except TransientFailure as failure:
            enter(failure.kind, failure)
            if failure.billed:
                for request in batch:
                    self._ledger.retried(failure.usage, model.estimate(request))
            raise
        except Exception as error:
            enter(type(error).__name__)
            raise
        if len(responses) != len(batch):
            raise RuntimeError(f"the model gave {len(responses)} responses to {len(batch)} requests")
        enter("ok" if responses[0].error is None else responses[0].error.kind)
        for request, response in zip(batch, responses, strict=True):
            if response.status.answered:
                self._enter_answer(request, response, model)
        return responses

    def _enter_answer(self, request: Request, response: Response, model: Model) -> None:
        estimate = model.estimate(request)
        self._ledger.answered(response.usage, estimate)
        if request.key in self._lost:
            self._lost.discard(request.key)
            self._ledger.asked_again(response.usage, estimate)

    def _tell(self, error: Exception, requests: int) -> None:
        """Log a kind of failure the first time it is met; its number stands in the results."""
        kind = type(error).__name__
        level = logging.DEBUG if kind in self._told else logging.ERROR
        self._told.add(kind)
        logger.log(level, "%s: %d requests failed: %s: %s", self._task, requests, kind, error, exc_info=True)


def _make_limiter(model: Model) -> Limiter:
    """Slots count batches; a model that names no number of requests has its limit found out."""
    load = model.load
    if load.concurrency is None:
        return AdaptiveLimiter(latency_factor=load.latency_factor)
    return FixedLimiter(max(1, load.concurrency // load.batch_size))


def _neighbours(items: Sequence[Item]) -> list[list[Item]]:
    """Put requests that share their first medium together, so that a provider's prompt cache serves them."""
    groups: dict[str | int, list[Item]] = {}
    for number, item in enumerate(items):
        media = item.sample.media if isinstance(item, Request) else ()
        groups.setdefault(media[0].digest if media else number, []).append(item)
    return list(groups.values())


def _failed(kind: str, message: str, attempts: int) -> Response:
    return Response(ResponseStatus.FAILED, error=RequestError(kind, message, attempts))


def _status(response: Response) -> ResponseStatus:
    """An answer that is still inside its reasoning was cut off, whatever the back end says of its end."""
    if response.status is ResponseStatus.OK and response.text and not split_reasoning(response.text).closed:
        return ResponseStatus.TRUNCATED
    return response.status
