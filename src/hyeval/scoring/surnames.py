"""Persons as options, whom a response calls by their last names: "It is typical of Van Gogh"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from hyeval.scoring.options import Options

_ASKS_PERSON = re.compile(
    r"\b(?:who|whose|whom|artists?|painters?|authors?|writers?|poets?|composers?|scientists?|physicists?|mathematicians?|"
    r"philosophers?|presidents?|leaders?|politicians?|generals?|explorers?|inventors?|architects?|actors?|actress(?:es)?|"
    r"singers?|musicians?|players?|directors?|people|person|figures?|characters?)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?P<given>[^\W\d_][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)*?)\s+"
    r"(?P<last>(?:(?:van der|van den|van|von|de la|de|da|di|del|le|la)\s+)?[A-Z][\w'’-]{2,})"
)
_OPENERS = frozenset(
    ("a", "an", "the", "it", "is", "by", "was", "this", "that", "so", "not", "only", "typical", "probably", "answer")
)
"""Words with a capital letter that are no part of a name."""


def by_last_name(question: str, options: Options) -> Iterator[Callable[[str], str]]:
    """What writes the last name of a person in full; nothing where options are no persons or share a last name."""
    if len(options.texts) < 2 or _ASKS_PERSON.search(question) is None:
        return
    names = [_NAME.fullmatch(text.strip(" .")) for text in options.texts]
    last = [name["last"] for name in names if name is not None]
    if len(last) < 2 or len(last) < len(names) - 1 or len({one.casefold() for one in last}) < len(last):
        return
    full = {name["last"]: name.group() for name in names if name is not None}
    full |= {last.rpartition(" ")[2]: name for last, name in full.items()}  # "Beethoven" has no "van"
    said = {_folded(one): text for one, text in full.items()}
    either = "|".join(re.escape(form) for one in full for form in dict.fromkeys((one, _unmarked(one))))
    alone = re.compile(rf"(?:\b(?P<before>[A-Z][\w.'’-]*)\s+)?(?<![\w-])(?P<last>(?i:{either}))(?![\w-])")

    def in_full(match: re.Match[str]) -> str:
        name, before = said[_folded(match["last"])], match["before"]
        if before is None or before.endswith("."):
            return name
        return f"{before} {name}" if before.lower() in _OPENERS else match.group()  # else another one, or in full

    yield lambda response: alone.sub(in_full, response)


def _unmarked(name: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", name) if not unicodedata.combining(one))


def _folded(name: str) -> str:
    return _unmarked(name).casefold()
