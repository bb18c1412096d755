"""The processes of a local model whose first one was forked from a template."""

from __future__ import annotations

import psutil

from tests.end_to_end import warm


def family() -> tuple[psutil.Process, psutil.Process, list[psutil.Process]]:
    """The device of the model that was started last, the process between it and the run, and those that prepare."""
    started = [one for one in psutil.Process().children() if warm.RANK in one.cmdline()]
    last = max(started, key=lambda one: (one.create_time(), one.pid))
    device = psutil.Process(warm.python().program(last.pid))
    (front,) = device.children()
    return device, front, front.children()
