"""The options of a multiple-choice question, prepared for being found in a text by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from hyeval.scoring.grouping import ungrouped
from hyeval.scoring.lexicon import JOINED, ORDINALS, STOPWORDS, concept
from hyeval.scoring.plain import FORMULA, plain_formula
from hyeval.scoring.sieve import Sieve, folded_text
from hyeval.scoring.words import ROMAN, Spoken, spoken

TOLD_OF = (
    r"\s+(?:(?:that\s+)?(?:i|we)\s+(?:have\s+|just\s+)?(?:mentioned|named|described|told\s+of)|just\s+mentioned)\b"
)
"""What makes the place before it one in the row of things that the response itself told of."""
_ORDINAL = Sieve(
    rf"\b({'|'.join(ORDINALS)}|last)\s+(?:(?:given|listed|answer)\s+)?(?:option|choice|answer|one|alternative|"
    rf"statement|possibility|item|description)\b(?!{TOLD_OF})|第([一二三四五六七八九十\d])(?:个|項|项)",
    re.IGNORECASE,
    marked=True,
)
_ORDINAL_NOUN = Sieve(rf"\b({'|'.join(ORDINALS)}|last)\s+(\w+)", re.IGNORECASE)
_NUMBER = Sieve(r"\b(?:option|choice|answer)\s+(?:number\s+|no\.?\s+|#\s*)?(\d{1,2})\b", re.IGNORECASE, marked=True)
_ORDINAL_ALONE = Sieve(
    rf"^\W*(?:(?:it is|it's|it must be|so|probably|clearly)\s+)?the\s+({'|'.join(ORDINALS)}|last|latter|former)\W*$",
    re.IGNORECASE,
    marked=True,
)
_ORDINAL_LEFT = Sieve(
    rf"\b(?:leav(?:es|ing)|left with|remains)\s+(?:us\s+|me\s+)?(?:with\s+)?(?:only\s+|just\s+)?"
    rf"the\s+({'|'.join(ORDINALS)}|last)(?:\s+\w+)?\W*$",
    re.IGNORECASE,
    marked=True,
)
"""What is left of the list: "this leaves only the second object"."""
_NAMES_LIST = re.compile(r"\b(?:option|choice|answer|alternative)\b", re.IGNORECASE)
_PLACES = _ORDINAL.mark | _NUMBER.mark | _ORDINAL_ALONE.mark | _ORDINAL_LEFT.mark
_CHINESE_ORDINALS = "一二三四五六七八九十"
NONE_LEFT = Sieve(
    r"\b(?:none|neither|all|both) of (?:the |these|those|them)\b|\bnone (?:fits|matches|apply|applies)\b|以上(?:都|皆)",
    re.IGNORECASE,
    marked=True,
)
_DEFINITE = re.compile(r"\bthe\s+\Z", re.IGNORECASE)
_SIGNS = str.maketrans("−⩽⩾", "-≤≥")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_BY = re.compile(r"\bby\b")
"""The sign of a passive, which has the words of an option in another order."""
_WITHIN = tuple("^_{/\\}")
"""What stands beside a part of a formula, which is no option by itself."""
_MORE_NUMBERS = re.compile(r"(?:,\s*\d+\b)*,?\s+(?:and|or|&)\s+\d+\b(?!\s*%)")
_MORE_LETTERS = re.compile(
    r"(?:,\s*[a-z]\b)*,?\s+(?:and|or|&)\s+(?:[b-hj-z]\b|[ai]\b(?=\W*$|\s+(?:are|have|were|do|can|show|look)\b))",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-–•*]|=>|→)\s+")
_CAPITAL = re.compile(r"(?<!\w)[A-Z](?!\w)")
_SINGLE = re.compile(r"\d+|\b[A-Za-z]\b")
_THEN = re.compile(r"\bthen\b", re.IGNORECASE)
_TURNS_ROUND = re.compile(
    r"\b(?:after|before|until|till|by|from|since|following)\b(?!\s+(?:about\s+|early\s+|late\s+)?\d)", re.IGNORECASE
)
"""What may tell a course in another order, beside what only tells a time of it: "until 2012"."""
_TOGETHER = re.compile(r"\W*(?:both|all)\b.*\band\b", re.IGNORECASE)
_MANY = 40
"""A sentence that names options more often than twice this is a loop; its head and tail tell all."""

Span = tuple[int, int]


class Mention(NamedTuple):
    """An option named by its text at `start:end`."""

    option: int
    start: int
    end: int


class Options:
    """The options as word sequences. What follows from them is found out when a rule first asks for it."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self.texts = texts

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """The meanings of each option's words."""
        return tuple(tuple(Spoken(ungrouped(plain_formula(text))).meanings) for text in self.texts)

    @cached_property
    def cores(self) -> tuple[frozenset[str], ...]:
        """The words by which each option differs from the others."""
        phrases = self.phrases
        shared = set(phrases[0]).intersection(*phrases[1:]) if len(phrases) > 1 else set()
        return tuple(frozenset(_telling(phrase)) - shared for phrase in phrases)

    @cached_property
    def telling(self) -> frozenset[str]:
        """The words by which some option differs from the others."""
        return frozenset().union(*self.cores)

    @cached_property
    def named(self) -> tuple[tuple[int, frozenset[str]], ...]:
        """The options that their telling words name; digits and single letters tell nothing by themselves."""
        return tuple(
            (option, core)
            for option, core in enumerate(self.cores)
            if any(len(word) > 1 and not word.isdigit() for word in core)
        )

    @cached_property
    def owns(self) -> tuple[frozenset[str], ...]:
        """The telling words that no other option has; digits and single letters are none of them."""
        return tuple(frozenset(_own(option, self.phrases)) for option in range(len(self.phrases)))

    @cached_property
    def by_text(self) -> dict[str, int]:
        """The options by their text, as it is written and as its meanings."""
        found: dict[str, int] = {}
        for option, text in enumerate(self.texts):
            own = "" if self.differ_in_case else text.strip().casefold()
            for form in (own, "" if option in self.twins else " ".join(self.phrases[option])):
                if form:
                    found.setdefault(form, option)
        return found

    @cached_property
    def lettered(self) -> tuple[tuple[int, str], ...]:
        """The options in whose texts a capital letter stands alone, in small letters: "A and B overlap"."""
        return tuple(
            (option, folded_text(text))
            for option, text in enumerate(self.texts)
            if len(text) > 1 and _CAPITAL.search(text)
        )

    @cached_property
    def by_first(self) -> dict[str, list[int]]:
        """The options that begin with a word."""
        found: dict[str, list[int]] = {}
        for option, phrase in enumerate(self.phrases):
            if phrase:
                found.setdefault(phrase[0], []).append(option)
        return found

    @cached_property
    def differ_in_case(self) -> bool:
        """Whether some options differ in nothing but capitals: AA, Aa, aa."""
        return len({text.casefold() for text in self.texts}) < len({*self.texts})

    @cached_property
    def unions(self) -> dict[frozenset[int], int]:
        """The options that say of several others that they hold together: "Both S1 and S2"."""
        found: dict[frozenset[int], int] = {}
        for option, text in enumerate(self.texts):
            if _TOGETHER.match(text):
                parts = {
                    other
                    for other, phrase in enumerate(self.phrases)
                    if other != option and f" {' '.join(phrase)} " in f" {' '.join(self.phrases[option])} "
                }
                found[frozenset(parts)] = option
        return {parts: option for parts, option in found.items() if len(parts) > 1}

    @cached_property
    def twins(self) -> frozenset[int]:
        """The options whose words are those of another one, which differs in a sign: -2 and 2."""
        if len(set(self.phrases)) == len(self.phrases):
            return frozenset()
        return frozenset(option for option, phrase in enumerate(self.phrases) if self.phrases.count(phrase) > 1)

    @cached_property
    def courses(self) -> Mapping[int, tuple[str, ...]]:
        """The options that say one thing and then another, with their telling words: "rises and then falls"."""
        told = [option for option, text in enumerate(self.texts) if _THEN.search(text)]
        found = {option: tuple(_telling(self.phrases[option])) for option in told}
        return {option: steps for option, steps in found.items() if len(steps) > 1}

    @cached_property
    def letter_names(self) -> Mapping[tuple[str, str], int]:
        """The options that are a noun and a letter, such as "Type B", by noun and letter."""
        return {
            (phrase[0], phrase[1]): option
            for option, phrase in enumerate(self.phrases)
            if len(phrase) == 2 and len(phrase[1]) <= 2 and phrase[1].isalpha()
        }

    @cached_property
    def have_ordinals(self) -> bool:
        """Whether an ordinal is part of an option: "Second floor"."""
        return any(concept(name) in self.signs for name in ORDINALS)

    @cached_property
    def signs(self) -> frozenset[str]:
        """The meanings of words of which a text must have one if it names an option by its words.

        They are those of the options, and those that mean one of them together with another or as a Roman numeral.
        """
        own = {word for phrase in self.phrases for word in phrase}
        own |= {word for form in self.by_text for word in form.split()}
        numerals = {concept(name) for name, digit in ROMAN.items() if digit in own}
        return frozenset(own | JOINED | numerals)

    @cached_property
    def counted_nouns(self) -> frozenset[str]:
        """The nouns of options that are numbered or lettered in order: picture 1, picture 2 …"""
        if _are_years(self.texts):
            return frozenset((concept("year"),))
        signs = [{str(place + 1), chr(ord("a") + place)} for place in range(len(self))]
        numbered = [phrase for sign, phrase in zip(signs, self.phrases, strict=True) if not sign.isdisjoint(phrase)]
        is_list = len(numbered) > 1 and numbered[:] == list(self.phrases[: len(numbered)])  # one may say "none of them"
        if not is_list or len(self) - len(numbered) > 1:
            return frozenset()
        return frozenset(word for word in set(numbered[0]).intersection(*numbered) if len(word) > 1)


def _are_years(texts: Sequence[str]) -> bool:
    """Whether options are years in their order."""
    return len(texts) > 1 and all(map(_YEAR.fullmatch, texts)) and list(texts) == sorted(texts)


@lru_cache(maxsize=4096)
def prepared(choices: tuple[str, ...]) -> Options:
    """Prepare the options of a question; the same options come back for every repeat."""
    return Options(choices)


def _own(option: int, phrases: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """The telling words of an option that no other option has."""
    others = {word for other, its in enumerate(phrases) if other != option for word in its}
    for word in _telling(phrases[option]):
        if word not in others and word not in STOPWORDS and len(word) > 1 and not word.isdigit():
            yield word


def option_of(line: Spoken, options: Options) -> int | None:
    """The option whose text is all that a line holds."""
    if line.marks & FORMULA.mark:
        line = spoken(plain_formula(line.text))
    if options.twins:  # their words alone, in which -2 is 2, would tell the wrong one
        written = _squeezed(_BULLET.sub("", line.text), options).strip(".!\"'“”")
        found = next((one for one in options.twins if _squeezed(options.texts[one], options) == written), None)
        if found is not None:
            return found
    return options.by_text.get(" ".join(line.meanings))


def names_none(text: Spoken, options: Options) -> bool:
    """Whether a sentence has no word by which it could name an option, which is so for most sentences."""
    return options.signs.isdisjoint(text.each() if text.text.isascii() else text.meanings)


def _telling(phrase: Iterable[str]) -> Iterable[str]:
    telling = [word for word in phrase if word not in STOPWORDS or len(word) == 1]
    return telling or phrase


def full_mentions(text: Spoken, options: Options) -> list[Mention]:
    """Every place where an option's whole text stands; a longer option hides the shorter ones within it."""
    meanings, starts, ends = text.words
    if options.by_first.keys().isdisjoint(meanings):
        return []
    found = [
        Mention(option, starts[place], ends[place + len(options.phrases[option]) - 1])
        for place, meaning in enumerate(meanings)
        if meaning in options.by_first
        for option in options.by_first[meaning]
        if _stands_at(options.phrases[option], meanings, place)
    ]
    if len(found) > 1:
        found.sort(key=lambda mention: mention.option)
        found = _outermost(found if len(found) <= 2 * _MANY else found[:_MANY] + found[-_MANY:])
        if options.twins:
            found = [one for one in found if _is_literal(one, found, text.text, options)]
    if not found or not (options.counted_nouns or options.letter_names):
        return found
    return [mention for one in found for mention in _joined(one, text.text, options)]


def literal_mentions(text: Spoken, options: Options) -> Iterator[Mention]:
    """Where the texts of options with letters in them stand to the letter: the A of one is no article there."""
    folded = folded_text(text.text) if options.lettered else ""
    for option, written in options.lettered:
        start = folded.find(written)
        while start >= 0:
            yield Mention(option, start, start + len(written))
            start = folded.find(written, start + len(written))


def _joined(one: Mention, line: str, options: Options) -> list[Mention]:
    """An option with those of which a list has the numbers or letters alone, as 3 and 4 in "graphs 1, 3 and 4"."""
    more = (_MORE_NUMBERS if options.counted_nouns else _MORE_LETTERS).match(line, one.end)
    if more is None and options.letter_names:
        more = _MORE_LETTERS.match(line, one.end)
    if more is None:
        return [one]
    found: list[int] = []
    for name in _SINGLE.findall(more.group()):
        option = options.letter_names.get((options.phrases[one.option][0], name.lower()))
        place = int(name) - 1 if name.isdigit() else -1
        if option is None and 0 <= place < len(options) and name in options.phrases[place]:
            option = place
        if option is not None:
            found.append(option)
    return [Mention(option, one.start, more.end()) for option in (one.option, *found)] if found else [one]


def _is_literal(one: Mention, found: list[Mention], line: str, options: Options) -> bool:
    """Whether of options with the same words, named at one place, this is the one that is written there."""
    rivals = [other for other in found if (other.start, other.end) == (one.start, one.end)]
    behind = line[one.end :].lstrip()[:1]
    closes = behind == "}" and line.count("{", one.start, one.end) > line.count("}", one.start, one.end)
    if len(rivals) == 1 or line[: one.start].rstrip()[-1:] in _WITHIN or (behind in _WITHIN and not closes):
        return True
    written = _squeezed(line[max(0, one.start - 3) : one.end + 1], options)
    forms = {_squeezed(options.texts[other.option], options): other.option for other in rivals}
    there = [form for form in forms if form in written]
    return not there or forms[max(there, key=len)] == one.option


def _squeezed(text: str, options: Options) -> str:
    """A text without blanks, and without capitals unless options differ in them alone."""
    text = "".join(plain_formula(text).split()).translate(_SIGNS).replace("<=", "≤").replace(">=", "≥")
    return text if options.differ_in_case else text.casefold()


def _stands_at(phrase: tuple[str, ...], meanings: list[str], place: int) -> bool:
    return len(phrase) == 1 or tuple(meanings[place : place + len(phrase)]) == phrase


def telling_words(text: Spoken, options: Options) -> list[tuple[str, Span]]:
    """The words of a text by which options differ, each with its place."""
    meanings, starts, ends = text.words
    telling = options.telling
    if telling.isdisjoint(meanings):
        return []
    found = [(word, (starts[place], ends[place])) for place, word in enumerate(meanings) if word in telling]
    if not options.counted_nouns:
        return found
    return [(word, span) for word, span in found if word != "1" or text.text[slice(*span)].lower() != "one"]


def unnested(mentions: list[Mention], options: Options) -> list[Mention]:
    """Drop an option whose telling words are part of another's: "increases" in "increases and then decreases"."""
    if len(mentions) == 1:
        return mentions
    named = {mention.option for mention in mentions}
    cores = options.cores
    return [one for one in mentions if not any(cores[one.option] < cores[other] for other in named)]


def core_mentions(present: Mapping[str, Span], options: Options, text: Spoken) -> list[Mention]:
    """Options all of whose telling words stand in a text, in any order; a richer option hides a poorer one.

    `present` has the telling words of the text, each with its place.
    """
    found = {option: core for option, core in options.named if core <= present.keys()} if present else {}
    if options.courses:
        found = {option: core for option, core in found.items() if not _is_turned(option, text, options)}
    if len(found) > 1:
        outer = {option: core for option, core in found.items() if not any(core < other for other in found.values())}
        found = outer if _BY.search(text.text) else _in_order(outer, text, options) or outer
    return [_spanning(option, core, present) for option, core in found.items()]


def _is_turned(option: int, text: Spoken, options: Options) -> bool:
    """Whether an option tells a course of which a text has all steps in another order: "falls and then rises"."""
    steps = options.courses.get(option)
    if steps is None or not text.present.issuperset(steps):
        return False
    return not _follows(steps, text.meanings) and _TURNS_ROUND.search(text.text) is None


def _in_order(found: Mapping[int, frozenset[str]], text: Spoken, options: Options) -> dict[int, frozenset[str]]:
    """Of options with the same telling words, those whose words the text has in their order: "dogs chase cats"."""
    cores = list(found.values())
    return {
        option: core
        for option, core in found.items()
        if cores.count(core) == 1 or _follows(_telling(options.phrases[option]), text.meanings)
    }


def _follows(phrase: Iterable[str], meanings: Iterable[str]) -> bool:
    """Whether all words of a phrase come in a text, one after the other."""
    rest = iter(meanings)
    return all(word in rest for word in phrase)


def own_mentions(present: Mapping[str, Span], options: Options) -> list[Mention]:
    """Options of which at least one word that no other option has stands in a text, and all such words."""
    return [
        _spanning(option, own, present)
        for option, own in enumerate(options.owns if present else ())
        if own and own <= present.keys()
    ]


def head_mentions(text: str, present: Mapping[str, Span], options: Options) -> list[Mention]:
    """Options of which only the noun stands in a text, their last word and no other option's: "the spoon"."""
    return [
        Mention(option, *present[phrase[-1]])
        for option, phrase in enumerate(options.phrases)
        if len(phrase) > 1
        and phrase[-1] in options.owns[option]
        and phrase[-1] in present
        and _DEFINITE.search(text, 0, present[phrase[-1]][0])
    ]


def _spanning(option: int, core: frozenset[str], present: Mapping[str, Span]) -> Mention:
    """The mention of an option from the first to the last of some words."""
    return Mention(option, min(present[word][0] for word in core), max(present[word][1] for word in core))


def partial_mention(text: Spoken, options: Options, question: str) -> int | None:
    """The one option that a short phrase can mean: every telling word of the phrase is one of that option's.

    Words of the question tell nothing. An option that shares no word with the phrase, or only words that another
    option has as well, cannot be meant.
    """
    said = [word for word in text.meanings if word not in STOPWORDS or len(word) == 1]
    held = [option for option, phrase in enumerate(options.phrases) if len(said) > 1 and _holds(phrase, said)]
    if len(held) == 1:
        return held[0]
    known = spoken(question).present | STOPWORDS
    phrase = {word for word in said if word not in known and len(word) > 1}
    candidates = [
        option
        for option, core in enumerate(options.cores)
        if phrase and phrase <= set(options.phrases[option]) and phrase & core and not _is_turned(option, text, options)
    ]
    return candidates[0] if len(candidates) == 1 else None


def _holds(phrase: tuple[str, ...], spoken: list[str]) -> bool:
    """Whether words stand in a phrase one after the other, words of no weight apart."""
    telling = [word for word in phrase if word not in STOPWORDS or len(word) == 1]
    return any(telling[start : start + len(spoken)] == spoken for start in range(len(telling) - len(spoken) + 1))


def nearest(text: Spoken, options: Options, question: str) -> int | None:
    """The option with which a sentence shares most telling words, if it leads clearly; words of the question tell none.

    An option that says one thing and then another takes both; one that is named as it is written is no paraphrase.
    Numbers have no paraphrase at all.
    """
    present = text.present - spoken(question).present
    shares = [len(core & present) / len(core) if core else 0.0 for core in options.cores]
    for option, core in enumerate(options.cores):
        if any(map(str.isdigit, core - text.present)):
            shares[option] = 0.0
    for option in {one.option for one in full_mentions(text, options)}:
        shares[option] = 0.0
    for option, steps in options.courses.items():
        if not text.present.issuperset(steps) or _is_turned(option, text, options):
            shares[option] = 0.0
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


def places(text: Spoken, options: Options) -> list[tuple[int, int, int]]:
    """Options named by their place, with start and end: "the second one", "option 2", "第二个", "the third picture"."""
    if not text.marks & _PLACES and not options.counted_nouns:
        return []
    found, line = [], text.text
    alone = (_ORDINAL_ALONE.match(line) or _ORDINAL_LEFT.search(line)) if not options.have_ordinals else None
    named = [alone] if alone else [*_ORDINAL.finditer(line), *_NUMBER.finditer(line), *_counted(line, options)]
    for match in named:
        place = _place(match, len(options))
        if 0 <= place < len(options):
            found.append((place, match.start(), match.end()))
    return found


def place_names(text: Spoken, options: Options) -> list[Span]:
    """Where a sentence names an option by its place alone: the words of "the second option" name no second floor."""
    if not text.marks & _PLACES or not options.have_ordinals:
        return []
    return [match.span() for match in _ORDINAL.finditer(text.text) if _NAMES_LIST.search(match.group())]


def _counted(line: str, options: Options) -> Iterator[re.Match[str]]:
    """An ordinal before the options' noun, where the options are numbered in order: picture 1, picture 2 …"""
    for match in _ORDINAL_NOUN.finditer(line) if options.counted_nouns else ():
        is_last = match.group(1).lower() == "last"
        if is_last and not {str(len(options)), chr(ord("a") - 1 + len(options))} & {*options.phrases[-1]}:
            continue
        if concept(match.group(2)) in options.counted_nouns:
            yield match


def _place(match: re.Match[str], count: int) -> int:
    name = next(group for group in match.groups() if group)
    if name.lower() in ("former", "latter"):  # of two
        return count if count != 2 else int(name.lower() == "latter")
    if name.lower() == "last":
        return count - 1
    if name in _CHINESE_ORDINALS:
        return _CHINESE_ORDINALS.index(name)
    return (ORDINALS.get(name.lower()) or int(name)) - 1
