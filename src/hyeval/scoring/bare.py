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
    r"(?:answer|choice|option)(?: is\b)?(?:\s*:\s*|\s+))?(?:option )?"
    r"[*(（\[\"'`$]*(?:\\boxed\{)?(?:\\text\{)?\(?([A-Za-z])\)?\}{0,2}[)）\].*\"'`$:]*\s*",
    re.IGNORECASE,
)
_WRAPPED = re.compile(
    r"\s*(?:\*\*([^*]+)\*\*|\$?\\boxed\{([^{}\\]+)\}\$?|<answer>([^<]+)</answer>|"
    r'(?:```(?:json)?\s*)?\{\s*"answer"\s*:\s*"([^"\\]+)"\s*\}(?:\s*```)?)[\s.]*'
)
"""An answer in bold, in a box, in a tag or as JSON."""


def bare_answer(response: str, options: Options) -> Extraction | None:
    """The option of a response that holds nothing but its letter or its text, None for any other response."""
    if len(response) > _LONG:
        return None
    found = _option(response, options)
    if found is None and (wrapped := _WRAPPED.fullmatch(response)):
        found = _option(wrapped[wrapped.lastindex or 0], options)
    return None if found is None else Extraction(ALPHABET[found])


def _option(text: str, options: Options) -> int | None:
    match = _QUICK.match(text)
    if match:
        option = ord(match[1].upper()) - ord("A")
        if option < len(options.texts) or not options.texts:
            rest = text[match.end() :].strip(" .\n").casefold()
            parted = text[match.end() - 1] in ".:) \n"
            if not rest or (parted and options.by_text.get(rest) == option):
                return option
    return options.by_text.get(text.strip(" .\n").casefold())
