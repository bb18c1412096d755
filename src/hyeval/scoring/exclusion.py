"""Statements that leave no room for what a question asks: another act, another thing held, only something else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from hyeval.scoring.clause import ACTIVITY
from hyeval.scoring.forms import ANAPHOR, ASKS_THERE
from hyeval.scoring.kind import THINGS, singular
from hyeval.scoring.lexicon import concept
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import negated
from hyeval.scoring.words import words

# Members of one line are never done at once by one body.
_POSTURES_TEXT = """
standing stands stood, sitting sits sat seated, lying lies, walking walks walked, running runs ran, kneeling kneels,
    swimming swims, flying flies, jumping jumps, crouching crouches
leaning leans leant, lying lies
moving moves, parked stationary stopped standing stands
crying cries cried, laughing laughs laughed
sleeping sleeps, walking walks, running runs, swimming swims, dancing dances, jumping jumps, crying cries, laughing
    laughs, eating eats, playing plays, talking talks
"""
_POSTURES = [
    {form: names.split()[0] for names in line.split(",") for form in names.split()}
    for line in re.sub(r",\n\s+", ", ", _POSTURES_TEXT).strip().splitlines()
]
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_HANDLING = frozenset(
    concept(f"{verb}ing")
    for verb in ("hold", "carry", "rid", "eat", "drink", "play", "read", "driv", "throw", "kick", "push")
)
"""Acts that are done with one thing at a time."""
_GRASPING = frozenset(map(concept, ("holding", "carrying")))
_WEARING = concept("wearing")
_NOTHING = re.compile(r"\bnothing\b|(?:\bnot\b|n't\b)[^.;,]*\banything\b", re.IGNORECASE)
_EMPTY_HANDS = re.compile(r"\b(?:hands? (?:is|are|were) (?:\w+ )?(?:empty|free)|empty[- ]handed|empty hands?)\b", re.I)
_NOT_WORN = re.compile(
    r"\b(?:has|have|had) (?:fallen|dropped|slipped)\b|\b(?:takes?|took|taken|taking|pulled)\b[^.;]*\b(?:off|away)\b|\b"
    r"(?:removed|put away|taken off)\b|"
    r"\b(?:holds?|holding|carries|carrying|has|with)\b[^.;]*"
    r"\bin (?:his|her|their|the|one) (?:\w+ )?(?:hands?|pocket|case|bag)\b|"
    r"\bare in (?:his|her|their) (?:\w+ )?(?:hands?|pocket)\b|"
    r"\b(?:is|are|lie|lies|lying|hang|hangs|hanging|rest|rests|resting) (?:\w+ )?"
    r"(?:on|from|beside|next to|under|below) (?:the|a|an|his|her)(?: \w+)? "
    r"(?:table|desk|floor|shelf|ground|chair|hook|handlebars?|bike|bicycle|bag|backpack|wall|bench|seat|door|rack|belt)\b",
    re.IGNORECASE,
)
_TAKEN_OFF = re.compile(r"\b(?:takes?|took|taken|has taken|pulled) (?:it|them) off\b", re.IGNORECASE)
_ACT_ON = re.compile(
    r"\b(?:he|she|they|man|woman|boy|girl|child|person)\s+(?:is\s+|are\s+)?(?!has\b|is\b|are\b)[a-z]+(?:ing|s)\b", re.I
)
_WORN = re.compile(
    r"\b(?:wear\w*|wore|worn|sports?|dons?|puts?|with|has|behind|through)\b|\bin (?=\w+\W*$)|"
    r"\bon (?:his|her|their|the) (?:nose|face|head|eyes|feet|neck|wrist)\b|\bon\W*$",
    re.IGNORECASE,
)
"""How things are said to be worn, and not only held."""
_LAMPS = frozenset(map(concept, ("light", "lamp", "signal", "bulb")))
_COLOURS = frozenset(map(concept, ("red", "green", "yellow", "blue", "white", "orange", "amber")))
_UNLIT = re.compile(
    r"(?:\b(?:is|are)|['’](?:s|re))(?: \w+ly)? (?:(?:switched|turned) )?(?:off|out)\b|"
    r"(?:not|n't) (?:lit|working|on)\b|\bunlit\b|\b(?:none|neither) of the (?:lights|lamps|bulbs) (?:is|are) (?:lit|on"
    r"|working)\b",
    re.IGNORECASE,
)
_AS_PART = re.compile(r"\b(?:only|just|merely) (?:as )?(?:an? )?(?:part|piece|fragment|bit) of\b", re.IGNORECASE)
_ONLY = Sieve(
    r"\b(?:only|nothing (?:but|except|other than)|(?<=there['’]s )just(?= an?\b)|(?<=there is )just(?= an?\b))\b"
    r"(?!\s+(?:part\w*|half|halfway|barely|slightly|when|if|because|since|after|before|by|as|just|"
    r"seems?|appears?|looks?|visible|the (?:back|front|top|bottom|side|edge|lower|upper)|"
    r"one (?:side|end|half|part|of)|some of)\b)",
    re.IGNORECASE,
)
_ASLEEP = re.compile(r"\basleep\W*$", re.IGNORECASE)
_INSTEAD = Sieve(r"\binstead\b(?!\s+of\b)(?=\W*$|,)", re.IGNORECASE)
_ONLY_ONE = re.compile(r"\W*only\s+(?:the|an?|one|two|three|his|her)\s", re.IGNORECASE)
_VERBAL = re.compile(r"\W*(?:does|do|did)\s+(?:the|this|that)\s+\w+\s+(\w+)\s+\w+\W*$", re.IGNORECASE)
"""A question whose verb has an object alone: "Does the restaurant serve breakfast?"."""
_THE_ONLY = re.compile(
    r"\W*the (?:only|(?=person\b|one\b)) ?(?P<what>.+?)\s+(?:is|are|was|were)\s+(?P<who>.+)", re.IGNORECASE
)
_NO_ONE = re.compile(r"\W*(?:nobody|no one|no (?:person|man|woman)|none of (?:the|them)|neither)\b", re.IGNORECASE)
_EMPTY = re.compile(
    r"\b(\w+)\s+(?:is|are|looks?|was|were)\s+(?:\w+ly\s+)?(?:empty|bare|deserted|vacant)\b", re.IGNORECASE
)
_SHOWS = re.compile(
    r"\b(?:there (?:is|are|was|were)|shows?|contains?|includes?|depicts?|displays?|has|have|see|visible|shown|"
    r"present)\b",
    re.IGNORECASE,
)


class Exclusion:
    """What of a question other statements exclude.

    `wanted` are the concepts of its predicate, `subject` those of its subject, `site` those of the place that it names;
    `main` is what it asks for most of all.
    """

    def __init__(
        self,
        question: str,
        main: Collection[str],
        wanted: Iterable[str],
        subject: Collection[str],
        site: Collection[str],
        quotes: bool,
    ) -> None:
        acts = list(ACTIVITY.finditer(question))
        self._act = acts[-1].group().lower() if acts else "sleeping" if _ASLEEP.search(question) else None
        self._verb = concept(self._act) if self._act else None
        self._asks_thing = ASKS_THERE.match(question) is not None or _SHOWS.search(question) is not None
        self._main = frozenset(main)
        verbal = _VERBAL.match(question)
        self._verbs = frozenset([concept(verbal.group(1))] if verbal else []) | frozenset([self._verb or ""])
        self._subject = frozenset(subject) - self._verbs
        self._wanted = frozenset(wanted) - self._subject | self._verbs - {""}
        self._site = frozenset(site)
        self._quotes = quotes
        things = [singular(word) for word in _WORD.findall(question[acts[-1].end() :])] if acts else []
        things = [word for word in things if word in THINGS] if self._verb in _HANDLING else []
        self._thing = things[0] if len(things) == 1 else None

    def leaves_no_room(self, line: str) -> bool:
        """Whether a statement on the question's subject excludes what the question asks of it."""
        meanings = {word.meaning for word in words(line)}
        if self._quotes and _AS_PART.search(line):
            return True
        if self._is_undone(line, meanings) or self._is_unlit(line):
            return True
        return not negated(line) and (self._is_other_act(line) or self._is_other_thing(line, meanings))

    def is_at_hand(self, line: str) -> bool:
        """Whether what somebody could wear is only held, looked at or sold, as far as a sentence tells."""
        if self._verb != _WEARING:
            return False
        before = next((line[: word.start] for word in words(line) if word.meaning in self._main), "")
        act = _ACT_ON.search(before)
        return act is not None and _WORN.search(line) is None

    def is_other_alone(self, line: str) -> bool:
        """Whether only something else is there, nobody or only somebody else does what is asked, or all is empty."""
        if self._is_of_none(line) or self._is_replaced(line):
            return True
        match = _ONLY.search(line)
        if match is None or negated(line[: match.start()]):
            return False
        meanings = {word.meaning for word in words(line)}
        behind = {word.meaning for word in words(line[match.end() :])}
        if self._subject and _ONLY_ONE.match(line) and self._subject.isdisjoint(meanings):
            return self._wanted <= meanings
        is_shown = self._asks_thing and _SHOWS.search(line) is not None
        is_of_subject = ANAPHOR.match(line) is not None or not self._subject.isdisjoint(meanings)
        is_shown = is_shown and (not self._subject or is_of_subject)
        takes_up = is_shown or (bool(self._subject) and not self._wanted.isdisjoint(meanings))
        return takes_up and self._main.isdisjoint(meanings) and not (self._wanted - self._site) & behind - self._verbs

    def _is_replaced(self, line: str) -> bool:
        """Whether something else is there in place of what is asked: "There is a yield sign instead"."""
        if _INSTEAD.search(line) is None or negated(line) or not self._main:
            return False
        meanings = {word.meaning for word in words(line)}
        is_shown = self._asks_thing and _SHOWS.search(line) is not None
        is_of_it = is_shown or ANAPHOR.match(line) is not None or not self._subject.isdisjoint(meanings)
        return is_of_it and not self._main <= meanings

    def _is_of_none(self, line: str) -> bool:
        """Whether nobody does what is asked, somebody else is the only one, or the place in question is empty."""
        empty = _EMPTY.search(line)
        if empty is not None and concept(empty.group(1)) in self._site:
            return True
        if self._subject and _NO_ONE.match(line):
            return self._main <= {word.meaning for word in words(line)}
        only = _THE_ONLY.match(line)
        if only is None or negated(line):
            return False
        what, who = ({word.meaning for word in words(only.group(name))} for name in ("what", "who"))
        if not self._subject:
            return not self._site.isdisjoint(what) and self._main.isdisjoint(who)
        return self._main <= what and self._subject.isdisjoint(who | what)

    def _is_undone(self, line: str, meanings: set[str]) -> bool:
        """Whether nothing is what somebody holds, wears or eats, or what he could wear is not worn."""
        if self._verb is None:
            return False
        if self._verb in meanings and _NOTHING.search(line) and self._main.isdisjoint(meanings):
            return True
        if self._verb in _GRASPING and _EMPTY_HANDS.search(line):
            return True
        if self._verb == _WEARING and _TAKEN_OFF.search(line):
            return True
        is_of_it = self._verb == _WEARING and not self._main.isdisjoint(meanings)
        return is_of_it and _NOT_WORN.search(line) is not None

    def _is_unlit(self, line: str) -> bool:
        return (
            not self._main.isdisjoint(_COLOURS)
            and not self._subject.isdisjoint(_LAMPS)
            and _UNLIT.search(line) is not None
        )

    def _is_other_act(self, line: str) -> bool:
        """Whether a body does something that it cannot do at once with what is asked: sitting, not walking."""
        said = [word.lower() for word in _WORD.findall(line)] if self._act else []
        for forms in _POSTURES:
            asked = forms.get(self._act or "")
            done = {forms[word] for word in said if word in forms} if asked else set()
            if done and asked not in done:
                return True
        return False

    def _is_other_thing(self, line: str, meanings: set[str]) -> bool:
        """Whether the act that is asked for is done with another thing: holding a balloon, not a kite."""
        act = next((one for one in _WORD.finditer(line) if concept(one.group()) == self._verb), None)
        if self._thing is None or act is None or not self._main.isdisjoint(meanings):
            return False
        named = [singular(word) for word in _WORD.findall(line[act.end() :])]
        return self._thing not in named and next((word for word in named if word in THINGS), None) is not None
