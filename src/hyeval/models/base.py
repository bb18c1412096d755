"""What the executor asks of a model, and how a model says that an attempt may be repeated."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from hyeval.errors import HyevalError
from hyeval.media import MediaKind
from hyeval.records import Request, Response, Usage

CONTINUATIONS = "continuations"
"""Stands among what a model honours if it gives the log-probabilities of a request's continuations."""


class Pressure(Enum):
    """What an attempt says about an endpoint: nothing, that it is in trouble, or that it wants fewer requests."""

    NONE = "none"
    HOLD = "hold"
    CUT = "cut"


class TransientFailure(Exception):  # not an error of the run, and no HyevalError: it is never told as such
    """An attempt that failed for a reason that may pass.

    `retry_after_s` is the wait that the endpoint asks for. After `max_attempts` (None: the run's setting) the request
    becomes `settles_as`, or a failure of class `kind` with this message. `billed` says that the endpoint may have
    charged for it, and `usage` for how much, if that is known; `unreachable` that it did not even answer.
    """

    def __init__(  # noqa: PLR0913  # what can be known of a failure
        self,
        kind: str,
        message: str,
        *,
        pressure: Pressure = Pressure.NONE,
        retry_after_s: float | None = None,
        max_attempts: int | None = None,
        settles_as: Response | None = None,
        billed: bool = False,
        usage: Usage | None = None,
        unreachable: bool = False,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.pressure = pressure
        self.retry_after_s = retry_after_s
        self.max_attempts = max_attempts
        self.settles_as = settles_as
        self.billed = billed
        self.usage = usage
        self.unreachable = unreachable


class RunStopped(HyevalError):
    """The endpoint takes no more requests of this run (quota used up): what is in flight is finished, the rest kept."""


@dataclass(frozen=True)
class Load:
    """How much a model wants at once: to the executor, back ends differ in little else.

    At most `concurrency` requests are in flight (None: find out), of which one call takes `batch_size`. The caps hold
    in any minute. Latencies beyond `latency_factor` times the best ones are a sign of too many requests.
    """

    concurrency: int | None = None
    batch_size: int = 1
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    latency_factor: float = 4.0


@dataclass(frozen=True)
class BatchProgress:
    """How far a provider is with a batch; `problem` is the provider's word for why it was not done."""

    status: str
    finished: bool
    answered: int
    requests: int
    problem: str = ""


class BatchLimits(Protocol):
    """What one batch may hold, and seconds between two looks at it."""

    @property
    def max_requests(self) -> int: ...
    @property
    def max_bytes(self) -> int: ...
    @property
    def poll_s(self) -> float: ...


class BatchEndpoint(Protocol):
    """A provider's interface for requests that may take a day. Every call is one attempt, as `Model.generate` is."""

    @property
    def options(self) -> BatchLimits: ...

    async def line(self, request: Request) -> bytes:
        """A request as a line of the file that is submitted."""

    async def submit(self, path: Path, submission: str) -> str:
        """Start a batch under a number of ours and return the provider's id."""

    async def find(self, submission: str) -> str | None:
        """Id of the batch that was started under our number, if there is one."""

    async def progress(self, batch: str) -> BatchProgress:
        """How far a batch is."""

    def answers(self, batch: str) -> AsyncIterator[tuple[str, Response]]:
        """Request key and answer of all that a finished batch has answered."""


class Model(Protocol):
    """A back end that answers requests: local, served or behind an API."""

    name: str
    load: Load
    modalities: frozenset[MediaKind]
    """Media that the model reads besides text."""
    honours: frozenset[str]
    """Fields of `GenerationSettings` that have an effect; asking for another one is an error, not a silent no."""

    def identity(self) -> Mapping[str, Any]:
        """Everything about the model that can change an answer; it enters the request key. Loads no weights."""

    def replicas(self) -> Sequence[Model]:
        """Endpoints that give the same answers, each with a load of its own; the model itself if there is one."""

    def batches(self) -> BatchEndpoint | None:
        """The provider's batch interface, if the run is to use it."""

    def casualties(self) -> Sequence[str]:
        """What broke for good while others did its work; a run with any ends with an error, its results complete."""

    async def reachable(self) -> bool:
        """Whether a replica that was found dead answers again."""

    def estimate(self, request: Request) -> Usage:
        """Prompt tokens that a request may take, and the most that it may generate."""

    async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
        """Answer a batch, one response per request in the same order; one attempt, no retries.

        What fails for one request for good is a response with a status. `TransientFailure` asks for another attempt of
        the batch, a `HyevalError` means that the run cannot go on, any other exception that the batch failed.
        """

    def interrupt(self) -> None:
        """Give up what has not begun to answer, such as a server that is starting; called when a run is stopped."""

    async def disconnect(self) -> None:
        """Close the connections that belong to the running event loop; called at the end of every run."""

    def close(self) -> None:
        """Release the weights; called when the model is no longer needed."""
