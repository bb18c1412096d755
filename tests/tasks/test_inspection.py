"""The look at images before a run: which are told, how many are looked at, and which columns are read for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hyeval.errors import DataError
from hyeval.tasks.inspection import require_readable
from hyeval.tasks.rows import Rows
from hyeval.tasks.task import SampleMapping, Task
from tests.builders import image_bytes, noise_bytes
from tests.tasks.files import write_jsonl, write_parquet
from tests.tasks.test_task import PLAIN, make_task

RED = image_bytes("red")
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MAPPING = SampleMapping(id="id", images=("image",), question="question", answer="answer")


def opened(folder: Path, images: list[Any], *, limit: int | None = None) -> tuple[Task, Rows]:
    count = len(images)
    texts: dict[str, list[Any]] = {"id": [f"r{i}" for i in range(count)], "question": ["q"] * count}
    write_parquet(folder / "test.parquet", {**texts, "answer": ["a"] * count, "image": images}, images=["image"])
    task = make_task(folder, MAPPING)
    return task, task.open(limit)


@pytest.mark.parametrize("file_format", FORMATS)
def test_whole_images_pass_and_cut_ones_do_not(tmp_path: Path, file_format: str) -> None:
    data = noise_bytes(1, file_format=file_format)
    task, rows = opened(tmp_path, [data, None, data + b"\0" * 9, data])
    require_readable(task, rows)
    for end in (len(data) // 2, len(data) - 1):
        (tmp_path / str(end)).mkdir()
        task, rows = opened(tmp_path / str(end), [data, data[:end]])
        with pytest.raises(DataError, match=r"^own, row 1 \(id r1\), column 'image': (.|\n)*\nown: 1 of 2 rows have"):
            require_readable(task, rows)


def test_a_format_whose_end_says_nothing_is_left_to_the_run(tmp_path: Path) -> None:
    task, rows = opened(tmp_path, [encoded_bmp()[:-100]])
    require_readable(task, rows)


def encoded_bmp() -> bytes:
    return noise_bytes(1, file_format="BMP")


def test_the_first_ten_are_told_and_all_are_counted(tmp_path: Path) -> None:
    task, rows = opened(tmp_path, [RED, *[b"<html>"] * 25, RED])
    with pytest.raises(DataError) as error:
        require_readable(task, rows)
    *told, last = str(error.value).splitlines()
    assert [line.split(":")[0] for line in told] == [f"own, row {i} (id r{i}), column 'image'" for i in range(1, 11)]
    assert last.startswith("own: 25 of 27 rows have an image that cannot be read, and nothing was asked.")
    assert "`hyeval check`" in last
    assert "`on_broken=skip`" in last


def test_only_rows_that_are_asked_are_looked_at(tmp_path: Path) -> None:
    task, rows = opened(tmp_path, [RED, RED, b"<html>"], limit=2)
    require_readable(task, rows)


def test_a_limit_ends_the_look(tmp_path: Path) -> None:
    task, rows = opened(tmp_path, [b"<html>", *[RED] * 100, b"<html>"])
    with pytest.raises(DataError, match="own: 1 of the first 11 rows have"):
        require_readable(task, rows, most_bytes=10 * len(RED) - 1)
    with pytest.raises(DataError, match="own: 1 of the first 1 rows have"):
        require_readable(task, rows, most_s=0)
    with pytest.raises(DataError, match="own: 2 of 102 rows have"):
        require_readable(task, rows)


def test_files_and_derived_columns_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(RED)
    rows = [{"id": name, "question": "q", "answer": "a", "file": name} for name in ("a", "b")]
    mapping = SampleMapping(
        id="id", images=("image",), question="question", answer="answer", derive={"image": "{{ row.file }}.png"}
    )
    task = make_task(write_jsonl(tmp_path / "test.jsonl", rows), mapping, prompt=PLAIN)
    with pytest.raises(DataError, match=r"own, row 1 \(id b\), column 'image': cannot read '.*b.png'"):
        require_readable(task, task.open(None))


def test_without_images_nothing_is_read(tmp_path: Path) -> None:
    mapping = SampleMapping(question="question", answer="answer")
    task = make_task(write_jsonl(tmp_path / "test.jsonl", [{"question": "q", "answer": "a"}]), mapping)
    rows = task.open(None)
    (tmp_path / "test.jsonl").unlink()
    require_readable(task, rows)


def test_more_bytes_than_the_limit_come_in_one_image(tmp_path: Path) -> None:
    task, rows = opened(tmp_path, [encoded_bmp(), b"<html>"])
    require_readable(task, rows, most_bytes=1)
