"""What a served engine that misbehaves costs: a run for each way, with a stand-in for the engine.

    python -m bench.serving

Printed per way: seconds until the run and all it started had ended, its exit code, answers kept, processes that were
left behind (none may be), and the first line of the error. A start-up time-out of 5 s and a grace of 1 s are set.
"""

from __future__ import annotations

import json
import os
import socket
import tempfile
import time
from pathlib import Path

from tests.servers import engine
from tests.servers.engine import Manners

from bench.workspace import Workspace, require

LIMIT_S = 60.0
ENDS_WELL = {Manners.NONE, Manners.IGNORES_SIGTERM, Manners.FLOODS, Manners.FORKS}
SETTLE_S = 5.0
"""Seconds in which a killed run's servers must be gone, a grace of one second and SIGKILL included."""


PORT_TAKEN = "port_taken"
KILLED = "run_killed"
"""Not the engine but the run ends, by SIGKILL, with grandchildren that ignore SIGTERM."""


def main() -> int:
    """Play every way; the exit code is 1 if something was left behind, or a run ended otherwise than it should."""
    bad = 0
    print(f"{'way':15} {'seconds':>7} {'code':>4} {'kept':>4} {'left':>4}  error")
    for way in (*map(str, Manners), PORT_TAKEN, KILLED):
        with tempfile.TemporaryDirectory() as folder, socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1] if way == PORT_TAKEN else 0
            bad += not _play(way, Path(folder), port)
    return 1 if bad else 0


def _play(way: str, folder: Path, port: int) -> bool:
    python = engine.install(folder / "env")
    arguments = [
        "deploy=vllm", "hardware=cpu", f"deploy.python={python}", "deploy.stop_grace_s=1", "deploy.start_timeout_s=5",
        "deploy.max_sequences=4", f"deploy.port={port}", "task=digits", "limit=100", "retry.base_s=0.05",
        *(["deploy.replicas=2"] if way == Manners.FIRST_DIES else []),
    ]  # fmt: skip
    manners = {PORT_TAKEN: Manners.NONE, KILLED: Manners.FORKS}.get(way, way)
    slow = {engine.LATENCY: "0.2"} if way == KILLED else {engine.LATENCY: "0"}
    os.environ.update({engine.FOLDER: str(folder), engine.MANNERS: manners, engine.ANSWERED: "20", **slow})
    workspace, started = Workspace(folder / "work"), time.monotonic()
    process = workspace.start(arguments, run="run")
    if way == KILLED:
        _wait_for_an_answer(folder)
        process.kill()
    output, _ = process.communicate()
    left = _left(folder)
    seconds = time.monotonic() - started
    error = next((line for line in output.splitlines() if line.startswith("error:")), "")
    print(
        f"{way:15} {seconds:7.1f} {process.returncode:4} {_kept(workspace, arguments):4} {len(left):4}  {error[:110]}"
    )
    return not left and seconds < LIMIT_S and (process.returncode == 0) == (way in ENDS_WELL)


def _wait_for_an_answer(folder: Path) -> None:
    while len(engine.pids(folder)) < 3:
        time.sleep(0.05)
    time.sleep(3)


def _left(folder: Path) -> list[int]:
    """Processes that are still there after a moment."""
    deadline = time.monotonic() + SETTLE_S
    while (left := engine.living(folder)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def _kept(workspace: Workspace, arguments: list[str]) -> int:
    """Answers that the store has, as a dry run counts them."""
    require(workspace.run([*arguments, "dry_run=true"], run="estimate"))
    estimate = json.loads((workspace.folder / "estimate" / "estimate.json").read_text())
    return int(estimate["tasks"]["digits"]["stored"])


if __name__ == "__main__":
    raise SystemExit(main())
