"""The responses of a finished run, read back in whatever order they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyeval.errors import DataError
from hyeval.records import Request, Response, ResponseStatus, Score, ScoreStatus
from hyeval.reports.recorded import RecordedTask
from hyeval.reports.task_log import log_lines
from tests.builders import make_request, make_sample

ROWS = 5
SCORE = Score(ScoreStatus.SCORED, 1.0)


def request(index: int, repeat: int = 0) -> Request:
    return make_request(make_sample(f"question {index}", index=index, id=str(index)), repeat=repeat)


@pytest.fixture
def recorded(tmp_path: Path) -> RecordedTask:
    """A log of five samples with two repeats each, without the third."""
    path = tmp_path / "task.jsonl"
    with path.open("wb") as file:
        for index in (0, 1, 3, 4):
            for repeat in (0, 1):
                response = Response(ResponseStatus.OK, text=f"{index} {repeat}")
                lines = log_lines(request(index, repeat), response, SCORE, reused=False)
                file.write(lines.sample)
    return RecordedTask(path)


def texts(recorded: RecordedTask, *asked: tuple[int, int]) -> list[str | None]:
    found = [recorded.response(request(index, repeat)) for index, repeat in asked]
    return [None if one is None else one.text for one in found]


def test_all_come_back_in_the_order_of_the_log(recorded: RecordedTask) -> None:
    asked = [(index, repeat) for index in range(ROWS) for repeat in (0, 1)]
    expected = [None if index == 2 else f"{index} {repeat}" for index, repeat in asked]
    assert texts(recorded, *asked) == expected
    assert texts(recorded, *asked) == expected  # a second time, as when judges follow
    assert recorded.other_prompts == 0


def test_any_other_order_serves_too(recorded: RecordedTask) -> None:
    assert texts(recorded, (0, 0), (1, 0), (4, 1), (0, 1), (2, 0), (9, 0)) == ["0 0", "1 0", "4 1", "0 1", None, None]


def test_behind_the_last_line_there_is_nothing(recorded: RecordedTask) -> None:
    every = [(index, repeat) for index in (0, 1, 3, 4) for repeat in (0, 1)]
    assert None not in texts(recorded, *every)
    assert texts(recorded, (5, 0), (0, 0)) == [None, "0 0"]


def test_other_prompts_are_counted_and_another_data_set_is_refused(recorded: RecordedTask) -> None:
    recorded.response(make_request(make_sample("asked otherwise", index=0, id="0")))
    assert recorded.other_prompts == 1
    with pytest.raises(DataError, match="sample 1 was '1', and the data set has 'x' there"):
        recorded.response(make_request(make_sample("question 1", index=1, id="x")))
