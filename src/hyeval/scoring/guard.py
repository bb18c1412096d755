"""Work that may take too long, done in a process of its own that can be ended.

A regular expression of a user's may take for ever on thirty characters, and ten megabytes of brackets were never meant
for any rule. Nothing in a Python process can interrupt these: `re` holds the interpreter until it is done.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self, TypeVar

from hyeval.scoring.guard_process import OVER_TIME, Done, Exhausted, Job, Raised

T = TypeVar("T")
DEFAULT_LIMIT_S = 10.0
ELAPSED_FACTOR, ELAPSED_S = 6.0, 30.0
"""Time on the clock after which a process that has not used up its processor time is given up, as on a busy machine: so
many times the limit, but at least so many seconds."""
ATTEMPTS = 2
"""A process that ends for no reason known here is started once more with the same work."""


class Unfinished(Exception):  # not an error of the program: the work is at fault
    """A computation was given up; the message says why, in words that follow the name of the work."""


class Guard:
    """Calls functions within a limit of processor time, in a process that is started when it is first needed.

    The process ends with the guard, with the run, and with a call that takes too long; then the next call has another.
    A thread of the guard's own starts it and talks to it: the kernel ends it when the thread that started it does.
    """

    def __init__(self, limit_s: float = DEFAULT_LIMIT_S, *, elapsed_s: float = ELAPSED_S) -> None:
        self._limit_s = limit_s
        self._elapsed_s = max(elapsed_s, ELAPSED_FACTOR * limit_s)
        self._worker: _Worker | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="guard")
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Id of the process, None if there is none at the moment."""
        return None if self._worker is None else self._worker.process.pid

    def call(self, function: Callable[..., T], *arguments: object) -> T:
        """The function's value; `Unfinished` if it takes too long, too much memory, or its process with it.

        The function is one of a module, or a method; it, its arguments and its value are pickled. `RuntimeError` has
        the traceback of what it raised.
        """
        return self.submit(function, *arguments).result()

    def submit(
        self, function: Callable[..., T], *arguments: object, load: Callable[[], object] | None = None
    ) -> Future[T]:
        """What `call` returns or raises, as soon as it is known; calls are made one after another.

        `load` is called there first, outside the limit: what a process imports once is no fault of a response.
        """
        return self._thread.submit(self._call, Job(function, arguments, self._limit_s, load))

    def _call(self, job: Job) -> Any:
        code = 0
        for _ in range(ATTEMPTS):
            if self._closed:
                raise Unfinished("was ended with the run")
            self._worker = self._worker or _Worker()
            try:
                outcome = self._worker.ask(job, self._elapsed_s)
            except _Ended as end:
                self._worker, code = None, end.code
                if code == -OVER_TIME:
                    raise Unfinished(f"took longer than {self._limit_s:g} s") from None
                continue
            match outcome:
                case Done(value):
                    return value
                case Exhausted(what):
                    raise Unfinished(f"ran out of {what}")
                case Raised(told):
                    raise RuntimeError(f"{job.function.__name__} failed in its process:\n{told}")
        raise Unfinished(f"ended its process ({'signal' if code < 0 else 'code'} {abs(code)})")

    def close(self) -> None:
        """End the process, and what waits for it; nothing can be called any more."""
        self._closed = True
        if (worker := self._worker) is not None:
            worker.process.kill()
        self._thread.shutdown(cancel_futures=True)
        if self._worker is not None:
            self._worker.end()
            self._worker = None


class _Ended(Exception):  # told by its code
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Worker:
    """A process of `guard_process.py`, in a session of its own: Ctrl-C is for the run."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "hyeval.scoring.guard_process", str(theirs.fileno()), str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._line = Connection(ours.detach())
        try:
            self._line.recv()
        except (EOFError, OSError) as error:
            code = self.end()
            raise RuntimeError(f"the process for scoring did not start (exit code {code})") from error

    def ask(self, job: Job, elapsed_s: float) -> object:
        """What became of a job; `_Ended` if the process did not outlive it."""
        try:
            self._line.send(job)
            if self._line.poll(elapsed_s):
                return self._line.recv()
        except (EOFError, OSError):
            raise _Ended(self._code()) from None
        self.end()
        raise _Ended(-OVER_TIME)

    def end(self) -> int:
        """Make sure that it is gone, and return its exit code."""
        self.process.kill()
        return self._code()

    def _code(self) -> int:
        self._line.close()
        return self.process.wait()
