"""The responses of a finished run, read back from its directory to be scored anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from hyeval.errors import DataError, MissingResource
from hyeval.records import Request, Response
from hyeval.reports.run_directory import no_run


@dataclass
class RecordedRun:
    """A run directory; only the place of each line is held in memory."""

    directory: Path
    model_name: str
    identity: dict[str, Any]
    _logs: dict[str, RecordedTask] = field(default_factory=dict)

    @classmethod
    def read(cls, directory: Path) -> RecordedRun:
        """Open a run; `MissingResource` if the folder holds none."""
        path = directory / "results.json"
        if not path.is_file():
            raise MissingResource(no_run(directory, "results.json"))
        model = json.loads(path.read_text(encoding="utf-8"))["model"]
        return cls(directory, model["name"], model["identity"])

    def task(self, name: str) -> RecordedTask:
        """Responses of one task; `MissingResource` if the run did not ask it."""
        if name not in self._logs:
            path = self.directory / "samples" / f"{name}.jsonl"
            if not path.is_file():
                there = ", ".join(sorted(one.stem for one in path.parent.glob("*.jsonl"))) or "none"
                raise MissingResource(f"{self.directory}: the run has no task '{name}' ({there}).")
            self._logs[name] = RecordedTask(path)
        return self._logs[name]


class RecordedTask:
    """The sample log of one task."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO = path.open("rb")
        self._starts = dict(self._index())
        self.other_prompts = 0
        """Requests that were asked in other words than the protocol at hand would ask them."""

    def response(self, request: Request) -> Response | None:
        """What was answered to a request, None if the run did not ask it; `DataError` if the data set has changed."""
        start = self._starts.get((request.sample.index, request.repeat))
        if start is None:
            return None
        self._file.seek(start)
        line = json.loads(self._file.readline())
        if line["id"] != request.sample.id:
            raise DataError(
                f"{self._path}: sample {line['index']} was '{line['id']}', and the data set has '{request.sample.id}'"
                " there. Rescore with the same data set."
            )
        self.other_prompts += line["messages"] != request.sample.rendered_messages
        return Response.from_json(line["response"])

    def _index(self) -> Iterator[tuple[tuple[int, int], int]]:
        position = 0
        for line in self._file:
            record = json.loads(line)
            yield (record["index"], record["repeat"]), position
            position += len(line)
