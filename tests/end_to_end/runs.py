"""Running hyeval as a user does: as a process of its own, in a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.end_to_end import warm

TIMEOUT_S = 240


@dataclass(frozen=True)
class Finished:
    """A finished run: exit code, what it printed, and the folder with its results."""

    code: int
    stdout: str
    stderr: str
    folder: Path

    @property
    def result(self) -> dict[str, Any]:
        """`results.json`."""
        loaded: dict[str, Any] = json.loads((self.folder / "results.json").read_text())
        return loaded

    def samples(self, task: str) -> list[dict[str, Any]]:
        """The lines of a task's sample log."""
        return self._lines(f"samples/{task}.jsonl")

    def timing(self, task: str) -> list[dict[str, Any]]:
        """When and how each response of a task came."""
        return self._lines(f"timing/{task}.jsonl")

    def _lines(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.folder / name).read_text().splitlines()]

    def answers(self, task: str) -> list[str | None]:
        """The texts that the model gave, in the order of the data set."""
        return [line["response"]["text"] for line in self.samples(task)]


class Workspace:
    """A folder with its own home, cache and outputs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def start(
        self,
        *arguments: str,
        run: str = "run",
        environment: Mapping[str, str] | None = None,
        within: Sequence[str] = (),
        program: Sequence[str] = (sys.executable, "-m", "hyeval"),
    ) -> Process:
        """Start `python -m hyeval`, by way of another program if one is given; its results go to `<folder>/<run>`."""
        process = subprocess.Popen(
            [*within, *program, *self._with_directory(arguments, run)],
            cwd=self.folder,
            env=self._variables() | dict(environment or {}),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        return Process(process, self.folder / run)

    def run(self, *arguments: str, run: str = "run", environment: Mapping[str, str] | None = None) -> Finished:
        """Run to the end; what is imported has been imported before (tests/end_to_end/warm.py)."""
        variables = self._variables() | dict(environment or {})
        done = self._warm(self._with_directory(arguments, run), variables)
        return Finished(done.returncode, done.stdout, done.stderr, self.folder / run)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command of hyeval, such as `scan`."""
        return self._warm(arguments, os.environ)

    def _warm(self, arguments: Sequence[str], variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        return warm.run(arguments, folder=self.folder, environment=variables, timeout_s=TIMEOUT_S)

    def _with_directory(self, arguments: Sequence[str], run: str) -> list[str]:
        directory = [] if any("hydra." in one for one in arguments) else [f"hydra.run.dir={self.folder / run}"]
        return [*arguments, *directory]

    def _variables(self) -> dict[str, str]:
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        own = {"HYEVAL_CACHE_DIR": str(self.folder / "cache"), "HOME": str(home), "HF_HUB_OFFLINE": "1"}
        inherited = {name: value for name, value in os.environ.items() if name not in ("WANDB_API_KEY", "WANDB_MODE")}
        return inherited | own


@dataclass(frozen=True)
class Process:
    """A run that is going on."""

    popen: subprocess.Popen[str]
    folder: Path

    def wait(self) -> Finished:
        """Wait for the end."""
        stdout, stderr = self.popen.communicate(timeout=TIMEOUT_S)
        return Finished(self.popen.returncode, stdout, stderr, self.folder)

    def wait_for(self, text: str) -> None:
        """Read standard error up to a line that contains `text`."""
        assert self.popen.stderr is not None
        for line in self.popen.stderr:
            if text in line:
                return
        raise AssertionError(f"the run ended without {text!r}")

    def kill(self) -> None:
        """End it as the kernel does."""
        self.popen.kill()
        self.popen.communicate()

    def interrupt(self) -> None:
        """Ctrl-C."""
        self.popen.send_signal(signal.SIGINT)


def stable(result: Mapping[str, Any]) -> dict[str, Any]:
    """A result without times and without where its answers came from."""
    return {key: value for key, value in result.items() if key not in ("execution", "started", "wall_seconds")}
