"""Images, video and audio: a reference to encoded bytes, their digest, and their decoded form."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyeval.errors import MediaError
from hyeval.formats import format_of, has_end, is_whole

if TYPE_CHECKING:
    from PIL import Image


ORIENTATION_TAG = 0x0112
TURNED = (5, 6, 7, 8)
"""Values of the EXIF orientation that exchange width and height."""
MAX_SHOWN = 300
"""Characters of a path that an error shows: an image in base64 may stand where a path belongs."""
MAX_PATH = 4096
"""Characters beyond which no text is the path of a file."""
BASE64_STARTS = ("data:", "iVBORw0KGgo", "/9j/", "R0lGOD", "UklGR")
"""How PNG, JPEG, GIF and WebP begin in base64, or any medium as an address of its own."""
ADDRESS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]{0,15}://)([^/?#]*@)?(?P<rest>[^?#]*)", re.IGNORECASE | re.DOTALL)
"""An address of what lies elsewhere, so not `data:`; keys may stand before its `@` or after its `?`."""
DECODING_ERRORS = (OSError, SyntaxError, ValueError, RuntimeError, EOFError)
"""What Pillow's decoders raise on damaged bytes; each format has its own habit."""


class MediaKind(StrEnum):
    """What a medium is to a model."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"


def digest_of(data: bytes) -> str:
    """SHA-256 of encoded bytes, as `sha256:<hex>`."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class Media:
    """Encoded bytes of one image, video or audio clip.

    `data` is what the data set holds (PNG, JPEG, …), never re-encoded: its digest is therefore the same wherever the
    data set was read. `origin` names the place for error messages and is no part of the identity.
    """

    kind: MediaKind
    data: bytes = field(repr=False)
    origin: str = field(default="", compare=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the encoded bytes, as `sha256:<hex>`."""
        return digest_of(self.data)

    @property
    def format(self) -> str | None:
        """Name of the file format (`png`, `mp4`, `wav`, …) as its first bytes announce it; None if it is not known."""
        return format_of(self.data)

    @cached_property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of an image as it is shown, read from its header; `MediaError` if it has none."""
        image = self._open()
        width, height = image.size
        # Of a PNG the whole file would have to be read to find its orientation, which hardly one has.
        turned = image.format != "PNG" and image.getexif().get(ORIENTATION_TAG) in TURNED
        return (height, width) if turned else (width, height)

    def require_whole(self) -> None:
        """`MediaError` if the file ends before its format says so.

        Of the usual formats only the structure is read, which takes a fiftieth of the time of decoding; an image whose
        structure does not tell is decoded.
        """
        whole = is_whole(self.data)
        if whole is None and self.kind is MediaKind.IMAGE:
            self.decode()
        elif whole is False:
            raise self._cut_off()

    def require_end(self) -> None:
        """`MediaError` if the file is surely cut off: cheaper than `require_whole`, and nothing is decoded.

        A file that ends with its format's mark is taken for whole.
        """
        if not has_end(self.data) and is_whole(self.data) is False:
            raise self._cut_off()

    def _cut_off(self) -> MediaError:
        return MediaError(
            f"{self.origin or self.kind}: the file is cut off: its {len(self.data)} bytes end before the end that the"
            f" format {self.format} gives it."
        )

    def decode(self) -> Image.Image:
        """Decode an image into upright RGB; `MediaError` names the place if the bytes are cut off or no image.

        Holds the pixels once (three bytes each), and once more while a turned or not RGB image is converted.
        """
        from PIL import ImageOps

        image: Image.Image = self._open()
        try:
            image.load()
            if image.mode.startswith("I"):
                # Sixteen bits a pixel: conversion alone would clip all but the darkest to white.
                image = image.convert("I").point(lambda value: value / 256).convert("L")
            ImageOps.exif_transpose(image, in_place=True)
            image = image if image.mode == "RGB" else image.convert("RGB")
            image.info.pop("transparency", None)  # Saving would give it to pixels that have the colour by chance.
            return image
        except DECODING_ERRORS as error:
            raise MediaError(f"{self.origin or 'image'}: the image cannot be decoded ({error}).") from error

    def _open(self) -> Image.Image:
        from PIL import Image

        try:
            return Image.open(io.BytesIO(self.data))
        except (*DECODING_ERRORS, Image.DecompressionBombError) as error:
            head = self.data[:12].hex(" ")
            raise MediaError(
                f"{self.origin or 'image'}: no image format is recognised in these {len(self.data)} bytes ({head} …)."
            ) from error


def media_from_value(value: Any, kind: MediaKind, origin: str, *, folder: Path | None = None) -> Media:
    """Make a `Media` of what a data set column holds: encoded bytes, a path, `{bytes, path}`; or a PIL image.

    A text that begins as an image in base64 does is one, unless it is the path of a file. A relative path begins at
    `folder`, or at the working directory if there is none. A reader of rows hands on a `MediaError` in place of what it
    could not read; it is raised here, where the place is known.
    """
    if isinstance(value, MediaError):
        raise MediaError(f"{origin}: {value}") from value
    if isinstance(value, dict):
        held = value.get("bytes") or value.get("path")
        value = value if held is None else held
    if isinstance(value, bytes):
        return Media(kind, value, origin)
    if isinstance(value, str) and value.startswith(BASE64_STARTS) and not _is_path(value, folder):
        return media_from_value(decode_base64(value), kind, origin)
    if isinstance(value, str) and (error := address_error(value, "here")) is not None:
        return media_from_value(error, kind, origin)
    if isinstance(value, str | Path):
        return Media(kind, _read(Path(value).expanduser(), origin, folder), origin)
    if kind is MediaKind.IMAGE and hasattr(value, "save"):
        buffer = io.BytesIO()
        value.save(buffer, format="PNG")
        return Media(kind, buffer.getvalue(), origin)
    accepted = "encoded bytes, a path or an image" if kind is MediaKind.IMAGE else "encoded bytes or a path"
    held = f"a mapping of {', '.join(map(str, value)) or 'nothing'}" if isinstance(value, dict) else None
    raise MediaError(f"{origin}: expected {accepted}, found {held or type(value).__name__}.")


def address_error(text: str, place: str) -> MediaError | None:
    """What to say of a text if it is an address of the web or of a storage; `place` is where a path belongs instead."""
    if (address := ADDRESS.match(text)) is None:
        return None
    told = _shown(address["scheme"] + address["rest"])
    rule = f"{told!r} is an address, and no medium of a row is fetched."
    return MediaError(f"{rule} Download it and write its path {place}.")


def decode_base64(text: str) -> bytes | MediaError:
    """Bytes of a medium in base64; also as a `data:` address, and broken into lines."""
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        return MediaError(f"is not valid base64 ({error}): {text[:24]!r} …, {len(text)} characters.")


def _is_path(text: str, folder: Path | None) -> bool:
    return len(text) < MAX_PATH and (folder or Path()).joinpath(text).exists()


def _read(path: Path, origin: str, folder: Path | None) -> bytes:
    path = path if folder is None else folder / path
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or error
        raise MediaError(f"{origin}: cannot read {_shown(str(path))!r} ({reason}).") from error


def _shown(path: str) -> str:
    return path if len(path) <= MAX_SHOWN else f"{path[:MAX_SHOWN]}…"
