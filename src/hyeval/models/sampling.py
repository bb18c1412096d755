"""Sampling that does not depend on the batch: every request draws from a generator of its own."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from transformers import (
    LogitsProcessor,
    LogitsProcessorList,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from hyeval.records import GenerationSettings


class GumbelNoise(LogitsProcessor):  # type: ignore[misc]  # transformers' base class is untyped
    """Add Gumbel noise to the logits, so that the arg-max is a draw from their softmax.

    Gumbel-max trick: Maddison, Tarlow and Minka, "A* Sampling", NeurIPS 2014, section 2. `torch.multinomial` over a
    batch would make a row's answer depend on the rows beside it; here row i draws from a generator seeded by
    `seeds[i]` alone.
    """

    def __init__(self, seeds: Sequence[str]) -> None:
        self._generators = [torch.Generator().manual_seed(int(seed[:15], 16)) for seed in seeds]

    def __call__(self, _input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        """Add noise to scores of shape (batch, vocabulary)."""
        width = scores.shape[1]
        draws = [torch.empty(width).exponential_(generator=generator) for generator in self._generators]
        gumbel = -torch.log(torch.stack(draws))  # minus the logarithm of an exponential variable is a Gumbel variable
        return scores + gumbel.to(scores.device, scores.dtype)  # type: ignore[return-value]


def sampling_processors(settings: GenerationSettings, seeds: Sequence[str]) -> LogitsProcessorList:
    """Logits processors for a batch decoded greedily; empty at temperature 0. `seeds` are hexadecimal request keys."""
    processors = LogitsProcessorList()
    if settings.temperature > 0:
        processors.append(TemperatureLogitsWarper(settings.temperature))
        if settings.top_k > 0:
            processors.append(TopKLogitsWarper(settings.top_k))
        if settings.top_p < 1:
            processors.append(TopPLogitsWarper(settings.top_p))
        processors.append(GumbelNoise(seeds))
    return processors
