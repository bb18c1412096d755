"""Every architecture of the model files, tiny and random, through its own processor: what an answer depends on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from hyeval.config.folders import config_folder
from hyeval.models.hardware import Accelerator, Hardware
from hyeval.models.local import LocalModel
from hyeval.records import GenerationSettings, Request, Response
from tests.builders import make_image, make_request, make_sample, noise_bytes
from tests.config.test_model_files import FROM_THE_HUB
from tests.models.architectures import BUILDERS

WITHOUT_TORCHVISION = {
    "llama4": "Llama4ImageProcessor has no version for Pillow",
    "kimi_k2": "Kimi_K25ImageProcessor has no version for Pillow",
    "phi4_multimodal": "Phi4MultimodalImageProcessor has no version for Pillow",
    "pixtral": "PixtralProcessor asks for torchvision",
    "mistral3": "PixtralProcessor asks for torchvision",
    "ministral3": "PixtralProcessor asks for torchvision",
}
"""Model files whose processor cannot be made here, and why."""
SAME = [(name, builder) for name, builders in BUILDERS.items() for builder in builders]
QUESTIONS = ["Which digit is shown?", "Is this a three? Answer yes or no."]
IMAGES = [make_image(noise_bytes(0, size=(40, 24))), make_image(noise_bytes(1, size=(32, 48)))]


def test_every_model_file_is_built_or_named() -> None:
    assert BUILDERS.keys() | WITHOUT_TORCHVISION.keys() == FROM_THE_HUB.keys()
    assert not BUILDERS.keys() & WITHOUT_TORCHVISION.keys()


def asked(generation: GenerationSettings) -> list[Request]:
    """Two questions about each of two images; the questions and the images are of different lengths."""
    samples = [
        make_sample(question, index=2 * i + j, media=[image])
        for i, question in enumerate(QUESTIONS)
        for j, image in enumerate(IMAGES)
    ]
    return [make_request(sample, generation=generation) for sample in samples]


def answers(model: LocalModel, requests: Sequence[Request], batch: int) -> list[Response]:
    async def all_of_them() -> list[Response]:
        parts = [requests[i : i + batch] for i in range(0, len(requests), batch)]
        return [response for part in parts for response in await model.generate(part)]

    return asyncio.run(all_of_them())


def settings_of(name: str) -> dict[str, Any]:
    file = yaml.safe_load((config_folder() / "model" / f"{name}.yaml").read_text())
    return {key: file[key] for key in ("attention", "processor", "chat_template") if key in file}


@pytest.mark.parametrize(("name", "build"), SAME, ids=[build.__name__ for _, build in SAME])
def test_an_answer_depends_on_the_image_and_not_on_the_batch(
    tmp_path: Path, name: str, build: Callable[[Path], None]
) -> None:
    if name == "smolvlm2":
        pytest.importorskip("num2words", reason="the processor of SmolVLM needs num2words (hyeval[test])")
    build(tmp_path)
    model = LocalModel("tiny", str(tmp_path), hardware=Hardware(accelerator=Accelerator.CPU), **settings_of(name))
    try:
        written = asked(GenerationSettings(max_tokens=4))
        alone, together = answers(model, written, 1), answers(model, written, 4)
        assert [one.text for one in alone] == [one.text for one in together]
        assert [one.usage for one in alone] == [one.usage for one in together]

        likely = asked(GenerationSettings(max_tokens=1, top_logprobs=20))
        alone, together = answers(model, likely, 1), answers(model, likely, 4)
        for one, other in zip(alone, together, strict=True):
            assert [value for _, value in one.logprobs] == pytest.approx(
                [value for _, value in other.logprobs], abs=1e-5
            )
        first, second = ([value for _, value in one.logprobs] for one in alone[:2])
        assert max(abs(a - b) for a, b in zip(first, second, strict=True)) > 1e-5, "the image makes no difference"
    finally:
        model.close()
