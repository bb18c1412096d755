"""What failed in runs, read from their folders alone, also when a run was killed in the middle of a line."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from hyeval.errors import MissingResource
from hyeval.records import RequestError, Response, ResponseStatus, Score, ScoreStatus
from hyeval.reports.run_directory import OrderedLog, RunDirectory
from hyeval.reports.scan import MESSAGE_LENGTH, SHOWN_SAMPLES, FailureClass, find_runs, print_scan, scan
from hyeval.reports.task_log import log_lines
from tests.builders import make_request, make_response, make_sample

COMMAND = "python -m hyeval model=gpt_4o 'task=[digits,mmmu]'"


def failed(
    kind: str = "http_500",
    message: str = "on fire",
    *,
    attempts: int = 1,
    status: ResponseStatus = ResponseStatus.FAILED,
) -> Response:
    return Response(status, error=RequestError(kind, message, attempts))


def write(log: OrderedLog, responses: Sequence[Response]) -> None:
    for index, response in enumerate(responses):
        request = make_request(make_sample(index=index, id=f"row{index}"))
        score = Score(ScoreStatus.SCORED, 1.0) if response.status.answered else Score(ScoreStatus.NO_RESPONSE, None)
        log.append(index, log_lines(request, response, score, reused=False).sample)


def make_run(folder: Path, tasks: Mapping[str, Sequence[Response]], *, command: str | None = COMMAND) -> Path:
    """A finished run."""
    directory = RunDirectory(folder)
    for name, responses in tasks.items():
        log = directory.ordered_log(f"samples/{name}.jsonl", len(responses))
        write(log, responses)
        log.publish()
    if command is not None:
        directory.write_json("manifest.json", {"command": command})
    return folder


def make_killed_run(folder: Path, task: str, responses: Sequence[Response], *, cut: int) -> Path:
    """A run that was killed when so many bytes of its last line had not reached the disk."""
    log = RunDirectory(folder).ordered_log(f"samples/{task}.jsonl", len(responses))
    write(log, responses)
    log.close()
    partial = log.path.with_name(log.path.name + ".partial")
    partial.write_bytes(partial.read_bytes()[:-cut])
    return folder


OK = make_response()


def test_failures_are_counted_by_task_status_and_kind(tmp_path: Path) -> None:
    responses = [
        OK,
        failed("http_500", "first", attempts=3),
        failed("timeout", "late", attempts=2),
        failed("http_500", "second", attempts=1),
        make_response(status=ResponseStatus.REFUSED),
        failed("http_500", "no", status=ResponseStatus.REJECTED),
    ]
    found = scan(make_run(tmp_path / "run", {"mmmu": [OK, failed("media")], "digits": responses}))
    assert (found.directory, found.requests, found.command) == (tmp_path / "run", 8, COMMAND)
    assert found.failures == (
        FailureClass("digits", "failed", "http_500", 2, 4, "first", ["row1", "row3"]),
        FailureClass("digits", "rejected", "http_500", 1, 1, "no", ["row5"]),
        FailureClass("digits", "failed", "timeout", 1, 2, "late", ["row2"]),
        FailureClass("mmmu", "failed", "media", 1, 1, "on fire", ["row1"]),
    )


def test_a_run_without_failures_has_none(tmp_path: Path) -> None:
    found = scan(make_run(tmp_path, {"digits": [OK] * 3}, command=None))
    assert (found.requests, found.failures, found.command) == (3, (), None)


def test_few_samples_are_named_and_a_long_message_is_cut(tmp_path: Path) -> None:
    (found,) = scan(make_run(tmp_path, {"digits": [failed(message="x" * 500)] * 40})).failures
    assert (found.count, len(found.samples), found.message) == (40, SHOWN_SAMPLES, "x" * MESSAGE_LENGTH)


@pytest.mark.parametrize("name", ["suite/digits", "a/b/c", "dotted.name"])
def test_a_task_is_known_by_its_path_below_the_samples(tmp_path: Path, name: str) -> None:
    found = scan(make_run(tmp_path, {name: [failed()], "plain": [failed()]}))
    assert {one.task for one in found.failures} == {name, "plain"}


@pytest.mark.parametrize("cut", [1, 2, 40, 200])
def test_the_last_line_of_a_killed_run_may_be_cut_off_anywhere(tmp_path: Path, cut: int) -> None:
    found = scan(make_killed_run(tmp_path, "suite/digits", [OK, failed(), failed("timeout")], cut=cut))
    assert found.requests == 2
    assert [(one.task, one.kind, one.count) for one in found.failures] == [("suite/digits", "http_500", 1)]


def test_a_character_may_be_cut_off_in_the_middle(tmp_path: Path) -> None:
    """What a process writes reaches the disk in portions of bytes, not of characters."""
    found = scan(make_killed_run(tmp_path, "digits", [failed(), make_response("数" * 4000)], cut=6000))
    tail = (tmp_path / "samples" / "digits.jsonl.partial").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        tail.decode()
    assert (found.requests, len(found.failures)) == (1, 1)


def test_finished_and_unfinished_tasks_of_one_run_are_read_together(tmp_path: Path) -> None:
    make_run(tmp_path, {"digits": [OK, failed()]})
    make_killed_run(tmp_path, "mmmu", [failed("timeout"), OK], cut=5)
    found = scan(tmp_path)
    assert found.requests == 3
    assert [(one.task, one.kind) for one in found.failures] == [("digits", "http_500"), ("mmmu", "timeout")]


def test_a_run_that_was_killed_while_it_put_its_log_in_order_is_counted_once(tmp_path: Path) -> None:
    make_run(tmp_path, {"digits": [OK, failed()], "suite/mmmu": [failed("timeout")]})
    folder = tmp_path / "samples"
    digits, mmmu = folder / "digits.jsonl", folder / "suite" / "mmmu.jsonl"
    digits.with_name("digits.jsonl.partial").write_bytes(digits.read_bytes())  # killed before it was removed
    mmmu.with_name("mmmu.jsonl.partial").write_bytes(mmmu.read_bytes())
    mmmu.rename(mmmu.with_name(".mmmu.jsonl.ordered"))  # killed before it had its name
    found = scan(tmp_path)
    assert found.requests == 3
    assert [(one.task, one.kind) for one in found.failures] == [("digits", "http_500"), ("suite/mmmu", "timeout")]


def test_text_of_every_kind_is_read(tmp_path: Path) -> None:
    message = "数学 🙂 \u2028 [bold] \n \\n half \ud83d"
    (found,) = scan(make_run(tmp_path, {"digits": [failed(message=message)]})).failures
    assert found.message == message


def test_what_an_earlier_run_left_is_not_of_this_run(tmp_path: Path) -> None:
    make_run(tmp_path, {"mine": [make_response("7")], "others": [failed()]})
    RunDirectory(tmp_path).set_aside(["mine"])
    found = scan(tmp_path)
    assert (found.requests, found.failures) == (1, ())


@pytest.mark.parametrize(
    "make", [lambda _: None, lambda folder: (folder / "samples").mkdir()], ids=["empty", "no logs"]
)
def test_a_folder_without_a_run_is_named(tmp_path: Path, make: Any) -> None:
    make(tmp_path)
    with pytest.raises(MissingResource, match="holds no run") as caught:
        scan(tmp_path)
    assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2026-11-12/10-00-00", "there is no folder {0}/2026-11-12. Did you mean '2026-11-21'?"),
        ("2026-11-21/10-00-01", "there is no folder {0}/2026-11-21/10-00-01. Did you mean '10-00-00'?"),
        ("zzz", "there is no folder {0}/zzz. Check the path."),
        ("note/zzz", "there is no folder {0}/note/zzz. Check the path."),
    ],
)
def test_a_folder_that_is_not_there_is_told_with_what_is_near(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "2026-11-21" / "10-00-00").mkdir(parents=True)
    (tmp_path / "note").write_text("")
    with pytest.raises(MissingResource) as caught:
        scan(tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name}: {told.format(tmp_path)}"


# Several runs


def test_the_runs_below_a_folder_are_found_in_order_and_once(tmp_path: Path) -> None:
    for name in ("2026-11-20/10-00-00/1", "2026-11-20/10-00-00/0", "2026-11-20/09-00-00"):
        make_run(tmp_path / name, {"suite/digits": [OK]})
    (tmp_path / "2026-11-20" / "notes").mkdir()
    (tmp_path / "2026-11-20" / "10-00-00" / "multirun.yaml").touch()

    def names(*folders: str) -> list[str]:
        return [path.relative_to(tmp_path).as_posix() for path in find_runs([tmp_path / name for name in folders])]

    day = ["2026-11-20/09-00-00", "2026-11-20/10-00-00/0", "2026-11-20/10-00-00/1"]
    assert names("") == names("2026-11-20") == day
    assert names("2026-11-20/10-00-00") == day[1:]
    assert names("2026-11-20/10-00-00/1") == [day[2]]
    assert names("2026-11-20/10-00-00/1", "2026-11-20") == [day[2], *day[:2]]
    assert names("2026-11-20/notes") == ["2026-11-20/notes"]  # so that it can be named as holding none


# What is shown


def shown(folder: Path) -> str:
    console = Console(file=io.StringIO(), width=200)
    print_scan(scan(folder), console)
    assert isinstance(console.file, io.StringIO)
    return "\n".join(" ".join(line.split()) for line in console.file.getvalue().splitlines())


def test_a_table_shows_the_classes_and_the_command_that_asks_them_again(tmp_path: Path) -> None:
    text = shown(make_run(tmp_path, {"digits": [OK, *[failed(message="[red]on fire[/]", attempts=2)] * 7]}))
    assert f"{tmp_path}: 8 requests" in text
    samples = ", ".join(f"row{number}" for number in range(1, 1 + SHOWN_SAMPLES))
    assert f"digits failed http_500 7 14 {samples}, … [red]on fire[/]" in text
    assert text.endswith(f"The same command asks only these again:\n{COMMAND}")


def test_where_nothing_failed_no_command_is_shown(tmp_path: Path) -> None:
    text = shown(make_run(tmp_path, {"digits": [OK]}))
    assert text.endswith("1 requests\nnothing failed")
    assert COMMAND not in text


def test_a_log_line_holds_what_a_scan_reads(tmp_path: Path) -> None:
    """The two agree on the fields; a run of another version is not read."""
    make_run(tmp_path, {"digits": [failed()]})
    (line,) = (tmp_path / "samples" / "digits.jsonl").read_text().splitlines()
    assert json.loads(line)["response"]["error"] == {"kind": "http_500", "message": "on fire", "attempts": 1}
