"""Sentences that give several names a part each, and which of the names has the part that a question asks for.

"Ana is the illustrator and Ben the author", "The grey line stands for exports, the red one for imports",
"Japan's bar is long, but Korea's is longer". What only the opposite of the asked is said of is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from itertools import filterfalse

from hyeval.scoring.comparison import degrees
from hyeval.scoring.lacking import is_of_family
from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.opposites import opposites
from hyeval.scoring.parallel import made_by
from hyeval.scoring.sieve import has_any
from hyeval.scoring.words import words

_NAME = r"(?:(?:the|an?)\s+)?(?-i:[A-Z])[\w.'’&-]*(?:\s+(?:(?-i:[A-Z])[\w.'’&-]*|of|de|van|von))*"
_ROLE = r"[a-z]+(?:\s+of\s+the\s+\w+)?"
_TWO_ROLES = re.compile(
    rf"\W*(?P<one>{_NAME})\s+(?:is|was)\s+the\s+(?P<first>{_ROLE}),?\s+(?:and|while|but)\s+"
    rf"(?P<other>{_NAME})\s+(?:is\s+|was\s+)?the\s+(?P<second>{_ROLE})\W*",
    re.IGNORECASE,
)
"""Two names, each with its part: "Ana is the illustrator and Ben the author"."""
_ROLES_FIRST = re.compile(
    rf"\W*the\s+(?P<first>{_ROLE})\s+(?:is|was)\s+(?:called\s+|named\s+)?(?P<one>{_NAME}),?\s+(?:(?:and|while|but)\s+)?"
    rf"the\s+(?P<second>{_ROLE})\s+(?:is\s+|was\s+)?(?:called\s+|named\s+)?(?P<other>{_NAME})\W*",
    re.IGNORECASE,
)
_ROLE_ALONE = re.compile(rf"\W*the\s+(?P<role>[a-z]+)(?:\s+(?:is|was))?\s+(?P<name>{_NAME})\W*", re.IGNORECASE)
"""A part and its name, perhaps without a verb: "the publisher Vega Partners"."""
_TWO_SIGNS = re.compile(
    r"\W*the\s+(?P<one>[a-z-]+)\s+\w+\s+(?:stands for|represents|shows|is for|marks|means|denotes|indicates|is|"
    r"belongs to)\s+(?P<first>[^,;]+?),?\s+(?:and\s+|while\s+)?the\s+(?P<other>[a-z-]+)\s+(?:one|\w+)\s+"
    r"(?:(?:stands\s+)?for\s+|to\s+|represents\s+|shows\s+|is\s+)?(?P<second>[^,;]+?)\W*",
    re.IGNORECASE,
)
"""Two signs, each with what it stands for: "the grey line stands for exports, the red one for imports"."""
_STAND_FOR_TWO = re.compile(
    r"(?:according to [^,]{1,40},\s+)?\W*(?P<one>[a-z-]+)\s+(?:stands for|represents|shows|is for|marks|means|"
    r"denotes)\s+(?P<first>[^,;]+?),?\s+(?:and|while|whereas)\s+(?P<other>[a-z-]+)\s+(?:(?:stands\s+)?for\s+|represents\s+|shows\s+)"
    r"(?P<second>[^,;]+?)\W*",
    re.IGNORECASE,
)
"""The same without a noun: "blue stands for exports and yellow for imports"."""
_OTHER_ONE = re.compile(r",?\s+(?:while|whereas|and|but)\s+the\s+other(?:\s+one)?\s+(?P<rest>[^;]*)$", re.IGNORECASE)
_PHRASE_FIRST = re.compile(r"\W*(?P<what>[^,;:]{1,40}),\s+(?:while|whereas)\s", re.IGNORECASE)
_OUTDOES = re.compile(
    r"\b(?:but|while|whereas|and|yet)\s+(?P<who>the\s+[a-z]+|(?:the\s+)?(?-i:[A-Z])[\w.-]*(?:\s(?-i:[A-Z])[\w.-]*)*)(?:['’]s?)?\s+"
    r"(?:\w+\s+)?(?:is|are|was|were|has|had)\s+(?:\w+\s+)?(?P<more>[a-z]{2,}er|more)\W*$",
    re.IGNORECASE,
)
"""The one of two that has more: "…, but Korea's is longer"."""
_OUTDONE = re.compile(
    r"\b(?:has|have|had|is|are|was|were)\s+(?:an?\s+)?(?P<less>[a-z]{2,}er|less)\b[^,;.]*\bthan\s+(?P<who>[^,;.]+?)\W*$",
    re.IGNORECASE,
)
"""The one that others have less than: "Japan and China have shorter bars than Korea"."""
_NO_OTHER = re.compile(
    r"^\W*no (?:other )?[\w ]{1,30}?\b(?:has|have|had|is|are|was|were)\b[^,;.]*?\b(?P<more>[a-z]{2,}er|more)\b"
    r"[^,;.]*\bthan\s+(?P<who>[^,;.]+?)\W*$",
    re.IGNORECASE,
)
"""The one that no other has more than."""
_THAN_ANY = re.compile(
    r"^\W*(?:the\s+)?(?:[a-z]+ (?:of|for)\s+)?(?P<who>[^,;.]{1,60}?)(?:['’]s? [a-z]+)?\s+"
    r"(?:is|are|was|were|has|had|have)\s+(?:an?\s+)?(?:[a-z]+ly\s+)?(?P<more>[a-z]{2,}er|more|less|fewer)\b"
    r"[^,;.]{0,60}?\bthan\s+(?:any|all|every|each|the (?:rest|others?))\b",
    re.IGNORECASE,
)
"""The one that has more than any other."""
_RELATIVE = re.compile(
    r"(?P<comma>,)?\s+(?:who|which|that)\s+(?:(?:then|finally|eventually|later|actually|in turn|went on to|was to)\s+)*"
    r"(?P<said>(?P<act>[a-z]+)\b[^,;.:]{0,80})(?=[,;.]|$)",
    re.IGNORECASE,
)
_NAMED_LAST = re.compile(rf"(?<![\w'’-]){_NAME}\Z", re.IGNORECASE)
_PERSON_LAST = re.compile(
    r"\b(?:the|an?)\s+(?:(?!(?:of|to|for|by|with|from|in|on|at|and)\b)[a-z-]+\s+){0,2}[a-z-]+\Z", re.IGNORECASE
)
"""The one before a relative clause, as "Vega Partners" or "the tall boy"."""
_OBJECT = re.compile(
    rf"\s(?:which|that|whom)\s+(?P<who>{_NAME})\s+(?:\w+ly\s+|then\s+)?(?P<act>[a-z]+)\W*$", re.IGNORECASE
)
"""The one who did something to what is named before: "the bridge, which Nordbau built"."""
_NAME_LENGTH = 60
_WHO_BEFORE = re.compile(
    r"\W*(?:who|(?:which|what)(?:\s+\w+){1,3}?|(?:who|what)(?:['’]s|\s+(?:is|was))(?:\s+the\s+name\s+of)?\s+the\s+\w+"
    r"\s+(?:who|which|that))(?:\s+(?:is|was|has|had|have|the|\w+ly))*\s*",
    re.IGNORECASE,
)
"""What stands before the act in a question for the one who did it."""
_ASKS_WINNER = re.compile(r"\b(?:won|wins|winner|winning)\b", re.IGNORECASE)
_ASKS_LOSER = re.compile(r"\b(?:lost|loses|loser|losing)\b", re.IGNORECASE)
_BEATEN = re.compile(
    rf"^\W*(?P<winner>{_NAME})\s+(?:beat|beats|defeated|defeats|edged|overcame|thrashed)\s+(?P<beaten>{_NAME})|"
    rf"^\W*(?P<loser>{_NAME})\s+(?:lost|loses)\s+to\s+(?P<better>{_NAME})",
    re.IGNORECASE,
)
_HANDED = re.compile(
    rf"\W*{_NAME}\s+(?P<act>pass(?:es|ed)?|hand(?:s|ed)|gives?|gave|throws?|threw|kick(?:s|ed)|cross(?:es|ed)|sells?|sold|"
    r"sends?|sent|lends?|lent|brings?|brought|leaves|left)\s+"
    r"(?:(?:it|them|(?:the|an?|his|her|their|its)\s[a-z][a-z ]{1,40}?)\s+)?(?:over\s+|back\s+|on\s+)?(?:to|for)\s+"
    rf"{_NAME}"
    r"(?=\W*$|,|\s+(?:and|who|which|but)\b)",
    re.IGNORECASE,
)
"""One who passes something on to another one: "Ana Lima passes the ball to Mia Reed"."""
_ASKS_ACT = re.compile(r"\W*(?:who|(?:which|what)\s+\w+)\s+(?!(?:is|are|was|were)\b)[a-z]+", re.IGNORECASE)
_NAMED_ROLE = re.compile(rf"\bthe\s+(?P<role>[\w-]+),\s+(?P<name>{_NAME})(?=\W*$|,)", re.IGNORECASE)
"""A part with its name behind a comma: "reports to the CEO, Ana Lima"."""
_ASIDE = re.compile(
    r"\s*(?:\(|,\s+(?:whereas|while|whilst|but|unlike|with|followed|though|although|not)\b|;).*$",
    re.IGNORECASE | re.DOTALL,
)
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth|last)\b", re.IGNORECASE)
_FORMER = re.compile(r"\b(?:former|previous|earlier|original|old)\b", re.IGNORECASE)
_IS_THE = re.compile(r"\s(?:is|are|was|were)\s+(?:the|an?)\s", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(?P<thing>[a-z]+)\s+(?P<where>above|below|under|over|behind|beside|next to|in front of|on|near)\s+the\s+"
    r"(?P<place>[a-z]+)\b",
    re.IGNORECASE,
)
"""A thing by its place: the sign above the door."""
_FRONTED = re.compile(
    r"\W*\b(?P<where>above|below|under|over|behind|beside|next to|in front of)\s+the\s+(?P<place>[a-z]+)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?P<thing>number|no\.|step|panel|figure|box|label|part|item|line|row|room)\s+(?P<place>\d+)\b", re.I
)
_ASKS_NAME = re.compile(r"\b(?:name|title) of the (?P<noun>[a-z]+)\W*$", re.IGNORECASE)
_ASKS_MAKER = re.compile(
    r"\bwho\b|\b(?:author|artist|painter|photographer|composer|director|designer|publisher|writer|poet)\b",
    re.IGNORECASE,
)
_IS_BY = re.compile(r"\"\s+(?:(?:is|was)\s+)?by\s+(?P<maker>(?-i:[A-Z])[^,;\"]{1,60})", re.IGNORECASE)
_VERB = re.compile(
    r"\s(?:is|are|was|were|has|had|have|reads?|says?|shows?|stands?|went|goes|comes?|belongs?|means?|contains?|holds?)\s",
    re.IGNORECASE,
)
_STANDS_FOR = re.compile(r"\b(?:stands?\s+for|represents?|is\s+for|denotes?|indicates?|marks?)\b", re.IGNORECASE)
_ACTS_TEXT = """
written: write wrote written author writer poet
edited: edit edited editor
translated: translate translated translator
illustrated: illustrate illustrated illustrator
published: publish published publisher
printed: print printed printer
painted: paint painted painter artist
drawn: draw drew drawn artist illustrator
composed: compose composed composer
directed: direct directed director
designed: design designed designer architect
signed: sign signed signature signer
addressed: address addressed addressee
dedicated: dedicate dedicated
reviewed: review reviewed reviewer
"""
_ACTS = {act: set(names.split()) for act, _, names in (line.partition(":") for line in _ACTS_TEXT.strip().splitlines())}
"""What is done to a text or a picture, by the words with which it is asked who did it."""
_DONE = re.compile(rf"\b(?P<act>{'|'.join(_ACTS)})\s+(?:by|to)\b", re.IGNORECASE)
_LOWER = re.compile(r"[a-z]+")
_DENIED = re.compile(r"\b(?:not|never|nearly|almost)\b|n['’]t\b", re.IGNORECASE)
_SET_APART = re.compile(r"\W*(?:unlike|while|whereas|although|though|compared|in contrast|as opposed)\b", re.IGNORECASE)


def named_or_made(text: str, question: str) -> str | None:
    """The name in quotation marks behind what is to be named, or who made a thing with such a name.

    "The ship 'Aurora' lies beside …"; "The book "The River" is by Ana Lima".
    """
    thing = _ASKS_NAME.search(question)
    if thing is not None:
        quoted = rf"^\W*(?:the\s+)?{thing['noun']}\s+[\"'](?P<name>[^\"']{{1,60}})[\"']"
        found = re.search(quoted, text, re.IGNORECASE)
        return found["name"] if found is not None else None
    maker = _IS_BY.search(text) if _ASKS_MAKER.search(question) else None
    return maker["maker"].strip(" .") if maker is not None else None


def role_asked(text: str, question: str, topic: AbstractSet[str]) -> str | None:
    """The name that has the part in question, of a sentence that gives parts to names; None if it does not."""
    two = _TWO_ROLES.fullmatch(text) or _ROLES_FIRST.fullmatch(text)
    if two is not None:
        return _of_two(two, topic)
    signs = _TWO_SIGNS.fullmatch(text)
    if signs is not None:
        first, second = (opposites(question).is_in(signs[name]) for name in ("first", "second"))
        return _of_two(signs, topic) if first == second else signs["other" if first else "one"]
    stands = _STAND_FOR_TWO.fullmatch(text)
    if stands is not None:
        return _of_two(stands, topic)
    did = _doer(text, question, topic)
    if did is not None:
        return did
    beaten = _BEATEN.search(text)
    if beaten is not None and _ASKS_WINNER.search(question):
        return beaten["winner"] or beaten["better"]
    if beaten is not None and _ASKS_LOSER.search(question):
        return beaten["beaten"] or beaten["loser"]
    named = _NAMED_ROLE.search(text)
    if named is not None and _asks_role(named["role"], question):
        return named["name"]
    alone = _ROLE_ALONE.fullmatch(text)
    if alone is not None and _is_asked(alone["role"], topic):
        return alone["name"].strip(" .")
    return _outdoing(text, question)


def _doer(text: str, question: str, topic: AbstractSet[str]) -> str | None:
    """The one of whom a relative clause says what is asked for, which is said of nobody before.

    "Orion commissioned the report from Vega Partners, who published it".
    """
    for clause in _RELATIVE.finditer(text) if has_any(text, (" who ", " which ", " that ")) else ():
        act, before = clause["act"], text[: clause.start()]
        said = _meanings(clause["said"])
        if not any(map(str.isdecimal, question)):
            said = set(filterfalse(str.isdecimal, said))  # when it was done
        if not (_is_asked(act, topic) and said <= topic | {concept(act)}):
            continue
        name = _NAMED_LAST.search(before[-_NAME_LENGTH:])
        if name is None and clause["comma"]:
            name = _PERSON_LAST.search(before[-_NAME_LENGTH:])
        if name is None or not topic.isdisjoint(_meanings(name.group())) or not _asks_doer(question, act):
            continue
        if not _is_asked(act, _meanings(before[: -len(name.group())])) and not _DENIED.search(clause["said"]):
            return name.group()
    done = _OBJECT.search(text[-2 * _NAME_LENGTH :]) if has_any(text, (" which ", " that ", " whom ")) else None
    return done["who"] if done is not None and _asks_doer(question, done["act"]) else None


def _asks_doer(question: str, act: str) -> bool:
    """Whether a question asks who did something, and not of him who did it for something else."""
    for word in _LOWER.finditer(question):
        if _is_asked(word.group(), {concept(act)}):
            return _WHO_BEFORE.fullmatch(question, 0, word.start()) is not None
    return False


def without_other(text: str, topic: AbstractSet[str]) -> str:
    """A sentence without what it says at its end of the other one: ", while the other one reads …"."""
    first = _PHRASE_FIRST.match(text)
    if first is not None and _VERB.search(f" {first['what']} ") is None:
        return first["what"]
    other = _OTHER_ONE.search(text)
    if other is None or not other.start() or not topic.isdisjoint(_meanings(other["rest"])):
        return text
    return text[: other.start()]


def outdoes(text: str) -> bool:
    """Whether a sentence ends in the one of two that has more, and so is one thing to say."""
    return _OUTDOES.search(text) is not None


def is_of_opposite(text: str, question: str) -> bool:
    """Whether a sentence speaks of the opposite of what is asked for: "May had the most" where it is the fewest."""
    text = _ASIDE.sub("", text)
    opposed = opposites(question)
    if opposed.is_other_end(text) or opposed.is_other_kind(text) or _is_elsewhere(text, question):
        return True
    is_told = _IS_THE.search(text) or ("," not in text and _STANDS_FOR.search(text))
    if is_told and opposed.is_in(text) and not _SET_APART.match(text):
        return True
    if _is_of_other_act(text, question):
        return True
    verb = None if _SET_APART.match(text) else _VERB.search(text)
    subject = text[: verb.start()] if verb is not None else ""
    if _FORMER.search(subject) and not _FORMER.search(question):
        return True
    orders, own = ({one.lower() for one in _ORDINAL.findall(part)} for part in (subject, question))
    if orders and own and orders.isdisjoint(own):
        return True
    return "," not in subject and opposed.is_in(subject) and opposed.is_in(text)


def _is_of_other_act(text: str, question: str) -> bool:
    """Whether a sentence says who did something else with it: "It was edited by …" where the author is asked for."""
    handed = _HANDED.match(text) if _ASKS_ACT.match(question) else None
    if handed is not None and not _is_asked(handed["act"], _meanings(question)):
        return True
    done = {act.lower() for act in _DONE.findall(text)}
    if not done:
        return False
    words_asked = set(_LOWER.findall(question.lower()))
    asked = {act for act, names in _ACTS.items() if names & words_asked}
    return bool(asked) and asked.isdisjoint(done)


def _is_elsewhere(text: str, question: str) -> bool:
    """Whether a sentence is on the same thing in another place, or with another number, than the one in question."""
    fronted, place = _FRONTED.match(text), _FRONTED.search(question)
    if fronted is not None and place is not None and fronted["where"].lower() == place["where"].lower():
        return re.search(rf"\b{place['place']}\b", text, re.IGNORECASE) is None
    for pattern in (_PLACED, _NUMBERED):
        asked = pattern.search(question)
        told = pattern.search(text) if asked is not None else None
        if asked is None or told is None or told["thing"].lower() != asked["thing"].lower():
            continue
        same_place = pattern is _NUMBERED or told["where"].lower() == asked["where"].lower()
        own = re.search(rf"\b{asked['place']}\b", text, re.IGNORECASE)
        if same_place and own is None and concept(told["place"]) != concept(asked["place"]):
            return True
    return False


def _asks_role(role: str, question: str) -> bool:
    return re.search(rf"\b(?:who (?:is|was)|name of) the {re.escape(role)}\b", question, re.IGNORECASE) is not None


def _of_two(match: re.Match[str], topic: AbstractSet[str]) -> str | None:
    first, second = _is_asked(match["first"], topic), _is_asked(match["second"], topic)
    return None if first == second else match["one" if first else "other"]


def _is_asked(role: str, topic: AbstractSet[str]) -> bool:
    made = made_by(topic)
    return any(word in topic or word in made or is_of_family(word, topic) for word in _meanings(role))


def _outdoing(text: str, question: str) -> str | None:
    """The one that a sentence finds to have more of what a superlative asks for."""
    asked = degrees(question)
    if len(asked) != 1 or not asked[0].word.lower().endswith(("est", "most", "least")):
        return None
    for match, name, same in (
        (_NO_OTHER.search(text), "more", True),
        (_THAN_ANY.search(text), "more", True),
        (_OUTDOES.search(text), "more", True),
        (_OUTDONE.search(text), "less", False),
    ):
        told = degrees(match[name]) if match is not None else []
        if match is not None and told and told[0].scale == (asked[0].scale[0], asked[0].scale[1] is same):
            return match["who"].removesuffix("'s").removesuffix("’s")
    return None


def _meanings(text: str) -> set[str]:
    return {concept(word.meaning) for word in words(text)} - STOPWORDS
