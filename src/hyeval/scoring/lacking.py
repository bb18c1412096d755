"""Whether a sentence only says that a picture does not give what a question asks for.

"It does not name the painter", "I can't find the date itself", "nothing indicates which of them is the publisher". What
is not given has to be what was asked for, in no other words than its own: "It does not say which year that was" leaves
the ship's name standing.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.words import words

_GIVES = (
    r"give|show|state|mention|say|specify|contain|include|list|name|indicate|provide|tell|identify|reveal|disclose|"
    r"display|have|report|record|print"
)
_GAVE = r"gives|shows|states|mentions|says|specifies|contains|names|indicates|tells|identifies|reveals"
_LACKING = Sieve(
    rf"\b(?:does|do|did)(?:n['’]t| not)\s+(?:actually |clearly |explicitly |seem to |even )?(?:{_GIVES})\s+"
    r"(?P<given>[^.;,:]+)|"
    r"\bi (?:can ?not|can['’]t|could not|couldn['’]t|do not|don['’]t|did not|didn['’]t)\s+"
    r"(?:find|see|locate|detect|spot|make out|work out|tell|read)\s+(?P<found>[^.;,:]+)|"
    r"\b(?:nothing|nowhere|no (?:label|caption|legend|text|title|mark|sign|note|hint)s?)\s+(?:\w+ )??"
    rf"(?:{_GAVE}|{_GIVES})\s+(?P<told>[^.;,:]+)|"
    r"\b(?:unclear|unknown|"
    r"(?:not|n['’]t) (?:\w+ )?(?:clear|stated|said|indicated|specified|obvious|shown|known|given))\s+"
    r"(?P<which>(?:which|who|what|whose|when|where|how|whether)\b[^.;,:]+)",
    re.IGNORECASE,
)
"""What a sentence says not to be given, in one of these groups."""
_UNREADABLE = Sieve(
    r"(?:n['’]t\s+(?:legible|readable|visible|given|stated|mentioned|provided|shown)|"
    r"\b(?:too \w+|illegible|unreadable|indecipherable|obscured|blurred|blurry|faded|"
    r"not\s+(?:\w+ly\s+)?(?:legible|readable|visible|given|stated|mentioned|provided|shown)))"
    r"(?:\s+(?:in|on|from) (?:the|this) \w+)?\W*$|"
    r"\b(?:cropped|cut|torn) (?:off|out)(?: of (?:the|this) \w+)?\W*$|\bout of (?:the )?(?:frame|view)\W*$|"
    r"\b(?:hidden|covered|obscured|blocked)(?: by (?:an?|the|his|her) \w+)?\W*$|"
    r"\bpart(?:ly|ially)\s+(?:hidden|covered|obscured|visible|legible|cut off)\b",
    re.IGNORECASE,
)
_UNTOLD = re.compile(
    r"\W*(?:the|this) (?:image|picture|photo|chart|graph|diagram|figure|document|table|text|map|plan|page|label|"
    r"sign)\s+(?:does not|doesn't|do not|don't)\s+(?:show|mention|state|contain|include|give|say|specify|indicate|"
    r"provide|name)\b"
    r"(?!.*\bbut\b)|"
    r"\W*(?:the|this) (?:image|picture|photo|chart|graph|diagram|figure|document|table|text|map|plan|page|label|"
    r"sign)\s+(?:shows|gives|contains|has|lists|states|mentions)\s+no\s+\w+s?\W*$",
    re.IGNORECASE,
)
_UNFOUND = re.compile(
    r"\W*(?:but |however,? )?i (?:can ?not|can't|could not|couldn't|do not|don't|did not|didn't) "
    r"(?:find|see|locate|detect|spot)\b(?!.*\b(?:but|only)\b)",
    re.IGNORECASE,
)
"""A response that looked for the answer in vain."""
_ABSENT = re.compile(
    r"\W*(?:no (?:\w+ )?(?P<absent>\w+) (?:is|are|can be|could be)|there (?:is|are) no (?:\w+ )??(?P<lacking>\w+)) "
    r"(?:\w+ly )?(?:visible|seen|shown|given|found|present|legible|readable|mentioned|there|in|on|at)\b(?!.*\bbut\b)",
    re.IGNORECASE,
)
"""What is said not to be there: "No title is visible."."""
_NONE_THERE = re.compile(
    r"\W*there(?:['’]s| is| are) no(?: \w+){1,2}?"
    r"(?: (?:on|in|at|below|above|under|visible|there|anywhere)\b[^,;.]*)?\W*",
    re.IGNORECASE,
)
_COPULA = re.compile(r"(?:\b(?:is|are|was|were)|\bit['’]s)\s*(?:\w+ly\s+|half\s+)?$", re.IGNORECASE)
_GOES_ON = re.compile(r"\b(?:but|however|only|though|although)\b|\d", re.IGNORECASE)
"""What may stand behind it and give something after all."""
_MARKS = {
    *STOPWORDS,
    *map(concept, ("itself", "themselves", "exact", "actual", "precise", "anywhere", "either", "own")),
}
_ROOT = 5
"""Letters of the shortest beginning that words of one family share: painted, painter."""


def is_lacking(line: str, asked: Collection[str]) -> bool:
    """Whether a sentence says that what is asked for is not given; `asked` are the concepts of the question."""
    for match in _LACKING.finditer(line):
        if _GOES_ON.search(line, match.end()):
            continue
        what = {word.meaning for word in words(match.group(match.lastgroup or 0))} - _MARKS
        if what and all(word in asked or is_of_family(word, asked) for word in what):
            return True
    return False


def is_untold(text: str) -> bool:
    """Whether a sentence only says that something was not found or cannot be read: "The signature is illegible."."""
    if _UNFOUND.match(text) or _UNTOLD.match(text):
        return True
    match = _UNREADABLE.search(text)
    return match is not None and _COPULA.search(text[: match.start()]) is not None


def is_none_there(text: str) -> bool:
    """Whether a sentence only says that something is not there: "There's no logo on it"."""
    return _NONE_THERE.fullmatch(text) is not None


def absent(text: str) -> str | None:
    """The concept of what a sentence only says not to be there."""
    match = _ABSENT.match(text)
    return None if match is None else concept(match["absent"] or match["lacking"])


def is_of_family(word: str, asked: Collection[str]) -> bool:
    """Whether a word shares its root with one of the question, as "painter" with "painted"."""
    return len(word) >= _ROOT and any(one[:_ROOT] == word[:_ROOT] for one in asked if one not in STOPWORDS)
