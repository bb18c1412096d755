"""Parquet files read without the data set library: the same rows, or none where the library has to decide."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import datasets
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from hyeval.errors import DataError
from hyeval.tasks.parquet import BYTES_PER_READ, ROWS_PER_READ, ParquetRows, find_files
from tests.builders import image_bytes, noise_bytes
from tests.tasks.files import write_parquet, write_plain_parquet

FIELD = "tasks.own.dataset"


@pytest.fixture(autouse=True, scope="module")
def _quiet_library() -> None:
    datasets.disable_progress_bars()


def lay_out(folder: Path, names: Sequence[str]) -> None:
    """Make files of one row that holds the file's name; what is no Parquet by its name is a text."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".parquet":
            write_plain_parquet(path, {"question": [name]})
        else:
            path.write_text('{"question": "text"}\n')


def found(folder: Path, split: str) -> list[str] | None:
    files = find_files(folder, split)
    return None if files is None else [path.relative_to(folder).as_posix() for path in files]


# Layouts


PLAIN: list[tuple[list[str], dict[str, list[str]]]] = [
    (["test.parquet"], {"test": ["test.parquet"]}),
    (
        ["validation.parquet", "test.parquet", "train.parquet"],
        {"train": ["train.parquet"], "validation": ["validation.parquet"], "test": ["test.parquet"]},
    ),
    (
        ["test-00001-of-00002.parquet", "test-00000-of-00002.parquet", "train-00000-of-00001.parquet"],
        {
            "test": ["test-00000-of-00002.parquet", "test-00001-of-00002.parquet"],
            "train": ["train-00000-of-00001.parquet"],
        },
    ),
    (
        [f"test-{number:05}-of-00012.parquet" for number in range(12)],
        {"test": [f"test-{number:05}-of-00012.parquet" for number in range(12)]},
    ),
    (
        ["data/val-00000-of-00001.parquet", "data/testmini-00000-of-00001.parquet"],
        {"val": ["data/val-00000-of-00001.parquet"], "testmini": ["data/testmini-00000-of-00001.parquet"]},
    ),
    (
        ["data/test-00000-of-00001.parquet", "data/test_extra-00000-of-00001.parquet"],
        {"test": ["data/test-00000-of-00001.parquet"], "test_extra": ["data/test_extra-00000-of-00001.parquet"]},
    ),
    (["data/test.parquet", "data/train.parquet"], {"test": ["data/test.parquet"], "train": ["data/train.parquet"]}),
    ([".gitattributes", ".cache/x.json", "test.parquet"], {"test": ["test.parquet"]}),
    ([".gitattributes", "data/test-00000-of-00001.parquet"], {"test": ["data/test-00000-of-00001.parquet"]}),
]


def library_files(folder: Path) -> dict[str, list[str]]:
    """Files of each split, as the library finds them."""
    files = datasets.load_dataset_builder(str(folder)).config.data_files
    return {str(split): [Path(path).relative_to(folder).as_posix() for path in paths] for split, paths in files.items()}


@pytest.mark.parametrize(("names", "splits"), PLAIN, ids=lambda value: value[0] if isinstance(value, list) else "")
def test_a_plain_layout_is_read_as_the_library_reads_it(
    tmp_path: Path, names: list[str], splits: dict[str, list[str]]
) -> None:
    lay_out(tmp_path, names)
    assert {split: found(tmp_path, split) for split in splits} == splits == library_files(tmp_path)
    for split in {"train", "validation", "test", "val", "dev", "data", ""} - set(splits):
        assert found(tmp_path, split) is None


@pytest.mark.parametrize(
    "names",
    [
        ["val.parquet"],
        ["dev.parquet"],
        ["testmini.parquet"],
        ["testmini-00000-of-00001.parquet"],
        ["test.parquet", "README.md"],
        ["data/test-00000-of-00001.parquet", "README.md"],
        ["data/test-00000-of-00001.parquet", "data/README.md"],
        ["test.parquet", "train.jsonl"],
        ["test.parquet", "test.jsonl"],
        ["test.parquet", "val.parquet"],
        ["test.parquet", "images/1.png"],
        ["test/test.parquet"],
        ["default/test-00000-of-00001.parquet"],
        ["data/more/test-00000-of-00001.parquet"],
        ["data/test-00000-of-00001.parquet", "data/more/test.parquet"],
        ["data/test-00000-of-00001.parquet", "more/test.parquet"],
        ["data/test-00000-of-00001.parquet", "test.parquet"],
        ["data/test-00000-of-00001.parquet", "data/test.parquet"],
        ["data/other-00000-of-00001.parquet", "data/test.parquet"],
        ["my-test.parquet"],
        ["test_new.parquet"],
        ["test-0-of-1.parquet"],
        ["test-00000-of-00001.parquet.gz"],
        ["test.csv"],
        ["data"],
        [],
    ],
    ids=lambda names: " ".join(names) or "nothing",
)
def test_whatever_else_there_is_is_left_to_the_library(tmp_path: Path, names: list[str]) -> None:
    lay_out(tmp_path, names)
    for split in ("test", "train", "validation", "val", "dev", "testmini", "other"):
        assert found(tmp_path, split) is None


def test_a_card_of_configurations_is_left_to_the_library(tmp_path: Path) -> None:
    """It may say that the split `test` lies in the file `train.parquet`."""
    lay_out(tmp_path, ["train.parquet"])
    card = "configs:\n- config_name: default\n  data_files:\n  - split: test\n    path: train.parquet\n"
    (tmp_path / "README.md").write_text(f"---\n{card}---\n")
    assert found(tmp_path, "test") is None
    assert library_files(tmp_path) == {"test": ["train.parquet"]}


@pytest.mark.parametrize(("name", "read"), [("mine.parquet", True), ("mine.jsonl", False), ("parquet", False)])
def test_a_file_is_whatever_split_is_asked_for(tmp_path: Path, name: str, read: bool) -> None:
    lay_out(tmp_path, [name])
    assert find_files(tmp_path / name, "testmini") == ([tmp_path / name] if read else None)


# Rows


def rows_of(
    files: Sequence[Path], columns: Sequence[str] | None = None, count: int | None = None
) -> list[dict[str, Any]]:
    names = columns or pq.read_schema(files[0]).names
    part = ParquetRows(tuple(files), tuple(names), FIELD)
    batches = part.batches(len(part) if count is None else count)
    return [dict(zip(names, row, strict=True)) for names, rows in batches for row in rows]


def library_rows(files: Sequence[Path]) -> list[dict[str, Any]]:
    """Rows as the library reads them, media not decoded."""
    dataset = datasets.load_dataset("parquet", data_files=[str(path) for path in files], split="train")
    return list(dataset.cast(undecoded(dataset.features)))


def undecoded(feature: Any) -> Any:
    match feature:
        case dict():
            return type(feature)({name: undecoded(one) for name, one in feature.items()})
        case datasets.List():
            return datasets.List(undecoded(feature.feature))
        case datasets.Image():
            return datasets.Image(decode=False)
    return feature


RED, NOISE = image_bytes("red", file_format="JPEG"), noise_bytes(1)
COLUMNS: dict[str, Mapping[str, Sequence[Any]]] = {
    "text": {"a": ["x", "数学 🙂", "", 'with "quotes"\n', None, "007"]},
    "large text": {"a": pa.array(["x", "y" * 1000, None], pa.large_string())},
    "categories": {"a": pa.array(["x", "y", "x", None]).dictionary_encode()},
    "ints": {"a": [1, -(2**62), None], "b": pa.array([1, 2, 255], pa.uint8())},
    "floats": {"a": [0.1, math.inf, None], "b": pa.array([0.1, 1e-30, -0.0], pa.float32())},
    "truth values": {"a": [True, False, None]},
    "lists": {"a": [["x", None], [], None], "b": [[[1], []], [[2, 3]], []]},
    "fixed lists": {"a": pa.array([[1, 2], [3, 4]], pa.list_(pa.int64(), 2))},
    "structs": {
        "a": [{"x": 1, "y": ["p"]}, {"x": None, "y": []}, None],
        "b": [[{"x": 1}, {"x": 2}], [], [{"x": None}]],
    },
    "bytes": {"a": [b"\x00\xff", b"", None]},
    "nothing": {"a": [None, None], "b": ["x", None]},
    "times": {
        "a": [datetime(2026, 11, 20, 12, 30, 0, 5), None],
        "b": [date(2026, 11, 20), None],
        "c": [Decimal("1.50"), None],
    },
}


@pytest.mark.parametrize("columns", COLUMNS.values(), ids=COLUMNS)
def test_values_are_those_of_the_library(tmp_path: Path, columns: Mapping[str, Sequence[Any]]) -> None:
    path = write_plain_parquet(tmp_path / "test.parquet", columns)
    rows = rows_of([path])
    assert len(rows) >= 2
    assert list(map(repr, rows)) == list(map(repr, library_rows([path])))


def test_images_are_those_of_the_library_and_stay_encoded(tmp_path: Path) -> None:
    columns = {
        "question": ["one", "two", None, "four"],
        "image": [RED, NOISE, None, b"no image at all"],
        "images": [[RED, NOISE], [], None, [NOISE]],
        "label": [0, 1, 0, 1],
    }
    path = write_parquet(tmp_path / "test.parquet", columns, images=["image"], image_lists=["images"])
    rows = rows_of([path])
    assert rows == library_rows([path])
    assert rows[0]["image"]["bytes"] == RED
    assert rows[0]["images"][1]["bytes"] == NOISE


def test_labels_stay_numbers_as_in_the_library(tmp_path: Path) -> None:
    features = datasets.Features({"label": datasets.ClassLabel(names=["cat", "dog"]), "text": datasets.Value("string")})
    path = tmp_path / "test.parquet"
    datasets.Dataset.from_dict({"label": [1, 0], "text": ["a", "b"]}, features=features).to_parquet(str(path))
    assert rows_of([path]) == library_rows([path]) == [{"label": 1, "text": "a"}, {"label": 0, "text": "b"}]


@pytest.mark.parametrize("per_group", [1, 7, ROWS_PER_READ, 1000])
@pytest.mark.parametrize("compression", ["none", "snappy", "zstd"])
def test_row_groups_are_read_one_after_another(tmp_path: Path, per_group: int, compression: str) -> None:
    table = pa.table({"number": list(range(200)), "text": [f"row {number}" for number in range(200)]})
    path = tmp_path / "test.parquet"
    pq.write_table(table, path, row_group_size=per_group, compression=compression)
    assert rows_of([path]) == table.to_pylist() == library_rows([path])


def shards(folder: Path, *counts: int) -> list[Path]:
    """Files with so many rows, numbered through."""
    paths, start = [], 0
    for number, count in enumerate(counts):
        path = folder / f"test-{number:05}-of-{len(counts):05}.parquet"
        numbers = pa.array(range(start, start + count), pa.int64())
        pq.write_table(pa.table({"number": numbers, "other": numbers}), path, row_group_size=50)
        paths.append(path)
        start += count
    return paths


@pytest.mark.parametrize("counts", [(3, 2), (100, 0, 1, 70), (0, 5), (64, 64), (1,), (0,)])
@pytest.mark.parametrize("limit", [1, 3, 64, 65, 120, 10_000])
def test_the_first_rows_of_several_files_come_in_order(tmp_path: Path, counts: tuple[int, ...], limit: int) -> None:
    files = shards(tmp_path, *counts)
    part = ParquetRows(tuple(files), ("number",), FIELD)
    assert len(part) == sum(counts)
    assert part.names == ["number", "other"]
    assert rows_of(files, ["number"], limit) == [{"number": number} for number in range(min(limit, sum(counts)))]


def test_files_behind_the_limit_are_not_read(tmp_path: Path) -> None:
    first, second = shards(tmp_path, 5, 5)
    data = second.read_bytes()
    second.write_bytes(data[:4] + b"\xff" * 50 + data[54:])  # what is read at opening is at its end
    assert len(rows_of([first, second], ["number"], 5)) == 5
    with pytest.raises(DataError):
        rows_of([first, second], ["number"], 6)


def test_columns_come_in_the_order_in_which_they_are_asked_for(tmp_path: Path) -> None:
    path = write_plain_parquet(tmp_path / "test.parquet", {"a": [1], "b": [2], "c": [3]})
    ((names, rows),) = ParquetRows((path,), ("c", "a"), FIELD).batches(10)
    assert (list(names), list(rows)) == (["c", "a"], [(3, 1)])


@pytest.mark.parametrize(("size", "most"), [(10, ROWS_PER_READ), (BYTES_PER_READ // 8, 8), (2 * BYTES_PER_READ, 1)])
def test_few_rows_are_read_at_a_time_where_they_are_large(tmp_path: Path, size: int, most: int) -> None:
    noise = [bytes([number]) * size for number in range(200 if size == 10 else 2 * most + 1)]
    path = tmp_path / "test.parquet"
    pq.write_table(pa.table({"data": noise}), path, compression="none", use_dictionary=False)
    portions = [len(rows) for _, rows in ParquetRows((path,), ("data",), FIELD).batches(1000)]
    assert sum(portions) == len(noise)
    assert most / 2 <= max(portions) <= most


# Damage


def whole(path: Path) -> bytes:
    table = pa.table({"text": [f"text {number}" * 20 for number in range(500)]})
    pq.write_table(table, path, compression="none", use_dictionary=False)
    return path.read_bytes()


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"PAR1",
        lambda _: b"PAR1 and nothing else",
        lambda data: data[:-100],
        lambda data: data[: len(data) // 2],
        lambda data: data[:4] + b"\xff" * 50 + data[54:],
        lambda data: data[:-60] + b"\xff" * 50 + data[-10:],
        lambda data: data.replace(b"text 7t", b"text \xff\xfe"),
        lambda data: bytes(len(data)),
    ],
    ids=["empty", "magic", "text", "end cut off", "half", "page header", "footer", "no utf-8", "zeros"],
)
def test_a_damaged_file_is_named_with_its_field(tmp_path: Path, damage: Any) -> None:
    good, path = tmp_path / "good.parquet", tmp_path / "test.parquet"
    path.write_bytes(damage(whole(good)))
    with pytest.raises(DataError) as caught:
        rows_of([good, path], ["text"])
    assert str(caught.value).startswith(f"{FIELD}: {path} cannot be read (")
    assert str(caught.value).endswith("Fetch the file again.")


def test_a_file_that_lacks_a_column_of_the_others_does_not_have_it(tmp_path: Path) -> None:
    first = write_plain_parquet(tmp_path / "1.parquet", {"question": ["q"], "answer": ["a"]})
    second = write_plain_parquet(tmp_path / "2.parquet", {"question": ["q"]})
    assert ParquetRows((first, second), ("question",), FIELD).names == ["question"]
    assert len(rows_of([first, second], ["question"])) == 2
