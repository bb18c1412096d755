"""Writes a sharded checkpoint as a training does: FSDP2 over the processes of a gloo group.

python -m tests.models.shard_writer MODEL OUT (under torchrun, or alone)
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
import torch.distributed.checkpoint as dcp


def write(model_folder: Path, out: Path) -> None:
    """Save weights, their average (here: negated), and an optimizer's state."""
    from torch.distributed.checkpoint.state_dict import get_model_state_dict
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.fsdp import fully_shard
    from transformers import AutoModelForImageTextToText

    dist.init_process_group("gloo")
    mesh = init_device_mesh("cpu", (dist.get_world_size(),))
    model = AutoModelForImageTextToText.from_pretrained(model_folder)
    for layer in model.model.language_model.layers:
        fully_shard(layer, mesh=mesh)
    fully_shard(model, mesh=mesh)
    weights = get_model_state_dict(model)
    assert any(len(one.placements) == 1 for one in weights.values() if hasattr(one, "placements"))
    state: dict[str, Any] = {
        "model": weights,
        "ema": {name: -value for name, value in weights.items()},
        "optimizer": {"step": torch.tensor(3), "exp_avg": {name: value * 0 for name, value in weights.items()}},
    }
    dcp.save(state, checkpoint_id=out)
    dist.barrier()
    dist.destroy_process_group()


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
    # Everything is written. The interpreter's own end now and then meets a thread of PyTorch's and aborts.
    os._exit(0)
