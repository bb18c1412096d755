"""A stand-in for an engine's program that is called as vLLM is and misbehaves as told.

    vllm serve MODEL --host HOST --port PORT --served-model-name NAME …

`install` makes the folder of an environment with such a program in it, as `deploy.python` names one. How it misbehaves
is said in the environment, as it must not be part of the command line: that would make its answers those of another
engine. It writes the ids of all its processes, its arguments and its key into the folder that `STAND_IN` names.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from aiohttp import web

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "STAND_IN"
MANNERS = "STAND_IN_MANNERS"
ANSWERED = "STAND_IN_ANSWERED"
"""After so many answers an engine that dies mid-run does so."""
LATENCY = "STAND_IN_LATENCY"
LAST_WORDS = "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB."


class Manners(StrEnum):
    """What it does wrong."""

    NONE = "none"
    NEVER_READY = "never_ready"
    DIES_AT_START = "dies_at_start"
    DIES_MID_RUN = "dies_mid_run"
    FIRST_DIES = "first_dies"
    """Of several, the first one alone."""
    IGNORES_SIGTERM = "ignores_sigterm"
    FLOODS = "floods"
    FORKS = "forks"


def install(folder: Path, program: str = "vllm") -> Path:
    """Make an environment that has the program; gives the interpreter that names it."""
    place = folder / "bin"
    place.mkdir(parents=True)
    (place / "python").symlink_to(sys.executable)
    script = place / program
    script.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from tests.servers.engine import main\nmain()\n"
    )
    script.chmod(0o755)
    return place / "python"


def pids(folder: Path) -> list[int]:
    """Processes that it had."""
    path = folder / "pids"
    return [int(line) for line in path.read_text().split()] if path.is_file() else []


def living(folder: Path) -> list[int]:
    """Those that are still there; what has ended and waits to be noticed is not."""
    return [pid for pid in pids(folder) if _is_alive(pid)]


def calls(folder: Path) -> list[dict[str, object]]:
    """How it was called: `arguments`, `key`, `devices`, once for each start."""
    return [json.loads(line) for line in (folder / "calls").read_text().splitlines()]


def _is_alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve, or misbehave."""
    parser = argparse.ArgumentParser("vllm")
    parser.add_argument("command", choices=["serve"])
    parser.add_argument("model")
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    parser.add_argument("--served-model-name")
    options, _ = parser.parse_known_args(arguments)
    _note("pids", str(os.getpid()))
    key = os.environ.get("VLLM_API_KEY")
    devices = os.environ.get("CUDA_VISIBLE_DEVICES")
    _note("calls", json.dumps({"arguments": sys.argv[1:], "key": key, "devices": devices}))
    print(f"engine of {options.served_model_name} with api_key={key}", flush=True)
    manners = Manners(os.environ.get(MANNERS, Manners.NONE))
    _before_serving(manners)
    asyncio.run(_serve(options, manners, key))


def _before_serving(manners: Manners) -> None:
    match manners:
        case Manners.NEVER_READY:
            print("loading weights…", flush=True)
            time.sleep(600)
        case Manners.DIES_AT_START:
            print(f"loading weights…\n{LAST_WORDS}", file=sys.stderr, flush=True)
            sys.exit(1)
        case Manners.IGNORES_SIGTERM:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        case Manners.FLOODS:
            threading.Thread(target=_flood, daemon=True).start()
        case Manners.FORKS:
            _fork(leaves=False)
            _fork(leaves=True)


def _flood() -> None:
    while True:
        os.write(1, b"x" * 1023 + b"\n")


def _fork(*, leaves: bool) -> None:
    """Start a process that ignores SIGTERM, in the group or, as a daemon does, in a session of its own."""
    if os.fork():
        return
    if leaves:
        os.setsid()
        if os.fork():
            os._exit(0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _note("pids", str(os.getpid()))
    time.sleep(600)
    os._exit(0)


def _note(name: str, line: str) -> None:
    with (Path(os.environ[FOLDER]) / name).open("a") as file:
        file.write(line + "\n")


async def _serve(options: argparse.Namespace, manners: Manners, key: str | None) -> None:
    # Here, as an engine that dies need not load it.
    from tests.servers.openai_server import Answers, Limits, OpenAIServer, ServerSettings

    settings = ServerSettings(
        host=options.host,
        port=options.port,
        keys=(key,) if key else (),
        models=(options.served_model_name,),
        answers=Answers(mode="constant", constant="7"),
        limits=Limits(latency_s=float(os.environ.get(LATENCY, "0"))),
    )
    application = OpenAIServer(settings).application()
    if manners is Manners.DIES_MID_RUN or (manners is Manners.FIRST_DIES and _is_first()):
        application.middlewares.append(_dies_after(int(os.environ[ANSWERED])))
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, options.host, options.port).start()
    stop = asyncio.Event()
    if manners is not Manners.IGNORES_SIGTERM:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    print("engine stops", flush=True)
    await runner.cleanup()


def _is_first() -> bool:
    try:
        (Path(os.environ[FOLDER]) / "first").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _dies_after(answers: int) -> web.Middleware:
    left = answers

    @web.middleware
    async def handle(request: web.Request, handler: web.Handler) -> web.StreamResponse:
        nonlocal left
        if request.path.endswith("/chat/completions"):
            left -= 1
            if left < 0:
                print("CUDA error: an illegal memory access was encountered", flush=True)
                os.kill(os.getpid(), signal.SIGKILL)
        return await handler(request)

    return handle
