"""A model on its device, which takes one batch at a time."""

from __future__ import annotations

import gc
import logging
import os
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from hyeval.models.batching import MemoryUse
from hyeval.models.checkpoint import Checkpoint
from hyeval.models.generation import Generated, Loaded, Work, generate
from hyeval.models.hardware import Hardware
from hyeval.models.loading import Quantization, Recipe, load_module
from hyeval.models.processing import load_processor
from hyeval.models.tensor_line import Parcel

if TYPE_CHECKING:
    from transformers import ProcessorMixin

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Plan:
    """What is put on the device, and how."""

    name: str
    checkpoint: Checkpoint
    hardware: Hardware
    attention: str
    adapter: Checkpoint | None
    quantization: Quantization | None
    compile: bool
    processor: Mapping[str, Any]


@dataclass(frozen=True)
class Done:
    """What became of a batch: its answers, None if memory ran out; and what it took, where that can be told."""

    generated: Generated | None
    memory: MemoryUse | None = None


class Device:
    """The device of this process. Not for two threads at once."""

    def __init__(self) -> None:
        self.loaded: Loaded | None = None

    def load(self, plan: Plan) -> None:
        """Put a model there, unless it is."""
        if self.loaded is not None:
            return
        started, hardware = time.perf_counter(), plan.hardware
        fabric = hardware.make_fabric()
        recipe = Recipe(
            hardware.dtype(),
            plan.attention,
            plan.adapter,
            plan.quantization,
            compile=plan.compile,
            placement=hardware.loading_options(),
            device=fabric.device,
        )
        module = hardware.place(fabric, load_module(plan.checkpoint.folder, recipe))

        @cache
        def processor() -> ProcessorMixin:
            return load_processor(plan.checkpoint.folder, plan.processor)

        self.loaded = Loaded(fabric, module, recipe.dtype, processor)
        parameters = sum(parameter.numel() for parameter in module.parameters())
        hardware.use_threads(parameters, os.environ)
        logger.info(
            "loaded %s: %s parameters, %s, on %s, in %.1f s",
            plan.name,
            f"{parameters:,}",
            hardware.resolved_precision().value,
            fabric.device,
            time.perf_counter() - started,
        )

    def run(self, work: Work | Parcel) -> Done:
        """Generate for a batch."""
        import torch

        assert self.loaded is not None, "nothing is loaded"
        try:
            return _measured(self.loaded, work.open() if isinstance(work, Parcel) else work)
        except torch.OutOfMemoryError:
            logger.debug("out of memory", exc_info=True)
        # Outside the handler, whose exception holds on to the tensors of the failed attempt.
        _collect()
        return Done(None)

    def release(self) -> None:
        """Forget the model and give its memory back."""
        if self.loaded is not None:
            self.loaded = None
            _collect()


def _measured(loaded: Loaded, work: Work) -> Done:
    import torch

    device = loaded.fabric.device
    there = replace(work, inputs=work.inputs.to(device, loaded.dtype))
    if device.type != "cuda":
        return Done(generate(loaded, there))
    torch.cuda.reset_peak_memory_stats()
    before = torch.cuda.memory_allocated()
    generated = generate(loaded, there)
    total = torch.cuda.get_device_properties(device).total_memory
    return Done(generated, MemoryUse(before, torch.cuda.max_memory_allocated(), total))


def _collect() -> None:
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


class Runner(Protocol):
    """Who drives a device: takes batches ahead and answers them in their order."""

    @property
    def loaded(self) -> Loaded | None:
        """The model, if it lies in this process."""

    def load(self, plan: Plan) -> Future[None]:
        """Put a model on the device, unless it is there."""

    def run(self, work: Work | Parcel) -> Future[Done]:
        """Generate for a batch."""

    def close(self) -> None:
        """Finish what was given, and release the model."""


class DeviceThread:
    """Drives the device of this process, in a thread of its own."""

    def __init__(self) -> None:
        self._device = Device()
        self._computing = ThreadPoolExecutor(1, thread_name_prefix="device")

    @property
    def loaded(self) -> Loaded | None:
        """The model, from `load` until `close`."""
        return self._device.loaded

    def load(self, plan: Plan) -> Future[None]:
        """Put a model on the device, unless it is there."""
        return self._computing.submit(self._device.load, plan)

    def run(self, work: Work | Parcel) -> Future[Done]:
        """Generate for a batch."""
        return self._computing.submit(self._device.run, work)

    def close(self) -> None:
        """Finish what was given, and release the model."""
        self._computing.shutdown()
        self._device.release()
