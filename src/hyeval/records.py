"""What flows through a run: samples, requests, responses and scores, all frozen; canonical JSON and the request key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from hyeval.media import Media, MediaKind

KEY_SCHEMA = 1
"""Enters every request key; raising it makes all stored responses unreachable, so only when a key's meaning changes."""
MEDIA_SETTINGS = "media"
"""Entry of a model's identity for what counts only for requests with such media: settings by the name of the kind."""

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical_json(value: Any) -> str:
    """Serialize to the one JSON text that equal values share: sorted keys, no blanks, no NaN, UTF-8 as it is."""
    return _CANONICAL.encode(value)


def fingerprint(value: Any) -> str:
    """First 16 hexadecimal digits of the SHA-256 of the canonical JSON: enough to tell configurations apart."""
    return hashlib.sha256(canonical_json(value).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Role(StrEnum):
    """Who speaks in a chat message."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True)
class Message:
    """One chat message: text and media in the order in which the model reads them."""

    role: Role
    parts: tuple[str | Media, ...]

    def rendered(self) -> dict[str, Any]:
        """JSON form in which a medium is named by kind and digest; it enters the key and the sample log."""
        return {
            "role": self.role.value,
            "content": [
                {"type": "text", "text": part}
                if isinstance(part, str)
                else {"type": part.kind.value, "digest": part.digest}
                for part in self.parts
            ],
        }


@dataclass(frozen=True)
class GenerationSettings:
    """How an answer is generated; the field's names are those of the OpenAI chat protocol.

    `temperature` 0 means greedy decoding. `top_p` and `top_k` act only on a temperature above 0.
    """

    max_tokens: int = 512
    temperature: float = 0.0
    top_p: float = 1.0
    top_k: int = 0
    stop: tuple[str, ...] = ()
    top_logprobs: int = 0
    """So many likeliest alternatives of the first token are wanted, with their log-probabilities."""

    def rendered(self) -> dict[str, Any]:
        """JSON form for the key and the sample log."""
        wanted = {"top_logprobs": self.top_logprobs} if self.top_logprobs else {}
        return wanted | {
            "max_tokens": self.max_tokens,
            "temperature": self.temperature,
            "top_p": self.top_p,
            "top_k": self.top_k,
            "stop": list(self.stop),
        }

    @cached_property
    def canonical(self) -> str:
        """Canonical JSON, made once for all requests that share the settings."""
        return canonical_json(self.rendered())


@dataclass(frozen=True)
class Sample:
    """A row made into a question: messages for the model, a target for the scorer.

    `index` is the position in the evaluated part of the data set. Samples with one `cluster` share an image or a video
    and are not independent. `question` and `choices` are what an extractor may look at; `targets` only the scorer sees.
    """

    id: str
    index: int
    messages: tuple[Message, ...]
    question: str
    targets: tuple[str, ...]
    choices: tuple[str, ...] = ()
    group: str | None = None
    cluster: str | None = None
    document: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    """The row without its media, for rules that score it as a whole."""

    @cached_property
    def rendered_messages(self) -> list[dict[str, Any]]:
        """JSON form of the messages; made once, as key, content id and log all need it."""
        return [message.rendered() for message in self.messages]

    @cached_property
    def canonical_messages(self) -> str:
        """Canonical JSON of the messages; it is part of keys and of the content id."""
        return canonical_json(self.rendered_messages)

    @cached_property
    def content_id(self) -> str:
        """Digest of what is asked and what is expected, wherever the data set was read from.

        It is that of the canonical JSON of the list: id, messages, targets, options, group, cluster.
        """
        behind = canonical_json([self.targets, self.choices, self.group, self.cluster])
        content = f"[{canonical_json(self.id)},{self.canonical_messages},{behind[1:]}"
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def media(self) -> tuple[Media, ...]:
        """All media of all messages, in order."""
        return tuple(part for message in self.messages for part in message.parts if isinstance(part, Media))


@dataclass(frozen=True)
class Request:
    """One answer to be generated: a sample, generation settings, the run's seed and the repeat index."""

    sample: Sample
    generation: GenerationSettings
    model: str
    """Canonical JSON of the model's identity."""
    seed: int = 0
    repeat: int = 0
    continuations: tuple[str, ...] = ()
    """Texts whose log-probabilities after the prompt are wanted, in place of an answer."""
    rubric: str = ""
    """Name and version of the rubric, where a judge is asked."""

    @cached_property
    def key(self) -> str:
        """SHA-256 over everything that can change the answer, and nothing else.

        It is that of the model's identity, and behind a line break the canonical JSON of what else there is.
        """
        continuations = f'"continuations":{canonical_json(self.continuations)},' if self.continuations else ""
        rubric = f'"rubric":{canonical_json(self.rubric)},' if self.rubric else ""
        content = (
            f'{{{continuations}"generation":{self.generation.canonical},"messages":{self.sample.canonical_messages},'
            f'"repeat":{self.repeat},{rubric}"schema":{KEY_SCHEMA},"seed":{self.seed}}}'
        )
        model = self.model
        if f'"{MEDIA_SETTINGS}":' in model:
            model = _with_settings_of(model, frozenset(medium.kind.value for medium in self.sample.media))
        return hashlib.sha256(f"{model}\n{content}".encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=64)
def _with_settings_of(model: str, kinds: frozenset[str]) -> str:
    """A model's identity without the settings of media of other kinds."""
    identity = json.loads(model)
    settings = {kind: value for kind, value in identity.pop(MEDIA_SETTINGS).items() if kind in kinds}
    return canonical_json(identity | ({MEDIA_SETTINGS: settings} if settings else {}))


class ResponseStatus(StrEnum):
    """What became of a request."""

    OK = "ok"
    TRUNCATED = "truncated"
    REFUSED = "refused"
    FAILED = "failed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"

    @property
    def answered(self) -> bool:
        """Whether the model itself spoke; only such responses are scored and answer a later look-up."""
        return self in (ResponseStatus.OK, ResponseStatus.TRUNCATED, ResponseStatus.REFUSED)


@dataclass(frozen=True)
class Usage:
    """Tokens of one request; None where the back end does not say."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cached_tokens: int | None = None
    """Prompt tokens that the provider read from its cache."""
    reasoning_tokens: int | None = None
    """Completion tokens that were spent on reasoning which the answer does not show."""

    @property
    def known(self) -> bool:
        """Whether the back end said anything."""
        return self.prompt_tokens is not None or self.completion_tokens is not None


@dataclass(frozen=True)
class Attempt:
    """One time that a request was sent: when (seconds since the epoch), for how long, and what came of it."""

    outcome: str
    """`ok`, or the class of the failure."""
    started: float
    seconds: float
    usage: Usage | None = None
    """What a failed attempt has used, if the endpoint said so."""


@dataclass(frozen=True)
class SentMedia:
    """One image, video or audio clip as it went out: kind, bytes, their digest, and of an image its size in pixels."""

    kind: MediaKind
    bytes: int
    digest: str
    width: int | None = None
    height: int | None = None

    def to_json(self) -> dict[str, Any]:
        """JSON form for the store and the sample log."""
        return {
            "kind": self.kind.value,
            "bytes": self.bytes,
            "digest": self.digest,
            "width": self.width,
            "height": self.height,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SentMedia:
        """Inverse of `to_json`."""
        return cls(MediaKind(data["kind"]), data["bytes"], data["digest"], data["width"], data["height"])


@dataclass(frozen=True)
class RequestError:
    """Why a request has no response: the class of the failure, the message, and how often it was tried."""

    kind: str
    message: str
    attempts: int = 1


@dataclass(frozen=True)
class Continuation:
    """How likely a text is after the prompt: the sum of its tokens' log-probabilities (natural), and its length."""

    logprob: float
    tokens: int
    bytes: int
    """In UTF-8."""


@dataclass(frozen=True)
class Response:
    """What came back. `text` is the model's answer and None unless the model answered; an error never stands there."""

    status: ResponseStatus
    text: str | None = None
    finish_reason: str | None = None
    usage: Usage = field(default_factory=Usage)
    latency_s: float | None = None
    served_model: str | None = None
    """Name under which the endpoint answered, if it says so."""
    error: RequestError | None = None
    logprobs: tuple[tuple[str, float], ...] = ()
    """Likeliest alternatives of the first token, with their log-probabilities; only if they were asked for."""
    continuations: tuple[Continuation, ...] = ()
    """One for each text of the request, in its order; a response that has them has no text."""
    attempts: tuple[Attempt, ...] = field(default=(), compare=False)
    """Every time that the request was sent, in order; filled by the executor."""
    sent: tuple[SentMedia, ...] = ()
    """The media that went out with the request, in order; of a video sent as frames, each frame."""

    def __post_init__(self) -> None:
        if self.status.answered != (self.error is None) or (self.text is not None and not self.status.answered):
            raise ValueError(
                f"a {self.status} response must have {'text' if self.status.answered else 'an error'} only"
            )
        if self.text is not None and not self.text.isascii():
            # Half a surrogate pair is legal in an endpoint's JSON, but no text that could be written or scored.
            whole = self.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            object.__setattr__(self, "text", whole)

    def to_json(self) -> dict[str, Any]:
        """JSON form for the store; the logs have the same."""
        return {
            "status": self.status.value,
            "text": self.text,
            "finish_reason": self.finish_reason,
            "prompt_tokens": self.usage.prompt_tokens,
            "completion_tokens": self.usage.completion_tokens,
            "cached_tokens": self.usage.cached_tokens,
            "reasoning_tokens": self.usage.reasoning_tokens,
            "served_model": self.served_model,
            "latency_s": self.latency_s,
            "error": None
            if self.error is None
            else {"kind": self.error.kind, "message": self.error.message, "attempts": self.error.attempts},
            "logprobs": [list(one) for one in self.logprobs],
            "continuations": [asdict(one) for one in self.continuations],
            "attempts": [
                {"outcome": one.outcome, "started": round(one.started, 3), "seconds": round(one.seconds, 4)}
                | ({} if one.usage is None else {"usage": asdict(one.usage)})
                for one in self.attempts
            ],
            "sent": [one.to_json() for one in self.sent],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Response:
        """Inverse of `to_json`."""
        error = data["error"]
        return cls(
            status=ResponseStatus(data["status"]),
            text=data["text"],
            finish_reason=data["finish_reason"],
            usage=Usage(
                data["prompt_tokens"], data["completion_tokens"], data["cached_tokens"], data["reasoning_tokens"]
            ),
            latency_s=data.get("latency_s"),
            served_model=data["served_model"],
            error=None if error is None else RequestError(**error),
            logprobs=tuple((token, value) for token, value in data.get("logprobs", ())),
            continuations=tuple(Continuation(**one) for one in data.get("continuations", ())),
            attempts=tuple(_attempt(one) for one in data.get("attempts", ())),
            sent=tuple(SentMedia.from_json(one) for one in data.get("sent", ())),
        )

    @classmethod
    def failure(cls, kind: str, message: str, *, status: ResponseStatus = ResponseStatus.FAILED) -> Response:
        """A response that carries no answer, only the reason."""
        return cls(status=status, error=RequestError(kind, message))


def _attempt(data: Mapping[str, Any]) -> Attempt:
    usage = data.get("usage")
    return Attempt(data["outcome"], data["started"], data["seconds"], None if usage is None else Usage(**usage))


class ScoreStatus(StrEnum):
    """What became of a sample's score.

    `unparsed` is the model's doing and counts 0; `no_response` and `judge_failed` are the machinery's, leave the mean
    and lower the coverage, as does `not_scored`, what a run that only asks leaves to be scored later.
    What is `submitted` has no score here: only the organisers know the right answer.
    """

    SCORED = "scored"
    UNPARSED = "unparsed"
    NO_RESPONSE = "no_response"
    JUDGE_FAILED = "judge_failed"
    NOT_SCORED = "not_scored"
    SUBMITTED = "submitted"

    @property
    def counted(self) -> bool:
        """Whether the score enters the mean."""
        return self in (ScoreStatus.SCORED, ScoreStatus.UNPARSED)


@dataclass(frozen=True)
class Verdict:
    """What a rule finds in one response.

    `parsed` is what was read, None if nothing was; `values` has a number for each metric that a single response has.
    `record` is what the aggregate needs besides, such as the category.
    """

    parsed: Any
    values: Mapping[str, float]
    record: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Score:
    """Value of one response, between 0 and 1 unless the scorer says otherwise; None if it has no value."""

    status: ScoreStatus
    value: float | None
    answer: str | None = None
    """What the extractor read in the response."""
    reason: str | None = None
    """Why nothing was read."""
    verdict: Verdict | None = field(default=None, repr=False)
    """What the task's rule found, where it has one."""
