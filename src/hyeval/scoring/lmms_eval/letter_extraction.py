"""The letter reader that lmms-eval shares between MMStar, RealWorldQA, Video-MME, MLVU and the static mode of MMBench.

Rule: `lmms_eval/tasks/_task_utils/mcq_extract.py` at commit 75571cfe.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

DEFAULT_LETTERS = "ABCDEFGH"
_OUTER_PUNCTUATION = ",.!?;:'\""

# The higher the rank, the surer the form; within a form the later place wins.
_START, _END, _PHRASE, _ANYWHERE = 10, 9, 7, 0
_LABEL_FORMS = (("({})", 6), ("{}.", 5), ("{}:", 4), ("{})", 3), ("{} ", 2))

_SUBJECTS = (
    *("answer", "correct answer", "best answer"),
    *("correct option", "best option"),
    *("choice", "correct choice"),
)
_PHRASES = (
    # With and without the article: where they occur first may differ, and each starts a search of its own.
    *(f"{article}{subject} is" for article in ("the ", "") for subject in _SUBJECTS),
    *("i choose", "i select", "i pick", "my answer is", "my choice is"),
    *("옵션", "정답은", "답은", "답:"),
    *("答案是", "答案为", "选"),
    "答えは",
)


class _Candidate(NamedTuple):
    rank: int
    place: int
    letter: str


def extract_letter(response: str, letters: Sequence[str] = DEFAULT_LETTERS) -> str:
    """Read the capital letter of the surest form, of equal forms the last; empty if there is no capital letter.

    Known defects: a letter before a blank or a period counts at the end of a word too (`USB`), and as a last resort any
    capital letter does, so that `Both` is B; letters in lower case are never read.
    """
    text = f" {_without_outer_punctuation(response)} "
    candidates = list(_candidates(text, letters)) or [
        _Candidate(_ANYWHERE, text.rfind(letter), letter) for letter in letters if letter in text
    ]
    return max(candidates, key=lambda one: (one.rank, one.place)).letter if candidates else ""


def strip_each(text: str, characters: str) -> str:
    """Strip one character after the other, each once: what a later one uncovers stays."""
    for character in characters:
        text = text.strip(character)
    return text


def _without_outer_punctuation(response: str) -> str:
    return strip_each(response.strip(), _OUTER_PUNCTUATION)


def _candidates(text: str, letters: Sequence[str]) -> Iterator[_Candidate]:
    yield from _labels(text, letters)
    yield from _after_phrases(text, letters)
    yield from _at_the_ends(text, letters)


def _labels(text: str, letters: Sequence[str]) -> Iterator[_Candidate]:
    """The last place of each letter in each label form."""
    for form, rank in _LABEL_FORMS:
        for letter in letters:
            place = text.rfind(form.format(letter))
            if place >= 0:
                yield _Candidate(rank, place, letter)


def _after_phrases(text: str, letters: Sequence[str]) -> Iterator[_Candidate]:
    """The first place of each letter, be it inside a word, after the first occurrence of an announcing phrase."""
    lowered = text.lower()
    for phrase in _PHRASES:
        start = lowered.find(phrase)
        if start < 0:
            continue
        for letter in letters:
            # The place in the lowered text is used in the text itself, even where lowering has changed its length.
            place = text.find(letter, start + len(phrase))
            if place >= 0:
                yield _Candidate(_PHRASE, place, letter)


def _at_the_ends(text: str, letters: Sequence[str]) -> Iterator[_Candidate]:
    """A letter that stands alone at the start or the end of the text."""
    bare = text.strip()
    for letter in letters:
        if bare.startswith(letter) and not bare[1:2].isalpha():
            yield _Candidate(_START, 0, letter)
        if bare.endswith(letter) and not bare[-2:-1].isalpha():
            yield _Candidate(_END, len(text) - 1, letter)
