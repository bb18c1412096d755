"""Every error that hyeval raises on purpose.

    HyevalError                    anything that a user is told about
    ├── ConfigError                the configuration is wrong; lists every problem found          exit 2
    ├── DataError                  a data set does not hold what its task says                    exit 2
    │   └── MediaError             an image, video or audio file cannot be read
    ├── MissingResource            a checkpoint, data set or package is not there                 exit 2
    ├── AccessError                an endpoint does not accept the key or does not have the model    exit 2
    ├── OutputError                a file cannot be written (permissions, full disk)              exit 4
    │   └── StoreError             the response store cannot be read or written
    ├── LauncherError              jobs cannot be given to the scheduler                          exit 1
    ├── ModelError                 a model cannot do what is asked of it                          exit 1
    │   └── ReplicaLost            one of its processes died, though others did its work
    └── RunIncomplete              samples were left without a response, or a task failed         exit 3
        └── RunInterrupted         a person or the scheduler stopped the run                      exit 130

A failed *request* is no exception but a `records.Response` with a status: it belongs to one sample and must not end
the run of the others.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """What the exit code of a run means."""

    COMPLETE = 0
    ERROR = 1
    USAGE = 2
    INCOMPLETE = 3
    OUTPUT = 4
    INTERRUPTED = 130


class HyevalError(Exception):
    """Base class: the message is written for the user and needs no traceback."""

    exit_code = ExitCode.ERROR


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the configuration.

    `rule` says what holds and what was found; `remedy` says what to type instead, if that is known.
    """

    field: str
    rule: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.field}: {self.rule}" + (f" {self.remedy}" if self.remedy else "")


class ConfigError(HyevalError):
    """The configuration cannot be run; `problems` holds everything that is wrong with it."""

    exit_code = ExitCode.USAGE

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ConfigError], tuple[Sequence[Problem]]]:
        return type(self), (self.problems,)


class DataError(HyevalError):
    """A data set does not hold what its task says."""

    exit_code = ExitCode.USAGE


class MediaError(DataError):
    """An image, video or audio file cannot be read."""


class MissingResource(HyevalError):
    """A checkpoint, a data set or an optional package is not there."""

    exit_code = ExitCode.USAGE


class AccessError(HyevalError):
    """An endpoint does not accept the key, or does not have the model."""

    exit_code = ExitCode.USAGE


class OutputError(HyevalError):
    """A file cannot be written."""

    exit_code = ExitCode.OUTPUT


class StoreError(OutputError):
    """The response store cannot be read or written."""


class LauncherError(HyevalError):
    """The jobs of a sweep cannot be given to the scheduler."""


class ModelError(HyevalError):
    """A model cannot do what is asked of it."""


class ReplicaLost(ModelError):
    """A process of the model died while the run went on; everything that could be answered was."""


class RunIncomplete(HyevalError):
    """The run ended, but samples were left without a response or a task failed."""

    exit_code = ExitCode.INCOMPLETE


class RunInterrupted(RunIncomplete):
    """The run was stopped from outside; what was in flight was finished and kept."""

    exit_code = ExitCode.INTERRUPTED


SHORTEST_PART = 3
"""Characters that are enough to look for names that have them."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Name the near matches of `word` among `known`, else names that it is part of; an empty string if there is none.

    Upper and lower case are alike.
    """
    names, wanted = {name.casefold(): name for name in known}, word.casefold()
    near = difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)
    if not near and len(wanted) >= SHORTEST_PART:
        near = [name for name in names if wanted in name][:3]
    matches = [names[name] for name in near]
    if not matches:
        return ""
    quoted = [f"'{match}'" for match in matches]
    return "Did you mean " + (quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}") + "?"
