"""Options that deny something, which a sentence that denies nothing does not name: "They do not meet"."""

from __future__ import annotations

import re

from hyeval.scoring.options import Options
from hyeval.scoring.sieve import Sieve

_NO_WORDS = frozenset(("no", "not", "never", "without", "nothing", "nobody", "cannot", "neither"))
_DENIAL = Sieve(
    r"\b(?:no|not|never|without|none|nothing|nobody|nowhere|cannot|neither|nor|lack\w*|missing|absent|zero|free|fail\w*|"
    r"hardly|barely|few|little)\b|n['’]t\b|\b0\b|[✗✘❌×]|-free\b|不|没|无|"
    r"\b(?:nicht|kein\w*|pas|sans|sin|ni|non|né|não|sem)\b",
    re.IGNORECASE,
)
"""What a sentence has that denies something in any way."""


def denies_alone(options: Options, option: int, text: str) -> bool:
    """Whether an option denies something, and a text with its other words does not."""
    words = options.phrases[option]
    is_denying = not _NO_WORDS.isdisjoint(words) or any(word.endswith("n't") for word in words)
    return is_denying and len(words) > 1 and _DENIAL.search(text) is None
