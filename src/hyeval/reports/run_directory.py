"""What a run leaves on disk, such as `results.json` and `samples/<task>.jsonl`, each written atomically."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import tempfile
import time
from array import array
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import BaseModel

from hyeval.errors import OutputError, did_you_mean

logger = logging.getLogger(__name__)

OF_TASKS = ("samples", "timing", "submissions")
"""Folders with a file for each task of a run."""
LOCK_PATIENCE_S = 2.0
"""Seconds that a run waits for a log which another one still holds."""
EARLIER = ".earlier"
"""Ends the names of files that speak of an earlier run."""


class RunDirectory:
    """The folder of one run."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write_json(self, name: str, content: BaseModel | Mapping[str, Any]) -> Path:
        """Write a JSON file in one step: a reader sees the old content or the new one, never a part."""
        data = content.model_dump(mode="json") if isinstance(content, BaseModel) else dict(content)
        text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
        with self.writing(name) as file:
            file.write(_encode(text))
        return self.path / name

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """A file that appears under its name when the block ends, and not at all if the block fails."""
        path = self.path / name
        with _as_output_error(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
            try:
                with os.fdopen(handle, "wb") as file:
                    yield file
                _publish(Path(temporary), path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise

    def remove(self, name: str) -> None:
        """Take away what an earlier run in the same folder may have left under a name."""
        with _as_output_error(self.path / name):
            (self.path / name).unlink(missing_ok=True)

    def set_aside(self, tasks: Collection[str]) -> list[str]:
        """Rename what an earlier run in the same folder left of tasks other than these; return their names.

        What is not published yet stays: it may belong to a run that is going on.
        """
        found = set()
        for path in sorted(path for folder in OF_TASKS for path in (self.path / folder).glob("[!.]*")):
            task = path.name.partition(".")[0]
            if task not in tasks and path.suffix not in (".partial", EARLIER):
                with _as_output_error(path):
                    path.replace(path.with_name(path.name + EARLIER))
                found.add(task)
        return sorted(found)

    def ordered_log(self, name: str, expected: int) -> OrderedLog:
        """Open a log with a line for each response of a task."""
        return OrderedLog(self.path / name, expected)


def no_run(directory: Path, file: str) -> str:
    """What to say of a folder without a file that every run has; of one that is not there, which are near."""
    gone = next((part for part in (*reversed(directory.parents), directory) if not part.exists()), None)
    if gone is None:
        return f"{directory}: holds no run (no {file}). Name a folder below `outputs/`."
    try:
        beside = [one.name for one in gone.parent.iterdir() if one.is_dir()]
    except OSError:  # a file, or a folder that may not be looked into
        beside = []
    return f"{directory}: there is no folder {gone}. {did_you_mean(gone.name, beside) or 'Check the path.'}"


_LINE = json.JSONEncoder(ensure_ascii=False)


def encoded(line: Mapping[str, Any]) -> bytes:
    """A line of a log as it stands in the file."""
    return _encode(_LINE.encode(line) + "\n")


class OrderedLog:
    """One JSON line per response, collected as they come and published in the order of the data set.

    Only the place of each line is held in memory. Until it is published the file has the suffix `.partial`, and is
    locked: `OutputError` if another run is writing it.
    """

    def __init__(self, path: Path, expected: int) -> None:
        self.path = path
        self._partial = path.with_name(path.name + ".partial")
        self._starts = array("q", [-1]) * expected
        self._position = 0
        with _as_output_error(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = self._partial.open("a+b")
            _lock(self._file, path)
            self._file.truncate(0)

    def write(self, position: int, line: Mapping[str, Any]) -> None:
        """Append the line that will stand at `position`."""
        self.append(position, encoded(line))

    def append(self, position: int, data: bytes) -> None:
        """Append a line as `encoded` makes it."""
        with _as_output_error(self.path):
            self._file.write(data)
        self._starts[position] = self._position
        self._position += len(data)

    def publish(self) -> None:
        """Write the lines in order under the final name and remove the partial file."""
        with _as_output_error(self.path):
            ordered = self.path.with_name(f".{self.path.name}.ordered")
            with ordered.open("wb") as target:
                target.writelines(self.lines())
            _publish(ordered, self.path)
        self.discard()

    @property
    def count(self) -> int:
        """Lines written so far."""
        return len(self._starts) - self._starts.count(-1)

    def gaps(self) -> set[int]:
        """Positions without a line."""
        return {position for position, start in enumerate(self._starts) if start < 0}

    def lines(self) -> Iterator[bytes]:
        """The lines in the order of their positions."""
        for start in self._starts:
            if start >= 0:
                self._file.seek(start)
                yield self._file.readline()

    def discard(self) -> None:
        """Close and remove the partial file."""
        with _as_output_error(self.path):
            self._file.close()
            self._partial.unlink()

    def close(self) -> None:
        """Keep what was collected under the partial name; for a run that ends with an error."""
        with _as_output_error(self.path):
            self._file.close()


def _lock(file: BinaryIO, path: Path) -> None:
    """Keep other runs from a file until it is closed, where the file system knows locks.

    Those of a run that was just killed may be held for a moment by processes that end with it.
    """
    patience_ends = time.monotonic() + LOCK_PATIENCE_S
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() < patience_ends:
                time.sleep(0.05)
                continue
            file.close()
            raise OutputError(
                f"{path}: is being written by another run. Wait for it, or set `hydra.run.dir=` to another folder."
            ) from error
        except OSError:
            logger.debug("%s: no locks on this file system", path)
        return


def _encode(text: str) -> bytes:
    """UTF-8; half a surrogate pair, which some endpoints send, becomes the JSON escape that it came as."""
    return text.encode("utf-8", "backslashreplace")


def _publish(temporary: Path, path: Path) -> None:
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.chmod(0o644)
    temporary.replace(path)


@contextmanager
def _as_output_error(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written ({error.strerror}). Free space or set `hydra.run.dir=` to another folder;"
            " the answers so far are kept, and the same command goes on from them."
        ) from error
