"""Where requests are prepared: in the calling threads, or in processes forked from this one.

Threads share an interpreter, and a device whose next step waits for a thread that decodes an image is idle.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection
from typing import Protocol

from hyeval.errors import HyevalError
from hyeval.models import forks
from hyeval.models.batching import DeviceLimit
from hyeval.models.preparation import Prepared, Preparer, Reading
from hyeval.models.remote_error import RemoteError, to_raise, to_send
from hyeval.models.tensor_line import Parcel
from hyeval.records import Request

logger = logging.getLogger(__name__)


class _Place(Protocol):
    """Where requests are prepared."""

    def begin(self, reading: Reading) -> None:
        """Load the processor, or have it loaded; errors are raised by `prepare`."""

    def prepare(self, requests: Sequence[Request], limit: DeviceLimit) -> Prepared: ...

    def close(self) -> None: ...


class _Here:
    """In the calling thread; the processor is loaded when it is first needed."""

    def __init__(self, reading: Reading | None = None) -> None:
        self._reading = reading
        self._preparer: Preparer | None = None

    def begin(self, reading: Reading) -> None:
        self._reading = reading

    def prepare(self, requests: Sequence[Request], limit: DeviceLimit) -> Prepared:
        if self._preparer is None:
            assert self._reading is not None, "nothing has begun"
            self._preparer = Preparer(self._reading)
        return self._preparer.prepare(requests, limit)

    def close(self) -> None:
        self._preparer = None


class Preparers:
    """As many places as batches are prepared at once: in the calling threads, or after `fork` in processes."""

    def __init__(self, places: int) -> None:
        self._use([_Here() for _ in range(places)])
        self._reading: Reading | None = None
        self._told: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def fork(self) -> None:
        """Have it done by processes, which needs `tensor_line.AVAILABLE`; no other thread may run here.

        Whatever is imported by then is shared with them.
        """
        self._use([_Process(self._tell) for _ in self._places])

    def _use(self, places: Sequence[_Place]) -> None:
        self._places = list(places)
        self._idle: queue.SimpleQueue[_Place] = queue.SimpleQueue()
        for place in places:
            self._idle.put(place)

    def begin(self, reading: Reading) -> None:
        """Say what will be read; the processes load their processors while the model's weights are loaded."""
        self._reading = reading
        for place in self._places:
            place.begin(reading)

    def prepare(self, requests: Sequence[Request], limit: DeviceLimit) -> Prepared:
        """Prepare a batch; blocks until a place is free. A process that dies is replaced by the calling thread."""
        place = self._idle.get()
        try:
            return place.prepare(requests, limit)
        except _ProcessLost as error:
            logger.warning("a process that prepares requests %s; the model's own does it from here on", error)
            place = self._instead_of(place)
            return place.prepare(requests, limit)
        finally:
            self._idle.put(place)

    def close(self) -> None:
        """End the processes."""
        for place in self._places:
            place.close()

    def _instead_of(self, lost: _Place) -> _Place:
        lost.close()
        place = _Here(self._reading)
        with self._lock:
            self._places[self._places.index(lost)] = place
        return place

    def _tell(self, records: Iterable[logging.LogRecord]) -> None:
        """Log what a process logged; what each of several finds for itself is told once."""
        for record in records:
            message = (record.name, record.getMessage())
            with self._lock:
                known = message in self._told
                self._told.add(message)
            told = logging.getLogger(record.name)
            if not known and told.isEnabledFor(record.levelno):
                told.handle(record)


class _ProcessLost(Exception):  # caught by `Preparers`
    """A process has ended: of what."""


@dataclass(frozen=True)
class _Job:
    requests: Sequence[Request]
    limit: DeviceLimit


@dataclass(frozen=True)
class _Done:
    """What became of a job; the work of each part follows behind it."""

    outcome: Prepared | HyevalError | RemoteError
    records: Sequence[logging.LogRecord]


class _Process:
    """A process that prepares, forked from this one; it ends with the thread that forked it."""

    def __init__(self, tell: Callable[[Iterable[logging.LogRecord]], None]) -> None:
        self._tell = tell
        self._pid, self._line = forks.fork()
        if not self._pid:
            forks.live(lambda: _work(self._line))

    def begin(self, reading: Reading) -> None:
        with suppress(OSError):  # it has ended, as `prepare` will find out
            self._line.send(reading)

    def prepare(self, requests: Sequence[Request], limit: DeviceLimit) -> Prepared:
        try:
            self._line.send(_Job(requests, limit))
            done: _Done = self._line.recv()
            if isinstance(done.outcome, Prepared):
                work = [Parcel.receive(self._line) for _ in done.outcome.parts]
        except (EOFError, OSError) as error:
            raise _ProcessLost(self._cause()) from error
        self._tell(done.records)
        if isinstance(done.outcome, Prepared):
            return replace(done.outcome, work=work)
        raise to_raise(done.outcome)

    def close(self) -> None:
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)  # nothing of worth is there
            self._reap()
        self._line.close()

    def _cause(self) -> str:
        code = self._reap()
        return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"

    def _reap(self) -> int:
        """Wait for the end, which is near; its exit code, or minus the number of the signal."""
        _, status = os.waitpid(self._pid, 0)
        self._pid = 0  # from now on it may be another's
        return os.waitstatus_to_exitcode(status)


def _work(line: Connection) -> None:
    records: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    logging.basicConfig(
        handlers=[QueueHandler(records)], level=logging.getLogger().level, format="%(message)s", force=True
    )
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # the other cores have work
    import torch

    torch.set_num_threads(1)
    with suppress(EOFError, ConnectionError):  # the model's own process has ended
        loaded = _load(line.recv())
        _drain(records)  # the model's own process loads the same and says the same
        while True:
            job: _Job = line.recv()
            outcome = _prepare(loaded, job) if isinstance(loaded, Preparer) else loaded
            _deliver(line, outcome, _drain(records))


def _deliver(
    line: Connection, outcome: Prepared | HyevalError | RemoteError, records: Sequence[logging.LogRecord]
) -> None:
    if not isinstance(outcome, Prepared):
        line.send(_Done(outcome, records))
        return
    parcels = [Parcel.pack(work) for work in outcome.work]
    line.send(_Done(replace(outcome, work=()), records))
    for parcel in parcels:
        parcel.send(line)


def _load(reading: Reading) -> Preparer | HyevalError | RemoteError:
    try:
        return Preparer(reading)
    except Exception as error:  # noqa: BLE001  # raised where requests are to be prepared
        return to_send(error)


def _prepare(preparer: Preparer, job: _Job) -> Prepared | HyevalError | RemoteError:
    try:
        return preparer.prepare(job.requests, job.limit)
    except Exception as error:  # noqa: BLE001  # raised again where it was asked for
        return to_send(error)


def _drain(records: queue.SimpleQueue[logging.LogRecord]) -> list[logging.LogRecord]:
    return [records.get() for _ in range(records.qsize())]
