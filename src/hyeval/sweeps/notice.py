"""What a scheduler tells a job in its signals: that its time is up, or that its place is needed.

The run then stops as after a Ctrl-C, keeps what is in flight, and the job is queued again.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

logger = logging.getLogger(__name__)

Handler = Callable[[int, FrameType | None], object]
CONTROLLER_TIMEOUT_S = 30


class Notice:
    """The signals of one job. `requeue` is submitit's handler of `user_signal`: it queues the job again and exits.

    A run that has not stopped after `patience_s` is left as it is: the scheduler would kill it soon.
    """

    def __init__(self, user_signal: signal.Signals, requeue: Handler, *, patience_s: float) -> None:
        self._user_signal = user_signal
        self._requeue = requeue
        self._patience_s = patience_s
        self._given = False
        self._stopping = False

    def on_user_signal(self, number: int, frame: FrameType | None) -> None:
        """Stop the run; at the second time, leave it."""
        if self._stopping:
            return
        if self._given:
            self._stopping = True
            self._requeue(number, frame)
            return
        self._given = True
        impatience = threading.Timer(self._patience_s, os.kill, (os.getpid(), self._user_signal))
        impatience.daemon = True
        impatience.start()
        os.kill(os.getpid(), signal.SIGTERM)

    def on_terminate(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  # as signal calls it
        """No run is there that could stop first."""
        if not self._stopping:
            self._stopping = True
            raise KeyboardInterrupt

    def act(self) -> None:
        """The run has stopped: queue the job again, unless it was cancelled; does not return then."""
        self._stopping = True
        if self._given or _is_preempted():
            self._requeue(self._user_signal, None)


@contextmanager
def noticed(user_signal: signal.Signals, *, patience_s: float) -> Iterator[Notice]:
    """Listen to the scheduler's signals in place of submitit."""
    requeue = signal.getsignal(user_signal)
    assert callable(requeue)
    notice = Notice(user_signal, requeue, patience_s=patience_s)
    before = signal.signal(signal.SIGTERM, notice.on_terminate)
    signal.signal(user_signal, notice.on_user_signal)
    try:
        yield notice
    finally:
        signal.signal(signal.SIGTERM, before)
        signal.signal(user_signal, requeue)


def _is_preempted() -> bool:
    """Whether SLURM counts this job as running, although it has told it to end: a cancelled one it does not."""
    job = os.environ.get("SLURM_JOB_ID")
    if job is None:
        return False
    command = ["scontrol", "--oneliner", "show", "job", job]
    try:
        shown = subprocess.run(command, capture_output=True, text=True, check=False, timeout=CONTROLLER_TIMEOUT_S)
    except (OSError, subprocess.TimeoutExpired) as error:
        logger.warning("scontrol does not answer (%s): the job is not queued again", error)
        return False
    return re.search(r"\bJobState=RUNNING\b", shown.stdout) is not None
