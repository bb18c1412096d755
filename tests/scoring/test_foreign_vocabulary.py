"""The tables of words in other languages are well-formed."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from hyeval.scoring.foreign.inflection import ADJECTIVE, FUNCTION, NOUN, VERB
from hyeval.scoring.foreign.language import FUNCTION_WORDS
from hyeval.scoring.foreign.lookup import folded, meanings_of, rows, vocabulary

_LATIN = r"[\u0000-\u024f\u1e00-\u1eff\u2019]+"
_SCRIPTS = {
    "zh": r"[\u3400-\u9fffA-Z0-9!]+", "ja": r"[A-Z々\u3040-\u30ff\u3400-\u9fff0-9、!]+", "ko": r"[\uac00-\ud7af0-9 !]+",
    "ru": r"[\u0400-\u04ff !-]+", "ar": r"[\u0600-\u06ff !]+", "hi": r"[\u0900-\u097f !]+",
} | dict.fromkeys(("de", "fr", "es", "it", "pt", "vi", "tr", "id"), _LATIN)  # fmt: skip
ROWS = list(rows())


def test_every_line_has_english_words_and_no_empty_ones() -> None:
    faults = [row for row in ROWS if not all(word and word == word.strip() for word in row.english)]
    faults += [
        row for row in ROWS for words in row.words.values() if not all(word == word.strip() != "" for word in words)
    ]
    assert len(ROWS) > 200
    assert faults == []


def test_every_line_has_a_known_kind_and_known_languages() -> None:
    assert {row.kind for row in ROWS} <= {NOUN, ADJECTIVE, VERB, FUNCTION}
    assert {language for row in ROWS for language in row.words} == {*_SCRIPTS}


def test_every_word_is_in_the_script_of_its_column() -> None:
    faults = [
        (row.theme, row.number, language, word)
        for row in ROWS
        for language, words in row.words.items()
        for word in words
        if not re.fullmatch(_SCRIPTS[language], word.rstrip("*-"))
    ]
    assert faults == []


def test_a_word_on_two_lines_is_marked_as_such_and_no_other() -> None:
    places: dict[tuple[str, str], list[tuple[str, int, bool]]] = defaultdict(list)
    for row in ROWS:
        for language, words in row.words.items():
            for word in words:
                plain = word.rstrip("*")
                places[language, folded(plain, language) + "-" * plain.endswith("-")].append(
                    (row.theme, row.number, plain != word)
                )
    faults = {word: found for word, found in places.items() if any(one[2] != (len(found) > 1) for one in found)}
    assert faults == {}


@pytest.mark.parametrize("language", [*FUNCTION_WORDS])
def test_function_words_have_a_gloss(language: str) -> None:
    """Of the words that tell a language by which it is glossed, most are glossed themselves."""
    unknown = [word for word in FUNCTION_WORDS[language] if not meanings_of(word, language)]
    assert len(unknown) <= len(FUNCTION_WORDS[language]) / 2, unknown


@pytest.mark.parametrize(
    ("language", "form", "english"),
    [("de", "Füchse", "fox"), ("de", "Hunden", "dog"), ("de", "rotes", "red"), ("fr", "chevaux", "horse"),
     ("fr", "rouges", "red"), ("es", "zorros", "fox"), ("es", "rojas", "red"), ("it", "volpi", "fox"),
     ("it", "rosse", "red"), ("pt", "vermelhas", "red"), ("ru", "лису", "fox"), ("ru", "красная", "red"),
     ("hi", "कुत्ते", "dog"), ("zh", "長頸鹿", "giraffe"), ("ja", "キリン", "giraffe"), ("ar", "قطة", "cat")],
)  # fmt: skip
def test_forms(language: str, form: str, english: str) -> None:
    assert english in {word for concept in meanings_of(form, language) for word in concept.english}


def test_stems_and_words_are_apart() -> None:
    assert "怖がって" in vocabulary("ja").stems
    assert "怖がって" not in vocabulary("ja").meanings
