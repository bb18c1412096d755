"""A response in another language word for word in English, as far as the vocabulary goes, for the rules to read.

A gloss is no translation: it has the order of the other language, only a negation is put where English has it. Of
several meanings it takes the one that the options have, then the one of the question. Where two options are meant by
one word it names both, so that it decides nothing between them. A word that the vocabulary lacks stays as it is in
languages of Latin letters, where it may be a name, and is an unknown thing elsewhere.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from hyeval.scoring.extraction import Question
from hyeval.scoring.foreign.inflection import FUNCTION, VERB
from hyeval.scoring.foreign.language import languages_of
from hyeval.scoring.foreign.lookup import Concept, meanings_of, parts, vocabulary
from hyeval.scoring.foreign.segments import pieces
from hyeval.scoring.foreign.stated import marked, unmarked
from hyeval.scoring.lexicon import concept
from hyeval.scoring.words import spoken

UNKNOWN = "unglossed"
"""What stands for a word that the vocabulary lacks, in scripts that English has no names in."""
NEGATION = "@not"
"""The gloss of a negation that stands behind what it denies."""
WEIGHTLESS = "-"
"""The gloss of a word that says nothing by itself."""
_POLAR = ("Yes", "No")
_LONG = 4000
_THOUGHT_ENDS = "</think>"
_MARKS = str.maketrans(
    {"。": ". ", "।": ". ", "۔": ". ", "，": ", ", "،": ", ", "、": ", ", "；": "; ", "؛": "; ", "：": ": ", "！": "! ",
     "？": "? ", "؟": "? ", "（": " (", "）": ") ", "“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"',
     "«": '"', "»": '"', "„": '"', "’": "'", "・": " "}
)  # fmt: skip
_HAN = r"\u3005\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff"
_TOKENS = {
    "zh": re.compile(rf"([{_HAN}]+)"),
    "ja": re.compile(rf"([{_HAN}]+)"),
    "ko": re.compile(r"([\uac00-\ud7af]+)"),
    "hi": re.compile(r"([\u0900-\u0963\u0971-\u097f]+)"),
    "ar": re.compile(r"([\u0621-\u065f\u0670-\u06d3]+)"),
    "ru": re.compile(r"([\u0400-\u04ff]+)"),
}
_LATIN_WORD = re.compile(r"([^\W\d_]+)")
_SPACED = ("zh", "ja", "ko")
_LATIN_LANGUAGES = ("es", "fr", "de", "it", "pt", "vi", "id", "tr")
_JOINT = re.compile(r"[ '\-]|\s")
_PHRASE = 4
"""Words of the longest phrase in the vocabulary."""
_CLAUSE_END = re.compile(r"[.,;:!?\n]|\b(?:but|so|because|and|or)\b")
_BLANKS = re.compile(r"[ \t]{2,}")
_BLANK_BEFORE_MARK = re.compile(r" +(?=[.,;:!?)])")
_ELLIPSIS = re.compile(r"(^|[,;:.]\s+)(is\b)")
"""A clause without a subject, as many languages have it."""
_ELISION = re.compile(r"^'$")
_SHORT = 6
"""Words of a response that has no room for function words."""
_ARABIC_HEADS = ("وال", "بال", "كال", "فال", "ال", "لل", "و", "ب", "ل", "ف", "ك")
_ARABIC_TAILS = ("ات", "ين", "ون", "ان", "ها", "ه", "ة", "ا", "")
_TURKISH_ENDING = re.compile(
    r"(?:l[ae]r)?(?:[ıiuü]m?|s[ıiuü]|[ae]|[dt][ae]n?|n[ıiuü]n|[ıiuü]n|y[aeıiuü]|[dt][ıiuü]r|n[ae]|n[ıiuü]|nd[ae]n?|"
    r"yl[ae]|l[ıiuü]|s[ıiuü]z|k[ıiuü]|[ıiuü]yor|yor|m[ae]kt[ae]|m[ıiuü][şs]|[dt][ıiuü]){0,4}"
)
_GERMAN_LINK = ("", "s", "n", "en", "es", "e")
_PART = 4
"""Letters of the shortest part of a German compound."""


class _Asked(NamedTuple):
    """The meanings of the words of a question and of its options."""

    choices: frozenset[str]
    text: frozenset[str]
    is_english: bool


@lru_cache(maxsize=4096)
def _asked(question: Question) -> _Asked:
    choices = frozenset().union(*(spoken(choice).present for choice in question.choices))
    told = " ".join((question.text, *question.choices))
    return _Asked(choices, spoken(question.text).present, not languages_of(told))


def glossed(response: str, question: Question, languages: tuple[str, ...]) -> str | None:
    """A response in one of some languages in English words; None where its question is not in English."""
    said = _said(response)
    if not said.strip() or not _asked(question).is_english:
        return None
    language = min(languages, key=lambda one: _unknown_words(said, one)) if len(languages) > 1 else languages[0]
    return _gloss(said, language, _asked(question))


def _unknown_words(said: str, language: str) -> int:
    return sum(meanings == () for _, meanings in _meant(said, language))


def glossed_phrase(response: str, question: Question) -> str | None:
    """A response of a few words that are all known to one language, and none of which is English; else None."""
    said = _said(response).strip(" .!\"'*\n")
    spoken_words = _LATIN_WORD.findall(said)
    if not 0 < len(spoken_words) <= _SHORT or any(sign.isdigit() for sign in said) or not _asked(question).is_english:
        return None
    lowered = {word.lower() for word in spoken_words}
    for language in _LATIN_LANGUAGES:
        if not lowered <= parts(language):
            continue
        meant = list(_meant(said, language))
        if all(meanings or meanings is None for _, meanings in meant) and not any(
            meanings and meanings[0].kind != FUNCTION and _is_english(text) for text, meanings in meant
        ):
            return _gloss(said, language, _asked(question))
    return None


def _said(response: str) -> str:
    """The part of a response that answers, with the marks of other scripts as English has them."""
    said = response.rpartition(_THOUGHT_ENDS)[2]
    return said[-_LONG:] if said.isascii() else said[-_LONG:].translate(_MARKS)


@lru_cache(maxsize=1)
def _english_words() -> frozenset[str]:
    from hyeval.scoring.foreign.lookup import rows

    listed = {word.lower() for row in rows() for english in row.english for word in english.split()}
    return frozenset(listed | _FALSE_FRIENDS)


_FALSE_FRIENDS_TEXT = """
    rot gift pain main ours die war gare coin chef sale once chat four chair hat tag wand rock stern arm fast hell
    brand kind mist handy rat art bald bad not tod gut list land see wall ton fin pie red pan sin son sol mayor
    ropa sopa largo carpet pure more camera come dove fare fame cane sale estate grate cold fine dame gift star
    taste blanket figure note mode date tire tables lame robe mare pale lira mole rape mine vase orange plane
"""
_FALSE_FRIENDS = frozenset(_FALSE_FRIENDS_TEXT.split())
"""English words that are written like a word of another language with another meaning."""


def _is_english(word: str) -> bool:
    return word.lower() in _english_words()


# ------------------------------------------------------------------ the words and their meanings


def _gloss(said: str, language: str, asked: _Asked) -> str:
    said = marked(said)
    parts: list[str] = []
    denied = False
    for text, meanings in _meant(said, language):
        english = _english(text, meanings, asked, language)
        if denied and english.strip():
            english, denied = (f", but{english.strip()[1:]} " if english.strip()[0] == "," else english), False
        if english == NEGATION:
            _deny(parts)
            denied = True
        elif english.startswith(NEGATION):
            _deny(parts)
            parts.append(f" {english.removeprefix(NEGATION)} ")
        else:
            parts.append(f" {english} " if language in _SPACED and english != text else _ELISION.sub(" ", english))
    line = _polar("".join(parts), said, language)
    return unmarked(_ELLIPSIS.sub(r"\1it \2", _BLANK_BEFORE_MARK.sub("", _BLANKS.sub(" ", line))).strip())


def _meant(said: str, language: str) -> list[tuple[str, tuple[Concept, ...] | None]]:
    """The text in pieces: words with their meanings, and with None what stands between them."""
    split = _TOKENS.get(language, _LATIN_WORD).split(said)
    if language in _SPACED:
        found: list[tuple[str, tuple[Concept, ...] | None]] = []
        for number, part in enumerate(split):
            found += pieces(part, language) if number % 2 else [(part, None)]
        return found
    return _phrases(split, language)


def _phrases(split: list[str], language: str) -> list[tuple[str, tuple[Concept, ...] | None]]:
    """Words and phrases of a text with blanks, the longest phrase first."""
    found: list[tuple[str, tuple[Concept, ...] | None]] = [(split[0], None)]
    place = 1
    while place < len(split):
        length = next((one for one in range(_PHRASE, 1, -1) if _phrase(split, place, one, language)), 1)
        if length > 1:
            text = "".join(split[place : place + 2 * length - 1])
            found.append((text, _phrase(split, place, length, language)))
        else:
            found += _word(split[place], language)
        place += 2 * length - 1
        found.append((split[place], None))
        place += 1
    return found


def _phrase(split: list[str], place: int, length: int, language: str) -> tuple[Concept, ...]:
    """What some words in a row mean together."""
    end = place + 2 * length - 1
    if end >= len(split) or not all(map(_JOINT.fullmatch, split[place + 1 : end : 2])):
        return ()
    return meanings_of(" ".join(split[place:end:2]), language)


def _word(word: str, language: str) -> list[tuple[str, tuple[Concept, ...] | None]]:
    """What a word means by itself, without what is written in one with it."""
    found = meanings_of(word, language)
    if not found and language == "ar":
        found = _arabic(word)
    elif not found and language == "tr":
        found = _turkish(word)
    elif not found and language == "de":
        return _compound(word)
    return [(word, found)]


def _arabic(word: str) -> tuple[Concept, ...]:
    for head in (*_ARABIC_HEADS, ""):
        if not word.startswith(head):
            continue
        for tail in _ARABIC_TAILS:
            stem = word[len(head) : len(word) - len(tail)] if word.endswith(tail) else ""
            for form in (stem, stem + "ة") if len(stem) > 2 else ():
                if found := meanings_of(form, "ar"):
                    return found
    return ()


def _turkish(word: str) -> tuple[Concept, ...]:
    for end in range(len(word) - 1, 2, -1):
        found = meanings_of(word[:end], "tr")
        if found and _TURKISH_ENDING.fullmatch(word[end:].lower()):
            return found
    return ()


def _compound(word: str) -> list[tuple[str, tuple[Concept, ...] | None]]:
    """A German word, or the two of which it is made."""
    for cut in range(len(word) - _PART, _PART - 1, -1):
        behind = meanings_of(word[cut:], "de")
        for link in _GERMAN_LINK if behind else ():
            head = word[:cut].removesuffix(link) if word[:cut].endswith(link) else ""
            before = meanings_of(head, "de") if len(head) >= _PART else ()
            if before and all(one.kind != FUNCTION for one in (*before, *behind)):
                return [(word[:cut], before), (" ", None), (word[cut:], behind)]
    return [(word, ())]


# ------------------------------------------------------------------ the English of a word


def _english(text: str, meanings: tuple[Concept, ...] | None, asked: _Asked, language: str) -> str:
    """The English words for a piece of the text."""
    if meanings is None:
        return text
    if not meanings:
        return _unknown(text, language)
    function = next((one for one in meanings if one.kind == FUNCTION), None)
    if function is not None:
        return " " if function.english[0] == WEIGHTLESS else function.english[0]
    for wanted in (asked.choices, asked.text):
        named = _named(meanings, wanted)
        if len({_meaning(one) for one in named}) > 1 and wanted is asked.choices:
            return " or ".join(named)
        if named:
            return named[0]
    if concept(text) in asked.choices and language in _LATIN_LANGUAGES:
        return text
    return next(
        (one for one in meanings[0].english if meanings[0].kind == VERB and one.endswith("ing")), _first(meanings)
    )


def _first(meanings: tuple[Concept, ...]) -> str:
    return meanings[0].english[0]


def _named(meanings: tuple[Concept, ...], wanted: frozenset[str]) -> list[str]:
    """The English words of which all occur among the wanted ones."""
    return [english for one in meanings for english in one.english if wanted.issuperset(_meaning(english))]


@lru_cache(maxsize=4096)
def _meaning(english: str) -> tuple[str, ...]:
    return tuple(spoken(english).meanings)


def _unknown(text: str, language: str) -> str:
    """A word that the vocabulary lacks; endings in hiragana and Korean ones behind a stem say nothing by themselves."""
    if language in _LATIN_LANGUAGES:
        return text
    if all("\u3040" <= sign <= "\u309f" for sign in text):
        return " "
    return f" {UNKNOWN} "


def _deny(parts: list[str]) -> None:
    """Put a negation that stands behind what it denies where English has it: behind the verb of its clause."""
    start = next((place + 1 for place in range(len(parts) - 1, -1, -1) if _CLAUSE_END.search(parts[place])), 0)
    verb = next((place for place in range(start, len(parts)) if parts[place].strip() == "is"), None)
    if verb is None:
        parts.insert(start, " it is not ")
    else:
        parts[verb] = " is not "


def _polar(line: str, said: str, language: str) -> str:
    """A gloss with the word for yes or no with which the response begins, where a mark or nothing follows it."""
    table = vocabulary(language).meanings
    head = re.match(r"[^,.!;:\n]{1,20}", said.lstrip(" *\"'"))
    word = head.group().strip(" *\"'").lower() if head else ""
    meant = next((one.english[0] for one in table.get(f"{word}!", ())), None)
    if meant not in _POLAR:
        return line
    rest = re.sub(r"^[^,.!;:\n]*[,.!;:\s*]*", "", line, count=1)
    return f"{meant}, {rest}" if rest else f"{meant}."
