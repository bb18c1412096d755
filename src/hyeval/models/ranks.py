"""A local model in processes of its own, one or one per device, and one queue of questions for all of them.

The run keeps the data set, the store, the log and the scores; a rank only answers. So there is one of each, a slow rank
gets fewer batches, and what a dead one had in hand goes to another. A model on one device has a rank, too: what the run
does for a sample then does not wait for the interpreter that generates.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import signal
import socket
import subprocess
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
from hyeval.models.rank_process import Answer, Blueprint, Failure, Question, Ready, Start
from hyeval.models.remote_error import to_raise
from hyeval.models.rendezvous import Meeting, rank_command, rank_environment
from hyeval.records import Request, Response, Usage

logger = logging.getLogger(__name__)

TAIL_LINES = 20
"""Last lines of a rank's output that the error of its death repeats."""
MOST_RANKS_PER_BATCH = 2
"""A batch in hand when a rank died is tried once more elsewhere; one that kills every rank would end the run."""
CLOSE_TIMEOUT_S = 10.0


class RankDied(Exception):
    """The process of a rank has ended: of what, and what it printed at last."""

    def __init__(self, cause: str, tail: Sequence[str] = ()) -> None:
        words = "".join(f"\n    {line}" for line in tail)
        super().__init__(f"{cause} Its last lines:{words}" if words else cause)
        self.cause = cause


@dataclass(frozen=True)
class Title:
    """What a rank is called: by its number, or by its model where there is no other."""

    number: int
    model: str
    alone: bool

    def __str__(self) -> str:
        return f"the process of {self.model}" if self.alone else f"rank {self.number}"


class RankedModel(InProcess):
    """A model with a replica per device, or one replica whose weights lie on one device or all of them."""

    holds_weights = True

    def __init__(self, blueprint: Blueprint, meeting: Meeting | None = None) -> None:
        self._template = template = blueprint.make()
        self.name = template.name
        self.modalities, self.honours = template.modalities, template.honours
        sharded = blueprint.hardware.is_sharded
        size = _size(blueprint.hardware, meeting)
        titles = [Title(rank, self.name, alone=size == 1) for rank in range(size)]
        teams = [titles] if sharded else [[title] for title in titles]
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

    def interrupt(self) -> None:
        """Give up ranks that are loading the model."""
        for replica in self._replicas:
            replica.interrupt()

    def close(self) -> None:
        """End all ranks."""
        for replica in self._replicas:
            replica.close()
        self._template.close()


def _size(hardware: Hardware, meeting: Meeting | None) -> int:
    """Ranks there will be; `ConfigError` if the settings speak of processes that nobody has started."""
    if not hardware.has_ranks:
        return 1
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
            raise await self._gone(self.died_of, attempts=None)
        try:
            ranks = await self._crew.muster()
            answers = await asyncio.gather(*(rank.ask(requests) for rank in ranks))
        except RankDied as death:
            if self._crew.given_up:
                await asyncio.to_thread(self._crew.dismiss)
                raise RunStopped(f"{self._whole.name} was given up while it loaded") from death
            if not self.died_of:
                self.died_of = str(death)
                logger.error("%s", death)
                if await self._whole.reachable():
                    logger.warning("what it had in hand goes to another rank")
            await asyncio.to_thread(self._crew.dismiss)
            raise await self._gone(death.cause, attempts=MOST_RANKS_PER_BATCH) from death
        if len(answers) == 1:
            self._whole.load = answers[0].load
        return answers[0].responses

    async def _gone(self, cause: str, *, attempts: int | None) -> Exception:
        """What to raise for a batch: it may go to another rank, if there is one."""
        if not await self._whole.reachable():
            return RunStopped(cause if len(self._whole.replicas()) == 1 else f"no rank is left: {cause}")
        return TransientFailure("rank_died", self.died_of, unreachable=True, max_attempts=attempts)

    def interrupt(self) -> None:
        """Give up ranks that are loading: what is under way is finished only where it has begun."""
        self._crew.give_up()

    def close(self) -> None:
        self._crew.dismiss()


class Crew:
    """The ranks of one replica, started when they are first needed."""

    def __init__(self, blueprint: Blueprint, titles: Sequence[Title], meeting: Meeting | None) -> None:
        self._blueprint, self._titles, self._meeting = blueprint, titles, meeting
        self._ranks: list[Rank] = []
        self._lock = threading.Lock()
        self._mustering = 0
        """How many wait for the ranks."""
        self.given_up = False
        """Whether the ranks were told to leave before they could answer."""

    def __str__(self) -> str:
        first, last = self._titles[0], self._titles[-1]
        return str(first) if first == last else f"ranks {first.number} to {last.number}"

    async def muster(self) -> Sequence[Rank]:
        """The ranks, waited for if others have started them; `RankDied` if one does not come."""
        if len(self._ranks) == len(self._titles) and not self.given_up:
            return self._ranks  # mustered before: no batch waits for a thread
        if not self._ranks and not self._mustering:
            self.given_up = False
        self._mustering += 1
        try:
            return await asyncio.to_thread(self._muster)
        finally:
            self._mustering -= 1

    def _muster(self) -> Sequence[Rank]:
        with self._lock:
            if not self._ranks:
                group = self._group() if self._blueprint.hardware.is_sharded else dict[str, str]()
                for title in self._titles:  # one by one: if one does not come, the others are dismissed
                    rank = self._rank(title, group)
                    self._ranks.append(rank)
                    if self.given_up:
                        rank.leave()
            return self._ranks

    def give_up(self) -> None:
        """End those that cannot answer yet, without waiting for them; those that are being started, too."""
        if self._mustering and len(self._ranks) < len(self._titles):
            self.given_up = True
        for rank in list(self._ranks):
            if not rank.ready:
                self.given_up = True
                rank.leave()

    def dismiss(self) -> None:
        """End all of them."""
        with self._lock:
            for rank in self._ranks:
                rank.close()
            self._ranks = []

    def _rank(self, title: Title, group: dict[str, str]) -> Rank:
        host: Host
        hardware, number = self._blueprint.hardware, title.number
        if self._meeting is None or number == 0:
            line, host = start_process(title, hardware.thread_limits(os.environ))
            local, node = number, 0
        else:
            try:
                connection, external = self._meeting.take(number)
            except TimeoutError as error:
                raise RankDied(str(error)) from error
            line, host = Line(connection), ElsewhereHost(title, external.host)
            local, node = external.local, external.node
        places = {"LOCAL_RANK": str(local), "RANK": str(number), "NODE_RANK": str(node)} if hardware.has_ranks else {}
        return Rank(title, line, host, Start(self._blueprint, local, group | places, logger.getEffectiveLevel()))

    def _group(self) -> dict[str, str]:
        """Environment by which ranks that compute together find each other: the first one is on this machine."""
        host = "127.0.0.1" if self._meeting is None else self._meeting.host
        with closing(socket.socket()) as free:
            free.bind(("", 0))
            port = free.getsockname()[1]
        return {"MASTER_ADDR": host, "MASTER_PORT": str(port), "WORLD_SIZE": str(len(self._titles))}


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

    def ended(self) -> RankDied:
        """Wait until the rank has ended after its line broke, make sure of it, and say of what it died."""

    def kill(self) -> None:
        """End it, if it is in our power."""


class ProcessHost:
    """A process of ours; what it prints is kept for the case of its death."""

    def __init__(self, title: Title, process: subprocess.Popen[bytes]) -> None:
        self._title, self._process = title, process
        self._tail: deque[str] = deque(maxlen=TAIL_LINES)
        self._output = threading.Thread(target=self._read_output, name=f"rank-{title.number}-output", daemon=True)
        self._output.start()

    def ended(self) -> RankDied:
        try:
            code = self._process.wait(CLOSE_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.kill()
            code = self._process.wait()
        self._kill_group()  # what it had started itself
        self._output.join()
        return RankDied(_cause(self._title, code), self._tail)

    def kill(self) -> None:
        if self._process.returncode is None:  # afterwards its number may be another's
            self._kill_group()

    def _kill_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _read_output(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as output:
            for line in output:
                text = line.decode("utf-8", "replace").rstrip()
                self._tail.append(text)
                logger.debug("%s: %s", self._title, text)


@dataclass(frozen=True)
class ElsewhereHost:
    """A process that another launcher has started, perhaps on another node."""

    title: Title
    name: str

    def ended(self) -> RankDied:
        return RankDied(f"{self.title} on {self.name} has gone; what its launcher logged says why.")

    def kill(self) -> None:
        """It leaves when its line breaks."""


def start_process(title: Title, environment: Mapping[str, str]) -> tuple[Line, ProcessHost]:
    """Start a rank in a session of its own: Ctrl-C is for the run, which lets the ranks finish what they have."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            rank_command(theirs.fileno()),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
            env={**rank_environment(), **environment},
        )
    return Line(Connection(ours.detach())), ProcessHost(title, process)


class Rank:
    """A process of `rank_process.py` at the other end of a line."""

    def __init__(self, title: Title, line: Line, host: Host, start: Start) -> None:
        self._title, self._line, self._host = title, line, host
        self.ready = False
        """Whether it has loaded the model."""
        self._pending: dict[int, asyncio.Future[Answer]] = {}
        self._batches = itertools.count()
        self._lock = threading.Lock()
        self._death: RankDied | None = None
        self._sender = ThreadPoolExecutor(1, thread_name_prefix=f"rank-{title.number}-send")
        self._sender.submit(line.connection.send, start)
        self._receiver = threading.Thread(target=self._receive, name=f"rank-{title.number}-receive", daemon=True)
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
            logger.debug("%s takes nothing", self._title, exc_info=True)
        return await future

    def leave(self) -> None:
        """Make the process end, without waiting for that: nothing of worth is there."""
        self._line.hang_up()
        self._host.kill()

    def close(self) -> None:
        """Make the process end, and make sure that it did."""
        self._sender.shutdown()
        self.leave()
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
            elif isinstance(message, Ready):
                self.ready = True
            else:
                self._settle(message)
        self._end(self._host.ended())

    def _settle(self, message: Answer | Failure) -> None:
        with self._lock:
            future = self._pending.pop(message.number)
        _resolve(future, message if isinstance(message, Answer) else to_raise(message.error))

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
        if self._title.number and record.levelno < logging.WARNING:
            record.levelno, record.levelname = logging.DEBUG, "DEBUG"
        if told.isEnabledFor(record.levelno):
            if not self._title.alone:
                record.msg = f"{self._title}: {record.msg}"
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


def _cause(title: Title, code: int) -> str:
    """What a rank died of, by its exit code."""
    if code >= 0:
        return f"{title} ended with code {code}."
    cause = f"{title} was killed by {signal.Signals(-code).name}"
    if -code != signal.SIGKILL:
        return f"{cause}."
    remedy = "a smaller batch_size" if title.alone else "fewer devices or a smaller batch_size"
    return f"{cause} (by hand, or by the system because memory ran out: try {remedy})."
