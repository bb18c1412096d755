"""The one console for what is not a result: messages and progress share it, so that neither tears the other."""

from __future__ import annotations

import logging
from functools import cache

from rich.console import Console


@cache
def message_console() -> Console:
    """Console on standard error; standard output is for results."""
    return Console(stderr=True, highlight=False)


class _ResultConsole(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the program: rich itself would exit with an error."""
        raise BrokenPipeError


def result_console(width: int = 110) -> Console:
    """Console on standard output, which is for results alone; `width` holds for a file or a pipe."""
    console = _ResultConsole(highlight=False)
    return console if console.is_terminal else _ResultConsole(highlight=False, width=width)


class ConsoleHandler(logging.Handler):
    """Log handler that prints above a running progress bar."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record; warnings and errors begin with their level."""
        # The message alone: a traceback belongs in the log file.
        text = record.getMessage()
        if record.levelno >= logging.WARNING:
            text = f"{record.levelname.lower()}: {text}"
        message_console().print(text, markup=False, soft_wrap=True)
