"""What can be chosen: read from the configuration files alone, so that listing loads nothing heavy."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from hyeval.errors import ConfigError, Problem

SUITE_FOLDER = "suite"
LOCAL_PROVIDER = "this machine"


@dataclass(frozen=True)
class Entry:
    """One file of a group; `details` are the columns that its kind of listing shows."""

    name: str
    description: str
    details: dict[str, str] = field(default_factory=dict)


def list_entries(kind: str, folders: Sequence[Path], pattern: str = "") -> list[Entry]:
    """Entries of one kind whose name or description contains `pattern`, upper and lower case alike."""
    entries = _LISTINGS[kind](folders)
    wanted = pattern.lower()
    return sorted(
        (entry for entry in entries if wanted in entry.name.lower() or wanted in entry.description.lower()),
        key=lambda entry: entry.name,
    )


def _tasks(folders: Sequence[Path]) -> Iterator[Entry]:
    for name, content in _files("task", folders):
        if name.startswith(f"{SUITE_FOLDER}/"):
            continue
        info = content.get("info") or {}
        yield Entry(
            name,
            str(info.get("description", "")),
            {
                "modality": ", ".join(info.get("modality") or []),
                "output": str(info.get("output_type", "generate")),
                "size": str(info.get("size") or "?"),
                "protocols": ", ".join(content.get("protocols") or {}),
            },
        )


def _suites(folders: Sequence[Path]) -> Iterator[Entry]:
    for name, content in _files("task", folders):
        if name.startswith(f"{SUITE_FOLDER}/"):
            tasks = [str(one).removeprefix("/task/") for one in content.get("defaults") or [] if one != "_self_"]
            yield Entry(name, ", ".join(tasks), {"tasks": str(len(tasks))})


def _models(folders: Sequence[Path]) -> Iterator[Entry]:
    for name, content in _files("model", folders):
        info = content.get("info") or {}
        yield Entry(
            name,
            str(info.get("description", "")),
            {
                "provider": str(info.get("provider", LOCAL_PROVIDER)),
                "modality": ", ".join(info.get("modality") or []),
                "parameters": str(info.get("parameters") or ""),
            },
        )


def _providers(folders: Sequence[Path]) -> Iterator[Entry]:
    """Where models run, with the variable that holds the key and whether it is set; never the key."""
    models: dict[str, list[str]] = {}
    variables: dict[str, str] = {}
    for name, content in _files("model", folders):
        provider = str((content.get("info") or {}).get("provider", LOCAL_PROVIDER))
        models.setdefault(provider, []).append(name)
        variables.setdefault(provider, str(content.get("api_key_env") or ""))
    for provider, names in models.items():
        variable = variables[provider]
        state = "not needed" if not variable else "set" if os.environ.get(variable) else "not set"
        yield Entry(provider, ", ".join(sorted(names)), {"key variable": variable, "key": state})


def _named(group: str, folders: Sequence[Path]) -> Iterator[Entry]:
    for name, content in _files(group, folders):
        yield Entry(name, str(content.get("description") or content.get("name") or ""))


_LISTINGS: dict[str, Callable[[Sequence[Path]], Iterator[Entry]]] = {
    "tasks": _tasks,
    "suites": _suites,
    "models": _models,
    "providers": _providers,
    "judges": lambda folders: _named("judge", folders),
    "protocols": lambda folders: _named("protocol", folders),
}
KINDS = tuple(_LISTINGS)


def _files(group: str, folders: Sequence[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    for folder in folders:
        for path in sorted((folder / group).rglob("*.yaml")):
            try:
                content = yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
            except yaml.YAMLError as error:
                raise ConfigError([Problem(str(path), f"is no valid YAML: {error}")]) from error
            if not isinstance(content, dict | None):
                raise ConfigError([Problem(str(path), "holds no settings of the form `name: value`.")])
            yield path.relative_to(folder / group).with_suffix("").as_posix(), content or {}
