"""The command line: `hyeval` and `python -m hyeval` are the same program."""

from __future__ import annotations

import argparse
import gc
import io
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hyeval import __version__
from hyeval.errors import ConfigError, ExitCode, HyevalError, MissingResource, Problem

logger = logging.getLogger(__name__)

LIST_WIDTH = 160
"""Columns that lists want; a terminal that has fewer shows paragraphs where a table does not fit."""

HELP = """\
hyeval evaluates vision-language models: every number with its 95 % interval and its coverage.

Run an evaluation (the word `run` may be left out):
  python -m hyeval                                    the built-in demo: no download, no key, no GPU
  python -m hyeval model=qwen2_5_vl task=mmmu limit=8 the first 8 questions of MMMU
  python -m hyeval task=[digits,digits_mc]            several tasks, one model load
  python -m hyeval task=suite/digits                  a named set of tasks
  python -m hyeval model=hf model.path=OWNER/NAME     any checkpoint of the Hugging Face hub, or a folder
  python -m hyeval --multirun model=demo,scripted task=digits,digits_mc    every combination
  python -m hyeval --multirun hydra/launcher=slurm model=demo,qwen2_5_vl task=mmmu    each a job

Settings are NAME=VALUE. The usual ones:
  limit=N          only the first N samples of each task      repeats=K    ask every question K times
  resume=false     ask again what is already stored           seed=N       seed of everything drawn at random
  cache_dir=DIR    where answers are stored                   hydra.run.dir=DIR   where results are written
  hardware=ddp     all GPUs; also cpu, gpu, fsdp, …            tracking=wandb      auto, none, wandb
  deploy=vllm      start an engine for the checkpoint: vllm, sglang, lmdeploy, transformers; or remote
  generation.temperature=0.7             generation settings of all tasks
  tasks.mmmu.generation.max_tokens=512   the same of one task
  dataset.path=FILE                      data of the only task, e.g. your own with task=custom_mcq; or an https address
  mode=infer       only ask and keep the answers; mode=score scores them later and asks the model nothing
  dry_run=true     count requests, tokens and cost, send nothing
  budget.usd=5     also budget.tokens=N, budget.minutes=N: stop there, keep everything
  --cfg job        show the composed configuration and stop
  --config-dir DIR your own tasks and models, in DIR/task/*.yaml and DIR/model/*.yaml

Look around:
  hyeval check task=NAME                  look for what is wrong with the data, in all rows; sends nothing
  hyeval list tasks|models|suites|judges|deploys|protocols|providers [PATTERN]
  hyeval show TASK                        licence, paper, data and published scores of a task
  hyeval rescore RUN protocol=NAME        score the answers of a run anew, without asking
  hyeval scan RUN…                        what failed in these runs, by class
  hyeval cache stats|compact|clear
  hyeval merge CHECKPOINT OUT             make a model folder of a sharded training checkpoint (FSDP2); --weights ema

The same command again goes on where it was stopped; what was answered is never asked twice.
Exit codes: 0 complete, 1 error, 2 wrong settings or missing files, 3 samples without a response,
4 cannot write (permissions, full disk), 130 interrupted.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal of another encoding than UTF-8 lacks some characters
    try:
        _load_environment_file()
        code = _dispatch(arguments)
        sys.stdout.flush()  # here, where a reader that has gone can still be told apart from an error
        return code
    except ConfigError as error:
        return _report(error, [str(problem) for problem in error.problems])
    except HyevalError as error:
        return _report(error, str(error).splitlines())
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone, as with `hyeval list tasks | head`
        from hyeval.reports.console import discard_output

        discard_output()
        return ExitCode.COMPLETE


def _load_environment_file() -> None:
    """Read keys from a `.env`, searched upward from the working directory; what is already set stays as it is."""
    from dotenv import find_dotenv, load_dotenv

    try:
        Path.cwd()
    except FileNotFoundError as error:
        raise MissingResource("the working directory is not there any more. Change to another one.") from error
    load_dotenv(find_dotenv(usecwd=True), override=False)


def _dispatch(arguments: list[str]) -> int:
    if arguments[:1] in (["-h"], ["--help"], ["help"]) or arguments[:2] in (["run", "-h"], ["run", "--help"]):
        sys.stdout.write(HELP)
        return ExitCode.COMPLETE
    if arguments[:1] == ["--version"]:
        sys.stdout.write(f"hyeval {__version__}\n")
        return ExitCode.COMPLETE
    command = _COMMANDS.get(arguments[0]) if arguments else None
    return _run(arguments) if command is None else command(arguments[1:])


def _report(error: HyevalError, lines: Sequence[str]) -> int:
    for line in lines:
        sys.stderr.write(f"error: {line}\n")
    return error.exit_code


def _list(arguments: Sequence[str]) -> int:
    from rich.table import Table

    from hyeval.config.catalogue import KINDS, list_entries
    from hyeval.reports.console import print_table, result_console

    parser = argparse.ArgumentParser("hyeval list", description="List what can be chosen.")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("pattern", nargs="?", default="", help="part of the name or the description")
    _add_config_folders(parser)
    options = parser.parse_args(arguments)
    entries = list_entries(options.kind, _config_folders(options), options.pattern)
    if not entries:
        sys.stderr.write(f"error: no {options.kind} match '{options.pattern}'\n")
        return ExitCode.USAGE
    table = Table(box=None, pad_edge=False, header_style="bold")
    last = {"providers": "models", "suites": "tasks in it"}.get(options.kind, "description")
    for heading in ("name", *entries[0].details, last):
        table.add_column(heading, no_wrap=heading == "name", overflow="fold")
    for entry in entries:
        table.add_row(entry.name, *entry.details.values(), entry.description)
    console = result_console(LIST_WIDTH)
    if console.width < LIST_WIDTH:
        print_table(table, console)
    else:
        console.print(table)
    return ExitCode.COMPLETE


def _add_config_folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config-dir", type=Path, action="append", default=[], help="your own configuration folder")


def _config_folders(options: argparse.Namespace) -> list[Path]:
    from hyeval.config.folders import config_folder

    if missing := [folder for folder in options.config_dir if not folder.is_dir()]:
        raise ConfigError([Problem("--config-dir", f"there is no folder {folder}.") for folder in missing])
    return [config_folder(), *options.config_dir]


def _show(arguments: Sequence[str]) -> int:
    from rich.markup import escape
    from rich.table import Table

    from hyeval.config.catalogue import task_details
    from hyeval.reports.console import result_console

    parser = argparse.ArgumentParser("hyeval show", description="Tell what is known about a task.")
    parser.add_argument("task", help="its name, as `hyeval list tasks` has it")
    _add_config_folders(parser)
    options = parser.parse_args(arguments)
    found = task_details(options.task, _config_folders(options))
    console = result_console(width=160)
    for name, value in (("task", found.name), *found.facts.items()):
        console.print(f"[bold]{name}[/]: {escape(value)}", soft_wrap=True)
    if found.reference:
        table = Table(box=None, pad_edge=False, header_style="bold", title="published scores", title_justify="left")
        for heading in ("model", "score", "metric", "protocol", "source"):
            table.add_column(heading, overflow="fold")
        for one in found.reference:
            table.add_row(*(escape(str(one[name])) for name in ("model", "score", "metric", "protocol", "source")))
        console.print(table)
    return ExitCode.COMPLETE


def _scan(arguments: Sequence[str]) -> int:
    from hyeval.reports.console import result_console
    from hyeval.reports.scan import find_runs, print_scan, scan

    parser = argparse.ArgumentParser("hyeval scan", description="List what failed in runs, by class.")
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="a run directory, or a folder of several")
    options = parser.parse_args(arguments)
    console = result_console(width=160)
    found = [scan(run) for run in find_runs(options.runs)]
    for one in found:
        print_scan(one, console)
    return ExitCode.INCOMPLETE if any(one.failures for one in found) else ExitCode.COMPLETE


def _merge(arguments: Sequence[str]) -> int:
    from hyeval.models.merging import Weights, merge

    parser = argparse.ArgumentParser("hyeval merge", description="Make a model folder of a sharded checkpoint.")
    parser.add_argument("checkpoint", type=Path, metavar="CHECKPOINT", help="what torch.distributed.checkpoint wrote")
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder to be made, for model=hf model.path=OUT")
    parser.add_argument("--weights", choices=tuple(Weights), type=Weights, default=Weights.REGULAR)
    parser.add_argument("--base", help="folder or hub name with configuration, tokenizer and processor")
    options = parser.parse_args(arguments)
    if not options.checkpoint.is_dir():
        raise ConfigError([Problem("CHECKPOINT", f"there is no folder {options.checkpoint}.", "Check the path.")])
    count = merge(options.checkpoint, options.out, weights=options.weights, base=options.base)
    sys.stdout.write(f"{options.out}: {count:,} {options.weights} weights\n")
    return ExitCode.COMPLETE


def _cache(arguments: Sequence[str]) -> int:
    from hyeval.config.folders import default_cache_folder, expand
    from hyeval.execution import store
    from hyeval.tasks import download

    parser = argparse.ArgumentParser("hyeval cache", description="Look after the store of answers and fetched files.")
    parser.add_argument("action", choices=("stats", "compact", "clear"))
    parser.add_argument("--cache-dir", default=default_cache_folder(), help="default: %(default)s")
    parser.add_argument("--yes", action="store_true", help="with clear: do not ask")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--model", help="with clear: only the answers of this model")
    which.add_argument("--downloads", action="store_true", help="with clear: the fetched data sets, and no answers")
    options = parser.parse_args(arguments)
    folder, downloads = store.folder_in(expand(options.cache_dir)), expand(options.cache_dir) / download.FOLDER
    if options.action == "compact" and folder.is_dir():
        recovery = store.compact(folder)
        sys.stdout.write(f"recovered {recovery.responses} answers; {recovery.in_flight} requests had been in flight\n")
    if options.action == "clear" and (downloads if options.downloads else folder).is_dir():
        what = f"the answers of {options.model}" if options.model else "all answers"
        asked = f"the fetched files in {downloads}" if options.downloads else f"{what} in {folder}"
        if not options.yes and not _confirmed(f"Forget {asked}? [y/N] "):
            sys.stderr.write("error: nothing was forgotten. Say --yes to do it without being asked.\n")
            return ExitCode.ERROR
        if options.downloads:
            download.forget(downloads)
        else:
            sys.stdout.write(f"forgot {store.clear(folder, model_name=options.model)} answers\n")
    _print_statistics(store.statistics(folder), folder)
    if files := download.files_in(downloads):
        size = sum(file.stat().st_size for file in files)
        sys.stdout.write(f"{downloads}: {size / 1e6:.1f} MB, {len(files)} fetched files\n")
    return ExitCode.COMPLETE


def _confirmed(question: str) -> bool:
    try:
        return input(question).strip().lower() == "y"
    except EOFError:
        return False


def _print_statistics(statistics: object, folder: Path) -> None:
    from hyeval.execution.store import StoreStatistics

    assert isinstance(statistics, StoreStatistics)
    sys.stdout.write(f"{folder}: {statistics.size / 1e6:.1f} MB, {statistics.interrupted} interrupted requests\n")
    for model in statistics.models:
        sys.stdout.write(f"  {model.model}: {model.responses} answers, {model.failures} failures\n")
    if statistics.writers:
        sys.stdout.write(f"  {statistics.writers} runs are going on, or were killed and wait for recovery\n")


def _rescore(arguments: Sequence[str]) -> int:
    with _imports_kept():
        from hyeval.launch import launch_rescore
    return launch_rescore(list(arguments))


def _check(arguments: Sequence[str]) -> int:
    from hyeval.launch import launch_check

    return launch_check(list(arguments))


def _run(arguments: Sequence[str]) -> int:
    with _imports_kept():
        from hyeval.launch import launch
    return launch(list(arguments))


@contextmanager
def _imports_kept() -> Iterator[None]:
    """What imports build stays for good: to look through it for garbage, again and again, takes a sixth of a start."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "list": _list,
    "show": _show,
    "check": _check,
    "rescore": _rescore,
    "scan": _scan,
    "cache": _cache,
    "merge": _merge,
    "run": _run,
}
