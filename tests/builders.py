"""Samples, requests and images for tests: everything has a default, so that a test names only what it is about."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from PIL import Image

from hyeval.media import Media, MediaKind
from hyeval.records import (
    GenerationSettings,
    Message,
    Request,
    Response,
    ResponseStatus,
    Role,
    Sample,
    canonical_json,
)

MODEL = canonical_json({"engine": "test", "revision": "1"})


def image_bytes(
    colour: Any = (200, 30, 30), *, mode: str = "RGB", size: tuple[int, int] = (8, 6), file_format: str = "PNG"
) -> bytes:
    """Encode an image of one colour."""
    return encoded(Image.new(mode, size, colour), file_format)


def noise_bytes(seed: int, *, size: tuple[int, int] = (24, 16), file_format: str = "PNG") -> bytes:
    """Encode an image of random pixels, which no codec makes small."""
    pixels = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    return encoded(Image.fromarray(pixels), file_format)


def encoded(image: Image.Image, file_format: str = "PNG", **options: Any) -> bytes:
    """Encode an image."""
    buffer = io.BytesIO()
    image.save(buffer, format=file_format, **options)
    return buffer.getvalue()


def make_image(data: bytes | None = None, *, origin: str = "") -> Media:
    """Wrap encoded bytes; those of a small red image if none are given."""
    return Media(MediaKind.IMAGE, image_bytes() if data is None else data, origin)


def make_sample(
    question: str = "What is shown?",
    *,
    index: int = 0,
    id: str | None = None,
    messages: Sequence[Message] | None = None,
    media: Sequence[Media] = (),
    targets: Sequence[str] = ("7",),
    choices: Sequence[str] = (),
    group: str | None = None,
    cluster: str | None = None,
) -> Sample:
    """Make a sample; its one user message holds the media and then the question, unless `messages` are given."""
    return Sample(
        id=str(index) if id is None else id,
        index=index,
        messages=(Message(Role.USER, (*media, question)),) if messages is None else tuple(messages),
        question=question,
        targets=tuple(targets),
        choices=tuple(choices),
        group=group,
        cluster=cluster,
    )


def make_request(
    sample: Sample | str | None = None,
    *,
    generation: GenerationSettings | None = None,
    model: str = MODEL,
    seed: int = 0,
    repeat: int = 0,
) -> Request:
    """Make a request for a sample, or for one that asks the given question."""
    asked = make_sample(sample) if isinstance(sample, str) else sample or make_sample()
    return Request(asked, generation or GenerationSettings(), model, seed, repeat)


def numbered_requests(count: int, *, different: int | None = None) -> list[Request]:
    """Make requests with indices 0, 1, …; they repeat `different` questions, by default as many as requests."""
    return [make_request(make_sample(f"question {i % (different or count)}", index=i)) for i in range(count)]


def judged_task(name: str, rubric: str, *, metric: str = "quality", max_tokens: int = 8) -> str:
    """Write a task file: the digits of the demo, graded by a rubric (a YAML mapping in braces)."""
    return f"""\
# @package tasks.{name}
name: {name}
dataset: {{path: "${{package_data:demo/digits/open}}", split: test}}
sample: {{id: id, images: [image], question: question, answer: answer}}
protocol: ${{protocol.name}}
protocols:
  official:
    prompt: {{user: "{{{{ question }}}}"}}
    generation: {{max_tokens: {max_tokens}}}
    rubric: {rubric}
metrics: {{{metric}: mean}}
"""


def make_response(text: str = "7", **fields: Any) -> Response:
    """Make a response that answers."""
    return Response(fields.pop("status", ResponseStatus.OK), text=text, **fields)
