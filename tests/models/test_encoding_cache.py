"""Media made ready to be sent: once for all who share them, within a bound, and as the JSON they would be anyway."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter

import pytest

from hyeval.errors import MediaError
from hyeval.media import Media, MediaKind
from hyeval.models.encoding import Encoded, ImageEncoding, VideoEncoding, encode
from hyeval.models.encoding_cache import INLINE_BYTES, EncodingCache, Fragment
from hyeval.records import SentMedia
from tests.builders import image_bytes, make_image, noise_bytes
from tests.clips import make_video, wav_bytes

LARGE = INLINE_BYTES + 1
WAIT_S = 5


def medium(name: str, size: int = LARGE, kind: MediaKind = MediaKind.IMAGE) -> Media:
    return Media(kind, name.encode().ljust(size, b"."))


def image_part(media: Media, url: str) -> Encoded:
    sent = SentMedia(media.kind, len(media.data), media.digest)
    return Encoded(({"type": "image_url", "image_url": {"url": url}},), (sent,), len(url))


FRAME = len(asyncio.run(EncodingCache(lambda media: image_part(media, "")).get(medium("x"))).json)
"""Bytes of a fragment around its data."""


def encoded(media: Media, size: int = 100) -> Encoded:
    """An image whose fragment has so many bytes."""
    return image_part(media, media.data[:1].decode() * (size - FRAME))


class Workshop:
    """Encodes what it is given, counts it, and can be told to wait or to fail."""

    def __init__(self) -> None:
        self.made: Counter[str] = Counter()
        self.threads: set[str] = set()
        self.broken: set[str] = set()
        self.begun = threading.Event()
        self.gate = threading.Event()
        self.gate.set()
        self._lock = threading.Lock()

    def encode(self, media: Media) -> Encoded:
        name = media.data[:1].decode()
        with self._lock:
            self.made[name] += 1
            self.threads.add(threading.current_thread().name)
        self.begun.set()
        assert self.gate.wait(WAIT_S)
        if name in self.broken:
            raise MediaError(f"{name} is cut off")
        return encoded(media)


async def get_all(cache: EncodingCache, names: str, size: int = LARGE) -> list[Fragment]:
    return await asyncio.gather(*(cache.get(medium(name, size)) for name in names))


# Once


@pytest.mark.parametrize("kept_bytes", [0, 1 << 20])
@pytest.mark.parametrize("kind", MediaKind)
def test_a_medium_that_several_ask_for_at_once_is_encoded_once(kind: MediaKind, kept_bytes: int) -> None:
    workshop = Workshop()
    cache = EncodingCache(workshop.encode, kept_bytes=kept_bytes)
    workshop.gate.clear()

    async def scenario() -> None:
        asked = [asyncio.ensure_future(cache.get(medium(name, kind=kind))) for name in "abcab" * 20]
        await asyncio.to_thread(workshop.begun.wait, WAIT_S)
        workshop.gate.set()
        fragments = await asyncio.gather(*asked)
        assert len({id(fragment) for fragment in fragments}) == 3

    asyncio.run(scenario())
    assert workshop.made == {"a": 1, "b": 1, "c": 1}


def test_different_media_are_encoded_side_by_side_in_threads() -> None:
    meeting = threading.Barrier(2)
    met: dict[str, int] = {}

    def meet(media: Media) -> Encoded:
        place = meeting.wait(WAIT_S)  # nobody comes past it alone
        met[threading.current_thread().name] = place
        return encoded(media)

    asyncio.run(get_all(EncodingCache(meet), "ab"))
    assert sorted(met.values()) == [0, 1], "two threads have met"


def test_a_small_image_is_encoded_at_once_and_a_large_one_leaves_the_event_loop_free() -> None:
    small, large = Workshop(), Workshop()
    asyncio.run(get_all(EncodingCache(small.encode), "a", size=INLINE_BYTES))
    asyncio.run(get_all(EncodingCache(large.encode), "a", size=LARGE))
    assert small.threads == {threading.current_thread().name}
    assert all(name.startswith("encode") for name in large.threads)


def test_one_who_gives_up_does_not_cost_the_others_their_fragment() -> None:
    workshop = Workshop()
    workshop.gate.clear()
    cache = EncodingCache(workshop.encode)

    async def scenario() -> None:
        impatient, patient = (asyncio.ensure_future(cache.get(medium("a"))) for _ in range(2))
        await asyncio.to_thread(workshop.begun.wait, WAIT_S)
        impatient.cancel()
        await asyncio.sleep(0)
        workshop.gate.set()
        assert (await patient).sent[0].digest == medium("a").digest
        assert impatient.cancelled()

    asyncio.run(scenario())
    assert workshop.made == {"a": 1}


def test_a_run_that_ends_while_something_is_encoded_leaves_the_next_one_unharmed() -> None:
    """The jobs of a sweep share a model, and each has an event loop of its own."""
    workshop = Workshop()
    workshop.gate.clear()
    cache = EncodingCache(workshop.encode)

    async def ends_early() -> None:
        asked = asyncio.ensure_future(cache.get(medium("a")))
        await asyncio.to_thread(workshop.begun.wait, WAIT_S)
        asked.cancel()

    asyncio.run(ends_early())
    workshop.gate.set()
    (fragment,) = asyncio.run(asyncio.wait_for(get_all(cache, "a"), WAIT_S))
    assert json.loads(fragment.json)["type"] == "image_url"


# The bound


@pytest.mark.parametrize("size", [INLINE_BYTES, LARGE])
def test_what_was_not_used_for_longest_makes_room(size: int) -> None:
    workshop = Workshop()
    cache = EncodingCache(workshop.encode, kept_bytes=300)  # three fragments

    def get(names: str) -> Counter[str]:
        workshop.made.clear()
        for name in names:
            asyncio.run(get_all(cache, name, size=size))
        return workshop.made

    assert get("abc") == {"a": 1, "b": 1, "c": 1}
    assert get("ab") == {}
    assert get("d") == {"d": 1}  # takes the place of c
    assert get("dab") == {}
    assert get("c") == {"c": 1}  # takes the place of d
    assert get("abc") == {}
    assert get("d") == {"d": 1}


@pytest.mark.parametrize(("kept_bytes", "kept"), [(0, 0), (99, 0), (100, 1), (199, 1), (1000, 10), (10_000, 20)])
def test_no_more_is_kept_than_the_bound_allows(kept_bytes: int, kept: int) -> None:
    workshop = Workshop()
    cache = EncodingCache(workshop.encode, kept_bytes=kept_bytes)
    names = "abcdefghijklmnopqrst"
    asyncio.run(get_all(cache, names))
    workshop.made.clear()
    # From the last one back, as each that is encoded anew takes the place of the one that is oldest.
    still_there = 0
    for name in reversed(names):
        asyncio.run(get_all(cache, name))
        still_there += not workshop.made[name]
    assert still_there == kept


def test_what_is_larger_than_the_bound_does_not_drive_out_the_rest() -> None:
    workshop = Workshop()
    cache = EncodingCache(
        lambda media: encoded(media, 400) if media.data.startswith(b"z") else workshop.encode(media), kept_bytes=300
    )
    asyncio.run(get_all(cache, "abc"))
    asyncio.run(get_all(cache, "zz"))
    asyncio.run(get_all(cache, "abc"))
    assert workshop.made == {"a": 1, "b": 1, "c": 1}


# Errors


@pytest.mark.parametrize("size", [INLINE_BYTES, LARGE])
def test_an_error_reaches_all_who_asked_and_is_not_kept(size: int) -> None:
    workshop = Workshop()
    workshop.broken.add("a")
    cache = EncodingCache(workshop.encode)

    async def scenario() -> None:
        asked = (cache.get(medium(name, size)) for name in "aba")
        first, good, second = await asyncio.gather(*asked, return_exceptions=True)
        assert isinstance(first, MediaError)
        assert isinstance(second, MediaError)
        assert isinstance(good, Fragment)
        workshop.broken.clear()
        await get_all(cache, "ab", size=size)

    asyncio.run(scenario())
    assert workshop.made["b"] == 1


# JSON


def make(kind: str) -> Media:
    return {
        "small image": lambda: make_image(image_bytes("red")),
        "large image": lambda: make_image(noise_bytes(1, size=(300, 200))),
        "jpeg": lambda: make_image(image_bytes("red", file_format="JPEG")),
        "bitmap": lambda: make_image(image_bytes("red", file_format="BMP")),
        "video": make_video,
        "audio": lambda: Media(MediaKind.AUDIO, wav_bytes()),
    }[kind]()


@pytest.mark.parametrize("kind", ["small image", "large image", "jpeg", "bitmap", "video", "audio"])
@pytest.mark.parametrize("images", [ImageEncoding(), ImageEncoding(detail='lo"w'), ImageEncoding(max_side=7)])
@pytest.mark.parametrize("video", [VideoEncoding(frames=3), VideoEncoding(send="video_url")])
def test_the_json_is_that_of_the_content_parts(kind: str, images: ImageEncoding, video: VideoEncoding) -> None:
    media = make(kind)
    expected = encode(media, images, video)
    fragment = asyncio.run(EncodingCache(lambda one: encode(one, images, video)).get(media))
    assert json.loads(b"[%b]" % fragment.json) == json.loads(json.dumps(expected.parts))
    assert fragment.sent == expected.sent
