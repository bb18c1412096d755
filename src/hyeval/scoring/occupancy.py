"""Statements that put somebody or something into or onto a thing, which is not empty then: "A man walks across it".

People, animals and vehicles occupy whatever they are in, on or across; things only what is made to hold them, as a
glass or a shelf: a fly on a glass leaves it empty, and so does a window in a room.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from hyeval.scoring.lexicon import concept
from hyeval.scoring.stance import negated

_PLACE = re.compile(
    r"\b(?P<at>in|inside|within|on|upon|across|along|through|down|up)\s+"
    r"(?:(?P<it>it|them)\b|(?:the|this|that)\s+(?:(?!(?:next|other|adjacent|opposite|left|"
    r"right|second|neighbou?ring)\b)\w+\s+){0,2}?(?P<noun>\w+)(?=\s*(?:[.,;:!]|$)|\s+(?:and|but|with|at)\b))|"
    r"\b(?P<there>there)(?=\s*(?:[.,;:!]|$))",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"(?:^|[,;:]|\b(?:there|and|but|as|since|because|so|see)\b)\W*(?:(?:is|are|was|were)\s+|['’]s\s+)?"
    r"(?:(?:an?|the|one|two|three|four|five|six|some|several|many|a few|\d+|another|his|her|their)\s+)?"
    r"(?:[\w'-]+\s+){0,3}?(?P<who>[a-z]{3,})\s+(?!(?:(?:is|are|was|were)\s+)?(?:look|point|"
    r"wav|star|gaz|peer|reach|shout|bark|fly)ing\b)(?:(?:(?:is|are|was|were)\s+(?:\w+ly\s+|still\s+)?)?"
    r"(?:\w{2,}ing|seated|parked|asleep|stands?|sits?|lies|sleeps?|walks?|runs?|rides?|drives?)|is|are|was|were)\s+"
    r"(?:(?:\w+ly|down|(?:an?|the|his|her|their)(?:\s+\w+){1,2})\s+)?$",
    re.IGNORECASE,
)
"""Somebody or something and what it does, up to where it does so."""
_THERE_IS = re.compile(
    r"\bthere(?:['’]s|\s+(?:is|are|was|were))\s+(?:[\w'-]+\s+){1,4}?(?P<who>[a-z]{3,})\s+$", re.IGNORECASE
)
_LIVING_TEXT = """
    man woman boy girl child person couple family baby toddler player cyclist pedestrian runner jogger walker driver
    rider passenger visitor tourist student worker commuter skater swimmer dancer musician waiter guest customer
    someone somebody crowd dog cat horse cow sheep goat pig rabbit bird duck goose swan pigeon chicken fox deer monkey
    squirrel car truck bus van lorry taxi bicycle motorcycle tractor tram
"""
_LIVING = frozenset(map(concept, _LIVING_TEXT.split()))
_BY_TRADE = re.compile(r"\w{4,}ists?|\w{3,}m[ae]n", re.IGNORECASE)
"""What somebody is called by what he does: violinist, fishermen."""
_HOLLOW_TEXT = """
    glass bottle cup mug jar bucket box bag basket barrel pot vase fridge drawer tank container cage bowl tin suitcase
    cupboard pocket wallet crate bin
"""
HOLLOW = frozenset(map(concept, _HOLLOW_TEXT.split()))
_BOARDS = frozenset(map(concept, ["shelf", "table", "plate", "tray", "desk", "counter", "rack"]))
_FEATURES_TEXT = """
    crack hole dent scratch stain label lid handle sticker chip leak opening window door mark pattern shadow logo
    reflection
"""
_FEATURES = frozenset(map(concept, _FEATURES_TEXT.split()))
"""What belongs to a thing, and does not fill it."""
_INSIDE = ("in", "inside", "within")


def is_occupied(line: str, thing: Collection[str]) -> bool:
    """Whether a statement puts somebody or something into or onto a thing, which is given as its concepts."""
    if negated(line):
        return False
    own = [one for one in _PLACE.finditer(line) if not one["noun"] or concept(one["noun"]) in thing]
    for place in own:
        before = line[max(0, place.start() - 120) : place.start()]
        found = _SOMEBODY.search(before) or _THERE_IS.search(before)
        if found is not None and _fills(found["who"], (place["at"] or "").lower(), thing):
            return True
    return False


def _fills(who: str, at: str, thing: Collection[str]) -> bool:
    name = "person" if _BY_TRADE.fullmatch(who) else concept(who)
    if not HOLLOW.isdisjoint(thing):
        return at in _INSIDE and name not in _FEATURES
    return name in _LIVING or (at in ("on", "upon") and not _BOARDS.isdisjoint(thing) and name not in _FEATURES)
