"""The JSON of a chat request, put together from pieces: an image is made into JSON once, however often it is sent."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hyeval.records import Message

CHUNK_BYTES = 128 << 10


@dataclass(frozen=True)
class Body:
    """A request's bytes in pieces, of which the media are shared with other requests and never copied together."""

    pieces: tuple[bytes, ...]

    def __len__(self) -> int:
        return sum(map(len, self.pieces))

    def joined(self) -> bytes:
        """All in one."""
        return b"".join(self.pieces)

    async def chunks(self) -> AsyncIterator[bytes]:
        """The same in portions: whoever sends them holds no more than one."""
        for piece in self.pieces:
            view = memoryview(piece)
            for start in range(0, len(view), CHUNK_BYTES):
                yield bytes(view[start : start + CHUNK_BYTES])


def render_body(settings: Mapping[str, Any], messages: Sequence[Message], media: Mapping[str, bytes]) -> Body:
    """A chat request; `media` maps digests to the JSON of their content parts, separated by commas."""
    rest = json.dumps(dict(settings), ensure_ascii=False).encode("utf-8", "replace")
    pieces = [b'{"messages":[']
    for number, message in enumerate(messages):
        pieces += [b","] if number else []
        pieces += _message(message, media)
    return Body((*pieces, b"],", rest[1:]))


def _message(message: Message, media: Mapping[str, bytes]) -> Iterator[bytes]:
    """Plain text where there are no media: some servers read nothing else."""
    yield b"".join((b'{"role":', _json(message.role.value), b',"content":'))
    texts = [part for part in message.parts if isinstance(part, str)]
    if len(texts) == len(message.parts):
        yield _json("".join(texts))
    else:
        for number, part in enumerate(message.parts):
            yield b"," if number else b"["
            yield _json({"type": "text", "text": part}) if isinstance(part, str) else media[part.digest]
        yield b"]"
    yield b"}"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
