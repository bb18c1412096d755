"""The options as a response repeats them before it answers: a list of them, or a sentence that goes through them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hyeval.scoring.letters import ALPHABET
from hyeval.scoring.sieve import has_any

_CHUNK = re.compile(r"\S+")
_NOUNS = ("options", "choices", "alternatives", "possibilities", "candidates", "answers", "one of", "between")
_PRESENTS = re.compile(
    rf"\b(?:{'|'.join(_NOUNS[:-2])})\b(?:\s+(?:given|listed|provided|offered|here|available|we have|to choose from))?"
    r"\s*(?::|,|\b(?:are|include|were)\b)|\bgiven the (?:options|choices|alternatives)\b|"
    r"\b(?:pick|choose|select|decide)\s+(?:one of|between)\b",
    re.IGNORECASE,
)
_TAKES = re.compile(r"\b(?:wrong|incorrect|right|correct|true|false|all|none|both|neither|not)\b", re.IGNORECASE)
"""What says of options more than that they are there."""
_NOT_OTHER = re.compile(
    r"\W*(?:(?:so|it['’]s|it is)\s+)?(?P<said>[^,(;:.!?]{1,60}?)(?:\s+then)?\s*[,(]\s*(?:and\s+|but\s+)?not\s+"
    r"(?:to be (?:confused|mistaken) (?:with|for)\s+)?[^,;:()]{1,60}\)?\W*",
    re.IGNORECASE,
)
_VALUE = re.compile(r'":\s*"([^"\n]{1,120})"')
_TICK_FIRST = re.compile(r"[\s*•-]*(?P<tick>[✓✔✅✗✘❌])\uFE0F?\s*(?P<said>[^✓✔✅✗✘❌\n]{1,120})")
_DISMISSES = re.compile(
    r"[\s\W]*(?:(?:this|it|which)\s+)?(?:(?:is|was|does|can|would|could)\s+)?"
    r"(?:not\b|n['’]t\b|no(?=\W*$)|wrong\b|incorrect\b|false\b|(?:ruled|crossed) out\b|excluded\b|eliminated\b|[✗✘❌])",
    re.IGNORECASE,
)
_A_FIRST = re.compile(r"\W*A\s*[).:]\W*")


def without_list(text: str, texts: Sequence[str]) -> str | None:
    """A text without the list of the options with which it begins; None if it only goes round and round in that."""
    if not text.lstrip("([* \n").startswith("A"):
        return _without_lines(text, texts)
    turn = [_bare(chunk) for chunk in " ".join(_named(texts)).split()]
    chunks = list(_CHUNK.finditer(text))
    if len(chunks) <= len(turn) or not texts:
        return text
    said = [_bare(chunk.group()) for chunk in chunks]
    if said[: len(turn)] != turn:
        return text
    goes_round = all(one == turn[place % len(turn)] for place, one in enumerate(said))
    return None if goes_round else text[chunks[len(turn) - 1].end() :].lstrip()


def _without_lines(text: str, texts: Sequence[str]) -> str:
    """A text without the lines that list the options, if it goes on behind them."""
    if len(texts) < 2 or text.count("\n") < len(texts):
        return text
    lines = text.split("\n")
    places = [place for place, line in enumerate(lines) if line.strip()]
    said = [" ".join(map(_bare, lines[place].split())).lstrip("-• ") for place in places]
    turn = [" ".join(map(_bare, name.split())) for name in _named(texts)]
    for first, line in enumerate(said[: len(said) - len(turn)]):
        if line == turn[0] and said[first : first + len(turn)] == turn:
            return "\n".join((*lines[: places[first]], *lines[places[first + len(turn)] :]))
    return text


def _named(texts: Sequence[str]) -> list[str]:
    return [f"{letter} {option}" for letter, option in zip(ALPHABET, texts, strict=False)]


def _bare(chunk: str) -> str:
    return chunk.strip(".,;:()[]*").casefold()


def presents(line: str, texts: Sequence[str]) -> bool:
    """Whether a sentence only says which options there are: "The options are red, green and blue"."""
    if not texts or not has_any(line.lower(), _NOUNS) or _PRESENTS.search(line) is None:
        return False
    left = line.casefold()
    for text in sorted(texts, key=len, reverse=True):
        name = text.casefold().rstrip(".")
        if name not in left:
            return False
        left = left.replace(name, "", 1)
    return _TAKES.search(left) is None


def only_value(text: str, options: Mapping[str, int]) -> int | None:
    """The one option that is a value of a JSON object in which no field is known for the answer."""
    values = (options.get(value.strip(" .").casefold()) for value in _VALUE.findall(text))
    found = {one for one in values if one is not None}
    return found.pop() if len(found) == 1 else None


def before_other(line: str) -> str | None:
    """What a sentence names before it says which option it is not: "Shirt 2 then, not shirt 1"; None for any other."""
    named = _NOT_OTHER.fullmatch(line)
    return None if named is None else named["said"]


def with_tick_behind(line: str) -> str:
    """A line with the tick that judges its option behind it: "✓ Iron nail" as "Iron nail ✓"."""
    ticked = _TICK_FIRST.fullmatch(line)
    return line if ticked is None else f"{ticked['said']} {ticked['tick']}"


def with_noun(line: str, texts: Sequence[str]) -> str:
    """A sentence on the first option with a noun before its letter, which could mean "Answer": "A. Red: not seen"."""
    first = _A_FIRST.match(line) if texts and "A" in line[:8] else None
    if first is None:
        return line
    rest = line[first.end() :]
    named = rest[: len(texts[0])].casefold() == texts[0].casefold()
    return f"Option A: {rest}" if named and _DISMISSES.match(rest, len(texts[0])) else line
