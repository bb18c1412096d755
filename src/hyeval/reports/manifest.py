"""What a run was made with: versions, commit, machine, command."""

from __future__ import annotations

import os
import platform
import re
import shlex
import subprocess
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import hyeval
from hyeval.models.gpus import gpu_names

_PACKAGES = (
    "hydra-core", "omegaconf", "pydantic", "numpy", "scipy", "pillow", "datasets", "torch", "lightning",
    "transformers", "tokenizers", "wandb",
)  # fmt: skip
_SECRET_NAME = r"(?:[\w.+-]*[._+-])?(?:api[_-]?key|key|token|secret|password|passwd)"
_SECRET = re.compile(
    rf"""(?ix)
    (?P<head>
        (?<![\w.]) ["']? {_SECRET_NAME} ["']? \s* [=:] \s*      # NAME=…, "NAME": …
      | authorization ["']? \s* [=:] \s* ["']? (?:\w+\s+)?    # Authorization: Bearer …
      | ://[^/\s:@]*:(?=[^/\s@]*@)                           # https://user:…@
    )
    (?P<value> "[^"]*" | '[^']*' | [^,}}&@]+ )
    """
)


def describe_environment(command: Sequence[str]) -> dict[str, Any]:
    """Versions, commit, machine and command of this process, without secrets."""
    return {
        "hyeval": hyeval.__version__,
        "git_commit": _git_commit(),
        "python": platform.python_version(),
        "packages": {name: version for name in _PACKAGES if (version := _version(name)) is not None},
        "hardware": _hardware(),
        "command": shlex.join(redact(argument) for argument in command),
        "slurm_job": os.environ.get("SLURM_JOB_ID"),
    }


def redact(text: str) -> str:
    """Hide the value of every setting in an argument that is named like a secret, and passwords in addresses."""
    return _SECRET.sub(r"\g<head>***", text)


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _git_commit() -> str | None:
    """Commit of the checkout that hyeval runs from, with `-dirty` if it was changed; None for an installed wheel."""
    folder = Path(__file__).resolve().parent
    command = ["git", "-C", str(folder), "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]
    try:
        tracked = subprocess.run(
            ["git", "-C", str(folder), "ls-files", "--error-unmatch", __file__], capture_output=True, check=False
        )
        if tracked.returncode != 0:
            return None
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def _hardware() -> dict[str, Any]:
    return {
        "machine": platform.machine(),
        "system": platform.platform(),
        "cpus": os.cpu_count(),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "gpus": _gpus(),
    }


def _gpus() -> list[str]:
    """Names of the GPUs, if the run has looked for them."""
    return list(gpu_names()) if gpu_names.cache_info().currsize else []
