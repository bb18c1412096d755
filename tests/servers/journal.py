"""What the server was asked and what it served."""

from __future__ import annotations

import dataclasses
import hashlib
import time
from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

CHAT_URL = "/v1/chat/completions"


@dataclass(slots=True)
class Record:
    """One request. Times are seconds since the epoch."""

    number: int
    """From 1, in the order of arrival."""
    method: str
    path: str
    key: str
    """`key_id` of the key; empty without one."""
    started: float
    in_flight: int
    """Requests in flight at arrival, this one included."""
    sha256: str = ""
    """Of the body, in hex."""
    attempt: int | None = None
    """How often this body was admitted before; None if it was refused before any fault was drawn."""
    status: int | None = None
    """HTTP status; None if the client saw none."""
    fault: str = ""
    """The fault, `storm`, `limit:WHAT` or `check:CODE`; empty for a good answer."""
    ended: float | None = None
    client_gone: bool = False
    """The client closed the connection before it had its answer."""


class Journal:
    """Log and figures; `limit` requests are kept, the figures cover all."""

    def __init__(self, limit: int) -> None:
        self._log: deque[Record] = deque(maxlen=limit)
        self._started = time.time()
        self._requests = 0
        self._in_flight = 0
        self._max_in_flight = 0
        self._statuses: Counter[str] = Counter()
        self._faults: Counter[str] = Counter()
        self._gone = 0
        self._answered: Counter[bytes] = Counter()

    def arrive(self, method: str, path: str, key: str) -> Record:
        """A request has come."""
        self._requests += 1
        self._in_flight += 1
        self._max_in_flight = max(self._max_in_flight, self._in_flight)
        record = Record(self._requests, method, path, key, time.time(), self._in_flight)
        self._log.append(record)
        return record

    def leave(self, record: Record) -> None:
        """The request has been served."""
        record.ended = time.time()
        self._in_flight -= 1
        self._statuses[str(record.status)] += 1
        if record.fault:
            self._faults[record.fault] += 1
        if record.client_gone:
            self._gone += 1
        elif record.status == 200 and record.fault in ("", "slow") and record.path == CHAT_URL:
            self._answered[bytes.fromhex(record.sha256)] += 1

    def log(self, after: int = 0) -> list[dict[str, Any]]:
        """The requests with a higher number than `after`."""
        return [dataclasses.asdict(record) for record in self._log if record.number > after]

    def stats(self) -> dict[str, Any]:
        """Figures; `duplicates` are good answers to a body that already had one."""
        answered = self._answered.total()
        return {
            "seconds": time.time() - self._started,
            "requests": self._requests,
            "in_flight": self._in_flight,
            "max_in_flight": self._max_in_flight,
            "by_status": dict(self._statuses),
            "by_fault": dict(self._faults),
            "client_gone": self._gone,
            "successes": answered,
            "distinct_successes": len(self._answered),
            "duplicates": answered - len(self._answered),
            "log_dropped": self._requests - len(self._log),
        }


def key_id(key: str) -> str:
    """How the log names a key: the first eight hex digits of its SHA-256."""
    return hashlib.sha256(key.encode()).hexdigest()[:8] if key else ""
