"""The devices that a local model runs on, by way of Lightning Fabric."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, with_config

from hyeval.errors import ConfigError, ModelError, Problem
from hyeval.models.gpus import gpu_names

if TYPE_CHECKING:
    import torch
    from lightning.fabric import Fabric

SMALL_PARAMETERS = 16_000_000
"""Models with fewer are faster on one core: with 0.7 million, batches of 8 took 12.5 ms on one and 15 to 20 on two."""


class Accelerator(StrEnum):
    """Kinds of device; `auto` takes a GPU if there is one."""

    AUTO = "auto"
    CPU = "cpu"
    GPU = "gpu"


class Precision(StrEnum):
    """Number format of weights and computation; `auto` is bfloat16 on a GPU and float32 on a CPU."""

    AUTO = "auto"
    FLOAT32 = "32-true"
    BFLOAT16 = "bf16-true"
    FLOAT16 = "16-true"


class Strategy(StrEnum):
    """How a model lies on several devices.

    `ddp`: a whole copy on each, and each answers other questions. `fsdp`: the weights of every layer are sharded, and
    gathered when their turn comes. `tensor_parallel`: every layer is computed in parts. `device_map`: the layers are
    spread, in one process.
    """

    SINGLE = "single"
    DDP = "ddp"
    FSDP = "fsdp"
    TENSOR_PARALLEL = "tensor_parallel"
    DEVICE_MAP = "device_map"


DeviceIndex = Annotated[int, Field(ge=0)]


@with_config(extra="forbid")
@dataclass(frozen=True)
class Hardware:
    """Devices and precision. `devices` is a number, a list of indices, or `auto` for all of each node."""

    accelerator: Accelerator = Accelerator.AUTO
    precision: Precision = Precision.AUTO
    strategy: Strategy = Strategy.SINGLE
    devices: Literal["auto"] | Annotated[int, Field(ge=1)] | tuple[DeviceIndex, ...] = 1
    nodes: Annotated[int, Field(ge=1)] = 1

    def __post_init__(self) -> None:
        count = len(self.devices) if isinstance(self.devices, tuple) else self.devices
        if self.strategy is Strategy.SINGLE and count != 1:
            raise ValueError("takes one device; for several choose hardware=ddp, or another that spreads the weights")
        if isinstance(self.devices, tuple) and len(set(self.devices)) < len(self.devices):
            raise ValueError("names a device twice in `devices`; each takes one copy or one part of the model")
        if self.nodes > 1 and not self.has_ranks:
            raise ValueError("takes one node; for several choose hardware=ddp, fsdp or tensor_parallel")

    @property
    def has_ranks(self) -> bool:
        """Whether the model has a process per device; with other strategies it has one."""
        return self.strategy in (Strategy.DDP, Strategy.FSDP, Strategy.TENSOR_PARALLEL)

    @property
    def is_sharded(self) -> bool:
        """Whether all ranks work on each answer together."""
        return self.strategy in (Strategy.FSDP, Strategy.TENSOR_PARALLEL)

    def resolved_precision(self) -> Precision:
        """The precision that `auto` stands for on this machine; it enters the request key."""
        if self.precision is not Precision.AUTO:
            return self.precision
        return Precision.BFLOAT16 if self.on_gpu() else Precision.FLOAT32

    def dtype(self) -> torch.dtype:
        """Element type of the weights."""
        import torch

        kinds = {Precision.BFLOAT16: torch.bfloat16, Precision.FLOAT16: torch.float16}
        return kinds.get(self.resolved_precision(), torch.float32)

    def on_gpu(self) -> bool:
        """Whether the device is a GPU."""
        return self.accelerator is not Accelerator.CPU and bool(gpu_names())

    def device_indices(self) -> tuple[int, ...]:
        """Devices of each node that are used; `ConfigError` if there are not as many."""
        if not self.on_gpu():
            if isinstance(self.devices, tuple):
                return self.devices
            return tuple(range(1 if self.devices == "auto" else self.devices))
        found, wanted = len(gpu_names()), self.devices
        indices = wanted if isinstance(wanted, tuple) else tuple(range(found if wanted == "auto" else wanted))
        if absent := [index for index in indices if index >= found]:
            rule = f"there are {found} GPUs here, and {', '.join(map(str, absent))} is not among them."
            raise ConfigError([Problem("hardware.devices", rule, "`hardware.devices=auto` takes all there are.")])
        return indices

    def left_idle(self, found: int) -> int:
        """How many of the GPUs that there are nobody has asked for nor ruled out: those beside the one of a default."""
        unsaid = self.strategy is Strategy.SINGLE and not isinstance(self.devices, tuple)
        return max(0, found - 1) if unsaid and self.accelerator is not Accelerator.CPU else 0

    def of_rank(self, local_rank: int) -> Hardware:
        """What one rank makes its Fabric of: its own device, or all of them where the weights are spread."""
        if self.is_sharded or self.strategy is Strategy.DEVICE_MAP:
            return self
        indices = self.device_indices()
        # Where a launcher shows each process one device only, that is device 0 for all of them.
        mine = indices[local_rank % len(indices)]
        return dataclasses.replace(self, strategy=Strategy.SINGLE, devices=(mine,), nodes=1)

    def thread_limits(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Variables by which ranks that compute on the CPU share its cores, unless the user has said how."""
        if not self.has_ranks or self.on_gpu() or "OMP_NUM_THREADS" in environment:
            return {}
        return {"OMP_NUM_THREADS": str(max(1, len(os.sched_getaffinity(0)) // len(self.device_indices())))}

    def use_threads(self, parameters: int, environment: Mapping[str, str]) -> None:
        """Let a small model on the CPU compute in the calling thread alone, unless the user has said how.

        To part its operations costs more than it saves, and what prepares the next batch wants a core.
        """
        import torch

        if parameters < SMALL_PARAMETERS and not self.on_gpu() and "OMP_NUM_THREADS" not in environment:
            torch.set_num_threads(1)

    def make_fabric(self) -> Fabric:
        """A Fabric of one device, or one that joins the process group of the ranks.

        The environment is always Lightning's own: a surrounding SLURM allocation would otherwise be taken for one that
        has started a process per device.
        """
        from lightning.fabric import Fabric
        from lightning.fabric.plugins.environments.lightning import LightningEnvironment

        self._require_gpu()
        indices = list(self.device_indices())
        mine = indices if self.is_sharded else indices[:1]
        fabric = Fabric(
            accelerator=self.accelerator.value,
            devices=mine if self.on_gpu() else len(mine),
            num_nodes=self.nodes,
            strategy=self._fabric_strategy(len(mine) * self.nodes),
            precision=self.resolved_precision().value,  # type: ignore[arg-type]  # a StrEnum is no Literal
            plugins=[LightningEnvironment()],
        )
        if self.is_sharded:
            fabric.launch()
        return fabric

    def _require_gpu(self) -> None:
        """`ConfigError` if a GPU was asked for, or found by the driver, that PyTorch cannot use."""
        import torch

        if (self.accelerator is Accelerator.GPU or self.on_gpu()) and not torch.cuda.is_available():
            found = ", ".join(gpu_names()) or "none"
            rule = f"PyTorch {torch.__version__} can use no GPU of this machine ({found} found)."
            remedy = "Set `hardware=cpu`, or install a driver and a PyTorch that fit each other."
            raise ConfigError([Problem("hardware.accelerator", rule, remedy)])

    def loading_options(self) -> dict[str, Any]:
        """Arguments for `from_pretrained`, where the weights are spread while they are loaded."""
        if self.strategy is Strategy.DEVICE_MAP:
            return {"device_map": "auto"}
        if self.strategy is Strategy.TENSOR_PARALLEL:
            from hyeval.models.sharding import tensor_parallel_loading

            return tensor_parallel_loading(len(self.device_indices()) * self.nodes)
        return {}

    def place(self, fabric: Fabric, model: Any) -> Any:
        """Put a loaded model where it computes, and let `generate` run under the precision asked for."""
        import torch

        # What was loaded by a map lies where it belongs, and so do quantized weights, which cannot be moved.
        placed = self.strategy is Strategy.DEVICE_MAP or getattr(model, "is_quantized", False)
        try:
            module = fabric.setup_module(model, move_to_device=not placed)
        except torch.OutOfMemoryError as error:
            remedy = "Set `hardware=device_map` or another that spreads them, or `model.quantization=`."
            raise ModelError(f"hardware: the weights do not fit on {fabric.device} ({error}). {remedy}") from error
        module.mark_forward_method("generate")
        return module

    def _fabric_strategy(self, size: int) -> Any:
        if not self.is_sharded:
            return "auto"
        from hyeval.models.sharding import fully_sharded, tensor_parallel

        return (fully_sharded if self.strategy is Strategy.FSDP else tensor_parallel)(size)
