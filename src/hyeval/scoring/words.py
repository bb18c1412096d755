"""The words of a text: what each means, where it stands, and which rules have anything to look for among them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from hyeval.scoring.lexicon import JOINED, chinese_words, concept, joint_concept
from hyeval.scoring.plain import CLOCK, FORMULA, plain_formula, plain_sentences
from hyeval.scoring.sieve import Sieve, folded_text, marks_of

_FIGURE = re.compile(
    r"(?<!\w)(?:point|label|labell?ed|marked|figure|fig\.?|image|picture|graph|panel|plot|arrow|angle|line|segment|"
    r"side|vertex|vitamin|type|group|class|grade|shop|store|team|bulb|symbol|letter|part|region|area|box|circle|curve|"
    r"bar|column|row|section|cell|node|node|object|shape|diagram|sample|plan|step|block|hepatitis|blood type|set|event|"
    r"station|city|town|house|door|车|点|图|标签)s?$"
)
"""A noun, in small letters, that takes a letter as its name: the letter after it is part of the picture."""
_FIGURE_LENGTH = 14
"""Characters of the longest such noun in the plural, and some before it, at which it is seen to begin there."""
_WORD_FOLLOWS = re.compile(r"\s+\W*\w{2,}|\s+\W*\w-")
_LETTER_FOLLOWS = re.compile(r"\s+['\"]?[B-HJ-Z](?!\w)")

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(
    rf"(\d+(?:[.,:/]\d+)*(?:\s?[°%π]|(?:st|nd|rd|th)\b)?|[{_CJK}]+|[^\W\d_{_CJK}]+(?:\d+|'[a-z]+\b)?|[°%π√∞])",
    re.IGNORECASE,
)
ASCII_WORD = re.compile(
    r"(\d+(?:[.,:/]\d+)*(?:\s?%|(?:[sS][tT]|[nN][dD]|[rR][dD]|[tT][hH])\b)?|[A-Za-z]+(?:\d+|'[A-Za-z]+\b)?|%)"
)
"""The same for a text of ASCII characters alone, which is found sooner."""
_PLAIN_WORD = re.compile(r"([A-Za-z]+)")
"""The same for a text without digits, apostrophes and percent signs, as most sentences are."""
_ODD = Sieve(r"[0123456789'%]", marked=True)
_ARTICLES_TEXT = "a an the der die das ein eine el la los las le les un une il lo o"
ARTICLES = frozenset(_ARTICLES_TEXT.split())
ROMAN = {name: str(value) for value, name in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"), 1)}
_NUMBERED = frozenset(
    concept(word)
    for word in ("quadrant", "section", "part", "phase", "stage", "figure", "class", "type", "region", "step")
)
_PHRASE_ENDS = ".!?:;\n,"
_REWRITTEN = FORMULA.mark | CLOCK.mark
_KEPT = 16384
"""Words whose meanings are kept."""


class Word(NamedTuple):
    """A word of a text: what it means and where it stands."""

    meaning: str
    start: int
    end: int


class _Token(NamedTuple):
    """What can be said of a word wherever it stands."""

    meaning: str
    special: bool
    """It may be an article, a Roman numeral, Chinese characters, or mean another thing beside its neighbour."""
    names_figure: bool


class _Tokens(dict[str, _Token]):
    def __missing__(self, raw: str) -> _Token:
        if len(self) >= _KEPT:
            self.clear()
        meaning = concept(raw.replace(" ", ""))
        special = raw.lower() in ARTICLES or raw in ROMAN or raw[0] > "\u3000" or meaning in JOINED
        token = self[raw] = _Token(meaning, special, names_figure(raw))
        return token


_TOKENS = _Tokens()


class Words(NamedTuple):
    """The words of a text in order: what each means, where it begins and where it ends."""

    meanings: list[str]
    starts: list[int]
    ends: list[int]

    def add(self, meaning: str, start: int, end: int) -> None:
        """Take one more word in."""
        self.meanings.append(meaning)
        self.starts.append(start)
        self.ends.append(end)


class Spoken:
    """A text as its words, without articles; the letter A stays unless it begins a phrase as an article does."""

    __slots__ = ("_pieces", "_present", "_tokens", "_words", "marks", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.marks = marks_of(text)
        """Bits of the patterns of which the text has a sign."""
        self._pieces: list[str] | None = None
        self._tokens: list[_Token] | None = None
        self._words: Words | None = None
        self._present: frozenset[str] | None = None

    @property
    def pieces(self) -> list[str]:
        """What stands between the words and they themselves, in turn."""
        if self._pieces is None:
            plain = ASCII_WORD if self.marks & _ODD.mark else _PLAIN_WORD
            self._pieces = (plain if self.text.isascii() else _WORD).split(self.text)
        return self._pieces

    @property
    def _each(self) -> list[_Token]:
        if self._tokens is None:
            self._tokens = [_TOKENS[raw] for raw in self.pieces[1::2]]
        return self._tokens

    @property
    def words(self) -> Words:
        """The words, read when they are first asked for: of most sentences it is enough to know what they lack."""
        if self._words is None:
            self._words = _read(self.pieces, self._each, self.text)
        return self._words

    @property
    def meanings(self) -> list[str]:
        """What each word means."""
        if self._words is None:
            each = self._each
            if not any(token.special for token in each):
                return [token.meaning for token in each]  # without the places, for which few ask
        return self.words.meanings

    @property
    def present(self) -> frozenset[str]:
        """The meanings that occur."""
        if self._present is None:
            self._present = frozenset(self.meanings)
        return self._present

    def each(self) -> list[str]:
        """What each word means by itself, articles included; Chinese is not broken into words."""
        return [token.meaning for token in self._each]

    def search(self, sieve: Sieve) -> re.Match[str] | None:
        """The first match of a marked pattern."""
        return sieve.search(self.text) if self.marks & sieve.mark else None


spoken = lru_cache(maxsize=256)(Spoken)
"""The words of a text, kept as several rules ask for those of one sentence in turn."""


def spoken_sentences(lines: list[str]) -> list[Spoken]:
    """Sentences with formulas and times in plain characters, as words."""
    found = list(map(Spoken, lines))
    for one in found:
        if one.marks & _REWRITTEN:
            plain = plain_sentences(lines, [one.marks for one in found])
            return [one if line is one.text else Spoken(line) for line, one in zip(plain, found, strict=True)]
    return found


def words(text: str) -> list[Word]:
    """Break a text into words, without articles."""
    return list(map(Word, *spoken(text).words))


def _read(pieces: list[str], tokens: list[_Token], text: str) -> Words:
    meanings, starts, ends = found = Words([], [], [])
    places = list(accumulate(map(len, pieces)))
    for number, (meaning, special, _) in enumerate(tokens):
        start, end = places[2 * number], places[2 * number + 1]
        if not special:
            meanings.append(meaning)
            starts.append(start)
            ends.append(end)
            continue
        raw = pieces[2 * number + 1]
        if raw.lower() not in ARTICLES or not _is_article(pieces, 2 * number + 1, text, start):
            _add_special(found, raw, start, meaning)
    return found


def _add_special(found: Words, raw: str, start: int, meaning: str) -> None:
    """Take in a word that may be Chinese, or mean another thing beside its neighbour."""
    if raw[0] > "\u3000":
        for piece in chinese_words(raw):
            found.add(concept(piece), start, start + len(piece))
            start += len(piece)
        return
    meaning = (_numeral(raw, found.meanings) if raw in ROMAN else None) or meaning
    joint = joint_concept(found.meanings[-1], meaning) if meaning in JOINED and found.meanings else None
    if joint:
        found.meanings[-1], found.ends[-1] = joint, start + len(raw)
    else:
        found.add(meaning, start, start + len(raw))


def _numeral(raw: str, before: list[str]) -> str | None:
    """A Roman numeral as digits; a single I or V only behind a noun that is numbered, as "Quadrant I"."""
    return None if len(raw) == 1 and not (before and before[-1] in _NUMBERED) else ROMAN[raw]


def meaning_of(raw: str) -> str:
    """What a word means by itself."""
    return _TOKENS[raw].meaning


def normal_form(text: str) -> str:
    """The text as its meanings, for looking up whole options."""
    return " ".join(spoken(plain_formula(text)).meanings)


def _is_article(pieces: list[str], place: int, text: str, start: int) -> bool:
    """Whether a word such as "a" is an article, not a name: a word follows, and no noun that takes names precedes.

    A capital letter is an article only where a phrase begins: "A ball", not "Image A".
    """
    raw, follows = pieces[place], False
    if pieces[place + 1] == " ":
        first = pieces[place + 2][:2] if place + 2 < len(pieces) else ""
        follows = len(first) == 2 and first.isalnum()
    end = start + len(raw)
    if not follows and not _WORD_FOLLOWS.match(text[end : end + 8]):
        return raw == "a" and _LETTER_FOLLOWS.match(text, end) is not None and not names_figure(text[:start])
    if place > 1 and pieces[place - 1] == " ":
        return raw.islower() and not (_TOKENS[pieces[place - 2]].names_figure and names_figure(text[:start]))
    before = _nearest_before(text, start)
    return not names_figure(before) and (raw.islower() or not before or before[-1] in _PHRASE_ENDS)


def follows_phrase(text: str, place: int) -> bool:
    """Whether a phrase ends before a place: a capital letter there can be an article between two words of an option."""
    before = _nearest_before(text, place)
    return before != "" and before[-1] in _PHRASE_ENDS


def _nearest_before(text: str, place: int) -> str:
    return text[max(0, place - 24) : place].rstrip(" (\"'*")


def names_figure(before: str) -> bool:
    """Whether a text ends in a noun that takes a letter as its name."""
    return _FIGURE.search(folded_text(before.rstrip()[-_FIGURE_LENGTH:])) is not None
