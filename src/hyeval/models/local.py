"""Any checkpoint of transformers with a chat template, driven through its own processor."""

from __future__ import annotations

import asyncio
import dataclasses
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
from hyeval.models import device_process, tensor_line
from hyeval.models.base import CONTINUATIONS, Load
from hyeval.models.batching import START, DeviceLimit, grown
from hyeval.models.checkpoint import Checkpoint, resolve_adapter, resolve_checkpoint
from hyeval.models.conversation import VideoReading
from hyeval.models.device import DeviceThread, Done, Plan, Runner
from hyeval.models.generation import Generated, Loaded, Work, to_responses
from hyeval.models.hardware import Hardware
from hyeval.models.in_process import InProcess
from hyeval.models.length import LengthEstimate
from hyeval.models.loading import Quantization, architecture
from hyeval.models.preparation import Part, Reading
from hyeval.models.preparers import Preparers
from hyeval.models.processing import load_processor, require_media
from hyeval.models.tensor_line import Parcel
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
    work: Work | Parcel


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
        self._device: Runner = DeviceThread()
        self._processor: ProcessorMixin | None = None
        """What reads answers, as soon as the model is on its device."""
        self._preparers = Preparers(workers)
        self._preparation = ThreadPoolExecutor(workers, thread_name_prefix="prepare")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="read")

    @property
    def loaded(self) -> Loaded | None:
        """The model on its device, from the first batch until `close`, if that is driven by this process."""
        return self._device.loaded

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
        processor = await self._ready(_kinds(requests))
        loop, started = asyncio.get_running_loop(), time.perf_counter()
        parts, failures = await loop.run_in_executor(self._preparation, self._prepare, requests)
        answers: dict[str, Response] = {}
        for part in parts:
            for done, generated in await self._run(part):
                if generated is None:
                    answers[done.requests[0].key] = _does_not_fit(done.prepared.prompt_tokens[0])
                    continue
                counts, latency = done.prepared.prompt_tokens, time.perf_counter() - started
                given = (processor, generated, done.requests, counts, latency)
                responses = await loop.run_in_executor(self._reading, to_responses, *given)
                answers |= {request.key: one for request, one in zip(done.requests, responses, strict=True)}
        return [failures[i] if i in failures else answers[request.key] for i, request in enumerate(requests)]

    def close(self) -> None:
        """Release the weights and end the threads."""
        for pool in (self._preparation, self._reading):
            pool.shutdown()
        self._preparers.close()
        self._device.close()
        self._processor = None

    def fork(self) -> None:
        """Let the device and what prepares its batches be processes, which share what they import with this one."""
        import torch  # noqa: F401
        import transformers.models.auto  # noqa: F401

        if tensor_line.AVAILABLE:
            self._device = device_process.part()
            self._preparers.fork()

    async def prepare(self, requests: Sequence[Request]) -> None:
        """Load the weights, unless the checkpoint cannot read what these requests hold."""
        await self._ready(_kinds(requests))

    async def _ready(self, kinds: frozenset[MediaKind]) -> ProcessorMixin:
        """What reads answers, once the model is on its device."""
        if self._processor is None:
            return await asyncio.get_running_loop().run_in_executor(self._reading, self._load, kinds)
        self._require_media(self._processor, kinds)
        return self._processor

    def _load(self, kinds: frozenset[MediaKind]) -> ProcessorMixin:
        """Put the model on its device; `ModelError`, before its weights are loaded, if it reads no such media."""
        if self._processor is None:
            folder = self.checkpoint.folder
            architecture(folder)  # the first to say what is wrong with a checkpoint
            self._preparers.begin(self._reading_settings())
            processor = load_processor(folder, self._processor_options)
            self._require_media(processor, kinds)
            self._device.load(self._plan()).result()
            self._processor = processor
        else:
            self._require_media(self._processor, kinds)
        return self._processor

    def _require_media(self, processor: ProcessorMixin, kinds: frozenset[MediaKind]) -> None:
        given_as_video = kinds - {MediaKind.VIDEO} if self._video.as_images else kinds
        require_media(processor, given_as_video, self._chat_template_options)

    def _plan(self) -> Plan:
        return Plan(
            self.name,
            self.checkpoint,
            self._hardware,
            self._attention,
            self.adapter,
            self._quantization,
            self._compile,
            self._processor_options,
        )

    def _reading_settings(self) -> Reading:
        folder = self.checkpoint.folder
        return Reading(folder, self._processor_options, self._chat_template_options, self._video, self._length)

    def _prepare(self, requests: Sequence[Request]) -> tuple[list[_Part], Mapping[int, Response]]:
        prepared = self._preparers.prepare(requests, self.limit)
        pairs = zip(prepared.parts, prepared.work, strict=True)
        parts = [_Part([requests[position] for position in part.positions], part, work) for part, work in pairs]
        return parts, prepared.failures

    async def _run(self, part: _Part) -> list[tuple[_Part, Generated | None]]:
        """Generate for a part; if memory runs out, for smaller ones. None where a single request does not fit."""
        lengths = part.prepared.lengths
        # It may have been prepared before the one ahead of it ran out of memory.
        if len(self.limit.parts(lengths)) == 1:
            done = await asyncio.wrap_future(self._device.run(part.work))
            self._learn(part, done)
            if done.generated is not None or len(part.requests) == 1:
                return [(part, done.generated)]
        run = asyncio.get_running_loop().run_in_executor
        smaller, _ = await run(self._preparation, self._prepare, part.requests)  # their media could be read before
        return [done for one in smaller for done in await self._run(one)]

    def _learn(self, part: _Part, done: Done) -> None:
        """Remember what did not fit, or that more would."""
        count = len(part.requests)
        if done.generated is None:
            logger.warning("%s: %d requests do not fit on the device together", self.name, count)
            self._grows = False
            if count > 1:
                self.limit.lower(part.prepared.lengths)
        elif self._grows and count == self.load.batch_size:
            self.load = dataclasses.replace(self.load, batch_size=grown(count, done.memory))


def _kinds(requests: Sequence[Request]) -> frozenset[MediaKind]:
    return frozenset(medium.kind for request in requests for medium in request.sample.media)


def _does_not_fit(tokens: int) -> Response:
    rule = f"a prompt of {tokens} tokens does not fit into the device's memory, even alone."
    return Response.failure("out_of_memory", f"{rule} Set model.processor.max_pixels or another hardware.")
