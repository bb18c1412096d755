"""Sentences that say the same kind of thing of two: "The café is on the first floor and the shop on the third"."""

from __future__ import annotations

import re
from collections.abc import Collection

from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.words import words

_OWN = r"(?:the|its|his|her|their|this|an?)"
_GAPPED = re.compile(
    rf"^(?P<first>\W*{_OWN}\s+(?P<one>[\w' -]+?)\s+(?P<verb>is|are|was|were)\s+"
    rf"(?P<at>on|in|at|by|from|to|with|near|for)\s+[^,;]+?),?"
    rf"\s+(?:and|while|whereas|but)\s+{_OWN}\s+(?P<other>\w+(?:\s\w+)?)\s+(?P=at)\s+(?P<rest>[^,;]+)$",
    re.IGNORECASE,
)
"""Two things with the same verb and preposition, the verb said once."""
_JOINED = re.compile(
    rf",?\s+(?:and|while|whereas|but)\s+(?={_OWN}\s+\w+)|;\s+|,\s+but\s+(?=(?-i:[A-Z])\w+ \w+)", re.IGNORECASE
)
_DENIED = re.compile(r"\bnot\b|n['’]t\b", re.IGNORECASE)
_CONTRASTED = re.compile(r",?\s+but\s", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\W*(?:it|this|that|they|these|those|he|she)(?:['’]s|['’]re|\s+(?:is|are|was|were))\s", re.IGNORECASE
)
"""The beginning of what is said of the thing in question."""
_VERB = re.compile(
    r"\s(?:is|are|was|were|has|had|by|comes?|goes|reads?|says?|shows?|leads?|points?|stands?)\s", re.IGNORECASE
)
_MAKERS_TEXT = """
author: written wrote text words writing
photographer: pictures photos photographs photographed taken
illustrator: illustrations drawings illustrated drawn pictures
translator: translated translation
director: directed film
composer: music composed
painted: artist painter
sport: game
wrote: author writer
directed: director
composed: composer
photographed: photographer
published: publisher
won: winner champion
founded: founder
invented: inventor
designed: designer architect
"""
_MAKERS = {
    concept(line.partition(":")[0]): frozenset(map(concept, line.partition(":")[2].split()))
    for line in _MAKERS_TEXT.strip().splitlines()
}
"""By who made something, what says what he made."""


def own_part(text: str, question: str) -> str:
    """The part of a sentence that is on what the question asks about; all of it where that cannot be told."""
    topic = {word.meaning for word in words(question)} - STOPWORDS
    gapped = _GAPPED.match(text)
    if gapped is not None:
        is_first, is_other = (not topic.isdisjoint(_meanings(gapped[name])) for name in ("one", "other"))
        if is_first == is_other:
            return text
        return (
            gapped["first"] if is_first else f"The {gapped['other']} {gapped['verb']} {gapped['at']} {gapped['rest']}"
        )
    joined = _JOINED.search(text)
    if joined is None:
        return text
    parts = (text[: joined.start()], text[joined.end() :])
    if _PRONOUN.match(parts[0]):
        return parts[0]
    if not all(_VERB.search(part) for part in parts):
        own = [part for part in parts if not topic.isdisjoint(_meanings(part))]
        is_contrast = len(own) == 1 and _DENIED.search(parts[0]) is None
        return own[0] if is_contrast and _CONTRASTED.match(text, joined.start()) else text
    subjects = [_meanings(_VERB.split(part, maxsplit=1)[0]) for part in parts]
    own = [part for part, subject in zip(parts, subjects, strict=True) if not topic.isdisjoint(subject)]
    if not own:
        made = made_by(topic)
        own = [part for part in parts if not made.isdisjoint(_meanings(part))]
    return own[0] if len(own) == 1 else text


def made_by(topic: Collection[str]) -> frozenset[str]:
    """The words for what somebody made of whom a question asks: the text of an author."""
    return frozenset[str]().union(*(_MAKERS[word] for word in topic if word in _MAKERS))


def _meanings(text: str) -> set[str]:
    return {word.meaning for word in words(text)} - STOPWORDS
