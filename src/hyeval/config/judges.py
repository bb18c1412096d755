"""The judges of `conf/judge/` by name, for rubrics that name one: their files and the model files below them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from omegaconf import OmegaConf

from hyeval.config.folders import config_folder
from hyeval.config.schema import ModelConfig
from hyeval.config.validation import checked_model
from hyeval.errors import ConfigError, Problem

BASE = re.compile(r"/model@models\.(\w+)")
"""How a file of a judge names the model file that it is made of."""


def named_judge(name: str) -> dict[str, ModelConfig]:
    """The models of a judge, checked as those of the command line are; `ConfigError` if there is no such judge."""
    path = config_folder() / "judge" / f"{name}.yaml"
    if not path.is_file():
        raise ConfigError([Problem("rubric.judge", f"there is no judge '{name}'.", "`hyeval list judges` shows all.")])
    content = _read(path)
    bases = {
        match[1]: _read(config_folder() / "model" / f"{model}.yaml")
        for one in content.get("defaults", ())
        if isinstance(one, dict)
        for key, model in one.items()
        if (match := BASE.fullmatch(key))
    }
    merged = OmegaConf.to_container(OmegaConf.merge(bases, content.get("models") or {}), resolve=True)
    assert isinstance(merged, dict)
    models = {str(key): model for key, model in merged.items()}
    return {key: checked_model(model, f"judge.models.{key}") for key, model in models.items()}


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content
