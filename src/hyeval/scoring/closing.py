"""Responses that end in an answer statement with nothing but a letter, which is how most reasoning ends.

"So the answer is B." outranks every sentence before it, so that these need not be read, nor the words of the question
and its options looked into. The answer is the same as when everything is read; where a sentence before the statement
may change it, nothing is found here, and everything is read.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from hyeval.scoring.extraction import Extraction, Question
from hyeval.scoring.foreign.language import languages_of
from hyeval.scoring.letters import ALPHABET, SINGLE
from hyeval.scoring.sieve import marks_of
from hyeval.scoring.statements import CONCLUSION, CORRECTION, DOUBTS, may_state, read

_TAIL = 160
"""Characters in which the statement stands."""
_CLOSING = re.compile(
    r"(?:^|\n|[.!]\s)[ *#]*(?P<so>(?:so|therefore|thus|hence),? )?(?:the |my )?(?P<final>final )?"
    r"(?:(?:correct|right|best) )?(?:answer|option|choice)(?:\*\*)?(?: is|:)(?::|\*\*)*\s(?:option )?"
    r"[*($]*(?P<box>\\boxed\{(?:\\text\{)?)?\(?(?P<letter>[A-Z])(?![\w'’])[)}*.:$]*(?: (?P<text>[^\n]*))?$",
    re.IGNORECASE,
)
_LINE_ENDS = re.compile(r"[.!?:](?:\s|$)|\n")
_SENTENCE_ENDS = re.compile(r"[.!?](?:\s|$)|\n")
_MORE = 20
"""Characters by which a sentence is longer than every option, so that it holds more than one."""
_OPENS = re.compile(r"(?:^|\n|[.!?:][\"'”’)\]]*\s)\W*(?:(?:option|choice|answer)\s)?$", re.IGNORECASE)
_ITEM = re.compile(r"[.):\]*]|\s*[-–—=]")
"""What follows the letter with which an item of a list begins."""
_POINTS = re.compile(
    r"(?:correct|right|[→⇒✓✔✅]|[=-]>|\b(?:maybe|probably|perhaps|choose|pick|select|chose|with|opt for|leav\w+|"
    r"leads?(?: to)?|points?(?: to)?|suggests?|corresponds?(?: to)?|indicates?|be|is|it'?s|settle on|mark|tick|"
    r"therefore|thus|so|hence|match(?:es)?|makes? it)(?: us with)?)\W*(?:the\s)?"
    r"(?:(?:option|choice|answer|letter)\s)?\W*$",
    re.IGNORECASE,
)
_IS_RIGHT = re.compile(
    r"[)\]}\"'*]*,?\s+(?:and\s|but\s)?(?:not|rather|instead|because|since|as|or|and)\b|[^.!?\n]*(?:[✓✔✅]|\b(?:correct|"
    r"right|true|best|answer|accurate|appropriate|fit|valid|odd|plausible|reasonable|suitable|it (?:is|must)|match|"
    r"remain|is left|which is|richtig))",
    re.IGNORECASE,
)
"""What may make the letter before it the answer."""
_SIGNS_OF_MORE = ("?", "only", "<")
"""What questions, single ones of several and thoughts are written with."""
_BEFORE = 30
"""Characters before a letter or a statement that are looked at."""
_MOST = 16
"""Letters before a statement that are looked at one by one."""
_SMALL_ITEM = re.compile(r"(?<!\w)[a-z][).]\s")
_CAPITAL = re.compile(r"(?<!\w)[A-Z](?!\w)")
_RUNS_ON = re.compile(r"(?:[:=]|(?<!\w)\w\.)[ *#\n]*$")
"""Text that the statement belongs to: "The answer is: Answer: B", "C. Final answer: B"."""


def closing_answer(response: str, question: Question) -> Extraction | None:
    """The letter that a response states at its end; None if it states none, or if more must be read to know."""
    match = _CLOSING.search(response[-_TAIL:])
    if match is None or not match["letter"].isupper():
        return None
    option = ord(match["letter"]) - ord("A")
    if option >= (len(question.choices) or len(ALPHABET)) or not _says_only(match["text"], question, option):
        return None
    before = response[: max(0, len(response) - _TAIL) + match.start() + 1]
    if (
        "?" in before
        or "only" in before
        or "<" in before
        or _RUNS_ON.search(before[-_BEFORE:])
        or languages_of(response)
    ):
        return None
    if not (match["so"] or match["final"] or match["box"]) and not _states_nothing(before, question):
        return None
    found = read(response, question.text)
    if found.reason or found.unfinished:
        return None
    return Extraction(match["letter"]) if found.declared in (None, match["letter"]) else None


def _says_only(text: str | None, question: Question, option: int) -> bool:
    """Whether nothing but the letter is stated, or its option's text with it, and no option is a letter itself."""
    said = (text or "").strip(" .*$}").casefold()
    if said and (not question.choices or said != question.choices[option].casefold()):
        return False
    return not any(len(choice) < 2 and choice.isalpha() for choice in question.choices)


def _states_nothing(before: str, question: Question) -> bool:
    """Whether no sentence before a statement can be one, nor an option and nothing else, nor conclude otherwise."""
    longest = max(map(len, question.choices), default=0)
    if any(0 < len(line) <= longest + _MORE for line in _LINE_ENDS.split(before.strip())):
        return False
    marks = marks_of(before)
    if may_state(before, marks):
        return False
    if marks & CONCLUSION.mark and any(map(_concludes_otherwise, _SENTENCE_ENDS.split(before))):
        return False
    if not marks & SINGLE:
        return _SMALL_ITEM.search(before) is None
    letters = list(islice(_letters(len(question.choices)).finditer(before), _MOST + 1))
    return not letters or not (
        len(letters) > _MOST
        or any(map(_CAPITAL.search, question.choices))
        or any(_may_answer(before, letter) for letter in letters)
        or (marks & CORRECTION.mark and any(map(_may_correct, _SENTENCE_ENDS.split(before))))
    )


@lru_cache(maxsize=len(ALPHABET))
def _letters(count: int) -> re.Pattern[str]:
    """The letters of so many options as words; every letter for 0, where no options are known."""
    return re.compile(rf"(?<!\w)[A-{ALPHABET[: count or len(ALPHABET)][-1]}](?!\w)")


def _may_answer(text: str, letter: re.Match[str]) -> bool:
    """Whether the words around a letter may make it the answer, or it begins the item of a list."""
    head = text[max(0, letter.start() - _BEFORE) : letter.start()]
    if _POINTS.search(head) or _IS_RIGHT.match(text, letter.end()):
        return True
    return _ITEM.match(text, letter.end()) is not None and _OPENS.search(head) is not None


def _concludes_otherwise(sentence: str) -> bool:
    """Whether a sentence may take an answer back by a conclusion of its own: "But it is hollow, so it floats"."""
    return DOUBTS.match(sentence) is not None and bool(marks_of(sentence) & CONCLUSION.mark)


def _may_correct(sentence: str) -> bool:
    return _CAPITAL.search(sentence) is not None and CORRECTION.search(sentence) is not None
