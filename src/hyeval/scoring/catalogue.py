"""Every rule by the name that a task file gives it: the school, a dot, the school's name of the benchmark.

A school's rules are loaded when one of them is asked for: together they take a tenth of a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from hyeval.scoring.rules import Rule

SCHOOLS = ("official", "lmms_eval", "vlmevalkit")


class _Rules(Mapping[str, Rule]):
    def __getitem__(self, name: str) -> Rule:
        school, _, benchmark = name.partition(".")
        return _load(school)[benchmark]

    def __iter__(self) -> Iterator[str]:
        return (f"{school}.{name}" for school in SCHOOLS for name in _load(school))

    def __len__(self) -> int:
        return sum(len(_load(school)) for school in SCHOOLS)


@cache
def _load(school: str) -> Mapping[str, Rule]:
    if school == "official":
        from hyeval.scoring import official

        return official.RULES
    if school == "lmms_eval":
        from hyeval.scoring import lmms_eval

        return lmms_eval.RULES
    if school == "vlmevalkit":
        from hyeval.scoring import vlmevalkit

        return vlmevalkit.RULES
    return {}


RULES: Mapping[str, Rule] = _Rules()
