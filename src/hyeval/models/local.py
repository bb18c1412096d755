"""Any checkpoint of transformers with a chat template, driven through its own processor."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import gc
import logging
import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field

from hyeval.media import MediaKind
from hyeval.models.base import CONTINUATIONS, Load
from hyeval.models.batching import START, DeviceLimit, MemoryUse, grown
from hyeval.models.checkpoint import Checkpoint, resolve_adapter, resolve_checkpoint
from hyeval.models.conversation import VideoReading
from hyeval.models.generation import Loaded, Output, generate, to_responses
from hyeval.models.hardware import Hardware
from hyeval.models.in_process import InProcess
from hyeval.models.length import LengthEstimate
from hyeval.models.loading import Quantization, Recipe, architecture, load_module
from hyeval.models.preparation import Part, Reading
from hyeval.models.preparers import Preparers
from hyeval.models.processing import load_processor, require_media
from hyeval.records import MEDIA_SETTINGS, Request, Response, Usage

if TYPE_CHECKING:
    from transformers import ProcessorMixin

logger = logging.getLogger(__name__)

CORES_PER_WORKER = 4
MOST_WORKERS = 4


def _check_batch_size(value: int | str) -> int | str:
    if (value if isinstance(value, int) else 0) < 1 and value != "auto":
        raise ValueError("should be a valid integer of at least 1, or `auto`")
    return value


BatchSize = Annotated[int | str, AfterValidator(_check_batch_size)]
"""Requests in a batch; `auto` finds out how many fit."""


@dataclass(frozen=True)
class _Part:
    """Requests that go through the device together, and what they were prepared to."""

    requests: list[Request]
    prepared: Part


class LocalModel(InProcess):
    """A checkpoint on this machine's device.

    Several batches are under way at once: while one is generated, the next ones are decoded and tokenized, and the
    last one's answers are read. Weights are loaded with the first batch, so a run whose answers are all stored loads
    none. A batch that runs out of memory is halved and tried again, and what did not fit is not tried anew.
    """

    holds_weights = True

    def __init__(  # noqa: PLR0913  # one argument for each setting of a model file
        self,
        name: str,
        path: str,
        *,
        hardware: Hardware,
        revision: str | None = None,
        batch_size: BatchSize = 8,
        attention: str = "sdpa",
        processor: Mapping[str, Any] | None = None,
        chat_template: Mapping[str, Any] | None = None,
        modality: tuple[str, ...] = ("image",),
        video: VideoReading = VideoReading(),  # noqa: B008  # frozen
        adapter: str | None = None,
        quantization: Quantization | None = None,
        compile: bool = False,
        workers: Annotated[int, Field(ge=1)] | None = None,
    ) -> None:
        self.name = name
        self.modalities = frozenset(MediaKind(kind) for kind in modality if kind != "text")
        self.honours = frozenset({"max_tokens", "temperature", "top_p", "top_k", "stop", "top_logprobs", CONTINUATIONS})
        self._path = path
        self._revision = revision
        self._adapter_path = adapter
        self._hardware = hardware
        self._attention = attention
        self._quantization = quantization
        self._compile = compile
        self._processor_options = dict(processor or {})
        self._chat_template_options = dict(chat_template or {})
        self._video = video
        most = self._processor_options.get("max_pixels")
        self._length = LengthEstimate(video, most if isinstance(most, int) else None)
        self._grows = batch_size == "auto"
        size = batch_size if isinstance(batch_size, int) else START
        workers = workers or max(1, min(MOST_WORKERS, (os.cpu_count() or 1) // CORES_PER_WORKER))
        self.load = Load(concurrency=(workers + 1) * size, batch_size=size)
        self.limit = DeviceLimit()
        self.loaded: Loaded | None = None
        """The model on its device, from the first batch until `close`."""
        self._decoder: ProcessorMixin | None = None
        self._preparers = Preparers(workers)
        self._preparation = ThreadPoolExecutor(workers, thread_name_prefix="prepare")
        self._device = ThreadPoolExecutor(1, thread_name_prefix="device")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="read")

    @cached_property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint on disk; fetched from the hub on first use."""
        return resolve_checkpoint(self._path, self._revision)

    @cached_property
    def adapter(self) -> Checkpoint | None:
        """The adapter on disk, if there is one; fetched from the hub on first use."""
        return None if self._adapter_path is None else resolve_adapter(self._adapter_path)

    def identity(self) -> Mapping[str, Any]:
        """Checkpoint, adapter, precision, attention and processor settings; where the files lie does not matter."""
        chosen = {
            "adapter": None if self.adapter is None else self.adapter.named(),
            "quantization": self._quantization and self._quantization.value,
            "compile": self._compile or None,
            MEDIA_SETTINGS: {"video": self._video.rendered()} if MediaKind.VIDEO in self.modalities else None,
        }
        return {
            "engine": "transformers",
            **self.checkpoint.named(),
            "precision": self._hardware.resolved_precision().value,
            "attention": self._attention,
            "processor": self._processor_options,
            "chat_template": self._chat_template_options,
        } | {name: value for name, value in chosen.items() if value is not None}

    def estimate(self, request: Request) -> Usage:
        """Tokens of the prompt, estimated without decoding, and all that may be generated; free of charge."""
        return self._length.of(request)

    async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
        """Answer a batch of requests that share their generation settings."""
        kinds = frozenset(medium.kind for request in requests for medium in request.sample.media)
        loaded = await self._ready(kinds)
        loop, started = asyncio.get_running_loop(), time.perf_counter()
        parts, failures = await loop.run_in_executor(self._preparation, self._prepare, requests)
        answers: dict[str, Response] = {}
        for part in parts:
            for done, output in await loop.run_in_executor(self._device, self._run, loaded, part):
                if output is None:
                    answers[done.requests[0].key] = _does_not_fit(done.prepared.prompt_tokens[0])
                    continue
                responses = await loop.run_in_executor(self._reading, self._read, loaded, done, output, started)
                answers |= {request.key: one for request, one in zip(done.requests, responses, strict=True)}
        return [failures[i] if i in failures else answers[request.key] for i, request in enumerate(requests)]

    def close(self) -> None:
        """Release the weights and end the threads."""
        for pool in (self._preparation, self._device, self._reading):
            pool.shutdown()
        self._preparers.close()
        if self.loaded is not None:
            self.loaded = self._decoder = None
            gc.collect()
            import torch

            if torch.cuda.is_available():
                torch.cuda.empty_cache()

    def fork(self) -> None:
        """Let batches be prepared by processes, which share what they import with this one."""
        import torch  # noqa: F401
        import transformers.models.auto  # noqa: F401

        self._preparers.fork()

    async def prepare(self) -> None:
        """Load the weights."""
        await self._ready(frozenset())

    async def _ready(self, kinds: frozenset[MediaKind]) -> Loaded:
        if self.loaded is None:
            return await asyncio.get_running_loop().run_in_executor(self._device, self._load, kinds)
        self._require_media(self.loaded.processor, kinds)  # here: the device's thread is busy with other batches
        return self.loaded

    def _load(self, kinds: frozenset[MediaKind]) -> Loaded:
        """The model on its device; `ModelError`, before its weights are loaded, if it reads no such media."""
        if self.loaded is None:
            started = time.perf_counter()
            architecture(self.checkpoint.folder)  # the first to say what is wrong with a checkpoint
            self._preparers.begin(self._reading_settings())
            processor = load_processor(self.checkpoint.folder, self._processor_options)
            self._require_media(processor, kinds)
            self.loaded = self._load_from(self.checkpoint, processor)
            parameters = sum(parameter.numel() for parameter in self.loaded.module.parameters())
            self._hardware.use_threads(parameters, os.environ)
            logger.info(
                "loaded %s: %s parameters, %s, on %s, in %.1f s",
                self.name,
                f"{parameters:,}",
                self._hardware.resolved_precision().value,
                self.loaded.fabric.device,
                time.perf_counter() - started,
            )
        else:
            self._require_media(self.loaded.processor, kinds)
        return self.loaded

    def _require_media(self, processor: ProcessorMixin, kinds: frozenset[MediaKind]) -> None:
        given_as_video = kinds - {MediaKind.VIDEO} if self._video.as_images else kinds
        require_media(processor, given_as_video, self._chat_template_options)

    def _load_from(self, checkpoint: Checkpoint, processor: ProcessorMixin) -> Loaded:
        fabric = self._hardware.make_fabric()
        recipe = Recipe(
            self._hardware.dtype(),
            self._attention,
            self.adapter,
            self._quantization,
            compile=self._compile,
            placement=self._hardware.loading_options(),
            device=fabric.device,
        )
        return Loaded(fabric, processor, self._hardware.place(fabric, load_module(checkpoint.folder, recipe)))

    def _reading_settings(self) -> Reading:
        folder = self.checkpoint.folder
        return Reading(folder, self._processor_options, self._chat_template_options, self._video, self._length)

    def _prepare(self, requests: Sequence[Request]) -> tuple[list[_Part], Mapping[int, Response]]:
        prepared = self._preparers.prepare(requests, self.limit)
        parts = [_Part([requests[position] for position in part.positions], part) for part in prepared.parts]
        return parts, prepared.failures

    def _run(self, loaded: Loaded, part: _Part) -> list[tuple[_Part, Output | None]]:
        """Generate for a part; if memory runs out, for smaller ones. None where a single request does not fit."""
        lengths = part.prepared.lengths
        # It may have been prepared before the one ahead of it ran out of memory.
        if len(self.limit.parts(lengths)) == 1:
            output = self._attempt(loaded, part)
            if output is not None or len(part.requests) == 1:
                return [(part, output)]
            self._grows = False
            self.limit.lower(lengths)
        smaller, _ = self._prepare(part.requests)  # their media could be read before
        return [done for one in smaller for done in self._run(loaded, one)]

    def _attempt(self, loaded: Loaded, part: _Part) -> Output | None:
        """Generate for a part; None if memory runs out."""
        import torch

        try:
            return self._measured(loaded, part)
        except torch.OutOfMemoryError:
            logger.warning("%s: %d requests do not fit on the device together", self.name, len(part.requests))
        # Outside the handler, whose exception holds on to the tensors of the failed attempt.
        gc.collect()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        return None

    def _measured(self, loaded: Loaded, part: _Part) -> Output:
        import torch

        inputs = part.prepared.inputs.to(loaded.fabric.device, self._hardware.dtype())
        if not self._grows or loaded.fabric.device.type != "cuda":
            return generate(loaded, inputs, part.requests)
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated()
        output = generate(loaded, inputs, part.requests)
        if len(part.requests) == self.load.batch_size:
            total = torch.cuda.get_device_properties(loaded.fabric.device).total_memory
            size = grown(self.load.batch_size, MemoryUse(before, torch.cuda.max_memory_allocated(), total))
            self.load = dataclasses.replace(self.load, batch_size=size)
        return output

    def _read(self, loaded: Loaded, part: _Part, output: Output, started: float) -> list[Response]:
        latency = time.perf_counter() - started
        if self._decoder is None:  # a tokenizer cannot be shared by threads, and the device's has one, too
            self._decoder = copy.deepcopy(loaded.processor)
        return to_responses(self._decoder, output, part.requests, part.prepared.prompt_tokens, latency)


def _does_not_fit(tokens: int) -> Response:
    rule = f"a prompt of {tokens} tokens does not fit into the device's memory, even alone."
    return Response.failure("out_of_memory", f"{rule} Set model.processor.max_pixels or another hardware.")
