"""A task: rows made into samples, and the rules by which their answers are read and scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import with_config

from hyeval.errors import DataError, MediaError
from hyeval.media import Media, MediaKind, media_from_value
from hyeval.records import GenerationSettings, Sample
from hyeval.tasks.cells import parse_list
from hyeval.tasks.prompt import ColumnTemplate, Prompt, letter
from hyeval.tasks.source import DatasetSource, Rows, open_rows

MAX_CHOICES = 26


class AnswerFormat(StrEnum):
    """How the answer column names the right option: by its letter, by its position from 0, or not at all."""

    TEXT = "text"
    LETTER = "letter"
    INDEX = "index"


class DocumentShape(StrEnum):
    """What a rule is given of a row: its own columns, or the row of a VLMEvalKit table made of it."""

    ROW = "row"
    TABLE = "table"


@with_config(extra="forbid")
@dataclass(frozen=True)
class SampleMapping:
    """Which columns of the data set make a sample.

    `images`, `videos` and `audios` are columns of which each holds one medium, a list of them, or nothing; they are
    numbered from 1 over all columns of their kind. `choices` is one column that holds a list (or a list written as
    text) or one column per option; a row with an empty list is an open question. `answer` is a column with the answer
    or a list of accepted answers. Samples with the same `cluster` share an image or a video; `group` is the category
    that a result table lists, and `keep` names further columns that a rule reads.

    `derive` makes columns of others, each by a Jinja template over `row`, for data sets that have options or a category
    only within another text, or that write an empty cell in their own way. A list in it is a list written as text.
    """

    answer: str
    question: str = "question"
    id: str | None = None
    images: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()
    audios: tuple[str, ...] = ()
    choices: str | tuple[str, ...] = ()
    answer_format: AnswerFormat = AnswerFormat.TEXT
    group: str | None = None
    cluster: str | None = None
    keep: tuple[str, ...] = ()
    derive: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _ = self.derived

    @cached_property
    def derived(self) -> dict[str, ColumnTemplate]:
        """Templates of the columns that are made of others."""
        return {column: ColumnTemplate(text) for column, text in self.derive.items()}

    @property
    def columns(self) -> dict[str, str]:
        """Every column of the data set that is read, with the setting that names it."""
        named = {"id": self.id, "question": self.question, "answer": self.answer}
        named |= {"group": self.group, "cluster": self.cluster}
        choices = (self.choices,) if isinstance(self.choices, str) else self.choices
        several = {"images": self.images, "videos": self.videos, "audios": self.audios, "choices": choices}
        several["keep"] = self.keep
        lists = [(setting, column) for setting, columns in several.items() for column in columns]
        pairs = [(setting, column) for setting, column in named.items() if column] + lists
        found = {column: setting for setting, column in pairs if column not in self.derive}
        for name, template in self.derived.items():
            found |= {column: f"derive.{name}" for column in template.columns if column not in found}
        return found

    @property
    def media(self) -> dict[MediaKind, tuple[str, ...]]:
        """Columns of each kind of media that the task has."""
        columns = {MediaKind.IMAGE: self.images, MediaKind.VIDEO: self.videos, MediaKind.AUDIO: self.audios}
        return {kind: names for kind, names in columns.items() if names}


@dataclass(frozen=True)
class UnreadableRow:
    """A row of which a medium cannot be read: it has no response, but it stays in the coverage."""

    id: str
    index: int
    error: MediaError


@dataclass(frozen=True, eq=False)
class Task:
    """A benchmark under one protocol: what is asked, how it is generated, read and scored."""

    name: str
    source: DatasetSource
    mapping: SampleMapping
    prompt: Prompt
    generation: GenerationSettings
    extract: str | None
    score: str | None
    metrics: Mapping[str, str]
    protocol: str
    rule: str | None = None
    judged: bool = False
    document: DocumentShape = DocumentShape.ROW
    modality: tuple[MediaKind, ...] = ()

    def open(self, limit: int | None) -> Rows:
        """Open the data set and check split and columns; nothing is asked of a model yet."""
        base = f"tasks.{self.name}"
        columns = {column: f"{base}.sample.{setting}" for column, setting in self.mapping.columns.items()}
        for column in self.prompt.columns:
            if column not in self.mapping.derive:
                columns.setdefault(column, f"{base}.protocols.{self.protocol}.prompt")
        return open_rows(self.source, columns, field=f"{base}.dataset", limit=limit)

    def samples(self, rows: Rows) -> Iterator[Sample | UnreadableRow]:
        """Make samples of the rows, in order; a medium that cannot be read is named and costs only its own row."""
        for index, read in enumerate(rows):
            row = self._completed(index, read)
            identifier = str(index if self.mapping.id is None else row[self.mapping.id])
            try:
                yield self._sample(index, identifier, row)
            except MediaError as error:
                yield UnreadableRow(identifier, index, error)

    def _completed(self, index: int, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """The row with the columns that are derived from it."""
        if not self.mapping.derived:
            return row
        place = f"{self.name}, row {index}, column"
        return {
            **row,
            **{name: one.render(row, origin=f"{place} '{name}'") for name, one in self.mapping.derived.items()},
        }

    def _sample(self, index: int, identifier: str, row: Mapping[str, Any]) -> Sample:
        origin = f"{self.name}, row {index} (id {identifier})"
        mapping = self.mapping
        choices = self._choices(row, origin)
        question = _text(row[mapping.question], f"{origin}, column '{mapping.question}'")
        media = self._media(row, origin)
        targets = self._targets(row, choices, origin)
        return Sample(
            id=identifier,
            index=index,
            messages=self.prompt.render(question, choices, media, row, origin=origin),
            question=question,
            targets=targets,
            choices=choices,
            group=_label(row, mapping.group),
            cluster=_label(row, mapping.cluster),
            document=self._document(index, row, question, choices, targets) if self.rule or self.judged else None,
        )

    def _document(
        self, index: int, row: Mapping[str, Any], question: str, choices: Sequence[str], targets: Sequence[str]
    ) -> Mapping[str, Any]:
        """The row without its media, or with the columns of a VLMEvalKit table.

        These are index, question, options by letter, answer and category. What `keep` names is taken as it is, also
        where the table has a column of that name.
        """
        media = {column for columns in self.mapping.media.values() for column in columns}
        if self.document is DocumentShape.ROW:
            return {column: value for column, value in row.items() if column not in media}
        table: dict[str, Any] = {"index": index, "question": question, "answer": targets[0]}
        table |= {letter(number): choice for number, choice in enumerate(choices)}
        table |= {} if self.mapping.group is None else {"category": row[self.mapping.group]}
        return table | {column: row[column] for column in self.mapping.keep}

    def _media(self, row: Mapping[str, Any], origin: str) -> dict[MediaKind, dict[int, Media]]:
        """Media by kind and number; a cell that is empty keeps its number."""
        media: dict[MediaKind, dict[int, Media]] = {}
        for kind, columns in self.mapping.media.items():
            cells = [(column, one) for column in columns for one in _listed(row[column])]
            media[kind] = {
                number: _medium(one, kind, f"{origin}, column '{column}'")
                for number, (column, one) in enumerate(cells, 1)
                if one is not None
            }
        return media

    def _choices(self, row: Mapping[str, Any], origin: str) -> tuple[str, ...]:
        columns = self.mapping.choices
        if isinstance(columns, str):
            value = row[columns]
            place = f"{origin}, column '{columns}'"
            values = parse_list(value, place) if isinstance(value, str) else list(value or [])
        else:
            values = [row[column] for column in columns]
            while values and values[-1] in (None, ""):
                values.pop()  # questions with fewer options leave the last columns empty
        if len(values) > MAX_CHOICES:
            raise DataError(f"{origin}: {len(values)} options; at most {MAX_CHOICES} can be lettered.")
        if any(value is None or value == "" for value in values):
            raise DataError(f"{origin}: option {letter(values.index(None if None in values else ''))} is empty.")
        return tuple(str(value) for value in values)

    def _targets(self, row: Mapping[str, Any], choices: Sequence[str], origin: str) -> tuple[str, ...]:
        value = row[self.mapping.answer]
        place = f"{origin}, column '{self.mapping.answer}'"
        if not choices:
            return _accepted_answers(value, place)
        letters = [letter(i) for i in range(len(choices))]
        match self.mapping.answer_format:
            case AnswerFormat.INDEX if str(value).isdecimal() and int(value) < len(choices):
                return (letters[int(value)],)
            case AnswerFormat.LETTER if str(value).strip() in letters:
                return (str(value).strip(),)
            case AnswerFormat.TEXT if str(value) in choices:
                return (letters[choices.index(str(value))],)
        raise DataError(
            f"{place}: {value!r} names none of the {len(choices)} options as {self.mapping.answer_format.value}."
            f" Check `tasks.{self.name}.sample.answer_format=` ({', '.join(AnswerFormat)})."
        )


def _listed(cell: Any) -> Sequence[Any]:
    return cell if isinstance(cell, list) else [cell]


def _medium(value: Any, kind: MediaKind, origin: str) -> Media:
    medium = media_from_value(value, kind, origin)
    if kind is MediaKind.IMAGE:
        _ = medium.size  # An unreadable header is found here, before the row reaches a model.
    return medium


def _label(row: Mapping[str, Any], column: str | None) -> str | None:
    """Group or cluster of a row; an empty cell is none, not one that all such rows share."""
    value = None if column is None else row[column]
    return None if value is None or value == "" else str(value)


def _text(value: Any, origin: str) -> str:
    if not isinstance(value, str):
        raise DataError(f"{origin}: expected text, found {type(value).__name__}.")
    return value


def _accepted_answers(value: Any, origin: str) -> tuple[str, ...]:
    """Accepted answers of an open question: one, a list, or a list written as text."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        try:
            value = parse_list(value, origin)
        except DataError:
            value = [value]  # an interval such as "[0, 1)" or free text in brackets is an answer of its own
    values = value if isinstance(value, list | tuple) else [value]
    if not values or any(one is None or not str(one).strip() for one in values):
        raise DataError(f"{origin}: the answer is empty. A split without answers cannot be scored.")
    return tuple(str(one) for one in values)
