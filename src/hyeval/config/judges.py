"""The judges of `conf/judge/` by name, for rubrics and panels: their files and the model files below them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from omegaconf import OmegaConf

from hyeval.config.folders import config_folder
from hyeval.config.schema import ModelConfig
from hyeval.config.spelling import written
from hyeval.config.validation import checked_model
from hyeval.errors import ConfigError, Problem

BASE = re.compile(r"/model@models\.(\w+)")
"""How a file of a judge names the model file that it is made of."""
SINGLE = {"defaults", "name", "description", "models"}
"""What the file of a single judge holds; other settings are those of a panel."""


def named_judge(name: str) -> dict[str, ModelConfig]:
    """The models of a judge, checked as those of the command line are; `ConfigError` if there is no such judge."""
    path = config_folder() / "judge" / f"{name}.yaml"
    if not path.is_file():
        raise ConfigError([Problem("rubric.judge", f"there is no judge '{name}'.", "`hyeval list judges` shows all.")])
    content = _read(path)
    bases = {key: _read(config_folder() / "model" / f"{model}.yaml") for key, model in _bases(content).items()}
    merged = OmegaConf.to_container(OmegaConf.merge(bases, content.get("models") or {}), resolve=True)
    assert isinstance(merged, dict)
    models = {str(key): model for key, model in merged.items()}
    return {key: checked_model(model, f"judge.models.{key}") for key, model in models.items()}


def panel(names: Sequence[str], folders: Sequence[Path]) -> list[str]:
    """The settings that make a panel of the files of single judges, each under its name in `judge.models`.

    The files are those of the first folder that has them, and there is one of each name. `ConfigError` tells which are
    named twice, or are no file of one judge.
    """
    problems, settings = [], ["judge=none", "++judge.name=panel", f"++judge.description={written(', '.join(names))}"]
    for name in names:
        content = _read(next(path for folder in folders if (path := folder / "judge" / f"{name}.yaml").is_file()))
        bases, models = _bases(content), content.get("models") or {}
        members = {*bases, *models}
        if names.count(name) > 1:
            remedy = "`judge.repeats=2` asks every judge twice; another model of the same kind needs a file of its own."
            problems.append(Problem("judge", f"'{name}' stands there twice.", remedy))
        elif len(members) != 1 or content.keys() - SINGLE:
            rule = f"'{name}' is " + ("a panel itself." if members else "no judge.")
            problems.append(Problem("judge", rule, "Name single judges; `hyeval list judges` shows all."))
        else:
            (member,), place = members, f"judge.models.{name.replace('/', '_')}"
            settings += [f"+model@{place}={base}" for base in bases.values()]
            settings += [f"++{place}.{key}={written(value)}" for key, value in (models.get(member) or {}).items()]
    if problems:
        raise ConfigError(list(dict.fromkeys(problems)))
    return settings


def _bases(content: Mapping[str, Any]) -> dict[str, str]:
    """The model file that each judge of a file is made of."""
    return {
        match[1]: str(model)
        for one in content.get("defaults") or ()
        if isinstance(one, dict)
        for key, model in one.items()
        if (match := BASE.fullmatch(key))
    }


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] | None = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content or {}
