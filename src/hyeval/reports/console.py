"""The one console for what is not a result: messages and progress share it, so that neither tears the other."""

from __future__ import annotations

import logging
import os
import sys
from functools import cache

from rich.console import Console
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hyeval.errors import OutputError

FILE_WIDTH = 200
"""Columns of a file or a pipe: a table takes of them what it needs."""
UNBOUNDED = 10_000


@cache
def message_console() -> Console:
    """Console on standard error; standard output is for results."""
    return Console(stderr=True, highlight=False)


class _ResultConsole(Console):
    """A run goes on when the reader of its output has gone, and ends when a full disk takes no more of it."""

    def on_broken_pipe(self) -> None:
        """Write what follows to nobody; rich itself would exit with an error."""
        discard_output()

    def _write_buffer(self) -> None:
        try:
            super()._write_buffer()
        except BrokenPipeError:
            raise
        except OSError as error:
            discard_output()
            raise OutputError(f"the standard output cannot be written ({error.strerror}).") from error


def discard_output() -> None:
    """Send the standard output to nobody: Python would fail once more when it flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def result_console(width: int = FILE_WIDTH) -> Console:
    """Console on standard output, which is for results alone; `width` holds for a file or a pipe."""
    console = _ResultConsole(highlight=False)
    return console if console.is_terminal else _ResultConsole(highlight=False, width=width)


def print_table(table: Table, console: Console, *, names: int = 1) -> None:
    """Print a table; where it is wider than the terminal, each row as a paragraph under its first `names` cells."""
    unbounded = console.options.update(width=UNBOUNDED, max_width=UNBOUNDED)
    if Measurement.get(console, unbounded, table).maximum <= console.width:
        console.print(table)
        return
    if table.title:
        console.print(table.title)
    for row in zip(*(column.cells for column in table.columns), strict=True):
        cells = [Text.from_markup(str(cell)) for cell in row]
        told = [
            Text(f"{column.header} ").append_text(cell)
            for column, cell in zip(table.columns[names:], cells[names:], strict=True)
            if cell.plain
        ]
        console.print(Text(" · ").join(cells[:names]), style="bold")
        console.print(Padding(Text(", ").join(told), (0, 0, 0, 2)))


class ConsoleHandler(logging.Handler):
    """Log handler that prints above a running progress bar."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record; warnings and errors begin with their level."""
        # The message alone: a traceback belongs in the log file.
        text = record.getMessage()
        if record.levelno >= logging.WARNING:
            text = f"{record.levelname.lower()}: {text}"
        message_console().print(text, markup=False, soft_wrap=True)
