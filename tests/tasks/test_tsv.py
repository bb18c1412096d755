"""VLMEvalKit's TSV files: every way to name an image, nothing guessed, and errors that name line, row and column."""

from __future__ import annotations

import base64
import csv
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from hyeval.errors import DataError, MediaError, MissingResource
from hyeval.records import Sample
from hyeval.tasks.cells import AnswerFormat
from hyeval.tasks.prompt import Prompt
from hyeval.tasks.rows import Rows
from hyeval.tasks.source import DatasetSource, open_rows
from hyeval.tasks.task import SampleMapping, Task, UnreadableRow
from hyeval.tasks.tsv import MAX_TOLD, WHOLE_FILE
from tests.builders import image_bytes, noise_bytes
from tests.tasks.test_task import make_task

FIELD = "tasks.own.dataset"
RED, BLUE, GREEN = (image_bytes(colour) for colour in ("red", "blue", "green"))
OPTIONS = ("A", "B", "C", "D")
MAPPING = SampleMapping(
    answer="answer",
    id="index",
    images=("image", "image_path"),
    choices=OPTIONS,
    answer_format=AnswerFormat.LETTER,
    group="category",
    optional=("index", "image", "image_path", "category", "C", "D", "hint"),
)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def write_tsv(path: Path, rows: Sequence[Mapping[str, Any]], *, end: str = "\n") -> Path:
    """Write a table as VLMEvalKit's own are: by the csv module, quoted only where that is needed."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, delimiter="\t", lineterminator=end)
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(path: Path, columns: Sequence[str], *, split: str = WHOLE_FILE, limit: int | None = None, **more: Any) -> Rows:
    settings = {column: f"tasks.own.sample.{column}" for column in columns}
    return open_rows(DatasetSource(str(path), split, **more), settings, field=FIELD, limit=limit)


def images(path: Path) -> list[Any]:
    return [row["image"] for row in read(path, ["index", "image"])]


def own(path: Path, **prompt: Any) -> Task:
    return make_task(path, MAPPING, prompt=Prompt(**({"user": "{{ question }}"} | prompt)), split=WHOLE_FILE)


def found(task: Task) -> list[Sample | UnreadableRow]:
    return list(task.samples(task.open(None)))


# Images


def test_an_image_is_base64_a_reference_or_a_list(tmp_path: Path) -> None:
    rows = [
        {"index": 3, "image": "first"},  # names a row further down
        {"index": "first", "image": b64(RED)},
        {"index": 7, "image": str([b64(RED), b64(BLUE)])},
        {"index": 8, "image": "7"},
        {"index": 9, "image": str(["first", b64(GREEN)])},
        {"index": 10, "image": ""},
    ]
    path = write_tsv(tmp_path / "t.tsv", rows)
    assert images(path) == [[RED], [RED], [RED, BLUE], [RED, BLUE], [RED, GREEN], None]


def test_an_image_may_be_a_data_address_and_broken_into_lines(tmp_path: Path) -> None:
    broken = "\n".join(b64(RED)[i : i + 20] for i in range(0, len(b64(RED)), 20))
    rows = [{"index": 1, "image": f"data:image/png;base64,{b64(RED)}"}, {"index": 2, "image": broken}]
    assert images(write_tsv(tmp_path / "t.tsv", rows)) == [[RED], [RED]]


def test_paths_begin_at_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    for name, data in {"red.png": RED, "blue.png": BLUE}.items():
        (folder / name).write_bytes(data)
    rows = [
        {"index": 1, "image_path": "red.png", "question": "q", "A": "x", "B": "y", "answer": "A"},
        {"index": 2, "image_path": "['red.png', 'blue.png']", "question": "q", "A": "x", "B": "y", "answer": "A"},
        {"index": 3, "image_path": str(folder / "blue.png"), "question": "q", "A": "x", "B": "y", "answer": "A"},
    ]
    write_tsv(folder / "t.tsv", rows)
    monkeypatch.chdir(tmp_path)
    for path in (folder / "t.tsv", Path("data/t.tsv")):
        samples = [sample for sample in found(own(path)) if isinstance(sample, Sample)]
        assert [[medium.data for medium in sample.media] for sample in samples] == [[RED], [RED, BLUE], [BLUE]]


def test_the_column_image_comes_before_the_name_under_which_it_would_be_saved(tmp_path: Path) -> None:
    (tmp_path / "there.png").write_bytes(BLUE)
    rows = [
        {"index": 1, "image": b64(RED), "image_path": "never_written.png"},
        {"index": 2, "image": "", "image_path": "there.png"},
    ]
    assert images(write_tsv(tmp_path / "t.tsv", rows)) == [[RED], ["there.png"]]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("cat.png", r"'cat\.png' is no image in base64 and no row's `index`\. A path belongs in .*`image_path`"),
        (
            "https://host/a/cat.png",
            r"'https://host/a/cat\.png' is an address, .* is fetched\. Download it .* column `image_path`",
        ),
        ("2", "names the row with index '2', which holds no image itself"),
        ("!" * 100, "is not valid base64"),
        (b64(RED)[:-2], "is not valid base64"),
        (b64(b"no image at all" * 10), "no image format is recognised"),
        ("['" + b64(RED) + "', ", "is not valid base64"),
        ("[" + "x" * 80 + "]", "expected a list written as text"),
        ("[__import__('os').mkdir('evaluated')" + " " * 60 + "]", "expected a list written as text"),
    ],
    ids=["path", "address", "second step", "no base64", "cut off", "no image", "list cut off", "no list", "code"],
)
def test_an_image_that_cannot_be_read_costs_its_own_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    common = {"question": "q", "A": "x", "B": "y", "answer": "A"}
    rows = [{"index": i, "image": image, **common} for i, image in enumerate([b64(RED), cell, "0"])]
    first, second, third = found(own(write_tsv(tmp_path / "t.tsv", rows)))
    assert isinstance(first, Sample)
    assert isinstance(third, Sample)
    assert isinstance(second, UnreadableRow)
    with pytest.raises(MediaError, match=rf"^own, row 1 \(id 1\), column 'image': .*{told}"):
        raise second.error
    assert [path.name for path in tmp_path.iterdir()] == ["t.tsv"]


def test_an_address_is_told_where_its_path_belongs(tmp_path: Path) -> None:
    rows = [
        {"index": 1, "image_path": "['red.png', 'http://host/cat.png']"},
        {"index": 2, "image_path": "http://host/c"},
    ]
    (first, second), (third,) = images(write_tsv(tmp_path / "t.tsv", rows))
    assert first == "red.png"
    for error in (second, third):
        assert isinstance(error, MediaError)
        assert str(error).endswith("Download it and write its path into the column `image_path`.")


# Text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_text_is_what_the_file_says(tmp_path: Path, end: str, mark: bytes) -> None:
    texts = [
        "NA",
        "nan",
        "None",
        "null",
        "007",
        "1.0",
        "TRUE",
        " padded ",
        'with "quotes"',
        "two\nlines",
        "数学 🙂",
        "",
    ]
    path = write_tsv(tmp_path / "t.tsv", [{"index": f"{i}", "image": b64(RED), "text": t} for i, t in enumerate(texts)])
    path.write_bytes(mark + path.read_bytes())
    expected = [text or None for text in texts]
    if end == "\r\n":
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        expected = [text and text.replace("\n", "\r\n") for text in expected]
    rows = list(read(path, ["index", "text", "image"]))
    assert [row["text"] for row in rows] == expected
    assert [row["index"] for row in rows] == [str(i) for i in range(len(texts))]
    assert all(row["image"] == [RED] for row in rows)
    assert [row["text"] for row in read(path, ["index", "text"])] == expected


def test_quotes_in_the_middle_of_a_cell_are_text_and_blank_lines_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text(f'index\timage\ttext\n1\t{b64(RED)}\ta 5" pipe\n\n2\t1\n3\t1\tlast', encoding="utf-8")
    assert [row["text"] for row in read(path, ["text"])] == ['a 5" pipe', None, "last"]
    assert images(path) == [[RED], [RED], [RED]]


def test_cells_are_longer_than_the_csv_module_allows(tmp_path: Path) -> None:
    large = noise_bytes(0, size=(400, 400))
    rows = [{"index": 1, "image": b64(large), "text": 'a "quoted" cell\nand a second line'}]
    path = write_tsv(tmp_path / "t.tsv", rows)
    before = csv.field_size_limit(100)
    try:
        assert images(path) == [[large]]
    finally:
        csv.field_size_limit(before)


def test_options_hint_and_category_become_a_sample(tmp_path: Path) -> None:
    rows = [
        {"index": 5, "image": b64(RED), "question": "q1", "hint": "look", "A": "NA", "B": "None", "C": "", "D": "",
         "answer": "B", "category": "c", "l2-category": "l", "split": "dev"},
        {"index": 6, "image": "5", "question": "q2", "hint": "", "A": "1", "B": "2", "C": "3", "D": "4",
         "answer": "D", "category": "", "l2-category": "l", "split": "dev"},
    ]  # fmt: skip
    user = "{% if row.hint %}{{ row.hint }}: {% endif %}{{ question }} {{ row['l2-category'] }}"
    first, second = found(own(write_tsv(tmp_path / "t.tsv", rows), user=user))
    assert isinstance(first, Sample)
    assert isinstance(second, Sample)
    assert (first.id, first.choices, first.targets, first.group) == ("5", ("NA", "None"), ("B",), "c")
    assert (second.id, second.choices, second.targets, second.group) == ("6", ("1", "2", "3", "4"), ("D",), None)
    assert [sample.messages[0].parts[-1] for sample in (first, second)] == ["look: q1 l", "q2 l"]


def test_columns_that_may_be_missing_are_empty(tmp_path: Path) -> None:
    rows = [{"image": b64(RED), "question": "q", "A": "x", "B": "y", "answer": "B"}] * 2
    samples = found(own(write_tsv(tmp_path / "t.tsv", rows), user="{{ question }}{{ row.hint }}"))
    assert [sample.id for sample in samples] == ["0", "1"]
    assert isinstance(samples[0], Sample)
    assert (samples[0].choices, samples[0].group) == (("x", "y"), None)
    assert samples[0].messages[0].parts[-1] == "qNone"


# Splits and limits


def test_a_split_is_what_the_column_says(tmp_path: Path) -> None:
    rows = [{"index": i, "image": b64(RED) if i == 0 else "0", "split": "dev" if i < 2 else "test"} for i in range(5)]
    path = write_tsv(tmp_path / "t.tsv", rows)

    def ids(split: str, limit: int | None = None) -> list[str]:
        return [row["index"] for row in read(path, ["index"], split=split, limit=limit)]

    assert ids("dev") == ["0", "1"]
    assert ids("test") == ["2", "3", "4"]
    assert ids("test", limit=2) == ["2", "3"]
    assert ids(WHOLE_FILE) == ["0", "1", "2", "3", "4"]
    assert [row["image"] for row in read(path, ["image"], split="test")] == [[RED]] * 3
    with pytest.raises(DataError, match=r"'tset' stands in no row of .*t\.tsv, column 'split' \(dev, test\)"):
        ids("tset")


def test_without_a_column_split_a_file_is_any_split(tmp_path: Path) -> None:
    path = write_tsv(tmp_path / "t.tsv", [{"index": 1, "image": b64(RED)}])
    assert len(list(read(path, ["index"], split="validation"))) == 1


# What is wrong with a file


@pytest.mark.parametrize("content", ["", "index\timage\tquestion\n", "index\timage\tquestion\n\n\n"])
def test_a_file_without_rows_is_an_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "t.tsv").write_text(content)
    with pytest.raises(DataError, match=r"no rows|has no column"):
        read(tmp_path / "t.tsv", ["question"], format="vlmevalkit_tsv")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"2\t0\tq\tone too many", r"row 1 \(line 3\): has 4 cells, and the header has 3 columns"),
        ("2\t0\tMünchen".encode("latin-1"), r"row 1 \(line 3\), column 'question': is not written in UTF-8"),
        (b'2\t0\t"never closed', r"row 1 \(line 3\): a quotation mark is opened and never closed"),
    ],
    ids=["cells", "encoding", "quote"],
)
def test_a_row_of_another_shape_is_named_with_its_line(tmp_path: Path, line: bytes, told: str) -> None:
    path = tmp_path / "t.tsv"
    path.write_bytes(f"index\timage\tquestion\n0\t{b64(RED)}\tq\n".encode() + line + b"\n3\t0\tq\n")
    with pytest.raises(DataError, match=rf"^{FIELD}: {path}, {told}"):
        read(path, ["question"])


def test_many_wrong_rows_are_told_in_part(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text("index\timage\n" + "1\t2\t3\n" * 100)
    with pytest.raises(DataError) as caught:
        read(path, ["index"])
    lines = str(caught.value).splitlines()
    assert len(lines) == MAX_TOLD + 1
    assert "more such rows" in lines[-1]


def test_a_renamed_column_is_named_with_what_is_near(tmp_path: Path) -> None:
    path = write_tsv(
        tmp_path / "t.tsv", [{"index": 1, "image": b64(RED), "qestion": "q", "A": "", "B": "", "answer": ""}]
    )
    with pytest.raises(DataError, match=r"tasks\.own\.sample\.question: .* no column 'question' .* mean 'qestion'"):
        own(path).open(None)


def test_of_the_columns_of_one_setting_there_must_be_one(tmp_path: Path) -> None:
    path = write_tsv(
        tmp_path / "t.tsv", [{"index": 1, "img": b64(RED), "question": "q", "A": "", "B": "", "answer": ""}]
    )
    with pytest.raises(DataError, match=r"sample\.images: .* none of the columns 'image', 'image_path' \(index, img, "):
        own(path).open(None)


def test_two_columns_of_one_name_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text("index\timage\tA\tA\n1\t\tx\ty\n")
    with pytest.raises(DataError, match=r"t\.tsv: columns 3 and 4 have the same name, 'A'\. Rename"):
        read(tmp_path / "t.tsv", ["A"])


@pytest.mark.parametrize("name", ["gone.tsv", ""], ids=["nothing", "folder"])
def test_the_format_needs_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(MissingResource, match=rf"^{FIELD}\.path: there is no file"):
        read(tmp_path / name, ["index"], format="vlmevalkit_tsv")


# Size

MEASURE = """
import sys
from pathlib import Path
from tests.tasks.test_tsv import read
rows = read(Path(sys.argv[1]), ["index", "image"])
assert sum(len(row["image"][0]) for row in rows) == int(sys.argv[2])
(peak,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(peak.split()[1])  # of this process alone; `getrusage` would count what the parent had when it forked
"""


def test_memory_does_not_grow_with_the_images(tmp_path: Path) -> None:
    """Ten times the images, 54 MB more of them, and less than 20 MB more memory."""
    image = b64(bytes(1_500_000))
    peaks = []
    for count in (3, 30):
        path = tmp_path / f"{count}.tsv"
        with path.open("w") as file:
            file.write("index\timage\n")
            file.writelines(f"{i}\t{image}\n" for i in range(count))
        command = [sys.executable, "-c", MEASURE, str(path), str(1_500_000 * count)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout) * 1024)
        path.unlink()
    assert peaks[1] - peaks[0] < 20e6


def test_ids_and_answers_are_read_without_the_images(tmp_path: Path) -> None:
    image = b64(bytes(1_000_000))
    rows = [{"index": i, "image": image, "question": "q", "A": "x", "B": "y", "answer": "A"} for i in range(10)]
    task = own(write_tsv(tmp_path / "t.tsv", rows))
    opened = task.open(None)
    before = _read_characters()
    assert [row["index"] for row in task.without_media(opened)] == [str(i) for i in range(10)]
    assert _read_characters() - before < 2_000_000


def _read_characters() -> int:
    """Bytes that this process has read so far, from the disk or from its cache."""
    (line,) = [line for line in Path("/proc/self/io").read_text().splitlines() if line.startswith("rchar")]
    return int(line.split()[1])
