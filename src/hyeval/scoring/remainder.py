"""Options that a sentence names as a group of the list, and the one that is left when the others have been named."""

from __future__ import annotations

import re
from collections.abc import Iterable

from hyeval.scoring.lexicon import CARDINALS, concept
from hyeval.scoring.options import Options, full_mentions, own_mentions, telling_words
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import Stance, stance_in
from hyeval.scoring.words import Spoken

_COUNTS = "two|three|four|five|six|seven|eight|nine|[2-9]"
GROUP = Sieve(
    rf"\b(?:the\s+|these\s+)?(?P<side>first|last)\s+(?P<count>{_COUNTS})(?:\s+(?P<noun>[a-z]+))?",
    re.IGNORECASE,
    marked=True,
)
"""Some of a row by their number: "the first three symbols"."""
_LIST_NOUNS = frozenset(
    map(concept, ("option", "choice", "answer", "one", "alternative", "statement", "possibility", "item"))
)
_NO_NOUN = re.compile(r"(?:can|cannot|do|does|are|were|is|will|would|have|could|and|but|so|as)\b", re.IGNORECASE)
_NONE_OF = re.compile(r"\b(?:none|neither|not any)\s+of\s+\Z", re.IGNORECASE)
REMAINING = Sieve(
    r"\bthe\s+(?:only\s+)?(?:remaining|other)\s+(?:one|[a-z]+(?<!s))\b|\bthe\s+(?:only\s+)?one\s+(?:that\s+is\s+)?"
    r"(?:left|remaining)\b",
    re.IGNORECASE,
    marked=True,
)


def excluded_group(line: Spoken, options: Options) -> set[int]:
    """The options of a group that a sentence rules out: "none of the first three", "not the last two"."""
    match = line.search(GROUP)
    if match is None or options.have_ordinals:
        return set()
    noun = match["noun"] if match["noun"] and not _NO_NOUN.match(match["noun"]) else None
    size = int(CARDINALS.get(match["count"].lower(), match["count"]))
    if size >= len(options) or (noun and concept(noun) not in _LIST_NOUNS | options.counted_nouns):
        return set()
    end = match.end("noun" if noun else "count")
    denied = _NONE_OF.search(line.text[: match.start()]) or stance_in(line, match.start(), end) is Stance.REJECTED
    group = range(size) if match["side"].lower() == "first" else range(len(options) - size, len(options))
    return set(group) if denied else set()


def remaining(line: Spoken, before: Iterable[Spoken], options: Options) -> int | None:
    """The option that a sentence calls the remaining one, if the sentences before it name all the others."""
    match = line.search(REMAINING)
    if match is None or stance_in(line, match.start(), match.end()) is not Stance.ASSERTED:
        return None
    left = set(range(len(options)))
    for one in before:
        present = dict(telling_words(one, options))
        left -= {mention.option for mention in [*full_mentions(one, options), *own_mentions(present, options)]}
    own = {mention.option for mention in full_mentions(line, options)}
    return left.pop() if len(left) == 1 and own <= left else None
