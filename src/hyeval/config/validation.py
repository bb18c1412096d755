"""Checking a composed configuration: everything that is wrong with it is told at once, in a user's words."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import re
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from hyeval.config.schema import Mode, ModelConfig, ProtocolConfig, RunConfig, TaskConfig, with_size
from hyeval.errors import ConfigError, Problem, did_you_mean
from hyeval.judging.rubric import Rubric
from hyeval.models.hardware import Hardware
from hyeval.reports.averages import Term
from hyeval.reports.recorded import RecordedRun
from hyeval.reports.submission import SUBMISSIONS
from hyeval.scoring import EXTRACTORS, MATCHERS
from hyeval.scoring.catalogue import RULES
from hyeval.scoring.filters import FILTER_KINDS
from hyeval.scoring.likelihood import LIKELIHOODS
from hyeval.serving.plan import ModelSettings
from hyeval.serving.plan import check as check_deployment
from hyeval.stats import AGGREGATIONS, find_aggregation

TARGET_PREFIX = "hyeval."
OWN_PROTOCOL = "own"
"""Protocol of a published score that was come by in a way that is none of the task's."""
_ALTERNATIVE = re.compile(r"(?:literal|tuple|list|dict)\[.*\]|constrained-\w+|int|float|str|bool")
"""How pydantic names one of several types that a setting may have, as the last part of its place."""
ONLY_JUDGE = "judge"
"""The name of the model in the file of a single judge."""
NO_SUCH_SETTING = "there is no such setting."
UNSET = "<unset>"
"""Stands for a required setting while the others are checked."""


def validate(config: DictConfig) -> RunConfig:
    """Check a composed configuration; `ConfigError` lists everything that is wrong with it."""
    _require_recorded(config)
    config, problems = _fill_missing(config)
    try:
        plain = container(config)
    except OmegaConfBaseException as error:
        raise ConfigError([*problems, Problem(str(error.full_key or "config"), _first_line(error))]) from error
    unset = {problem.field for problem in problems}
    problems += [*_stray_tasks(plain), *_stray_judges(plain.get("judge"))]
    run = None
    try:
        run = RunConfig.model_validate(plain)
    except ValidationError as error:
        problems += [_placed(problem, plain) for problem in to_problems(error, RunConfig)]
    settings, wrong = _check_model(plain.get("model"), "model")
    problems += wrong
    judges, wrong = _check_judges(plain.get("judge"))
    problems += wrong
    if run is not None:
        models = {name: model.model_copy(update=judges.get(name, {})) for name, model in run.judge.models.items()}
        judge = run.judge.model_copy(update={"models": models})
        run = run.model_copy(update={"model": run.model.model_copy(update=settings), "judge": judge})
        problems += [*_check_mode(run), *_check_names(run), *_check_averages(run), *_check_deployments(run)]
    kept = [problem for i, problem in enumerate(problems) if i < len(unset) or problem.field not in unset]
    if kept or run is None:
        raise ConfigError(list(dict.fromkeys(kept)))
    return run


def _require_recorded(config: DictConfig) -> None:
    """`ConfigError` if a run that is to be scored anew lacks one of the tasks; no other setting matters then."""
    plain = container(config, resolve=False)
    run = (plain.get("rescore") or {}).get("run")
    if run is None:
        return
    there = RecordedRun.tasks(Path(run))
    lacking = [name for name in tasks_of(plain) if name not in there]
    if there and lacking:
        remedy = f"Choose one of {', '.join(there)}."
        raise ConfigError([Problem("task", f"the run {run} has no task '{name}'.", remedy) for name in lacking])


def container(config: DictConfig, *, resolve: bool = True) -> dict[str, Any]:
    """The composed configuration as plain data."""
    plain = OmegaConf.to_container(config, resolve=resolve)
    assert isinstance(plain, dict)
    return {str(key): value for key, value in plain.items()}


def _fill_missing(config: DictConfig) -> tuple[DictConfig, list[Problem]]:
    """Name every setting that must still be given (`???`) and let the rest of the checks go on without it."""
    missing = sorted(_missing(OmegaConf.to_container(config, resolve=False, throw_on_missing=False)))
    filled = config.copy() if missing else config
    for field in missing:
        OmegaConf.update(filled, field, UNSET)
    return filled, [Problem(field, "must be set.", f"Add `{field}=…` to the command.") for field in missing]


def target_of(path: str) -> Any:
    """Import the class that a `_target_` names; only classes of hyeval are accepted."""
    module, _, name = path.rpartition(".")
    if not path.startswith(TARGET_PREFIX):
        raise ConfigError([Problem("model._target_", f"'{path}' does not lie below `{TARGET_PREFIX}`.")])
    try:
        target = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise ConfigError([Problem("model._target_", f"there is no '{path}' ({error}).")]) from error
    if not inspect.isclass(target) or target.__module__ != module:
        # What a module merely imported would open the door to any class of any package.
        raise ConfigError([Problem("model._target_", f"'{path}' is no class that hyeval defines.")])
    return target


def _missing(node: Any, path: str = "") -> Iterator[str]:
    """Paths of all `???`; OmegaConf's own search fails where another setting refers to one of them."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _missing(value, f"{path}.{key}" if path else str(key))
    elif node == "???":
        yield path


_TASK_KEYS = {"dataset", "sample", "protocols"}
"""What a task file has; overrides of a task that is not in the run make a section that lacks some of it."""


def tasks_of(plain: Mapping[str, Any]) -> list[str]:
    """Names of the tasks of a run, without those that an override alone names."""
    tasks = plain.get("tasks")
    if not isinstance(tasks, dict):
        return []
    return [str(name) for name, task in tasks.items() if isinstance(task, dict) and _is_of_a_file(task)]


def _is_of_a_file(task: Mapping[str, Any]) -> bool:
    return "name" in task or task.keys() >= _TASK_KEYS


def _stray_tasks(plain: dict[str, Any]) -> list[Problem]:
    """Take out settings of tasks that are not in the run: an override that nothing consumes is an error."""
    problems = []
    tasks = plain.get("tasks")
    if not isinstance(tasks, dict):
        return []
    chosen = tasks_of(plain)
    for name in [name for name in tasks if str(name) not in chosen]:
        del tasks[name]
        there = ", ".join(tasks) or "none"
        remedy = did_you_mean(str(name), tasks) or f"Add it with `task=[{','.join([*tasks, str(name)])}]`."
        problems.append(Problem(f"tasks.{name}", f"this task is not in the run ({there}).", remedy))
    if not tasks and not problems:
        problems.append(Problem("task", "the run has no task.", "Choose one with `task=`; `hyeval list tasks`."))
    return problems


def _stray_judges(judge: Any) -> list[Problem]:
    """Take out settings of judges that are not in the run; those of the only judge are given without its name."""
    models = judge.get("models") if isinstance(judge, dict) else None
    if not isinstance(models, dict):
        return []
    strays = {name: one for name, one in models.items() if isinstance(one, dict) and "_target_" not in one}
    for name in strays:
        del models[name]
    problems = []
    for name, settings in strays.items():
        for setting in settings:
            field = f"judge.{setting}" if name == ONLY_JUDGE else f"judge.models.{name}.{setting}"
            rule = f"the judges of this run are {', '.join(models)}." if models else "this run names no judge."
            remedy = f"Write `judge.models.{next(iter(models))}.{setting}=`." if models else "Choose one with `judge=`."
            problems.append(Problem(field, rule, remedy))
    return problems


def _check_judges(judge: Any) -> tuple[dict[str, dict[str, Any]], list[Problem]]:
    """Check the models of the panel as the evaluated model is checked."""
    models = judge.get("models") if isinstance(judge, dict) else None
    settings, problems = {}, []
    for name, model in (models if isinstance(models, dict) else {}).items():
        settings[str(name)], wrong = _check_model(model, f"judge.models.{name}")
        problems += wrong
    return settings, problems


def _check_model(model: Any, place: str) -> tuple[dict[str, Any], list[Problem]]:
    """Check the settings of a model against the signature of its class, which is their only definition."""
    if not isinstance(model, dict) or "_target_" not in model:
        return {}, []
    if not isinstance(model["_target_"], str):
        rule = f"must name a class below `{TARGET_PREFIX}`; found {model['_target_']!r}."
        return {}, [Problem(f"{place}._target_", rule)]
    if nested := list(_nested_targets(model, place, place)):
        return {}, [Problem(field, "only the model itself is made of a class.", "Leave it out.") for field in nested]
    sized = with_size(model)
    if sized is model and model.get("sizes") and model.get("path") is None:
        return {}, [_unknown(f"{place}.size", str(model.get("size")), model["sizes"], "size")]
    if model.get("size") is not None and not model.get("sizes"):
        rule = f"is '{model['size']}', and {model.get('name')} comes in one size."
        return {}, [Problem(f"{place}.size", rule, "Leave it out.")]
    model = sized
    try:
        signature = inspect.signature(target_of(model["_target_"]), eval_str=True)
    except ConfigError as error:
        return {}, list(error.problems)
    common = set(ModelConfig.model_fields) - {"target", "name"}
    given = {key: value for key, value in model.items() if key not in common and key != "_target_"}
    fields: dict[str, Any] = {
        name: (parameter.annotation, ... if parameter.default is parameter.empty else parameter.default)
        for name, parameter in signature.parameters.items()
        if parameter.annotation is not Hardware
    }
    schema = create_model("model", __config__=ConfigDict(extra="forbid", coerce_numbers_to_str=True), **fields)
    try:
        settings = schema.model_validate(given)
    except ValidationError as error:
        return {}, to_problems(error, schema, prefix=place)
    # Not `model_dump`, which would turn sections such as quirks back into dictionaries.
    return {name: getattr(settings, name) for name in settings.model_fields_set}, []


def _check_deployments(run: RunConfig) -> list[Problem]:
    """Check that what is to be served can be, the way it is asked for."""
    judges = {name: model for name, model in run.judge.models.items() if "path" in (model.model_extra or {})}
    problems = check_deployment(run.deploy, run.hardware, _model_settings(run.model, "model"))
    if not run.judge.deploy.in_process and not judges:
        rule = "none of the judges is a checkpoint."
        problems.append(Problem("judge.deploy", rule, "Choose `judge=local judge.path=…`, or leave it out."))
    for name, judge in judges.items():
        settings = _model_settings(judge, f"judge.models.{name}")
        problems += check_deployment(run.judge.deploy, run.hardware, settings, field="judge.deploy")
    return problems


def _model_settings(model: ModelConfig, place: str) -> ModelSettings:
    defaults = {name: one.default for name, one in _parameters(model.target).items()}
    return ModelSettings(model.model_extra or {}, defaults, place)


def _parameters(target: Any) -> Mapping[str, inspect.Parameter]:
    """What makes a model of a class; none of what is no class, as the check of the model tells."""
    try:
        return inspect.signature(target_of(str(target))).parameters
    except ConfigError:
        return MappingProxyType({})


def checked_model(model: Any, place: str) -> ModelConfig:
    """A model's settings, of which each has the type that its class wants; `ConfigError` lists what is wrong."""
    settings, problems = _check_model(model, place)
    if problems:
        raise ConfigError(problems)
    config = ModelConfig.model_validate(model)
    return config.model_copy(update=settings)


def _nested_targets(node: Any, path: str, top: str) -> Iterator[str]:
    """Paths of `_target_` below the model's own, which `instantiate` would run."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        if key == "_target_" and path != top:
            yield f"{path}._target_"
        yield from _nested_targets(value, f"{path}.{key}", top)


def _check_mode(run: RunConfig) -> list[Problem]:
    """Check that what the run is to do has something to do it with."""
    if run.dry_run and run.rescore.run is not None:
        rule = "scoring anew asks no model, and what its judges would cost is not counted."
        return [Problem("dry_run", rule, "Leave it out; `judge=none` asks nobody.")]
    if run.mode is Mode.SCORE and not run.resume:
        return [Problem("resume", "mode=score scores stored answers, which resume=false passes over.", "Leave it out.")]
    if run.mode is Mode.INFER and run.rescore.run is not None:
        return [Problem("mode", "mode=infer scores nothing, and a run is to be scored anew.", "Leave it out.")]
    rubrics = [one.protocols[one.protocol].rubric for one in run.tasks.values() if one.protocol in one.protocols]
    if run.judge.against is not None and not any(rubric is not None and rubric.pairwise for rubric in rubrics):
        remedy = "Choose a pairwise rubric: `rubric@tasks.NAME.protocols.PROTOCOL.rubric=`."
        return [Problem("judge.against", "no task of this run compares two answers.", remedy)]
    return []


def _check_names(run: RunConfig) -> list[Problem]:
    """Check the short names: protocol, rule, extractor, scorer, aggregation."""
    problems = []
    for key, task in run.tasks.items():
        place = f"tasks.{key}"
        if task.protocol not in task.protocols:
            problems.append(_unknown(f"{place}.protocol", task.protocol, task.protocols, "protocol", "protocol="))
        for protocol, spec in task.protocols.items():
            problems += _check_scoring(f"{place}.protocols.{protocol}", spec)
            if spec.rubric is not None:
                problems += _check_rubric(f"{place}.protocols.{protocol}", task, spec.rubric)
        for metric, aggregation in task.metrics.items():
            problems += _check_aggregation(f"{place}.metrics.{metric}", aggregation, run.repeats)
        problems += _check_answers(place, task) + _check_references(place, task)
        if task.name != key:
            problems.append(Problem(f"{place}.name", f"is '{task.name}', but the package says '{key}'."))
    return problems


def _check_averages(run: RunConfig) -> list[Problem]:
    """Check that the metrics of averages are metrics of the tasks at hand, under the protocol of the run."""
    problems = []
    for name, average in run.averages.items():
        for member, terms in average.members.items():
            term = terms.get(run.protocol.name)
            place = f"averages.{name}.members.{member}.{run.protocol.name}.metrics"
            problems += [_unknown(place, *wrong) for wrong in _strange_metrics(term, run)] if term else []
    return problems


def _strange_metrics(term: Term, run: RunConfig) -> Iterator[tuple[str, list[str], str]]:
    for metric in term.metrics:
        task = run.tasks.get(metric.partition(".")[0])
        protocol = None if task is None else task.protocols.get(task.protocol)
        if task is None or protocol is None or protocol.submission is not None or task.protocol != run.protocol.name:
            continue  # of which the result tells, in place of the average
        known = [f"{task.name}.{one}" for one in protocol.metrics or task.metrics]
        if metric not in known:
            yield metric, known, "metric"


def _check_aggregation(place: str, name: str, repeats: int) -> list[Problem]:
    aggregation = find_aggregation(name)
    if aggregation is None:
        return [_unknown(place, name, AGGREGATIONS, "aggregation")]
    if aggregation.take is not None and aggregation.take > repeats:
        return [Problem(place, f"is '{name}', and repeats is {repeats}.", f"Set `repeats={aggregation.take}`.")]
    return []


def _check_answers(place: str, task: TaskConfig) -> list[Problem]:
    """Check that what is scored has metrics and right answers."""
    problems = []
    scored = [name for name, spec in task.protocols.items() if spec.submission is None]
    if scored and not task.metrics:
        problems.append(Problem(f"{place}.metrics", "a task needs at least one metric.", "E.g. {accuracy: mean}."))
    if scored and task.sample.answer is None:
        rule = f"is required and not set: protocol '{scored[0]}' scores."
        problems.append(Problem(f"{place}.sample.answer", rule, f"Set `{place}.sample.answer=`."))
    if task.few_shot.count and task.sample.answer is None:
        rule = "examples need answers, and the task has none."
        problems.append(Problem(f"{place}.few_shot.count", rule, "Leave it out."))
    return problems


def _check_references(place: str, task: TaskConfig) -> list[Problem]:
    """Check that a published score names a protocol and a metric that the task has."""
    problems = []
    for number, reference in enumerate(task.reference):
        field = f"{place}.reference.{number}"
        protocol = task.protocols.get(reference.protocol)
        if protocol is None and reference.protocol != OWN_PROTOCOL:
            problems.append(
                _unknown(f"{field}.protocol", reference.protocol, {*task.protocols, OWN_PROTOCOL}, "protocol")
            )
        elif protocol is None or protocol.submission is not None:
            continue  # its metric is somebody else's
        elif reference.metric not in (metrics := protocol.metrics or task.metrics):
            problems.append(_unknown(f"{field}.metric", reference.metric, metrics, "metric"))
    return problems


def _check_rubric(place: str, task: TaskConfig, rubric: Rubric) -> list[Problem]:
    """Check that the columns that a rubric reads are read from the data set."""
    known = {*task.sample.columns, *task.sample.derive}
    return [
        Problem(
            f"{place}.rubric", f"reads the column '{column}', which the task does not.", "Name it in `sample.keep`."
        )
        for column in sorted(rubric.columns - known)
    ]


def _check_scoring(place: str, spec: ProtocolConfig) -> list[Problem]:
    extractors = {*EXTRACTORS, *LIKELIHOODS}
    named: list[tuple[str, str | None, Iterable[str], str]] = [
        ("rule", spec.rule, RULES, "rule"),
        ("extract", spec.extract, extractors, "extractor"),
        ("score", spec.score, MATCHERS, "scorer"),
        ("submission", spec.submission, SUBMISSIONS, "form of submission"),
    ]
    return [
        _unknown(f"{place}.{field}", value, known, kind)
        for field, value, known, kind in named
        if value is not None and value not in known
    ]


def _unknown(field: str, value: str, known: Iterable[str], kind: str, override: str | None = None) -> Problem:
    names = sorted(known)
    remedy = did_you_mean(value, names) or f"Set `{override or field + '='}` to one of these."
    return Problem(field, f"'{value}' is no {kind} here ({', '.join(names)}).", remedy)


def to_problems(error: ValidationError, schema: type[BaseModel], prefix: str = "") -> list[Problem]:
    """Say in a user's words what pydantic found."""
    problems: list[Problem] = []
    alternatives: dict[str, list[str]] = {}
    for detail in error.errors():
        path = [prefix, *map(str, detail["loc"])] if prefix else [str(part) for part in detail["loc"]]
        field = ".".join(path)
        match detail["type"]:
            case "union_tag_not_found" | "union_tag_invalid":
                rule = f"must name what it does ({', '.join(FILTER_KINDS)})."
                problems.append(Problem(f"{field}.kind", rule, "E.g. {kind: regex, pattern: '[0-9]+'}."))
            case _ if _ALTERNATIVE.fullmatch(path[-1]):
                field = ".".join(path[:-1])
                if field not in alternatives:
                    problems.append(Problem(field, f"; found {detail['input']!r}."))  # completed below
                alternatives.setdefault(field, []).append(_rule(detail["msg"]))
            case "extra_forbidden" | "unexpected_keyword_argument":
                known = _known_keys(schema, detail["loc"][:-1])
                listing = did_you_mean(path[-1], known) or f"Known here: {', '.join(known)}."
                problems.append(Problem(field, NO_SUCH_SETTING, listing))
            case "missing":
                problems.append(Problem(field, "is required and not set.", f"Set `{field}=`."))
            case _:
                found = "" if isinstance(detail["input"], Mapping) else f"; found {detail['input']!r}"
                problems.append(Problem(field, f"{_rule(detail['msg'])}{found}."))
    return [
        dataclasses.replace(one, rule=_either(alternatives[one.field]) + one.rule) if one.field in alternatives else one
        for one in problems
    ]


def _rule(message: str) -> str:
    rule = message.removeprefix("Value error, ")
    return f"{rule[:1].lower()}{rule[1:]}"


def _either(rules: Sequence[str]) -> str:
    """Rules of which one must hold, as one."""
    return ", or ".join([rules[0], *(rule.removeprefix("input should be ") for rule in rules[1:])])


def _placed(problem: Problem, config: Mapping[str, Any]) -> Problem:
    """The same problem; of a setting that its sections have and the root has not, with the sections' names."""
    if problem.rule != NO_SUCH_SETTING or "." in problem.field:
        return problem
    sections = {name: _known_keys(RunConfig, [name]) for name in RunConfig.model_fields}
    if isinstance(model := config.get("model"), Mapping):
        sections["model"] += _parameters(model.get("_target_"))
    places = [f"`{name}.{problem.field}=`" for name, known in sections.items() if problem.field in known]
    return dataclasses.replace(problem, remedy=f"Did you mean {' or '.join(places)}?") if places else problem


def _known_keys(schema: Any, path: Sequence[int | str]) -> list[str]:
    """Names that a section of the schema knows, found by walking the annotations along `path`."""
    current = schema
    for part in path:
        if inspect.isclass(current) and issubclass(current, BaseModel):
            field = current.model_fields.get(str(part))
            current = None if field is None else field.annotation
        elif dataclasses.is_dataclass(current):
            current = typing.get_type_hints(current).get(str(part))
        elif typing.get_origin(current) in (dict, Mapping):
            current = typing.get_args(current)[1]
    if inspect.isclass(current) and issubclass(current, BaseModel):
        names = [field.alias or name for name, field in current.model_fields.items()]
        return names + (["task"] if current is RunConfig else [])
    if dataclasses.is_dataclass(current):
        return [field.name for field in dataclasses.fields(current)]
    return []


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
