"""What fits on a device: found out by what ran out of memory, remembered, and without a change of any answer."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import torch

from hyeval.execution.executor import Executor, Outcome
from hyeval.execution.store import ResponseStore
from hyeval.models.batching import MOST, DeviceLimit, MemoryUse, grown
from hyeval.models.hardware import Accelerator, Hardware
from hyeval.models.local import LocalModel
from hyeval.models.scripted import ScriptedModel
from hyeval.records import GenerationSettings, Request, Response, ResponseStatus, Usage
from tests.builders import make_image, make_request, make_sample, noise_bytes
from tests.models.architectures import DEMO_MODEL

GIB = 1 << 30


class ScarceModule:
    """A module on a device that holds so many prompts at once."""

    def __init__(self, module: Any, most: int, tried: list[int]) -> None:
        self._module = module
        self._most = most
        self._tried = tried

    def generate(self, **inputs: Any) -> Any:
        count = len(inputs["input_ids"])
        self._tried.append(count)
        if count > self._most:
            raise torch.OutOfMemoryError(f"{count} prompts do not fit")
        return self._module.generate(**inputs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)


@dataclass(frozen=True)
class ScarceHardware(Hardware):
    """The CPU with memory for so many prompts; `tried` lists the size of every batch that was put on it."""

    most: int = 1
    tried: list[int] = field(default_factory=list)

    def place(self, fabric: Any, model: Any) -> Any:
        return ScarceModule(super().place(fabric, model), self.most, self.tried)


def scarce(most: int) -> ScarceHardware:
    return ScarceHardware(accelerator=Accelerator.CPU, most=most)


def demo(hardware: Hardware, **settings: Any) -> LocalModel:
    return LocalModel("demo", str(DEMO_MODEL), hardware=hardware, **settings)


def requests(count: int) -> list[Request]:
    settings = GenerationSettings(max_tokens=4)
    samples = [
        make_sample(f"Which digit is shown{'?' * (i % 5)}", index=i, media=[make_image(noise_bytes(i, size=(32, 32)))])
        for i in range(count)
    ]
    return [make_request(sample, generation=settings) for sample in samples]


def answers(model: LocalModel, *batches: Sequence[Request]) -> list[Response]:
    async def all_of_them() -> list[Response]:
        return [response for batch in batches for response in await model.generate(batch)]

    try:
        return asyncio.run(all_of_them())
    finally:
        model.close()


# Out of memory


def test_a_batch_that_does_not_fit_is_halved_and_the_answers_are_the_same() -> None:
    asked, hardware = requests(16), scarce(5)
    plenty = answers(demo(Hardware(accelerator=Accelerator.CPU)), asked)
    halved = answers(demo(hardware), asked)
    assert [(one.status, one.text, one.usage) for one in halved] == [
        (one.status, one.text, one.usage) for one in plenty
    ]
    assert hardware.tried[:3] == [16, 8, 4]
    assert sum(count for count in hardware.tried if count <= 5) == 16


def test_what_did_not_fit_is_not_tried_again() -> None:
    asked, hardware = requests(48), scarce(5)
    answers(demo(hardware), asked[:16], asked[16:32], asked[32:])
    assert [count for count in hardware.tried if count > 5] == [16, 8]


def test_a_request_that_does_not_fit_alone_fails_and_the_others_are_answered() -> None:
    """The message says what to do, and a failure is asked again by the next run."""
    hardware = scarce(0)
    (response,) = answers(demo(hardware), requests(1))
    assert response.status is ResponseStatus.FAILED
    assert response.error is not None
    assert response.error.kind == "out_of_memory"
    assert "max_pixels" in response.error.message


def test_a_run_that_runs_out_of_memory_keeps_what_was_answered_and_the_next_one_completes(tmp_path: Path) -> None:
    asked = requests(24)

    def run(hardware: Hardware) -> list[Outcome]:
        delivered: list[Outcome] = []

        async def whole() -> None:
            model = demo(hardware, batch_size=8)
            executor = Executor(model, store)
            await executor.run(iter(asked), task="scarce", deliver=delivered.append)
            await executor.close()
            model.close()

        with ResponseStore(tmp_path, model_name="demo") as store:
            asyncio.run(whole())
        return delivered

    first = run(scarce(0))
    assert [one.response.status for one in first] == [ResponseStatus.FAILED] * 24
    second, hardware = [], scarce(3)
    second = run(hardware)
    assert all(one.response.status.answered and not one.reused for one in second)
    third = run(scarce(0))
    assert all(one.reused for one in third)
    assert {one.request.key: one.response.text for one in third} == {
        one.request.key: one.response.text for one in second
    }


# The limit


def test_a_limit_parts_neighbours_by_their_padded_tokens() -> None:
    limit = DeviceLimit()
    assert limit.parts([]) == []
    assert limit.parts([100, 2, 3]) == [range(3)]
    limit.lower([100, 100, 100, 100])
    assert limit.tokens == 200
    assert limit.parts([100, 100, 100]) == [range(2), range(2, 3)]
    assert limit.parts([10] * 25) == [range(20), range(20, 25)]
    assert limit.parts([500, 500]) == [range(1), range(1, 2)]
    limit.lower([10])
    assert limit.tokens == 5
    limit.lower([1000, 1000])
    assert limit.tokens == 5


def test_parts_hold_every_position_once() -> None:
    limit = DeviceLimit()
    limit.tokens = 64
    lengths = [7, 30, 1, 90, 16, 16, 16, 16, 17]
    parts = limit.parts(lengths)
    assert [position for part in parts for position in part] == list(range(len(lengths)))
    assert all(len(part) == 1 or len(part) * max(lengths[i] for i in part) <= 64 for part in parts)


@pytest.mark.parametrize(
    ("use", "size"),
    [
        (None, 16),
        (MemoryUse(20 * GIB, 30 * GIB, 80 * GIB), 32),
        (MemoryUse(20 * GIB, 46 * GIB, 80 * GIB), 32),
        (MemoryUse(20 * GIB, 47 * GIB, 80 * GIB), 16),
        (MemoryUse(60 * GIB, 79 * GIB, 80 * GIB), 16),
    ],
)
def test_a_batch_grows_while_twice_its_memory_can_be_expected_to_fit(use: MemoryUse | None, size: int) -> None:
    assert grown(16, use) == size


def test_a_batch_grows_only_so_far() -> None:
    assert grown(MOST, MemoryUse(0, 1, GIB)) == MOST


def test_auto_begins_with_a_fixed_size_and_on_the_cpu_stays_there() -> None:
    model = demo(Hardware(accelerator=Accelerator.CPU), batch_size="auto")
    assert model.load.batch_size == 16
    answers(model, requests(16))
    assert model.load.batch_size == 16


# The order


class RecordingModel(ScriptedModel):
    """Writes down which samples came in which batch."""

    def __init__(self, batch_size: int) -> None:
        super().__init__("recording", default="7", batch_size=batch_size)
        self.batches_seen: list[list[str]] = []

    def estimate(self, request: Request) -> Usage:
        return Usage(len(request.sample.question), 1)

    async def generate(self, requests: Sequence[Request]) -> Sequence[Response]:
        self.batches_seen.append([request.sample.id for request in requests])
        return await super().generate(requests)


def batches_of(batch_size: int, *, images: Sequence[Any] = ()) -> list[list[str]]:
    """Batches of ten questions of growing length, of which the even and the odd ones share their images, if any."""
    asked = [
        make_request(make_sample("?" * (i + 1), index=i, media=images[i % 2 : i % 2 + 1] if images else ()))
        for i in range(10)
    ]
    model = RecordingModel(batch_size)
    delivered: list[Outcome] = []

    async def whole() -> None:
        executor = Executor(model, store)
        await executor.run(iter(asked), task="order", deliver=delivered.append)
        await executor.close()

    with tempfile.TemporaryDirectory() as folder, ResponseStore(Path(folder), model_name="recording") as store:
        asyncio.run(whole())
    assert len(delivered) == 10
    return model.batches_seen


def test_requests_of_similar_length_share_a_batch_and_the_longest_come_first() -> None:
    assert batches_of(4) == [["9", "8", "7", "6"], ["5", "4", "3", "2"], ["1", "0"]]


def test_requests_about_one_image_stay_together() -> None:
    images = [make_image(noise_bytes(seed)) for seed in range(2)]
    assert batches_of(5, images=images) == [["1", "3", "5", "7", "9"], ["0", "2", "4", "6", "8"]]


def test_what_goes_out_one_by_one_keeps_its_order() -> None:
    assert sorted(batches_of(1)) == sorted([str(i)] for i in range(10))
    assert batches_of(1)[0] == ["0"]
