"""Ranks: real processes, one per device."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest

from hyeval.errors import ConfigError, ModelError, Problem
from hyeval.execution.executor import Executor, Outcome
from hyeval.execution.retry import RetryPolicy
from hyeval.execution.store import ResponseStore
from hyeval.models.base import RunStopped, TransientFailure
from hyeval.models.hardware import Accelerator, Hardware, Strategy
from hyeval.models.rank_process import Blueprint
from hyeval.models.ranks import RankedModel
from hyeval.models.remote_error import RemoteError
from hyeval.records import Message, Request, ResponseStatus, Role
from tests.builders import make_request, make_sample
from tests.models.obedient import ObedientModel

Make = Callable[..., RankedModel]
Answer = TypeVar("Answer")


@pytest.fixture
def make() -> Iterator[Make]:
    """Make a model with ranks that end with the test."""
    with ExitStack() as stack:

        def made(devices: int = 2, strategy: Strategy | None = None, **arguments: object) -> RankedModel:
            strategy = strategy or (Strategy.SINGLE if devices == 1 else Strategy.DDP)
            hardware = Hardware(Accelerator.CPU, strategy=strategy, devices=devices)
            model = RankedModel(Blueprint(ObedientModel, {"name": "obedient", **arguments}, "hardware", hardware))
            stack.callback(model.close)
            return model

        yield made


def ask(question: str, number: int = 0) -> Request:
    messages = [Message(Role.USER, (f"{question} {number}",))]
    return make_request(make_sample(question, index=number, messages=messages))


def run(work: Coroutine[Any, Any, Answer]) -> Answer:
    return asyncio.run(work)


async def text(model: RankedModel, rank: int, question: str) -> str | None:
    return (await model.replicas()[rank].generate([ask(question)]))[0].text


def alive(pid: str | None) -> bool:
    return psutil.pid_exists(int(pid or 0)) and psutil.Process(int(pid or 0)).status() != psutil.STATUS_ZOMBIE


def test_every_rank_is_a_process_with_a_device_and_its_share_of_the_cores(make: Make) -> None:
    model = make(devices=2)

    async def everyone(question: str) -> list[str | None]:
        return list(await asyncio.gather(*(text(model, rank, question) for rank in range(2))))

    async def all_of_it() -> tuple[list[str | None], ...]:
        return await everyone("pid"), await everyone("device"), await everyone("threads")

    pids, devices, threads = run(all_of_it())
    assert len({*pids, str(os.getpid())}) == 3
    assert devices == ["(0,)", "(1,)"]
    assert threads == [str(max(1, len(os.sched_getaffinity(0)) // 2))] * 2


def test_no_process_starts_before_the_first_question_and_none_outlives_close(make: Make) -> None:
    model = make(devices=2)
    before = len(psutil.Process().children())
    pid = run(text(model, 1, "pid"))
    assert len(psutil.Process().children()) == before + 1
    assert alive(pid)
    model.close()
    assert not alive(pid)


def test_a_rank_answers_in_the_next_event_loop_too(make: Make) -> None:
    model = make(devices=1)
    assert run(text(model, 0, "pid")) == run(text(model, 0, "pid"))


def test_an_error_keeps_its_kind_on_the_way(make: Make) -> None:
    model = make(devices=1)
    with pytest.raises(ModelError, match="the weights are damaged"):
        run(text(model, 0, "refuse"))
    with pytest.raises(ConfigError) as wrong:
        run(text(model, 0, "misconfigure"))
    assert wrong.value.problems == (Problem("hardware", "is wrong", "Change it."),)
    with pytest.raises(RemoteError, match=r"^not this one$") as failure:
        run(text(model, 0, "fail"))
    assert type(failure.value).__name__ == "ValueError"
    assert 'raise ValueError("not this one")' in str(failure.value.__cause__)
    assert not model.casualties()


def test_a_dead_rank_says_what_it_died_of_and_its_batch_may_go_elsewhere(make: Make) -> None:
    model = make(devices=2)
    with pytest.raises(TransientFailure) as failure:
        run(text(model, 0, "die once"))
    assert failure.value.unreachable
    assert failure.value.max_attempts == 2
    (death,) = model.casualties()
    assert death.startswith("rank 0 ended with code 3")
    assert "something native went wrong" in death
    with pytest.raises(TransientFailure):
        run(text(model, 0, "pid"))
    assert run(text(model, 1, "die once")).isdigit()  # type: ignore[union-attr]


def test_without_a_living_rank_the_run_stops(make: Make) -> None:
    model = make(devices=1, strategy=Strategy.DDP)
    with pytest.raises(RunStopped, match=r"^the process of obedient was killed by SIGKILL .*memory ran out"):
        run(text(model, 0, "die"))
    model = make(devices=2)
    with pytest.raises(TransientFailure, match=r"^rank 1 was killed by SIGKILL"):
        run(text(model, 1, "die"))
    with pytest.raises(RunStopped, match=r"^no rank is left: rank 0 was killed by SIGKILL .*memory ran out"):
        run(text(model, 0, "die"))


def test_ranks_that_share_the_weights_answer_every_batch_together(make: Make) -> None:
    model = make(devices=2, strategy=Strategy.FSDP)
    assert len(model.replicas()) == 1
    assert model.load.concurrency == model.load.batch_size
    before = len(psutil.Process().children())
    assert alive(run(text(model, 0, "pid")))
    assert len(psutil.Process().children()) == before + 2
    with pytest.raises(RunStopped, match="rank 0 ended with code 3"):
        run(text(model, 0, "die once"))
    assert len(psutil.Process().children()) == before


def answer_all(model: RankedModel, store: ResponseStore, requests: list[Request]) -> list[Outcome]:
    outcomes: list[Outcome] = []

    async def answered() -> None:
        executor = Executor(model, store, retry=RetryPolicy(max_attempts=3, base_s=0.01, cap_s=0.02))
        await executor.run(iter(requests), task="t", deliver=outcomes.append)
        await executor.close()

    asyncio.run(answered())
    return outcomes


def test_the_others_do_the_work_of_a_dead_rank(make: Make, tmp_path: Path) -> None:
    model = make(devices=2, delay_s=0.01)
    requests = [ask("die once" if number == 5 else "pid", number) for number in range(40)]
    with ResponseStore(tmp_path, model_name="obedient") as store:
        outcomes = answer_all(model, store, requests)
    assert [outcome.response.status for outcome in outcomes] == [ResponseStatus.OK] * 40
    assert len(model.casualties()) <= 1  # the fatal question may have met the rank that survives it


def test_a_question_that_kills_every_rank_ends_the_run_and_loses_no_other_answer(make: Make, tmp_path: Path) -> None:
    model = make(devices=2, delay_s=0.01)
    requests = [ask("die" if number == 20 else "pid", number) for number in range(40)]
    with ResponseStore(tmp_path, model_name="obedient") as store:
        outcomes = answer_all(model, store, requests)
        kept = store.look_up([request.key for request in requests])
    answered = {outcome.request.key for outcome in outcomes if outcome.response.status.answered}
    assert set(kept) == answered
    assert len(answered) >= 16
    assert requests[20].key not in answered
    assert len(model.casualties()) == 2


def test_what_a_rank_logs_is_told_under_its_number(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    model = make(devices=2)
    with caplog.at_level(logging.DEBUG):
        for rank in range(2):
            with pytest.raises(RemoteError):
                run(text(model, rank, "fail"))
    lines = [(record.levelname, record.getMessage().partition("\n")[0]) for record in caplog.records]
    assert sorted(line for line in lines if line[1].endswith("batch 0")) == [
        ("DEBUG", "rank 0: batch 0"),
        ("DEBUG", "rank 1: batch 0"),
    ]


def test_what_the_only_rank_logs_is_told_as_it_is(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    model = make(devices=1)
    with caplog.at_level(logging.INFO):
        run(text(model, 0, "warn"))
    told = [(record.name, record.levelname, record.getMessage()) for record in caplog.records]
    assert ("tests.models.obedient", "WARNING", "this takes long") in told
    (warned,) = [message for name, _, message in told if name == "py.warnings"]
    assert "UserWarning: and much memory" in warned


def test_how_much_the_model_wants_is_reported_back(make: Make) -> None:
    model = make(devices=1)
    run(text(model, 0, "grow"))
    assert model.load.batch_size == 2


@pytest.mark.parametrize("strategy", [Strategy.SINGLE, Strategy.DEVICE_MAP])
def test_a_model_on_its_own_has_one_process_that_shares_no_cores(make: Make, strategy: Strategy) -> None:
    model = make(devices=1, strategy=strategy)
    assert len(model.replicas()) == 1
    before = len(psutil.Process().children())
    assert alive(run(text(model, 0, "pid")))
    assert len(psutil.Process().children()) == before + 1
    assert run(text(model, 0, "threads")) == os.environ.get("OMP_NUM_THREADS", "")


def test_signals_to_a_rank_are_left_to_the_run(make: Make) -> None:
    model = make(devices=1)
    pid = int(run(text(model, 0, "pid")) or 0)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1, signal.SIGUSR2):
        os.kill(pid, number)
    assert run(text(model, 0, "pid")) == str(pid)


def test_a_model_that_cannot_be_loaded_says_so_to_every_batch(make: Make) -> None:
    model = make(devices=1, loads="refuse")
    for _ in range(2):
        with pytest.raises(ModelError, match="the weights are damaged"):
            run(text(model, 0, "pid"))
    assert not model.casualties()


def test_an_interrupted_run_waits_for_no_weights(make: Make) -> None:
    model = make(devices=1, loads="for ever")

    async def interrupted() -> None:
        asking = asyncio.create_task(text(model, 0, "pid"))
        while not psutil.Process().children():
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.2)
        model.interrupt()
        await asking

    with pytest.raises(RunStopped, match="obedient was given up while it loaded"):
        run(asyncio.wait_for(interrupted(), timeout=60))
    assert not model.casualties()


def test_a_process_that_is_being_started_is_given_up_too(make: Make) -> None:
    model = make(devices=1, loads="for ever")

    async def interrupted() -> None:
        asking = asyncio.create_task(text(model, 0, "pid"))
        await asyncio.sleep(0)  # it has asked for the process
        model.interrupt()
        await asking

    with pytest.raises(RunStopped, match="obedient was given up while it loaded"):
        run(asyncio.wait_for(interrupted(), timeout=60))


def test_an_interrupted_run_waits_for_what_is_being_answered(make: Make) -> None:
    model = make(devices=1, delay_s=0.5)

    async def interrupted() -> str | None:
        await text(model, 0, "pid")
        asking = asyncio.create_task(text(model, 0, "pid"))
        await asyncio.sleep(0.2)
        model.interrupt()
        return await asking

    assert alive(run(interrupted()))


@pytest.mark.parametrize("strategy", [Strategy.DDP, Strategy.FSDP])
def test_several_nodes_need_processes_on_them(strategy: Strategy) -> None:
    hardware = Hardware(Accelerator.CPU, strategy=strategy, devices=2, nodes=2)
    with pytest.raises(ConfigError, match=r"hardware\.nodes: asks for 4 processes on 2 nodes, and 1 was started"):
        RankedModel(Blueprint(ObedientModel, {"name": "obedient"}, "hardware", hardware))


@pytest.mark.parametrize("settings", [{"devices": 2}, {"devices": "auto"}, {"devices": (0, 1)}, {"nodes": 2}])
def test_one_process_takes_one_device(settings: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="choose hardware=ddp"):
        Hardware(Accelerator.CPU, **settings)
