"""What a terminal shows: a table if there is room for it, and else the same as paragraphs."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from hyeval.reports.console import print_table
from hyeval.reports.tables import FailedCell, _table, print_failed_cells

NAME, LONG = "custom_mcq", "a_task_with_a_long_name"
CELLS = ("accuracy", "0.2857", "0.0822 … 0.6411", "7", "87.5 %", "0", "0.2500 … 0.3750")


def shown(width: int, *names: str) -> list[str]:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    table = _table(["task"], missing=True)
    table.title = "demo"
    for name in names:
        table.add_row(name, *CELLS)
    print_table(table, console, names=2)
    assert isinstance(console.file, io.StringIO)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def test_a_table_is_a_table_where_there_is_room() -> None:
    lines = shown(100, NAME)
    assert lines[0] == "demo"
    assert lines[2].split() == ["task", "metric", "value", "95", "%", "interval", "n", "coverage", "unparsed", "bounds"]
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("width", [80, 60, 40])
def test_every_number_is_whole_on_a_narrow_terminal(width: int) -> None:
    lines = shown(width, NAME, LONG)
    assert lines[0] == "demo"
    assert [line for line in lines if not line.startswith(" ")][1:] == [f"{NAME} · accuracy", f"{LONG} · accuracy"]
    assert max(map(len, lines)) <= width
    told = " ".join(" ".join(lines).split())
    assert told.count("value 0.2857, 95 % interval 0.0822 … 0.6411, n 7, coverage 87.5 %, unparsed 0, bounds 0.25") == 2


def test_a_cell_without_a_job_has_no_column_for_it() -> None:
    console = Console(file=io.StringIO(), width=100, highlight=False)
    print_failed_cells([FailedCell(1, "seed=[2]", "failed", "", "why", "x.log")], console, passed_over=False)
    assert isinstance(console.file, io.StringIO)
    told = console.file.getvalue()
    assert "cell   settings   state    reason" in told
    assert "seed=[2]" in told
    assert told.endswith("cell 1: x.log\nThe same command again asks only what was not answered.\n")
