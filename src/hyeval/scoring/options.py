"""The options of a multiple-choice question, prepared for being found in a text by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from hyeval.scoring.lexicon import CARDINALS, JOINED, ORDINALS, STOPWORDS, chinese_words, concept, joint_concept
from hyeval.scoring.prose import refuses
from hyeval.scoring.sieve import Sieve, folded_text, has_any

_FIGURE = re.compile(
    r"(?<!\w)(?:point|label|labell?ed|marked|figure|fig\.?|image|picture|graph|panel|plot|arrow|angle|line|segment|side|"
    r"vertex|vitamin|type|group|"
    r"class|grade|shop|store|team|bulb|symbol|letter|part|region|area|box|circle|curve|bar|column|row|section|cell|"
    r"node|node|object|"
    r"shape|diagram|sample|plan|step|block|hepatitis|blood type|set|event|station|city|town|house|door|"
    r"车|点|图|标签)s?$"
)
"""A noun, in small letters, that takes a letter as its name: the letter after it is part of the picture."""
_FIGURE_LENGTH = 14
"""Characters of the longest such noun in the plural, and some before it, at which it is seen to begin there."""
_WORD_FOLLOWS = re.compile(r"\s+\W*\w{2,}|\s+\W*\w-")

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(
    rf"\d+(?:[.,:/]\d+)*(?:\s?[°%π]|(?:st|nd|rd|th)\b)?|[{_CJK}]+|[^\W\d_{_CJK}]+(?:\d+|'[a-z]+\b)?|[°%π√∞]",
    re.IGNORECASE,
)
_ASCII_WORD = re.compile(
    r"\d+(?:[.,:/]\d+)*(?:\s?%|(?:[sS][tT]|[nN][dD]|[rR][dD]|[tT][hH])\b)?|[A-Za-z]+(?:\d+|'[A-Za-z]+\b)?|%"
)
"""The same for a text of ASCII characters alone, which is found sooner."""
ARTICLES = frozenset(
    [
        "a",
        "an",
        "the",
        "der",
        "die",
        "das",
        "ein",
        "eine",
        "el",
        "la",
        "los",
        "las",
        "le",
        "les",
        "un",
        "une",
        "il",
        "lo",
        "o",
    ]
)
_LATEX = (
    ("frac", re.compile(r"\\d?t?frac\{([^{}]+)\}\{([^{}]+)\}"), r"\1/\2"),
    ("\\", re.compile(r"\^?\{?\\(?:circ|degree)\}?"), "°"),
    ("\\", re.compile(r"\\pi\b"), "π"),
    ("\\", re.compile(r"\\infty\b"), "∞"),
    ("\\", re.compile(r"\\sqrt\b"), "√"),
    ("π", re.compile(r"(?<=\d)\s*π"), "π"),
    ("pi", re.compile(r"(?<=\d)\s*pi\b"), "π"),
    ("°", re.compile(r"(?<=\d)\s*°"), "°"),
    ("degree", re.compile(r"(?<=\d)\s*degrees?\b"), "°"),
    ("_", re.compile(r"(?<=[A-Za-z])_\{?(\d+)\}?"), r"\1"),
    ("", re.compile(r"\\[(\[)\]]|\$|\\(?=%)|\\(?:left|right|,|;|!| |quad)"), " "),
)
_ORDINAL = Sieve(
    rf"\b({'|'.join(ORDINALS)}|last)\s+(?:(?:given|listed|answer)\s+)?(?:option|choice|answer|one|alternative|"
    rf"statement|possibility|item|description)\b|第([一二三四五六七八九十\d])(?:个|項|项)",
    re.IGNORECASE,
)
_ORDINAL_NOUN = Sieve(rf"\b({'|'.join(ORDINALS)})\s+(\w+)", re.IGNORECASE)
_NUMBER = Sieve(r"\b(?:option|choice|answer)\s+(?:number\s+|no\.?\s+|#\s*)?(\d{1,2})\b", re.IGNORECASE)
_CHINESE_ORDINALS = "一二三四五六七八九十"
NONE_LEFT = Sieve(
    r"\b(?:none|neither|all|both) of (?:the |these|those|them)\b|\bnone (?:fits|matches|apply|applies)\b|以上(?:都|皆)",
    re.IGNORECASE,
)
_ROMAN = {name: str(value) for value, name in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"), 1)}
_NUMBERED = frozenset(
    concept(word)
    for word in ("quadrant", "section", "part", "phase", "stage", "figure", "class", "type", "region", "step")
)
_PAST_HOUR = (
    r"\b(?P<minutes>quarter|half|five|ten|twenty(?:[- ]five)?|5|10|20|25)(?: minutes)?\s+(?P<side>past|to|after|"
    r"before)\s+(?P<hour>\w+)\b"
)
_CLOCK = re.compile(rf"{_PAST_HOUR}|\b(?P<full>\w+)\s+o'?clock\b", re.IGNORECASE)
_CLOCK_HINT = Sieve(
    r"\b(?:quarter|half|five|ten|twenty(?:[- ]five)?|5|10|20|25)(?: minutes)?\s+(?:past|to|after|before)\s"
    r"|o'?clock\b",
    re.IGNORECASE,
)
_CLOCK_SIGNS = ("clock", "quarter", "half", "five", "ten", "twenty", "5", "10", "20")
_MINUTES = {"quarter": 15, "half": 30, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25, "twenty five": 25}
_PHRASE_ENDS = ".!?:;\n,"
_ANY_DIGIT = re.compile(r"\d")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


class Word(NamedTuple):
    """A word of a text: what it means and where it stands."""

    meaning: str
    start: int
    end: int


class Mention(NamedTuple):
    """An option named by its text at `start:end`."""

    option: int
    start: int
    end: int


@dataclass(frozen=True)
class Options:
    """The options as word sequences; `cores` holds the words by which an option differs from the others."""

    texts: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    cores: tuple[frozenset[str], ...]
    owns: tuple[frozenset[str], ...]
    """The telling words that no other option has; digits and single letters are none of them."""
    by_text: dict[str, int]
    by_first: dict[str, list[int]]
    """The options that begin with a word."""
    signs: frozenset[str]
    """The meanings of single words of which a text must have one if it names an option by its words."""
    longest: int
    """Words of the longest option."""

    def __len__(self) -> int:
        return len(self.texts)


def plain_formula(text: str) -> str:
    """Write LaTeX degrees, fractions, roots, pi and subscripts as plain characters."""
    if not text.isascii():
        text = text.translate(_SUBSCRIPTS)
    if not has_formula(text):
        return text
    for sign, pattern, replacement in _LATEX:
        if sign in text:
            text = pattern.sub(replacement, text)
    return text


def has_formula(text: str) -> bool:
    """Whether a text may have a formula that `plain_formula` writes otherwise."""
    if "\\" in text or "_" in text or "$" in text:
        return True
    # Of the forms in LaTeX only π and degrees behind a digit are written without one of these signs.
    unit = "pi" in text or "degree" in text or "π" in text or "°" in text
    return unit and _ANY_DIGIT.search(text) is not None


def clock_time(text: str) -> str:
    """Write times in words as digits: "ten to three" as 2:50, "3 o'clock" as 3:00."""
    return _CLOCK.sub(_digits_of_time, text) if tells_time(text) else text


def tells_time(text: str) -> bool:
    """Whether a text may have a time in words."""
    return has_any(folded_text(text), _CLOCK_SIGNS) and _CLOCK_HINT.search(text) is not None


def _digits_of_time(match: re.Match[str]) -> str:
    name = (match.group("hour") or match.group("full")).lower()
    hour = CARDINALS.get(name, name)
    if not hour.isdigit() or not 1 <= int(hour) <= 12:
        return match.group()
    if match.group("full"):
        return f"{int(hour)}:00"
    said = match.group("minutes").lower()
    minutes = _MINUTES.get(said) or int(said)
    if match.group("side").lower() in ("past", "after"):
        return f"{int(hour)}:{minutes:02}"
    return f"{(int(hour) - 2) % 12 + 1}:{60 - minutes:02}"


def words(text: str) -> list[Word]:
    """Break a text into words, without articles; the letter A stays unless it begins a phrase as an article does."""
    return list(_words(text))


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[Word, ...]:
    """The words of a sentence, kept as several rules ask for them in turn."""
    found: list[Word] = []
    for match in (_ASCII_WORD if text.isascii() else _WORD).finditer(text):
        raw = match.group()
        meaning, is_special = _token(raw)
        if is_special:
            if raw.lower() in ARTICLES and _is_article(text, match):
                continue
            if raw[0] > "\u3000":
                found.extend(_chinese(raw, match.start()))
                continue
            meaning = (_numeral(raw, found) if raw in _ROMAN else None) or meaning
        joint = joint_concept(found[-1].meaning, meaning) if meaning in JOINED and found else None
        if joint:
            found[-1] = Word(joint, found[-1].start, match.end())
        else:
            found.append(Word(meaning, *match.span()))
    return tuple(found)


@lru_cache(maxsize=16384)
def _token(raw: str) -> tuple[str, bool]:
    """The meaning of a word, and whether it may be an article, a Roman numeral or a run of Chinese characters."""
    is_special = raw.lower() in ARTICLES or raw in _ROMAN or raw[0] > "\u3000"
    return concept(raw.replace(" ", "")), is_special


def _numeral(raw: str, before: list[Word]) -> str | None:
    """A Roman numeral as digits; a single I or V only behind a noun that is numbered, as "Quadrant I"."""
    if raw not in _ROMAN or (len(raw) == 1 and not (before and before[-1].meaning in _NUMBERED)):
        return None
    return _ROMAN[raw]


def _chinese(run: str, start: int) -> Iterator[Word]:
    for piece in chinese_words(run):
        yield Word(concept(piece), start, start + len(piece))
        start += len(piece)


def _is_article(text: str, match: re.Match[str]) -> bool:
    """Whether a word such as "a" is an article, not a name: a word follows, and no noun that takes names precedes.

    A capital letter is an article only where a phrase begins: "A ball", not "Image A".
    """
    before = _nearest_before(text, match.start())
    if not _WORD_FOLLOWS.match(text[match.end() : match.end() + 8]) or names_figure(before):
        return False
    return match.group().islower() or not before or before[-1] in _PHRASE_ENDS


def follows_phrase(text: str, place: int) -> bool:
    """Whether a phrase ends before a place: a capital letter there can be an article between two words of an option."""
    before = _nearest_before(text, place)
    return before != "" and before[-1] in _PHRASE_ENDS


def _nearest_before(text: str, place: int) -> str:
    return text[max(0, place - 24) : place].rstrip(" (\"'*")


def names_figure(before: str) -> bool:
    """Whether a text ends in a noun that takes a letter as its name."""
    return _FIGURE.search(folded_text(before.rstrip()[-_FIGURE_LENGTH:])) is not None


def in_texts(letter: str, options: Options) -> bool:
    """Whether a capital letter may be a word of an option's text."""
    return concept(letter) in options.signs or _ROMAN.get(letter) in options.signs


def normal_form(text: str) -> str:
    """The text as its meanings, for looking up whole options."""
    return _meanings(plain_formula(text))


def _meanings(text: str) -> str:
    return " ".join([word.meaning for word in _words(text)])


@lru_cache(maxsize=4096)
def prepared(choices: tuple[str, ...]) -> Options:
    """Prepare the options of a question; the same options come back for every repeat."""
    phrases = tuple(tuple(word.meaning for word in words(plain_formula(text))) for text in choices)
    shared = set(phrases[0]).intersection(*phrases[1:]) if len(phrases) > 1 else set()
    cores = tuple(frozenset(_telling(phrase)) - shared for phrase in phrases)
    by_text: dict[str, int] = {}
    by_first: dict[str, list[int]] = {}
    for position, text in enumerate(choices):
        for form in (text.strip().casefold(), " ".join(phrases[position])):
            if form:
                by_text.setdefault(form, position)
        if phrases[position]:
            by_first.setdefault(phrases[position][0], []).append(position)
    longest = max((len(form.split()) for form in by_text), default=0)
    owns = tuple(frozenset(_own(option, phrases)) for option in range(len(phrases)))
    return Options(choices, phrases, cores, owns, by_text, by_first, _signs(phrases, by_text), longest)


def _own(option: int, phrases: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """The telling words of an option that no other option has."""
    others = {word for other, its in enumerate(phrases) if other != option for word in its}
    for word in _telling(phrases[option]):
        if word not in others and word not in STOPWORDS and len(word) > 1 and not word.isdigit():
            yield word


def _signs(phrases: tuple[tuple[str, ...], ...], forms: Iterable[str]) -> frozenset[str]:
    """The words of the options, and those that mean a word of them together with another or as a Roman numeral."""
    own = {word for phrase in phrases for word in phrase} | {word for form in forms for word in form.split()}
    numerals = {concept(name) for name, digit in _ROMAN.items() if digit in own}
    return frozenset(own | JOINED | numerals)


def option_of(line: str, options: Options) -> int | None:
    """The option whose text is all that a line holds."""
    if _opens_otherwise(line, options):
        return None
    text = plain_formula(line)
    return None if _says_more(text, options) else options.by_text.get(_meanings(text))


def _opens_otherwise(line: str, options: Options) -> bool:
    """Whether the first word of a line is seen at once to be none of any option's, which is so for most sentences."""
    first = line.partition(" ")[0]
    return first.isalpha() and first.isascii() and is_strange(first, options)


def is_strange(raw: str, options: Options) -> bool:
    """Whether a word is none of any option's, and no article either."""
    return _token(raw)[0] not in options.signs and raw.lower() not in ARTICLES


def says_more_than_option(line: str, options: Options) -> bool:
    """Whether a sentence without a formula has a word that is none of any option's; a cheap test."""
    return not has_formula(line) and _says_more(line, options)


def _says_more(line: str, options: Options) -> bool:
    """Whether a line has a word, articles apart, that is none of any option's: a cheap test."""
    if line.isascii():
        for match in _ASCII_WORD.finditer(line):
            if is_strange(match.group(), options):
                return True
    return False


def names_none(line: str, options: Options) -> bool:
    """Whether a sentence has no word by which it could name an option; a cheap test, as most sentences have none."""
    if not line.isascii():
        return False
    return options.signs.isdisjoint([_token(raw)[0] for raw in _ASCII_WORD.findall(line)])


def _telling(phrase: Iterable[str]) -> Iterable[str]:
    telling = [word for word in phrase if word not in STOPWORDS or len(word) == 1]
    return telling or phrase


_MANY = 40
"""A sentence that names options more often than twice this is a loop; its head and tail tell all."""


def full_mentions(text: list[Word], options: Options) -> list[Mention]:
    """Every place where an option's whole text stands; a longer option hides the shorter ones within it."""
    found = [
        Mention(option, word.start, text[start + len(options.phrases[option]) - 1].end)
        for start, word in enumerate(text)
        for option in options.by_first.get(word.meaning, ())
        if _stands_at(options.phrases[option], text, start)
    ]
    if len(found) > 1:
        found.sort(key=lambda mention: mention.option)
        found = _outermost(found if len(found) <= 2 * _MANY else found[:_MANY] + found[-_MANY:])
    return found


def _stands_at(phrase: tuple[str, ...], text: list[Word], start: int) -> bool:
    return start + len(phrase) <= len(text) and all(
        text[start + place].meaning == phrase[place] for place in range(1, len(phrase))
    )


def core_mentions(text: list[Word], options: Options) -> list[Mention]:
    """Options all of whose telling words stand in the text, in any order; a richer option hides a poorer one.

    Digits and single letters tell nothing by themselves: "graph 2" is no mention of "2".
    """
    present = {word.meaning: word for word in text}
    found = {
        option: Mention(option, min(present[word].start for word in core), max(present[word].end for word in core))
        for option, core in enumerate(options.cores)
        if core and core <= present.keys() and any(len(word) > 1 and not word.isdigit() for word in core)
    }
    poorer = {one for one in found for other in found if options.cores[one] < options.cores[other]}
    return [mention for option, mention in found.items() if option not in poorer]


def own_mentions(text: list[Word], options: Options) -> list[Mention]:
    """Options of which at least one word that no other option has stands in the text, and all such words."""
    present = {word.meaning: word for word in text}
    return [
        Mention(option, min(present[word].start for word in own), max(present[word].end for word in own))
        for option, own in enumerate(options.owns)
        if own and own <= present.keys()
    ]


def partial_mention(text: list[Word], options: Options, question: str) -> int | None:
    """The one option that a short phrase can mean: every telling word of the phrase is one of that option's.

    Words of the question tell nothing. An option that shares no word with the phrase, or only words that another
    option has as well, cannot be meant.
    """
    spoken = [word.meaning for word in text if word.meaning not in STOPWORDS or len(word.meaning) == 1]
    held = [option for option, phrase in enumerate(options.phrases) if len(spoken) > 1 and _holds(phrase, spoken)]
    if len(held) == 1:
        return held[0]
    known = {word.meaning for word in words(question)} | STOPWORDS
    phrase = {word for word in spoken if word not in known and len(word) > 1}
    candidates = [
        option
        for option, core in enumerate(options.cores)
        if phrase and phrase <= set(options.phrases[option]) and phrase & core
    ]
    return candidates[0] if len(candidates) == 1 else None


def _holds(phrase: tuple[str, ...], spoken: list[str]) -> bool:
    """Whether words stand in a phrase one after the other, words of no weight apart."""
    telling = [word for word in phrase if word not in STOPWORDS or len(word) == 1]
    return any(telling[start : start + len(spoken)] == spoken for start in range(len(telling) - len(spoken) + 1))


def nearest(text: list[Word], options: Options) -> int | None:
    """The option with which a sentence shares most telling words, if it leads clearly."""
    present = {word.meaning for word in text}
    shares = [len(core & present) / len(core) if core else 0.0 for core in options.cores]
    ranking = sorted(range(len(shares)), key=lambda option: -shares[option])
    best, second = shares[ranking[0]], shares[ranking[1]] if len(ranking) > 1 else 0.0
    return ranking[0] if best >= 0.5 and second <= best / 2 else None


def _outermost(mentions: list[Mention]) -> list[Mention]:
    return sorted(
        (
            one
            for one in mentions
            if not any(
                other is not one
                and other.start <= one.start
                and one.end <= other.end
                and (other.end - other.start) > (one.end - one.start)
                for other in mentions
            )
        ),
        key=lambda mention: mention.start,
    )


def places(line: str, options: Options) -> list[tuple[int, int, int]]:
    """Options named by their place, with start and end: "the second one", "option 2", "第二个", "the third picture"."""
    found = []
    for match in [*_ORDINAL.finditer(line), *_NUMBER.finditer(line), *_counted(line, options)]:
        place = _place(match, len(options))
        if 0 <= place < len(options):
            found.append((place, match.start(), match.end()))
    return found


def _counted(line: str, options: Options) -> Iterator[re.Match[str]]:
    """An ordinal before the options' noun, where the options are numbered in order: picture 1, picture 2 …"""
    numbered = all(str(place + 1) in phrase for place, phrase in enumerate(options.phrases))
    nouns = set(options.phrases[0]).intersection(*options.phrases[1:]) if numbered and options.phrases else set()
    for match in _ORDINAL_NOUN.finditer(line) if nouns else ():
        if concept(match.group(2)) in nouns:
            yield match


def _place(match: re.Match[str], count: int) -> int:
    name = next(group for group in match.groups() if group)
    if name.lower() == "last":
        return count - 1
    if name in _CHINESE_ORDINALS:
        return _CHINESE_ORDINALS.index(name)
    return (ORDINALS.get(name.lower()) or int(name)) - 1


def letter_names(options: Options) -> dict[tuple[str, str], int]:
    """Options that are a noun and a letter, such as "Type B", by noun and letter."""
    return {
        (phrase[0], phrase[1]): option
        for option, phrase in enumerate(options.phrases)
        if len(phrase) == 2 and len(phrase[1]) <= 2 and phrase[1].isalpha()
    }


def refusing_option(options: Options) -> int | None:
    """The option that itself says that there is no answer: "Cannot be determined"."""
    refusing = [number for number, text in enumerate(options.texts) if refuses(f"It {text}") or refuses(text)]
    return refusing[0] if len(refusing) == 1 else None


def closing_option(options: Options) -> int | None:
    """The option "none of the above", under whatever name."""
    closing = [number for number, text in enumerate(options.texts) if NONE_LEFT.search(text)]
    return closing[0] if len(closing) == 1 else None
