"""Ranks that somebody else has started: `srun`, a launcher of cluster jobs, or `torchrun`, on one node or several.

All of them run the same command. The first one is the run; it leaves a card in a folder that all nodes see, with its
address and a key that only this user can read. The others wait for the card and lend the run a process for every model
that it evaluates. They read no configuration and write nothing.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

logger = logging.getLogger(__name__)

ARRIVAL_TIMEOUT_S = 300.0
"""How long the run waits for a rank, and a rank for the run: tasks of one job may start minutes apart."""
GONE_TIMEOUT_S = 20.0
"""After so many seconds a rank takes a run that does not listen for dead."""
LOOK_S = 0.2


@dataclass(frozen=True)
class ExternalRank:
    """One of the processes that were started together; `gathering` names them all."""

    gathering: str
    number: int
    size: int
    local: int
    node: int
    host: str


def external_rank(environment: Mapping[str, str]) -> ExternalRank | None:
    """What `srun` or `torchrun` says of this process; None if it was started alone.

    The allocation that surrounds a process says nothing of the sort: only a job step of several tasks does.
    """
    if "SLURM_STEP_ID" in environment and int(environment.get("SLURM_STEP_NUM_TASKS", "1")) > 1:
        names = ("SLURM_PROCID", "SLURM_STEP_NUM_TASKS", "SLURM_LOCALID", "SLURM_NODEID")
        step = "-".join(environment.get(name, "0") for name in ("SLURM_JOB_ID", "SLURM_RESTART_COUNT", "SLURM_STEP_ID"))
        gathering = f"slurm-{step}"
    elif "TORCHELASTIC_RUN_ID" in environment and int(environment.get("WORLD_SIZE", "1")) > 1:
        names = ("RANK", "WORLD_SIZE", "LOCAL_RANK", "GROUP_RANK")
        parts = ("TORCHELASTIC_RUN_ID", "MASTER_ADDR", "MASTER_PORT", "TORCHELASTIC_RESTART_COUNT")
        gathering = "torchrun-" + "-".join(environment.get(name, "0") for name in parts)
    else:
        return None
    number, size, local, node = (int(environment[name]) for name in names)
    return ExternalRank(gathering.replace("/", "_"), number, size, local, node, socket.gethostname())


class Meeting:
    """The run's side: a listener, and the ranks that have come."""

    def __init__(self, rank: ExternalRank, folder: Path) -> None:
        self.size = rank.size
        self.host = rank.host
        self._card = _card(rank, folder)
        key = secrets.token_bytes(32)
        self._listener = Listener(("", 0), authkey=key)
        self._arrived: dict[int, tuple[Connection, ExternalRank]] = {}
        self._news = threading.Condition()
        self._closed = False
        folder.mkdir(parents=True, exist_ok=True)
        self._card.unlink(missing_ok=True)  # of a run that was killed
        address = {"host": rank.host, "port": self._listener.address[1], "key": key.hex()}
        temporary = self._card.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(temporary, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            json.dump(address, file)
        temporary.replace(self._card)
        threading.Thread(target=self._accept, name="rendezvous", daemon=True).start()

    def take(self, number: int, timeout_s: float = ARRIVAL_TIMEOUT_S) -> tuple[Connection, ExternalRank]:
        """The line to a rank, once it has come; `TimeoutError` if it does not."""
        with self._news:
            if not self._news.wait_for(lambda: number in self._arrived, timeout_s):
                raise TimeoutError(f"rank {number} has not come within {timeout_s:g} s")
            return self._arrived.pop(number)

    def close(self) -> None:
        """Let the ranks go."""
        self._card.unlink(missing_ok=True)
        with self._news:
            self._closed = True
            for connection, _ in self._arrived.values():
                connection.close()
            self._arrived.clear()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection = self._listener.accept()
                rank: ExternalRank = connection.recv()
            except AuthenticationError:
                logger.warning("somebody without the key has called at the ranks' meeting place")
                continue
            except (EOFError, OSError):
                if self._closed:
                    return
                continue
            with self._news:
                if self._closed:
                    connection.close()
                    return
                self._arrived[rank.number] = (connection, rank)
                self._news.notify_all()


def attend(rank: ExternalRank, folder: Path) -> int:
    """A rank's side: lend the run a process after the other until it has ended; the exit code of this one."""
    card = _card(rank, folder)
    if not _appears(card, ARRIVAL_TIMEOUT_S):
        logger.error("rank %d: no run has begun within %g s", rank.number, ARRIVAL_TIMEOUT_S)
        return 1
    silent_since: float | None = None
    while card.exists():
        connection = _connect(card)
        if connection is not None:
            silent_since = None
            with connection:
                connection.send(rank)
                _lend(connection)
        else:
            silent_since = silent_since or time.monotonic()
            if time.monotonic() - silent_since > GONE_TIMEOUT_S:
                logger.error("rank %d: the run is gone", rank.number)
                return 1
        time.sleep(LOOK_S)
    return 0


def _card(rank: ExternalRank, folder: Path) -> Path:
    return folder / f"{rank.gathering}.json"


def _appears(path: Path, timeout_s: float) -> bool:
    until = time.monotonic() + timeout_s
    while not path.exists():
        if time.monotonic() > until:
            return False
        time.sleep(LOOK_S)
    return True


def _connect(card: Path) -> Connection | None:
    """A line to the run; None if it does not listen, or the card is that of an earlier one."""
    try:
        address = json.loads(card.read_text(encoding="utf-8"))
        return Client((address["host"], address["port"]), authkey=bytes.fromhex(address["key"]))
    except (OSError, EOFError, AuthenticationError) as error:
        logger.debug("no run at %s: %s", card, error)
        return None


def _lend(connection: Connection) -> None:
    """Run a process that answers on this line, until the run closes it."""
    line = connection.fileno()
    subprocess.run(rank_command(line), env=rank_environment(), pass_fds=[line], check=False, stdin=subprocess.DEVNULL)


def rank_command(line: int) -> list[str]:
    """Command line of a rank that answers on an open file; `-P`: not what lies in the working directory."""
    return [sys.executable, "-P", "-m", "hyeval.models.rank_process", str(line)]


def rank_environment() -> dict[str, str]:
    """Environment of a rank, which finds modules where this process does."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(str(Path(folder).absolute()) for folder in sys.path)}
