"""Sound decoded to mono samples at the wanted rate, whatever the container."""

from __future__ import annotations

import numpy as np
import pytest

from hyeval.audio import audio_seconds, decode_audio
from hyeval.errors import MediaError
from hyeval.media import Media, MediaKind
from tests.clips import sound_bytes, stereo_wav_bytes, video_bytes, wav_bytes

ORIGIN = "clips, row 3 (id q3), column 'audio'"


def sound(data: bytes) -> Media:
    return Media(MediaKind.AUDIO, data, ORIGIN)


@pytest.mark.parametrize("rate", [8000, 16000, 24000])
def test_a_tone_stays_a_tone_at_any_rate(rate: int) -> None:
    samples = decode_audio(sound(wav_bytes(0.5)), rate)
    assert samples.dtype == np.float32
    assert abs(len(samples) - rate // 2) <= 1
    loudest = np.abs(np.fft.rfft(samples)).argmax() * rate / len(samples)
    assert loudest == pytest.approx(440, abs=3)
    assert np.abs(samples[100:-100]).max() == pytest.approx(8000 / 2**15, rel=0.02)


def test_at_its_own_rate_no_sample_changes() -> None:
    data = wav_bytes(0.1)
    assert (decode_audio(sound(data), 8000) == np.frombuffer(data[44:], "<i2") / 2**15).all()


def test_channels_are_mixed() -> None:
    """A tone in the left channel alone is half as loud."""
    mixed = decode_audio(sound(stereo_wav_bytes(0.1)), 8000)
    assert np.abs(mixed).max() == pytest.approx(4000 / 2**15, rel=0.02)


@pytest.mark.parametrize(
    ("container", "codec"), [("mp3", "libmp3lame"), ("flac", "flac"), ("ogg", "libopus"), ("mp4", "aac")]
)
def test_other_formats_are_read(container: str, codec: str) -> None:
    data = sound_bytes(container, codec)
    samples = decode_audio(sound(data), 16000)
    assert len(samples) == pytest.approx(8000, rel=0.2)
    assert audio_seconds(sound(data)) == pytest.approx(0.5, rel=0.2)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (wav_bytes()[:500], "cut off"),
        (b"no sound at all", "cannot be decoded"),
        (video_bytes(3), "has no audio in it"),
        (wav_bytes(0), "without sound"),
    ],
    ids=["cut off", "text", "a silent video", "empty"],
)
def test_what_is_no_sound_is_named(data: bytes, told: str) -> None:
    with pytest.raises(MediaError, match=told) as caught:
        decode_audio(sound(data), 16000)
    assert str(caught.value).startswith(ORIGIN)
