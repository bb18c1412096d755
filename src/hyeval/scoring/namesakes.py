"""Things of the kind that a question asks about, told apart from it by one word: the left tube, the solid line.

"Hydrogen is in the right tube, oxygen in the left one" names one gas of the right tube, and "The solid line is a river"
says nothing of the dashed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from hyeval.scoring.lexicon import CARDINALS, ORDINALS, STOPWORDS
from hyeval.scoring.options import Options

_SIDES = ("left", "right")
_SETS = (
    _SIDES,
    ("upper", "lower"),
    ("top", "bottom"),
    ("inner", "outer"),
    ("front", "rear", "back", "side", "top"),
    ("solid", "dashed", "dotted"),
    ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "grey", "gray"),
)
_OTHERS = {
    one: tuple(dict.fromkeys(word for its in _SETS if one in its for word in its if word != one))
    for its in _SETS
    for one in its
}
_TOLD_APART = "|".join([*_OTHERS, *sorted(ORDINALS, key=len, reverse=True), r"\d{1,3}(?:st|nd|rd|th)"])
_MEMBER = re.compile(rf"\b({_TOLD_APART})\s+(?!of\b)([a-z]{{2,}})", re.IGNORECASE)
_AT_SIDE = re.compile(
    r"\b([a-z]{2,})\s+(?:on|to|at)\s+(?:the\s+|his\s+|her\s+|their\s+)?(?:far\s+|very\s+)?(left|right|top|bottom)\b",
    re.IGNORECASE,
)
_ENDS = ("top", "bottom")
_WHICH = re.compile(r"\b(?:which|what)\s+([a-z]{3,})\b", re.IGNORECASE)
_ON_SIDE = r"on\s+(?:the|his|her|their)\s+(?:far\s+)?"
_PERSONS = (("woman|girl|lady|bride", "she|hers?"), ("man|boy|guy|gentleman|groom", "he|his|him"))
_PERSON = re.compile(r"\b(?:(woman|girl|lady)|(man|boy|gentleman))\b", re.IGNORECASE)
_LABELLED = re.compile(
    r"\b(?P<noun>(?:label(?:l?ed)?|marked)(?:\s+with)?(?:\s+the)?(?:\s+(?:letter|number))?|point|part|organelle|organ|"
    r"structure|number|letter|arrow|region|area|layer|step|phase|stage|component|muscle|bone)\s+"
    r"['\"(]?(?P<name>[A-Za-z]|\d{1,2})['\")]?(?![\w.])",
    re.IGNORECASE,
)
_WAYS = (("north", "south", "east", "west"), ("left", "right"), ("above", "below"))
_BESIDE = re.compile(
    r"\b(?P<way>north|south|east|west|left|right)\s+of\s+(?:the\s+|an?\s+)?(?P<what>\w+)|"
    r"\b(?P<over>above|below)\s+(?:the\s+|an?\s+)(?P<thing>\w+)",
    re.IGNORECASE,
)
_ASKS_OBJECT = re.compile(
    r"\W*(?:.*[,;]\s+)?(?:what|whom?|which\s+\w+)\s+(?:does|did|do|is|are|was|were)\s+(?:the\s+|an?\s+)?(?P<who>\w+)"
    r"(?:\s+(?:in|on|of)\s+(?:the|this)\s+\w+)?\s+(?P<verb>\w+?)(?:\s+(?:at|for|to|with|on))?\W*\Z",
    re.IGNORECASE,
)
_KINDS_TEXT = """
dog cat horse cow sheep goat pig rabbit bird duck
table chair sofa bed shelf cabinet
car bus truck bicycle motorcycle train boat plane
door window roof wall chimney floor ceiling
hat shirt coat dress skirt jacket scarf tie
cup plate bowl fork spoon knife bottle
"""
_KINDS = tuple(tuple(line.split()) for line in _KINDS_TEXT.strip().splitlines())
_PARTS = re.compile(
    r"[;,]\s|\s\(|:\s(?=.*[:;,]\s)|\b(?:while|whereas|but)\b|"
    r"\band\s+(?=(?:in|on|at|the|an?|his|her|its|their|that|those|label|point|part|number)\b)",
    re.IGNORECASE,
)
"""Where a clause on another thing may begin or end."""
_LABELS = re.compile(r"[;,]\s|\b(?:while|whereas|but|and)\s", re.IGNORECASE)


_VALUE = re.compile(
    r"(?<![\w.,$])(?P<number>\d{1,4})\s(?P<unit>dollars?|euros?|pounds?|cents?|degrees?|percent|met(?:er|re)s?|minutes?|hours?|"
    r"years?|kilograms?|grams?|lit(?:er|re)s?)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\b(?:more|less|fewer|over|under|above|below|than|least|most|within|between)\b", re.IGNORECASE)
_SIGNS = {"dollar": "$", "euro": "€", "pound": "£", "degree": "°", "percent": "%"}
_DIGIT = re.compile(r"\d")
_CARDINAL_NAMES = {number: name for name, number in CARDINALS.items() if name.isascii() and number != "1"}


class Namesake(NamedTuple):
    """How the thing in question is told apart, and how others of its kind are."""

    own: re.Pattern[str]
    other: re.Pattern[str]
    parts: re.Pattern[str]
    alone: bool = True
    """Whether it is another thing also in a sentence that does not name the one in question."""


def namesakes(question: str, options: Options) -> tuple[Namesake, ...]:
    """The words of a question that tell its thing apart; none that its options or it itself set against others."""
    found = (
        _member(question, options),
        _person(question, options),
        _label(question, options),
        _direction(question, options),
        _kind(question, options),
        *_object(question),
        _value(question, options),
    )
    return tuple(one for one in found if one is not None)


def _member(question: str, options: Options) -> Namesake | None:
    """A word of a closed set before the noun in question, or the side where it is."""
    named = {(one[2].lower(), one[1].lower()) for one in _AT_SIDE.finditer(question)}
    named |= {(one[1].lower(), one[2].lower()) for one in _MEMBER.finditer(_AT_SIDE.sub(" ", question))}
    things = _WHICH.findall(question)  # "which film is at the top"
    named = {(one, things[0] if noun in STOPWORDS and things and one in _ENDS else noun) for one, noun in named}
    named = {one for one in named if one[1] not in STOPWORDS}
    if len(named) != 1:
        return None
    member, noun = named.pop()
    number = ORDINALS.get(member, 0) if member not in _OTHERS else None
    own = "|".join(name for name, its in ORDINALS.items() if its == number) or member
    others = "|".join(_OTHERS[member] if number is None else (name for name, its in ORDINALS.items() if its != number))
    digits = rf"(?!(?:{own})\b)\d{{1,3}}(?:st|nd|rd|th)"
    rest = re.sub(rf"\b(?:{own})\b", " ", question, flags=re.IGNORECASE)
    if _has(f"{own}|{others}", " ".join(options.texts)) or _has(others, rest):
        return None
    names, thing = f"{others}|{digits}" if number is not None else others, rf"(?:{re.escape(noun)}|ones?)"
    other = rf"\b(?:{names})\s+{thing}\b|\b(?<!on the )other\s+{thing}\b"
    if member in _SIDES + _ENDS:
        lies = r"(?:\A\W*(?:and\s+)?|\b(?:is|are|lies|stands|sits)\s+)(?:on|to|at)\s+(?:the\s+)?(?:very\s+)?"
        other += rf"|{lies}(?:{names})\b"
    if member in _ENDS:
        other += r"|\bthe\s+one\s+(?:below|under|beneath|above|on top of)\b"
    if member in _SIDES:
        other += rf"|\b{thing}\s+{_ON_SIDE}(?:{names})\b"
    if number is not None:
        other += rf"|\bthe\s+{digits}\b(?!\s+(?:option|choice|answer|{thing}))"
    return Namesake(re.compile(rf"\b(?:{own})\b", re.I), re.compile(other, re.I), _PARTS)


def _person(question: str, options: Options) -> Namesake | None:
    """A woman where a man might stand, or a man."""
    named = {one.lastindex for one in _PERSON.finditer(question)}
    number = named.pop() if len(named) == 1 else None
    if number is None or any(_has(nouns, " ".join(options.texts)) for nouns, _ in _PERSONS):
        return None
    own, (other, _) = _PERSONS if number == 1 else _PERSONS[::-1]
    return Namesake(re.compile(rf"\b(?:{'|'.join(own)})\b", re.I), re.compile(rf"\bthe\s+(?:{other})\b", re.I), _PARTS)


def _direction(question: str, options: Options) -> Namesake | None:
    """Where something is from another thing: what lies south of it does not lie north."""
    found = _BESIDE.finditer(question)
    named = [((one["way"] or one["over"]).lower(), (one["what"] or one["thing"]).lower()) for one in found]
    if len(named) != 1:
        return None
    way, what = named[0]
    others = "|".join(one for its in _WAYS for one in its if way in its and one != way)
    if _has(f"{way}|{others}", " ".join(options.texts)) or _has(others, question):
        return None
    the = rf"(?:(?:and|but|while|whereas)\s+)?(?:the\s+)?{re.escape(what)}\b"
    lies = r"(?:\A\W*|\b(?:is|are|lies?|stands?|sits?|hangs?|located|to|on|in|directly|just|right)\s+)(?:the\s+)?"
    ends = r"(?=\W*(?:\Z|[,;.])|\s+(?:is|are|there|stands?|lies|hangs?|we|you)\b)"
    turned = rf"\A\W*{the}\s+(?:is|lies|stands|sits|hangs)\b.*\b{way}\s+(?:of|the|an?)\b"
    it = rf"(?:\s+of)?(?:\s+(?:it|that|them|(?:the\s+)?{re.escape(what)}))?"
    other = rf"\A(?!\W*{the}).*?{lies}(?:{others}){it}{ends}|{turned}"
    return Namesake(re.compile(rf"\A(?!{turned[2:]}).*\b{way}\b", re.I), re.compile(other, re.I), _PARTS)


def _object(question: str) -> Iterator[Namesake]:
    """What somebody does something to: whoever does it to him is none, nor what another one does it to."""
    asked = _ASKS_OBJECT.match(question)
    if asked is None or len(asked["verb"]) < 3:
        return
    who, stem = rf"{re.escape(asked['who'])}(?:s|es)?", re.escape(asked["verb"].removesuffix("ing"))
    verb = rf"{stem}[a-z]{{0,3}}"
    start, prep = r"\A\W*(?:(?:and|but|while|whereas)\s+)?", r"(?:\s+(?:at|for|to|with|on))?"
    doer = rf"(?:the|an?|its|his|her)\s+(?!{who}\b)(?:[a-z]+\s+)?[a-z]+\s+(?:(?:is|are|was|were)\s+)?"
    done = rf"(?:the\s+)?{who}\s+(?:is|was)\s+[a-z]+{prep}\s+by\b"
    turned = rf"{start}(?:{doer}{verb}{prep}\s+(?:the\s+|an?\s+)?{who}\b|{done})"
    yield Namesake(re.compile(rf"\A(?!{turned[2:]}).*\b{who}\b", re.I), re.compile(turned, re.I), _PARTS)
    own = re.compile(rf"\b(?:{who}|it|he|she|they)\s+(?:(?:is|are|was|were)\s+)?{verb}\b", re.I)
    yield Namesake(own, re.compile(rf"{start}{doer}{verb}\b(?!\s+by\b)", re.I), _PARTS, alone=False)


def _kind(question: str, options: Options) -> Namesake | None:
    """A thing for which another one of its kind may be described: the table, beside the chairs."""
    texts = " ".join(options.texts)
    for kind in _KINDS:
        named = [one for one in kind if _has(f"{one}(?:s|es)?", question)]
        if len(named) == 1 and not _has("|".join(f"{one}(?:s|es)?" for one in kind), texts):
            others = "|".join(f"{one}(?:s|es)?" for one in kind if one not in named)
            other = (
                r"\A\W*(?:(?:and|but|while|whereas)\s+)?(?:the|an?|this|that|his|her|their)\s+(?:[a-z]+\s+)?"
                rf"(?:{others})(?:['’]s?\s+[a-z]+)?\s+(?:is|are|was|were|has|have|lies?|stands?|sits?|looks?|seems?)\b"
            )
            return Namesake(
                re.compile(rf"\b(?:{named[0]}(?:s|es)?|it|its|they)\b", re.I), re.compile(other, re.I), _PARTS
            )
    return None


def _label(question: str, options: Options) -> Namesake | None:
    """A letter or number in the picture."""
    named = {(one["noun"].split()[0].lower(), one["name"]) for one in _LABELLED.finditer(question)}
    if len(named) != 1:
        return None
    noun, name = named.pop()
    texts = " ".join(options.texts)
    if re.search(rf"\b(?:{noun}|label)\s+\w\b", texts, re.I) or any(len(one.strip()) < 2 for one in options.texts):
        return None
    signs = r"\d{1,2}" if name.isdigit() else "[a-z]" if name.islower() else "[A-Z]"
    one = rf"['\"(]?(?!{name}\b){signs}['\")]?(?!\w)"
    verbs = r"(?:is|marks|points|shows|stands|represents|indicates)\b|[=:]"
    nouns = rf"(?i:label(?:l?ed)?|marked|letter|number|part|{noun})"
    ends = r"[,;.(]|\Z)|\s+(?:for|the|an?|\w+s)\b)"
    other = rf"\b{nouns}\s+(?:with\s+)?{one}(?=['\")]?(?:\s*(?:{verbs}|{ends})|\A\W*{one}\s*(?:{verbs})"
    return Namesake(re.compile(rf"(?<!\w){name}(?!\w)"), re.compile(other), _LABELS)


def _value(question: str, options: Options) -> Namesake | None:
    """A number with its unit: what costs 3 dollars is not what costs 5."""
    named = [(one["number"], one["unit"].lower()) for one in _VALUE.finditer(question)]
    if len(named) != 1 or _COMPARES.search(question) or any(map(_DIGIT.search, options.texts)):
        return None
    number, unit = named[0][0], named[0][1].rstrip("s")
    sign = re.escape(_SIGNS.get(unit, unit))
    own = rf"(?<![\d.,])(?:{number}(?:\.0+)?|{_CARDINAL_NAMES.get(number, number)})(?![\d.]*\d)"
    value = rf"(?!{own})(?<![\w.])(?:\d[\d.,]*|{'|'.join(_CARDINAL_NAMES.values())})"
    other = rf"{sign}\s?{value}|{value}\s?(?:{unit}s?\b|{sign})"
    return Namesake(re.compile(own, re.I), re.compile(other, re.I), _LABELS)


def _has(words: str, text: str) -> bool:
    return re.search(rf"\b(?:{words})\b", text, re.IGNORECASE) is not None
