"""Parts of the number line that a sentence says in words, in signs: "from 0 upwards" is x ≥ 0."""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import CARDINALS, concept
from hyeval.scoring.sieve import Sieve

_ASKS = re.compile(
    r"\b(?:domain|intervals?|inequality)\b|\brange\b.*(?:\b(?:function|graph|curve|relation|parabola)\b|\b[f-h]\s*\(|\by\s*=)|"
    r"\b(?:for (?:which|what)(?: values? of)? [a-z]|wh\w+ values)\b|\bsolve\b.*(?<!-)[<>≤≥]|"
    r"\b(?:where|when|for wh\w+)\b.*\b(?:(?:in|de)creas\w+|positive|negative|above|below)\b",
    re.IGNORECASE,
)
_END = r"[-−+]?(?:[\d∞√.]|\\infty)+"
_IS_SET = re.compile(
    rf"[<>≤≥∈∪]|≠|\\(?:le|ge|leq|geq|lt|gt|neq?|in|cup|infty)\b|[\[(]\s*{_END}\s*[,;]\s*{_END}\s*[\])]"
)
_NUMBER = "|".join(name for name in CARDINALS if name.isascii() and name.isalpha())
_SPELLED = re.compile(
    rf"\b(?P<minus>(?:minus|negative)\s+)?(?P<number>{_NUMBER})\b"
    r"(?![- ](?:of|real|values?|numbers?|points?|roots?|zeros?|ends?))",
    re.IGNORECASE,
)
_VALUE = r"(?:[a-z]\s*=\s*)?(?P<{}>[-−+]?(?:\d+(?:\.\d+)?(?:/\d+)?|\d*√\d+|\d*π(?:/\d+)?))(?![\w/.]*\d)"
_MORE = r"(?:(?:bigger|greater|larger|higher|more) than(?! or equal)|above|exceeds|beyond)"
_LESS = r"(?:(?:smaller|less|lower) than(?! or equal)|below|under)"
_JOINT = r",?\s+(?:but|and)\s+(?:(?:also|still|is|it is)\s+)?(?:to the\s+)?"
_OR = r",?\s+(?:and|or|as well as|and also)\s+(?:again\s+)?(?:(?:[a-z] )?is\s+)?(?:to the\s+)?"
_WITH_NAUGHT = r"(?:0|zero) (?:and|or|plus|together with) (?:(?:all|any|every|the) )*"
_AND_NAUGHT = r"(?:numbers|reals|values)\s+(?:and|or|including|with)\s+(?:zero|0)\b"
_ANY = r"\b(?:everything|(?:all|every|any)(?: the)?(?: real)?(?: numbers?| values?| x)?(?: of x)?),?"
_THOSE = (
    r"\b(?:values?|numbers?|everything|all|reals|[xy]) "
    r"(?:(?:is|are|that are|which are|strictly|lies?|has to be|have to be|must be|can be) )*"
)
_ZEROS = r"(?: two)? (?:zeros|zeroes|roots|x-intercepts|ends),?(?: which are| at|:)?(?: x =)?"
_WAYS = tuple(
    (Sieve(said.replace("LOW", _VALUE.format("low")).replace("HIGH", _VALUE.format("high")), re.IGNORECASE), signs)
    for said, signs in (
        (
            rf"{_ANY} (?:except|but(?: not)?|other than|apart from|without|save)(?: for)? LOW",
            "all real numbers except {low}",
        ),
        (rf"\bleft of LOW{_OR}right of HIGH", "x < {low} or x > {high}"),
        (rf"\b{_LESS} LOW,?\s+or\s+(?:(?:[a-z] )?is\s+)?{_MORE} HIGH", "x < {low} or x > {high}"),
        (rf"\bright of LOW{_JOINT}left of HIGH", "{low} < x < {high}"),
        (rf"\b{_MORE} LOW{_JOINT}{_LESS} HIGH", "{low} < x < {high}"),
        (rf"\b{_LESS} HIGH{_JOINT}{_MORE} LOW", "{low} < x < {high}"),
        (rf"\bbetween (?:its|the|these){_ZEROS} LOW and HIGH", "{low} < x < {high}"),
        (r"\b(?:between|from) LOW (?:and|to|up to|until|till) HIGH", "{low} < x < {high}"),
        (r"\b(?:at least|(?:no|not|never) (?:less|smaller|lower) than) LOW", "x ≥ {low}"),
        (r"\bnever (?:goes |falls |drops |dips )?(?:below|under) LOW", "x ≥ {low}"),
        (r"(?<![\w.])LOW (?:and|or) (?:up\w*|above|higher|more|greater|larger|on\w*)\b", "x ≥ {low}"),
        (r"\bfrom LOW,? (?:up(?:wards?)?\b(?! to \d)|on(?:wards?)?\b)", "x ≥ {low}"),
        (r"\bfrom LOW,? (?:all the way )?(?:up )?to (?:positive |plus )?(?:infinity|∞)", "x ≥ {low}"),
        (r"\b(?:at most|(?:no|not|never) (?:more|greater|larger|higher) than) HIGH", "x ≤ {high}"),
        (r"\bnever (?:goes |rises |gets )?(?:above|over) HIGH", "x ≤ {high}"),
        (r"(?<![\w.])HIGH (?:and|or) (?:below|lower|less|smaller|down\w*)\b", "x ≤ {high}"),
        (r"\bfrom HIGH,? down(?:wards?)?\b(?! to \d)", "x ≤ {high}"),
        (rf"\b{_WITH_NAUGHT}positive\b|\bpositive (?:real )?{_AND_NAUGHT}|\bnon-?\s?negative\b", "x ≥ 0"),
        (rf"\b{_WITH_NAUGHT}negative\b|\bnegative (?:real )?{_AND_NAUGHT}|\bnon-?\s?positive\b", "x ≤ 0"),
        (r"\b(?:all|every|any|only|the) (?:the )?(?:set of )?positive (?:real )?(?:numbers?|reals|values?)\b", "x > 0"),
        (r"\b(?:all|every|any|only|the) (?:the )?(?:set of )?negative (?:real )?(?:numbers?|reals|values?)\b", "x < 0"),
        (r"\b(?:bigger|greater|larger|higher|more) than or equal to LOW", "x ≥ {low}"),
        (r"\b(?:smaller|less|lower) than or equal to HIGH", "x ≤ {high}"),
        (r"\b(?:until|till|up to) HIGH", "x < {high}"),
        (r"\bright of LOW", "x > {low}"),
        (r"\bleft of HIGH", "x < {high}"),
        (rf"{_THOSE}{_MORE} LOW", "x > {low}"),
        (rf"{_THOSE}{_LESS} HIGH", "x < {high}"),
    )
)
"""What is said, and the same in signs."""
_ALL = re.compile(
    r"\ball (?:the )?(?:non-?\s?\w+ |positive |negative )?(?:real )?(?:numbers|values|reals)(?: of)?(?: [a-z])?\s+\w",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:not including|excluding|without|exclud\w+|exclusive|not included|but not|itself not)\b", re.IGNORECASE
)
_TAKEN_IN = re.compile(r"\b(?:including|included|inclusive)\b", re.IGNORECASE)
_NUMERAL = r"[-−+]?\d+(?:\.\d+)?"
_TOLD = re.compile(
    rf"\b(?P<word>including|inclusive of|excluding|exclusive of|without|not including)\s+(?P<behind>{_NUMERAL})"
    rf"(?![\w.]*\d)|(?P<before>{_NUMERAL})\s+(?:(?:is|being)\s+)?(?:also\s+)?"
    r"(?P<word2>included|inclusive|excluded|exclusive|not included|left out)",
    re.IGNORECASE,
)
"""What says of one end whether it belongs to the set."""
_STRICT, _WEAK = "<>", "≤≥"
_SUBJECT = re.compile(r"\b[a-z](?:\s+(?:is|lies|must be|has to be|can be))?(?:\s+strictly)?\s*$", re.IGNORECASE)
_LONGEST = 400
"""Characters of a sentence that is looked through."""


def asks_for_set(question: str) -> bool:
    """Whether a question asks for numbers that fill a part of the line."""
    return _ASKS.search(question) is not None


def says_set(text: str) -> bool:
    """Whether a sentence says itself that it is about all numbers of a part of the line."""
    return "ll " in text and _ALL.search(text) is not None


def is_of_set(text: str) -> bool:
    """Whether a sentence has an inequality, or an interval between brackets."""
    return _IS_SET.search(text) is not None


def set_in_signs(text: str) -> str:
    """The inequality that a sentence says of a part of the line; one that has signs for it stays as it is."""
    if len(text) > _LONGEST or is_of_set(text):
        return text
    plain = _SPELLED.sub(_in_digits, text)
    found = False
    for way, signs in _WAYS:
        match = way.search(plain)
        if match is not None:
            found = True
            before, after = _SUBJECT.sub("", plain[: match.start()]), plain[match.end() :]
            ends = plain[match.start() :]
            if _LEFT_OUT.search(ends) or _TAKEN_IN.search(ends):
                after = "."
            plain = f"{before}{_with_ends(signs.format(**match.groupdict()), ends)}{after}"
    return plain if found else text


def _in_digits(match: re.Match[str]) -> str:
    return f"{'-' if match['minus'] else ''}{concept(match['number'])}"


def _with_ends(signs: str, said: str) -> str:
    """An inequality with the ends that are said to belong to it, or not to."""
    told = {
        one["behind"] or one["before"]: (one["word"] or one["word2"]).lower().startswith("incl")
        for one in _TOLD.finditer(said)
    }
    is_left_out, is_taken_in = (words.search(said) is not None for words in (_LEFT_OUT, _TAKEN_IN))
    every = is_taken_in if is_left_out != is_taken_in and not told else None
    parts = signs.split()
    for place, part in enumerate(parts):
        if part in _STRICT or part in _WEAK:
            ends = {parts[place - 1], parts[place + 1]}
            belongs = next((told[end] for end in ends & told.keys()), every)
            if belongs is not None:
                parts[place] = (_WEAK if belongs else _STRICT)["<≤>≥".index(part) // 2]
    return " ".join(parts)
