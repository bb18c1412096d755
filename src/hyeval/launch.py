"""Running jobs under Hydra: check the command line, claim a run directory, evaluate each job."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import hydra
import yaml
from hydra.core.hydra_config import HydraConfig
from omegaconf import DictConfig

from hyeval.assemble import ModelPool
from hyeval.config.composition import CONFIG_NAME, CommandLine, check, compose_run
from hyeval.config.folders import config_folder, default_cache_folder, expand
from hyeval.config.validation import container, validate
from hyeval.errors import ConfigError, ExitCode, HyevalError, MissingResource, OutputError, Problem, RunInterrupted
from hyeval.execution.ledger import Purse
from hyeval.models.rendezvous import Meeting, attend, external_rank
from hyeval.pipeline import RunContext, check_data, estimate, evaluate, rescore
from hyeval.reports.console import result_console
from hyeval.reports.inspection import print_inspections
from hyeval.reports.results import RunResult
from hyeval.reports.run_directory import RunDirectory
from hyeval.reports.tables import print_sweep

logger = logging.getLogger(__name__)

OUTPUT_FOLDER = Path("outputs")


def launch(arguments: list[str]) -> int:
    """Run what a command line asks for, one job or a sweep, and return the exit code.

    Of several processes that were started together (`srun`, `torchrun`) the first does so with the help of the others.
    """
    rank, folder = external_rank(os.environ), expand(default_cache_folder()) / "ranks"
    if rank is None:
        return _launch(arguments, ModelPool())
    if rank.number > 0:
        return attend(rank, folder)
    with closing(Meeting(rank, folder)) as meeting:
        return _launch(arguments, ModelPool(meeting))


def _launch(arguments: list[str], pool: ModelPool) -> int:
    options, command = _parse(arguments)
    overrides = list(check(command))
    shows_only = options.cfg is not None or options.info is not None
    if not shows_only:
        overrides += _directory_overrides(command)
    purse = Purse()
    codes: list[int] = []
    results: list[RunResult] = []

    def job(config: DictConfig) -> None:
        codes.append(_evaluate(config, pool, purse, arguments, finished=results.append))

    # Hydra reads the command line itself; without this variable it would shorten our errors to one line.
    sys.argv = [sys.argv[0], *_flags(options), *overrides]
    os.environ.setdefault("HYDRA_FULL_ERROR", "1")
    # Spinning OpenMP threads take the cores from tokenizing, image decoding and other jobs; read when torch is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        hydra.main(version_base="1.3", config_path=str(config_folder()), config_name=CONFIG_NAME)(job)()
    finally:
        pool.close()
        if len(results) > 1:
            print_sweep(results, result_console())
    return max(codes, default=ExitCode.COMPLETE)


def launch_check(arguments: list[str]) -> int:
    """Run `check [SETTING…]`: go through the data of a run without running it; code 2 if something is wrong with it."""
    parser = argparse.ArgumentParser("hyeval check", description="Go through all rows of the tasks; send nothing.")
    parser.add_argument("--config-dir", "-cd", type=Path, help="your own configuration folder")
    parser.add_argument("settings", nargs="*", metavar="SETTING", help="NAME=VALUE, as of a run")
    options = parser.parse_intermixed_args(arguments)
    found = check_data(compose_run(CommandLine(tuple(options.settings), _folders(options))))
    print_inspections(found, result_console())
    return ExitCode.USAGE if any(one.problem_count for one in found) else ExitCode.COMPLETE


def launch_rescore(arguments: list[str]) -> int:
    """Run `rescore RUN [SETTING…]`: the settings of that run and then the new ones, without asking a model."""
    if not arguments or "=" in arguments[0] or arguments[0].startswith("-"):
        raise ConfigError([Problem("rescore", "names no run.", "Write `hyeval rescore outputs/… protocol=NAME`.")])
    directory = Path(arguments[0])
    path = directory / ".hydra" / "overrides.yaml"
    if not path.is_file():
        raise MissingResource(f"{directory}: holds no run (no .hydra/overrides.yaml). Name a folder of `outputs/`.")
    earlier = [str(one).lstrip("+") for one in yaml.safe_load(path.read_text(encoding="utf-8"))]
    given = {one.partition("=")[0] for one in arguments[1:]}
    kept = [one for one in earlier if one.partition("=")[0] not in given | {"dry_run", "mode", "tracking.group"}]
    return launch([*kept, *arguments[1:], f"rescore.run={directory.resolve()}"])


def _evaluate(
    config: DictConfig,
    pool: ModelPool,
    purse: Purse,
    arguments: Sequence[str],
    *,
    finished: Callable[[RunResult], None],
) -> int:
    """Evaluate one job; an error is told at once and ends this job, an interruption ends the sweep."""
    context = RunContext(
        directory=RunDirectory(Path(HydraConfig.get().runtime.output_dir)),
        command=["python", "-m", "hyeval", *arguments],
        composed=container(config),
        pool=pool,
        console=result_console(),
        purse=purse,
        finished=finished,
    )
    try:
        run = validate(config)
        if run.rescore.run is not None:
            rescore(run, context)
        elif run.dry_run:
            estimate(run, context)
        else:
            evaluate(run, context)
    except RunInterrupted as error:
        logger.error("%s", error)
        raise KeyboardInterrupt from error
    except HyevalError as error:
        for line in str(error).splitlines():
            logger.error("%s", line)
        return error.exit_code
    return ExitCode.COMPLETE


def _parse(arguments: Sequence[str]) -> tuple[argparse.Namespace, CommandLine]:
    parser = argparse.ArgumentParser("hyeval run", add_help=False, allow_abbrev=False)
    parser.add_argument("--multirun", "-m", action="store_true")
    parser.add_argument("--config-dir", "-cd", type=Path)
    parser.add_argument("--cfg", "-c", choices=("job", "hydra", "all"))
    parser.add_argument("--info", "-i", nargs="?", const="all")
    parser.add_argument("--resolve", action="store_true")
    parser.add_argument("--package", "-p")
    parser.add_argument("overrides", nargs="*")
    options = parser.parse_intermixed_args(arguments)
    return options, CommandLine(tuple(options.overrides), _folders(options), options.multirun)


def _folders(options: argparse.Namespace) -> tuple[Path, ...]:
    return () if options.config_dir is None else (options.config_dir.expanduser().resolve(),)


def _flags(options: argparse.Namespace) -> list[str]:
    flags = ["--multirun"] if options.multirun else []
    if options.config_dir is not None:
        flags += ["--config-dir", str(options.config_dir.expanduser().resolve())]
    if options.cfg is not None:
        flags += ["--cfg", options.cfg]
    if options.info is not None:
        flags += ["--info", options.info]
    if options.resolve:
        flags.append("--resolve")
    if options.package is not None:
        flags += ["--package", options.package]
    return flags


def _directory_overrides(command: CommandLine) -> list[str]:
    """Claim the output folder, so that two runs of the same second do not share one."""
    key = "hydra.sweep.dir" if command.multirun else "hydra.run.dir"
    given = next((text for text in command.overrides if text.lstrip("+").startswith(f"{key}=")), None)
    if given is not None:
        folder = Path(given.partition("=")[2].strip("'\""))
        if "${" in str(folder):
            return []  # Hydra resolves it, and makes it.
        _make(folder, exist_ok=True)
        overrides = []
    else:
        folder = _claim(OUTPUT_FOLDER / datetime.now().strftime("%Y-%m-%d/%H-%M-%S"))
        overrides = [f"{key}={folder}"]
    if command.multirun and not any("tracking.group=" in text for text in command.overrides):
        overrides.append(f"++tracking.group={'_'.join(folder.parts[-2:]).strip('/')}")
    return overrides


def _claim(wanted: Path) -> Path:
    """Create `wanted`, or the first of `wanted-2`, `wanted-3`, … that does not exist yet."""
    number = 1
    while True:
        folder = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        try:
            _make(folder, exist_ok=False)
        except FileExistsError:
            number += 1
        else:
            return folder


def _make(folder: Path, *, exist_ok: bool) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=exist_ok)
    except FileExistsError:
        if exist_ok or not folder.is_dir():
            raise OutputError(f"{folder}: is a file. Set `hydra.run.dir=` to a folder.") from None
        raise
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be created ({error.strerror}). Set `hydra.run.dir=` to a folder that can be written."
        ) from error
