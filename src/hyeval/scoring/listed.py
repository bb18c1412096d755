"""What a sentence tells of several things, and the one of them that a question asks for.

"In the first panel it says …, in the second …", "LH1734, seat 22A, gate B41", "After Oak comes Elm".
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from hyeval.scoring.comparison import degrees
from hyeval.scoring.declared import head_noun, name_asked
from hyeval.scoring.lacking import is_of_family
from hyeval.scoring.lexicon import ORDINALS, STOPWORDS, concept
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import Stance, stance
from hyeval.scoring.words import words

_ORDER = "|".join(sorted(ORDINALS, key=len, reverse=True)) + "|last"
_NEXT_ORDER = re.compile(
    r"(?:\s*[,;]\s*(?:and\s+|while\s+|but\s+)?|\s+(?:and|while|but)\s+)"
    rf"(?=(?:(?:in|on|at|for|of)\s+)?the\s+(?:{_ORDER})\b)",
    re.IGNORECASE,
)
"""Where the next thing in a row is told of: ", in the second …"."""
_ORDER_NAMED = re.compile(rf"\b(?:{_ORDER})\b", re.IGNORECASE)
_ITEMS = re.compile(r"\s*,\s+(?:and\s+)?|\s+and\s+")
_LABELLED = re.compile(r"(?P<label>[a-z]{3,})\s+(?:no\.?\s*)?(?P<value>[A-Z]{0,3}\d[\w-]*)")
"""A code behind its noun: "seat 22A"."""
_NAMES_FIELDS = re.compile(
    r"\b(?:lists?|shows?|contains?|gives?|includes?|states?|provides?|displays?|has|mentions?)\s+(?P<fields>[^:;\"']+)$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\W*(?:the|an?|its|his|her|their)\s+", re.IGNORECASE)
_NAMED_VALUES = re.compile(r"(?:^|[,;]\s+(?:and\s+)?)([A-Za-z][\w '-]{0,30}|\d{1,2}):\s+([^,;:\n]{1,60})")
_GAPPED_ONE = re.compile(
    r"[,;]\s+(?:and\s+|while\s+|but\s+)?(?:the ones?|that|those) (?:for|of|in)\s+"
    r"(?P<what>(?:(?!\b(?:is|are|was|were|has|have)\b)[^,;.]){1,40}?)\s+(?P<value>[\w-]+)\W*$",
    re.IGNORECASE,
)
_CONVERSE = {"after": "before", "above": "below", "over": "under", "left of": "right of"}
_CONVERSE |= {other: one for one, other in _CONVERSE.items()}
_BESIDE = "|".join((*_CONVERSE, "behind", "beside", "next to", "opposite"))
_ASKS_BESIDE = re.compile(rf"\b(?P<where>{_BESIDE})\s+(?P<what>[^?]+)", re.IGNORECASE)
_BESIDE_IT = re.compile(
    rf"\b(?P<where>{_BESIDE})\s+(?P<what>[\w' -]{{1,40}}?),?\s+(?:comes?|is|are|there (?:is|are)|stands?|"
    r"lies?|follows?|sits?|hangs?|you (?:find|reach|get to|come to|see))\s+(?P<who>[^,;.]{1,60}?)"
    r"(?=\s*(?:[,;.]|$|\s(?:and|while|but)\s))",
    re.IGNORECASE,
)
"""A place before what is there: "After Oak comes Elm"."""
_FOLLOWED = re.compile(
    r"\W*(?P<what>[\w' -]{1,40}?)\s+(?:is|are)\s+(?:\w+ly\s+)?followed by\s+"
    r"(?P<who>[^,;.]{1,60}?)(?=\s*(?:[,;.]|$|\s(?:and|then)\s))",
    re.IGNORECASE,
)
"""What comes behind something: "Park Street is followed by Elm Road and then by Castle"."""
_ASKS_LAST = re.compile(
    r"\b(?:ends?|closes?|finish\w*|until|expires?|destination|arriv\w+|going to|goes? to|heading)\b", re.I
)
_ASKS_FIRST = re.compile(
    r"\b(?:starts?|begins?|opens?|origin|depart\w*|leaves?|comes? from|coming from)\b", re.IGNORECASE
)
_SPAN = re.compile(r"\bfrom (?P<first>[^;]+?) (?:to|until|till|through|-|–) (?P<last>[^;]+)", re.IGNORECASE)
"""From one end to the other, of which a question asks for one."""
_MOVED = re.compile(
    r"\b(?:moved|changed|switched|postponed|rescheduled|shifted|renamed|brought forward|put off)\b[^,;]*$",
    re.IGNORECASE,
)
"""What is no longer where it was: "moved from Tuesday to Wednesday"."""
_SUPERLATIVE = r"(?P<most>\w{2,}est|most \w+|least \w+|most|least)"
_MOST = re.compile(rf"\b{_SUPERLATIVE}\b", re.IGNORECASE)
_SECOND_TO = re.compile(rf"\b(?:second|third|fourth|fifth|next)[- ](?:to[- ])?{_SUPERLATIVE}\b", re.IGNORECASE)
_GAPPED_MOST = re.compile(
    rf"[,;]\s+(?:and\s+|but\s+|while\s+)?(?P<who>(?:(?!\b(?:with|by|at|in)\b)[^,;.])+?)\s+the\s+{_SUPERLATIVE}\W*$",
    re.I,
)
"""What has the most of all without a verb: ", August the fewest"."""
_WHICH_IS_MOST = Sieve(
    rf"\bthan\s+(?P<who>[^,;.]{{1,60}}),\s+(?:which|who)\s+(?:is|was|are|were|has|had|have)\s+(?:by far\s+)?the\s+"
    rf"{_SUPERLATIVE}\b",
    re.IGNORECASE,
)
"""What is said of the second of two things that are compared: "more than June, which is the lowest"."""
_WHO = r"(?:the\s+)?[\w'’-]+(?:\s+(?!the\b)[\w'’-]+){0,3}?"
_OF_ALL = r"(?:by far\s+|clearly\s+)?the\s+"
_BOTH_ENDS = re.compile(
    rf"(?:[^,;]{{1,60}},\s+)?\W*(?P<one>{_WHO})\s+(?:[a-z]+\s+)?{_OF_ALL}(?P<most>\w{{2,}}est|(?:most|least)(?:\s+"
    rf"(?!and\b|while\b|but\b|of\b)[a-z]+)?)\b[^,;]{{0,60}}?(?:[,;]\s+(?:(?:and|while|whereas|but)\s+)?|"
    rf"\s+(?:and|while|whereas|but)\s+)(?P<other>{_WHO})\s+(?:(?:has|had|have|is|are|was|were|[a-z]+(?:ed|s))\s+)?"
    rf"{_OF_ALL}(?P<least>\w{{2,}}est|(?:most|least)(?:\s+[a-z]+)?)\b(?:\s+[a-z]+){{0,2}}\W*",
    re.IGNORECASE,
)
"""Two things at the ends of scales: "Oslo is the coldest and Rome the warmest"."""
_ASKS_CODE = re.compile(
    r"\b(?P<noun>[a-z]{3,})\s+(?:numbers?|codes?|no\.|ids?)(?!\s+of\b)|"
    r"\bnumber of (?:the|this|that)\s+(?P<of>[a-z]{3,})\b|"
    r"\b(?:which|what)\s+(?P<kind>gate|room|platform|terminal|seat|track|bay|aisle|locker|flight|bus)\b",
    re.IGNORECASE,
)
"""A question for the number or code of a thing, by which this is called: "flight LH438"."""
_HALVES = re.compile(r"[,;]\s+(?:and\s+|but\s+|while\s+)?|\s+(?:and|but|while|whereas)\s+", re.IGNORECASE)
_CREDIT = re.compile(r"\b(?P<act>\w+(?:ed|en|wn)) by (?P<who>[^,;]+)", re.IGNORECASE)
_ACTS = {"author": "written", "writer": "written", "painter": "painted", "artist": "painted"}
"""What those did whose name has another stem than their act."""
EDGE = " \t\n\"'`*.,;:!?。，！？“”‘’«»「」『』()[]{}$"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def trimmed(text: str) -> str:
    """A phrase without the marks around it, but with those that belong to it: f(x), 3/4 as a formula, $2.40."""
    if not (phrase := text.strip(EDGE)):
        return ""
    before, _, behind = text.partition(phrase)
    for mark in behind:
        if phrase.count(_BRACKETS.get(mark, mark)) <= phrase.count(mark):
            break
        phrase += mark
    return f"${phrase}" if before.endswith("$") and phrase[:1].isdecimal() and "$" not in behind else phrase


def one_asked(text: str, question: str, asked: set[str]) -> str | None:
    """What a sentence that tells of several things says of the one that is asked for, `asked` being all its concepts.

    Empty if it says nothing of that one, and None if it does not tell of several.
    """
    told = _code_asked(text, question)
    told = _value_asked(text, question) if told is None else told
    told = _neighbour_asked(text, question) if told is None else told
    told = _credited(text, asked) if told is None else told
    told = _end_asked(text, question) if told is None else told
    return _field_asked(text, head_noun(question)) if told is None else told


def part_in_order(text: str, question: str) -> str:
    """Of a sentence that tells of several things in a row the part on the one for which a question asks."""
    asked = _orders_asked(question)
    if len(asked) != 1 or not _NEXT_ORDER.search(text):
        return text
    parts = _NEXT_ORDER.split(text)
    own = [part for part in parts if asked & {concept(name) for name in _ORDER_NAMED.findall(part)}]
    return own[0] if len(own) == 1 else text


@lru_cache(maxsize=512)
def _orders_asked(question: str) -> frozenset[str]:
    return frozenset(concept(name) for name in _ORDER_NAMED.findall(question))


@lru_cache(maxsize=512)
def _asks_for_most(question: str) -> bool:
    return _MOST.search(question) is not None


@lru_cache(maxsize=512)
def _place_asked(question: str) -> tuple[str, frozenset[str]] | None:
    """Where a question asks for what is there, and beside what."""
    asked = _ASKS_BESIDE.search(question)
    return None if asked is None else (asked["where"].lower(), frozenset(word.meaning for word in words(asked["what"])))


def item_asked(phrase: str, asked: Collection[str]) -> str:
    """Of codes in a row the one whose noun a question names, else the only one without a noun."""
    items = [item.strip() for item in _ITEMS.split(phrase)]
    labelled = {item: match for item in items if (match := _LABELLED.fullmatch(item))}
    if len(items) < 2 or not labelled:
        return phrase
    own = [match["value"] for match in labelled.values() if concept(match["label"]) in asked]
    others = [item for item in items if item not in labelled]
    if len(own) == 1:
        return own[0]
    return others[0] if len(others) == 1 and not own and " " not in others[0] else phrase


def _field_asked(text: str, head: str | None) -> str | None:
    """What a sentence that lists fields has in the one that is asked for; empty if it only names it.

    "It lists the seat and the flight number" tells no number.
    """
    match = _NAMES_FIELDS.search(text.rstrip(" .")) if head else None
    fields = _ITEMS.split(match["fields"]) if match else []
    if head is None or not all(map(_ARTICLE.match, fields)):
        return None
    told = [_ARTICLE.sub("", field, count=1) for field in fields]
    own = [field[len(head) :] for field in told if field.casefold().startswith(head)]
    return own[0].strip(EDGE) if len(own) == 1 and own[0][:1] in ("", " ") else None


@lru_cache(maxsize=512)
def _codes(question: str) -> re.Pattern[str] | None:
    """What calls the thing by its number or code, where a question asks for that."""
    asked = _ASKS_CODE.search(question)
    if asked is None:
        return None
    noun = asked["noun"] or asked["of"] or asked["kind"]
    return re.compile(
        rf"\b(?i:{noun})\s+(?i:(?:no\.|number|code|id)\s+)?#?"
        r"(?P<code>(?:[A-Z]{1,4}\s)?[A-Z]{0,4}-?\d[\w-]*(?:[./]\d+)*)"
        r"(?![\w-])(?!\s*[%×*]|\s+\d|[.,:/]\d)"
    )


def _code_asked(text: str, question: str) -> str | None:
    """The one code behind the thing whose number a question asks for: "Flight LH438 departs from gate B42"."""
    pattern = _codes(question)
    found = list(pattern.finditer(text)) if pattern is not None else []
    codes = {one["code"] for one in found if stance(text, *one.span("code")) is Stance.ASSERTED}
    if len(codes) != 1:
        return None
    kind = _ASKS_CODE.search(question)
    return codes.pop() if kind is None or kind["kind"] is None else f"{kind['kind']} {codes.pop()}"


def _end_asked(text: str, question: str) -> str | None:
    """The end of "from … to …" for which a question asks; of what was changed, what it is now."""
    span = _SPAN.search(text) if "rom " in text else None
    if span is None:
        return None
    if _MOVED.search(text[: span.start()]):
        return span.group("last").strip(EDGE)
    first, last = _ASKS_FIRST.search(question), _ASKS_LAST.search(question)
    if (first is None) == (last is None):
        return None
    return span.group("last" if first is None else "first").strip(EDGE)


def of_the_most(text: str, question: str) -> str:
    """A sentence without what is only the second of those asked for, and with the one that is the first alone."""
    if not _asks_for_most(question):
        return text
    ends = _BOTH_ENDS.fullmatch(text) if len(_MOST.findall(text)) > 1 else None
    if ends is not None:
        is_one, is_other = (_is_asked_end(ends[name], question) for name in ("most", "least"))
        if is_one != is_other:
            return ends["one" if is_one else "other"]
    nearest = _WHICH_IS_MOST.search(text)
    if nearest is not None and _is_same_end(nearest["most"], question):
        return nearest["who"]
    gapped = _GAPPED_MOST.search(text)
    if gapped is not None and _asks_most(gapped, question):
        return gapped.group("who")
    second = _SECOND_TO.search(text)
    if second is None or not _asks_most(second, question) or _SECOND_TO.search(question):
        return text
    return next((one for one in _HALVES.split(text) if not _SECOND_TO.search(one)), "")


def _asks_most(match: re.Match[str], question: str) -> bool:
    return re.search(rf"\b{match.group('most')}\b", question, re.IGNORECASE) is not None


def _is_asked_end(most: str, question: str) -> bool:
    return re.search(rf"\b{most}\b", question, re.IGNORECASE) is not None or _is_same_end(most, question)


def _is_same_end(most: str, question: str) -> bool:
    """Whether a superlative is of the end of a scale for which a question asks: "lowest" for "fewest"."""
    told, asked = degrees(most), degrees(question)
    return len(told) == 1 == len(asked) and told[0].scale[1] == asked[0].scale[1]


def _credited(text: str, asked: set[str]) -> str | None:
    """Of several who did something, the one who did what is asked for; None if there are not several."""
    if " by " not in text:
        return None
    credits = {one.group("act").lower(): one.group("who") for one in _CREDIT.finditer(text)}
    acts = {_ACTS.get(word, word) for word in asked}
    own = [who for act, who in credits.items() if act in acts or is_asked_act(act, asked)]
    return own[0].strip(EDGE) if len(credits) > 1 and own else None


def is_asked_act(participle: str, asked: Collection[str]) -> bool:
    """Whether a participle is a word of the question or of its family: "directed" where the director is asked for."""
    act = concept(participle)
    return act in asked or is_of_family(act, asked)


def _value_asked(text: str, question: str) -> str | None:
    """The value of the name that a question names, of several in a sentence: "Exports: grey, imports: blue".

    So is the last word of "…, the one for imports blue", which has no verb of its own.
    """
    pairs = {name.casefold(): value for name, value in _NAMED_VALUES.findall(text)} if text.count(":") > 1 else {}
    name = name_asked([*pairs], question) if len(pairs) > 1 else None
    if name is not None:
        return str(pairs[name]).strip(EDGE)
    gapped = _GAPPED_ONE.search(text)
    if gapped is None:
        return None
    named = {word.meaning for word in words(gapped["what"])} - STOPWORDS
    return str(gapped["value"]) if named and named <= {word.meaning for word in words(question)} else None


def _neighbour_asked(text: str, question: str) -> str | None:
    """What a sentence places where a question asks, if it names the place first; empty if it fills other places alone.

    To "Which comes after Elm?" the answer is what "After Elm comes Fir" and "Before Fir comes Elm" name beside Elm, and
    there is none in "After Oak comes Elm".
    """
    asked = _place_asked(question)
    placed = list(_BESIDE_IT.finditer(text)) if asked is not None else []
    if asked is None or not (placed or "followed by" in text):
        return None
    where, wanted = asked
    if where == "after" and (followed := _FOLLOWED.match(text)) is not None:
        is_it = {word.meaning for word in words(followed["what"])} <= wanted
        return followed["who"].strip(EDGE) if is_it else ""
    found: set[str] = set()
    is_told = False
    for one in placed:
        here = one["where"].lower()
        by_place, by_thing = ({word.meaning for word in words(one[name])} <= wanted for name in ("what", "who"))
        is_told |= here in (where, _CONVERSE.get(where)) and (by_place or by_thing)
        if here == where and by_place:
            found.add(one["who"].strip(EDGE))
        elif here == _CONVERSE.get(where) and by_thing:
            found.add(one["what"].strip(EDGE))
    return found.pop() if len(found) == 1 else "" if is_told else None
