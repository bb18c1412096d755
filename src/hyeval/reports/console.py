"""The one console for what is not a result: messages and progress share it, so that neither tears the other."""

from __future__ import annotations

import logging
from functools import cache

from rich.console import Console


@cache
def message_console() -> Console:
    """Console on standard error; standard output is for results."""
    return Console(stderr=True, highlight=False)


class ConsoleHandler(logging.Handler):
    """Log handler that prints above a running progress bar."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record; warnings and errors begin with their level."""
        # The message alone: a traceback belongs in the log file.
        text = record.getMessage()
        if record.levelno >= logging.WARNING:
            text = f"{record.levelname.lower()}: {text}"
        message_console().print(text, markup=False, soft_wrap=True)
