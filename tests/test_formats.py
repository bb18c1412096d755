"""File formats by their bytes: which one it is, and whether the file ends where it says."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from PIL import Image

from hyeval.formats import format_of, is_whole
from tests.builders import encoded, image_bytes, noise_bytes
from tests.clips import sound_bytes, video_bytes, wav_bytes


def animation(file_format: str) -> bytes:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    return encoded(frames[0], file_format, save_all=True, append_images=frames[1:], duration=100)


def photograph(**options: object) -> bytes:
    """A JPEG with an embedded one in its metadata, whose end mark is not that of the file."""
    exif = Image.Exif()
    exif[0x010E] = noise_bytes(1, file_format="JPEG").decode("latin-1")
    return encoded(Image.effect_noise((120, 80), 80).convert("RGB"), "JPEG", exif=exif, **options)


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "png": ("png", lambda: noise_bytes(0)),
    "palette png": ("png", lambda: image_bytes(mode="P", colour=1)),
    "jpeg": ("jpeg", lambda: noise_bytes(0, file_format="JPEG")),
    "photograph": ("jpeg", photograph),
    "progressive jpeg": ("jpeg", lambda: photograph(progressive=True)),
    "restarting jpeg": ("jpeg", lambda: photograph(restart_marker_rows=1)),
    "gif": ("gif", lambda: noise_bytes(0, file_format="GIF")),
    "animated gif": ("gif", lambda: animation("GIF")),
    "webp": ("webp", lambda: noise_bytes(0, file_format="WEBP")),
    "lossless webp": ("webp", lambda: encoded(Image.effect_noise((33, 21), 80).convert("RGB"), "WEBP", lossless=True)),
    "animated webp": ("webp", lambda: animation("WEBP")),
    "mp4": ("mp4", video_bytes),
    "fragmented mp4": ("mp4", lambda: video_bytes(container_options={"movflags": "frag_keyframe+empty_moov"})),
    "quicktime": ("mp4", lambda: video_bytes(container="mov")),
    "webm": ("webm", lambda: video_bytes(container="webm", codec="libvpx-vp9")),
    "matroska": ("webm", lambda: video_bytes(container="matroska")),
    "avi": ("avi", lambda: video_bytes(container="avi", codec="mpeg4")),
    "wav": ("wav", wav_bytes),
}


@pytest.mark.parametrize(("name", "make"), FILES.values(), ids=FILES)
def test_a_whole_file_is_whole(name: str, make: Callable[[], bytes]) -> None:
    data = make()
    assert (format_of(data), is_whole(data)) == (name, True)


@pytest.mark.parametrize(("name", "make"), FILES.values(), ids=FILES)
def test_a_file_that_ends_early_is_cut_off_wherever_it_ends(name: str, make: Callable[[], bytes]) -> None:
    data = make()
    ends = {*range(12, min(len(data), 700)), *range(max(12, len(data) - 700), len(data) - 1), len(data) // 2}
    # Between two fragments of a video nothing says that more was meant to follow.
    ends -= {place.start() - 4 for place in re.finditer(b"moof|mfra", data)}
    assert {end: is_whole(data[:end]) for end in sorted(ends)} == dict.fromkeys(sorted(ends), False), name


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bmp", image_bytes(file_format="BMP")),
        ("tiff", image_bytes(file_format="TIFF")),
        ("avif", image_bytes(file_format="AVIF")),
        ("mp3", sound_bytes("mp3", "libmp3lame")),
        ("flac", sound_bytes("flac", "flac")),
        ("ogg", sound_bytes("ogg", "libopus")),
        ("m4a", sound_bytes("ipod", "aac")),
        ("aac", sound_bytes("adts", "aac")),
        (None, b""),
        (None, b"<!DOCTYPE html>"),
        (None, b"RIFF\x04\0\0\0WEIRD"),
        (None, b"\xff"),
        (None, bytes(100)),
    ],
)
def test_other_formats_are_named_but_not_judged(name: str | None, data: bytes) -> None:
    assert (format_of(data), is_whole(data)) == (name, None)


@pytest.mark.parametrize(("name", "make"), FILES.values(), ids=FILES)
def test_what_stands_behind_a_whole_file_does_not_cut_it_off(name: str, make: Callable[[], bytes]) -> None:
    """Cameras append previews and editors notes."""
    assert is_whole(make() + b"\0\0\0\0 a note of the editor") is not False, name


def test_a_damaged_png_is_not_taken_for_whole() -> None:
    data = bytearray(noise_bytes(0))
    data[len(data) // 2] ^= 1
    assert is_whole(bytes(data)) is None


def test_a_file_written_to_a_pipe_has_no_size_to_judge_by() -> None:
    wav = wav_bytes()
    assert is_whole(wav[:4] + b"\xff\xff\xff\xff" + wav[8:]) is None
    assert is_whole(video_bytes(container="matroska", container_options={"live": "1"})) is None


@pytest.mark.parametrize("make", [make for _, make in FILES.values()], ids=FILES)
def test_no_damage_ends_in_an_exception_or_a_loop(make: Callable[[], bytes]) -> None:
    intact = make()
    rng = random.Random(0)
    for _ in range(200):
        data = bytearray(intact)
        for _ in range(rng.randrange(1, 6)):
            data[rng.randrange(min(len(data), rng.choice([64, len(data)])))] = rng.randrange(256)
        assert is_whole(bytes(data)) in (True, False, None)
