"""Reading an offline W&B run back: LevelDB's log format around W&B's protobuf records."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BLOCK = 32768
HEADER = struct.Struct("<IHB")
FULL, LAST = 1, 4


@dataclass
class OfflineRun:
    """What a run file says: project, group, configuration, summary, and its artifacts with the files in them."""

    project: str = ""
    group: str = ""
    config: dict[str, Any] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)
    artifacts: dict[str, list[str]] = field(default_factory=dict)


def read_offline_run(path: Path) -> OfflineRun:
    """Read a `run-*.wandb` file."""
    from wandb.proto import wandb_internal_pb2 as messages

    run = OfflineRun()
    for data in _records(path.read_bytes()):
        record = messages.Record.FromString(data)
        match record.WhichOneof("record_type"):
            case "run":
                run.project, run.group = record.run.project, record.run.run_group
                run.config |= {item.key: json.loads(item.value_json) for item in record.run.config.update}
            case "config":
                run.config |= {item.key: json.loads(item.value_json) for item in record.config.update}
            case "summary":
                run.summary |= {
                    item.key or ".".join(item.nested_key): json.loads(item.value_json) for item in record.summary.update
                }
            case "artifact":
                run.artifacts[record.artifact.type] = [entry.path for entry in record.artifact.manifest.contents]
    return run


def _records(data: bytes) -> Iterator[bytes]:
    position, buffer = 7, b""  # seven bytes of W&B's own header
    while position + HEADER.size <= len(data):
        left = BLOCK - position % BLOCK
        if left < HEADER.size:
            position += left
            continue
        _, length, kind = HEADER.unpack_from(data, position)
        if kind == 0 and length == 0:
            return
        start = position + HEADER.size
        buffer += data[start : start + length]
        position = start + length
        if kind in (FULL, LAST):
            yield buffer
            buffer = b""
