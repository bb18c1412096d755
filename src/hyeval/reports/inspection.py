"""What an inspection of data found, as a table and a line a problem."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from hyeval.media import MediaKind
from hyeval.tasks.inspection import Inspection


def print_inspections(found: Sequence[Inspection], console: Console) -> None:
    """Print the problems of each task and then one row per task."""
    for one in found:
        for problem in one.problems:
            console.print(problem, markup=False, soft_wrap=True)
        if (more := one.problem_count - len(one.problems)) > 0:
            console.print(f"{one.task}: and {more} more problems", markup=False, soft_wrap=True)
        if one.twice_labelled:
            rule = (
                f"the options of {one.twice_labelled} of {one.rows} rows bring their letters along, and the prompt puts"
            )
            remark = f"! {one.task}: {rule} others before them: '{one.example}'. Take them out of the options."
            console.print(remark, markup=False, soft_wrap=True)
    kinds = [kind for kind in MediaKind if kind is MediaKind.IMAGE or any(one.media[kind] for one in found)]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("task", overflow="fold")
    for heading in ("rows", *(f"{kind}s" if kind is not MediaKind.AUDIO else kind for kind in kinds), "problems"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in found:
        table.add_row(one.task, str(one.rows), *(str(one.media[kind]) for kind in kinds), str(one.problem_count))
    console.print(table)
