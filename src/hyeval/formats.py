"""File formats of media, read from their bytes without decoding: which one it is, and whether the file is whole."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping

RIFF_FORMATS = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
ISO_BRANDS = {b"M4A ": "m4a", b"avif": "avif", b"heic": "heic"}
"""Brands of ISO base media files that hold no video; every other one is taken for `mp4`."""
ISO_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"moof", b"wide", b"free", b"skip"})
SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"\x1a\x45\xdf\xa3": "webm",  # Matroska, of which WebM is a part
    b"ID3": "mp3",
    b"fLaC": "flac",
    b"OggS": "ogg",
    b"FORM": "aiff",
    b"BM": "bmp",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
}
END_MARKS = {"png": b"IEND\xaeB`\x82", "jpeg": b"\xff\xd9", "gif": b"\0;"}
UNKNOWN_SIZES = (0, 0xFFFFFFFF)
"""What a RIFF file has for its size if it was written to a pipe."""
MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""In the compressed data of a JPEG, 0xFF is followed by 0 or a restart mark; anything else ends it."""


def format_of(data: bytes) -> str | None:
    """Name of the format (`png`, `jpeg`, `mp4`, `wav`, …) that the first bytes announce; None if no known one."""
    if data.startswith(b"RIFF"):
        return RIFF_FORMATS.get(data[8:12])
    if data[4:8] in ISO_BOXES:
        return ISO_BRANDS.get(data[8:12], "mp4")
    for start, name in SIGNATURES.items():
        if data.startswith(start):
            return name
    return _mpeg_audio(data)


def _mpeg_audio(data: bytes) -> str | None:
    """`mp3` or `aac`, which begin with eleven or twelve set bits and the number of the layer."""
    if len(data) < 2 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return None
    return {0b01: "mp3", 0b00: "aac"}.get(data[1] >> 1 & 0b11)


def has_end(data: bytes) -> bool:
    """Whether the last bytes are the mark with which the format ends, of formats that have one; looks at no other."""
    mark = END_MARKS.get(format_of(data) or "")
    return mark is not None and data.endswith(mark)


def is_whole(data: bytes) -> bool | None:
    """Whether a file ends where its format says, rather than before; None if that cannot be said without decoding.

    Headers, lengths and end marks are read, and of PNG the checksums; no pixels are decoded. Takes under a millisecond
    for a megabyte.
    """
    check = CHECKS.get(format_of(data) or "")
    try:
        return None if check is None else check(data)
    except IndexError:
        return False


def _number(data: bytes, start: int, size: int, *, little: bool = False) -> int:
    """Unsigned integer of `size` bytes; `IndexError` if the file ends before."""
    _reach(data, start + size)
    return int.from_bytes(data[start : start + size], "little" if little else "big")


def _reach(data: bytes, end: int) -> None:
    if end > len(data):
        raise IndexError(end)


def _png(data: bytes) -> bool | None:
    view, position = memoryview(data), 8
    while True:
        end = position + 12 + _number(data, position, 4)
        _reach(data, end)
        if zlib.crc32(view[position + 4 : end - 4]) != _number(data, end - 4, 4):
            return None
        if data[position + 4 : position + 8] == b"IEND":
            return True
        position = end


def _jpeg(data: bytes) -> bool | None:
    position, scanned = 2, False
    while True:
        marker = data[position + 1]
        if data[position] != 0xFF or marker in (0x00, 0xD8):
            return None
        if marker == 0xFF:  # a fill byte
            position += 1
        elif marker == 0xD9:
            return True if scanned else None
        else:
            position += 2 + _number(data, position + 2, 2)
        if marker == 0xDA:
            found = MARKER_IN_SCAN.search(data, position)
            if found is None:
                return False
            position, scanned = found.start(), True


def _gif(data: bytes) -> bool | None:
    position = 13 + _colour_table(data[10])
    while (block := data[position]) != 0x3B:
        if block == 0x21:
            position += 2
        elif block == 0x2C:
            position += 11 + _colour_table(data[position + 9])
        else:
            return None
        while size := data[position]:
            position += size + 1
        position += 1
    return True


def _colour_table(flags: int) -> int:
    """Bytes of the colour table that a GIF's flags announce."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _webp(data: bytes) -> bool | None:
    end = 8 + _number(data, 4, 4, little=True)
    _reach(data, end)
    position, shown = 12, False
    while position < end:
        shown |= data[position : position + 4] in (b"VP8 ", b"VP8L", b"ANMF")
        size = _number(data, position + 4, 4, little=True)
        position += 8 + size + size % 2
    return True if shown and position <= end + 1 else None


def _riff(data: bytes) -> bool | None:
    size = _number(data, 4, 4, little=True)
    # Some writers count a padding byte at the end that they leave out.
    return None if size in UNKNOWN_SIZES else 8 + size <= len(data) + 1


def _iso(data: bytes) -> bool | None:
    """Boxes of an MP4: size, name, content; a size of 1 stands for a longer one behind the name, 0 for the rest.

    A video in fragments that ends after one of them counts as whole: nothing in it says that more was meant to follow.
    """
    position, described, name = 0, False, b""
    while position < len(data):
        _reach(data, position + 8)
        size, name = _number(data, position, 4), data[position + 4 : position + 8]
        if not name.isalnum():
            return None
        described |= name == b"moov"
        if size == 1:
            size = _number(data, position + 8, 8)
        position = len(data) if size == 0 else position + max(size, 8)
    return described and position == len(data) and name != b"moof"  # which describes the box behind it


def _matroska(data: bytes) -> bool | None:
    """A header and one segment, each with its size; a segment of unknown size was written to a pipe."""
    position = 4
    header, position = _variable_size(data, position)
    position += header or 0
    if _number(data, position, 4) != 0x18538067:
        return None
    size, position = _variable_size(data, position + 4)
    return None if size is None else position + size <= len(data)


def _variable_size(data: bytes, position: int) -> tuple[int | None, int]:
    """Size of a Matroska element (None: unknown) and the position behind it.

    As many zeros as the first byte begins with, so many bytes follow it; all ones mean unknown.
    """
    length = 9 - data[position].bit_length()
    value = _number(data, position, length) & (1 << 7 * length) - 1
    return (None if value == (1 << 7 * length) - 1 else value), position + length


CHECKS: Mapping[str, Callable[[bytes], bool | None]] = {
    "png": _png,
    "jpeg": _jpeg,
    "gif": _gif,
    "webp": _webp,
    "wav": _riff,
    "avi": _riff,
    "mp4": _iso,
    "webm": _matroska,
}
