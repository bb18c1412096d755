"""What a sentence gives for the quantity that a question asks for, where it gives values of several things.

"The slope is -2/3 and the y-intercept is 3", "AB = 13, BC = 5", "The area is 9π, the circumference 6π".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from hyeval.scoring.lexicon import CARDINALS, STOPWORDS, concept
from hyeval.scoring.opposites import opposites
from hyeval.scoring.words import words

_ASKED = re.compile(
    r"\b(?:what (?:is|are|was|were)|find|determine|compute|calculate|evaluate|give|state|write(?: down)?|solve for)\s+"
    r"(?:the\s+)?"
    r"(?P<head>[^?.,;:]+?)(?=\s+(?:of|for|in|on|at|between|from|when|if|that|with|shown|where)\b|[?.,;:]|$)"
    r"(?:\s+of\s+(?:the\s+)?(?P<whose>[^?.,;:]+?)(?=\s+(?:of|for|in|on|at|between|from|with|shown)\b|[?.,;:]|$))?",
    re.IGNORECASE,
)
_OF_ANYTHING = frozenset(
    map(concept, ("measure", "length", "value", "size", "number", "amount", "coordinates", "magnitude"))
)
"""What anything can have: the thing that has it tells what is asked for."""
_QUANTITY_NAMES = """
area perimeter circumference volume slope intercept radius diameter height width depth side edge diagonal vertex focus
directrix domain range determinant trace derivative integral antiderivative mean median mode variance angle speed
acceleration force temperature pressure density voltage resistance frequency
sum product difference quotient
"""
_QUANTITIES = frozenset(map(concept, _QUANTITY_NAMES.split()))
"""What one thing has of each, so that the value of one is not that of the other."""
_COMBINATIONS = frozenset(map(concept, ("sum", "product", "difference", "quotient")))
"""What may be a step to any of them."""
_WITH_LETTERS = "domain range derivative integral antiderivative vertex focus directrix"
_MEASURED = _QUANTITIES | set(map(concept, ("length", "measure", "probability", "distance", "hypotenuse", "sum")))
_MEASURED -= set(map(concept, _WITH_LETTERS.split()))
_LABEL = re.compile(
    r"(?<![a-zA-Z])(?:(?P<function>(?:arc)?(?:sin|cos|tan|cot|ln|log)|(?:co)?(?:sine|tangent))\s*(?:\\left)?"
    r"(?:\s+of)?(?:\s+(?:the\s+)?angle)?\s*\\?\(?\s*(?P<of>\d+|[A-Z](?![a-zA-Z]))|"
    r"(?P<points>[A-Z]{2,4})(?![a-zA-Z])|(?P<axis>[xyz])[- ](?:intercept|coordinate)|"
    r"(?<![\d_])(?<!\bin )(?P<letter>[b-hj-z])(?![\w'’(-]))"
)
"""What has a name of signs: sin 60°, AB, angle ABC, x."""
_JOINT = re.compile(r"\s*[,;]\s+(?:and\s+|while\s+|whereas\s+|but\s+)?|\s+(?:and|while|whereas|but)\s+", re.IGNORECASE)
_TELLS = re.compile(
    r"\W*(?P<subject>[^=≈:]{1,80}?)\s*(?:[=≈:]|\b(?:is|are|was|equals?|measures?)\b|"
    r"(?<=s)\s(?:for|on|in)\s(?=[-−\d(\[x]))\s*(?P<value>.*(?:[\d√π∞]|\breals?\b|\\infty).*)",
    re.IGNORECASE | re.DOTALL,
)
_GAPPED = re.compile(
    r"(?:(?:the|its|that of the)\s+)?(?P<subject>[a-z][a-z-]+(?:\s[a-z]+)?)\s+(?P<value>[-−±]?[\d√π\\($].*)",
    re.IGNORECASE | re.DOTALL,
)
"""A quantity and its value without a verb: "the circumference 6π"."""
DERIVES = re.compile(
    r"\b(?:so|thus|hence|therefore|then|gives?|giving|makes|making|follows|which|because|since|as|from|if|otherwise|else|or)\b|"
    r"[→⇒⟹∴]|=>|\\(?:Rightarrow|therefore|implies|to)\b",
    re.IGNORECASE,
)
"""What leads from one value to the next, so that the first one is a step."""
_LEAD = re.compile(r"^\W*(?:so|thus|hence|therefore|then)\b,?\s+", re.IGNORECASE)
_COORDINATE = re.compile(r"(?<![A-Za-z])(?P<letter>[xyz])\s*$", re.IGNORECASE)
_DERIVATIVE = concept("derivative")
_EQUATION = concept("equation")
_WITH_LETTERS_EQUATED = re.compile(r"(?<![A-Za-z])[xyz](?![A-Za-z]).*=|=.*(?<![A-Za-z])[xyz](?![A-Za-z])")
_DERIVED = re.compile(
    r"[A-Za-z]\s*(?:['’′]|\^?\{?\\prime)|\bd(?:[a-z]|\^2)?\s*/\s*d[a-z]|\\d?frac\{d|derivative|slope", re.I
)
"""How a derivative is written or called."""
_FUNCTION = re.compile(r"\bfunction\b(?!\W+(?:derivative|slope))|\b[fgh]\s*\(\s*[a-z]\s*\)", re.IGNORECASE)
_CALCULATES = re.compile(r"\b(?:times|squared|cubed|multiplied|divided|plus|minus|half|thirds?|pi)\b|[π·×*+]")
"""What a way to the value has in place of a name: "π times the radius squared: 9π"."""
_SAME_OF = re.compile(r"\W*(?:that|those|the one) (?:of|for)\b", re.IGNORECASE)
_VALUE = re.compile(r"[\d(\[\\$√π∞]")
_COUNT = re.compile(rf"\b(?P<count>{'|'.join(CARDINALS)}|\d+)\s+(?:[a-z]+\s+)?(?P<noun>[a-z]{{3,}})\b", re.IGNORECASE)
_LONGEST = 400
"""Characters of a sentence that is taken apart."""


class _Asked(NamedTuple):
    """What a question asks for: its signs, its noun, the quantities and the words of it, and how many of what.

    Letters that it only uses, as the y of "the slope of y = 2x", are given.
    """

    labels: frozenset[str]
    given: frozenset[str]
    heads: frozenset[str]
    quantities: frozenset[str]
    topic: frozenset[str]
    counts: tuple[tuple[str, str], ...]


def own_value(text: str, question: str) -> str:
    """The part of a sentence with the value of what is asked for; all of it where that cannot be told."""
    text = _LEAD.sub("", text, count=1)
    if len(text) > _LONGEST or DERIVES.search(text):
        return text
    pieces = _pieces(text)
    asked = _asked(question)
    if _DERIVATIVE in asked.heads:
        derived = [piece for subject, piece in pieces if _DERIVED.search(subject)]
        return derived[0] if len(derived) == 1 else text
    if _EQUATION in asked.heads:
        equations = [piece for _, piece in pieces if _WITH_LETTERS_EQUATED.search(piece)]
        return equations[0] if len(equations) == 1 else text
    if len(pieces) < 2 or len(asked.labels) > 1 or (not asked.labels and _is_point(pieces)):
        return text
    scores = [_score(subject, piece, question) for subject, piece in pieces]
    best = max(scores)
    if scores.count(best) > 1 or best == (0, False, 0) or (asked.heads & _COMBINATIONS and not best[1]):
        return text
    own = pieces[scores.index(best)][1]
    return own if own.count("$") % 2 == 0 else own.replace("$", " ")


def is_of_other(text: str, question: str) -> bool:
    """Whether a sentence gives the values of other things alone: another side, the area where the volume is asked."""
    if len(text) > _LONGEST or DERIVES.search(text):
        return False
    pieces = _pieces(text)
    return bool(pieces) and all(_is_other(subject, piece, question) for subject, piece in pieces)


def asks_for(question: str, names: frozenset[str]) -> bool:
    """Whether what a question asks for has one of these names."""
    return not _asked(question).heads.isdisjoint(names)


def names_quantity(question: str) -> bool:
    """Whether a question names things that have a value each: sides, angles, area and volume."""
    asked = _asked(question)
    return bool(asked.labels - asked.given or asked.quantities & _MEASURED)


def is_measured(question: str) -> bool:
    """Whether a question asks for a quantity, whose value is a number and no formula with letters."""
    return "=" not in question and " terms of " not in question and not _MEASURED.isdisjoint(_asked(question).heads)


def names_asked(text: str, question: str) -> bool:
    """Whether a sentence names what is asked for."""
    asked = _asked(question)
    named = {word.meaning for word in words(text)}
    return not asked.heads.isdisjoint(named) or not asked.labels.isdisjoint(_labels(text))


def _is_other(subject: str, piece: str, question: str) -> bool:
    if _CALCULATES.search(subject):
        return False
    asked = _asked(question)
    if _DERIVATIVE in asked.heads and _FUNCTION.search(_before_value(subject, piece)):
        return not _DERIVED.search(piece)
    opposed = opposites(question)
    has_own = re.search(r"\d", piece.rpartition(", ")[2]) is not None and not opposed.is_in(piece)
    if opposed.is_in(_before_value(subject, piece)) and not has_own:
        return True
    named = subject.partition(" of ")[0]
    told = frozenset(_labels(subject))
    if told and asked.labels.isdisjoint(told) and _kinds(told) == _kinds(asked.labels - asked.given):
        return True
    quantities = _QUANTITIES.intersection(word.meaning for word in words(named))
    if not asked.quantities & _COMBINATIONS:
        quantities -= _COMBINATIONS
    if quantities and asked.quantities and quantities.isdisjoint(asked.quantities):
        return True
    if quantities and _EQUATION in asked.heads and not _WITH_LETTERS_EQUATED.search(piece):
        return True
    wanted = dict(asked.counts)
    return any(wanted.get(noun, count) != count for noun, count in _counts(subject))


def _pieces(text: str) -> list[tuple[str, str]]:
    """The clauses of a sentence that give something a value, each with its subject; others belong to those before."""
    found: list[tuple[str, str]] = []
    start = 0
    for start, end in _spans(text):
        piece = text[start:end]
        tells = _TELLS.match(piece) or (_GAPPED.match(piece) if found else None)
        if tells is not None and re.search(r"[A-Za-zα-ω]", tells["subject"]):
            found.append((tells["subject"], piece))
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1]}, {piece}")
        else:
            return []
    return found


def _is_point(pieces: Collection[tuple[str, str]]) -> bool:
    """Whether clauses give a coordinate each: "It lies at x = 2 and y = -1"."""
    named = [_COORDINATE.search(_before_value(*one)) for one in pieces]
    letters = [one["letter"].lower() for one in named if one is not None]
    return len(letters) == len(pieces) == len(set(letters))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the clauses of a sentence stand: what commas and conjunctions part outside brackets."""
    depth, start, position = 0, 0, 0
    while position < len(text):
        joint = _JOINT.match(text, position) if depth == 0 and text[position] in " \t\n,;" else None
        if joint is not None and joint.end() > position:
            yield start, position
            start = position = joint.end()
            continue
        depth = max(0, depth + (text[position] in "([{") - (text[position] in ")]}"))
        position += 1
    yield start, len(text)


def _score(subject: str, piece: str, question: str) -> tuple[int, bool, int]:
    """How much of what is asked for a clause names: its signs, its noun, other words of the question."""
    asked = _asked(question)
    name = _before_value(subject, piece)
    spoken = {word.meaning for word in words(name)}
    is_same = _SAME_OF.match(subject) is not None
    return (
        len(asked.labels & set(_labels(name))),
        is_same or not asked.heads.isdisjoint(spoken),
        len(asked.topic & spoken) - 2 * opposites(question).is_in(name),
    )


def _kinds(labels: Collection[str]) -> set[str]:
    return {label.rpartition(" ")[0].split(" ")[0] for label in labels}


def _before_value(subject: str, piece: str) -> str:
    """What a clause says before its value."""
    value = _VALUE.search(piece, len(subject))
    return f"{subject} {piece.rpartition('=')[0] or piece[: value.start() if value else 0]}"


@lru_cache(maxsize=512)
def _asked(question: str) -> _Asked:
    match = _ASKED.search(question)
    named = [] if match is None else [word.meaning for word in words(match["head"])]
    if match is not None and match["whose"] and _OF_ANYTHING.intersection(named):
        named = [word.meaning for word in words(match["whose"])] or named
    spoken = frozenset(word.meaning for word in words(question))
    labels = frozenset(_labels(question))
    given = frozenset(one for one in labels if one.startswith("letter ") and one.removeprefix("letter ") not in named)
    return _Asked(
        labels, given, frozenset(named) - STOPWORDS, _QUANTITIES & spoken, spoken - STOPWORDS,
        tuple(_counts(question)),
    )  # fmt: skip


def _labels(text: str) -> Iterator[str]:
    """Names of signs in a text, each behind its kind; AB and BA are one, as are the angles ABC and CBA."""
    for match in _LABEL.finditer(text):
        if match["function"]:
            name = match["function"].lower().replace("sine", "sin").replace("tangent", "tan")
            yield f"function {name} {match['of']}"
        elif match["points"]:
            yield f"{len(match['points'])} points {min(match['points'], match['points'][::-1])}"
        else:
            yield f"axis {match['axis']}" if match["axis"] else f"letter {match['letter']}"


def _counts(text: str) -> Iterator[tuple[str, str]]:
    """How many of what a text names: two red balls."""
    for match in _COUNT.finditer(text):
        yield concept(match["noun"]), concept(match["count"])
