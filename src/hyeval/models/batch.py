"""OpenAI's batch interface: a file of requests goes up, a file of answers comes down within a day, at a discount."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import Field, with_config

from hyeval.errors import AccessError, ModelError
from hyeval.models.base import BatchProgress, TransientFailure
from hyeval.models.failures import connection_failure, status_failure
from hyeval.models.wire import error_message, read_completion
from hyeval.records import Request, Response

if TYPE_CHECKING:
    from openai import AsyncOpenAI

T = TypeVar("T")

CHAT: Literal["/v1/chat/completions"] = "/v1/chat/completions"
RUNNING = frozenset({"validating", "in_progress", "finalizing", "cancelling"})
SUBMISSION = "hyeval_submission"
"""Under this name a batch carries our own number, by which it is found again if its id was never received."""


@with_config(extra="forbid")
@dataclass(frozen=True)
class BatchOptions:
    """Limits of one batch (OpenAI takes 50 000 requests and 200 MB), and seconds between two looks at it."""

    max_requests: Annotated[int, Field(ge=1)] = 50_000
    max_bytes: Annotated[int, Field(ge=1)] = 100_000_000
    poll_s: Annotated[float, Field(gt=0)] = 30.0


class OpenAIBatches:
    """The batch interface of one endpoint. Every call is one attempt: `TransientFailure` asks for another one."""

    def __init__(
        self, client: Callable[[], AsyncOpenAI], body: Callable[[Request], Awaitable[bytes]], options: BatchOptions
    ) -> None:
        self.options = options
        self._client = client
        self._body = body

    async def line(self, request: Request) -> bytes:
        """The request as a line of the file."""
        body = await self._body(request)
        head = json.dumps({"custom_id": request.key, "method": "POST", "url": CHAT}).encode()
        return b"".join((head[:-1], b', "body": ', body, b"}\n"))

    async def submit(self, path: Path, submission: str) -> str:
        """Upload a file of lines, start a batch under our number, and return its id."""
        client = self._client()
        uploaded = await _call(lambda: client.files.create(file=path, purpose="batch"))
        batch = await _call(
            lambda: client.batches.create(
                input_file_id=uploaded.id,
                endpoint=CHAT,
                completion_window="24h",
                metadata={SUBMISSION: submission},
            )
        )
        return batch.id

    async def find(self, submission: str) -> str | None:
        """Id of the batch that was started under our number, or None if there is none."""

        async def search() -> str | None:
            async for batch in self._client().batches.list(limit=100):
                if (batch.metadata or {}).get(SUBMISSION) == submission:
                    return batch.id
            return None

        return await _call(search)

    async def progress(self, batch: str) -> BatchProgress:
        """How far a batch is."""
        found = await _call(lambda: self._client().batches.retrieve(batch))
        counts = found.request_counts
        problems = found.errors.data if found.errors is not None else None
        return BatchProgress(
            status=found.status,
            finished=found.status not in RUNNING,
            answered=0 if counts is None else counts.completed,
            requests=0 if counts is None else counts.total,
            problem="" if not problems else str(problems[0].message),
        )

    async def answers(self, batch: str) -> AsyncIterator[tuple[str, Response]]:
        """Key and answer of every request that the batch has answered; what failed there is left out."""
        found = await _call(lambda: self._client().batches.retrieve(batch))
        if found.output_file_id is None:
            return
        output = found.output_file_id
        content = await _call(lambda: self._client().files.content(output))
        for key, response in _read_answers(content.content):
            yield key, response


def _read_answers(content: bytes) -> Iterator[tuple[str, Response]]:
    for line in content.splitlines():
        record: dict[str, Any] = json.loads(line)
        answer = record.get("response") or {}
        if answer.get("status_code") != 200:
            continue
        try:
            yield record["custom_id"], read_completion(json.dumps(answer["body"]).encode())
        except TransientFailure:
            continue  # Malformed or empty: asked again, one by one.


async def _call(send: Callable[[], Awaitable[T]]) -> T:
    from openai import APIConnectionError, APIStatusError

    try:
        return await send()
    except APIStatusError as error:
        status, body = error.status_code, error.response.content
        message = error_message(body)[1]
        if (failure := status_failure(status, body, error.response.headers)) is not None:
            raise failure from error
        if status in (401, 403, 404, 405):
            raise AccessError(
                f"model.batch: {error.request.url} answers HTTP {status} ({message}). If the endpoint has no batch"
                " interface, leave `model.batch=` out."
            ) from error
        raise ModelError(f"model.batch: the batch was refused: HTTP {status}: {message}") from error
    except APIConnectionError as error:
        raise connection_failure(error) from error
