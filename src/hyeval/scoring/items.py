"""Lists and tables that go through the options, one a line: what each line says of its option.

A line names its option by a letter ("B. Cooling"), or by its text before a colon, a dash or an equals sign ("Cooling =
step 4"); a row of a table has it in a cell of its own, or in a number or letter below the noun of the column.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from hyeval.scoring.letters import SINGLE, Letters
from hyeval.scoring.options import Options, option_of
from hyeval.scoring.sieve import Sieve
from hyeval.scoring.statements import statements_of
from hyeval.scoring.words import Spoken, normal_form, spoken

ITEM = re.compile(r"^[-*•\s]*\(?(?:[Oo]ption\s+|[Cc]hoice\s+)?([A-Z])\s*(?:[).:]|[-–—]\s)\s*(.*)", re.DOTALL)
_DEFINED = re.compile(r"^(?:[Oo]ption\s+)?\(?([A-Z])\)?\s+(?:is|shows|says|means|stands for)\s+(.*)", re.DOTALL)
_PARTED = Sieve(r"[:=|→✓✔✅✗✘❌]|[-–—]", marked=True)
"""What may stand between an option and what is said of it."""
_HEAD = re.compile(
    r"(?:[^\w$(\\√∠-]|-\s)*+(?:\d{1,2}[.)](?!\d)\s*)?(?P<name>[^:=|→✓✔✅✗✘❌]{1,80}?)\s*"
    r"(?:[:=→]|(?=[✓✔✅✗✘❌])|\s[-–—]\s)\s*(?P<said>.+)"
)
_WITHDRAWS = re.compile(r"\W*(?:no,? wait|wait|hmm|actually|sorry|scratch that|correction)\b", re.IGNORECASE)
_DENIES = re.compile(r"\W*no,", re.IGNORECASE)
_FIRST = 3
"""Words of an item among which there is one of its option."""
_RULE = re.compile(r"[|\s:-]+")
"""The line below the header of a table."""

_VERDICT_COLUMN = re.compile(
    r"\b(?:correct|right|true|match(?:es)?|fits?|answer|verdict|suitable|ok|possible|result)\b|[?✓✔]", re.IGNORECASE
)
"""The header of a column that judges the options."""
_ANSWERS = {"yes": True, "no": False, "✓": True, "✔": True, "✅": True, "✗": False, "✘": False, "❌": False}


class Item(NamedTuple):
    """What a line says of an option; `named` if it names the option by its text."""

    option: int
    said: str
    named: bool = False


Items = dict[int, Item]
"""The items by the numbers of their lines."""


def listed(lines: Sequence[Spoken], letters: Letters, options: Options, topic: Collection[str]) -> Items:
    """The lines that are items of a list or a table, if at least two options are gone through.

    `topic` are the words of the question.
    """
    if len(lines) < 2:
        return {}
    items = _by_letter(lines, letters, options)
    if options.texts and not items:
        parted = [number for number, line in enumerate(lines) if line.marks & _PARTED.mark]
        if len(parted) > 1:
            items = _by_text(lines, parted, options) | _by_row(lines, parted, options, topic)
    return items if len({item.option for item in items.values()}) > 1 else {}


def _by_letter(lines: Sequence[Spoken], letters: Letters, options: Options) -> Items:
    candidates = [number for number, line in enumerate(lines) if line.marks & SINGLE]
    items: Items = {}
    for number in candidates if len(candidates) > 1 else ():
        line = lines[number].text
        match = (ITEM.match(line) or _definition(line, options)) if _may_open_with_letter(line) else None
        option = ord(match.group(1)) - 65 if match else -1
        is_answer = (
            match is not None and not match.group(2).strip() and any(one.option == option for one in items.values())
        )
        if match and option < letters.count and not is_answer and (match.group(2).strip() or items):
            items[number] = Item(option, match.group(2))
    if any(_is_taken_back(item, items.values()) for item in items.values()):
        return {}
    return items if len({item.option for item in items.values()}) > 1 else {}


def _is_taken_back(item: Item, items: Collection[Item]) -> bool:
    """Whether a letter is no item of a list but an answer that is taken back: "B – no wait, I mixed them up. A."."""
    if _WITHDRAWS.match(item.said):
        return True
    return _DENIES.match(item.said) is not None and not any(one.said for one in items if one is not item)


def _definition(line: str, options: Options) -> re.Match[str] | None:
    """A sentence that only says which text an option has: "A is an apple"."""
    match = _DEFINED.match(line)
    option = ord(match.group(1)) - 65 if match else -1
    is_text = match and option < len(options) and options.by_text.get(normal_form(match.group(2))) == option
    return match if is_text else None


def _may_open_with_letter(line: str) -> bool:
    """Whether a line may begin with a letter by itself, or with "option" or "choice" before it."""
    return not line[:2].isalpha() or line[0] in "oOc"


def _by_text(lines: Sequence[Spoken], numbers: Sequence[int], options: Options) -> Items:
    items: Items = {}
    for number in numbers:
        if options.signs.isdisjoint(lines[number].each()[:_FIRST]):
            continue  # as most lines are
        match = _HEAD.match(lines[number].text)
        option = option_of(spoken(match["name"]), options) if match else None
        if match and option is not None and not statements_of(lines[number], number):
            items[number] = Item(option, match["said"], named=True)
    return items


def _by_row(lines: Sequence[Spoken], numbers: Sequence[int], options: Options, topic: Collection[str]) -> Items:
    """The rows of tables; a row that has several options is none."""
    items: Items = {}
    header: list[str] = []
    for number in numbers:
        cells = _cells(lines[number].text)
        if len(cells) > 1 and number > 0 and _RULE.fullmatch(lines[number].text):
            header = _cells(lines[number - 1].text)
            items.pop(number - 1, None)
            continue
        named = dict(_named(cells, header, options))
        if len(named) == 1:
            option, place = named.popitem()
            said = [_plainly(cell, place, header, topic) for place, cell in enumerate(cells)]
            items[number] = Item(option, ", ".join(filter(None, said[:place] + said[place + 1 :])), named=True)
    return items


def _plainly(cell: str, place: int, header: list[str], topic: Collection[str]) -> str:
    """What a cell says: below the name of a quality for which the question does not ask, yes means that name."""
    answer = _ANSWERS.get(cell.casefold())
    name = header[place] if place < len(header) else ""
    if answer is None or not name or _VERDICT_COLUMN.search(name) or not spoken(name).present.isdisjoint(topic):
        return cell
    return name if answer else ""


def _cells(line: str) -> list[str]:
    line = line.strip()
    return [cell.strip() for cell in line.strip("|").split("|")] if line[:1] == "|" else []


def _named(cells: list[str], header: list[str], options: Options) -> Iterator[tuple[int, int]]:
    """The options of a row, each with the place of its cell; the first cell that names one counts."""
    for place in range(len(cells) - 1, -1, -1):
        option = option_of(spoken(cells[place]), options)
        if option is None and len(cells[place]) < 3 and place < len(header):
            option = option_of(spoken(f"{header[place]} {cells[place]}"), options)
        if option is not None:
            yield option, place
