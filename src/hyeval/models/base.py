"""What the executor asks of a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from hyeval.media import MediaKind
from hyeval.records import Request, Response


class Model(Protocol):
    """A back end that answers requests: local, served or behind an API.

    To the executor they differ in two integers: `concurrency`, how many requests it wants at once, and `batch_size`,
    how many of these it takes in one call.
    """

    name: str
    concurrency: int
    batch_size: int
    modalities: frozenset[MediaKind]
    """Media that the model reads besides text."""
    honours: frozenset[str]
    """Fields of `GenerationSettings` that have an effect; asking for another one is an error, not a silent no."""

    def identity(self) -> Mapping[str, Any]:
        """Everything about the model that can change an answer; it enters the request key. Loads no weights."""

    async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
        """Answer a batch, one response per request in the same order.

        What fails for one request is a response with a status. An exception means that the whole batch failed; a
        `HyevalError` among them that the run cannot go on.
        """

    def close(self) -> None:
        """Release weights and connections."""
