"""The process of one rank: makes its model and answers what the run sends, until the run closes the line.

It writes no file. Its log records and warnings go to the run, which decides what of them is told; what native code
writes goes to the pipe that the run reads. When the line breaks the run is gone, and the process leaves at once:
nothing of worth is here. Signals are for the run alone: schedulers send theirs to every process of a job.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection
from typing import Any

from hyeval.errors import HyevalError
from hyeval.models.base import Load, Model
from hyeval.models.hardware import Hardware
from hyeval.models.in_process import InProcess
from hyeval.models.remote_error import RemoteError, to_send
from hyeval.models.shared_line import SharedLine
from hyeval.records import Request, Response

logger = logging.getLogger(__name__)

PROCESS_LOST = 70
"""Exit code of a rank whose run is gone (EX_SOFTWARE of sysexits)."""


@dataclass(frozen=True)
class Blueprint:
    """How a rank makes its model: a class, its arguments, and the devices under the name of their argument."""

    kind: type[Any]
    arguments: Mapping[str, Any]
    hardware_argument: str
    hardware: Hardware

    def make(self, local_rank: int | None = None) -> Model:
        """The model of one rank; without a rank one that says what the model is and is never loaded."""
        hardware = self.hardware if local_rank is None else self.hardware.of_rank(local_rank)
        model: Model = self.kind(**self.arguments, **{self.hardware_argument: hardware})
        return model


@dataclass(frozen=True)
class Start:
    """First message to a rank."""

    blueprint: Blueprint
    local_rank: int
    environment: Mapping[str, str]
    log_level: int


@dataclass(frozen=True)
class Question:
    """A batch for a rank; answered under the same number."""

    number: int
    requests: Sequence[Request]


@dataclass(frozen=True)
class Answer:
    """What became of a batch, and how much the model wants at once now that it knows more."""

    number: int
    responses: Sequence[Response]
    load: Load


@dataclass(frozen=True)
class Failure:
    """What a batch ended with: an error of hyeval, or what stands for another exception."""

    number: int
    error: HyevalError | RemoteError


@dataclass(frozen=True)
class Ready:
    """The model can answer: it has loaded what it needs."""


def serve(connection: Connection) -> None:
    """Answer what comes until the line closes, which ends the process."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, signal.SIG_IGN)
    try:
        start: Start = connection.recv()
    except EOFError:
        return  # the run has ended before it needed this rank
    os.environ.update(start.environment)
    line = SharedLine(connection)
    logging.basicConfig(level=start.log_level, format="%(message)s", handlers=[QueueHandler(line)])  # type: ignore[arg-type]  # has put_nowait
    logging.captureWarnings(capture=True)
    asyncio.run(_serve(connection, line, _make(start)))


def _make(start: Start) -> Model | Exception:
    """The model with its processes, which are forked while no thread runs here; or why there is none."""
    try:
        model = start.blueprint.make(start.local_rank)
        if isinstance(model, InProcess):
            model.fork()
    except Exception as error:  # noqa: BLE001  # raised again for the first batch
        return error
    return model


async def _serve(connection: Connection, line: SharedLine, made: Model | Exception) -> None:
    loop = asyncio.get_running_loop()
    questions: asyncio.Queue[Question] = asyncio.Queue()

    def receive() -> None:
        while True:
            try:
                question = connection.recv()
            except (EOFError, OSError):
                os._exit(PROCESS_LOST)
            loop.call_soon_threadsafe(questions.put_nowait, question)

    threading.Thread(target=receive, name="questions", daemon=True).start()
    first = await questions.get()
    loading = asyncio.create_task(_load(made, line, first.requests))
    async with asyncio.TaskGroup() as group:
        group.create_task(_answer(first, line, loading))
        while True:
            group.create_task(_answer(await questions.get(), line, loading))


async def _load(made: Model | Exception, line: SharedLine, first: Sequence[Request]) -> Model:
    if isinstance(made, Exception):
        raise made
    if isinstance(made, InProcess):
        await made.prepare(first)
    line.send(Ready())
    return made


async def _answer(question: Question, line: SharedLine, loading: asyncio.Task[Model]) -> None:
    try:
        model = await loading
        responses = await model.generate(question.requests)
    except Exception as error:  # raised again in the run, which decides what it means
        logger.debug("batch %d", question.number, exc_info=True)
        line.send(Failure(question.number, to_send(error)))
    else:
        line.send(Answer(question.number, responses, model.load))


if __name__ == "__main__":
    # Under its own name, so that what is pickled here is known there.
    from hyeval.models.rank_process import serve as serve_line

    serve_line(Connection(int(sys.argv[1])))
