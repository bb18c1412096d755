"""The JSON of a chat request, put together from pieces: an image is made into JSON once, however often it is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hyeval.records import Message


def render_body(settings: Mapping[str, Any], messages: Sequence[Message], media: Mapping[str, bytes]) -> bytes:
    """Bytes of a chat request; `media` maps digests to the JSON of their content parts, separated by commas."""
    rest = json.dumps(dict(settings), ensure_ascii=False).encode("utf-8", "replace")
    rendered = b",".join(_message(message, media) for message in messages)
    return b"".join((b'{"messages":[', rendered, b"],", rest[1:]))


def _message(message: Message, media: Mapping[str, bytes]) -> bytes:
    """Plain text where there are no media: some servers read nothing else."""
    texts = [part for part in message.parts if isinstance(part, str)]
    if len(texts) == len(message.parts):
        content = _json("".join(texts))
    else:
        parts = (
            _json({"type": "text", "text": part}) if isinstance(part, str) else media[part.digest]
            for part in message.parts
        )
        content = b"".join((b"[", b",".join(parts), b"]"))
    return b"".join((b'{"role":', _json(message.role.value), b',"content":', content, b"}"))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
