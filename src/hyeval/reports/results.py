"""The result of a run as `results.json` holds it: one typed, versioned document."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

RESULT_SCHEMA = 1


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MetricResult(_Record):
    """A metric with its 95 % interval; `n` is the number of samples in it."""

    value: float | None
    ci_low: float | None
    ci_high: float | None
    method: str
    n: int


class Counts(_Record):
    """Samples of the evaluated part, and its responses and scores by status (repeats count one by one)."""

    samples: int
    responses: dict[str, int]
    scores: dict[str, int]


class Bounds(_Record):
    """Lowest and highest value that the missing samples could make of a metric."""

    low: float | None
    high: float | None


class FailureGroup(_Record):
    """Requests that failed for the same reason, with one message as an example."""

    kind: str
    count: int
    example: str


class Fingerprints(_Record):
    """Digests that tell two results apart: the samples asked, the way of asking, the way of scoring."""

    data: str
    prompt: str
    scoring: str


class JudgingResult(_Record):
    """Who judged how many responses by which version of the rubric, and how far several ballots agree beyond chance."""

    judges: list[str]
    rubric: str
    rubric_version: int
    judged: int
    failed: int
    repeats: int
    combined_by: str
    kappa: float | None
    kappa_method: str | None
    consistency: float | None
    """Share of pairs on which the verdict is the same in both orders of the answers; others count as ties."""
    failures: list[FailureGroup] = []
    """Replies that came to no value, by judge."""


class SubmissionResult(_Record):
    """The file for organisers who keep the answers to themselves; `missing_ids` names the first that it lacks."""

    file: str
    form: str
    destination: str
    complete: bool
    answers: int
    missing: int
    missing_ids: list[str]


class PublishedScore(_Record):
    """A score that others have published under the same protocol, as they print it; `same_model` is this run's."""

    model: str
    score: float
    metric: str
    source: str
    same_model: bool


class TaskResult(_Record):
    """Everything that one task came to. `error` is set if the task could not be finished.

    A task without public answers has a `submission` and no metric.
    """

    metrics: dict[str, MetricResult]
    primary_metric: str | None
    coverage: float
    counts: Counts
    bounds: dict[str, Bounds]
    failures: list[FailureGroup]
    fingerprints: Fingerprints
    protocol: str
    dataset: dict[str, Any]
    error: str | None = None
    judging: JudgingResult | None = None
    submission: SubmissionResult | None = None
    reference: list[PublishedScore] = []
    groups: dict[str, dict[str, MetricResult]] = {}
    """The metrics within each category."""


class TokenUsage(_Record):
    """Tokens over all responses of the run, the reused ones included."""

    prompt_tokens: int
    completion_tokens: int


class AccountResult(_Record):
    """Attempts and their tokens; `estimated` of the attempts came without a count from the endpoint."""

    attempts: int
    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    reasoning_tokens: int
    estimated: int
    usd: float | None


class Spending(_Record):
    """What this run's attempts have used, in tokens and, if the model has prices, in USD.

    `retries` brought no answer but may have been billed, `interrupted` were in flight when an earlier run was killed
    and may have been billed twice, `reused` is what the answers from the store would have cost.
    """

    prices: dict[str, Any] | None
    answers: AccountResult
    retries: AccountResult
    interrupted: AccountResult
    reused: AccountResult


class Execution(_Record):
    """How this run came by its responses; differs between a first run and its repetition."""

    requests: int
    generated: int
    reused: int
    retries: int
    in_flight_lost: int
    """Requests that an earlier, killed run had in flight: they may have been paid for and were sent again."""
    spending: Spending
    stopped: str | None
    """Why no more was asked: the budget, the quota, too many failures."""
    casualties: list[str] = []
    """Processes of the model that died meanwhile; others took over what they had in hand."""
    judging: list[Spending] = []
    """What each judge has used."""


class RunStatus(StrEnum):
    """Whether every sample has a response; `partial` means that the budget ended the run."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    INCOMPLETE = "incomplete"
    INTERRUPTED = "interrupted"


class ModelSummary(_Record):
    """The evaluated model and what identifies it in request keys."""

    name: str
    identity: dict[str, Any]


class Rescored(_Record):
    """That the responses are those of another run, and how many were given to other prompts than this protocol's."""

    run: str
    other_prompts: int


class AverageResult(_Record):
    """Several tasks in one number. Where a member is missing there is no value, and `missing` says which and why.

    `published_under` is the protocol of the numbers that others publish.
    """

    description: str
    protocol: str
    published_under: str | None
    value: float | None
    ci_low: float | None
    ci_high: float | None
    coverage: float
    members: dict[str, float]
    missing: list[str]


class RunResult(_Record):
    """One run: model, protocol and the results by task."""

    schema_version: int = RESULT_SCHEMA
    hyeval_version: str
    status: RunStatus
    model: ModelSummary
    protocol: str
    seed: int
    repeats: int
    limit: int | None
    mode: str = "all"
    """What the run did: `infer` scores nothing, `score` asks nothing."""
    tasks: dict[str, TaskResult]
    usage: TokenUsage
    execution: Execution
    started: str
    wall_seconds: float
    rescored: Rescored | None = None
    averages: dict[str, AverageResult] = {}
