"""What a response itself marks as its answer: the field of a JSON object, or a tag."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from hyeval.scoring.extraction import SEVERAL

_TAG = re.compile(
    r"<\s*(answer|final_answer|final|result|solution|choice|conclusion|response)\s*>(.*?)(?:<\s*/\s*\1\s*>|\Z)",
    re.I | re.S,
)
_LATEX_ESCAPE = re.compile(
    r"(?<!\\)\\(?=(?:frac|forall|flat|text\w*|theta|times|tau|tan|to|beta|binom|boxed|bar|begin|bf|rho|right|rangle|neq?|"
    r"nu|nabla|ln|log|sin|cos|sqrt|pi|pm|cdot|le|ge|leq|geq|in|infty|left|mathbb|mathrm|circ|alpha|gamma|lambda|mu|"
    r"sigma|omega|phi|Delta|cup|cap|dfrac|tfrac|approx|angle|triangle|degree)(?![a-z]))"
)
"""The backslash of a LaTeX command that was written into JSON as it is: there `\\frac` would be a form feed."""
_FENCE = re.compile(r"```(?:\w+)?\s*(.*?)```", re.S)
_KEYS = (
    "final_answer", "final answer", "finalanswer", "answer", "correct_answer", "correct answer", "correct_option",
    "choice",
    "option", "selected_option", "selected", "letter", "result", "label", "prediction", "response", "output", "value",
    "solution", "conclusion", "答案", "选项",
)  # fmt: skip
_REMARKS = frozenset(("confidence", "reasoning", "reason", "explanation", "rationale", "thought", "analysis", "score"))
"""Names of fields that never hold the answer."""
_NAME_WORD = re.compile(r"[^\W_]+")
_HEAD_NOUN = re.compile(
    r"what (?:is|was|are|were) (?:the )?(.+?)(?: (?:of|between|in|on|for|from)\b|\W*$)", re.IGNORECASE
)
"""What a question asks for before its first preposition: "the difference" between two values."""
_KIND = re.compile(r"\b(?:which|what)\s+(?!is\b|are\b|was\b|were\b|do\b|does\b|did\b)([a-z]+)", re.IGNORECASE)
"""The noun behind "which"."""
_ASKS_WHO = re.compile(r"\W*who(?:se name)?\b", re.IGNORECASE)
_PERSONS = frozenset(
    ("name", "person", "speaker", "author", "writer", "signer", "artist", "painter", "director", "photographer",
     "winner", "player", "by")
)  # fmt: skip
"""Words for names of fields that tell who did something."""
_ASKS_HOW_MUCH_MORE = re.compile(r"\bhow (?:many|much) (?:more|fewer|less)\b.*\bthan\b", re.IGNORECASE)
_PAIR = re.compile(
    r"[\"']((?:final[_ ])?(?:answer|choice|option|result|label))[\"']\s*:\s*(\"[^\"\n]*\"|'[^'\n]*'|[^,}\n\"']+)", re.I
)
_ANSWERS = frozenset(("final_answer", "answer", "choice", "option", "letter"))
"""Names of fields by which a list of objects is one of answers."""
_LETTERS = re.compile(r"[^\W\d_]+")
_AT_ENDS = ".,;:!*\"'() "
"""What may stand around a letter: `(A)`, `A.`"""


def declaration(text: str, question: str) -> str | None:
    """What the response itself marks as its answer: a JSON field or a tag; `SEVERAL` for a list of answers."""
    tags = [match.group(2).strip() for match in _TAG.finditer(text)] if "<" in text else []
    if tags and tags[-1]:
        return tags[-1]
    return _json_answer(text, question) if "{" in text or "[" in text else None


def _json_answer(text: str, question: str) -> str | None:
    fenced = [body.strip() for body in _FENCE.findall(text)] if "```" in text else []
    body = next((body for body in reversed(fenced) if body[:1] in "{["), text.strip())  # the last one counts
    if body[:1] in "{[" and len(body) < 20_000:
        try:
            value = json.loads(_LATEX_ESCAPE.sub(r"\\\\", body), object_pairs_hook=_named)
            is_set = isinstance(value, list) and not all(map(_may_be_answer, value))
            return None if is_set else _field(value, question)
        except (ValueError, RecursionError):
            pass  # no JSON after all: a set, an interval or a cut-off object, read below
    return _one_of(_last_values(text), question)


def _last_values(text: str) -> list[str]:
    """Values of the last field that holds an answer, from its object and from those before it with no word between."""
    values: list[str] = []
    name, following = "", None
    for pair in reversed(list(_PAIR.finditer(text))):
        between = text[pair.end() : following] if values else ""
        if "}" in between and _LETTERS.search(between):
            break
        name, following = name or pair[1].casefold(), pair.start()
        if pair[1].casefold() == name:
            values.append(pair[2].strip(" \"'"))
    return values


def _named(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of an object by their names in small letters; of one that is there again, a list of its values."""
    named: dict[str, list[Any]] = {}
    for key, value in pairs:
        named.setdefault(key.casefold().strip(), []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in named.items()}


def _may_be_answer(item: Any) -> bool:
    """Whether an element of a list is an answer; where all are numbers, the list itself may be."""
    return isinstance(item, str | bool) or (isinstance(item, dict) and not _ANSWERS.isdisjoint(item))


def name_asked(names: list[str], question: str) -> str | None:
    """The one name, in small letters, whose words are all of a question, or all that it asks for: "the difference"."""
    asked = set(_NAME_WORD.findall(question.casefold()))
    own = [name for name in names if asked.issuperset(_NAME_WORD.findall(name))]
    head = head_noun(question)
    heads = [name for name in own if head and name.replace("_", " ") == head]
    return heads[0] if heads else own[0] if len(own) == 1 else None


def _besides_asked(fields: dict[str, Any], question: str) -> str | None:
    """The one field that tells something new, beside others whose values are of the question.

    Of several, the one whose name has the noun for which the question asks, or is that of a person where it asks who.
    """
    told = {key: str(value) for key, value in fields.items() if key not in _REMARKS and _is_plain(value)}
    asked = set(_NAME_WORD.findall(question.casefold()))
    if len(told) < 2 or "or" in asked or len(told) < len(fields.keys() - _REMARKS):
        return None
    new = [key for key, value in told.items() if not asked.issuperset(_NAME_WORD.findall(value.casefold()))]
    if len(new) > 1:
        kind = _kind_asked(question)
        new = [key for key in new if not kind.isdisjoint(_NAME_WORD.findall(key.replace("_", " ")))]
    return new[0] if len(new) == 1 else None


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


@lru_cache(maxsize=512)
def _kind_asked(question: str) -> frozenset[str]:
    """Words for names of the field with what a question asks for: the station of "At which station"."""
    if _ASKS_WHO.match(question):
        return _PERSONS
    if _ASKS_HOW_MUCH_MORE.search(question):
        return frozenset(("difference", "more"))
    kind = _KIND.search(question)
    return frozenset() if kind is None else frozenset((kind.group(1).casefold(),))


@lru_cache(maxsize=512)
def head_noun(question: str) -> str | None:
    """What a question asks for, in small letters: "difference" in "What is the difference between …"."""
    head = _HEAD_NOUN.match(question)
    return None if head is None else head.group(1).casefold()


def _field(value: Any, question: str) -> str | None:
    """Take the answer out of decoded JSON: the field of that name, or the one that the question names."""
    if isinstance(value, dict):
        key = next((key for key in _KEYS if key in value), None)
        if key is None:
            key = _besides_asked(value, question)
            if key is None and not _ASKS_WHO.match(question):
                key = name_asked([*value], question)
            if key is None and len(others := [*value.keys() - _REMARKS]) == 1:
                key = others[0]
        return None if key is None else _field(value[key], question)
    if isinstance(value, list):
        return _one_of(value, question)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value).strip() or None


def _one_of(values: list[Any], question: str) -> str | None:
    """The first of several answers if all say the same, but for case and marks at their ends; else `SEVERAL`."""
    said = [answer for value in values if (answer := _field(value, question)) is not None]
    alike = {answer.casefold().strip(_AT_ENDS) or answer for answer in said}
    return None if not said else said[0] if len(alike) == 1 else SEVERAL
