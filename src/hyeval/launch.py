"""Running jobs under Hydra: check the command line, claim a run directory, evaluate each job."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import hydra
import yaml
from hydra._internal.callbacks import Callbacks
from hydra._internal.hydra import Hydra
from hydra.core.hydra_config import HydraConfig
from hydra.core.utils import configure_log, run_job
from hydra.types import HydraContext, RunMode
from omegaconf import DictConfig, OmegaConf

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
from hyeval.reports.recorded import RecordedRun
from hyeval.reports.results import RunResult
from hyeval.reports.run_directory import RunDirectory, no_run
from hyeval.reports.tables import FailedCell, print_failed_cells, print_sweep
from hyeval.sweeps.cells import CellState, Outcome, Report, labels, shown_path

logger = logging.getLogger(__name__)

OUTPUT_FOLDER = Path("outputs")
OF_A_JUDGE = ("judge.models.", "model@judge.models.", "judge.name=", "judge.description=")
"""Beginnings of settings that belong to the judges of a run, and so not to others that are chosen instead."""
RESCORE_HELP = """\
usage: hyeval rescore RUN [SETTING ...]

Score the answers of a finished run anew; no model is asked, apart from judges.

  RUN       its folder in outputs/
  SETTING   NAME=VALUE, beside the settings of that run: protocol=NAME, judge=NAME, task=NAME for one of its tasks,
            force=true to score answers to other prompts than the protocol's all the same
"""


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
    checked = check(command)
    if options.cfg is not None or options.info is not None:
        _show(options, checked.overrides)
        return ExitCode.COMPLETE
    jobs = _Jobs(arguments, pool)
    # Spinning OpenMP threads take the cores from tokenizing, image decoding and other jobs; read when torch is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        # Not by `hydra.main`, which composes once more to find out whether this is a sweep.
        with hydra_of(command) as composer:
            folders = _directory_overrides(command)
            if command.multirun:
                composer.multirun(CONFIG_NAME, jobs, [*checked.overrides, *folders, *searched(command)])
            else:
                _run_job(composer, _with_hydras(folders, checked.config), jobs)
    finally:
        jobs.close()
    return jobs.code


def _with_hydras(overrides: Sequence[str], config: DictConfig) -> DictConfig:
    """Add plain settings of Hydra's own to what was composed, as if they had been on the command line."""
    for text in overrides:
        name, _, value = text.partition("=")
        OmegaConf.update(config, name, value)
        config.hydra.overrides.hydra.append(text)
    return config


def _run_job(composer: Hydra, config: DictConfig, job: _Jobs) -> None:
    """What `Hydra.run` does, with what was composed already: that takes a third of a short run."""
    configure_log(config.hydra.hydra_logging, config.hydra.verbose)
    config.hydra.mode = RunMode.RUN
    callbacks = Callbacks(config)
    context = HydraContext(config_loader=composer.config_loader, callbacks=callbacks)
    callbacks.on_run_start(config=config, config_name=CONFIG_NAME)
    returned = run_job(job, config, "hydra.run.dir", None, context)
    callbacks.on_run_end(config=config, config_name=CONFIG_NAME, job_return=returned)
    _ = returned.return_value  # raises the error with which the job ended


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
    if {"-h", "--help"} & set(arguments):
        sys.stdout.write(RESCORE_HELP)
        return ExitCode.COMPLETE
    if not arguments or "=" in arguments[0] or arguments[0].startswith("-"):
        raise ConfigError([Problem("rescore", "names no run.", "Write `hyeval rescore outputs/… protocol=NAME`.")])
    directory = Path(arguments[0])
    path = directory / ".hydra" / "overrides.yaml"
    if not path.is_file():
        raise MissingResource(no_run(directory, ".hydra/overrides.yaml"))
    new = [f"rescore.{one}" if one.startswith("force=") else one for one in arguments[1:]]
    earlier = [str(one).lstrip("+") for one in yaml.safe_load(path.read_text(encoding="utf-8"))]
    given = {one.partition("=")[0] for one in new}
    dropped = given | {"dry_run", "mode", "tracking.group"}
    kept = [one for one in earlier if one.partition("=")[0] not in dropped]
    if "tracking" in given:  # what the run said of another tracker is of no use to this one
        kept = [one for one in kept if not one.startswith("tracking.")]
    if "judge" in given:
        kept = [one for one in kept if not one.startswith(OF_A_JUDGE)]
    if others := _other_tasks(directory, new):
        kept = [one for one in kept if not one.startswith(tuple(f"tasks.{name}." for name in others))]
    _require_its_model(earlier, new)
    folders = [] if {"--config-dir", "-cd"} & set(arguments) else _folders_of(directory)
    return launch([*folders, *kept, *new, f"rescore.run={directory.resolve()}"])


def _other_tasks(run: Path, new: Sequence[str]) -> list[str]:
    """Tasks of a run that are left out by a `task=` that names some of them; settings of theirs have no use."""
    there = RecordedRun.tasks(run)
    chosen = [one.partition("=")[2].strip("[]'\"").split(",") for one in new if one.startswith("task=")]
    names = [name.strip() for name in (chosen[-1] if chosen else [])]
    return [name for name in there if name not in names] if names and set(names) <= set(there) else []


def _require_its_model(earlier: Sequence[str], new: Sequence[str]) -> None:
    """`ConfigError` if responses of one model are to be scored as if they were another's."""
    for one in new:
        if one.startswith("model=") and one not in earlier:
            own = next((text.partition("=")[2] for text in earlier if text.startswith("model=")), "demo")
            rule = f"the responses are those of the run's model ({own}), and no other is asked."
            raise ConfigError([Problem("model", rule, "Leave it out.")])


def _folders_of(run: Path) -> list[str]:
    """The `--config-dir` of an earlier run, as long as that folder is there."""
    path = run / ".hydra" / "hydra.yaml"
    composed = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    listed = ((composed or {}).get("hydra") or {}).get("searchpath") or []
    folders = [Path(str(one).removeprefix("file://")) for one in listed]
    return [text for one in folders if one.is_dir() for text in ("--config-dir", str(one))]


@dataclass(frozen=True)
class _Ended:
    """A job that ran in this process."""

    overrides: tuple[str, ...]
    outcome: Outcome


class _Jobs:
    """What Hydra calls for every job: they share models and a budget, and each error is told and ends one job only.

    A launcher that sends this to other processes brings back reports; only the arguments travel.
    """

    def __init__(self, arguments: Sequence[str], pool: ModelPool) -> None:
        self._arguments = tuple(arguments)
        self._pool, self._purse = pool, Purse()
        self._ended: list[_Ended] = []
        self._reports: list[Report] = []
        """Of jobs that ran in other processes, which have printed their tables there."""

    def __reduce__(self) -> tuple[Callable[..., _Jobs], tuple[tuple[str, ...]]]:
        return _jobs_of_a_process, (self._arguments,)

    def meet(self, meeting: Meeting) -> None:
        """Compute with the help of processes that were started together with this one."""
        self._pool.meeting = meeting

    def __call__(self, config: DictConfig) -> Outcome:
        """Run one job; an interruption ends the sweep."""
        hydra_config = HydraConfig.get()
        folder = Path(hydra_config.runtime.output_dir)
        results: list[RunResult] = []
        code, error = self._evaluate(config, folder, finished=results.append)
        outcome = Outcome(code, folder, results[0] if results else None, error)
        self._ended.append(_Ended(tuple(hydra_config.overrides.task), outcome))
        return outcome

    def release(self) -> None:
        """Let go of the models, and of the servers that were started for them."""
        self._pool.close()

    def collect(self, reports: Sequence[Report]) -> None:
        """Take what came of jobs that ran in other processes."""
        self._reports += reports

    @property
    def code(self) -> int:
        """The worst exit code of all jobs."""
        codes = [one.outcome.code for one in self._ended] + [report.code for report in self._reports]
        return max(codes, default=ExitCode.COMPLETE)

    def close(self) -> None:
        """Release the models, and show a sweep as a whole."""
        self.release()
        if self._reports:
            told = [(one.outcome, one.cell.label) for one in self._reports if one.outcome is not None]
            failed = [_cells_line(report) for report in self._reports if report.failed]
        elif len(self._ended) > 1:
            names = labels([one.overrides for one in self._ended])
            told = [(one.outcome, name) for one, name in zip(self._ended, names, strict=True)]
            failed = [_failed_job(number, *one) for number, one in enumerate(told) if not one[0].complete]
        else:
            return
        shown = [(outcome.result, _beside_task_and_model(label)) for outcome, label in told if outcome.result]
        console = result_console()
        if shown:
            print_sweep([result for result, _ in shown], console, settings=[label for _, label in shown])
        if failed:
            print_failed_cells(failed, console, passed_over=bool(self._reports))

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


def _failed_job(number: int, outcome: Outcome, label: str) -> FailedCell:
    state = CellState.INCOMPLETE if outcome.code == ExitCode.INCOMPLETE else CellState.FAILED
    log = "" if outcome.folder is None else shown_path(outcome.folder / "hyeval.log")
    return FailedCell(number, label, state.value, "", outcome.error.partition("\n")[0], log)


def _beside_task_and_model(label: str) -> str:
    """What sets a job apart, without what a table of results has columns for."""
    return " ".join(one for one in label.split(" ") if not one.startswith(("task=", "model=")))


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
        value = given.partition("=")[2].strip("'\"")
        if not value:
            raise ConfigError([Problem(key, "names no folder.", "Leave it out, or name one.")])
        folder = Path(value)
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
