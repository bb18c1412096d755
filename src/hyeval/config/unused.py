"""Settings on the command line that nothing in the run uses: an override without effect is a mistake."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Iterator

from hyeval.config.schema import ModelConfig, RunConfig
from hyeval.config.validation import target_of
from hyeval.errors import Problem
from hyeval.models.hardware import Hardware
from hyeval.tasks.download import DIGESTS, is_address

NOT_DEPLOYED = "none"
_DIGEST = re.compile(rf"tasks\.(?P<task>.+)\.dataset\.(?:{'|'.join(DIGESTS)})")


def unused(run: RunConfig, given: Collection[str]) -> Iterator[Problem]:
    """Those of the given settings (`name=value`) that this run does not use.

    A group that is chosen at its default, such as `hardware=auto`, asks for nothing and is never unused.
    """
    for text in given:
        name, _, value = text.lstrip("+").partition("=")
        for group, (uses, reason, remedy) in _GROUPS.items():
            chosen = name == group and value not in ("auto", NOT_DEPLOYED)
            inside = name.startswith(f"{group}.")
            if (inside or (chosen and group in _CHOICES)) and not uses(run):
                yield Problem(name, f"nothing in this run uses it: {reason(run)}.", remedy)
        digest = _DIGEST.fullmatch(name)
        if digest and value != "null" and not is_address(run.tasks[digest["task"]].dataset.path):
            rule = "nothing in this run uses it: the data set is not fetched from an address."
            yield Problem(name, rule, "Leave it out.")


def _runs_here(model: ModelConfig) -> bool:
    """Whether a model asks for devices of this machine."""
    parameters = inspect.signature(target_of(model.target), eval_str=True).parameters.values()
    return any(one.annotation is Hardware for one in parameters)


def _uses_hardware(run: RunConfig) -> bool:
    deployed = run.deploy.name != NOT_DEPLOYED or run.judge.deploy.name != NOT_DEPLOYED
    return deployed or any(map(_runs_here, (run.model, *run.judge.models.values())))


_Use = tuple[Callable[[RunConfig], bool], Callable[[RunConfig], str], str]

_GROUPS: dict[str, _Use] = {
    "hardware": (
        _uses_hardware,
        lambda run: f"the model {run.model.name} needs no device of this machine",
        "Leave it out.",
    ),
    "tracking": (
        lambda run: run.tracking.mode != "none",
        lambda _: "nothing is tracked (tracking=none)",
        "Leave it out, or choose `tracking=wandb`.",
    ),
    "judge": (lambda run: run.judge.name != "none", lambda _: "nobody judges (judge=none)", "Leave it out."),
}
"""Groups whose chosen member may have no use for a setting: when it has, else why not, and what to do."""

_CHOICES = ("hardware",)
"""Groups of which a choice itself is a setting that may be without effect; `tracking=none` is what turns others off."""
