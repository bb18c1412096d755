"""Options that are named by a number: "statement 2", a box with 2 beside "Symbol 1" and "Symbol 2"."""

from __future__ import annotations

import re
from collections.abc import Callable

from hyeval.scoring.letters import ALPHABET
from hyeval.scoring.options import Options

_BARE_NUMBER = re.compile(r"\W*(?:(?:number|no\.?|nr\.?)\s*)?(\d{1,3})\W*", re.IGNORECASE)
_STATEMENT = (
    "statement|claim|assertion|conclusion|sentence|description|caption|explanation|interpretation|hypothesis|title"
)
_ASKS_STATEMENT = re.compile(
    rf"\b(?:which|what)\s+(?:one\s+)?(?:of\s+(?:the|these|those)\s+)?(?:\w+\s+){{0,2}}?(?P<noun>{_STATEMENT})s?\b",
    re.IGNORECASE,
)
_NUMERAL = re.compile(r"(?<!\w)(?:[IVX]{1,4}|\(?\d\)|\d\.(?=\s))(?!\w)")
"""The number of an item in a list of the question's own."""


def by_number(text: str, options: Options) -> int | None:
    """The one option that a number alone names: 2 for "Symbol 2" beside "Symbol 1" and "Symbol 3"."""
    match = _BARE_NUMBER.fullmatch(text)
    core = frozenset((match.group(1).lstrip("0"),)) if match else frozenset[str]()
    return options.cores.index(core) if match and options.texts and options.cores.count(core) == 1 else None


def statement_numbers(question: str, options: Options) -> Callable[[str], str] | None:
    """What writes "statement 2" as the letter of the second option, where it asks which of the statements holds.

    None where the question or an option has numbered statements of its own.
    """
    asked = _ASKS_STATEMENT.search(question)
    if asked is None or not options.texts:
        return None
    noun = asked["noun"]
    texts = " ".join(options.texts)
    numbered = re.compile(rf"\b{noun}s?\s+(?:\d|[A-J]\b|[IVX]+\b)", re.IGNORECASE)
    if any(pattern.search(text) for pattern in (numbered, _NUMERAL) for text in (question, texts)):
        return None
    named = re.compile(rf"\b{noun}\s+(?:number\s+|no\.\s*|#\s*)?(?P<place>\d)(?![\w.,]*\d)", re.IGNORECASE)

    def lettered(match: re.Match[str]) -> str:
        place = int(match["place"])
        name = "Option" if match.group()[0].isupper() else "option"
        return f"{name} {ALPHABET[place - 1]}" if 0 < place <= len(options) else match.group()

    return lambda response: named.sub(lettered, response)
