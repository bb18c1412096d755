"""Composing the configuration with Hydra, and checking the command line before Hydra runs anything."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from hydra import compose, initialize_config_dir
from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra._internal.hydra import Hydra
from hydra.core.global_hydra import GlobalHydra
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from hydra.errors import HydraException
from hydra.types import RunMode
from omegaconf import DictConfig, OmegaConf, open_dict
from omegaconf.errors import OmegaConfBaseException

from hyeval.config.catalogue import KINDS
from hyeval.config.folders import PACKAGE, config_folder, default_cache_folder
from hyeval.config.judges import panel
from hyeval.config.launchers import check_launcher
from hyeval.config.schema import RunConfig
from hyeval.config.spelling import quoted, spelled_out
from hyeval.config.unused import unused
from hyeval.config.validation import container, tasks_of, validate
from hyeval.errors import ConfigError, Problem, did_you_mean

CONFIG_NAME = "config"
OF_THE_TASK = ("dataset", "few_shot")
"""`dataset.path=` is short for `tasks.NAME.dataset.path=` in a run of one task."""
JUDGE = "judge"
MANY = 12
"""So many options of a group are left to `hyeval list`, if it lists them."""
LAUNCHER = re.compile(r"hydra[/.]launcher\b")
COMMANDS = ("run", "check", "list", "show", "rescore", "scan", "cache")


def register_resolvers() -> None:
    """Make `${package_data:PATH}` a file shipped inside the package, and `${default_cache_dir:}` the store's folder."""
    OmegaConf.register_new_resolver("package_data", lambda path: str(PACKAGE / path), replace=True)
    OmegaConf.register_new_resolver("default_cache_dir", default_cache_folder, replace=True)


@dataclass(frozen=True)
class CommandLine:
    """Overrides of a run; `folders` are the user's own configuration folders, searched beside the shipped one."""

    overrides: tuple[str, ...]
    folders: tuple[Path, ...] = ()
    multirun: bool = False


@dataclass(frozen=True)
class Checked:
    """A command line in which nothing is wrong."""

    overrides: tuple[str, ...]
    """In the form that Hydra takes: it refuses a setting that a file does not happen to mention and asks for a `+`;
    here the schema decides what exists, so plain overrides are handed on as `++`."""
    runs: tuple[RunConfig, ...]
    """One for each job."""
    config: DictConfig
    """What was composed for the first job, Hydra's own settings included."""


def check(command: CommandLine) -> Checked:
    """Check every job that a command line stands for; `ConfigError` lists the problems of all of them."""
    with hydra_of(command):
        overrides, problems = _parsed(command)
        # What names no known option is left out here, so that the rest is checked too.
        jobs = _jobs(overrides) if command.multirun else [[_text(override) for override in overrides]]
        first, runs = None, []
        for job in jobs:
            try:
                config = _compose(job, command)
                first = config if first is None else first
                runs.append(validate(without_hydra(config)))
            except ConfigError as error:
                problems += error.problems
        if len(runs) == len(jobs):
            problems += _without_effect(jobs, runs)
        if first is not None and (command.multirun or any(LAUNCHER.match(one.key_or_group) for one in overrides)):
            problems += _check_launcher(first.hydra.launcher, command, runs)
    if problems or first is None:
        raise ConfigError(list(dict.fromkeys(problems)))
    return Checked(tuple(_text(override) for override in overrides), tuple(runs), first)


def compose_run(command: CommandLine) -> RunConfig:
    """The run that a command line without a sweep stands for, checked; `ConfigError` lists what is wrong with it."""
    (run,) = check(command).runs
    return run


def without_hydra(config: DictConfig) -> DictConfig:
    """A copy of what was composed for a job, without Hydra's own settings."""
    run = config.copy()
    with open_dict(run):
        del run["hydra"]
    return run


def _with_additions(overrides: Sequence[Override], command: CommandLine) -> list[Override]:
    """The overrides, with a `+` before choices for a place that has none so far, such as the rubric of a task."""
    checked = list(overrides)
    loader = GlobalHydra.instance().config_loader()
    for number, one in enumerate(checked):
        if one.package is None or one.is_add() or one.is_delete():
            continue
        texts = [*_jobs(checked)[0], *searched(command)]
        try:
            loader.compute_defaults_list(CONFIG_NAME, texts, RunMode.RUN)
        except HydraException as error:
            if f"'{one.get_key_element()}'" in str(error):
                (checked[number],) = OverridesParser.create(config_loader=loader).parse_overrides([f"+{_text(one)}"])
    return checked


def _without_effect(jobs: Sequence[Sequence[str]], runs: Sequence[RunConfig]) -> list[Problem]:
    """Settings that no job uses; what one job of a sweep needs may be without effect in the others."""
    idle = [set(unused(run, job)) for job, run in zip(jobs, runs, strict=True)]
    return sorted(set.intersection(*idle), key=str) if idle else []


def _check_launcher(node: DictConfig, command: CommandLine, runs: Sequence[RunConfig]) -> list[Problem]:
    try:
        launcher = container(node)
    except OmegaConfBaseException as error:
        return [Problem("hydra.launcher", " ".join(str(error).split()))]
    limits = {name for run in runs for name, limit in dataclasses.asdict(run.budget).items() if limit is not None}
    return check_launcher(launcher, multirun=command.multirun, budget=sorted(limits) if len(runs) > 1 else [])


@contextmanager
def hydra_of(command: CommandLine) -> Iterator[Hydra]:
    """Hydra with the shipped configuration; the user's folders are named by `searched`."""
    register_resolvers()
    for folder in command.folders:
        if not folder.is_dir():
            raise ConfigError([Problem("--config-dir", f"there is no folder {folder}.")])
    GlobalHydra.instance().clear()
    try:
        with initialize_config_dir(config_dir=str(config_folder()), version_base="1.3", job_name="hyeval"):
            composer = GlobalHydra.instance().hydra
            assert composer is not None
            yield composer
    finally:
        GlobalHydra.instance().clear()


def searched(command: CommandLine) -> list[str]:
    """The override by which Hydra searches the user's own folders, too."""
    quoted = ",".join(f'"file://{_escaped(folder)}"' for folder in command.folders)
    return [f"hydra.searchpath=[{quoted}]"] if command.folders else []


def _compose(overrides: Sequence[str], command: CommandLine) -> DictConfig:
    try:
        return compose(CONFIG_NAME, overrides=[*overrides, *searched(command)], return_hydra_config=True)
    except yaml.YAMLError as error:
        raise ConfigError([_yaml_problem(error)]) from error
    except (HydraException, OmegaConfBaseException, ValueError) as error:
        cause = error.__cause__
        message = f"{error}" + (f" ({cause})" if cause is not None else "")
        raise ConfigError([Problem("configuration", " ".join(message.split()))]) from error


def _escaped(folder: Path) -> str:
    return str(folder).replace("\\", "\\\\").replace('"', '\\"')


def _yaml_problem(error: yaml.YAMLError, path: Path | None = None) -> Problem:
    mark = getattr(error, "problem_mark", None)
    file = path or (mark.name if mark is not None else "configuration")
    place = str(file) if mark is None else f"{file}, line {mark.line + 1}, column {mark.column + 1}"
    rule = getattr(error, "problem", None) or str(error)
    return Problem(place, f"is no valid YAML: {rule}.", "Check the indentation and the quotes there.")


def _parsed(command: CommandLine) -> tuple[list[Override], list[Problem]]:
    """Parse the overrides and write out those that are short for settings of the only task."""
    overrides, problems = _parse(command)
    overrides, wrong = _with_panels(overrides, command)
    problems += wrong
    overrides = _with_additions(overrides, command)
    short = [one for one in overrides if one.key_or_group.partition(".")[0] in OF_THE_TASK and not one.is_delete()]
    if not short:
        return overrides, problems
    rest = [one for one in overrides if one not in short]
    tasks = _task_names(rest, command)
    if len(tasks) != 1:
        rule = f"is short for a setting of the only task; in this run there are {len(tasks)} ({', '.join(tasks)})."
        names = [one.key_or_group for one in short] if tasks else []
        told = [Problem(name, rule, f"Write `tasks.NAME.{name}=`.") for name in names]
        return rest, problems + told
    parser = OverridesParser.create(config_loader=GlobalHydra.instance().config_loader())
    texts = [f"++tasks.{tasks[0]}.{_text(one).lstrip('+')}" for one in short]
    return [*rest, *parser.parse_overrides(texts)], problems


def _with_panels(overrides: Sequence[Override], command: CommandLine) -> tuple[list[Override], list[Problem]]:
    """Write out `judge=[A,B]`, before everything else, so that settings of these judges come behind it."""
    lists = [one for one in overrides if one.key_or_group == JUDGE and isinstance(one.value(), list)]
    rest = [one for one in overrides if one not in lists]
    if not lists:
        return rest, []
    names = list(_options(lists[-1]))
    if len(names) == 1:
        texts = [f"{JUDGE}={names[0]}"]
    else:
        try:
            texts = panel(names, (config_folder(), *command.folders))
        except ConfigError as error:
            return rest, list(error.problems)
    parser = OverridesParser.create(config_loader=GlobalHydra.instance().config_loader())
    return [*parser.parse_overrides(texts), *rest], []


def _task_names(overrides: Sequence[Override], command: CommandLine) -> list[str]:
    """Tasks of all jobs; none where the configuration does not compose, of which the check of the jobs tells."""
    names: dict[str, None] = {}
    for job in _jobs(overrides) if command.multirun else [[_text(override) for override in overrides]]:
        try:
            names |= dict.fromkeys(tasks_of(container(_compose(job, command), resolve=False)))
        except ConfigError:
            return []
    return list(names)


def _parse(command: CommandLine) -> tuple[list[Override], list[Problem]]:
    """Parse the overrides; name those that are malformed or choose an option that does not exist."""
    parser = OverridesParser.create(config_loader=GlobalHydra.instance().config_loader())
    folders = (config_folder(), *command.folders)
    parsed: list[Override] = []
    problems: list[Problem] = []
    for given in map(spelled_out, command.overrides):
        try:
            text, override = _read(given, parser, sweep=command.multirun)
        except HydraException as error:
            problems.append(Problem(given, f"cannot be read as a setting ({_reason(error)}).", _remedy(given, folders)))
            continue
        wrong = _check_override(override, folders, command)
        own = text.startswith("hydra.launcher.") or not text.startswith("hydra.")
        if own and not wrong and not _is_group(override.key_or_group, folders) and not text.startswith(("+", "~")):
            (override,) = parser.parse_overrides([f"++{text}"])
        problems += wrong
        parsed += [] if wrong else [override]
    return parsed, problems


def _read(text: str, parser: OverridesParser, *, sweep: bool) -> tuple[str, Override]:
    """A setting in the form that Hydra reads, and what it reads; `HydraException` if it reads neither form."""
    try:
        (override,) = parser.parse_overrides([text])
    except HydraException:
        text = quoted(text, sweep=sweep) or text
        (override,) = parser.parse_overrides([text])
    return text, override


def _check_override(override: Override, folders: Sequence[Path], command: CommandLine) -> list[Problem]:
    if not override.key_or_group:
        return [Problem(_text(override), "names no setting.", "Write NAME=VALUE.")]
    if override.is_sweep_override() and not command.multirun:
        return [_several(override, group=_is_group(override.key_or_group, folders))]
    if override.key_or_group.startswith(("hydra/", "hydra.")):
        return _check_hydra(override, folders, command)
    if not _is_group(override.key_or_group, folders):
        return []
    if override.key_or_group == "task" and override.value() is None and not override.is_delete():
        return [Problem("task", "the run has no task.", "Choose one with `task=`; `hyeval list tasks`.")]
    if override.key_or_group == JUDGE and override.is_sweep_override() and "[" in _text(override):
        rule = "a panel that is one of several values must be a file."
        return [Problem(JUDGE, rule, "docs/judging.md shows one.")]
    if override.key_or_group == JUDGE and override.value() == []:
        return [Problem(JUDGE, "the panel has no judge.", "`judge=none` asks nobody.")]
    return _check_options(override, folders, command)


def _check_hydra(override: Override, folders: Sequence[Path], command: CommandLine) -> list[Problem]:
    """Check a setting of Hydra's own, of which a sweep has one value."""
    name = override.key_or_group
    if override.is_sweep_override():
        value = _text(override).partition("=")[2]
        return [Problem(name, f"all jobs of a sweep have the same; found {value}.", "Choose one.")]
    group, found, _ = name.rpartition("/")
    if not found or override.is_delete() or _searches_elsewhere(command):
        return []
    loader = GlobalHydra.instance().config_loader()
    if not (known := sorted({*loader.get_group_options(name), *group_options(name, folders)})):
        remedy = did_you_mean(name, [f"{group}/{one}" for one in loader.list_groups(group)])
        return [Problem(name, "there is no such setting.", remedy)]
    options = list(_options(override)) or ["null"]
    kind = name.rpartition("/")[2]
    return [_unknown_option(name, kind, option, known) for option in options if option not in known]


def _unknown_option(group: str, kind: str, option: str, known: Sequence[str]) -> Problem:
    told = len(known) >= MANY and f"{kind}s" in KINDS
    listing = f"`hyeval list {kind}s` shows all." if told else f"Known: {', '.join(known)}."
    return Problem(group, f"there is no {kind} '{option}'.", did_you_mean(option, known) or listing)


def _several(override: Override, *, group: bool) -> Problem:
    """What to say of several values in a run that is no sweep."""
    name, _, value = _text(override).partition("=")
    remedy = "Add `--multirun` for a run of each."
    if name == "task" and "(" not in value:
        remedy += f" `task=[{value}]` is one run of all of them."
    elif not group and "(" not in value:
        remedy += f""" One text with a comma is written "{name}='{value}'"."""
    return Problem(name, f"'{value}' stands for several values.", remedy)


def _remedy(text: str, folders: Sequence[Path]) -> str:
    """What may have been meant by an argument that is no NAME=VALUE."""
    settings = {*RunConfig.model_fields, *(path.name for folder in folders for path in folder.iterdir())}
    if text in settings:
        return f"Write `{text}=VALUE`."
    return did_you_mean(text, COMMANDS) or "Write NAME=VALUE; `hyeval --help` shows how."


def _check_own_file(group: str, option: str, folders: Sequence[Path]) -> list[Problem]:
    """Check a file of the user's own for what Hydra would pass over or report without its name."""
    path = next((path for folder in folders if (path := folder / group / f"{option}.yaml").is_file()), None)
    if path is None:
        return []
    if (config_folder() / group / f"{option}.yaml").is_file():
        return [Problem(str(path), f"hyeval ships a {group} '{option}', which comes first.", "Rename yours.")]
    try:
        text = path.read_text(encoding="utf-8")
        content = yaml.safe_load(text)
    except UnicodeDecodeError as error:
        return [Problem(str(path), f"is not written in UTF-8 (byte {error.start}).", "Save it as UTF-8.")]
    except yaml.YAMLError as error:
        return [_yaml_problem(error, path)]
    if not isinstance(content, dict):
        return [Problem(str(path), "holds no settings of the form `name: value`.")]
    name = option.rpartition("/")[2]
    if group == "task" and not re.search(r"(?m)^#\s*@package\s+(tasks\.\w+|_global_)\s*$", text):
        return [Problem(str(path), "says not where it belongs.", f"Begin it with `# @package tasks.{name}`.")]
    return []


def _text(override: Override) -> str:
    return override.input_line or ""


def _jobs(overrides: Sequence[Override]) -> list[list[str]]:
    """The override lists of the jobs of a sweep, as Hydra's own sweeper splits them."""
    (jobs,) = BasicSweeper.split_arguments(list(overrides), max_batch_size=None)
    return [list(job) for job in jobs]


def _is_group(name: str, folders: Sequence[Path]) -> bool:
    return any((folder / name).is_dir() for folder in folders) or name.startswith("hydra/")


def _check_options(override: Override, folders: Sequence[Path], command: CommandLine) -> list[Problem]:
    """Name the options of a group that no folder has; globs and search paths of the user's are left to Hydra."""
    group = override.key_or_group
    if _searches_elsewhere(command):
        return []
    known = group_options(group, folders)
    problems = []
    options = list(_options(override))
    if not options and override.is_sweep_override():
        problems.append(Problem(group, f"no {group} matches {_text(override)}.", f"`hyeval list {group}s` shows all."))
    for option in options:
        if option in known:
            problems += _check_own_file(group, option, command.folders)
        else:
            problems.append(_unknown_option(group, group, option, known))
    return problems


def _searches_elsewhere(command: CommandLine) -> bool:
    """Whether Hydra is to look for options where only Hydra looks."""
    return any("searchpath" in text for text in command.overrides)


def _options(override: Override) -> Iterator[str]:
    """Names that an override chooses: one, a list, or the choices of a sweep."""
    if override.is_sweep_override():
        values: list[Any] = list(override.sweep_string_iterator()) if override.is_choice_sweep() else []
    else:
        value = override.value()
        values = value if isinstance(value, list) else [] if value is None else [value]
    for value in values:
        yield from (part.strip() for part in str(value).strip("[]").split(","))


def group_options(group: str, folders: Sequence[Path]) -> list[str]:
    """Options of a group in all folders, those of subfolders with their path, such as `suite/digits`."""
    found = set()
    for folder in folders:
        for path in (folder / group).rglob("*.yaml"):
            found.add(path.relative_to(folder / group).with_suffix("").as_posix())
    return sorted(found)


def _reason(error: HydraException) -> str:
    """What the override parser found wrong, without its heading and its link to the manual."""
    lines = [line for line in str(error).splitlines() if not line.startswith(("Error parsing", "See "))]
    return (lines or [type(error).__name__])[0].rstrip(".")
