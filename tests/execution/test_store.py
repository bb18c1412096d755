"""The response store: what was answered is kept, whatever kills the process, fills the disk or runs beside it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from hyeval.errors import OutputError, StoreError
from hyeval.execution.store import (
    LOOKUP_CHUNK,
    SCHEMA_VERSION,
    ModelCount,
    Recovery,
    ResponseStore,
    StoredBatch,
    StoreStatistics,
    clear,
    compact,
    folder_in,
    statistics,
)
from hyeval.records import Request, Response, ResponseStatus
from tests.builders import make_request, make_response
from tests.execution.store_process import MODEL_NAME, TASK, StoreProcess, answers, failures, keys, requests

MAIN = "responses.sqlite"
CAP_SYS_ADMIN = 1 << 21


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "responses"


def opened(folder: Path, *, model_name: str = MODEL_NAME, clock: float | None = None) -> ResponseStore:
    if clock is None:
        return ResponseStore(folder, model_name=model_name)
    return ResponseStore(folder, model_name=model_name, clock=lambda: clock)


def texts(store: ResponseStore, start: int, stop: int) -> list[str | None]:
    """Stored answers of the requests with these numbers; None where there is none."""
    found = store.look_up(keys(start, stop))
    return [found[key].text if key in found else None for key in keys(start, stop)]


def expected_texts(start: int, stop: int, text: str = "answer") -> list[str | None]:
    return [f"{text} {i}" for i in range(start, stop)]


def writer_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("writer-*.sqlite"))


def rows(folder: Path, table: str) -> int:
    with closing(sqlite3.connect(folder / MAIN)) as main:
        (count,) = main.execute(f"SELECT COUNT(*) FROM {table}").fetchone()
    return int(count)


def set_version(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={version}")


# One process


def test_what_was_recorded_is_found_at_once_and_by_the_next_process(folder: Path) -> None:
    with opened(folder) as store:
        assert texts(store, 0, 3) == [None, None, None]
        store.intend(requests(0, 2), TASK)
        store.record(answers(0, 2), TASK)
        assert texts(store, 0, 3) == ["answer 0", "answer 1", None]
    assert writer_files(folder) == []
    with opened(folder) as store:
        assert texts(store, 0, 3) == ["answer 0", "answer 1", None]
        assert store.recovery == Recovery(0, 0)


@pytest.mark.parametrize("status", ResponseStatus)
def test_only_what_the_model_said_answers_a_look_up(folder: Path, status: ResponseStatus) -> None:
    request = make_request()
    if status.answered:
        response = make_response("数学 🙂 \n\x00 'quoted'", status=status, finish_reason="stop", latency_s=0.25)
    else:
        response = Response.failure("timeout", "no answer", status=status)
    expected = {request.key: response} if status.answered else {}
    with opened(folder) as store:
        store.record([(request, response)], TASK)
        assert store.look_up([request.key]) == expected
    with opened(folder) as store:
        assert store.look_up([request.key]) == expected
    assert statistics(folder).models == (ModelCount(MODEL_NAME, int(status.answered), int(not status.answered)),)


def test_a_failure_is_replaced_by_a_later_answer_and_never_replaces_one(folder: Path) -> None:
    with opened(folder) as store:
        store.record(failures(0, 1), TASK)
        store.record(answers(0, 2), TASK)
        store.record(failures(1, 2), TASK)
        assert texts(store, 0, 2) == ["answer 0", "answer 1"]
    with opened(folder) as store:
        store.record(failures(0, 2), TASK)
    with opened(folder) as store:
        assert texts(store, 0, 2) == ["answer 0", "answer 1"]


def test_a_look_up_takes_any_number_of_keys(folder: Path) -> None:
    count = 2 * LOOKUP_CHUNK + 7
    with opened(folder) as store:
        assert store.look_up([]) == {}
        store.record(answers(0, count), TASK)
        assert texts(store, 0, count + 3) == [*expected_texts(0, count), None, None, None]


def test_text_that_is_no_valid_unicode_is_stored(folder: Path) -> None:
    """An endpoint that cuts an emoji in two sends `"\\ud83d"`, which JSON allows and UTF-8 does not."""
    request = make_request()
    with opened(folder) as store:
        store.record([(request, make_response("half of it: \ud83d"))], TASK)
    with opened(folder) as store:
        text = store.look_up([request.key])[request.key].text
    assert text is not None
    assert text.encode().startswith(b"half of it: ")


def test_a_newer_answer_replaces_the_older_one(folder: Path) -> None:
    """This is `resume=false`: everything is asked again and the store holds the last word."""
    with opened(folder, clock=100.0) as store:
        store.record(answers(0, 3, "old"), TASK)
    with opened(folder, clock=200.0) as store:
        assert texts(store, 0, 1) == ["old 0"]
        store.record(answers(0, 2, "new"), TASK)
        assert texts(store, 0, 3) == ["new 0", "new 1", "old 2"]
    with opened(folder) as store:
        assert texts(store, 0, 3) == ["new 0", "new 1", "old 2"]


def test_two_stores_of_one_process_do_not_disturb_each_other(folder: Path) -> None:
    with opened(folder) as one, opened(folder) as other:
        one.record(answers(0, 5), TASK)
        other.record(answers(5, 10), TASK)
        assert texts(one, 0, 5) == expected_texts(0, 5)
    with opened(folder) as store:
        assert texts(store, 0, 10) == expected_texts(0, 10)


def test_the_folder_lies_in_the_cache_folder(tmp_path: Path) -> None:
    with opened(folder_in(tmp_path / "not" / "there" / "yet")) as store:
        store.record(answers(0, 1), TASK)
    assert statistics(folder_in(tmp_path / "not" / "there" / "yet")).models == (ModelCount(MODEL_NAME, 1, 0),)


# Processes that are killed


def do_nothing(process: StoreProcess) -> None:
    assert process.do("recovery") == [0, 0]


def intend_only(process: StoreProcess) -> None:
    process.do("intend", 0, 8)


def record_some(process: StoreProcess) -> None:
    process.do("intend", 0, 8)
    process.do("record", 0, 5, "answer")


def record_all(process: StoreProcess) -> None:
    record_some(process)
    process.do("record", 5, 8, "answer")


def fail_some(process: StoreProcess) -> None:
    record_some(process)
    process.do("fail", 5, 7)


def ask_again(process: StoreProcess) -> None:
    record_some(process)
    process.do("intend", 6, 8)
    process.do("intend", 6, 8)


def hold_the_lock(process: StoreProcess) -> None:
    record_some(process)
    process.do("hold the lock")


@pytest.mark.parametrize(
    ("work", "responses", "in_flight"),
    [
        (do_nothing, 0, 0),
        (intend_only, 0, 8),
        (record_some, 5, 3),
        (record_all, 8, 0),
        (fail_some, 5, 1),
        (ask_again, 5, 3),
        (hold_the_lock, 5, 3),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_killed_process_costs_what_was_in_flight_and_nothing_else(
    folder: Path, work: Callable[[StoreProcess], None], responses: int, in_flight: int
) -> None:
    with StoreProcess(folder) as process:
        work(process)
        process.kill()
    assert len(writer_files(folder)) == 1
    with opened(folder) as store:
        assert store.recovery == Recovery(responses, in_flight)
        assert texts(store, 0, 8) == [*expected_texts(0, responses), *[None] * (8 - responses)]
    assert writer_files(folder) == []
    assert statistics(folder).interrupted == in_flight


@pytest.mark.parametrize("acknowledged", [1, 40])
def test_whatever_was_acknowledged_before_a_kill_is_there(folder: Path, acknowledged: int) -> None:
    """Killed in the middle of its work, wherever that is: at most the request in flight is lost."""
    with StoreProcess(folder) as process:
        process.start("work for ever")
        last = [process.answer() for _ in range(acknowledged)][-1]
        process.kill()
    with opened(folder) as store:
        assert texts(store, 0, last + 1) == expected_texts(0, last + 1)
        assert store.recovery.responses >= last + 1
        assert store.recovery.in_flight <= 1


def test_several_killed_processes_are_recovered_together(folder: Path) -> None:
    with StoreProcess(folder) as one, StoreProcess(folder) as other:
        for number, process in enumerate((one, other)):
            process.do("intend", 10 * number, 10 * number + 10)
            process.do("record", 10 * number, 10 * number + 6, "answer")
        one.kill()
        other.kill()
    with opened(folder) as store:
        assert store.recovery == Recovery(12, 8)


def test_what_was_in_flight_is_counted_once(folder: Path) -> None:
    with StoreProcess(folder) as process:
        record_some(process)
        process.kill()
    with opened(folder) as store:
        assert store.recovery == Recovery(5, 3)
    with opened(folder) as store:
        assert store.recovery == Recovery(0, 0)


def test_a_fold_that_was_killed_before_it_removed_the_file_is_done_again_without_harm(
    folder: Path, tmp_path: Path
) -> None:
    with StoreProcess(folder) as process:
        fail_some(process)
        process.kill()
    left = tmp_path / "left"
    left.mkdir()
    for path in folder.glob("writer-*"):
        shutil.copy2(path, left)
    opened(folder).close()
    before = statistics(folder)
    for path in left.iterdir():
        shutil.copy2(path, folder)
    with opened(folder) as store:
        assert store.recovery == Recovery(0, 0)
        assert texts(store, 0, 8) == [*expected_texts(0, 5), None, None, None]
    after = statistics(folder)
    assert (after.models, after.interrupted, after.writers) == (before.models, before.interrupted, 0)
    assert [rows(folder, table) for table in ("responses", "failures", "interrupted")] == [5, 2, 1]


def test_an_answer_that_was_folded_late_does_not_replace_a_newer_one(folder: Path) -> None:
    with StoreProcess(folder, clock=100.0) as process:
        process.do("record", 0, 2, "old")
        with opened(folder, clock=200.0) as store:
            store.record(answers(0, 1, "new"), TASK)
        process.kill()
    with opened(folder) as store:
        assert texts(store, 0, 2) == ["new 0", "old 1"]


def test_an_empty_file_of_a_process_that_was_killed_at_once_is_removed(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "writer-host-1-abc.sqlite").touch()
    with opened(folder) as store:
        assert store.recovery == Recovery(0, 0)
        assert [path.name for path in writer_files(folder)] != ["writer-host-1-abc.sqlite"]
        assert len(writer_files(folder)) == 1


# What a killed process had in flight


def killed_in_flight(folder: Path) -> None:
    """A process that had the requests 5, 6 and 7 in flight."""
    with StoreProcess(folder) as process:
        record_some(process)
        process.kill()


def lost(store: ResponseStore) -> list[int]:
    """Numbers of the requests that count as lost."""
    found = store.lost(keys(0, 20))
    return [number for number, key in enumerate(keys(0, 20)) if key in found]


def test_what_a_killed_process_had_in_flight_is_lost_until_it_is_answered(folder: Path) -> None:
    with opened(folder) as store:
        assert lost(store) == []
    killed_in_flight(folder)
    with opened(folder) as store:
        assert lost(store) == [5, 6, 7]
        assert store.lost([]) == set()
        assert store.lost(keys(6, 7)) == set(keys(6, 7))
    with opened(folder) as store:
        assert lost(store) == [5, 6, 7]
        store.intend(requests(5, 7), TASK)
        store.record(answers(5, 6), TASK)
        store.record(failures(6, 7), TASK)
    with opened(folder) as store:
        assert lost(store) == [6, 7]
        store.record(answers(6, 8), TASK)
    with opened(folder) as store:
        assert lost(store) == []


def test_a_request_that_was_answered_and_then_asked_again_is_lost_all_the_same(folder: Path) -> None:
    """As with `resume=false`: the second time may have been billed too."""
    with opened(folder, clock=100.0) as store:
        store.record(answers(0, 3), TASK)
    with StoreProcess(folder, clock=200.0) as process:
        process.do("intend", 1, 3)
        process.kill()
    with opened(folder, clock=300.0) as store:
        assert lost(store) == [1, 2]
        assert texts(store, 0, 3) == expected_texts(0, 3)
        store.record(answers(1, 2, "again"), TASK)
    with opened(folder) as store:
        assert lost(store) == [2]


def test_what_turned_out_not_to_be_sent_was_not_in_flight(folder: Path) -> None:
    with opened(folder) as store:
        store.intend(requests(0, 3), TASK)
        store.record(answers(0, 1), TASK)
        store.withdraw()
        store.intend(requests(3, 4), TASK)
    with opened(folder) as store:
        assert store.lost(keys(0, 4)) == set(keys(3, 4))
        assert texts(store, 0, 1) == expected_texts(0, 1)


def test_what_a_living_process_has_in_flight_is_not_lost(folder: Path) -> None:
    with StoreProcess(folder) as process:
        process.do("intend", 0, 8)
        with opened(folder) as store:
            assert lost(store) == []
        process.do("record", 0, 8, "answer")
        assert process.end() == (0, "")
    with opened(folder) as store:
        assert lost(store) == []


# Batches


def open_batches(folder: Path, *, model: str = MODEL_NAME, task: str = TASK) -> list[StoredBatch]:
    with opened(folder) as store:
        return store.open_batches(model=model, task=task)


def test_what_is_known_of_a_batch_grows_from_process_to_process(folder: Path) -> None:
    with StoreProcess(folder) as process:
        process.do("save batch", "number", None, False)
        process.kill()
    assert open_batches(folder) == [StoredBatch("number", None, 3)]
    with StoreProcess(folder) as process:
        process.do("save batch", "number", "batch_1", False)
        assert open_batches(folder) == [StoredBatch("number", None, 3)]  # a living process's file is its own
        process.kill()
    assert open_batches(folder) == [StoredBatch("number", "batch_1", 3)]
    with StoreProcess(folder) as process:
        process.do("save batch", "number", "batch_1", True)
        assert process.end() == (0, "")
    assert open_batches(folder) == []


def test_several_steps_of_one_process_are_folded_to_the_last(folder: Path) -> None:
    with StoreProcess(folder) as process:
        for batch, finished in ((None, False), ("batch_1", False), ("batch_1", True)):
            process.do("save batch", "done", batch, finished)
        process.do("save batch", "open", None, False)
        process.do("save batch", "open", "batch_2", False)
        process.kill()
    assert open_batches(folder) == [StoredBatch("open", "batch_2", 3)]


def test_an_older_word_on_a_batch_that_is_folded_late_changes_nothing(folder: Path) -> None:
    with StoreProcess(folder, clock=100.0) as process:
        process.do("save batch", "number", None, False)
        with opened(folder, clock=200.0) as store:
            store.save_batch(StoredBatch("number", "batch_1", 3), model=MODEL_NAME, task=TASK)
        process.kill()
    assert open_batches(folder) == [StoredBatch("number", "batch_1", 3)]


def test_a_batch_that_this_process_has_finished_is_not_open_to_it(folder: Path) -> None:
    batch = StoredBatch("number", "batch_1", 3)
    with opened(folder) as store:
        store.save_batch(batch, model=MODEL_NAME, task=TASK)
    with opened(folder) as store:
        assert store.open_batches(model=MODEL_NAME, task=TASK) == [batch]
        store.save_batch(batch, model=MODEL_NAME, task=TASK, finished=True)
        assert store.open_batches(model=MODEL_NAME, task=TASK) == []
    assert open_batches(folder) == []


def test_open_batches_are_those_of_one_model_and_task_oldest_first(folder: Path) -> None:
    for clock, submission, model, task in (
        (300.0, "third", MODEL_NAME, TASK),
        (100.0, "first", MODEL_NAME, TASK),
        (150.0, "other model", "another", TASK),
        (160.0, "other task", MODEL_NAME, "another"),
        (200.0, "second", MODEL_NAME, TASK),
    ):
        with opened(folder, clock=clock) as store:
            store.save_batch(StoredBatch(submission, None, 1), model=model, task=task)
    assert [batch.submission for batch in open_batches(folder)] == ["first", "second", "third"]
    assert [batch.submission for batch in open_batches(folder, model="another")] == ["other model"]
    assert [batch.submission for batch in open_batches(folder, task="another")] == ["other task"]


# The newest answers


def test_the_newest_answers_of_this_model_are_those_of_finished_runs(folder: Path) -> None:
    for clock, start in ((300.0, 6), (100.0, 0), (200.0, 3)):
        with opened(folder, clock=clock) as store:
            store.record([*answers(start, start + 3), *failures(20 + start, 22 + start)], TASK)
    with opened(folder, model_name="another", clock=400.0) as store:
        store.record(answers(9, 12), TASK)
        assert store.recent(10) == []
    with opened(folder) as store:
        store.record(answers(12, 15), TASK)
        assert {response.text for response in store.recent(3)} == set(expected_texts(6, 9))
        assert {response.text for response in store.recent(5)} > set(expected_texts(6, 9))
        assert len(store.recent(5)) == 5
        assert {response.text for response in store.recent(100)} == set(expected_texts(0, 9))


# Processes side by side


def test_the_file_of_a_living_process_is_left_alone(folder: Path) -> None:
    with StoreProcess(folder) as process:
        process.do("intend", 0, 8)
        process.do("record", 0, 5, "answer")
        (living,) = writer_files(folder)
        with opened(folder) as store:
            assert store.recovery == Recovery(0, 0)
            assert texts(store, 0, 5) == [None] * 5
        assert compact(folder) == Recovery(0, 0)
        assert clear(folder) == 0
        assert writer_files(folder) == [living]
        assert statistics(folder).writers == 1
        process.do("record", 5, 8, "answer")
        assert process.do("look up", 0, 8) == expected_texts(0, 8)
        assert process.end() == (0, "")
    assert writer_files(folder) == []
    with opened(folder) as store:
        assert texts(store, 0, 8) == expected_texts(0, 8)
    assert statistics(folder).interrupted == 0


def test_a_running_process_finds_what_another_one_has_finished(folder: Path) -> None:
    with opened(folder) as store, StoreProcess(folder) as process:
        process.do("record", 0, 3, "answer")
        assert process.end() == (0, "")
        assert texts(store, 0, 3) == expected_texts(0, 3)


def test_eight_processes_at_once_lose_nothing(folder: Path) -> None:
    processes = [StoreProcess(folder) for _ in range(8)]
    for number, process in enumerate(processes):
        process.start("burst", [[1000 * number, 1000 * number + 200], [9000, 9050]])
    assert [process.answer() for process in processes] == [None] * 8
    assert [process.end() for process in processes] == [(0, "")] * 8
    found = statistics(folder)
    assert (found.models, found.interrupted, found.writers) == ((ModelCount(MODEL_NAME, 8 * 200 + 50, 0),), 0, 0)
    with opened(folder) as store:
        for start, stop in [*((1000 * number, 1000 * number + 200) for number in range(8)), (9000, 9050)]:
            assert texts(store, start, stop) == expected_texts(start, stop)


# Statistics, compact, clear


def test_a_store_that_does_not_exist_holds_nothing(folder: Path) -> None:
    assert statistics(folder) == StoreStatistics((), 0, 0, 0)
    assert not folder.exists()


def test_statistics_count_by_model(folder: Path) -> None:
    with opened(folder, model_name="b") as store:
        store.record([*answers(0, 4), *failures(4, 6)], TASK)
    with opened(folder, model_name="a") as store:
        store.record(answers(10, 11), TASK)
    found = statistics(folder)
    assert found.models == (ModelCount("a", 1, 0), ModelCount("b", 4, 2))
    assert found.size == sum(path.stat().st_size for path in folder.glob("*.sqlite*")) > 0


def test_compacting_recovers_and_drops_what_an_answer_has_replaced(folder: Path) -> None:
    with StoreProcess(folder) as process:
        fail_some(process)
        process.kill()
    assert compact(folder) == Recovery(5, 1)
    assert [rows(folder, table) for table in ("responses", "failures", "interrupted")] == [5, 2, 1]
    with opened(folder) as store:
        store.record(answers(6, 8), TASK)
    assert compact(folder) == Recovery(0, 0)
    assert [rows(folder, table) for table in ("responses", "failures", "interrupted")] == [7, 1, 0]
    with opened(folder) as store:
        assert texts(store, 0, 8) == [*expected_texts(0, 5), None, *expected_texts(6, 8)]


def test_compacting_gives_space_back(folder: Path) -> None:
    with opened(folder) as store:
        store.record([(request, Response.failure("timeout", "x" * 2000)) for request in requests(0, 300)], TASK)
    with opened(folder) as store:
        store.record(answers(0, 300), TASK)
    before = statistics(folder).size
    compact(folder)
    assert statistics(folder).size < before / 2


def test_clearing_one_model_keeps_the_others(folder: Path) -> None:
    with opened(folder, model_name="a") as store:
        store.record([*answers(0, 4), *failures(4, 5)], TASK)
    with opened(folder, model_name="b") as store:
        store.record(answers(10, 13), TASK)
    assert clear(folder, model_name="a") == 4
    assert statistics(folder).models == (ModelCount("b", 3, 0),)
    assert clear(folder, model_name="unknown") == 0
    with opened(folder) as store:
        assert texts(store, 0, 4) == [None] * 4
        assert texts(store, 10, 13) == expected_texts(10, 13)


def test_clearing_everything_counts_what_killed_processes_left(folder: Path) -> None:
    with opened(folder) as store:
        store.record(answers(20, 24), TASK)
    with StoreProcess(folder) as process:
        fail_some(process)
        process.kill()
    assert clear(folder) == 9
    found = statistics(folder)
    assert (found.models, found.interrupted, found.writers) == ((), 0, 0)


# What is wrong with the folder


USES: dict[str, Callable[[Path], object]] = {
    "open": opened,
    "statistics": statistics,
    "compact": compact,
    "clear": clear,
}


@pytest.mark.parametrize("use", USES)
def test_another_format_is_named_and_left_as_it_is(folder: Path, use: str) -> None:
    with opened(folder) as store:
        store.record(answers(0, 1), TASK)
    set_version(folder / MAIN, 99)
    with pytest.raises(StoreError, match=rf"format 99, this hyeval reads format {SCHEMA_VERSION}") as caught:
        USES[use](folder)
    assert str(folder / MAIN) in str(caught.value)
    assert "cache_dir" in str(caught.value)
    set_version(folder / MAIN, SCHEMA_VERSION)
    with opened(folder) as store:
        assert texts(store, 0, 1) == ["answer 0"]


def test_a_killed_process_of_another_format_is_named_and_not_swallowed(folder: Path) -> None:
    with StoreProcess(folder) as process:
        record_some(process)
        process.kill()
    (left,) = writer_files(folder)
    set_version(left, 99)
    with pytest.raises(StoreError, match="format 99"):
        opened(folder)
    assert left.exists()


@pytest.mark.parametrize("use", USES)
def test_a_file_that_is_no_database_is_reported_as_damage(folder: Path, use: str) -> None:
    folder.mkdir(parents=True)
    (folder / MAIN).write_bytes(b"this is no database, but long enough to look like one " * 100)
    with pytest.raises(StoreError, match="damaged") as caught:
        USES[use](folder)
    assert str(folder) in str(caught.value)
    assert "Move it away" in str(caught.value)


def test_a_damaged_file_of_a_killed_process_is_named_so_that_the_rest_can_be_kept(folder: Path) -> None:
    with opened(folder) as store:
        store.record(answers(0, 3), TASK)
    (folder / "writer-host-1-abc.sqlite").write_bytes(b"no database " * 1000)
    with pytest.raises(StoreError) as caught:
        opened(folder)
    assert "writer-host-1-abc.sqlite" in str(caught.value)
    (folder / "writer-host-1-abc.sqlite").unlink()
    with opened(folder) as store:
        assert texts(store, 0, 3) == expected_texts(0, 3)


@pytest.mark.parametrize("place", ["the folder itself", "its parent"])
def test_a_folder_that_is_a_file_is_an_error_with_a_remedy(tmp_path: Path, place: str) -> None:
    (tmp_path / "taken").write_text("a file")
    folder = tmp_path / "taken" if place == "the folder itself" else tmp_path / "taken" / "responses"
    with pytest.raises(StoreError, match=r"`cache_dir=`") as caught:
        opened(folder)
    assert str(folder) in str(caught.value)
    assert isinstance(caught.value, OutputError)
    assert caught.value.exit_code == 4


# Closing


def leave(folder: Path, error: BaseException | None) -> None:
    """Record something, damage the main file, and leave the store."""
    with opened(folder) as store:
        store.record(answers(0, 3), TASK)
        (folder / MAIN).rename(folder / "aside")
        (folder / MAIN).write_bytes(b"no database " * 1000)
        if error is not None:
            raise error


@pytest.mark.parametrize("error", [None, ValueError("the run's own error")], ids=["no error", "an error"])
def test_an_error_of_closing_never_hides_the_error_of_the_run_and_loses_nothing(
    folder: Path, error: Exception | None
) -> None:
    with pytest.raises(StoreError if error is None else type(error), match="damaged" if error is None else "own error"):
        leave(folder, error)
    assert len(writer_files(folder)) == 1
    (folder / "aside").rename(folder / MAIN)
    with opened(folder) as store:
        assert texts(store, 0, 3) == expected_texts(0, 3)


# A full disk


def test_a_write_that_fails_is_an_error_with_a_remedy_and_costs_only_itself(folder: Path) -> None:
    with StoreProcess(folder) as process:
        process.do("intend", 0, 20)
        process.do("record", 0, 10, "answer")
        process.do("limit", 4096)
        for command in (["record", 10, 20, "answer"], ["intend", 20, 400]):
            message = process.do(*command)["error"]
            assert str(folder) in message
            assert "Free space" in message or "`cache_dir=`" in message
        assert process.do("look up", 0, 20) == [*expected_texts(0, 10), *[None] * 10]
        process.do("limit", None)
        assert process.do("record", 10, 20, "answer") is None
        assert process.end() == (0, "")
    with opened(folder) as store:
        assert texts(store, 0, 20) == expected_texts(0, 20)
    assert statistics(folder).interrupted == 0


def may_mount() -> bool:
    """Whether this process has the capability to mount."""
    status = Path("/proc/self/status")
    if not status.exists():
        return False
    fields = dict(line.partition(":")[::2] for line in status.read_text().splitlines())
    return bool(int(fields["CapEff"], 16) & CAP_SYS_ADMIN)


if may_mount():

    @pytest.fixture
    def small_disk(tmp_path: Path) -> Iterator[Path]:
        disk = tmp_path / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)], check=True)
        try:
            yield disk
        finally:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)

    def record_until_full(store: ResponseStore) -> tuple[list[Request], StoreError]:
        """Record long answers until the disk is full; return the requests that were kept."""
        kept: list[Request] = []
        for i in range(10_000):
            batch = requests(i, i + 1)
            try:
                store.intend(batch, TASK)
                store.record([(batch[0], make_response("x" * 5000))], TASK)
            except StoreError as error:
                return kept, error
            kept += batch
        raise AssertionError("the disk never was full")

    def test_a_full_disk_costs_nothing_that_was_recorded_before(small_disk: Path) -> None:
        folder = small_disk / "responses"
        store = opened(folder)
        kept, error = record_until_full(store)
        assert "Free space on that disk and run the same command again" in str(error)
        assert len(kept) > 10
        assert len(store.look_up([request.key for request in kept])) == len(kept)
        with pytest.raises(StoreError, match="Free space on that disk"):
            store.close()
        subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
        with opened(folder) as again:
            assert again.recovery.responses == len(kept)
            assert again.recovery.in_flight <= 1
            found = again.look_up([request.key for request in kept])
        assert {response.text for response in found.values()} == {"x" * 5000}
        assert len(found) == len(kept)

    def test_a_disk_that_is_full_from_the_start_is_an_error_with_a_remedy(small_disk: Path) -> None:
        with (small_disk / "ballast").open("wb") as ballast:
            ballast.write(bytes(480 * 1024))
        with pytest.raises(StoreError, match="Free space on that disk"), opened(small_disk / "responses") as store:
            record_until_full(store)
        (small_disk / "ballast").unlink()
        with opened(small_disk / "responses") as store:
            store.record(answers(0, 3), TASK)
        with opened(small_disk / "responses") as store:
            assert texts(store, 0, 3) == expected_texts(0, 3)


def test_where_others_fold_for_too_long_the_answers_wait_for_the_next_run(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = ResponseStore(folder, model_name=MODEL_NAME, lock_timeout_s=0.1)
    store.record(answers(0, 3), TASK)
    with FileLock(folder / "store.lock"):
        store.close()
    assert "the response store is busy" in caplog.text
    assert len(writer_files(folder)) == 1
    with opened(folder) as later:
        assert later.recovery == Recovery(responses=3, in_flight=0)
        assert texts(later, 0, 3) == expected_texts(0, 3)
