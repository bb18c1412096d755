"""Open answers as the MMMU family reads and compares them.

Rule: `lmms_eval/tasks/mmmu/utils.py` and `lmms_eval/tasks/videommmu/utils.py` at commit 75571cfe, after the code of
MMMU itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

Candidate = str | float

INDICATORS = ("could be ", "so ", "is ", "thus ", "therefore ", "final ", "answer ", "result ")
"""What announces an answer, which follows its last occurrence; a part of a word counts, as in `also `."""
VIDEO_INDICATORS = (
    *INDICATORS,
    *("are ", "in total ", "total ", "identify ", "recognize "),
    *("calculated as ", "counted as ", "measured as ", "observed as ", "concluded as "),
    *("found to be ", "equals ", "determined to be ", "number of ", "value is ", "adds up to ", "have ", "has "),
)
_EQUATION = "="
_TRIVIAL = frozenset(":,.!?;'")
_DECIMALS = 2

# The look-behinds only forbid to start inside a run of digits, where the run's start has failed: that keeps long runs
# of digits linear.
_GROUPED_NUMBER = re.compile(r"-?\b\d{1,3}(?:,\d{3})+\b")
_SCIENTIFIC_NUMBER = re.compile(r"-?(?<!\d)\d+(?:\.\d+)?[eE][+-]?\d+")
_PLAIN_NUMBER = re.compile(r"-?(?:(?<!\d)\d+\.\d+|\.\d+|(?<!\d)\d+\b)(?![eE][+-]?\d)(?![,\d])")


def open_candidates(response: str, indicators: Sequence[str] = INDICATORS) -> list[Candidate]:
    """Read the candidate answers, sorted by their text: key phrases in lower case, then the numbers in them.

    Known defect: of a number with thousands separators the last group is a number as well (`12,000` gives 0).
    """
    phrases = _key_phrases(response, indicators)
    texts = [*phrases, *(number for phrase in phrases for number in _numbers(phrase))]
    return sorted({part for text in texts for part in normalized(text)}, key=str)


def normalized(text: str) -> list[Candidate]:
    """A number rounded to two decimals, or the text in lower case; a single character gets a blank on either side."""
    bare = text.strip()
    try:
        return [round(float(bare.replace(",", "")), _DECIMALS)]
    except ValueError:
        lowered = bare.lower()
    # A lone letter would be found in nearly every text.
    return [f" {lowered}", f"{lowered} "] if len(lowered) == 1 else [lowered]


def open_agrees(gold: str | Sequence[str], candidates: Iterable[Candidate]) -> bool:
    """Whether a text candidate contains a gold text or a number candidate equals a gold number.

    Known defect: a negated mention of the gold text counts.
    """
    golds = [part for one in ([gold] if isinstance(gold, str) else gold) for part in normalized(str(one))]
    texts = [one for one in golds if isinstance(one, str)]
    return any(
        any(text in candidate for text in texts) if isinstance(candidate, str) else candidate in golds
        for candidate in candidates
    )


def _key_phrases(response: str, indicators: Sequence[str]) -> list[str]:
    """The key phrase of each line; the whole response if no line has one.

    Lines only: the rule means to split at sentences too, but looks for their capital letter after lowering the case.
    """
    whole = response.strip().strip(".").lower()
    lines = whole.split("\n")
    phrases = [_key_phrase(line, indicators) for line in lines[:-1]]
    # The last line may be an equation.
    phrases.append(_key_phrase(lines[-1], (*indicators, _EQUATION)))
    return [phrase for phrase in phrases if phrase and phrase not in _TRIVIAL] or [whole]


def _key_phrase(line: str, indicators: Sequence[str]) -> str:
    """The shortest of the texts behind the indicators; an empty one gives way to the next."""
    shortest = ""
    for indicator in indicators:
        if indicator in line:
            tail = line.rsplit(indicator, 1)[1].strip()
            if not shortest or len(tail) < len(shortest):
                shortest = tail
    return shortest


def _numbers(text: str) -> Iterator[str]:
    for pattern in (_GROUPED_NUMBER, _SCIENTIFIC_NUMBER, _PLAIN_NUMBER):
        yield from pattern.findall(text)
