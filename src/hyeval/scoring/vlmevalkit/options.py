"""How VLMEvalKit finds the chosen option in a response without a judge.

Source: `can_infer_option`, `can_infer_text` and `can_infer` in vlmeval/utils/matching_util.py at commit e8e78f05.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from typing import Any

from hyeval.scoring.vlmevalkit.spreadsheet import is_missing, read_back

FAILURE = "Failed to obtain answer via API"
"""Stands in a response that the peer's client could not obtain."""
FAILED_REQUEST = f"{FAILURE}."
"""The whole sentence, which the peer looks for outside multiple choice."""
NO_OPTION = "Z"
"""The letter that the peer records where no option was chosen."""
REFUSALS = (
    "Sorry, I can't help with images of people yet.",
    "I can't process this file.",
    "I'm sorry, but without the image provided",
    "Cannot determine the answer",
)
SEPARATORS = str.maketrans(dict.fromkeys(".()[],:;!*#{}", " "))
LAST_WORDS = 4
"""A lone letter counts only if it first stands among so many last words."""
DECLARATION = re.compile(r"answer\s+is\s+\**([ABCD])", re.IGNORECASE)
LONG = 1 << 20
"""No option is looked for beyond so many characters; a response that long is no answer."""


def options_of(document: Mapping[str, Any]) -> dict[str, str]:
    """Return the options of a table row: its columns A to Z that hold something.

    An option such as `None` or `N/A` is read back from the spreadsheet as nothing; this is a defect of the peer.
    """
    cells = {letter: document.get(letter) for letter in string.ascii_uppercase}
    texts = {letter: str(cell) for letter, cell in cells.items() if cell is not None}
    return {letter: read_back(text) for letter, text in texts.items() if not is_missing(text)}


def lettered(options: list[Any]) -> dict[str, str]:
    """Return a list of options under the letters from A on."""
    return {letter: str(option) for letter, option in zip(string.ascii_uppercase, options, strict=False)}


def infer(response: str, options: Mapping[str, str]) -> str | None:
    """Return the letter that a response chooses, by letter or else by text; Z for a refusal, None if neither."""
    response = response[:LONG]
    return infer_letter(response, options) or infer_text(response, options)


def infer_letter(response: str, options: Mapping[str, str]) -> str | None:
    """Read a letter: the only one among the words, if it stands near the end, or else what `answer is` declares.

    Markdown asterisks, brackets and most punctuation separate words; quotes, `<`, `$` and full-width marks do not. The
    declaration is tried wherever the first way fails. It knows A to D only, in either case, and ends nowhere, so that
    `the answer is broken` declares B; this is a defect of the peer.
    """
    if FAILURE in response:
        return None
    if any(refusal in response for refusal in REFUSALS):
        return NO_OPTION
    words = response.translate(SEPARATORS).split()
    present = [letter for letter in options if letter in words]
    if len(present) == 1 and words.index(present[0]) >= len(words) - LAST_WORDS:
        return present[0]
    if not present and NO_OPTION in words:
        return NO_OPTION
    declared = DECLARATION.search(response)
    letter = declared.group(1).upper() if declared else ""
    return letter if letter in options else None


def infer_text(response: str, options: Mapping[str, str]) -> str | None:
    """Read an option's text: the only one that the response contains, unless the response is twice as long as all."""
    if len(response.lower()) > 2 * sum(map(len, options.values())):
        return None
    found = [letter for letter, text in options.items() if text.lower() in response.lower()]
    return found[0] if len(found) == 1 else None
