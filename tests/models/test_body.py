"""The JSON of a request: text and media in the order of the messages, each medium with the bytes it was encoded to."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Sequence
from typing import Any

from hyeval.media import Media, MediaKind
from hyeval.models.body import render_body
from hyeval.models.encoding import ImageEncoding, VideoEncoding, encode
from hyeval.models.encoding_cache import EncodingCache
from hyeval.records import Message, Role
from tests.builders import image_bytes, make_image
from tests.clips import make_video, wav_bytes

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
