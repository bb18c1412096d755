"""One server: started, found ready, stopped with all it started, however it behaves."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hyeval.errors import ConfigError, ModelError
from hyeval.serving.server import Command, Launch, Server, StartAbandoned
from tests.servers import engine
from tests.servers.engine import Manners
from tests.servers.openai_server import ServerSettings, start_server

KEY = "sk-server-0123456789"
READY_S = 40.0
"""Longer than a start takes on a busy machine."""
GRACE_S = 1.0
STOPPED_S = 10.0
"""Within this everything is gone, SIGTERM, grace and SIGKILL included."""

Make = Callable[..., Server]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Make a server of the stand-in; what it leaves behind fails the test."""
    program = engine.install(tmp_path / "env").with_name("vllm")
    servers: list[Server] = []

    def made(
        manners: Manners = Manners.NONE, *, port: int = 0, start_s: float = READY_S, host: str = "127.0.0.1"
    ) -> Server:
        launch = Launch(
            label="vllm for tested",
            section="deploy",
            command=lambda port: Command(
                [str(program), "serve", "folder", "--host", "127.0.0.1", "--port", str(port),
                 "--served-model-name", "tested"],
                os.environ | {engine.FOLDER: str(tmp_path), engine.MANNERS: manners, "VLLM_API_KEY": KEY},
            ),
            health="/health",
            host=host,
            port=port,
            log=tmp_path / "logs" / "tested-0.log",
            log_bytes=100_000,
            start_s=start_s,
            grace_s=GRACE_S,
            secrets=(KEY,),
        )  # fmt: skip
        servers.append(Server(launch))
        return servers[-1]

    yield made
    for server in servers:
        server.stop()
    assert engine.living(tmp_path) == []


def test_a_server_is_ready_when_it_answers_and_gone_when_it_is_stopped(make: Make, tmp_path: Path) -> None:
    server = make()
    server.ensure()
    assert server.healthy()
    assert server.ready_s is not None
    first = engine.living(tmp_path)
    assert len(first) == 1
    server.ensure()
    assert engine.living(tmp_path) == first
    server.stop()
    assert not server.healthy()
    assert engine.living(tmp_path) == []
    text = server.log.read_text()
    assert text.startswith("$ ")
    assert "engine stops" in text  # it was asked to, not killed


def test_the_key_is_not_in_the_log(make: Make) -> None:
    server = make()
    server.ensure()
    server.stop()
    assert "api_key=***" in server.log.read_text()
    assert KEY not in server.log.read_text()


def test_one_that_is_never_ready_is_given_up(make: Make, tmp_path: Path) -> None:
    server, started = make(Manners.NEVER_READY, start_s=2.0), time.monotonic()
    with pytest.raises(ModelError) as caught:
        server.ensure()
    assert time.monotonic() - started < 2.0 + STOPPED_S
    assert engine.living(tmp_path) == []
    message = str(caught.value)
    assert "deploy: vllm for tested was not ready within 2 s (`deploy.start_timeout_s`)" in message
    assert "    loading weights…" in message
    assert str(server.log) in message


def test_one_that_dies_at_start_is_told_at_once_with_its_last_words_and_what_to_do(make: Make) -> None:
    server, started = make(Manners.DIES_AT_START), time.monotonic()
    with pytest.raises(ModelError) as caught:
        server.ensure()
    assert time.monotonic() - started < READY_S / 2
    message = str(caught.value)
    assert "ended with code 1 after" in message
    assert f"    {engine.LAST_WORDS}" in message
    assert "Set `deploy.max_model_length=`" in message


def test_a_program_that_is_not_there_is_told(make: Make, tmp_path: Path) -> None:
    server = make()
    (tmp_path / "env" / "bin" / "vllm").unlink()
    with pytest.raises(ModelError, match=r"could not be started \(No such file or directory: .*vllm\)"):
        server.ensure()


def test_one_that_ignores_sigterm_is_killed_after_its_grace(make: Make, tmp_path: Path) -> None:
    server = make(Manners.IGNORES_SIGTERM)
    server.ensure()
    started = time.monotonic()
    server.stop()
    assert GRACE_S <= time.monotonic() - started < STOPPED_S
    assert engine.living(tmp_path) == []


def test_grandchildren_go_too_also_those_that_left_the_group(make: Make, tmp_path: Path) -> None:
    server = make(Manners.FORKS)
    server.ensure()
    assert len(engine.living(tmp_path)) == 3
    started = time.monotonic()
    server.stop()
    assert time.monotonic() - started < STOPPED_S
    assert engine.living(tmp_path) == []


def test_grandchildren_go_too_when_the_server_itself_has_died(make: Make, tmp_path: Path) -> None:
    server = make(Manners.FORKS)
    server.ensure()
    os.kill(engine.pids(tmp_path)[0], signal.SIGKILL)
    assert _becomes(lambda: engine.living(tmp_path) == [])
    assert _becomes(lambda: server.died)
    assert "was killed by SIGKILL while it was asked" in str(server.death())


def test_a_flood_of_output_stays_within_its_bounds(make: Make) -> None:
    server = make(Manners.FLOODS)
    server.ensure()
    time.sleep(1.0)
    assert server.healthy()  # it is not held up by a pipe that nobody reads
    server.stop()
    logs = list(server.log.parent.iterdir())
    assert {path.name for path in logs} == {"tested-0.log", "tested-0.log.1"}
    assert sum(path.stat().st_size for path in logs) <= 100_000


def test_a_port_that_is_taken_is_told_before_anything_starts(make: Make, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ConfigError, match=rf"deploy.port: port {port} of 127.0.0.1 is taken"):
            make(port=port).ensure()
    assert engine.pids(tmp_path) == []


@pytest.mark.parametrize("port", [0, 8123])
def test_a_host_that_is_no_address_of_this_machine_is_told(make: Make, tmp_path: Path, port: int) -> None:
    with pytest.raises(ConfigError, match=r"deploy\.host: 192\.0\.2\.1 is no address of this machine"):
        make(host="192.0.2.1", port=port).ensure()  # of the addresses that are for documents (RFC 5737)
    assert engine.pids(tmp_path) == []


def test_another_server_on_the_port_is_not_taken_for_ours(make: Make, tmp_path: Path) -> None:
    """It came between our look at the port and the moment when ours would have taken it."""
    server = make(Manners.NEVER_READY, start_s=3.0)
    failed: list[BaseException] = []

    def start() -> None:
        try:
            server.ensure()
        except ModelError as error:
            failed.append(error)

    thread = threading.Thread(target=start)
    thread.start()
    assert _becomes(lambda: engine.pids(tmp_path) != [])
    with start_server(ServerSettings(port=server.port)):
        thread.join()
    assert "was not ready within 3 s" in str(failed[0])


def test_a_start_can_be_abandoned(make: Make, tmp_path: Path) -> None:
    server = make(Manners.NEVER_READY)
    threading.Timer(1.0, server.abandon).start()
    started = time.monotonic()
    with pytest.raises(StartAbandoned, match="was still starting when the run was stopped"):
        server.ensure()
    assert time.monotonic() - started < 1.0 + STOPPED_S
    assert engine.living(tmp_path) == []


def test_one_that_has_died_is_started_again_with_a_log_of_its_own(make: Make, tmp_path: Path) -> None:
    server = make()
    server.ensure()
    os.kill(engine.living(tmp_path)[0], signal.SIGKILL)
    assert _becomes(lambda: server.died)
    server.ensure()
    assert server.healthy()
    assert server.log.name == "tested-0-2.log"


def test_a_killed_supervisor_takes_the_server_with_it(make: Make, tmp_path: Path) -> None:
    server = make()
    server.ensure()
    os.kill(_parent_of(engine.living(tmp_path)[0]), signal.SIGKILL)
    assert _becomes(lambda: engine.living(tmp_path) == [])
    assert _becomes(lambda: server.died)
    assert "was killed together with its supervisor" in str(server.death())


ORPHANED = """
import os, signal, sys
from pathlib import Path
from hyeval.serving.server import Command, Launch, Server
launch = Launch(
    label="x", section="deploy", health="/health", host="127.0.0.1", port=0,
    command=lambda port: Command([sys.argv[1], "serve", "m", "--host", "127.0.0.1", "--port", str(port),
                                  "--served-model-name", "m"], os.environ),
    log=Path(sys.argv[2]), log_bytes=10_000, start_s=60, grace_s=1,
)
Server(launch).ensure()
print("ready", flush=True)
signal.pause()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_nothing_is_left_when_the_run_is_killed(tmp_path: Path, number: signal.Signals) -> None:
    program = engine.install(tmp_path / "env").with_name("vllm")
    run = subprocess.Popen(
        [sys.executable, "-c", ORPHANED, str(program), str(tmp_path / "log")],
        env=os.environ | {engine.FOLDER: str(tmp_path), engine.MANNERS: Manners.FORKS},
        stdout=subprocess.PIPE,
        text=True,
    )
    with run:
        assert run.stdout is not None
        assert run.stdout.readline() == "ready\n"
        assert len(engine.living(tmp_path)) == 3
        run.send_signal(number)
    assert _becomes(lambda: engine.living(tmp_path) == [], within_s=STOPPED_S)


def _becomes(condition: Callable[[], bool], *, within_s: float = 20.0) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def _parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
