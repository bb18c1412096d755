"""Sentences that only tell which answers are not given: "12 is a common mistake", "if it were red", "some say Rome".

They are left out where other sentences answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hyeval.scoring.prose import is_introduction
from hyeval.scoring.sieve import Sieve

_TURN = r"(?!.*\b(?:but|however|yet|actually|instead|rather|so|therefore|i['’]d|i would|it is|it['’]s)\b)"
_NAME = r"(?:[^,;:()\[\]]|[(\[][^()\[\]]*[)\]]|,(?=\s*[a-z]\s*=)){1,60}?"
"""What is dismissed: a name, or a formula with its brackets; no two of the alternatives begin alike."""
_DISMISSED = Sieve(
    r"\b(?:is|are|was|were|would be|might be)\s+(?:only\s+|just\s+|merely\s+)?(?:an?|the)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:(?:wrong|incorrect|mistaken|false)\s+(?:answer|choice|reading|guess|value|result|conclusion)|mistake|error|"
    r"distractor|misconception|decoy|red herring)\b[^.]*[.!]?\s*$"
    rf"|^\W*{_NAME}\s(?:is|are|was|were|would be)\s+(?:\w+ly\s+)?(?:wrong|incorrect)\b"
    r"(?![^.]*\b(?:but|so|and)\b)[^;:]*$"
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
    r"|^\W*in other (?:contexts|cases|settings|situations)\b|^\W*for (?:completeness|reference|context)\b"
    r"|^\W*if the (?:question|picture|image) (?:had|were)\b[^;]*$|^\W*compare (?:this|it) (?:with|to)\b"
    r"|^\W*(?:note that\s+)?[^,;:]{1,60}?\s(?:is|are) (?:often|easily|sometimes) (?:confused|mistaken)\b[^;]*$"
    r"|^\W*(?:it|this) differs from\b(?!.*\b(?:so|but)\b)"
    r"|^\W*(?:while|although|though)\b(?:[^,(\[]|,\d|[(\[][^()\[\]]*[)\]])*,\s+(?:it|that|this|they)\s+(?:(?:is|are|does|do|has)\s+not|(?:is|are|does|do)"
    r"n['’]t)\b[^;,]*$"
    r"|\b(?:can|could|must) be (?:ruled out|excluded|eliminated|discarded)\b(?!.*\b(?:so|leaving|leaves|but)\b)[^;]*$"
    rf"|^\W*{_NAME}\s(?:is|are)\s+not\s+(?:consistent|supported|compatible|in line|the (?:correct |right )?answer)"
    r"\b(?!.*\b(?:so|but)\b)"
    rf"|^\W*(?:(?:explanation|for completeness):\s*)?{_NAME}\swould\s+(?:require|need|look|imply)\b(?!.*\b(?:so|but)\b)"
    rf"|^\W*{_NAME}\swould\s+be\s+(?:far\s+|much\s+)?too\s+\w+\b(?!.*\b(?:so|but)\b)"
    r"|^\W*i (?:have )?(?:checked|verified|counted|looked|read)(?: (?:it|them|this))? (?:twice|again|three times)\W*$"
    r"|^\W*the other (?:value|number|figure|name|one)\b[^.;]*\b(?:belongs to|is for|refers to)\b[^;]*$"
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
