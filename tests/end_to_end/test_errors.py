"""What a user does wrong, or what the machine does: one clear error, its own exit code, nothing lost."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import datasets
import pytest
from PIL import Image

from hyeval.models.gpus import gpu_names
from tests.end_to_end.apis import Start, api
from tests.end_to_end.random_qwen import DEMO_MODEL
from tests.end_to_end.runs import Workspace

TASK = """\
# @package tasks.own
name: own
dataset: {{path: "{path}", split: test}}
sample: {{id: id, images: [image], question: question, answer: answer}}
protocol: ${{protocol.name}}
protocols:
  official: {{prompt: {{user: "{{{{ question }}}}"}}, extract: number, score: number}}
metrics: {{accuracy: mean}}
"""
SCRIPTED = ("model=scripted", "model.default=7", "tracking=none")


def png(shade: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (8, 8), shade).save(buffer, format="PNG")
    return buffer.getvalue()


def own_task(workspace: Workspace, images: list[bytes], **columns: list[Any]) -> list[str]:
    """Write a data set and its task file; return the arguments that choose them."""
    count = len(images)
    content = {
        "id": [f"row{i}" for i in range(count)],
        "image": [{"bytes": image, "path": None} for image in images],
        "question": ["Which digit is shown?"] * count,
        "answer": ["7"] * count,
    } | columns
    features = datasets.Features(
        {name: datasets.Image() if name == "image" else datasets.Value("string") for name in content}
    )
    path = workspace.folder / "data" / "test.parquet"
    path.parent.mkdir()
    datasets.Dataset.from_dict(content, features=features).to_parquet(str(path))
    folder = workspace.folder / "conf" / "task"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(TASK.format(path=path.parent))
    return ["--config-dir", str(workspace.folder / "conf"), "task=own"]


def errors(stderr: str) -> list[str]:
    return [line for line in stderr.splitlines() if line.startswith("error: ")]


def test_everything_wrong_with_a_command_is_told_at_once(workspace: Workspace) -> None:
    run = workspace.run("task=digtis", "limit=0", "model.pth=x", "generation.temprature=1", "tasks.mmmu.metrics=1")
    assert run.code == 2
    told = "\n".join(errors(run.stderr))
    assert "there is no task 'digtis'. Did you mean 'digits'" in told
    assert "limit: input should be greater than or equal to 1; found 0" in told
    assert "model.pth: there is no such setting. Did you mean 'path'?" in told
    assert "generation.temprature: there is no such setting. Did you mean 'temperature'?" in told
    assert "tasks.mmmu: this task is not in the run" in told
    assert "Traceback" not in run.stderr
    assert not (workspace.folder / "outputs").exists()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (["tasks.digits.dataset.split=tset"], "'tset' is not a split of"),
        (["tasks.digits.dataset.path=/nowhere"], "there is no /nowhere"),
        (["tasks.digits.sample.answer=anser"], "has no column 'anser'"),
        (["tasks.digits.dataset.path=nobody/nothing"], "point `tasks.digits.dataset.path=` to a local copy"),
        (["protocol=lmms_eval"], "'lmms_eval' is no protocol here (official)"),
        (["model=hf"], "model.path: must be set"),
        (["generation.top_p=0.5"], "top_p: has no effect at temperature 0"),
        (["model=demo", "model.path=nobody/nothing"], "point `model.path=` to a local copy"),
        (["model=demo", "hardware=ddp", "hardware.devices=[0,0]"], "names a device twice in `devices`"),
        (["model=demo", "model.path=/nowhere"], "there is no folder /nowhere"),
    ],
)
def test_what_cannot_start_ends_with_one_line_and_code_2(workspace: Workspace, settings: list[str], told: str) -> None:
    run = workspace.run("model=scripted", "task=digits", "tracking=none", *settings)
    assert run.code == 2, run.stderr
    (error,) = errors(run.stderr)
    assert told in error
    assert "Traceback" not in run.stderr


def test_broken_images_are_an_error_before_anything_is_asked(workspace: Workspace, start: Start) -> None:
    images = [png(1), b"no image at all", png(3), *[png(4)[:-1]] * 10, png(5)]
    arguments, server = own_task(workspace, images), start()
    run = workspace.run(*arguments, *api(server))
    assert run.code == 2, run.stderr
    told = run.stderr.splitlines()
    assert told[0].startswith("error: own, row 1 (id row1), column 'image': no image format is recognised")
    assert [line.split("row ")[1].split()[0] for line in told[:10]] == [str(1 if i == 0 else i + 2) for i in range(10)]
    assert "own, row 3 (id row3), column 'image': the file is cut off" in told[1]
    assert told[10] == (
        "error: own: 11 of 14 rows have an image that cannot be read, and nothing was asked. `hyeval check` with these"
        " settings lists all; `on_broken=skip` asks the other rows."
    )
    assert server.stats()["requests"] == 0
    assert not list(workspace.folder.glob("run/samples/*"))


def broken_checkpoint(folder: Path, file: str, content: bytes) -> Path:
    """The demo checkpoint with another content of one file."""
    shutil.copytree(DEMO_MODEL, folder)
    (folder / file).write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("model.safetensors", b"no weights at all", "Error while deserializing header"),
        ("config.json", b'{"model_type": "nonsense"}', "has model type `nonsense`"),
        ("config.json", b"{", "is not a valid JSON file"),
    ],
)
def test_a_checkpoint_that_cannot_be_loaded_is_told_once(
    workspace: Workspace, file: str, content: bytes, told: str
) -> None:
    path = broken_checkpoint(workspace.folder / "checkpoint", file, content)
    run = workspace.run("model=hf", f"model.path={path}", "task=digits", "limit=24", "tracking=none")
    assert run.code == 1, run.stderr
    assert run.stderr.count(f"model.path: the checkpoint in {path} cannot be loaded") == 1
    assert told in run.stderr
    assert "Traceback" not in run.stderr
    assert "the process of" not in run.stderr


@pytest.mark.skipif(bool(gpu_names()), reason="there is a GPU here")
def test_a_gpu_that_is_not_there_is_a_wrong_setting(workspace: Workspace) -> None:
    run = workspace.run("hardware=gpu", "task=digits", "limit=24", "tracking=none")
    assert run.code == 2, run.stderr
    (error,) = errors(run.stderr)
    assert "can use no GPU of this machine (none found). Set `hardware=cpu`" in error


def test_a_broken_image_that_is_skipped_costs_only_its_own_row(workspace: Workspace) -> None:
    arguments = own_task(workspace, [png(1), b"no image at all", png(3), png(4)[:40]])
    run = workspace.run(*arguments, "model=demo", "tracking=none", "on_broken=skip")
    assert run.code == 3, run.stderr
    task = run.result["tasks"]["own"]
    assert task["counts"]["responses"] == {"failed": 2, "ok": 2}
    assert task["coverage"] == 0.5
    assert (
        task["bounds"]["accuracy"]["low"] <= task["metrics"]["accuracy"]["value"] <= task["bounds"]["accuracy"]["high"]
    )
    assert "own, row 1 (id row1), column 'image': no image format is recognised" in run.stdout
    lines = run.samples("own")
    assert [line["score"]["status"] for line in lines] == [
        lines[0]["score"]["status"], "no_response", lines[2]["score"]["status"], "no_response",
    ]  # fmt: skip
    assert lines[1]["response"]["text"] is None
    assert lines[1]["score"]["value"] is None


def test_an_error_in_the_data_keeps_what_was_answered(workspace: Workspace) -> None:
    """What is derived from other columns is worked out when a row's turn comes."""
    arguments = own_task(workspace, [png(i) for i in range(200)], answer=["7"] * 199 + [""])
    task = workspace.folder / "conf" / "task" / "own.yaml"
    task.write_text(task.read_text().replace("answer: answer", "answer: said, derive: {said: '{{ row.answer }}'}"))
    run = workspace.run(*arguments, *SCRIPTED)
    assert run.code == 3, run.stderr
    assert "own, row 199 (id row199), column 'said': the answer is empty" in run.stderr
    assert run.result["tasks"]["own"]["counts"]["responses"]["ok"] >= 128
    assert run.result["tasks"]["own"]["error"] is not None


def test_an_empty_answer_is_told_before_anything_is_asked(workspace: Workspace) -> None:
    arguments = own_task(workspace, [png(i) for i in range(200)], answer=["7"] * 199 + [None])
    run = workspace.run(*arguments, *SCRIPTED)
    assert run.code == 2, run.stderr
    assert "own, row 199 (id row199), column 'answer': the answer is empty" in run.stderr
    assert not (run.folder / "results.json").exists()


def test_malformed_yaml_is_named_with_its_line(workspace: Workspace) -> None:
    folder = workspace.folder / "conf" / "task"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text("# @package tasks.own\nname: own\ndataset: {path: x\nmetrics: 1\n")
    run = workspace.run("--config-dir", str(folder.parent), "task=own")
    assert run.code == 2
    assert "own.yaml, line" in run.stderr
    assert "is no valid YAML" in run.stderr


def test_an_output_folder_that_cannot_be_made(workspace: Workspace) -> None:
    (workspace.folder / "outputs").write_text("a file stands in the way")
    run = workspace.run(*SCRIPTED, "task=digits", "hydra.job.chdir=false")
    assert run.code == 4, run.stderr
    assert "Set `hydra.run.dir=` to a folder" in run.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("mounting a small file system needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_named_and_what_was_answered_is_kept(workspace: Workspace, small_disk: Path) -> None:
    long = "7 " + "and so on " * 120
    settings = (f"model.default={long}", "model=scripted", "task=suite/digits", "tracking=none")
    run = workspace.run(*settings, f"cache_dir={small_disk}")
    assert run.code == 4, run.stderr
    assert "Free space on that disk" in run.stderr
    assert "Traceback" not in run.stderr
    subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
    again = workspace.run(*settings, f"cache_dir={small_disk}", run="again")
    assert again.code == 0, again.stderr
    assert again.result["execution"]["reused"] >= 64
    assert again.result["execution"]["requests"] == 1080


def test_python_m_hyeval_and_the_console_script_are_one_program() -> None:
    script = Path(sys.executable).with_name("hyeval")
    texts = [
        subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for command in ([str(script), "--help"], [sys.executable, "-m", "hyeval", "--help"])
    ]
    assert texts[0] == texts[1]
    assert "task=suite/digits" in texts[0]
