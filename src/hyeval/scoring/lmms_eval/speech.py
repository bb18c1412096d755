"""LibriSpeech as lmms-eval scores it: word error rate after Whisper's normalisers.

Sources: lmms-eval at 75571cfe, tasks/librispeech/utils.py; Radford et al. 2023, appendix C. The normaliser is that of
transformers, the pairs of `american_spelling.txt` (British, American) those of Whisper (OpenAI, MIT licence).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from hyeval.scoring.distance import edit_distance
from hyeval.scoring.rules import Aggregate, Document, Judgement, Verdict

WER = "wer"
_LONGEST = 10_000
"""Characters; the English normaliser takes time by the square of the length. A longer response only loses its marks."""
_MOST_READ = 100_000
"""Characters of a response that are read at all."""
_MARKS_AND_SPACE = re.compile(r" ?([!,.?;:])")


@dataclass(frozen=True)
class Transcript:
    """Errors in percent of the words of the reference `gt`."""

    def score(self, document: Document, response: str, *, judge: Judgement | None = None) -> Verdict:  # noqa: ARG002
        """The word error rate of one response, which may be over 100."""
        expected, found = spoken_words(str(document["gt"])), spoken_words(response[:_MOST_READ])
        errors = edit_distance(expected, found)
        record = {"errors": errors, "words": len(expected)}
        return Verdict(" ".join(found), {WER: _rate(errors, len(expected))}, record)

    def aggregate(self, verdicts: Sequence[Verdict]) -> Aggregate:
        """All errors over all words."""
        errors, words = (sum(verdict.record[name] for verdict in verdicts) for name in ("errors", "words"))
        return {WER: _rate(errors, words)}


def _rate(errors: int, words: int) -> float:
    return 100 * errors / words if words else 100.0 * bool(errors)


def spoken_words(text: str) -> list[str]:
    """The words of a transcript: numbers as digits, American spelling, no marks, contractions in full."""
    bare = _MARKS_AND_SPACE.sub(r"\1", " ".join(_without_tags(text).split()))
    if len(bare) > _LONGEST:
        return _without_marks(bare).split()
    english, basic = _normalisers()
    try:
        return basic(english(bare)).split()
    except (AssertionError, ValueError, ArithmeticError):  # on numbers that are none, such as superscripts
        return _without_marks(bare).split()


def _without_tags(text: str) -> str:
    """A blank for each `<|...|>` within a line."""
    return "\n".join(_line_without_tags(line) for line in text.split("\n"))


def _line_without_tags(line: str) -> str:
    kept, place = [], 0
    while (start := line.find("<|", place)) >= 0 and (end := line.find("|>", start + 2)) >= 0:
        kept.append(line[place:start])
        place = end + 2
    return " ".join([*kept, line[place:]])


def _without_marks(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.lower())
    return "".join(" " if unicodedata.category(character)[0] in "MSP" else character for character in plain)


@cache
def _normalisers() -> tuple[Callable[[str], str], Callable[[str], str]]:
    """The English and the basic normaliser."""
    from transformers.models.whisper.english_normalizer import BasicTextNormalizer, EnglishTextNormalizer

    table = (files("hyeval.scoring.lmms_eval") / "american_spelling.txt").read_text(encoding="utf-8")
    spelling = dict(line.split() for line in table.splitlines() if not line.startswith("#"))
    return EnglishTextNormalizer(spelling), BasicTextNormalizer()
