"""One bounded pipeline: prepare → look up → dispatch → store → hand on."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass

from hyeval.errors import HyevalError
from hyeval.execution.store import ResponseStore
from hyeval.models.base import Model
from hyeval.records import Request, Response, ResponseStatus
from hyeval.scoring.reasoning import split_reasoning

logger = logging.getLogger(__name__)

REQUESTS_PER_READ = 64
"""Requests that are prepared and looked up together: one SELECT and one hop into a thread for all of them."""


@dataclass(frozen=True)
class Outcome:
    """What became of one request; `reused` if the answer stood in the store."""

    request: Request
    response: Response
    reused: bool


Item = Request | Outcome


class Executor:
    """Answers the requests of one task after another with one model and one store.

    At most `model.concurrency` requests are in flight and as many wait; nothing holds the whole data set. Requests
    with equal keys are sent once. `stop` lets what is in flight finish and sends no more.
    """

    def __init__(self, model: Model, store: ResponseStore, *, reuse: bool = True) -> None:
        self._model = model
        self._store = store
        self._reuse = reuse
        self._stopping = False

    @property
    def stopping(self) -> bool:
        """Whether `stop` was called."""
        return self._stopping

    def stop(self) -> None:
        """Send nothing more; call it from the event loop's thread."""
        self._stopping = True

    async def run(self, items: Iterator[Item], *, task: str, deliver: Callable[[Outcome], None]) -> None:
        """Answer all requests and deliver each outcome once, in the order in which they come in.

        An `Outcome` among the items, such as a row whose image cannot be read, is delivered as it is.
        """
        run = _TaskRun(self._model, self._store, task=task, deliver=deliver, reuse=self._reuse)
        try:
            await run.answer_all(items, stopping=lambda: self._stopping)
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from None


class _TaskRun:
    """The pipeline of one task: one producer, `concurrency / batch_size` workers, a bounded queue between them."""

    def __init__(
        self, model: Model, store: ResponseStore, *, task: str, deliver: Callable[[Outcome], None], reuse: bool
    ) -> None:
        self._model = model
        self._store = store
        self._task = task
        self._deliver = deliver
        self._reuse = reuse
        self._queue: asyncio.Queue[Request | None] = asyncio.Queue(maxsize=model.concurrency)
        # Requests under way by key, each with those that wait for the same answer.
        self._waiting: dict[str, list[Request]] = {}
        self._told: set[str] = set()

    async def answer_all(self, items: Iterator[Item], *, stopping: Callable[[], bool]) -> None:
        workers = max(1, self._model.concurrency // self._model.batch_size)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._produce(items, workers, stopping))
            for _ in range(workers):
                group.create_task(self._work(stopping))

    async def _produce(self, items: Iterator[Item], workers: int, stopping: Callable[[], bool]) -> None:
        async for chunk in _prepared(items):
            if stopping():
                break
            for outcome in chunk:
                if isinstance(outcome, Outcome):
                    self._deliver(outcome)
            await self._submit([item for item in chunk if isinstance(item, Request)])
        for _ in range(workers):
            await self._queue.put(None)

    async def _submit(self, requests: Sequence[Request]) -> None:
        """Deliver what is stored, queue what is not, and let equal requests wait for one answer."""
        stored = self._store.look_up([request.key for request in requests]) if self._reuse else {}
        for request in requests:
            if request.key in stored:
                self._deliver(Outcome(request, stored[request.key], reused=True))
            elif request.key in self._waiting:
                self._waiting[request.key].append(request)
            else:
                self._waiting[request.key] = []
                await self._queue.put(request)

    async def _work(self, stopping: Callable[[], bool]) -> None:
        ended = False
        while not ended:
            batch, ended = await self._next_batch()
            if batch and not stopping():
                await self._answer(batch)

    async def _next_batch(self) -> tuple[list[Request], bool]:
        """Wait for a full batch; a smaller one comes only at the end."""
        batch: list[Request] = []
        while len(batch) < self._model.batch_size:
            request = await self._queue.get()
            if request is None:
                return batch, True
            batch.append(request)
        return batch, False

    async def _answer(self, batch: Sequence[Request]) -> None:
        self._store.intend(batch, self._task)
        responses = [_classified(response) for response in await self._generate(batch)]
        outcomes = list(zip(batch, responses, strict=True))
        self._store.record(outcomes, self._task)
        for request, response in outcomes:
            self._deliver(Outcome(request, response, reused=False))
            for twin in self._waiting.pop(request.key):
                self._deliver(Outcome(twin, response, reused=True))

    async def _generate(self, batch: Sequence[Request]) -> Sequence[Response]:
        try:
            return await self._model.generate(batch)
        except HyevalError:
            raise  # The run cannot go on, and the message says why.
        except Exception as error:
            # The one broad except: whatever a back end raises belongs to these requests, not to the run.
            kind = type(error).__name__
            level = logging.DEBUG if kind in self._told else logging.ERROR
            self._told.add(kind)
            logger.log(level, "%s: %d requests failed: %s: %s", self._task, len(batch), kind, error, exc_info=True)
            return [Response.failure(type(error).__name__, str(error))] * len(batch)


async def _prepared(items: Iterator[Item]) -> AsyncIterator[list[Item]]:
    """Take items off the iterator in a thread: it reads rows, hashes images and renders prompts."""
    while chunk := await asyncio.to_thread(lambda: list(itertools.islice(items, REQUESTS_PER_READ))):
        yield chunk


def _classified(response: Response) -> Response:
    """An answer that is still inside its reasoning was cut off, whatever the back end says of its end."""
    if response.status is ResponseStatus.OK and response.text and not split_reasoning(response.text).closed:
        return dataclasses.replace(response, status=ResponseStatus.TRUNCATED)
    return response
