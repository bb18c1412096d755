"""A checkpoint behind servers that are started for it: to the executor, a model with one replica for each server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hyeval.models.api import ApiModel
from hyeval.models.base import Model, RunStopped, TransientFailure
from hyeval.records import Request, Response, Usage
from hyeval.serving.server import Server, StartAbandoned

logger = logging.getLogger(__name__)

NOTICE_S = 2.0
"""Seconds in which a server that broke a connection is seen to have ended, if that is why."""


class ServedModel:
    """The servers of one checkpoint.

    They are started with the first request, so that a run whose answers are all stored starts none, and stay up for the
    next job of a sweep. One that ends by itself is left out; when all have, the run ends with what the last one said.
    """

    def __init__(
        self,
        client: ApiModel,
        servers: Sequence[Server],
        *,
        identity: Mapping[str, Any],
        honours: frozenset[str],
        describe: Callable[[], Mapping[str, Any]],
    ) -> None:
        self.name = client.name
        self.load = client.load
        self.modalities = client.modalities
        self.honours = honours
        self._client = client
        self._identity = dict(identity)
        self.describe = describe
        """What is known of engine and servers, for the manifest; after they were started, with their version."""
        self._replicas = tuple(ServedReplica(self, client, server) for server in servers)

    def identity(self) -> Mapping[str, Any]:
        """The checkpoint, the engine's name and what of its settings can change an answer."""
        return self._identity

    def replicas(self) -> Sequence[Model]:
        """One for each server."""
        return self._replicas

    def batches(self) -> None:
        """No provider, no batches."""

    def casualties(self) -> Sequence[str]:
        """Servers that ended by themselves while others did their work."""
        return [str(replica.server.death()) for replica in self._replicas if replica.server.died]

    async def reachable(self) -> bool:
        """Whether any server answers."""
        return any([await replica.reachable() for replica in self._replicas])

    def estimate(self, request: Request) -> Usage:
        """As for any endpoint."""
        return self._client.estimate(request)

    async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
        """Ask the first server; the executor asks the replicas themselves."""
        return await self._replicas[0].generate(requests)

    def interrupt(self) -> None:
        """Give up servers that are starting."""
        for replica in self._replicas:
            replica.interrupt()

    async def disconnect(self) -> None:
        """Close the connections; servers that are ready stay up."""
        for replica in self._replicas:
            await replica.disconnect()

    def close(self) -> None:
        """Stop the servers, all at once: each may take its grace."""
        with ThreadPoolExecutor(len(self._replicas)) as pool:
            list(pool.map(ServedReplica.close, self._replicas))

    def all_died(self) -> bool:
        """Whether no server is left."""
        return all(replica.server.died for replica in self._replicas)


class ServedReplica:
    """One server, started with its first request."""

    def __init__(self, model: ServedModel, client: ApiModel, server: Server) -> None:
        self.name = client.name
        self.load = client.load
        self.modalities = client.modalities
        self.honours = model.honours
        self.server = server
        self._model = model
        self._pattern = client
        self._starting: asyncio.Task[ApiModel] | None = None
        self._told = False

    def identity(self) -> Mapping[str, Any]:
        """The same for all replicas."""
        return self._model.identity()

    def replicas(self) -> Sequence[Model]:
        """Itself."""
        return (self,)

    def batches(self) -> None:
        """No provider, no batches."""

    def casualties(self) -> Sequence[str]:
        """Told by the model."""
        return ()

    async def reachable(self) -> bool:
        """Whether the server is up and says that it is well."""
        return await asyncio.to_thread(self.server.healthy)

    def estimate(self, request: Request) -> Usage:
        """As for any endpoint."""
        return self._pattern.estimate(request)

    async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
        """Send a request once, after the server has been started."""
        client = await self._connected()
        try:
            return await client.generate(requests)
        except TransientFailure as failure:
            if failure.unreachable and await self._gone():
                self._tell_death()
            raise

    def interrupt(self) -> None:
        """Give up a start that is going on."""
        if self._starting is not None and not self._starting.done():
            self.server.abandon()

    async def disconnect(self) -> None:
        """Close the connections, and give up a start that nobody waits for any more."""
        self.interrupt()
        starting, self._starting = self._starting, None
        if starting is not None:
            await asyncio.wait([starting])
            if starting.exception() is None:
                await starting.result().disconnect()

    def close(self) -> None:
        """Stop the server."""
        self.server.stop()

    async def _connected(self) -> ApiModel:
        if self._starting is None:
            self._starting = asyncio.create_task(self._start())
        try:
            return await asyncio.shield(self._starting)
        except StartAbandoned as error:
            raise RunStopped(str(error)) from error

    async def _start(self) -> ApiModel:
        await asyncio.to_thread(self.server.ensure)
        client = self._pattern.at(f"{self.server.url}/v1")
        self.name = client.name
        return client

    async def _gone(self) -> bool:
        """Whether the server has ended, which may show a moment after its connections broke."""
        deadline = asyncio.get_running_loop().time() + NOTICE_S
        while not self.server.died and asyncio.get_running_loop().time() < deadline:
            if await self.reachable():
                return False
            await asyncio.sleep(0.1)
        return self.server.died

    def _tell_death(self) -> None:
        """End the run if this was the last server, else say once that the others go on without it."""
        if self._model.all_died():
            raise self.server.death()
        if not self._told:
            self._told = True
            logger.warning("%s\nThe other servers go on without it.", self.server.death())
