"""What can go wrong between a client and an API, and a seeded plan of when it does.

Every draw depends on the seed, the SHA-256 of the request's body and the number of times this body was admitted before,
and on nothing else: the same requests meet the same faults whatever their order and however many are in flight.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import Any, Self


class Fault(StrEnum):
    """A kind of fault; `meaning` says what the client sees."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Self:
        """A member is its name on the command line, with a meaning."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    RATE_LIMIT_SECONDS = "rate_limit_seconds", "429 with Retry-After in seconds"
    RATE_LIMIT_MS = "rate_limit_ms", "429 with retry-after-ms, as Azure sends it"
    RATE_LIMIT_DATE = "rate_limit_date", "429 with Retry-After as an HTTP date"
    RATE_LIMIT_BARE = "rate_limit_bare", "429 that does not say how long to wait"
    RATE_LIMIT_RESET = "rate_limit_reset", "429 with x-ratelimit-reset-requests (20ms, 1s, 6m0s) as its only hint"
    INSUFFICIENT_QUOTA = "insufficient_quota", "429 with code insufficient_quota: no retry cures it"
    STATUS_408 = "status_408", "408 request timeout"
    STATUS_409 = "status_409", "409 conflict"
    STATUS_500 = "status_500", "500 with OpenAI's error body"
    STATUS_502 = "status_502", "502 with OpenAI's error body"
    STATUS_503 = "status_503", "503 engine overloaded"
    STATUS_504 = "status_504", "504 gateway timeout"
    RESET = "reset", "connection reset (TCP RST) before any byte"
    DISCONNECT = "disconnect", "connection closed in good order before any byte, as by an idle timeout"
    CUT_BODY = "cut_body", "body shorter than its Content-Length, then the end; streams end in the middle"
    TRUNCATED_JSON = "truncated_json", "200 whose JSON breaks off, with the right Content-Length"
    HTML_200 = "html_200", "200 with an HTML page, as a captive portal or a proxy answers"
    HTML_502 = "html_502", "502 with an HTML page, as a load balancer answers"
    ERROR_200 = "error_200", "200 whose body is an error, as some routers answer; streams: an error event"
    EMPTY_CHOICES = "empty_choices", "200 with an empty list of choices"
    EMPTY_CONTENT = "empty_content", "empty content, finish_reason stop"
    NULL_CONTENT = "null_content", "content null, finish_reason stop"
    CONTENT_FILTER = "content_filter", "content null, finish_reason content_filter"
    CONTENT_FILTER_400 = "content_filter_400", "400 with code content_filter, as Azure refuses a prompt"
    REFUSAL = "refusal", "a refusal instead of content"
    LENGTH = "length", "text that breaks off before the answer, finish_reason length"
    WRONG_MODEL = "wrong_model", "a good answer that names another model"
    SLOW = "slow", "a good answer after slow_s more seconds"
    HANG = "hang", "no answer until the client gives up"
    STALL = "stall", "headers and half of the body, then nothing until the client gives up"


FAULTS: dict[str, Fault] = {str(one): one for one in Fault}
"""By name."""

CURABLE = (
    Fault.RATE_LIMIT_SECONDS,
    Fault.RATE_LIMIT_MS,
    Fault.RATE_LIMIT_DATE,
    Fault.RATE_LIMIT_BARE,
    Fault.RATE_LIMIT_RESET,
    Fault.STATUS_408,
    Fault.STATUS_409,
    Fault.STATUS_500,
    Fault.STATUS_502,
    Fault.STATUS_503,
    Fault.STATUS_504,
    Fault.RESET,
    Fault.DISCONNECT,
    Fault.CUT_BODY,
    Fault.TRUNCATED_JSON,
    Fault.HTML_200,
    Fault.HTML_502,
    Fault.ERROR_200,
    Fault.EMPTY_CHOICES,
)
"""What a retry cures without a time limit on the client's side."""

HARMLESS = frozenset({Fault.SLOW})
"""Not counted against `max_faults_per_body`: the answer is good."""


def option(default: Any, text: str, name: str = "") -> Any:
    """A dataclass field that is an option on the command line too; see `about`."""
    if isinstance(default, dict):
        return field(default_factory=dict, metadata=about(text, name))
    return field(default=default, metadata=about(text, name))


def about(text: str, name: str = "") -> dict[str, str]:
    """Metadata for a field whose option on the command line is `--name`, by default the field's own name."""
    return {"help": text, "name": name}


def uniform(*parts: object) -> float:
    """A number in [0, 1) that depends on the parts alone."""
    digest = hashlib.blake2b("\0".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


@dataclass(frozen=True, kw_only=True)
class FaultPlan:
    """When which fault is served. A plan without rates serves none.

    Raises:
        ValueError: an unknown fault, a rate outside [0, 1], or rates that add up to more than 1.
    """

    seed: int = option(0, "seed of all draws")
    rates: Mapping[Fault, float] = option({}, "serve this fault to that share of the requests", "fault")
    max_faults_per_body: int = option(3, "after so many faults a body is answered; slow is not counted")
    persistent: float = option(0.0, "share of bodies that fail on every attempt")
    persistent_fault: Fault = field(default=Fault.STATUS_500, metadata=about("what the persistent ones fail with"))
    retry_after_s: float = option(1.0, "what the 429 faults ask to wait for, in seconds")
    resets: tuple[str, ...] = option(("20ms", "1s"), "values of x-ratelimit-reset-requests, one is drawn", "reset")
    slow_s: float = option(1.0, "extra seconds of a slow answer")
    storm_every_s: float | None = option(None, "one 429 every so many seconds, whatever the body")
    storm_retry_after_s: float = option(1.0, "Retry-After of the storm's 429, in seconds")
    everywhere: bool = option(False, "faults on files, batches and models too, counted by method and path")

    def __post_init__(self) -> None:
        object.__setattr__(self, "rates", {_known(kind): rate for kind, rate in self.rates.items()})
        object.__setattr__(self, "persistent_fault", _known(self.persistent_fault))
        for name, rate in [*self.rates.items(), ("persistent", self.persistent)]:
            if not 0 <= rate <= 1:
                raise ValueError(f"{name}: a share of requests lies between 0 and 1, not {rate}")
        if sum(self.rates.values()) > 1 + 1e-9:
            raise ValueError(f"rates: they add up to {sum(self.rates.values()):g}, more than 1; lower some")

    @classmethod
    def mixed(cls, share: float, **others: Any) -> Self:
        """Spread `share` evenly over all the faults that a retry cures."""
        return cls(rates={kind: share / len(CURABLE) for kind in CURABLE}, **others)

    @cached_property
    def _edges(self) -> list[float]:
        return list(accumulate(self.rates.values()))

    @cached_property
    def _kinds(self) -> list[Fault]:
        return list(self.rates)

    def is_persistent(self, sha256: str) -> bool:
        """Whether this body fails on every attempt."""
        return self.persistent > 0 and uniform(self.seed, "persistent", sha256) < self.persistent

    def draw(self, sha256: str, attempt: int) -> Fault | None:
        """The fault of the given attempt (from 0) of a body, before `max_faults_per_body` is applied."""
        if self.is_persistent(sha256):
            return self.persistent_fault
        if not self.rates:
            return None
        place = bisect_right(self._edges, uniform(self.seed, "fault", sha256, attempt))
        return self._kinds[place] if place < len(self._kinds) else None

    def sequence(self, sha256: str, attempts: int) -> list[Fault | None]:
        """What the first attempts of a body meet, by its SHA-256 in hex."""
        counter = FaultCounter(self)
        return [counter.next(sha256)[1] for _ in range(attempts)]


class FaultCounter:
    """A plan and what it has served so far."""

    def __init__(self, plan: FaultPlan) -> None:
        self.plan = plan
        self._served: dict[str, tuple[int, int]] = {}

    def next(self, sha256: str) -> tuple[int, Fault | None]:
        """The number of this attempt (from 0) and the fault to serve."""
        attempt, faults = self._served.get(sha256, (0, 0))
        fault = self.plan.draw(sha256, attempt)
        counted = fault is not None and fault not in HARMLESS
        if counted and faults >= self.plan.max_faults_per_body and not self.plan.is_persistent(sha256):
            fault, counted = None, False
        self._served[sha256] = (attempt + 1, faults + counted)
        return attempt, fault


def _known(kind: str) -> Fault:
    if kind not in FAULTS:
        raise ValueError(f"fault: unknown {kind!r}; known are {', '.join(FAULTS)}")
    return FAULTS[kind]
