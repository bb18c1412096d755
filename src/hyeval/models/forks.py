"""Processes forked from one that has imported what they need, and a line between both."""

from __future__ import annotations

import gc
import os
import socket
import traceback
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import NoReturn

from hyeval.parent import end_with_parent


def fork() -> tuple[int, Connection]:
    """Fork this process, in which no other thread may run: the number of the child (0 there), and each one's end.

    The child ends with the thread that called this.
    """
    ours, theirs = socket.socketpair()
    parent = os.getpid()
    gc.freeze()  # a collection that writes to what was imported would unshare it
    with warnings.catch_warnings():
        # The threads that Python counts here are those of OpenBLAS, which ends them before a fork.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        theirs.close()
        return child, Connection(ours.detach())
    ours.close()
    end_with_parent()
    if os.getppid() != parent:
        os._exit(1)  # it had ended before
    return 0, Connection(theirs.detach())


def live(work: Callable[[], object]) -> NoReturn:
    """Do nothing but this until the process ends: never return to what the other one goes on with."""
    try:
        work()
    except BaseException:  # noqa: BLE001  # its end is noticed, and this among its last lines
        traceback.print_exc()
    finally:
        os._exit(1)
