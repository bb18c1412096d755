"""From the settings of a deployment to command lines: which servers are started, where, on which devices."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, with_config

from hyeval.errors import MissingResource, Problem
from hyeval.models.encoding import VideoEncoding
from hyeval.models.hardware import Accelerator, Hardware, Precision, Strategy
from hyeval.serving.engines import ENGINES, Engine
from hyeval.video import FrameSampling

REMOTE = "remote"
VISIBLE_DEVICES = "CUDA_VISIBLE_DEVICES"
PRECISIONS = {Precision.FLOAT32: "float32", Precision.BFLOAT16: "bfloat16", Precision.FLOAT16: "float16"}
HERE_ONLY = frozenset({"attention", "batch_size", "compile", "modality", "workers"})
"""Settings of a local model that say how it runs in this process; an engine has ways of its own."""
CARRIED = frozenset({"path", "revision", "processor", "chat_template", "video"})
"""Settings of a local model that are handed to the engine, or kept by what is sent to it."""


@with_config(extra="forbid", coerce_numbers_to_str=True)
@dataclass(frozen=True, kw_only=True)
class Deployment:
    """Who answers for a checkpoint: this process (no `engine`), servers that are started, or one that runs already."""

    name: str
    description: str = ""
    engine: Literal["vllm", "sglang", "lmdeploy", "transformers"] | None = None
    base_url: str | None = None
    base_urls: tuple[str, ...] = ()
    conda_env: str | None = None
    """Conda environment that the engine is installed in: its name or its folder."""
    python: str | None = None
    """Interpreter of the environment that the engine is installed in; else that of this process, then PATH."""
    served_name: str | None = None
    max_model_length: Annotated[int, Field(ge=1)] | None = None
    """Tokens of a prompt and its answer together."""
    max_sequences: Annotated[int, Field(ge=1)] | None = None
    """Requests that one server works on at once; so many are sent to it."""
    chat_template: str | None = None
    """File with a chat template in place of the checkpoint's."""
    devices: tuple[str, ...] = ()
    """Devices for all replicas together, as `CUDA_VISIBLE_DEVICES` counts or names them."""
    replicas: Annotated[int, Field(ge=1)] = 1
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    """Port of the first server, the next ones follow; 0 takes free ones."""
    api_key_env: str | None = None
    """Variable that holds the key which the server demands."""
    arguments: dict[str, Any] = field(default_factory=dict)
    """Further arguments of the engine, by the names of its documentation without the dashes."""
    start_timeout_s: Annotated[float, Field(gt=0)] = 1800.0
    stop_grace_s: Annotated[float, Field(ge=0)] = 15.0
    log_mb: Annotated[float, Field(gt=0)] = 64.0

    @property
    def starts(self) -> bool:
        """Whether servers are started."""
        return self.engine is not None and self.name != REMOTE

    @property
    def in_process(self) -> bool:
        """Whether the model runs in this process."""
        return self.name != REMOTE and not self.starts

    @property
    def urls(self) -> tuple[str, ...]:
        """Addresses of servers that run already."""
        return self.base_urls or ((self.base_url,) if self.base_url is not None else ())


ALWAYS = frozenset({"name", "description"})
OF_REMOTE = ALWAYS | {"base_url", "base_urls", "served_name", "max_sequences", "api_key_env", "engine"}
OF_ENGINE = frozenset(Deployment.__dataclass_fields__) - {"base_url", "base_urls"}
IN_PROCESS = Deployment(name="none")


@dataclass(frozen=True)
class CheckpointSettings:
    """What a model file says about its checkpoint."""

    path: str
    revision: str | None
    processor: Mapping[str, Any]
    chat_template: Mapping[str, Any]
    video: VideoEncoding
    """Engines are sent the frames as images."""

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> CheckpointSettings:
        """Take them from the settings of a local model."""
        return cls(
            str(settings["path"]),
            settings.get("revision"),
            dict(settings.get("processor") or {}),
            dict(settings.get("chat_template") or {}),
            sent_frames(settings),
        )


def sent_frames(settings: Mapping[str, Any]) -> VideoEncoding:
    """Which frames of a video an engine is sent, by the settings of a local model."""
    video = settings.get("video") or FrameSampling()
    return VideoEncoding(video.frames, video.fps, video.max_pixels)


@dataclass(frozen=True)
class ModelSettings:
    """Settings of a model file, and what its class takes for those that are left out; `field` is their place."""

    given: Mapping[str, Any]
    defaults: Mapping[str, Any]
    field: str = "model"

    def only_here(self) -> list[str]:
        """Settings that have an effect in this process alone."""
        return [
            name
            for name, value in self.given.items()
            if name in self.defaults and name not in CARRIED | HERE_ONLY and value != self.defaults[name]
        ]


def check(deployment: Deployment, hardware: Hardware, model: ModelSettings, *, field: str = "deploy") -> list[Problem]:
    """Everything that the deployment of a model cannot honour."""
    if deployment.in_process:
        return list(_stray(deployment, ALWAYS, field))
    if "path" not in model.given:
        rule = f"{deployment.name} serves checkpoints, and this model is none."
        return [Problem(field, rule, f"Choose `{field}=none`, or `model=hf model.path=…`.")]
    if not deployment.starts:
        return [*_stray(deployment, OF_REMOTE, field), *_check_remote(deployment, model, field)]
    engine = ENGINES[str(deployment.engine)]
    return [
        *_stray(deployment, OF_ENGINE, field),
        *_check_engine(deployment, engine, field),
        *_check_arguments(deployment, engine, field),
        *_check_devices(deployment, hardware, engine, field),
        *_check_model(deployment, hardware, engine, model, field),
    ]


def _stray(deployment: Deployment, known: frozenset[str], field: str) -> Iterator[Problem]:
    """Settings that nothing would read."""
    unset = Deployment(name="")
    for name in Deployment.__dataclass_fields__:
        if name not in known and getattr(deployment, name) != getattr(unset, name):
            yield Problem(f"{field}.{name}", f"`{field}={deployment.name}` has no such setting.", "Leave it out.")


def _check_remote(deployment: Deployment, model: ModelSettings, field: str) -> Iterator[Problem]:
    if not deployment.urls:
        yield Problem(f"{field}.base_url", "must be set.", f"Add `{field}.base_url=URL` to the command.")
    if deployment.engine is None:
        for name in ("processor", "chat_template"):
            if model.given.get(name):
                rule = "can only be sent along to an engine that is known."
                yield Problem(f"{model.field}.{name}", rule, f"Say `{field}.engine=vllm`, or set it to null.")
    elif model.given.get("processor") and not ENGINES[deployment.engine].processor:
        rule = f"a server of {deployment.engine} that runs already has its own."
        yield Problem(f"{model.field}.processor", rule, "Start it with them, and set this to null.")


def _check_engine(deployment: Deployment, engine: Engine, field: str) -> Iterator[Problem]:
    no_option = f"{deployment.name} has no such setting."
    # `max_sequences` is kept without an option too: no more requests are sent.
    for name in ("max_model_length", "chat_template"):
        if getattr(deployment, name) is not None and name not in engine.options:
            yield Problem(f"{field}.{name}", no_option, "Leave it out.")
    if deployment.served_name is not None and not engine.renamed:
        yield Problem(f"{field}.served_name", no_option, "Leave it out.")
    if deployment.api_key_env is not None and engine.key is None:
        yield Problem(f"{field}.api_key_env", f"{deployment.name} asks for no key.", "Leave it out.")
    if deployment.chat_template is not None and not Path(deployment.chat_template).expanduser().is_file():
        yield Problem(f"{field}.chat_template", f"there is no file {deployment.chat_template}.", "Check the path.")
    if deployment.conda_env is not None and deployment.python is not None:
        yield Problem(f"{field}.python", f"and `{field}.conda_env` exclude each other.", "Set one of them.")
    if deployment.port and deployment.port + deployment.replicas - 1 > 65535:
        yield Problem(f"{field}.port", f"{deployment.replicas} ports from {deployment.port} on are too many.")


def _check_arguments(deployment: Deployment, engine: Engine, field: str) -> Iterator[Problem]:
    """Refuse arguments that a setting stands for already: two values of one option contradict each other."""
    setting_of = {option.lstrip("-"): setting for setting, option in engine.options.items() if option}
    named_otherwise = {
        "processor": "model.processor",
        "model": "model.path",
        "precision": "hardware.precision",
        "tensor_parallel": f"{field}.devices",
    }
    for name in deployment.arguments:
        plain = _option_name(name)
        if plain in setting_of:
            setting = setting_of[plain]
            place = named_otherwise.get(setting, f"{field}.{setting}")
            yield Problem(f"{field}.arguments.{name}", f"is what `{place}` sets.", f"Set `{place}=`.")
        elif "api-key" in plain:
            remedy = f"Set `{field}.api_key_env=` to the name of a variable."
            yield Problem(f"{field}.arguments.{name}", "would show the key in every list of processes.", remedy)


def _check_devices(deployment: Deployment, hardware: Hardware, engine: Engine, field: str) -> Iterator[Problem]:
    count, replicas = len(deployment.devices), deployment.replicas
    on_cpu = hardware.accelerator is Accelerator.CPU
    if on_cpu and engine.cpu is None:
        yield Problem("hardware", f"{deployment.name} does not run on the CPU.", "Set `hardware=auto`.")
    if hardware.strategy is not Strategy.SINGLE or hardware.devices != 1 or hardware.nodes != 1:
        remedy = f"Set `{field}.devices=` and `{field}.replicas=`, and `hardware=auto` or `hardware=cpu`."
        yield Problem("hardware", "says how a model in this process is spread.", remedy)
    if on_cpu and count:
        yield Problem(f"{field}.devices", "have no meaning with `hardware=cpu`.", "Leave one of them out.")
    elif not on_cpu and replicas > 1 and not count:
        rule = f"{replicas} replicas need to know their devices."
        yield Problem(f"{field}.devices", rule, f"Set e.g. `{field}.devices=[{','.join(map(str, range(replicas)))}]`.")
    elif count % replicas:
        yield Problem(f"{field}.devices", f"{count} devices cannot be shared evenly by {replicas} replicas.")
    elif count > replicas and "tensor_parallel" not in engine.options:
        rule = f"{deployment.name} runs on one device."
        yield Problem(f"{field}.devices", rule, f"Set `{field}.replicas={count}` for one server each.")


def _check_model(
    deployment: Deployment, hardware: Hardware, engine: Engine, model: ModelSettings, field: str
) -> Iterator[Problem]:
    name = deployment.name
    if precision_of(hardware) not in engine.precisions:
        known = ", ".join(sorted(engine.precisions))
        yield Problem("hardware.precision", f"{name} knows {known}.", "Set `hardware.precision=auto`.")
    if model.given.get("processor") and not (engine.processor or "processor" in engine.options):
        rule = f"{name} takes no settings of the processor."
        yield Problem(f"{model.field}.processor", rule, "Set it to null, or choose another deploy.")
    for setting in model.only_here():
        rule = f"is a setting of models in this process; {name} would not heed it."
        remedy = f"Leave it out, or pass what the engine has for it in `{field}.arguments`."
        yield Problem(f"{model.field}.{setting}", rule, remedy)


def precision_of(hardware: Hardware) -> str:
    """Number format as engines call it."""
    if hardware.precision is Precision.AUTO:
        return "float32" if hardware.accelerator is Accelerator.CPU else "auto"
    return PRECISIONS[hardware.precision]


def device_groups(deployment: Deployment, environment: Mapping[str, str] = os.environ) -> list[tuple[str, ...]]:
    """Devices of each replica; empty groups where none are named.

    Numbers count the devices that this process may use, as a scheduler has narrowed them. `MissingResource` if there
    are fewer.
    """
    devices = list(deployment.devices)
    visible = [one.strip() for one in environment.get(VISIBLE_DEVICES, "").split(",") if one.strip()]
    if visible:
        beyond = [one for one in devices if one.isdigit() and int(one) >= len(visible)]
        if beyond:
            raise MissingResource(
                f"deploy.devices: there is no device {', '.join(beyond)}: {VISIBLE_DEVICES}={','.join(visible)} leaves"
                f" {len(visible)}. Count from 0 among these."
            )
        devices = [visible[int(one)] if one.isdigit() else one for one in devices]
    size = len(devices) // deployment.replicas
    return [tuple(devices[i * size : (i + 1) * size]) for i in range(deployment.replicas)]


def command_line(
    engine: Engine,
    deployment: Deployment,
    checkpoint: CheckpointSettings,
    *,
    model: str,
    served_name: str,
    port: int,
    hardware: Hardware,
) -> list[str]:
    """The engine's program and arguments, without what concerns its key and the environment that it runs in.

    `model` is the folder of the checkpoint.
    """
    settings: dict[str, Any] = {
        "model": model,
        "served_name": served_name if engine.renamed else None,
        "host": deployment.host,
        "port": port,
        "precision": precision_of(hardware),
        "max_model_length": deployment.max_model_length,
        "max_sequences": deployment.max_sequences,
        "chat_template": _absolute(deployment.chat_template),
        "tensor_parallel": _tensor_parallel(deployment),
        "processor": _processor_option(engine, checkpoint.processor),
    }
    words = list(engine.program)
    for name, option in engine.options.items():
        words += _words(option, settings[name])
    if hardware.accelerator is Accelerator.CPU:
        words += engine.cpu or ()
    words += engine.always
    for name, value in deployment.arguments.items():
        words += _argument(engine, _option_name(name), value)
    return words


def _argument(engine: Engine, name: str, value: Any) -> list[str]:
    """A further argument: one that is false is switched off where the engine has a word for it, for it may be on."""
    if value is False and engine.negation:
        return [f"--{engine.negation}{name}"]
    values = value if name in engine.repeated and isinstance(value, list | tuple) else [value]
    return [word for one in values for word in _words(f"--{name}", one)]


def _tensor_parallel(deployment: Deployment) -> int | None:
    size = len(deployment.devices) // deployment.replicas
    return size if size > 1 else None


def _processor_option(engine: Engine, settings: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if not settings or "processor" not in engine.options:
        return None
    return {engine.processor_section: settings} if engine.processor_section else settings


def _absolute(path: str | None) -> str | None:
    return None if path is None else str(Path(path).expanduser().resolve())


def _option_name(name: str) -> str:
    return str(name).lstrip("-").replace("_", "-")


def _words(option: str, value: Any) -> list[str]:
    """An option as the command line has it; a positional one has no name."""
    if value is None or value is False:
        return []
    head = [option] if option else []
    match value:
        case True:
            return head
        case Mapping():
            return [*head, json.dumps(value)]
        case list() | tuple():
            return [*head, *map(str, value)]
    return [*head, str(value)]


def request_fields(engine: Engine, checkpoint: CheckpointSettings, folder: Path | None) -> dict[str, Any]:
    """What goes along with every request so that the engine does with a checkpoint what transformers does with it.

    `folder` is None for a server that somebody else started, with options that are not known.
    """
    fields = dict(engine.quirks.extra_body)
    if checkpoint.chat_template:
        fields["chat_template_kwargs"] = dict(checkpoint.chat_template)
    if checkpoint.processor and engine.processor and (folder is None or "processor" not in engine.options):
        fields[engine.processor] = dict(checkpoint.processor)
    penalty = None if folder is None else generation_settings(folder).get("repetition_penalty")
    if engine.penalty and penalty not in (None, 1, 1.0):
        fields["repetition_penalty"] = penalty
    return fields


def generation_settings(folder: Path) -> dict[str, Any]:
    """`generation_config.json` of a checkpoint."""
    path = folder / "generation_config.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def keyed(engine: Engine, deployment: Deployment, hardware: Hardware) -> dict[str, Any]:
    """What of a deployment can change an answer; where the server is and how fast it works cannot."""
    template = deployment.chat_template
    return {
        "precision": precision_of(hardware),
        "max_model_length": deployment.max_model_length,
        "chat_template_file": None if template is None else _digest(Path(template).expanduser()),
        "arguments": {
            option: value
            for name, value in sorted(deployment.arguments.items())
            if (option := _option_name(name)) not in engine.neutral
        },
    }


def _digest(path: Path) -> str:
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
