"""Images and videos that several requests of a batch share are encoded once."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hyeval.media import MediaKind

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True)
class Shown:
    """A medium without its bytes."""

    kind: MediaKind
    digest: str


@dataclass(frozen=True)
class _Encoder:
    """Names of an encoder's inputs of which it is known what belongs to which medium.

    `pixels` has shape (patches, …) beside `grid` of shape (media, 3), the patches of each medium along time, height and
    width; without a grid it has shape (media, …) where it has `dimensions`, or stands beside `sizes`.
    """

    modality: str
    pixels: str
    grid: str
    dimensions: int
    sizes: str | None = None


_ENCODERS = {
    MediaKind.IMAGE: _Encoder("image", "pixel_values", "image_grid_thw", 4, "image_sizes"),
    MediaKind.VIDEO: _Encoder("video", "pixel_values_videos", "video_grid_thw", 5),
}


def share_media(module: Any, inputs: Mapping[str, Any], media: Sequence[Shown]) -> dict[str, Any]:
    """Inputs of `generate` in which equal images and videos are encoded once, as far as the model allows it.

    `media` are those of a batch in their order; where sounds are among them, nothing is shared.
    """
    given = dict(inputs)
    if len(set(media)) == len(media) or not all(one.kind in _ENCODERS for one in media):
        return given
    able = getattr(module, "_supports_mm_encoder_outputs", None)
    if able is None or not able():
        return given
    encoded = {}
    for kind, encoder in _ENCODERS.items():
        once = _encoded_once(module, given, encoder, [one.digest for one in media if one.kind is kind])
        if once is not None:
            encoded[encoder.modality] = once
            del given[encoder.pixels]  # the sizes stay: positions are counted by them
    return {**given, "mm_encoder_outputs": encoded} if encoded else given


def _encoded_once(module: Any, inputs: Mapping[str, Any], encoder: _Encoder, digests: Sequence[str]) -> Any:
    """What the encoder makes of media of which some are equal; None if none are, or if it cannot be given one alone."""
    first = {digest: position for position, digest in reversed(list(enumerate(digests)))}
    encode = getattr(module.base_model, f"get_{encoder.modality}_features", None)
    if len(first) == len(digests) or encode is None:
        return None
    kept = sorted(first.values())
    taken = {name: inputs[name] for name in inspect.signature(encode).parameters if name in inputs}
    chosen = _chosen(taken, encoder, kept, len(digests))
    if chosen is None:
        return None
    encoded = encode(**chosen, return_dict=True)
    place = {position: number for number, position in enumerate(kept)}
    order = [place[first[digest]] for digest in digests]
    encoded.pooler_output = _in_order(encoded.pooler_output, order)
    if (layers := getattr(encoded, "deepstack_features", None)) is not None:
        encoded.deepstack_features = [_in_order(layer, order) for layer in layers]
    return encoded


def _chosen(
    taken: Mapping[str, torch.Tensor], encoder: _Encoder, kept: Sequence[int], count: int
) -> dict[str, torch.Tensor] | None:
    """The inputs of the media to be encoded; None if it cannot be told what belongs to which one."""
    import torch

    pixels = taken.get(encoder.pixels)
    if pixels is None or not taken.keys() <= {encoder.pixels, encoder.grid, encoder.sizes}:
        return None
    if encoder.grid in taken:
        grid = taken[encoder.grid]
        if len(grid) != count:
            return None
        parts = torch.split(pixels, grid.prod(dim=-1).tolist())
        return {encoder.pixels: torch.cat([parts[position] for position in kept]), encoder.grid: grid[list(kept)]}
    # Some processors put several tiles of an image, or all images of a request, behind one another.
    per_medium = pixels.dim() == encoder.dimensions or encoder.sizes in taken
    if not per_medium or any(len(value) != count for value in taken.values()):
        return None
    return {name: value[list(kept)] for name, value in taken.items()}


def _in_order(features: Any, order: Sequence[int]) -> Any:
    """Features of the media in the order of the batch: rows of a tensor, or one tensor for each."""
    if isinstance(features, list | tuple):
        return [features[position] for position in order]
    return features[list(order)]
