"""Short responses that weigh two answers and settle on one, brought into the words of an answer statement.

"12... wait, no, 21." and "Although 12 seems plausible, 21 is the correct answer." say that the answer is 21.
"""

from __future__ import annotations

import re

from hyeval.scoring.courtesy import without_courtesy
from hyeval.scoring.prose import first_turn, sentences, tidy, without_next_turn
from hyeval.scoring.sieve import has_any
from hyeval.scoring.statements import CORRECTION, statements

_LONG = 400
"""Characters of a response that is looked at; a longer one says more than which of two it is."""
_LONGEST = 2000
"""The same for sentences that call an answer right."""
_SIGNS = (
    *("right", "correct", "wrong", "mistake", "misread", "choose", "pick", "select", "go with", "go for", "opt for"),
    *(
        "i say",
        "i'd say",
        "would say",
        "no,",
        "no:",
        "no ",
        "nope",
        "wait",
        "though",
        "even if",
        "the former",
        "the latter",
    ),
)
"""What every form below has one of, in small letters."""
_SHORT = r"(?:(?!\b(?:because|since|as|which|who|if|wrong|incorrect|seems?)\b)[^\n?!;]){1,70}?"
_END = r"\s*[.!]*\s*$"
_TURNS = r"(?:(?:oh|ah|hmm+|well|no|nope|wait|sorry|actually|oops)\b(?:[\s,.…:;–—]|-(?![\d\\$]))+)*"
_IT_IS = r"(?:(?:it['’]s|it is|make that|i mean|rather|the (?:correct )?answer is)\s+)?"
_INSTEAD = re.compile(
    rf"\W*(?P<first>{_SHORT})\s*(?:\.\.\.|…|\?|\s[-–—]|,|\.)\s+"
    rf"(?=(?:[a-z]+\W+){{0,3}}(?:(?:no|nope)\b\s*[,.;–—-]|wait\b\s*[,.:;–—-])){_TURNS}{_IT_IS}(?P<then>{_SHORT}){_END}",
    re.IGNORECASE,
)
_NO_FIRST = re.compile(r"(?:idea|one|way|not|let me|i)\b", re.IGNORECASE)
_NO_ANSWER = re.compile(
    r"(?:idea|one|way|let me|i|we|you|this|that)\b|.*(?:\bnot\b|n['’]t\b|\bcannot\b|\bunclear\b|\bunreadable\b|"
    r"\bunknown\b|\bimpossible\b|\bagain\b)",
    re.IGNORECASE,
)
"""What is no answer behind the turn: "12? No, it is not", "No, I need to look again"."""
_WORDS = 8
"""Words of an answer behind the turn."""
_NAMED = (
    r"(?!(?:although|though|while|even|this|that|it|he|she|they|which|what|both|neither|none|nothing|all|my|your|his|her|its|"
    r"(?-i:[Tt]he [a-z]|[Aa]n? )|(?:the )?(?:statement|claim|answer|option|description|caption))\b)"
)
"""What is called right is named, and not only pointed at."""
_RIGHT = re.compile(
    r"(?:(?:although|though|while|even (?:if|though))\b(?:[^.\n]|\.\d)*?,\s+|"
    r"(?:so|therefore|thus|hence|consequently|overall|finally|in (?:conclusion|summary|short)|to sum up),?\s+)?"
    rf"[\"'“*]*(?P<it>{_NAMED}{_SHORT})[\"'”*]*\s+(?:is|would be|must be|has to be)\s+(?:\w+ly\s+)?(?:the\s+)?"
    r"(?:correct|right)(?:\s+(?:answer|one|choice|solution|value|number|reading|name|word|result))?"
    r"(?:,?\s+(?:and|while|whereas|but|not)\s+[^.\n]*\b(?:wrong|incorrect|not)\b[^.\n]*|,?\s+not\s+[^.\n]*)?"
    rf"{_END}",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"^.*\beither\s+[^;.\n]{1,80}?\s+or\s+[^;.\n]{1,80}?[;,.]\s*(?:but |so |and )?"
    r"(?:i|i['’]d|i would|i['’]ll|i will)\s+(?:choose|pick|select|go with|go for|opt for|say)\s+"
    rf"(?P<it>{_SHORT}){_END}",
    re.IGNORECASE,
)
_OF_TWO = re.compile(
    r"^\W*(?:(?:out )?of|between|comparing)\s+(?P<former>(?:[^;.\n]|\.\S){1,60}?)\s+(?:and|with)\s+"
    r"(?P<latter>(?:[^;.\n]|\.\S){1,60}?),\s+the\s+(?P<which>former|latter)\s+(?:is|fits|matches|must be|seems)\b"
    rf"[^;\n]{{0,60}}?{_END}",
    re.IGNORECASE,
)
_MISTAKEN = re.compile(
    r"^.*\b(?:i was (?:wrong|mistaken)|i made a mistake|i misread (?:it|that)|that was wrong)\s*[:;,.–—-]\s*"
    rf"(?:it['’]s|it is|the (?:correct )?answer is)\s+(?P<it>{_SHORT}){_END}",
    re.IGNORECASE,
)
_EVEN_THOUGH = re.compile(
    r"^(?P<said>[^\n]*\banswer is\b[^\n]*?),\s+(?:even though|although|though|even if)\b[^\n]*"
    r"\b(?:tempting|plausible|likely|possible|close)\W*$",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"^\W*(?:sure|of course|certainly)(?:(?:[!.]\s+|,\s+(?=the answer|my answer))(?=[^\n]{0,60}\b(?:yes|no)\b)|"
    r"[,!.]\s+(?=here(?:['’]s|\s+(?:is|are))\b|let me\b|i['’]ll\b|i (?:can|will)\b|let['’]s\b))",
    re.IGNORECASE,
)
"""The readiness to answer, which is no yes: "Sure! The answer is no"."""
_OTHER_WORD = re.compile(
    r"(?<=\w)[\"'*]*(?:\s*\((?:and )?not [\"']?(?:yes|no)[\"']?\)|"
    r",?\s(?:instead of|rather than|and not|not)\s[\"']?(?:yes|no)[\"']?(?!\s*\w))",
    re.IGNORECASE,
)
_POLAR = re.compile(r"The answer is [\"'*]*(?:yes|no)[\"'*]*\.", re.IGNORECASE)


def settled(response: str) -> str:
    """The response with what it settles on as its statement, or as it is."""
    if len(response) > _LONGEST or not has_any(response.lower(), _SIGNS):
        return response
    whole, response = response, without_courtesy(without_next_turn(tidy(first_turn(response)).strip()))
    said = _settled(response)
    return whole if said is response else said


def _settled(response: str) -> str:
    of_two = _OF_TWO.match(response) if len(response) <= _LONG else None
    if of_two is not None:
        return f"The answer is {of_two[of_two['which'].lower()]}."
    right = _called_right(response)
    if right is not None or len(response) > _LONG:
        return response if right is None else f"The answer is {right['it']}."
    turned = _INSTEAD.fullmatch(response)
    if turned is not None and not _NO_FIRST.match(turned["first"]):
        then = turned["then"]
        if len(then.split()) <= _WORDS and not _NO_ANSWER.match(then):
            return f"The answer is {then}."
    chosen = _EITHER.match(response) or _MISTAKEN.match(response)
    if chosen is not None:
        return f"The answer is {chosen['it']}."
    weighed = _EVEN_THOUGH.match(response)
    return response if weighed is None else f"{weighed['said']}."


def _called_right(response: str) -> re.Match[str] | None:
    """What the last sentence that calls an answer right says, if none behind it takes that back."""
    if not has_any(response, ("right", "correct")):
        return None
    for line in reversed(sentences(response, initials=True)):
        if (right := _RIGHT.match(line)) is not None:
            return right
        if CORRECTION.search(line) or statements([line]):
            return None
    return None


def settled_polarity(response: str) -> str:
    """The same where what it settles on is yes or no: "A dog? No, it is a cat" is read by other rules."""
    response = _OTHER_WORD.sub("", _SURE.sub("", response))
    said = settled(response)
    return said if _POLAR.fullmatch(said) else response
