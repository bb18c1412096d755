"""What a run would take, counted before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from statistics import fmean

from pydantic import BaseModel, ConfigDict
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from hyeval.execution.executor import Item
from hyeval.execution.ledger import Prices
from hyeval.execution.store import ResponseStore
from hyeval.models.base import Load, Model
from hyeval.records import Request, Usage

EARLIER_ANSWERS = 200
"""Stored answers of the same model from which the length of an answer and its time are taken."""
ASSUMED_LATENCY_S = 3.0
ASSUMED_CONCURRENCY = 32
"""What a run whose limit is still to be found out is taken to reach."""
REQUESTS_PER_READ = 64


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TaskEstimate(_Record):
    """Requests of one task: `stored` of them are answered, the tokens are those of the others.

    `completion_tokens` is what the answers may take at most, `likely_completion_tokens` goes by earlier answers.
    """

    requests: int
    stored: int
    prompt_tokens: int
    completion_tokens: int
    likely_completion_tokens: int | None
    usd: float | None
    likely_usd: float | None


class RunEstimate(_Record):
    """All tasks of a run, and how long it may take."""

    model: str
    tasks: dict[str, TaskEstimate]
    seconds: float
    concurrency: int
    latency_s: float
    earlier_answers: int
    """How many earlier answers latency and length are taken from; 0 means that the latency is assumed."""


class Estimator:
    """Goes through the requests of a run, looks up what is stored and adds up the rest."""

    def __init__(self, model: Model, store: ResponseStore, *, prices: Prices | None, reuse: bool) -> None:
        self._model = model
        self._store = store
        self._prices = prices
        self._reuse = reuse
        self._earlier = store.recent(EARLIER_ANSWERS)

    def estimate(self, tasks: Mapping[str, Iterator[Item]]) -> RunEstimate:
        """Estimate all tasks."""
        estimates = {name: self._task(items) for name, items in tasks.items()}
        load = self._model.load
        latencies = [one.latency_s for one in self._earlier if one.latency_s is not None]
        latency = fmean(latencies) if latencies else ASSUMED_LATENCY_S
        concurrency = load.concurrency or ASSUMED_CONCURRENCY * len(self._model.replicas())
        return RunEstimate(
            model=self._model.name,
            tasks=estimates,
            seconds=_seconds(list(estimates.values()), load, latency / concurrency),
            concurrency=concurrency,
            latency_s=latency,
            earlier_answers=len(latencies),
        )

    def _task(self, items: Iterator[Item]) -> TaskEstimate:
        requests = stored = prompt = completion = 0
        seen: set[str] = set()
        while chunk := list(islice(items, REQUESTS_PER_READ)):
            asked = [item for item in chunk if isinstance(item, Request)]
            known = self._store.look_up([request.key for request in asked]).keys() if self._reuse else set()
            requests += len(asked)
            for request in asked:
                if request.key in known or request.key in seen:
                    stored += 1
                    continue
                seen.add(request.key)
                usage = self._model.estimate(request)
                prompt += usage.prompt_tokens or 0
                completion += usage.completion_tokens or 0
        likely = self._likely_completion(len(seen))
        return TaskEstimate(
            requests=requests,
            stored=stored,
            prompt_tokens=prompt,
            completion_tokens=completion,
            likely_completion_tokens=likely,
            usd=self._cost(prompt, completion),
            likely_usd=None if likely is None else self._cost(prompt, likely),
        )

    def _likely_completion(self, requests: int) -> int | None:
        lengths = [one.usage.completion_tokens for one in self._earlier if one.usage.completion_tokens is not None]
        return round(requests * fmean(lengths)) if lengths else None

    def _cost(self, prompt: int, completion: int) -> float | None:
        if self._prices is None:
            return None
        return self._prices.cost(Usage(prompt, completion), batch=self._model.batches() is not None)


def _seconds(tasks: Sequence[TaskEstimate], load: Load, seconds_per_request: float) -> float:
    """The longest of what latency and the caps per minute take."""
    requests = sum(task.requests - task.stored for task in tasks)
    tokens = sum(task.prompt_tokens + task.completion_tokens for task in tasks)
    waits = [requests * seconds_per_request]
    if load.requests_per_minute is not None:
        waits.append(60 * requests / load.requests_per_minute)
    if load.tokens_per_minute is not None:
        waits.append(60 * tokens / load.tokens_per_minute)
    return max(waits)


def print_estimate(estimate: RunEstimate, console: Console) -> None:
    """Print one row per task, their sum, and what the time was reckoned from."""
    table = Table(box=SIMPLE_HEAD, title_justify="left", pad_edge=False)
    table.title = f"{estimate.model} · what a run would send"
    table.add_column("task", overflow="fold")
    for heading in ("requests", "stored", "prompt tokens", "completion tokens", "USD"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, task in estimate.tasks.items():
        table.add_row(name, *_cells(task))
    if len(estimate.tasks) > 1:
        table.add_section()
        table.add_row("all", *_cells(_sum(list(estimate.tasks.values()))))
    console.print(table)
    source = (
        f"{estimate.latency_s:.1f} s an answer, as in {estimate.earlier_answers} earlier ones"
        if estimate.earlier_answers
        else f"{estimate.latency_s:.1f} s an answer, an assumption"
    )
    told = f"about {_duration(estimate.seconds)} with {estimate.concurrency} requests in flight and {source}"
    console.print(told, soft_wrap=True)
    console.print("nothing was sent; tokens are estimates. Leave out dry_run=true to run it.", soft_wrap=True)


def _cells(task: TaskEstimate) -> list[str]:
    return [
        f"{task.requests:,}",
        f"{task.stored:,}",
        f"≈ {task.prompt_tokens:,}",
        _range(task.likely_completion_tokens, task.completion_tokens, "{:,.0f}"),
        "no prices" if task.usd is None else _range(task.likely_usd, task.usd, "{:,.2f}"),
    ]


def _range(likely: float | None, most: float, form: str) -> str:
    at_most = f"≤ {form.format(most)}"
    return at_most if likely is None or likely >= most else f"≈ {form.format(likely)}, {at_most}"


def _sum(tasks: Sequence[TaskEstimate]) -> TaskEstimate:
    likely = [task.likely_completion_tokens for task in tasks]
    usd, likely_usd = [task.usd for task in tasks], [task.likely_usd for task in tasks]
    return TaskEstimate(
        requests=sum(task.requests for task in tasks),
        stored=sum(task.stored for task in tasks),
        prompt_tokens=sum(task.prompt_tokens for task in tasks),
        completion_tokens=sum(task.completion_tokens for task in tasks),
        likely_completion_tokens=None if None in likely else sum(one or 0 for one in likely),
        usd=None if None in usd else sum(one or 0 for one in usd),
        likely_usd=None if None in likely_usd else sum(one or 0 for one in likely_usd),
    )


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
