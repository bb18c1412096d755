"""Questions whether one of several things is the most of a kind, and what statements imply about them.

"Is the bar for 2018 the tallest one?" is answered by "The tallest bar is the one for 2021", by "The bar for 2021 is
taller", by "It is the second tallest" and by "No other bar is taller".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hyeval.scoring.clause import WEIGHTLESS
from hyeval.scoring.comparison import degrees
from hyeval.scoring.lexicon import concept, contrary, excludable
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import negated

_NO_SUPERLATIVES = (
    "rest|test|forest|guest|west|request|interest|contest|chest|nest|priest|harvest|quest|protest|arrest|vest|latest"
)
_SUPERLATIVE = re.compile(
    rf"\b(?P<place>(?:second|third|fourth|fifth|2nd|3rd|4th|5th|next|one of the|among the|almost the|nearly the)[ -])?"
    rf"(?:the\s+)?(?:very\s+|single\s+)?\b(?P<word>(?:most|least)(?:\s+[a-z]+)?|fewest|(?!(?:{_NO_SUPERLATIVES})\b)"
    r"[a-z]{2,}est|best|worst)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\W*(?:(?:is|was|are|were)\s+(?P<who>.+?)|(?:does|did|do|has|have)\s+(?P<owner>.+?)\s+[a-z]+)\s+"
    r"(?:the\s+\w+\s+(?:with|having|(?:that|which|who) (?:has|had|have))\s+)?"
    rf"(?=the\s+(?:very\s+|single\s+)?(?:most|least|fewest|best|worst|(?!(?:{_NO_SUPERLATIVES})\b)[a-z]{{2,}}est|"
    r"(?:second|third|fourth|fifth|next)[ -])\b)",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\s+(?:is|was|are|were|belongs? to|belonged to|goes to|went to|has|had|"
    r"(?:falls?|fell|occurs|occurred|comes|came|happens|happened) (?:in|on|at|to|from))\b(?P<not>n['’]t|\s+not\b)?\s*",
    re.IGNORECASE,
)
_HAS = re.compile(
    r"\s*(?:(?:is|was|are|were|has|had|have|shows?|reache[sd]|won|wins|got|gets|makes?|looks?|seems?(?: to be)?)|['’]s)"
    r"(?:n['’]t|\s+not)?(?:\s+(?:(?:by|so) far|clearly|definitely|actually|also|really|easily|in fact))*\s*$",
    re.IGNORECASE,
)
_COMPARATIVE = Sieve(r"\b(?:(?:more|less)\s+[a-z]+|fewer|better|worse|[a-z]{2,}er)\b", re.IGNORECASE)
_THAN = re.compile(r"\s+(?:\w+\s+)?than\s+(?P<other>[^,;.]+)", re.IGNORECASE)
_WORD = re.compile(r"[\w'’-]+")
_PRONOUNS_TEXT = "it this that he she they these those"
_PRONOUNS = frozenset(_PRONOUNS_TEXT.split())
_ARTICLES_TEXT = "the a an one ones for of in on at by with from to is are was were so and but"
_ARTICLES = frozenset(_ARTICLES_TEXT.split())
"""Small words that name nothing."""
_ALL_OTHERS = re.compile(
    r"\b(?:(?:all|every|any)(?: of)?(?: the)? others?\b|(?:all|both) the rest\b|the (?:rest|others)\b|"
    r"(?:all |both )?the other (?:two|three|four|five|\w+s)\b|everything else\b|"
    r"everyone else\b|any ?one else\b|anything else\b)",
    re.IGNORECASE,
)
_SOME_OTHER = re.compile(
    r"\W*(?:another|(?:some|several|two|three|many|most|a few|at least one)(?: of the)?(?: other)?|"
    r"the other(?: one)?|one other|a different|others?)\b",
    re.IGNORECASE,
)
_NO_OTHER = re.compile(r"\W*(?:no(?: other)?|none|nothing|nobody|no one|neither)\b", re.IGNORECASE)
_OPENS = re.compile(r"\s+(?:(?:only|just|merely)\s+)?the\s*$", re.IGNORECASE)
"""What stands before "second largest"."""
_OTHER_VERB = re.compile(r"\s+\w+\s+\w{2,}(?:s|ed)\s+(?:an?|the|his|her|its)\s", re.IGNORECASE)
"""What goes on about the most of a kind: "boy wears a blue shirt"."""
_AFTER = re.compile(r"\W*(?:after|behind|following|apart from|except(?: for)?|besides|but for)\b", re.IGNORECASE)
"""What begins a statement on the first but one."""
_CLAUSE = re.compile(r"[,;:]\s|\b(?:and|but|while|whereas|so|because|since)\s", re.IGNORECASE)


@dataclass(frozen=True)
class Degree:
    """A superlative in a text: its scale, where it stands, and whether it is only near the top."""

    scale: tuple[object, bool]
    start: int
    end: int
    is_near: bool


class Superlative:
    """A question whether something is the most of a kind."""

    def __init__(self, scale: tuple[object, bool], who: str, rest: str) -> None:
        self._scale = scale
        self._kind = {concept(word) for word in _WORD.findall(rest)}
        self._own = [word for word in _telling(who) if concept(word) not in self._kind] or _telling(who)
        self._who = {concept(word) for word in _telling(who)}

    @classmethod
    def of(cls, question: str) -> Superlative | None:
        """The superlative for which a question asks of one thing; None if it has none, or several."""
        asked = _ASKED.match(question)
        found = list(superlatives(question))
        if asked is None or len(found) != 1 or found[0].is_near or found[0].start != asked.end():
            return None
        who = asked["who"] or asked["owner"]
        is_told = _telling(who) and who.lower() not in _PRONOUNS
        return cls(found[0].scale, who, question[found[0].end :]) if is_told else None

    def bears(self, line: str) -> bool:
        """Whether a statement has a degree of what the question asks for."""
        return any(one.scale[0] == self._scale[0] for one in superlatives(line)) or self._compared(line) is not None

    def implied_by(self, line: str) -> bool | None:
        """What a statement implies: True, False, or None if it does not say what is the most."""
        implied = None
        for found in superlatives(line):
            if found.scale[0] == self._scale[0]:
                implied = self._named(line, found)
                if implied is not None:
                    return implied
        return self._beside(line) if implied is None else implied

    def _named(self, line: str, found: Degree) -> bool | None:
        """What follows from a statement that says what is the most, or the least."""
        is_same = None if _AFTER.match(line) else self._is_same(named_by(line, found))
        is_denied = negated(own_clause(line, found.start, found.end))
        if is_same is None:
            return None
        if found.scale[1] != self._scale[1]:
            return False if is_same and not is_denied else None
        if found.is_near:
            return (
                None if is_denied or not is_same or line[found.start :].lower().startswith(("one", "among")) else False
            )
        if is_denied:
            return False if is_same else None
        return is_same

    def _beside(self, line: str) -> bool | None:
        """What follows from a comparison with the others: one that is taller, none that is, all that are shorter."""
        compared = self._compared(line)
        if compared is None:
            return None
        match, scale = compared
        than = _THAN.match(line, match.end())
        before = _CLAUSE.split(line[: match.start()])[-1]
        after = than["other"] if than is not None else ""
        is_more = scale[1] == self._scale[1]
        if _NO_OTHER.match(before):
            return True if is_more and self._is_same(after) is not False else None
        if negated(f"{before} {match.group()}"):
            return False if is_more and self._is_same(before) and _ALL_OTHERS.search(after) else None
        if _ALL_OTHERS.search(before):
            return not is_more if self._is_same(after) is not False else None
        if self._is_same(before):
            return True if is_more and _ALL_OTHERS.search(after) else None if is_more else False
        is_other = _SOME_OTHER.match(before) is not None or self._is_same(before) is False or than is None
        if is_other and self._is_same(after) is not False:
            return False if is_more else None
        return None

    def _compared(self, line: str) -> tuple[re.Match[str], tuple[object, bool]] | None:
        for match in _COMPARATIVE.finditer(line):
            scale = _scale(match.group())
            if scale is not None and scale[0] == self._scale[0]:
                return match, scale
        return None

    def _is_same(self, name: str) -> bool | None:
        """Whether a name is that of the thing in question; None if it may be another description of it."""
        said = [word for word in _WORD.findall(name) if word.lower() not in _ARTICLES]
        if not said or (len(said) == 1 and said[0].lower() in _PRONOUNS):
            return True
        if _SOME_OTHER.match(name) or _ALL_OTHERS.search(name):
            return False
        meanings = {concept(word) for word in said}
        absent = [own for own in self._own if concept(own) not in meanings]
        if any(_excludes(own, word) for own in absent for word in said):
            return False
        if not absent or any(_tells_apart(own) for own in self._own if own not in absent):
            return True
        return True if meanings <= self._who | self._kind | WEIGHTLESS else None


def named_by(line: str, found: Degree) -> str:
    """What a statement says to be the most: what stands before it, else behind its verb."""
    before = _OPENS.sub("", _CLAUSE.split(line[: found.start])[-1])
    has = _HAS.search(before)
    if has is not None and before[: has.start()].strip():
        return before[: has.start()]
    verb = _IS.search(line, found.end)
    if verb is None and _OTHER_VERB.match(line, found.end):
        return _CLAUSE.split(line[found.end :])[0]
    return "" if verb is None else _CLAUSE.split(line[verb.end() :])[0]


def own_clause(line: str, start: int, end: int) -> str:
    """The clause of a statement that has what stands at `start:end`."""
    return _CLAUSE.split(line[:start])[-1] + line[start:end] + _CLAUSE.split(line[end:])[0]


def superlatives(text: str) -> Iterator[Degree]:
    """The superlatives of a text."""
    for match in _SUPERLATIVE.finditer(text):
        scale = _scale(match["word"])
        if scale is not None:
            yield Degree(scale, match.start(), match.end(), match["place"] is not None)


def _scale(word: str) -> tuple[object, bool] | None:
    """The scale of a degree and which end of it; of an adjective of no known scale its stem."""
    found = degrees(word)
    if found:
        return found[0].scale
    amount, _, quality = word.lower().partition(" ")
    if quality:
        return concept(quality), amount in ("most", "more")
    return {"best": ("good", True), "better": ("good", True), "worst": ("good", False), "worse": ("good", False)}.get(
        amount, (concept(amount.removesuffix("est").removesuffix("er")), True)
    )


def _excludes(own: str, word: str) -> bool:
    """Whether two names are of the same form and not the same: two years, colours or proper names."""
    if own.isdigit() or word.isdigit():
        return own.isdigit() and word.isdigit() and own != word
    if contrary(concept(own), concept(word)):
        return True
    return own[0].isupper() and word[0].isupper() and concept(own) != concept(word)


def _tells_apart(word: str) -> bool:
    """Whether a word tells one thing of a kind from another: a number, a proper name, a colour."""
    return word.isdigit() or word[0].isupper() or excludable(concept(word))


def _telling(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word.lower() not in _ARTICLES and concept(word) not in WEIGHTLESS]
