"""Options that are a noun and a letter, named by the letter alone: "X sinks" of "Sample X" and "Sample Y"."""

from __future__ import annotations

import re
from collections.abc import Callable

from hyeval.scoring.options import Mention, Options

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIRST = frozenset("ABCDEFGHIJ")
"""Letters that name options of the list, or are words, and so tell nothing alone."""
_SAYS = (
    r"(?=\s+(?:is|was|has|had|lies|sits|stands|shows|marks|points|reaches|comes|gets|folds|contains|looks|seems|appears|"
    r"would|can|could|does|will|"
    r"[a-z]{3,}s\s+(?:the|an?|at|in|on|to|most|all|over|as|into|away|when|within))\b)"
)
_NOT_JUDGED = (
    r"(?!\s+(?:is|was|would be|must be|seems|looks)\s+(?:\w+ly\s+|also\s+|not\s+)*(?:the\s+)?"
    r"(?:\w+ly\s+)?(?:only\s+|best\s+|most\s+)?"
    r"(?:correct|right|true|answer|option|choice|best|it|wrong|incorrect|false|valid|accurate|plausible|out)\b)"
)

_MOST = 30
"""Letters of a response that get their noun."""


class Lettered:
    """The letters by which things are called in a response that leaves their noun out."""

    def __init__(self, options: Options) -> None:
        names = options.letter_names
        letters = {letter.upper(): option for (_, letter), option in names.items()}
        own = {letter: option for letter, option in letters.items() if letter not in _FIRST}
        self._options = own if _is_row(options) else {}
        self.name = re.compile(rf"(?<![\w'-])(?:{'|'.join(self._options)})(?![\w'=^-])") if self._options else None

    def beside(self, line: str, named: list[Mention]) -> list[Mention]:
        """Where such a letter stands alone, apart from the places where options are `named` with their noun."""
        found = self.name.finditer(line) if self.name is not None else ()
        return [
            Mention(self._options[name.group()], name.start(), name.end())
            for name in found
            if not any(one.start < name.end() and name.start() < one.end for one in named)
        ]


def _is_row(options: Options) -> bool:
    return len(options.letter_names) > 1 and len({noun for noun, _ in options.letter_names}) == 1


def in_full(options: Options) -> Callable[[str], str] | None:
    """What puts the noun before letters that are named without it, where they are no letters of the list.

    Those are small ones, "only c folds up", and those of other places in the list of which something is said: "A is the
    closest" of "Point D", "Point C", "Point B" and "Point A".
    """
    if not _is_row(options):
        return None
    placed = {letter.upper(): option for (_, letter), option in options.letter_names.items() if len(letter) == 1}
    texts = [options.texts[option] for option in placed.values()]
    noun = texts[0].split()[0].strip("( ") if texts else ""
    kept = "(?!)"
    if all(text.rstrip(") .")[-1:].islower() for text in texts):
        letters = "".join(placed).lower()
        article = rf"(?!(?<=a)\s+(?!(?:and|or|to)\s+[{letters}]\b|(?:is|has|was|can|does|works|fits)\b))"
        own = rf"(?<![\w'’.(\\-])[{letters}]{article}(?![\w'’=^)-])"
        item = rf"[{letters}](?![\w'’=^)-])"
        row = rf"(?<![\w'’.(\\-]){item}(?:,\s{{0,3}}{item}){{0,5}},?\s{{1,3}}(?:and|or|&)\s{{1,3}}{item}"
        begins = rf"^[{letters}](?=\s+(?:is|has|was|can|does|works|fits|folds|looks|shows)\b)"
        kept = rf"(?i:\b{re.escape(noun)}s?)\s+(?:{row}|{own})"
        form = rf"{row}|(?<!^){own}|{begins}"
    elif any(_ALPHABET[option] != letter for letter, option in placed.items()):
        letters = "".join(letter for letter in placed if letter in _FIRST and letter != "I")
        form = (
            rf"(?:^|(?<=[.;:,]\s)|(?<=\sand\s)|(?<=\sbut\s)|(?<=\sso\s))[{letters}]{_SAYS}{_NOT_JUDGED}"
            if letters
            else ""
        )
    else:
        form = ""
    if not form:
        return None
    name = re.compile(rf"(?P<kept>{kept})|{form}", re.MULTILINE)
    noun = noun.lower()

    def with_noun(said: re.Match[str]) -> str:
        if said["kept"]:
            return said.group()
        return f"{noun if len(said.group()) == 1 else f'{noun}s'} {said.group()}"

    return lambda response: name.sub(with_noun, response, count=_MOST)
