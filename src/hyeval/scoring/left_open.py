"""Sentences that leave a yes/no question open: they ask, set a condition, or say what may be."""

from __future__ import annotations

import re

from hyeval.scoring.forms import COUNTERFACTUAL
from hyeval.scoring.lexicon import concept, contrary, excludable
from hyeval.scoring.proposition import Proposition
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.stance import negated

BOTH = Sieve(r"\byes\s*(?:/|\(?or|and|,(?=\s*no\W*(?:$|[.,;!?]\s)))\s*no\b|\bno\s*(?:/|\(?or|and)\s*yes\b", re.I)
_ITEM = re.compile(r"\W*(?P<name>[A-Za-z]+)\s*:\s*[-$€£]?\d[\d.,]*\s*(?:%|[A-Za-z]{1,6})?\W*$")
CONDITION_FIRST = re.compile(
    r"\W*(?:(?:only )?if (?!(?:you|we|i|one) (?:look|zoom|compare|consider|examine|count|check)\b)|"
    r"(?:when|in case|assuming|provided|unless|as long as)\b)[^.;]*,\s*"
    r"(?:then\s+)?(?:yes|no)\b",
    re.I,
)
UNTOLD = Sieve(
    r"(?:\bnot\b|n't\b|\bcannot\b|\bunclear\b|\buncertain\b|\bimpossible\b|\bhard\b|\bdifficult\b|\bunable\b|"
    r"\bno (?:way|information|indication|evidence|clue|hint)\b|\bnothing\b)[^.;,]*\b(?:whether|tell if|say if|know if|"
    r"sure if|clear if|indicate if|determine if)\b|"
    r"\bthe (?:time of day|answer|colou?r|exact \w+) (?:is|are)(?:n['’]t| not) (?:\w+ly )?(?:clear|certain|known"
    r"|visible|obvious|"
    r"evident)\b|\bno telling\b|\bno way (?:to tell|of telling|of knowing)\b|"
    r"\bi(?:['’]d| would) have (?:said|thought|guessed|expected|assumed)\b",
    re.IGNORECASE,
)
"""A sentence that leaves the question open: "does not tell whether"."""
_HEDGED = Sieve(
    r"\b(?:might|may|could|would(?=.*\b(?:if|unless|were|had)\b))\s+(?:\w+ly\s+|well\s+|also\s+)?be\b"
    r"(?! (?:seen|wrong|false|incorrect|fair|right|correct|mistaken|taken|confused)\b)",
    re.IGNORECASE,
)
UNDECIDED = Sieve(
    r"\bi(?:'m| am) not (?:sure|certain)\W*$|\b(?:cannot|can't) be (?:sure|certain)\W*$|"
    r"\b(?:may|might|could)\s+(?:\w+\s+){0,3}?or\s+(?:(?:may|might|could)\s+)?(?:not|\w+)(?:\s+be \w+)?\W*$",
    re.IGNORECASE,
)
EITHER_WAY = re.compile(
    r"\b(?:could|can|may|might) go either way\b|"
    r"\b(?:either(?: \w+)? (?:is|seems|would be)|both(?: \w+)? (?:are|seem|would be)) (?:\w+ly )?(?:possible|plausible|"
    r"defensible|arguable|conceivable)\b|"
    r"\b(?:either|any|each)(?: one)?(?: of (?:them|these|those|the (?:two|three)))? "
    r"(?:may|might|could|can) (?:well )?be "
    r"(?:the )?(?:right|correct|true|it|answer|one|meant|possible)\b|\bit (?:may|might|could|can) be either\b",
    re.IGNORECASE,
)
"""A sentence that leaves both answers standing."""
DEPENDS = Sieve(
    r"\b(?:it|that|this|(?:the )?answer) (?:really |all |entirely )?depends\b|"
    r"\bdepending on\b|^\W*whether\b[^.;]*\bdepends\b",
    re.IGNORECASE,
)
SETTLES = re.compile(r"\W*(?:since|because|as|here|but|however|in (?:this|the|our) (?:case|image|picture))\b", re.I)
"""The beginning of a sentence that says which of the cases it is."""
_ALTERNATIVES = re.compile(r"\b(\w+) or (?:an? |the )?(\w+)", re.IGNORECASE)
_NEITHER = re.compile(r"\bneither \w+ly (\w+) nor (?:\w+ly )?(\w+)\b", re.IGNORECASE)
_ONE_OF_TWO = re.compile(
    r"\bone \w+ and one \w+\b|\bone (?:of them )?(?:is|was|has|shows)\b.*\bthe other\b", re.IGNORECASE
)
_ASKS_ONE = re.compile(r"\W*(?:is|was|does|did|has|can) (?:the|this|that)\b", re.IGNORECASE)


def leaves_open(line: str, question: str, asked: Proposition) -> bool:
    """Whether a sentence asks, says that it cannot be told, sets a condition, or only says what may be.

    So does an item of a list of values, by months or colours.
    """
    item = _ITEM.match(line)
    if item is not None and excludable(concept(item["name"])):
        return True
    is_hedged = _HEDGED.search(line) is not None and _HEDGED.search(question) is None
    is_hedged = (
        is_hedged
        and COUNTERFACTUAL.search(line) is None
        and _HEDGED.search(asked.paraphrase.standing(line)) is not None
    )
    is_untold = UNTOLD.search(line) or CONDITION_FIRST.match(line)
    is_split = (
        (" other" in line or " one " in line)
        and _ONE_OF_TWO.search(line) is not None
        and _ASKS_ONE.match(question) is not None
        and not asked.asks_of_both()
    )
    is_split = is_split or _names_alternatives(line, question, asked)
    return line.rstrip().endswith("?") or bool(is_untold or BOTH.search(line)) or is_hedged or is_split


def _names_alternatives(line: str, question: str, asked: Proposition) -> bool:
    """Whether a sentence leaves a choice between what is asked and what excludes it: "It is red or amber"."""
    neither = _NEITHER.search(line) if "either" in line else None
    if neither is not None and contrary(*map(concept, neither.groups())):
        return not set(asked.question.main).isdisjoint(map(concept, neither.groups()))
    if " or " not in line or " or " in question or negated(line):
        return False
    main = set(asked.question.main)
    pairs = [(concept(one), concept(other)) for one, other in _ALTERNATIVES.findall(line)]
    return any(contrary(*pair) and not main.isdisjoint(pair) for pair in pairs)
