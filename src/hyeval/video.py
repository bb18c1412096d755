"""Frames of a video, sampled uniformly in time; decoding is PyAV's (FFmpeg), of the extra `hyeval[video]`."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hyeval.errors import MediaError, MissingResource
from hyeval.media import Media

if TYPE_CHECKING:
    from av import Packet, VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream
    from PIL import Image

NO_PROTOCOLS = {"protocol_whitelist": "none"}
"""A playlist among the data must not make FFmpeg open other files or addresses."""

UNSTAMPED = "avi"
"""Stores frames at a constant rate and without time stamps; those that FFmpeg makes up need not ascend."""


@dataclass(frozen=True)
class Timeline:
    """When each frame of a video is shown, and where decoding can begin, both ascending in units of the stream.

    `end` is when the last frame ends. Without time stamps frames are counted: frame i is shown from i to i + 1.
    """

    times: Sequence[int]
    keyframes: Sequence[int]
    end: int
    stamped: bool

    def sample(self, count: int) -> list[int]:
        """Times of the frames that are shown in the middle of `count` equal parts; none comes twice."""
        start = self.times[0]
        middles = (start + (self.end - start) * (2 * part + 1) / (2 * count) for part in range(count))
        return sorted({self.times[max(0, bisect_right(self.times, middle) - 1)] for middle in middles})


def video_frames(media: Media, count: int) -> Iterator[Image.Image]:
    """Decode up to `count` frames in upright RGB: those in the middle of equal parts of the time.

    A video with fewer frames gives each once. Only the stretch before each wanted frame is decoded, from the keyframe
    on, and one frame is held at a time. `MediaError` names the place if the file is cut off, damaged, or has no video;
    `MissingResource` if PyAV is not installed.
    """
    media.require_whole()
    with _opened(media) as (container, stream):
        timeline = _read_timeline(container, stream, media.origin)
    with _opened(media) as (container, stream):
        decoder = _Decoder(container, stream, timeline)
        given = None
        for time in timeline.sample(count):
            frame = decoder.frame_at(time)
            if frame is not None and frame is not given:  # Where decoding ends early, the last one comes again.
                yield _upright(frame)
            given = frame


def _upright(frame: VideoFrame) -> Image.Image:
    """Frame in RGB, turned as the container asks; `rotation` counts degrees counterclockwise, as Pillow does."""
    image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    return image.rotate(frame.rotation, expand=True) if frame.rotation else image


@contextmanager
def _opened(media: Media) -> Iterator[tuple[InputContainer, VideoStream]]:
    """The container and its main video stream; whatever FFmpeg finds wrong meanwhile is a `MediaError`."""
    try:
        import av
    except ImportError as error:
        raise MissingResource("Reading videos needs PyAV. Install it with: pip install 'hyeval[video]'") from error
    origin = media.origin or "video"
    try:
        with av.open(io.BytesIO(media.data), "r", options=NO_PROTOCOLS, metadata_errors="replace") as container:
            stream = container.streams.best("video")
            if not isinstance(stream, av.VideoStream):
                raise MediaError(f"{origin}: the file has no video in it.")
            yield container, stream
    except av.FFmpegError as error:
        raise MediaError(f"{origin}: the video cannot be decoded ({error.strerror}).") from error


def _read_timeline(container: InputContainer, stream: VideoStream, origin: str) -> Timeline:
    """Read the time stamps of all frames without decoding any: a header's duration may be missing or wrong."""
    shown: list[tuple[int, int]] = []
    keyframes: list[int] = []
    count = 0
    for packet in container.demux(stream):
        if packet.is_corrupt:
            raise MediaError(f"{origin or 'video'}: the video is damaged or cut off.")
        time = _time_of(packet)
        if packet.is_keyframe and time is not None:
            keyframes.append(time)
        if packet.size and not packet.is_discard:  # A discarded one is decoded for the others' sake, but never shown.
            count += 1
            shown += [] if time is None else [(time, packet.duration or 0)]
    if not count:
        raise MediaError(f"{origin or 'video'}: the video has no frames.")
    if not shown or container.format.name == UNSTAMPED:
        return Timeline(range(count), (), count, stamped=False)
    times = sorted(time for time, _ in shown)
    last, duration = max(shown)
    usual = (last - times[0]) // max(1, count - 1)
    return Timeline(times, sorted(keyframes), last + max(1, duration or usual), stamped=True)


class _Decoder:
    """Decodes forwards, and jumps ahead where a keyframe lies between here and the wanted frame."""

    def __init__(self, container: InputContainer, stream: VideoStream, timeline: Timeline) -> None:
        self._container = container
        self._stream = stream
        self._timeline = timeline
        self._frames = iter(container.decode(stream))
        self._frame: VideoFrame | None = None
        self._position = timeline.times[0] - 1

    def frame_at(self, time: int) -> VideoFrame | None:
        """The frame that is shown at a time at or after that of the last call; None if nothing can be decoded."""
        keyframes = self._timeline.keyframes
        known = bisect_right(keyframes, time)
        if known > 1 and keyframes[known - 1] > self._position:
            # Containers search by the order of decoding, and may arrive behind the keyframe that was meant.
            any(self._jump(keyframe, time) for keyframe in reversed(keyframes[:known]))
        while self._position < time and self._advance():
            pass
        return self._frame

    def _jump(self, keyframe: int, time: int) -> bool:
        """Go on decoding from a keyframe; whether that is not too late for the frame at `time`."""
        from av import FFmpegError

        try:
            self._container.seek(keyframe, stream=self._stream)
        except FFmpegError:
            return True  # What cannot be searched is decoded from where it stands.
        self._frames = iter(self._container.decode(self._stream))
        return self._advance() and self._position <= time

    def _advance(self) -> bool:
        """Decode the next frame; whether there is one."""
        frame = next(self._frames, None)
        if frame is None:
            return False
        self._frame = frame
        stamp = _time_of(frame)
        if not self._timeline.stamped:
            self._position += 1
        elif stamp is not None:
            self._position = stamp
        return True


def _time_of(part: Packet[VideoStream] | VideoFrame) -> int | None:
    return part.dts if part.pts is None else part.pts
