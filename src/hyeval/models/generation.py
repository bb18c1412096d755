"""One batch on the device: from encoded prompts to responses."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hyeval.models.continuations import Ranking, rank_continuations, ranked_responses
from hyeval.models.processing import tokenizer_of
from hyeval.models.shared_images import share_images
from hyeval.records import GenerationSettings, Request, Response, ResponseStatus, Usage

if TYPE_CHECKING:
    import torch
    from lightning.fabric import Fabric
    from transformers import BatchFeature, ProcessorMixin


@dataclass(frozen=True)
class Loaded:
    """A model on its device, and the processor that decodes what it writes."""

    fabric: Fabric
    processor: ProcessorMixin
    module: Any


@dataclass(frozen=True)
class Output:
    """What a batch was answered, on the host once `settled` has returned.

    `tokens` has shape (requests, new tokens), cut nowhere. `values` and `alternatives` have shape (requests, count) and
    hold the likeliest first tokens with their log-probabilities, if they were asked for. `ends` are the tokens that
    end an answer.
    """

    tokens: torch.Tensor | None = None
    alternatives: torch.Tensor | None = None
    values: torch.Tensor | None = None
    ends: frozenset[int] = frozenset()
    copied: Any = None
    ranked: tuple[Ranking, ...] | None = None
    """In place of all this, how likely the continuations of each request are."""

    def settled(self) -> Output:
        """Wait until the copies are on the host; work that the device was given later is not waited for."""
        if self.copied is not None:
            self.copied.synchronize()
        return self


def generate(loaded: Loaded, inputs: BatchFeature, requests: Sequence[Request]) -> Output:
    """Generate for requests that share their settings; the copies to the host may still be under way."""
    import torch

    from hyeval.models.sampling import sampling_processors

    if any(request.continuations for request in requests):
        return Output(ranked=rank_continuations(loaded.module, tokenizer_of(loaded.processor), inputs, requests))
    settings = requests[0].generation
    config = copy.deepcopy(loaded.module.generation_config)
    config.max_new_tokens = settings.max_tokens
    config.return_dict_in_generate = True
    config.output_logits = settings.top_logprobs > 0
    options: dict[str, Any] = {"logits_processor": sampling_processors(settings, [r.key for r in requests])}
    if settings.stop:
        options |= {"stop_strings": list(settings.stop), "tokenizer": tokenizer_of(loaded.processor)}
    with torch.inference_mode():
        given = share_images(loaded.module, inputs, [one for request in requests for one in request.sample.media])
        output = loaded.module.generate(**given, generation_config=config, **options)
        values, alternatives = None, None
        if output.logits is not None:
            logits = output.logits[0].float().log_softmax(dim=-1)
            values, alternatives = logits.topk(min(settings.top_logprobs, logits.shape[-1]), dim=-1)
    ends = config.eos_token_id if isinstance(config.eos_token_id, list) else [config.eos_token_id]
    # What an encoder and a decoder share begins at the decoder's first token, everything else after the prompt.
    start = 1 if loaded.module.config.is_encoder_decoder else inputs["input_ids"].shape[1]
    tokens = _to_host(output.sequences[:, start:])
    return Output(
        tokens,
        _to_host(alternatives),
        _to_host(values),
        frozenset({*ends, config.pad_token_id} - {None}),
        _mark(tokens),
    )


def _to_host(tensor: Any) -> Any:
    """Begin to copy a tensor to the host; what is there already is handed on."""
    import torch

    if tensor is None or tensor.device.type != "cuda":
        return tensor
    host = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True)
    return host.copy_(tensor, non_blocking=True)


def _mark(tensor: torch.Tensor) -> Any:
    """An event behind the copies that were begun, if there are any."""
    import torch

    if not tensor.is_pinned():
        return None
    event: Any = torch.cuda.Event()  # type: ignore[no-untyped-call]
    event.record()
    return event


def to_responses(
    processor: ProcessorMixin,
    output: Output,
    requests: Sequence[Request],
    prompt_tokens: Sequence[int],
    latency_s: float,
) -> list[Response]:
    """Decode what was generated; `prompt_tokens` counts the tokens of each prompt without its padding."""
    settled = output.settled()
    if settled.ranked is not None:
        return ranked_responses(settled.ranked, requests, prompt_tokens, latency_s)
    assert settled.tokens is not None
    settings = requests[0].generation
    tokens = [_until_end(row, settled.ends) for row in settled.tokens.tolist()]
    responses = [
        _to_response(processor, row, settings, prompt_tokens=count, latency_s=latency_s)
        for row, count in zip(tokens, prompt_tokens, strict=True)
    ]
    if settled.alternatives is None or settled.values is None:
        return responses
    # One token is asked for then, and no answer is cut off by it.
    return [
        dataclasses.replace(response, status=ResponseStatus.OK, logprobs=_named(processor, row, values))
        for response, row, values in zip(responses, settled.alternatives.tolist(), settled.values.tolist(), strict=True)
    ]


def _named(processor: ProcessorMixin, tokens: list[int], values: list[float]) -> tuple[tuple[str, float], ...]:
    tokenizer = tokenizer_of(processor)
    return tuple((tokenizer.decode([token]), value) for token, value in zip(tokens, values, strict=True))


def _until_end(tokens: list[int], ends: frozenset[int]) -> list[int]:
    """New tokens of one request, cut at the end-of-sequence token (kept) or at the padding."""
    for position, token in enumerate(tokens):
        if token in ends:
            return tokens[: position + 1]
    return tokens


def _to_response(
    processor: ProcessorMixin, tokens: list[int], settings: GenerationSettings, *, prompt_tokens: int, latency_s: float
) -> Response:
    tokenizer = tokenizer_of(processor)
    text: str = tokenizer.decode(tokens, skip_special_tokens=True)
    stops = [position for stop in settings.stop if (position := text.find(stop)) >= 0]
    ended = len(tokens) < settings.max_tokens or tokenizer.decode(tokens[-1:], skip_special_tokens=True) == ""
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
