"""Formulas that a sentence says in words, in signs: "half the square root of three" is (1/2)·√3.

A sum has terms, a term has factors, and a factor is a number, a letter, a root or a run of signs. What is said is taken
for a formula only where a word of calculation is in it: "the two lines" and "one of them" stay as they are.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from hyeval.scoring.quantity import quantities
from hyeval.scoring.sieve import Sieve

_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_ONES = "|".join([*reversed(_SMALL.split()), "seventeen", "eighteen", "nineteen"])
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_PARTS = "halves|half|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?"
_WHOLE = rf"(?:(?:{_TENS})(?:[- ](?:{_ONES}))?|{_ONES})"
_CALCULATES = Sieve(
    rf"\b(?:root|squared|cubed|plus|minus|positive|negative|times|multiplied|over|divided|half|equals|log(?:arithm)?|pi|"
    rf"{_PARTS}|power|degrees?|cent|percent|units?)\b|\b[b-hj-z] (?:is|must|has|can)\b",
    re.IGNORECASE,
)
"""A word without which nothing is said of a formula."""
_PART = re.compile(
    rf"(?:(?:an?|one)[- ]|(?:{_WHOLE})[- ])(?:{_PARTS})\b|half\b(?=\s+(?:of|the|root|an?)\b)", re.IGNORECASE
)
_NUMERAL = re.compile(rf"{_WHOLE}\b(?![-'’]\w)", re.IGNORECASE)
_LETTER = re.compile(r"(?:pi\b|π|[b-hj-z](?![\w'’^²³(*/=+-]))", re.IGNORECASE)
_SIGNS = re.compile(r"(?:(?![A-Za-z]{2})[\w√π²³^()/*·+−={}.\\-])*[\w√π²³)}]")
_ROOT = re.compile(r"(?:the\s+)?(?:positive\s+|principal\s+)?(?:square\s+)?root\s+(?:of\s+)?", re.IGNORECASE)
_LOGARITHM = re.compile(r"(?:the\s+)?natural\s+log(?:arithm)?\s+of\s+", re.IGNORECASE)
_NEGATIVE = re.compile(r"(?:the\s+)?(?:negative|minus)\s+", re.IGNORECASE)
_EITHER_SIGN = re.compile(
    r"(?:plus or minus|positive or negative|positive and negative)\s+|plus/minus\s+|plus-minus\s+", re.IGNORECASE
)
_POWER = re.compile(
    r"\s+(?:(?P<two>squared)|(?P<three>cubed)|to the (?:power (?:of )?)?(?P<any>second|third|fourth|fifth|sixth|[2-9])"
    r"(?:th)?(?:\s+power)?)\b",
    re.IGNORECASE,
)
_EXPONENTS = {"second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6"}
_SUM = re.compile(r"\s+(?:(?P<either>plus or minus)|(?P<plus>plus|\+)|(?P<minus>minus|[-−]))\s+", re.IGNORECASE)
_TIMES = re.compile(r"\s+(?:times|multiplied by)\s+(?:the\s+)?(?=\S)", re.IGNORECASE)
_OVER = re.compile(r"\s+(?:over|divided by)\s+", re.IGNORECASE)
_ALL_OVER = re.compile(r",\s+(?:all\s+)?(?:over|divided by)\s+", re.IGNORECASE)
_OF = re.compile(r"\s+(?:of\s+)?(?=(?:the\s+)?(?:square\s+)?root\b|pi\b|π|√)", re.IGNORECASE)
_BESIDE = re.compile(r"\s+(?=(?:the\s+)?(?:square\s+)?root\b|pi\b|π|√|[b-hj-z]\b)", re.IGNORECASE)
_IS = re.compile(
    r"(?:equals|(?:is|must be|has to be|can be|can only be)(?:\s+equal to)?)\s+(?:either\s+)?", re.IGNORECASE
)
_SUBJECT = re.compile(r"(?<![\w'’-])(?P<letter>[b-hj-z])\s+(?=equals|is|must|has|can)")
_ENDS = re.compile(r"\s*(?:$|[.,;:!?)]|\b(?:and|or|since|because|as|when|where|while)\b)")
_COPULA = re.compile(
    r"(?:\b(?:is|are|be|equals?|to|gives?|get|obtain|yields?|makes?|exactly|just|simply|so|thus|hence|or|namely)|['’]s|[=:])"
    r",?\s+$|^\W*$",
    re.IGNORECASE,
)
_COPULA_ALONE = re.compile(r"(?:\b(?:is|be|equals)|['’]s|=)\s+$", re.IGNORECASE)
_COPULA_ALONE_THEN = Sieve(rf"\b(?:is|be|equals|it['’]s|that['’]s)\s+{_WHOLE}\b", re.IGNORECASE)
_CLOSED = re.compile(r"\s*(?:$|[.,;!)]|\b(?:because|since|as|which)\b)")

_AND_NEGATIVE = re.compile(r"\s+(?:and|or)\s+(?:minus|negative|[-−]\d)", re.IGNORECASE)
_MEASURE = re.compile(r"\s+(?:degrees?|per ?cent|(?:square |cubic )?units?)\b", re.IGNORECASE)
_BEGINS = re.compile(r"(?<![\w√π^)'’\\-])(?:[\w√π(]|[-−+](?=[\d√π(]))")
_LONGEST = 400
"""Characters of a sentence that is looked through."""


class _Said(NamedTuple):
    """A part of a formula in signs, where it ends in the text, and how many words of calculation are in it."""

    signs: str
    end: int
    words: int = 0


def in_signs(text: str) -> str:
    """A text with the formulas that it says in words in signs."""
    if len(text) > _LONGEST or not (_CALCULATES.search(text) or _COPULA_ALONE_THEN.search(text)):
        return text
    done, position = [], 0
    for start in _starts(text):
        if start < position:
            continue
        said = _equation(text, start) or _whole(text, start)
        if said is not None and (said.words or _is_given(text, start, said)):
            done += [text[position:start], said.signs]
            position = said.end
    return "".join([*done, text[position:]])


def _starts(text: str) -> list[int]:
    """Where words begin."""
    return [one.start() for one in _BEGINS.finditer(text)]


def _is_given(text: str, start: int, said: _Said) -> bool:
    """Whether a number in words is what a sentence comes to: "it is two thirds", "they are three and minus three"."""
    is_share = _PART.fullmatch(text, start, said.end) is not None and not text.startswith(" of ", said.end)
    is_numeral = _NUMERAL.fullmatch(text, start, said.end) is not None
    if is_numeral and _MEASURE.match(text, said.end):
        return True
    if is_numeral and _CLOSED.match(text, said.end) and _COPULA_ALONE.search(text[:start]):
        return True
    is_paired = is_numeral and _AND_NEGATIVE.match(text, said.end) is not None
    return (is_share or is_paired) and _COPULA.search(text[:start]) is not None


def _equation(text: str, start: int) -> _Said | None:
    """A letter and what it is: "x is plus or minus three"."""
    subject = _SUBJECT.match(text, start)
    verb = _IS.match(text, subject.end()) if subject is not None else None
    value = _whole(text, verb.end()) if verb is not None else None
    if subject is None or value is None or not (value.words or _ENDS.match(text, value.end)):
        return None
    return _Said(f"{subject['letter']} = {value.signs}", value.end, 1)


def _whole(text: str, start: int) -> _Said | None:
    """A sum, or the share of all of it: "x plus one, over two"."""
    said = _sum(text, start)
    under = _ALL_OVER.match(text, said.end) if said is not None else None
    share = _factor(text, under.end()) if under is not None else None
    if said is None or share is None:
        return said
    return _Said(f"({said.signs})/{_held(share)}", share.end, said.words + share.words + 1)


def _sum(text: str, start: int) -> _Said | None:
    said = _term(text, start)
    while said is not None and (sign := _SUM.match(text, said.end)) is not None:
        added = _term(text, sign.end())
        if added is None:
            break
        is_word = len(sign.group().strip()) > 1
        joint = "±" if sign["either"] else "+" if sign["plus"] else "-"
        words = said.words + added.words + is_word
        said = _Said(f"{said.signs} {joint} {added.signs}", added.end, words)
    return said


def _term(text: str, start: int) -> _Said | None:
    for pattern, sign in ((_EITHER_SIGN, "±"), (_NEGATIVE, "-")):
        if (signed := pattern.match(text, start)) is not None:
            said = _product(text, signed.end())
            return None if said is None else _Said(f"{sign}{said.signs}", said.end, said.words + 1)
    return _product(text, start)


def _product(text: str, start: int) -> _Said | None:
    said = _juxtaposed(text, start)
    while said is not None:
        over = _OVER.match(text, said.end)
        link = over or _TIMES.match(text, said.end)
        following = _juxtaposed(text, link.end()) if link is not None else None
        if following is None:
            break
        joint = "/" if over else "·"
        words = said.words + following.words + 1
        said = _Said(f"{_held(said)}{joint}{_held(following, over is not None)}", following.end, words)
    return said


def _juxtaposed(text: str, start: int) -> _Said | None:
    """Factors without a word between them: "nine pi", "five root two x"."""
    said = _factor(text, start)
    while said is not None and (blank := _BESIDE.match(text, said.end)) is not None:
        following = _factor(text, blank.end())
        if following is None:
            break
        words = said.words + following.words + text[said.end - 1].isalpha()
        joint = "" if said.signs[-1].isalnum() and "/" not in said.signs else "·"
        said = _Said(f"{_held(said)}{joint}{following.signs}", following.end, words)
    return said


def _held(said: _Said, below: bool = False) -> str:
    """In brackets where it is a sum or a share, or a product below the line."""
    is_product = below and len(said.signs) > 1 and re.fullmatch(r"[\d.]+|√\w+|√\(.*\)", said.signs) is None
    is_whole = said.signs.startswith("(") and said.signs.endswith(")") and said.signs.count("(") == 1
    return f"({said.signs})" if (is_product or re.search(r"[-+±/]", said.signs[1:])) and not is_whole else said.signs


def _factor(text: str, start: int) -> _Said | None:
    said = _atom(text, start)
    power = _POWER.match(text, said.end) if said is not None else None
    if said is None or power is None:
        return said
    exponent = "2" if power["two"] else "3" if power["three"] else _EXPONENTS.get(power["any"].lower(), power["any"])
    return _Said(f"{said.signs}^{exponent}", power.end(), said.words + 1)


def _atom(text: str, start: int) -> _Said | None:
    for pattern, name in ((_ROOT, "√"), (_LOGARITHM, "ln")):
        if (head := pattern.match(text, start)) is not None:
            under = _factor(text, head.end())
            if under is None:
                return None
            held = under.signs if name == "√" and re.fullmatch(r"\d+|\w", under.signs) else f"({under.signs})"
            return _Said(f"{name}{held}", under.end, under.words + 1)
    if (part := _PART.match(text, start)) is not None:
        value = next(quantities(part.group())).value
        of = _OF.match(text, part.end())
        whole = _factor(text, of.end()) if of is not None else None
        if whole is None:
            return _Said(str(value), part.end())
        return _Said(f"({value})·{whole.signs}", whole.end, whole.words + 1)
    if (numeral := _NUMERAL.match(text, start)) is not None:
        return _Said(str(next(quantities(numeral.group())).value), numeral.end())
    if (letter := _LETTER.match(text, start)) is not None:
        return _Said("π" if letter.group().lower() == "pi" else letter.group(), letter.end())
    signs = _SIGNS.match(text, start)
    return None if signs is None or not re.search(r"[\d√π²³]", signs.group()) else _Said(signs.group(), signs.end())
