"""Every rule by the name that a task file gives it: the school, a dot, the school's name of the benchmark."""

from __future__ import annotations

from hyeval.scoring import lmms_eval, vlmevalkit
from hyeval.scoring.rules import Rule

RULES: dict[str, Rule] = {
    **{f"lmms_eval.{name}": rule for name, rule in lmms_eval.RULES.items()},
    **{f"vlmevalkit.{name}": rule for name, rule in vlmevalkit.RULES.items()},
}
