"""What `hydra.launcher` may say where the cells of a sweep are jobs of their own."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, ValidationError

from hyeval.config.validation import to_problems
from hyeval.errors import Problem

PLUGIN = "hydra_plugins.hyeval_launchers."
_DAYS_FORM = re.compile(r"(?P<days>\d+)-(?P<hours>\d+)(:(?P<minutes>\d+))?(:(?P<seconds>\d+))?")
_HOURS_FORM = re.compile(r"(?P<hours>\d+):(?P<minutes>\d+):(?P<seconds>\d+)")
_MINUTES_FORM = re.compile(r"(?P<minutes>\d+)(:(?P<seconds>\d+))?")
_IN_MINUTES = {"days": 24 * 60, "hours": 60, "minutes": 1, "seconds": 1 / 60}


def minutes(value: Any) -> int:
    """A time limit as sbatch takes it, in whole minutes, rounded up; `ValueError` if it is none."""
    for form in (_DAYS_FORM, _HOURS_FORM, _MINUTES_FORM):
        if found := form.fullmatch(str(value)):
            parts = {name: int(count) for name, count in found.groupdict().items() if count is not None}
            total = math.ceil(sum(count * _IN_MINUTES[name] for name, count in parts.items()))
            if total > 0:
                return total
    raise ValueError("must be a time limit such as 90 (minutes), 4:00:00 or 2-12 (days and hours)")


class LauncherSettings(BaseModel):
    """Settings of both launchers."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    target: str = Field(alias="_target_")
    parallel: Annotated[StrictInt, Field(ge=1)]
    time: Annotated[int, BeforeValidator(minutes)]
    max_timeouts: Annotated[StrictInt, Field(ge=0)]
    signal_delay_s: Annotated[StrictInt, Field(ge=0)]
    poll_s: Annotated[float, Field(gt=0)]


class SlurmSettings(LauncherSettings):
    """Settings of `hydra/launcher=slurm`; `time` in minutes, `gpus` and `mem` of a node, `cpus` of a task."""

    partition: str | None = None
    account: str | None = None
    qos: str | None = None
    constraint: str | None = None
    exclude: str | None = None
    comment: str | None = None
    name: str = "hyeval"
    nodes: Annotated[StrictInt, Field(ge=1)] = 1
    tasks_per_node: Annotated[StrictInt, Field(ge=1)] = 1
    gpus: Annotated[StrictInt, Field(ge=1)] | None = None
    cpus: Annotated[StrictInt, Field(ge=1)] | None = None
    setup: tuple[str, ...] = ()
    mem: Annotated[str, Field(pattern=r"^\d+[KMGT]?$")] | None = None
    sbatch: dict[str, str | int | bool] = {}


SETTINGS: Mapping[str, type[LauncherSettings]] = {
    f"{PLUGIN}SlurmLauncher": SlurmSettings,
    f"{PLUGIN}SlurmLocalLauncher": LauncherSettings,
}


@cache
def extra_is_installed() -> bool:
    """Whether the packages of `hyeval[slurm]` are there; they are not imported."""
    return find_spec("submitit") is not None and find_spec("hydra_plugins.hydra_submitit_launcher") is not None


def check_launcher(launcher: Mapping[str, Any], *, multirun: bool, budget: Sequence[str]) -> list[Problem]:
    """What is wrong with a launcher of ours; nothing is said of Hydra's own.

    `budget` names the limits that the jobs set: they hold for the whole command, and jobs of their own cannot share it.
    """
    schema = SETTINGS.get(str(launcher.get("_target_")))
    if schema is None:
        return []
    problems = []
    if not multirun:
        problems.append(Problem("hydra/launcher", "only sweeps have a launcher.", "Add `--multirun`."))
    if not extra_is_installed():
        rule = "needs the packages of an extra, which are not installed."
        problems.append(Problem("hydra/launcher", rule, 'Run `pip install "hyeval[slurm]"`.'))
    if budget:
        rule = "is the budget of the whole command, and jobs in processes of their own cannot share it."
        problems += [Problem(f"budget.{name}", rule, "Leave it or `hydra/launcher=` out.") for name in budget]
    try:
        schema.model_validate(launcher)
    except ValidationError as error:
        problems += to_problems(error, schema, prefix="hydra.launcher")
    return problems
