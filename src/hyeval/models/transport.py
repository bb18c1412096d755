"""How a chat request reaches its endpoint: the OpenAI protocol over HTTP, or LiteLLM for protocols of their own."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from hyeval.errors import MissingResource
from hyeval.models.body import Body

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI

PROBE_TIMEOUT_S = 5.0
STREAMED_BYTES = 512 << 10
"""Larger bodies are sent in chunks, smaller ones at once."""
NO_KEY = "none"
"""What is sent where no key is needed: the client insists on one."""


class HttpClient(StrEnum):
    """Which library carries the requests; aiohttp takes a third of the processor time of httpx."""

    AIOHTTP = "aiohttp"
    HTTPX = "httpx"


@dataclass(frozen=True)
class Connection:
    """Where an endpoint is and how it is spoken to. The key and the headers are secrets: no `repr` shows them.

    `direct` says that no proxy comes between, were one named in the environment.
    """

    base_url: str | None
    timeout_s: float
    key: str | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    proxy: str | None = field(default=None, repr=False)
    http: HttpClient = HttpClient.AIOHTTP
    direct: bool = False


class Transport(Protocol):
    """Sends one chat request once. Errors are those of the `openai` package; LiteLLM's are subclasses of them."""

    async def complete(self, body: Body) -> bytes:
        """Send the JSON of a chat completion and return the JSON of its answer."""

    async def reachable(self) -> bool:
        """Whether the endpoint answers at all."""

    async def close(self) -> None:
        """Close the connections."""


class OpenAITransport:
    """An endpoint that speaks the OpenAI protocol."""

    def __init__(self, connection: Connection) -> None:
        self.client = _make_client(connection)
        # Absolute, as putting an address together takes longer than sending to it.
        self._chat = f"{connection.base_url}/chat/completions"

    async def complete(self, body: Body) -> bytes:
        """Send the JSON of a chat completion and return the JSON of its answer, unread.

        The package's own reading of the answer is left out: it takes a third of the processor time, and raises on some
        of the answers that have to be told apart here.
        """
        import httpx2

        size = len(body)
        content = body.joined() if size <= STREAMED_BYTES else body.chunks()
        # With a length of its own a body in chunks is sent as one, which servers that know no chunks can read.
        options: Any = {"headers": {"Content-Type": "application/json", "Content-Length": str(size)}}
        reply = await self.client.post(self._chat, cast_to=httpx2.Response, content=content, options=options)
        return reply.content

    async def reachable(self) -> bool:
        """Whether the endpoint answers, were it with an error of its own."""
        import httpx2
        from openai import APIConnectionError, APIStatusError

        try:
            await self.client.get("/models", cast_to=httpx2.Response, options={"timeout": PROBE_TIMEOUT_S})
        except APIStatusError as error:
            return error.status_code < 500
        except (APIConnectionError, httpx2.HTTPError):
            return False
        return True

    async def close(self) -> None:
        """Close the connections."""
        await self.client.close()


def _make_client(connection: Connection) -> AsyncOpenAI:
    from openai import AsyncOpenAI, DefaultAioHttpClient, DefaultAsyncHttpxClient

    make = DefaultAioHttpClient if connection.http == HttpClient.AIOHTTP else DefaultAsyncHttpxClient
    http: httpx2.AsyncClient = make(
        timeout=connection.timeout_s, proxy=connection.proxy, trust_env=not connection.direct
    )
    return AsyncOpenAI(
        api_key=connection.key or NO_KEY,
        base_url=connection.base_url,
        max_retries=0,
        timeout=connection.timeout_s,
        default_headers=dict(connection.headers),
        http_client=http,
    )


class LiteLLMTransport:
    """A provider with a protocol of its own, translated by LiteLLM (`pip install 'hyeval[litellm]'`)."""

    def __init__(self, connection: Connection) -> None:
        # Else it fetches a list of prices from the network when it is imported.
        os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
        try:
            import litellm
        except ImportError as error:
            raise MissingResource(
                "model.via: litellm is not installed. `pip install 'hyeval[litellm]'` installs it."
            ) from error
        litellm.suppress_debug_info = True
        litellm.drop_params = False
        self._litellm = litellm
        self._connection = connection
        self._client = None if connection.proxy is None else _proxied(connection.proxy, connection.timeout_s)

    async def complete(self, body: Body) -> bytes:
        """Send a chat completion in the provider's own protocol and return the answer in OpenAI's."""
        connection = self._connection
        reply = await self._litellm.acompletion(
            **json.loads(body.joined()),
            api_base=connection.base_url,
            api_key=connection.key,
            extra_headers=dict(connection.headers) or None,
            timeout=connection.timeout_s,
            num_retries=0,
            max_retries=0,
            client=self._client,
        )
        answer: str = reply.model_dump_json()
        return answer.encode()

    async def reachable(self) -> bool:
        """Not asked: such a provider has one address."""
        return True

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.close()


def _proxied(proxy: str, timeout_s: float) -> Any:
    """LiteLLM's HTTP client with a proxy, for which it has no setting of its own."""
    import httpx
    from litellm.llms.custom_httpx.http_handler import AsyncHTTPHandler

    handler = AsyncHTTPHandler(timeout=timeout_s)
    handler.client = httpx.AsyncClient(proxy=proxy, timeout=timeout_s)
    return handler
