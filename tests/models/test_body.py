"""The JSON of a request: text and media in the order of the messages, each medium with the bytes it was encoded to."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import Sequence
from typing import Any

import pytest

from hyeval.media import Media, MediaKind
from hyeval.models.body import CHUNK_BYTES, Body, render_body
from hyeval.models.encoding import ImageEncoding, VideoEncoding, encode
from hyeval.models.encoding_cache import EncodingCache
from hyeval.models.transport import STREAMED_BYTES, Connection, HttpClient, OpenAITransport
from hyeval.records import Message, Role
from tests.builders import image_bytes, make_image
from tests.clips import make_video, wav_bytes
from tests.servers.openai_server import ServerSettings, serve

RED, BLUE = make_image(image_bytes("red")), make_image(image_bytes("blue"))
IMAGES, VIDEO = ImageEncoding(detail="low"), VideoEncoding(frames=2)


def contents(messages: Sequence[Message], video: VideoEncoding = VIDEO) -> list[Any]:
    """Content of each message as the endpoint reads it."""
    cache = EncodingCache(lambda media: encode(media, IMAGES, video))

    async def fragments() -> dict[str, bytes]:
        media = [part for message in messages for part in message.parts if isinstance(part, Media)]
        return {medium.digest: (await cache.get(medium)).json for medium in media}

    body = json.loads(render_body({"model": "m"}, messages, asyncio.run(fragments())).joined())
    assert [message["role"] for message in body["messages"]] == [message.role.value for message in messages]
    return [message["content"] for message in body["messages"]]


def asked(*parts: str | Media) -> list[Message]:
    return [Message(Role.USER, parts)]


def url(media: Media, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(media.data).decode()}"


def test_text_without_media_is_plain() -> None:
    messages = [Message(Role.SYSTEM, ("Be brief.",)), Message(Role.USER, ("One ", "and “two”\n🙂"))]
    assert contents(messages) == ["Be brief.", "One and “two”\n🙂"]


def test_images_stand_between_the_texts_in_order() -> None:
    (content,) = contents(asked("Compare ", RED, " with ", BLUE, RED, "."))
    assert content == [
        {"type": "text", "text": "Compare "},
        {"type": "image_url", "image_url": {"url": url(RED, "image/png"), "detail": "low"}},
        {"type": "text", "text": " with "},
        {"type": "image_url", "image_url": {"url": url(BLUE, "image/png"), "detail": "low"}},
        {"type": "image_url", "image_url": {"url": url(RED, "image/png"), "detail": "low"}},
        {"type": "text", "text": "."},
    ]


def test_the_frames_of_a_video_stand_where_it_stood_and_sound_beside_it() -> None:
    tone = Media(MediaKind.AUDIO, wav_bytes())
    (content,) = contents(asked(RED, make_video(), "before", tone, "after"))
    assert [part["type"] for part in content] == ["image_url"] * 3 + ["text", "input_audio", "text"]
    assert content[4]["input_audio"] == {"data": base64.b64encode(tone.data).decode(), "format": "wav"}


def test_a_video_may_go_out_whole() -> None:
    video = make_video()
    (content,) = contents(asked(video, "What happens?"), VideoEncoding(send="video_url"))
    assert content[0] == {"type": "video_url", "video_url": {"url": url(video, "video/mp4")}}


# Bytes


def chunks(body: Body) -> list[bytes]:
    async def collect() -> list[bytes]:
        return [chunk async for chunk in body.chunks()]

    return asyncio.run(collect())


@pytest.mark.parametrize(
    ("pieces", "sizes"),
    [
        ((), []),
        ((b"",), []),
        ((b"abc", b"", b"de"), [3, 2]),
        ((b"x" * CHUNK_BYTES,), [CHUNK_BYTES]),
        ((b"x" * (CHUNK_BYTES + 1), b"y"), [CHUNK_BYTES, 1, 1]),
        ((b"a", b"x" * (3 * CHUNK_BYTES)), [1] + [CHUNK_BYTES] * 3),
    ],
)
def test_the_chunks_of_a_body_are_the_body_and_none_is_large(pieces: tuple[bytes, ...], sizes: list[int]) -> None:
    body = Body(pieces)
    found = chunks(body)
    assert [len(chunk) for chunk in found] == sizes
    assert b"".join(found) == body.joined() == b"".join(pieces)
    assert len(body) == len(body.joined())


def test_a_medium_is_not_copied_into_the_bodies_that_share_it() -> None:
    fragment = b'{"type":"image_url"}'
    bodies = [render_body({}, asked(RED, f"question {number}"), {RED.digest: fragment}) for number in range(3)]
    assert all(any(piece is fragment for piece in body.pieces) for body in bodies)


@pytest.mark.parametrize("text", ["plain", 'quo"tes \\ and\nlines\x00\u2028', "数学 🙂", "half \ud83d"])
def test_any_text_makes_a_body_that_is_json_in_utf_8(text: str) -> None:
    arrives = text.replace("\ud83d", "?")
    messages = [Message(Role.SYSTEM, (text,)), Message(Role.USER, (RED, text))]
    body = render_body({"model": text, "stop": [text]}, messages, {RED.digest: b'{"type":"image_url"}'})
    assert json.loads(body.joined().decode()) == {
        "messages": [
            {"role": "system", "content": arrives},
            {"role": "user", "content": [{"type": "image_url"}, {"type": "text", "text": arrives}]},
        ],
        "model": arrives,
        "stop": [arrives],
    }


@pytest.mark.parametrize("http", HttpClient)
@pytest.mark.parametrize("size", [10, STREAMED_BYTES - 500, 3 * STREAMED_BYTES])
def test_bodies_of_every_size_arrive_whole(size: int, http: HttpClient) -> None:
    """Above the bound they are sent in chunks of their pieces."""
    body = render_body({"model": "tested", "max_tokens": 5}, asked("数" + "x" * size), {})

    async def send() -> list[dict[str, Any]]:
        async with serve(ServerSettings()) as url:
            transport = OpenAITransport(Connection(f"{url}/v1", 5.0, http=http))
            await transport.complete(body)
            log = await transport.client.get(f"{url}/control/log", cast_to=object)
            await transport.close()
        assert isinstance(log, list)
        return log

    (entry,) = asyncio.run(send())
    assert (entry["status"], entry["sha256"]) == (200, hashlib.sha256(body.joined()).hexdigest())
