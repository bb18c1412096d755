"""Which cells are complete already and which are on their way: small files in the cache folder, by digest."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from omegaconf import DictConfig
from pydantic import ValidationError

from hyeval.config.folders import PACKAGE
from hyeval.config.validation import container
from hyeval.errors import ExitCode, OutputError
from hyeval.reports.results import RunResult
from hyeval.sweeps.cells import Cell, Outcome

IMMATERIAL = frozenset({"cache_dir", "tracking", "resume", "retry", "budget"})
"""Sections of a configuration that do not change what comes out."""

FILE_SETTINGS = ("path", "file", "adapter")
"""Endings of the names of settings that may name a file or folder."""


def digest_of(config: DictConfig) -> str:
    """SHA-256 of a cell's configuration, of the files that it names, and of hyeval's own code.

    Files count by size and time of change. What lies on the hub under a name without a revision is not looked at.
    """
    plain = {key: value for key, value in container(config).items() if key not in IMMATERIAL}
    stamps = [stamp for path in sorted(set(_paths(plain))) for stamp in _stamps(path)]
    text = json.dumps([plain, stamps, _code_digest()], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Submitted:
    """A job that was submitted for a cell: its id and the folder of its files, with `%j` for the id."""

    job: str
    folder: str


class Records:
    """The records of one cache folder."""

    def __init__(self, cache_folder: Path) -> None:
        self._folder = cache_folder / "cells"

    def save_complete(self, digest: str, folder: Path) -> None:
        """Note in which folder the results of a complete cell lie."""
        note = {"folder": str(folder.resolve()), "results": _file_digest(folder / "results.json")}
        self._write(f"{digest}.complete.json", note)

    def find_complete(self, digest: str) -> Outcome | None:
        """The outcome of a cell that is complete; None if there is none, or its results are gone or others by now."""
        note = self._read(f"{digest}.complete.json")
        if note is None:
            return None
        folder = Path(note["folder"])
        try:
            if _file_digest(folder / "results.json") != note["results"]:
                return None
            result = RunResult.model_validate_json((folder / "results.json").read_bytes())
        except (OSError, ValidationError):
            return None
        return Outcome(ExitCode.COMPLETE, folder, result)

    def save_submitted(self, cell: Cell, submitted: Submitted) -> None:
        """Note which job a cell was given to."""
        self._write(f"{cell.digest}.submitted.json", {"job": submitted.job, "folder": submitted.folder})

    def find_submitted(self, digest: str) -> Submitted | None:
        """The last job that was submitted for a cell, whatever became of it."""
        note = self._read(f"{digest}.submitted.json")
        return None if note is None else Submitted(note["job"], note["folder"])

    def _read(self, name: str) -> dict[str, Any] | None:
        try:
            loaded: dict[str, Any] = json.loads((self._folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None  # A record only saves work; without it the cell runs, and the store answers.
        return loaded

    def _write(self, name: str, note: Mapping[str, str]) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=self._folder, delete=False, encoding="utf-8") as file:
                json.dump(note, file)
            Path(file.name).replace(self._folder / name)
        except OSError as error:
            remedy = "Free space or set `cache_dir=` to a folder that can be written."
            raise OutputError(f"{self._folder / name}: cannot be written ({error.strerror}). {remedy}") from error


def _paths(node: Any, key: str = "") -> Iterator[Path]:
    """Files and folders that a configuration names: the settings called so, where there is such a file."""
    if isinstance(node, Mapping):
        for name, value in node.items():
            yield from _paths(value, str(name))
    elif isinstance(node, list):
        for value in node:
            yield from _paths(value, key)
    elif isinstance(node, str) and key.endswith(FILE_SETTINGS):
        path = Path(node).expanduser()
        if path.exists():
            yield path


def _stamps(path: Path) -> list[tuple[str, int, int]]:
    files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    return [(str(one), (stat := one.stat()).st_size, stat.st_mtime_ns) for one in files]


@cache
def _code_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
