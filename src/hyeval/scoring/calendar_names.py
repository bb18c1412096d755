"""The day of the week or the month that a sentence asserts, where a question asks for one."""

from __future__ import annotations

import re

from hyeval.scoring.stance import Stance, stance

_ASKS_WEEKDAY = re.compile(r"\b(?:what|which) (?:day of the week|weekday|day)\b", re.IGNORECASE)
_ASKS_MONTH = re.compile(r"\b(?:what|which) month\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_WHAT_FOLLOWED = re.compile(
    r",?\s+(?:(?:right|just|shortly|immediately|directly|soon)\s+)?(?:before|after|following)\s+"
    r"(?:\w+ing\b|(?:the|an?|its|their)\s).*$",
    re.IGNORECASE,
)
"""What came before it or after it: "in February before rising in March", "right after the peak in January"."""
_WHAT_WENT_BEFORE = re.compile(
    r"^\W*(?:(?:right|just|shortly|immediately|directly|soon)\s+)?(?:before|after|following)\s+"
    r"(?:the|an?|its|their)\s[^,;]*,\s+",
    re.IGNORECASE,
)
"""The same where it begins a sentence."""


def calendar_name(text: str, question: str) -> str | None:
    """The name that is asserted, if it is one alone."""
    names = _WEEKDAY if _ASKS_WEEKDAY.search(question) else _MONTH if _ASKS_MONTH.search(question) else None
    if names is None:
        return None
    before = _WHAT_WENT_BEFORE.match(text)
    if before is not None and names.search(text, before.end()):
        text = text[before.end() :]
    followed = _WHAT_FOLLOWED.search(text)
    if followed is not None and names.search(text, 0, followed.start()):
        text = text[: followed.start()]
    found = [(one.group(), stance(text, *one.span())) for one in names.finditer(text)]
    said = {name for name, position in found if position is Stance.ASSERTED}
    said = said or {name for name, position in found if position is Stance.ASIDE}
    return said.pop() if len(said) == 1 else None
