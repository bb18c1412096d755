"""What a sentence puts around its answer, and phrases that name nothing.

A translation ("…, which is Latin for …"), the parts of an amount ("$54 in total, that is $50 plus tax"), what was
denied before a colon ("It was not X, who only …: …"), what comes back to the answer ("…, so that is what she plays").
"""

from __future__ import annotations

import re
from collections.abc import Callable

from hyeval.scoring.comparison import degrees
from hyeval.scoring.lexicon import ORDINALS

_LONG = 1000
"""Characters of a sentence that is looked at."""
_ASKS_WORDING = re.compile(
    r"\b(?:written|says?|text|words?|reads?|slogan|printed|motto|headline|titled?|named?|called|inscription|engraved|"
    r"caption|heading)\b",
    re.IGNORECASE,
)
_ASKS_MEANING = re.compile(r"\b(?:mean\w*|translat\w*|english)\b", re.IGNORECASE)
_TRANSLATED = re.compile(
    r"(?P<mark>,|\s\(|;|\s[-–—])\s*(?:(?:which|that|this|it)\s*)?(?:(?:is|['’]s)\s+)?(?:the\s+)?"
    r"(?:(?-i:[A-Z][a-z]{2,})\s+(?:\w+\s+)?for\b|means\b(?! that\b)|meaning\b|translat(?:es|ed|ing)\b).*$|"
    r"(?<=[\"'])\s*\(\s*[\"'][^\"]{1,120}[\"']\s*\)",
    re.IGNORECASE | re.DOTALL,
)
"""What a text means in another language, behind the text."""
_ASKS_SIGN = re.compile(r"\b(?:labell?ed|formula|symbol|code|abbreviation|acronym|initials)\b", re.IGNORECASE)
_EXPLAINED = re.compile(
    r"(?P<text>\"[^\"\n]{1,120}\"|(?<!\w)'[^'\n]{1,120}'|\b[A-Z](?:[\w-]{0,20}[A-Z\d][\w-]{0,20}|[a-z])?)[,;]?\s+[(–—-]?\s*"
    r"(?:i\.\s?e\.|that is(?: to say)?|in other words)[,:]?\s+(?=[a-z])[^\"\n]*$"
)
"""What a text or a code means, behind it: "NaCl, i.e. table salt"."""
_ASKS_AMOUNT = re.compile(r"\b(?:total|amount|price|cost|due|sum|fee|charge|balance|bill|pay)\b", re.IGNORECASE)
_AMOUNT = r"(?:[$€£]\s?\d[\d.,]*\d|\d[\d.,]*\s?(?:[$€£]|(?:euros?|dollars?|pounds?|USD|EUR|GBP)\b))"
_IN_PARTS = re.compile(
    rf"(?P<total>{_AMOUNT}(?:\s+(?:in total|in all|altogether|overall|all told))?)\s*"
    r"(?::|\(|,\s+(?:that is|that['’]s|i\.e\.|namely|which is|made up of|consisting of|comprising|being)\b|\s[-–—])"
    r"[\s,]*"
    rf"{_AMOUNT}[^;=]{{0,60}}?(?:\bplus\b|\+|\band\b|&|,)\s",
    re.IGNORECASE,
)
"""An amount before its parts."""
_SUMMED_UP = re.compile(
    r"(?:,\s+(?:which|that|so)|\s(?:so|and that))\s*(?:['’]s|is|makes|comes to|gives|adds up to|totals)\s+"
    rf"(?:a total of\s+)?(?P<total>{_AMOUNT})(?:\s+(?:in total|in all|altogether|overall|all told))?\W*$",
    re.IGNORECASE,
)
"""An amount behind its parts."""
_DENIED_FIRST = re.compile(
    r"^\W*+(?:(?:it|this|that|they)\s*)?(?:(?:['’]s|is|are|was|were)\s*)?(?:n['’]t|not)\s[^:\"]{1,150}:\s+(?=\w)",
    re.IGNORECASE,
)
"""What something is not, before the colon behind which a sentence says what it is."""
_REPORTED = re.compile(
    r"^\W*+(?:the|this|that|its)\s+\w+(?:\s\w+)?\s+(?:says|states|shows|tells(?: us)?|indicates|mentions|notes)\s+"
    r"(?:that\s+)?(?=(?:the|its|their)\s[\w' -]{1,40}?\s(?:is|are|was|were)\s)",
    re.IGNORECASE,
)
"""What says the rest of a sentence: "The card says that the network is …"."""
_SEEN_BY = re.compile(
    r"^\W*+(?:(?:judging|going)\s+(?:by|from)|among)\s[^:;]{1,150}?,\s+(?=(?:it|this|that|they|he|she)(?:['’]|\s+(?:is|are|was|must)\b))",
    re.IGNORECASE,
)
"""What shows it: "Judging by the bat, the wickets and the clothes, "."""
_AFTER_AMOUNT = re.compile(
    rf"^\W*+(?:after|with|including|before|without)\s[^,:;]{{0,40}}{_AMOUNT}[^,:;]{{0,30}},\s+", re.IGNORECASE
)
"""An amount that is taken into account: "After the discount of $20, "."""
_BACK = re.compile(
    r"(?:[,;]\s+(?:so|and|which|hence|thus|therefore)|\s(?:so|and))(?:\s+(?:that|this|it|they|he|she))?"
    r"(?:['’](?:s|re)|\s+(?:is|are|was|were|must be))\s+(?P<what>[^,;:\"]{1,60}?)\W*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?:the one (?:who|that|which|[a-z]+ing)|"
    r"(?:what|who|where|how)\s+(?:he|she|it|they|is|was|are|were|the|this|that|you|i|we))\b",
    re.IGNORECASE,
)
_THING = re.compile(
    r"\b(?P<what>an?\s(?:[a-z-]+\s){0,2}?[a-z-]{3,}(?<!ed)(?<!ing))(?=\W*$|,|"
    r"\s+(?:[a-z]+(?:ed|ing)|held|kept|under|up|against|between|in|on|to|with|across|over|at|by|that|which)\b)"
)
"""A thing that is spoken of for the first time: "a violin tucked under his chin"."""
_ON_IT = re.compile(
    r"(?:on|in|at|to|of|by|for|with|from|under|about)\s+(?:it|them|this|that|these|those|there|him|her)", re.I
)
_THERE_IS = re.compile(
    r"there(?:['’]s|\s+(?:is|are))\s+(?:an?|some|one)\s+(?P<what>[\w' -]{1,60}?)"
    r"(?:\s+(?:on|in|at|below|above|under)\s.*)?",
    re.I,
)
_DEGREE = re.compile(r"(?:(?:\w+ly|a bit|a little|much|far|somewhat)\s+)?(?P<degree>[a-z]+)")
_DESCRIBES = re.compile(
    r"(?:the|this)\s+(?:bar\s|line\s|pie\s)?(?:image|picture|photo|chart|graph|diagram|figure|map|document|table|scene|"
    r"infographic)\s+(?:shows|compares|displays|depicts|presents|features|contains|is)\s",
    re.IGNORECASE,
)
"""A sentence that only describes the picture."""
_FROM_WHAT = re.compile(
    r"(?:among|judging|according to|based on|(?:after|before|including) (?:the|an?) \w+ of)\s", re.IGNORECASE
)
_NAME = r"(?:[A-Z][\w.'’&-]*(?:\s(?:(?:of|de|van|von|and|the|la|&)\s)*[A-Z\d][\w.'’&-]*){0,5})"
_APPOSED = re.compile(
    rf"(?P<name>{_NAME})(?:,\s+(?:an?|one of|the)\s+[a-z].*|,\s+\d{{1,2}}(?:[-–]\d{{1,2}})?\s[A-Z][a-z]+|"
    r"\s+(?:below|beneath|above|under|beside|behind|next to)\s(?:the|its|his|her|this)\s.*)",
    re.DOTALL,
)
"""A name before what describes it, or says where it stands: "Blue Lantern, a small place by the harbour"."""
_INNER_NAME = re.compile(rf"(?<=[a-z]\s){_NAME}")
_ACTS = re.compile(r"\b(?:do|does|doing|did|done|happen\w*)\W*$", re.IGNORECASE)
_PLACED_THING = re.compile(
    r"(?P<name>an?\s(?:[a-z-]+\s){0,3}?[a-z-]+)\s"
    r"(?:above|below|beneath|under|beside|behind|next to)\s(?:the|its|his|her|an?)\s.*"
)
"""A thing and where it is."""
_LISTED_AS = re.compile(
    r"(?:The|Its|This)\s[a-z' ]{1,40}?\s(?:lists|names|gives|credits|identifies|mentions)\s"
    rf"(?P<name>{_NAME})(?:\sas\s.*)?"
)
"""A name that a cover gives."""
ASKS_WHO = re.compile(r"\W*who\b", re.IGNORECASE)
_CREDITED = re.compile(
    rf"\b(?:by|from|to)\s+({_NAME})|"
    rf"^(?:The|Its|This|That)\s[a-z' ]{{1,40}}?\s(?:credits|names|mentions|lists)\s({_NAME})\W*$"
)
_ORDER_ALONE = re.compile(rf"(?:(?:on|in|at)\s+)?the\s+(?P<order>{'|'.join(ORDINALS)}|last|top)", re.IGNORECASE)
_ASKS_ORDER = re.compile(
    r"\W*(?:on |in |at )?(?:which|what) (?P<kind>floor|level|row|lane|shelf|place|page|panel)\b", re.I
)
"""A question for one of several in a row, which an answer may leave without its noun: "on the fourth"."""
_DETERMINERS = ("The ", "Its ", "This ", "That ")
_ASKS_MAKER = re.compile(r"\b(?:brand|company|make|manufacturer|maker|firm)\b", re.IGNORECASE)
_WITH_MARK = re.compile(rf"(?:the|an?)\s+(?P<name>{_NAME})\s+(?:logo|emblem|badge|symbol|sign|wordmark)\b.*", re.DOTALL)
"""The mark of a maker by its name: "the Seiko logo on the dial"."""
_DEFINITE = re.compile(r"(?:the|this|that)\s+(?P<what>[\w' -]{1,40})", re.IGNORECASE)


def unframed(text: str, question: str) -> str:
    """A sentence without a translation, the parts of its amount, and what it denies or reports first."""
    if len(text) > _LONG:
        return text
    asks_wording = _ASKS_WORDING.search(question) is not None
    if (asks_wording or _ASKS_SIGN.search(question)) and not _ASKS_MEANING.search(question):
        text = _EXPLAINED.sub(r"\g<text>", text, count=1)
    if asks_wording:
        return text if _ASKS_MEANING.search(question) else _without_translation(text)
    if ": " in text:
        text = _DENIED_FIRST.sub("", text, count=1)
    text = _AFTER_AMOUNT.sub("", text, count=1)
    parts = _IN_PARTS.search(text) if _ASKS_AMOUNT.search(question) else None
    if parts is not None:
        text = text[: parts.end("total")]
    elif (summed := _SUMMED_UP.search(text) if _ASKS_AMOUNT.search(question) else None) is not None:
        text = summed["total"]
    return _SEEN_BY.sub("", _REPORTED.sub("", text, count=1), count=1)


def _without_translation(text: str) -> str:
    match = _TRANSLATED.search(text)
    return text if match is None or not re.search(r"\w", text[: match.start()]) else text[: match.start()]


def told_before(text: str, is_known: Callable[[str], bool]) -> str | None:
    """What a sentence says before it only comes back to that: "He holds a flute, so that is what he plays"."""
    back = _BACK.search(text) if len(text) <= _LONG else None
    if back is None or not (_CLAUSE.match(back["what"]) or is_known(back["what"])):
        return None
    before = text[: back.start()]
    if _ACTS.search(back["what"]):
        return before
    things = _THING.findall(before) or [name for name in _INNER_NAME.findall(before) if not is_known(name)]
    return things[0] if len(things) == 1 else before


def name_alone(phrase: str, question: str) -> str:
    """A name without what describes it, and of a phrase without a name the one person to whom it is credited."""
    if len(phrase) > _LONG:
        return phrase
    described = None if _ASKS_WORDING.search(question) and ":" in phrase else _APPOSED.fullmatch(phrase)
    described = described or _LISTED_AS.fullmatch(phrase) or _PLACED_THING.fullmatch(phrase)
    if described is not None:
        return described["name"]
    order, kind = _ORDER_ALONE.fullmatch(phrase), _ASKS_ORDER.match(question)
    if order is not None and kind is not None:
        return f"{order['order']} {kind['kind']}"
    marked = _WITH_MARK.fullmatch(phrase) if _ASKS_MAKER.search(question) else None
    if marked is not None:
        return marked["name"]
    may_be_credit = ASKS_WHO.match(question) and (not phrase[:1].isupper() or phrase.startswith(_DETERMINERS))
    credits = [by or name for by, name in _CREDITED.findall(phrase)] if may_be_credit else []
    return credits[0] if len(credits) == 1 else phrase


def names_nothing(phrase: str, is_known: Callable[[str], bool]) -> bool:
    """Whether a phrase is what no name is: "been left out", "on it", "slightly longer", "what he plays"."""
    if (
        phrase.lower().startswith(("been ", "being "))
        or _FROM_WHAT.match(phrase)
        or _DESCRIBES.match(phrase)
        or _ON_IT.fullmatch(phrase)
        or _CLAUSE.match(phrase)
    ):
        return True
    degree = _DEGREE.fullmatch(phrase)
    if degree is not None and degree["degree"].endswith(("er", "more", "less")) and degrees(degree["degree"]):
        return True
    named = _THERE_IS.fullmatch(phrase) or _DEFINITE.fullmatch(phrase)
    return named is not None and is_known(named["what"])
