"""What the benchmarks share: running hyeval as a user does, in a folder of its own, and watching its memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

POLL_S = 0.05


@dataclass(frozen=True)
class Finished:
    """A finished run: exit code, wall and CPU time in seconds, peak resident memory in bytes, and its result."""

    code: int
    seconds: float
    peak_bytes: int
    cpu_s: float
    output: str
    result: dict[str, Any] | None


class Workspace:
    """A folder with its own cache and outputs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def start(self, arguments: Sequence[str], *, run: str) -> subprocess.Popen[str]:
        """Start `python -m hyeval`; its results go to `<folder>/<run>`."""
        environment = os.environ | {"HYEVAL_CACHE_DIR": str(self.folder / "cache"), "HF_HUB_OFFLINE": "1"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled once, not at every start
        named = [one for one in arguments[:2] if arguments[:1] == ["rescore"]]  # the command and the run it reads
        given = ["tracking=none", f"hydra.run.dir={self.folder / run}", *arguments[len(named) :]]
        command = [sys.executable, "-m", "hyeval", *named, *given]
        return subprocess.Popen(
            command, cwd=self.folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def run(self, arguments: Sequence[str], *, run: str) -> Finished:
        """Run to the end, watching memory."""
        started = time.perf_counter()
        process = self.start(arguments, run=run)
        watched, peak, cpu_s = psutil.Process(process.pid), 0, 0.0
        while process.poll() is None:
            try:
                peak = max(peak, watched.memory_info().rss)
                cpu_s = sum(watched.cpu_times()[:2])
            except psutil.NoSuchProcess:
                break
            time.sleep(POLL_S)
        output, _ = process.communicate()
        return Finished(process.returncode, time.perf_counter() - started, peak, cpu_s, output, self.result(run))

    def result(self, run: str) -> dict[str, Any] | None:
        """`results.json` of a run, if it came to that."""
        path = self.folder / run / "results.json"
        return json.loads(path.read_text()) if path.is_file() else None


def stable(result: dict[str, Any] | None) -> dict[str, Any]:
    """A result without what may differ between two runs of the same evaluation: times and where answers came from."""
    assert result is not None
    return {key: value for key, value in result.items() if key not in ("execution", "started", "wall_seconds")}


def require(finished: Finished, code: int = 0) -> Finished:
    """The run itself, or an error with its output if it did not end with `code`."""
    if finished.code != code:
        raise SystemExit(f"hyeval ended with {finished.code}, expected {code}:\n{finished.output}")
    return finished
