"""Processors of transformers: loading one, and turning requests into its input."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyeval.errors import MediaError, ModelError
from hyeval.media import MediaKind
from hyeval.models.conversation import Conversation, metadata, ready, sounds_of, videos_of
from hyeval.models.video_part import load_video_part

if TYPE_CHECKING:
    from transformers import BatchFeature, ProcessorMixin

logger = logging.getLogger(__name__)

VIDEO_PART = "video_processor"
VIDEO_GRID = "video_grid_thw"
"""Stands beside the patches of videos of any size, of shape (videos, 3): time, height and width of each in patches."""
CAP = "cap_pixels_per_frame"
"""Whether a long video has smaller frames, as Qwen's own code has it."""
SECONDS_PER_GRID = "video_second_per_grid"
TEMPLATE_REMEDY = (
    "Copy `chat_template.jinja` from the checkpoint that it was trained from, or set one:"
    " `model.chat_template.chat_template=`."
)
LOADING_ERRORS = (ImportError, OSError, AttributeError, ValueError)
"""Which of them is raised for a missing video part depends on where that is noticed."""


def load_processor(folder: Path, options: Mapping[str, Any]) -> ProcessorMixin:
    """Load a checkpoint's processor; without torchvision, with a video part of our own, or without one."""
    from transformers import AutoProcessor

    try:
        processor = AutoProcessor.from_pretrained(folder, **options)
    except LOADING_ERRORS as error:
        processor = _load_without_videos(folder, options, error)
        if (video_part := load_video_part(folder, processor, options)) is not None:
            processor.video_processor = video_part
        else:
            logger.info("torchvision is not installed: %s reads no videos", type(processor).__name__)
    _let_pad(tokenizer_of(processor))
    part = _video_part(processor)
    if getattr(part, CAP, False) is None:  # unset, it means another thing in each version of transformers
        setattr(part, CAP, True)
    return processor


def _let_pad(tokenizer: Any) -> None:
    """Give a tokenizer without a token for padding one, as those of Llama and Mistral are: it is masked anyway."""
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token or tokenizer.convert_ids_to_tokens(0)


def _load_without_videos(folder: Path, options: Mapping[str, Any], cause: Exception) -> ProcessorMixin:
    import transformers

    name = _processor_class_name(folder)
    base = getattr(transformers, name, None) if name else None
    if base is None or VIDEO_PART not in base.get_attributes():
        raise _unloadable(folder, cause) from cause
    try:
        processor: ProcessorMixin = _without_videos(base).from_pretrained(folder, **options)
    except LOADING_ERRORS as error:
        raise _unloadable(folder, error) from error
    return processor


def _unloadable(folder: Path, cause: Exception) -> ModelError:
    remedy = "Where only weights were saved, copy the tokenizer and the processor of the checkpoint they come from."
    return ModelError(f"model.path: the processor of {folder} cannot be loaded ({cause}). {remedy}")


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


def audio_rate(processor: ProcessorMixin) -> int | None:
    """Samples a second that the processor reads of a sound; None if it reads no sound."""
    return getattr(_audio_part(processor), "sampling_rate", None)


def _audio_part(processor: ProcessorMixin) -> Any:
    return getattr(processor, "audio_processor", None) or getattr(processor, "feature_extractor", None)


def _video_part(processor: ProcessorMixin) -> Any:
    """The part of the processor that reads videos; None if it has none, or none without torchvision."""
    part = getattr(processor, VIDEO_PART, None)
    return None if isinstance(part, _NoVideos) else part


def require_media(processor: ProcessorMixin, kinds: Collection[MediaKind], options: Mapping[str, Any]) -> None:
    """`ModelError` if there is no chat template, or if the processor does not read media of these kinds.

    `options` are those of the chat template.
    """
    template = _require_template(processor, options)
    if kinds and not hasattr(processor, "tokenizer"):
        raise _reads_text_only()
    if MediaKind.VIDEO in kinds and (_video_part(processor) is None or "video" not in template):
        reason = " without torchvision" if isinstance(getattr(processor, VIDEO_PART, None), _NoVideos) else ""
        rule = f"model.video: {type(processor).__name__} of this checkpoint reads no videos{reason}."
        remedy = "Install torchvision, or set" if reason else "Set"
        raise ModelError(f"{rule} {remedy} `model.video.as_images=true` to give it the frames as images.")
    if MediaKind.AUDIO in kinds and (audio_rate(processor) is None or "audio" not in template):
        rule = f"model.path: {type(processor).__name__} of this checkpoint reads no sound."
        raise ModelError(f"{rule} Choose another model or task.")


def _require_template(processor: ProcessorMixin, options: Mapping[str, Any]) -> str:
    """The chat template, or all of several; `ModelError` if there is none to take."""
    own = getattr(processor, "chat_template", None)
    if not options.get("chat_template") and (not own or (isinstance(own, dict) and "default" not in own)):
        rule = "has several chat templates, and none is the default" if own else "has no chat template"
        raise ModelError(f"model.path: this checkpoint {rule}. {TEMPLATE_REMEDY}")
    return str(options.get("chat_template") or own)


def _takes_any_length(processor: ProcessorMixin) -> bool:
    return VIDEO_GRID in getattr(_video_part(processor), "model_input_names", ())


def require_one_length(processor: ProcessorMixin, conversation: Conversation) -> None:
    """`MediaError` if a question has videos of different lengths, and the processor takes only equal ones."""
    counts = sorted({len(video.frames) for video in videos_of([conversation])})
    if len(counts) > 1 and not _takes_any_length(processor):
        rule = (
            f"its videos have {' and '.join(map(str, counts))} frames, and {type(processor).__name__} takes one number"
        )
        raise MediaError(f"{rule} for all videos of a question. Set `model.video.frames={counts[0]}`.")


def encoded_together(processor: ProcessorMixin, conversations: Sequence[Conversation]) -> list[list[int]]:
    """Positions of conversations that can be encoded together, in groups.

    Videos stand apart from images, which some models take for each other in one batch. Some processors put videos into
    one tensor, so that they must have equally many frames.
    """
    any_length = _takes_any_length(processor)
    groups: dict[tuple[int, ...], list[int]] = {}
    for position, conversation in enumerate(conversations):
        frames = tuple(len(video.frames) for video in videos_of([conversation]))
        groups.setdefault(frames[:1] and (0,) if any_length else frames, []).append(position)
    return list(groups.values())


def encode(
    processor: ProcessorMixin, conversations: Sequence[Conversation], options: Mapping[str, Any]
) -> BatchFeature:
    """Apply the chat template and tokenize: `input_ids` of shape (batch, longest), padded on the left."""
    from transformers import BatchFeature

    padding: dict[str, Any] = {"padding": True, "padding_side": "left"}
    if hasattr(processor, "tokenizer"):
        least = getattr(_video_part(processor), "temporal_patch_size", 1)
        videos = [metadata(video, least) for video in videos_of(conversations)]
        if videos:
            padding |= {"do_sample_frames": False, "video_metadata": videos}
        _warn_of_long_sounds(processor, conversations)
        whole = [ready(conversation, least) for conversation in conversations]
        inputs = _apply(processor, whole, {**options, "processor_kwargs": padding})
        if SECONDS_PER_GRID in inputs:  # the processor knows one rate for all videos of a batch
            inputs[SECONDS_PER_GRID] = [least * video["duration"] / len(video["frames_indices"]) for video in videos]
            inputs.convert_to_tensors("pt")
        return inputs
    texts = [[_as_text(message) for message in conversation] for conversation in conversations]
    tokenized = _apply(processor, texts, {**options, "padding": True, "tokenizer_kwargs": {"padding_side": "left"}})
    return BatchFeature(dict(tokenized))


def _warn_of_long_sounds(processor: ProcessorMixin, conversations: Sequence[Conversation]) -> None:
    """Say once that a feature extractor of fixed length drops the rest of a sound."""
    part = _audio_part(processor)
    read, seconds = getattr(part, "n_samples", None), getattr(part, "chunk_length", None)
    if read and any(len(sound) > read for sound in sounds_of(conversations)):
        warn_once(f"{type(part).__name__} of this checkpoint reads the first {seconds} seconds of a sound, and no more")


@cache
def warn_once(message: str) -> None:
    """Log a warning that need not be repeated."""
    logger.warning("%s", message)


def _apply(processor: Any, conversations: Sequence[list[dict[str, Any]]], options: Mapping[str, Any]) -> BatchFeature:
    from jinja2 import TemplateError

    try:
        return processor.apply_chat_template(
            list(conversations),
            add_generation_prompt=True,
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
            **options,
        )
    except TemplateError as error:
        roles = ", ".join(message["role"] for message in conversations[0])
        rule = f"the chat template does not take these messages ({roles}): {error}"
        remedy = "Ask without what it refuses, such as `system_prompt=`, or set another template:"
        raise ModelError(f"model.path: {rule}. {remedy} `model.chat_template.chat_template=`.") from error


def _reads_text_only() -> ModelError:
    return ModelError("model.path: this checkpoint reads text only. Choose another model or task.")


def _as_text(message: dict[str, Any]) -> dict[str, Any]:
    """A message with its text as one string: templates of text-only models know no list of parts."""
    if any(part["type"] != "text" for part in message["content"]):
        raise _reads_text_only()
    return {**message, "content": "".join(part["text"] for part in message["content"])}
