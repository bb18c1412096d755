r"""What every match of a pattern has: for `\b(?:so|thus)\b|→|(?:rul|leav)ing` one of so, thus, →, ruling and leaving.

A text without any of a pattern's signs has no match of it. Signs are read from the pattern itself, so that the two are
never out of step. A sign is a run of the letters a to z, whole or in part, or one other character; letters are small.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from hyeval.scoring.pattern import Branches, Characters, Part, Place, Repeat, Unread, parts

RUN = re.compile(r"[a-z]+")
_PIECE = re.compile(r"[a-z]+|[^a-z]")
_EDGE, _OPEN = "\0", "\1"
"""In a form: the edge of a word, and any number of characters that the pattern leaves open."""
_MANY = 200
"""Forms of one sequence that are told apart."""
_FREQUENT_TEXT = "a an the is are was were be it that this to of in on and or have for as with i we they"
_FREQUENT = frozenset(_FREQUENT_TEXT.split())
_EVERYWHERE = " \t\n.,"


@dataclass(frozen=True)
class Signs:
    """What a match has one of: a whole run of letters, or a part of a text, which is letters or one other character."""

    runs: frozenset[str]
    fragments: frozenset[str]


def signs(pattern: str, flags: int, fold: Callable[[str], str]) -> Signs | None:
    """The signs of a pattern, None if they cannot be told; `fold` writes a character in small letters."""
    try:
        forms = _of_branches(parts(pattern, flags), fold)
    except Unread:
        return None
    chosen = [_rarest(form) for form in forms]
    if not all(weight for weight, _, _ in chosen):
        return None
    return Signs(
        frozenset(sign for _, sign, is_whole in chosen if is_whole),
        frozenset(sign for _, sign, is_whole in chosen if not is_whole),
    )


@lru_cache(maxsize=1024)
def _rarest(form: str) -> tuple[int, str, bool]:
    """The piece of a form that fewest texts have, by a rough weight, and whether it is a whole run of letters."""
    found = [(0, "", False)]
    for match in _PIECE.finditer(form):
        piece = match.group()
        if piece in (_EDGE, _OPEN) or piece in _EVERYWHERE:
            continue
        before, after = form[: match.start()][-1:], form[match.end() :][:1]
        is_letters = "a" <= piece[0] <= "z"
        is_whole = is_letters and before not in ("", _OPEN) and after not in ("", _OPEN)
        common = 1 if len(piece) == 1 else 2 if piece in _FREQUENT else 0
        weight = 5 if not is_letters else common or 1 + len(piece) + is_whole
        found.append((weight, piece, is_whole))
    return max(found)


def _of_branches(branches: Branches, fold: Callable[[str], str]) -> set[str]:
    return set().union(*(_of_sequence(way, fold) for way in branches.ways))


def _of_sequence(sequence: Iterable[Part], fold: Callable[[str], str]) -> set[str]:
    """What one part after the other can be; where that is too much, only those parts that tell most."""
    tried: list[set[str]] = []
    forms = {""}
    for part in sequence:
        following = _of_part(part, fold)
        if len(forms) > 2 and len(following) > 2:
            tried.append({form + _OPEN for form in forms})
            forms = {_EDGE if all(_closes(form) for form in forms) else _OPEN}
        forms = {one + other for one in forms for other in following}
        if len(forms) > _MANY:
            forms = {_OPEN}
    return max([*tried, forms], key=_weight)


def _closes(form: str) -> bool:
    """Whether no run of letters goes on behind a form."""
    return form != "" and form[-1] != _OPEN and not "a" <= form[-1] <= "z"


def _weight(forms: set[str]) -> int:
    return min(_rarest(form)[0] for form in forms)


def _of_part(part: Part, fold: Callable[[str], str]) -> set[str]:
    match part:
        case Characters():
            return _of_characters(part, fold)
        case Branches():
            return _of_branches(part, fold)
        case Repeat():
            return _of_repeat(part, fold)
        case Place.EDGE | Place.START:
            return {_EDGE}
    return {""}


def _of_repeat(part: Repeat, fold: Callable[[str], str]) -> set[str]:
    once = _of_part(part.part, fold)
    if once == {" "}:  # as many blanks as may be are no other sign than one
        return {" "} if part.least else {"", " "}
    return {form + _OPEN for form in once} if part.least else {_OPEN}


def _of_characters(one: Characters, fold: Callable[[str], str]) -> set[str]:
    if one.others or not all(len(member) == 1 for member in one.members):
        return {" "} if one.members == (r"\s",) and not one.others else {_OPEN}
    return {fold(member) for member in one.members}
