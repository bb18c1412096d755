"""What can be chosen: read from the configuration files alone, so that listing loads nothing heavy."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from hyeval.errors import ConfigError, Problem, did_you_mean
from hyeval.models.environment import PLACEHOLDER

SUITE_FOLDER = "suite"
LOCAL_PROVIDER = "this machine"
LOCAL_TARGET = "hyeval.models.local.LocalModel"
VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
VARIANT_OF = re.compile(r"/task/(.+)@_here_")
"""How a task file names the task that it is a variant of."""
NO_VARIABLE = "(not the name of a variable)"


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
    files = dict(_files("task", folders))
    for name in files:
        if name.startswith(f"{SUITE_FOLDER}/"):
            continue
        info, protocols = (_with_base(name, setting, files) for setting in ("info", "protocols"))
        yield Entry(
            name,
            str(info.get("description", "")),
            {
                "modality": ", ".join(info.get("modality") or []),
                "output": str(info.get("output_type", "generate")),
                "size": str(info.get("size") or "?"),
                "licence": str(info.get("licence") or "?").partition(":")[0],
                "protocols": ", ".join(protocol for protocol, one in protocols.items() if one is not None),
            },
        )


@dataclass(frozen=True)
class TaskDetails:
    """What a task file tells about its task; `reference` holds the published scores as it has them."""

    name: str
    facts: dict[str, str]
    reference: list[dict[str, Any]]


def task_details(name: str, folders: Sequence[Path]) -> TaskDetails:
    """Everything that one task file tells; `ConfigError` if there is none of this name."""
    files = {one: content for one, content in _files("task", folders) if not one.startswith(f"{SUITE_FOLDER}/")}
    if name not in files:
        remedy = _elsewhere(name, folders) or did_you_mean(name, files) or "`hyeval list tasks` shows all."
        raise ConfigError([Problem("task", f"there is no task '{name}'.", remedy)])
    info, dataset = (_with_base(name, setting, files) for setting in ("info", "dataset"))
    protocols = {key: one for key, one in _with_base(name, "protocols", files).items() if one is not None}
    paper = info.get("paper") or {}
    address = paper.get("url") or (f"https://arxiv.org/abs/{paper['arxiv']}" if "arxiv" in paper else "")
    parts = [dataset.get("path"), *(dataset.get("configs") or ()), dataset.get("split")]
    facts = {
        "description": info.get("description"),
        "modality": ", ".join(info.get("modality") or []),
        "size": info.get("size"),
        "licence": info.get("licence"),
        "paper": " ".join(filter(None, (paper.get("title"), address))),
        "data set": " ".join(str(part) for part in parts if part),
        "protocols": ", ".join(protocols),
    }
    reference = _own_or_base(name, "reference", files) or []
    return TaskDetails(name, {key: str(value) for key, value in facts.items() if value}, reference)


def _elsewhere(name: str, folders: Sequence[Path]) -> str:
    """What a name stands for that is none of a task."""
    for kind in KINDS:
        if any(entry.name in (name, f"{SUITE_FOLDER}/{name}") for entry in list_entries(kind, folders, name)):
            return f"It is one of the {kind}: `hyeval list {kind} {name}`."
    return f"It is a folder: `hyeval scan {name}` tells of the runs in it." if Path(name).is_dir() else ""


def _own_or_base(name: str, setting: str, files: Mapping[str, dict[str, Any]]) -> Any:
    """A value of a task file, or that of the task that it is a variant of."""
    content = files.get(name, {})
    if setting in content:
        return content[setting]
    return next((_own_or_base(base, setting, files) for base in _bases(content)), None)


def _bases(content: Mapping[str, Any]) -> list[str]:
    """Tasks that a task file is a variant of."""
    return [match[1] for one in content.get("defaults") or [] if (match := VARIANT_OF.fullmatch(str(one)))]


def _with_base(name: str, setting: str, files: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """A table of a task file upon that of the task that it is a variant of."""
    content = files.get(name, {})
    inherited = {key: value for base in _bases(content) for key, value in _with_base(base, setting, files).items()}
    return inherited | (content.get(setting) or {})


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
                "parameters": str(info.get("parameters") or ", ".join(map(str, content.get("sizes") or ()))),
            },
        )


def _providers(folders: Sequence[Path]) -> Iterator[Entry]:
    """Where models run, with the variables that they need and whether those are set; never a value."""
    models: dict[str, list[str]] = {}
    variables: dict[str, dict[str, None]] = {}
    for name, content in _files("model", folders):
        provider = str((content.get("info") or {}).get("provider", LOCAL_PROVIDER))
        models.setdefault(provider, []).append(name)
        variables.setdefault(provider, {}).update(dict.fromkeys(_variables(content)))
    for provider, names in models.items():
        needed = list(variables[provider])
        yield Entry(provider, ", ".join(sorted(names)), {"key variable": ", ".join(needed), "key": _key_state(needed)})


def _variables(model: dict[str, Any]) -> Iterator[str]:
    """Environment variables that a model file names: its key, its credentials, the parts of its address and headers."""
    for name in filter(None, (model.get("api_key_env"), *(model.get("credentials") or ()))):
        # Someone may have written the key itself where its variable's name belongs.
        yield name if VARIABLE.fullmatch(str(name)) else NO_VARIABLE
    yield from PLACEHOLDER.findall(" ".join(str(model.get(place)) for place in ("base_url", "base_urls", "headers")))


def _key_state(needed: list[str]) -> str:
    """`set`, `not set` or `not needed`; where some are set, those that are missing are named."""
    if not needed:
        return "not needed"
    missing = [name for name in needed if not os.environ.get(name)]
    if not missing:
        return "set"
    return "not set" if missing == needed else f"not set: {', '.join(missing)}"


def models_with_logprobs(folders: Sequence[Path]) -> list[str]:
    """Models whose endpoints return log-probabilities, and those that run in this process."""
    return [
        name
        for name, content in _files("model", folders)
        if (content.get("quirks") or {}).get("logprobs") or str(content.get("_target_")) == LOCAL_TARGET
    ]


def _named(group: str, folders: Sequence[Path]) -> Iterator[Entry]:
    for name, content in _files(group, folders):
        yield Entry(name, str(content.get("description") or content.get("name") or ""))


_LISTINGS: dict[str, Callable[[Sequence[Path]], Iterator[Entry]]] = {
    "tasks": _tasks,
    "suites": _suites,
    "models": _models,
    "providers": _providers,
    "judges": lambda folders: _named("judge", folders),
    "deploys": lambda folders: _named("deploy", folders),
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
