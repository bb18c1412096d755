"""Where rows come from: every usual format, nothing changed on the way, and errors that say what there is instead."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from hyeval.errors import DataError, MissingResource
from hyeval.tasks.cells import parse_list
from hyeval.tasks.rows import ROWS_PER_READ, Rows
from hyeval.tasks.source import DatasetSource, open_rows
from tests.builders import image_bytes
from tests.tasks.files import write_csv, write_jsonl, write_parquet, write_plain_parquet

FIELD = "tasks.own.dataset"
TEXTS = ["What is shown?", "数学 🙂", 'with "quotes", commas and\nlines', ""]


def read(
    path: Path, columns: Sequence[str] = ("question",), *, split: str = "test", limit: int | None = None, **more: Any
) -> Rows:
    settings = {column: f"tasks.own.sample.{column}" for column in columns}
    return open_rows(DatasetSource(str(path), split, **more), settings, field=FIELD, limit=limit)


def column(rows: Rows, name: str = "question") -> list[Any]:
    return [row[name] for row in rows]


def write_rows(path: Path, texts: Sequence[str]) -> Path:
    """Write a file with one column in the format that its name says."""
    match path.suffix:
        case ".parquet":
            return write_parquet(path, {"question": texts})
        case ".jsonl":
            return write_jsonl(path, [{"question": text} for text in texts])
        case ".json":
            write_jsonl(path, [{"question": text} for text in texts])
            path.write_text("[" + ",".join(path.read_text().splitlines()) + "]")
            return path
    return write_csv(path, {"question": texts, "number": range(len(texts))})


FORMATS = [".parquet", ".jsonl", ".json", ".csv", ".tsv"]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("place", ["file", "folder"])
def test_every_format_is_read_from_a_file_and_from_a_folder(tmp_path: Path, suffix: str, place: str) -> None:
    path = write_rows(tmp_path / f"test{suffix}", TEXTS)
    rows = read(path if place == "file" else tmp_path)
    assert column(rows) == TEXTS
    assert (rows.count, rows.revision) == (len(TEXTS), None)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("place", ["file", "folder"])
@pytest.mark.parametrize(
    "texts",
    [
        ["NA", "null", "None", "nan", "NaN", "N/A", "n/a"],
        ["0.50", "1.00"],
        ["007", "010"],
        ["TRUE", "FALSE"],
        ["2020-01-01", "2021-05-04"],
        ["2020-01-01T10:00:00Z", "2021-01-01T10:00:00Z"],
        [" padded ", "  "],
    ],
    ids=lambda texts: texts[0],
)
def test_text_is_what_the_file_says(tmp_path: Path, suffix: str, place: str, texts: list[str]) -> None:
    """A reader that guesses types would ask `7` for `007`, and expect `2020-01-01 00:00:00` for `2020-01-01`."""
    path = write_rows(tmp_path / f"test{suffix}", texts)
    assert column(read(path if place == "file" else tmp_path)) == texts


def test_only_the_columns_that_a_task_reads_are_loaded(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "test.parquet", {"question": ["q"], "answer": ["a"], "unused": ["u"]})
    assert list(read(path, ["answer", "question"])) == [{"question": "q", "answer": "a"}]


def test_images_stay_as_they_are_stored(tmp_path: Path) -> None:
    stored = [image_bytes("red", file_format="JPEG"), image_bytes("blue", mode="P"), b"no image at all", None]
    path = write_parquet(tmp_path / "test.parquet", {"image": stored}, images=["image"])
    values = column(read(path, ["image"]), "image")
    digests = [None if value is None else hashlib.sha256(value["bytes"]).hexdigest() for value in values]
    assert digests == [None if data is None else hashlib.sha256(data).hexdigest() for data in stored]


def test_lists_of_images_stay_as_they_are_stored(tmp_path: Path) -> None:
    lists = [[image_bytes("red"), image_bytes("blue")], [], [image_bytes("green", file_format="JPEG")]]
    path = write_parquet(tmp_path / "test.parquet", {"images": lists}, image_lists=["images"])
    values = column(read(path, ["images"]), "images")
    assert [[image["bytes"] for image in row] for row in values] == lists


def test_images_of_a_folder_of_files_stay_as_they_are_stored(tmp_path: Path) -> None:
    data = image_bytes(file_format="JPEG")
    write_jsonl(tmp_path / "test" / "metadata.jsonl", [{"file_name": "1.jpg", "question": "q"}])
    (tmp_path / "test" / "1.jpg").write_bytes(data)
    (row,) = read(tmp_path, ["image", "question"])
    assert row["question"] == "q"
    assert Path(row["image"]["path"]).read_bytes() == data


def test_a_parquet_file_of_any_writer_is_read(tmp_path: Path) -> None:
    columns = {
        "question": ["one", "two"],
        "options": [["a", "b"], []],
        "image": pa.array([b"1", None], pa.large_binary()),
    }
    rows = read(write_plain_parquet(tmp_path / "t.parquet", columns), list(columns))
    assert list(rows) == [
        {"question": "one", "options": ["a", "b"], "image": b"1"},
        {"question": "two", "options": [], "image": None},
    ]


# Splits, parts, limits


def test_a_folder_holds_several_splits_in_several_files(tmp_path: Path) -> None:
    for name, text in {
        "train-00000-of-00001": "train",
        "test-00000-of-00002": "first",
        "test-00001-of-00002": "second",
    }.items():
        write_rows(tmp_path / "data" / f"{name}.parquet", [text])
    assert column(read(tmp_path)) == ["first", "second"]
    assert column(read(tmp_path, split="train")) == ["train"]


def test_a_single_file_is_whatever_split_the_task_asks_for(tmp_path: Path) -> None:
    assert column(read(write_rows(tmp_path / "mine.jsonl", ["q"]), split="testmini")) == ["q"]


@pytest.mark.parametrize(
    ("split", "remedy"),
    [("tset", "Did you mean 'test'?"), ("validatoin", "Did you mean 'validation'?"), ("dev", f"Set `{FIELD}.split=`")],
)
def test_an_unknown_split_names_those_that_there_are(tmp_path: Path, split: str, remedy: str) -> None:
    for name in ("test", "validation"):
        write_rows(tmp_path / f"{name}.jsonl", ["q"])
    with pytest.raises(DataError) as caught:
        read(tmp_path, split=split)
    message = str(caught.value)
    assert message.startswith(f"{FIELD}.split: '{split}' is not a split of {tmp_path} (")
    assert "test" in message
    assert "validation" in message
    assert remedy in message


@pytest.mark.parametrize("count", [1, ROWS_PER_READ, ROWS_PER_READ + 1, 200])
@pytest.mark.parametrize("limit", [None, 1, ROWS_PER_READ, 150, 1000])
def test_rows_come_in_order_up_to_the_limit(tmp_path: Path, count: int, limit: int | None) -> None:
    texts = [f"q{i}" for i in range(count)]
    rows = read(write_rows(tmp_path / "test.parquet", texts), limit=limit)
    assert column(rows) == texts[:limit]
    assert rows.count == len(texts[:limit])
    assert column(rows) == texts[:limit]


def subjects(folder: Path) -> None:
    for name, texts in {"Art": ["a1", "a2"], "Music": ["m1"], "Math": ["x1", "x2", "x3"]}.items():
        write_rows(folder / name / "test-00000-of-00001.parquet", texts)


@pytest.mark.parametrize(
    ("configs", "limit", "expected"),
    [
        (("Art", "Music", "Math"), None, ["a1", "a2", "m1", "x1", "x2", "x3"]),
        (("Math", "Art"), None, ["x1", "x2", "x3", "a1", "a2"]),
        (("Art", "Music", "Math"), 4, ["a1", "a2", "m1", "x1"]),
        (("Art", "Music"), 2, ["a1", "a2"]),
        (("Art",), 1, ["a1"]),
    ],
)
def test_configurations_are_read_one_after_another(
    tmp_path: Path, configs: tuple[str, ...], limit: int | None, expected: list[str]
) -> None:
    subjects(tmp_path)
    rows = read(tmp_path, configs=configs, limit=limit)
    assert (column(rows), rows.count) == (expected, len(expected))


def test_a_limit_stops_before_configurations_that_it_does_not_need(tmp_path: Path) -> None:
    subjects(tmp_path)
    (tmp_path / "Music" / "test-00000-of-00001.parquet").write_bytes(b"never opened")
    assert column(read(tmp_path, configs=("Art", "Music", "Math"), limit=2)) == ["a1", "a2"]
    with pytest.raises(DataError):
        read(tmp_path, configs=("Art", "Music", "Math"), limit=3)


def test_a_copy_that_lacks_a_configuration_is_not_read_in_part(tmp_path: Path) -> None:
    subjects(tmp_path)
    with pytest.raises(DataError, match=r"has no folder Physics") as caught:
        read(tmp_path, configs=("Art", "Physics", "Math"))
    assert f"{FIELD}.configs=" in str(caught.value)


def test_a_local_copy_without_folders_is_read_as_one(tmp_path: Path) -> None:
    write_rows(tmp_path / "test.parquet", ["q"])
    assert column(read(tmp_path, configs=("Art", "Music"))) == ["q"]
    assert column(read(tmp_path / "test.parquet", configs=("Art", "Music"))) == ["q"]


# What is wrong


@pytest.mark.parametrize("name", ["test.csv", "test.tsv", "test.parquet"])
@pytest.mark.parametrize("place", ["file", "folder"])
def test_columns_of_one_name_are_an_error_with_their_numbers(tmp_path: Path, name: str, place: str) -> None:
    path = tmp_path / name
    names = ["question", "A", "B", "A", "answer", "A", "B"]
    if path.suffix == ".parquet":
        pq.write_table(pa.table([pa.array(["text"])] * len(names), names=names), path)
    else:
        path.write_text(("," if path.suffix == ".csv" else "\t").join(names) + "\n", encoding="utf-8-sig")
    with pytest.raises(DataError) as caught:
        read(path if place == "file" else tmp_path)
    first, second = str(caught.value).splitlines()
    assert "columns 2, 4 and 6 have the same name, 'A'. Rename all but one." in first
    assert "columns 3 and 7 have the same name, 'B'." in second
    assert first.startswith(f"{FIELD}: {tmp_path}")


@pytest.mark.parametrize("place", ["file", "folder"])
@pytest.mark.parametrize("layout", ["jsonl", "json"])
def test_values_of_json_keep_their_own_types(tmp_path: Path, place: str, layout: str) -> None:
    """A column of one type would ask 1.0 for 1 beside 2.5, and round a long number."""
    values = [1, 2.5, "x", True, 12345678901234567890, [1, 2.5], {"path": "a.png"}, None, "line\u2028separator"]
    rows = [{"question": value} for value in values]
    path = tmp_path / f"test.{layout}"
    text = json.dumps(rows, ensure_ascii=False)
    path.write_text(text if layout == "json" else "\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    found = column(read(path if place == "file" else tmp_path))
    assert [(type(one), one) for one in found] == [(type(one), one) for one in values]


@pytest.mark.parametrize("place", ["file", "folder"])
def test_objects_of_json_may_have_different_columns(tmp_path: Path, place: str) -> None:
    """However late in the file a column first stands, and whatever the others hold; a byte order mark is no text."""
    rows: list[dict[str, Any]] = [{"question": f"q{number}", "padding": "x" * 1000} for number in range(12_000)]
    rows.append({"question": "last", "C": "blue"})
    path = write_jsonl(tmp_path / "test.jsonl", rows)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    found = list(read(path if place == "file" else tmp_path, ("question", "C")))
    assert (found[0], found[-1]) == ({"question": "q0", "C": None}, {"question": "last", "C": "blue"})


@pytest.mark.parametrize("place", ["file", "folder"])
@pytest.mark.parametrize(
    ("name", "content", "problems"),
    [
        (
            "test.csv",
            "question,answer\nWhat, then?,A\nWhen?,B\n",
            ["row 0 (line 2): has 3 cells, and the header has 2"],
        ),
        ("test.csv", 'question,answer\n"two\nlines",A\n\nWhy, so?,B\n', ["row 1 (line 5): has 3 cells"]),
        ("test.tsv", "question\tanswer\nWhat?\tA\tB\n", ["row 0 (line 2): has 3 cells"]),
        ("test.csv", "question;answer\nWhat?;A\n", ["separated by semicolons", "Save it with commas"]),
        ("test.tsv", "question,answer\nWhat?,A\n", ["separated by commas"]),
        ("test.csv", "question,answer\nWhat?,A\nGröße?,B\n", ["line 3: is not written in UTF-8. Save"]),
        ("test.jsonl", '{"question": "Größe?"}\n', ["row 0 (line 1): is not written in UTF-8. Save"]),
        (
            "test.jsonl",
            '{"question": "a"}\n\n{"question" "b"}\n[1]\n',
            ["row 1 (line 3): is no JSON (", "row 2 (line 4)"],
        ),
        ("test.json", '[{"question": "a"}, "b"]', ["row 1: is a str where an object"]),
    ],
)
def test_rows_of_another_shape_are_named(
    tmp_path: Path, place: str, name: str, content: str, problems: list[str]
) -> None:
    """A reader that takes the first of three cells for an index would ask " then?"."""
    path = tmp_path / name
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(DataError) as caught:
        list(read(path if place == "file" else tmp_path))
    assert str(caught.value).startswith(f"{FIELD}: {path}")
    assert all(problem in str(caught.value) for problem in problems)


def test_empty_lines_of_a_table_are_no_rows(tmp_path: Path) -> None:
    (tmp_path / "test.csv").write_text("\n\nquestion,answer\n\nWhat?,A\n\n")
    assert column(read(tmp_path / "test.csv")) == ["What?"]


def test_columns_without_a_name_may_be_several(tmp_path: Path) -> None:
    (tmp_path / "test.csv").write_text("question,,\nWhat is shown?,,\n")
    assert column(read(tmp_path / "test.csv")) == ["What is shown?"]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("place", ["file", "folder"])
def test_a_split_without_rows_is_an_error(tmp_path: Path, suffix: str, place: str) -> None:
    path = write_rows(tmp_path / f"test{suffix}", [])
    with pytest.raises(DataError, match="no rows") as caught:
        read(path if place == "file" else tmp_path)
    assert str(caught.value).startswith(FIELD)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("test.parquet", b"PAR1 and nothing else"),
        ("test.parquet", b""),
        ("test.jsonl", b'{"question": "whole"}\n{"question": \n'),
        ("test.json", b'[{"question": "cut"'),
        ("test.csv", b'question,number\n"never closed,1\n'),
        ("test.csv", "question\nM\xfcnchen\n".encode("latin-1")),
    ],
)
@pytest.mark.parametrize("place", ["file", "folder"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes, place: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read(path if place == "file" else tmp_path)
    assert str(caught.value).startswith(FIELD)
    assert str(tmp_path) in str(caught.value)


def test_a_parquet_file_that_was_cut_off_is_named(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "test.parquet", [f"text {i}" * 50 for i in range(2000)])
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(DataError) as caught:
        read(path)
    assert str(path) in str(caught.value)


def test_a_parquet_file_that_was_damaged_inside_is_named(tmp_path: Path) -> None:
    """The footer is whole, so that the damage shows only when the rows are read."""
    path = write_rows(tmp_path / "test.parquet", [f"text {i}" * 50 for i in range(2000)])
    data = bytearray(path.read_bytes())
    data[100:5000] = b"\xff" * 4900
    path.write_bytes(data)
    with pytest.raises(DataError) as caught:
        list(read(path))
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("asked", "remedies"),
    [
        (["qestion"], ["Did you mean 'question'?"]),
        (["question", "answr", "optoins"], ["Did you mean 'answer'?", "Did you mean 'options'?"]),
        (["zzz"], ["has no column 'zzz'"]),
    ],
)
def test_every_missing_column_is_named_with_its_setting(tmp_path: Path, asked: list[str], remedies: list[str]) -> None:
    path = write_parquet(tmp_path / "test.parquet", {"question": ["q"], "answer": ["a"], "options": ["[]"]})
    with pytest.raises(DataError) as caught:
        read(path, asked)
    message = str(caught.value)
    assert "(question, answer, options)" in message
    for name in set(asked) - {"question"}:
        assert f"tasks.own.sample.{name}: {path} has no column '{name}'" in message
    for remedy in remedies:
        assert remedy in message


def make_nothing(folder: Path) -> Path:
    return folder / "nothing"


def make_empty_folder(folder: Path) -> Path:
    return folder


def make_two_files_with_a_pattern_for_both(folder: Path) -> Path:
    for name in ("a.jsonl", "b.jsonl"):
        (folder / name).write_text('{"question": "What?"}\n')
    return folder / "*.jsonl"


def make_folder_with_other_files(folder: Path) -> Path:
    (folder / "README.md").write_text("# Data")
    return folder


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (make_nothing, "there is no "),
        (make_two_files_with_a_pattern_for_both, "names one file or a folder with files of one kind: name "),
        (make_empty_folder, "holds no data files"),
        (make_folder_with_other_files, "holds no data files"),
    ],
)
def test_a_path_without_data_is_named(tmp_path: Path, make: Callable[[Path], Path], rule: str) -> None:
    path = make(tmp_path)
    with pytest.raises(MissingResource) as caught:
        read(path)
    assert str(caught.value).startswith(f"{FIELD}.path: ")
    assert rule in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_file_of_another_format_is_named(tmp_path: Path) -> None:
    (tmp_path / "data.xlsx").write_bytes(b"PK")
    with pytest.raises(DataError, match=r"none of the formats \.parquet, \.jsonl, \.json, \.csv, \.tsv"):
        read(tmp_path / "data.xlsx")


def test_a_data_set_that_cannot_be_fetched_says_how_to_get_it() -> None:
    with pytest.raises(MissingResource) as caught:
        read(Path("nobody-has-this/data-set"))
    message = str(caught.value)
    for part in ("nobody-has-this/data-set", "network", "HF_TOKEN", f"`{FIELD}.path=`"):
        assert part in message


# Lists written as text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", []),
        ("['a', \"b's\", '3']", ["a", "b's", "3"]),
        ('["$x^2$", "<image 1>"]', ["$x^2$", "<image 1>"]),
        ("[1, 2.5, None, True]", [1, 2.5, None, True]),
        ("('a', 'b')", ["a", "b"]),
        ("['line\\nbreak', '数学']", ["line\nbreak", "数学"]),
    ],
)
def test_a_list_written_as_text_is_read(text: str, expected: list[Any]) -> None:
    assert parse_list(text, "here") == expected


@pytest.mark.parametrize(
    "text",
    ["", "a, b", "['a', 'b'", "{'a': 1}", "'a'", "3", "__import__('os').getcwd()", "[x for x in 'ab']", "[" * 5000],
    ids=lambda text: text[:12],
)
def test_what_is_no_list_is_named_and_never_evaluated(text: str) -> None:
    with pytest.raises(DataError, match="expected a list written as text") as caught:
        parse_list(text, "mmmu, row 3, column 'options'")
    assert str(caught.value).startswith("mmmu, row 3, column 'options'")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("plain", [True, False])
def test_a_number_that_is_none_is_an_empty_cell(tmp_path: Path, plain: bool) -> None:
    columns = {"question": ["a", "b"], "A": [float("nan"), 2.0]}
    path = tmp_path / ("test.parquet" if plain else "test.jsonl")
    if plain:
        write_plain_parquet(path, columns)
    else:
        path.write_text('{"question": "a", "A": NaN}\n{"question": "b", "A": 2.0}\n')
    assert column(read(path, ["question", "A"]), "A") == [None, 2.0]


def test_a_folder_that_must_not_be_read_is_told(tmp_path: Path) -> None:
    """As another user: root may read everything."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o000)
    script = (
        "from hyeval.tasks.source import DatasetSource, open_rows\n"
        f"try: open_rows(DatasetSource({str(folder / 'my.tsv')!r}, 'test'), {{}}, field='here', limit=None)\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    powerless = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    command = [*(powerless if os.geteuid() == 0 else []), sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == (
        f"MissingResource here.path: {folder / 'my.tsv'} cannot be read (permission denied)."
        " Change its rights, or name another copy.\n"
    )
