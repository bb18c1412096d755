"""Making a served model: the environment of its engine, one server for each replica, and a client for them."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from hyeval.models import environment
from hyeval.models.api import ApiModel, Places, Quirks
from hyeval.models.checkpoint import Checkpoint, resolve_checkpoint
from hyeval.models.hardware import Accelerator, Hardware
from hyeval.serving.engines import ENGINES, Engine, KeyArgument, KeyFile, KeyVariable
from hyeval.serving.location import Location, locate, surroundings
from hyeval.serving.model import ServedModel
from hyeval.serving.plan import (
    REMOTE,
    VISIBLE_DEVICES,
    CheckpointSettings,
    Deployment,
    command_line,
    device_groups,
    generation_settings,
    keyed,
    request_fields,
    sent_frames,
)
from hyeval.serving.server import Command, Launch, Server

KEY_VARIABLE = "HYEVAL_SERVER_KEY"
"""Hands a key to `KEY_CODE`."""
KEY_CODE = (
    "import os, sys; from {module} import {name};"
    " sys.argv = [{program!r}, *sys.argv[1:], {option!r}, os.environ.pop({variable!r})]; sys.exit({name}())"
)
"""Appends the key to the arguments inside the process. One line: `conda run` takes no others."""


@dataclass(frozen=True)
class Subject:
    """What is served: a model of the configuration."""

    name: str
    settings: Mapping[str, Any]
    modality: tuple[str, ...]


def make_remote(deployment: Deployment, subject: Subject, *, field: str = "deploy") -> ApiModel:
    """A checkpoint on servers that run already; which one they serve is for their owner to know."""
    assert deployment.name == REMOTE
    quirks = Quirks()
    if deployment.engine is not None:
        engine = ENGINES[deployment.engine]
        fields = request_fields(engine, CheckpointSettings.of(subject.settings), None)
        quirks = replace(engine.quirks, extra_body=fields)
    return ApiModel(
        name=subject.name,
        model=deployment.served_name or str(subject.settings.get("path", subject.name)),
        base_urls=deployment.urls,
        api_key_env=deployment.api_key_env,
        concurrency=deployment.max_sequences or "auto",
        modality=subject.modality,
        video=sent_frames(subject.settings),
        quirks=quirks,
        places=Places(f"{field}.api_key_env", f"{field}.served_name", f"{field}.base_url"),
    )


def make_served(
    deployment: Deployment, subject: Subject, hardware: Hardware, *, logs: Path, field: str = "deploy"
) -> ServedModel:
    """A model on servers that are started when they are asked, with logs in a folder."""
    settings = CheckpointSettings.of(subject.settings)
    return _ServedCheckpoint(
        engine=ENGINES[str(deployment.engine)],
        deployment=deployment,
        subject=subject,
        settings=settings,
        checkpoint=resolve_checkpoint(settings.path, settings.revision),
        hardware=hardware,
        field=field,
        logs=logs,
    ).model()


@dataclass(frozen=True)
class _ServedCheckpoint:
    engine: Engine
    deployment: Deployment
    subject: Subject
    settings: CheckpointSettings
    checkpoint: Checkpoint
    hardware: Hardware
    field: str
    logs: Path

    @cached_property
    def location(self) -> Location:
        """Where the engine is; not looked for where no server is started."""
        return locate(self.engine, self.deployment, field=self.field)

    @property
    def served_name(self) -> str:
        return (self.deployment.served_name or self.subject.name) if self.engine.renamed else str(self._folder)

    @property
    def _folder(self) -> Path:
        return self.checkpoint.folder.resolve()

    def model(self) -> ServedModel:
        client = self._client()
        servers = [Server(self._launch(i, group)) for i, group in enumerate(device_groups(self.deployment))]
        honours = client.honours - ({"temperature", "top_p"} if self._greedy_only() else frozenset())
        return ServedModel(
            client,
            servers,
            identity=self._identity(client),
            honours=honours,
            describe=lambda: self._describe(servers),
        )

    def _client(self) -> ApiModel:
        fields = request_fields(self.engine, self.settings, self._folder)
        return ApiModel(
            name=self.subject.name,
            model=self.served_name,
            base_url="http://127.0.0.1/v1",  # each replica has its own
            api_key_env=self.deployment.api_key_env,
            concurrency=self.deployment.max_sequences or "auto",
            modality=self.subject.modality,
            video=self.settings.video,
            quirks=replace(self.engine.quirks, extra_body=fields),
            direct=True,
        )

    def _greedy_only(self) -> bool:
        """Whether a temperature would be ignored in silence."""
        return not self.engine.samples and not generation_settings(self._folder).get("do_sample")

    def _identity(self, client: ApiModel) -> dict[str, Any]:
        asked = client.identity()
        return {
            "engine": self.deployment.engine,
            **self.checkpoint.named(),
            "processor": dict(self.settings.processor),
            **keyed(self.engine, self.deployment, self.hardware),
            **{name: asked[name] for name in ("images", "video", "quirks")},
        }

    def _launch(self, number: int, devices: Sequence[str]) -> Launch:
        deployment, key = self.deployment, self._key()
        return Launch(
            label=f"{deployment.engine} for {self.subject.name}",
            section=self.field,
            command=lambda port: self._command(port, devices, key),
            health=self.engine.health,
            host=deployment.host,
            port=deployment.port + number if deployment.port else 0,
            log=self.logs / f"{self.subject.name.replace('/', '_')}-{number}.log",
            log_bytes=int(deployment.log_mb * 1e6),
            start_s=deployment.start_timeout_s,
            grace_s=deployment.stop_grace_s,
            secrets=(key,) if key else (),
        )

    def _key(self) -> str | None:
        name = self.deployment.api_key_env
        if name is None:
            return None
        return environment.secret(name, f"{self.field}.api_key_env")

    def _command(self, port: int, devices: Sequence[str], key: str | None) -> Command:
        words, private = self._words(port), []
        more = {VISIBLE_DEVICES: ""} if self.hardware.accelerator is Accelerator.CPU else {}
        match self.engine.key if key else None:
            case KeyVariable(variable):
                more[variable] = str(key)
            case KeyFile(option, setting):
                private = [_private_file(json.dumps({setting: key}))]
                words += [option, *private]
            case KeyArgument(option, entry):
                module, _, name = entry.partition(":")
                code = KEY_CODE.format(module=module, name=name, program=words[0], option=option, variable=KEY_VARIABLE)
                words = ["python", "-c", code, *words[1:]]
                more[KEY_VARIABLE] = str(key)
        surrounded = surroundings(self.location, devices, more, VISIBLE_DEVICES)
        return Command(self.location.resolve(words), surrounded, private)

    def _words(self, port: int) -> list[str]:
        return command_line(
            self.engine,
            self.deployment,
            self.settings,
            model=str(self._folder),
            served_name=self.served_name,
            port=port,
            hardware=self.hardware,
        )

    def _describe(self, servers: Sequence[Server]) -> dict[str, Any]:
        """Engine, version and arguments; the key is in none of them."""
        started = any(server.ready_s is not None for server in servers)
        return {
            "model": self.subject.name,
            "engine": self.deployment.engine,
            "version": self.location.version(self.engine.package) if started else None,
            "command": self.location.resolve(self._words(servers[0].port)) if started else None,
            "checkpoint": {
                "source": self.checkpoint.source,
                "folder": str(self._folder),
                "revision": self.checkpoint.revision,
            },
            "servers": [
                {
                    "url": server.url if server.ready_s is not None else None,
                    "devices": list(devices),
                    "ready_s": None if server.ready_s is None else round(server.ready_s, 1),
                    "log": str(server.log),
                }
                for server, devices in zip(servers, device_groups(self.deployment), strict=True)
            ],
        }


def _private_file(text: str) -> str:
    """A file that only this user can read."""
    handle, path = tempfile.mkstemp(prefix="hyeval-server-", suffix=".yaml")
    with os.fdopen(handle, "w") as file:
        file.write(text)
    return path
