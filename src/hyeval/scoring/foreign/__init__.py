"""Responses in another language than their question: their words in English, which the rules then read."""

from __future__ import annotations

import re
from collections.abc import Callable

from hyeval.scoring.extraction import NOTHING, OUTSIDE, SEVERAL, Extraction, Question
from hyeval.scoring.foreign.language import languages_of

_LETTER = re.compile(r"(?<![A-Za-z0-9])[A-J](?![A-Za-z0-9'’])")
_UNREAD = (NOTHING, OUTSIDE)
_UNKNOWN_STATEMENTS = frozenset(("ar", "hi", "vi", "tr", "id", "ru"))
"""Languages whose answer statements the rules do not know, so that they take every letter for an answer."""
_PHRASE = 60
"""Characters of a response that may be a phrase of a few words."""


def read_in_english(response: str, question: Question, read: Callable[[str], Extraction]) -> Extraction:
    """Read a response, by its gloss if it is in another language.

    The rules know the answer statements of some languages, so that a response with a letter in one of these is first
    read as it is, and so is every other one of which the gloss tells nothing.
    """
    languages = languages_of(response)
    known = _UNKNOWN_STATEMENTS.isdisjoint(languages)
    plain = read(response) if not languages or (known and _LETTER.search(response)) else None
    if plain is not None and (plain.answer is not None or plain.reason not in _UNREAD):
        return plain
    if not languages and len(response) > _PHRASE:
        return plain or read(response)
    return _by_gloss(response, question, read, languages, known) or plain or read(response)


def _by_gloss(
    response: str, question: Question, read: Callable[[str], Extraction], languages: tuple[str, ...], known: bool
) -> Extraction | None:
    """What the gloss of a response says; None if it tells nothing, and what it is may tell more."""
    from hyeval.scoring.foreign.gloss import glossed, glossed_phrase  # not before such a response comes

    gloss = glossed(response, question, languages) if languages else glossed_phrase(response, question)
    found = None if gloss is None else read(gloss)
    return found if found is not None and (not known or found.answer is not None or found.reason == SEVERAL) else None
