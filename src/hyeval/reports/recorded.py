"""The responses of a finished run, read back from its directory to be scored anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from hyeval.errors import DataError, MissingResource
from hyeval.records import Request, Response
from hyeval.reports.run_directory import no_run


@dataclass
class RecordedRun:
    """A run directory; of its lines at most the place of each is held in memory."""

    directory: Path
    model_name: str
    identity: dict[str, Any]

    @classmethod
    def read(cls, directory: Path) -> RecordedRun:
        """Open a run; `MissingResource` if the folder holds none."""
        path = directory / "results.json"
        if not path.is_file():
            raise MissingResource(no_run(directory, "results.json"))
        model = json.loads(path.read_text(encoding="utf-8"))["model"]
        return cls(directory, model["name"], model["identity"])

    @staticmethod
    def tasks(directory: Path) -> list[str]:
        """Names of the tasks that a run has asked; none where the folder holds no run."""
        return sorted(one.stem for one in (directory / "samples").glob("[!.]*.jsonl"))

    def task(self, name: str) -> RecordedTask:
        """Responses of one task, from the first on; `MissingResource` if the run did not ask it."""
        path = self.directory / "samples" / f"{name}.jsonl"
        if not path.is_file():
            there = ", ".join(self.tasks(self.directory)) or "none"
            raise MissingResource(f"{self.directory}: the run has no task '{name}' ({there}).")
        return RecordedTask(path)

    def require_prompts(self, tasks: Mapping[str, RecordedTask], protocol: str) -> None:
        """`DataError` if some of these were asked other prompts than the protocol at hand asks."""
        if not any(one.other_prompts for one in tasks.values()):
            return
        told = ", ".join(f"{one.other_prompts} of {name}" for name, one in tasks.items() if one.other_prompts)
        raise DataError(
            f"{self.directory}: was asked in other words than protocol={protocol} asks ({told} prompts differ)."
            " Run that protocol, or say `force=true` to score them all the same."
        )


class RecordedTask:
    """The sample log of one task, read in its order as long as it is asked in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO = path.open("rb")
        self._starts: dict[tuple[int, int], int] | None = None
        """The place of each line; None while the requests come as the lines do."""
        self.other_prompts = 0
        """Requests that were asked in other words than the protocol at hand would ask them."""

    def reopened(self) -> RecordedTask:
        """The same log from its first line on, in a file of its own."""
        return RecordedTask(self._path)

    def skip(self, lines: int) -> None:
        """Pass over lines of requests that are not asked for, as long as they come in order."""
        if self._starts is None:
            for _ in range(lines):
                self._file.readline()

    def response(self, request: Request) -> Response | None:
        """What was answered to a request, None if the run did not ask it; `DataError` if the data set has changed."""
        line = self._line(request.sample.index, request.repeat)
        if line is None:
            return None
        if line["id"] != request.sample.id:
            raise DataError(
                f"{self._path}: sample {line['index']} was '{line['id']}', and the data set has '{request.sample.id}'"
                " there. Rescore with the same data set."
            )
        self.other_prompts += line["messages"] != request.sample.rendered_messages
        response = Response.from_json(line["response"])
        if response.status.answered and (asked := _kind(request)) != (given := _kind(response)):
            raise DataError(
                f"{self._path}: sample '{line['id']}' was asked for {given}, and this protocol reads {asked}."
                " No scoring makes one of the other: run that protocol."
            )
        return response

    def _line(self, index: int, repeat: int) -> dict[str, Any] | None:
        """The line of a sample and a repeat; what comes in another order than the lines is looked up from then on."""
        if self._starts is None:
            line = self._next_line()
            if (line.get("index"), line.get("repeat")) == (index, repeat):
                return line
            self._starts = dict(self._index())
        start = self._starts.get((index, repeat))
        if start is None:
            return None
        self._file.seek(start)
        return self._next_line()

    def _next_line(self) -> dict[str, Any]:
        """The line at which the file is; empty behind the last one."""
        line: dict[str, Any] = json.loads(self._file.readline() or "{}")
        return line

    def _index(self) -> Iterator[tuple[tuple[int, int], int]]:
        self._file.seek(0)
        position = 0
        for line in self._file:
            record = json.loads(line)
            yield (record["index"], record["repeat"]), position
            position += len(line)


def _kind(one: Request | Response) -> str:
    """What a request asks for, or a response holds."""
    if one.continuations:
        return "the likelihood of its options"
    alternatives = one.generation.top_logprobs if isinstance(one, Request) else one.logprobs
    return "the likelihood of its next token" if alternatives else "an answer"
