"""The video part of a processor where torchvision is not installed: transformers' own, with torch for its arithmetic.

Transformers asks for torchvision to resize, crop and normalize tensors, which torchvision leaves to torch.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

TORCHVISION = "torchvision"
STAND_INS = tuple(f"{TORCHVISION}{rest}" for rest in ("", ".transforms", ".transforms.v2", ".transforms.v2.functional"))
FILES = ("processor_config.json", "video_preprocessor_config.json", "preprocessor_config.json")
"""Where a checkpoint may name its video processor."""
INTERPOLATIONS = {0: "nearest-exact", 1: "lanczos", 2: "bilinear", 3: "bicubic"}
"""Names that torch has for Pillow's numbers."""


def load_video_part(folder: Path, processor: Any, options: Mapping[str, Any]) -> Any:
    """Load the video processor of a checkpoint beside the rest of its processor; None if it cannot do without more."""
    for name in _class_names(folder, processor):
        found = _video_class(name)
        if found is not None:
            return _with_torch(found).from_pretrained(folder, **options)
    return None


def _class_names(folder: Path, processor: Any) -> Iterator[str]:
    """Names of its class, as transformers looks for it: what the checkpoint states, else what its parts suggest."""
    for file in FILES:
        path = folder / file
        stated = json.loads(path.read_text()) if path.is_file() else {}
        if name := stated.get("video_processor", stated).get("video_processor_type"):
            yield name
    images = type(processor.image_processor).__name__.removesuffix("Pil").removesuffix("Fast")
    yield images.removesuffix("ImageProcessor") + "VideoProcessor"
    yield type(processor).__name__.removesuffix("Processor") + "VideoProcessor"


def _video_class(name: str) -> Any:
    """A class of transformers that says it needs torchvision; None if there is none, or if it really does."""
    import transformers

    place = getattr(getattr(transformers, name, None), "__module__", None)
    if place is None:
        return None
    try:
        with _importable_without_torchvision():
            return getattr(importlib.import_module(place), name)
    except (ImportError, AttributeError, NameError):
        sys.modules.pop(place, None)
        return None


@contextmanager
def _importable_without_torchvision() -> Iterator[None]:
    """Some of these modules import torchvision for the sake of annotations: they find empty modules of that name."""
    parent = None
    for place in STAND_INS:
        module = ModuleType(place)
        sys.modules[place] = module
        if parent is not None:
            setattr(parent, place.rpartition(".")[2], module)
        parent = module
    try:
        yield
    finally:
        for place in STAND_INS:
            del sys.modules[place]


def _with_torch(base: Any) -> Any:
    """The class with torch in place of torchvision: `Arithmetic` stands between the class and its base."""
    import torch
    from transformers.image_transforms import get_resize_output_image_size, get_size_with_aspect_ratio
    from transformers.image_utils import ChannelDimension, get_image_size_for_max_height_width
    from transformers.video_processing_utils import BaseVideoProcessor

    class Arithmetic(BaseVideoProcessor):  # type: ignore[misc]  # transformers' base class is untyped
        """What transformers' base class leaves to torchvision, on tensors of shape (…, channels, height, width)."""

        def convert_to_rgb(self, video: torch.Tensor, **_: Any) -> torch.Tensor:
            return video  # frames are RGB

        def resize(
            self, image: torch.Tensor, size: Any, resample: int | None = None, antialias: bool = True, **_: Any
        ) -> torch.Tensor:
            if size.shortest_edge and size.longest_edge:
                wanted = get_size_with_aspect_ratio(image.shape[-2:], size.shortest_edge, size.longest_edge)
            elif size.shortest_edge:
                wanted = get_resize_output_image_size(
                    image, size.shortest_edge, default_to_square=False, input_data_format=ChannelDimension.FIRST
                )
            elif size.max_height and size.max_width:
                wanted = get_image_size_for_max_height_width(image.shape[-2:], size.max_height, size.max_width)
            else:
                wanted = (size.height, size.width)
            resized: torch.Tensor = _resized(
                image, wanted, 2 if resample is None else int(resample), antialias=antialias
            )
            return resized

        def normalize(self, image: torch.Tensor, mean: Any, std: Any, inplace: bool = False, **_: Any) -> torch.Tensor:
            means, deviations = (
                torch.as_tensor(values, dtype=image.dtype, device=image.device).view(-1, 1, 1) for values in (mean, std)
            )
            centred: torch.Tensor = image.sub_(means) if inplace else image.sub(means)
            return centred.div_(deviations)

        def center_crop(self, image: torch.Tensor, size: Any, **_: Any) -> torch.Tensor:
            across, down = size.width - image.shape[-1], size.height - image.shape[-2]
            if across > 0 or down > 0:
                left, top = max(0, across) // 2, max(0, down) // 2
                margins = (left, max(0, across) - left, top, max(0, down) - top)
                image = torch.nn.functional.pad(image, margins)
            top = int((image.shape[-2] - size.height) / 2)
            left = int((image.shape[-1] - size.width) / 2)
            return image[..., top : top + size.height, left : left + size.width]

    return type(base.__name__, (base, Arithmetic), {})


def _resized(image: Any, size: tuple[int, int], resample: int, *, antialias: bool) -> Any:
    from torch.nn.functional import interpolate

    if tuple(image.shape[-2:]) == tuple(size):
        return image
    flat = image.reshape(-1, *image.shape[-3:])
    mode = INTERPOLATIONS[resample]
    smooth = {} if mode == "nearest-exact" else {"align_corners": False, "antialias": antialias}
    try:
        resized = interpolate(flat, size=list(size), mode=mode, **smooth)
    except NotImplementedError:  # an older torch has no such kernel; bicubic comes nearest, as transformers has it
        resized = interpolate(flat, size=list(size), mode="bicubic", **smooth)
    return resized.reshape(*image.shape[:-3], *resized.shape[-3:])
