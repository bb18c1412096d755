"""Scoring: reading the answer out of a free-form response, and comparing it with the gold answer.

Plain functions, no model and nothing drawn at random: a response without an answer yields None and the reason.
"""

from __future__ import annotations

from hyeval.scoring.choice import extract_choice
from hyeval.scoring.extraction import Extraction, Extractor, Question
from hyeval.scoring.number import extract_number
from hyeval.scoring.yes_no import extract_yes_no

EXTRACTORS: dict[str, Extractor] = {
    "choice": extract_choice,
    "yes_no": extract_yes_no,
    "number": extract_number,
}
MATCHERS = {
    "choice": lambda a, t, q: float(a in t),
    "yes_no": lambda a, t, q: float(a in t),
    "number": lambda a, t, q: float(a in t),
}
from hyeval.scoring.text import extract_text

EXTRACTORS["text"] = extract_text
