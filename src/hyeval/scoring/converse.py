"""Relations that turn into each other where their two things change places: left and right, above and below."""

from __future__ import annotations

from collections.abc import Collection

from hyeval.scoring.lexicon import concept
from hyeval.scoring.words import Word

_CONVERSES = frozenset(
    frozenset(map(concept, pair))
    for pair in (("left", "right"), ("above", "below"), ("behind", "front"), ("north", "south"), ("east", "west"))
)
REVERSIBLE = frozenset().union(*_CONVERSES) | {concept("inside")}
"""Relations that do not hold the other way round."""


def are_converse(one: str, other: str) -> bool:
    """Whether two relations say the same of two things in the opposite order."""
    return frozenset((one, other)) in _CONVERSES


def is_reversed(
    spoken: list[Word], subject: Collection[str], relations: Collection[str], objects: Collection[str]
) -> bool:
    """Whether "left of" and its like stand between the two things of a question in the opposite order."""
    if (REVERSIBLE.isdisjoint(relations) and "on" not in relations) or not subject:
        return False
    if any(word.meaning == "its" for word in spoken):
        is_side = not REVERSIBLE.isdisjoint(relations)
        if is_side and _place(spoken, subject) is None and _place(spoken, objects) is not None:
            return True  # "The sofa is to its left"
        spoken = [word for word in spoken if word.meaning not in objects]
    own = _own_relation(spoken, subject, objects)
    if own is not None:
        return own not in relations
    first, relation, second = (_place(spoken, names) for names in (subject, relations, objects))
    if first is None or second is None:
        return False
    if relation is not None and relation < min(first, second):
        return False  # "To the left of the sofa there is a cat"
    return second < first


def _own_relation(spoken: list[Word], subject: Collection[str], objects: Collection[str]) -> str | None:
    """The place of the subject where both things have one of their own: "The sofa is on the right, the cat …"."""
    order = [word.meaning for word in spoken if word.meaning in REVERSIBLE or word.meaning in {*subject, *objects}]
    if len(order) != 4 or not (order[1] in REVERSIBLE and order[3] in REVERSIBLE):
        return None
    if order[1] == order[3] or (order[0] in subject) == (order[2] in subject):
        return None
    return order[1] if order[0] in subject else order[3]


def is_turned_round(spoken: list[Word], things: Collection[str], site: Collection[str]) -> bool:
    """Whether the place is said to lie where the question wants the thing: "the plate is left of the knife"."""
    order = [word.meaning for word in spoken]
    relation = next((place for place, word in enumerate(order) if word in REVERSIBLE and word in site), 0)
    before, after, things = set(order[:relation]), set(order[relation:]), set(things)
    return not before.isdisjoint(site) and before.isdisjoint(things) and not after.isdisjoint(things)


def _place(spoken: list[Word], names: Collection[str]) -> int | None:
    return next((place for place, word in enumerate(spoken) if word.meaning in names), None)
