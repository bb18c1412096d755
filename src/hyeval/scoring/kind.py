"""Questions for the kind of a thing, and what a statement of another kind implies about them: "Is this a bus?"."""

from __future__ import annotations

import re

from hyeval.scoring.stance import negated

# Everyday kinds of which nothing is two at once.
_CLASSES_TEXT = """
car bus truck lorry van motorcycle bicycle train tram ship boat airplane plane helicopter tractor ambulance taxi
dog cat horse cow sheep goat pig rabbit bear lion tiger elephant giraffe zebra bird fish monkey fox wolf deer
owl eagle parrot penguin duck goose swan pigeon crow seagull
apple banana orange pear grape cherry lemon strawberry mango pineapple peach watermelon
tennis football soccer basketball baseball volleyball badminton golf hockey cricket rugby squash swimming boxing
guitar piano violin drum flute trumpet cello saxophone harp
chair table sofa bed desk bench shelf
triangle square circle rectangle pentagon hexagon octagon oval
rose tulip lily daisy sunflower orchid daffodil carnation violet dandelion
bakery pharmacy bookstore bookshop supermarket florist butcher laundromat bank
church school hospital library museum castle lighthouse barn stadium factory
kitchen bathroom bedroom garage office classroom
beach desert forest mountain city
map photo painting
mammal reptile amphibian insect
"""
_CLASSES = {word: number for number, line in enumerate(_CLASSES_TEXT.strip().splitlines()) for word in line.split()}
_HANDY_TEXT = """
umbrella kite balloon ball book newspaper magazine phone camera tablet laptop suitcase basket flag bouquet rope sword
broom hammer knife spoon fork candle pencil pen bottle plate torch shovel ladder
pizza sandwich burger hamburger salad soup pasta cake cookie icecream hotdog doughnut donut noodles steak
coffee tea milk beer wine juice water lemonade
cup bucket brush
skateboard surfboard scooter camel donkey
chess cards
"""
THINGS = frozenset((*_CLASSES, *_HANDY_TEXT.split()))
"""Everyday things of which none is another."""
_ASKS = re.compile(
    r"\W*(?:is|are|was|were)\s+"
    r"(?:it|(?:this|that)\s\w+(?=\s+an?\s)|this|that|these|those|"
    r"the\s\w+(?:\s(?:(?:in|on|at|of)\sthe\s\w+|shown|here|being played))?)\s+"
    r"(?:an?\s+)?(?:(?:picture|photo|photograph|image|drawing)\s+of\s+(?:an?\s+|the\s+)?)?(?:\w+\s+)?(\w+)\W*",
    re.IGNORECASE,
)
_GENERAL = {
    "vehicle": ("car",), "animal": ("dog", "owl"), "bird": ("owl",), "fruit": ("apple",), "instrument": ("guitar",),
}  # fmt: skip
_GENERAL_CLASSES = {name: tuple(_CLASSES[member] for member in members) for name, members in _GENERAL.items()}
"""Names of all things of some classes."""
_NONE = re.compile(r"\b(?:no|without(?: any)?|any) ([a-z]+)", re.IGNORECASE)
_ASKS_PRESENCE = re.compile(
    r"\W*(?:is|are) there (?:an?\s+|any\s+)?(?:\w+\s+)?(\w+)(?:\s+(?:in|on)\b.*)?\W*$", re.IGNORECASE
)
_ONLY = re.compile(r"\bonly\b|\bjust an?\b", re.IGNORECASE)
_OF_CLASS = re.compile(
    r"\bthe (?:\w+ )?(?:animal|vehicle|bird|fruit|instrument)s?\b[^.;,]*\b(?:is|are)\b", re.IGNORECASE
)
_SUMMARY = re.compile(
    r"\W*(?:no,?\s+)?(?:the|this) (?:image|picture|photo|photograph) (?:shows|depicts) (?:an?|one) (?!row\b|group\b)"
    r"(?![^.;]*\b(?:and|with)\s)",
    re.IGNORECASE,
)
"""What tells what a picture is of, and so of what it is not."""
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_IS = re.compile(
    r"\b(?:(?:is|are|was|were|(?:picture|photo|image|scene)\s+(?:shows|depicts)|(?:picture|photo|image) of)\s+|"
    r"(?:it|this|that)['’]s\s+)(?:an?\s+|actually\s+|rather\s+)*(?:\w+\s+){0,2}?(\w+)"
    r"(?=\s*(?:[.,;:!)]|$)|\s+(?:and|but|not|with|rather|instead|parked|standing|lying|sitting|which|in|on|at)\b)",
    re.IGNORECASE,
)


class Kind:
    """The kind that a question asks for: a bus, where it asks whether something is one, or whether one is there."""

    def __init__(self, question: str) -> None:
        present = _ASKS_PRESENCE.match(question)
        asked = present or _ASKS.fullmatch(question)
        name = singular(asked.group(1)) if asked else ""
        self._name = name if name in _CLASSES else None
        self._present = present is not None

    def excluded_by(self, line: str) -> bool:
        """Whether a statement says that the thing is of another kind, or that only another kind is there."""
        if self._name is None:
            return False
        if self._present and negated(line):
            return any(self._includes(name) for name in _NONE.findall(line))
        is_told = _ONLY.search(line) or _OF_CLASS.search(line) or _SUMMARY.match(line)
        if (self._present and not is_told) or negated(line):
            return False
        named = _WORD.findall(line) if self._present else [match.group(1) for match in _IS.finditer(line)]
        found = [singular(name) for name in named]
        number = _CLASSES[self._name]
        return self._name not in found and any(_CLASSES.get(name) == number for name in found)

    def _includes(self, name: str) -> bool:
        """Whether a word names all things of the asked kind and others: animals, where a dog is asked for."""
        number = _CLASSES[self._name or ""]
        return number in _GENERAL_CLASSES.get(name.lower().removesuffix("s"), ())


def singular(word: str) -> str:
    """A name in small letters, in the singular if it is that of an everyday thing."""
    word = word.lower()
    forms = (word, word.removesuffix("s"), word.removesuffix("es"), f"{word.removesuffix('ies')}y")
    return next((form for form in forms if form in THINGS), word)
