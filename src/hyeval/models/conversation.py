"""Requests in the form that chat templates and processors read, with their media decoded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import with_config

from hyeval.audio import decode_audio
from hyeval.errors import ModelError
from hyeval.media import Media, MediaKind
from hyeval.records import Message
from hyeval.video import FrameSampling, SampledVideo, sample_video

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Conversation = list[dict[str, Any]]


@with_config(extra="forbid")
@dataclass(frozen=True)
class VideoReading(FrameSampling):
    """Which frames of a video a local model is shown, and whether as a video or, one by one, as images.

    Processors that know videos tell the model when a frame is shown; images are for models that know none.
    """

    as_images: bool = False


@dataclass(frozen=True)
class MediaReading:
    """How media are decoded for a processor; `audio_rate` is in samples a second, None if it reads no sound."""

    video: VideoReading = VideoReading()
    audio_rate: int | None = None


Decoded = dict[str, list[dict[str, Any]]]
"""What became of media, by kind and digest."""


def to_conversation(
    messages: Sequence[Message],
    reading: MediaReading = MediaReading(),  # frozen
    decoded: Decoded | None = None,
) -> Conversation:
    """Messages as `ready` takes them, media decoded; `MediaError` if one cannot be.

    What is among the `decoded` is not decoded again, and what was not is added.
    """
    known = {} if decoded is None else decoded
    return [
        {
            "role": message.role.value,
            "content": [one for part in message.parts for one in _to_content(part, reading, known)],
        }
        for message in messages
    ]


def _to_content(part: str | Media, reading: MediaReading, decoded: Decoded) -> list[dict[str, Any]]:
    """One part, or of a video that is given as images one for each frame."""
    if isinstance(part, str):
        return [{"type": "text", "text": part}]
    name = f"{part.kind} {part.digest}"
    if name not in decoded:
        decoded[name] = _decode(part, reading)
    return [dict(one) for one in decoded[name]]


def _decode(part: Media, reading: MediaReading) -> list[dict[str, Any]]:
    if part.kind is MediaKind.IMAGE:
        return [{"type": "image", "image": part.decode()}]
    if part.kind is MediaKind.VIDEO:
        video = sample_video(part, reading.video)
        if reading.video.as_images:
            return [{"type": "image", "image": frame} for frame in video.frames]
        return [{"type": "video", "video": video}]
    if reading.audio_rate is None:
        raise ModelError(f"{part.origin}: this checkpoint reads no sound. Choose another model or task.")
    return [{"type": "audio", "audio": decode_audio(part, reading.audio_rate)}]


def videos_of(conversations: Iterable[Conversation]) -> Iterator[SampledVideo]:
    """All videos, in their order."""
    return _media_of(conversations, "video")


def sounds_of(conversations: Iterable[Conversation]) -> Iterator[NDArray[np.float32]]:
    """All sounds, in their order."""
    return _media_of(conversations, "audio")


def _media_of(conversations: Iterable[Conversation], kind: str) -> Iterator[Any]:
    for conversation in conversations:
        for message in conversation:
            yield from (part[kind] for part in message["content"] if part["type"] == kind)


def ready(conversation: Conversation, least_frames: int) -> Conversation:
    """A conversation whose videos are arrays of shape (frames, height, width, 3), as processors take them."""
    return [
        {**message, "content": [_with_array(part, least_frames) for part in message["content"]]}
        for message in conversation
    ]


def _with_array(part: dict[str, Any], least_frames: int) -> dict[str, Any]:
    import numpy as np

    if part["type"] != "video":
        return part
    frames = _repeated(part["video"].frames, least_frames)
    return {**part, "video": np.stack([np.asarray(frame) for frame in frames])}


def _repeated(values: Sequence[Any], least: int) -> list[Any]:
    """Values of which the last one is repeated until there are enough: some processors take no single frame."""
    return [*values, *[values[-1]] * (least - len(values))]


def metadata(video: SampledVideo, least_frames: int) -> dict[str, Any]:
    """What processors are told of a video; the "indices" are such that, divided by `fps`, they are times in seconds."""
    width, height = video.frames[0].size
    return {
        "total_num_frames": video.total,
        "fps": video.fps,
        "duration": video.duration_s,
        "frames_indices": _repeated([second * video.fps for second in video.seconds], least_frames),
        "width": width,
        "height": height,
    }
