"""Ctrl-C and SIGTERM: the first lets what is in flight finish, a second Ctrl-C leaves at once."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hyeval.errors import ExitCode

logger = logging.getLogger(__name__)


@contextmanager
def stopped_by_signals(stop: Callable[[], None]) -> Iterator[threading.Event]:
    """Call `stop` at the first signal, and leave the process at a second Ctrl-C; the event says whether there was one.

    A second SIGTERM changes nothing: schedulers send it more than once.
    """
    signalled = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield signalled  # Signals belong to the main thread; whoever runs us in another one stops the executor itself.
        return

    def on_signal(number: signal.Signals) -> None:
        if signalled.is_set():
            if number is signal.SIGINT:
                os._exit(ExitCode.INTERRUPTED)
            return
        signalled.set()
        stop()
        logger.warning("stopping: what is in flight is finished and kept; Ctrl-C again leaves at once")

    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in signals}
    for number in signals:
        loop.add_signal_handler(number, on_signal, number)
    try:
        yield signalled
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
            signal.signal(number, before[number])
