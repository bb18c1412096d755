"""Where files lie: the shipped configuration, data inside the package, the cache."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def config_folder() -> Path:
    """The folder with the shipped configuration: inside an installed wheel, else at the root of the repository."""
    inside = PACKAGE / "conf"
    return inside if inside.is_dir() else PACKAGE.parents[1] / "conf"


def default_cache_folder() -> str:
    """Where answers are stored unless `cache_dir` says otherwise."""
    return os.environ.get("HYEVAL_CACHE_DIR", "~/.cache/hyeval")


def expand(path: str) -> Path:
    """A path of the configuration with `~` and environment variables replaced."""
    return Path(os.path.expandvars(path)).expanduser()
