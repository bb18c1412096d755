"""Results as a table on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hyeval.records import ResponseStatus
from hyeval.reports.comparison import Kinds
from hyeval.reports.console import print_table
from hyeval.reports.results import (
    AccountResult,
    AverageResult,
    JudgingResult,
    MetricResult,
    RunResult,
    Spending,
    SubmissionResult,
    TaskResult,
)

MOST_GROUPS = 12
"""Categories that a terminal shows; all of them stand in `results.json`."""


def print_results(result: RunResult, console: Console) -> None:
    """Print one row per metric, and below it what a reader must know about the numbers."""
    if result.mode == "infer":
        _print_answers(result, console)
    else:
        _print_metrics(result, console)
    for note in notes(result):
        console.print(f"[yellow]![/] {escape(note)}", soft_wrap=True)
    for line in (*submissions(result), *references(result)):
        console.print(line, markup=False, soft_wrap=True)
    for line in cost(result.execution.spending):
        console.print(line, soft_wrap=True)


def _print_answers(result: RunResult, console: Console) -> None:
    """How many answers are kept of a run that scores nothing."""
    for name, task in result.tasks.items():
        responses = task.counts.responses
        answers = sum(count for status, count in responses.items() if ResponseStatus(status).answered)
        told = f"{result.model.name}, {name}: {answers} of {sum(responses.values())} answers are kept"
        console.print(told, markup=False, soft_wrap=True)


def _print_metrics(result: RunResult, console: Console) -> None:
    table = _table(["task"], missing=any(task.coverage < 1 for task in result.tasks.values()))
    table.title = f"{result.model.name} · protocol {result.protocol}"
    for name, task in result.tasks.items():
        for row in _rows(task, len(table.columns) - 1):
            table.add_row(name, *row)
    print_table(table, console, names=2)
    for name, task in result.tasks.items():
        if 1 < len(task.groups) <= MOST_GROUPS:
            print_table(_group_table(name, task), console, names=2)
    for name, average in result.averages.items():
        if average.value is not None:
            print_table(_average_table(name, average), console)


def print_sweep(results: Sequence[RunResult], console: Console, *, settings: Sequence[str] = ()) -> None:
    """Print the results of all jobs of a sweep together, tasks next to each other.

    Values of one task that were not come by in the same way bear different letters. `settings` says of each result
    what sets its job apart; it is shown where task and model alone do not.
    """
    kinds = Kinds.among([(name, task) for result in results for name, task in result.tasks.items()])
    named = [(name, result.model.name) for result in results for name in result.tasks]
    naming = ["task", "model"] + (["settings"] if any(settings) and len(set(named)) < len(named) else [])
    table = _table(naming, missing=any(task.coverage < 1 for one in results for task in one.tasks.values()))
    table.title = "1 run" if len(results) == 1 else f"{len(results)} runs"
    rows = [
        ([name, result.model.name, escape(label)][: len(naming)], row)
        for result, label in zip(results, settings or [""] * len(results), strict=True)
        for name, task in result.tasks.items()
        for row in _rows(task, len(table.columns) - len(naming), mark=kinds.mark(name, task))
    ]
    for names, row in sorted(rows, key=lambda one: one[0][0]):
        table.add_row(*names, *row)
    print_table(table, console, names=len(naming) + 1)
    for result in results:
        for name, average in result.averages.items():
            value, interval, coverage = _average_cells(average)
            told = f"{average.description or name}, average: {value} ({interval}), coverage {coverage}"
            console.print(f"{result.model.name}, protocol {average.protocol}: {told}", markup=False, soft_wrap=True)
    for line in kinds.footnotes():
        console.print(f"[yellow]![/] {escape(line)}", soft_wrap=True)


class FailedCell(NamedTuple):
    """A cell of a sweep without a complete result, in the words of its row."""

    number: int
    label: str
    state: str
    job: str
    reason: str
    log: str


def print_failed_cells(cells: Sequence[FailedCell], console: Console, *, passed_over: bool = True) -> None:
    """Print the cells of a sweep that have no complete result, why not, and where to read more.

    `passed_over` says whether the same command again passes over the others.
    """
    table = Table(
        box=SIMPLE_HEAD,
        title="1 cell is not complete" if len(cells) == 1 else f"{len(cells)} cells are not complete",
        title_justify="left",
        pad_edge=False,
    )
    shown = ("number", "label", "state", *(["job"] if any(cell.job for cell in cells) else []), "reason")
    for field in shown:
        table.add_column({"number": "cell", "label": "settings"}.get(field, field), overflow="fold")
    for cell in cells:
        table.add_row(*(escape(str(getattr(cell, field))) for field in shown))
    console.print(table)
    for cell in cells:
        if cell.log:
            console.print(f"cell {cell.number}: {escape(cell.log)}", soft_wrap=True)
    again = "runs only these cells, and asks only" if passed_over else "asks only"
    console.print(f"The same command again {again} what was not answered.", soft_wrap=True)


def notes(result: RunResult) -> Iterator[str]:
    """What the numbers do not say by themselves: failures, missing samples, a limit, a lost request."""
    for name, task in result.tasks.items():
        yield from _task_notes(name, task, protocol=result.protocol, stored=result.mode == "score")
    if result.mode != "infer":
        for name, average in result.averages.items():
            yield from _average_notes(name, average)
    else:
        yield "nothing was scored (mode=infer): the same command with mode=score does it, or `hyeval rescore RUN`"
    if result.execution.stopped is not None:
        yield result.execution.stopped
    if result.rescored is not None:
        yield f"responses of {result.rescored.run}, scored anew"
        if result.rescored.other_prompts:
            told = f"{result.rescored.other_prompts} of them answer other prompts than this protocol's"
            yield f"{told}: do not compare these numbers with published ones"
    if result.limit is not None:
        yield f"only the first {result.limit} samples of each task were evaluated (limit={result.limit})"
    if result.execution.in_flight_lost:
        yield f"an earlier run ended with {result.execution.in_flight_lost} requests in flight"


def submissions(result: RunResult) -> Iterator[str]:
    """Where the answers are that only the organisers can score."""
    for name, task in result.tasks.items():
        if (file := task.submission) is not None and file.complete:
            told = f"{name}: the right answers are not public; {file.answers} answers are in {file.file}"
            yield f"{told}, to be scored by {file.destination}"


def references(result: RunResult) -> Iterator[str]:
    """What others have published under the same protocol, of this model before others."""
    for name, task in result.tasks.items():
        ranked = sorted(task.reference, key=lambda one: not one.same_model)
        for source in dict.fromkeys(one.source for one in ranked):
            told = ", ".join(
                f"{one.model}{' (this model)' if one.same_model else ''} {one.score:g} {one.metric}"
                for one in ranked
                if one.source == source
            )
            yield f"{name}: reference: {told} ({task.protocol}, {source})"


def _incomplete(name: str, file: SubmissionResult) -> Iterator[str]:
    """Why a submission cannot be submitted."""
    if file.missing:
        named = ", ".join(file.missing_ids) + (", …" if len(file.missing_ids) < file.missing else "")
        told = f"{name}: {file.missing} questions have no answer ({named}), and organisers want all"
        yield f"{told}; {file.file} holds the others. The same command asks for the rest"
    else:
        yield f"{name}: {file.file} holds a part of the data set, and organisers want all of it; leave out `limit=`"


def _judging_notes(name: str, judging: JudgingResult) -> Iterator[str]:
    """Who judged, and how far that can be trusted."""
    if not judging.judged:
        return
    by = ", ".join(judging.judges) + (f", {judging.repeats} times each" if judging.repeats > 1 else "")
    told = f"{name}: {judging.judged} answers judged by {by} (rubric {judging.rubric} {judging.rubric_version})"
    if judging.kappa is not None and judging.kappa_method is not None:
        told += f"; agreement: {judging.kappa_method.capitalize()}'s kappa {judging.kappa:.3f}"
    if judging.consistency is not None:
        told += f"; {100 * judging.consistency:.1f} % of the verdicts do not depend on the order of the answers"
    yield told
    for failure in judging.failures:
        yield f"{name}: {failure.count} replies of {failure.kind} are no verdict: {failure.example}"


def _task_notes(name: str, task: TaskResult, *, protocol: str, stored: bool) -> Iterator[str]:
    if task.protocol != protocol:
        yield f"{name}: protocol {task.protocol}, where the run has {protocol}"
    if task.submission is not None and not task.submission.complete:
        yield from _incomplete(name, task.submission)
    if task.error is not None:
        yield f"{name}: {task.error}"
    if task.judging is not None:
        yield from _judging_notes(name, task.judging)
    for failure in task.failures:
        yield f"{name}: {failure.count} failed ({failure.kind}): {failure.example}"
    if cancelled := task.counts.responses.get("cancelled", 0):
        what = "answers are not in the store" if stored else "were not asked"
        yield f"{name}: {cancelled} of {sum(task.counts.responses.values())} {what}"
    if truncated := task.counts.responses.get("truncated", 0):
        yield f"{name}: {truncated} answers were cut off; raise `tasks.{name}.generation.max_tokens=`"


def cost(spending: Spending) -> Iterator[str]:
    """What the run has cost, and what of it bought no answer."""
    if spending.prices is None or not spending.answers.attempts:
        return
    told = f"{_usd(spending.answers, spending.retries)} USD at the prices of {spending.prices['noted']}"
    if spending.retries.attempts:
        told += f", up to {_usd(spending.retries)} of it for attempts without an answer"
    if spending.interrupted.attempts:
        told += f"; what a killed run had in flight may have been billed besides: {_usd(spending.interrupted)}"
    if spending.reused.attempts:
        told += f"; answers from the store saved {_usd(spending.reused)}"
    estimated = spending.answers.estimated + spending.retries.estimated
    yield told + (f" ({estimated} attempts without a token count are estimated)" if estimated else "")


def _usd(*accounts: AccountResult) -> str:
    return f"{sum(account.usd or 0.0 for account in accounts):.4f}"


def _table(first: Sequence[str], *, missing: bool) -> Table:
    """A table that shows the bounds only if a sample is missing."""
    table = Table(box=SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for heading in (*first, "metric"):
        table.add_column(heading, overflow="fold")
    for heading in ("value", "95 % interval", "n", "coverage", "unparsed", *(["bounds"] if missing else [])):
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _group_table(name: str, task: TaskResult) -> Table:
    table = Table(box=SIMPLE_HEAD, title=f"{name} by category", title_justify="left", pad_edge=False)
    table.add_column("category", overflow="fold")
    table.add_column("metric")
    for heading in ("value", "95 % interval", "n"):
        table.add_column(heading, justify="right", no_wrap=True)
    for group, metrics in task.groups.items():
        for metric, result in metrics.items():
            table.add_row(escape(group), metric, *_estimate_cells(result))
    return table


def _average_table(name: str, average: AverageResult) -> Table:
    table = Table(
        box=SIMPLE_HEAD, title=f"{average.description or name}, average", title_justify="left", pad_edge=False
    )
    table.add_column("member", overflow="fold")
    for heading in ("value", "95 % interval", "coverage"):
        table.add_column(heading, justify="right", no_wrap=True)
    for member, value in average.members.items():
        table.add_row(escape(member), f"{value:.2f}", "", "")
    table.add_row("[bold]average[/]", *_average_cells(average))
    return table


def _average_cells(average: AverageResult) -> list[str]:
    value = "–" if average.value is None else f"{average.value:.2f}"
    interval = "–" if average.ci_low is None else f"{average.ci_low:.2f} … {average.ci_high:.2f}"
    return [value, interval, f"{100 * average.coverage:.1f} %"]


def _average_notes(name: str, average: AverageResult) -> Iterator[str]:
    if average.missing:
        yield f"{average.description or name}: no average, it lacks {'; '.join(average.missing)}"
    elif average.published_under not in (None, average.protocol):
        told = f"published averages are those of protocol={average.published_under}"
        yield f"{average.description or name}: {told}, this one is of protocol={average.protocol}"


def _rows(task: TaskResult, columns: int, *, mark: str = "") -> Iterator[list[str]]:
    for name, metric in task.metrics.items():
        bounds = task.bounds[name]
        value, *others = _estimate_cells(metric)
        value += f" {mark}" if mark else ""
        cells = [name, value, *others, *_share_cells(task), f"{_number(bounds.low)} … {_number(bounds.high)}"]
        yield cells[:columns]
    if task.submission is not None:
        cells = ["submission", _number(None), _number(None), str(task.submission.answers), *_share_cells(task), ""]
        yield cells[:columns]


def _share_cells(task: TaskResult) -> list[str]:
    return [f"{100 * task.coverage:.1f} %", str(task.counts.scores.get("unparsed", 0))]


def _estimate_cells(metric: MetricResult) -> list[str]:
    interval = "–" if metric.ci_low is None else f"{_number(metric.ci_low)} … {_number(metric.ci_high)}"
    return [_number(metric.value), interval, str(metric.n)]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"
