"""What a yes/no question says: a polar question, which asks whether a predicate holds of a subject.

It is cut into the two by its word order alone: "Is [the traffic light] [red]", "Does [the blue line] [cross the red
line]", "Is there [a dog]".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from hyeval.scoring import forms
from hyeval.scoring.clause import (
    ACTIVITY,
    BREAK,
    GENERIC,
    STATED_PLACE,
    WEIGHTLESS,
    WITHOUT,
    is_adjective,
    subject_and_predicate,
    telling,
)
from hyeval.scoring.converse import REVERSIBLE
from hyeval.scoring.lexicon import concept, excludable
from hyeval.scoring.neighbours import PARTICIPLE, count, modified
from hyeval.scoring.presence import ANYONE
from hyeval.scoring.words import Word, words

_PLACE = re.compile(
    r"\s+(?:(?:in|on|at|within|from) (?:the|this|that) (?:image|picture|photo|photograph|scene|figure|diagram|chart|"
    r"drawing|video|screenshot|map|background|foreground)|(?:in|within|from) (?:the|this|that) table)s?\b",
    re.IGNORECASE,
)
"""Where to look; on a table stand things."""
_IS_THERE = re.compile(
    r"\W*(?:is|are|was|were)\s+(?:the|this|that|his|her|its)\s+\w+(?:\s+\w+)?\s+in the (?:back|fore)ground\W*", re.I
)
"""A question for the part of a picture in which something is."""
_SIGHT = re.compile(r"^\W*(?:can|do) (?:you|we|one) see (?=(?:an?|any|some)\s)", re.IGNORECASE)
"""Whether a thing can be seen is whether it is there."""
_TAKEN = re.compile(r"\b((?:photo|photograph|picture|image)s?) taken\b", re.IGNORECASE)
"""Where a picture was taken is where what it shows is."""
_SOURCE = re.compile(r",?\s+(?:according to|based on|judging (?:from|by)|as (?:shown|seen) in)\s[^?]*", re.IGNORECASE)
_SUPERIOR = re.compile(r"\b(\w{3,}er)\W*$", re.IGNORECASE)
_CAN = re.compile(r"\W*(?:can|could|will|would)\b", re.IGNORECASE)
_ALL = re.compile(r"\W*\w+(?:n['’]t)?\s+(?:all|every|each)\b", re.IGNORECASE)
_ALL_OF = re.compile(r"(?:all|both|each)(?: of)?\s+(?=(?:the|these|those|his|her|its|their)\b)", re.IGNORECASE)
_MAY = re.compile(r"\W*(?:can|may|could|should|am|are)\b", re.IGNORECASE)
_INVERTED = re.compile(
    r"^\W*(?:is|are|was|were|does|do|did|can|has|have)\b.*?\b(?:not|(?:false|untrue|incorrect) that)\b", re.IGNORECASE
)
EMPTY, EQUAL = concept("empty"), concept("equal")
ALLOWED, FORBIDDEN = concept("allow"), concept("forbid")
_TEXT = concept("text")
_MEASURES = frozenset(map(concept, ["length", "size", "height", "width", "colour", "color", "shape", "age", "weight"]))
UNSAID = REVERSIBLE | _MEASURES | {*map(concept, ["on", "without", "wearing", "standing"])}
"""Words of a predicate that others stand for: "behind" for "in front of", "equally long" for "of equal length"."""


@dataclass(frozen=True)
class PolarQuestion:
    """A yes/no question and what it says; each is found out when a rule first asks for it, and all as concepts.

    `text` is the question without the picture to which it points, `subject_text` and `predicate_text` are its parts,
    `quotations` what it has in quotation marks.
    """

    text: str
    subject_text: str
    predicate_text: str
    quotations: tuple[str, ...]

    @classmethod
    def of(cls, question: str) -> PolarQuestion:
        """Cut a question into its parts."""
        placed = question.strip() if _IS_THERE.fullmatch(question) else _PLACE.sub("", question.strip())
        text = _SIGHT.sub("Is there ", _TAKEN.sub(r"\1", _SOURCE.sub("", placed)))
        return cls(text, *subject_and_predicate(text), tuple(forms.QUOTED.findall(text)))

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """All words that weigh and are not said of everything."""
        return tuple(telling(self.text))

    @cached_property
    def asked(self) -> frozenset[str]:
        """All words that weigh."""
        return frozenset(word.meaning for word in words(self.text)) - WEIGHTLESS

    @cached_property
    def subject(self) -> tuple[str, ...]:
        """The words of the subject, none of "Is there a dog?"."""
        return tuple(telling(self.subject_text))

    @cached_property
    def head(self) -> tuple[str, ...]:
        """The subject up to its noun, without what is attached to it."""
        return tuple(telling(BREAK.split(_ALL_OF.sub("", self.subject_text.strip()), maxsplit=1)[0]))

    @property
    def noun(self) -> str | None:
        """The noun of the subject."""
        return self.head[-1] if self.head else None

    @cached_property
    def unwanted(self) -> frozenset[str]:
        """What the question wants to be absent: the errors of "run without errors"."""
        return frozenset(concept(word) for word in WITHOUT.findall(self.predicate_text))

    @cached_property
    def main(self) -> tuple[str, ...]:
        """The words that decide: those of the quotation, else of the predicate."""
        found = (
            telling(" ".join(self.quotations))
            or telling(self.predicate_text)
            or [word.meaning for word in words(self.predicate_text) if word.meaning not in WEIGHTLESS]
            or self.telling[-1:]
        )
        return tuple(word for word in found if word not in self.unwanted)

    @cached_property
    def objects(self) -> frozenset[str]:
        """The words behind the subject that do not decide."""
        return frozenset(telling(self._behind_subject)) - {*self.subject, *self.main}

    @cached_property
    def crux(self) -> tuple[str, ...]:
        """Of the words that decide those that others exclude, as green excludes red; else an adjective at the end."""
        if self.quotations:
            return ()
        found = tuple(word for word in self.main if excludable(word) and word not in self.subject)
        return found or (self.main[-1:] if is_adjective(self.predicate_text) else ())

    @cached_property
    def attributive(self) -> frozenset[str]:
        """The adjectives of the crux that stand before a noun of the predicate: "a red light"."""
        found = [word for word in words(self.text) if word.meaning in self.crux]
        return frozenset(word.meaning for word in found if modified(self.text, word) in self.main)

    @cached_property
    def needed(self) -> frozenset[str]:
        """The words without which a statement does not say what the question asks for."""
        if self.quotations:
            said = set(telling(" ".join(self.quotations)))
        else:
            behind = telling(STATED_PLACE.sub(r"\1", self._behind_subject))
            said = {*telling(self.predicate_text), *self.main}
            said.update(behind if set(behind).isdisjoint(self.subject) else ())
        return frozenset(said) - self.unwanted - UNSAID or frozenset(self.main)

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The crux of a question for what somebody does: "Does it cross …"."""
        return frozenset(self.crux) if forms.ASKS_ACT.match(self.text) else frozenset()

    @cached_property
    def participles(self) -> frozenset[str]:
        """The words of the predicate that have the form of a participle: "locked"."""
        found = map(concept, PARTICIPLE.findall(self.text))
        return frozenset(found).intersection((*self.main, *map(concept, PARTICIPLE.findall(self.predicate_text))))

    @cached_property
    def activity(self) -> str | None:
        """What somebody is doing: "riding"."""
        active = ACTIVITY.search(self.text)
        return concept(active.group()) if active else None

    @cached_property
    def superior(self) -> str | None:
        """The comparative at the end: "taller"."""
        match = _SUPERIOR.search(self.text)
        return concept(match.group(1)) if match else None

    @cached_property
    def count(self) -> tuple[str, str] | None:
        """A number and what it counts: two dogs."""
        return count(self.text, {*self.main, *(() if self.subject_text else GENERIC)})

    @cached_property
    def is_universal(self) -> bool:
        """Whether it asks of all or both."""
        return forms.UNIVERSAL.search(self.text) is not None

    @cached_property
    def is_inverted(self) -> bool:
        """Whether it asks whether something is not so."""
        return _INVERTED.match(self.text) is not None

    @cached_property
    def asks_text(self) -> bool:
        """Whether it asks for text, whatever that says."""
        return _TEXT in self.main

    @cached_property
    def asks_ability(self) -> bool:
        """Whether it asks what can be."""
        return _CAN.match(self.text) is not None

    @cached_property
    def asks_all(self) -> bool:
        """Whether it asks of all things of a kind: "Are all the …", "Does every …"."""
        return _ALL.match(self.text) is not None

    @cached_property
    def asks_permission(self) -> bool:
        """Whether it asks what is allowed."""
        return _MAY.match(self.text) is not None or ALLOWED in self.crux

    @cached_property
    def asks_anyone(self) -> bool:
        """Whether it asks whether anyone is there."""
        return ANYONE.match(self.text) is not None

    @cached_property
    def asks_empty(self) -> bool:
        """Whether it asks whether a thing is empty."""
        return EMPTY in self.crux and not forms.ASKS_THERE.match(self.text)

    def shares_subject(self, line: str, spoken: list[Word]) -> bool:
        """Whether a statement is about the question's subject: it names it, or has a pronoun, or is a mere fragment."""
        return (
            not self.subject
            or bool(forms.ANAPHOR.match(line))
            or len(spoken) <= 4
            or any(word.meaning in self.asked for word in spoken)
            or forms.STANDS_FOR_IT.match(line) is not None
        )

    @cached_property
    def _behind_subject(self) -> str:
        return self.text.partition(self.subject_text)[2] if self.subject_text else ""
