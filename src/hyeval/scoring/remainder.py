"""Options that a sentence names as a group of the list, and the one that is left when the others have been named."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from hyeval.scoring.letters import Letters
from hyeval.scoring.lexicon import CARDINALS, STOPWORDS, concept
from hyeval.scoring.options import NONE_LEFT, Options, full_mentions, own_mentions, telling_words
from hyeval.scoring.prose import refuses
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import Stance, stance_in
from hyeval.scoring.words import Spoken, spoken

_COUNTS = "two|three|four|five|six|seven|eight|nine|[2-9]"
GROUP = Sieve(
    rf"\b(?:the\s+|these\s+)?(?P<side>first|last)\s+(?P<count>{_COUNTS})(?:\s+(?P<noun>[a-z]+))?",
    re.IGNORECASE,
    marked=True,
)
"""Some of a row by their number: "the first three symbols"."""
_LIST_NOUNS = frozenset(
    map(concept, ("option", "choice", "answer", "one", "alternative", "statement", "possibility", "item"))
)
_NO_NOUN = re.compile(r"(?:can|cannot|do|does|are|were|is|will|would|have|could|and|but|so|as)\b", re.IGNORECASE)
_NONE_OF = re.compile(r"\b(?:none|neither|not any)\s+of\s+\Z", re.IGNORECASE)
REMAINING = Sieve(
    r"\bthe\s+(?:only\s+)?(?:remaining|other)\s+(?:one|[a-z]+(?<!s))\b|\bthe\s+(?:only\s+)?one\s+(?:that\s+is\s+)?"
    r"(?:left|remaining)\b|\bthe\s+(?:only\s+)?one\s+(?:that|which)\s+(?:remains|is\s+left)\b|"
    r"\bleaves\s+(?:us\s+with\s+)?(?:just|only)\s+one\b|"
    r"\bthe\s+only\s+(?P<kind>(?:[a-z-]+\s+){1,3}?)(?:(?:that|which)\s+(?:is|remains)\s+)?(?:left|remaining)\b",
    re.IGNORECASE,
    marked=True,
)
_OTHER_NOUN = re.compile(r"\b(?:remaining|other)\s+(\w+)\Z", re.IGNORECASE)
_DIVIDES = re.compile(rf"\b(?P<count>{_COUNTS})\s+of\s+(?:these|those|them|the\s+[a-z]+)\b", re.IGNORECASE)
"""What a sentence says of some of the options, by their number: "Three of these are carnivores"."""
_CONCLUDES = re.compile(r"\W*(?:and\s+)?(?:so|thus|hence|therefore|that\s+leaves|this\s+leaves)\b", re.IGNORECASE)
_SO = r"[,;:→–—-]\s*(?:and\s+)?(?:so|hence|thus|therefore)\s+"
_THING = r"(?:it|that|this)(?:\s+(?:one|option))?"
RULED_OUT = Sieve(
    rf"{_SO}(?:(?:no|not\s+(?:{_THING}|the\s+(?:(?:right|correct)\s+)?(?:answer|one|option)))\W*$|"
    rf"{_THING}(?:['’]s|\s+is|\s+can\s+be)\s+(?:out|wrong|incorrect|excluded|ruled\s+out|eliminated)\W*$|"
    rf"{_THING}(?:(?:['’]s|\s+is)\s+not|\s+isn['’]t|\s+can\s?not\s+be|\s+can['’]t\s+be)(?P<what>\b[^,;.]*)\W*$)",
    re.IGNORECASE,
    marked=True,
)
"""The end of a sentence that judges what stands before it: ", so not that one", ", so it is not a pump"."""
_OF_LIST = frozenset(map(concept, ("it", "this", "that", "answer", "right", "correct", "option", "one"))) | STOPWORDS


_TELL = r"(?:tell|say|know|determine|decide|judge|conclude|be (?:sure|certain|told|known|decided|judged))"
_NOBODY_TELLS = re.compile(
    r"(?:\b(?:you|one|we|i|people|it|that|this)\s+(?:really\s+|simply\s+)?(?:can ?not|can['’]t|could not|couldn['’]t)|"
    rf"\b(?:nobody|no one)\s+(?:can|could))\s+(?:\w+ly\s+)?{_TELL}\b(?!\s+\w+\s+apart\b)"
    r"(?!.*\b(?:but|however|yet|though)\b)|"
    r"\b(?:does|do|did|is|are)(?:\s+not|n['’]t)\b[^.;]{0,30}\benough\s+(?:information|data|details?|context|evidence)\b|"
    r"\bno (?:way of (?:knowing|telling)|telling)\b",
    re.IGNORECASE,
)
_NOT_TO_BE_TOLD = re.compile(
    r"\b(?:can ?not|can['’]t) (?:tell|say|know)\b|\b(?:can ?not|can['’]t) be (?:told|known|said|decided|judged)\b|"
    r"\bnot enough (?:information|data)\b|\bimpossible to (?:tell|say|know)\b",
    re.IGNORECASE,
)


def ruled_out(line: Spoken, topic: Collection[str]) -> int:
    """Where a sentence ends in the verdict that what it names is not what is asked for, whose words are `topic`; or 0.

    "Sign 3 is a fan, so it is not a pump" rules the third sign out of the pumps, and "so it is not sign 4" the fourth.
    """
    match = line.search(RULED_OUT)
    if match is None or (match["what"] and not spoken(match["what"]).present <= _OF_LIST | frozenset(topic)):
        return 0
    return match.start()


def excluded_group(line: Spoken, options: Options) -> set[int]:
    """The options of a group that a sentence rules out: "none of the first three", "not the last two"."""
    match = line.search(GROUP)
    if match is None or options.have_ordinals:
        return set()
    noun = match["noun"] if match["noun"] and not _NO_NOUN.match(match["noun"]) else None
    size = int(CARDINALS.get(match["count"].lower(), match["count"]))
    if size >= len(options) or (noun and concept(noun) not in _LIST_NOUNS | options.counted_nouns):
        return set()
    end = match.end("noun" if noun else "count")
    denied = _NONE_OF.search(line.text[: match.start()]) or stance_in(line, match.start(), end) is Stance.REJECTED
    group = range(size) if match["side"].lower() == "first" else range(len(options) - size, len(options))
    return set(group) if denied else set()


_SUBJECT = re.compile(r"(?:\b(?:so|thus|hence|and|therefore)|[,;:])\s+(?P<what>[^,;:]+?)\s+(?:is|must be)\s+\Z", re.I)
"""What is said to be the remaining one: ", so friction is"."""


def remaining(
    line: Spoken, before: Iterable[Spoken], options: Options, letters: Letters, topic: Collection[str]
) -> int | None:
    """The option that a sentence calls the remaining one, if all the others that name a thing are named before.

    Nothing if what it calls so is something else than what is asked for, whose words are `topic`.
    """
    match = line.search(REMAINING)
    if match is None or stance_in(line, match.start(), match.end()) is not Stance.ASSERTED:
        return None
    noun = _OTHER_NOUN.search(match.group())
    if noun is not None and concept(noun[1]) not in _LIST_NOUNS.union(topic, *options.phrases):
        return None  # of something else: "on the other side"
    before = list(before)
    if match["kind"] and not _is_of_options(line, spoken(match["kind"]), before, options, topic):
        return None  # of something else: "the only free place left"
    subject = _SUBJECT.search(line.text[: match.start()])
    told = spoken(subject["what"]).present - _OF_LIST if subject is not None else frozenset()
    if told and told.isdisjoint(topic):
        return None
    left = set(range(len(options))) - {refusing_option(options), closing_option(options)}
    for one in (*before, spoken(line.text[: match.start()])):
        present = dict(telling_words(one, options))
        left -= {mention.option for mention in [*full_mentions(one, options), *own_mentions(present, options)]}
        left -= {letter.option for letter in letters.within(one)}
    own = {mention.option for mention in full_mentions(spoken(line.text[match.start() :]), options)}
    return left.pop() if len(left) == 1 and own <= left else None


def _is_of_options(
    line: Spoken, kind: Spoken, before: Iterable[Spoken], options: Options, topic: Collection[str]
) -> bool:
    """Whether the only one left of a kind is an option: of the kind in question, or beside all but one of them."""
    if not kind.present.isdisjoint(_LIST_NOUNS.union(topic, *options.phrases)):
        return True
    if not _CONCLUDES.match(line.text):
        return False
    counts = [one["count"].lower() for line in before for one in _DIVIDES.finditer(line.text)]
    return any(int(CARDINALS.get(count, count)) == len(options) - 1 for count in counts)


def cannot_be_told(line: str) -> bool:
    """Whether a sentence says that nobody can tell, and does not go on to tell it all the same."""
    return _NOBODY_TELLS.search(line) is not None


def refusing_option(options: Options) -> int | None:
    """The option that itself says that there is no answer: "Cannot be determined"."""
    refusing = [
        number
        for number, text in enumerate(options.texts)
        if refuses(f"It {text}") or refuses(text) or _NOT_TO_BE_TOLD.search(text)
    ]
    return refusing[0] if len(refusing) == 1 else None


def closing_option(options: Options) -> int | None:
    """The option "none of the above", under whatever name."""
    closing = [number for number, text in enumerate(options.texts) if NONE_LEFT.search(text)]
    return closing[0] if len(closing) == 1 else None
