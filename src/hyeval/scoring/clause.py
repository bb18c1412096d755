"""A yes/no question cut into what it speaks of and what it asks of it, by word order alone.

"Is [the traffic light] [red]", "Does [the man on the left] have [a beard]", "Is there [a dog]".
"""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import STOPWORDS, concept, excludable
from hyeval.scoring.words import words

ACTIVITY = re.compile(
    r"(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bthis )(?<!\bpedestrian )(?<!\bzebra )(?<!\brailway )(?<!\blevel )"
    r"\b(?!(?:building|ceiling|painting|king|ring|string|thing|wing|spring|morning|evening|during)\b)\w{2,}ing\b",
    re.IGNORECASE,
)
WITHOUT = re.compile(
    r"\b(?:without|free of|(?:not|no)(?!\s+(?:free|without)\b))\s+(?:any\s+|an?\s+)?(\w+)", re.IGNORECASE
)
_GENERIC_WORDS = """there anything something someone anybody thing kind sort type show contain include display feature
    offer have mean say mention state list refer question answer whether person people object get go make use number"""
GENERIC = frozenset(concept(word) for word in _GENERIC_WORDS.split())
WEIGHTLESS = STOPWORDS - {"on", "up", "out", "no", "not"}
_AUXILIARY = re.compile(
    r"^.*?\b(?P<aux>is|are|was|were|does|do|did|can|could|will|would|has|have|should)(?:n't)?\s+(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE_VERB = frozenset(("does", "do", "did", "can", "could", "will", "would", "should"))
_EXISTS = re.compile(r"^there\s+(?:any\s+|a\s+|an\s+|some\s+|more\s+than\s+\w+\s+)?", re.IGNORECASE)
_PRONOUN = re.compile(r"^(?:it|this|that|these|those|they|he|she|there|you|we)\b\s+", re.IGNORECASE)
BREAK = re.compile(
    r"\s+(?=(?:of|to|in|on|at|under|above|below|behind|between|with|without|for|from|by|near)\s)|"
    r"\s+(?=(?:a|an|the|any|more|fewer|less|at least|much|many|enough|his|her|its|their)\s)",
    re.IGNORECASE,
)
_SECOND_NOUN = re.compile(
    r"((?:in|on|at|under|behind|near|with|by|to|from)\s+(?:the|an?|his|her|this)\s+"
    r"(?:(?!of\b|in\b|on\b|the\b|to\b|and\b)\w+\s+){1,3}"
    r"(?:of\s+(?:the|his|her|this)\s+\w+\s+)?)"
    r"((?:the|an?)\s+.+|in\s+(?!the\b|an?\b|his\b|her\b|its\b|this\b|that\b|front\b|line\b|use\b)\w+\W*$)",
    re.IGNORECASE | re.DOTALL,
)
SITE_NAMES = "in|on|at|to|under|behind|near|next to|beside|between|inside|above|below"
_ADJECTIVE = re.compile(
    r"\w{2,}(?:ible|able|ful|ous|less|ent|ed|oken|itten|aken|idden|ozen|olen|[tw]orn)", re.IGNORECASE
)
_ADJECTIVES_TEXT = """acute alcoholic alive angry asleep awake blunt busy clean curved dead dirty dry electric fake
    flat fragile fresh happy heavy hungry illegal legal loose new obtuse old
    public rare raw real ripe rough round sad safe salty
    sharp short smooth sour spicy straight sweet symmetric tall tight tired toxic vegan vegetarian wet wide young"""
_ADJECTIVES = frozenset(_ADJECTIVES_TEXT.split())
"""Adjectives that their ending does not tell."""
_BEFORE_NOUN = frozenset(
    ["the", "a", "an", "this", "that", "his", "her", "its", "their", "to", "of", "in", "on", "at", "next", "very"]
)
_PLACED = re.compile(
    r"(?P<subject>(?:the|this|that)\s+(?:\w+\s+){1,2}(?:in|on|at|of|behind|near|under|with|next to|from|by)\s+"
    r"(?:the|an?|his|her|this|that)\s+\w+)\s+"
    r"(?P<verb>(?!(?:of|to|in|on|at|under|above|below|behind|between|with|without|for|from|by|near|next|and|or)\b)"
    r"[a-z]+)\s+"
    r"(?P<object>(?!(?:of|to|in|on|at|under|above|below|behind|between|with|for|from|by|near|next)\b)\S.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A subject with a place, a verb and its object: "the man on the left have a beard"."""
_PLURAL_KIND = re.compile(
    r"((?:in|on|at|under|behind|near|by)\s+(?:the|his|her|this|that)\s+\w+\s+)([a-z]{2,}[a-rt-z]s)\W*$",
    re.IGNORECASE,
)
"""A place and what the things at it may be: "in the vase roses"."""
_PREPOSITION = re.compile(r"(?:of|to|in|on|at|under|above|below|behind|between|with|without|for|from|by|near)\s")


_PERFECT = re.compile(r"\w{3,}(?:ed|en|wn|ught|eft|ept|ost|old|one|ade)", re.IGNORECASE)
_STATED = re.compile(
    r"(?P<subject>(?:(?:the|this|that|his|her|its)\s+)?\w+(?:\s+(?:\d+|of\s+(?:the|this|his|her|its)\s+\w+))?)\s+"
    r"(?P<predicate>\w{3,}(?:ed|elt|itten|awn)\s+(?:out|off|up|down|\w{3,}ly)\b|"
    r"(?!(?:and|or|but|is|in|on|at|to)\b)\w{3,}(?:ical|ric|lar|lel|ous|able|ible)\s+(?:about|to|with)\s.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A subject and what is said of it: "the word spelled correctly …", "the graph of the function symmetric about …"."""


STATED_PLACE = re.compile(
    r"(?<=\s)(\w{3,}(?:ed|elt|itten|awn)\s+(?:out|off|up|down|\w{3,}ly))\s+(?:in|on|at)\s+(?:the|this|that)\s+\w+\W*$",
    re.IGNORECASE,
)
"""Where something is done of which all is said: "spelled correctly in the headline"."""


_PERMITTED_ACT = re.compile(
    r"(?P<act>\w+ing(?:\s+\w+){0,2}?)\s+(?P<permitted>(?:allowed|permitted|prohibited|forbidden|banned|illegal|legal)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
"""Something to do, and whether it may be done: "parking allowed here"."""

_SEAT = re.compile(r"seats?$", re.IGNORECASE)
"""The noun, which stands for no posture."""


def subject_and_predicate(text: str) -> tuple[str, str]:
    """Cut a question into subject and predicate."""
    match = _AUXILIARY.match(text)
    rest = match.group("rest") if match else text
    if _EXISTS.match(rest):
        thing = _EXISTS.sub("", rest)
        return "", re.split(rf"\s+(?:{SITE_NAMES}|of)\s+", thing)[0]
    act = _PERMITTED_ACT.match(rest)
    if act is not None:
        return act.group("act"), act.group("permitted")
    pronoun = _PRONOUN.match(rest)
    if pronoun and not re.match(r"\w+ing\b", rest):
        tail = rest[pronoun.end() :]
        demonstrative = pronoun.group().strip().lower() in ("this", "that", "these", "those")
        return ("", tail if not demonstrative else _split(tail, match)[1])
    return _split(rest, match)


def _split(rest: str, match: re.Match[str] | None) -> tuple[str, str]:
    activity = ACTIVITY.search(rest)
    verbal = match is not None and match.group("aux").lower() in _BEFORE_VERB
    if activity and not verbal:
        return rest[: activity.start()], _done(activity.group(), rest[activity.end() :])
    first = re.match(r"(?:the|this|these|those|both|all|any|a|an|two|each)\s+(?:two\s+)?", rest, re.IGNORECASE)
    placed = _PLACED.match(rest) if verbal else None
    if placed is not None:
        verb, thing = placed.group("verb"), placed.group("object")
        return placed.group("subject"), _asked_of(verb, thing, f"{verb} {thing}")
    stated = None if verbal else _STATED.match(rest)
    if stated is not None:
        return stated.group("subject"), stated.group("predicate")
    gap = BREAK.search(rest, first.end() if first else 0)
    if gap is None:
        return _cut_before_verb(rest, first.end() if first else 0)
    if verbal:
        blank = rest[: gap.start()].rfind(" ")
        return rest[:blank], _asked_of(rest[blank + 1 : gap.start()], rest[gap.end() :], rest[blank + 1 :])
    tail, is_plural = rest[gap.end() :], match is not None and match.group("aux").lower() in ("are", "were")
    second = _SECOND_NOUN.match(tail) or (_PLURAL_KIND.match(tail) if is_plural else None)
    if second is not None:
        return rest[: gap.end()] + second.group(1), second.group(2)
    last = rest.rstrip(" ?.").rsplit(None, 2)
    if (
        len(last) == 3
        and _PREPOSITION.match(rest[gap.end() :])
        and last[1] not in _BEFORE_NOUN
        and is_adjective(last[2])
    ):
        return f"{last[0]} {last[1]}", last[2]
    before = rest[: gap.start()].rsplit(None, 1)
    if match is not None and match.group("aux").lower() in ("has", "have") and _PERFECT.fullmatch(before[-1]):
        return before[0], rest[len(before[0]) + 1 :]
    if len(before[0].split()) > 1 and excludable(concept(before[-1])) and not _PREPOSITION.match(before[-1] + " "):
        return before[0], rest[len(before[0]) + 1 :]
    return rest[: gap.start()], rest[gap.end() :]


def _done(verb: str, objects: str) -> str:
    """What the predicate of an activity is: its objects, else its verb, or both where they are one, as in "go up"."""
    does = f"{verb}{objects}"
    if words(does)[0].meaning != words(verb)[0].meaning:
        return does
    return objects if telling(objects) else verb


def _asked_of(verb: str, thing: str, both: str) -> str:
    """What a verb and its object ask for: the object of a verb that says nothing, both of "run without errors"."""
    if concept(verb) in GENERIC:
        return thing
    return both if WITHOUT.match(thing) else verb


def _cut_before_verb(rest: str, start: int) -> tuple[str, str]:
    """Cut before the last word, or before an earlier one behind the first that has a contrary: "prohibit parking"."""
    rest = rest.rstrip(" ?.")
    inner = list(re.finditer(r"\S+", rest[start:]))[1:-1]
    cuts = (
        start + word.start() for word in inner if excludable(concept(word.group())) and not _SEAT.match(word.group())
    )
    cut = next(cuts, rest.rfind(" ") + 1)
    return rest[: max(0, cut - 1)], rest[cut:]


def is_adjective(text: str) -> bool:
    """Whether a word is seen to be an adjective: by its ending, or as others exclude it."""
    word = text.strip(" ?.")
    if _ADJECTIVE.fullmatch(word) is not None or word.lower() in _ADJECTIVES:
        return True
    return " " not in word and excludable(concept(word))


def telling(text: str) -> list[str]:
    return [word.meaning for word in words(text) if word.meaning not in WEIGHTLESS | GENERIC]
