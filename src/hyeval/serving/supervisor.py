"""A small process between a run and its server, so that the server ends with the run however that ends.

    python -m hyeval.serving.supervisor

It reads one line of JSON (`Order`), starts the command in a session of its own, writes what that prints to a log of
bounded size, and says on standard output that it has started and that it has ended, each as a line of JSON. When its
standard input ends or its parent is gone, it ends the process group, and what left the group, with SIGTERM and after a
grace with SIGKILL. Nothing but the standard library is loaded: it must be up at once and take little memory.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import selectors
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hyeval.parent import end_with_parent
from hyeval.serving.processes import descendants

PR_SET_CHILD_SUBREAPER = 36
LOOK_S = 0.2
"""Seconds between two looks at whether parent and server are still there."""
READ_BYTES = 1 << 16
MOST_UNBROKEN = 1 << 16
"""Bytes without a line break after which they are written all the same."""
HIDDEN = b"***"
KILL_S = 10.0
"""Seconds for processes to go after SIGKILL; what waits for a dead disk does not even then."""


@dataclass(frozen=True)
class Order:
    """What to start, and how to treat it.

    `secrets` are replaced in the log, and the files in `private` removed at the end.
    """

    command: Sequence[str]
    log: str
    log_bytes: int
    grace_s: float
    parent: int
    secrets: Sequence[str] = ()
    private: Sequence[str] = ()

    def to_json(self) -> bytes:
        """As `from_json` reads it: one line."""
        return json.dumps(self.__dict__).encode() + b"\n"

    @classmethod
    def from_json(cls, line: bytes) -> Order:
        """Read what `to_json` wrote."""
        return cls(**json.loads(line))


class BoundedLog:
    """A log of two files, the present one and the one before, which together never exceed the limit.

    Written line by line, since a secret could be cut in two otherwise. A full disk costs lines, not the server.
    """

    def __init__(self, path: Path, limit: int, secrets: Sequence[str] = ()) -> None:
        self._path = path
        self._limit = max(limit // 2, 1)
        self._secrets = [secret.encode() for secret in secrets if secret]
        self._rest = b""
        self._size = 0
        self._file = path.open("wb", buffering=0)

    def write(self, data: bytes) -> None:
        """Add what was printed; a line that has no end yet waits for it."""
        text = self._rest + data
        end = len(text) if len(text) > MOST_UNBROKEN and b"\n" not in text else text.rfind(b"\n") + 1
        self._rest = text[end:]
        self._put(text[:end])

    def close(self) -> None:
        """Write the last line, which may have no end."""
        self._put(self._rest)
        self._file.close()

    def _put(self, text: bytes) -> None:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        with contextlib.suppress(OSError):
            if self._size + len(text) > self._limit and self._size:
                self._file.close()
                self._path.replace(self._path.with_name(self._path.name + ".1"))
                self._file = self._path.open("wb", buffering=0)
                self._size = 0
            self._size += self._file.write(text[-self._limit :])


class Supervisor:
    """Runs one command to its end, or until it is to stop."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._log = BoundedLog(Path(order.log), order.log_bytes, order.secrets)
        self._status: int | None = None
        self._stopped = False
        self._looks = selectors.DefaultSelector()

    def run(self) -> None:
        """Start the command, wait for its end or for the parent's, and leave nothing behind."""
        try:
            self._run()
        finally:
            self._log.close()
            for path in self._order.private:
                Path(path).unlink(missing_ok=True)

    def _run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        _control(PR_SET_CHILD_SUBREAPER, 1)
        self._log.write(f"$ {shlex.join(self._order.command)}\n".encode())
        try:
            process = subprocess.Popen(
                list(self._order.command),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        except OSError as error:
            _say(failed=f"{error.strerror}: {error.filename}")
            return
        _say(started=process.pid)
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        self._looks.register(process.stdout, selectors.EVENT_READ)
        self._looks.register(sys.stdin.buffer, selectors.EVENT_READ)
        while not self._stopped and self._status is None and os.getppid() == self._order.parent:
            self._look(process.pid)
        self._end(process.pid)
        process.returncode = self._status  # it was waited for here, together with all others
        while self._read(process.stdout.fileno()):
            pass
        _say(ended=self._status)

    def _on_signal(self, *_: Any) -> None:
        self._stopped = True

    def _look(self, leader: int) -> None:
        """Wait a moment for output, the end of standard input, and processes that have ended."""
        for key, _ in self._looks.select(LOOK_S):
            if key.fileobj is sys.stdin.buffer:
                if not os.read(sys.stdin.fileno(), READ_BYTES):
                    self._stopped = True
                    self._looks.unregister(sys.stdin.buffer)
            elif not self._read(key.fd):  # readable and empty: its end
                self._looks.unregister(key.fileobj)
        self._reap(leader)

    def _read(self, output: int) -> bool:
        """Take some of what was printed; False if there is no more for now, or for ever."""
        with contextlib.suppress(BlockingIOError):
            data = os.read(output, READ_BYTES)
            self._log.write(data)
            return bool(data)
        return False

    def _reap(self, leader: int) -> None:
        """Wait for what has ended; as the subreaper, also for those whose parents are gone."""
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                if pid == leader:
                    self._status = os.waitstatus_to_exitcode(status)

    def _end(self, leader: int) -> None:
        """End the process group, then whatever else the command left behind."""
        _signal_group(leader, signal.SIGTERM)
        self._wait(leader, self._order.grace_s, while_leader=True)
        for pid in descendants(os.getpid()):
            _signal(pid, signal.SIGTERM)
        self._wait(leader, self._order.grace_s if self._status is not None else 0.0)
        deadline = time.monotonic() + KILL_S
        while (left := descendants(os.getpid())) and time.monotonic() < deadline:
            _signal_group(leader, signal.SIGKILL)
            for pid in left:
                _signal(pid, signal.SIGKILL)
            self._wait(leader, LOOK_S)

    def _wait(self, leader: int, seconds: float, *, while_leader: bool = False) -> None:
        """Wait until nothing lives, or only the leader has ended if that is enough."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and descendants(os.getpid()):
            if while_leader and self._status is not None:
                return
            self._look(leader)


def _control(option: int, value: int) -> None:
    """`prctl`; a kernel that refuses takes a second line of defence, not the first."""
    _libc.prctl(option, value, 0, 0, 0)


_libc = ctypes.CDLL(None)


def _signal_group(leader: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _say(**message: Any) -> None:
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()


def main() -> None:
    """Take an order from standard input and carry it out."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(sys.stdin.fileno(), 1)  # not buffered: the rest of standard input is watched for its end
        if not byte:
            return
        line += byte
    Supervisor(Order.from_json(line)).run()


if __name__ == "__main__":
    main()
