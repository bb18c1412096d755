"""The process that a helper process was started by, and must not outlive."""

from __future__ import annotations

import ctypes
import signal

PR_SET_PDEATHSIG = 1
_prctl = getattr(ctypes.CDLL(None), "prctl", None)


def end_with_parent() -> None:
    """Let the kernel end this process when the thread that started it ends (Linux; elsewhere nothing happens).

    If that had ended before, nobody is told: whoever must know compares `os.getppid()` afterwards.
    """
    if _prctl is not None:
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
