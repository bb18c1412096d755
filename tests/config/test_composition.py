"""Composition: every shipped file composes, a user's own files join them, and every job of a sweep is checked."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from hyeval.config.catalogue import list_entries
from hyeval.config.folders import config_folder, default_cache_folder, expand
from hyeval.config.validation import validate
from hyeval.errors import ConfigError
from tests.config.commands import OWN_TASK, checked, composed, problems, write_files

FILES = sorted(config_folder().rglob("*.yaml"))


def names(group: str) -> list[str]:
    """Names of the options of a group, those of subfolders with their path."""
    folder = config_folder() / group
    return [path.relative_to(folder).with_suffix("").as_posix() for path in sorted(folder.rglob("*.yaml"))]


def overrides_for(path: Path) -> list[str]:
    """The override that chooses a file; all tasks are chosen together, as one command line may."""
    group, name = path.relative_to(config_folder()).parent.as_posix(), path.stem
    top = group.partition("/")[0]
    if group in (".", "rubric"):  # a task chooses its rubric; tests/config/test_rubrics.py
        return []
    if group == "task":
        return [f"task=[{','.join(task for task in names('task') if '/' not in task)}]"]
    if top == "hydra":
        return [f"{group}={name}"]
    return [f"{top}={path.relative_to(config_folder() / top).with_suffix('').as_posix()}"]


def test_every_shipped_file_composes() -> None:
    composed_files, wrong = set[Path](), dict[str, list[str]]()
    outcomes: dict[tuple[str, ...], list[str]] = {}
    for path in FILES:
        overrides = tuple(overrides_for(path))
        if overrides not in outcomes:
            found = problems(*overrides, multirun=any("launcher" in one for one in overrides))
            # A protocol that the default task does not have, or a path that the user gives, is no fault of the file.
            outcomes[overrides] = [
                str(p) for p in found if not p.field.endswith(".protocol") and "must be set" not in p.rule
            ]
        if outcomes[overrides]:
            wrong[str(path)] = outcomes[overrides]
        else:
            composed_files.add(path)
    assert wrong == {}
    assert len(FILES) > 0
    assert len(composed_files) == len(FILES)


def test_every_task_stands_under_its_own_name() -> None:
    tasks = [name for name in names("task") if "/" not in name]
    paths = [f"++tasks.{name}.dataset.path=mine" for name in tasks]  # some ask the user for it
    config = composed(f"task=[{','.join(tasks)}]", *paths)
    assert list(config.tasks) == tasks
    assert [config.tasks[name].name for name in tasks] == tasks
    assert validate(config).tasks.keys() == set(tasks)


@pytest.mark.parametrize("suite", [name for name in names("task") if name.startswith("suite/")])
def test_a_suite_is_the_tasks_that_it_names(suite: str) -> None:
    found = list(composed(f"task={suite}").tasks)
    assert len(found) > 1
    assert set(found) <= set(names("task"))


def test_tasks_come_in_the_order_in_which_they_are_named() -> None:
    assert list(composed("task=[digits_mc,digits]").tasks) == ["digits_mc", "digits"]


def test_an_experiment_changes_settings_and_the_command_line_wins() -> None:
    assert composed("experiment=smoke").limit == 8
    assert composed("experiment=smoke", "++limit=3").limit == 3
    assert composed().limit is None


def test_the_cache_folder_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HYEVAL_CACHE_DIR", "/scratch/cache")
    assert (composed().cache_dir, default_cache_folder()) == ("/scratch/cache", "/scratch/cache")
    assert composed("++cache_dir=/other").cache_dir == "/other"
    monkeypatch.delenv("HYEVAL_CACHE_DIR")
    monkeypatch.setenv("HOME", "/home/someone")
    assert expand(composed().cache_dir) == Path("/home/someone/.cache/hyeval")
    monkeypatch.setenv("SCRATCH", "/scratch/me")
    assert expand("$SCRATCH/cache") == Path("/scratch/me/cache")


def test_plain_settings_are_handed_to_hydra_so_that_it_takes_them() -> None:
    given = ("limit=8", "task=digits", "++seed=1", "tasks.digits.generation.top_k=3", "hydra.run.dir=/tmp/x")
    assert checked(*given) == (
        "++limit=8",
        "task=digits",
        "++seed=1",
        "++tasks.digits.generation.top_k=3",
        "hydra.run.dir=/tmp/x",
    )
    config = composed(*checked(*given))
    assert (config.limit, config.seed, config.tasks.digits.generation.top_k) == (8, 1, 3)


def test_the_examples_in_the_descriptions_of_models_are_command_lines() -> None:
    for model in list_entries("models", [config_folder()]):
        words = shlex.split(model.description.replace("`", ""))
        for example in [word.rstrip(".,;`") for word in words if "=" in word]:
            found = problems(f"model={model.name}", example)
            assert [problem for problem in found if "must be set" not in problem.rule] == [], example


# The data set of the only task


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["task=custom_mcq", "dataset.path=my.tsv"], ["task=custom_mcq", "++tasks.custom_mcq.dataset.path=my.tsv"]),
        (["dataset.path=my.tsv", "task=custom_vqa"], ["task=custom_vqa", "++tasks.custom_vqa.dataset.path=my.tsv"]),
        (["+dataset.split=dev", "limit=3"], ["++limit=3", "++tasks.digits.dataset.split=dev"]),
        (
            ["task=custom_mcq", "dataset.path=my.tsv", "dataset.format=vlmevalkit_tsv"],
            [
                "task=custom_mcq",
                "++tasks.custom_mcq.dataset.path=my.tsv",
                "++tasks.custom_mcq.dataset.format=vlmevalkit_tsv",
            ],
        ),
    ],
    ids=lambda value: " ".join(value),
)
def test_dataset_is_short_for_that_of_the_only_task(given: list[str], expected: list[str]) -> None:
    assert list(checked(*given)) == expected


def test_a_sweep_over_files_of_one_task_may_be_written_short() -> None:
    given = ("task=custom_mcq", "dataset.path=a.tsv,b.tsv", "model=demo,scripted")
    assert "++tasks.custom_mcq.dataset.path=a.tsv,b.tsv" in checked(*given, multirun=True)


@pytest.mark.parametrize(
    ("given", "multirun"),
    [(["task=[digits,digits_mc]", "dataset.path=x"], False), (["task=digits,digits_mc", "dataset.path=x"], True)],
    ids=["one run", "sweep"],
)
def test_dataset_is_an_error_among_several_tasks(given: list[str], multirun: bool) -> None:
    (problem,) = problems(*given, multirun=multirun)
    assert problem.field == "dataset.path"
    assert "2 (digits, digits_mc)" in problem.rule
    assert "`tasks.NAME.dataset.path=`" in problem.remedy


def test_other_problems_are_told_beside_that_of_the_short_form() -> None:
    found = [problem.field for problem in problems("task=[digits,digits_mc]", "dataset.path=x", "limit=0")]
    assert sorted(found) == ["dataset.path", "limit"]
    assert [problem.field for problem in problems("task=digtis", "dataset.path=x")] == ["task"]


@pytest.mark.parametrize("name", ["custom_mcq", "custom_vqa"])
def test_a_task_for_ones_own_file_asks_for_it(name: str) -> None:
    (problem,) = problems(f"task={name}")
    assert (problem.field, problem.rule) == (f"tasks.{name}.dataset.path", "must be set.")


@pytest.mark.parametrize(
    ("setting", "field"),
    [("dataset.pth=x", "tasks.digits.dataset.pth"), ("dataset.format=tsv", "tasks.digits.dataset.format")],
)
def test_a_wrong_setting_in_the_short_form_is_told_under_its_full_name(setting: str, field: str) -> None:
    (problem,) = problems(setting)
    assert problem.field == field


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["judge=openai_compatible", "judge.base_url=http://x/v1", "judge.model=m"],
         ["judge=openai_compatible", "++judge.models.judge.base_url=http://x/v1", "++judge.models.judge.model=m"]),
        (["judge=local", "judge.path=x", "judge.deploy=vllm", "judge.deploy.port=8000", "judge.repeats=2"],
         ["judge=local", "++judge.models.judge.path=x", "deploy@judge.deploy=vllm", "++judge.deploy.port=8000",
          "++judge.repeats=2"]),
    ],
    ids=lambda value: " ".join(value),
)  # fmt: skip
def test_settings_of_a_single_judge_have_a_short_form(given: list[str], expected: list[str]) -> None:
    assert list(checked(*given)) == expected


# A user's own files


def test_a_task_of_ones_own_takes_few_lines(tmp_path: Path) -> None:
    assert len(OWN_TASK.splitlines()) <= 25
    folder = write_files(tmp_path / "conf", {"task/own.yaml": OWN_TASK})
    assert checked("task=own", "limit=3", folders=[folder]) == ("task=own", "++limit=3")
    run = validate(composed("task=[own,digits]", folder=folder))
    assert list(run.tasks) == ["own", "digits"]
    assert run.tasks["own"].dataset.path == "/data/own"
    assert run.tasks["own"].generation.max_tokens is None


def test_models_suites_and_experiments_of_ones_own_join_the_shipped_ones(tmp_path: Path) -> None:
    model = "_target_: hyeval.models.scripted.ScriptedModel\nname: mine\ndefault: '7'\n"
    suite = "# @package _global_\ndefaults:\n  - /task/own\n  - /task/digits\n"
    experiment = "# @package _global_\nlimit: 5\nseed: 3\n"
    folder = write_files(
        tmp_path,
        {
            "task/own.yaml": OWN_TASK,
            "task/suite/all.yaml": suite,
            "model/mine.yaml": model,
            "experiment/e.yaml": experiment,
        },
    )
    command = ("model=mine", "task=suite/all", "experiment=e")
    assert checked(*command, folders=[folder]) == command
    run = validate(composed(*command, folder=folder))
    assert (run.model.name, list(run.tasks), run.limit, run.seed) == ("mine", ["own", "digits"], 5, 3)


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = write_files(tmp_path / "my files, a=b [old]", {"task/own.yaml": OWN_TASK})
    assert checked("task=own", folders=[folder]) == ("task=own",)


def test_options_of_ones_own_are_among_the_near_matches(tmp_path: Path) -> None:
    folder = write_files(tmp_path, {"task/my_zebras.yaml": OWN_TASK})
    (problem,) = problems("task=my_zebra", folders=[folder])
    assert problem.remedy == "Did you mean 'my_zebras'?"


def test_a_file_with_a_shipped_name_is_not_silently_ignored(tmp_path: Path) -> None:
    """Either it is used or it is refused; running the shipped task in its place would be a wrong result."""
    own = OWN_TASK.replace("tasks.own", "tasks.digits").replace("name: own", "name: digits")
    folder = write_files(tmp_path, {"task/digits.yaml": own})
    refused = problems("task=digits", folders=[folder])
    used = composed("task=digits", folder=folder).tasks.digits.dataset.path == "/data/own"
    assert bool(refused) != used


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("# @package tasks.own\nname: own\n  info: x\n", 3),
        ("# @package tasks.own\nname: own\ndataset: {path: x\n", 4),
        ("# @package tasks.own\nname: own\n\tinfo: x\n", 3),
        ("# @package tasks.own\nname: 'own\n", 3),
        ("# @package tasks.own\nname: own\nname: other\n", 3),
    ],
    ids=["indentation", "bracket", "tab", "quote", "twice"],
)
def test_malformed_yaml_is_named_with_file_and_line(tmp_path: Path, content: str, line: int) -> None:
    folder = write_files(tmp_path, {"task/own.yaml": content})
    (problem,) = problems("task=own", folders=[folder])
    assert problem.field.startswith(f"{folder / 'task' / 'own.yaml'}, line {line}")
    assert "YAML" in problem.rule


@pytest.mark.parametrize(
    "content",
    [
        b"# @package tasks.own\nname: M\xfcller\n",
        b"# @package tasks.own\n- a\n- list\n",
        b"# @package tasks.own\ntext\n",
    ],
    ids=["latin-1", "list", "text"],
)
def test_a_file_that_is_no_mapping_is_named(tmp_path: Path, content: bytes) -> None:
    folder = write_files(tmp_path, {"task/own.yaml": content})
    assert str(folder / "task" / "own.yaml") in str(problems("task=own", folders=[folder])[0])


def test_a_task_file_without_its_package_line_says_so(tmp_path: Path) -> None:
    folder = write_files(tmp_path, {"task/own.yaml": OWN_TASK.partition("\n")[2]})
    assert any("# @package tasks.own" in str(problem) for problem in problems("task=own", folders=[folder]))


def test_a_suite_that_names_no_task_is_named(tmp_path: Path) -> None:
    folder = write_files(tmp_path, {"task/suite/all.yaml": "# @package _global_\ndefaults:\n  - /task/nope\n"})
    (problem,) = problems("task=suite/all", folders=[folder])
    assert "task/suite/all" in str(problem)
    assert "task/nope" in str(problem)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    (problem,) = problems(folders=[tmp_path / "nothing"])
    assert (problem.field, str(tmp_path / "nothing") in problem.rule) == ("--config-dir", True)


# Sweeps


@pytest.mark.parametrize(
    ("overrides", "fields"),
    [
        (["limit=1,2"], []),
        (["limit=1,0"], ["limit"]),
        (["limit=1,2", "seed=0,x"], ["seed"]),
        (["limit=0,1", "seed=0,x"], ["limit", "seed"]),
        (["limit=range(1,4)"], []),
        (["limit=range(0,3)"], ["limit"]),
        (["task=digits,digits_mc", "model=demo,scripted"], []),
        (["task=choice(digits,digits_mc)"], []),
        (["task=digits,nope"], ["task"]),
        (["task=digits,[digits,digits_mc],suite/digits"], []),
        (["task=glob(digits*)"], []),
        (["task=glob(*digits*,exclude=suite/*)"], []),
        (["task=digits,digits_mc", "tasks.digits.generation.top_k=3"], ["tasks.digits"]),
        (["model=hf", "model.path=a,b", "limit=3,0"], ["limit"]),
        (["generation.temperature=0,0.5,-1"], ["generation.temperature"]),
    ],
    ids=" ".join,
)
def test_every_job_of_a_sweep_is_checked_before_the_first_one_runs(overrides: list[str], fields: list[str]) -> None:
    assert sorted(problem.field for problem in problems(*overrides, multirun=True)) == fields


def test_a_glob_that_finds_nothing_is_an_error() -> None:
    assert problems("task=glob(nothing*)", multirun=True) != []


def test_a_problem_that_all_jobs_share_is_told_once() -> None:
    assert len(problems("limit=0", "seed=1,2,3,4", multirun=True)) == 1


def test_a_sweep_without_multirun_says_how_to_run_it() -> None:
    assert any("--multirun" in str(problem) for problem in problems("limit=1,2"))


def test_a_check_leaves_nothing_behind() -> None:
    for _ in range(2):
        with pytest.raises(ConfigError):
            checked("limit=0")
        assert checked("limit=1") == ("++limit=1",)


# Settings that nothing uses


@pytest.mark.parametrize(
    ("overrides", "told"),
    [
        (
            ["model=scripted", "hardware=cpu"],
            ["hardware: nothing in this run uses it: the model scripted needs no device"],
        ),
        (["model=scripted", "hardware.precision=bf16-true"], ["hardware.precision: nothing in this run uses it"]),
        (["model=gpt_4o", "hardware=cpu"], ["hardware: nothing in this run uses it"]),
        (
            ["tracking=none", "tracking.project=x"],
            ["tracking.project: nothing in this run uses it: nothing is tracked"],
        ),
        (["judge=none", "judge.repeats=3"], ["judge.repeats: nothing in this run uses it: nobody judges"]),
        (
            [f"dataset.md5={'0' * 32}", "dataset.path=/data"],
            ["tasks.digits.dataset.md5: nothing in this run uses it: the data set is not fetched from an address"],
        ),
        ([f"tasks.digits.dataset.sha256={'0' * 64}"], ["tasks.digits.dataset.sha256: nothing in this run uses it"]),
        ([f"dataset.md5={'0' * 32}", "dataset.path=https://host/a.tsv"], []),
        (["model=demo", "hardware=cpu", "hardware.precision=32-true"], []),
        (["model=scripted", "hardware=auto"], []),
        (["model=scripted", "judge=local", "judge.models.judge.path=x", "hardware=cpu"], []),
        (["model=qwen2_5_vl", "deploy=vllm", "hardware.precision=bf16-true"], []),
        (["tracking=wandb", "tracking.project=x"], []),
        (["tracking.project=x"], []),
        (["tracking=none", "judge=none"], []),
    ],
    ids=" ".join,
)
def test_a_setting_that_nothing_uses_is_an_error(overrides: list[str], told: list[str]) -> None:
    found = [str(problem) for problem in problems(*overrides)]
    assert len(found) == len(told)
    assert all(one.startswith(start) for one, start in zip(found, told, strict=True))


def test_what_one_job_of_a_sweep_uses_is_no_error() -> None:
    assert problems("model=demo,scripted", "hardware=cpu", multirun=True) == []
    assert problems("tracking=none,wandb", "tracking.project=x", multirun=True) == []
    assert [one.field for one in problems("model=scripted", "limit=1,2", "hardware=cpu", multirun=True)] == ["hardware"]
