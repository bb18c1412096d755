"""The process in which a guard has things computed: one after another, each within a limit, until the line closes.

The limit is the kernel's: it ends the process where it stands, also within native code such as the matching of a
regular expression, which heeds neither signal handlers nor other threads. When the run is gone, the kernel ends it too.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from hyeval.parent import end_with_parent

OVER_TIME = signal.SIGPROF
"""The signal that ends the process when a computation has used its processor time."""


@dataclass(frozen=True)
class Job:
    """A call to be made within so many seconds of processor time; the function is one of a module.

    What `load` does before, such as to import, takes none of them.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    limit_s: float
    load: Callable[[], object] | None = None


@dataclass(frozen=True)
class Done:
    """What a call returned."""

    value: Any


@dataclass(frozen=True)
class Exhausted:
    """That a call came to the end of memory or of nesting."""

    what: str


@dataclass(frozen=True)
class Raised:
    """That a call raised an error, with its traceback."""

    told: str


def serve(connection: Connection, run: int) -> None:
    """Compute what comes until the line closes; `run` is the id of the process at its other end."""
    end_with_parent()
    if os.getppid() != run:
        return  # it had ended before the kernel was told
    connection.send(None)  # it is ready
    while True:
        try:
            job: Job = connection.recv()
        except (EOFError, OSError):
            return
        connection.send_bytes(_outcome(job))


def _outcome(job: Job) -> bytes:
    """What `recv` reads at the other end."""
    try:
        if job.load is not None:
            job.load()
        signal.setitimer(signal.ITIMER_PROF, job.limit_s)
        return pickle.dumps(Done(job.function(*job.arguments)))
    except MemoryError:
        return pickle.dumps(Exhausted("memory"))
    except RecursionError:
        return pickle.dumps(Exhausted("nesting"))
    except Exception:  # noqa: BLE001  # told in the run, where it ends what it would have ended without a process between
        return pickle.dumps(Raised(traceback.format_exc()))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


if __name__ == "__main__":
    # Under its own name, so that what is pickled here is known there.
    from hyeval.scoring.guard_process import serve as serve_line

    serve_line(Connection(int(sys.argv[1])), int(sys.argv[2]))
