"""A model behind an endpoint: what is sent, and what its answers and errors mean. One attempt per call."""

from __future__ import annotations

import copy
import dataclasses
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, with_config

from hyeval.errors import AccessError, ConfigError, MediaError, ModelError, Problem
from hyeval.media import Media, MediaKind
from hyeval.models import environment
from hyeval.models.base import BatchEndpoint, Load, Model, RunStopped
from hyeval.models.batch import BatchOptions, OpenAIBatches
from hyeval.models.body import Body, render_body
from hyeval.models.encoding import ImageEncoding, VideoEncoding, encode
from hyeval.models.encoding_cache import EncodingCache
from hyeval.models.failures import connection_failure, quota_used_up, status_failure
from hyeval.models.image_tokens import IMAGE_TOKENS
from hyeval.models.transport import Connection, HttpClient, LiteLLMTransport, OpenAITransport, Transport
from hyeval.models.wire import error_message, read_completion
from hyeval.records import Request, RequestError, Response, ResponseStatus, SentMedia, Usage

if TYPE_CHECKING:
    from openai import APIStatusError

REFUSED_ACCESS = frozenset({401, 403, 404})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
CHARACTERS_PER_TOKEN = 4
TOKENS_PER_MEDIUM = 1000
"""What a frame of a video, a whole one or a sound is taken to cost, before anything of it is decoded."""


class Via(StrEnum):
    """How the endpoint is spoken to."""

    OPENAI = "openai"
    LITELLM = "litellm"


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
    no_top_k: int | None = None
    """What it takes for "all tokens", where leaving top_k out means something else; greedy decoding is then top_k=1."""
    stop: bool = True
    seed: bool = False
    """Whether it takes a seed; each repeat then gets one of its own."""
    logprobs: bool = False
    """Whether it returns log-probabilities."""
    extra_body: dict[str, Any] = field(default_factory=dict)
    """Sent with every request as it is, such as `reasoning_effort`."""


@with_config(extra="forbid")
@dataclass(frozen=True)
class Places:
    """The settings that say which endpoint is meant, as errors call them."""

    key: str = "model.api_key_env"
    model: str = "model.model"
    url: str = "model.base_url"


class ApiModel:
    """A model behind one endpoint or several that give the same answers.

    Images go out as data URLs, byte for byte where the format allows it. `{VARIABLE}` in addresses and headers is
    replaced from the environment. `FWD_API=1` sends every model to the endpoint in `OPENAI_API_BASE`, and `EVAL_PROXY`
    names a proxy for all calls, unless the endpoint is to be reached `direct`ly.
    """

    def __init__(  # noqa: PLR0913  # one argument for each setting of a model file
        self,
        name: str,
        model: str,
        *,
        base_url: str | None = None,
        base_urls: tuple[str, ...] = (),
        via: Via = Via.OPENAI,
        api_key_env: str | None = None,
        credentials: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
        http: HttpClient = HttpClient.AIOHTTP,
        timeout_s: Annotated[float, Field(gt=0)] = 600.0,
        concurrency: Annotated[int, Field(ge=1)] | Literal["auto"] = "auto",
        latency_factor: Annotated[float, Field(gt=1)] = 4.0,
        requests_per_minute: Annotated[float, Field(gt=0)] | None = None,
        tokens_per_minute: Annotated[float, Field(gt=0)] | None = None,
        modality: tuple[str, ...] = ("image",),
        image_tokens: str = "thousand",
        images: ImageEncoding = ImageEncoding(),  # noqa: B008  # frozen
        video: VideoEncoding = VideoEncoding(),  # noqa: B008  # frozen
        quirks: Quirks = Quirks(),  # frozen
        batch: bool = False,
        batch_options: BatchOptions = BatchOptions(),  # noqa: B008  # frozen
        direct: bool = False,
        places: Places = Places(),  # frozen
    ) -> None:
        self.name = name
        self.load = Load(
            concurrency=None if concurrency == "auto" else concurrency,
            requests_per_minute=requests_per_minute,
            tokens_per_minute=tokens_per_minute,
            latency_factor=latency_factor,
        )
        self.modalities = frozenset(MediaKind(kind) for kind in modality if kind != "text")
        self.honours = _honoured(quirks)
        self._model = model
        self._via = via
        self._urls = base_urls or ((base_url,) if base_url is not None else ())
        self._api_key_env = api_key_env
        self._credentials = credentials
        self._headers = dict(headers or {})
        self._direct = direct
        self._places = places
        if not direct and (forwarded := environment.forwarded_url()) is not None:
            self._via, self._urls, self._api_key_env = Via.OPENAI, (forwarded,), environment.FORWARD_KEY
            self._credentials, self._headers = (), {}
        self._http = http
        self._timeout_s = timeout_s
        self._images = images
        self._video = video
        self._quirks = quirks
        self._image_tokens = IMAGE_TOKENS[image_tokens]
        self._batch_options = batch_options if batch else None
        self._encoded = EncodingCache(lambda media: encode(media, images, video))
        self._transport: Transport | None = None
        self._replicas: tuple[ApiModel, ...] = ()
        self._answered = False
        _check(self)

    def identity(self) -> Mapping[str, Any]:
        """Endpoint (a loopback port says nothing), model name, encoding of media and quirks."""
        endpoints = sorted({_place(self._filled(url)) for url in self._urls})
        return {
            "engine": "openai_protocol" if self._via is Via.OPENAI else self._via.value,
            "endpoint": endpoints[0] if len(endpoints) == 1 else endpoints,
            "model": self._model,
            "images": asdict(self._images),
            "video": self._video.rendered(),
            # What says nothing is left out: the keys of answers from before it could be said stay what they were.
            "quirks": {name: value for name, value in asdict(self._quirks).items() if value is not None},
        }

    def casualties(self) -> Sequence[str]:
        """None: an address that went away may come back."""
        return ()

    def replicas(self) -> Sequence[Model]:
        """One model for each address; they share what is encoded."""
        if len(self._urls) < 2:
            return (self,)
        if not self._replicas:
            self._replicas = tuple(self.at(url) for url in self._urls)
        return self._replicas

    def batches(self) -> BatchEndpoint | None:
        """The provider's batch interface, if `batch=true`."""
        if self._batch_options is None:
            return None
        return OpenAIBatches(lambda: self._openai().client, self._rendered, self._batch_options)

    async def reachable(self) -> bool:
        """Whether the endpoint answers again."""
        return await self._connected().reachable()

    def estimate(self, request: Request) -> Usage:
        """A fourth of the characters, the provider's rule for images, and all that may be generated."""
        texts = (part for message in request.sample.messages for part in message.parts if isinstance(part, str))
        media = sum(map(self._media_tokens, request.sample.media))
        return Usage(sum(map(len, texts)) // CHARACTERS_PER_TOKEN + media, request.generation.max_tokens)

    def _media_tokens(self, medium: Media) -> int:
        frames = self._video.frames if medium.kind is MediaKind.VIDEO and self._video.send == "frames" else 1
        if medium.kind is not MediaKind.IMAGE:
            return frames * TOKENS_PER_MEDIUM
        return self._image_tokens(*self._images.fitted(medium.size))

    async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
        """Send one request once; retries are the executor's."""
        (request,) = requests
        try:
            body, sent = await self._body(request)
        except MediaError as error:
            return [Response.failure("media", str(error))]
        response = await self._send(body)
        if request.generation.top_logprobs:
            response = self._with_logprobs(response)
        return [dataclasses.replace(response, sent=sent)] if sent else [response]

    def _with_logprobs(self, response: Response) -> Response:
        """The one token is the whole answer; some endpoints ignore that its alternatives were asked for."""
        if response.status.answered and not response.logprobs and response.status is not ResponseStatus.REFUSED:
            raise ModelError(
                f"model.quirks.logprobs: {self.name} was asked for log-probabilities and returned none."
                " Choose `protocol=official`, or another endpoint."
            )
        return dataclasses.replace(response, status=ResponseStatus.OK) if response.status.answered else response

    async def disconnect(self) -> None:
        """Close the connections; the next run has an event loop, and so connections, of its own."""
        for model in (self, *self._replicas):
            transport, model._transport = model._transport, None
            if transport is not None:
                await transport.close()

    def interrupt(self) -> None:
        """Nothing but requests is under way."""

    def close(self) -> None:
        """Nothing is held beyond a run."""

    def at(self, url: str) -> ApiModel:
        """The same model at one address, with connections of its own."""
        replica = copy.copy(self)
        replica.name, replica._urls = f"{self.name} at {_place(self._filled(url), port=True)}", (url,)
        return replica

    async def _rendered(self, request: Request) -> bytes:
        return (await self._body(request))[0].joined()

    async def _body(self, request: Request) -> tuple[Body, tuple[SentMedia, ...]]:
        fragments = {medium.digest: await self._encoded.get(medium) for medium in request.sample.media}
        media = {digest: fragment.json for digest, fragment in fragments.items()}
        sent = tuple(one for medium in request.sample.media for one in fragments[medium.digest].sent)
        return render_body(self._settings(request), request.sample.messages, media), sent

    def _settings(self, request: Request) -> dict[str, Any]:
        settings, quirks = request.generation, self._quirks
        body: dict[str, Any] = {"model": self._model, quirks.max_tokens_field: settings.max_tokens}
        if quirks.temperature:
            body["temperature"] = settings.temperature
            if settings.temperature > 0:
                body["top_p"] = settings.top_p
        if quirks.no_top_k is not None:
            body["top_k"] = (settings.top_k or quirks.no_top_k) if settings.temperature > 0 else 1
        elif quirks.top_k and settings.top_k:
            body["top_k"] = settings.top_k
        if settings.top_logprobs:
            body |= {"logprobs": True, "top_logprobs": settings.top_logprobs}
        if settings.stop:
            body["stop"] = list(settings.stop)
        if quirks.seed:
            body["seed"] = request.seed + request.repeat
        return body | quirks.extra_body

    async def _send(self, body: Body) -> Response:
        from openai import APIConnectionError, APIStatusError

        transport = self._connected()
        started = time.perf_counter()
        try:
            content = await transport.complete(body)
        except APIStatusError as error:
            return self._refused(error)
        except APIConnectionError as error:
            raise connection_failure(error) from error
        response = read_completion(content, latency_s=time.perf_counter() - started)
        self._answered = True
        return response

    def _refused(self, error: APIStatusError) -> Response:
        """Sort an HTTP error: to be tried again, final for this request, or the end of the run."""
        status, body = error.status_code, error.response.content
        message = error_message(body)[1] or str(error)
        if quota_used_up(status, body):
            raise RunStopped(
                f"{self.name}: the quota of {self._api_key_env or self._urls[0]} is used up ({message})."
                " What was answered is stored; the same command goes on when there is quota again."
            ) from error
        if (failure := status_failure(status, body, error.response.headers)) is not None:
            raise failure from error
        if status in REFUSED_ACCESS and not self._answered:
            raise AccessError(self._access_remedy(status, message)) from error
        return Response(ResponseStatus.REJECTED, error=RequestError(f"http_{status}", f"HTTP {status}: {message}"))

    def _access_remedy(self, status: int, message: str) -> str:
        place = self._urls[0] if self._urls else self._model
        if status == 404:
            return (
                f"{self._places.model}: {place} has no model '{self._model}' ({message}). Set `{self._places.model}=`;"
                f" or `{self._places.url}=`, which ends with /v1 for most servers, if that is no address of theirs."
            )
        keys = ", ".join([*([self._api_key_env] if self._api_key_env else []), *self._credentials])
        if not keys:
            return f"{self._places.key}: {place} demands a key ({message}). Name the variable that holds it."
        return f"{self._places.key}: {keys} is not accepted by {place} ({message}). Check the key's value."

    def _connected(self) -> Transport:
        if self._transport is None:
            make = OpenAITransport if self._via is Via.OPENAI else LiteLLMTransport
            self._transport = make(self._connection())
        return self._transport

    def _openai(self) -> OpenAITransport:
        transport = self._connected()
        assert isinstance(transport, OpenAITransport)  # the constructor refuses batches by other ways
        return transport

    def _connection(self) -> Connection:
        environment.require(self._credentials, "model.credentials")
        return Connection(
            base_url=self._filled(self._urls[0]) if self._urls else None,
            timeout_s=self._timeout_s,
            key=None if self._api_key_env is None else environment.secret(self._api_key_env, self._places.key),
            headers={name: environment.header(value, f"model.headers.{name}") for name, value in self._headers.items()},
            proxy=None if self._direct else environment.proxy(),
            http=self._http,
            direct=self._direct,
        )

    def _filled(self, url: str) -> str:
        return environment.fill(url, self._places.url).rstrip("/")


def _check(model: ApiModel) -> None:
    """Refuse settings that do not go together."""
    problems = []
    if model._via is Via.OPENAI and not model._urls:
        problems.append(Problem("model.base_url", "must be set.", "Add `model.base_url=URL` to the command."))
    if model._via is Via.LITELLM and model._batch_options is not None:
        problems.append(Problem("model.batch", "LiteLLM's endpoints have no batches here.", "Leave it out."))
    if model._via is Via.LITELLM and len(model._urls) > 1:
        problems.append(Problem("model.base_urls", "LiteLLM's endpoints have one address.", "Set `model.base_url=`."))
    problems += [
        Problem(
            "model.base_url", f"'{url.rpartition('@')[2]}' is no address.", "Write http://HOST:PORT/v1 or https://…"
        )
        for url in model._urls
        if urlsplit(environment.PLACEHOLDER.sub("x", url)).scheme not in ("http", "https")
        and not environment.PLACEHOLDER.match(url)
    ]
    if problems:
        raise ConfigError(problems)


def _place(url: str, *, port: bool = False) -> str:
    parts = urlsplit(url)
    host = parts.hostname if parts.hostname in LOOPBACK and not port else parts.netloc.rpartition("@")[2]
    return f"{host}{parts.path}"


def _honoured(quirks: Quirks) -> frozenset[str]:
    honours = {"max_tokens"}
    honours |= {"temperature", "top_p"} if quirks.temperature else set()
    honours |= {"top_k"} if quirks.top_k else set()
    honours |= {"stop"} if quirks.stop else set()
    honours |= {"top_logprobs"} if quirks.logprobs else set()
    return frozenset(honours)
