"""Whether a statement is enough to answer a question: it speaks of what was asked, and says all that was asked of it.

"The cat is lying on the sofa" says nothing on the dog, "A right triangle has an angle of 90 degrees" nothing on the
triangle of the figure, and "She is eating" is half of "eating an apple".
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum
from itertools import pairwise

from hyeval.scoring.lexicon import STOPWORDS, complementary, concept, is_nation
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.words import words

_OPENERS = (
    r"so|therefore|thus|hence|here|indeed|and|but|also|clearly|because|since|as|while|that|in fact|now|then|currently|"
    r"instead"
)
_DEFINITE = r"the|this|that|these|those|his|her|its|their|my|your|both(?: of)?(?: the)?|all(?: of)?(?: the)?"
_INDEFINITE = r"an?|one|another|each|every|any|some|most|many|few|several|no"
_VERBS = (
    r"is|are|was|were|has|have|had|does|do|did|can|cannot|could|will|would|may|might|must|should|"
    r"seems?|appears?|looks?|stands?|sits|lies|holds?|wears?|means?|refers?|contains?|consists?|"
    r"runs?|makes?|needs?|takes?|gets?|uses?|goes|"
    r"never|always|usually|often"
)
_OWNER = re.compile(
    rf"\W*(?:(?:{_OPENERS}),?\s+|(?:yes|no),\s+)*(?:(?P<definite>{_DEFINITE})\s+|(?P<indefinite>{_INDEFINITE})\s+)?"
    rf"(?P<noun>(?:[\w'-]+\s+){{0,6}}?)(?P<verb>{_VERBS})\b(?:n't)?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_SIGN = re.compile(r"(?:\w+ )?(?:sign|notice|board|display|screen|plate|label|tag|sticker|packaging)\b", re.IGNORECASE)
"""What speaks of the thing that bears it."""
_OTHER_ONE = re.compile(
    r"\W*(?:(?:and|but|while|whereas)\s+)?(?:the other|another|the next|the (?:neighbou?ring|adjacent))\s+[a-z]",
    re.IGNORECASE,
)
"""What begins a clause on another thing of the same kind."""
_REPORT = re.compile(
    r"(?:[\w'-]+\s+){1,5}?(?:shows?|says?|reads?|indicates?|states?|displays?|depicts?|lists?|suggests?)\b",
    re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"\s(?:of|to|in|on|at|under|above|below|behind|between|beside|around|inside|with|without|for|from|by|near|next|"
    r"that|who|which|wearing|holding|standing|sitting)\s",
    re.IGNORECASE,
)
_SEEN = re.compile(
    r"\W*(?:is|are|was|were|can)\s+(?:(?:also|clearly|currently|now|not|be)\s+)*"
    r"(?:\w+ing\b|visible|shown|seen|present|displayed|depicted|there|here|"
    r"in|on|at|under|behind|above|below|near|next|parked|placed)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:it|they|he|she|both|its|his|her|their|them|him)\b|^\W*(?:this|that|these|those|yes|one|neither)\b",
    re.IGNORECASE,
)
_PRONOUN_SUBJECT = re.compile(
    rf"\W*(?:(?:{_OPENERS}),?\s+|(?:yes|no),\s+)*"
    r"(?:it|they|he|she|both|this|that|these|those|there|neither|none|some|all|each)"
    rf"(?:'s|'re|\s+(?:{_VERBS})\b)",
    re.IGNORECASE,
)
_SHOWS = re.compile(r"\b(?:show|contain|depict|display|feature|include|offer|have|portray)\b", re.IGNORECASE)
_IN_GENERAL = Sieve(
    r"\b(?:usually|typically|generally|normally|in general|by definition|often|tends? to|as a rule)\b|"
    r"^\W*an?\s[^,.;]*\b(?:is|are) (?:called|named|considered|known as|defined as|said to be)\b|"
    r"^\W*an?\s[^,.;]*\bif(?! (?:you|we|one|i)\b)|"
    r"^\W*(?:most|many)\b|^\W*(?:an?\s|[a-z]+s\s)[^,.;]*\bwhen(?:ever)?\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r",\s+(?:which|who)\b[^,;.]*")
_CLAUSE = re.compile(
    r"[,;:–—]\s|\s-\s|\b(?:but|because|since|so|therefore|thus|while|whereas|although|though)\b|"
    r"\band\s+(?=(?:it|they|he|she|the|there|an?|another)\b)",
    re.IGNORECASE,
)
_ELLIPTIC_NOUN = re.compile(r"\bones?\s*$", re.IGNORECASE)
_ANY_ONE = re.compile(r"\W*an?\s+((?:[\w'-]+\s+){2,4}?)\w+s\s+\w", re.IGNORECASE)
_BARE_PLURAL = re.compile(
    r"\W*(?!(?:yes|this|its|his|always|perhaps|across|hers|theirs|besides|unless)\b)"
    r"([a-z]{3,}(?<![su])s)\s+[a-z]+\s+\w",
    re.IGNORECASE,
)
_IS_DEFINITE = re.compile(rf"\W*\w+\s+(?:{_DEFINITE})\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b(?!(?:it|he|she|that|there|here|who|what|this)['’])\w+['’]s\s+(?=\w)", re.IGNORECASE)
_OWNER_NAME = re.compile(r"(\b[A-Z]\w+)(?=['’]s\s)")
_PART_NAMES = (
    "eyes?|face|nose|head|hands?|hair|ears?|chest|arms?|legs?|feet|mouth|lap|back|shoulders?|neck|fingers?|colou?r|"
    "shape|length|size|height|surface|position|location"
)
_OWN_PART = re.compile(rf"(?:['’]s|\b(?:his|her|their|its))\s+(?:\w+\s+)?(?={_PART_NAMES})(?:{_PART_NAMES})\b", re.I)
"""A part or a quality of a thing: what is said of it is said of the thing."""
_MEMBER = re.compile(
    r"^\W*(?:none|neither|one|all|both|each|some|most|any|(?:the )?(?:colou?r|length|size|shape|height|surface|top|"
    r"number|position)s?)\s+of\s+(?=(?:the|these|those|his|her|its|their)\b)|"
    r"^\W*(?:pair|set|kind|type|piece)\s+of\s+",
    re.IGNORECASE,
)
"""What stands before the thing itself: "the colour of the light"."""
_QUALITIES = frozenset(map(concept, ("colour", "length", "size", "shape", "height", "visible")))
_PLACED_FIRST = re.compile(
    r"\W*(?:(?:to|on|at) the )?(?:left|right|front|top|behind|under|above|below|in front)(?: side)?(?: of)?\s+"
    r"(?:the|it|an?)(?: \w+)?\s+(?:there )?(?:is|are|sits|stands|lies|hangs)\s+"
    r"(?:an?|the|one|only an?)\s+(?:\w+ )?(\w+)\W*$",
    re.IGNORECASE,
)
"""A clause that begins with a place and ends with the thing that is there: "Left of the sofa there is a lamp"."""
_BESIDE_IT = re.compile(r"\b(?:next to|beside|behind|near|in front of|close to)\s+(?:it|him|her|them)\b", re.IGNORECASE)
_DID = re.compile(
    r"\W*(?:the|an?)\s+((?:[a-z]+\s+){1,3}?)(?:[a-z]{2,}ed|wore|held|had|sat|stood|ate|took|won)(?:\s|\W*$)", re.I
)
_TIME = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:19|20)\d\d)\b"
)
_POSSESSOR = re.compile(r"^.*\w['’]s\s+")
_EXPLAINS = re.compile(
    r"(?:is|are|was|were)\s+(?:an?|the|used|made|needed|called|defined|known|named)\b|means?\b|refers?\b|has\b|have\b",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(
    r"(?:is|are)\b(?!n['’]t|\s+(?:not|missing|absent|among|one|part|(?:\w+ly\s+)?(?:\w{2,}ed|written|shown|seen))\b)|"
    r"(?:can|needs?|makes?|consists?)\b",
    re.IGNORECASE,
)
_CONSISTS = re.compile(r"(?:has|have|contains?|consists?|means?|refers?)\b", re.IGNORECASE)
_ASKS_ONE = re.compile(
    r"\W*(?:is|was|does|did|has|can)\s+(?:the|this|that|his|her|its)\s+(?!other\b)(?!.*\b(?:other|another|next|both|two|all)\b)",
    re.IGNORECASE | re.DOTALL,
)
_POINTS = re.compile(r"\W*\w+\s+(?:it|he|she|this|that|these|those)\b", re.IGNORECASE)
_KIND = re.compile(
    rf"(?!(?:{_DEFINITE}|{_INDEFINITE}|it|there|he|she|they|this|yes|no)\b)(?:[a-z]+\s+)?[a-z]+(?<!s)s\s+"
    r"(?:are|were|have|can|cannot|do|don't|will|never|always)\b",
    re.IGNORECASE,
)
"""A clause on a kind of things, not on one of them: "Birds can"."""
_CJK = re.compile(r"[\u4e00-\u9fff]")
_BELONGS = re.compile(r"\b(?:one of|among|part of|included|listed)\b", re.IGNORECASE)
_OF_BEARER = re.compile(
    r"\W*(?:does|do|did) (?:the|this|that) (?:sign|label|text|document|email|letter|menu|article|"
    r"poster|caption|notice|report)s?\b",
    re.IGNORECASE,
)
"""A question for what a text says: what it says needs no word on the text."""
_OF_ALL = re.compile(r"\b(?:all|every|each|both|everyone|everybody|entirely|completely)\b", re.IGNORECASE)
_OF_ANY = re.compile(_OF_ALL.pattern + r"|\b(?:none|neither|no|any|they)\b", re.IGNORECASE)
_RESTRICTED = re.compile(
    r"^\W*(?:the\s+)?(?:\w+\s+){1,2}(?:of|in|on|at|under|above|below|behind|between|with|without|from|by|near|to)\s",
    re.IGNORECASE,
)
"""A clause on some things of a kind, those at a place: "The lights in the kitchen"."""
_NO_OWNERS = frozenset(map(concept, ["picture", "scene", "figure", "screenshot", "view", "answer", "statement"]))
_SITUATED = re.compile(
    r"\b(?:on|in|under|behind|near|next to|beside|between|inside|above|below|in front of|at) "
    r"(?:the|a|an|his|her|their|its|another)\b"
    r"(?! (?:image|picture|photo|photograph|scene|figure|background|foreground|left|right|top|bottom|middle|"
    r"cent(?:er|re)|label|sticker|cap|lid|surface|neck)\b)",
    re.IGNORECASE,
)


_EXISTS = re.compile(r"\W*(?:yes,?\s+)?there\b", re.IGNORECASE)
"""What begins a statement on what is there, in the thing in question."""


class _Owner(Enum):
    """Of what a clause speaks."""

    ASKED = "asked"
    OTHER = "other"
    UNSAID = "unsaid"


class Evidence:
    """What a statement has to say before it answers `question`.

    `subject` are the nouns of the question's subject, none where it has none; `beside` those by which it is placed;
    `needed` are the words of its predicate, `asked` all its words, `site` those of the place at which it asks for a
    thing.
    """

    def __init__(
        self,
        question: str,
        subject: Collection[str],
        beside: Collection[str],
        needed: Collection[str],
        asked: Collection[str],
        site: Collection[str],
    ) -> None:
        self._needed = frozenset(needed)
        nouns = frozenset(subject) - (_NO_OWNERS if _SHOWS.search(question) else frozenset())
        self._subject = frozenset() if self._needed <= nouns or _OF_BEARER.match(question) else nouns
        self._beside = frozenset(beside) - self._subject
        self._asks_part = _SHOWS.search(question) is not None
        self._asks_possessor = _POSSESSIVE.search(question) is not None
        self._asked = frozenset(asked)
        self._site = frozenset(site)
        self._is_general = _IN_GENERAL.search(question) is not None
        self._times = {match.group().lower() for match in _TIME.finditer(question)}
        self._is_definite = _IS_DEFINITE.match(question) is not None
        self._asks_one = _ASKS_ONE.match(question) is not None
        self._points = _POINTS.match(question) is not None
        self._of_all = _OF_ALL.search(question) is not None

    def affirms(self, line: str) -> bool:
        """Whether a statement that asserts part of what was asked asserts all of it, of what was asked."""
        if not self._is_general and _IN_GENERAL.search(_ASIDE.sub("", line)):
            return False
        times = {match.group().lower() for match in _TIME.finditer(line)}
        if self._times and times and self._times.isdisjoint(times):
            return False
        own = self.own_clauses(line)
        named = own if self._asks_possessor or _OWN_PART.search(own) else _POSSESSIVE.sub("", own)
        said = {word.meaning for word in words(named)}
        if named != own:
            said.update(owner for name in _OWNER_NAME.findall(own) if is_nation(owner := concept(name)))
        if not all(self._is_met(word, said) for word in self._needed):
            return False
        if self._of_all and _RESTRICTED.search(own) and not _OF_ANY.search(own):
            return False
        if not self._subject:
            at_site = not self._site or not self._site.isdisjoint(said) or _SITUATED.search(own) is None
            return at_site and bool(own.strip())
        return not self._subject.isdisjoint(said) or self._is_elliptic(own, said)

    def concerns(self, line: str) -> bool:
        """Whether a part of a statement is not on something of which the question does not speak."""
        is_general = not self._is_general and _IN_GENERAL.search(_ASIDE.sub("", line))
        return not is_general and bool(self.own_clauses(line).strip())

    def _is_met(self, word: str, said: set[str]) -> bool:
        return word in said or any(complementary(word, one) for one in said)

    def _is_elliptic(self, own: str, said: set[str]) -> bool:
        """Whether words stand for the subject, or nothing has to, as in a fragment or a report of what is written."""
        match = _OWNER.match(own)
        is_fragment = len(said) <= 4 and (match is None or not self._core(match))
        if _CJK.search(own) and {word for word in said if word.isascii()} <= self._needed | self._subject | self._asked:
            return True
        if self._asks_part and _EXISTS.match(own) and not _SITUATED.search(own):
            return True
        if is_fragment or _PRONOUN.search(own) or _REPORT.match(own) or _BELONGS.search(own):
            return True
        return match is not None and match.group("indefinite") is not None and self._core(match) <= self._needed

    def own_clauses(self, line: str) -> str:
        """A statement without the clauses on other subjects, and those that only say what a kind of things is."""
        starts = [0, *(match.end() for match in _CLAUSE.finditer(line)), len(line)]
        owner = _Owner.UNSAID
        kept: list[str] = []
        for start, end in pairwise(starts):
            found = self._owner(line[start:end])
            if found is _Owner.OTHER and self._points and self._is_named(line[start:end], "".join(kept)):
                found = _Owner.ASKED
            owner = owner if found is _Owner.UNSAID else found
            if owner is not _Owner.OTHER:
                kept.append(line[start:end])
        return "".join(kept)

    def _owner(self, clause: str) -> _Owner:
        if _PRONOUN_SUBJECT.match(clause):
            return _Owner.ASKED
        match = _OWNER.match(clause)
        if self._subject and self._is_of_neighbour(clause, match):
            return _Owner.OTHER
        if match is None:
            return _Owner.OTHER if self._is_of_unknown(clause) else _Owner.UNSAID
        core = self._core(match)
        if not self._subject:
            return _Owner.OTHER if self._explains(match, core) else _Owner.UNSAID
        if not core:
            return _Owner.UNSAID
        if _is_any(match) and (self._is_plain_plural(match) or self._names_predicate(match)):
            return _Owner.OTHER
        if (
            self._is_definite
            and _is_bare(match)
            and self._names_predicate(match)
            and (core - self._needed) & self._subject
        ):
            return _Owner.OTHER
        if core and core <= self._beside:
            return _Owner.OTHER
        if not core.isdisjoint(self._asked) or _ELLIPTIC_NOUN.search(match.group("noun")):
            return _Owner.ASKED
        return _stand_in(match, core)

    def _is_of_neighbour(self, clause: str, match: re.Match[str] | None) -> bool:
        """Whether a clause is on what is beside the thing in question, or on the other one: "Left of it is a lamp"."""
        if self._asks_one and _OTHER_ONE.match(clause):
            return True
        placed = _PLACED_FIRST.match(clause)
        if placed is not None:
            return concept(placed.group(1)) not in self._asked
        return match is not None and _BESIDE_IT.search(match.group("noun")) is not None

    def _is_named(self, clause: str, before: str) -> bool:
        """Whether the kind of which a clause speaks is that to which the thing was said to belong: "a penguin"."""
        match = _OWNER.match(clause)
        core = self._core(match) if match else frozenset()
        return bool(core) and core <= {word.meaning for word in words(before)}

    def _explains(self, match: re.Match[str], core: frozenset[str]) -> bool:
        """Whether a clause says what the thing is that a question without a subject asks for."""
        if self._points and _KIND.match(match.string):
            return True
        if not core & self._needed or _SITUATED.search(match.string):
            return False
        verb = match.start("verb")
        if match.group("definite") is not None:
            return any(map(is_nation, core & self._needed)) and _CONSISTS.match(match.string, verb) is not None
        describes = _DESCRIBES.match(match.string, verb) and _is_any(match)
        return bool(describes or _EXPLAINS.match(match.string, verb))

    def _is_plain_plural(self, match: re.Match[str]) -> bool:
        return self._is_definite and match.group("indefinite") is None

    def _names_predicate(self, match: re.Match[str]) -> bool:
        return not self._needed.isdisjoint(word.meaning for word in words(match.group("noun")))

    def _is_of_unknown(self, clause: str) -> bool:
        """Whether a clause whose verb is not known begins with any thing of a kind, or with another thing."""
        match = _ANY_ONE.match(clause)
        named = {word.meaning for word in words(match.group(1))} if match else set()
        if named & self._needed and named & self._subject:
            return True
        if not self._subject:
            bare = _BARE_PLURAL.match(clause) if _SITUATED.search(clause) is None else None
            return bare is not None and concept(bare.group(1)) in self._needed
        did = _DID.match(clause)
        if did is not None and self._asked.isdisjoint(word.meaning for word in words(did.group(1))):
            return True
        bare = _BARE_PLURAL.match(clause)
        return bare is not None and (self._is_definite or concept(bare.group(1)) not in self._asked)

    def _core(self, match: re.Match[str]) -> frozenset[str]:
        """The words of a clause's subject, without what is attached to it."""
        own = match.group("definite") or ""
        whole = f"{own} {match.group('noun')} "
        if _OWN_PART.search(whole):
            return self._subject or frozenset(word.meaning for word in words(whole))
        named = _MEMBER.sub("", match.group("noun"))
        noun = _POSSESSOR.sub("", _ATTACHED.split(f" {named} ", maxsplit=1)[0])
        meanings = {word.meaning for word in words(noun) if not word.meaning.isdigit()}
        return frozenset(meanings - STOPWORDS - (_NO_OWNERS - self._asked))


def _is_any(match: re.Match[str]) -> bool:
    """Whether the subject of a clause is any thing of a kind, and not one that is seen: "A right triangle has"."""
    if _MEMBER.match(match.group("noun")):
        return False
    is_one = (match.group("indefinite") or "").lower() in ("a", "an", "any", "every", "each", "most", "many")
    return (is_one and _SEEN.match(match.string, match.start("verb")) is None) or (
        _is_bare(match) and _is_plural(match.group("noun").rstrip())
    )


def _is_bare(match: re.Match[str]) -> bool:
    """Whether the subject of a clause has no article, and is not said to be seen."""
    has_article = match.group("definite") is not None or match.group("indefinite") is not None
    return not has_article and _SEEN.match(match.string, match.start("verb")) is None


def _is_plural(noun: str) -> bool:
    first = noun.split(" ")[0]
    return noun.endswith("s") and not noun.endswith(("ss", "us")) and (" " in noun or not first.isupper())


def _stand_in(match: re.Match[str], core: frozenset[str]) -> _Owner:
    """Of what a clause speaks whose subject is none of the question's: its colour, a sign on it, or another thing."""
    if core <= _QUALITIES and match.group("definite"):
        return _Owner.ASKED
    return _Owner.UNSAID if _SIGN.match(match.group("noun")) and _REPORT.match(match.string) else _Owner.OTHER
