"""Media on their way out: bytes untouched where they can be, and a record of what was sent that a reader can check."""

from __future__ import annotations

import base64
import hashlib
import io
import tracemalloc
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydantic import TypeAdapter, ValidationError

from hyeval.errors import MediaError
from hyeval.formats import is_whole
from hyeval.media import Media, MediaKind
from hyeval.models.encoding import Encoded, ImageEncoding, VideoEncoding, encode
from tests.builders import encoded, image_bytes, make_image, noise_bytes
from tests.clips import frame_number, make_video, sound_bytes, video_bytes, wav_bytes

ORIGIN = "charts, row 3 (id q3), column 'image'"
AS_IT_IS = ImageEncoding()
FRAMES = VideoEncoding()


def send(media: Media, images: ImageEncoding = AS_IT_IS, video: VideoEncoding = FRAMES) -> Encoded:
    return encode(media, images, video)


def payload(part: Mapping[str, Any]) -> tuple[str, bytes]:
    """Media type (or format) and bytes of a content part."""
    content = part[part["type"]]
    if part["type"] == "input_audio":
        return content["format"], base64.b64decode(content["data"])
    head, _, data = content["url"].partition(";base64,")
    return head.removeprefix("data:"), base64.b64decode(data)


def picture(part: Mapping[str, Any]) -> Image.Image:
    return Image.open(io.BytesIO(payload(part)[1]))


def agrees(result: Encoded) -> bool:
    """Whether the record of what was sent is that of the parts."""
    sent = [(one.bytes, one.digest) for one in result.sent]
    data = [payload(part)[1] for part in result.parts]
    return sent == [(len(one), "sha256:" + hashlib.sha256(one).hexdigest()) for one in data]


# Images


@pytest.mark.parametrize(("file_format", "kind"), [("PNG", "png"), ("JPEG", "jpeg"), ("GIF", "gif"), ("WEBP", "webp")])
def test_an_accepted_format_is_sent_byte_for_byte(file_format: str, kind: str) -> None:
    media = make_image(noise_bytes(0, file_format=file_format))
    result = send(media, ImageEncoding(max_side=24, min_side=16, format="webp", quality=1))
    (part,), (sent,) = result.parts, result.sent
    assert payload(part) == (f"image/{kind}", media.data)
    assert (sent.kind, sent.digest, sent.width, sent.height) == (MediaKind.IMAGE, media.digest, 24, 16)
    assert agrees(result)
    assert result.size == len(part["image_url"]["url"])


@pytest.mark.parametrize("file_format", ["BMP", "TIFF", "PPM"])
def test_another_format_becomes_a_png_with_the_same_pixels(file_format: str) -> None:
    media = make_image(noise_bytes(0, file_format=file_format))
    result = send(media)
    assert payload(result.parts[0])[0] == "image/png"
    assert picture(result.parts[0]).tobytes() == media.decode().tobytes()
    assert agrees(result)


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_the_format_that_is_made_can_be_chosen(kind: Any) -> None:
    result = send(make_image(noise_bytes(0, file_format="BMP")), ImageEncoding(format=kind))
    assert payload(result.parts[0])[0] == f"image/{kind}"
    assert picture(result.parts[0]).format == kind.upper()
    assert agrees(result)


@pytest.mark.parametrize("kind", ["jpeg", "webp"])
def test_quality_makes_images_larger(kind: Any) -> None:
    media = make_image(noise_bytes(0, size=(64, 64), file_format="BMP"))
    low, high = (send(media, ImageEncoding(format=kind, quality=quality)).sent[0].bytes for quality in (30, 95))
    assert low < high / 2


@pytest.mark.parametrize(
    ("size", "encoding", "sent_size"),
    [
        ((400, 100), ImageEncoding(max_side=200), (200, 50)),
        ((100, 401), ImageEncoding(max_side=200), (50, 200)),
        ((200, 100), ImageEncoding(max_side=200), (200, 100)),
        ((20, 10), ImageEncoding(min_side=28), (56, 28)),
        ((10, 31), ImageEncoding(min_side=28), (28, 87)),
        ((28, 900), ImageEncoding(min_side=28), (28, 900)),
        ((20, 10), ImageEncoding(min_side=28, max_side=40), (40, 20)),
        ((1000, 1), ImageEncoding(max_side=100), (100, 1)),
    ],
)
def test_sides_are_brought_between_the_bounds(
    size: tuple[int, int], encoding: ImageEncoding, sent_size: tuple[int, int]
) -> None:
    result = send(make_image(image_bytes(size=size)), encoding)
    assert picture(result.parts[0]).size == sent_size == encoding.fitted(size)
    assert (result.sent[0].width, result.sent[0].height) == sent_size
    assert agrees(result)


def test_an_image_within_the_bounds_keeps_its_bytes() -> None:
    media = make_image(noise_bytes(0, size=(100, 50), file_format="JPEG"))
    result = send(media, ImageEncoding(max_side=100, min_side=50))
    assert payload(result.parts[0])[1] == media.data


def test_a_smaller_image_shows_the_same() -> None:
    half = Image.new("RGB", (400, 200), "white")
    half.paste("black", (0, 0, 200, 200))
    shown = np.asarray(picture(send(make_image(encoded(half)), ImageEncoding(max_side=100)).parts[0]), dtype=int)
    assert shown.shape == (50, 100, 3)
    assert shown[:, :48].max() == 0
    assert shown[:, 52:].min() == 255


def test_a_photograph_that_is_made_smaller_is_turned_upright_and_measured_so() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    media = make_image(encoded(Image.new("RGB", (200, 100)), "JPEG", exif=exif))
    assert (send(media).sent[0].width, send(media).sent[0].height) == (100, 200)
    assert picture(send(media, ImageEncoding(max_side=50)).parts[0]).size == (25, 50)


def test_transparency_of_the_original_does_not_return_in_another_place() -> None:
    """A PNG may declare one colour transparent; after resizing other pixels have it."""
    data = encoded(Image.effect_noise((60, 60), 90).convert("RGB"), transparency=(128, 128, 128))
    shown = picture(send(make_image(data), ImageEncoding(max_side=30)).parts[0])
    assert (shown.mode, shown.info.get("transparency")) == ("RGB", None)


@pytest.mark.parametrize("detail", ["low", "high", "auto"])
def test_the_detail_is_said_of_each_image_and_frame(detail: str) -> None:
    for media in (make_image(), make_video()):
        parts = send(media, ImageEncoding(detail=detail)).parts
        assert {part["image_url"]["detail"] for part in parts} == {detail}
    assert "detail" not in send(make_image()).parts[0]["image_url"]


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_an_image_that_was_cut_off_is_not_sent(file_format: str, share: float) -> None:
    data = noise_bytes(0, size=(200, 120), file_format=file_format)
    with pytest.raises(MediaError) as caught:
        send(make_image(data[: int(share * len(data))], origin=ORIGIN))
    assert str(caught.value).startswith(ORIGIN)


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("missing", range(1, 30, 4))
def test_an_image_that_lacks_its_last_bytes_is_written_anew_or_not_sent(file_format: str, missing: int) -> None:
    data = noise_bytes(0, size=(200, 120), file_format=file_format)
    cut = make_image(data[:-missing])
    try:
        seen = cut.decode()
    except MediaError:
        with pytest.raises(MediaError):
            send(cut)
    else:
        sent = base64.b64decode(send(cut).parts[0]["image_url"]["url"].partition(",")[2])
        assert is_whole(sent)
        assert make_image(sent).decode().tobytes() == seen.tobytes()


def test_an_image_whose_structure_does_not_tell_is_decoded() -> None:
    """Stray bytes between the segments of a JPEG are skipped by decoders; zeros among the pixels of a PNG are not."""
    data = noise_bytes(0, size=(80, 80), file_format="JPEG")
    tables = data.index(b"\xff\xc4")
    stray = data[:tables] + b"\1\2\3" + data[tables:]
    assert payload(send(make_image(stray)).parts[0])[1] == stray
    data = noise_bytes(0, size=(80, 80))
    with pytest.raises(MediaError, match="cannot be decoded"):
        send(make_image(data[:9000] + bytes(64) + data[9064:]))


def test_what_cannot_be_written_names_the_place_and_a_remedy() -> None:
    long = make_image(image_bytes(size=(17_000, 2), file_format="BMP"), origin=ORIGIN)
    with pytest.raises(MediaError, match=r"17000 x 2 pixels cannot be written as webp .*max_side=") as caught:
        send(long, ImageEncoding(format="webp"))
    assert str(caught.value).startswith(ORIGIN)


@pytest.mark.parametrize("media", [make_image(b""), make_image(b"<html>"), make_image(wav_bytes())])
def test_what_is_no_image_is_not_sent(media: Media) -> None:
    with pytest.raises(MediaError, match="no image format is recognised"):
        send(media)


# Videos


@pytest.mark.parametrize("count", [1, 4, 8])
def test_a_video_is_sent_as_frames_in_order(count: int) -> None:
    result = send(make_video(), video=VideoEncoding(frames=count))
    assert [frame_number(picture(part)) for part in result.parts] == [
        (2 * part + 1) * 50 // (2 * count) for part in range(count)
    ]
    assert {(one.kind, one.width, one.height) for one in result.sent} == {(MediaKind.IMAGE, 64, 48)}
    assert len(result.sent) == count
    assert result.size == sum(len(part["image_url"]["url"]) for part in result.parts)
    assert agrees(result)


def test_frames_are_encoded_as_images_are() -> None:
    result = send(make_video(), ImageEncoding(max_side=32, format="jpeg"), VideoEncoding(frames=2))
    assert [(picture(part).format, picture(part).size) for part in result.parts] == [("JPEG", (32, 24))] * 2


@pytest.mark.parametrize(
    ("container", "codec", "kind"),
    [
        ("mp4", "libx264", "video/mp4"),
        ("mov", "libx264", "video/mp4"),
        ("webm", "libvpx-vp9", "video/webm"),
        ("avi", "mpeg4", "video/x-msvideo"),
    ],
)
def test_a_video_url_holds_the_original_bytes(container: str, codec: str, kind: str) -> None:
    media = make_video(video_bytes(container=container, codec=codec))
    result = send(media, video=VideoEncoding(send="video_url"))
    (part,), (sent,) = result.parts, result.sent
    assert part["type"] == "video_url"
    assert payload(part) == (kind, media.data)
    assert (sent.kind, sent.digest, sent.width, sent.height) == (MediaKind.VIDEO, media.digest, None, None)
    assert agrees(result)
    assert result.size == len(part["video_url"]["url"])


@pytest.mark.parametrize("how", ["frames", "video_url"])
def test_a_video_that_cannot_be_read_is_not_sent(how: Any) -> None:
    for data in (b"", b"<html>", video_bytes()[:-200]):
        with pytest.raises(MediaError) as caught:
            send(make_video(data, origin=ORIGIN), video=VideoEncoding(send=how))
        assert str(caught.value).startswith(ORIGIN)


# Audio


@pytest.mark.parametrize(
    ("data", "kind"), [(wav_bytes(), "wav"), (sound_bytes("mp3", "libmp3lame"), "mp3")], ids=["wav", "mp3"]
)
def test_audio_is_sent_byte_for_byte(data: bytes, kind: str) -> None:
    media = Media(MediaKind.AUDIO, data)
    result = send(media)
    (part,), (sent,) = result.parts, result.sent
    assert part["type"] == "input_audio"
    assert payload(part) == (kind, data)
    assert (sent.kind, sent.digest, sent.bytes) == (MediaKind.AUDIO, media.digest, len(data))
    assert result.size == len(part["input_audio"]["data"])


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (sound_bytes("flac", "flac"), "flac"),
        (sound_bytes("ogg", "libopus"), "ogg"),
        (sound_bytes("ipod", "aac"), "m4a"),
        (b"", "no bytes"),
        (b"<html>", "3c 68 74 6d 6c 3e"),
    ],
    ids=["flac", "ogg", "m4a", "empty", "html"],
)
def test_other_audio_is_an_error_that_names_the_format_and_what_is_accepted(data: bytes, found: str) -> None:
    with pytest.raises(MediaError, match=rf"{found}.*wav, mp3") as caught:
        send(Media(MediaKind.AUDIO, data, ORIGIN))
    assert str(caught.value).startswith(ORIGIN)


def test_a_sound_that_was_cut_off_is_not_sent() -> None:
    with pytest.raises(MediaError, match="cut off"):
        send(Media(MediaKind.AUDIO, wav_bytes()[:-100]))


# Settings


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"format": "bmp"}, "'png', 'jpeg' or 'webp'"),
        ({"format": "PNG"}, "'png', 'jpeg' or 'webp'"),
        ({"quality": 0}, "between 1 and 100"),
        ({"quality": 101}, "between 1 and 100"),
        ({"max_side": 0}, "at least one pixel"),
        ({"min_side": -1}, "at least one pixel"),
        ({"min_side": 200, "max_side": 100}, "above the max_side of 100"),
        ({"size": 3}, "size"),
    ],
)
def test_wrong_settings_of_images_are_refused(settings: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        TypeAdapter(ImageEncoding).validate_python(settings)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"send": "stream"}, "'frames' or 'video_url'"),
        ({"frames": 0}, "at least one"),
        ({"fps": 0}, "more than 0"),
        ({"max_pixels": 0}, "at least one"),
        ({"rate": 1}, "rate"),
    ],
)
def test_wrong_settings_of_videos_are_refused(settings: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        TypeAdapter(VideoEncoding).validate_python(settings)


# Threads and memory


def test_several_threads_may_encode_the_same_media_at_once() -> None:
    media = [
        make_image(noise_bytes(0, size=(200, 100))),
        make_video(),
        Media(MediaKind.AUDIO, wav_bytes()),
    ]
    images = ImageEncoding(max_side=60, format="jpeg")
    alone = [send(one, images) for one in media]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda one: send(one, images), media * 16))
    assert together == alone * 16


def test_a_large_image_that_is_passed_through_is_held_twice_as_text_and_never_as_pixels() -> None:
    media = make_image(noise_bytes(0, size=(1200, 1000)))
    _ = media.digest
    tracemalloc.start()
    try:
        result = send(media)
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    text = 4 * len(media.data) / 3
    assert held < 1.05 * text
    assert peak < 2.1 * text
    assert result.size == pytest.approx(text, rel=0.01)
