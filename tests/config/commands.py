"""Command lines for tests, and folders with a user's own configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from hydra import compose, initialize_config_dir
from omegaconf import DictConfig

from hyeval.config.composition import CONFIG_NAME, CommandLine, check, register_resolvers
from hyeval.config.folders import config_folder
from hyeval.errors import ConfigError, Problem

OWN_TASK = """\
# @package tasks.own
name: own
info: {description: A task of my own, modality: [image], size: 3}
dataset: {path: /data/own, split: test}
sample: {id: id, images: [image], question: question, answer: answer}
protocol: ${protocol.name}
protocols:
  official:
    prompt: {user: "{{ question }}"}
    extract: number
    score: number
metrics: {accuracy: mean}
"""


def checked(*overrides: str, folders: Sequence[Path] = (), multirun: bool = False) -> tuple[str, ...]:
    """Check a command line and return the overrides for Hydra."""
    return check(CommandLine(overrides, tuple(folders), multirun)).overrides


def problems(*overrides: str, folders: Sequence[Path] = (), multirun: bool = False) -> list[Problem]:
    """Everything that is wrong with a command line."""
    try:
        checked(*overrides, folders=folders, multirun=multirun)
    except ConfigError as error:
        return list(error.problems)
    return []


def composed(*overrides: str, folder: Path | None = None) -> DictConfig:
    """Compose a configuration with Hydra itself."""
    register_resolvers()
    search = [] if folder is None else [f"hydra.searchpath=['file://{folder}']"]
    with initialize_config_dir(config_dir=str(config_folder()), version_base="1.3"):
        return compose(CONFIG_NAME, overrides=[*overrides, *search])


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a user's configuration folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
