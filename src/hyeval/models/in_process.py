"""What models in this process have in common: one place, no provider, nothing to pay for."""

from __future__ import annotations

from collections.abc import Sequence

from hyeval.models.base import Model
from hyeval.records import Request, Usage


class InProcess:
    """Base of such models."""

    holds_weights = False
    """Whether it fills a device of this machine, so that another such model may not find room beside it."""

    def replicas(self: Model) -> Sequence[Model]:
        """There is one."""
        return (self,)

    def batches(self) -> None:
        """No provider, no batches."""

    def casualties(self) -> Sequence[str]:
        """What breaks here ends the process."""
        return ()

    async def reachable(self) -> bool:
        """It is in this process."""
        return True

    def fork(self) -> None:
        """Start processes that work for it, and perhaps go on as one; at most once, where no thread runs yet."""

    async def prepare(self, requests: Sequence[Request]) -> None:
        """Get ready to answer the first batch, such as by loading weights; without it `generate` does that."""

    def estimate(self, request: Request) -> Usage:
        """All that may be generated; nothing is charged here."""
        return Usage(0, request.generation.max_tokens)

    def interrupt(self) -> None:
        """What is under way is finished."""

    async def disconnect(self) -> None:
        """Nothing is connected."""


def holds_weights(model: Model) -> bool:
    """Whether a model fills a device of this machine."""
    return isinstance(model, InProcess) and model.holds_weights
