"""Sentences on a yes/no question in plainer words: "it doesn't look like it is open" says that it is not open.

Of two things that a sentence sets against each other, the one stays that the question asks for: "not short, it is
long", "it is closed, not open", "at first I thought it was red, but it is green".
"""

from __future__ import annotations

import re

from hyeval.scoring.lexicon import STOPWORDS
from hyeval.scoring.sieve import has_any

_SIGNS = ("n't", "n’t", "anything but", " not ", "thought", ":", "actually,", "in fact,", "in reality,")
"""Every such sentence has one of these, in small letters."""
_LONGEST = 1200
"""Characters of a response that is looked at."""
_BEGINS = r"(?:^|(?<=[.!?:]\s)|(?<=\n))"
_CONTRACTED = re.compile(r"\b(is|are|was|were|does|do|did|has|have|had)n['’]t\b", re.IGNORECASE)
_NOT_LIKE = re.compile(
    r"\bit (?:does|did) not (?:look|seem|appear)(?: like| as if| as though| that)?\s+"
    r"(?=(?:the|there|any|all|an?|this|that|he|she|it|they|both|every)\b)",
    re.IGNORECASE,
)
_ANYTHING_BUT = re.compile(r"\banything but\b", re.IGNORECASE)
_AT_FIRST = re.compile(
    rf"{_BEGINS}\W*(?:at first|initially|first)\b[^.;\n]{{0,40}}?\b(?:thought|assumed|believed|guessed|expected)\b"
    r"[^.;\n]{1,80}?,\s+but\s+",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(
    rf"{_BEGINS}(?P<denied>[^.;,\n]{{2,60}}?\b(?:is|are|was|were) not\b[^.;,\n]{{2,60}})[,;]\s+"
    r"(?P<said>(?:it|they|he|she) (?:is|are|was|were)\b(?! not)[^.;,\n]{2,60})",
    re.IGNORECASE,
)
_AND_NOT = re.compile(
    rf"{_BEGINS}(?P<subject>[^.;,\n]{{0,60}}?)\b(?P<verb>is|are|was|were|has|have)\b(?P<said>[^.;,\n]{{2,60}}),\s+"
    r"(?:and\s+)?not\s+(?!only\b|just\b|all\b|every|yet\b|even\b|necessarily\b)(?P<denied>[^.;,\n]{2,60})(?=[.;!\n]|$)",
    re.IGNORECASE,
)
_HEAD = re.compile(
    rf"{_BEGINS}\W*(?i:after|upon|on|having|looking|based|checking|judging|as)\b[^:.\n]{{1,50}}:\s+(?=[A-Z])"
)
_ANSWER = re.compile(
    rf"{_BEGINS}\W*(?:the )?(?:final )?answer\W{{0,4}}:\W{{0,4}}\s*"
    r"(?=at first\b|(?:actually,\s+)?(?:it|they|he|she|there|the)\s+\w+\s)",
    re.IGNORECASE,
)
"""A heading before a whole sentence."""
_ACTUALLY = re.compile(
    rf"{_BEGINS}(?P<before>\W*)(?:actually|in fact|in reality),\s+(?=(?:it|they|he|she|there|the|this|that)\b)",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:yes|no)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def recast(response: str, question: str) -> str:
    """A response with such sentences in plainer words."""
    if len(response) > _LONGEST or not has_any(response.lower(), _SIGNS):
        return response
    asked = _words(question)
    response = _HEAD.sub("", _ANSWER.sub("", response)) if ":" in response else response
    response = _AT_FIRST.sub("", _ANYTHING_BUT.sub("not", _CONTRACTED.sub(r"\1 not", response)))
    response = _NOT_LIKE.sub("it is not true that ", response)

    def one_of(match: re.Match[str]) -> str:
        said, denied = _words(match["said"]), _words(match["denied"])
        return match["denied"] if (denied - said) & asked and not (said - denied) & asked else match["said"]

    def either(match: re.Match[str]) -> str:
        said, denied = _words(match["said"]), _words(match["denied"])
        if not (denied - said) & asked:
            return f"{match['subject']}{match['verb']}{match['said']}"
        is_unasked = not (said - denied) & asked
        return f"{match['subject']}{match['verb']} not {match['denied']}" if is_unasked else match.group()

    response = _AND_NOT.sub(either, _NOT_ONE.sub(one_of, response))
    return response if _SAID.search(response) else _ACTUALLY.sub(r"\g<before>", response)


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)} - STOPWORDS
