"""One batch on the device: from encoded prompts to responses."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hyeval.models.continuations import Ranking, rank_continuations, ranked_responses
from hyeval.models.processing import tokenizer_of
from hyeval.models.shared_media import Shown, share_media
from hyeval.records import GenerationSettings, Request, Response, ResponseStatus, Usage

if TYPE_CHECKING:
    import torch
    from lightning.fabric import Fabric
    from transformers import BatchFeature, ProcessorMixin


@dataclass(frozen=True)
class Loaded:
    """A model on its device, and what loads the processor whose tokenizer some settings need there.

    `dtype` is the element type of its weights, and of what it is given.
    """

    fabric: Fabric
    module: Any
    dtype: torch.dtype
    load_processor: Callable[[], ProcessorMixin]

    @property
    def tokenizer(self) -> Any:
        """The device's own: a tokenizer is not for two threads at once."""
        return tokenizer_of(self.load_processor())


@dataclass(frozen=True)
class Asked:
    """What generation depends on of requests that share their settings: no messages, and no bytes of media."""

    settings: GenerationSettings
    keys: Sequence[str]
    continuations: Sequence[Sequence[str]]
    media: Sequence[Shown]
    """Those of all requests, in their order."""

    @classmethod
    def of(cls, requests: Sequence[Request]) -> Asked:
        """What is asked by at least one request."""
        media = [Shown(one.kind, one.digest) for request in requests for one in request.sample.media]
        return cls(
            requests[0].generation,
            [request.key for request in requests],
            [request.continuations for request in requests],
            media,
        )


@dataclass(frozen=True)
class Work:
    """A batch as the device is given it: encoded prompts, and what is asked."""

    inputs: BatchFeature
    asked: Asked


@dataclass(frozen=True)
class Generated:
    """What a batch was answered: for each request its new tokens, up to the end of its answer.

    `alternatives` has for each request the likeliest first tokens and their log-probabilities, if they were asked for.
    `ranked` says, in place of all this, how likely the continuations of each request are.
    """

    tokens: Sequence[Sequence[int]] = ()
    alternatives: Sequence[Sequence[tuple[int, float]]] | None = None
    ranked: Sequence[Ranking] | None = None


def generate(loaded: Loaded, work: Work) -> Generated:
    """Answer a batch whose tensors are on the device."""
    import torch
    from transformers import GenerationConfig

    from hyeval.models.sampling import sampling_processors

    inputs, asked = work.inputs, work.asked
    if any(asked.continuations):
        return Generated(ranked=rank_continuations(loaded.module, loaded.tokenizer, inputs, asked.continuations))
    settings = asked.settings
    config = loaded.module.generation_config
    own = config.stop_strings or ()
    stops = [*settings.stop, *([own] if isinstance(own, str) else own)]
    # As one object: given one by one, each batch would have the model's configuration looked through for settings.
    chosen = GenerationConfig(
        max_new_tokens=settings.max_tokens,
        return_dict_in_generate=True,
        output_logits=settings.top_logprobs > 0,
        stop_strings=stops or None,
    )
    with torch.inference_mode():
        given = share_media(loaded.module, inputs, asked.media)
        output = loaded.module.generate(
            **given,
            generation_config=chosen,
            logits_processor=sampling_processors(settings, asked.keys),
            **({"tokenizer": loaded.tokenizer} if stops else {}),
        )
    ends = config.eos_token_id if isinstance(config.eos_token_id, list) else [config.eos_token_id]
    # What an encoder and a decoder share begins at the decoder's first token, everything else after the prompt.
    start = 1 if loaded.module.config.is_encoder_decoder else inputs["input_ids"].shape[1]
    # Generation has waited for the device after each token, so that nothing is under way when these are copied.
    rows = output.sequences[:, start:].tolist()
    tokens = [_until_end(row, frozenset({*ends, config.pad_token_id} - {None})) for row in rows]
    return Generated(tokens, None if output.logits is None else _likeliest(output.logits[0], settings.top_logprobs))


def _likeliest(logits: torch.Tensor, count: int) -> list[list[tuple[int, float]]]:
    """Likeliest first tokens of each request, with their log-probabilities, by logits (requests, vocabulary)."""
    probabilities = logits.float().log_softmax(dim=-1)
    values, tokens = probabilities.topk(min(count, probabilities.shape[-1]), dim=-1)
    return [list(zip(*row, strict=True)) for row in zip(tokens.tolist(), values.tolist(), strict=True)]


def to_responses(
    processor: ProcessorMixin,
    generated: Generated,
    requests: Sequence[Request],
    prompt_tokens: Sequence[int],
    latency_s: float,
) -> list[Response]:
    """Decode what was generated; `prompt_tokens` counts the tokens of each prompt without its padding."""
    if generated.ranked is not None:
        return ranked_responses(generated.ranked, requests, prompt_tokens, latency_s)
    settings = requests[0].generation
    responses = [
        _to_response(processor, row, settings, prompt_tokens=count, latency_s=latency_s)
        for row, count in zip(generated.tokens, prompt_tokens, strict=True)
    ]
    if generated.alternatives is None:
        return responses
    # One token is asked for then, and no answer is cut off by it.
    return [
        dataclasses.replace(response, status=ResponseStatus.OK, logprobs=_named(processor, row))
        for response, row in zip(responses, generated.alternatives, strict=True)
    ]


def _named(processor: ProcessorMixin, values: Sequence[tuple[int, float]]) -> tuple[tuple[str, float], ...]:
    tokenizer = tokenizer_of(processor)
    return tuple((tokenizer.decode([token]), value) for token, value in values)


def _until_end(tokens: list[int], ends: frozenset[int]) -> list[int]:
    """New tokens of one request, cut at the end-of-sequence token (kept) or at the padding."""
    for position, token in enumerate(tokens):
        if token in ends:
            return tokens[: position + 1]
    return tokens


def _to_response(
    processor: ProcessorMixin,
    tokens: Sequence[int],
    settings: GenerationSettings,
    *,
    prompt_tokens: int,
    latency_s: float,
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
