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
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Protocol

from hyeval.errors import ConfigError, Problem
from hyeval.models.base import Load, Model, RunStopped, TransientFailure
from hyeval.models.hardware import Hardware
from hyeval.models.in_process import InProcess
from hyeval.models.rank_process import Answer, Blueprint, Failure, Question, Start
from hyeval.models.rendezvous import Meeting
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

    holds_weights = True

    def __init__(self, blueprint: Blueprint, meeting: Meeting | None = None) -> None:
        self._template = template = blueprint.make()
        self.name = template.name
        self.modalities, self.honours = template.modalities, template.honours
        sharded = blueprint.hardware.is_sharded
        size = _size(blueprint.hardware, meeting)
        teams = [range(size)] if sharded else [range(rank, rank + 1) for rank in range(size)]
        # Ranks that work together must be given the same batches in the same order, so they get one at a time.
        batch_size = template.load.batch_size
        self.load = Load(concurrency=batch_size, batch_size=batch_size) if sharded else template.load
        self._replicas = [_Replica(self, Crew(blueprint, team, meeting)) for team in teams]

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


def _size(hardware: Hardware, meeting: Meeting | None) -> int:
    """Ranks there will be; `ConfigError` if the settings speak of processes that nobody has started."""
    asked = len(hardware.device_indices()) * hardware.nodes
    started = asked if meeting is None and hardware.nodes == 1 else 1 if meeting is None else meeting.size
    if started != asked and (hardware.is_sharded or meeting is None):
        rule = f"asks for {asked} processes on {hardware.nodes} nodes, and {started} was started."
        remedy = "Start one for each device with srun, torchrun or hydra/launcher=slurm, or set hardware.nodes=1."
        raise ConfigError([Problem("hardware.nodes", rule, remedy)])
    return started


class _Replica(InProcess):
    """Ranks that answer together; they start with the first batch."""

    def __init__(self, whole: RankedModel, crew: Crew) -> None:
        self.name = f"{whole.name} on {crew}"
        self.load, self.modalities, self.honours = whole.load, whole.modalities, whole.honours
        self.died_of = ""
        self._whole, self._crew = whole, crew

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
        try:
            ranks = await asyncio.to_thread(self._crew.muster)
            answers = await asyncio.gather(*(rank.ask(requests) for rank in ranks))
        except RankDied as death:
            if not self.died_of:
                self.died_of = str(death)
                logger.error("%s", death)
                if await self._whole.reachable():
                    logger.warning("what it had in hand goes to another rank")
            await asyncio.to_thread(self._crew.dismiss)
            raise await self._gone(attempts=MOST_RANKS_PER_BATCH) from death
        if len(answers) == 1:
            self._whole.load = answers[0].load
        return answers[0].responses

    async def _gone(self, *, attempts: int | None) -> Exception:
        """What to raise for a batch: it may go to another rank, if there is one."""
        if not await self._whole.reachable():
            return RunStopped(f"no rank is left: {self.died_of}")
        return TransientFailure("rank_died", self.died_of, unreachable=True, max_attempts=attempts)

    def close(self) -> None:
        self._crew.dismiss()


class Crew:
    """The ranks of one replica, started when they are first needed."""

    def __init__(self, blueprint: Blueprint, numbers: Sequence[int], meeting: Meeting | None) -> None:
        self._blueprint, self._numbers, self._meeting = blueprint, numbers, meeting
        self._ranks: list[Rank] = []
        self._lock = threading.Lock()

    def __str__(self) -> str:
        first, last = self._numbers[0], self._numbers[-1]
        return f"rank {first}" if first == last else f"ranks {first} to {last}"

    def muster(self) -> Sequence[Rank]:
        """The ranks, waited for if others have started them; `RankDied` if one does not come."""
        with self._lock:
            if not self._ranks:
                group = self._group() if self._blueprint.hardware.is_sharded else {}
                for number in self._numbers:  # one by one: if one does not come, the others are dismissed
                    self._ranks.append(self._rank(number, group))
            return self._ranks

    def dismiss(self) -> None:
        """End all of them."""
        with self._lock:
            for rank in self._ranks:
                rank.close()
            self._ranks = []

    def _rank(self, number: int, group: Mapping[str, str]) -> Rank:
        host: Host
        if self._meeting is None or number == 0:
            line, host = start_process(number, self._blueprint.hardware.thread_limits(os.environ))
            local, node = number, 0
        else:
            try:
                connection, external = self._meeting.take(number)
            except TimeoutError as error:
                raise RankDied(str(error)) from error
            line, host = Line(connection), ElsewhereHost(number, external.host)
            local, node = external.local, external.node
        environment = {**group, "LOCAL_RANK": str(local), "RANK": str(number), "NODE_RANK": str(node)}
        return Rank(number, line, host, Start(self._blueprint, local, environment, logger.getEffectiveLevel()))

    def _group(self) -> dict[str, str]:
        """Environment by which ranks that compute together find each other: the first one is on this machine."""
        host = "127.0.0.1" if self._meeting is None else self._meeting.host
        with closing(socket.socket()) as free:
            free.bind(("", 0))
            port = free.getsockname()[1]
        return {"MASTER_ADDR": host, "MASTER_PORT": str(port), "WORLD_SIZE": str(len(self._numbers))}


class Line:
    """A connection that another thread can close."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._socket = socket.socket(fileno=os.dup(connection.fileno()))

    def hang_up(self) -> None:
        """Wake whoever waits on either side."""
        with suppress(OSError):  # the other side may have done it already
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the descriptors back; nobody may be waiting any more."""
        self.connection.close()
        self._socket.close()


class Host(Protocol):
    """Where a rank runs."""

    def ended(self) -> str:
        """Wait until the rank has ended after its line broke, make sure of it, and say of what it died."""


class ProcessHost:
    """A process of ours; what it prints is kept for the case of its death."""

    def __init__(self, rank: int, process: subprocess.Popen[bytes]) -> None:
        self._rank, self._process = rank, process
        self._tail: deque[str] = deque(maxlen=TAIL_LINES)
        self._output = threading.Thread(target=self._read_output, name=f"rank-{rank}-output", daemon=True)
        self._output.start()

    def ended(self) -> str:
        try:
            code = self._process.wait(CLOSE_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            code = self._process.wait()
        self._output.join()
        return _obituary(self._rank, code, self._tail)

    def _read_output(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as output:
            for line in output:
                text = line.decode("utf-8", "replace").rstrip()
                self._tail.append(text)
                logger.debug("rank %d: %s", self._rank, text)


@dataclass(frozen=True)
class ElsewhereHost:
    """A process that another launcher has started, perhaps on another node."""

    rank: int
    name: str

    def ended(self) -> str:
        return f"rank {self.rank} on {self.name} has gone; what its launcher logged says why."


def start_process(rank: int, environment: Mapping[str, str]) -> tuple[Line, ProcessHost]:
    """Start a rank in a session of its own: Ctrl-C is for the run, which lets the ranks finish what they have."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "hyeval.models.rank_process", str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
            env={**os.environ, **environment},
        )
    return Line(Connection(ours.detach())), ProcessHost(rank, process)


class Rank:
    """A process of `rank_process.py` at the other end of a line."""

    def __init__(self, number: int, line: Line, host: Host, start: Start) -> None:
        self._number, self._line, self._host = number, line, host
        self._pending: dict[int, asyncio.Future[Answer]] = {}
        self._batches = itertools.count()
        self._lock = threading.Lock()
        self._death: RankDied | None = None
        self._sender = ThreadPoolExecutor(1, thread_name_prefix=f"rank-{number}-send")
        self._sender.submit(line.connection.send, start)
        self._receiver = threading.Thread(target=self._receive, name=f"rank-{number}-receive", daemon=True)
        self._receiver.start()

    async def ask(self, requests: Sequence[Request]) -> Answer:
        """Send a batch and wait for its answers; `RankDied` if the process ends before."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()
        with self._lock:
            if self._death is not None:
                raise self._death
            batch = next(self._batches)
            self._pending[batch] = future
        try:
            await loop.run_in_executor(self._sender, self._line.connection.send, Question(batch, requests))
        except OSError:
            # The line is broken, so the receiver sees it too, and its error says what the process died of.
            logger.debug("rank %d takes nothing", self._number, exc_info=True)
        return await future

    def close(self) -> None:
        """Hang up, upon which the process leaves, and make sure that it did."""
        self._sender.shutdown()
        self._line.hang_up()
        self._receiver.join()
        self._line.close()

    def _receive(self) -> None:
        while True:
            try:
                message = self._line.connection.recv()
            except (EOFError, OSError):
                break
            if isinstance(message, logging.LogRecord):
                self._tell(message)
            else:
                self._settle(message)
        self._end(RankDied(self._host.ended()))

    def _settle(self, message: Answer | Failure) -> None:
        with self._lock:
            future = self._pending.pop(message.number)
        _resolve(future, message if isinstance(message, Answer) else message.to_exception())

    def _end(self, death: RankDied) -> None:
        """Let all who wait know that the process is gone."""
        with self._lock:
            self._death = death
            waiting, self._pending = self._pending, {}
        for future in waiting.values():
            _resolve(future, death)

    def _tell(self, record: logging.LogRecord) -> None:
        """Log what a rank logs: that of the first as it is, that of the others only where it matters."""
        told = logging.getLogger(record.name)
        if self._number and record.levelno < logging.WARNING:
            record.levelno, record.levelname = logging.DEBUG, "DEBUG"
        if told.isEnabledFor(record.levelno):
            record.msg = f"rank {self._number}: {record.msg}"
            told.handle(record)


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
