"""Scoring: reading the answer out of a free-form response, and comparing it with the gold answer.

Plain functions, no model and nothing drawn at random: a response without an answer yields None and the reason.
"""

from __future__ import annotations

from hyeval.scoring.extraction import Extraction, Extractor, Matcher, Question
from hyeval.scoring.named import Named
from hyeval.scoring.reasoning import Reasoning, split_reasoning

__all__ = ["EXTRACTORS", "MATCHERS", "Extraction", "Extractor", "Matcher", "Question", "Reasoning", "split_reasoning"]

EXTRACTORS: Named[Extractor] = Named(
    "extract",
    {
        "choice": "choice",
        "yes_no": "yes_no",
        "number": "number",
        "text": "text",
        "expression": "expression",
        "answer": "text",
        "raw": "text",
    },
)
"""Extractors by the name that a task gives them."""

MATCHERS: Named[Matcher] = Named(
    "match", dict.fromkeys(("choice", "yes_no", "number", "text", "expression", "answer", "exact"), "matching")
)
"""Matchers by the name that a task gives them."""
