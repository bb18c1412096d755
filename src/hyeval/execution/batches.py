"""Requests that go through a provider's batch interface: submitted, waited for, and found again after a crash.

The answers go into the response store. What a batch leaves unanswered is then not there, and is asked one by one like
everything else: the live run that follows needs no word about batches.
"""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import logging
import secrets
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, TypeVar

from hyeval.errors import DataError, MediaError
from hyeval.execution.executor import Executor, Item, Stopped
from hyeval.execution.store import StoredBatch
from hyeval.models.base import BatchEndpoint, TransientFailure
from hyeval.records import Attempt, Request, Response, Usage, fingerprint

logger = logging.getLogger(__name__)

T = TypeVar("T")

REQUESTS_PER_READ = 64


class BatchPhase:
    """Sends the requests of one task through the provider's batches, before the executor asks what is left."""

    def __init__(self, executor: Executor, endpoint: BatchEndpoint, *, task: str) -> None:
        self._executor = executor
        self._endpoint = endpoint
        self._store = executor.store
        self._task = task
        self._model = fingerprint(dict(executor.model.identity()))
        # What was submitted and not fetched yet: the budget has to last for all of it.
        self._requests, self._estimate = 0, Usage(0, 0)

    async def run(self, items: Iterator[Item]) -> None:
        """Fetch what earlier runs have submitted, submit what is not answered yet, and wait for all of it."""
        try:
            for batch in await self._reattached():
                await self._fetch(batch)
            for batch in await self._submit_all(items):
                await self._fetch(batch)
        except Stopped:
            logger.warning("%s: its batches go on at the provider; the same command fetches their answers", self._task)
        except TransientFailure as failure:
            logger.warning("%s: the batch interface fails (%s); what is left is asked one by one", self._task, failure)

    async def _reattached(self) -> list[StoredBatch]:
        found = []
        for batch in self._store.open_batches(model=self._model, task=self._task):
            identifier = batch.batch or await self._retried(partial(self._endpoint.find, batch.submission), batch)
            if identifier is None:
                self._save(batch, finished=True)  # It was never received, so nothing was asked.
                continue
            known = StoredBatch(batch.submission, identifier, batch.requests)
            self._save(known)
            logger.info("%s: found batch %s of an earlier run (%d requests)", self._task, identifier, batch.requests)
            found.append(known)
        return found

    async def _submit_all(self, items: Iterator[Item]) -> list[StoredBatch]:
        """Write files of at most the size that a batch may have, and submit each as soon as it is full."""
        options = self._endpoint.options
        submitted: list[StoredBatch] = []
        with tempfile.TemporaryDirectory(prefix="hyeval-batch-") as folder:
            path = Path(folder) / "requests.jsonl"
            file, count, size, estimate = path.open("wb"), 0, 0, Usage(0, 0)
            try:
                async for request, line in self._lines(items):
                    if count == options.max_requests or (count and size + len(line) > options.max_bytes):
                        submitted.append(await self._submit(file, path, count, estimate))
                        file, count, size, estimate = path.open("wb"), 0, 0, Usage(0, 0)
                    file.write(line)
                    count, size = count + 1, size + len(line)
                    estimate = _sum(estimate, self._executor.model.estimate(request))
                if count:
                    submitted.append(await self._submit(file, path, count, estimate))
            except TransientFailure as failure:  # Those that were submitted are waited for all the same.
                logger.warning("%s: no batch can be submitted (%s); the rest is asked one by one", self._task, failure)
            finally:
                file.close()
        return submitted

    async def _lines(self, items: Iterator[Item]) -> AsyncIterator[tuple[Request, bytes]]:
        seen: set[str] = set()
        while chunk := await asyncio.to_thread(_next_chunk, items):
            if self._executor.stopping:
                raise Stopped
            for request in self._unanswered([item for item in chunk if isinstance(item, Request)], seen):
                try:
                    yield request, await self._endpoint.line(request)
                except MediaError:
                    continue  # The live run says what is wrong with it.

    def _unanswered(self, requests: Sequence[Request], seen: set[str]) -> Iterator[Request]:
        fresh = self._executor.fresh
        keys = [one.key for one in requests if self._executor.reuse or one.key in fresh]
        stored = self._store.look_up(keys)
        for request in requests:
            if request.key not in stored and request.key not in seen:
                seen.add(request.key)
                yield request

    async def _submit(self, file: IO[bytes], path: Path, count: int, estimate: Usage) -> StoredBatch:
        file.close()
        self._requests, self._estimate = self._requests + count, _sum(self._estimate, estimate)
        if reason := self._executor.ledger.exceeded_by(self._requests, self._estimate):
            self._executor.stop(reason)
            raise Stopped
        batch = StoredBatch(secrets.token_hex(8), None, count)
        self._save(batch)
        attempts = itertools.count()

        async def submit() -> str:
            # An attempt whose answer was lost may have started the batch all the same.
            again = next(attempts) > 0
            known = await self._endpoint.find(batch.submission) if again else None
            return known or await self._endpoint.submit(path, batch.submission)

        known = StoredBatch(batch.submission, await self._retried(submit, batch), count)
        self._save(known)
        logger.info("%s: submitted batch %s (%d requests)", self._task, known.batch, count)
        return known

    async def _fetch(self, batch: StoredBatch) -> None:
        """Wait for a batch and store its answers."""
        identifier = batch.batch or ""
        shown = -1
        while not (progress := await self._retried(lambda: self._endpoint.progress(identifier), batch)).finished:
            if progress.answered != shown:
                shown = progress.answered
                logger.info("%s: batch %s: %d of %d", self._task, identifier, shown, batch.requests)
            await self._executor.pause(self._endpoint.options.poll_s)
        if progress.problem:
            logger.warning("%s: batch %s %s: %s", self._task, identifier, progress.status, progress.problem)
        answers = await self._retried(lambda: self._collect(identifier), batch)
        self._record(answers)
        self._save(batch, finished=True)
        logger.info("%s: batch %s %s, %d answers", self._task, identifier, progress.status, len(answers))

    async def _collect(self, identifier: str) -> list[tuple[str, Response]]:
        return [answer async for answer in self._endpoint.answers(identifier)]

    def _record(self, answers: Sequence[tuple[str, Response]]) -> None:
        through = (Attempt("batch", time.time(), 0.0),)
        self._store.record_answers(
            ((key, dataclasses.replace(response, attempts=through)) for key, response in answers), self._task
        )
        for key, response in answers:
            self._executor.ledger.answered(response.usage, Usage(0, 0), batch=True)
            self._executor.fresh.add(key)

    def _save(self, batch: StoredBatch, *, finished: bool = False) -> None:
        self._store.save_batch(batch, model=self._model, task=self._task, finished=finished)

    async def _retried(self, attempt: Callable[[], Awaitable[T]], batch: StoredBatch) -> T:
        return await self._executor.retry.run(attempt, sleep=self._executor.pause, key=batch.submission)


def _next_chunk(items: Iterator[Item]) -> list[Item]:
    """The next requests; at an error in the data none, as the live run reports it."""
    chunk: list[Item] = []
    with suppress(DataError):
        chunk.extend(itertools.islice(items, REQUESTS_PER_READ))
    return chunk


def _sum(one: Usage, other: Usage) -> Usage:
    return Usage(
        (one.prompt_tokens or 0) + (other.prompt_tokens or 0),
        (one.completion_tokens or 0) + (other.completion_tokens or 0),
    )
