"""Images, video and audio as content parts of the OpenAI chat protocol, and a record of what they hold."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pydantic import with_config

from hyeval.errors import MediaError
from hyeval.formats import is_whole
from hyeval.media import Media, MediaKind, digest_of
from hyeval.records import SentMedia
from hyeval.video import FrameSampling, video_frames

if TYPE_CHECKING:
    from PIL import Image

PASSED_THROUGH = frozenset({"png", "jpeg", "gif", "webp"})
"""Image formats that every provider takes."""
AUDIO_FORMATS = ("wav", "mp3")
"""Audio formats that the protocol knows."""
VIDEO_TYPES = {"mp4": "mp4", "webm": "webm", "avi": "x-msvideo"}
"""Video formats that are sent as they are, and the second half of their media types."""


@with_config(extra="forbid")
@dataclass(frozen=True)
class ImageEncoding:
    """How images are sent. `detail` is the provider's word for its resolution.

    `max_side` and `min_side` bound the longer and the shorter side, in pixels (None: as it is); where no size satisfies
    both, `max_side` holds. An image in an accepted format that needs no resizing is sent byte for byte; others become
    `format`, JPEG and WebP with `quality` from 1 to 100.
    """

    detail: str | None = None
    max_side: int | None = None
    min_side: int | None = None
    format: Literal["png", "jpeg", "webp"] = "png"
    quality: int = 95

    def __post_init__(self) -> None:
        if not 1 <= self.quality <= 100:
            raise ValueError(f"has the quality {self.quality}, which must lie between 1 and 100")
        if min(self.max_side or 1, self.min_side or 1) < 1 or 0 in (self.max_side, self.min_side):
            raise ValueError("has a side that is not at least one pixel long")
        if self.max_side is not None and (self.min_side or 0) > self.max_side:
            raise ValueError(f"has a min_side of {self.min_side}, which is above the max_side of {self.max_side}")

    def fitted(self, size: tuple[int, int]) -> tuple[int, int]:
        """Width and height that an image of this size is sent with."""
        scale = 1.0
        if self.min_side is not None:
            scale = max(scale, self.min_side / min(size))
        if self.max_side is not None:
            scale = min(scale, self.max_side / max(size))
        return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


@with_config(extra="forbid")
@dataclass(frozen=True)
class VideoEncoding(FrameSampling):
    """How videos are sent: as images of its frames, or byte for byte as `video_url`, which some servers take."""

    send: Literal["frames", "video_url"] = "frames"


@dataclass(frozen=True)
class Encoded:
    """A medium ready to be sent.

    `parts` holds its bytes once, as base64 text: four bytes for every three of `sent`, together `size`.
    """

    parts: tuple[Mapping[str, Any], ...]
    sent: tuple[SentMedia, ...]
    size: int


def encode(media: Media, images: ImageEncoding, video: VideoEncoding) -> Encoded:
    """Make content parts of a medium: one, or of a video sent as frames one for each frame.

    `MediaError` if the file is cut off, damaged, or of a format that cannot be sent; `MissingResource` if frames are
    wanted and PyAV is not installed. Can be called from several threads at once. While it runs, it holds the base64
    text twice; of an image that is not passed through also its pixels (three bytes each, twice while it is resized),
    and of a video one frame at a time.
    """
    if media.kind is MediaKind.IMAGE:
        return _encode_image(media, images)
    if media.kind is MediaKind.AUDIO:
        return _encode_audio(media)
    return _encode_frames(media, images, video) if video.send == "frames" else _encode_video(media)


def _encode_image(media: Media, images: ImageEncoding) -> Encoded:
    kind = media.format
    # One that lacks only its last bytes can still be decoded; it is written anew, as providers refuse such files.
    if kind in PASSED_THROUGH and images.fitted(media.size) == media.size and is_whole(media.data) is not False:
        media.require_whole()
        sent = SentMedia(MediaKind.IMAGE, len(media.data), media.digest, *media.size)
        return _image_part(media.data, kind, sent, images)
    return _reencode(media.decode(), images, media.origin)


def _reencode(image: Image.Image, images: ImageEncoding, origin: str) -> Encoded:
    size = images.fitted(image.size)
    if size != image.size:
        image = image.resize(size)
    buffer = io.BytesIO()
    try:
        image.save(buffer, format=images.format, quality=images.quality)  # PNG, without loss, ignores the quality.
    except (OSError, ValueError) as error:
        raise MediaError(
            f"{origin or 'image'}: {size[0]} x {size[1]} pixels cannot be written as {images.format} ({error})."
            " Set `model.images.max_side=` or another `model.images.format=`."
        ) from error
    data = buffer.getvalue()
    return _image_part(data, images.format, SentMedia(MediaKind.IMAGE, len(data), digest_of(data), *size), images)


def _image_part(data: bytes, kind: str | None, sent: SentMedia, images: ImageEncoding) -> Encoded:
    url = _data_url(f"image/{kind}", data)
    detail = {} if images.detail is None else {"detail": images.detail}
    return Encoded(({"type": "image_url", "image_url": {"url": url, **detail}},), (sent,), len(url))


def _encode_frames(media: Media, images: ImageEncoding, video: VideoEncoding) -> Encoded:
    frames = [_reencode(frame, images, media.origin) for frame in video_frames(media, video)]
    return Encoded(
        tuple(part for frame in frames for part in frame.parts),
        tuple(sent for frame in frames for sent in frame.sent),
        sum(frame.size for frame in frames),
    )


def _encode_video(media: Media) -> Encoded:
    kind = VIDEO_TYPES.get(media.format or "")
    if kind is None:
        raise _unaccepted(media, "as `video_url`", tuple(VIDEO_TYPES))
    media.require_whole()
    url = _data_url(f"video/{kind}", media.data)
    return Encoded(({"type": "video_url", "video_url": {"url": url}},), (_as_it_is(media),), len(url))


def _encode_audio(media: Media) -> Encoded:
    if media.format not in AUDIO_FORMATS:
        raise _unaccepted(media, "as `input_audio`", AUDIO_FORMATS)
    media.require_whole()
    data = _base64(media.data)
    audio = {"data": data, "format": media.format}
    return Encoded(({"type": "input_audio", "input_audio": audio},), (_as_it_is(media),), len(data))


def _as_it_is(media: Media) -> SentMedia:
    return SentMedia(media.kind, len(media.data), media.digest)


def _unaccepted(media: Media, how: str, accepted: tuple[str, ...]) -> MediaError:
    found = media.format or f"of no known format ({media.data[:12].hex(' ') or 'no bytes'})"
    return MediaError(
        f"{media.origin or media.kind}: the {media.kind} is {found}; {how} can be sent: {', '.join(accepted)}."
    )


def _data_url(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{_base64(data)}"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
