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
    r"\bbut (?:there(?:['’]s| is) )?no (?P<no>[a-z]+)(?=\W*$)|"
    r"\bbut not (?P<but>(?:(?:the|its|his|her|their|any|who|when|where|which|what|how)\s)[^.;,:]+)(?=\W*$)|"
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
_HIDDEN = (
    r"(?:torn|cropped|cut|blacked|crossed|scratched|rubbed|washed|whited)\s+(?:off|out|away)|hidden|covered|obscured|"
    r"blocked|concealed|blank|empty|smudged|faded|missing|redacted|erased|illegible|unreadable|indecipherable|blurred|"
    r"blurry|pixelated|worn|scratched|cropped|(?:turned|facing) away|out of (?:frame|view|focus|sight)"
)
_GIVEN = (
    r"shown|visible|given|named|mentioned|legible|readable|printed|there|present|among (?:them|these)|included|listed|"
    r"announced|indicated|filled in|displayed|stated|specified|written|identified|in view|in frame|"
    r"(?:on|in) (?:the|this) \w+"
)
_WHERE = (
    r"(?:\s+(?:yet|here|at all|anywhere|there)|"
    r"\s+(?:anywhere\s+)?(?:by|with|behind|under|in|on|from|at|for)\s[^,;:\"]{1,40})?"
)
_WITHHELD = re.compile(
    r"(?:^\W*+|[,;]\s+|\b(?:but|however|though|although|yet|while|and|so|as|because)\s+)"
    r"(?P<what>(?:(?!\b(?:but|and|is|are|was|were|has|have|had)\b)[^,;:\"]){1,60}?)\s*"
    r"(?:(?:['’]s|\b(?:is|are|was|were|has|have))\s+(?:been\s+|left\s+|half\s+|\w+ly\s+){0,2}"
    rf"(?:{_HIDDEN})|"
    rf"(?:is|are|was|were|has|have)(?:n['’]t|\s+not)\s+(?:been\s+|even\s+|\w+ly\s+){{0,2}}(?:{_GIVEN})|"
    r"\bc(?:an|ould)(?:n?['’]t|\s?not)\s+be\s+(?:\w+ly\s+)?"
    r"(?:seen|read|made out|recogni[sz]ed|identified|deciphered|told)|"
    r"(?:['’]s|\b(?:is|are|was|were))\s+(?:(?:far|way|much|just)\s+)?too\s+\w+\s+(?:away\s+)?(?:to|for)\s[^,;:\"]{1,40}|"
    r"(?:['’]s|\b(?:is|are|was|were))\s+(?:just|only|merely|no more than)\s+(?:an?\s+)?"
    rf"(?:scribble|squiggle|scrawl|smudge|blur)s?){_WHERE}\W*$",
    re.IGNORECASE,
)
"""The end of a sentence that says of what it names that it cannot be read: "but the number is covered by a thumb"."""
_IN_FRONT = re.compile(
    r"\b(?:(?:is|are)\s+(?:covering|hiding|blocking|obscuring|concealing|in front of)|"
    r"covers?|hides?|blocks?|obscures?)\s+(?:it|them|(?:the|its|their)\s+(?P<what>[\w' -]{1,40}))\W*$",
    re.IGNORECASE,
)
"""The same, said of what stands before it: "a sticker is covering it"."""
_COVERING = frozenset(
    map(concept, ("hide", "hidden", "cover", "covered", "block", "missing", "empty", "blank", "where"))
)
"""What a question has that asks for what is covered, or where something is."""
_LETTERING = frozenset(
    map(
        concept,
        ("it", "they", "word", "letter", "text", "writing", "lettering", "inscription", "digit", "number", "name",
         "part", "rest", "caption", "label", "field", "space", "line", "signature"),
    )
)  # fmt: skip
"""What stands for the writing in question."""
_PRESENTS = re.compile(
    r"\W*(?:there(?:['’]s|\s+(?:is|are|seems? to be))\s|(?:i|we|you|one)\s+(?:can\s+)?(?:partly\s+|only\s+)?"
    r"(?:see|read|recogni[sz]e|find)\s|(?:the|an?)\s[^,;:\"]{1,40}?\s(?:is|are)\s+(?:visible|there|shown|present)\b|"
    r"(?:the|this|that)\s\w+\s+(?:lists|shows|has|gives|contains|names|mentions)\s)",
    re.IGNORECASE,
)
"""What only says that something is there."""
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


def is_withheld(text: str, asked: Collection[str]) -> bool:
    """Whether a sentence ends in saying that what is asked for, or the writing on it, is hidden or not given."""
    if _COVERING.isdisjoint(asked):
        match = _WITHHELD.search(text) or _IN_FRONT.search(text)
        what = {word.meaning for word in words(match["what"] or "it")} if match is not None else set()
        return any(word in asked or word in _LETTERING or is_of_family(word, asked) for word in what)
    return False


def presents_only(text: str) -> bool:
    """Whether a sentence only says that something is there: "There is a logo on the lid"."""
    return _PRESENTS.match(text) is not None


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
