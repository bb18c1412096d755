"""Log-probabilities of given texts after a prompt: the prompt and its images are read once, its texts from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hyeval.errors import ModelError
from hyeval.records import Continuation, Request, Response, ResponseStatus, Usage

if TYPE_CHECKING:
    import torch
    from transformers import BatchFeature

Tokens = Sequence[int]
Ranking = Sequence[tuple[float, int]]
"""Summed log-probability and number of tokens of each text."""


def rank_continuations(
    module: Any, tokenizer: Any, inputs: BatchFeature, continuations: Sequence[Sequence[str]]
) -> tuple[Ranking, ...]:
    """Find how likely the continuations of each prompt are; `inputs` are the encoded prompts.

    A text is tokenized by itself, without special tokens: it stands right behind what the chat template ends with.
    """
    if module.config.is_encoder_decoder:
        raise ModelError("model: an encoder with a decoder ranks no texts here. Choose protocol=official.")
    encoded = [[_tokens(tokenizer, text) for text in texts] for texts in continuations]
    return score_continuations(module, inputs, encoded)


def ranked_responses(
    ranked: Sequence[Ranking], requests: Sequence[Request], prompt_tokens: Sequence[int], latency_s: float
) -> list[Response]:
    """One response per request, without text."""
    return [
        _response(request.continuations, one, latency_s=latency_s, prompt_tokens=count)
        for request, one, count in zip(requests, ranked, prompt_tokens, strict=True)
    ]


def score_continuations(module: Any, inputs: BatchFeature, texts: Sequence[Sequence[Tokens]]) -> tuple[Ranking, ...]:
    """Summed log-probability and number of tokens of every text after its prompt.

    `inputs` are the encoded prompts, `input_ids` of shape (prompts, longest), padded on the left; `texts` holds the
    texts of each prompt as tokens. Keys and values of a prompt are computed once and repeated
    for its texts. Positions are those of `generate`. Log-softmax in float32, sums in float64.
    """
    import torch

    width = max((len(ranked) for ranked in texts), default=0)
    if width == 0:
        return tuple([] for _ in texts)
    with torch.inference_mode():
        prompt, past, positions = _read_prompts(module, inputs)
        tokens, mask = _rectangle(texts, width, inputs["input_ids"].device)
        # The prompt's last token predicts the first of each text, each of its own tokens the next one.
        first = prompt.repeat_interleave(width, dim=0).unsqueeze(1).gather(-1, tokens[:, :1, None]).squeeze(-1)
        rest = first[:, :0]
        if tokens.shape[1] > 1:
            past.batch_repeat_interleave(width)
            steps = torch.arange(1, tokens.shape[1], device=tokens.device)
            seen = inputs["attention_mask"].repeat_interleave(width, dim=0)
            output = module(
                input_ids=tokens[:, :-1],
                attention_mask=torch.cat([seen, mask[:, :-1].to(seen.dtype)], dim=1),
                position_ids=positions[..., -1:].repeat_interleave(width, dim=-2) + steps,
                past_key_values=past,
                use_cache=True,
            )
            rest = _log_probabilities(output.logits).gather(-1, tokens[:, 1:, None]).squeeze(-1)
        sums = torch.where(mask, torch.cat([first, rest], dim=1), 0.0).sum(dim=1, dtype=torch.float64).tolist()
    return tuple(
        [(sums[number * width + place], len(text)) for place, text in enumerate(ranked)]
        for number, ranked in enumerate(texts)
    )


def _read_prompts(module: Any, inputs: BatchFeature) -> tuple[torch.Tensor, Any, torch.Tensor]:
    """Log-probabilities after each prompt, of shape (prompts, vocabulary); their keys and values; positions."""
    given = dict(inputs)
    positions = module._prepare_position_ids_for_generation(given["input_ids"], {**given, "use_cache": True})
    if module._supports_logits_to_keep():
        given["logits_to_keep"] = 1
    output = module(**given, position_ids=positions, use_cache=True)
    return _log_probabilities(output.logits[:, -1]), output.past_key_values, positions


def _log_probabilities(logits: torch.Tensor) -> torch.Tensor:
    return logits.float().log_softmax(dim=-1)


def _rectangle(
    texts: Sequence[Sequence[Tokens]], width: int, device: torch.device
) -> tuple[torch.Tensor, torch.Tensor]:
    """Tokens and mask of shape (prompts x width, longest text), padded on the right; a prompt with less has blanks."""
    import torch

    rows = [list(text) for ranked in texts for text in (*ranked, *[()] * (width - len(ranked)))]
    longest = max(map(len, rows))
    tokens = torch.tensor([row + [0] * (longest - len(row)) for row in rows], device=device)
    lengths = torch.tensor([len(row) for row in rows], device=device)
    return tokens, torch.arange(longest, device=device) < lengths[:, None]


def _tokens(tokenizer: Any, text: str) -> list[int]:
    return list(tokenizer.encode(text, add_special_tokens=False))


def _response(texts: Sequence[str], scored: Ranking, *, latency_s: float, prompt_tokens: int) -> Response:
    empty = [text for text, (_, tokens) in zip(texts, scored, strict=True) if tokens == 0]
    if empty:
        return Response.failure("continuation", f"the tokenizer makes no token of {empty[0]!r}")
    pairs = zip(texts, scored, strict=True)
    return Response(
        ResponseStatus.OK,
        finish_reason="stop",
        usage=Usage(prompt_tokens, sum(tokens for _, tokens in scored)),
        latency_s=latency_s,
        continuations=tuple(Continuation(value, tokens, len(text.encode("utf-8"))) for text, (value, tokens) in pairs),
    )
