"""A process that opens a response store and does what it is told, so that tests can kill it at a chosen moment.

    python -m tests.execution.store_process FOLDER [CLOCK]

Each line on its standard input is a command; each is answered with one line of JSON.
"""

from __future__ import annotations

import itertools
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from filelock import FileLock

from hyeval.errors import StoreError
from hyeval.execution.store import ResponseStore, StoredBatch
from hyeval.records import Request, Response
from tests.builders import make_request, make_response

ROOT = Path(__file__).resolve().parents[2]
MODEL_NAME = "tested"
TASK = "digits"


def requests(start: int, stop: int) -> list[Request]:
    """Requests that are the same in every process."""
    return [make_request(f"question {i}") for i in range(start, stop)]


def keys(start: int, stop: int) -> list[str]:
    """Keys of these requests."""
    return [request.key for request in requests(start, stop)]


def answers(start: int, stop: int, text: str = "answer") -> list[tuple[Request, Response]]:
    """What the model said to these requests."""
    return [(request, make_response(f"{text} {start + i}")) for i, request in enumerate(requests(start, stop))]


def failures(start: int, stop: int) -> list[tuple[Request, Response]]:
    """What became of requests to which the model said nothing."""
    return [(request, Response.failure("timeout", "no answer")) for request in requests(start, stop)]


class StoreProcess:
    """The parent's view of the process."""

    def __init__(self, folder: Path, *, clock: float | None = None) -> None:
        command = [sys.executable, "-m", "tests.execution.store_process", str(folder)]
        self._process = subprocess.Popen(
            command if clock is None else [*command, str(clock)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> StoreProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self.kill()

    def start(self, *words: object) -> None:
        """Send a command and do not wait for its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        """Wait for the next answer."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError(f"the process ended: {self._process.communicate()[1]}")
        return json.loads(line)

    def do(self, *words: object) -> Any:
        """Send a command and wait for its answer."""
        self.start(*words)
        return self.answer()

    def kill(self) -> None:
        """Kill the process as `kill -9` does, and wait until it is gone."""
        self._process.kill()
        self._process.communicate()

    def end(self) -> tuple[int, str]:
        """Let the process close its store; return its exit code and what it complained of."""
        _, complaints = self._process.communicate("")
        return self._process.returncode, complaints


def _limit_file_size(limit: int | None) -> None:
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard if limit is None else limit, hard))


def _look_up(store: ResponseStore, start: int, stop: int) -> list[str | None]:
    found = store.look_up(keys(start, stop))
    return [found[key].text if key in found else None for key in keys(start, stop)]


def _hold_the_lock(store: ResponseStore) -> None:
    FileLock(store.directory / "store.lock").acquire()


def _work_for_ever(store: ResponseStore) -> None:
    for i in itertools.count():
        store.intend(requests(i, i + 1), TASK)
        store.record(answers(i, i + 1), TASK)
        print(i, flush=True)


def _burst(store: ResponseStore, ranges: Sequence[tuple[int, int]]) -> None:
    for start, stop in ranges:
        for first in range(start, stop, 10):
            batch = first, min(first + 10, stop)
            store.look_up(keys(*batch))
            store.intend(requests(*batch), TASK)
            store.record(answers(*batch), TASK)


def _save_batch(store: ResponseStore, submission: str, batch: str | None, finished: bool) -> None:
    store.save_batch(StoredBatch(submission, batch, 3), model=MODEL_NAME, task=TASK, finished=finished)


COMMANDS: dict[str, Callable[..., Any]] = {
    "recovery": lambda store: [store.recovery.responses, store.recovery.in_flight],
    "intend": lambda store, start, stop: store.intend(requests(start, stop), TASK),
    "record": lambda store, start, stop, text: store.record(answers(start, stop, text), TASK),
    "fail": lambda store, start, stop: store.record(failures(start, stop), TASK),
    "look up": _look_up,
    "save batch": _save_batch,
    "limit": lambda _, limit: _limit_file_size(limit),
    "hold the lock": _hold_the_lock,
    "work for ever": _work_for_ever,
    "burst": _burst,
}


def _main(folder: str, clock: str = "") -> None:
    settings: dict[str, Any] = {"clock": lambda: float(clock)} if clock else {}
    with ResponseStore(Path(folder), model_name=MODEL_NAME, **settings) as store:
        for line in sys.stdin:
            try:
                name, *arguments = json.loads(line)
                answer = COMMANDS[name](store, *arguments)
            except StoreError as error:
                answer = {"error": str(error)}
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    _main(*sys.argv[1:])
