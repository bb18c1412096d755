"""Sentences that single one thing out by what it is not: "The only one that doesn't hunt is the giraffe"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from hyeval.scoring.lexicon import STOPWORDS, concept
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.words import Spoken, spoken

ONLY_OTHER = Sieve(
    r"\bthe only (?:\w+ )?(?P<clause>(?:that|which|who) (?:does|do|did|is|are|was|were|can|could|has|have|will|would)"
    r"(?:n['’]t| ?not)\b(?P<what>[^,;:]{0,80}?) )(?:is|are|was|were)\b",
    re.IGNORECASE,
    marked=True,
)
_HEAD = re.compile(r"\b(?:which|what)\s+(?:of\s+(?:the|these|those)\s+(?:\w+\s+)??)?(\w+)", re.IGNORECASE)


def singled_out(lines: Sequence[Spoken], question: str, topic: Collection[str]) -> list[Spoken]:
    """Sentences in which the one that is not like the others is said to be it, unless the others are as it is asked.

    "Three of them hunt. The only one that doesn't is the giraffe" names a herbivore, but none that hunts.
    """
    wanted = set(topic).difference(map(concept, _HEAD.findall(question)))
    found: list[Spoken] = []
    for number, line in enumerate(lines):
        match = line.search(ONLY_OTHER)
        told = "" if match is None else match["what"].strip() or (lines[number - 1].text if number else "")
        if match is not None and told and wanted.isdisjoint(spoken(told).present - STOPWORDS):
            line = Spoken(line.text[: match.start("clause")] + line.text[match.end("clause") :])
        found.append(line)
    return found
