"""The letter of MME-RealWorld's authors (`extract_characters_regex`), which other frameworks took over."""

from __future__ import annotations

import re
from collections.abc import Sequence

ANNOUNCEMENTS = (
    *("The best answer is", "The correct answer is", "The answer is", "The answer"),
    *("The best option is", "The correct option is", "Best answer:", "Best option:"),
)
"""What lmms-eval takes out of a response."""
LEAD_INS = (*ANNOUNCEMENTS[:4], "".join(ANNOUNCEMENTS[4:6]), "".join(ANNOUNCEMENTS[6:]))
"""What the original takes out; two commas are missing there, so that no response has the last two."""
LONG = 10
"""Words of a response beyond which nothing but a capital is looked for."""
_CAPITAL = re.compile("[A-E]")


def first_capital(response: str, lead_ins: Sequence[str] = LEAD_INS) -> str:
    """The first capital A to E, else the first letter of which `(a)` has a short response in it; empty without one.

    Known defects: the capital of a word counts (`Because` is B), and an empty response, or one of which nothing
    is left (`The answer is`), is a part of `(a)` and so A.
    """
    text = response.strip()
    for lead_in in lead_ins:
        text = text.replace(lead_in, "")
    if capital := _CAPITAL.search(text):
        return capital[0]
    if len(text.split()) > LONG:
        return ""
    return next((letter for letter in "ABCDE" if text.lower() in f"({letter.lower()})"), "")
