"""A server in the event loop of a test, and clients of it that do not retry."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import openai

from tests.servers.openai_server import (
    Fault,
    FaultPlan,
    ServerSettings,
    serve,
)

PNG = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(92)).decode()
CHAT = "/v1/chat/completions"


def ask(text: str = "Which letter?", image: str | None = PNG, **others: Any) -> dict[str, Any]:
    """A chat request."""
    parts: list[dict[str, Any]] = [{"type": "text", "text": text}]
    if image is not None:
        parts.append({"type": "image_url", "image_url": {"url": image}})
    return {"model": "test-model", "messages": [{"role": "user", "content": parts}], **others}


@dataclass(frozen=True)
class Answered:
    """A response, read to its end."""

    status: int
    headers: Any
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Visit:
    """A server in this event loop, and clients that do not retry."""

    def __init__(self, url: str, session: aiohttp.ClientSession, client: openai.AsyncOpenAI) -> None:
        self.url = url
        self.session = session
        self.client = client

    async def complete(self, body: dict[str, Any]) -> Any:
        return await self.client.chat.completions.create(**body)

    async def post(self, body: Any, path: str = CHAT, **others: Any) -> Answered:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with self.session.post(self.url + path, data=data, **others) as response:
            return Answered(response.status, response.headers, await response.text())

    async def control(self, what: str) -> Any:
        async with self.session.get(f"{self.url}/control/{what}") as response:
            return await response.json()

    async def reset(self) -> None:
        async with self.session.post(f"{self.url}/control/reset") as response:
            assert response.status == 200


@asynccontextmanager
async def visit(
    settings: ServerSettings | None = None, *, key: str = "any", timeout_s: float = 5
) -> AsyncIterator[Visit]:
    http = openai.DefaultAsyncHttpxClient(trust_env=False)
    async with (
        serve(settings or ServerSettings()) as url,
        aiohttp.ClientSession() as session,
        openai.AsyncOpenAI(
            base_url=url + "/v1", api_key=key, max_retries=0, timeout=timeout_s, http_client=http
        ) as client,
    ):
        yield Visit(url, session, client)


def run(scenario: Callable[[Visit], Awaitable[None]], settings: ServerSettings | None = None, **others: Any) -> None:
    """Play a scenario against a fresh server."""

    async def play() -> None:
        async with visit(settings, **others) as there:
            await scenario(there)

    asyncio.run(asyncio.wait_for(play(), 15))


def always(fault: Fault, **others: Any) -> ServerSettings:
    return ServerSettings(faults=FaultPlan(rates={fault: 1.0}, **others))
