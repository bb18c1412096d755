"""Frames of a video, sampled uniformly in time; decoding is PyAV's (FFmpeg), of the extra `hyeval[video]`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pydantic import with_config

from hyeval.container import opened
from hyeval.errors import MediaError
from hyeval.media import Media, MediaKind

if TYPE_CHECKING:
    from av import Packet, VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream
    from PIL import Image

UNSTAMPED = "avi"
"""Stores frames at a constant rate and without time stamps; those that FFmpeg makes up need not ascend."""


@with_config(extra="forbid")
@dataclass(frozen=True)
class FrameSampling:
    """Which frames of a video a model is shown.

    Those in the middle of `frames` equal parts of the time; with `fps`, of as many parts as that makes of the video's
    length, but at most `frames`. A frame of more than `max_pixels` pixels is shrunk to that (None: as it is).
    """

    frames: int = 8
    fps: float | None = None
    max_pixels: int | None = None

    def __post_init__(self) -> None:
        if self.frames < 1:
            raise ValueError(f"has {self.frames} frames, and a video needs at least one")
        if self.fps is not None and not self.fps > 0:
            raise ValueError(f"has {self.fps} frames a second, which must be more than 0")
        if self.max_pixels is not None and self.max_pixels < 1:
            raise ValueError(f"has {self.max_pixels} pixels at most, and a frame needs at least one")

    def count(self, duration_s: float) -> int:
        """How many frames of a video of this length are wanted."""
        return self.frames if self.fps is None else min(self.frames, max(1, round(duration_s * self.fps)))

    def fitted(self, size: tuple[int, int]) -> tuple[int, int]:
        """Width and height that a frame of this size is shown with."""
        width, height = size
        if self.max_pixels is None or width * height <= self.max_pixels:
            return size
        scale = (self.max_pixels / (width * height)) ** 0.5
        return max(1, int(width * scale)), max(1, int(height * scale))

    def rendered(self) -> dict[str, Any]:
        """JSON form for the key: what says nothing is left out."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True)
class Timeline:
    """When each frame of a video is shown, and where decoding can begin, both ascending in units of the stream.

    `end` is when the last frame ends, and `unit` how many seconds a unit has. Without time stamps frames are counted:
    frame i is shown from i to i + 1.
    """

    times: Sequence[int]
    keyframes: Sequence[int]
    end: int
    stamped: bool
    unit: Fraction

    @property
    def duration_s(self) -> float:
        """Seconds from the first frame to the end of the last one."""
        return float((self.end - self.times[0]) * self.unit)

    def seconds(self, time: int) -> float:
        """Seconds from the first frame to a time."""
        return float((time - self.times[0]) * self.unit)

    def sample(self, count: int) -> list[int]:
        """Times of the frames that are shown in the middle of `count` equal parts; none comes twice."""
        start = self.times[0]
        middles = (start + (self.end - start) * (2 * part + 1) / (2 * count) for part in range(count))
        return sorted({self.times[max(0, bisect_right(self.times, middle) - 1)] for middle in middles})


@dataclass(frozen=True)
class SampledVideo:
    """Frames of a video in upright RGB, all of one size, with the second at which each is shown.

    `total` counts the frames of the whole video, and `duration_s` its seconds.
    """

    frames: Sequence[Image.Image]
    seconds: Sequence[float]
    total: int
    duration_s: float

    @property
    def fps(self) -> float:
        """Frames a second of the whole video, on the average."""
        return self.total / self.duration_s


@dataclass(frozen=True)
class VideoHeader:
    """What a video's header says of it; the length in seconds is 0 where it does not say."""

    width: int
    height: int
    duration_s: float


def video_frames(media: Media, sampling: FrameSampling) -> Iterator[Image.Image]:
    """Decode frames in upright RGB: those in the middle of equal parts of the time.

    A video with fewer frames gives each once. Only the stretch before each wanted frame is decoded, from the keyframe
    on, and one frame is held at a time. `MediaError` names the place if the file is cut off, damaged, or has no video;
    `MissingResource` if PyAV is not installed.
    """
    timeline = _timeline_of(media)
    return (image for _, image in _decoded(media, timeline, sampling))


def sample_video(media: Media, sampling: FrameSampling) -> SampledVideo:
    """Decode the frames that `video_frames` gives, with their times; holds the pixels of all of them."""
    timeline = _timeline_of(media)
    shown = list(_decoded(media, timeline, sampling))
    if not shown:
        raise MediaError(f"{media.origin or 'video'}: no frame of the video can be decoded.")
    size = shown[0][1].size  # a broadcast may change it halfway
    return SampledVideo(
        [image if image.size == size else image.resize(size) for _, image in shown],
        [timeline.seconds(time) for time, _ in shown],
        len(timeline.times),
        timeline.duration_s,
    )


def read_video_header(media: Media) -> VideoHeader:
    """Size and length of a video as its header has them; `MediaError` if it has no video."""
    with opened(media, MediaKind.VIDEO) as (container, stream):
        duration = float((stream.duration or 0) * (stream.time_base or 0)) or (container.duration or 0) / 1e6
        return VideoHeader(stream.width, stream.height, duration)


def _timeline_of(media: Media) -> Timeline:
    media.require_whole()
    with opened(media, MediaKind.VIDEO) as (container, stream):
        return _read_timeline(container, stream, media.origin)


def _decoded(media: Media, timeline: Timeline, sampling: FrameSampling) -> Iterator[tuple[int, Image.Image]]:
    """Each wanted frame and the time at which it is shown."""
    with opened(media, MediaKind.VIDEO) as (container, stream):
        decoder = _Decoder(container, stream, timeline)
        given = None
        for time in timeline.sample(sampling.count(timeline.duration_s)):
            frame = decoder.frame_at(time)
            if frame is not None and frame is not given:  # Where decoding ends early, the last one comes again.
                yield time, _shrunk(_upright(frame), sampling)
            given = frame


def _shrunk(image: Image.Image, sampling: FrameSampling) -> Image.Image:
    size = sampling.fitted(image.size)
    return image if size == image.size else image.resize(size)


def _upright(frame: VideoFrame) -> Image.Image:
    """Frame in RGB, turned as the container asks; `rotation` counts degrees counterclockwise, as Pillow does."""
    image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    return image.rotate(frame.rotation, expand=True) if frame.rotation else image


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
        return Timeline(range(count), (), count, stamped=False, unit=1 / (stream.average_rate or Fraction(25)))
    times = sorted(time for time, _ in shown)
    last, duration = max(shown)
    usual = (last - times[0]) // max(1, count - 1)
    end = last + max(1, duration or usual)
    return Timeline(times, sorted(keyframes), end, stamped=True, unit=stream.time_base or Fraction(1, 1000))


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
