"""How two quantities go together, where options call it positive or negative: "As the one rises, the other falls"."""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import concept
from hyeval.scoring.options import Options
from hyeval.scoring.stance import negated
from hyeval.scoring.words import Spoken

_TOGETHER = re.compile(
    r"\b(?:as|when|whenever|if|with)\b|\bthe (?:\w+er|more|less)\b.*\bthe (?:\w+er|more|less)\b", re.IGNORECASE
)
_DIRECTIONS = {
    concept(word): sign
    for sign, names in ((True, "increase rise higher more up greater"), (False, "decrease lower less down fewer"))
    for word in names.split()
}
_NONE = re.compile(r"\W*no\b", re.IGNORECASE)
_UNRELATED = re.compile(
    r"(?:\b(?:not|no)|n['’]t)\s+(?:\w+\s+){0,2}(?:correlat|relat|depend|connect)|\bunrelated\b", re.IGNORECASE
)
_RELATES = frozenset(map(concept, ("correlation", "relationship", "relation", "association", "slope", "trend")))
_NAMED = re.compile(
    r"\b(?:(?P<positive>positive(?:ly)?|direct(?:ly)?)|negative(?:ly)?|inverse(?:ly)?|indirectly)\s+"
    r"(?:correlat|relat|proportion|associat|link|connect)",
    re.IGNORECASE,
)
"""The kind of a relation, by an adverb or another adjective than the option has."""
_WITH = re.compile(
    r"\b(?:(?P<positive>increases?|rises?|grows?|climbs?|goes\s+up|improves?)|decreases?|falls?|drops?|declines?|shrinks?|"
    r"goes\s+down)\s+(?:\w+ly\s+)?with\s+(?:(?:the|an?|its|increasing|rising|higher|growing|greater)\s+){0,2}(?P<what>\w+)",
    re.IGNORECASE,
)
"""One quantity that changes with another one: "Solubility rises with temperature"."""
_SO_DOES = re.compile(r",\s+so\s+(?:does|do|did)\b", re.IGNORECASE)
_SIGNS = (concept("positive"), concept("negative"))


def covariation(line: Spoken, options: Options, topic: frozenset[str]) -> int | None:
    """The option of "positive" and "negative" that a sentence comes to; `topic` has the words of the question."""
    signs = {name: [option for option, core in enumerate(options.cores) if name in core] for name in _SIGNS}
    if any(len(its) != 1 for its in signs.values()) or not _RELATES & {
        word for phrase in options.phrases for word in phrase
    }:
        return None
    directions = [_DIRECTIONS[word] for word in line.meanings if word in _DIRECTIONS]
    unrelated = [option for option, text in enumerate(options.texts) if _NONE.match(text)]
    if len(unrelated) == 1 and not directions and _UNRELATED.search(line.text):
        return unrelated[0]
    if negated(line.text) or line.text.endswith("?"):
        return None
    if len(directions) == 2 and _TOGETHER.search(line.text):
        return signs[_SIGNS[directions[0] != directions[1]]][0]
    if len(directions) == 1 and _SO_DOES.search(line.text):
        return signs[_SIGNS[0]][0]
    told = list(_NAMED.finditer(line.text))
    if len(directions) == 1 and not told:
        told = [one for one in _WITH.finditer(line.text) if concept(one["what"]) in topic]
    return signs[_SIGNS[told[0]["positive"] is None]][0] if len(told) == 1 else None
