"""Weights spread over the devices of a group: what Lightning Fabric and transformers are told for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from hyeval.errors import ModelError

if TYPE_CHECKING:
    from lightning.fabric.strategies.model_parallel import ModelParallelStrategy
    from torch.distributed.device_mesh import DeviceMesh
    from torch.nn import Module


def fully_sharded(size: int) -> ModelParallelStrategy:
    """Every layer's weights in `size` parts, gathered when the layer's turn comes (FSDP2)."""
    from lightning.fabric.strategies.model_parallel import ModelParallelStrategy

    return ModelParallelStrategy(_shard_layers, data_parallel_size=size, tensor_parallel_size=1)


def tensor_parallel(size: int) -> ModelParallelStrategy:
    """Every layer computed in `size` parts; transformers splits the weights while it loads them."""
    from lightning.fabric.strategies.model_parallel import ModelParallelStrategy

    return ModelParallelStrategy(lambda module, _: module, data_parallel_size=1, tensor_parallel_size=size)


def tensor_parallel_loading(size: int) -> dict[str, Any]:
    """Arguments by which `from_pretrained` splits a model along its own plan."""
    try:
        from transformers.distributed import DistributedConfig
    except ImportError as error:
        raise ModelError(
            "hardware=tensor_parallel: needs transformers 5.20 or newer; `pip install -U transformers`"
        ) from error

    return {"distributed_config": DistributedConfig(tp_size=size)}


def _shard_layers(module: Module, mesh: DeviceMesh) -> Module:
    """Shard every layer that transformers says must not be split further.

    Not the root: `generate` calls parts of it (embedding, head) outside its `forward`, where nothing would gather them.
    On one device there is nothing to shard, and FSDP2 fails in inference mode there.
    """
    from torch.distributed.fsdp import fully_shard

    layers = set(getattr(module, "_no_split_modules", None) or ())
    shard = partial(fully_shard, mesh=mesh["data_parallel"])
    found = [part for part in module.modules() if type(part).__name__ in layers]
    if not found:
        raise ModelError(f"hardware=fsdp: {type(module).__name__} does not say which of its layers may be sharded.")
    for layer in found if mesh["data_parallel"].size() > 1 else ():
        shard(layer)
    return module
