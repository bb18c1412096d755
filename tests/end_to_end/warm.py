"""Runs that begin with everything imported (tests/warm.py), and so do the processes of their models.

Only what reads no environment when it is imported is imported for runs. Where two runs must be equal however sets are
ordered, one of them is to be a process of its own (`Workspace.start`).
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.warm import Interpreter, Template

OF_RUNS = (
    "PIL.JpegImagePlugin", "PIL.PngImagePlugin", "aiohttp", "dill", "dotenv", "httpx",
    "hydra._internal.core_plugins.basic_launcher",
    "hydra._internal.core_plugins.file_config_source", "hydra._internal.core_plugins.importlib_resources_config_source",
    "hydra.core.plugins", "hydra_plugins.hyeval_launchers", "hyeval.cli", "hyeval.launch", "hyeval.models.scripted",
    "hyeval.scoring.choice", "hyeval.scoring.number", "hyeval.scoring.text", "hyeval.sweeps.launcher", "multiprocess",
    "openai", "pandas", "pyarrow.dataset", "pyarrow.parquet", "rich._emoji_codes", "scipy.special", "tqdm.auto",
    "xxhash",
)  # fmt: skip
RANK = "hyeval.models.rank_process"
OF_RANKS = (
    "hyeval.models.local", "hyeval.models.sampling", "lightning.fabric.fabric",
    "transformers.models.auto.modeling_auto", "transformers.models.clip.modeling_clip",
    "transformers.models.llava.modeling_llava", "transformers.models.llava.processing_llava",
    "transformers.models.qwen2.modeling_qwen2",
)  # fmt: skip


@functools.cache
def template() -> Template:
    """The template of runs."""
    return Template(OF_RUNS)


@functools.cache
def python() -> Interpreter:
    """What starts the processes of models: a single one, and those of two that share the processors."""
    single = os.environ | {"OMP_WAIT_POLICY": "PASSIVE"}
    shared = single | {"OMP_NUM_THREADS": str(max(1, len(os.sched_getaffinity(0)) // 2))}
    return Interpreter([Template(OF_RANKS, single), Template(OF_RANKS, shared)], [RANK])


def with_ready_models() -> list[str]:
    """What begins a command line in place of Python, for a run that begins with Python and models that do not."""
    script = "import runpy, sys; sys.executable = sys.argv.pop(1); runpy.run_module('hyeval', run_name='__main__')"
    return [sys.executable, "-c", script, str(python().path)]


def run(
    arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str], timeout_s: float
) -> subprocess.CompletedProcess[str]:
    """Run `python -m hyeval` in a folder, to the end; raises `TimeoutExpired` after killing it."""
    outputs = [folder / f".{name}" for name in ("stdout", "stderr")]
    command = ["hyeval", *arguments]
    with Path(os.devnull).open("rb") as nothing, outputs[0].open("wb") as stdout, outputs[1].open("wb") as stderr:
        process = template().start(
            "hyeval",
            arguments,
            files={0: nothing.fileno(), 1: stdout.fileno(), 2: stderr.fileno()},
            folder=folder,
            environment=environment,
            python=str(python().path),
        )
    try:
        code = process.wait(timeout_s)
    except TimeoutError:
        process.kill()
        raise subprocess.TimeoutExpired(command, timeout_s, *_taken(outputs)) from None
    return subprocess.CompletedProcess(command, code, *_taken(outputs))


def _taken(outputs: Sequence[Path]) -> list[str]:
    texts = [one.read_text(encoding="utf-8") for one in outputs]
    for one in outputs:
        one.unlink()
    return texts
