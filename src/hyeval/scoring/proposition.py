"""What a yes/no question asks for, and what a statement implies about it.

The question is cut into a subject and a predicate by its word order alone: "Is [the traffic light] [red]", "Does [the
blue line] [cross the red line]", "Is there [a dog]". A statement answers yes if it asserts the predicate, no if it
denies it or asserts something that excludes it. A statement that does not take the predicate up answers nothing.
"""

from __future__ import annotations

import re
from itertools import pairwise

from hyeval.scoring import forms
from hyeval.scoring.asked_number import AskedNumber, has_quality
from hyeval.scoring.asked_time import AskedTime
from hyeval.scoring.bound import Bound
from hyeval.scoring.clause import (
    ACTIVITY,
    BREAK,
    GENERIC,
    SITE_NAMES,
    STATED_PLACE,
    WEIGHTLESS,
    WITHOUT,
    is_adjective,
    subject_and_predicate,
    telling,
)
from hyeval.scoring.comparison import Comparison
from hyeval.scoring.evidence import Evidence
from hyeval.scoring.exclusion import Exclusion
from hyeval.scoring.kind import Kind
from hyeval.scoring.lexicon import STOPWORDS, complementary, concept, contrary, excludable
from hyeval.scoring.likeness import likeness
from hyeval.scoring.neighbours import (
    PARTICIPLE,
    count,
    in_its_words,
    is_lacked,
    is_named_thing,
    is_noun,
    modified,
    number_of,
)
from hyeval.scoring.paraphrase import Paraphrase
from hyeval.scoring.presence import ANYONE, Sight, finds_any
from hyeval.scoring.quotation import Quotation
from hyeval.scoring.scope import Scope
from hyeval.scoring.stance import Stance, negated, stance
from hyeval.scoring.subject import Subject
from hyeval.scoring.whereabouts import Whereabouts
from hyeval.scoring.words import Word, words

_PLACE = re.compile(
    r"\s+(?:in|on|at|within|from) (?:the|this|that) (?:image|picture|photo|photograph|scene|figure|diagram|chart|"
    r"drawing|video|screenshot|map|table|background|foreground)s?\b",
    re.IGNORECASE,
)
_SIGHT = re.compile(r"^\W*(?:can|do) (?:you|we|one) see (?=(?:an?|any|some)\s)", re.IGNORECASE)
"""Whether a thing can be seen is whether it is there."""
_TAKEN = re.compile(r"\b((?:photo|photograph|picture|image)s?) taken\b", re.IGNORECASE)
"""Where a picture was taken is where what it shows is."""
_SOURCE = re.compile(r",?\s+(?:according to|based on|judging (?:from|by)|as (?:shown|seen) in)\s[^?]*", re.IGNORECASE)
_TEXT = concept("text")
"""Whatever is quoted from an object shows that there is text on it."""
_CONVERSES = frozenset(
    frozenset(map(concept, pair))
    for pair in (("left", "right"), ("above", "below"), ("behind", "front"), ("north", "south"), ("east", "west"))
)
"""Relations that turn into each other where their two things change places."""
_REVERSIBLE = frozenset().union(*_CONVERSES) | {concept("inside")}
_MEASURES = frozenset(map(concept, ["length", "size", "height", "width", "colour", "color", "shape", "age", "weight"]))
_UNSAID = _REVERSIBLE | _MEASURES | {*map(concept, ["on", "without", "wearing", "standing"])}
"""Words of a predicate that others stand for: "behind" for "in front of", "equally long" for "of equal length"."""
_DAYS = frozenset(map(concept, ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]))
_SUPERIOR = re.compile(r"\b(\w{3,}er)\W*$", re.IGNORECASE)
_CROSS = concept("cross")
_BLANKS, _EQUAL = frozenset(map(concept, ("blank", "empty", "bare"))), concept("equal")
_EMPTY = concept("empty")
_WEARING = concept("wearing")
"""What is worn is all that counts: the man "has glasses on"."""
_CAN = re.compile(r"\W*(?:can|could|will|would)\b", re.IGNORECASE)
_MAY = re.compile(r"\W*(?:can|may|could|should|am|are)\b", re.IGNORECASE)
_LIGHT = {concept("light")}
_ALLOWED, _FORBIDDEN = concept("allow"), concept("forbid")
_NEUTRAL = frozenset(
    map(concept, ["colour", "one", "tone", "hue", "shade", "side", "part", "version", "shape", "form", "now", "today"])
)
"""Words behind an adjective that name nothing else than what it is said of."""
_INVERTED = re.compile(
    r"^\W*(?:is|are|was|were|does|do|did|can|has|have)\b.*?\b(?:not|(?:false|untrue|incorrect) that)\b", re.I
)
_SITE = re.compile(rf"\s+({SITE_NAMES})\s+(.*)", re.IGNORECASE | re.DOTALL)
_ITS_PARTS = r"(?:label|sticker|cap|lid|surface|neck)\b"
"""Parts of a thing, on which what is there is on the thing."""


class Proposition:
    """What a question asks for. `main` are the words that decide, `unwanted` those that it wants to be absent."""

    def __init__(self, text: str) -> None:
        text = _SIGHT.sub("Is there ", _TAKEN.sub(r"\1", _SOURCE.sub("", _PLACE.sub("", text.strip()))))
        self.telling = telling(text)
        quoted = forms.QUOTED.findall(text)
        self.quoted = bool(quoted)
        subject, predicate = subject_and_predicate(text)
        self.subject = telling(subject)
        self.unwanted = {concept(word) for word in WITHOUT.findall(predicate)}
        general = [word.meaning for word in words(predicate) if word.meaning not in WEIGHTLESS]
        found = [
            word
            for word in (telling(" ".join(quoted)) or telling(predicate) or general or self.telling[-1:])
            if word not in self.unwanted
        ]
        self.objects = frozenset(telling(text.partition(subject)[2]) if subject else ()) - {*self.subject, *found}
        self.crux = [] if quoted else [word for word in found if excludable(word) and word not in self.subject]
        self.crux = self.crux or ([] if quoted else found[-1:] if is_adjective(predicate) else [])
        self.main = found
        self.paraphrase = Paraphrase(text, {*(_LIGHT & {*self.subject}), *found, *self.crux, *self.unwanted})
        self.verbs = frozenset(self.crux) if forms.ASKS_ACT.match(text) else frozenset()
        self.participles = frozenset(concept(word) for word in PARTICIPLE.findall(predicate))
        self.bound = Bound.of(text)
        self.universal = forms.UNIVERSAL.search(text) is not None
        head = telling(BREAK.split(subject.strip(), maxsplit=1)[0])
        self.head = head[-1] if head else None
        self.bearer = Subject([] if quoted else self.subject, self.head, self.telling, subject)
        self.asked = frozenset(word.meaning for word in words(text)) - WEIGHTLESS
        self.quotation = Quotation(found, self.asked, self.objects) if quoted else None
        self.asks_ability = _CAN.match(text) is not None
        self.asks_permission = _MAY.match(text) is not None or _ALLOWED in self.crux
        self.sight = Sight(text)
        asks_empty = _EMPTY in self.crux and not forms.ASKS_THERE.match(text)
        self.asks_presence = True if ANYONE.match(text) else False if asks_empty else None
        self.scope = Scope(text)
        self.comparison = Comparison.of(text)
        self.kind = Kind(text)
        superior = _SUPERIOR.search(text)
        self.superior = concept(superior.group(1)) if superior else None
        self.whereabouts = Whereabouts(text)
        self.inverted = _INVERTED.match(text) is not None
        site = _SITE.search(text) if not subject else None
        self.site = (site.group(1).lower(), telling(site.group(2))) if site else None
        self.attributive = {
            word.meaning for word in words(text) if word.meaning in self.crux and modified(text, word) in self.main
        }
        self.count = count(text, {*self.main, *(GENERIC if not subject else ())})
        self.time = AskedTime.of(text)
        self.number = None if self.count or quoted or self.time else AskedNumber.of(text, self.asked)
        active = ACTIVITY.search(text)
        self.activity = concept(active.group()) if active else None
        site_words = self.site[1] if self.site else ()
        wanted = {*found, *self.objects}
        self.exclusion = Exclusion(text, found, wanted, {*self.subject}, site_words, self.quoted)
        self.evidence = Evidence(
            text,
            [] if ANYONE.match(text) else head,
            forms.placed_words(subject),
            self._needed(text, subject, predicate, quoted),
            self.asked,
            site_words,
        )

    def implied_by(self, line: str) -> bool | None:
        """What a statement implies: True, False, or None if it says nothing on the question."""
        ended = self.scope.ended(line)
        if ended is not None:
            return False if self._implied(ended) else None
        line = self.scope.within(line)
        implied = self._implied(line)
        unreal = forms.RESTRICTED if self.asks_ability else forms.IRREALIS
        if implied and unreal.search(line):
            return None
        return implied if implied is None or not self.inverted else not implied

    def asks_of_both(self) -> bool:
        """Whether it takes what is said of two things to answer, which may stand in two sentences."""
        return self.comparison is not None or _EQUAL in self.crux or (self.bound is not None and self.bound.sums > 0)

    def takes_up(self, line: str) -> bool:
        """Whether a statement names all that the question asks for, however it stands to it."""
        return set(self.main) - _UNSAID <= {word.meaning for word in words(line)}

    def is_unseen(self, text: str) -> bool:
        """Whether a text says that the thing or the text, for whose presence the question asks, is not seen."""
        match = forms.UNSEEN.search(text)
        if match is None:
            return False
        unseen = {word.meaning for word in words(match.group("what"))} - STOPWORDS
        if match.group("any"):
            own = {*self.main, *self.objects, *(self.subject if self.quoted else ())}
            return not unseen or not unseen.isdisjoint(own)
        return (not self.subject or self.quoted) and set(self.main) <= unseen

    def _implied(self, line: str) -> bool | None:
        if self.comparison is not None:
            return self.comparison.implied_by(line)
        if self._is_of_more_than_asked(line) or (self.bound is None and self.exclusion.is_other_alone(line)):
            return False
        line = self.bearer.own_part(self.paraphrase.plain(line))
        if _EQUAL in self.crux and (equal := likeness(line, self.telling)) is not None:
            return equal
        spoken = words(line)
        meanings = {word.meaning for word in spoken}
        if self.bound is not None:
            if forms.ONLY_THIS.match(line) and self.subject and meanings.isdisjoint(self.subject):
                return None  # it is of another thing alone
            counted = forms.COUNTED.search(line)
            if counted is not None and not self.subject and meanings.isdisjoint(self.main):
                return None  # it counts other things
            is_fragment = len(meanings - STOPWORDS) < 2 + bool(self.subject)
            gives_value = bool(meanings & self.asked) or forms.ANAPHOR.match(line) or "=" in line or is_fragment
            gives_value = gives_value or self.bound.totals(line)
            return self.bound.implied_by(line) if gives_value else None
        seen = self.sight.implied_by(line)
        if seen is not None:
            return seen
        numbered = self._by_number(line) if self.evidence.concerns(line) else None
        settled = self._by_form(line, spoken, meanings) if numbered is None else numbered
        if settled is not None:
            return settled
        if self.whereabouts.bears(line):
            return self.whereabouts.implied_by(line) if self.evidence.concerns(line) else None
        return self._by_words(line, self.evidence.own_clauses(line))

    def _by_number(self, line: str) -> bool | None:
        """What the time or the number of a statement implies, where the question is for one."""
        if self.time is not None:
            return self.time.implied_by(line)
        if self.number is not None:
            return self.number.implied_by(line)
        return has_quality(self.crux[0], line) if len(self.crux) == 1 else None

    def _by_words(self, line: str, own: str) -> bool | None:
        """What the clauses on what was asked imply by their words; none of them implies nothing."""
        spoken = [word for word in words(own) if not self._is_noun_here(own, word)]
        meanings = {word.meaning for word in spoken}
        implied = self._by_crux(own, spoken) if self.crux and not self._is_of_another_day(own, meanings) else None
        if implied is None:
            implied = self._by_predicate(own, spoken, meanings)
            implied = None if implied and (self.crux or self.count) else implied
        if implied and self._denies_part(own, spoken):
            return False
        if implied and self._takes_other_object(own, spoken):
            return None
        if implied and self._is_of_other_object(meanings):
            return False if forms.SOLELY.search(own) else None
        if implied and self.site:
            implied = self._at_site(own, spoken)
        if implied and (self.exclusion.is_at_hand(own) or self._is_elsewhere(own, meanings)):
            return None
        is_short = len(spoken) <= 3 or (not forms.QUOTED.search(own) and forms.ANAPHOR.match(own) is not None)
        if implied and is_short and meanings <= self.asked | STOPWORDS:
            return True  # a fragment of the question: "On the left."
        grounded = implied is None or (self.evidence.affirms(line) if implied else self.evidence.concerns(line))
        return implied if grounded else None

    def _is_elsewhere(self, own: str, meanings: set[str]) -> bool:
        """Whether the words in question are written on another thing."""
        return self.quotation is not None and self.quotation.is_elsewhere(own, meanings)

    def _is_noun_here(self, own: str, word: Word) -> bool:
        """Whether a word that is a verb in the question names a thing: "the red cross is", "a lock"."""
        if word.meaning in self.participles and is_noun(own, word):
            return True
        return word.meaning in self.verbs and is_named_thing(own, word)

    def _takes_other_object(self, own: str, spoken: list[Word]) -> bool:
        """Whether a verb has an object that the question does not name, where its own has a noun of the subject."""
        if not self.objects or not self.subject or self.activity:
            return False
        for word in spoken:
            thing = forms.OBJECT.match(own, word.end) if word.meaning in self.crux else None
            if thing is not None and self.asked.isdisjoint(one.meaning for one in words(thing.group(1))):
                return True
        return False

    def _is_of_other_object(self, meanings: set[str]) -> bool:
        """Whether an object of the question is not named, but one that it excludes: the green line, not the red one."""
        return any(
            name not in meanings and any(contrary(name, word) for word in meanings.difference(self.telling))
            for name in self.objects
            if excludable(name)
        )

    def _denies_part(self, own: str, spoken: list[Word]) -> bool:
        """Whether an object of the question is only named to say that it is not the one: "a bag, not an umbrella"."""
        stances = {word: self._stance(own, word) for word in spoken if word.meaning in self.objects}
        others = [word for word in spoken if word.meaning in self.main]
        stances |= {
            word: Stance.REJECTED if forms.NOT_IT.search(own[: word.start]) else Stance.ASSERTED for word in others
        }
        return any(
            all(position is Stance.REJECTED for word, position in stances.items() if word.meaning == name)
            for name in {word.meaning for word in stances}
        )

    def _by_form(self, line: str, spoken: list[Word], meanings: set[str]) -> bool | None:
        """What follows where a question asks for permission, presence, absence, text, all of some or a count."""
        ellipsis = forms.ELLIPSIS.search(line) if self.subject else None
        if ellipsis is not None and set(self.subject) <= {word.meaning for word in words(ellipsis.group("who"))}:
            return False
        allowed = self._allows(line, spoken) if self.asks_permission else None
        if allowed is not None:
            return allowed
        found = finds_any(line, self.asks_presence) if self.asks_presence is not None else None
        if found is None and self.asks_presence is not None and _EMPTY in meanings and self.evidence.concerns(line):
            found = negated(line)
        if found is not None:
            return found == self.asks_presence
        if self.quotation is not None and self.quotation.is_in(line):
            return True
        if self.unwanted & meanings:
            return self._is_without(line, spoken)
        if _TEXT in self.main and forms.QUOTED.search(line) and not negated(line):
            return True
        if self._is_excluded(line, spoken, meanings):
            return False
        if (
            self.count is not None
            and self.evidence.concerns(line)
            and (number := number_of(self.count[1], spoken)) is not None
        ):
            return number == self.count[0] and not self._denies_count(line, spoken)
        return None

    def _denies_count(self, line: str, spoken: list[Word]) -> bool:
        """Whether the number that the question names is only there to say that it is another one."""
        named = [word for word in spoken if self.count is not None and word.meaning == self.count[0]]
        return all(stance(line, word.start, word.end) is Stance.REJECTED for word in named)

    def _is_excluded(self, line: str, spoken: list[Word], meanings: set[str]) -> bool:
        """Whether a sentence leaves no room for what is asked: all is blank, nothing is held, it is of another kind."""
        asks_text = self.quoted or _TEXT in self.main
        if self.quotation is not None and self.quotation.is_other(line, meanings):
            return self.evidence.concerns(line)
        if asks_text and not _BLANKS.isdisjoint(meanings) and self.evidence.concerns(line):
            return True
        if self.exclusion.leaves_no_room(line) and self.evidence.concerns(line):
            return True
        if _CROSS in self.crux and forms.APART.match(line) and not negated(line):
            return self.evidence.concerns(line)
        if self._lacks_subject(line, spoken) or self._is_partial(line, spoken):
            return True
        return self.kind.excluded_by(line) and self.evidence.concerns(line)

    def _is_without(self, line: str, spoken: list[Word]) -> bool:
        """Whether a sentence says that there is nothing of what the question wants to be absent.

        "Without errors" says so if it is not denied itself: "cannot run without errors".
        """
        found = [match for match in WITHOUT.finditer(line) if concept(match.group(1)) in self.unwanted]
        if not found:
            return not self._asserts(line, spoken, self.unwanted)
        starts = [0, *(match.end() for match in found[:-1])]
        ends = [match.start() for match in found]
        return not negated(" ".join(line[start:end] for start, end in zip(starts, ends, strict=True)))

    def _needed(self, text: str, subject: str, predicate: str, quoted: list[str]) -> set[str]:
        """The words without which a statement does not say what the question asks for."""
        behind = telling(STATED_PLACE.sub(r"\1", text.partition(subject)[2])) if subject else []
        if not set(behind).isdisjoint(self.subject):
            behind = []
        said = telling(" ".join(quoted)) if quoted else [*telling(predicate), *self.main, *behind]
        return set(said) - self.unwanted - _UNSAID or set(self.main)

    def _is_of_more_than_asked(self, line: str) -> bool:
        """Whether a contrary of the subject is said to be the taller one, which the question asks of the subject."""
        names = [word.meaning for word in words(line)]
        return self.superior in names and not negated(line) and self.bearer.has_contrary(names)

    def _is_of_another_day(self, line: str, meanings: set[str]) -> bool:
        """Whether a statement is on another day than the question, and says nothing on the days that it leaves out."""
        days = [word for word in self.crux if word in _DAYS]
        named = meanings & _DAYS
        asks_more = not set(self.crux) <= {*days, concept("on")}
        return asks_more and bool(days and named) and named.isdisjoint(days) and not forms.ONLY_DAYS.search(line)

    def _at_site(self, line: str, spoken: list[Word]) -> bool | None:
        """Whether what is there is where the question asks for it: False at a contrary place, None at another one."""
        if self.site is None:
            return True
        places = {concept(self.site[0].split()[-1]), *self.site[1]}
        other = [word for word in spoken if any(contrary(place, word.meaning) for place in places)]
        named = [word.meaning for word in spoken if word.meaning in places]
        if any(not any(contrary(name, word.meaning) for name in named) for word in other):
            return False
        if self._is_turned_round(spoken):
            return False
        at_it = [word for word in spoken if word.meaning in self.site[1]]
        if at_it and all(stance(line, word.start, word.end) is Stance.REJECTED for word in at_it):
            return False
        if any(word.meaning in self.site[1] for word in spoken):
            return True
        elsewhere = rf"\b{self.site[0]}\s+(?:a|an|the|his|her)\s(?!{_ITS_PARTS})"
        return None if re.search(elsewhere, line, re.IGNORECASE) else True

    def _by_crux(self, line: str, spoken: list[Word]) -> bool | None:
        """Whether the words that others exclude are asserted, rejected, or excluded by other words of their class."""
        found = {self._of_crux(crux, line, spoken) for crux in self.crux}
        return False if False in found else True if True in found else None

    def _of_crux(self, crux: str, line: str, spoken: list[Word]) -> bool | None:
        named = in_its_words(crux, line, [word for word in spoken if word.meaning == crux])
        others = [word for word in spoken if contrary(crux, word.meaning) and word.meaning not in self.telling]
        if all(self._is_of_another(line, word) for word in named) and (crux in self.attributive or others):
            named = []
        if named and all(self._is_of_other_thing(line, word) for word in named):
            return None
        own = [word for word in others if not self._is_of_another(line, word)]
        others = own if crux in self.attributive or named else own or others
        if self.activity is None:
            others = [word for word in others if not forms.AT_HAND.search(line, 0, word.start)]
        if crux == _EQUAL and len({word.meaning for word in others}) == 1:
            others = [word for word in others if not forms.PLAIN_SIZE.fullmatch(line, word.start, word.end)]
        stances = {self._stance_of_phrase(line, word, spoken) for word in named}
        asserted = [word for word in others if stance(line, word.start, word.end) is Stance.ASSERTED]
        if Stance.ASSERTED in stances:
            if any(forms.TURNED_INTO.search(line[named[-1].end : word.start]) for word in asserted):
                return False
            return not (self._reversed(spoken) or (self.universal and asserted))
        if Stance.REJECTED in stances:
            return False
        if not others or not self._concerns(line, spoken):
            return None
        if asserted:
            converse = all(frozenset((crux, word.meaning)) in _CONVERSES for word in asserted)
            return converse and self._reversed(spoken)
        denied = [word for word in others if self._stance(line, word) is Stance.REJECTED]
        return True if any(complementary(crux, word.meaning) for word in denied) else None

    def _is_turned_round(self, spoken: list[Word]) -> bool:
        """Whether the place is said to lie where the question wants the thing: "the plate is left of the knife"."""
        order = [word.meaning for word in spoken]
        site = set(self.site[1]) if self.site else set()
        relation = next((place for place, word in enumerate(order) if word in _REVERSIBLE & site), 0)
        before, after = order[:relation], order[relation:]
        return not site.isdisjoint(before) and not set(self.main) & set(before) and bool(set(self.main) & set(after))

    def _allows(self, line: str, spoken: list[Word]) -> bool | None:
        """Whether a statement on what the question asks for says that it is allowed or forbidden."""
        found = [word for word in spoken if word.meaning in (_ALLOWED, _FORBIDDEN)]
        if not found or self.asked.isdisjoint(word.meaning for word in spoken):
            return None
        return (found[-1].meaning == _ALLOWED) == (self._stance(line, found[-1]) is not Stance.REJECTED)

    def _is_of_another(self, line: str, word: Word) -> bool:
        """Whether an adjective stands before a noun of which the question says nothing."""
        noun = modified(line, word)
        return noun is not None and noun not in self.asked | _NEUTRAL and not excludable(noun)

    def _is_of_other_thing(self, line: str, word: Word) -> bool:
        """Whether an adjective belongs to a thing with an article of which the question says nothing: "the red car"."""
        has_article = forms.ARTICLE.search(line[: word.start]) is not None
        return has_article and not self.quoted and bool(self.subject) and self._is_of_another(line, word)

    def _lacks_subject(self, line: str, spoken: list[Word]) -> bool:
        """Whether a statement says that what the question speaks of is not there, or is something else."""
        return any(
            (word.meaning == self.head or word.meaning in self.objects)
            and forms.NONE_SUCH.search(line[: word.start])
            and forms.NAME_ENDS.match(line[word.end :])
            for word in spoken
        )

    def _is_partial(self, line: str, spoken: list[Word]) -> bool:
        """Whether a statement says of a part what the question asks of all."""
        return self.universal and forms.PARTIAL.search(line) is not None and self._concerns(line, spoken)

    def _stance_of_phrase(self, line: str, word: Word, spoken: list[Word]) -> Stance:
        """How a sentence stands to an adjective: as to its noun, where this is rejected: "a red car is not there"."""
        position = self._stance(line, word)
        noun = next((one for one in spoken if one.start == word.end + 1 and one.meaning in self.main), None)
        if position is not Stance.ASSERTED or noun is None:
            return position
        return Stance.REJECTED if self._stance(line, noun) is Stance.REJECTED else position

    def _stance(self, line: str, word: Word) -> Stance:
        position = stance(line, word.start, word.end)
        reason = forms.REASON.search(line[: word.start]) if position is Stance.ASIDE else None
        if reason is not None:
            position = stance(line[reason.end() :], word.start - reason.end(), word.end - reason.end())
        denied = position is Stance.ASSERTED and forms.LACK.search(line[word.end : word.end + 60])
        return Stance.REJECTED if denied or forms.WITHOUT_IT.match(line, word.end) else position

    def _reversed(self, spoken: list[Word]) -> bool:
        """Whether "left of" and its like stand between the question's two things in the opposite order."""
        if not _REVERSIBLE & set(self.crux) or len(self.subject) == 0:
            return False
        objects = [word for word in self.main if word not in self.crux]
        if any(word.meaning == "its" for word in spoken):
            spoken = [word for word in spoken if word.meaning not in objects]
        first = next((place for place, word in enumerate(spoken) if word.meaning in self.subject), None)
        relation = next((place for place, word in enumerate(spoken) if word.meaning in self.crux), None)
        second = next((place for place, word in enumerate(spoken) if word.meaning in objects), None)
        if first is not None and second is not None and relation is not None and relation < min(first, second):
            return False  # "To the left of the sofa there is a cat"
        return first is not None and second is not None and second < first

    def _concerns(self, line: str, spoken: list[Word]) -> bool:
        """Whether a statement is about the question's subject: it names it, or has a pronoun, or is a mere fragment."""
        return (
            not self.subject
            or bool(forms.ANAPHOR.match(line))
            or len(spoken) <= 4
            or any(word.meaning in self.asked for word in spoken)
            or forms.STANDS_FOR_IT.match(line) is not None
        )

    def _by_predicate(self, line: str, spoken: list[Word], meanings: set[str]) -> bool | None:
        """Yes or no by whether the clause that takes up the predicate is negated."""
        shared = [word for word in self.main if word in meanings]
        if shared and self._of_another_activity(line, meanings):
            return None
        if shared and 2 * len(set(shared)) >= len(set(self.main)):
            return self._asserts(line, spoken, set(shared))
        said = [word.meaning for word in spoken if word.meaning not in WEIGHTLESS | GENERIC]
        about = set(said) <= {*self.telling, "not", "no", "any", "none", "can", "cannot", *forms.NOT_VERBS} and (
            set(said) & set(self.telling) or forms.ANAPHOR.match(line)
        )
        return False if about and negated(line) else None

    def _of_another_activity(self, line: str, meanings: set[str]) -> bool:
        """Whether a statement says what somebody does, and not what the question asks for: standing, not riding."""
        if self.activity is None or self.activity in meanings or self.activity == _WEARING:
            return False
        return any(concept(match.group()) not in self.telling for match in ACTIVITY.finditer(line))

    def _asserts(self, line: str, spoken: list[Word], wanted: set[str]) -> bool:
        """Whether some clause names what is wanted without denying it."""
        starts = [0, *(match.end() for match in forms.CLAUSE.finditer(line)), len(line) + 1]
        for start, end in pairwise(starts):
            named = [word for word in spoken if start <= word.start < end and word.meaning in wanted]
            clause = line[start:end]
            reason = forms.REASON_FIRST.match(line)
            cut = reason.end() if reason is not None and reason.end() <= start else 0
            own = line[cut:]
            rejected = any(
                stance(own, word.start - cut, word.end - cut) is Stance.REJECTED
                or forms.WITHOUT_IT.match(line, word.end)
                for word in named
            )
            lacked = any(is_lacked(line[start : word.start], line[word.end : end]) for word in named)
            if named and not rejected and not negated(clause) and not lacked:
                return True
        return False
