"""Multiple choice by likelihood: the option whose letter the model finds most likely as its first word."""

from __future__ import annotations

import string
from collections.abc import Sequence

from hyeval.scoring.extraction import NOTHING, Extraction, Question, unanswered

MOST_LIKELY_OPTION = "most_likely_option"
"""The name by which a protocol asks for it; the model is then asked for one token and its alternatives."""
ALTERNATIVES = 20
"""Alternatives of that token: the most that OpenAI's protocol returns."""


def most_likely_option(logprobs: Sequence[tuple[str, float]], question: Question) -> Extraction:
    """Letter of the option with the highest log-probability among the alternatives of the first token.

    `logprobs` holds (token, log-probability). Tokens that differ in blanks or brackets alone, such as "A" and " (A",
    are taken for the same letter, by the likelier of them. No letter among the alternatives is no answer.
    """
    letters = string.ascii_uppercase[: len(question.choices)]
    found: dict[str, float] = {}
    for token, value in logprobs:
        letter = token.strip(" \t\n\u2581\u0120().:")
        if len(letter) == 1 and letter in letters:
            found[letter] = max(value, found.get(letter, value))
    if not found:
        return unanswered(NOTHING)
    return Extraction(max(found, key=lambda letter: found[letter]))
