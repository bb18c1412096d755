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

VIDEO_PART = "video_processor"
LOADING_ERRORS = (ImportError, OSError, AttributeError, ValueError)
"""Which of them is raised for a missing video part depends on where that is noticed."""


def load_processor(folder: Path, options: Mapping[str, Any]) -> ProcessorMixin:
    """Load a checkpoint's processor; without torchvision, its image part alone where the video part needs it."""
    from transformers import AutoProcessor

    try:
        return AutoProcessor.from_pretrained(folder, **options)
    except LOADING_ERRORS as error:
        processor = _load_image_only(folder, options, error)
        logger.info("torchvision is not installed: %s reads images, but no videos", type(processor).__name__)
        return processor


def _load_image_only(folder: Path, options: Mapping[str, Any], cause: Exception) -> ProcessorMixin:
    import transformers

    name = _processor_class_name(folder)
    base = getattr(transformers, name, None) if name else None
    if base is None or VIDEO_PART not in base.get_attributes():
        raise ModelError(f"model.path: the processor of {folder} cannot be loaded ({cause}).") from cause
    try:
        processor: ProcessorMixin = _without_videos(base).from_pretrained(folder, **options)
    except LOADING_ERRORS as error:
        raise ModelError(f"model.path: the processor of {folder} cannot be loaded ({error}).") from error
    return processor


class _NoVideos:
    """Stands where a processor's constructor looks for the settings of its video part: none is set."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)


def _without_videos(base: Any) -> Any:
    """The processor's class without its video part: transformers loads the parts that `get_attributes` names."""
    from transformers import ProcessorMixin

    kept = [name for name in base.get_attributes() if name != VIDEO_PART]

    class Parts(ProcessorMixin):  # type: ignore[misc]  # transformers' base class is untyped
        """Stands between the class and its base, to which it hands its parts on without the missing one."""

        video_processor = _NoVideos()

        def __init__(self, *parts: Any, **settings: Any) -> None:
            settings.pop(VIDEO_PART, None)
            super().__init__(*(part for part in parts if part is not None), **settings)

        @classmethod
        def get_attributes(cls) -> list[str]:
            return kept

        @classmethod
        def from_args_and_dict(cls, args: Sequence[Any], processor_dict: dict[str, Any], **kwargs: Any) -> Any:
            named = dict(zip(kept, args, strict=True))  # by position, the missing part would shift those behind it
            settings = {**processor_dict, VIDEO_PART: None}
            return super().from_args_and_dict([], settings, **named, **kwargs)

    return type(base.__name__, (base, Parts), {})


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


def tokenizer_of(processor: ProcessorMixin) -> Any:
    """The processor's tokenizer; a text-only checkpoint has nothing else."""
    return getattr(processor, "tokenizer", processor)


def encode(
    processor: ProcessorMixin, conversations: Sequence[list[dict[str, Any]]], options: Mapping[str, Any]
) -> BatchFeature:
    """Apply the chat template, decode and tokenize: `input_ids` of shape (batch, longest), padded on the left."""
    from transformers import BatchFeature

    padding = {"padding": True, "padding_side": "left"}
    if hasattr(processor, "tokenizer"):
        return _apply(processor, conversations, {**options, "processor_kwargs": padding})
    texts = [[_as_text(message) for message in conversation] for conversation in conversations]
    tokenized = _apply(processor, texts, {**options, "padding": True, "tokenizer_kwargs": {"padding_side": "left"}})
    return BatchFeature(dict(tokenized))


def _apply(processor: Any, conversations: Sequence[list[dict[str, Any]]], options: Mapping[str, Any]) -> BatchFeature:
    return processor.apply_chat_template(
        list(conversations),
        add_generation_prompt=True,
        tokenize=True,
        return_dict=True,
        return_tensors="pt",
        **options,
    )


def _as_text(message: dict[str, Any]) -> dict[str, Any]:
    """A message with its text as one string: templates of text-only models know no list of parts."""
    if any(part["type"] != "text" for part in message["content"]):
        raise ModelError("model.path: this checkpoint reads text only. Choose another model or task.")
    return {**message, "content": "".join(part["text"] for part in message["content"])}


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
