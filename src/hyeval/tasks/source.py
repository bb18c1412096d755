"""Where the rows of a task come from: a data set on the hub, or a folder or file of the same format."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import with_config

from hyeval.errors import DataError, MissingResource, did_you_mean
from hyeval.hub import cached_data_set, hub_errors, not_fetched
from hyeval.tasks.card import choose, read_card
from hyeval.tasks.cells import require_distinct, require_table
from hyeval.tasks.download import DIGESTS, FOLDER, fetched, file_name, is_address
from hyeval.tasks.json_file import SUFFIXES, JsonRows, open_json
from hyeval.tasks.parquet import ParquetRows, find_files
from hyeval.tasks.rows import LibraryRows, Part, Rows
from hyeval.tasks.tsv import WHOLE_FILE, TsvRows, is_table, open_table

if TYPE_CHECKING:
    from datasets import Dataset, DatasetBuilder

SHARD_NUMBER = re.compile(r"-(?P<number>\d{5})-of-(?P<count>\d{5})(?=[^/]*$)")
NO_ROWS = "corresponds to no data"
"""How the library words that a split is empty; it has no error of its own for that."""
_WILDCARD = re.compile(r"[*?\[]")
FILE_FORMATS = {".parquet": "parquet", ".jsonl": "json", ".json": "json", ".csv": "csv", ".tsv": "csv"}


class DatasetFormat(StrEnum):
    """How a file is read: as its name and its header say, or as a TSV of VLMEvalKit."""

    AUTO = "auto"
    VLMEVALKIT_TSV = "vlmevalkit_tsv"


@with_config(extra="forbid")
@dataclass(frozen=True)
class DatasetSource:
    """A data set: hub id, local path or address of a file, split, and the configurations that are read in turn.

    With `format: auto` a `.tsv` file with a column `image` or `image_path` is one of VLMEvalKit's. What is fetched from
    an address is held against the digests that are given; a local file is not.
    """

    path: str
    split: str
    configs: tuple[str, ...] = ()
    revision: str | None = None
    format: DatasetFormat = DatasetFormat.AUTO
    md5: str | None = None
    sha256: str | None = None

    def __post_init__(self) -> None:
        for name, digest in self.digests.items():
            if not re.fullmatch(rf"[0-9a-fA-F]{{{DIGESTS[name]}}}", digest):
                raise ValueError(f"{name} must be {DIGESTS[name]} hexadecimal digits; found '{digest}'")
        if is_address(self.path) and "@" in urlsplit(self.path).netloc:
            raise ValueError("path must not hold a user name and password; put them into ~/.netrc")

    @property
    def digests(self) -> dict[str, str]:
        """The digests that are given, by name."""
        return {name: digest for name in DIGESTS if (digest := getattr(self, name))}

    @property
    def folder(self) -> Path | None:
        """Where the paths of media that its rows name begin; None for a data set of the hub."""
        path = Path(self.path).expanduser()
        return path.parent if path.is_file() else path if path.is_dir() else None


def open_rows(
    source: DatasetSource,
    columns: Mapping[str, str],
    *,
    field: str,
    limit: int | None,
    optional: Collection[str] = (),
    downloads: Path = Path(FOLDER),
) -> Rows:
    """Open a split and check that it has the columns a task reads; fetch no more than `limit` rows need.

    `columns` maps each column to the setting that names it; `field` is the setting that holds the source. A column in
    `optional` may be missing, but of several columns that one setting names there must be one. A file with an address
    is kept in `downloads`. Errors name the split, the column or the file, what there is instead, and the remedy.
    """
    source = _local(source, downloads, field)
    try:
        return _opened(source, _Wanted(columns, frozenset(optional), field), limit)
    except PermissionError as error:
        rule = f"{error.filename or source.path} cannot be read (permission denied)."
        raise MissingResource(f"{field}.path: {rule} Change its rights, or name another copy.") from error


def _opened(source: DatasetSource, wanted: _Wanted, limit: int | None) -> Rows:
    parts: list[Part] = []
    revision, field = None, wanted.field
    for config in _configs(source, field):
        if (table := _table(source, wanted)) is not None:
            parts.append(table)
        elif (plain := _plain_parquet(source, config, wanted)) is not None:
            parts.append(plain)
        elif (objects := _plain_json(source, wanted)) is not None:
            parts.append(objects)
        else:
            copy = _cached_copy(source)
            builder = _builder(source, config, field, copy)
            data_files = _split_files(builder, source, field)
            revision = revision or (_hub_revision(data_files) if copy is None else copy.name)
            if (lines := _local_json(builder, data_files, source, wanted)) is not None:
                parts.extend(lines)
            else:
                parts.append(LibraryRows(_encoded(_load(builder, data_files, source, field), wanted, source)))
        if limit is not None and sum(map(len, parts)) >= limit:
            break
    total = sum(map(len, parts))
    if total == 0:
        raise DataError(_no_rows(source, field))
    absent = tuple(column for column in wanted.columns if column in wanted.optional)
    count = total if limit is None else min(limit, total)
    return Rows(tuple(parts), count, revision, absent, whole_file=_is_whole_file(source, parts))


def _is_whole_file(source: DatasetSource, parts: Sequence[Part]) -> bool:
    tables = [part for part in parts if isinstance(part, TsvRows)]
    return all(table.whole for table in tables) if tables else Path(source.path).expanduser().is_file()


def _local(source: DatasetSource, downloads: Path, field: str) -> DatasetSource:
    """The source, or the file that was fetched from its address."""
    if not is_address(source.path):
        return source
    if Path(file_name(source.path)).suffix.lower() not in FILE_FORMATS:
        raise DataError(f"{field}.path: {source.path} is none of the formats {', '.join(FILE_FORMATS)}.")
    return replace(source, path=str(fetched(source.path, downloads, source.digests, field=field)))


@dataclass(frozen=True)
class _Wanted:
    """Columns that a task reads, each with the setting that names it; `field` is the setting that holds the source."""

    columns: Mapping[str, str]
    optional: frozenset[str]
    field: str

    def among(self, names: Sequence[str], source: DatasetSource) -> list[str]:
        """The columns that there are; `DataError` lists those that are missing and must not be, or are twice."""
        require_distinct(names, f"{self.field}: {source.path}")
        problems = [
            f"{setting}: {source.path} has no column '{column}' ({', '.join(names)})."
            f" {did_you_mean(column, names) or f'Set `{setting}=` to what is there.'}"
            for column, setting in self.columns.items()
            if column not in names and column not in self.optional
        ]
        for setting, columns in self._alternatives().items():
            if self.optional.issuperset(columns) and not set(columns) & set(names):
                told = ", ".join(f"'{column}'" for column in columns)
                near = did_you_mean(columns[0], names) or f"Set `{setting}=[]` if there is nothing to read."
                problems.append(f"{setting}: {source.path} has none of the columns {told} ({', '.join(names)}). {near}")
        if problems:
            raise DataError("\n".join(problems))
        return [column for column in self.columns if column in names]

    def _alternatives(self) -> dict[str, list[str]]:
        """Settings that name several columns."""
        named: dict[str, list[str]] = {}
        for column, setting in self.columns.items():
            named.setdefault(setting, []).append(column)
        return {setting: columns for setting, columns in named.items() if len(columns) > 1}


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


def _table(source: DatasetSource, wanted: _Wanted) -> TsvRows | None:
    """The rows of a TSV of VLMEvalKit, or None if the source is none."""
    path = Path(source.path).expanduser()
    if source.format is DatasetFormat.AUTO and not is_table(path):
        return None
    if not path.is_file():
        raise MissingResource(f"{wanted.field}.path: there is no file {path}. {_way_to(path)}")
    rows = open_table(path, source.split, field=wanted.field)
    return rows.select(wanted.among(rows.names, source))


def _plain_json(source: DatasetSource, wanted: _Wanted) -> JsonRows | None:
    """The rows of a file of JSON, or None if the source is none or the library must say what it holds."""
    path = Path(source.path).expanduser()
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return None
    rows = open_json(path, field=wanted.field)
    if rows is None:
        return None
    if not len(rows):
        raise DataError(_no_rows(source, wanted.field))
    return rows.select(wanted.among(rows.names, source))


def _local_json(
    builder: DatasetBuilder, files: Sequence[str], source: DatasetSource, wanted: _Wanted
) -> list[JsonRows] | None:
    """The rows of a folder's files of JSON, or None if they are none or a card says what their columns hold."""
    if builder.info.features is not None or not all(Path(file).is_file() for file in files):
        return None
    if not all(Path(file).suffix.lower() in SUFFIXES for file in files):
        return None
    found = [part for file in files if (part := open_json(Path(file), field=wanted.field)) is not None]
    if len(found) < len(files):
        return None
    if not any(map(len, found)):
        raise DataError(_no_rows(source, wanted.field))
    names = wanted.among(list(dict.fromkeys(name for part in found for name in part.names)), source)
    return [part.holding(names) for part in found]


def _plain_parquet(source: DatasetSource, config: str | None, wanted: _Wanted) -> ParquetRows | None:
    path = Path(source.path).expanduser()
    path = path / config if config and path.is_dir() else path
    files = find_files(path, source.split) if path.exists() else None
    if files is None:
        return None
    rows = ParquetRows(tuple(files), tuple(wanted.columns), wanted.field)
    rows = rows.select(wanted.among(rows.names, source))
    if not len(rows):
        raise DataError(_no_rows(source, wanted.field))
    return rows


def _cached_copy(source: DatasetSource) -> Path | None:
    """What the hub's cache holds of a data set of the hub, if the hub cannot be asked."""
    return None if Path(source.path).expanduser().exists() else cached_data_set(source.path, source.revision)


def _builder(source: DatasetSource, config: str | None, field: str, copy: Path | None) -> DatasetBuilder:
    path = Path(source.path).expanduser()
    import datasets
    from datasets.exceptions import DataFilesNotFoundError, DatasetNotFoundError

    datasets.disable_progress_bars()
    datasets.logging.set_verbosity(logging.CRITICAL)  # its errors are raised as well, and told in our words
    try:
        if path.is_file():
            return _file_builder(path, source, field)
        if path.is_dir():
            return datasets.load_dataset_builder(str(path / config if config else path))
        if copy is not None:
            return _copy_builder(copy, source, config, field)
        return datasets.load_dataset_builder(source.path, name=config, revision=source.revision)
    except StopIteration:
        raise DataError(_no_rows(source, field)) from None
    except (DatasetNotFoundError, DataFilesNotFoundError, *hub_errors()) as error:
        raise MissingResource(_not_found(source, path, field, error)) from error
    except ValueError as error:
        remedy = f" Set `{field}.configs=` to what there is." if config else ""
        raise DataError(f"{field}: {source.path} cannot be opened: {_first_line(error)}.{remedy}") from error


def _copy_builder(copy: Path, source: DatasetSource, config: str | None, field: str) -> DatasetBuilder:
    """Open the wanted split of a copy in the hub's cache, in which others may be missing."""
    import datasets

    configs = read_card(copy)
    chosen = choose(configs, config)
    if chosen is None:
        if configs and config:
            raise ValueError(f"the configuration '{config}' is none of {', '.join(one.name for one in configs)}")
        return datasets.load_dataset_builder(str(copy), name=config)
    if source.split not in chosen.patterns:
        raise DataError(_unknown_split(source, list(chosen.patterns), field))
    files = [str(path) for path in chosen.files(copy, source.split)]
    if not files:
        raise FileNotFoundError(f"the copy of {copy.name[:8]} holds no file of the split '{source.split}'")
    file_format = FILE_FORMATS.get(Path(files[0]).suffix.lower())
    if file_format is None:
        return datasets.load_dataset_builder(str(copy), name=config)
    return datasets.load_dataset_builder(file_format, data_files={source.split: files})


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
    if path.is_absolute() or source.path.startswith((".", "~")) or path.suffix.lower() in FILE_FORMATS:
        return f"{field}.path: there is no {path}. {_way_to(path)}"
    return not_fetched("data set", source.path, f"{field}.path", error)


def _way_to(path: Path) -> str:
    if not _WILDCARD.search(path.name):
        return "Check the path."
    return f"A path names one file or a folder with files of one kind: name {path.parent}, or put them together."


def _split_files(builder: DatasetBuilder, source: DatasetSource, field: str) -> list[str]:
    """Files of the wanted split alone: `load_dataset` would otherwise fetch every split of the configuration."""
    splits = {str(name): files for name, files in (builder.config.data_files or {}).items()}
    if source.split not in splits:
        raise DataError(_unknown_split(source, list(splits), field))
    files = [str(file) for file in splits[source.split]]
    _require_all_shards(files, source, field)
    return files


def _unknown_split(source: DatasetSource, splits: Sequence[str], field: str) -> str:
    rule = f"{field}.split: '{source.split}' is not a split of {source.path} ({', '.join(splits) or 'none'})."
    return f"{rule} {did_you_mean(source.split, splits) or f'Set `{field}.split=` to one of these.'}"


def _require_all_shards(files: Sequence[str], source: DatasetSource, field: str) -> None:
    """`DataError` if files that count themselves, as `test-00001-of-00003`, are not all there."""
    there: dict[str, set[int]] = {}
    for file in files:
        if found := SHARD_NUMBER.search(file):
            there.setdefault(f"{file[: found.start()]} {found['count']}", set()).add(int(found["number"]))
    for name, numbers in there.items():
        count = int(name.rpartition(" ")[2])
        if missing := sorted(set(range(count)) - numbers):
            raise DataError(
                f"{field}.path: of the {count} files of the split '{source.split}' of {source.path},"
                f" {len(missing)} are missing (number {missing[0]:05d} is the first). Complete the copy."
            )


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
    if kind == "csv":
        _require_tables(builder, data_files, field)
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
    except (DatasetGenerationError, ValueError, *hub_errors()) as error:
        if NO_ROWS in str(error):
            raise DataError(_no_rows(source, field)) from error
        cause = error.__cause__ or error
        raise DataError(f"{field}: {source.path} cannot be read ({_first_line(cause)}).") from error


def _require_tables(builder: DatasetBuilder, data_files: Sequence[str], field: str) -> None:
    """`DataError` if local files of text are no tables: the library guesses what was meant, or says little."""
    separator = builder.config.sep
    if len(separator) != 1:
        return  # a card tells a pattern
    for file in map(Path, data_files):
        if file.suffix.lower() in FILE_FORMATS and file.is_file():
            require_table(file, separator, builder.config.encoding or "utf-8", f"{field}: {file}")


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
        rows = (
            json.loads(text)
            if text.lstrip().startswith("[")
            else map(json.loads, filter(None, map(str.strip, text.split("\n"))))
        )
        yield from rows


def _no_rows(source: DatasetSource, field: str) -> str:
    of = "" if source.split == WHOLE_FILE else f"the split '{source.split}' of "
    return f"{field}: {of}{source.path} has no rows."


def _file_kind(builder: DatasetBuilder) -> str:
    """Name of the reader behind a builder (`parquet`, `json`, …); its own class is made anew for every data set."""
    modules = (kind.__module__ for kind in type(builder).__mro__)
    return next(name.split(".")[2] for name in modules if name.startswith("datasets.packaged_modules."))


def _encoded(dataset: Dataset, wanted: _Wanted, source: DatasetSource) -> Dataset:
    """Keep the columns that the task reads and leave media encoded, so that their bytes can be digested and sent."""
    chosen = dataset.select_columns(wanted.among(dataset.column_names, source))
    return chosen.cast(_undecoded(chosen.features)) if chosen.column_names else chosen


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


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
