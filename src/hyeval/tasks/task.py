"""A task: rows made into samples, and the rules by which their answers are read and scored."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import with_config

from hyeval.errors import DataError, MediaError
from hyeval.media import Media, MediaKind, digest_of, media_from_value
from hyeval.records import GenerationSettings, Message, Sample
from hyeval.tasks.cells import AnswerFormat, accepted_answers, label, listed, options_of, parse_list, text_of
from hyeval.tasks.download import FOLDER
from hyeval.tasks.examination import Examination, twice_labelled
from hyeval.tasks.few_shot import (
    FewShot,
    after_system,
    candidates,
    choose,
    demonstrate,
    require_apart,
    source_of_examples,
)
from hyeval.tasks.outline import outlined
from hyeval.tasks.overlap import Row, Side, unasked
from hyeval.tasks.prompt import NumberedMedia, Prompt, letter
from hyeval.tasks.rows import Rows
from hyeval.tasks.source import DatasetSource, open_rows
from hyeval.tasks.template import RowTemplate
from hyeval.tasks.unfolding import unfold

CLUSTER_CHARACTERS = 24
"""Kept of the digest that names a cluster: few enough to hold one per sample, enough that no two are alike."""
MAX_CHOICES = 26


class Judged(StrEnum):
    """Which answers a judge is heard on: all of them, or those in which nothing is found without one."""

    ALL = "all"
    UNPARSED = "unparsed"


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
    or a list of accepted answers; None where only the organisers have them. Samples with the same `cluster` are not
    independent; where it is not named, those on the same media are one. `group` is the category that a result table
    lists, and `keep` names further columns that a rule or a submission reads. Columns in `optional` may be missing from
    the data set and are empty then; of several columns that one setting names there must be one, and rows without an
    id are named by their position.

    `outline` is a column with a region of the first image (left, top, width, height in pixels), whose border is drawn
    on it in red.

    `derive` makes columns of others, each by a Jinja template over `row`, for data sets that have options or a category
    only within another text, or that write an empty cell in their own way. A list in it is a list written as text.

    `each` is a column with a list, of the data set or derived, for data sets that ask several questions in a row: each
    element makes a sample and is what templates find in that column.
    """

    answer: str | None = None
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
    outline: str | None = None
    optional: tuple[str, ...] = ()
    each: str | None = None
    derive: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _ = self.derived

    @cached_property
    def derived(self) -> dict[str, RowTemplate]:
        """Templates of the columns that are made of others."""
        return {column: RowTemplate(text, ("row",)) for column, text in self.derive.items()}

    @property
    def columns(self) -> dict[str, str]:
        """Every column of the data set that is read, with the setting that names it."""
        named = {"id": self.id, "question": self.question, "answer": self.answer}
        named |= {"group": self.group, "cluster": self.cluster, "each": self.each, "outline": self.outline}
        choices = (self.choices,) if isinstance(self.choices, str) else self.choices
        several = {"images": self.images, "videos": self.videos, "audios": self.audios, "choices": choices}
        several["keep"] = self.keep
        lists = [(setting, column) for setting, columns in several.items() for column in columns]
        pairs = [(setting, column) for setting, column in named.items() if column] + lists
        found = {column: setting for setting, column in pairs if column not in self.derive}
        for name, template in self.derived.items():
            wanted = [
                column for column in sorted(template.columns) if column not in found and column not in self.unfolded
            ]
            found |= dict.fromkeys(wanted, f"derive.{name}")
        return found

    @property
    def unfolded(self) -> tuple[str, ...]:
        """The column that is derived before the others, which may read it."""
        return (self.each,) if self.each is not None and self.each in self.derive else ()

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
    judged: Judged | None = None
    submission: str | None = None
    ranks_texts: bool = False
    """Whether the model is asked how likely the text of each option is, instead of for an answer."""
    filters: tuple[Any, ...] = ()
    few_shot: FewShot = FewShot()  # noqa: RUF009  # frozen
    document: DocumentShape = DocumentShape.ROW
    modality: tuple[MediaKind, ...] = ()
    coordinates: Any = None
    downloads: Path = Path(FOLDER)
    """Where files that are named by their address are kept."""

    def open(self, limit: int | None) -> Rows:
        """Open the data set and check split and columns; nothing is asked of a model yet."""
        base = f"tasks.{self.name}"
        columns = {column: f"{base}.sample.{setting}" for column, setting in self.mapping.columns.items()}
        for column in self.prompt.columns:
            if column not in self.mapping.derive:
                columns.setdefault(column, f"{base}.protocols.{self.protocol}.prompt")
        rows = self._open(self.source, columns, f"{base}.dataset", limit)
        if not self.few_shot.count:
            return rows
        field = f"{base}.few_shot"
        require_apart(rows, self.source, self.few_shot, field)
        others = self._open(self._source_of_examples, columns, field, None)
        require_apart(others, self.source, self.few_shot, field)
        there = candidates(others)
        kept = self._unasked(there, rows.unlimited)  # whatever the limit, or a longer one would draw others
        return replace(rows, examples=tuple(choose(kept, self.few_shot, field, asked=len(there) - len(kept))))

    def _unasked(self, there: Sequence[Row], rows: Rows) -> list[Row]:
        """The rows of which none is asked."""
        words = rows.select(self._needed(self._word_columns | self._answer_columns))  # one column at least
        shown, media = replace(self, source=self._source_of_examples)._side, self._needed(self._media_columns)
        return unasked(there, shown, words=words, media=rows.select(media), asked=self._side)

    @property
    def _side(self) -> Side:
        return Side(self._words, self._digests if self.mapping.media else None)

    def _words(self, read: Row) -> Hashable:
        """What of a row is asked in words: question, options and the region that is drawn on the image."""
        row = self._completed(0, read, self._word_columns)
        question = text_of(row[self.mapping.question], self.name)
        outline = None if self.mapping.outline is None else str(row[self.mapping.outline])
        return tuple(question.split()), self._choices(row, self.name), outline

    def _digests(self, read: Row) -> Hashable:
        """The media of a row by their content."""
        cells = self._cells(self._completed(0, read, self._media_columns), self.name)
        return tuple(media_from_value(one, kind, place, folder=self._folder).digest for kind, _, one, place in cells)

    @property
    def _source_of_examples(self) -> DatasetSource:
        return source_of_examples(self.few_shot, self.source, f"tasks.{self.name}.few_shot")

    def _open(self, source: DatasetSource, columns: Mapping[str, str], field: str, limit: int | None) -> Rows:
        optional = self.mapping.optional
        rows = open_rows(source, columns, field=field, limit=limit, optional=optional, downloads=self.downloads)
        each = self.mapping.each
        if each is None:
            return rows
        return unfold(rows, each, self.mapping.derived.get(each), origin=self.name, limit=limit)

    def without_media(self, rows: Rows) -> Rows:
        """The same rows with the columns that ids, options and answers need, and no other."""
        return rows.select(self._needed(self._answer_columns))

    def images_alone(self, rows: Rows) -> Rows:
        """The same rows with the columns that ids and images need, and no other."""
        return rows.select(self._needed(self._image_columns))

    @cached_property
    def _image_columns(self) -> frozenset[str]:
        return frozenset(filter(None, (self.mapping.id, *self.mapping.images)))

    @cached_property
    def _answer_columns(self) -> frozenset[str]:
        mapping = self.mapping
        plain = {mapping.question, mapping.answer} - {*mapping.derive}
        options = {mapping.answer, *self._choice_columns} if mapping.choices else set()
        return frozenset(filter(None, {mapping.id, *plain, *options}))

    @cached_property
    def _choice_columns(self) -> tuple[str, ...]:
        choices = self.mapping.choices
        return (choices,) if isinstance(choices, str) else choices

    @cached_property
    def _word_columns(self) -> frozenset[str]:
        mapping = self.mapping
        return frozenset(filter(None, (mapping.question, mapping.outline, *self._choice_columns)))

    @cached_property
    def _media_columns(self) -> frozenset[str]:
        return frozenset(column for columns in self.mapping.media.values() for column in columns)

    def _needed(self, columns: Collection[str]) -> set[str]:
        """Columns of the data set that these columns are, or are derived from."""
        derived = [one.columns for name, one in self.mapping.derived.items() if name in columns]
        return {column for column in columns if column not in self.mapping.derive}.union(*derived) - {
            *self.mapping.unfolded
        }

    def samples(self, rows: Rows, wanted: Callable[[int], bool] | None = None) -> Iterator[Sample | UnreadableRow]:
        """Make samples of the rows, in order, or of those whose places are `wanted`.

        A medium that cannot be read is named and costs only its own row.
        """
        shots = self._shots(rows)
        for index, read in enumerate(rows):
            if wanted is not None and not wanted(index):
                continue
            row = self._completed(index, read)
            identifier = self._identifier(index, row)
            try:
                sample = self._sample(index, identifier, row)
                yield replace(sample, messages=after_system(sample.messages, shots)) if shots else sample
            except MediaError as error:
                yield UnreadableRow(identifier, index, error)

    def _shots(self, rows: Rows) -> tuple[Message, ...]:
        if not rows.examples:
            return ()
        there = replace(self, source=self._source_of_examples)  # where the paths of their media begin
        return demonstrate([there._example(number, row) for number, row in enumerate(rows.examples)])

    def _example(self, number: int, read: Mapping[str, Any]) -> Sample:
        row = self._completed(number, read)
        return self._sample(number, f"example {number}", row)

    def check_answer(self, index: int, read: Mapping[str, Any]) -> Examination:
        """Look whether a row of `without_media` has a question, and an answer that is one of its options, if any.

        What is derived of other columns is left for later, unless options tell what it may be.
        """
        found = Examination(str(index))
        with found.noting():
            row = self._completed(index, read, self._answer_columns)
            found.id = self._identifier(index, row)
            origin = self._origin(index, found.id)
            if self.mapping.question in row:
                text_of(row[self.mapping.question], f"{origin}, column '{self.mapping.question}'")
            choices = self._choices(row, origin)
            if choices or self.mapping.answer in row:
                self._targets(row, choices, origin)
        return found

    def check_images(self, index: int, read: Mapping[str, Any]) -> Examination:
        """Look whether the images of a row of `images_alone` can be read, by their beginnings and their ends."""
        found = Examination(str(index))
        with found.noting():
            row = self._completed(index, read, self._image_columns)
            found.id = self._identifier(index, row)
            cells = self._cells(row, self._origin(index, found.id), {MediaKind.IMAGE: self.mapping.images})
            for kind, _, value, place in cells:
                with found.noting():
                    medium = _medium(value, kind, place, self._folder)
                    found.media.append(medium)
                    medium.require_end()
        return found

    def examine(self, index: int, read: Mapping[str, Any]) -> Examination:
        """Look for everything that is wrong with a row; its media are opened and not decoded."""
        found = Examination(str(index))
        with found.noting():
            row = self._completed(index, read)
            found.id = self._identifier(index, row)
        if found.errors:
            return found
        origin = self._origin(index, found.id)
        with found.noting():
            text_of(row[self.mapping.question], f"{origin}, column '{self.mapping.question}'")
        with found.noting():
            self._targets(row, self._choices(row, origin), origin)
        for kind, _, value, place in self._cells(row, origin):
            with found.noting():
                found.media.append(_medium(value, kind, place, self._folder))
        if not found.errors:
            with found.noting():
                found.twice_labelled = twice_labelled(self._sample(index, found.id, row))
        return found

    def _completed(
        self, index: int, row: Mapping[str, Any], wanted: Collection[str] | None = None
    ) -> Mapping[str, Any]:
        """The row with the columns that are derived from it, or with those of them that are wanted."""
        if not self.mapping.derived:
            return row
        place = f"{self.name}, row {index}, column"
        derived = {
            name: one.render(row, failed=f"{place} '{name}' cannot be derived")
            for name, one in self.mapping.derived.items()
            if (wanted is None or name in wanted) and name not in self.mapping.unfolded
        }
        return {**row, **derived}

    def _identifier(self, index: int, row: Mapping[str, Any]) -> str:
        """What names a row: its id, or its position where the data set may leave that out."""
        column = self.mapping.id
        value = None if column is None else row[column]
        if value is not None and value != "":
            return str(value)
        if column is None or column in self.mapping.optional:
            return str(index)
        remedy = f"Fill it in, or set `tasks.{self.name}.sample.id=null` to name rows by their position."
        raise DataError(f"{self.name}, row {index}, column '{column}': the id is empty. {remedy}")

    def _origin(self, index: int, identifier: str) -> str:
        return f"{self.name}, row {index} (id {identifier})"

    @cached_property
    def _folder(self) -> Path | None:
        return self.source.folder

    def _sample(self, index: int, identifier: str, row: Mapping[str, Any]) -> Sample:
        origin = self._origin(index, identifier)
        mapping = self.mapping
        choices = self._choices(row, origin)
        question = text_of(row[mapping.question], f"{origin}, column '{mapping.question}'")
        media = self._media(row, origin)
        targets = self._targets(row, choices, origin)
        return Sample(
            id=identifier,
            index=index,
            messages=self.prompt.render(question, choices, media, row, origin=origin),
            question=question,
            targets=targets,
            choices=choices,
            group=label(row, mapping.group),
            cluster=_same_media(media) if mapping.cluster is None else label(row, mapping.cluster),
            document={**self._of_image(media), **self._document(index, row, question, choices, targets)}
            if self.rule or self.judged is not None or self.submission
            else None,
        )

    def _document(
        self, index: int, row: Mapping[str, Any], question: str, choices: Sequence[str], targets: Sequence[str]
    ) -> Mapping[str, Any]:
        """The row without its media, or with the columns of a VLMEvalKit table.

        These are index, question, options by letter, answer and category. What `keep` names is taken as it is, also
        where the table has a column of that name.
        """
        if self.document is DocumentShape.ROW:
            return {column: value for column, value in row.items() if column not in self._media_columns}
        table: dict[str, Any] = {"index": index, "question": question, "answer": targets[0]}
        table |= {letter(number): choice for number, choice in enumerate(choices)}
        table |= {} if self.mapping.group is None else {"category": row[self.mapping.group]}
        return table | {column: row[column] for column in self.mapping.keep}

    def _of_image(self, media: NumberedMedia) -> dict[str, Any]:
        """What a rule that reads places in the first image needs beside the row."""
        images = list(media.get(MediaKind.IMAGE, {}).values())
        if self.document is DocumentShape.TABLE or not images:
            return {}
        width, height = images[0].size
        return {"image_width": width, "image_height": height, "coordinates": self.coordinates}

    def _media(self, row: Mapping[str, Any], origin: str) -> dict[MediaKind, dict[int, Media]]:
        """Media by kind and number; a cell that is empty keeps its number."""
        media: dict[MediaKind, dict[int, Media]] = {kind: {} for kind in self.mapping.media}
        for kind, number, value, place in self._cells(row, origin):
            media[kind][number] = _medium(value, kind, place, self._folder)
        if self.mapping.outline is not None and 1 in media.get(MediaKind.IMAGE, {}):
            images = media[MediaKind.IMAGE]
            images[1] = outlined(images[1], row[self.mapping.outline])
        return media

    def _cells(
        self, row: Mapping[str, Any], origin: str, wanted: Mapping[MediaKind, Sequence[str]] | None = None
    ) -> Iterator[tuple[MediaKind, int, Any, str]]:
        """Kind, number and value of each medium of the wanted columns, and the place that names it in an error."""
        for kind, columns in (wanted or self.mapping.media).items():
            cells = [(column, one) for column in columns for one in listed(row[column], origin, column)]
            for number, (column, one) in enumerate(cells, 1):
                if one is not None and one != "":
                    yield kind, number, one, f"{origin}, column '{column}'"

    def _choices(self, row: Mapping[str, Any], origin: str) -> tuple[str, ...]:
        columns = self.mapping.choices
        if isinstance(columns, str):
            value = row[columns]
            place = f"{origin}, column '{columns}'"
            values = parse_list(value, place) if isinstance(value, str) else options_of(value, place)
        else:
            values = [row[column] for column in columns]
            while values and values[-1] in (None, ""):
                values.pop()  # questions with fewer options leave the last columns empty
        if len(values) > MAX_CHOICES:
            column = columns if isinstance(columns, str) else columns[MAX_CHOICES]
            rule = f"{len(values)} options; at most {MAX_CHOICES} can be lettered."
            raise DataError(f"{origin}, column '{column}': {rule}")
        for number, value in enumerate(values):
            if value is None or value == "":
                column = columns if isinstance(columns, str) else columns[number]
                raise DataError(f"{origin}, column '{column}': option {letter(number)} is empty.")
        return tuple(str(value) for value in values)

    def _targets(self, row: Mapping[str, Any], choices: Sequence[str], origin: str) -> tuple[str, ...]:
        if self.mapping.answer is None:
            return ()
        value = row[self.mapping.answer]
        place = f"{origin}, column '{self.mapping.answer}'"
        if not choices:
            return accepted_answers(value, place)
        if value is None or value == "":
            raise DataError(f"{place}: the answer is empty. A split without answers cannot be scored.")
        if (right := self.mapping.answer_format.read(value, choices)) is not None:
            return (right,)
        others = [one.value for one in AnswerFormat if one.read(value, choices) is not None]
        setting = f"tasks.{self.name}.sample.answer_format"
        raise DataError(
            f"{place}: {value!r} names none of the {len(choices)} options as {self.mapping.answer_format.value}"
            f" ({self.mapping.answer_format.told(len(choices))})."
            + (
                f" Set `{setting}={others[0]}` if that is meant."
                if others
                else f" Correct it, or check `{setting}=` ({', '.join(AnswerFormat)})."
            )
        )


def _medium(value: Any, kind: MediaKind, origin: str, folder: Path | None) -> Media:
    medium = media_from_value(value, kind, origin, folder=folder)
    if kind is MediaKind.IMAGE:
        _ = medium.size  # An unreadable header is found here, before the row reaches a model.
    return medium


def _same_media(media: NumberedMedia) -> str | None:
    """A name for what a question is asked about, by content; None for a question about nothing but text."""
    digests = [medium.digest for numbered in media.values() for medium in numbered.values()]
    return digest_of(" ".join(digests).encode())[:CLUSTER_CHARACTERS] if digests else None
