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
from hyeval.config.composition import CONFIG_NAME, CommandLine, check, compose_run, hydra_of, searched
from hyeval.config.folders import config_folder, default_cache_folder, expand
from hyeval.config.schema import RunConfig
from hyeval.config.validation import container, validate
from hyeval.errors import ConfigError, ExitCode, HyevalError, MissingResource, OutputError, Problem, RunInterrupted
from hyeval.execution.ledger import Purse
from hyeval.models.rendezvous import Meeting, attend, external_rank
from hyeval.pipeline import RunContext, check_data, estimate, evaluate, rescore
from hyeval.reports.console import result_console
from hyeval.reports.inspection import print_inspections
from hyeval.reports.results import RunResult
from hyeval.reports.run_directory import RunDirectory
from hyeval.reports.tables import FailedCell, print_failed_cells, print_sweep
from hyeval.sweeps.cells import Outcome, Report, shown_path

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
    overrides = check(command)
    if options.cfg is not None or options.info is not None:
        _show(options, overrides)
        return ExitCode.COMPLETE
    jobs = _Jobs(arguments, pool)
    # Spinning OpenMP threads take the cores from tokenizing, image decoding and other jobs; read when torch is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        # Not by `hydra.main`, which composes once more to find out whether this is a sweep.
        with hydra_of(command) as composer:
            run = composer.multirun if command.multirun else composer.run
            run(CONFIG_NAME, jobs, [*overrides, *_directory_overrides(command), *searched(command)])
    finally:
        jobs.close()
    return jobs.code


def _show(options: argparse.Namespace, overrides: Sequence[str]) -> None:
    """Let Hydra print what was composed; it reads the command line itself."""
    sys.argv = [sys.argv[0], *_flags(options), *overrides]
    # Without it Hydra would shorten our errors to one line.
    os.environ.setdefault("HYDRA_FULL_ERROR", "1")
    hydra.main(version_base="1.3", config_path=str(config_folder()), config_name=CONFIG_NAME)(lambda _: None)()


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
    dropped = given | {"dry_run", "mode", "tracking.group"}
    kept = [one for one in earlier if one.partition("=")[0] not in dropped]
    if "tracking" in given:  # what the run said of another tracker is of no use to this one
        kept = [one for one in kept if not one.startswith("tracking.")]
    return launch([*kept, *arguments[1:], f"rescore.run={directory.resolve()}"])


class _Jobs:
    """What Hydra calls for every job: they share models and a budget, and each error is told and ends one job only.

    A launcher that sends this to other processes brings back reports; only the arguments travel.
    """

    def __init__(self, arguments: Sequence[str], pool: ModelPool) -> None:
        self._arguments = tuple(arguments)
        self._pool, self._purse = pool, Purse()
        self._codes: list[int] = []
        self._results: list[RunResult] = []
        self._failed: list[Report] = []
        self._sent_away = False
        """Whether jobs ran in other processes, which have printed their tables there."""

    def __reduce__(self) -> tuple[Callable[..., _Jobs], tuple[tuple[str, ...]]]:
        return _jobs_of_a_process, (self._arguments,)

    def meet(self, meeting: Meeting) -> None:
        """Compute with the help of processes that were started together with this one."""
        self._pool.meeting = meeting

    def __call__(self, config: DictConfig) -> Outcome:
        """Run one job; an interruption ends the sweep."""
        folder = Path(HydraConfig.get().runtime.output_dir)
        results: list[RunResult] = []
        code, error = self._evaluate(config, folder, finished=results.append)
        self._codes.append(code)
        self._results += results
        return Outcome(code, folder, results[0] if results else None, error)

    def release(self) -> None:
        """Let go of the models, and of the servers that were started for them."""
        self._pool.close()

    def collect(self, reports: Sequence[Report]) -> None:
        """Take what came of jobs that ran in other processes."""
        self._sent_away = True
        self._codes += [report.code for report in reports]
        self._results += [one.outcome.result for one in reports if one.outcome and one.outcome.result]
        self._failed += [report for report in reports if report.failed]

    @property
    def code(self) -> int:
        """The worst exit code of all jobs."""
        return max(self._codes, default=ExitCode.COMPLETE)

    def close(self) -> None:
        """Release the models, and show a sweep as a whole."""
        self.release()
        if len(self._results) > 1 or self._sent_away:
            print_sweep(self._results, result_console())
        if self._failed:
            print_failed_cells([_cells_line(report) for report in self._failed], result_console())

    def _evaluate(self, config: DictConfig, folder: Path, *, finished: Callable[[RunResult], None]) -> tuple[int, str]:
        context = RunContext(
            directory=RunDirectory(folder),
            command=["python", "-m", "hyeval", *self._arguments],
            composed=container(config),
            pool=self._pool,
            console=result_console(),
            purse=self._purse,
            finished=finished,
        )
        try:
            _run(validate(config), context)
        except RunInterrupted as error:
            logger.error("%s", error)
            raise KeyboardInterrupt from error
        except HyevalError as error:
            for line in str(error).splitlines():
                logger.error("%s", line)
            return error.exit_code, str(error)
        return ExitCode.COMPLETE, ""


def _jobs_of_a_process(arguments: Sequence[str]) -> _Jobs:
    return _Jobs(arguments, ModelPool())


def _run(run: RunConfig, context: RunContext) -> None:
    if run.rescore.run is not None:
        rescore(run, context)
    elif run.dry_run:
        estimate(run, context)
    else:
        evaluate(run, context)


def _cells_line(report: Report) -> FailedCell:
    first_line = report.note.partition("\n")[0]
    log = "" if report.log is None else shown_path(report.log)
    return FailedCell(report.cell.number, report.cell.label, report.state.value, report.job or "", first_line, log)


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
