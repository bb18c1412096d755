"""From configuration to objects: the only place that makes what a `_target_` names, and only classes of hyeval.

Not by Hydra's `instantiate`: it would turn the objects among the arguments back into plain dictionaries.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hyeval.config.catalogue import models_with_logprobs
from hyeval.config.folders import config_folder, expand
from hyeval.config.judges import named_judge
from hyeval.config.schema import Mode, ModelConfig, RunConfig, TaskConfig
from hyeval.config.validation import target_of
from hyeval.errors import ConfigError, MissingResource, Problem
from hyeval.execution.ledger import Ledger, Prices, Purse
from hyeval.execution.store import folder_in, statistics
from hyeval.judging.rubric import Rubric
from hyeval.media import MediaKind
from hyeval.models.base import CONTINUATIONS, Model
from hyeval.models.gpus import gpu_names
from hyeval.models.hardware import Hardware
from hyeval.models.rank_process import Blueprint
from hyeval.models.ranks import RankedModel
from hyeval.models.rendezvous import Meeting
from hyeval.records import GenerationSettings
from hyeval.reports.tracking import NoTracker, Tracker, WandbTracker, wandb_key_found
from hyeval.scoring.filters import OF_PROTOCOL
from hyeval.scoring.likelihood import ALTERNATIVES, MEASURES, MOST_LIKELY_OPTION
from hyeval.serving.engines import ENGINES
from hyeval.serving.fleet import Subject, make_remote, make_served
from hyeval.serving.location import locate
from hyeval.serving.model import ServedModel
from hyeval.serving.plan import IN_PROCESS, Deployment
from hyeval.tasks.download import FOLDER
from hyeval.tasks.task import Task

logger = logging.getLogger(__name__)


class ModelPool:
    """Keeps the model of the last job, so that the jobs of a sweep that share it load it once.

    One model at a time: another one is loaded only after the weights of the last one were released.
    """

    def __init__(self, meeting: Meeting | None = None) -> None:
        self.meeting = meeting
        self._recipe = ""
        self._model: Model | None = None
        self.judges: dict[str, Model] = {}
        """Judges of the last job that have servers of their own, by recipe: these outlive a job as the model does."""

    def get(self, config: ModelConfig, hardware: Hardware, servers: Servers | None = None) -> Model:
        """The model of this configuration, made anew only if the last job used another one or broke a part of it."""
        recipe = _recipe(config, hardware, servers)
        if self._model is None or recipe != self._recipe or self._model.casualties():
            self._release()
            self._model, self._recipe = make_model(config, hardware, servers, self.meeting), recipe
        else:
            logger.info("%s is kept from the previous job", config.name)
        return self._model

    def deployments(self) -> list[Mapping[str, Any]]:
        """What is known of the servers that were started for the model."""
        return _deployments([self._model])

    def close(self) -> None:
        """Release the model, and stop its servers and those of the judges."""
        self._release()
        while self.judges:
            self.judges.popitem()[1].close()

    def _release(self) -> None:
        if self._model is not None:
            self._model.close()
            self._model = None


@dataclass(frozen=True)
class Servers:
    """Who answers for a checkpoint, where its servers write their logs, and the section of the configuration."""

    deployment: Deployment
    logs: Path
    section: str = "deploy"


def make_model(
    config: ModelConfig, hardware: Hardware, servers: Servers | None = None, meeting: Meeting | None = None
) -> Model:
    """Instantiate a model; no weights are loaded yet, and no server is started.

    `meeting` is where the processes come that others have started to compute with.
    """
    if servers is not None and not servers.deployment.in_process and _is_checkpoint(config):
        return _make_served(config, hardware, servers)
    parameters = list(inspect.signature(target_of(config.target), eval_str=True).parameters.values())
    arguments = _arguments(config)
    if any(one.name == "modality" for one in parameters) and "modality" not in arguments:
        arguments["modality"] = config.info.modality
    for one in parameters:
        if one.annotation is Hardware:
            blueprint = Blueprint(target_of(config.target), arguments, one.name, hardware)
            if meeting is not None and not hardware.has_ranks:
                idle = meeting.size - 1
                logger.warning("%d of %d processes have nothing to do; `hardware=ddp` uses them", idle, meeting.size)
            elif spare := hardware.left_idle(len(gpu_names())):
                logger.info("%s computes on one GPU of %d; `hardware=ddp` puts a copy on each", config.name, spare + 1)
            return RankedModel(blueprint, meeting)
    model: Model = target_of(config.target)(**arguments)
    return model


def require_engines(run: RunConfig) -> None:
    """`MissingResource` if an engine that the run may have to start is not installed, before anything is read for it.

    Where answers of its model are stored, that may be all of them, and a warning has to do.
    """
    asks = run.mode is not Mode.SCORE and run.rescore.run is None
    judged = run.mode is not Mode.INFER and any(one.protocols[one.protocol].rubric for one in run.tasks.values())
    started = [(run.model, run.deploy, "deploy")] if asks else []
    started += [(judge, run.judge.deploy, "judge.deploy") for judge in run.judge.models.values() if judged]
    for config, deployment, section in started:
        if deployment.starts and _is_checkpoint(config):
            try:
                locate(ENGINES[str(deployment.engine)], deployment, field=section)
            except MissingResource as error:
                if not run.resume or not _has_answers(run, config.name):
                    raise
                logger.warning("%s Until then there are only the stored answers of %s.", error, config.name)


def _has_answers(run: RunConfig, model: str) -> bool:
    counts = statistics(folder_in(expand(run.cache_dir))).models
    return any(one.model == model and one.responses for one in counts)


def _recipe(config: ModelConfig, hardware: Hardware, servers: Servers | None) -> str:
    """What says whether two jobs mean the same model."""
    deployment = None if servers is None else servers.deployment
    parts = [config.target, _arguments(config), repr(hardware), repr(deployment)]
    return json.dumps(parts, sort_keys=True, default=str)


def _is_checkpoint(config: ModelConfig) -> bool:
    return "path" in (config.model_extra or {})


def _make_served(config: ModelConfig, hardware: Hardware, servers: Servers) -> Model:
    arguments = _arguments(config)
    subject = Subject(config.name, arguments, arguments.get("modality", config.info.modality))
    if not servers.deployment.starts:
        return make_remote(servers.deployment, subject, field=servers.section)
    return make_served(servers.deployment, subject, hardware, logs=servers.logs, field=servers.section)


def _deployments(models: Iterable[Model | None]) -> list[Mapping[str, Any]]:
    return [model.describe() for model in models if isinstance(model, ServedModel)]


def _arguments(config: ModelConfig) -> dict[str, Any]:
    return {**(config.model_extra or {}), "name": config.name}


def make_ledger(run: RunConfig, purse: Purse) -> Ledger:
    """The account of a run; `ConfigError` if a budget in money is asked for and the model has no prices."""
    if run.budget.usd is not None and run.model.prices is None:
        rule = f"the model {run.model.name} has no prices, so money cannot be counted."
        remedy = "Set `model.prices={input: …, output: …, noted: YYYY-MM}`, in USD per million tokens."
        raise ConfigError([Problem("budget.usd", rule, remedy)])
    return Ledger(run.model.prices, run.budget, purse)


def make_judges(run: RunConfig, pool: JudgePool) -> dict[str, tuple[Rubric, list[Model]]]:
    """Rubric and judges of every task that has a rubric; no judges where none is chosen or its key is not set."""
    found = {}
    for name, task in run.tasks.items():
        rubric = task.protocols[task.protocol].rubric
        if rubric is not None:
            configs = run.judge.models or _named_judge(run.judge.name, rubric.judge)
            found[name] = (rubric, [pool.get(config, run.hardware, run.judge.deploy) for config in configs.values()])
    return found


def _named_judge(chosen: str, name: str | None) -> dict[str, ModelConfig]:
    """The judge that a rubric names, for `judge=auto`; none where its key is not set."""
    if chosen != "auto" or name is None:
        return {}
    models = named_judge(name)
    for model in models.values():
        key = (model.model_extra or {}).get("api_key_env")
        if key and not os.environ.get(key):
            logger.warning("the judge %s cannot be asked: %s is not set", name, key)
            return {}
    return models


class JudgePool:
    """The judges of a run, each made once; servers that are started for them write their logs into a folder.

    `kept` holds the judges of the last job whose servers are still up, and gets those of this one.
    """

    def __init__(self, logs: Path, kept: dict[str, Model]) -> None:
        self._logs = logs
        self._kept = kept
        self._models: dict[str, Model] = {}
        self._configs: dict[int, ModelConfig] = {}

    def prices(self, model: Model) -> Prices | None:
        """What a judge costs."""
        return self._configs[id(model)].prices

    def max_tokens(self, model: Model) -> int:
        """Tokens that a judge may generate at the least, 0 where its file leaves that to the rubric."""
        return self._configs[id(model)].generation.max_tokens or 0

    def get(self, config: ModelConfig, hardware: Hardware, deployment: Deployment = IN_PROCESS) -> Model:
        """The judge of this configuration."""
        servers = Servers(deployment, self._logs, "judge.deploy")
        recipe = _recipe(config, hardware, servers)
        if recipe not in self._models:
            kept = self._kept.pop(recipe, None)
            self._models[recipe] = kept or make_model(config, hardware, servers)
            self._configs[id(self._models[recipe])] = config
        return self._models[recipe]

    def deployments(self) -> list[Mapping[str, Any]]:
        """What is known of the servers that were started for them."""
        return _deployments(self._models.values())

    def retire(self) -> None:
        """Stop what the last job left and this one has not asked for: its devices may be wanted."""
        while self._kept:
            self._kept.popitem()[1].close()

    def close(self) -> None:
        """Release all of them; servers stay up for the next job."""
        for recipe, model in self._models.items():
            if isinstance(model, ServedModel) and not model.casualties():
                self._kept[recipe] = model
            else:
                model.close()


def make_tasks(run: RunConfig) -> list[Task]:
    """Tasks of a run, each under its protocol.

    Generation settings, later ones first: the task's override, the run's, the model's, the protocol's.
    """
    return [_make_task(task, run) for task in run.tasks.values()]


def _make_task(config: TaskConfig, run: RunConfig) -> Task:
    protocol = config.protocols[config.protocol]
    generation = GenerationSettings()
    for overrides in (protocol.generation, run.model.generation, run.generation, config.generation):
        generation = overrides.apply(generation)
    if protocol.extract in MEASURES:
        generation = dataclasses.replace(generation, max_tokens=1)  # a length that nothing has must not change the key
    if protocol.extract == MOST_LIKELY_OPTION:
        generation = dataclasses.replace(generation, max_tokens=1, top_logprobs=ALTERNATIVES)
    return Task(
        name=config.name,
        source=config.dataset,
        mapping=config.sample,
        prompt=dataclasses.replace(protocol.prompt, system=run.system_prompt or protocol.prompt.system),
        generation=generation,
        extract=protocol.extract,
        ranks_texts=protocol.extract in MEASURES,
        score=protocol.score,
        rule=protocol.rule,
        filters=(*OF_PROTOCOL.get(config.protocol, ()), *protocol.filters),
        few_shot=config.few_shot,
        judged=protocol.heard,
        submission=protocol.submission,
        document=protocol.document,
        metrics={} if protocol.submission else dict(protocol.metrics or config.metrics),
        protocol=config.protocol,
        modality=_modality(config),
        downloads=expand(run.cache_dir) / FOLDER,
        coordinates=protocol.coordinates and (config.coordinates or run.model.coordinates or protocol.coordinates),
    )


def _modality(config: TaskConfig) -> tuple[MediaKind, ...]:
    """Media that the task says it has, and those whose columns it names."""
    told = (MediaKind(kind) for kind in config.info.modality if kind != "text")
    return tuple(dict.fromkeys((*told, *config.sample.media)))


def check_abilities(model: Model, tasks: Iterable[Task]) -> None:
    """Refuse what the model cannot honour, before anything is asked; `ConfigError` lists all of it."""
    problems = []
    defaults = GenerationSettings().rendered()
    for task in tasks:
        wanted = {name for name, value in task.generation.rendered().items() if value != defaults.get(name)}
        if "top_logprobs" in wanted - model.honours:
            wanted.discard("top_logprobs")
            problems.append(_without_logprobs(model, task))
        if task.ranks_texts:
            problems += _ranking_problems(model, task, sorted(wanted - {"max_tokens"}))
            wanted = {"max_tokens"}
        for name in sorted(wanted - model.honours):
            rule = f"the model {model.name} has no such setting ({', '.join(sorted(model.honours))})."
            problems.append(Problem(f"tasks.{task.name}.generation.{name}", rule, "Leave it out."))
        if task.generation.temperature == 0:
            for name in sorted(wanted & {"top_p", "top_k"}):
                rule = "has no effect at temperature 0, where the most likely token is taken."
                problems.append(Problem(f"tasks.{task.name}.generation.{name}", rule, "Set `generation.temperature=`."))
        missing = sorted(set(task.modality) - model.modalities)
        if missing:
            reads = ", ".join(sorted(model.modalities)) or "text only"
            rule = f"the task needs {', '.join(missing)}, and the model {model.name} reads {reads}."
            problems.append(Problem(f"tasks.{task.name}", rule, "Choose another model or task."))
    if problems:
        raise ConfigError(problems)


def _without_logprobs(model: Model, task: Task) -> Problem:
    able = ", ".join(models_with_logprobs([config_folder()]))
    rule = f"the protocol '{task.protocol}' needs log-probabilities, and {model.name} returns none. These do: {able}."
    remedy = "Choose one of them or `protocol=official`; for a server that does, set `model.quirks.logprobs=true`."
    return Problem(f"tasks.{task.name}.protocol", rule, remedy)


def _ranking_problems(model: Model, task: Task, settings: Sequence[str]) -> list[Problem]:
    """What is wrong with ranking the texts of the options: the model cannot, or a setting of generation is given."""
    place = f"tasks.{task.name}"
    rule = "has no effect where the texts of the options are ranked."
    problems = [Problem(f"{place}.generation.{name}", rule, "Leave it out.") for name in settings]
    if CONTINUATIONS not in model.honours:
        rule = (
            f"the protocol '{task.protocol}' needs the log-probabilities of given texts, and {model.name} gives none."
        )
        remedy = "Choose a checkpoint on this machine, `protocol=likelihood` or `protocol=official`."
        problems.append(Problem(f"{place}.protocol", rule, remedy))
    return problems


def make_tracker(run: RunConfig) -> Tracker:
    """The tracker that the run asked for; `auto` is Weights & Biases if a key is found."""
    settings = run.tracking
    if settings.mode == "none":
        return NoTracker()
    key_found = wandb_key_found()
    if settings.mode == "auto" and not key_found:
        logger.info("tracking: no W&B key found, results go to the run directory alone (tracking=none silences this)")
        return NoTracker()
    return WandbTracker(
        project=settings.project,
        entity=settings.entity,
        group=settings.group,
        name=settings.name or run.model.name,
        tags=settings.tags,
        offline=not key_found,
        shown_count=settings.table_samples,
    )
