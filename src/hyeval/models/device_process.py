"""The device in a process in which nothing else runs.

Generating is thousands of short operations, and between any two of them another thread of the interpreter may take its
turn. So a process parts in two: the one that was started becomes the device, and one forked from it talks to the run,
has batches prepared and reads answers. Whoever looks at the process of the model sees the one that holds it, and its
end is the end of both.
"""

from __future__ import annotations

import gc
import logging
import os
import threading
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection
from typing import Any

from hyeval.errors import HyevalError
from hyeval.models import forks
from hyeval.models.device import Device, Done, Plan
from hyeval.models.generation import Loaded, Work
from hyeval.models.remote_error import RemoteError, to_raise, to_send
from hyeval.models.shared_line import SharedLine
from hyeval.models.tensor_line import Parcel

Reply = Done | HyevalError | RemoteError | None
"""Of a batch, of what failed, or of a model that was loaded."""


def part() -> DeviceLine:
    """Go on in a process forked from this one, which becomes the device and returns no more."""
    child, line = forks.fork()
    if child:
        forks.live(lambda: _be_device(line, child))
    return DeviceLine(line)


class DeviceLine:
    """Drives the device of the process that this one was forked from, and ends with it."""

    loaded: Loaded | None = None

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._waiting: deque[Future[Any]] = deque()
        self._lock = threading.Lock()
        self._receiver: threading.Thread | None = None

    def load(self, plan: Plan) -> Future[None]:
        """Put a model on the device, unless it is there."""
        return self._ask(Parcel.pack(plan))

    def run(self, work: Work | Parcel) -> Future[Done]:
        """Generate for a batch. Does not wait: what goes over the line is small, tensors lie in memory."""
        return self._ask(work if isinstance(work, Parcel) else Parcel.pack(work))

    def close(self) -> None:
        """Nothing to do: the device ends when this process does."""

    def _ask(self, parcel: Parcel) -> Future[Any]:
        answer: Future[Any] = Future()
        answer.set_running_or_notify_cancel()  # who waits may give it up; it is answered all the same
        with self._lock:
            if self._receiver is None:  # not before: a thread would not survive further forks
                receive = partial(forks.live, self._receive)  # its end is that of this process, whatever the cause
                self._receiver = threading.Thread(target=receive, name="device", daemon=True)
                self._receiver.start()
            self._waiting.append(answer)
            with suppress(ConnectionError):  # the device has ended, as `_receive` finds out
                parcel.send(self._line)
        return answer

    def _receive(self) -> None:
        """Hand on what comes until the device ends, of which the run is told: no batch has failed."""
        with suppress(EOFError, ConnectionError):
            while True:
                self._hand_on(self._line.recv())

    def _hand_on(self, message: logging.LogRecord | Reply) -> None:
        if isinstance(message, logging.LogRecord):
            told = logging.getLogger(message.name)
            if told.isEnabledFor(message.levelno):
                told.handle(message)
        elif isinstance(message, HyevalError | RemoteError):
            self._waiting.popleft().set_exception(to_raise(message))
        else:
            self._waiting.popleft().set_result(message)


def _be_device(line: Connection, front: int) -> None:
    end = SharedLine(line)
    handler = QueueHandler(end)  # type: ignore[arg-type]  # has put_nowait
    logging.basicConfig(handlers=[handler], level=logging.getLogger().level, format="%(message)s", force=True)
    following = threading.Thread(target=_end_as, args=(front,), name="front", daemon=True)
    following.start()
    import lightning.fabric  # noqa: F401  # while the other process reads what it is to load

    device = Device()
    with suppress(EOFError, ConnectionError):
        while True:
            end.send(_outcome(device, Parcel.receive(line)))
    following.join()  # the other process has ended


def _outcome(device: Device, parcel: Parcel) -> Reply:
    try:
        given: Plan | Work = parcel.open()
        if isinstance(given, Work):
            return device.run(given)
        device.load(given)
    except Exception as error:  # noqa: BLE001  # raised again in the other process
        return to_send(error)
    gc.collect()
    gc.freeze()  # no collection between two batches looks through the model and all that was imported
    return None


def _end_as(child: int) -> None:
    """End this process when that one has ended, and of the same."""
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        os.kill(os.getpid(), -code)
    os._exit(code or 1)
