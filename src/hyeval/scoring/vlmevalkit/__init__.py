"""Rules of VLMEvalKit by benchmark: what it computes by default, so that numbers published with it can be matched."""

from __future__ import annotations

from hyeval.scoring.rules import Rule

RULES: dict[str, Rule] = {}
"""By the name that the framework gives the benchmark."""
