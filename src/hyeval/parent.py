"""The process that a helper process was started for, and must not outlive."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import threading

PR_SET_PDEATHSIG = 1
_prctl = getattr(ctypes.CDLL(None), "prctl", None)


def end_with_parent() -> None:
    """Let the kernel end this process when the thread that started it ends (Linux; elsewhere nothing happens).

    If that had ended before, nobody is told: whoever must know compares `os.getppid()` afterwards.
    """
    if _prctl is not None:
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def terminate_after(process: int) -> None:
    """Send this process SIGTERM when that one has ended, at once if it has (Linux 5.3; elsewhere nothing happens)."""
    if not hasattr(os, "pidfd_open"):
        return
    try:
        end = os.pidfd_open(process)
    except ProcessLookupError:
        os.kill(os.getpid(), signal.SIGTERM)
        return
    except OSError:
        return  # a kernel that knows no such descriptors

    def wait() -> None:
        select.select([end], [], [])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="command", daemon=True).start()
