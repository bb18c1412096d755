"""Responses that are an answer and nothing else, which are most responses of many models: they are read at once."""

from __future__ import annotations

import re

from hyeval.scoring.extraction import Extraction
from hyeval.scoring.letters import ALPHABET
from hyeval.scoring.options import Options

_LONG = 200
"""A longer response says more than an answer."""
_QUICK = re.compile(
    r"\s*(?:(?:so |therefore,? |thus,? )?(?:the |my )?(?:final |correct |best |right )*"
    r"(?:answer|choice|option)(?: is)?\s*:?\s+)?(?:option )?"
    r"[*(\[\"'`$]*(?:\\boxed\{)?(?:\\text\{)?\(?([A-Za-z])\)?\}{0,2}[)\].*\"'`$:]*\s*",
    re.IGNORECASE,
)


def bare_answer(response: str, options: Options) -> Extraction | None:
    """The option of a response that holds nothing but its letter or its text, None for any other response."""
    if len(response) > _LONG:
        return None
    match = _QUICK.match(response)
    if match:
        letter = match.group(1).upper()
        option = ord(letter) - 65
        if option < len(options.texts) or not options.texts:
            rest = response[match.end() :].strip(" .\n").casefold()
            parted = response[match.end() - 1] in ".:) "
            if not rest or (parted and options.by_text.get(rest) == option):
                return Extraction(letter)
    found = options.by_text.get(response.strip(" .\n").casefold())
    return None if found is None else Extraction(ALPHABET[found])
