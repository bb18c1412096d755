"""The command line: what it says, what it returns, and what it does not load to say it."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import hyeval
from hyeval.cli import HELP, main
from hyeval.config.catalogue import KINDS
from hyeval.config.composition import COMMANDS
from hyeval.execution.store import ResponseStore, folder_in, statistics
from hyeval.launch import _parse
from tests.config.commands import OWN_TASK, checked, write_files
from tests.execution.store_process import StoreProcess, answers, failures

HEAVY = ("torch", "transformers", "datasets", "wandb", "lightning", "pandas", "pyarrow", "scipy", "sympy")
SCRIPTED = ("model=scripted", "task=digits", "limit=4", "tracking=none")
LOADED = """
import json, sys
from hyeval.cli import main
code = main(sys.argv[1:])
sys.stdout.flush()
print(json.dumps([code, sorted({name.partition(".")[0] for name in sys.modules})]), file=sys.stderr)
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing lies about here: no `.env` of the person who runs the tests, and nothing that a run could write over."""
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m hyeval` in a folder of its own, with nothing on its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "hyeval", *arguments],
        cwd=folder,
        env={**os.environ, "HYEVAL_CACHE_DIR": str(folder / "cache"), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


# Help


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["help"], ["run", "--help"], ["run", "-h"]], ids=" ".join)
def test_help_says_what_there_is(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    assert capsys.readouterr().out == HELP


@pytest.mark.parametrize("arguments", [["list", "--help"], ["cache", "--help"], ["check", "--help"]], ids=" ".join)
def test_every_command_has_help_of_its_own(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 0
    assert f"usage: hyeval {arguments[0]}" in capsys.readouterr().out


def help_examples() -> list[str]:
    """The command lines that the help shows, without their explanations."""
    lines = [line.strip() for line in HELP.splitlines() if line.strip().startswith("python -m hyeval")]
    return [" ".join(word for word in shlex.split(line)[3:] if "=" in word or word.startswith("-")) for line in lines]


def test_the_examples_of_the_help_are_valid_commands() -> None:
    examples = help_examples()
    assert len(examples) >= 5
    for example in examples:
        _, command = _parse(example.split())
        assert len(checked(*command.overrides, multirun=command.multirun)) == len(command.overrides)


def test_the_help_names_every_kind_of_listing() -> None:
    assert all(kind in HELP for kind in KINDS)


def test_the_help_names_every_command() -> None:
    assert [name for name in COMMANDS if name != "run" and f"hyeval {name} " not in HELP] == []


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"hyeval {hyeval.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], *(["list", kind] for kind in KINDS), ["cache", "stats"]],
    ids=" ".join,
)
def test_looking_around_loads_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        cwd=tmp_path,
        env={**os.environ, "HYEVAL_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    code, modules = json.loads(done.stderr)
    assert code == 0
    assert done.stdout
    assert [name for name in HEAVY if name in modules] == []


# List


@pytest.mark.parametrize("kind", KINDS)
def test_a_listing_has_a_line_for_each_entry(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", kind]) == 0
    heading, *lines = capsys.readouterr().out.splitlines()
    assert heading.split()[0] == "name"
    assert lines


def test_a_pattern_shortens_the_listing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "tasks", "multiple choice on held-out"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:] if not line.startswith(" ")] == ["digits_mc"]  # cells may be folded


def test_a_pattern_that_nothing_matches_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "tasks", "no such thing"]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", "error: no tasks match 'no such thing'\n")


def test_tasks_of_ones_own_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_files(tmp_path, {"task/own.yaml": OWN_TASK})
    assert main(["list", "tasks", "--config-dir", str(folder)]) == 0
    assert "A task of my own" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_an_error_of_the_listing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it is an error of a run; an empty listing would hide the typing error."""
    assert main(["list", "tasks", "--config-dir", str(tmp_path / "cofn")]) == 2
    assert "cofn" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["task", "benchmarks", ""])
def test_an_unknown_kind_names_those_that_there_are(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["list", kind])
    assert caught.value.code == 2
    complaint = capsys.readouterr().err
    assert [known for known in KINDS if known not in complaint] == []


@pytest.mark.parametrize(
    "arguments", [["list"], ["cache"], ["cache", "burn"], ["list", "tasks", "--colour"]], ids=" ".join
)
def test_a_command_that_is_not_understood_is_a_usage_error(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: " in capsys.readouterr().err


def test_a_broken_file_in_a_folder_of_ones_own_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_files(tmp_path, {"task/own.yaml": "name: 'open"})
    assert main(["list", "tasks", "--config-dir", str(folder)]) == 2
    assert f"error: {folder / 'task' / 'own.yaml'}" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["list", "tasks"]], ids=" ".join)
def test_a_reader_that_has_gone_is_no_error(tmp_path: Path, arguments: list[str]) -> None:
    """As with `hyeval list tasks | head -1`: nobody reads on, and nobody wants to hear of it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "hyeval", *arguments], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    complaints = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), complaints) == (0, b"")


@pytest.mark.parametrize("arguments", [[*SCRIPTED], [*SCRIPTED, "--multirun", "seed=1,2"]], ids=["run", "sweep"])
def test_a_run_whose_reader_has_gone_is_finished(tmp_path: Path, arguments: list[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "hyeval", *arguments],
        cwd=tmp_path,
        env={**os.environ, "HYEVAL_CACHE_DIR": str(tmp_path / "cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaints = process.stderr.read().decode()
    assert process.returncode == 0
    assert "rror" not in complaints
    assert len(list(tmp_path.rglob("results.json"))) == 1 + ("--multirun" in arguments)


def test_a_disk_that_takes_no_output_ends_a_run_with_code_4(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "hyeval", *SCRIPTED],
            cwd=tmp_path,
            env={**os.environ, "HYEVAL_CACHE_DIR": str(tmp_path / "cache")},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 4, done.stderr
    assert done.stderr.endswith("error: the standard output cannot be written (No space left on device).\n")
    assert len(list(tmp_path.rglob("results.json"))) == 1


def test_a_run_that_ends_without_results_leaves_none_of_an_earlier_one(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    assert run(*SCRIPTED, "hydra.run.dir=here", folder=tmp_path).returncode == 0
    assert (tmp_path / "here" / "results.json").is_file()
    assert run(*SCRIPTED, "hydra.run.dir=here", "cache_dir=taken", folder=tmp_path).returncode == 4
    assert not (tmp_path / "here" / "results.json").exists()


def test_a_terminal_without_unicode_shows_what_it_can(tmp_path: Path) -> None:
    done = run(*SCRIPTED, folder=tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "100.0 %" in done.stdout
    assert done.stdout.isascii()


def test_a_working_directory_that_is_gone_is_told(tmp_path: Path) -> None:
    script = f"mkdir gone; cd gone; rmdir ../gone; {shlex.quote(sys.executable)} -m hyeval cache stats"
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "error: the working directory is not there any more. Change to another one.\n"


# Wrong settings


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["limt=8"], "error: limt: there is no such setting. Did you mean 'limit'?"),
        (["batch_size=4"], "error: batch_size: there is no such setting. Did you mean `model.batch_size=`?"),
        (["devices=2"], "there is no such setting. Did you mean `hardware.devices=` or `deploy.devices=`?"),
        (["model=gpt_4o", "concurrency=8"], "there is no such setting. Did you mean `model.concurrency=`?"),
        (["run", "limit=0"], "error: limit: "),
        (["model=hf"], "error: model.path: must be set."),
        (["lst", "tasks"], "Did you mean 'list'?"),
        (["--config-dir", "nowhere"], "error: --config-dir: there is no folder"),
        (["--multirun", "limit=1,0"], "error: limit: "),
        (["tasks.mmmu.generation.max_tokens=8"], "error: tasks.mmmu: this task is not in the run"),
        (["check", "limt=8"], "error: limt: there is no such setting. Did you mean 'limit'?"),
        (["check", "task=custom_mcq"], "error: tasks.custom_mcq.dataset.path: must be set."),
        (["check", "task=[digits,digits_mc]", "dataset.path=x"], "error: dataset.path: is short for"),
        (["chek", "task=digits"], "Did you mean 'check' or 'cache'?"),
        (["hydra.run.dir="], "error: hydra.run.dir: names no folder."),
        (
            ["hardware.devices=0"],
            "hardware.devices: input should be 'auto', or greater than or equal to 1, or a valid tuple; found 0",
        ),
        (
            ["tasks.digits.protocols.official.filters=[{regex: x}]"],
            "filters.0.kind: must name what it does (strip_reasoning, ",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_settings_end_with_code_2_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err
    assert "Traceback" not in err
    assert all(line.startswith("error: ") for line in err.splitlines())
    assert list(tmp_path.iterdir()) == []


def test_every_problem_has_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["limit=0", "seed=x", "model=demoo"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert sorted(line.split(": ")[1] for line in lines) == ["limit", "model", "seed"]


@pytest.mark.parametrize("command", ["run", "check"])
@pytest.mark.parametrize("option", ["--no-such-option", "--limit"])
def test_an_unknown_option_is_a_usage_error(command: str, option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, option])
    assert caught.value.code == 2
    assert option in capsys.readouterr().err


# Exit codes of runs


@pytest.mark.parametrize(
    ("settings", "code", "says"),
    [
        (["model.default=7"], 0, ""),
        (["model.failure_rate=1"], 3, "4 of 4 requests have no response"),
        (["model.failure_rate=2"], 1, "model.failure_rate: must lie between 0 and 1"),
        (["cache_dir=taken"], 4, "`cache_dir=`"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_exit_code_says_what_became_of_a_run(tmp_path: Path, settings: list[str], code: int, says: str) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    done = run(*SCRIPTED, *settings, folder=tmp_path)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_the_composed_configuration_is_shown_and_nothing_is_run(tmp_path: Path) -> None:
    done = run("--cfg", "job", "task=digits_mc", "limit=3", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "limit: 3" in done.stdout
    assert "digits_mc:" in done.stdout
    assert not (tmp_path / "cache").exists()
    assert list(tmp_path.rglob("results.json")) == []


# Check


def test_a_check_says_what_it_looked_at_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "limit=3"]) == 0
    assert capsys.readouterr().out.split()[-4:] == ["digits", "3", "3", "0"]
    assert list(tmp_path.iterdir()) == []


def test_a_check_reads_tasks_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_files(tmp_path / "conf", {"task/own.yaml": OWN_TASK})
    assert main(["check", "--config-dir", str(folder), "task=own"]) == 2
    assert "tasks.own.dataset.path: there is no /data/own" in capsys.readouterr().out


def test_a_check_loads_no_model(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "check", "task=digits", "limit=3"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    code, modules = json.loads(done.stderr)
    assert code == 0
    assert [name for name in ("torch", "transformers", "datasets", "wandb") if name in modules] == []


# The environment file


def test_an_environment_file_is_found_from_below_and_what_is_set_already_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HYEVAL_CACHE_DIR=/from/the/file\n")
    inside = tmp_path / "project" / "deeper"
    inside.mkdir(parents=True)
    environment = {name: value for name, value in os.environ.items() if name != "HYEVAL_CACHE_DIR"}
    for given, expected in (({}, "/from/the/file"), ({"HYEVAL_CACHE_DIR": "/from/outside"}, "/from/outside")):
        done = subprocess.run(
            [sys.executable, "-m", "hyeval", "cache", "stats"],
            cwd=inside,
            env={**environment, **given},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.startswith(f"{expected}/responses: ")


# Cache


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache with three answers and a failure of one model, and two answers of another one."""
    monkeypatch.setenv("HYEVAL_CACHE_DIR", str(tmp_path / "cache"))
    folder = folder_in(tmp_path / "cache")
    with ResponseStore(folder, model_name="alpha") as store:
        store.record([*answers(0, 3), *failures(3, 4)], "digits")
    with ResponseStore(folder, model_name="beta") as store:
        store.record(answers(10, 12), "digits")
    return folder


def counts(folder: Path) -> dict[str, int]:
    return {model.model: model.responses for model in statistics(folder).models}


def test_stats_count_by_model(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cache", "stats"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{cache}: ")
    assert "  alpha: 3 answers, 1 failures\n  beta: 2 answers, 0 failures\n" in out


def test_stats_of_a_cache_that_does_not_exist_create_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for action in (["stats"], ["compact"], ["clear", "--yes"]):
        assert main(["cache", *action, "--cache-dir", str(tmp_path / "nothing")]) == 0
        assert "0.0 MB" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_compact_recovers_what_a_killed_run_left(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with StoreProcess(cache) as process:
        process.do("intend", 20, 28)
        process.do("record", 20, 25, "answer")
        assert main(["cache", "stats"]) == 0
        assert "1 runs are going on, or were killed" in capsys.readouterr().out
        process.kill()
    assert main(["cache", "compact"]) == 0
    out = capsys.readouterr().out
    assert "recovered 5 answers; 3 requests had been in flight\n" in out
    assert "  tested: 5 answers, 0 failures\n" in out


def test_clear_forgets_everything_or_one_model(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cache", "clear", "--model", "alpha", "--yes"]) == 0
    assert "forgot 3 answers" in capsys.readouterr().out
    assert counts(cache) == {"beta": 2}
    assert main(["cache", "clear", "--yes"]) == 0
    assert "forgot 2 answers" in capsys.readouterr().out
    assert counts(cache) == {}


def test_clear_of_an_unknown_model_names_those_that_there_are(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["cache", "clear", "--model", "alhpa", "--yes"])
    out, err = capsys.readouterr()
    assert counts(cache) == {"alpha": 3, "beta": 2}
    assert "alpha" in out + err


@pytest.mark.parametrize(
    ("reply", "left"), [("y\n", {}), ("n\n", {"alpha": 3, "beta": 2}), ("\n", {"alpha": 3, "beta": 2})], ids=repr
)
def test_clear_asks_first(cache: Path, reply: str, left: dict[str, int]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hyeval", "cache", "clear"],
        input=reply,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "[y/N]" in done.stdout
    assert (done.returncode == 0) == (left == {})
    assert counts(cache) == left


def test_clear_without_anyone_to_ask_clears_nothing(tmp_path: Path, cache: Path) -> None:
    done = run("cache", "clear", folder=tmp_path)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert counts(cache) == {"alpha": 3, "beta": 2}


def test_a_damaged_cache_ends_with_code_4(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (cache / "responses.sqlite").write_bytes(b"no database " * 1000)
    for action in (["stats"], ["compact"], ["clear", "--yes"]):
        assert main(["cache", *action]) == 4
        assert capsys.readouterr().err.startswith(f"error: {cache}: the store is damaged")
