"""Sentences and lists that say of each option what it is: "Symbol 1 is a resistor, symbol 2 a diode".

The option of which they say what the question asks for is the answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.options import Options, full_mentions
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import Stance, stance_in
from hyeval.scoring.words import Spoken, spoken, words

_PICTURES = (
    "diagram|picture|image|photo|photograph|table|chart|graph|map|figure|plot|infographic|legend|painting|drawing|"
    "timeline"
)
_FRAME = re.compile(rf"\b(?:in|on|of|from|by|to)\s+(?:the|this|that)\s+(?:\w+\s+)?(?:{_PICTURES})\b", re.IGNORECASE)
"""What only says where to look."""
_ALL_OF_THEM = re.compile(
    r"^\W*(?:the|these|all(?: the)?)\s+\w+s\s+(?=(?:read|have|show|measure|say)\b|(?:are|were)\s+[-$€£]?\d)",
    re.IGNORECASE,
)
"""A subject of all that a sentence goes on to name: "The bars read 21 (2018), 17 (2019)"."""
_ROLES_TEXT = (
    "mean represent stand mark denote indicate depict illustrate label point call name display exactly most best happen"
)
_ROLES = frozenset(map(concept, _ROLES_TEXT.split()))
"""Verbs that tie a thing to its name."""
_GAP = re.compile(
    r"[;,]\s+(?:and\s+|while\s+|but\s+|then\s+|(?:al)?though\s+)?|\s+(?:and|while|whereas|but|then)\s+", re.IGNORECASE
)
_CONTRAST = Sieve(r",\s+(?:while|whereas)\s+", re.IGNORECASE, marked=True)
_ELIDED = re.compile(r"(?:(?:and|while|whereas|but|then)\s+)?(?:that|those)\b", re.IGNORECASE)
_COORDINATED = re.compile(r"[;,]?\s*(?:and\s+)?(?:an?\s+|the\s+)?\w+(?:\s+\w+)?\W*", re.IGNORECASE)
"""A clause that is no more than a name and its noun."""
_LEAD = re.compile(
    r"^\W*(?:(?:in (?:the|this) \w+|here|so|thus|we see that|i see that)\s*,?\s*)?"
    r"(?:(?:there (?:is|are)|there['’]s|(?:i|we|you) (?:can )?see)\s+)?(?:the\s+|an?\s+)?\W*$",
    re.IGNORECASE,
)


_SUBJECT = re.compile(
    r"\b(?:what|which) (?:colou?r|material|shape|size|brand|kind|type) (?:is|are|was|were) "
    r"(?:the|this|that|his|her) (\w+)",
    re.IGNORECASE,
)
"""The thing of which a quality is asked."""
_HEAD_OF = re.compile(r"\b(\w+) of (?!the\b|these\b|this\b|that\b)\w", re.IGNORECASE)
"""A noun that another one tells apart: the force of "force of friction"."""
_NEUTRAL = frozenset(map(concept, ("one", "side", "part", "half", "end", "value", "thing")))
"""Nouns that name no other thing than the one that is asked for."""
_ONE = re.compile(r"\bones?\b(?!['’]s)", re.IGNORECASE)
"""Stands for the thing of the clause before: "the red banner says …, the blue one …"."""


class Name(Protocol):
    """An option named at `start:end`, by its text or by its letter."""

    @property
    def option(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Assigned:
    """What a question asks for, as the words of which what is said of one option alone must have all."""

    def __init__(self, question: str, options: Options) -> None:
        self._options = options
        self._idle = STOPWORDS.union(*options.phrases)
        meanings = [word for word in spoken(_FRAME.sub(" ", question)).meanings if word not in self._idle | _ROLES]
        self._asked = self.asked = frozenset(meanings)
        self._told_apart = dict(_attributes(question, self._asked))
        self._heads = frozenset(map(concept, _HEAD_OF.findall(question)))
        subject = _SUBJECT.search(question)
        self._last = frozenset([*meanings[-1:], *([concept(subject.group(1))] if subject else ())])

    def in_text(self, line: Spoken) -> int | None:
        """The option of which a sentence says what is asked for, going from one to the next."""
        mentions = full_mentions(line, self._options)
        if len(mentions) < 2 or any(stance_in(line, one.start, one.end) is Stance.REJECTED for one in mentions):
            return None
        if any(line.text[one.end :].startswith(" ") and _is_number(self._options, one.option) for one in mentions):
            return None  # it counts what is named behind it
        said = _behind(line.text, mentions) if _LEAD.match(line.text[: mentions[0].start]) else {}
        option = self.among(said) if len(said) == len(mentions) else None
        return option if option is not None else self._by_clause(line.text, mentions)

    def speaks_against(self, line: Spoken, asserted: Collection[int]) -> bool:
        """Whether the other half of a contrast has words of the asked that the half with the option has not."""
        contrast = _CONTRAST.pattern.split(line.text) if line.search(_CONTRAST) else []
        if len(contrast) != 2:
            return False
        named = [{one.option for one in full_mentions(spoken(half), self._options)} for half in contrast]
        shared = [self._shared(half) for half in contrast]
        for own, other in ((0, 1), (1, 0)):
            if named[own] == set(asserted) and named[other] and not named[other] & named[own]:
                return not shared[other] <= shared[own]
        return False

    def of_letters(self, line: Spoken, letters: Sequence[Name]) -> int | None:
        """The same for options that are named by their letters."""
        if not _LEAD.match(line.text[: letters[0].start]):
            return None
        said = _behind(line.text, letters)
        return self.among(said) if len(said) == len(letters) else None

    def _by_clause(self, text: str, names: Sequence[Name]) -> int | None:
        """The option that stands alone in the clause that says what is asked for."""
        text = _ALL_OF_THEM.sub(lambda subject: " " * len(subject.group()), text)
        ends = [*(gap.start() for gap in _GAP.finditer(text)), len(text)]
        clauses = [(start, end) for start, end in pairwise([0, *ends])]
        held = {span: [one.option for one in names if span[0] <= one.start < span[1]] for span in clauses}
        spans = [span for span in clauses if held[span]]
        if any(_ELIDED.match(text[start:end].lstrip(" ,;")) for start, end in spans):
            return None
        if any(_COORDINATED.fullmatch(text[start:end]) for start, end in spans[1:]):
            return None  # two things of which one clause speaks: "a glass top and metal legs"
        place = self._richest({place: text[slice(*span)].rpartition(": ")[2] for place, span in enumerate(spans)})
        return held[spans[place]][0] if place is not None and len(held[spans[place]]) == 1 else None

    def _says(self, text: str) -> bool:
        """Whether there is more in a text than names and words of no weight."""
        return any(len(word) > 1 or word.isdigit() for word in spoken(text).present - self._idle)

    def among(self, said: Mapping[int, str]) -> int | None:
        """The one option of several of which the asked is said; `said` has what is said of each.

        It has all that the others have of the asked, and more; or it alone has any of it that is not said of several.
        """
        richest = self._richest(said)
        if richest is not None or len(said) < 3 or not all(map(self._says, said.values())):
            return richest
        shared = self._shares(said)
        counts = Counter(word for words in shared.values() for word in words)
        telling = [option for option, words in shared.items() if any(counts[word] == 1 for word in words - self._heads)]
        return telling[0] if len(telling) == 1 else None

    def _richest(self, said: Mapping[int, str]) -> int | None:
        """The one that has all that others have of the asked, and more, if that is two words, half of it or its end."""
        if len(said) < 2 or not all(map(self._says, said.values())):
            return None
        shared = self._shares(said)
        most = max(shared, key=lambda option: len(shared[option]))
        others = [words for option, words in shared.items() if option != most]
        tells = len(shared[most]) >= 2 or 2 * len(shared[most]) >= len(self._asked) > 0
        own = self._last | self._told_apart.keys()
        tells = tells or any(word in own or word.isdigit() for word in shared[most])
        tells = tells and not shared[most] <= self._heads
        return most if tells and all(words < shared[most] for words in others) else None

    def _shares(self, said: Mapping[int, str]) -> dict[int, frozenset[str]]:
        """The words of the asked in what is said of each; `one` stands for those of the text before."""
        found: dict[int, frozenset[str]] = {}
        before = frozenset[str]()
        for name, text in said.items():
            before = found[name] = self._shared(text) | (before if _ONE.search(text) else frozenset())
        return found

    def _shared(self, text: str) -> frozenset[str]:
        """The words of the asked in a text, without those that tell other things apart: "left" in "the left room"."""
        said = spoken(text)
        shared = self._asked & said.present
        apart = {word for word in shared & self._told_apart.keys() if self._told_apart[word] not in shared}
        if apart:
            following = dict(_attributes(text, said.present - STOPWORDS - _NEUTRAL - _ROLES))
            shared -= apart & following.keys()
        return shared


def _attributes(text: str, weighty: Collection[str]) -> Iterator[tuple[str, str]]:
    """The words of a text that tell apart what the word behind them names; a superlative stands by itself."""
    for one, other in pairwise(words(text)):
        is_pair = one.meaning in weighty and other.meaning in weighty and text[one.end : other.start] == " "
        if is_pair and not text[one.start : one.end].lower().endswith("est"):
            yield one.meaning, other.meaning


def _is_number(options: Options, option: int) -> bool:
    return all(word.isdigit() for word in options.phrases[option])


def _behind(text: str, names: Sequence[Name]) -> dict[int, str]:
    """What stands behind each name, up to the next one; the verb behind the first one stands for all."""
    ends = [one.start for one in names[1:]] + [len(text)]
    said = {one.option: text[one.end : end] for one, end in zip(names, ends, strict=True)}
    first = said[names[0].option].split(None, 1)
    return said | {names[0].option: first[1]} if len(first) > 1 and len(names) > 1 else said
