"""A model whose requests say what happens to the process that answers them."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import os
import signal
import sys
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from hyeval.errors import ConfigError, ModelError, Problem
from hyeval.models.base import Load
from hyeval.models.hardware import Hardware
from hyeval.models.in_process import InProcess
from hyeval.records import Request, Response, ResponseStatus

logger = logging.getLogger(__name__)


class ObedientModel(InProcess):
    """Answers with its process id, unless the question is one of the commands below."""

    def __init__(self, name: str, *, hardware: Hardware, delay_s: float = 0.0, loads: str = "") -> None:
        self.name = name
        self.load = Load(concurrency=2, batch_size=1)
        self.modalities: frozenset[Any] = frozenset()
        self.honours = frozenset({"max_tokens"})
        self._hardware = hardware
        self._delay_s = delay_s
        self._loads = loads

    def identity(self) -> Mapping[str, Any]:
        return {"engine": "obedient"}

    async def prepare(self, requests: Sequence[Request]) -> None:  # noqa: ARG002  # as it is called
        if self._loads == "for ever":
            await asyncio.Event().wait()
        self._obey(self._loads)

    async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
        await asyncio.sleep(self._delay_s)
        return [Response(ResponseStatus.OK, text=self._obey(request.sample.question)) for request in requests]

    def close(self) -> None:
        """Nothing to release."""

    def _obey(self, command: str) -> str:
        if command == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if command == "die once" and os.environ["LOCAL_RANK"] == "0":
            sys.stderr.write("something native went wrong\n")
            sys.stderr.flush()
            os._exit(3)
        if command == "fail":
            raise ValueError("not this one")
        if command == "refuse":
            raise ModelError("the weights are damaged")
        if command == "misconfigure":
            raise ConfigError([Problem("hardware", "is wrong", "Change it.")])
        if command == "warn":
            logger.warning("this takes %s", "long")
            warnings.warn("and much memory", stacklevel=1)
        if command == "grow":
            self.load = dataclasses.replace(self.load, batch_size=2 * self.load.batch_size)
        if command == "device":
            return repr(self._hardware.devices)
        if command == "threads":
            return os.environ.get("OMP_NUM_THREADS", "")
        return str(os.getpid())
