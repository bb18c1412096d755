"""One bounded pipeline: prepare → look up → dispatch → store → hand on."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hyeval.errors import HyevalError
from hyeval.execution.limiter import AdaptiveLimiter, FixedLimiter, Limiter, RateCap
from hyeval.execution.retry import RetryPolicy
from hyeval.execution.store import ResponseStore
from hyeval.models.base import Model, Pressure, RunStopped, TransientFailure
from hyeval.records import Request, RequestError, Response, ResponseStatus
from hyeval.scoring.reasoning import split_reasoning

logger = logging.getLogger(__name__)

REQUESTS_PER_READ = 64
"""Requests that are prepared and looked up together: one SELECT and one hop into a thread for all of them."""
OPEN_PER_SLOT = 4
"""Batches that may be under way per slot: those in flight, and those that wait for another attempt."""


@dataclass(frozen=True)
class Outcome:
    """What became of one request; `reused` if the answer stood in the store."""

    request: Request
    response: Response
    reused: bool


Item = Request | Outcome


class Executor:
    """Answers the requests of one task after another with one model and one store.

    At most as many requests as the limiter allows are in flight; nothing holds the whole data set. Requests with equal
    keys are sent once. `stop` lets what is in flight finish and sends no more.
    """

    def __init__(
        self, model: Model, store: ResponseStore, *, reuse: bool = True, retry: RetryPolicy | None = None
    ) -> None:
        self.model = model
        self.store = store
        self.reuse = reuse
        self.retry = retry or RetryPolicy()
        self.limiter = _make_limiter(model)
        self.stop_reason = ""
        self._stop = asyncio.Event()
        caps = (model.requests_per_minute, model.tokens_per_minute)
        self._caps = [RateCap(cap, sleep=self.pause) if cap else None for cap in caps]

    @property
    def stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._stop.is_set()

    def stop(self, reason: str = "") -> None:
        """Send nothing more; call it from the event loop's thread. The first reason given is kept."""
        self.stop_reason = self.stop_reason or reason
        self._stop.set()

    async def run(self, items: Iterator[Item], *, task: str, deliver: Callable[[Outcome], None]) -> None:
        """Answer all requests and deliver each outcome once, in the order in which they come in.

        An `Outcome` among the items, such as a row whose image cannot be read, is delivered as it is.
        """
        try:
            await _TaskRun(self, task=task, deliver=deliver).answer_all(items)
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from None

    async def pause(self, seconds: float) -> None:
        """Sleep before an attempt; `_Cancelled` if the run is stopped meanwhile."""
        try:
            await asyncio.wait_for(self._stop.wait(), timeout=seconds)
        except TimeoutError:
            return
        raise _Cancelled

    async def spend(self, batch: Sequence[Request]) -> None:
        """Wait until the caps per minute have room for a batch."""
        requests, tokens = self._caps
        if requests is not None:
            await requests.spend(len(batch))
        if tokens is not None:
            await tokens.spend(sum(self.model.estimated_tokens(request) for request in batch))


class _Cancelled(Exception):  # ends one request's attempts, reported as a status
    """The run was stopped before the request was sent again."""


class _TaskRun:
    """The pipeline of one task: a producer, a bounded queue, and a task per batch that is under way."""

    def __init__(self, executor: Executor, *, task: str, deliver: Callable[[Outcome], None]) -> None:
        self._executor = executor
        self._model = executor.model
        self._store = executor.store
        self._limiter = executor.limiter
        self._task = task
        self._deliver = deliver
        self._queue: asyncio.Queue[Request | None] = asyncio.Queue(maxsize=2 * self._model.batch_size)
        # Requests under way by key, each with those that wait for the same answer.
        self._waiting: dict[str, list[Request]] = {}
        # Without reuse of what is stored, the answers of this run still serve its equal requests.
        self._answered: set[str] = set()
        self._told: set[str] = set()
        self._data_error: HyevalError | None = None
        self._under_way = 0
        self._landed = asyncio.Event()

    async def answer_all(self, items: Iterator[Item]) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._produce(items))
            group.create_task(self._dispatch(group))
        if self._data_error is not None:
            raise self._data_error

    async def _produce(self, items: Iterator[Item]) -> None:
        """Submit requests until there are no more; after an error in the data, what is under way is still finished."""
        more = True
        while more and not self._executor.stopping:
            chunk, more = await asyncio.to_thread(self._next_chunk, items)
            for outcome in chunk:
                if isinstance(outcome, Outcome):
                    self._deliver(outcome)
            await self._submit([item for item in chunk if isinstance(item, Request)])
        await self._queue.put(None)

    def _next_chunk(self, items: Iterator[Item]) -> tuple[list[Item], bool]:
        """Take items in a thread, where rows are read, images hashed and prompts rendered; also: are there more?"""
        chunk: list[Item] = []
        try:
            for item in itertools.islice(items, REQUESTS_PER_READ):
                chunk.append(item)  # what came before an error counts
        except HyevalError as error:
            self._data_error = error
        return chunk, self._data_error is None and len(chunk) == REQUESTS_PER_READ

    async def _submit(self, requests: Sequence[Request]) -> None:
        """Deliver what is stored, queue what is not, and let equal requests wait for one answer."""
        keys = [request.key for request in requests]
        stored = self._store.look_up(keys if self._executor.reuse else [key for key in keys if key in self._answered])
        fresh: list[Request] = []
        # Nothing is awaited between the look-up and the registration, or an answer could slip in between.
        for request in requests:
            if request.key in stored:
                self._deliver(Outcome(request, stored[request.key], reused=True))
            elif request.key in self._waiting:
                self._waiting[request.key].append(request)
            else:
                self._waiting[request.key] = []
                fresh.append(request)
        for request in fresh:
            await self._queue.put(request)

    async def _dispatch(self, group: asyncio.TaskGroup) -> None:
        """Start a batch whenever a slot is free: no windows, no batch waits for another one."""
        ended = False
        while not ended:
            batch, ended = await self._next_batch()
            if not batch:
                continue
            granted = await self._limiter.acquire()
            if self._executor.stopping:
                self._limiter.release(granted, Pressure.NONE)
                continue
            self._under_way += 1
            group.create_task(self._answer(batch, granted))
            while self._under_way >= OPEN_PER_SLOT * max(self._limiter.limit, 1):
                self._landed.clear()
                await self._landed.wait()

    async def _next_batch(self) -> tuple[list[Request], bool]:
        """Wait for a full batch; a smaller one comes only at the end."""
        batch: list[Request] = []
        while len(batch) < self._model.batch_size:
            request = await self._queue.get()
            if request is None:
                return batch, True
            batch.append(request)
        return batch, False

    async def _answer(self, batch: Sequence[Request], granted: float) -> None:
        try:
            responses = [_classified(response) for response in await self._generate(batch, granted)]
        finally:
            self._under_way -= 1
            self._landed.set()
        outcomes = list(zip(batch, responses, strict=True))
        self._store.record(outcomes, self._task)
        if not self._executor.reuse:
            self._answered.update(request.key for request, response in outcomes if response.status.answered)
        for request, response in outcomes:
            self._deliver(Outcome(request, response, reused=False))
            for twin in self._waiting.pop(request.key):
                self._deliver(Outcome(twin, response, reused=response.status.answered))

    async def _generate(self, batch: Sequence[Request], granted: float) -> Sequence[Response]:
        """Attempts until there is an answer, a final failure, or the run is stopped."""
        slots = [granted]  # the first attempt's slot was taken by the dispatcher, in the order of the data set
        attempts = 0

        async def attempt() -> Sequence[Response]:
            nonlocal attempts
            attempts += 1
            return await self._attempt(batch, slots.pop() if slots else await self._limiter.acquire(), attempts == 1)

        try:
            return await self._executor.retry.run(attempt, sleep=self._executor.pause, key=batch[0].key)
        except TransientFailure as failure:
            if failure.settles_as is not None:
                return [failure.settles_as] * len(batch)
            return [_failed(failure.kind, str(failure), attempts)] * len(batch)
        except _Cancelled:
            return [Response.failure("stopped", "the run was stopped", status=ResponseStatus.CANCELLED)] * len(batch)
        except RunStopped as error:
            self._executor.stop(str(error))
            return [Response.failure("stopped", str(error), status=ResponseStatus.CANCELLED)] * len(batch)
        except HyevalError:
            raise  # The run cannot go on, and the message says why.
        except Exception as error:  # noqa: BLE001
            # The one broad except: whatever a back end raises belongs to these requests, not to the run.
            self._tell(error, len(batch))
            return [_failed(type(error).__name__, str(error), attempts)] * len(batch)

    async def _attempt(self, batch: Sequence[Request], granted: float, first: bool) -> Sequence[Response]:
        pressure = Pressure.NONE
        try:
            await self._executor.spend(batch)
            if first:
                self._store.intend(batch, self._task)
            responses = await self._model.generate(batch)
            if len(responses) != len(batch):
                raise RuntimeError(f"the model gave {len(responses)} responses to {len(batch)} requests")
            return responses
        except TransientFailure as failure:
            pressure = failure.pressure
            raise
        finally:
            self._limiter.release(granted, pressure)

    def _tell(self, error: Exception, requests: int) -> None:
        """Log a kind of failure the first time it is met; its number stands in the results."""
        kind = type(error).__name__
        level = logging.DEBUG if kind in self._told else logging.ERROR
        self._told.add(kind)
        logger.log(level, "%s: %d requests failed: %s: %s", self._task, requests, kind, error, exc_info=True)


def _make_limiter(model: Model) -> Limiter:
    """Slots count batches; a model that names no number of requests has its limit found out."""
    if model.concurrency is None:
        return AdaptiveLimiter()
    return FixedLimiter(max(1, model.concurrency // model.batch_size))


def _failed(kind: str, message: str, attempts: int) -> Response:
    return Response(ResponseStatus.FAILED, error=RequestError(kind, message, attempts))


def _classified(response: Response) -> Response:
    """An answer that is still inside its reasoning was cut off, whatever the back end says of its end."""
    if response.status is ResponseStatus.OK and response.text and not split_reasoning(response.text).closed:
        return dataclasses.replace(response, status=ResponseStatus.TRUNCATED)
    return response
