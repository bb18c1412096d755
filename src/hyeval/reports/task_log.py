"""The per-sample log of a task, and beside it when and how each answer came.

They are two files, so that the first says only what was asked, answered and read: equal runs leave it equal to the
byte, however they were carried out, and `diff` shows where two runs differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hyeval.media import Media, MediaKind
from hyeval.records import Request, Response, Score
from hyeval.reports.run_directory import RunDirectory, encoded

_TIMING = ("latency_s", "attempts")
"""Fields of a response that differ from run to run."""


@dataclass(frozen=True, slots=True)
class LogLines:
    """What the two files say of one response; `timing` also says whether it stood in the store."""

    sample: bytes
    timing: bytes


class TaskLog:
    """`samples/<task>.jsonl` and `timing/<task>.jsonl`, line by line about the same responses."""

    def __init__(self, directory: RunDirectory, task: str, expected: int) -> None:
        self._samples = directory.ordered_log(f"samples/{task}.jsonl", expected)
        self._timing = directory.ordered_log(f"timing/{task}.jsonl", expected)

    def write(self, position: int, lines: LogLines) -> None:
        """Enter a response at its place in the data set."""
        self._samples.append(position, lines.sample)
        self._timing.append(position, lines.timing)

    def publish(self) -> None:
        """Write both files in the order of the data set."""
        self._samples.publish()
        self._timing.publish()


def log_lines(
    request: Request, response: Response, score: Score, *, reused: bool, ballots: Sequence[Mapping[str, Any]] = ()
) -> LogLines:
    """Everything about one response that a reader needs to judge it: prompt, answer, reading, score."""
    sample, answer = request.sample, response.to_json()
    names = {"id": sample.id, "index": sample.index, "repeat": request.repeat, "key": request.key}
    timing = {**names, "reused": reused, **{name: answer.pop(name) for name in _TIMING}}
    line = {
        **names,
        "messages": sample.rendered_messages,
        "media": [{"digest": medium.digest, "size": _size(medium)} for medium in sample.media],
        "choices": list(sample.choices),
        "targets": list(sample.targets),
        "group": sample.group,
        "cluster": sample.cluster,
        "response": answer,
        "score": {
            "status": score.status.value,
            "value": score.value,
            "answer": score.answer,
            "reason": score.reason,
        },
        "judging": list(ballots),
    }
    return LogLines(encoded(line), encoded(timing))


def _size(medium: Media) -> tuple[int, int] | None:
    return medium.size if medium.kind is MediaKind.IMAGE else None
