"""What a statement implies about a yes/no question: the rules, in the order in which they are asked.

A statement answers yes if it asserts the predicate of the question, no if it denies it or asserts something that
excludes it. A statement that does not take the predicate up answers nothing.
"""

from __future__ import annotations

import re
from itertools import combinations

from hyeval.scoring import forms
from hyeval.scoring.asked_claim import AskedClaim
from hyeval.scoring.asked_name import AskedName
from hyeval.scoring.asked_range import AskedRange
from hyeval.scoring.asked_rank import AskedRank
from hyeval.scoring.asked_value import AskedValue
from hyeval.scoring.attribute import Attribute
from hyeval.scoring.body_side import BodySide
from hyeval.scoring.comparison import Comparison
from hyeval.scoring.condition import Condition
from hyeval.scoring.contraries import Contraries
from hyeval.scoring.converse import REVERSIBLE
from hyeval.scoring.elided import elided_conclusion, elided_object
from hyeval.scoring.evidence import Evidence
from hyeval.scoring.exclusion import Exclusion
from hyeval.scoring.faults import Faults
from hyeval.scoring.fullness import Fullness
from hyeval.scoring.gaze import Gaze
from hyeval.scoring.incompatibility import Incompatibility
from hyeval.scoring.lexicon import STOPWORDS, complementary, concept, contrary
from hyeval.scoring.likeness import likeness
from hyeval.scoring.named_kind import NamedKind
from hyeval.scoring.objects import Objects
from hyeval.scoring.opening_days import OpeningDays
from hyeval.scoring.paraphrase import Paraphrase, plain_question
from hyeval.scoring.polar_question import EQUAL, UNSAID, PolarQuestion
from hyeval.scoring.predicate import Predicate
from hyeval.scoring.presence import Sight
from hyeval.scoring.question_type import QuestionType
from hyeval.scoring.quotation import Quotation
from hyeval.scoring.scope import Scope
from hyeval.scoring.site import Site
from hyeval.scoring.stance import negated
from hyeval.scoring.subject import Subject
from hyeval.scoring.superlative import Superlative
from hyeval.scoring.top_of_kind import TopOfKind
from hyeval.scoring.trend import Trend, without_period
from hyeval.scoring.whereabouts import Whereabouts, says_of_it
from hyeval.scoring.words import Word, words

_LIGHT, _TEXT = concept("light"), concept("text")
_BARE_PLACE = re.compile(r"\b(on|in|off|under|behind)\W*$", re.IGNORECASE)
_MANNER_NAMES = """perfectly exactly clearly completely fully really actually certainly definitely obviously easily
    nicely entirely"""
_MANNER = frozenset(_MANNER_NAMES.split())
"""Adverbs that change nothing of whether something is so."""
_RELATUM = re.compile(r"\b(?:left|right) of (?P<thing>(?:the|this|that|his|her) [\w-]+(?: [\w-]+)?)\W*$", re.IGNORECASE)
_OF_IT = re.compile(
    r"\b(?:(?:to|on|at) its (?P<its>left|right)(?:[- ]hand)?(?: side)?\b|(?:(?:to|on|at) the )?(?P<side>left|right) of "
    r"it\b)",
    re.IGNORECASE,
)
"""A side of the thing by which another one is placed."""
_SIDED = re.compile(
    r"(?:\b(?:is|are|sits|stands|lies|located|placed)|['’]s) (?:on|to|at) the (?:left|right)(?:[- "
    r"]hand)?(?: side)?\W*$",
    re.IGNORECASE,
)
"""The end of a statement that names a side, without that of which it is the side."""
_NONE_OTHER = re.compile(
    r"\W*(?:[Tt]here\s+(?:is|are|was|were)(?:\s+no|n['’]t\s+any|\s+not\s+(?:an?\s+single|an?|any|one))|"
    r"I (?:can )?see no)\s+(?:more\s+)?(?P<said>[a-z]+)\s+(?P<noun>[a-z]+)\b"
)
"""What says that there is nothing of a kind that is otherwise: "There are no open doors"."""
_COUNTED = re.compile(
    r"^\W*(?:one|two|three|four|five|six|\d{1,2})(?=\s+of\s+(?:them|these|those|the)\b)",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)
_FRAGMENT = 3
"""Words of the longest statement that is a fragment of its question, if it has no pronoun."""


class Proposition:
    """What a yes/no question asks for, as statements are held against it; it keeps nothing of them."""

    def __init__(self, text: str) -> None:
        self.question = question = PolarQuestion.of(plain_question(without_period(text)))
        self._trend = Trend.of(text)
        self.paraphrase = _paraphrase(question)
        self._scope = Scope(question.text)
        self._claim = AskedClaim.of(question.text)
        self._comparison = Comparison.of(question.text)
        kinds = (Superlative, BodySide, OpeningDays, Fullness, AskedRange, AskedRank, NamedKind, Gaze, AskedName)
        found = [self._comparison, *(kind.of(question.text) for kind in kinds)]
        top = None if found[1] else TopOfKind.of(question.subject_text, question.main)
        self._forms = [form for form in (*found, top) if form is not None]
        self._subject = _subject(question)
        self._value = AskedValue(question)
        self._sight = Sight(question.text)
        self._condition = Condition.of(question.text)
        self._whereabouts = Whereabouts(question.text)
        self._site = site = Site.of(question)
        self._exclusion = _exclusion(question, site)
        self._evidence = _evidence(question, site)
        self._quotation = Quotation(question.main, question.asked, question.objects) if question.quotations else None
        self._type = QuestionType(question, self._quotation, self._evidence)
        self._incompatibility = Incompatibility(question, self._quotation, self._exclusion, self._evidence)
        self._contraries = Contraries(question)
        self._predicate = Predicate(question)
        self._attribute = Attribute.of(question)
        self._objects = Objects(question)
        self._faults = Faults.of(question)
        relatum = _RELATUM.search(question.text)
        self._relatum = relatum["thing"] if relatum else None
        self._of_numbers = re.search(r"\bnumbers?\b", question.text, re.IGNORECASE) is not None
        self._is_of_text = _TEXT in question.subject
        self._names_two = question.noun is not None and question.telling.count(question.noun) == 2

    def implied_by(self, line: str) -> bool | None:
        """What a statement implies: True, False, or None if it says nothing on the question."""
        concluded = None if self.question.is_inverted else elided_conclusion(line, self.question.text)
        concluded = elided_object(line, self.question) if concluded is None else concluded
        if concluded is None and self._claim is not None:
            concluded = self._claim.implied_by(line)
        if concluded is not None:
            return concluded
        line = self._without_looking(line)
        if self._trend is not None:
            if self._trend.is_of_other_time(line):
                return None
            line = self._trend.plain(line)
        if self.question.asks_all:
            if (of_all := self._of_all(line)) is not None:
                return of_all
            if self._denied_contraries(line):
                return None
            line = self._with_some(line)
        if self._faults is not None and self._faults.bears(line):
            return self._faults.implied_by(line)
        exchanged = self._contraries.exchanged(line)
        if exchanged is not None and self._implied(exchanged):
            return False
        return self._within_scope(line)

    def _within_scope(self, line: str) -> bool | None:
        """What a statement implies by those of its parts that hold where and when the question asks."""
        if forms.COUNTERFACTUAL.search(line):
            return self.question.is_inverted if self._implied(line) else None
        ended = self._scope.ended(line)
        if ended is not None:
            return False if self._implied(ended) else None
        line = self._with_relatum(self._scope.within(line))
        if self._names_two:
            line = forms.THE_TWO.sub("They", line)
        if self._is_of_text:
            line = forms.THE_WRITING.sub("The text", line)
        implied = self._implied(line)
        unreal = forms.RESTRICTED if self.question.asks_ability else forms.IRREALIS
        if implied and unreal.search(self.paraphrase.standing(line)):
            return None
        return implied if implied is None or not self.question.is_inverted else not implied

    def _with_relatum(self, line: str) -> str:
        """A statement on the thing in question with that beside which it is in place of a pronoun: "to its left"."""
        if self._relatum is None or not (" its " in line or " of it" in line):
            return line
        thing, said = self._relatum, {word.meaning for word in words(line)}
        if said.isdisjoint(self.question.subject) or concept(thing.split()[-1]) in said:
            return line
        return _OF_IT.sub(lambda found: f"to the {found['side'] or found['its']} of {thing}", line)

    def _of_all(self, line: str) -> bool | None:
        """Whether a statement takes in all of those for which a question asks, or leaves some of them out."""
        if EQUAL in self.question.crux and _differ(line):
            return False
        if forms.ALL_OF_THEM.fullmatch(line):
            return True
        none = forms.NONE_OF_THEM.match(line)
        if none is not None:
            return self._of_none(none)
        if any(complementary(own, word) for own in self.question.crux for word in self._denied_contraries(line)):
            return True
        others = forms.ALL_BUT.match(line)
        if others is None:
            return None
        said = others["said"]
        if said and not line[others.end() :].strip(" .;,!"):
            return False
        return None if said and self._implied(f"They {said}{line[others.end() :]}") is None else False

    def _with_some(self, line: str) -> str:
        """A statement on each of those in question as one on all, and one on two that are otherwise as one on some."""
        if _COUNTED.match(line) and not _HOW_MANY.search(self.question.text):
            said = {word.meaning for word in words(self.paraphrase.plain(line))}
            if any(contrary(own, word) for own in self.question.crux for word in said):
                line = _COUNTED.sub("some", line)
        return forms.EVERY.sub(lambda every: f"all {every['noun'] or 'the people'}", line)

    def _denied_contraries(self, line: str) -> set[str]:
        """What excludes the crux and is said of none of those for which a question asks: "There are no open doors"."""
        other = _NONE_OTHER.match(line)
        if other is None or concept(other["noun"]) not in self.question.subject:
            return set()
        said = {word.meaning for word in words(self.paraphrase.plain(f"is {other['said']}"))}
        return {word for word in said if any(contrary(own, word) for own in self.question.crux)}

    def _of_none(self, match: re.Match[str]) -> bool | None:
        """Whether not one of them is what the question asks, or not one what holds where that does not."""
        if match["noun"] and concept(match["noun"]) not in self.question.subject:
            return None
        said = {word.meaning for word in words(self.paraphrase.plain(match["said"]))}
        if any(complementary(own, word) for own in self.question.crux for word in said):
            return not negated(match["said"])
        implied = self._implied(f"They {match['said']}") if said - STOPWORDS else True
        return not implied if implied or negated(match["said"]) else None

    def _without_looking(self, line: str) -> str:
        """A statement without what only says that one has looked at what the question asks about."""
        match = forms.LOOKED.match(line) if " look" in line or ": " in line else None
        if match is None or not all(
            concept(name) in self.question.asked for name in forms.LOOKED_AT.findall(match["at"])
        ):
            return line
        return line[match.end() :]

    @property
    def asks_fault(self) -> bool:
        """Whether it asks for a mistake, so that what is correct is none."""
        return self._faults is not None and self._faults.asks_fault

    def asks_of_both(self) -> bool:
        """Whether it takes what is said of two things to answer, which may stand in two sentences."""
        bound = self._value.bound
        is_placed = len(self.question.main) > 1 and not REVERSIBLE.isdisjoint(self.question.crux)
        return (
            self._comparison is not None
            or is_placed
            or EQUAL in self.question.crux
            or (bound is not None and bound.sums > 0)
        )

    def takes_up(self, line: str) -> bool:
        """Whether a statement names all that the question asks for, however it stands to it."""
        return set(self.question.main) - UNSAID <= {word.meaning for word in words(line)}

    def concerns(self, line: str) -> bool:
        """Whether a statement is not on something else alone."""
        return self._evidence.concerns(line)

    def is_unseen(self, text: str) -> bool:
        """Whether a text says that the thing or the text, for whose presence the question asks, is not seen."""
        match = forms.UNSEEN.search(text)
        if match is None:
            return False
        question = self.question
        unseen = {word.meaning for word in words(match.group("what"))} - STOPWORDS
        if match.group("any"):
            own = {*question.main, *question.objects, *(question.subject if question.quotations else ())}
            return not unseen or not unseen.isdisjoint(own)
        return bool(not question.subject or question.quotations) and unseen.issuperset(question.main)

    def _implied(self, line: str) -> bool | None:
        for form in self._forms:
            if form.bears(line):
                return form.implied_by(line)
        if self._is_of_contrary(line) or (self._value.bound is None and self._exclusion.is_other_alone(line)):
            return False
        line = self._subject.own_part(self.paraphrase.plain(self._contraries.affirmed(line)))
        if (
            EQUAL in self.question.crux
            and (equal := likeness(line, self.question.telling, of_numbers=self._of_numbers)) is not None
        ):
            return equal
        spoken = words(line)
        if self._value.bound is not None:
            return self._value.bounded_by(line, {word.meaning for word in spoken})
        seen = self._sight.implied_by(line)
        if seen is not None:
            return seen
        concerns = self._evidence.concerns(line) or self._value.is_read_in(line)
        numbered = self._value.implied_by(line) if concerns else None
        settled = self._by_form(line, spoken) if numbered is None else numbered
        if settled is not None:
            return settled
        if self._value.is_left_open_by(line):
            return None
        if self._whereabouts.bears(line):
            concerns = self._evidence.concerns(line) and self._is_on_thing(line, spoken)
            return self._whereabouts.implied_by(line) if concerns else None
        told = self._by_words(line)
        return self._attribute.implied_by(line) if told is None and self._attribute is not None else told

    def _is_of_contrary(self, line: str) -> bool:
        """Whether a contrary of the subject is said to be the taller one, which the question asks of the subject."""
        names = [word.meaning for word in words(line)]
        return self.question.superior in names and not negated(line) and self._subject.has_contrary(names)

    def _by_form(self, line: str, spoken: list[Word]) -> bool | None:
        """What follows from the form of a statement, whatever its words are."""
        if self._condition is not None and (damaged := self._condition.implied_by(line)) is not None:
            return damaged
        if self._predicate.is_elided(line):
            return False
        settled = self._type.implied_by(line, spoken)
        if settled is not None:
            return settled
        if self._incompatibility.is_stated(line, spoken):
            return False
        counted = self._value.counted_by(line, spoken)
        return counted if counted is None or self._evidence.concerns(line) else None

    def _is_on_thing(self, line: str, spoken: list[Word]) -> bool:
        """Whether a statement speaks of the thing for whose presence the question asks, if it asks for one."""
        asked = self.question
        named = asked.subject or any(word.meaning in asked.main for word in spoken)
        return bool(named) or says_of_it(line)

    def _by_words(self, line: str) -> bool | None:
        """What the clauses on what was asked imply by their words; none of them implies nothing."""
        own = self._evidence.own_clauses(line)
        spoken = self._predicate.without_nouns(own)
        implied = self._contraries.implied_by(own, spoken)
        if implied is None:
            implied = self._predicate.implied_by(own, spoken)
            implied = None if implied and (self.question.crux or self.question.count) else implied
        if implied:
            implied = self._objects.are_meant(own, spoken)
            if not implied:
                return implied
        if implied and self._site is not None:
            implied = self._site.is_of(own, spoken)
        if implied and (self._is_elsewhere(own, spoken) or self._lacks_place(own)):
            return None
        if implied and self._repeats(own, spoken):
            return True
        grounded = implied is None or (self._evidence.affirms(line) if implied else self._evidence.concerns(line))
        return implied if grounded else None

    def _is_elsewhere(self, own: str, spoken: list[Word]) -> bool:
        """Whether damage or words are those of another thing, or what could be worn is only at hand."""
        if self._condition is not None and self._condition.is_of_other(own):
            return True
        if self._exclusion.is_at_hand(own):
            return True
        return self._quotation is not None and self._quotation.is_elsewhere(own, {word.meaning for word in spoken})

    def _lacks_place(self, own: str) -> bool:
        """Whether a statement ends with what stands before a place in the question: "The phone is on."."""
        bare = _BARE_PLACE.search(own)
        asked = _BARE_PLACE.search(self.question.text) if bare is not None else None
        if bare is None or asked is not None:
            return False
        placed = rf"\b{bare[1]} (?:the|an?|this|that|his|her|its|their)\b"
        return re.search(placed, self.question.text, re.IGNORECASE) is not None

    def _repeats(self, own: str, spoken: list[Word]) -> bool:
        """Whether a statement is a fragment of the question: "On the left."."""
        has_pronoun = not forms.QUOTED.search(own) and forms.ANAPHOR.match(own) is not None
        spoken = [word for word in spoken if own[word.start : word.end].lower() not in _MANNER]
        is_sided = _SIDED.search(own) is not None and any(word.meaning in self.question.subject for word in spoken)
        is_short = len(spoken) <= _FRAGMENT or has_pronoun or is_sided
        return is_short and {word.meaning for word in spoken} <= self.question.asked | STOPWORDS


def _differ(line: str) -> bool:
    """Whether a statement tells things of a kind apart: all but one are so, or some are red and others blue."""
    if forms.ALL_BUT.match(line):
        return True
    said = [word.meaning for word in words(line)] if " or " not in line and not negated(line) else []
    return any(contrary(one, other) for one, other in combinations(said, 2))


def _paraphrase(question: PolarQuestion) -> Paraphrase:
    light = [_LIGHT] if _LIGHT in question.subject else []
    return Paraphrase(question.text, {*light, *question.main, *question.crux, *question.unwanted})


def _subject(question: PolarQuestion) -> Subject:
    words = () if question.quotations else question.subject
    return Subject(words, question.noun, question.telling, question.subject_text)


def _exclusion(question: PolarQuestion, site: Site | None) -> Exclusion:
    wanted = {*question.main, *question.objects}
    places = site.words if site else ()
    return Exclusion(question.text, question.main, wanted, set(question.subject), places, bool(question.quotations))


def _evidence(question: PolarQuestion, site: Site | None) -> Evidence:
    subject = () if question.asks_anyone else question.head
    beside = forms.placed_words(question.subject_text)
    return Evidence(question.text, subject, beside, question.needed, question.asked, site.words if site else ())
