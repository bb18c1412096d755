"""One image or video, many questions: it is encoded once for a batch, and no answer changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from hyeval.media import Media
from hyeval.models.hardware import Accelerator, Hardware
from hyeval.models.local import LocalModel
from hyeval.records import GenerationSettings, Request, Response
from tests.builders import make_image, make_request, make_sample, noise_bytes
from tests.clips import noise_video
from tests.models import architectures

QUESTIONS = ["Which digit is shown?", "Is this a three? Answer yes or no.", "What?"]
SHARING = [
    architectures.llava, architectures.llava_next, architectures.gemma3, architectures.paligemma,
    architectures.qwen2_vl, architectures.qwen2_5_vl, architectures.qwen3_vl, architectures.glm4v,
]  # fmt: skip
SEEING = [
    architectures.qwen2_vl, architectures.qwen2_5_vl, architectures.qwen3_vl, architectures.glm4v,
    architectures.llava_onevision,
]  # fmt: skip
OTHERS = [architectures.idefics3, architectures.mllama]


@dataclass(frozen=True)
class CountingHardware(Hardware):
    """Counts the images or patches that the image encoder is given."""

    encoded: list[int] = field(default_factory=list)

    def place(self, fabric: Any, model: Any) -> Any:
        encoder = getattr(model.base_model, "vision_tower", None) or model.base_model.get_encoder("image")
        encoder.register_forward_pre_hook(self._count, with_kwargs=True)
        return super().place(fabric, model)

    def _count(self, _: Any, given: tuple[Any, ...], named: dict[str, Any]) -> None:
        self.encoded.append(len(given[0] if given else named.get("pixel_values", named.get("hidden_states"))))


def image(number: int) -> Media:
    return make_image(noise_bytes(number, size=(32, 32)))


def asked(media: Sequence[Media]) -> list[Request]:
    """Questions about one medium each."""
    settings = GenerationSettings(max_tokens=1, top_logprobs=20)
    samples = [make_sample(QUESTIONS[i % 3], index=i, media=[medium]) for i, medium in enumerate(media)]
    return [make_request(sample, generation=settings) for sample in samples]


def assert_shared(folder: Path, media: Sequence[Media]) -> None:
    """Half of these media are seen for the first time, and the first and the fourth are different ones."""
    requests = asked(media)
    alone, each = answers(folder, requests, batch=1)
    together, shared = answers(folder, requests, batch=len(requests))
    assert sum(shared) * 2 == sum(each)
    for one, other in zip(alone, together, strict=True):
        assert values(one) == pytest.approx(values(other), abs=1e-5)
    assert max(abs(a - b) for a, b in zip(values(together[0]), values(together[3]), strict=True)) > 1e-5


def answers(folder: Path, requests: Sequence[Request], *, batch: int) -> tuple[list[Response], list[int]]:
    hardware = CountingHardware(accelerator=Accelerator.CPU)
    settings: dict[str, Any] = {"modality": ("image", "video")}
    if "paligemma" in folder.name:
        settings |= {"attention": "eager", "chat_template": {"chat_template": PALIGEMMA}}
    model = LocalModel("tiny", str(folder), hardware=hardware, **settings)

    async def all_of_them() -> list[Response]:
        parts = [requests[i : i + batch] for i in range(0, len(requests), batch)]
        return [response for part in parts for response in await model.generate(part)]

    try:
        return asyncio.run(all_of_them()), hardware.encoded
    finally:
        model.close()


PALIGEMMA = "<image>{{ messages[0]['content'][1]['text'] }}"


def values(response: Response) -> list[float]:
    return [value for _, value in response.logprobs]


@pytest.mark.parametrize("build", SHARING, ids=lambda build: build.__name__)
def test_an_image_of_several_questions_is_encoded_once(tmp_path: Path, build: Callable[[Path], None]) -> None:
    folder = tmp_path / build.__name__
    build(folder)
    assert_shared(folder, list(map(image, [0, 1, 0, 1, 1, 2])))


@pytest.mark.parametrize("build", SEEING, ids=lambda build: build.__name__)
def test_a_video_of_several_questions_is_encoded_once(tmp_path: Path, build: Callable[[Path], None]) -> None:
    folder = tmp_path / build.__name__
    build(folder)
    assert_shared(folder, [noise_video(number, 4) for number in (0, 1, 0, 1, 1, 2)])


def test_images_and_videos_of_one_batch_are_each_encoded_once(tmp_path: Path) -> None:
    architectures.qwen2_5_vl(tmp_path)
    assert_shared(tmp_path, [image(0), noise_video(0, 4), image(0), noise_video(0, 4)])


@pytest.mark.parametrize("build", SHARING[:1], ids=lambda build: build.__name__)
def test_different_images_are_all_encoded(tmp_path: Path, build: Callable[[Path], None]) -> None:
    build(tmp_path)
    assert answers(tmp_path, asked(list(map(image, [0, 1, 2]))), batch=3)[1] == [3]


@pytest.mark.parametrize("build", OTHERS, ids=lambda build: build.__name__)
def test_models_that_cannot_share_answer_as_before(tmp_path: Path, build: Callable[[Path], None]) -> None:
    build(tmp_path)
    requests = asked(list(map(image, [0, 0, 1])))
    settings = {"hardware": Hardware(accelerator=Accelerator.CPU)}
    model = LocalModel("tiny", str(tmp_path), **settings)
    try:
        together = asyncio.run(model.generate(requests))
        alone = [asyncio.run(model.generate([request]))[0] for request in requests]
    finally:
        model.close()
    for one, other in zip(alone, together, strict=True):
        assert values(one) == pytest.approx(values(other), abs=1e-5)
