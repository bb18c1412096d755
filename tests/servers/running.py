"""The server in a process of its own, so that it shares no event loop with the client that is tested or measured."""

from __future__ import annotations

import functools
import http.client
import json
import os
import select
import signal
import time
from types import TracebackType
from typing import Any, BinaryIO, Self

from tests.servers.settings import ServerSettings
from tests.warm import Forked, Template

SERVER = "tests.servers.openai_server"
IMPORTED = ("aiohttp.web", "tests.servers.batches", "tests.servers.checks", "tests.servers.serving")
"""What its module imports."""
STOP_S = 5.0


@functools.cache
def _template() -> Template:
    return Template(IMPORTED)


def start_server(settings: ServerSettings | None = None, *, timeout_s: float = 30.0) -> RunningServer:
    """Start a server and wait until it listens.

    It ends with `stop`, at the end of the `with` statement, and when the calling process ends, however that happens:
    its stdin is a pipe from the caller. It is in a session of its own, so that Ctrl-C in a terminal does not reach it.

    Raises:
        RuntimeError: it ended, or did not listen in time; its stderr is the caller's.
    """
    settings = settings or ServerSettings()
    stdin, to_server = (os.fdopen(file, mode, 0) for file, mode in zip(os.pipe(), ("rb", "wb"), strict=True))
    from_server, stdout = (os.fdopen(file, mode, 0) for file, mode in zip(os.pipe(), ("rb", "wb"), strict=True))
    with stdin, stdout:
        files = {0: stdin.fileno(), 1: stdout.fileno(), 2: 2}
        process = _template().start(SERVER, ["--settings", "-"], files=files, session=True)
    server = RunningServer(process, to_server, from_server, settings)
    try:
        server._listen(timeout_s)
    except BaseException:
        server.stop()
        raise
    return server


class RunningServer:
    """A server in another process. The methods block: at most for moments, as they talk to it over loopback."""

    def __init__(self, process: Forked, stdin: BinaryIO, stdout: BinaryIO, settings: ServerSettings) -> None:
        self.settings = settings
        self.url = ""
        """`http://127.0.0.1:PORT`, to which clients append `/v1`."""
        self._process, self._stdin, self._stdout = process, stdin, stdout

    @property
    def pid(self) -> int:
        """The id of its process."""
        return self._process.pid

    def stats(self) -> dict[str, Any]:
        """What `GET /control/stats` says."""
        stats: dict[str, Any] = self._call("GET", "/control/stats")
        return stats

    def log(self, after: int = 0) -> list[dict[str, Any]]:
        """The requests, in the order of arrival; those with a higher number than `after`."""
        log: list[dict[str, Any]] = self._call("GET", f"/control/log?after={after}")
        return log

    def reset(self) -> None:
        """Forget log, figures, quotas, windows, files, batches and which faults were served."""
        self._call("POST", "/control/reset")

    def stop(self) -> None:
        """End the process; also when it has ended already."""
        self._stdin.close()
        self._stdout.close()
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_S)
        except TimeoutError:
            self._process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _listen(self, timeout_s: float) -> None:
        """Hand over the settings and wait for the address."""
        self._stdin.write(self.settings.to_json() + b"\n")
        line = self._first_line(time.monotonic() + timeout_s)
        if not line.startswith("listening on "):
            raise RuntimeError(f"the server ended with code {self._process.wait(STOP_S)} before it listened")
        self.url = line.removeprefix("listening on ").strip()

    def _first_line(self, deadline: float) -> str:
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self._stdout], [], [], max(deadline - time.monotonic(), 0))
            if not ready:
                raise RuntimeError("the server did not listen in time; is the machine busy? timeout_s can be raised")
            byte = self._stdout.read(1)
            if not byte:
                break
            line += byte
        return line.decode()

    def _call(self, method: str, path: str) -> Any:
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=30)
        try:
            connection.request(method, path)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status != 200:
            raise RuntimeError(f"{method} {path}: {response.status} {body[:200]!r}")
        return json.loads(body)
