"""The files of models that run on this machine: a family each, of which a size is chosen."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from hyeval.config.catalogue import LOCAL_TARGET, list_entries
from hyeval.config.folders import config_folder
from hyeval.config.validation import validate
from tests.config.commands import composed, problems

LOCAL: dict[str, dict[str, Any]] = {
    path.stem: file
    for path in sorted((config_folder() / "model").glob("*.yaml"))
    if (file := yaml.safe_load(path.read_text()))["_target_"] == LOCAL_TARGET
}
FROM_THE_HUB = {name: file for name, file in LOCAL.items() if name not in ("hf", "demo")}
FAMILIES = {name: file for name, file in FROM_THE_HUB.items() if "sizes" in file}
SOURCE = re.compile(r"# [^\n]+: https://huggingface\.co/[^\s,]+(, arXiv:\d{4}\.\d{5})?\n")
HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")


@pytest.mark.parametrize("name", FROM_THE_HUB)
def test_a_file_composes_and_says_where_its_facts_are_from(name: str) -> None:
    run = validate(composed(f"model={name}", "hardware=cpu"))
    file = FROM_THE_HUB[name]
    assert run.model.model_extra is not None
    assert HUB_ID.fullmatch(run.model.model_extra["path"])
    assert run.model.name == (f"{name}_{file['size']}" if "sizes" in file else name)
    assert "transformers" in run.model.info.engines
    assert SOURCE.match((config_folder() / "model" / f"{name}.yaml").read_text())


@pytest.mark.parametrize("name", FAMILIES)
def test_every_size_of_a_family_is_a_checkpoint_of_its_own(name: str) -> None:
    file = FAMILIES[name]
    assert file["size"] in file["sizes"]
    assert all(isinstance(size, str) and HUB_ID.fullmatch(path) for size, path in file["sizes"].items())
    assert len(set(file["sizes"].values())) == len(file["sizes"])


def test_no_checkpoint_stands_in_two_files() -> None:
    paths = [path for file in FROM_THE_HUB.values() for path in (file.get("sizes") or {"": file.get("path")}).values()]
    assert len(paths) == len(set(paths))


def test_a_size_chooses_the_checkpoint_and_stands_in_the_name() -> None:
    run = validate(composed("model=qwen2_5_vl", "model.size=7b", "hardware=cpu"))
    assert run.model.name == "qwen2_5_vl_7b"
    assert run.model.model_extra is not None
    assert run.model.model_extra["path"] == "Qwen/Qwen2.5-VL-7B-Instruct"


def test_a_path_overrides_the_size_and_leaves_the_name() -> None:
    run = validate(composed("model=qwen2_5_vl", "+model.path=OWNER/OTHER", "hardware=cpu"))
    assert run.model.name == "qwen2_5_vl"
    assert run.model.model_extra is not None
    assert run.model.model_extra["path"] == "OWNER/OTHER"


def test_an_unknown_size_is_told_with_those_that_there_are() -> None:
    (problem,) = problems("model=qwen2_5_vl", "model.size=8b")
    assert problem.field == "model.size"
    assert "'8b' is no size here (32b, 3b, 72b, 7b)" in problem.rule


def test_a_size_of_a_model_that_comes_in_one_is_refused() -> None:
    (problem,) = problems("model=demo", "model.size=3b")
    assert str(problem).startswith("model.size: is '3b', and demo comes in one size.")


@pytest.mark.parametrize(
    ("override", "field"),
    [
        ("model.batch_size=0", "model.batch_size"),
        ("model.batch_size=many", "model.batch_size"),
        ("model.quantization=int3", "model.quantization"),
        ("model.workers=0", "model.workers"),
        ("model.compile=maybe", "model.compile"),
    ],
)
def test_a_wrong_setting_of_a_local_model_is_named(override: str, field: str) -> None:
    assert [problem.field for problem in problems("model=demo", override)] == [field]


def test_sizes_are_listed() -> None:
    (entry,) = (one for one in list_entries("models", [config_folder()], "qwen2_5_vl") if one.name == "qwen2_5_vl")
    assert entry.details["parameters"] == "3b, 7b, 32b, 72b"
