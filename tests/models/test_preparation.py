"""Preparation ahead of the device: in threads and in forked processes, which may die and are never left behind."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil
import pytest
import torch

from hyeval.errors import MediaError, ModelError
from hyeval.media import Media, MediaKind
from hyeval.models.conversation import Decoded, MediaReading, to_conversation
from hyeval.models.hardware import Accelerator, Hardware
from hyeval.models.local import LocalModel
from hyeval.models.rank_process import Blueprint
from hyeval.models.ranks import RankedModel
from hyeval.models.remote_error import RemoteError
from hyeval.models.tensor_line import Parcel
from hyeval.records import GenerationSettings, Request, Response
from tests.builders import make_image, make_request, make_sample, noise_bytes
from tests.clips import wav_bytes
from tests.models import architectures
from tests.models.architectures import DEMO_MODEL
from tests.models.families import family

CPU = Hardware(Accelerator.CPU)
WORKERS = 2
PATIENCE_S = 60.0

Make = Callable[..., RankedModel]

pytestmark = pytest.mark.usefixtures("ready")


@pytest.fixture
def make() -> Iterator[Make]:
    """Make a local model in a process of its own, of which two more prepare the requests."""
    with ExitStack() as stack:

        def made(path: Path = DEMO_MODEL, **settings: Any) -> RankedModel:
            arguments = {"name": "demo", "path": str(path), "workers": WORKERS} | settings
            model = RankedModel(Blueprint(LocalModel, arguments, "hardware", CPU))
            stack.callback(model.close)
            return model

        yield made


def image(number: int) -> Media:
    return make_image(noise_bytes(number, size=(32, 32)))


def asked(*media: Sequence[Media]) -> list[Request]:
    settings = GenerationSettings(max_tokens=4)
    return [
        make_request(make_sample(f"Which digit{'?' * (i % 5)}", index=i, media=one), generation=settings)
        for i, one in enumerate(media)
    ]


async def in_batches(model: LocalModel | RankedModel, requests: Sequence[Request], size: int = 4) -> list[Response]:
    """Answers of batches that are under way at once."""
    batches = [requests[i : i + size] for i in range(0, len(requests), size)]
    found = await asyncio.gather(*(model.generate(batch) for batch in batches))
    return [response for batch in found for response in batch]


def texts(responses: Sequence[Response]) -> list[str | None]:
    assert all(response.status.answered for response in responses)
    return [response.text for response in responses]


def test_forked_processes_give_the_answers_of_threads(make: Make) -> None:
    requests = asked(*([image(number)] for number in range(16)), [], [image(1), image(2)])
    alone = LocalModel("demo", str(DEMO_MODEL), hardware=CPU)
    expected = texts(asyncio.run(in_batches(alone, requests)))
    alone.close()
    assert texts(asyncio.run(in_batches(make(), requests))) == expected
    _, _, processes = family()
    assert len(processes) == WORKERS


def test_what_questions_share_is_decoded_once() -> None:
    shared, damaged = noise_bytes(1, size=(32, 32)), Media(MediaKind.IMAGE, b"no image", "row 7")
    decoded: Decoded = {}
    reading = MediaReading()
    first, second = (
        to_conversation(make_sample(text, media=[make_image(shared)]).messages, reading, decoded)[0]["content"]
        for text in ("Which digit?", "Which colour?")
    )
    assert first[0]["image"] is second[0]["image"]
    assert first[0] is not second[0]  # a processor may write there
    for _ in range(2):
        with pytest.raises(MediaError, match="row 7"):
            to_conversation(make_sample(media=[damaged]).messages, reading, decoded)


def test_a_process_that_dies_is_replaced(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    requests, model = asked(*([image(number)] for number in range(16))), make()

    async def before_and_after() -> tuple[list[Response], list[Response]]:
        before = await in_batches(model, requests)
        os.kill(family()[2][0].pid, signal.SIGKILL)
        return before, await in_batches(model, requests)

    with caplog.at_level(logging.WARNING):
        before, after = asyncio.run(before_and_after())
    assert texts(after) == texts(before)
    assert [one.getMessage() for one in caplog.records if "prepares" in one.getMessage()] == [
        "a process that prepares requests was killed by SIGKILL; the model's own does it from here on"
    ]


def test_the_processes_end_with_the_model(make: Make) -> None:
    model = make()
    asyncio.run(in_batches(model, asked([image(1)])))
    rank, _, processes = family()
    model.close()
    assert psutil.wait_procs([rank, *processes], timeout=PATIENCE_S)[1] == []


def test_the_processes_end_with_a_model_that_is_killed(make: Make) -> None:
    asyncio.run(in_batches(make(), asked([image(1)])))
    rank, _, processes = family()
    rank.kill()
    assert psutil.wait_procs(processes, timeout=PATIENCE_S)[1] == []


def test_an_image_that_cannot_be_read_costs_its_request_alone(make: Make) -> None:
    broken = Media(MediaKind.IMAGE, b"no image", "row 1, column image")
    first, failed, last = asyncio.run(in_batches(make(), asked([image(1)], [broken], [image(2)])))
    assert failed.error is not None
    assert failed.error.message.startswith("row 1, column image: ")
    assert texts([first, last]) == texts(asyncio.run(in_batches(make(), asked([image(1)], [], [image(2)]))))[::2]


def test_an_error_of_a_process_is_raised_in_the_run(make: Make) -> None:
    model = make(chat_template={"chat_template": "{{ 1 // 0 }}"})
    with pytest.raises(RemoteError, match=r"^integer division or modulo by zero$") as error:
        asyncio.run(in_batches(model, asked([image(1)])))
    assert type(error.value).__name__ == "ZeroDivisionError"


def test_messages_that_a_chat_template_refuses_are_told_with_a_remedy(make: Make) -> None:
    model = make(chat_template={"chat_template": "{{ raise_exception('not such a conversation') }}"})
    told = r"does not take these messages \(user\): not such a conversation\. Ask without what it refuses"
    with pytest.raises(ModelError, match=told):
        asyncio.run(in_batches(model, asked([image(1)])))


def test_what_each_process_warns_of_is_told_once(make: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    architectures.qwen2_5_omni(tmp_path)
    model = make(tmp_path, modality=("audio",))
    long = Media(MediaKind.AUDIO, wav_bytes(31.0))
    with caplog.at_level(logging.WARNING):
        asyncio.run(in_batches(model, asked(*[[long]] * 4), 1))
    (told,) = [one for one in caplog.records if "reads the first 30 seconds of a sound" in one.getMessage()]
    assert told.getMessage().startswith(("Whisper", "WhisperFeatureExtractor"))


# Ahead of the device


@dataclass(frozen=True)
class WatchedImage(Media):
    """An image that says when it is decoded."""

    decoded: threading.Event = field(default_factory=threading.Event)

    def decode(self) -> Any:
        self.decoded.set()
        return super().decode()


@dataclass
class Meeting:
    """Generation of the first batch has begun; an image of the second one has been decoded."""

    begun: threading.Event = field(default_factory=threading.Event)
    decoded: threading.Event = field(default_factory=threading.Event)


class PatientModule:
    """A module that generates once the next batch has been decoded."""

    def __init__(self, module: Any, meeting: Meeting) -> None:
        self._module = module
        self._meeting = meeting

    def generate(self, **inputs: Any) -> Any:
        self._meeting.begun.set()
        assert self._meeting.decoded.wait(PATIENCE_S)
        return self._module.generate(**inputs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)


@dataclass(frozen=True)
class PatientHardware(Hardware):
    """The CPU with such a module on it."""

    meeting: Meeting = field(default_factory=Meeting)

    def place(self, fabric: Any, model: Any) -> Any:
        return PatientModule(super().place(fabric, model), self.meeting)


def test_a_batch_is_prepared_while_the_one_before_is_generated() -> None:
    meeting = Meeting()
    model = LocalModel("demo", str(DEMO_MODEL), hardware=PatientHardware(Accelerator.CPU, meeting=meeting), workers=1)
    first, second = asked([image(1)], [WatchedImage(MediaKind.IMAGE, image(2).data, decoded=meeting.decoded)])

    async def one_after_the_other() -> list[Response]:
        begun = asyncio.create_task(in_batches(model, [first]))
        assert await asyncio.to_thread(meeting.begun.wait, PATIENCE_S)
        return [*await in_batches(model, [second]), *await begun]

    try:
        assert len(texts(asyncio.run(one_after_the_other()))) == 2
    finally:
        model.close()


# Tensors between processes


@pytest.mark.parametrize(
    "tensor",
    [
        torch.arange(12).reshape(3, 4),
        torch.arange(12.0).reshape(3, 4).T,
        torch.tensor([[True, False]]),
        torch.tensor(2.5),
        torch.zeros(0, 3),
        torch.rand(5, 7).bfloat16(),
    ],
    ids=lambda tensor: f"{tensor.dtype} {tuple(tensor.shape)}",
)
def test_a_tensor_arrives_as_it_was_sent(tensor: torch.Tensor) -> None:
    ours, theirs = (Connection(one.detach()) for one in socket.socketpair())
    with ours, theirs:
        Parcel.pack({"tensors": [tensor, torch.ones(3)], "name": "kept"}).send(ours)
        received = Parcel.receive(theirs).open()
    first, second = received["tensors"]
    assert (first.dtype, first.shape, received["name"]) == (tensor.dtype, tensor.shape, "kept")
    assert torch.equal(first, tensor)
    assert torch.equal(second.add_(1), torch.full((3,), 2.0))  # it may be written to


def test_a_message_without_tensors_arrives() -> None:
    ours, theirs = (Connection(one.detach()) for one in socket.socketpair())
    with ours, theirs:
        Parcel.pack(["no tensor"]).send(ours)
        assert Parcel.receive(theirs).open() == ["no tensor"]


def test_a_parcel_is_handed_on_unopened() -> None:
    (ours, between), (onward, theirs) = ([Connection(one.detach()) for one in socket.socketpair()] for _ in range(2))
    with ours, between, onward, theirs:
        Parcel.pack([torch.arange(5)]).send(ours)
        Parcel.receive(between).send(onward)
        (tensor,) = Parcel.receive(theirs).open()
    assert tensor.tolist() == [0, 1, 2, 3, 4]
