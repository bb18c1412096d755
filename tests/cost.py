"""What a call costs: for tests that a hostile input is no trap. They allow far more than it takes, and far less than a
trap would."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TRIES = 3


def cpu_seconds(call: Callable[[], object], *, enough: float = 0.0) -> float:
    """CPU time of a call, the least of a few; it is not repeated once it took no more than `enough`.

    What else runs on the machine, and the garbage that other tests have left, must not count.
    """
    least = float("inf")
    for _ in range(TRIES):
        least = min(least, _once(call))
        if least <= enough:
            break
    return least


def _once(call: Callable[[], object]) -> float:
    collects = gc.isenabled()
    gc.disable()
    try:
        start = time.process_time()
        call()
        return time.process_time() - start
    finally:
        if collects:
            gc.enable()
