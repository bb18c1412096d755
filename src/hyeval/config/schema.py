"""What the configuration may say: the schema that every composed configuration is checked against."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, field_validator, model_validator

from hyeval.execution.ledger import Budget, Prices
from hyeval.judging.panel import Combination
from hyeval.judging.rubric import Rubric
from hyeval.models.hardware import Hardware
from hyeval.records import GenerationSettings
from hyeval.reports.averages import Average
from hyeval.scoring.coordinates import Coordinates
from hyeval.scoring.filters import Filter
from hyeval.scoring.guard import DEFAULT_LIMIT_S
from hyeval.serving.plan import IN_PROCESS, Deployment
from hyeval.tasks.few_shot import FewShot
from hyeval.tasks.prompt import Prompt
from hyeval.tasks.source import DatasetSource
from hyeval.tasks.task import DocumentShape, Judged, SampleMapping


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)


class GenerationOverrides(_Section):
    """Generation settings of which any may be left out."""

    max_tokens: Annotated[StrictInt, Field(ge=1)] | None = None
    temperature: Annotated[float, Field(ge=0)] | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    top_k: Annotated[StrictInt, Field(ge=0)] | None = None
    stop: tuple[str, ...] | None = None

    def apply(self, settings: GenerationSettings) -> GenerationSettings:
        """Settings with everything that is named here replaced."""
        return dataclasses.replace(settings, **self.model_dump(exclude_none=True))


class Info(_Section):
    """What `hyeval list` shows; `modality` also says what an API model is sent."""

    description: str = ""
    modality: tuple[Literal["text", "image", "video", "audio"], ...] = ()
    output_type: str = "generate"
    size: StrictInt | None = None
    parameters: str | None = None
    provider: str | None = None
    engines: tuple[Literal["transformers", "vllm", "sglang", "lmdeploy"], ...] = ()
    """Engines that are documented to serve the checkpoint."""


class Paper(_Section):
    """Where a benchmark is described: title, and the number at arXiv or an address."""

    title: str
    arxiv: Annotated[str, Field(pattern=r"^\d{4}\.\d{4,5}$")] | None = None
    url: Annotated[str, Field(pattern=r"^https://\S+$")] | None = None

    @model_validator(mode="after")
    def _can_be_found(self) -> Paper:
        if self.arxiv is None and self.url is None:
            raise ValueError("needs the number at arXiv (`arxiv`) or an address (`url`)")
        return self

    @property
    def address(self) -> str:
        """Where the paper is read."""
        return self.url or f"https://arxiv.org/abs/{self.arxiv}"


class TaskInfo(Info):
    """What `hyeval list` and `hyeval show` tell about a task; a licence that nobody names is `unknown: REASON`."""

    licence: str | None = None
    paper: Paper | None = None

    @field_validator("licence")
    @classmethod
    def _says_why(cls, licence: str | None) -> str | None:
        if licence is not None and licence.strip(" :") == "unknown":
            raise ValueError("a licence that is unknown needs a reason: `unknown: REASON`")
        return licence


class Reference(_Section):
    """A published score: the model by its hub id or its provider's name, the score as printed, and who asked how.

    `protocol` is one of the task's, and `metric` one of its metrics; `own` is a way of asking that is none of these.
    """

    model: str
    score: float
    metric: str
    protocol: str
    source: str


def _without_nulls(table: Any) -> Any:
    """A table without what is null in it: so a task that is a variant of another leaves out parts of it."""
    return {key: one for key, one in table.items() if one is not None} if isinstance(table, dict) else table


class ProtocolConfig(_Section):
    """How one school asks a task's questions and scores the answers.

    `filters` are applied to a response, in their order, before anything is read in it.
    Either `extract` and `score` with the task's metrics, or a `rule` with `metrics` of its own: name and place in the
    rule's aggregate, such as `report_acc.0.Overall`. `document` is the shape of the row that the rule reads. A
    `rubric` alone leaves the score to a judge, and a rule hears the judge's reply; `judged: unparsed`, which is meant
    beside `extract`, asks a judge only about what stays unparsed, and does without one where the run has none. A
    `submission` names the form of a file for organisers who keep the answers to themselves: `extract` then only reads
    what is submitted, and nothing is scored. `coordinates` is how the prompt asks for places in an image, for rules
    that heed it; the model's own `coordinates`, and before them the task's, take its place.
    """

    prompt: Prompt
    generation: GenerationOverrides = GenerationOverrides()
    filters: tuple[Filter, ...] = ()
    extract: str | None = None
    score: str | None = None
    rule: str | None = None
    rubric: Rubric | None = None
    judged: Judged | None = None
    submission: str | None = None
    document: DocumentShape = DocumentShape.ROW
    coordinates: Coordinates | None = None
    metrics: dict[str, str] | None = None

    _without_what_is_left_out = field_validator("metrics", mode="before")(_without_nulls)

    @property
    def heard(self) -> Judged | None:
        """Which answers a judge is heard on; None without a rubric."""
        if self.rubric is None:
            return None
        return self.judged or (Judged.ALL if self.extract is None else Judged.UNPARSED)

    @model_validator(mode="after")
    def _scored_one_way(self) -> ProtocolConfig:
        if self.submission is not None:
            if self.score is not None or self.rule is not None or self.rubric is not None:
                raise ValueError("has a `submission`, whose answers are scored elsewhere, and so no score of its own")
            return self
        if (self.extract is None) != (self.score is None) or (self.rule is not None and self.extract is not None):
            raise ValueError("needs either `extract` and `score`, or `rule`")
        if self.extract is None and self.rule is None and self.rubric is None:
            raise ValueError("needs `extract` and `score`, a `rule`, a `rubric`, or a `submission`")
        if self.rule is not None and not self.metrics:
            raise ValueError("has a rule and so needs `metrics` of its own, e.g. {accuracy: accuracy}")
        return self


class TaskConfig(_Section):
    """One file of `conf/task/`."""

    name: str
    info: TaskInfo = TaskInfo()
    dataset: DatasetSource
    sample: SampleMapping
    protocol: str
    protocols: dict[str, ProtocolConfig]
    metrics: dict[str, str] = {}
    generation: GenerationOverrides = GenerationOverrides()
    few_shot: FewShot = FewShot()
    reference: tuple[Reference, ...] = ()
    coordinates: Coordinates | None = None

    _without_what_is_left_out = field_validator("protocols", mode="before")(_without_nulls)


class ModelConfig(BaseModel):
    """What every file of `conf/model/` has; the rest are arguments of its `_target_`.

    A family of checkpoints names them in `sizes`, and `size` chooses one unless `path` names another.
    """

    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True)

    target: str = Field(alias="_target_")
    name: str
    info: Info = Info()
    generation: GenerationOverrides = GenerationOverrides()
    prices: Prices | None = None
    coordinates: Coordinates | None = None
    size: str | None = None
    sizes: dict[str, str] = {}

    @model_validator(mode="before")
    @classmethod
    def _of_one_size(cls, model: Any) -> Any:
        return with_size(model) if isinstance(model, dict) else model


def with_size(model: dict[str, Any]) -> dict[str, Any]:
    """A model's settings with the path of the chosen size, which then stands in its name; others as they are."""
    sizes, size = model.get("sizes"), str(model.get("size"))
    if not isinstance(sizes, dict) or size not in sizes or model.get("path") is not None:
        return model
    return {**model, "path": sizes[size], "name": f"{model.get('name')}_{size}"}


class NamedConfig(_Section):
    """A group of which only the name matters so far."""

    name: str
    description: str = ""


class JudgeConfig(_Section):
    """Who judges: `auto` is the model that a task's rubric names, `none` nobody, several models are a panel."""

    name: str
    description: str = ""
    models: dict[str, ModelConfig] = {}
    combine: Combination = Combination.MEAN
    against: str | None = None
    """A run whose answers those of this one are compared with, where a rubric is pairwise."""
    repeats: Annotated[StrictInt, Field(ge=1)] = 1
    deploy: Deployment = IN_PROCESS
    """Who answers for judges that are checkpoints."""


class TrackingConfig(_Section):
    """Weights & Biases."""

    mode: Literal["auto", "none", "wandb"]
    project: str = "hyeval"
    entity: str | None = None
    group: str | None = None
    name: str | None = None
    tags: tuple[str, ...] = ()
    table_samples: Annotated[StrictInt, Field(ge=0)] = 32


class Mode(StrEnum):
    """What a run does: ask and score, only ask, or only score what is stored."""

    ALL = "all"
    INFER = "infer"
    SCORE = "score"


class OnBroken(StrEnum):
    """What an image that cannot be read does to a run: stop it before anything is asked, or cost its own row."""

    STOP = "stop"
    SKIP = "skip"


class RescoreConfig(_Section):
    """The run whose responses are scored anew instead of asking; `force` also if their prompts were others."""

    run: str | None = None
    force: StrictBool = False


class RetryConfig(_Section):
    """How often a failed attempt is repeated, and how long the waits are; in seconds."""

    max_attempts: Annotated[StrictInt, Field(ge=1)] = 8
    base_s: Annotated[float, Field(gt=0)] = 1.0
    cap_s: Annotated[float, Field(gt=0)] = 60.0


class ScoringConfig(_Section):
    """Processor time after which the scoring of one response is given up, in seconds, and who scores stored ones."""

    time_limit_s: Annotated[float, Field(gt=0)] = DEFAULT_LIMIT_S
    processes: Annotated[StrictInt, Field(ge=1)] | None = None
    """Processes among which `hyeval rescore` shares the rows; one for each core without it."""


class RunConfig(_Section):
    """The whole configuration of one run."""

    model: ModelConfig
    tasks: dict[str, TaskConfig]
    judge: JudgeConfig
    hardware: Hardware
    deploy: Deployment
    tracking: TrackingConfig
    protocol: NamedConfig
    experiment: dict[str, Any] | None = None
    averages: dict[str, Average] = {}
    limit: Annotated[StrictInt, Field(ge=1)] | None
    repeats: Annotated[StrictInt, Field(ge=1)]
    seed: StrictInt
    resume: StrictBool
    retry: RetryConfig
    scoring: ScoringConfig = ScoringConfig()
    budget: Budget = Budget()
    dry_run: StrictBool = False
    mode: Mode = Mode.ALL
    rescore: RescoreConfig = RescoreConfig()
    on_broken: OnBroken = OnBroken.STOP
    max_failures: Annotated[StrictInt, Field(ge=0)] | Annotated[float, Field(gt=0, le=1)]
    cache_dir: str
    system_prompt: str | None = None
    generation: GenerationOverrides
