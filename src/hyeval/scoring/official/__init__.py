"""Rules of the benchmarks' authors, where an extractor, a matcher and a mean do not say what they compute."""

from __future__ import annotations

from hyeval.scoring.official.pope import Pope
from hyeval.scoring.rules import Rule

RULES: dict[str, Rule] = {
    "pope": Pope(),
}
"""By the name of the benchmark."""
