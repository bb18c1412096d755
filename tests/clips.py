"""Videos and sounds for tests, written by the libraries that read and write such files everywhere."""

from __future__ import annotations

import io
import wave
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

from hyeval.media import Media, MediaKind

TASK = """\
# @package tasks.{name}
name: {name}
dataset: {{path: "{path}", split: test}}
sample: {{id: id, {kind}s: [clip], question: question, answer: answer}}
protocol: ${{protocol.name}}
protocols:
  official:
    prompt: {{user: "{{{{ question }}}}"}}
    generation: {{max_tokens: {max_tokens}}}
    extract: number
    score: number
metrics: {{accuracy: mean}}
"""


def clips_task(name: str, path: Path, kind: str, *, max_tokens: int = 4) -> str:
    """A task file for rows with a clip, `kind` being `video` or `audio`, whose answers are numbers."""
    return TASK.format(name=name, path=path, kind=kind, max_tokens=max_tokens)


STEP = 5
"""Difference in brightness between one frame and the next."""
FRAME_MS = 100


def video_bytes(
    frames: int = 50,
    *,
    container: str = "mp4",
    codec: str = "libx264",
    size: tuple[int, int] = (64, 48),
    times_ms: Sequence[int] | None = None,
    pictures: Sequence[Image.Image] | None = None,
    codec_options: Mapping[str, str] | None = None,
    container_options: Mapping[str, str] | None = None,
) -> bytes:
    """Encode a video: frame i is grey of brightness 5 i, ten are shown a second, and each twelfth is a keyframe."""
    buffer = io.BytesIO()
    base = Fraction(FRAME_MS, 1000) if container == "avi" else Fraction(1, 1000)
    pictures = pictures or [Image.new("RGB", size, (STEP * i,) * 3) for i in range(frames)]
    times_ms = times_ms or range(0, FRAME_MS * len(pictures), FRAME_MS)
    with av.open(buffer, "w", format=container, options=dict(container_options or {})) as output:
        stream = output.add_stream(codec, rate=1000 // FRAME_MS, options=dict(codec_options or {}))
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = pictures[0].size
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.gop_size = 12
        stream.codec_context.time_base = base
        for picture, time in zip(pictures, times_ms, strict=True):
            frame = av.VideoFrame.from_image(picture)
            frame.time_base, frame.pts = base, int(Fraction(time, 1000) / base)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return buffer.getvalue()


def make_video(data: bytes | None = None, *, origin: str = "") -> Media:
    """Wrap encoded bytes; those of fifty frames if none are given."""
    return Media(MediaKind.VIDEO, video_bytes() if data is None else data, origin)


def frame_number(image: Image.Image) -> int:
    """Which frame of `video_bytes` this is, by the brightness of its middle."""
    level = np.asarray(image.convert("L"), dtype=float)[image.height // 2, image.width // 2]
    return round(level / STEP)


def wav_bytes(seconds: float = 0.1, *, rate: int = 8000) -> bytes:
    """Record a tone of 440 Hz."""
    return _wav(_tone(seconds, rate)[:, None], rate)


def stereo_wav_bytes(seconds: float = 0.1, *, rate: int = 8000) -> bytes:
    """Record the tone in the left channel, and nothing in the right one."""
    tone = _tone(seconds, rate)
    return _wav(np.stack([tone, np.zeros_like(tone)], axis=1), rate)


def _tone(seconds: float, rate: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    tone: np.ndarray[Any, np.dtype[np.float64]] = 8000 * np.sin(2 * np.pi * 440 / rate * np.arange(int(seconds * rate)))
    return tone


def _wav(samples: np.ndarray[Any, np.dtype[np.float64]], rate: int) -> bytes:
    """Samples of shape (samples, channels) in 16 bits."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((samples.shape[1], 2, rate, 0, "NONE", ""))
        file.writeframes(samples.astype("<i2").tobytes())
    return buffer.getvalue()


def sound_bytes(container: str, codec: str, *, rate: int = 48000) -> bytes:
    """Encode half a second of silence in another format than WAV."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as output:
        stream = output.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, rate // 2), dtype=np.int16), format="s16", layout="mono")
        frame.rate = rate
        resampler = av.AudioResampler(stream.format, stream.layout, rate, stream.frame_size or None)
        for ready in [*resampler.resample(frame), *resampler.resample(None)]:
            output.mux(stream.encode(ready))
        output.mux(stream.encode(None))
    return buffer.getvalue()


def noise_video(seed: int, frames: int, *, size: tuple[int, int] = (64, 48), frame_ms: int = 100) -> Media:
    """A video whose frames have nothing in common."""
    colours = np.random.default_rng(seed).integers(0, 256, (frames, 6, 8, 3), dtype=np.uint8)
    pictures = [Image.fromarray(one).resize(size, Image.Resampling.NEAREST) for one in colours]
    times = range(0, frames * frame_ms, frame_ms)
    return make_video(video_bytes(pictures=pictures, times_ms=times))
