"""The catalogue: what can be chosen, read from the configuration files alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyeval.config.catalogue import KINDS, list_entries, task_details
from hyeval.config.folders import config_folder
from hyeval.errors import ConfigError
from tests.config.commands import OWN_TASK, write_files

SHIPPED = [config_folder()]


def names(kind: str, folders: list[Path] = SHIPPED, pattern: str = "") -> list[str]:
    return [entry.name for entry in list_entries(kind, folders, pattern)]


def files(group: str) -> set[str]:
    folder = config_folder() / group
    return {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.yaml")}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_entries_in_order_with_one_set_of_columns(kind: str) -> None:
    entries = list_entries(kind, SHIPPED)
    assert entries
    assert [entry.name for entry in entries] == sorted(entry.name for entry in entries)
    assert len({tuple(entry.details) for entry in entries}) == 1


@pytest.mark.parametrize(("kind", "group"), [("models", "model"), ("judges", "judge"), ("protocols", "protocol")])
def test_every_file_of_a_group_is_listed(kind: str, group: str) -> None:
    assert set(names(kind)) == files(group)


def test_tasks_and_suites_are_listed_apart() -> None:
    assert set(names("tasks")) | set(names("suites")) == files("task")
    assert all(name.startswith("suite/") for name in names("suites"))
    assert not any(name.startswith("suite/") for name in names("tasks"))


def test_a_task_is_listed_with_what_one_chooses_it_by() -> None:
    (entry,) = list_entries("tasks", SHIPPED, "digits_mc")
    assert entry.details == {
        "modality": "image",
        "output": "generate",
        "size": "360",
        "licence": "CC-BY-4.0",
        "protocols": "official, likelihood, loglikelihood, loglikelihood_normalised",
    }
    assert "Multiple choice" in entry.description


def test_details_of_a_task_and_of_a_variant() -> None:
    mmmu = task_details("mmmu", SHIPPED)
    assert mmmu.facts["licence"] == "Apache-2.0"
    assert mmmu.facts["paper"].endswith("for Expert AGI https://arxiv.org/abs/2311.16502")
    assert mmmu.facts["data set"].startswith("MMMU/MMMU Accounting ")
    assert {one["protocol"] for one in mmmu.reference} == {"official", "own"}
    no_mask = task_details("ai2d_no_mask", SHIPPED)
    assert no_mask.facts["paper"] == task_details("ai2d", SHIPPED).facts["paper"]
    assert no_mask.facts["data set"] == "Efficient-Large-Model/ai2d-no-mask test"
    assert no_mask.reference == []  # what is published is of the other version


def test_a_task_that_there_is_not_is_named() -> None:
    with pytest.raises(ConfigError, match=r"there is no task 'mmmo'.*mmmu"):
        task_details("mmmo", SHIPPED)
    with pytest.raises(ConfigError, match="there is no task 'suite/digits'"):
        task_details("suite/digits", SHIPPED)


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("digtis", "Did you mean 'digits' or 'digits_mc'?"),
        ("MMMU", "Did you mean 'mmmu'"),
        ("suite/digits", "It is one of the suites: `hyeval list suites suite/digits`."),
        ("openvlm", "It is one of the suites: `hyeval list suites openvlm`."),
        ("qwen2_5_vl", "It is one of the models: `hyeval list models qwen2_5_vl`."),
        ("runs", "It is a folder: `hyeval scan runs` tells of the runs in it."),
        ("zzz", "`hyeval list tasks` shows all."),
    ],
)
def test_what_is_no_task_is_told_with_what_is_near_or_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, remedy: str
) -> None:
    (tmp_path / "runs").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError) as caught:
        task_details(name, SHIPPED)
    assert str(caught.value).startswith(f"task: there is no task '{name}'. {remedy}")


def test_a_variant_is_listed_with_what_it_takes_from_its_task() -> None:
    entries = {entry.name: entry for entry in list_entries("tasks", SHIPPED)}
    assert entries["pope_random"].details == entries["pope"].details | {"size": "3000"}
    assert entries["mmmu_pro_standard_4_cot"].details["protocols"] == "official, vlmevalkit"  # it leaves out lmms_eval


def test_a_suite_is_listed_with_its_tasks() -> None:
    (entry,) = list_entries("suites", SHIPPED, "suite/digits")
    assert entry.description == "digits, digits_mc, digits_yes_no"
    assert entry.details == {"tasks": "3"}


@pytest.mark.parametrize("kind", ["tasks", "models"])
def test_every_entry_is_described(kind: str) -> None:
    assert [entry.name for entry in list_entries(kind, SHIPPED) if not entry.description] == []


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("", ["charts", "charts_hard", "maps"]),
        ("charts", ["charts", "charts_hard"]),
        ("S_HA", ["charts_hard"]),
        ("of the WORLD", ["maps"]),
        ("no such task", []),
    ],
)
def test_a_pattern_is_looked_for_in_name_and_description(tmp_path: Path, pattern: str, found: list[str]) -> None:
    descriptions = {"maps": "Maps of the world", "charts_hard": "Bars and lines", "charts": "Bars"}
    tasks = {f"task/{name}.yaml": f"info: {{description: {text}}}\n" for name, text in descriptions.items()}
    assert names("tasks", [write_files(tmp_path, tasks)], pattern) == found


def test_tasks_of_ones_own_are_listed(tmp_path: Path) -> None:
    folder = write_files(
        tmp_path, {"task/own.yaml": OWN_TASK, "task/suite/all.yaml": "defaults: [/task/own, _self_]\n"}
    )
    (entry,) = list_entries("tasks", [*SHIPPED, folder], "task of MY own")
    assert (entry.name, entry.description, entry.details["size"]) == ("own", "A task of my own", "3")
    assert list_entries("suites", [folder])[0].description == "own"


def test_files_that_say_nothing_about_themselves_are_listed(tmp_path: Path) -> None:
    folder = write_files(tmp_path, {"task/empty.yaml": "", "task/bare.yaml": "# @package tasks.bare\nname: bare\n"})
    entries = list_entries("tasks", [folder])
    assert [(entry.name, entry.description, entry.details["size"]) for entry in entries] == [
        ("bare", "", "?"),
        ("empty", "", "?"),
    ]


@pytest.mark.parametrize(
    "content", [b"name: 'open", b"name: M\xfcller", b"- a\n- list\n", b"text"], ids=["quote", "latin-1", "list", "text"]
)
@pytest.mark.parametrize("kind", ["tasks", "suites"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, kind: str) -> None:
    folder = write_files(tmp_path, {"task/own.yaml": content, "task/suite/own.yaml": content})
    with pytest.raises(ConfigError) as caught:
        list_entries(kind, [*SHIPPED, folder])
    assert str(folder / "task") in str(caught.value)
    assert "own.yaml" in str(caught.value)


@pytest.mark.parametrize(("value", "state"), [("sk-secret", "set"), ("", "not set"), (None, "not set")])
def test_providers_show_whether_a_key_is_set_and_never_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str | None, state: str
) -> None:
    if value is None:
        monkeypatch.delenv("ACME_API_KEY", raising=False)
    else:
        monkeypatch.setenv("ACME_API_KEY", value)
    model = "name: acme\napi_key_env: ACME_API_KEY\ninfo: {provider: Acme, description: A model}\n"
    folder = write_files(tmp_path, {"model/acme.yaml": model, "model/acme_mini.yaml": model})
    (entry,) = list_entries("providers", [*SHIPPED, folder], "acme")
    assert (entry.name, entry.description) == ("Acme", "acme, acme_mini")
    assert entry.details == {"key variable": "ACME_API_KEY", "key": state}
    assert "sk-secret" not in repr(list_entries("providers", [*SHIPPED, folder]))


def test_models_of_this_machine_need_no_key() -> None:
    (entry,) = list_entries("providers", SHIPPED, "this machine")
    assert "demo" in entry.description
    assert entry.details["key"] == "not needed"
