"""Scoring: reading the answer out of a free-form response, and comparing it with the gold answer.

Plain functions, no model and nothing drawn at random: a response without an answer yields None and the reason.
"""

from __future__ import annotations

from hyeval.scoring.choice import extract_choice
from hyeval.scoring.expression import extract_expression
from hyeval.scoring.extraction import Extraction, Extractor, Question
from hyeval.scoring.matching import MATCHERS, Matcher
from hyeval.scoring.number import extract_number
from hyeval.scoring.reasoning import Reasoning, split_reasoning
from hyeval.scoring.text import extract_answer, extract_raw, extract_text
from hyeval.scoring.yes_no import extract_yes_no

__all__ = ["EXTRACTORS", "MATCHERS", "Extraction", "Extractor", "Matcher", "Question", "Reasoning", "split_reasoning"]

EXTRACTORS: dict[str, Extractor] = {
    "choice": extract_choice,
    "yes_no": extract_yes_no,
    "number": extract_number,
    "text": extract_text,
    "expression": extract_expression,
    "answer": extract_answer,
    "raw": extract_raw,
}
"""Extractors by the name that a task gives them."""
