"""Images that several requests of a batch share are encoded once."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hyeval.media import MediaKind

if TYPE_CHECKING:
    import torch

KNOWN_INPUTS = frozenset({"pixel_values", "image_grid_thw", "image_sizes"})
"""Inputs of image encoders of which it is known what belongs to which image."""


@dataclass(frozen=True)
class Shown:
    """A medium without its bytes."""

    kind: MediaKind
    digest: str


def share_images(module: Any, inputs: Mapping[str, Any], media: Sequence[Shown]) -> dict[str, Any]:
    """Inputs of `generate` in which equal images are encoded once; as they are where the model allows it not.

    `media` are those of a batch in their order; where videos or sounds are among them, nothing is shared.
    `pixel_values` has shape (images, …), or (patches, …) beside `image_grid_thw` of shape (images, 3) with the patches
    of each image along time, height and width.
    """
    given = dict(inputs)
    digests = [one.digest for one in media]
    first = {digest: position for position, digest in reversed(list(enumerate(digests)))}
    if len(first) == len(digests) or any(one.kind is not MediaKind.IMAGE for one in media):
        return given
    kept = sorted(first.values())
    taken = _image_inputs(module, given)
    if not taken or (chosen := _chosen(taken, kept, len(digests))) is None:
        return given
    encoded = module.base_model.get_image_features(**chosen, return_dict=True)
    place = {position: number for number, position in enumerate(kept)}
    order = [place[first[digest]] for digest in digests]
    encoded.pooler_output = _in_order(encoded.pooler_output, order)
    if (layers := getattr(encoded, "deepstack_features", None)) is not None:
        encoded.deepstack_features = [_in_order(layer, order) for layer in layers]
    del given["pixel_values"]  # the sizes stay: positions are counted by them
    return {**given, "mm_encoder_outputs": {"image": encoded}}


def _image_inputs(module: Any, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """What the image encoder takes of the inputs; nothing if the model cannot be given encoded images."""
    encoder = getattr(module.base_model, "get_image_features", None)
    able = getattr(module, "_supports_mm_encoder_outputs", None)
    if encoder is None or able is None or not able():
        return {}
    return {name: inputs[name] for name in inspect.signature(encoder).parameters if name in inputs}


def _chosen(taken: Mapping[str, torch.Tensor], kept: Sequence[int], count: int) -> dict[str, torch.Tensor] | None:
    """The inputs of the images to be encoded; None if it cannot be told what belongs to which image."""
    import torch

    pixels = taken.get("pixel_values")
    if pixels is None or not taken.keys() <= KNOWN_INPUTS:
        return None
    if "image_grid_thw" in taken:
        grid = taken["image_grid_thw"]
        if len(grid) != count:
            return None
        images = torch.split(pixels, grid.prod(dim=-1).tolist())
        chosen = torch.cat([images[position] for position in kept])
        return {"pixel_values": chosen, "image_grid_thw": grid[list(kept)]}
    # Some processors put several tiles of an image, or all images of a request, behind one another.
    per_image = pixels.dim() == 4 or "image_sizes" in taken
    if not per_image or any(len(value) != count for value in taken.values()):
        return None
    return {name: value[list(kept)] for name, value in taken.items()}


def _in_order(features: Any, order: Sequence[int]) -> Any:
    """Features of the images in the order of the batch: rows of a tensor, or one tensor for each image."""
    if isinstance(features, list | tuple):
        return [features[position] for position in order]
    return features[list(order)]
