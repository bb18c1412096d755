"""The vocabulary: what a word of another language is in English.

It lies in tables by theme beside this module, one line for each concept: the English words, then those of each
language, in columns that the first line names. `[noun]`, `[adjective]`, `[verb]` and `[function]` say what the lines
below them are, which decides how they inflect. Words of one cell are parted by commas. A star behind a word says that
it has another meaning elsewhere in the tables; a hyphen behind one that it is a stem, of which any word may begin.

The tables are read when a response in another language is first met, and of each only the columns of this language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from hyeval.scoring.foreign.characters import SIMPLIFIED
from hyeval.scoring.foreign.inflection import FUNCTION, NOUN, forms
from hyeval.scoring.lexicon import unaccented

SEPARATOR = "|"
_MARKED = frozenset(("vi", "hi", "ar", "ko", "ja", "zh", "ru"))
"""Languages in which a word without its marks is another one."""
_VARIANTS = {"ё": "е", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "़": ""}
_ARABIC_VOWELS = re.compile(r"[\u064b-\u0652]")
_JOINTS = re.compile(r"[-'’]")
"""What joins the words of a phrase, as a blank does."""
_FOLDED = str.maketrans(_VARIANTS)


class Concept(NamedTuple):
    """A line of the tables: the English words for one thing."""

    english: tuple[str, ...]
    kind: str


class Vocabulary(NamedTuple):
    """The words of one language."""

    meanings: dict[str, tuple[Concept, ...]]
    stems: dict[str, tuple[Concept, ...]]
    """Beginnings of words, where the rest is an ending."""
    longest: int
    """Characters of the longest word, or of the longest phrase."""


class Row(NamedTuple):
    """A line of the tables as it is written."""

    theme: str
    number: int
    kind: str
    english: tuple[str, ...]
    words: dict[str, tuple[str, ...]]


def rows(language: str | None = None) -> Iterator[Row]:
    """All lines of all tables, with the words of one language or of all."""
    for theme, text in _texts():
        head, *lines = text.splitlines()
        columns = [
            (place, name) for place, name in enumerate(head.split(SEPARATOR)) if place and language in (None, name)
        ]
        kind = NOUN
        for number, line in enumerate(lines, 2):
            if line.startswith("["):
                kind = line.strip("[]")
            elif line and not line.startswith("#"):
                cells = line.split(SEPARATOR)
                words = {
                    name: tuple(cells[place].split(","))
                    for place, name in columns
                    if len(cells) > place and cells[place]
                }
                yield Row(theme, number, kind, tuple(cells[0].split(",")), words)


@cache
def _texts() -> tuple[tuple[str, str], ...]:
    """The tables by their themes."""
    tables = resources.files("hyeval.scoring.foreign").joinpath("vocabulary")
    files = sorted((file for file in tables.iterdir() if file.name.endswith(".txt")), key=lambda one: one.name)
    return tuple((file.name.removesuffix(".txt"), file.read_text(encoding="utf-8")) for file in files)


def folded(word: str, language: str) -> str:
    """A word as it is looked up: small letters, one spelling of letters that are written in two ways."""
    if language == "zh":
        return word.translate(SIMPLIFIED)
    word = _JOINTS.sub(" ", word.lower()).replace("i̇", "i").translate(_FOLDED)
    return _ARABIC_VOWELS.sub("", word) if language == "ar" else word


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of a language with their regular forms, which give way to words that the tables list."""
    listed: dict[str, list[Concept]] = {}
    stems: dict[str, list[Concept]] = {}
    derived: dict[str, list[Concept]] = {}
    for row in rows(language):
        meaning = Concept(row.english, row.kind)
        for written in row.words.get(language, ()):
            word = folded(written.rstrip("*-"), language)
            (stems if written.rstrip("*").endswith("-") else listed).setdefault(word, []).append(meaning)
            plain = word if language in _MARKED else unaccented(word)
            if plain != word and row.kind != FUNCTION:
                derived.setdefault(plain, []).append(meaning)
            for form in forms(language, row.kind, plain):
                if meaning not in derived.setdefault(form, []):
                    derived[form].append(meaning)
    merged = derived | listed
    return Vocabulary(
        {word: tuple(concepts) for word, concepts in merged.items()},
        {word: tuple(concepts) for word, concepts in stems.items()},
        max(map(len, [*merged, *stems, ""])),
    )


@cache
def parts(language: str) -> frozenset[str]:
    """The words of which the words and phrases of a language are made, with and without their accents."""
    listed = {part for word in vocabulary(language).meanings for part in word.split()}
    return frozenset(listed | set(map(unaccented, listed)))


def meanings_of(word: str, language: str) -> tuple[Concept, ...]:
    """What a word or a phrase of a language may mean, with its accents or without them."""
    table, word = vocabulary(language).meanings, folded(word, language)
    found = table.get(word)
    if found is None and language not in _MARKED and not word.isascii():
        found = table.get(unaccented(word))
    return found or ()
