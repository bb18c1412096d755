"""Runs that begin with everything imported: a process that is ready to run hyeval, and forks for every run.

    python -m tests.end_to_end.warm

Importing is half of a short run, and there are hundreds of them. Each is still a process with its own folder,
environment and output, and runs what `python -m hyeval` runs. Only what reads no environment when it is imported is
imported here. What all runs of a template share is the seed of Python's hashes: where two runs must be equal however
sets are ordered, one of them is to be a process of its own (`Workspace.start`).
"""

from __future__ import annotations

import functools
import json
import os
import runpy
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

IMPORTED = (
    "aiohttp", "hydra.core.plugins", "hyeval.launch", "hyeval.models.scripted", "hyeval.scoring.number", "openai",
    "pyarrow.parquet",
)  # fmt: skip
ROOT = Path(__file__).parents[2]


class Template:
    """The ready process, as its parent sees it; it ends when its standard input does."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", __name__]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)

    def run(
        self, arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str], timeout_s: float
    ) -> subprocess.CompletedProcess[str]:
        """Run `python -m hyeval` in a folder, to the end; raises `TimeoutExpired` after killing it."""
        outputs = [folder / f".{name}" for name in ("stdout", "stderr")]
        request = {
            "arguments": list(arguments), "folder": str(folder), "environment": dict(environment),
            "outputs": [str(one) for one in outputs],
        }  # fmt: skip
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        pid = self._answer(None)
        assert pid is not None
        code = self._answer(timeout_s)
        if code is None:
            os.kill(pid, signal.SIGKILL)
            self._answer(None)
        stdout, stderr = (one.read_text(encoding="utf-8") for one in outputs)
        for one in outputs:
            one.unlink()
        if code is None:
            raise subprocess.TimeoutExpired(["hyeval", *arguments], timeout_s, stdout, stderr)
        return subprocess.CompletedProcess(["hyeval", *arguments], code, stdout, stderr)

    def _answer(self, timeout_s: float | None) -> int | None:
        """The next number that the process says, or None if it says nothing in time."""
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], timeout_s)
        return int(self._process.stdout.readline()) if ready else None


@functools.cache
def template() -> Template:
    """The template of this process."""
    return Template()


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Fork for every request; tell the run's process id, and its exit code when it has ended."""
    for line in requests:
        pid = os.fork()
        if pid == 0:
            answers.close()
            run(json.loads(line))
        answers.write(b"%d\n" % pid)
        _, status = os.waitpid(pid, 0)
        answers.write(b"%d\n" % os.waitstatus_to_exitcode(status))


def run(request: Mapping[str, Any]) -> None:
    """Be `python -m hyeval`: leaves by `SystemExit`."""
    for number, name in enumerate((os.devnull, *request["outputs"])):
        file = os.open(name, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(file, number)
        os.close(file)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.path[0] = request["folder"]
    sys.argv[1:] = request["arguments"]
    runpy.run_module("hyeval", run_name="__main__", alter_sys=True)


def main() -> None:
    """Import, and then answer on standard output until standard input ends."""
    for name in IMPORTED:
        import_module(name)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
