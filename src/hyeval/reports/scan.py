"""What failed in finished or interrupted runs, by class: read from the run directories alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hyeval.errors import MissingResource
from hyeval.reports.run_directory import EARLIER, no_run

SHOWN_SAMPLES = 5
MESSAGE_LENGTH = 160


@dataclass
class FailureClass:
    """Requests of one task that failed in the same way."""

    task: str
    status: str
    kind: str
    count: int = 0
    attempts: int = 0
    message: str = ""
    """The last message of the first of them."""
    samples: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Scan:
    """One run: its requests, and what failed among them; `command` runs it again."""

    directory: Path
    requests: int
    failures: tuple[FailureClass, ...]
    command: str | None


def scan(directory: Path) -> Scan:
    """Read a run directory; `MissingResource` if it holds no run."""
    logs = sorted(filter(_is_log, (directory / "samples").rglob("*.jsonl*")))
    if not logs:
        raise MissingResource(no_run(directory, "samples/*.jsonl"))
    classes: dict[tuple[str, str, str], FailureClass] = {}
    requests = 0
    for log in logs:
        task = log.relative_to(directory / "samples").as_posix().partition(".jsonl")[0]
        for line in _lines(log):
            requests += 1
            if (error := line["response"]["error"]) is not None:
                key = (task, line["response"]["status"], error["kind"])
                _enter(classes.setdefault(key, FailureClass(*key)), line, error)
    ranked = sorted(classes.values(), key=lambda one: (one.task, -one.count, one.kind))
    return Scan(directory, requests, tuple(ranked), _command(directory))


def find_runs(folders: Sequence[Path]) -> list[Path]:
    """Run directories among the folders and below them, so that a sweep or a whole day can be named."""
    found: dict[Path, None] = {}
    for folder in folders:
        runs = sorted(path.parent for path in folder.rglob("samples") if path.is_dir())
        found |= dict.fromkeys(runs or [folder])
    return list(found)


def print_scan(found: Scan, console: Console) -> None:
    """Print what failed in one run, and how to ask it again."""
    console.print(f"[bold]{escape(str(found.directory))}[/]: {found.requests} requests", soft_wrap=True)
    if not found.failures:
        console.print("nothing failed")
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("task", "status", "class"):
        table.add_column(heading, no_wrap=True)
    for heading in ("requests", "attempts"):
        table.add_column(heading, justify="right", no_wrap=True)
    for heading in ("samples", "message"):
        table.add_column(heading, overflow="fold")
    for one in found.failures:
        more = ", …" if one.count > len(one.samples) else ""
        table.add_row(
            one.task,
            one.status,
            one.kind,
            str(one.count),
            str(one.attempts),
            escape(", ".join(one.samples) + more),
            escape(one.message),
        )
    console.print(table)
    if found.command is not None:
        console.print("The same command asks only these again:", soft_wrap=True)
        console.print(f"  {escape(found.command)}", soft_wrap=True)


def _enter(known: FailureClass, line: dict[str, Any], error: dict[str, Any]) -> None:
    known.count += 1
    known.attempts += error["attempts"]
    known.message = known.message or str(error["message"])[:MESSAGE_LENGTH]
    if len(known.samples) < SHOWN_SAMPLES:
        known.samples.append(str(line["id"]))


def _is_log(path: Path) -> bool:
    """Whether these are a task's lines, and not what a run that was killed or an earlier one has left beside them."""
    if path.suffix == EARLIER:
        return False
    return not (path.name.startswith(".") or (path.suffix == ".partial" and path.with_suffix("").exists()))


def _lines(log: Path) -> Iterator[dict[str, Any]]:
    """Lines of a log; the last one of a killed run may be cut off."""
    with log.open(encoding="utf-8", errors="replace") as file:  # a character may be cut off, too
        for line in file:
            if line.endswith("\n"):
                yield json.loads(line)


def _command(directory: Path) -> str | None:
    manifest = directory / "manifest.json"
    if not manifest.is_file():
        return None
    command: str = json.loads(manifest.read_text(encoding="utf-8"))["command"]
    return command
