"""Rules of the benchmarks' authors, where an extractor, a matcher and a mean do not say what they compute."""

from __future__ import annotations

from hyeval.scoring.lmms_eval.caption_sets import Caption
from hyeval.scoring.official.pope import Pope
from hyeval.scoring.rules import Rule

RULES: dict[str, Rule] = {
    "nocaps": Caption("nocaps", references="annotations_captions", group="image_domain"),
    "pope": Pope(),
}
"""By the name of the benchmark."""
