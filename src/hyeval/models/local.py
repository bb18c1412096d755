"""Any image-text-to-text checkpoint of transformers, driven through its own processor and chat template."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import gc
import logging
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hyeval.errors import MediaError, ModelError
from hyeval.media import MediaKind
from hyeval.models.base import Load
from hyeval.models.checkpoint import Checkpoint, resolve_checkpoint
from hyeval.models.hardware import Hardware
from hyeval.models.in_process import InProcess
from hyeval.models.processing import encode, load_processor, to_conversation
from hyeval.records import GenerationSettings, Request, Response, ResponseStatus, Usage

if TYPE_CHECKING:
    import torch
    from lightning.fabric import Fabric
    from transformers import BatchFeature, ProcessorMixin

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Loaded:
    fabric: Fabric
    processor: ProcessorMixin
    module: Any


class LocalModel(InProcess):
    """A checkpoint on this machine's device.

    Two batches are under way at once: while one is generated, the next is decoded and tokenized. Weights are loaded
    with the first batch, so a run whose answers are all stored loads none.
    """

    def __init__(  # noqa: PLR0913  # one argument for each setting of a model file
        self,
        name: str,
        path: str,
        *,
        hardware: Hardware,
        revision: str | None = None,
        batch_size: int = 8,
        attention: str = "sdpa",
        processor: Mapping[str, Any] | None = None,
        chat_template: Mapping[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.load = Load(concurrency=2 * batch_size, batch_size=batch_size)
        self.modalities = frozenset({MediaKind.IMAGE})
        self.honours = frozenset({"max_tokens", "temperature", "top_p", "top_k", "stop", "top_logprobs"})
        self._path = path
        self._revision = revision
        self._hardware = hardware
        self._attention = attention
        self._processor_options = dict(processor or {})
        self._chat_template_options = dict(chat_template or {})
        self._loaded: _Loaded | None = None
        self._preparation = ThreadPoolExecutor(1, thread_name_prefix="prepare")
        self._device = ThreadPoolExecutor(1, thread_name_prefix="device")

    @cached_property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint on disk; fetched from the hub on first use."""
        return resolve_checkpoint(self._path, self._revision)

    def identity(self) -> Mapping[str, Any]:
        """Checkpoint, precision, attention and processor settings; where the files lie does not matter."""
        local = self.checkpoint.revision.startswith("sha256:")
        return {
            "engine": "transformers",
            "checkpoint": None if local else self.checkpoint.source,
            "revision": self.checkpoint.revision,
            "precision": self._hardware.resolved_precision().value,
            "attention": self._attention,
            "processor": self._processor_options,
            "chat_template": self._chat_template_options,
        }

    async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
        """Answer a batch of requests that share their generation settings."""
        loop = asyncio.get_running_loop()
        loaded = await loop.run_in_executor(self._device, self._load)
        started = time.perf_counter()
        conversations, failures = await loop.run_in_executor(self._preparation, _converse, requests)
        answered = [request for i, request in enumerate(requests) if i not in failures]
        answers: list[Response] = []
        if answered:
            inputs = await loop.run_in_executor(
                self._preparation, encode, loaded.processor, conversations, self._chat_template_options
            )
            answers = await loop.run_in_executor(self._device, self._answer, loaded, answered, inputs, started)
        remaining = iter(answers)
        return [failures[i] if i in failures else next(remaining) for i in range(len(requests))]

    def close(self) -> None:
        """Release the weights and end the threads."""
        self._preparation.shutdown()
        self._device.shutdown()
        if self._loaded is not None:
            self._loaded = None
            gc.collect()
            import torch

            if torch.cuda.is_available():
                torch.cuda.empty_cache()

    def _load(self) -> _Loaded:
        if self._loaded is None:
            started = time.perf_counter()
            self._loaded = self._load_from(self.checkpoint)
            parameters = sum(parameter.numel() for parameter in self._loaded.module.parameters())
            logger.info(
                "loaded %s: %s parameters, %s, on %s, in %.1f s",
                self.name,
                f"{parameters:,}",
                self._hardware.resolved_precision().value,
                self._loaded.fabric.device,
                time.perf_counter() - started,
            )
        return self._loaded

    def _load_from(self, checkpoint: Checkpoint) -> _Loaded:
        import transformers
        from transformers import AutoModelForImageTextToText

        transformers.utils.logging.disable_progress_bar()
        processor = load_processor(checkpoint.folder, self._processor_options)
        try:
            model = AutoModelForImageTextToText.from_pretrained(
                checkpoint.folder, dtype=self._hardware.dtype(), attn_implementation=self._attention
            )
        except (OSError, ValueError, ImportError) as error:
            raise ModelError(f"model.path: the checkpoint in {checkpoint.folder} cannot be loaded: {error}") from error
        # Sampling is done by our own processors; what the checkpoint suggests for it must not act on greedy decoding.
        model.generation_config.update(do_sample=False, temperature=None, top_p=None, top_k=None, max_length=None)
        fabric = self._hardware.make_fabric()
        module = fabric.setup_module(model.eval())
        module.mark_forward_method("generate")
        return _Loaded(fabric, processor, module)

    def _answer(
        self, loaded: _Loaded, requests: Sequence[Request], inputs: BatchFeature, started: float
    ) -> list[Response]:
        settings = requests[0].generation
        prompt_tokens = inputs["attention_mask"].sum(dim=1).tolist()
        generated = _generate(loaded, inputs.to(loaded.fabric.device, self._hardware.dtype()), requests)
        latency = time.perf_counter() - started
        responses = [
            _to_response(loaded.processor, tokens, settings, prompt_tokens=count, latency_s=latency)
            for tokens, count in zip(generated.tokens, prompt_tokens, strict=True)
        ]
        if not settings.top_logprobs:
            return responses
        # One token is asked for then, and no answer is cut off by it.
        return [
            dataclasses.replace(response, status=ResponseStatus.OK, logprobs=_named(loaded.processor, alternatives))
            for response, alternatives in zip(responses, generated.first, strict=True)
        ]


def _converse(requests: Sequence[Request]) -> tuple[list[list[dict[str, Any]]], dict[int, Response]]:
    """Conversations of the requests whose images can be decoded, and a failure for each of the others."""
    conversations, failures = [], {}
    for i, request in enumerate(requests):
        try:
            conversations.append(to_conversation(request.sample.messages))
        except MediaError as error:
            failures[i] = Response.failure("media", str(error))
    return conversations, failures


@dataclass(frozen=True)
class _Generated:
    """New tokens of each request, cut at the end-of-sequence token (kept) or at the padding.

    `first` holds the likeliest alternatives of each first token with their log-probabilities, if they were asked for.
    """

    tokens: list[list[int]]
    first: list[list[tuple[int, float]]]


def _generate(loaded: _Loaded, inputs: BatchFeature, requests: Sequence[Request]) -> _Generated:
    import torch

    from hyeval.models.sampling import sampling_processors

    settings = requests[0].generation
    config = copy.deepcopy(loaded.module.generation_config)
    config.max_new_tokens = settings.max_tokens
    config.return_dict_in_generate = True
    config.output_logits = settings.top_logprobs > 0
    options: dict[str, Any] = {"logits_processor": sampling_processors(settings, [r.key for r in requests])}
    if settings.stop:
        options |= {"stop_strings": list(settings.stop), "tokenizer": loaded.processor.tokenizer}
    with torch.inference_mode():
        output = loaded.module.generate(**inputs, generation_config=config, **options)
    ends = config.eos_token_id if isinstance(config.eos_token_id, list) else [config.eos_token_id]
    new = output.sequences[:, inputs["input_ids"].shape[1] :].tolist()
    first = [] if output.logits is None else _likeliest(output.logits[0], settings.top_logprobs)
    return _Generated([_until_end(row, {*ends, config.pad_token_id} - {None}) for row in new], first)


def _likeliest(logits: torch.Tensor, count: int) -> list[list[tuple[int, float]]]:
    """Likeliest tokens of each row of `logits` (shape (requests, vocabulary)) with their log-probabilities."""
    values, tokens = logits.float().log_softmax(dim=-1).topk(min(count, logits.shape[-1]), dim=-1)
    return [list(zip(*row, strict=True)) for row in zip(tokens.tolist(), values.tolist(), strict=True)]


def _named(processor: ProcessorMixin, alternatives: Sequence[tuple[int, float]]) -> tuple[tuple[str, float], ...]:
    return tuple((processor.tokenizer.decode([token]), value) for token, value in alternatives)


def _until_end(tokens: list[int], ends: set[int]) -> list[int]:
    for position, token in enumerate(tokens):
        if token in ends:
            return tokens[: position + 1]
    return tokens


def _to_response(
    processor: ProcessorMixin, tokens: list[int], settings: GenerationSettings, *, prompt_tokens: int, latency_s: float
) -> Response:
    text: str = processor.tokenizer.decode(tokens, skip_special_tokens=True)
    stops = [position for stop in settings.stop if (position := text.find(stop)) >= 0]
    ended = len(tokens) < settings.max_tokens or processor.tokenizer.decode(tokens[-1:], skip_special_tokens=True) == ""
    if stops:
        text = text[: min(stops)]
    complete = bool(stops) or ended
    return Response(
        ResponseStatus.OK if complete else ResponseStatus.TRUNCATED,
        text=text,
        finish_reason="stop" if complete else "length",
        usage=Usage(prompt_tokens, len(tokens)),
        latency_s=latency_s,
    )
