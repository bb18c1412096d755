"""The server in a process of its own, so that it shares no event loop with the client that is tested or measured."""

from __future__ import annotations

import http.client
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.servers.settings import ServerSettings

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "tests.servers.openai_server", "--settings", "-"]
STOP_S = 5.0


def start_server(settings: ServerSettings | None = None, *, timeout_s: float = 30.0) -> RunningServer:
    """Start a server and wait until it listens.

    It ends with `stop`, at the end of the `with` statement, and when the calling process ends, however that happens:
    its stdin is a pipe from the caller. It is in a session of its own, so that Ctrl-C in a terminal does not reach it.

    Raises:
        RuntimeError: it ended, or did not listen in time; its stderr is the caller's.
    """
    settings = settings or ServerSettings()
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    process = subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": path},
        start_new_session=True,
    )
    server = RunningServer(process, settings)
    try:
        server._listen(timeout_s)
    except BaseException:
        server.stop()
        raise
    return server


class RunningServer:
    """A server in another process. The methods block: at most for moments, as they talk to it over loopback."""

    def __init__(self, process: subprocess.Popen[bytes], settings: ServerSettings) -> None:
        self.settings = settings
        self.url = ""
        """`http://127.0.0.1:PORT`, to which clients append `/v1`."""
        self._process = process

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
        process = self._process
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _listen(self, timeout_s: float) -> None:
        """Hand over the settings and wait for the address."""
        assert self._process.stdin is not None
        self._process.stdin.write(self.settings.to_json() + b"\n")
        self._process.stdin.flush()
        line = self._first_line(time.monotonic() + timeout_s)
        if not line.startswith("listening on "):
            raise RuntimeError(f"the server ended with code {self._process.poll()} before it listened")
        self.url = line.removeprefix("listening on ").strip()

    def _first_line(self, deadline: float) -> str:
        assert self._process.stdout is not None
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self._process.stdout], [], [], max(deadline - time.monotonic(), 0))
            if not ready:
                raise RuntimeError("the server did not listen in time; is the machine busy? timeout_s can be raised")
            byte = os.read(self._process.stdout.fileno(), 1)
            if not byte:
                self._process.wait(STOP_S)
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
