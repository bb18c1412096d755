"""Rules of lmms-eval by benchmark: what it computes by default, so that numbers published with it can be matched."""

from __future__ import annotations

from hyeval.scoring.lmms_eval.choice_rules import CHOICE_RULES
from hyeval.scoring.lmms_eval.value_rules import VALUE_RULES
from hyeval.scoring.rules import Rule

RULES: dict[str, Rule] = {**CHOICE_RULES, **VALUE_RULES}
"""By the name that the framework gives the benchmark."""
