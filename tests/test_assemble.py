"""From configuration to objects."""

from __future__ import annotations

import pytest

from hyeval.assemble import ModelPool, check_abilities, make_model, make_tasks
from hyeval.config.composition import group_options
from hyeval.config.folders import config_folder
from hyeval.config.schema import RunConfig
from hyeval.config.validation import validate
from hyeval.errors import ConfigError
from hyeval.models.api import ApiModel
from hyeval.models.hardware import Precision
from tests.config.commands import checked
from tests.config.commands import composed as composed_config

REQUIRED = {"hf": ("model.path=some/where",), "openai_compatible": ("model.base_url=http://x/v1", "model.model=m")}
MODELS = group_options("model", [config_folder()])


def composed(*overrides: str) -> RunConfig:
    return validate(composed_config(*checked(*overrides)))


@pytest.mark.parametrize("name", MODELS)
def test_every_model_file_makes_a_model_that_the_demo_tasks_can_ask(name: str) -> None:
    run = composed(f"model={name}", "task=suite/digits", *REQUIRED.get(name, ()))
    model = make_model(run.model, run.hardware)
    assert model.load.batch_size >= 1
    assert model.load.concurrency is None or model.load.concurrency >= model.load.batch_size
    check_abilities(model, make_tasks(run))
    model.close()


def test_sections_of_a_model_reach_it_as_what_they_are() -> None:
    run = composed(
        "model=gpt_4o",
        "model.quirks.max_tokens_field=max_completion_tokens",
        "model.images.max_side=512",
        "task=digits",
    )
    model = make_model(run.model, run.hardware)
    assert isinstance(model, ApiModel)
    identity = model.identity()
    assert identity["quirks"]["max_tokens_field"] == "max_completion_tokens"
    assert identity["images"]["max_side"] == 512


def test_the_port_of_a_server_on_this_machine_is_not_part_of_the_identity() -> None:
    first, second, other = (
        make_model(run.model, run.hardware).identity()
        for url in ("http://127.0.0.1:8000/v1", "http://127.0.0.1:9000/v1", "http://host:9000/v1")
        if (run := composed("model=openai_compatible", f"model.base_url={url}", "model.model=m"))
    )
    assert first == second
    assert first != other


def test_generation_settings_come_from_the_nearest_place() -> None:
    run = composed(
        "task=[digits,digits_mc]", "generation.max_tokens=20", "generation.temperature=0.5",
        "tasks.digits_mc.generation.max_tokens=30",
    )  # fmt: skip
    first, second = (task.generation for task in make_tasks(run))
    assert (first.max_tokens, first.temperature) == (20, 0.5)
    assert (second.max_tokens, second.temperature) == (30, 0.5)


def test_a_setting_that_the_model_does_not_have_is_refused() -> None:
    run = composed("model=gpt_4o", "task=digits", "generation.top_k=5", "generation.temperature=1")
    with pytest.raises(ConfigError, match=r"tasks\.digits\.generation\.top_k: the model gpt_4o has no such setting"):
        check_abilities(make_model(run.model, run.hardware), make_tasks(run))


def test_a_task_with_images_is_refused_to_a_model_that_reads_text_only() -> None:
    run = composed("model=gpt_4o", "model.modality=[text]", "task=digits")
    with pytest.raises(ConfigError, match=r"the task needs image, and the model gpt_4o reads text only"):
        check_abilities(make_model(run.model, run.hardware), make_tasks(run))


def test_jobs_with_the_same_model_share_it_and_others_do_not() -> None:
    pool = ModelPool()
    one, same, other = (composed("model=scripted", f"model.default={reply}") for reply in ("a", "a", "b"))
    model = pool.get(one.model, one.hardware)
    assert pool.get(same.model, same.hardware) is model
    assert pool.get(other.model, other.hardware) is not model


def test_the_precision_of_the_cpu_is_float32() -> None:
    run = composed("model=demo", "hardware=cpu")
    assert run.hardware.resolved_precision() is Precision.FLOAT32
    assert make_model(run.model, run.hardware).identity()["precision"] == "32-true"
