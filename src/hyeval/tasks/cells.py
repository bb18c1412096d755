"""What cells hold: text, labels, answers, lists that are written as text; and which column is which."""

from __future__ import annotations

import ast
import csv
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from hyeval.errors import DataError, MediaError
from hyeval.tasks.prompt import letter

MAX_TOLD = 20
"""Problems with single rows that an error lists."""
MAKE_A_LIST = "Write a list of texts, or make one with `sample.derive`."
SEPARATORS = {";": "semicolons", "\t": "tabs", ",": "commas", "|": "bars"}


def parse_list(text: str, origin: str) -> list[Any]:
    """Read a list that a data set holds as text, such as MMMU's options; literals only, nothing is evaluated."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError) as error:
        raise DataError(f"{origin}: expected a list written as text, found {text[:80]!r}.") from error
    if not isinstance(value, list | tuple):
        raise DataError(f"{origin}: expected a list written as text, found {text[:80]!r}.")
    return list(value)


def looks_like_list(text: str) -> bool:
    """Whether a text may be a list written as text."""
    return text.startswith("[") and text.endswith("]")


def require_distinct(names: Sequence[str], place: str) -> None:
    """`DataError` if several columns have one name, other than none at all; it tells their numbers, from 1."""
    problems = []
    for name in dict.fromkeys(filter(None, names)):
        numbers = [str(number) for number, one in enumerate(names, 1) if one == name]
        if len(numbers) > 1:
            which = f"{', '.join(numbers[:-1])} and {numbers[-1]}"
            problems.append(f"{place}: columns {which} have the same name, '{name}'. Rename all but one.")
    if problems:
        raise DataError("\n".join(problems))


def require_table(path: Path, delimiter: str, encoding: str, place: str) -> None:
    """`DataError` if columns of a text file have one name, or rows more cells than the header, or another encoding.

    Of a longer row nobody can say which cell is whose: an unquoted comma in a question moves all that follow.
    """
    csv.field_size_limit(sys.maxsize)  # holds for the process; an image in base64 is longer than the usual 128 KiB
    problems: list[str] = []
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        rows = filter(None, reader)  # empty lines are none, also before the header
        try:
            header = next(rows, [])
            _require_delimiter(header, delimiter, place)
            require_distinct(header, place)
            for number, cells in enumerate(rows):
                if len(cells) > len(header):
                    problems.append(_too_long(cells, header, f"{place}, row {number} (line {reader.line_num})"))
                if len(problems) > MAX_TOLD:
                    break
        except UnicodeDecodeError as error:
            rule = f"{place}, line {_undecodable(path, encoding)}: is not written in {encoding.upper()}."
            raise DataError(f"{rule} Save the file as UTF-8.") from error
        except csv.Error as error:
            raise DataError(f"{place}, line {reader.line_num}: cannot be read ({error}).") from error
    require_no_problem(problems, place)


def require_no_problem(problems: Sequence[str], place: str) -> None:
    """`DataError` with the first of the problems with single rows, if there are any."""
    if problems:
        more = f"\n{place} has more such rows." if len(problems) > MAX_TOLD else ""
        raise DataError("\n".join(problems[:MAX_TOLD]) + more)


def _undecodable(path: Path, encoding: str) -> int:
    """The first line that is not written so; the decoder of a text file reads ahead of its rows."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                return number
    return 1


def _require_delimiter(header: Sequence[str], delimiter: str, place: str) -> None:
    """`DataError` if what should be several columns is one with other separators in it."""
    if len(header) != 1:
        return
    for other, name in SEPARATORS.items():
        if other != delimiter and other in header[0]:
            remedy = "Save it with commas as .csv, or with tabs as .tsv."
            raise DataError(f"{place}: its columns are separated by {name}, which the ending does not say. {remedy}")


def _too_long(cells: Sequence[str], header: Sequence[str], place: str) -> str:
    rule = f"{place}: has {len(cells)} cells, and the header has {len(header)} columns."
    return f"{rule} Put quotation marks around a cell with the separator in it."


def listed(cell: Any, origin: str, column: str) -> Sequence[Any]:
    """The media of a cell; text formats hold a list of paths as text."""
    if isinstance(cell, str) and looks_like_list(cell):
        try:
            return parse_list(cell, f"{origin}, column '{column}'")
        except DataError as error:
            return [MediaError(str(error))]
    return cell if isinstance(cell, list) else [cell]


def label(row: Mapping[str, Any], column: str | None) -> str | None:
    """Group or cluster of a row; an empty cell is none, not one that all such rows share."""
    value = None if column is None else row[column]
    return None if value is None or value == "" else str(value)


def text_of(value: Any, origin: str) -> str:
    """A cell that must hold text."""
    if value is None:
        raise DataError(f"{origin}: is empty.")
    if not isinstance(value, str):
        raise DataError(f"{origin}: expected text, found {type(value).__name__}.")
    return value


def accepted_answers(value: Any, origin: str) -> tuple[str, ...]:
    """Accepted answers of an open question: one, a list, or a list written as text; empty ones of a list are none.

    A truth value is "True" or "yes", "False" or "no".
    """
    if isinstance(value, bool):
        return (str(value), "yes" if value else "no")
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        try:
            value = parse_list(value, origin)
        except DataError:
            value = [value]  # an interval such as "[0, 1)" or free text in brackets is an answer of its own
    listed = value if isinstance(value, list | tuple) else [value]
    values = [one for one in listed if str(one).strip()]
    if not values or None in values:
        raise DataError(f"{origin}: the answer is empty. A split without answers cannot be scored.")
    _require_plain(values, "an accepted answer", origin)
    return tuple(str(one) for one in values)


def options_of(value: Any, origin: str) -> list[Any]:
    """The options in a cell that is no text: a list of them, or nothing where the question is open."""
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        rule = f"{origin}: expected a list of options, found {type(value).__name__}: {str(value)[:80]}."
        raise DataError(f"{rule} {MAKE_A_LIST}")
    _require_plain(value, "an option", origin)
    return list(value)


def _require_plain(values: Sequence[Any], what: str, origin: str) -> None:
    """`DataError` at a structure among what should be texts: as Python writes it, nobody can have meant it."""
    if nested := next((one for one in values if isinstance(one, Mapping | list | tuple)), None):
        rule = f"{origin}: {what} is a text or a number, found {type(nested).__name__}: {str(nested)[:80]}."
        raise DataError(f"{rule} {MAKE_A_LIST}")


class AnswerFormat(StrEnum):
    """How the answer column names the right option: by its letter, by its position from 0, or not at all."""

    TEXT = "text"
    LETTER = "letter"
    INDEX = "index"

    def read(self, value: Any, choices: Sequence[str]) -> str | None:
        """Letter of the option that a cell names, None if it names none."""
        said = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        letters = [letter(number) for number in range(len(choices))]
        match self:
            case AnswerFormat.INDEX if said.isdecimal() and int(said) < len(choices):
                return letters[int(said)]
            case AnswerFormat.LETTER if said.strip() in letters:
                return said.strip()
            case AnswerFormat.TEXT if str(value) in choices:
                return letters[choices.index(str(value))]
        return None

    def told(self, count: int) -> str:
        """What a cell may hold where there are so many options."""
        last = letter(count - 1)
        return {"text": "the option itself", "letter": f"A to {last}, a capital", "index": f"0 to {count - 1}"}[self]
