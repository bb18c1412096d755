"""Rows that ask several questions: every element of their list is a sample."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hyeval.errors import DataError
from hyeval.tasks.task import SampleMapping
from tests.tasks.files import write_plain_parquet
from tests.tasks.test_task import make_task, rows_task, samples

PAIRS = [{"question": "Where?", "answer": "here"}, {"question": "When?", "answer": "now"}]
EACH = SampleMapping(
    question="asked",
    answer="gold",
    each="pairs",
    cluster="id",
    derive={"asked": "{{ row.pairs.question }}", "gold": "{{ row.pairs.answer }}"},
)


@pytest.mark.parametrize("written", [list, str], ids=["a list", "a list written as text"])
def test_every_element_of_a_list_is_asked(tmp_path: Path, written: Callable[[Any], Any]) -> None:
    rows = [{"id": 7, "pairs": written(PAIRS)}, {"id": 8, "pairs": written(PAIRS[:1])}]
    task = rows_task(tmp_path, rows, EACH)
    found = samples(task)
    assert [(one.index, one.question, one.targets, one.cluster) for one in found] == [
        (0, "Where?", ("here",), "7"),
        (1, "When?", ("now",), "7"),
        (2, "Where?", ("here",), "8"),
    ]
    assert task.open(None).count == 3
    assert [sample.id for sample in found] == ["0", "1", "2"]


def test_a_limit_counts_questions_and_not_rows(tmp_path: Path) -> None:
    task = rows_task(tmp_path, [{"id": number, "pairs": PAIRS} for number in range(5)], EACH)
    assert task.open(3).count == 3
    assert [sample.question for sample in samples(task, limit=3)] == ["Where?", "When?", "Where?"]


def test_the_list_may_be_derived_and_others_derived_of_its_elements(tmp_path: Path) -> None:
    mapping = SampleMapping(
        id="key",
        question="asked",
        answer="gold",
        each="which",
        derive={
            "which": "[1, 2]",
            "key": "{{ row.name }}_{{ row.which }}",
            "asked": "{{ [row.q1, row.q2][row.which - 1] }}",
            "gold": "{{ [row.a1, row.a2][row.which - 1] }}",
        },
    )
    path = write_plain_parquet(
        tmp_path / "test.parquet", {"name": ["x"], "q1": ["Up?"], "q2": ["Down?"], "a1": ["yes"], "a2": ["no"]}
    )
    task = make_task(path, mapping)
    assert [(one.id, one.question, one.targets) for one in samples(task)] == [
        ("x_1", "Up?", ("yes",)),
        ("x_2", "Down?", ("no",)),
    ]
    assert [task.check_answer(i, row).errors for i, row in enumerate(task.without_media(task.open(None)))] == [[], []]


@pytest.mark.parametrize(("pairs", "found"), [("a, b", "a list written as text"), (None, "NoneType"), (3, "int")])
def test_what_is_no_list_names_row_and_column(tmp_path: Path, pairs: Any, found: str) -> None:
    task = rows_task(tmp_path, [{"id": 1, "pairs": pairs}], EACH)
    with pytest.raises(DataError, match="own, row 0, column 'pairs': expected a list") as caught:
        task.open(None)
    assert found in str(caught.value)


def test_a_missing_list_names_its_setting(tmp_path: Path) -> None:
    task = rows_task(tmp_path, [{"id": 1, "answer": "x"}], EACH)
    with pytest.raises(DataError, match=r"tasks\.own\.sample\.each: .* has no column 'pairs'"):
        task.open(None)
