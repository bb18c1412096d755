"""What stands beside a word of a statement: the noun behind an adjective, the number before a noun, an article."""

from __future__ import annotations

import re
from itertools import pairwise

from hyeval.scoring import forms
from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.quantity import unit_factor
from hyeval.scoring.words import Word, words

PARTICIPLE = re.compile(r"\b[a-z]{2,}ed\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|the|no)\s+$", re.IGNORECASE)
_ADJECTIVAL = re.compile(r"\b(?:an?|the)\s+(?:\w+(?<!s)\s+)?$", re.IGNORECASE)
_HAS_VERB = re.compile(r"\s+(?:is|are|was|were|has|stands|lies|marks)\b", re.IGNORECASE)
_NEXT = re.compile(r"\s+([A-Za-z]{3,})\b")
_NO_NOUNS_TEXT = """between behind under above below near beside inside outside across along against around before after
    while when than until during within without instead and but"""
_NO_NOUNS = frozenset(map(concept, _NO_NOUNS_TEXT.split()))


def modified(text: str, word: Word) -> str | None:
    """The noun behind an adjective, as far as it can be seen: the next word, if it is no adverb, verb or small word."""
    match = _NEXT.match(text[word.end :])
    meaning = concept(match.group(1)) if match else None
    if match is None or meaning in STOPWORDS | _NO_NOUNS or match.group(1).lower().endswith(("ly", "ing", "ed")):
        return None
    return meaning


def count(text: str, main: set[str]) -> tuple[str, str] | None:
    """How many of what a question asks for: "two dogs" in "Are there two dogs"."""
    spoken = words(text)
    for number, noun in pairwise(spoken):
        is_count = number.meaning.isdigit() and number.meaning != "1" and noun.meaning.isalpha()
        if is_count and noun.meaning in main and not _is_unit(text[noun.start : noun.end]):
            return number.meaning, noun.meaning
    return None


def _is_unit(name: str) -> bool:
    return name.lower() in ("degree", "degrees") or unit_factor(name) is not None


def number_of(noun: str, spoken: list[Word]) -> str | None:
    """The number that stands before a noun, with at most two words between them."""
    for place, word in enumerate(spoken):
        near = [one.meaning for one in spoken[max(0, place - 3) : place]]
        numbers = [meaning for meaning in near if meaning.isdigit()] if word.meaning == noun else []
        if numbers:
            return numbers[-1]
    return None


def is_noun(line: str, word: Word) -> bool:
    """Whether a word is no participle and has an article: "a lock", which does not say that something is locked."""
    return PARTICIPLE.fullmatch(line, word.start, word.end) is None and _ARTICLE.search(line, 0, word.start) is not None


def is_named_thing(line: str, word: Word) -> bool:
    """Whether a word that can be a verb is a noun with an adjective and a verb: "the red cross is"."""
    return _ADJECTIVAL.search(line, 0, word.start) is not None and _HAS_VERB.match(line, word.end) is not None


def is_lacked(before: str, after: str) -> bool:
    """Whether a clause says that what stands between its parts is missing, or that something else lacks it."""
    return forms.MISSING.match(after) is not None or forms.LACKS.search(before) is not None


def in_its_words(meaning: str, line: str, named: list[Word]) -> list[Word]:
    """Of several words of one meaning those that are the question's own: "They touch, but do not cross"."""
    own = [word for word in named if line[word.start : word.end].lower().startswith(meaning[:4])]
    return own or named
