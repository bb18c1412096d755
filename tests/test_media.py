"""Media: the bytes of the data set are the identity, and whatever they hold ends as an RGB image or a MediaError."""

from __future__ import annotations

import base64
import hashlib
import io
import random
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from hyeval.errors import DataError, MediaError
from hyeval.formats import is_whole
from hyeval.media import Media, MediaKind, media_from_value
from tests.builders import encoded, image_bytes, make_image, noise_bytes
from tests.clips import video_bytes, wav_bytes

ORIGIN = "charts, row 3 (id q3), column 'image'"
RED, GREEN = (255, 0, 0), (0, 255, 0)


def palette_image(colour: tuple[int, int, int]) -> Image.Image:
    image = Image.new("P", (8, 6), 1)
    image.putpalette([0, 0, 0, *colour])
    return image


def grey_ramp_16_bit() -> Image.Image:
    """Sixteen-bit grey from black to white, as X-ray and depth images are stored."""
    return Image.fromarray(np.array([[0, 0x4040, 0x8080, 0xFFFF]], dtype=np.uint16))


def test_the_digest_is_that_of_the_stored_bytes() -> None:
    data = image_bytes()
    assert make_image(data).digest == "sha256:" + hashlib.sha256(data).hexdigest()


def test_the_origin_is_no_part_of_the_identity() -> None:
    assert make_image(b"x", origin="here") == make_image(b"x", origin="there")
    assert make_image(b"x") != Media(MediaKind.VIDEO, b"x")


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM"])
def test_every_usual_format_is_decoded(file_format: str) -> None:
    media = make_image(image_bytes(RED, size=(9, 5), file_format=file_format))
    image = media.decode()
    assert (media.size, image.size, image.mode) == ((9, 5), (9, 5), "RGB")
    assert np.abs(np.asarray(image, dtype=int) - RED).max() <= 3


@pytest.mark.parametrize(
    ("image", "pixel"),
    [
        (palette_image(GREEN), GREEN),
        (Image.new("RGBA", (8, 6), (*RED, 255)), RED),
        (Image.new("LA", (8, 6), (77, 255)), (77, 77, 77)),
        (Image.new("L", (8, 6), 130), (130, 130, 130)),
        (Image.new("1", (8, 6), 1), (255, 255, 255)),
        (Image.new("RGB", (8, 6), GREEN), GREEN),
    ],
    ids=lambda value: getattr(value, "mode", ""),
)
def test_every_colour_mode_becomes_rgb(image: Image.Image, pixel: tuple[int, int, int]) -> None:
    decoded = make_image(encoded(image)).decode()
    assert (decoded.mode, decoded.size) == ("RGB", (8, 6))
    assert decoded.getcolors() == [(48, pixel)]


@pytest.mark.parametrize(("ink", "pixel"), [((0, 255, 255, 0), RED), ((0, 0, 0, 255), (0, 0, 0))])
def test_printing_inks_become_rgb(ink: tuple[int, ...], pixel: tuple[int, int, int]) -> None:
    decoded = make_image(encoded(Image.new("CMYK", (16, 16), ink), "TIFF")).decode()
    assert decoded.getcolors() == [(256, pixel)]


@pytest.mark.parametrize("file_format", ["PNG", "TIFF"])
def test_sixteen_bits_are_scaled_and_not_clipped_to_white(file_format: str) -> None:
    decoded = make_image(encoded(grey_ramp_16_bit(), file_format)).decode()
    assert decoded.mode == "RGB"
    assert np.abs(np.asarray(decoded, dtype=int)[0, :, 0] - [0, 0x40, 0x80, 0xFF]).max() <= 1


def test_a_photograph_is_shown_upright() -> None:
    """A camera stores the sensor's rows and a note on how it was held; viewers and other frameworks follow the note."""
    sensor = Image.new("RGB", (20, 10), GREEN)
    sensor.paste(RED, (0, 0, 10, 10))
    exif = Image.Exif()
    exif[0x0112] = 6  # held so that the sensor's left side is the top
    media = make_image(encoded(sensor, "JPEG", exif=exif))
    image = media.decode()
    assert (image.size, media.size) == ((10, 20), (10, 20))
    assert np.abs(np.asarray(image, dtype=int)[2, 5] - RED).max() < 12
    assert np.abs(np.asarray(image, dtype=int)[17, 5] - GREEN).max() < 12


@pytest.mark.parametrize("file_format", ["PNG", "JPEG"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_an_image_that_was_cut_off_is_an_error_that_names_its_place(file_format: str, share: float) -> None:
    data = noise_bytes(0, size=(64, 64), file_format=file_format)
    media = make_image(data[: int(len(data) * share)], origin=ORIGIN)
    assert media.size == (64, 64)
    with pytest.raises(MediaError, match="cannot be decoded") as caught:
        media.decode()
    assert str(caught.value).startswith(ORIGIN)


@pytest.mark.parametrize(
    "data", [b"", b"x", b"<!DOCTYPE html><html>404</html>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", bytes(1000)]
)
@pytest.mark.parametrize("look", [lambda media: media.size, lambda media: media.decode()], ids=["size", "decode"])
def test_what_is_no_image_is_an_error_that_names_its_place(data: bytes, look: Any) -> None:
    with pytest.raises(MediaError, match=f"in these {len(data)} bytes") as caught:
        look(make_image(data, origin=ORIGIN))
    assert str(caught.value).startswith(ORIGIN)
    assert isinstance(caught.value, DataError)


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "AVIF"])
def test_damaged_bytes_give_an_image_or_a_media_error_and_nothing_else(file_format: str) -> None:
    """Whatever a decoder makes of damage, it belongs to one row and must not end the run."""
    intact = noise_bytes(1, file_format=file_format)
    rng = random.Random(file_format)
    messages = []
    for _ in range(120):
        data = bytearray(intact[: rng.choice([len(intact), rng.randrange(1, len(intact))])])
        for _ in range(rng.randrange(6)):
            data[rng.randrange(min(len(data), rng.choice([64, len(data)])))] = rng.randrange(256)
        media = make_image(bytes(data), origin=ORIGIN)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                assert media.decode().mode == "RGB"
            except MediaError as error:
                messages.append(str(error))
    assert messages
    assert all(message.startswith(ORIGIN) for message in messages)


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "AVIF"])
def test_a_whole_image_passes_and_half_of_one_does_not(file_format: str) -> None:
    data = noise_bytes(0, size=(64, 64), file_format=file_format)
    make_image(data).require_whole()
    with pytest.raises(MediaError) as caught:
        make_image(data[: len(data) // 2], origin=ORIGIN).require_whole()
    assert str(caught.value).startswith(ORIGIN)


def test_whether_a_file_is_cut_off_is_known_of_videos_and_sounds_too() -> None:
    for kind, data in ((MediaKind.VIDEO, video_bytes()), (MediaKind.AUDIO, wav_bytes())):
        Media(kind, data).require_whole()
        with pytest.raises(MediaError, match=rf"^{kind}: the file is cut off: its {len(data) - 9} bytes end before"):
            Media(kind, data[:-9]).require_whole()


def test_a_format_without_an_end_is_not_judged() -> None:
    media = Media(MediaKind.AUDIO, b"ID3 whatever follows")
    media.require_whole()
    assert (media.format, is_whole(media.data)) == ("mp3", None)


def test_each_decoding_gives_an_image_of_its_own() -> None:
    media = make_image(image_bytes(GREEN))
    media.decode().paste(RED, (0, 0, 8, 6))
    assert media.decode().getcolors() == [(48, GREEN)]


def test_an_error_without_an_origin_still_says_what_it_is_about() -> None:
    with pytest.raises(MediaError, match=r"^image: no image format"):
        make_image(b"nothing").decode()


def test_bytes_of_a_data_set_stay_as_they_are(tmp_path: Path) -> None:
    data = image_bytes(file_format="JPEG")
    path = tmp_path / "photo.jpg"
    path.write_bytes(data)
    for value in (data, {"bytes": data, "path": None}, {"bytes": None, "path": str(path)}, str(path), path):
        assert media_from_value(value, MediaKind.IMAGE, ORIGIN).data == data


def test_a_decoded_image_is_kept_without_loss() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (16, 24, 3), dtype=np.uint8)
    media = media_from_value(Image.fromarray(pixels), MediaKind.IMAGE, ORIGIN)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(media.data))), pixels)


def test_a_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    for value in (str(tmp_path / "gone.png"), {"bytes": None, "path": str(tmp_path / "gone.png")}, tmp_path):
        with pytest.raises(MediaError, match="cannot read") as caught:
            media_from_value(value, MediaKind.IMAGE, ORIGIN)
        assert str(caught.value).startswith(ORIGIN)
        assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://host/a/cat.png", "https://host/a/cat.png"),
        ("HTTP://host/cat.png", "HTTP://host/cat.png"),
        ("s3://bucket/cat.png", "s3://bucket/cat.png"),
        ("https://me:word@host/cat.png?signature=secret#top", "https://host/cat.png"),
        ("https://[cat.png", "https://[cat.png"),
    ],
)
def test_an_address_is_no_path_and_is_told_without_its_keys(address: str, shown: str) -> None:
    for value in (address, {"bytes": None, "path": address}):
        with pytest.raises(MediaError) as caught:
            media_from_value(value, MediaKind.IMAGE, ORIGIN)
        rule = "is an address, and no medium of a row is fetched. Download it and write its path here."
        assert str(caught.value) == f"{ORIGIN}: '{shown}' {rule}"


@pytest.mark.parametrize("value", [3, None, {"bytes": None, "path": None}, {"url": "a.png"}, {}, [b"x"]], ids=repr)
def test_what_cannot_be_an_image_is_named(value: Any) -> None:
    with pytest.raises(MediaError, match="expected encoded bytes, a path or an image, found"):
        media_from_value(value, MediaKind.IMAGE, ORIGIN)


@pytest.mark.parametrize("kind", [MediaKind.VIDEO, MediaKind.AUDIO])
def test_videos_and_sounds_come_as_bytes_or_paths_but_not_as_images(tmp_path: Path, kind: MediaKind) -> None:
    path = tmp_path / "clip"
    path.write_bytes(b"data")
    for value in (b"data", {"bytes": b"data", "path": None}, {"bytes": None, "path": str(path)}, str(path), path):
        assert media_from_value(value, kind, ORIGIN) == Media(kind, b"data")
    with pytest.raises(MediaError, match="expected encoded bytes or a path, found Image"):
        media_from_value(Image.new("RGB", (8, 8)), kind, ORIGIN)


@pytest.mark.parametrize("form", ["{}", "data:image/png;base64,{}", "{}\n"])
def test_an_image_in_base64_is_its_bytes(form: str) -> None:
    data = image_bytes("red")
    text = form.format(base64.b64encode(data).decode())
    assert media_from_value(text, MediaKind.IMAGE, ORIGIN) == Media(MediaKind.IMAGE, data)


def test_a_file_whose_name_begins_as_base64_does_is_read(tmp_path: Path) -> None:
    (tmp_path / "R0lGOD.gif").write_bytes(b"data")
    assert media_from_value("R0lGOD.gif", MediaKind.IMAGE, ORIGIN, folder=tmp_path).data == b"data"


@pytest.mark.parametrize(
    "value", ["iVBORw0KGgo" * 1001, "\0", "", "x" * 9999], ids=["cut base64", "zero byte", "empty", "long"]
)
def test_a_text_that_is_no_path_is_an_error_and_not_a_crash(value: str) -> None:
    with pytest.raises(MediaError) as caught:
        media_from_value(value, MediaKind.IMAGE, ORIGIN)
    assert str(caught.value).startswith(ORIGIN)
