"""Where the rows of a task come from: a data set on the hub, or a folder or file of the same format."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import with_config

from hyeval.errors import DataError, MissingResource, did_you_mean
from hyeval.hub import settle_hub_mode
from hyeval.tasks.parquet import ParquetRows, find_files

if TYPE_CHECKING:
    from datasets import Dataset, DatasetBuilder

ROWS_PER_READ = 64
NO_ROWS = "corresponds to no data"
"""How the library words that a split is empty; it has no error of its own for that."""
FILE_FORMATS = {".parquet": "parquet", ".jsonl": "json", ".json": "json", ".csv": "csv", ".tsv": "csv"}


@with_config(extra="forbid")
@dataclass(frozen=True)
class DatasetSource:
    """A data set: hub id or local path, split, and the configurations that are read one after another."""

    path: str
    split: str
    configs: tuple[str, ...] = ()
    revision: str | None = None


@dataclass(frozen=True)
class Rows:
    """The rows of one split; images stay encoded.

    `total` is None when a limit made it unnecessary to open every configuration. `revision` is the hub commit.
    """

    parts: tuple[Part, ...]
    count: int
    revision: str | None

    def __iter__(self) -> Iterator[dict[str, Any]]:
        left = self.count
        for part in self.parts:
            for names, rows in part.batches(left):
                for row in rows:
                    yield dict(zip(names, row, strict=True))
            left -= min(len(part), left)


class Part(Protocol):
    """The rows of one configuration."""

    def __len__(self) -> int: ...

    def batches(self, count: int) -> Iterator[tuple[Sequence[str], Sequence[tuple[Any, ...]]]]:
        """The first `count` rows in portions: column names, and rows as tuples in their order."""


@dataclass(frozen=True)
class LibraryRows:
    """Rows that the data set library has read."""

    dataset: Dataset

    def __len__(self) -> int:
        return len(self.dataset)

    def batches(self, count: int) -> Iterator[tuple[Sequence[str], Sequence[tuple[Any, ...]]]]:
        """The first `count` rows in portions."""
        for start in range(0, min(len(self), count), ROWS_PER_READ):
            columns: Mapping[str, Sequence[Any]] = self.dataset[start : min(start + ROWS_PER_READ, count)]
            yield list(columns), list(zip(*columns.values(), strict=True))


def open_rows(source: DatasetSource, columns: Mapping[str, str], *, field: str, limit: int | None) -> Rows:
    """Open a split and check that it has the columns a task reads; fetch no more than `limit` rows need.

    `columns` maps each column to the setting that names it; `field` is the setting that holds the source. Errors name
    the split, the column or the file, what there is instead, and the remedy.
    """
    parts: list[Part] = []
    revision = None
    for config in _configs(source, field):
        if (plain := _plain_parquet(source, config, columns, field)) is not None:
            parts.append(plain)
        else:
            builder = _builder(source, config, field)
            data_files = _split_files(builder, source, field)
            revision = revision or _hub_revision(data_files)
            parts.append(LibraryRows(_encoded(_load(builder, data_files, source, field), columns, source)))
        if limit is not None and sum(map(len, parts)) >= limit:
            break
    total = sum(map(len, parts))
    if total == 0:
        raise DataError(_no_rows(source, field))
    return Rows(tuple(parts), total if limit is None else min(limit, total), revision)


def _configs(source: DatasetSource, field: str) -> Sequence[str | None]:
    """Configuration names to read; a plain local folder of files has none, whatever the task's hub layout is."""
    path = Path(source.path).expanduser()
    if not source.configs:
        return [None]
    if path.is_file() or (path.is_dir() and not any((path / config).is_dir() for config in source.configs)):
        return [None]
    if path.is_dir():
        missing = [config for config in source.configs if not (path / config).is_dir()]
        if missing:
            raise DataError(
                f"{field}.configs: {source.path} has no folder {', '.join(missing)}."
                f" Complete the copy, or set `{field}.configs=` to what is there."
            )
    return source.configs


def _plain_parquet(
    source: DatasetSource, config: str | None, columns: Mapping[str, str], field: str
) -> ParquetRows | None:
    path = Path(source.path).expanduser()
    path = path / config if config and path.is_dir() else path
    files = find_files(path, source.split) if path.exists() else None
    if files is None:
        return None
    rows = ParquetRows(tuple(files), tuple(columns), field)
    _require_columns(rows.names, columns, source)
    return rows if len(rows) else None  # the library words what is wrong with an empty one


def _builder(source: DatasetSource, config: str | None, field: str) -> DatasetBuilder:
    path = Path(source.path).expanduser()
    if not path.exists():
        settle_hub_mode()
    import datasets
    from datasets.exceptions import DataFilesNotFoundError, DatasetNotFoundError

    datasets.disable_progress_bars()
    try:
        if path.is_file():
            return _file_builder(path, source, field)
        if path.is_dir():
            return datasets.load_dataset_builder(str(path / config if config else path))
        return datasets.load_dataset_builder(source.path, name=config, revision=source.revision)
    except StopIteration:
        raise DataError(_no_rows(source, field)) from None
    except (DatasetNotFoundError, DataFilesNotFoundError, OSError) as error:
        raise MissingResource(_not_found(source, path, field, error)) from error
    except ValueError as error:
        raise DataError(f"{field}: {source.path} cannot be opened: {_first_line(error)}") from error


def _file_builder(path: Path, source: DatasetSource, field: str) -> DatasetBuilder:
    import datasets

    file_format = FILE_FORMATS.get(path.suffix.lower())
    if file_format is None:
        raise DataError(f"{field}.path: {path} is none of the formats {', '.join(FILE_FORMATS)}.")
    options: dict[str, Any] = {}
    if file_format == "csv":
        # Without this an option that reads "NA" or "null" would become an empty cell.
        options = {"keep_default_na": False, "sep": "\t" if path.suffix.lower() == ".tsv" else ","}
    return datasets.load_dataset_builder(file_format, data_files={source.split: str(path)}, **options)


def _not_found(source: DatasetSource, path: Path, field: str, error: Exception) -> str:
    if path.is_dir():
        return f"{field}.path: {path} holds no data files ({', '.join(sorted(set(FILE_FORMATS.values())))})."
    if path.is_absolute() or source.path.startswith((".", "~")):
        return f"{field}.path: there is no {path}. Check the path."
    return (
        f"{field}.path: the data set {source.path} is neither in the local cache nor can it be fetched"
        f" ({_first_line(error)}). Connect to the network once, set HF_TOKEN if it is gated,"
        f" or point `{field}.path=` to a local copy."
    )


def _split_files(builder: DatasetBuilder, source: DatasetSource, field: str) -> list[str]:
    """Files of the wanted split alone: `load_dataset` would otherwise fetch every split of the configuration."""
    splits = {str(name): files for name, files in (builder.config.data_files or {}).items()}
    if source.split not in splits:
        there = ", ".join(splits) or "none"
        raise DataError(
            f"{field}.split: '{source.split}' is not a split of {source.path} ({there})."
            f" {did_you_mean(source.split, splits) or f'Set `{field}.split=` to one of these.'}"
        )
    return [str(file) for file in splits[source.split]]


def _hub_revision(data_files: Sequence[str]) -> str | None:
    """Commit that the hub resolved the data set to, read from `hf://datasets/OWNER/NAME@COMMIT/…`."""
    if not data_files or not data_files[0].startswith("hf://"):
        return None
    _, _, rest = data_files[0].partition("@")
    return rest.partition("/")[0] or None


def _load(builder: DatasetBuilder, data_files: list[str], source: DatasetSource, field: str) -> Dataset:
    import datasets
    from datasets.exceptions import DatasetGenerationError

    kind = _file_kind(builder)
    options = {"keep_default_na": False, "sep": builder.config.sep} if kind == "csv" else {}

    def load(features: Any) -> Dataset:
        files = {source.split: data_files}
        return datasets.load_dataset(
            kind, data_files=files, split=source.split, features=features, verification_mode="no_checks", **options
        )

    try:
        dataset = load(builder.info.features)
        literal = _literal(dataset.features, kind)
        if literal == dataset.features:
            return dataset
        return _literal_json(data_files, literal) if kind == "json" else load(literal)
    except StopIteration:
        raise DataError(_no_rows(source, field)) from None  # what the JSON reader makes of an empty file
    except (DatasetGenerationError, OSError, ValueError) as error:
        if NO_ROWS in str(error):
            raise DataError(_no_rows(source, field)) from error
        cause = error.__cause__ or error
        raise DataError(f"{field}: {source.path} cannot be read ({_first_line(cause)}).") from error


def _literal(features: Any, kind: str) -> Any:
    """Features that leave text as the file has it: readers of text formats guess numbers and dates."""
    import datasets

    guessed = {
        name
        for name, feature in features.items()
        if kind == "csv" or (kind == "json" and str(getattr(feature, "dtype", "")).startswith(("timestamp", "date")))
    }
    text = datasets.Value("string")
    return datasets.Features({name: text if name in guessed else feature for name, feature in features.items()})


def _literal_json(files: list[str], features: Any) -> Dataset:
    """Read JSON without Arrow's own reader, which turns what looks like a date into one."""
    import datasets

    stamps = [Path(file).stat().st_mtime_ns if Path(file).exists() else 0 for file in files]
    return datasets.Dataset.from_generator(
        _json_rows, features=features, gen_kwargs={"files": files, "stamps": stamps}, keep_in_memory=False
    )


def _json_rows(files: Sequence[str], stamps: Sequence[int]) -> Iterator[dict[str, Any]]:  # noqa: ARG001
    """Rows of JSON files, a list or one object a line; `stamps` only tell the cache that a file has changed."""
    import fsspec

    for name in files:
        with fsspec.open(name, "rt", encoding="utf-8") as file:
            text = file.read()
        rows = json.loads(text) if text.lstrip().startswith("[") else map(json.loads, filter(None, text.splitlines()))
        yield from rows


def _no_rows(source: DatasetSource, field: str) -> str:
    return f"{field}: the split '{source.split}' of {source.path} has no rows."


def _file_kind(builder: DatasetBuilder) -> str:
    """Name of the reader behind a builder (`parquet`, `json`, …); its own class is made anew for every data set."""
    modules = (kind.__module__ for kind in type(builder).__mro__)
    return next(name.split(".")[2] for name in modules if name.startswith("datasets.packaged_modules."))


def _encoded(dataset: Dataset, columns: Mapping[str, str], source: DatasetSource) -> Dataset:
    """Keep the columns that the task reads and leave media encoded, so that their bytes can be digested and sent."""
    _require_columns(dataset.column_names, columns, source)
    chosen = dataset.select_columns(list(columns))
    return chosen.cast(_undecoded(chosen.features)) if chosen.column_names else chosen


def _require_columns(names: Sequence[str], columns: Mapping[str, str], source: DatasetSource) -> None:
    missing = [
        f"{setting}: {source.path} has no column '{column}' ({', '.join(names)})."
        f" {did_you_mean(column, names)}".rstrip()
        for column, setting in columns.items()
        if column not in names
    ]
    if missing:
        raise DataError("\n".join(missing))


def _undecoded(features: Any) -> Any:
    """The same features with every image, audio and video left as encoded bytes, also inside lists."""
    import datasets

    if isinstance(features, dict):
        return type(features)({name: _undecoded(feature) for name, feature in features.items()})
    if isinstance(features, datasets.List):
        return datasets.List(_undecoded(features.feature), length=features.length)
    if isinstance(features, datasets.Image | datasets.Audio | datasets.Video):
        return type(features)(decode=False)
    return features


def parse_list(text: str, origin: str) -> list[Any]:
    """Read a list that a data set holds as text, such as MMMU's options; literals only, nothing is evaluated."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError) as error:
        raise DataError(f"{origin}: expected a list written as text, found {text[:80]!r}.") from error
    if not isinstance(value, list | tuple):
        raise DataError(f"{origin}: expected a list written as text, found {text[:80]!r}.")
    return list(value)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
