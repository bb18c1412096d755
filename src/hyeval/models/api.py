"""Any endpoint that speaks the OpenAI chat protocol: one async client, one attempt per call."""

from __future__ import annotations

import asyncio
import os
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import with_config

from hyeval.errors import AccessError, MediaError
from hyeval.media import Media, MediaKind
from hyeval.models.base import Pressure, RunStopped, TransientFailure
from hyeval.models.wire import ImageEncoding, encode_image, error_message, read_completion, retry_after, to_wire
from hyeval.records import GenerationSettings, Request, RequestError, Response, ResponseStatus

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI

REFUSED_ACCESS = frozenset({401, 403, 404})
TRANSIENT = frozenset({408, 409, 425, 429})
ENCODED_BYTES = 64 << 20
"""How many bytes of data URLs are kept for questions that share an image."""
INLINE_BYTES = 256 << 10
"""Images up to this size are encoded at once; a hop into a thread would cost more."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
CHARACTERS_PER_TOKEN = 4
TOKENS_PER_IMAGE = 1000


@with_config(extra="forbid")
@dataclass(frozen=True)
class Quirks:
    """Where a provider departs from the protocol."""

    max_tokens_field: str = "max_tokens"
    """`max_completion_tokens` for OpenAI's reasoning models."""
    temperature: bool = True
    """Whether the endpoint takes temperature and top_p; some reasoning models refuse both."""
    top_k: bool = False
    """Whether it takes top_k, as vLLM and SGLang do."""
    stop: bool = True
    seed: bool = False
    """Whether it takes a seed; each repeat then gets one of its own."""
    extra_body: dict[str, Any] = field(default_factory=dict)
    """Sent with every request as it is, such as `reasoning_effort`."""


class ApiModel:
    """A model behind an endpoint. Images go out as data URLs, byte for byte where the format allows it."""

    def __init__(  # noqa: PLR0913  # one argument for each setting of a model file
        self,
        name: str,
        model: str,
        *,
        base_url: str,
        api_key_env: str | None = None,
        concurrency: int | str = "auto",
        timeout_s: float = 600.0,
        requests_per_minute: float | None = None,
        tokens_per_minute: float | None = None,
        modality: Sequence[str] = ("image",),
        images: ImageEncoding = ImageEncoding(),  # noqa: B008  # frozen
        quirks: Quirks = Quirks(),  # frozen
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.name = name
        self.batch_size = 1
        self.concurrency = None if concurrency == "auto" else int(concurrency)
        self.requests_per_minute = requests_per_minute
        self.tokens_per_minute = tokens_per_minute
        self.modalities = frozenset(MediaKind(kind) for kind in modality if kind != "text")
        self.honours = _honoured(quirks)
        self._model = model
        self._base_url = base_url.rstrip("/")
        self._api_key_env = api_key_env
        self._timeout_s = timeout_s
        self._images = images
        self._quirks = quirks
        self._clock = clock
        self._client: AsyncOpenAI | None = None
        self._encoded: OrderedDict[str, str] = OrderedDict()
        self._encoded_bytes = 0
        self._answered = False

    def identity(self) -> Mapping[str, Any]:
        """Endpoint (a loopback port says nothing), model name, image encoding and quirks."""
        from dataclasses import asdict

        url = urlsplit(self._base_url)
        host = url.hostname if url.hostname in LOOPBACK else url.netloc
        return {
            "engine": "openai_protocol",
            "endpoint": f"{host}{url.path}",
            "model": self._model,
            "images": asdict(self._images),
            "quirks": asdict(self._quirks),
        }

    def estimated_tokens(self, request: Request) -> int:
        """A fourth of the characters, a thousand for an image, and all that may be generated."""
        texts = (part for message in request.sample.messages for part in message.parts if isinstance(part, str))
        prompt = sum(map(len, texts)) // CHARACTERS_PER_TOKEN + TOKENS_PER_IMAGE * len(request.sample.media)
        return prompt + request.generation.max_tokens

    async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
        """Send one request once; retries are the executor's."""
        (request,) = requests
        try:
            urls = {medium.digest: await self._encode(medium) for medium in request.sample.media}
        except MediaError as error:
            return [Response.failure("media", str(error))]
        body = self._body(request, urls)
        return [await self._send(body)]

    async def disconnect(self) -> None:
        """Close the client; the next run has an event loop, and so a client, of its own."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    def close(self) -> None:
        """Nothing is held beyond a run."""

    def _body(self, request: Request, urls: Mapping[str, str]) -> dict[str, Any]:
        settings, quirks = request.generation, self._quirks
        body: dict[str, Any] = {
            "model": self._model,
            "messages": to_wire(request.sample.messages, urls, self._images),
            quirks.max_tokens_field: settings.max_tokens,
        }
        if quirks.temperature:
            body["temperature"] = settings.temperature
            if settings.temperature > 0:
                body["top_p"] = settings.top_p
        if quirks.top_k and settings.top_k:
            body["top_k"] = settings.top_k
        if settings.stop:
            body["stop"] = list(settings.stop)
        if quirks.seed:
            body["seed"] = request.seed + request.repeat
        return body | quirks.extra_body

    async def _send(self, body: dict[str, Any]) -> Response:
        import httpx2
        from openai import APIConnectionError, APIStatusError, APITimeoutError

        started = self._clock()
        try:
            reply = await self._connected().post("/chat/completions", cast_to=httpx2.Response, body=body)
            content = reply.content
        except APIStatusError as error:
            return self._refused(error)
        except APITimeoutError as error:
            raise TransientFailure("timeout", _cause(error), pressure=Pressure.HOLD) from error
        except (APIConnectionError, httpx2.HTTPError) as error:
            raise TransientFailure("connection", _cause(error), pressure=Pressure.HOLD) from error
        response = read_completion(content, latency_s=self._clock() - started)
        self._answered = True
        return response

    def _refused(self, error: APIStatusError) -> Response:
        """Sort an HTTP error: to be tried again, final for this request, or the end of the run."""
        code, message = error_message(error.response.content)
        status = error.status_code
        told = f"HTTP {status}: {message}"
        if status == 429 and code in ("insufficient_quota", "billing_hard_limit_reached"):
            raise RunStopped(
                f"{self.name}: the quota of {self._api_key_env} is used up ({message}). What was answered is stored;"
                " the same command goes on when there is quota again."
            ) from error
        if status in TRANSIENT or status >= 500:
            pressure = Pressure.CUT if status == 429 else Pressure.HOLD
            wait = retry_after(error.response.headers)
            raise TransientFailure(f"http_{status}", told, pressure=pressure, retry_after_s=wait) from error
        if status in REFUSED_ACCESS and not self._answered:
            raise AccessError(self._access_remedy(status, message)) from error
        return Response(ResponseStatus.REJECTED, error=RequestError(f"http_{status}", told))

    def _access_remedy(self, status: int, message: str) -> str:
        if status == 404:
            return f"model.model: {self._base_url} has no model '{self._model}' ({message}). Set `model.model=`."
        key = self._api_key_env or "no key"
        return f"model.api_key_env: {key} is not accepted by {self._base_url} ({message}). Check the key's value."

    async def _encode(self, media: Media) -> str:
        """Data URL of an image, made once for the questions that share it."""
        if (known := self._encoded.get(media.digest)) is not None:
            self._encoded.move_to_end(media.digest)
            return known
        small = len(media.data) <= INLINE_BYTES
        url = encode_image(media, self._images) if small else await asyncio.to_thread(encode_image, media, self._images)
        self._encoded[media.digest] = url
        self._encoded_bytes += len(url)
        while self._encoded_bytes > ENCODED_BYTES and len(self._encoded) > 1:
            self._encoded_bytes -= len(self._encoded.popitem(last=False)[1])
        return url

    def _connected(self) -> AsyncOpenAI:
        if self._client is None:
            from openai import AsyncOpenAI, DefaultAioHttpClient

            self._client = AsyncOpenAI(
                api_key=self._key(),
                base_url=self._base_url,
                max_retries=0,
                timeout=self._timeout_s,
                http_client=DefaultAioHttpClient(timeout=self._timeout_s),
            )
        return self._client

    def _key(self) -> str:
        if self._api_key_env is None:
            return "none"  # A server of one's own usually asks for no key, but the client insists on one.
        if not (key := os.environ.get(self._api_key_env)):
            raise AccessError(
                f"model.api_key_env: {self._api_key_env} is not set. Put it into the environment or into a `.env`."
            )
        return key


def _honoured(quirks: Quirks) -> frozenset[str]:
    honours = {"max_tokens"}
    honours |= {"temperature", "top_p"} if quirks.temperature else set()
    honours |= {"top_k"} if quirks.top_k else set()
    honours |= {"stop"} if quirks.stop else set()
    return frozenset(honours & {*GenerationSettings().rendered()})


def _cause(error: Exception) -> str:
    """What went wrong below; the client's own words for it are always the same two."""
    cause = error.__cause__ or error
    return f"{type(cause).__name__}: {cause}"[:300]
