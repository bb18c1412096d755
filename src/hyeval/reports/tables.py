"""Results as a table on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hyeval.reports.results import MetricResult, RunResult, TaskResult


def print_results(result: RunResult, console: Console) -> None:
    """Print one row per metric, and below it what a reader must know about the numbers."""
    table = Table(title=f"{result.model.name} · protocol {result.protocol}", title_justify="left")
    for heading in ("task", "metric"):
        table.add_column(heading)
    for heading in ("value", "95 % interval", "n", "coverage", "bounds", "unparsed"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, task in result.tasks.items():
        for metric_name, metric in task.metrics.items():
            table.add_row(name, metric_name, *_cells(task, metric_name, metric))
    console.print(table)
    for note in notes(result):
        console.print(f"[yellow]![/] {escape(note)}")


def notes(result: RunResult) -> Iterator[str]:
    """What the numbers do not say by themselves: failures, missing samples, a limit, a lost request."""
    for name, task in result.tasks.items():
        if task.error is not None:
            yield f"{name}: {task.error}"
        for failure in task.failures:
            yield f"{name}: {failure.count} failed ({failure.kind}): {failure.example}"
        cancelled = task.counts.responses.get("cancelled", 0)
        if cancelled:
            yield f"{name}: {cancelled} of {sum(task.counts.responses.values())} were not asked"
        truncated = task.counts.responses.get("truncated", 0)
        if truncated:
            yield f"{name}: {truncated} answers were cut off; raise `tasks.{name}.generation.max_tokens=`"
    if result.limit is not None:
        yield f"only the first {result.limit} samples of each task were evaluated (limit={result.limit})"
    if result.execution.in_flight_lost:
        yield f"an earlier run was killed with {result.execution.in_flight_lost} requests in flight"


def _cells(task: TaskResult, name: str, metric: MetricResult) -> tuple[str, ...]:
    bounds = task.bounds[name]
    return (
        _number(metric.value),
        "–" if metric.ci_low is None else f"{_number(metric.ci_low)} … {_number(metric.ci_high)}",
        str(metric.n),
        f"{100 * task.coverage:.1f} %",
        "" if task.coverage == 1 else f"{_number(bounds.low)} … {_number(bounds.high)}",
        str(task.counts.scores.get("unparsed", 0)),
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"
