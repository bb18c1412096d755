"""Command lines of the engines, as their documentation has them, and what is refused before anything starts.

`data/engines/` lists the options that the command-line parsers of released engines have.
"""

from __future__ import annotations

import ast
import asyncio
import dataclasses
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from hyeval.assemble import Servers, make_model
from hyeval.config.schema import RunConfig
from hyeval.config.validation import validate
from hyeval.errors import MissingResource
from hyeval.models.api import ApiModel
from hyeval.models.encoding import VideoEncoding
from hyeval.records import GenerationSettings
from hyeval.serving.engines import ENGINES, KeyArgument, KeyFile
from hyeval.serving.location import locate
from hyeval.serving.model import ServedModel, ServedReplica
from hyeval.serving.plan import CheckpointSettings, command_line, device_groups, request_fields
from hyeval.serving.server import Command
from tests.builders import make_request
from tests.config.commands import checked, composed, problems
from tests.servers import engine

DATA = Path(__file__).parents[1] / "data"
KEY = "sk-server-0123456789"
PROCESSOR = "model.processor={max_pixels: 1003520}"
FULL = (
    "deploy.served_name=qwen", "deploy.max_model_length=8192", "deploy.max_sequences=32", "deploy.devices=[2,3]",
    "deploy.port=8000", "hardware.precision=bf16-true",
)  # fmt: skip


def run_of(*overrides: str) -> RunConfig:
    return validate(composed(*checked("model=hf", "model.path=OWNER/NAME", "task=digits", *overrides)))


def command(run: RunConfig, *, model: str = "/models/qwen", port: int = 8000) -> str:
    settings = CheckpointSettings.of(run.model.model_extra or {})
    words = command_line(
        ENGINES[str(run.deploy.engine)],
        run.deploy,
        settings,
        model=model,
        served_name=run.deploy.served_name or run.model.name,
        port=port,
        hardware=run.hardware,
    )
    return " ".join(words)


MORE = {
    "vllm": "{gpu-memory-utilization: 0.8, enforce_eager: true, quantization: null}",
    "sglang": "{mem-fraction-static: 0.8, disable_radix_cache: true, quantization: null}",
    "lmdeploy": "{cache-max-entry-count: 0.5, enable_prefix_caching: true, backend: pytorch, quant-policy: null}",
}
GOLDEN = {
    "vllm": (
        "vllm serve /models/qwen --host 127.0.0.1 --port 8000 --served-model-name qwen --dtype bfloat16"
        " --max-model-len 8192 --max-num-seqs 32 --tensor-parallel-size 2"
        ' --mm-processor-kwargs {"max_pixels": 1003520} --generation-config vllm'
        " --gpu-memory-utilization 0.8 --enforce-eager"
    ),
    "sglang": (
        "python -m sglang.launch_server --model-path /models/qwen --host 127.0.0.1 --port 8000"
        " --served-model-name qwen --dtype bfloat16 --context-length 8192 --max-running-requests 32 --tp-size 2"
        ' --mm-process-config {"image": {"max_pixels": 1003520}} --sampling-defaults openai'
        " --mem-fraction-static 0.8 --disable-radix-cache"
    ),
    "lmdeploy": (
        "lmdeploy serve api_server /models/qwen --server-name 127.0.0.1 --server-port 8000 --model-name qwen"
        " --dtype bfloat16 --session-len 8192 --max-batch-size 32 --tp 2"
        " --cache-max-entry-count 0.5 --enable-prefix-caching --backend pytorch"
    ),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_every_setting_has_its_option(name: str) -> None:
    run = run_of(f"deploy={name}", *FULL, PROCESSOR, f"deploy.arguments={MORE[name]}")
    assert command(run) == GOLDEN[name]


@pytest.mark.parametrize("released", sorted((DATA / "engines").iterdir()), ids=lambda path: path.stem)
def test_a_released_engine_has_every_option(released: Path) -> None:
    name = released.name.partition("-")[0]
    run = run_of(f"deploy={name}", *FULL, PROCESSOR, f"deploy.arguments={MORE[name]}")
    given = {word for word in command(run).split() if word.startswith("--")}
    key = ENGINES[name].key
    if isinstance(key, KeyFile | KeyArgument):
        given.add(key.option)
    assert len(given) > 8
    assert given <= set(released.read_text().split())


def test_what_is_not_set_is_left_to_the_engine() -> None:
    assert command(run_of("deploy=vllm", "deploy.max_sequences=null")) == (
        "vllm serve /models/qwen --host 127.0.0.1 --port 8000 --served-model-name OWNER/NAME --dtype auto"
        " --generation-config vllm"
    )


def test_transformers_serves_under_the_path() -> None:
    assert command(run_of("deploy=transformers", "hardware=cpu")) == (
        "transformers serve /models/qwen --host 127.0.0.1 --port 8000 --dtype float32 --device cpu"
    )


def test_arguments_take_every_form_of_a_value() -> None:
    arguments = "{limit-mm-per-prompt: {image: 4}, allowed-media-domains: [a, b], middleware: [a, b], seed: 1}"
    line = command(run_of("deploy=vllm", "deploy.max_sequences=null", f"deploy.arguments={arguments}"))
    assert line.endswith(
        '--generation-config vllm --limit-mm-per-prompt {"image": 4} --allowed-media-domains a b'
        " --middleware a --middleware b --seed 1"
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("vllm", " --generation-config vllm --no-enable-prefix-caching"),
        ("lmdeploy", " --server-port 8000 --model-name"),
    ],
)
def test_what_is_false_is_switched_off_or_left_out(name: str, told: str) -> None:
    line = command(run_of(f"deploy={name}", "deploy.arguments={enable_prefix_caching: false, seed: null}"))
    assert told in line
    assert ("prefix-caching" in line) == (name == "vllm")
    assert "seed" not in line


def test_a_chat_template_is_handed_on_with_its_whole_path(tmp_path: Path) -> None:
    template = tmp_path / "template.jinja"
    template.write_text("{{ messages }}")
    assert f"--chat-template {template} " in command(run_of("deploy=vllm", f"deploy.chat_template={template}"))


def test_requests_carry_what_the_command_line_cannot_say(tmp_path: Path) -> None:
    (tmp_path / "generation_config.json").write_text(json.dumps({"repetition_penalty": 1.05, "top_k": 1}))
    settings = CheckpointSettings("x", None, {"max_pixels": 5}, {"enable_thinking": False}, VideoEncoding())
    template = {"chat_template_kwargs": {"enable_thinking": False}}
    assert {name: request_fields(one, settings, tmp_path) for name, one in ENGINES.items()} == {
        "vllm": {**template, "repetition_penalty": 1.05},
        "sglang": {**template, "repetition_penalty": 1.05},
        "lmdeploy": {**template, "mm_processor_kwargs": {"max_pixels": 5}, "repetition_penalty": 1.05, "min_p": 0.0},
        "transformers": template,  # it takes the penalty from the checkpoint itself
    }


def test_to_a_server_of_someone_else_requests_carry_all_there_is() -> None:
    settings = CheckpointSettings("x", None, {"max_pixels": 5}, {"enable_thinking": False}, VideoEncoding())
    fields = request_fields(ENGINES["vllm"], settings, None)
    assert fields == {"chat_template_kwargs": {"enable_thinking": False}, "mm_processor_kwargs": {"max_pixels": 5}}


# Devices


@pytest.mark.parametrize(
    ("settings", "visible", "groups"),
    [
        ((), "", [()]),
        (("deploy.devices=[0,1,2,3]",), "", [("0", "1", "2", "3")]),
        (("deploy.devices=[0,1,2,3]", "deploy.replicas=2"), "", [("0", "1"), ("2", "3")]),
        (("deploy.devices=[0,1]", "deploy.replicas=2"), "4,7", [("4",), ("7",)]),
        (("deploy.devices=[GPU-a]",), "", [("GPU-a",)]),
        (("hardware=cpu", "deploy.replicas=3"), "", [(), (), ()]),
    ],
)
def test_replicas_share_the_devices(settings: tuple[str, ...], visible: str, groups: list[tuple[str, ...]]) -> None:
    deployment = run_of("deploy=vllm", *settings).deploy
    assert device_groups(deployment, {"CUDA_VISIBLE_DEVICES": visible}) == groups


def test_devices_beyond_those_that_a_scheduler_gave_are_refused() -> None:
    deployment = run_of("deploy=vllm", "deploy.devices=[0,2]").deploy
    with pytest.raises(MissingResource, match=r"there is no device 2: CUDA_VISIBLE_DEVICES=4,7 leaves 2"):
        device_groups(deployment, {"CUDA_VISIBLE_DEVICES": "4,7"})


# What cannot be honoured


@pytest.mark.parametrize(
    ("overrides", "told"),
    [
        (("deploy=none", "deploy.port=8000"), "deploy.port: `deploy=none` has no such setting."),
        (("deploy=vllm", "deploy.base_url=http://x/v1"), "deploy.base_url: `deploy=vllm` has no such setting."),
        (("deploy=remote",), "deploy.base_url: must be set. Add `deploy.base_url=URL` to the command."),
        (("deploy=remote", "deploy.base_url=http://x/v1", PROCESSOR), "model.processor: can only be sent along to an"),
        (
            ("deploy=remote", "deploy.base_url=http://x/v1", "deploy.engine=sglang", PROCESSOR),
            "model.processor: a server of sglang that runs already has its own.",
        ),
        (("deploy=vllm", "deploy.prot=1"), "deploy.prot: there is no such setting. Did you mean 'port'?"),
        (("deploy=vlm",), "deploy: there is no deploy 'vlm'. Did you mean 'vllm'?"),
        (
            ("deploy=transformers", "deploy.max_model_length=10"),
            "deploy.max_model_length: transformers has no such setting.",
        ),
        (("deploy=transformers", "deploy.served_name=x"), "deploy.served_name: transformers has no such setting."),
        (("deploy=transformers", "deploy.api_key_env=X"), "deploy.api_key_env: transformers asks for no key."),
        (("deploy=transformers", PROCESSOR), "model.processor: transformers takes no settings of the processor."),
        (("deploy=transformers", "deploy.devices=[0,1]"), "Set `deploy.replicas=2` for one server each."),
        (("deploy=vllm", "hardware=ddp"), "hardware: says how a model in this process is spread. Set"),
        (("deploy=vllm", "model.quantization=int8"), "model.quantization: is a setting of models in this process;"),
        (("deploy=lmdeploy", "hardware=cpu"), "hardware: lmdeploy does not run on the CPU."),
        (("deploy=lmdeploy", "hardware.precision=32-true"), "hardware.precision: lmdeploy knows auto, bfloat16"),
        (("deploy=vllm", "deploy.replicas=2"), "deploy.devices: 2 replicas need to know their devices."),
        (("deploy=vllm", "deploy.replicas=2", "deploy.devices=[0,1,2]"), "3 devices cannot be shared evenly"),
        (("deploy=vllm", "hardware=cpu", "deploy.devices=[0]"), "have no meaning with `hardware=cpu`"),
        (("deploy=vllm", "deploy.chat_template=/no/file"), "deploy.chat_template: there is no file /no/file."),
        (("deploy=vllm", "deploy.arguments.max-model-len=5"), "is what `deploy.max_model_length` sets."),
        (("deploy=vllm", "deploy.arguments.tensor_parallel_size=5"), "is what `deploy.devices` sets."),
        (("deploy=vllm", "deploy.arguments.api-key=x"), "would show the key in every list of processes."),
        (("deploy=vllm", "deploy.conda_env=a", "deploy.python=b"), "and `deploy.conda_env` exclude each other"),
        (("deploy=vllm", "deploy.port=70000"), "deploy.port: input should be less than or equal to 65535"),
        (("deploy=vllm", "deploy.port=65535", "deploy.replicas=2", "hardware=cpu"), "2 ports from 65535 on are too"),
    ],
)  # fmt: skip
def test_what_an_engine_cannot_honour_is_told_before_anything_starts(overrides: tuple[str, ...], told: str) -> None:
    found = [str(one) for one in problems("model=hf", "model.path=OWNER/NAME", "task=digits", *overrides)]
    assert [one for one in found if told in one], found


@pytest.mark.parametrize("settings", [("deploy=vllm",), ("deploy=remote", "deploy.base_url=http://x/v1")])
def test_only_checkpoints_can_be_served(settings: tuple[str, ...]) -> None:
    (problem,) = problems("model=gpt_4o", "task=digits", *settings)
    assert str(problem).endswith("Choose `deploy=none`, or `model=hf model.path=…`.")


def test_all_problems_are_told_at_once() -> None:
    overrides = ("deploy=transformers", "deploy.served_name=x", "deploy.api_key_env=X", "limit=0")
    assert {one.field for one in problems("model=demo", "task=digits", *overrides)} >= {"limit"}
    fields = {one.field for one in problems("model=demo", "task=digits", *overrides[:-1])}
    assert fields == {"deploy.served_name", "deploy.api_key_env"}


# Keys


def commanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, program: str) -> Command:
    """The command that a server with a key is started with."""
    monkeypatch.setenv("MY_KEY", KEY)
    python = engine.install(tmp_path / "env", program=program)
    key = "deploy.api_key_env=MY_KEY"
    model = made(tmp_path, f"deploy={name}", f"deploy.python={python}", "deploy.max_sequences=null", key)
    (replica,) = model.replicas()
    assert isinstance(replica, ServedReplica)
    command = replica.server.launch.command(8000)
    assert KEY not in " ".join(command.words)
    assert KEY not in repr(command)
    return command


def test_vllm_reads_its_key_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = commanded(tmp_path, monkeypatch, "vllm", "vllm")
    assert command.environment["VLLM_API_KEY"] == KEY
    assert command.private == []


def test_sglang_reads_its_key_from_a_file_that_nobody_else_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "packages" / "sglang").mkdir(parents=True)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "packages"))
    command = commanded(tmp_path, monkeypatch, "sglang", "unused")
    assert command.words[:3] == [str(tmp_path / "env" / "bin" / "python"), "-m", "sglang.launch_server"]
    (path,) = map(Path, command.private)
    assert command.words[-2:] == ["--config", str(path)]
    assert yaml.safe_load(path.read_text()) == {"api-key": KEY}
    assert path.stat().st_mode & 0o077 == 0
    path.unlink()


def test_lmdeploy_gets_its_key_as_an_argument_that_no_list_of_processes_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run with a package of that name that tells its arguments."""
    command = commanded(tmp_path, monkeypatch, "lmdeploy", "lmdeploy")
    package = tmp_path / "packages" / "lmdeploy"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "cli.py").write_text(
        "import os, sys\ndef run():\n    print(sys.argv, 'HYEVAL_SERVER_KEY' in os.environ)\n"
    )
    environment = {**command.environment, "PYTHONPATH": str(package.parent)}
    told = subprocess.run(command.words, env=environment, capture_output=True, text=True, check=True).stdout
    arguments, _, left = told.strip().rpartition(" ")
    words = ast.literal_eval(arguments)
    assert words[:3] == ["lmdeploy", "serve", "api_server"]
    assert words[-2:] == ["--api-keys", KEY]
    assert left == "False"


# Conda


def test_a_conda_environment_is_entered_by_conda(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Conda is played by a script that runs what it is told to in the environment's folder."""
    envs, conda = tmp_path / "envs", tmp_path / "conda"
    engine.install(envs / "serving")
    conda.write_text(
        '#!/bin/sh\n[ "$1 $2 $3" = "run --no-capture-output -n" ] || exit 9\n'
        f'PATH="{envs}/$4/bin:$PATH"; shift 4; exec "$@"\n'
    )
    conda.chmod(0o755)
    monkeypatch.setenv("CONDA_EXE", str(conda))
    location = locate(ENGINES["vllm"], run_of("deploy=vllm", "deploy.conda_env=serving").deploy, field="deploy")
    words = location.resolve(["vllm", "serve", "x"])
    assert words == [str(conda), "run", "--no-capture-output", "-n", "serving", "vllm", "serve", "x"]
    assert location.resolve(["python", "-c", "1"])[-3:] == ["python", "-c", "1"]
    told = subprocess.run([*words[:-2], "--help"], capture_output=True, text=True, check=True).stdout
    assert told.startswith("usage: vllm")
    assert location.version("no-such-package") is None
    folder = run_of("deploy=vllm", f"deploy.conda_env={envs / 'serving'}").deploy
    assert locate(ENGINES["vllm"], folder, field="deploy").wrapper[-2:] == ("-p", str(envs / "serving"))


def test_of_a_conda_environment_is_told_what_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    conda = tmp_path / "bin" / "conda"
    engine.install(tmp_path / "envs" / "serving")
    engine.install(tmp_path / "envs" / "other", program="something_else")
    conda.parent.mkdir()
    conda.touch(mode=0o755)
    monkeypatch.setenv("CONDA_EXE", str(conda))
    for name in ("serving", "elsewhere"):  # conda has folders of environments that it alone knows
        locate(ENGINES["vllm"], run_of("deploy=vllm", f"deploy.conda_env={name}").deploy, field="deploy")
    for name in ("other", str(tmp_path / "envs" / "other")):
        with pytest.raises(MissingResource, match=r"deploy.conda_env: there is no program 'vllm' in .*/envs/other/bin"):
            locate(ENGINES["vllm"], run_of("deploy=vllm", f"deploy.conda_env={name}").deploy, field="deploy")
    with pytest.raises(MissingResource, match=r"deploy.conda_env: there is no folder /no/env\. Check the path"):
        locate(ENGINES["vllm"], run_of("deploy=vllm", "deploy.conda_env=/no/env").deploy, field="deploy")


def test_without_conda_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CONDA_EXE", raising=False)
    deployment = run_of("deploy=vllm", "deploy.conda_env=serving").deploy
    with pytest.raises(MissingResource, match=r"deploy.conda_env: there is no conda on PATH.*`deploy.python=`"):
        locate(ENGINES["vllm"], deployment, field="deploy")


# Models


def made(tmp_path: Path, *overrides: str) -> ServedModel:
    run = validate(composed(*checked("model=demo", "task=digits", *overrides)))
    model = make_model(run.model, run.hardware, Servers(run.deploy, tmp_path / "logs"))
    assert isinstance(model, ServedModel)
    return model


@pytest.fixture
def python(tmp_path: Path) -> str:
    return f"deploy.python={engine.install(tmp_path / 'env')}"


@cache
def vllm_of_demo(*overrides: str) -> RunConfig:
    return validate(composed(*checked("model=demo", "task=digits", "deploy=vllm", *overrides)))


def identity(tmp_path: Path, run: RunConfig, **changes: Any) -> dict[str, Any]:
    servers = Servers(dataclasses.replace(run.deploy, **changes), tmp_path / "logs")
    return dict(make_model(run.model, run.hardware, servers).identity())


@pytest.mark.parametrize(
    "changes",
    [
        {"port": 9000}, {"host": "0.0.0.0"}, {"devices": ("0", "1")}, {"devices": ("0", "1"), "replicas": 2},
        {"served_name": "other"}, {"max_sequences": 3}, {"stop_grace_s": 1.0}, {"python": "/envs/other/bin/python"},
        {"arguments": {"gpu-memory-utilization": 0.5, "max_num_batched_tokens": 9}},
    ],
)  # fmt: skip
def test_where_and_how_fast_a_server_answers_is_not_part_of_the_key(tmp_path: Path, changes: dict[str, Any]) -> None:
    assert identity(tmp_path, vllm_of_demo(), **changes) == identity(tmp_path, vllm_of_demo())


def test_what_changes_its_answers_is_part_of_the_key(tmp_path: Path) -> None:
    template = tmp_path / "template.jinja"
    template.write_text("{{ messages }}")
    found = [
        identity(tmp_path, vllm_of_demo(), **changes)
        for changes in (
            {}, {"max_model_length": 100}, {"arguments": {"quantization": "fp8"}}, {"chat_template": str(template)},
        )
    ]  # fmt: skip
    for setting in ("hardware=cpu", PROCESSOR, "model.chat_template={enable_thinking: true}"):
        found.append(identity(tmp_path, vllm_of_demo(setting)))
    local = vllm_of_demo()
    found.append(dict(make_model(local.model, local.hardware).identity()))
    assert len({json.dumps(one, sort_keys=True) for one in found}) == len(found) == 8
    assert found[0]["engine"] == "vllm"
    assert found[0]["revision"].startswith("sha256:")
    template.write_text("{{ messages }} ")
    assert identity(tmp_path, vllm_of_demo(), chat_template=str(template)) != found[3]


def test_what_an_engine_would_ignore_is_not_honoured(tmp_path: Path, python: str) -> None:
    vllm = made(tmp_path, "deploy=vllm", python)
    assert vllm.honours == {"max_tokens", "temperature", "top_p", "top_k", "stop", "top_logprobs"}
    assert vllm.load.concurrency == 128
    assert made(tmp_path, "deploy=transformers").honours == {"max_tokens"}
    lmdeploy = made(tmp_path, "deploy=lmdeploy", "deploy.arguments.backend=pytorch")
    assert lmdeploy.honours == {"max_tokens", "temperature", "top_p", "top_k", "top_logprobs"}


def test_a_program_that_is_not_installed_is_told_with_what_to_do(tmp_path: Path) -> None:
    other = engine.install(tmp_path / "other", program="something_else")
    vllm = ENGINES["vllm"]
    with pytest.raises(MissingResource, match=r"deploy.python: there is no program 'vllm' in .*pip install vllm"):
        locate(vllm, run_of("deploy=vllm", f"deploy.python={other}").deploy, field="deploy")
    with pytest.raises(MissingResource, match=r"deploy.python: there is no file /no/python"):
        locate(vllm, run_of("deploy=vllm", "deploy.python=/no/python").deploy, field="deploy")


def test_a_package_that_an_interpreter_runs_is_looked_for(tmp_path: Path) -> None:
    packages = tmp_path / "lib"
    sglang = run_of("deploy=sglang", f"deploy.python={tmp_path / 'bin' / 'python'}").deploy
    interpreter = tmp_path / "bin" / "python"
    interpreter.parent.mkdir()
    interpreter.write_text(f'#!/bin/sh\nPYTHONPATH="{packages}" exec {sys.executable} "$@"\n')
    interpreter.chmod(0o755)
    with pytest.raises(MissingResource, match=r"deploy.python: there is no package 'sglang' in .*/bin\. `pip install"):
        locate(ENGINES["sglang"], sglang, field="deploy")
    (packages / "sglang").mkdir(parents=True)
    (packages / "sglang" / "__init__.py").write_text("raise SystemExit('imported')")
    assert locate(ENGINES["sglang"], sglang, field="deploy").python == str(interpreter)


# Requests


@pytest.mark.parametrize(
    ("name", "generation", "expected"),
    [
        ("vllm", {}, {"temperature": 0.0}),
        ("vllm", {"temperature": 0.7, "top_k": 5}, {"temperature": 0.7, "top_p": 1.0, "top_k": 5}),
        ("lmdeploy", {}, {"temperature": 0.0, "top_k": 1, "min_p": 0.0}),
        ("lmdeploy", {"temperature": 0.7}, {"temperature": 0.7, "top_p": 1.0, "top_k": 0, "min_p": 0.0}),
        ("lmdeploy", {"temperature": 0.7, "top_k": 5}, {"temperature": 0.7, "top_p": 1.0, "top_k": 5, "min_p": 0.0}),
        ("transformers", {}, {"temperature": 0.0}),
    ],
)
def test_sampling_is_said_in_full_where_an_engine_has_defaults_of_its_own(
    name: str, generation: dict[str, Any], expected: dict[str, Any]
) -> None:
    model = ApiModel("m", "m", base_url="http://127.0.0.1/v1", quirks=ENGINES[name].quirks, batch=True)
    request = dataclasses.replace(make_request(), generation=GenerationSettings(max_tokens=4, **generation))
    batches = model.batches()
    assert batches is not None
    body = json.loads(asyncio.run(batches.line(request)))["body"]
    assert {
        field: body[field] for field in body if field not in ("model", "messages", "max_tokens", "seed")
    } == expected
