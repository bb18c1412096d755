"""Ranks that somebody else has started: real processes, real sockets."""

from __future__ import annotations

import asyncio
import stat
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from hyeval.models.base import TransientFailure
from hyeval.models.hardware import Accelerator, Hardware, Strategy
from hyeval.models.rank_process import Blueprint
from hyeval.models.ranks import RankedModel
from hyeval.models.rendezvous import ExternalRank, Meeting, attend, external_rank
from tests.models.obedient import ObedientModel
from tests.models.test_ranks import text

SRUN = {
    "SLURM_JOB_ID": "7",
    "SLURM_STEP_ID": "0",
    "SLURM_STEP_NUM_TASKS": "4",
    "SLURM_PROCID": "3",
    "SLURM_LOCALID": "1",
    "SLURM_NODEID": "1",
}
TORCHRUN = {
    "TORCHELASTIC_RUN_ID": "none",
    "MASTER_ADDR": "10.0.0.1",
    "MASTER_PORT": "29500",
    "RANK": "3",
    "WORLD_SIZE": "4",
    "LOCAL_RANK": "1",
    "GROUP_RANK": "1",
}


@pytest.mark.parametrize("environment", [SRUN, TORCHRUN], ids=["srun", "torchrun"])
def test_what_a_launcher_says_of_a_process(environment: dict[str, str]) -> None:
    rank = external_rank(environment)
    assert rank is not None
    assert (rank.number, rank.size, rank.local, rank.node) == (3, 4, 1, 1)
    first = external_rank({**environment, "SLURM_PROCID": "0", "RANK": "0"})
    assert first is not None
    assert first.gathering == rank.gathering


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"SLURM_JOB_ID": "7", "SLURM_NTASKS": "4", "SLURM_PROCID": "0"},  # inside an allocation, but started alone
        {**SRUN, "SLURM_STEP_NUM_TASKS": "1"},
        {"RANK": "1", "WORLD_SIZE": "2", "LOCAL_RANK": "1"},  # left over from something else
        {**TORCHRUN, "WORLD_SIZE": "1"},
    ],
)
def test_an_allocation_alone_makes_no_rank(environment: dict[str, str]) -> None:
    assert external_rank(environment) is None


def rank(number: int, size: int = 2) -> ExternalRank:
    return ExternalRank("test", number, size, number, 0, "localhost")


def model(meeting: Meeting) -> RankedModel:
    hardware = Hardware(Accelerator.CPU, strategy=Strategy.DDP, devices=2)
    return RankedModel(Blueprint(ObedientModel, {"name": "obedient"}, "hardware", hardware), meeting)


def test_a_rank_lends_its_processes_to_one_model_after_the_other(tmp_path: Path) -> None:
    codes: list[int] = []
    attending = threading.Thread(target=lambda: codes.append(attend(rank(1), tmp_path)))
    attending.start()
    with closing(Meeting(rank(0), tmp_path)) as meeting:
        (card,) = tmp_path.glob("*.json")
        assert stat.S_IMODE(card.stat().st_mode) == 0o600
        for _ in range(2):
            with closing(model(meeting)) as ranked:
                assert len(ranked.replicas()) == 2
                first, second = (asyncio.run(text(ranked, number, "pid")) for number in range(2))
                assert first != second
    attending.join(20)
    assert codes == [0]
    assert not list(tmp_path.glob("*.json"))


def test_a_rank_that_does_not_come_is_a_dead_one(tmp_path: Path) -> None:
    with closing(Meeting(rank(0), tmp_path)) as meeting:
        started = time.monotonic()
        with pytest.raises(TimeoutError, match=r"rank 1 has not come within 0\.2 s"):
            meeting.take(1, timeout_s=0.2)
        assert time.monotonic() - started < 5


def test_a_rank_elsewhere_that_dies_is_told_with_its_place(tmp_path: Path) -> None:
    attending = threading.Thread(target=attend, args=(rank(1), tmp_path))
    attending.start()
    with closing(Meeting(rank(0), tmp_path)) as meeting, closing(model(meeting)) as ranked:
        with pytest.raises(TransientFailure, match="rank 1 on localhost has gone"):
            asyncio.run(text(ranked, 1, "die"))
        assert asyncio.run(text(ranked, 0, "pid"))
    attending.join(20)
    assert not attending.is_alive()


def test_a_caller_without_the_key_gets_nothing_and_disturbs_nobody(tmp_path: Path) -> None:
    with closing(Meeting(rank(0), tmp_path)) as meeting:
        (card,) = tmp_path.glob("*.json")
        right = card.read_text()
        key = right.partition('"key": "')[2][:64]
        card.write_text(right.replace(key, "00" * 32))
        attending = threading.Thread(target=attend, args=(rank(1), tmp_path))
        attending.start()
        with pytest.raises(TimeoutError):
            meeting.take(1, timeout_s=1.5)
        card.write_text(right)
        connection, came = meeting.take(1, timeout_s=10)
        assert came == rank(1)
        connection.close()
    attending.join(20)
    assert not attending.is_alive()
