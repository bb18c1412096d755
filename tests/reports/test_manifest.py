"""The manifest: what a run was made with, so that it can be repeated, and no secret among it."""

from __future__ import annotations

import json
import platform
import re
import shlex
import subprocess
from importlib import metadata
from pathlib import Path

import pytest

import hyeval
from hyeval.reports.manifest import describe_environment, redact

ROOT = Path(__file__).resolve().parents[2]

SECRETS = [
    "OPENAI_API_KEY=sk-abc",
    "HF_TOKEN=sk-abc",
    "MODEL.API_KEY=sk-abc",
    "model.api_key=sk-abc",
    "+model.api_key=sk-abc",
    "++judge.api_key=sk-abc",
    "model.api_key='sk-abc'",
    "model.api_key=sk with blanks sk-abc",
    'model.api_key="sk with blanks sk-abc"',
    "model.client_secret=sk-abc",
    "model.password=sk-abc",
    "model.token=sk-abc",
    "model.access_token=sk-abc",
    "model.options={api_key:sk-abc,timeout:3}",
    'model.options={"api_key": "sk-abc"}',
    "model.headers={Authorization: Bearer sk-abc}",
    "model.headers={x-api-key: sk-abc}",
    "model.base_url=https://user:sk-abc@host.example/v1",
    "model.base_url=https://host.example/v1?api_key=sk-abc&x=1",
]


@pytest.mark.parametrize("argument", SECRETS)
def test_no_secret_of_the_command_is_written_down(argument: str) -> None:
    command = describe_environment(["python", "-m", "hyeval", argument, "limit=8"])["command"]
    assert "sk-abc" not in command
    assert "***" in command
    assert command.startswith("python -m hyeval ")
    assert command.endswith(" limit=8")


@pytest.mark.parametrize(
    "argument",
    [
        "tasks.mmmu.generation.max_tokens=512",
        "generation.max_tokens=8",
        "model.api_key_env=OPENAI_API_KEY",
        "task=[digits,mmmu]",
        "model.path=/data/my model",
        "model.base_url=https://host.example:8000/v1",
        "experiment=monkey",
    ],
)
def test_what_is_no_secret_stays_so_that_the_command_can_be_repeated(argument: str) -> None:
    command = ["python", "-m", "hyeval", argument]
    assert shlex.split(describe_environment(command)["command"]) == command


def test_a_text_without_secrets_is_not_touched() -> None:
    text = 'python -m hyeval task=digits \'model.rules={"digit": "7"}\' seed=3'
    assert redact(text) == text
    assert redact("") == ""


def test_the_manifest_has_what_a_repetition_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLURM_JOB_ID", "4711")
    manifest = describe_environment(["hyeval", "task=digits"])
    assert set(manifest) >= {"hyeval", "git_commit", "python", "packages", "hardware", "command", "slurm_job"}
    assert manifest["hyeval"] == hyeval.__version__ == metadata.version("hyeval")
    assert manifest["python"] == platform.python_version()
    assert manifest["command"] == "hyeval task=digits"
    assert manifest["slurm_job"] == "4711"
    for package in ("hydra-core", "omegaconf", "pydantic", "numpy", "scipy", "pillow", "datasets", "torch"):
        assert manifest["packages"][package] == metadata.version(package)
    hardware = manifest["hardware"]
    assert hardware["cpus"] >= 1
    assert hardware["memory_bytes"] > 2**27
    assert set(hardware) >= {"machine", "system", "gpus"}
    assert json.loads(json.dumps(manifest)) == manifest


def test_outside_slurm_there_is_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLURM_JOB_ID", raising=False)
    assert describe_environment([])["slurm_job"] is None


def test_the_commit_is_that_of_the_checkout() -> None:
    head = subprocess.run(["git", "-C", ROOT, "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    commit = describe_environment([])["git_commit"]
    if head.returncode == 0:
        assert re.fullmatch(rf"{head.stdout.strip()}(-dirty)?", commit)
    else:
        assert commit is None
