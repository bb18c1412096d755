"""A connection that several threads send over, log handlers among them."""

from __future__ import annotations

import logging
import threading
from multiprocessing.connection import Connection
from typing import Any


class SharedLine:
    """The sending side of a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def send(self, message: Any) -> None:
        """Send what can be pickled."""
        with self._lock:
            self._connection.send(message)

    def put_nowait(self, record: logging.LogRecord) -> None:
        """What a `QueueHandler` calls."""
        self.send(record)
