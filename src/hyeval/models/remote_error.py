"""Errors that are raised in one process and mean something in another."""

from __future__ import annotations

import traceback

from hyeval.errors import HyevalError


class RemoteError(Exception):  # told by the name of what was raised, whose class the receiver need not know
    """What stands for an exception that may not survive the way: its kind, its message and its traceback."""

    def __init__(self, kind: str, message: str, trace: str) -> None:
        super().__init__(kind, message, trace)
        self.kind, self.message, self.trace = kind, message, trace

    def __str__(self) -> str:
        return self.message

    def named(self) -> Exception:
        """As an exception of its kind's name, with the other process's traceback as its cause."""
        error: RemoteError = type(self.kind, (RemoteError,), {})(self.kind, self.message, self.trace)
        error.__cause__ = RuntimeError(f"in the process of the model:\n{self.trace}")
        return error


def to_send(error: Exception) -> HyevalError | RemoteError:
    """For an exception that was just caught: itself if it is hyeval's, or what stands for it."""
    if isinstance(error, HyevalError):
        return error
    return RemoteError(type(error).__name__, str(error), traceback.format_exc())


def to_raise(sent: HyevalError | RemoteError) -> Exception:
    """What would have been raised here."""
    return sent.named() if isinstance(sent, RemoteError) else sent
