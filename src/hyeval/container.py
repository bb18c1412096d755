"""Containers of video and sound, opened by PyAV (FFmpeg), of the extra `hyeval[video]`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from hyeval.errors import MediaError, MissingResource
from hyeval.media import Media, MediaKind

if TYPE_CHECKING:
    from av.container import InputContainer

NO_PROTOCOLS = {"protocol_whitelist": "none"}
"""A playlist among the data must not make FFmpeg open other files or addresses."""


@contextmanager
def opened(media: Media, kind: MediaKind) -> Iterator[tuple[InputContainer, Any]]:
    """The container and its main stream of video or sound; whatever FFmpeg finds wrong meanwhile is a `MediaError`."""
    try:
        import av
    except ImportError as error:
        rule = f"Reading {'videos' if kind is MediaKind.VIDEO else 'sound'} needs PyAV."
        raise MissingResource(f"{rule} Install it with: pip install 'hyeval[video]'") from error
    origin = media.origin or kind.value
    try:
        with av.open(io.BytesIO(media.data), "r", options=NO_PROTOCOLS, metadata_errors="replace") as container:
            stream = container.streams.best("video" if kind is MediaKind.VIDEO else "audio")
            if stream is None:
                raise MediaError(f"{origin}: the file has no {kind.value} in it.")
            if stream.codec_context is None:
                raise MediaError(f"{origin}: the {kind.value} is of no format that can be decoded.")
            yield container, stream
    except av.FFmpegError as error:
        raise MediaError(f"{origin}: the {kind.value} cannot be decoded ({error.strerror}).") from error
