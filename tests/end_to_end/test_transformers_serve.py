"""An endpoint that nobody here wrote: `transformers serve` with the demo checkpoint."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.end_to_end.apis import QUICK
from tests.end_to_end.runs import Workspace

CHECKPOINT = Path(__file__).parents[2] / "src" / "hyeval" / "demo" / "model"
START_S = 120


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The served checkpoint; yields its base URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("transformers")), "serve", str(CHECKPOINT)]
    command += ["--device", "cpu", "--host", "127.0.0.1", "--port", str(port)]
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "hub"), "OMP_WAIT_POLICY": "PASSIVE"}
    with (tmp_path / "serve.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_until_healthy(f"http://127.0.0.1:{port}/health", process, tmp_path / "serve.log")
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(URLError, ConnectionError, TimeoutError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.3)
    raise AssertionError(f"not ready in {START_S} s: {log.read_text()}")


def test_a_served_checkpoint_gives_the_answers_of_the_local_one(workspace: Workspace, server: str) -> None:
    local = workspace.run("task=digits", "limit=60", "tracking=none", run="local")
    settings = ("model=openai_compatible", f"model.base_url={server}", f"model.model={CHECKPOINT}", "model.name=served")
    served = workspace.run(*settings, *QUICK, "model.concurrency=4", "task=digits", "limit=60", run="served")
    assert local.code == served.code == 0, served.stderr
    assert served.answers("digits") == local.answers("digits")
    metric = served.result["tasks"]["digits"]["metrics"]
    assert metric == local.result["tasks"]["digits"]["metrics"]
    assert served.result["usage"]["completion_tokens"] > 0
