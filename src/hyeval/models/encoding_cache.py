"""Media made ready to be sent, once for all questions that share them, within a bound."""

from __future__ import annotations

import asyncio
import json
import os
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from hyeval.media import Media, MediaKind
from hyeval.models.encoding import Encoded
from hyeval.records import SentMedia

KEPT_BYTES = 16 << 20
"""How much is kept for questions to come; what is being sent is held besides."""
INLINE_BYTES = 64 << 10
"""Images up to this size are encoded at once; a hop into a thread would cost more."""
THREADS = min(4, max(2, (os.cpu_count() or 2) // 2))
"""Media are decoded in so many threads: each holds the pixels of one."""


@dataclass(frozen=True)
class Fragment:
    """The JSON of a medium's content parts, and what was sent."""

    json: bytes
    sent: tuple[SentMedia, ...]


def _to_json(part: Mapping[str, Any]) -> bytes:
    """JSON of a content part. Its data, base64 that needs no escapes, are put in without being looked through."""
    kind = part["type"]
    content = dict(part[kind])
    field = "data" if "data" in content else "url"
    data: str = content.pop(field)
    rest = json.dumps(content).encode()[1:]
    separator = b"," if content else b""
    head = json.dumps({"type": kind, kind: 0}).encode().removesuffix(b"0}")
    return b"".join((head, b'{"', field.encode(), b'":"', data.encode(), b'"', separator, rest, b"}"))


class EncodingCache:
    """Encodes in worker threads, each distinct medium once at a time."""

    def __init__(self, encode: Callable[[Media], Encoded], *, kept_bytes: int = KEPT_BYTES) -> None:
        self._encode = encode
        self._kept_bytes = kept_bytes
        self._kept: OrderedDict[str, Fragment] = OrderedDict()
        self._size = 0
        self._under_way: dict[str, asyncio.Future[Fragment]] = {}
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="encode")

    async def get(self, media: Media) -> Fragment:
        """The medium's fragment; `MediaError` if it cannot be read."""
        if (known := self._kept.get(media.digest)) is not None:
            self._kept.move_to_end(media.digest)
            return known
        if media.kind is MediaKind.IMAGE and len(media.data) <= INLINE_BYTES:
            return self._keep(media.digest, self._render(media))
        loop = asyncio.get_running_loop()
        task = self._under_way.get(media.digest)
        # An earlier run may have ended before its media were encoded, and its event loop with it.
        if task is None or task.get_loop() is not loop:
            task = loop.run_in_executor(self._threads, self._render, media)
            self._under_way[media.digest] = task
            task.add_done_callback(lambda _: self._under_way.pop(media.digest))
        return self._keep(media.digest, await asyncio.shield(task))

    def _render(self, media: Media) -> Fragment:
        encoded = self._encode(media)
        return Fragment(b",".join(map(_to_json, encoded.parts)), encoded.sent)

    def _keep(self, digest: str, fragment: Fragment) -> Fragment:
        if digest not in self._kept and len(fragment.json) <= self._kept_bytes:
            self._kept[digest] = fragment
            self._size += len(fragment.json)
            while self._size > self._kept_bytes:
                self._size -= len(self._kept.popitem(last=False)[1].json)
        return fragment
