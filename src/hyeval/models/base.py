"""What the executor asks of a model, and how a model says that an attempt may be repeated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Protocol

from hyeval.errors import HyevalError
from hyeval.media import MediaKind
from hyeval.records import Request, Response


class Pressure(Enum):
    """What an attempt says about an endpoint: nothing, that it is in trouble, or that it wants fewer requests."""

    NONE = "none"
    HOLD = "hold"
    CUT = "cut"


class TransientFailure(Exception):  # not an error of the run, and no HyevalError: it is never told as such
    """An attempt that failed for a reason that may pass.

    `retry_after_s` is the wait that the endpoint asks for. After `max_attempts` (None: the run's setting) the request
    becomes `settles_as`, or a failure of class `kind` with this message.
    """

    def __init__(
        self,
        kind: str,
        message: str,
        *,
        pressure: Pressure = Pressure.NONE,
        retry_after_s: float | None = None,
        max_attempts: int | None = None,
        settles_as: Response | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.pressure = pressure
        self.retry_after_s = retry_after_s
        self.max_attempts = max_attempts
        self.settles_as = settles_as


class RunStopped(HyevalError):
    """The endpoint takes no more requests of this run (quota used up): what is in flight is finished, the rest kept."""


class Model(Protocol):
    """A back end that answers requests: local, served or behind an API.

    To the executor they differ in two integers: `concurrency`, how many requests it wants at once (None: find out), and
    `batch_size`, how many of these it takes in one call.
    """

    name: str
    concurrency: int | None
    batch_size: int
    requests_per_minute: float | None
    tokens_per_minute: float | None
    modalities: frozenset[MediaKind]
    """Media that the model reads besides text."""
    honours: frozenset[str]
    """Fields of `GenerationSettings` that have an effect; asking for another one is an error, not a silent no."""

    def identity(self) -> Mapping[str, Any]:
        """Everything about the model that can change an answer; it enters the request key. Loads no weights."""

    def estimated_tokens(self, request: Request) -> int:
        """Prompt and completion tokens that a request may take, for `tokens_per_minute`."""

    async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
        """Answer a batch, one response per request in the same order; one attempt, no retries.

        What fails for one request for good is a response with a status. `TransientFailure` asks for another attempt of
        the batch, a `HyevalError` means that the run cannot go on, any other exception that the batch failed.
        """

    async def disconnect(self) -> None:
        """Close the connections that belong to the running event loop; called at the end of every run."""

    def close(self) -> None:
        """Release the weights; called when the model is no longer needed."""
