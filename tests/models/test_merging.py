"""Sharded training checkpoints: written by one process and by two, merged, and as good as the original."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.distributed.checkpoint as dcp
import transformers

from hyeval.cli import main
from hyeval.errors import ModelError, OutputError
from hyeval.models.hardware import Accelerator, Hardware
from hyeval.models.local import LocalModel
from hyeval.models.merging import Weights, merge
from hyeval.records import GenerationSettings
from tests.builders import make_image, make_request, make_sample, noise_bytes
from tests.models.architectures import DEMO_MODEL

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", params=[1, 2])
def sharded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint of the demo model by one process or two, under FSDP2."""
    folder = tmp_path_factory.mktemp("sharded") / "step_100"
    launcher = ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={request.param}"]
    command = [sys.executable, *launcher, "-m", "tests.models.shard_writer", str(DEMO_MODEL), str(folder)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert len(list(folder.glob("*.distcp"))) >= request.param
    return folder


def save(folder: Path, state: dict[str, Any]) -> Path:
    """Write a checkpoint in this process."""
    dcp.save(state, checkpoint_id=folder, no_dist=True)
    return folder


def weights_of(folder: Path) -> dict[str, torch.Tensor]:
    """The weights of a model folder under the names that its module gives them."""
    model = transformers.AutoModelForImageTextToText.from_pretrained(folder, dtype="auto")
    return dict(model.state_dict())


def answers(folder: Path) -> list[str | None]:
    settings = GenerationSettings(max_tokens=4)
    images = [make_image(noise_bytes(i, size=(32, 32))) for i in range(6)]
    asked = [make_request(make_sample("Which digit is shown?", media=[one]), generation=settings) for one in images]
    model = LocalModel("merged", str(folder), hardware=Hardware(accelerator=Accelerator.CPU))
    try:
        return [one.text for one in asyncio.run(model.generate(asked))]
    finally:
        model.close()


def test_a_merged_checkpoint_has_the_weights_and_the_answers_of_the_original(sharded: Path, tmp_path: Path) -> None:
    assert main(["merge", str(sharded), str(tmp_path / "out"), "--base", str(DEMO_MODEL)]) == 0
    merged, original = weights_of(tmp_path / "out"), weights_of(DEMO_MODEL)
    assert merged.keys() == original.keys()
    assert all(torch.equal(merged[name], original[name]) for name in original)
    assert answers(tmp_path / "out") == answers(DEMO_MODEL)


def test_the_average_is_merged_in_the_same_way(sharded: Path, tmp_path: Path) -> None:
    merge(sharded, tmp_path / "out", weights=Weights.EMA, base=str(DEMO_MODEL))
    merged, original = weights_of(tmp_path / "out"), weights_of(DEMO_MODEL)
    assert all(torch.equal(merged[name], -original[name]) for name in original)


@pytest.mark.parametrize(
    "name",
    ["{}", "model.{}", "app.module.{}", "model._orig_mod.{}", "model._fsdp_wrapped_module.{}"],
    ids=["bare", "model", "nested", "compiled", "wrapped"],
)
def test_weights_are_found_under_the_names_that_trainings_give_them(tmp_path: Path, name: str) -> None:
    """Where the settings lie beside the shards, no base is needed; a tied weight may be left out."""
    weights = weights_of(DEMO_MODEL)
    tied = [one for one in weights if one.startswith("lm_head")]
    state = {name.format(one): value for one, value in weights.items() if one not in tied}
    assert len(tied) == 1
    source = save(tmp_path / "shards", state)
    for path in DEMO_MODEL.iterdir():
        if path.suffix != ".safetensors":
            (source / path.name).write_bytes(path.read_bytes())
    assert merge(source, tmp_path / "out") == sum(value.numel() for value in state.values())
    assert answers(tmp_path / "out") == answers(DEMO_MODEL)


def test_the_element_type_stays(tmp_path: Path) -> None:
    source = save(tmp_path / "shards", {name: value.bfloat16() for name, value in weights_of(DEMO_MODEL).items()})
    merge(source, tmp_path / "out", base=str(DEMO_MODEL))
    assert {value.dtype for value in weights_of(tmp_path / "out").values()} == {torch.bfloat16}


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    weights = weights_of(DEMO_MODEL)
    lost = next(name for name in weights if "layers.1" in name)
    source = save(tmp_path / "shards", {f"model.{name}": one for name, one in weights.items() if name != lost})
    with pytest.raises(ModelError, match=f"'model.…' lacks 1 weights of this model, such as {lost}"):
        merge(source, tmp_path / "out", base=str(DEMO_MODEL))
    with pytest.raises(ModelError, match="holds no ema weights of this model"):
        merge(source, tmp_path / "out", weights=Weights.EMA, base=str(DEMO_MODEL))
    with pytest.raises(ModelError, match="is no checkpoint of torch"):
        merge(DEMO_MODEL, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def lose(shard: Path) -> None:
    shard.unlink()


def cut(shard: Path) -> None:
    shard.write_bytes(shard.read_bytes()[:1000])


def garble(shard: Path) -> None:
    shard.write_bytes(bytes(shard.stat().st_size))


@pytest.mark.parametrize(
    ("damage", "told"),
    [(lose, "lacks the shard "), (cut, " is cut off: it has 1000 bytes"), (garble, "cannot be read")],
)
def test_a_broken_shard_is_told_in_one_line_and_nothing_is_written(
    tmp_path: Path, damage: Callable[[Path], None], told: str
) -> None:
    source = save(tmp_path / "shards", weights_of(DEMO_MODEL))
    (shard,) = source.glob("*.distcp")
    damage(shard)
    with pytest.raises(ModelError, match=told) as caught:
        merge(source, tmp_path / "out", base=str(DEMO_MODEL))
    assert len(str(caught.value).splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_broken_index_is_told(tmp_path: Path) -> None:
    checkpoint = save(tmp_path / "step", {"model": weights_of(DEMO_MODEL)})
    (checkpoint / ".metadata").write_bytes(b"junk")
    with pytest.raises(ModelError, match=r"\.metadata cannot be read"):
        merge(checkpoint, tmp_path / "out", base=str(DEMO_MODEL))


def test_weights_of_a_model_of_another_size_are_refused(tmp_path: Path) -> None:
    weights = weights_of(DEMO_MODEL)
    name = next(one for one in weights if one.endswith("q_proj.weight"))
    checkpoint = save(tmp_path / "step", {"model": {**weights, name: torch.zeros(3, 3)}})
    with pytest.raises(
        ModelError, match=rf"{name} of .* has the shape \(3, 3\), and the model of --base has \(96, 96\)"
    ):
        merge(checkpoint, tmp_path / "out", base=str(DEMO_MODEL))
    assert not (tmp_path / "out").exists()


def test_files_are_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="exists and is not empty"):
        merge(DEMO_MODEL, tmp_path)


def test_a_checkpoint_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["merge", str(tmp_path / "nowhere"), str(tmp_path / "out")]) == 2
    assert "there is no folder" in capsys.readouterr().err


def test_there_are_two_kinds_of_weights(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["merge", "here", "there", "--weights", "mean"])
    assert caught.value.code == 2
    assert "mean" in capsys.readouterr().err
