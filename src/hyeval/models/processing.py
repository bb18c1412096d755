"""Processors of transformers: loading one, and turning requests into its input."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyeval.errors import ModelError
from hyeval.media import Media, MediaKind
from hyeval.records import Message

if TYPE_CHECKING:
    from transformers import BatchFeature, ProcessorMixin

logger = logging.getLogger(__name__)


def load_processor(folder: Path, options: Mapping[str, Any]) -> ProcessorMixin:
    """Load a checkpoint's processor; without torchvision, its image part alone where the video part needs it."""
    from transformers import AutoProcessor

    try:
        return AutoProcessor.from_pretrained(folder, **options)
    except (ImportError, OSError, AttributeError) as error:
        # Which of the three is raised depends on where the missing video processor is noticed.
        processor = _load_image_only(folder, options, error)
        logger.info("torchvision is not installed: %s reads images, but no videos", type(processor).__name__)
        return processor


def _load_image_only(folder: Path, options: Mapping[str, Any], cause: Exception) -> ProcessorMixin:
    import transformers

    name = _processor_class_name(folder)
    base = getattr(transformers, name, None) if name else None
    if base is None or "video_processor" not in base.get_attributes():
        raise ModelError(f"model.path: the processor of {folder} cannot be loaded ({cause}).") from cause

    # The signature decides which parts transformers looks for, so the class is made, not configured. The parent's
    # constructor passes its parts on by position; what exceeds the signature is dropped there.
    def __init__(  # noqa: N807
        self: Any, image_processor: Any = None, tokenizer: Any = None, chat_template: Any = None, **kwargs: Any
    ) -> None:
        base.__init__(self, image_processor, tokenizer, chat_template=chat_template, **kwargs)

    image_only: Any = type(base.__name__, (base,), {"__init__": __init__})
    processor: ProcessorMixin = image_only.from_pretrained(folder, **options)
    return processor


def _processor_class_name(folder: Path) -> str | None:
    """Name of the processor's class, as the checkpoint states it or as transformers maps its architecture."""
    import json

    from transformers.models.auto.processing_auto import PROCESSOR_MAPPING_NAMES

    for file in ("processor_config.json", "preprocessor_config.json"):
        path = folder / file
        if path.is_file() and (name := json.loads(path.read_text()).get("processor_class")):
            return str(name)
    model_type = json.loads((folder / "config.json").read_text()).get("model_type")
    mapped = PROCESSOR_MAPPING_NAMES.get(model_type)
    return None if mapped is None else str(mapped)


def encode(
    processor: ProcessorMixin, conversations: Sequence[list[dict[str, Any]]], options: Mapping[str, Any]
) -> BatchFeature:
    """Apply the chat template, decode and tokenize: `input_ids` of shape (batch, longest), padded on the left."""
    return processor.apply_chat_template(
        list(conversations),
        add_generation_prompt=True,
        tokenize=True,
        return_dict=True,
        return_tensors="pt",
        processor_kwargs={"padding": True, "padding_side": "left"},
        **options,
    )


def to_conversation(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Messages in the form that chat templates read, images decoded; `MediaError` if one cannot be."""
    return [
        {"role": message.role.value, "content": [_to_content(part) for part in message.parts]} for message in messages
    ]


def _to_content(part: str | Media) -> dict[str, Any]:
    if isinstance(part, str):
        return {"type": "text", "text": part}
    if part.kind is not MediaKind.IMAGE:
        raise ModelError(f"{part.origin}: local models read images only, not {part.kind.value}.")
    return {"type": "image", "image": part.decode()}
