"""The device that a local model runs on, by way of Lightning Fabric."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import with_config

if TYPE_CHECKING:
    import torch
    from lightning.fabric import Fabric


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


@with_config(extra="forbid")
@dataclass(frozen=True)
class Hardware:
    """One device and its precision."""

    accelerator: Accelerator = Accelerator.AUTO
    precision: Precision = Precision.AUTO

    def resolved_precision(self) -> Precision:
        """The precision that `auto` stands for on this machine; it enters the request key."""
        if self.precision is not Precision.AUTO:
            return self.precision
        if self.accelerator is Accelerator.CPU:
            return Precision.FLOAT32
        import torch

        return Precision.BFLOAT16 if torch.cuda.is_available() else Precision.FLOAT32

    def dtype(self) -> torch.dtype:
        """Element type of the weights."""
        import torch

        kinds = {Precision.BFLOAT16: torch.bfloat16, Precision.FLOAT16: torch.float16}
        return kinds.get(self.resolved_precision(), torch.float32)

    def make_fabric(self) -> Fabric:
        """A Fabric on one device of the chosen kind."""
        from lightning.fabric import Fabric

        accelerator = self.accelerator.value
        return Fabric(accelerator=accelerator, devices=1, precision=self.resolved_precision().value)  # type: ignore[arg-type]  # a StrEnum is no Literal
