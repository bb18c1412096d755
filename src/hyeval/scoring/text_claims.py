"""What a sentence claims by the texts of options: the one that it asserts, if it asserts one alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from hyeval.scoring.asked import MISSING, Asked, has_less
from hyeval.scoring.assigned import Name
from hyeval.scoring.claims import EXCLUDES, HEDGE, Claim, Rank
from hyeval.scoring.contrary_verbs import ContraryVerbs
from hyeval.scoring.denying import denies_alone
from hyeval.scoring.extraction import OUTSIDE, SEVERAL
from hyeval.scoring.groups import before_not, contrasted, grouped
from hyeval.scoring.lettered import Lettered
from hyeval.scoring.lexicon import concept
from hyeval.scoring.modal import Modal
from hyeval.scoring.off_topic import APART, FURTHER, OffTopic
from hyeval.scoring.options import (
    NONE_LEFT,
    Mention,
    Span,
    core_mentions,
    full_mentions,
    head_mentions,
    names_none,
    own_mentions,
    place_names,
    places,
    telling_words,
    unnested,
)
from hyeval.scoring.other_role import OtherRole
from hyeval.scoring.plain import is_operand
from hyeval.scoring.remainder import GROUP, RULED_OUT, closing_option, excluded_group, ruled_out
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import Stance, excepts, stance_in
from hyeval.scoring.statements import CONCLUSION, last_turn, settles
from hyeval.scoring.words import Spoken, spoken

_EXCLUSION = re.compile(
    r"[,;]\s*(?:and\s+)?(?:so|hence|thus|therefore)\s+(?:it|that|this|(?:option\s+)?[A-Z])\s*(?:is\s+not|is?n['’]t|can\s?not|can['’]t)\b",
    re.IGNORECASE,
)
"""The end of a sentence on what is there, where what is not there is asked for: ", so it is not A"."""

_NOT_THE_ANSWER = re.compile(
    r"\W*[^,;:]{1,60}?\s(?:(?:is|are|was)(?: not|n['’]t)|can ?not be|can['’]t be)\s+(?:the\s+)?(?:correct\s+|right\s+)?"
    r"(?:answer|option|choice)\b",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"\W*(?:larg|bigg|great|small|high|low|tall|short|long|wid|narrow|thick|thinn|bright|dark|fast|slow|heavi|light|old|"
    r"young|warm|cold|hott|cool|strong|weak|clos|near|furth|deep|steep)er\W*",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(
    r"(?!\w+er\b)[a-z]{3,}\s+(?!(?:than|and|or|in|on|at|to|as|but|because|since|here|there|too|enough|by|for|with)\b)"
    r"[a-z]{3,}",
    re.IGNORECASE,
)
"""An adjective before its noun, which is no answer where degrees are compared: "small discs"."""
_SAME_OF = Sieve(
    r"\b(?:so\s+(?:is|are|was|were|does|do|did|can|has|have)|same\s+(?:goes|holds|is\s+true)\s+(?:for|of))\s+"
    r"(?=[^,;.]*\W*$)",
    re.IGNORECASE,
)
"""What stands before the last name of a sentence, of which the same is said as of those before it."""
_IDENTIFIED = re.compile(r"(?:\b(?:is|are|was|were|be)|['’]s)\s+the\s+(\w+)\W*\Z", re.IGNORECASE)
"""The end of a sentence that says what something is."""
_MEASURED = re.compile(r"\d\s?(?:[^\W\d_]{1,12}\.?|°)?\s+\Z")
"""A number with its unit, before the adjective of its scale."""
_AND = re.compile(r"[,;]?\s+and(?:\s+the)?\s+\Z", re.IGNORECASE)
_TOO = re.compile(r",?\s+(?:too|as well)\W*$", re.IGNORECASE)
_ADDED = re.compile(r"(?:,\s*|\s)and\s+(?:the\s+|an?\s+)?\Z", re.IGNORECASE)
"""What stands around such a name otherwise: ", and plant B too"."""
_NONE_OF_LIST = re.compile(
    r"\W*(?:(?:it|this|that)(?:['’]s| is)\s+)?none\s+of\s+(?:(?:these|those|them)(?:\s+\w+)?|"
    r"the\s+(?:above|(?:\w+\s+)?(?:options|choices|answers)))\s*(?:[:;,.–—-]|\Z)(?!.*\b(?:except|but|apart|besides)\b)",
    re.IGNORECASE,
)
"""A sentence that begins by saying that it is no option, and goes on to say what it is."""
_CONJUNCTION = re.compile(r"\A\W*(?:while|whereas|but|and|although)\b", re.IGNORECASE)
_EQUAL = concept("equal")
_ASKS_WHO = re.compile(r"\bwho\b", re.IGNORECASE)
_OWNED = re.compile(r" (?!(?:in|on|at|by|the|an?|not|also|here|there|now|next|standing)\b)[a-z]{3,}(?<!ing)\b")
"""What somebody has, behind the name of its owner: "the bride's father"."""
_MAY_BE = re.compile(r"[\"')]*\s+(?:could|might|may)\s+(?:also\s+|well\s+)*be\b", re.IGNORECASE)
_SO_MAY = re.compile(r"\bso\s+(?:could|might|may)\s+(?:the\s+)?\Z", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"(?:^\W*|,\s+so\s+)(?:(?:just|only|probably|presumably|likely|maybe|perhaps|it['’]s|it is)\s+)*(?:the|an?|some)\s+"
    r"(?P<word>[a-z]{3,})\W*$",
    re.IGNORECASE,
)
_SHORT = 4
"""Words that are too many for an option that one of them can mean."""
_EXCLUDES = GROUP.mark | RULED_OUT.mark
_ECHO = Sieve(
    r"\bso\s+(?:is|are|was|were|does|do|did|can|could|has|have|will|would)\s+(?:the\s+|an?\s+)?\Z",
    re.IGNORECASE,
    marked=True,
)
"""What stands before a name of which the same is said as of the one before: ", and so does the last one"."""


class TextClaims:
    """The texts of a question's options, looked for in sentences.

    What a sentence rejects is added to `rejected`, the options that sentences of its response reject.
    """

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._options = asked.options
        self._lettered = Lettered(asked.options)
        self._off_topic = OffTopic(asked.question.text, asked.options)

    @cached_property
    def _modal(self) -> Modal:
        return Modal(self._asked.question.text, self._asked.topic)

    @cached_property
    def _other_role(self) -> OtherRole:
        return OtherRole(self._asked.question.text, self._options)

    @cached_property
    def _asks_who(self) -> bool:
        return _ASKS_WHO.search(self._asked.question.text) is not None

    @cached_property
    def _contrary(self) -> ContraryVerbs:
        return ContraryVerbs(self._asked.topic if not self._asked.asks_for_absence else ())

    def of_sentence(self, line: Spoken, number: int, rejected: set[int]) -> Claim | None:
        """A sentence about option texts: the options that it asserts, if it asserts one alone."""
        if not self._options.texts:
            return None
        group = self._excluded(line, rejected) if line.marks & _EXCLUDES else set()
        if group:
            rejected |= group
            placed = self.asserted(line, rejected) - group
            return Claim(number, Rank.CONCLUSION, placed.pop()) if len(placed) == 1 else None
        if names_none(line, self._options) and not places(line, self._options):
            return self._of_none(line, number)
        if line.marks & NONE_LEFT.mark and _NONE_OF_LIST.match(line.text):
            return self._of_none(line, number)
        excludes = EXCLUDES.match(line.text) or _NOT_THE_ANSWER.match(line.text)
        absent = self._asked.asks_for_absence and not excludes
        asserted = self._absent(line, rejected) if absent else self._odd(line, rejected)
        may_contrast = not self._asked.asks_for_absence and self._asked.pole is None
        single = contrasted(line, self._options) if may_contrast else None
        asserted = asserted if single is None else {single}
        if asserted and self._asked.is_score(line.text):
            return None
        rank = self._rank_of(line) if asserted else Rank.PLAIN
        if len(asserted) == 1 and single is None and self._asked.speaks_against(self._on_topic(line), asserted):
            return Claim(number, Rank.PLAIN, None, SEVERAL)
        if asserted and line.marks & HEDGE.mark and self._supposes_several(line):
            return Claim(number, Rank.PLAIN, None, SEVERAL)
        if len(asserted) == 1:
            hedged = line.search(HEDGE) is not None
            return Claim(number, rank, asserted.pop(), None, settles(line), hedged)
        return self._of_several(line, number, rank, asserted, rejected) if asserted else self._of_none(line, number)

    def _supposes_several(self, line: Spoken) -> bool:
        """Whether a sentence says of several options that they may be it: "A could be it, and C could be it, too"."""
        mentions = full_mentions(line, self._options)
        supposed = {
            one.option
            for one in mentions
            if _MAY_BE.match(line.text, one.end) or _SO_MAY.search(line.text, 0, one.start)
        }
        return len(supposed) > 1

    def _rank_of(self, line: Spoken) -> Rank:
        return Rank.CONCLUSION if self._modal.instructs(line.text) else self._asked.rank_of(line)

    def supposes(self, line: Spoken, option: int) -> bool:
        """Whether a sentence only says of an option what it would do."""
        own = [one for one in full_mentions(line, self._options) if one.option == option]
        return bool(own) and all(self._modal.supposes(line, one.end) for one in own)

    def _of_several(
        self, line: Spoken, number: int, rank: Rank, asserted: set[int], rejected: set[int]
    ) -> Claim | None:
        """A sentence that asserts several options, of which it may mean one, or that denies all but one something."""
        whole = self._options.unions.get(frozenset(asserted))
        if whole is None:
            whole = self._before_place(line, rejected)
        if whole is not None:
            return Claim(number, rank, whole, None, settles(line))
        if len(asserted) == len(self._options) - 1 and self._asked.says_lacking(line.text):
            rejected |= asserted
            return None
        equal = [option for option in asserted if _EQUAL in self._options.phrases[option]]
        if len(equal) == 1 and len(asserted) == len(self._options):
            return Claim(number, rank, equal[0], None, settles(line))
        others = grouped(line, self._options) if not self._asked.asks_for_absence else set[int]()
        if others and len(asserted - others) == 1:
            return Claim(number, rank, (asserted - others).pop(), None, settles(line))
        last = spoken(line.text[last_turn(line.text) :])
        turned = self.asserted(last, rejected)
        option = turned.pop() if len(turned) == 1 else self._asked.assigned.in_text(line)
        is_named = option in asserted or (last is not line and option in self._placed(last))
        return Claim(number, rank, option) if is_named else Claim(number, Rank.PLAIN, None, SEVERAL)

    def _excluded(self, line: Spoken, rejected: set[int]) -> set[int]:
        """The options that a sentence rules out as a group, or by what it says of them at its end."""
        if group := excluded_group(line, self._options):
            return group
        same = _SAME_OF.search(line.text)
        if same is not None:
            head, tail = spoken(_AND.sub("", line.text[: same.start()])), spoken(line.text[same.end() :])
            group = self._excluded(head, rejected)
            return group | self.asserted(tail, rejected) if group else group
        end = ruled_out(line, self._asked.topic)
        denied: set[int] = set()
        return self.asserted(spoken(line.text[:end]), denied) | denied if end else set()

    def asserted(self, line: Spoken, rejected: set[int]) -> set[int]:
        """Options that a sentence asserts by their text or by their place in the list."""
        line = self._on_topic(line)
        full = full_mentions(line, self._options)
        if self._lettered.name is not None:
            full = full + self._lettered.beside(line.text, full)
        telling = telling_words(line, self._options)
        if not full and not telling:
            return self._placed(line)
        aside = place_names(line, self._options)
        if line.marks & (APART.mark | FURTHER.mark):
            aside += self._off_topic.spans(line)
        for start, end in aside:
            full = [one for one in full if one.end <= start or end <= one.start]
            telling = [one for one in telling if one[1][1] <= start or end <= one[1][0]]
        standing = dict(one for one in telling if stance_in(line, *one[1]) is not Stance.REJECTED)
        mentions = core_mentions(standing, self._options, line)
        if full:
            taken = frozenset().union(*(self._options.cores[mention.option] for mention in full))
            courses, cores = self._options.courses, self._options.cores
            mentions = full + [one for one in mentions if one.option in courses or not taken & cores[one.option]]
        if mentions:
            asserted = self._sorted_out(unnested(mentions, self._options), line, rejected)
            return asserted or (self._by_noun(line, standing, rejected) if len(standing) < len(telling) else set())
        present = dict(telling)
        found = self._sorted_out(core_mentions(present, self._options, line), line, rejected)
        asserted = {option for option in found if denies_alone(self._options, option, "")}
        asserted = asserted or self._sorted_out(own_mentions(present, self._options), line, rejected)
        if not asserted and len(standing) < len(present):
            asserted = self._by_noun(line, standing, rejected)
        return asserted or self._by_modifier(line, rejected) or self._placed(line) or self._by_fragment(line)

    def _on_topic(self, line: Spoken) -> Spoken:
        """A sentence without its clauses on another thing of the kind that the question asks about."""
        rest = self._off_topic.without(line.text) if self._off_topic.namesakes else line.text
        return line if rest == line.text else spoken(_CONJUNCTION.sub("", rest))

    def on_topic(self, lines: list[str]) -> list[str]:
        """The same for sentences as they are written."""
        return list(map(self._off_topic.without, lines)) if self._off_topic.namesakes else lines

    def _by_modifier(self, line: Spoken, rejected: set[int]) -> set[int]:
        """The option of two words of which a sentence names one at its end: "the one on the left is the coffee"."""
        named = _IDENTIFIED.search(line.text)
        word = concept(named.group(1)) if named is not None else ""
        meant = [option for option, own in enumerate(self._options.owns) if word in own and len(own) == 2]
        if named is None or len(meant) != 1 or len(self._options.phrases[meant[0]]) != 2:
            return set()
        return self._sorted_out([Mention(meant[0], named.start(1), named.end(1))], line, rejected)

    def _by_fragment(self, line: Spoken) -> set[int]:
        """The option of which a sentence is one word: "The nail." of "Iron nail"; the end of one that concludes so."""
        said = _FRAGMENT.search(line.text)
        if said is None:
            return set()
        word = concept(said["word"])
        meant = [option for option, own in enumerate(self._options.owns) if word in own]
        is_short = len(meant) == 1 and len(self._options.phrases[meant[0]]) < _SHORT
        return set(meant) if is_short and word not in self._asked.topic else set()

    def _by_noun(self, line: Spoken, present: Mapping[str, Span], rejected: set[int]) -> set[int]:
        """The options that a sentence which rejects others asserts by their nouns alone: "not the nail, the spoon"."""
        heads = head_mentions(line.text, present, self._options) or before_not(line.text, present, self._options)
        return self._sorted_out([one for one in heads if one.option not in rejected], line, rejected)

    def _absent(self, line: Spoken, rejected: set[int]) -> set[int]:
        """The same for a question such as "Which is NOT on the plate?": what is said to be there is no answer."""
        excluded = _EXCLUSION.search(line.text)
        if excluded is not None:
            rejected |= self.asserted(spoken(line.text[: excluded.start()]), rejected)
            return set()
        excepted = self._asked.excepted(line.text)
        if excepted is not None:
            return self.asserted(spoken(excepted), rejected)
        denied: set[int] = set()
        turned = spoken(line.text[last_turn(line.text) :]) if line.search(CONCLUSION) else None
        concluded = set() if turned is None else self.asserted(turned, denied)
        if len(concluded) == 1:
            rejected |= denied
            return concluded
        present = self.asserted(line, denied)
        absent = denied - rejected
        lists_others = len(present) == len(self._options.texts) - 1 > 1
        if (
            absent
            or line.search(MISSING)
            or has_less(line.text)
            or not (lists_others or self._asked.topic & line.present)
        ):
            return absent or present
        rejected |= present
        return set()

    def _odd(self, line: Spoken, rejected: set[int]) -> set[int]:
        """The same for "Which is the odd one out?": the one of which a sentence denies what it says of others."""
        if not self._asked.asks_for_odd:
            return self.asserted(line, rejected)
        denied: set[int] = set()
        asserted = self.asserted(line, denied)
        new = denied - rejected
        if len(new) == 1 and (asserted or excepts(line.text)):
            return new
        rejected |= denied
        return asserted

    def _before_place(self, line: Spoken, rejected: set[int]) -> int | None:
        """The option of a sentence at whose end another one is only placed: "an onion; a carrot lies beside it"."""
        start = last_turn(line.text) or self._asked.last_comma(line.text)
        placed = spoken(line.text[start:])
        if not start or not self._asked.places(placed) or len(full_mentions(placed, self._options)) > 1:
            return None
        own = self.asserted(spoken(line.text[:start]), rejected)
        return own.pop() if len(own) == 1 else None

    def _of_none(self, line: Spoken, number: int) -> Claim | None:
        """A sentence that asserts no option by its text, or the one that says so: "none of these"."""
        if not line.search(NONE_LEFT) or self._asked.polarity is not None or " than " in line.text:
            return None
        closing = closing_option(self._options)
        return Claim(number, self._asked.rank_of(line), closing, None if closing is not None else OUTSIDE)

    def _sorted_out(self, mentions: list[Mention], line: Spoken, rejected: set[int]) -> set[int]:
        asserted: set[int] = set()
        aside: list[Mention] = []
        denied = False
        for mention in self._main(mentions, line.text):
            position = self._stance(line, mention)
            if denies_alone(self._options, mention.option, line.text[mention.start : mention.end]):
                if position is not Stance.REJECTED:
                    continue
                position = Stance.ASSERTED
            if self._is_measure(line.text, mention) or self._is_owner(line.text, mention):
                continue
            pole = self._asked.pole_of(line.text, mention.start, mention.end)
            if position is Stance.REJECTED and pole is False:
                continue  # what is not the shorter one need not be the taller one
            if position is Stance.REJECTED or pole is False or self._fails(line.text, mention):
                rejected.add(mention.option)
                denied = True
            elif denied and says_the_same(line, mention):
                rejected.add(mention.option)
            elif position is Stance.ASSERTED or pole:
                asserted.add(self._asked.turned(mention, line.text))
            else:
                aside.append(mention)
        return asserted or {
            one.option for one in aside if len(aside) == 1 and self._asked.explains(line.text, one.start)
        }

    def _main(self, mentions: list[Mention], text: str) -> list[Mention]:
        """The names of a sentence without those that only describe something, or are operands of an equation."""
        mentions = self._asked.main_mentions(mentions, text)
        if len(self._degrees) > 1:
            of_degrees = (one.option in self._degrees and _DESCRIBES.match(text, one.start) for one in mentions)
            mentions = [one for one, describes in zip(mentions, of_degrees, strict=True) if not describes]
        if "=" in text:
            mentions = [one for one in mentions if not is_operand(text, one.start, one.end)]
        return mentions

    @cached_property
    def _degrees(self) -> frozenset[int]:
        """The options that are comparatives alone: Larger, Smaller."""
        return frozenset(number for number, text in enumerate(self._options.texts) if _DEGREE.fullmatch(text))

    def _stance(self, line: Spoken, mention: Mention) -> Stance:
        position = stance_in(line, mention.start, mention.end)
        pole = self._asked.pole if position is Stance.REJECTED else None
        return Stance.ASSERTED if pole is not None and pole.is_unsurpassed(line.text, mention.start) else position

    def _is_measure(self, line: str, mention: Mention) -> bool:
        """Whether an adjective behind a number gives a measure, where the option compares: "4 m tall" is not taller."""
        said, text = line[mention.start : mention.end], self._options.texts[mention.option]
        return text.endswith("er") and not said.endswith("er") and _MEASURED.search(line, 0, mention.start) is not None

    def _is_owner(self, line: str, mention: Mention) -> bool:
        """Whether a name only says whose somebody is, where somebody is asked for: "the bride's father"."""
        owns = line[mention.start : mention.end].endswith(("'s", "’s")) and self._asks_who
        return owns and _OWNED.match(line, mention.end) is not None

    def _fails(self, line: str, name: Mention) -> bool:
        """Whether a sentence says of a name that it fails, does the contrary of the asked, or has another part."""
        if self._asked.fails(line, name.end) or self._contrary.follow(line, name.end):
            return True
        return self._other_role.is_given(line, name.start, name.end)

    def _placed(self, text: Spoken) -> set[int]:
        """Options named by their place in the list."""
        found = places(text, self._options)
        return {option for option, start, end in found if stance_in(text, start, end) is Stance.ASSERTED}


def says_the_same(line: Spoken, mention: Name) -> bool:
    """Whether a sentence says of a name what it says of the one before: "and so is plant B", "and plant B too"."""
    if line.marks & _ECHO.mark and _ECHO.search(line.text, 0, mention.start):
        return True
    return _TOO.match(line.text, mention.end) is not None and _ADDED.search(line.text, 0, mention.start) is not None
