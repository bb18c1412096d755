"""Multiple choice by likelihood: the option that the model finds most likely, by its letter or by its whole text."""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence

from hyeval.records import Continuation
from hyeval.scoring.extraction import NOTHING, Extraction, Question, unanswered

MOST_LIKELY_OPTION = "most_likely_option"
"""The name by which a protocol asks for it; the model is then asked for one token and its alternatives."""
ALTERNATIVES = 20
"""Alternatives of that token: the most that OpenAI's protocol returns."""

MEASURES: dict[str, Callable[[Continuation], float]] = {
    "most_likely_text": lambda one: one.logprob,
    "most_likely_text_per_token": lambda one: one.logprob / one.tokens,
    "most_likely_text_per_byte": lambda one: one.logprob / one.bytes,
}
"""By name, what the texts of the options are ranked by. A sum favours short texts; per token is the mean loss that
SEED-Bench ranks by, per byte the `acc_norm` of EleutherAI's lm-evaluation-harness."""
LIKELIHOODS = frozenset({MOST_LIKELY_OPTION, *MEASURES})
"""Names that stand where a protocol names an extractor."""


def most_likely_text(continuations: Sequence[Continuation], measure: str, question: Question) -> Extraction:
    """Letter of the option with the likeliest text, by one of `MEASURES`; of equal ones the first."""
    if not continuations or len(continuations) != len(question.choices):
        return unanswered(NOTHING)
    values = [MEASURES[measure](one) for one in continuations]
    return Extraction(string.ascii_uppercase[values.index(max(values))])


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
