"""Options that are a noun and a letter, named by the letter alone: "X sinks" of "Sample X" and "Sample Y"."""

from __future__ import annotations

import re

from hyeval.scoring.options import Mention, Options

_FIRST = "ABCDEFGHIJ"
"""Letters that name options of the list, or are words, and so tell nothing alone."""


class Lettered:
    """The letters by which things are called in a response that leaves their noun out."""

    def __init__(self, options: Options) -> None:
        names = options.letter_names
        letters = {letter.upper(): option for (_, letter), option in names.items()}
        is_row = len(letters) > 1 and len({noun for noun, _ in names}) == 1
        self._options = letters if is_row and not any(letter in _FIRST for letter in letters) else {}
        self.name = re.compile(rf"(?<![\w'-])(?:{'|'.join(self._options)})(?![\w'=^-])") if self._options else None

    def mentions(self, line: str) -> list[Mention]:
        """Where such a letter stands alone."""
        found = self.name.finditer(line) if self.name is not None else ()
        return [Mention(self._options[name.group()], name.start(), name.end()) for name in found]
