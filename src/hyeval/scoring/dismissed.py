"""Sentences that only tell which answers are not given: "12 is a common mistake", "if it were red", "some say Rome".

They are left out where other sentences answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyeval.scoring.prose import is_introduction
from hyeval.scoring.sieve import Sieve

_TURN = r"(?!.*\b(?:but|however|yet|actually|instead|rather|so|therefore|i['’]d|i would|it is|it['’]s)\b)"
_DISMISSED = Sieve(
    r"\b(?:is|are|was|were|would be|might be)\s+(?:only\s+|just\s+|merely\s+)?(?:an?|the)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:(?:wrong|incorrect|mistaken|false)\s+(?:answer|choice|reading|guess|value|result|conclusion)|mistake|error|"
    r"distractor|misconception|decoy|red herring)\b[^.]*[.!]?\s*$"
    r"|^\W*[^,;:]{1,60}?\s(?:is|are|was|were)\s+(?:\w+ly\s+)?(?:wrong|incorrect)\b(?![^.]*\b(?:but|so|and)\b)[^;:]*$"
    rf"|^\W*(?:some|many|others|people|someone|most|students|one)(?:\s+(?:people|students|readers))?\s+"
    rf"(?:would|might|may|could|often|sometimes|tend to)\s+(?:\w+ly\s+|often\s+)?(?:answer|say|think|guess|choose|pick|"
    rf"read|confuse|mistake|expect|suppose|conclude|assume|believe|be tempted)\b{_TURN}"
    rf"|^\W*at first (?:glance|sight|look)\b{_TURN}"
    r"|^\W*(?:this|that|which) (?:rules|ruled) out\b[^;]*$"
    r"|^\W*(?:i|we)\s+(?:can\s+|would\s+|could\s+)?(?:also\s+)?rule out\b(?!.*\bso\b)[^;]*$"
    r"|^\W*(?:it|this|that)(?:['’]s| is| was)\s+(?:\w+ly\s+)?not\b[^,;:]*$"
    r"|^\W*if (?:it|this|that|the answer) (?:were|was|had been)\b[^;]*$"
    rf"|^\W*i\s+(?:also\s+|first\s+)?(?:considered|thought (?:about|of)|was (?:first )?torn between)\b{_TURN}"
    r"|^\W*(?:hmm+|um+|uh+|well|ok(?:ay)?|alright|let me (?:see|think)|not sure|no idea)\W*$"
    r"|^\W*people often (?:confuse|mistake)\b[^;]*$",
    re.IGNORECASE,
    marked=True,
)


def standing(lines: Sequence[str]) -> list[str]:
    """The sentences without those that dismiss an answer or announce none, or all of them if nothing else is said."""
    return [line for line in lines if not says_nothing(line)] or list(lines)


def says_nothing(line: str) -> bool:
    """Whether a sentence dismisses an answer, or only says where one is from."""
    return (line[-1:] == ":" and is_introduction(line)) or _DISMISSED.search(line) is not None
