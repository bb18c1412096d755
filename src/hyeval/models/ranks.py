"""A local model on several devices: one process per device, and one queue of questions for all of them.

The run keeps the data set, the store, the log and the scores; a rank only answers. So there is one of each, a slow rank
gets fewer batches, and what a dead one had in hand goes to another.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from typing import Any

from hyeval.models.base import Load, Model, RunStopped, TransientFailure
from hyeval.models.in_process import InProcess
from hyeval.models.rank_process import Answer, Blueprint, Failure, Question, Start
from hyeval.records import Request, Response, Usage

logger = logging.getLogger(__name__)

TAIL_LINES = 20
"""Last lines of a rank's output that the error of its death repeats."""
MOST_RANKS_PER_BATCH = 2
"""A batch in hand when a rank died is tried once more elsewhere; one that kills every rank would end the run."""
CLOSE_TIMEOUT_S = 10.0


class RankDied(Exception):
    """The process of a rank has ended."""


class RankedModel(InProcess):
    """A model with a replica per device, or one replica whose weights are sharded over all of them."""

    def __init__(self, blueprint: Blueprint) -> None:
        self._template = template = blueprint.make()
        self.name = template.name
        self.modalities, self.honours = template.modalities, template.honours
        size, sharded = len(blueprint.hardware.device_indices()), blueprint.hardware.is_sharded
        teams = [range(size)] if sharded else [range(rank, rank + 1) for rank in range(size)]
        # Ranks that work together must be given the same batches in the same order, so they get one at a time.
        batch_size = template.load.batch_size
        self.load = Load(concurrency=batch_size, batch_size=batch_size) if sharded else template.load
        self._replicas = [_Replica(self, blueprint, team) for team in teams]

    def identity(self) -> Mapping[str, Any]:
        """The model's: on how many devices it runs changes no answer."""
        return self._template.identity()

    def replicas(self) -> Sequence[Model]:
        """One for each set of ranks that answers by itself."""
        return self._replicas

    def casualties(self) -> Sequence[str]:
        """Ranks that have died, and of what."""
        return [replica.died_of for replica in self._replicas if replica.died_of]

    async def reachable(self) -> bool:
        """Whether any rank lives."""
        return not all(replica.died_of for replica in self._replicas)

    def estimate(self, request: Request) -> Usage:
        """As the model on one device."""
        return self._template.estimate(request)

    async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
        """Answer with the first replica; the executor asks them one by one."""
        return await self._replicas[0].generate(requests)

    def close(self) -> None:
        """End all ranks."""
        for replica in self._replicas:
            replica.close()
        self._template.close()


class _Replica(InProcess):
    """Ranks that answer together; their processes start with the first batch."""

    def __init__(self, whole: RankedModel, blueprint: Blueprint, ranks: Sequence[int]) -> None:
        self.name = f"{whole.name} on rank {ranks[0]}" + (f" to {ranks[-1]}" if len(ranks) > 1 else "")
        self.load, self.modalities, self.honours = whole.load, whole.modalities, whole.honours
        self.died_of = ""
        self._whole, self._blueprint, self._ranks = whole, blueprint, ranks
        self._processes: list[RankProcess] = []

    def identity(self) -> Mapping[str, Any]:
        return self._whole.identity()

    def estimate(self, request: Request) -> Usage:
        return self._whole.estimate(request)

    async def reachable(self) -> bool:
        return not self.died_of

    async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
        """Ask all ranks of this replica and take the first one's answer; they compute the same."""
        if self.died_of:
            raise await self._gone(attempts=None)
        if not self._processes:
            self._start()
        try:
            answers = await asyncio.gather(*(process.ask(requests) for process in self._processes))
        except RankDied as death:
            if not self.died_of:
                self.died_of = str(death)
                logger.error("%s", death)
                if await self._whole.reachable():
                    logger.warning("what it had in hand goes to another rank")
            self._end()
            raise await self._gone(attempts=MOST_RANKS_PER_BATCH) from death
        if not self._blueprint.hardware.is_sharded:
            self._whole.load = answers[0].load
        return answers[0].responses

    async def _gone(self, *, attempts: int | None) -> Exception:
        """What to raise for a batch: it may go to another rank, if there is one."""
        if not await self._whole.reachable():
            return RunStopped(f"no rank is left: {self.died_of}")
        return TransientFailure("rank_died", self.died_of, unreachable=True, max_attempts=attempts)

    def _start(self) -> None:
        hardware = self._blueprint.hardware
        environment = hardware.thread_limits(os.environ)
        if hardware.is_sharded:
            environment |= _process_group(len(self._ranks))
        self._processes = [
            RankProcess(rank, Start(self._blueprint, rank, logger.getEffectiveLevel()), environment)
            for rank in self._ranks
        ]

    def _end(self) -> None:
        for process in self._processes:
            process.close()

    def close(self) -> None:
        self._end()
        self._processes = []


def _process_group(size: int) -> dict[str, str]:
    """Environment by which the ranks of a group on this machine find each other."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port), "WORLD_SIZE": str(size), "NODE_RANK": "0"}


class RankProcess:
    """A process of `rank_process.py`, the line to it, and what it says."""

    def __init__(self, rank: int, start: Start, environment: Mapping[str, str]) -> None:
        self.rank = rank
        self._pending: dict[int, asyncio.Future[Answer]] = {}
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._tail: deque[str] = deque(maxlen=TAIL_LINES)
        self._death: RankDied | None = None
        self._closing = False
        self._socket, theirs = socket.socketpair()
        self._line = Connection(os.dup(self._socket.fileno()))
        with theirs:
            self._process = _spawn(theirs, rank, environment)
        self._sender = ThreadPoolExecutor(1, thread_name_prefix=f"rank-{rank}-send")
        self._sender.submit(self._line.send, start)
        self._output = threading.Thread(target=self._read_output, name=f"rank-{rank}-output", daemon=True)
        self._receiver = threading.Thread(target=self._receive, name=f"rank-{rank}-receive", daemon=True)
        self._output.start()
        self._receiver.start()

    async def ask(self, requests: Sequence[Request]) -> Answer:
        """Send a batch and wait for its answers; `RankDied` if the process ends before."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()
        with self._lock:
            if self._death is not None:
                raise self._death
            number = next(self._numbers)
            self._pending[number] = future
        try:
            await loop.run_in_executor(self._sender, self._line.send, Question(number, requests))
        except OSError:
            # The line is broken, so the receiver sees it too, and its error says what the process died of.
            logger.debug("rank %d takes nothing", self.rank, exc_info=True)
        return await future

    def close(self) -> None:
        """Close the line, upon which the process leaves, and make sure that it did."""
        self._closing = True
        self._sender.shutdown()
        with suppress(OSError):  # the process may have closed it already
            self._socket.shutdown(socket.SHUT_RDWR)
        try:
            self._process.wait(CLOSE_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._receiver.join()
        self._output.join()
        self._line.close()
        self._socket.close()

    def _receive(self) -> None:
        while True:
            try:
                message = self._line.recv()
            except (EOFError, OSError):
                break
            if isinstance(message, logging.LogRecord):
                self._tell(message)
            else:
                self._settle(message)
        self._end()

    def _settle(self, message: Answer | Failure) -> None:
        with self._lock:
            future = self._pending.pop(message.number)
        if isinstance(message, Answer):
            _resolve(future, message)
        else:
            _resolve(future, message.to_exception())

    def _end(self) -> None:
        """Let all who wait know that the process is gone."""
        try:
            code = self._process.wait(CLOSE_TIMEOUT_S)
        except subprocess.TimeoutExpired:  # it closed the line, but lives: nothing will come from it any more
            os.killpg(self._process.pid, signal.SIGKILL)
            code = self._process.wait()
        self._output.join()
        death = RankDied(_obituary(self.rank, code, self._tail))
        with self._lock:
            self._death = death
            waiting, self._pending = self._pending, {}
        for future in waiting.values():
            _resolve(future, death)

    def _tell(self, record: logging.LogRecord) -> None:
        """Log what a rank logs: that of the first as it is, that of the others only where it matters."""
        told = logging.getLogger(record.name)
        if self.rank and record.levelno < logging.WARNING:
            record.levelno, record.levelname = logging.DEBUG, "DEBUG"
        if told.isEnabledFor(record.levelno):
            record.msg = f"rank {self.rank}: {record.msg}"
            told.handle(record)

    def _read_output(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            text = line.decode("utf-8", "replace").rstrip()
            self._tail.append(text)
            logger.debug("rank %d: %s", self.rank, text)
        self._process.stdout.close()


def _spawn(theirs: socket.socket, rank: int, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start a rank in a session of its own: Ctrl-C is for the run, which lets the ranks finish what they have."""
    return subprocess.Popen(
        [sys.executable, "-m", "hyeval.models.rank_process", str(theirs.fileno())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=[theirs.fileno()],
        start_new_session=True,
        env={**os.environ, **environment, "LOCAL_RANK": str(rank), "RANK": str(rank)},
    )


def _resolve(future: asyncio.Future[Answer], outcome: Answer | Exception) -> None:
    """Settle a future from another thread."""

    def settle() -> None:
        if future.done():  # whoever waited was cancelled
            return
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)

    loop = future.get_loop()
    if not loop.is_closed():
        loop.call_soon_threadsafe(settle)


def _obituary(rank: int, code: int, tail: Sequence[str]) -> str:
    """What a rank died of, and its last words."""
    if code < 0:
        cause = f"was killed by {signal.Signals(-code).name}"
        if -code == signal.SIGKILL:
            cause += " (by hand, or by the system because memory ran out: try fewer devices or a smaller batch_size)"
    else:
        cause = f"ended with code {code}"
    words = "".join(f"\n    {line}" for line in tail)
    told = f" Its last lines:{words}" if words else ""
    return f"rank {rank} {cause}.{told}"
