"""Two options that compare the same two things the other way round, and how else a response compares these.

"Shop A's sales fell short of those of shop B" says that "Shop B sold more than shop A".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from hyeval.scoring.comparison import degrees
from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.options import Options
from hyeval.scoring.stance import negated
from hyeval.scoring.words import spoken

_OPTION = re.compile(
    r"(?P<first>(?:(?!\bthan\b).)+?)\s+[a-z]+\s+(?P<degree>more|less|fewer|higher|lower|larger|smaller|greater|bigger)"
    r"(?:\s+[a-z]+)?\s+than\s+(?P<second>[^,;.]+?)\s*\.?",
    re.IGNORECASE,
)
_MORE = (
    r"exceed(?:s|ed)?|surpass(?:es|ed)?|outs(?:old|ells?)|outnumber(?:s|ed)?|outstrip(?:s|ped)|top(?:s|ped)|"
    r"(?:more|higher|greater|larger|bigger)(?:\s+(?P<more>\w+))?\s+than"
)
_LESS = (
    r"f(?:a|e)ll(?:s|en)?\s+short\s+of|trail(?:s|ed)|lag(?:s|ged)\s+behind|"
    r"(?:is|are|was|were)\s+(?:outsold|exceeded|surpassed|outnumbered|topped)\s+by|"
    r"(?:less|fewer|lower|smaller)(?:\s+(?P<less>\w+))?\s+than"
)
_OPEN = re.compile(r"\b(?:if|whether|unless|had|would|than)\b", re.IGNORECASE)
"""What leaves open whether a comparison behind it holds."""
_AMOUNT = degrees("higher")[0].scale[0]
_SOLD = frozenset(map(concept, ("sales", "turnover", "sold", "sell")))
_SIDE_TEXT = "that those has have had is are was were far by clearly unit item product goods piece copy"
_SIDE_WORDS = frozenset(map(concept, _SIDE_TEXT.split()))
_LETTERED = re.compile(r"(?P<noun>[a-z]+)\s+(?P<letter>[a-z])")
_ENDS = r"(?:\s+(?:units?|items?|products?|goods|pieces|copies|in\s+total|overall))*(?=\s*(?:[.;,!]|$))"
"""What may follow where the other one of two is left out."""


def mirrored_steps(question: str, options: Options) -> Iterator[Callable[[str], str]]:
    """What brings a comparison of the two things into the words of an option; nothing for most questions."""
    found = [one for one in map(_OPTION.fullmatch, options.texts) if one is not None]
    said = {(one["first"].lower(), one["second"].lower(), _is_more(one["degree"])): one.string for one in found}
    pairs = [key for key in said if (key[1], key[0], key[2]) in said and degrees(said[key])[0].scale[0] == _AMOUNT]
    if len(pairs) != 2 or len(found) != 2:
        return
    first, second, more = pairs[0]
    names = "|".join(sorted(map(re.escape, (first, second)), key=len, reverse=True))
    compared = re.compile(
        rf"(?<![\w'’])(?:(?P<owned>\w+)\s+(?:of|for|in|at)\s+(?:the\s+)?)?(?P<one>{names})(?:['’]s?)?(?!\w)\s+(?P<what>[^.;,:]{{0,40}}?)(?:(?P<over>{_MORE})|(?P<under>{_LESS}))"
        rf"\s+(?:(?:that|those|the\s+\w+)\s+(?:of|for|in|at)\s+)?(?:the\s+)?(?P<other>{names})(?!\w)(?:['’]s?)?",
        re.IGNORECASE,
    )
    known = spoken(" ".join((question, *options.texts))).present | _SIDE_WORDS | STOPWORDS
    known |= _SOLD if known & _SOLD else set()

    middle = said[first, second, more][len(first) :].lower().partition(" than ")[0]
    alone = re.compile(rf"(?<![\w'’])(?P<one>{names}){re.escape(middle)}{_ENDS}", re.IGNORECASE)

    def as_option(match: re.Match[str]) -> str:
        one, other = match["one"].lower(), match["other"].lower()
        measured = spoken(f"{match['owned'] or ''} {match['what']} {match['more'] or ''} {match['less'] or ''}").present
        before = re.split(r"[.;:,]\s", match.string[: match.start()])[-1]
        is_open = _OPEN.search(before) is not None or negated(f"{before} {match['what']}")
        if one == other or is_open or not measured <= known:
            return match.group()
        sides = (one, other) if (match["over"] is not None) == more else (other, one)
        return said[(*sides, more)].rstrip(".")

    def of_one(match: re.Match[str]) -> str:
        """The option of a comparison that leaves the other thing out: "so shop B sold more"."""
        one = match["one"].lower()
        before = re.split(r"[.;:]\s", match.string[: match.start()])[-1]
        is_open = _OPEN.search(before) is not None or negated(before)
        return match.group() if is_open else said[one, second if one == first else first, more].rstrip(".")

    yield from _with_nouns(first, second)
    yield lambda response: alone.sub(of_one, compared.sub(as_option, response))


def _with_nouns(first: str, second: str) -> Iterator[Callable[[str], str]]:
    """What puts the noun of two lettered things before their letters in a comparison: "A sold more than B"."""
    one, other = _LETTERED.fullmatch(first), _LETTERED.fullmatch(second)
    if one is None or other is None or one["noun"] != other["noun"]:
        return
    noun, letters = one["noun"], f"{one['letter']}{other['letter']}".upper()
    verb = r"(?:outs(?:old|ells)|exceed(?:s|ed)|surpass(?:es|ed)|(?:was|is)\s+(?:outsold|exceeded|surpassed)\s+by)\s+"
    between = rf"((?:['’]s)?\s+(?:(?:[\w'’]+\s+){{1,5}}?than\s+|{verb}))(?:{noun}\s+)?"
    short = re.compile(rf"(?<![\w'’-])([{letters}]){between}([{letters}])(?![\w-])")
    yield lambda response: short.sub(rf"{noun} \1\2{noun} \3", response)


def _is_more(degree: str) -> bool:
    return degrees(degree)[0].scale[1]
