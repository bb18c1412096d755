"""Names that a sentence gives another part than the one that is asked for: the runner-up, "merely the addressee"."""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import STOPWORDS
from hyeval.scoring.options import Options
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.words import spoken

_SECOND = (
    r"(?:(?:the|an?)\s+)?(?:close\s+|distant\s+)?(?:runner[- ]?up|second\s+place\b|second(?:\s+one)?(?!\s*[-\w])|"
    r"second[- ](?:best|placed))"
)
_IS_SECOND = re.compile(
    rf"[)\"'*]*\s+(?:(?:is|was|being|as)\s+(?:in\s+)?{_SECOND}|(?:c[ao]me|comes|coming|finish(?:es|ed|ing)|"
    rf"rank(?:s|ed|ing)|placed|following)\s+(?:in\s+)?{_SECOND}|(?:(?:is|was|comes|came|follows|follow(?:ed|ing))\s+)?"
    r"(?:close(?:ly)?\s+|just\s+|right\s+)?behind\s*(?=[.,;!]|$))",
    re.IGNORECASE,
)
"""What says of the name before it that it came behind the first: "with Ben as the runner-up"."""
_WITH_SECOND = re.compile(
    r"\bwith\s+(?:the\s+|an?\s+)?(?P<who>[^,;.]{1,40}?)\s+(?:(?:as|in|being|coming|finishing|taking|ranked|placed)\s+"
    rf"(?:in\s+)?)?{_SECOND}\W*(?:$|[,;.])",
    re.IGNORECASE,
)
_SECOND_IS = re.compile(
    r"(?:^|[,;.]\s+|\band\s+|\bwhile\s+)\W*(?:the\s+)?(?:runner[- ]?up|second\s+place|second)\s+"
    r"(?:is|was|goes\s+to|went\s+to)\s+(?:the\s+)?\W*\Z",
    re.IGNORECASE,
)
_SIGNS = Sieve(r"runner|\bsecond\b|\bbehind\b|\b(?:merely|only|just|simply)\b", re.IGNORECASE, marked=True)
_ASKS_FIRST = re.compile(
    r"\b(?:first|won|wins?|winner|winning|best|highest|most|top|champion|leads?|leader|\w{2,}est)\b", re.IGNORECASE
)
_ASKS_OTHER = re.compile(
    r"\b(?:second|runners?[- ]?up|third|last|worst|least|lowest|fewest|behind|following)\b", re.IGNORECASE
)
_MERE = re.compile(
    r"[)\"'*]*\s+(?:is|was|are|were)\s+(?:merely|only|just|simply)\s+(?P<article>the|an?|his|her|its|their)\s+"
    r"(?!(?:right|correct|same|one|ones|only|answer|best|most|thing|sort|kind|type|way|\w{2,}est)\b)(?P<role>[^,;.:]+)",
    re.IGNORECASE,
)
"""What says of the name before it that it has a lesser part: "is merely the addressee"."""
_NAMES = (
    r"(?:represents?|stands?\s+for|marks?|denotes?|depicts?|indicates?|symboli[sz]es?|points?\s+(?:to|at)|labels?|"
    r"shows?|called|named)"
)
_ASKS_NAME = re.compile(
    rf"\bwhich\s+(?P<noun>[a-z]+)\b[^?]*?\b(?:(?:is|are)\s+)?{_NAMES}\s+(?P<what>[^?,;]+)", re.IGNORECASE
)
"""A question for the sign of a thing: "Which symbol stands for a diode?"."""
_NAMED = re.compile(
    rf"[)\"'*]*\s+(?:(?:is|=|{_NAMES})\s+)?(?:the|an?)\s+"
    r"(?!(?:right|correct|same|one|only|answer|best|\w+est|first|second|third|fourth|last|next)\b)"
    r"(?P<role>[a-z-]+(?:\s+[a-z-]+){0,2}?)(?=\W*$|[,.;)]|\s+\(|\s+(?:and|while|whereas|but|because|since)\b)",
    re.IGNORECASE,
)
"""What says in a word or two what the name before it is a sign of."""
_CONCLUDES = re.compile(r"\b(?:so|thus|hence|therefore|answer)\b", re.IGNORECASE)
_FRAME = re.compile(r"\s+(?:in|on|of|from)\s+(?:the|this)\b", re.IGNORECASE)
_STEM = 5
"""Letters that words of one family share: friction, frictional."""
_OF = re.compile(r"\b(\w+)\s+of\b", re.IGNORECASE)


class OtherRole:
    """What of a question tells whether a name has another part than the one that is asked for."""

    def __init__(self, question: str, options: Options) -> None:
        self._asks_first = _ASKS_FIRST.search(question) is not None and _ASKS_OTHER.search(question) is None
        self._asks_who = re.search(r"\bwho(?:se|m)?\b", question, re.IGNORECASE) is not None
        named = _ASKS_NAME.search(question) if options.counted_nouns or options.letter_names else None
        what = _FRAME.split(named["what"])[0] if named is not None else ""
        self._named = spoken(_OF.sub(" ", what)).present - STOPWORDS
        self._asked = (spoken(question).present | frozenset().union(*options.phrases)) - STOPWORDS

    def is_given(self, line: str, start: int, end: int) -> bool:
        """Whether a sentence gives the name at a place another part."""
        if self._named and (role := _NAMED.match(line, end)) and not _CONCLUDES.search(line):
            said = spoken(role["role"]).present
            return not any(other.startswith(one[:_STEM]) for one in self._named for other in said)
        if _SIGNS.search(line) is None:
            return False
        if self._asks_first and (self._is_second(line, start, end) or _SECOND_IS.search(line[:start])):
            return True
        mere = _MERE.match(line, end)
        if mere is None or (not self._asks_who and mere["article"].lower() in ("a", "an")):
            return False
        return self._asked.isdisjoint(spoken(mere["role"]).present)

    @staticmethod
    def _is_second(line: str, start: int, end: int) -> bool:
        if _IS_SECOND.match(line, end):
            return True
        return any(one.start("who") <= start and end <= one.end("who") for one in _WITH_SECOND.finditer(line))
