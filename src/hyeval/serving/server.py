"""One server of an engine: started, watched until it is ready, and stopped with everything it started."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from hyeval.errors import ConfigError, HyevalError, ModelError, Problem
from hyeval.serving.processes import descendants, listens, members
from hyeval.serving.supervisor import KILL_S, Order

logger = logging.getLogger(__name__)

LOOK_S = 0.25
HEALTH_TIMEOUT_S = 5.0
TELL_S = 60.0
"""Seconds between two words of a server that is starting: large checkpoints take minutes."""
TOLD_LINES = 15
TOLD_BYTES = 1 << 14
MARGIN_S = 5.0
"""Seconds beyond its own limits after which a supervisor is taken to hang."""
REMEDIES = {
    r"out of memory|OutOfMemory|No available memory for the cache|larger than the .*KV cache": (
        "Set `{section}.max_model_length=` or `{section}.max_sequences=` lower, or name more `{section}.devices=`."
    ),
    r"address already in use|Errno 98": "Set `{section}.port=0`, which takes a free one.",
    r"No module named|command not found|EnvironmentLocationNotFound|EnvironmentNameNotFound": (
        "Set `{section}.python=` or `{section}.conda_env=` to the environment that the engine is installed in."
    ),
    r"unrecognized arguments|No such option|invalid choice|unexpected extra argument": (
        "This version does not know an argument: see `{section}.arguments`, and the command at the top of the log."
    ),
}
"""What to do about words of an engine that are clear enough."""


class StartAbandoned(HyevalError):
    """The run was stopped while a server was starting."""


@dataclass(frozen=True)
class Command:
    """A command line and its environment, which may hold a key, and files to remove when it has ended."""

    words: Sequence[str]
    environment: Mapping[str, str] = field(repr=False)
    private: Sequence[str] = ()


@dataclass(frozen=True)
class Launch:
    """How one server is started."""

    label: str
    """Who serves what, such as `vllm for qwen2_5_vl`."""
    section: str
    """The part of the configuration that describes it, for messages."""
    command: Callable[[int], Command]
    """Makes the command for a port; called when the server is started, and not before."""
    health: str
    host: str
    port: int
    """0 takes a free one."""
    log: Path
    log_bytes: int
    start_s: float
    grace_s: float
    secrets: Sequence[str] = field(default=(), repr=False)


class Server:
    """A server that is started when it is needed. All methods may block and may be called from any thread."""

    def __init__(self, launch: Launch) -> None:
        self.launch = launch
        self._lock = threading.Lock()
        self._abandon = threading.Event()
        self._supervisor: subprocess.Popen[bytes] | None = None
        self._watch: _Watch | None = None
        self._log = launch.log
        self._private: Sequence[str] = ()
        self._starts = 0
        self.port = 0
        self.ready_s: float | None = None
        """Seconds until it was ready; None before it was started."""

    @property
    def url(self) -> str:
        """Where it answers, known once it is ready."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.launch.host, self.launch.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def log(self) -> Path:
        """What it printed; the part before the last rotation lies beside it."""
        return self._log

    @property
    def died(self) -> bool:
        """Whether it was started and has ended by itself."""
        return self._watch is not None and self._watch.over.is_set()

    def ensure(self) -> None:
        """Start it unless it is running, and wait until it is ready.

        `ModelError` if it ends, or is not ready in time; `ConfigError` if its port is taken; `StartAbandoned` after
        `abandon`. It is stopped in all of these cases.
        """
        with self._lock:
            if self._watch is not None and not self.died:
                return
            self._stop()
            try:
                self._start()
                self._wait_until_ready()
            except BaseException:
                self._stop()
                raise
            finally:
                self._abandon.clear()

    def abandon(self) -> None:
        """End a start that is going on; a server that is ready stays."""
        self._abandon.set()

    def healthy(self) -> bool:
        """Whether it answers now."""
        return self._watch is not None and not self.died and _answers(f"{self.url}{self.launch.health}")

    def failure(self, what: str) -> ModelError:
        """An error that tells what happened to the server, with the last lines of its log and what to do."""
        tail = _last_lines(self._log)
        told = "".join(f"\n    {line}" for line in tail) or " nothing."
        remedy = next((text for pattern, text in REMEDIES.items() if re.search(pattern, "\n".join(tail))), "")
        remedy = remedy or "Look for the cause in its log; `{section}.arguments` passes settings on to it."
        return ModelError(
            f"{self.launch.section}: {self.launch.label} {what}. Its last words, in {self._log}:{told}\n"
            + remedy.replace("{section}", self.launch.section)
        )

    def death(self) -> ModelError:
        """The error that it has ended by itself while it was needed."""
        return self.failure(f"{self._how_it_ended()} while it was asked")

    def stop(self) -> None:
        """Stop it and everything it started; also when it has ended already."""
        self.abandon()
        with self._lock:
            self._stop()
            self._abandon.clear()

    def _start(self) -> None:
        launch = self.launch
        try:
            free = _free_port(launch.host)  # also where a port is given: this tells whose address it is
        except OSError as error:
            rule = f"{launch.host} is no address of this machine ({error.strerror})."
            remedy = "Choose one that is, or leave it out; `deploy=remote` asks a server elsewhere."
            raise ConfigError([Problem(f"{launch.section}.host", rule, remedy)]) from error
        self.port = launch.port or free
        if launch.port and not _is_free(launch.host, launch.port):
            rule = f"port {launch.port} of {launch.host} is taken by another program."
            raise ConfigError([Problem(f"{launch.section}.port", rule, "Choose another, or 0 for a free one.")])
        command = launch.command(self.port)
        self._private = command.private
        self._starts += 1
        self._log = launch.log if self._starts == 1 else launch.log.with_stem(f"{launch.log.stem}-{self._starts}")
        self._log.parent.mkdir(parents=True, exist_ok=True)
        order = Order(
            tuple(command.words), str(self._log), launch.log_bytes, launch.grace_s, os.getpid(), tuple(launch.secrets),
            tuple(command.private),
        )  # fmt: skip
        self._supervisor = subprocess.Popen(
            [sys.executable, "-m", "hyeval.serving.supervisor"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=dict(command.environment),
            start_new_session=True,
        )
        assert self._supervisor.stdin is not None
        assert self._supervisor.stdout is not None
        self._watch = _Watch(self._supervisor.stdout)
        self._supervisor.stdin.write(order.to_json())
        self._supervisor.stdin.flush()
        logger.info("starting %s on port %d (log: %s)", launch.label, self.port, self._log)

    def _wait_until_ready(self) -> None:
        launch, started, told = self.launch, time.monotonic(), 1
        while (waited := time.monotonic() - started) < launch.start_s:
            if self._abandon.wait(LOOK_S):
                raise StartAbandoned(f"{launch.label} was still starting when the run was stopped.")
            if self.died:
                raise self.failure(f"{self._how_it_ended()} after {waited:.0f} s, before it was ready")
            if self.healthy() and self._listens():
                self.ready_s = time.monotonic() - started
                logger.info("%s is ready after %.0f s", launch.label, self.ready_s)
                return
            if waited > told * TELL_S:
                told += 1
                words = (_last_lines(self._log) or ["nothing yet"])[-1]
                logger.info("%s is starting since %.0f s: %s", launch.label, waited, words)
        raise self.failure(
            f"was not ready within {launch.start_s:g} s (`{launch.section}.start_timeout_s`) and was stopped"
        )

    def _listens(self) -> bool:
        """Whether it is our server that answers on the port, and not another that took it a moment before."""
        assert self._supervisor is not None
        return listens(descendants(self._supervisor.pid), self.port)

    def _how_it_ended(self) -> str:
        assert self._watch is not None
        if self._watch.problem:
            return f"could not be started ({self._watch.problem})"
        code = self._watch.code
        if code is None:
            return "was killed together with its supervisor"
        if code < 0:
            return f"was killed by {signal.Signals(-code).name}"
        return f"ended with code {code}"

    def _stop(self) -> None:
        supervisor, watch = self._supervisor, self._watch
        self._supervisor = self._watch = None
        for path in self._private:
            Path(path).unlink(missing_ok=True)
        if supervisor is None or watch is None:
            return
        assert supervisor.stdin is not None
        assert supervisor.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            supervisor.stdin.close()  # which tells it to stop
        try:
            supervisor.wait(2 * self.launch.grace_s + KILL_S + MARGIN_S)
        except subprocess.TimeoutExpired:
            supervisor.kill()
            supervisor.wait()
        watch.join()
        supervisor.stdout.close()
        if watch.pid is not None:
            _kill_session(watch.pid)  # empty, unless the supervisor itself was killed


class _Watch:
    """Reads what the supervisor says, in a thread: what it started, and that it is over."""

    def __init__(self, output: IO[bytes]) -> None:
        self.pid: int | None = None
        self.code: int | None = None
        self.problem = ""
        self.over = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(output,), name="server-watch", daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait until everything was read."""
        self._thread.join()

    def _read(self, output: IO[bytes]) -> None:
        for line in output:
            message: dict[str, Any] = json.loads(line)
            self.pid = message.get("started", self.pid)
            self.code = message.get("ended", self.code)
            self.problem = message.get("failed", self.problem)
        self.over.set()


def _answers(url: str) -> bool:
    """Whether a GET is answered with 200; no proxy, as the server is on this machine or chosen by its address."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=HEALTH_TIMEOUT_S) as reply:
            return bool(reply.status == 200)
    except (OSError, ValueError):  # HTTP errors and broken answers are among them
        return False


def _free_port(host: str) -> int:
    with _socket(host) as one:
        one.bind((host, 0))
        port: int = one.getsockname()[1]
        return port


def _is_free(host: str, port: int) -> bool:
    with _socket(host) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: a port in TIME_WAIT is free to them
        try:
            one.bind((host, port))
        except OSError:
            return False
        return True


def _socket(host: str) -> socket.socket:
    return socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)


def _kill_session(leader: int) -> None:
    for pid in members(leader):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _last_lines(log: Path) -> list[str]:
    """The end of a log, together with the part before it if that was moved away a moment ago."""
    text = b""
    for path in (log, log.with_name(log.name + ".1")):
        if len(text) < TOLD_BYTES and path.is_file():
            with path.open("rb") as file:
                file.seek(max(path.stat().st_size - TOLD_BYTES, 0))
                text = file.read(TOLD_BYTES) + text
    lines = text.decode(errors="replace").splitlines()
    return [line[:300] for line in lines if line.strip()][-TOLD_LINES:]
