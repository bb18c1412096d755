"""Frames of a video: those in the middle of equal parts of the time, whatever the container says of itself."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from PIL import Image

from hyeval.errors import MediaError, MissingResource
from hyeval.video import FrameSampling, read_video_header, sample_video, video_frames
from tests.builders import image_bytes
from tests.clips import frame_number, make_video, sound_bytes, video_bytes

ONE = FrameSampling(1)
ORIGIN = "clips, row 3 (id q3), column 'video'"
CONTAINERS = {
    "mp4": {},
    "mp4 in fragments": {"container_options": {"movflags": "frag_keyframe+empty_moov"}},
    "mp4 with keyframes that later frames reach behind": {"codec_options": {"bf": "3", "x264-params": "open-gop=1"}},
    "webm": {"container": "webm", "codec": "libvpx-vp9"},
    "matroska": {"container": "matroska"},
    "matroska without a duration": {"container": "matroska", "container_options": {"live": "1"}},
    "transport stream": {"container": "mpegts"},
    "flash": {"container": "flv"},
    "avi": {"container": "avi", "codec": "mjpeg"},
    "avi with frames out of order": {"container": "avi"},
    "frames without a container": {"container": "h264"},
}


def numbers(data: bytes, count: int) -> list[int]:
    return [frame_number(frame) for frame in video_frames(make_video(data), FrameSampling(count))]


@pytest.fixture(scope="module", params=CONTAINERS.values(), ids=CONTAINERS)
def fifty(request: pytest.FixtureRequest) -> bytes:
    """Fifty frames in each container."""
    return video_bytes(**request.param)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 8, 25, 49])
def test_the_frames_are_those_in_the_middle_of_equal_parts(fifty: bytes, count: int) -> None:
    assert numbers(fifty, count) == [(2 * part + 1) * 50 // (2 * count) for part in range(count)]


@pytest.mark.parametrize("count", [50, 51, 200])
def test_a_video_with_fewer_frames_gives_each_once(fifty: bytes, count: int) -> None:
    assert numbers(fifty, count) == list(range(50))


def test_a_single_frame_is_a_video() -> None:
    assert numbers(video_bytes(1), 8) == [0]


def test_the_middle_is_one_of_time_where_frames_last_differently_long() -> None:
    """Frame 0 is shown for nine seconds, each of the ten after it for a tenth: a recording of a still screen."""
    data = video_bytes(11, times_ms=[0, *range(9000, 10000, 100)])
    assert numbers(data, 1) == [0]
    assert numbers(data, 4) == [0]
    assert numbers(data, 10) == [0, 6]
    assert numbers(data, 20) == [0, 3, 8]


def test_a_video_that_begins_late_is_sampled_from_its_first_frame_on() -> None:
    late = video_bytes(50, container="matroska", times_ms=range(60_000, 65_000, 100))
    assert numbers(late, 4) == [6, 18, 31, 43]


def test_frames_are_rgb_and_as_large_as_the_video() -> None:
    (frame,) = video_frames(make_video(video_bytes(2, size=(96, 64))), FrameSampling(1))
    assert (frame.mode, frame.size) == ("RGB", (96, 64))


def test_a_video_filmed_with_a_turned_camera_is_shown_upright() -> None:
    """The track header's matrix maps (x, y) to (-y, x), as a telephone writes it: what was left comes on top."""
    sensor = Image.new("RGB", (64, 48), "black")
    sensor.paste("white", (0, 0, 32, 48))
    data = bytearray(video_bytes(pictures=[sensor] * 3))
    matrix = data.index(b"tkhd") + 44
    data[matrix : matrix + 20] = b"".join(
        value.to_bytes(4, "big", signed=True) for value in (0, 0x10000, 0, -0x10000, 0)
    )
    (frame,) = video_frames(make_video(bytes(data)), FrameSampling(1))
    assert frame.size == (48, 64)
    assert frame.convert("L").getpixel((24, 8)) > 200
    assert frame.convert("L").getpixel((24, 56)) < 50


def test_only_the_stretches_before_the_wanted_frames_are_decoded() -> None:
    """What lies between the first frame and the keyframe before the wanted one may be of any kind."""
    data = bytearray(video_bytes(1000, codec_options={"preset": "ultrafast", "sc_threshold": "0"}))
    with av.open(io.BytesIO(bytes(data))) as container:
        packets = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.size]
    for position, size in packets[13:480]:
        data[position : position + size] = b"\xff" * size
    (frame,) = video_frames(make_video(bytes(data)), FrameSampling(1))
    assert frame.size == (64, 48)


# What cannot be read


@pytest.mark.parametrize("share", [0.02, 0.1, 0.4, 0.7, 0.95, 0.999])
@pytest.mark.parametrize("container", ["mp4", "mp4 in fragments", "webm", "matroska", "avi"])
def test_a_video_that_was_cut_off_is_an_error_that_names_its_place(container: str, share: float) -> None:
    """FFmpeg itself would show what is left, and the question would be asked about half a video."""
    data = video_bytes(**CONTAINERS[container])
    with pytest.raises(MediaError, match="cut off") as caught:
        list(video_frames(make_video(data[: int(share * len(data))], origin=ORIGIN), FrameSampling(4)))
    assert str(caught.value).startswith(ORIGIN)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "cannot be decoded"),
        (b"<!DOCTYPE html><html>404</html>", "cannot be decoded"),
        (bytes(1000), "cannot be decoded"),
        (sound_bytes("mp3", "libmp3lame"), "has no video"),
        (sound_bytes("ipod", "aac"), "has no video"),
    ],
    ids=["empty", "html", "zeros", "mp3", "m4a"],
)
def test_what_is_no_video_is_an_error_that_names_its_place(data: bytes, told: str) -> None:
    with pytest.raises(MediaError, match=told) as caught:
        list(video_frames(make_video(data, origin=ORIGIN), FrameSampling(4)))
    assert str(caught.value).startswith(ORIGIN)


def test_damage_gives_frames_or_a_media_error() -> None:
    intact = video_bytes()
    messages = []
    for place in range(40, len(intact), 97):
        data = intact[:place] + bytes(16) + intact[place + 16 :]
        try:
            assert all(frame.mode == "RGB" for frame in video_frames(make_video(data, origin=ORIGIN), FrameSampling(3)))
        except MediaError as error:
            messages.append(str(error))
    assert messages
    assert all(message.startswith(ORIGIN) for message in messages)


def test_a_playlist_opens_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret.ts").write_bytes(video_bytes(container="mpegts"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MediaError):
        list(video_frames(make_video(b"ffconcat version 1.0\nfile secret.ts\n"), FrameSampling(1)))


def test_without_pyav_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    data = video_bytes()
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(MissingResource, match=r"pip install 'hyeval\[video\]'"):
        list(video_frames(make_video(data), FrameSampling(1)))


def test_a_still_image_is_a_video_of_one_frame() -> None:
    frames: Iterator[Image.Image] = video_frames(make_video(image_bytes()), FrameSampling(8))
    assert [frame.size for frame in frames] == [(8, 6)]


@pytest.mark.parametrize(
    ("sampling", "expected"),
    [
        (FrameSampling(8, fps=1), [5, 15, 25, 35, 45]),
        (FrameSampling(3, fps=1), [8, 25, 41]),
        (FrameSampling(8, fps=0.1), [25]),
    ],
)
def test_frames_a_second_make_the_number_of_frames(sampling: FrameSampling, expected: list[int]) -> None:
    assert [frame_number(frame) for frame in video_frames(make_video(), sampling)] == expected


def test_frames_come_with_their_times(fifty: bytes) -> None:
    video = sample_video(make_video(fifty), FrameSampling(4))
    assert [frame_number(frame) for frame in video.frames] == [6, 18, 31, 43]
    if not fifty.startswith(b"\0\0\0\1"):  # bare frames have no times
        assert video.seconds == pytest.approx([0.6, 1.8, 3.1, 4.3], abs=0.02)
        assert (video.total, video.duration_s) == (50, pytest.approx(5.0, abs=0.02))
        assert video.fps == pytest.approx(10, abs=0.05)


def test_times_count_from_the_first_frame() -> None:
    late = sample_video(make_video(video_bytes(10, container="matroska", times_ms=range(60_000, 61_000, 100))), ONE)
    assert late.seconds == pytest.approx([0.5], abs=0.01)


def test_large_frames_are_shrunk_and_small_ones_are_not() -> None:
    data = video_bytes(2, size=(96, 64))
    assert sample_video(make_video(data), FrameSampling(1, max_pixels=96 * 64)).frames[0].size == (96, 64)
    width, height = sample_video(make_video(data), FrameSampling(1, max_pixels=1536)).frames[0].size
    assert (width, height) == (48, 32)


@pytest.mark.parametrize("length", range(0, 2000, 100))
def test_a_header_of_any_part_of_a_file_is_read_or_refused(length: int) -> None:
    with contextlib.suppress(MediaError):
        assert read_video_header(make_video(video_bytes(10)[:length])).width in (0, 64)


def test_a_header_says_size_and_length() -> None:
    header = read_video_header(make_video(video_bytes(20, size=(96, 64))))
    assert (header.width, header.height, header.duration_s) == (96, 64, pytest.approx(2.0, abs=0.01))
