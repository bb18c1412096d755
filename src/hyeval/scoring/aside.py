"""Sentences on something else in the picture, behind the one that answers: "It is a jay. There is a sparrow, too"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from hyeval.scoring.claims import Claim, Rank
from hyeval.scoring.options import Options, full_mentions
from hyeval.scoring.poles import Pole
from hyeval.scoring.words import Spoken, spoken

_SAYS_OF_IT = re.compile(
    r"(?:(?:^|[,:–—-]\s+)\W*)(?:(?:well|so|clearly|obviously|here|yes|hence|thus),?\s+)?"
    r"(?:(?:i(?: would|['’]d)? (?:think|believe|say|guess)|it (?:seems|appears|looks like))(?: that)?,?\s+)?"
    r"(?:it|this|that|these|those|they|he|she)"
    r"(?:['’](?:s|re)|\s+(?:is|are|was|were|says?|reads?|looks?(?: like)?|seems?(?: to be)?|appears?(?: to be)?|"
    r"must be|has to be|can only be|stands? for|means?|represents?|shows?|leads? to|points? to))\s+"
    r"(?:(?!(?:in|on|at|of|near|with|behind|beside|by|under|above|below|between|from|not|than|for|no|next)\b)"
    r"[\w'’\"-]+\s+){0,3}[\"'“(]*$",
    re.IGNORECASE,
)
"""What stands before a name by which a sentence says what the thing in question is."""
_IS_THERE = re.compile(
    r"\W*(?:(?:and|also|by the way),?\s+)?(?:[^,;:.]{1,40}\s(?=there\b)|"
    r"(?:in|on|at|to) the (?:back|background|foreground|side|(?:\w+ )?corner|"
    r"left|right|bottom|top|rear|front|far \w+)\b[^,;:.]{0,20},?\s+)?(?:there(?:['’]s|\s+(?:is|are|was|were))\b|"
    r"(?:i|you|we|one) (?:can |could )?(?:also )?(?:see|spot|notice)\b)",
    re.IGNORECASE,
)
"""A sentence that only says what else can be seen."""
_LABEL_IS = re.compile(r"(?:^|[,:–—-]\s+)\W*([A-Z])\s+(?:is|=|marks|shows)\s+(?:(?:the|an?)\s+)?$")
"""What stands before a name that a label of the picture has."""
_DID = re.compile(r"\s+(?:did|does|do|is|was|has|are|were|can)\W*$", re.IGNORECASE)
_IT = re.compile(r"\W*(?:it|this|he|she|they)\b", re.IGNORECASE)
_OF_IT = re.compile(r"\b(?:it|him|her|them)\W*$", re.IGNORECASE)
_BEHIND_COLON = re.compile(r"\w(?::|\s+[–—-])\s+(?:(?:an?|the)\s+)?[\"'“]?$", re.IGNORECASE)
"""What stands before a name that a sentence comes to at its end: "Blue, with a crest: a jay"."""
_WOULD = re.compile(
    r"\bwould\b|['’]d (?:be|have|need|look|get|see|show)\b|\bmakes?\b[^,;.]{1,40}\b(?:look|seem|appear)\b",
    re.IGNORECASE,
)
_CONTRASTED = re.compile(r",\s+(?:by|in) contrast,|,\s+on the other hand,", re.IGNORECASE)
_TURNS = re.compile(
    r"\W*(?:but|however|yet|so|thus|hence|therefore|actually|wait|no|rather|instead|still|on (?:closer|second)|looking|"
    r"then|finally|overall|answer|correction|sorry|hmm|though|only|yes)\b|.*\b(?:though|however|actually|instead|answer|"
    r"correct|right one|rather|after all|option)\b",
    re.IGNORECASE,
)
"""A sentence that may take back what stands before it, or judge it."""
_DETERMINER = re.compile(
    r"\W*(?:(?:the|an?|another|one|some|his|her|its|their|number|both)\s+){0,2}(?:\w+\s+)?[\"'“(]*", re.IGNORECASE
)
_SAYS_MORE = re.compile(r"[\"'”)]*\s+(?!(?:and|or|it\b)\b)[a-z]+\s+\w+", re.IGNORECASE)
_IS_IT = re.compile(
    r"[\"'”)]*\s+(?:\w+ly\s+)?(?:is|are|was|fits|matches|would be|must be|seems)\s+(?:\w+ly\s+)?(?:the\s+)?"
    r"(?:it|one(?!\s+(?:before|after|behind|next|on|in|at|with|to|beside|above|below)\b)|correct|right|best|answer|only|what|most|"
    r"same|true|shown|\w+est)\b",
    re.IGNORECASE,
)
"""What says of a name that it is what is asked for."""
_OTHER_SUBJECT = re.compile(
    r"\W*(?:(?:the|an?|his|her|its|their|another|some|other)\s+)(?P<what>(?:[\w'’-]+\s+){1,4}?)"
    r"(?:is|are|was|were|has|have|had|holds?|wears?|carries|shows?|says?|reads?|stands?|lies?|sits?|runs?|marks?|comes?)\s",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"\b[A-Z]\b")
_HEAD = re.compile(
    r"\b(?:which|what)(?:\s+of\s+(?:the|these|those))?(?:\s+(?:following|two|three|four))?\s+(\w+)", re.IGNORECASE
)


class Aside:
    """What of a response is an aside to a question: on other things than the one that is asked about."""

    def __init__(self, question: str, options: Options, asked: Collection[str]) -> None:
        self._options = options
        head = _HEAD.search(question)
        own = spoken(head.group(1)).present if head is not None else frozenset[str]()
        self._asked = frozenset(asked) - own
        self._labels = frozenset(_CAPITAL.findall(question))

    def without(self, claims: list[Claim], lines: Sequence[Spoken], pole: Pole | None) -> list[Claim]:
        """The claims without plain ones of sentences that only name something else behind the one that answers.

        Where the end of a scale is asked for, what only takes up words of the question may speak of anything.
        """
        for place, first in enumerate(claims):
            if first.option is not None and self._answers(lines[first.number], first.option, pole):
                return claims[: place + 1] + [
                    one for one in claims[place + 1 :] if not self._is_aside_to(first, one, lines)
                ]
        first, *others = claims
        return [first, *(one for one in others if one.rank is not Rank.PLAIN or not self._goes_on(first, one, lines))]

    def _is_aside_to(self, first: Claim, one: Claim, lines: Sequence[Spoken]) -> bool:
        if one.option is None or one.option == first.option or one.rank is not Rank.PLAIN:
            return False
        return one.number > first.number and self._is_aside(lines[one.number], one.option, lines[first.number])

    @staticmethod
    def _goes_on(first: Claim, one: Claim, lines: Sequence[Spoken]) -> bool:
        """Whether the next sentence tells what else there is: "It is watching a cat. There is a bone beside it"."""
        before, line = lines[first.number].text, lines[one.number].text
        is_there = one.number == first.number + 1 and _IS_THERE.match(line) and not _TURNS.match(line)
        return bool(is_there and _IT.match(before) and not _OF_IT.search(line))

    def _answers(self, line: Spoken, option: int, pole: Pole | None) -> bool:
        """Whether a sentence that names an option says of the thing in question that it is the one."""
        named = self._named(line, option)
        if named is not None:
            before, behind = line.text[: named[0]], line.text[named[1] :]
            label = _LABEL_IS.search(before)
            if (
                _SAYS_OF_IT.search(before)
                or _DID.match(behind)
                or (label is not None and label.group(1) in self._labels)
            ):
                return True
            if _BEHIND_COLON.search(before) and not behind.strip(" .!\"'”)"):
                return True
        if pole is not None:
            return named is not None and pole.of_name(line.text, *named) is True
        return not self._asked.isdisjoint(line.present)

    def _is_aside(self, line: Spoken, option: int, answer: Spoken) -> bool:
        """Whether a sentence names an option as something else that there is than `answer` does."""
        if _TURNS.match(line.text):
            return False
        if _WOULD.search(line.text) or _CONTRASTED.search(line.text):
            return True
        taken_up = self._asked & line.present
        if taken_up and not taken_up < self._asked & answer.present:
            return False
        if _IS_THERE.match(line.text):
            return True
        named = self._named(line, option)
        if named is None:
            return False
        start, end = named
        if _DETERMINER.fullmatch(line.text, 0, start):
            return _SAYS_MORE.match(line.text, end) is not None and _IS_IT.match(line.text, end) is None
        other = _OTHER_SUBJECT.match(line.text)
        return other is not None and other.end() <= start

    def _named(self, line: Spoken, option: int) -> tuple[int, int] | None:
        own = [one for one in full_mentions(line, self._options) if one.option == option]
        if own:
            return own[0].start, own[0].end
        meanings, starts, ends = line.words
        core = self._options.cores[option]
        places = [place for place, word in enumerate(meanings) if word in core]
        return (starts[places[0]], ends[places[-1]]) if places else None
