"""The device in a process of its own: the answers of a thread, errors and log records, and one end for all."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any

import psutil
import pytest
import torch

from hyeval.models.base import RunStopped
from hyeval.models.hardware import Accelerator, Hardware
from hyeval.models.local import LocalModel
from hyeval.models.rank_process import Blueprint
from hyeval.models.ranks import RankedModel
from hyeval.models.remote_error import RemoteError
from hyeval.records import GenerationSettings, Request, Response, ResponseStatus
from tests.builders import make_image, make_request, make_sample, noise_bytes
from tests.models.architectures import DEMO_MODEL
from tests.models.families import family

CPU = Hardware(Accelerator.CPU)
PATIENCE_S = 60.0
FOREVER_S = 3600.0
NO_ROOM = torch.OutOfMemoryError("no room")

Make = Callable[[Hardware], RankedModel]

pytestmark = pytest.mark.usefixtures("ready")


@pytest.fixture
def make() -> Iterator[Make]:
    with ExitStack() as stack:

        def made(hardware: Hardware) -> RankedModel:
            model = ranked(hardware)
            stack.callback(model.close)
            return model

        yield made


@pytest.fixture(scope="module")
def answering() -> Iterator[RankedModel]:
    """A model whose device stays sound."""
    with closing(ranked(CPU)) as model:
        yield model


@pytest.fixture(scope="module")
def alone() -> Iterator[LocalModel]:
    """The same in this process."""
    with closing(LocalModel("demo", str(DEMO_MODEL), hardware=CPU)) as model:
        yield model


def ranked(hardware: Hardware) -> RankedModel:
    arguments = {"name": "demo", "path": str(DEMO_MODEL), "workers": 1}
    return RankedModel(Blueprint(LocalModel, arguments, "hardware", hardware))


def asked(count: int, continuations: tuple[str, ...] = (), **settings: Any) -> list[Request]:
    return [
        dataclasses.replace(
            make_request(
                make_sample(f"Which digit{'?' * (i % 5)}", index=i, media=[make_image(noise_bytes(i % 3))]),
                generation=GenerationSettings(**{"max_tokens": 4} | settings),
            ),
            continuations=continuations,
        )
        for i in range(count)
    ]


def said(responses: Sequence[Response]) -> list[Any]:
    assert all(response.status.answered for response in responses)
    return [(one.text, one.usage, one.status, one.logprobs, one.continuations) for one in responses]


@dataclass(frozen=True)
class SpoiltModule:
    """A module of which generation ends in an error."""

    module: Any
    error: Exception
    most: int

    def generate(self, **inputs: Any) -> Any:
        if len(inputs["input_ids"]) > self.most:
            raise self.error
        return self.module.generate(**inputs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.module, name)


@dataclass(frozen=True)
class SpoiltHardware(Hardware):
    """The CPU, where more than so many prompts end in an error."""

    error: Exception = NO_ROOM
    most: int = 0

    def place(self, fabric: Any, model: Any) -> Any:
        return SpoiltModule(super().place(fabric, model), self.error, self.most)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"temperature": 1.0, "top_p": 0.9},
        {"stop": ("e",), "max_tokens": 8},
        {"max_tokens": 1, "top_logprobs": 3},
        {"continuations": ("1", "twenty")},
    ],
    ids=lambda settings: " ".join(settings) or "greedy",
)
def test_it_answers_as_a_thread_does(answering: RankedModel, alone: LocalModel, settings: dict[str, Any]) -> None:
    requests = asked(6, **settings)
    assert said(asyncio.run(answering.generate(requests))) == said(asyncio.run(alone.generate(requests)))


def test_a_batch_that_does_not_fit_is_halved(make: Make, alone: LocalModel, caplog: pytest.LogCaptureFixture) -> None:
    requests = asked(8)
    expected = said(asyncio.run(alone.generate(requests)))
    with caplog.at_level(logging.WARNING):
        assert said(asyncio.run(make(SpoiltHardware(Accelerator.CPU, most=3)).generate(requests))) == expected
    told = [one.getMessage() for one in caplog.records if "do not fit" in one.getMessage()]
    assert told == [f"demo: {count} requests do not fit on the device together" for count in (8, 4)]


def test_a_request_that_does_not_fit_alone_fails(make: Make) -> None:
    (response,) = asyncio.run(make(SpoiltHardware(Accelerator.CPU)).generate(asked(1)))
    assert response.status is ResponseStatus.FAILED
    assert response.error is not None
    assert response.error.kind == "out_of_memory"


def test_an_error_costs_its_batch(make: Make) -> None:
    model = make(SpoiltHardware(Accelerator.CPU, error=ZeroDivisionError("by nought"), most=2))
    with pytest.raises(RemoteError, match=r"^by nought$") as error:
        asyncio.run(model.generate(asked(3)))
    assert type(error.value).__name__ == "ZeroDivisionError"
    assert len(said(asyncio.run(model.generate(asked(2))))) == 2


def test_its_log_is_the_run_s(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        asyncio.run(make(CPU).generate(asked(1)))
    (record,) = [one for one in caplog.records if one.getMessage().startswith("loaded demo: ")]
    assert record.name == "hyeval.models.device"
    assert record.levelno == logging.INFO


@pytest.mark.parametrize("victim", ["device", "front"])
def test_both_end_with_either(make: Make, victim: str) -> None:
    model = make(CPU)
    asyncio.run(model.generate(asked(1)))
    device, front, preparing = family()
    os.kill({"device": device, "front": front}[victim].pid, signal.SIGKILL)
    with pytest.raises(RunStopped, match="the process of demo was killed by SIGKILL"):
        asyncio.run(model.generate(asked(1)))
    assert psutil.wait_procs([device, front, *preparing], timeout=PATIENCE_S)[1] == []


@dataclass(frozen=True)
class SlowModule:
    """A module that generates for ever."""

    module: Any

    def generate(self, **_: Any) -> Any:
        logging.getLogger(__name__).warning("generation begins")
        time.sleep(FOREVER_S)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.module, name)


@dataclass(frozen=True)
class SlowHardware(Hardware):
    """The CPU with such a module on it."""

    def place(self, fabric: Any, model: Any) -> Any:
        return SlowModule(super().place(fabric, model))


def test_a_device_at_work_ends_with_the_process_before_it(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    model = make(SlowHardware(Accelerator.CPU))

    async def killed_at_work() -> list[psutil.Process]:
        answering = asyncio.create_task(model.generate(asked(1)))
        while "generation begins" not in caplog.text:
            await asyncio.sleep(0.01)
        device, front, preparing = family()
        front.kill()
        with pytest.raises(RunStopped, match="the process of demo was killed by SIGKILL"):
            await answering
        return [device, front, *preparing]

    with caplog.at_level(logging.WARNING):
        assert psutil.wait_procs(asyncio.run(killed_at_work()), timeout=PATIENCE_S)[1] == []
