"""Where an engine is installed: this environment, that of another interpreter, or a conda environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hyeval.errors import MissingResource
from hyeval.serving.engines import Engine
from hyeval.serving.plan import Deployment

VERSION_S = 60.0
CONDAS = ("conda", "mamba")


@dataclass(frozen=True)
class Location:
    """How a program of the environment is called."""

    wrapper: tuple[str, ...]
    """What comes before the program."""
    python: str
    folder: Path | None
    """Where its programs lie; None if PATH says so."""

    def resolve(self, words: Sequence[str]) -> list[str]:
        """A command line with its program replaced by its place."""
        program, *arguments = words
        if program == "python":
            program = self.python
        elif self.folder is not None:
            program = str(self.folder / program)
        return [*self.wrapper, program, *arguments]

    def version(self, package: str) -> str | None:
        """Version of a package there; None if it is not installed."""
        code = f"from importlib.metadata import version; print(version({package!r}))"
        try:
            found = subprocess.run(
                [*self.wrapper, self.python, "-c", code], capture_output=True, text=True, timeout=VERSION_S, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return None
        return found.stdout.strip() or None


def locate(engine: Engine, deployment: Deployment, *, field: str) -> Location:
    """Find the environment of an engine; `MissingResource` if the engine's program is surely not there."""
    program = engine.program[0]
    if deployment.conda_env is not None:
        conda = _conda(field)
        _require_in_conda(Path(conda), engine, deployment.conda_env, field)
        choice = _conda_choice(deployment.conda_env)
        return Location((conda, "run", "--no-capture-output", *choice), "python", None)
    if deployment.python is not None:
        # Not resolved: the interpreter of a virtual environment is a link, and its programs lie beside the link.
        python = Path(deployment.python).expanduser().absolute()
        if not python.is_file():
            raise MissingResource(f"{field}.python: there is no file {python}. Name the interpreter of an environment.")
        folder = python.parent
    else:
        python, folder = Path(sys.executable), Path(sys.executable).parent
        found = shutil.which(program)
        if program != "python" and not _is_program(folder / program) and found is not None:
            folder = Path(found).parent
            python = folder / "python" if _is_program(folder / "python") else python
    if not (_has_package(python, engine.package) if program == "python" else _is_program(folder / program)):
        what = f"package '{engine.package}'" if program == "python" else f"program '{program}'"
        raise MissingResource(
            f"{field}.python: there is no {what} in {folder}. `pip install {engine.package}` there, or"
            f" name the environment that has it with `{field}.python=` or `{field}.conda_env=`."
        )
    return Location((), str(python), folder)


def _has_package(python: Path, package: str) -> bool:
    """Whether an interpreter finds a package, which is not imported."""
    code = f"import sys, importlib.util; sys.exit(importlib.util.find_spec({package!r}) is None)"
    return subprocess.run([python, "-c", code], capture_output=True, check=False).returncode == 0


def _require_in_conda(conda: Path, engine: Engine, name: str, field: str) -> None:
    """`MissingResource` if an environment is surely not there or lacks the program; only conda knows where some lie."""
    by_path = _conda_choice(name)[0] == "-p"
    folder = Path(name).expanduser() if by_path else conda.parent.parent / "envs" / name
    program = engine.program[0]
    if not folder.is_dir():
        if by_path:
            raise MissingResource(f"{field}.conda_env: there is no folder {folder}. Check the path.")
    elif not _is_program(folder / "bin" / program):
        rule = f"there is no program '{program}' in {folder / 'bin'}."
        raise MissingResource(f"{field}.conda_env: {rule} `pip install {engine.package}` there, or name another one.")


def _conda(field: str) -> str:
    named = os.environ.get("CONDA_EXE")
    conda = named if named and _is_program(Path(named)) else next(filter(None, map(shutil.which, CONDAS)), None)
    if conda is None:
        raise MissingResource(
            f"{field}.conda_env: there is no conda on PATH, and CONDA_EXE is not set."
            f" Set `{field}.python=` to the interpreter of the environment instead."
        )
    return conda


def _conda_choice(name: str) -> tuple[str, str]:
    return ("-p", str(Path(name).expanduser())) if "/" in name or name.startswith("~") else ("-n", name)


def _is_program(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def surroundings(location: Location, devices: Sequence[str], more: Mapping[str, str], variable: str) -> dict[str, str]:
    """Environment variables of a server: those of this process, its own programs first, its devices alone."""
    variables = {**os.environ, "PYTHONUNBUFFERED": "1", **more}
    if location.folder is not None:
        variables["PATH"] = f"{location.folder}{os.pathsep}{variables.get('PATH', '')}"
    if devices:
        variables[variable] = ",".join(devices)
    return variables
