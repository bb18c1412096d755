"""The response store: resume, reuse and re-scoring are one mechanism, a look-up by request key.

A store is a directory. Every process writes one SQLite file of its own (write-ahead log, exclusive lock: no file ever
has two writers, which is what makes it safe on network file systems) and reads the main file. `close` folds the own
file into the main one under a lock; a file whose process was killed is folded by whoever opens the store next.

    responses.sqlite        the main file
    writer-<id>.sqlite      the file of one living or killed process
    store.lock              held while a writer file is created or folded

An *intent* is committed before a request is sent and its response right after it came: after `kill -9` an intent
without an outcome is a request that was in flight, which is all that a kill can cost.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import secrets
import socket
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from hyeval.errors import StoreError
from hyeval.records import Request, Response

logger = logging.getLogger(__name__)

SCHEMA_VERSION = 1
LOCK_TIMEOUT_S = 600.0
BUSY_TIMEOUT_MS = 60_000
FULL_REMEDY = "Free space on that disk and run the same command again: what was answered is kept."
MOVE_REMEDY = "Check the folder, or set `cache_dir=` to one that can be written."
LOOKUP_CHUNK = 500
"""Keys per SELECT: well under SQLite's limit on bound parameters."""

# Keys are digests, so they fall anywhere in the index. Bodies stand apart, in the order in which they came: a fold then
# touches a third of the pages that it would if they stood in the index (`WITHOUT ROWID`).
_SCHEMA = """
CREATE TABLE IF NOT EXISTS responses (
    key TEXT PRIMARY KEY, model TEXT NOT NULL, task TEXT NOT NULL, created REAL NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS intents (key TEXT NOT NULL, task TEXT NOT NULL, created REAL NOT NULL);
CREATE TABLE IF NOT EXISTS failures (
    key TEXT NOT NULL, model TEXT NOT NULL, task TEXT NOT NULL, created REAL NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (key, created)
);
CREATE TABLE IF NOT EXISTS interrupted (
    key TEXT NOT NULL, task TEXT NOT NULL, created REAL NOT NULL, PRIMARY KEY (key, created)
);
CREATE TABLE IF NOT EXISTS batches (
    submission TEXT PRIMARY KEY, model TEXT NOT NULL, task TEXT NOT NULL, batch TEXT, requests INTEGER NOT NULL,
    finished INTEGER NOT NULL, updated REAL NOT NULL
) WITHOUT ROWID;
"""

# A fold that was killed between its commit and the removal of the file is done again: every statement is idempotent.
_FOLD_RESPONSES = """
INSERT INTO main_file.responses SELECT * FROM main.responses WHERE true
ON CONFLICT (key) DO UPDATE SET
    model = excluded.model, task = excluded.task, created = excluded.created, body = excluded.body
WHERE excluded.created > created
"""
_FOLD_FAILURES = "INSERT OR IGNORE INTO main_file.failures SELECT * FROM main.failures"
_FOLD_INTERRUPTED = """
INSERT OR IGNORE INTO main_file.interrupted
SELECT key, task, MAX(created) FROM main.intents
WHERE key NOT IN (SELECT key FROM main.responses UNION ALL SELECT key FROM main.failures)
GROUP BY key
"""
_FOLD_BATCHES = """
INSERT INTO main_file.batches SELECT * FROM main.batches WHERE true
ON CONFLICT (submission) DO UPDATE SET
    batch = excluded.batch, finished = excluded.finished, updated = excluded.updated
WHERE excluded.updated > updated
"""
_LOST = """
SELECT key FROM interrupted WHERE key IN ({marks})
AND NOT EXISTS (
    SELECT 1 FROM responses WHERE responses.key = interrupted.key AND responses.created > interrupted.created
)
"""


@dataclass(frozen=True)
class Recovery:
    """What was found of processes that were killed: responses kept, and requests that had been in flight."""

    responses: int = 0
    in_flight: int = 0


@dataclass(frozen=True)
class StoredBatch:
    """A batch that was given to a provider. `batch` is the provider's id, None while it is not known to have one."""

    submission: str
    batch: str | None
    requests: int


@dataclass(frozen=True)
class ModelCount:
    """Stored responses of one model."""

    model: str
    responses: int
    failures: int


@dataclass(frozen=True)
class StoreStatistics:
    """What a store holds; `size` in bytes, over all its files."""

    models: tuple[ModelCount, ...]
    interrupted: int
    writers: int
    size: int


class ResponseStore:
    """Look-up and record of responses for one process; a context manager that folds its file when it is left."""

    def __init__(
        self,
        directory: Path,
        *,
        model_name: str,
        clock: Callable[[], float] = time.time,
        lock_timeout_s: float = LOCK_TIMEOUT_S,
    ) -> None:
        self.directory = directory
        self._model_name = model_name
        self._clock = clock
        self._main_path = directory / "responses.sqlite"
        self._lock = FileLock(directory / "store.lock", timeout=lock_timeout_s)
        with _as_store_error(directory):
            directory.mkdir(parents=True, exist_ok=True)
            with self._lock:
                self.recovery = _fold_dead_writers(directory, self._main_path)
                self._path = directory / f"writer-{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}.sqlite"
                self._own = _open_writer(self._path)
            self._main = _connect(self._main_path)
            self._any_lost = self._main.execute("SELECT EXISTS (SELECT 1 FROM interrupted)").fetchone() == (1,)

    def __enter__(self) -> ResponseStore:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self.close()
        except StoreError as error:
            if kind is None:
                raise
            # The error that ended the run is the one to report; the file stays and the next run folds it.
            logger.warning("%s", error)

    def look_up(self, keys: Sequence[str]) -> dict[str, Response]:
        """Return the stored responses among `keys`, from the main file and from this process's own."""
        found: dict[str, Response] = {}
        with _as_store_error(self.directory):
            for start in range(0, len(keys), LOOKUP_CHUNK):
                chunk = keys[start : start + LOOKUP_CHUNK]
                query = f"SELECT key, body FROM responses WHERE key IN ({','.join('?' * len(chunk))})"
                for connection in (self._main, self._own):
                    for key, body in connection.execute(query, chunk):
                        found[key] = Response.from_json(json.loads(body))
        return found

    def response(self, request: Request) -> Response | None:
        """The stored answer to a request, None if there is none."""
        return self.look_up([request.key]).get(request.key)

    def lost(self, keys: Sequence[str]) -> set[str]:
        """Those among `keys` that a killed process had in flight, and that were not answered since."""
        if not self._any_lost:
            return set()
        with _as_store_error(self.directory):
            query = _LOST.format(marks=",".join("?" * len(keys)))
            return {key for (key,) in self._main.execute(query, keys)}

    def recent(self, count: int) -> list[Response]:
        """The newest answers of this store's model, for estimates of what others will take."""
        query = "SELECT body FROM responses WHERE model = ? ORDER BY created DESC LIMIT ?"
        with _as_store_error(self.directory):
            rows = self._main.execute(query, (self._model_name, count)).fetchall()
        return [Response.from_json(json.loads(body)) for (body,) in rows]

    def save_batch(self, batch: StoredBatch, *, model: str, task: str, finished: bool = False) -> None:
        """Commit what is known of a batch; `model` identifies whose answers it brings."""
        row = (batch.submission, model, task, batch.batch, batch.requests, finished, self._clock())
        with _as_store_error(self.directory), self._own:
            self._own.execute("INSERT OR REPLACE INTO batches VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def open_batches(self, *, model: str, task: str) -> list[StoredBatch]:
        """Batches of earlier runs whose answers were not fetched yet, oldest first."""
        query = "SELECT submission, batch, requests FROM batches WHERE model = ? AND task = ? AND finished = 0"
        with _as_store_error(self.directory):
            done = {row[0] for row in self._own.execute("SELECT submission FROM batches WHERE finished = 1")}
            rows = self._main.execute(f"{query} ORDER BY updated", (model, task)).fetchall()
        return [StoredBatch(*row) for row in rows if row[0] not in done]

    def intend(self, requests: Iterable[Request], task: str) -> None:
        """Commit that these requests are about to be sent."""
        now = self._clock()
        with _as_store_error(self.directory), self._own:
            self._own.executemany("INSERT INTO intents VALUES (?, ?, ?)", [(r.key, task, now) for r in requests])

    def withdraw(self) -> None:
        """Forget what was about to be sent and has no outcome, where it turned out that nothing could be."""
        with _as_store_error(self.directory), self._own:
            self._own.execute(
                "DELETE FROM intents WHERE key NOT IN (SELECT key FROM responses UNION ALL SELECT key FROM failures)"
            )

    def record(self, outcomes: Iterable[tuple[Request, Response]], task: str) -> None:
        """Commit what came back; failures are kept for `scan`, but never answer a look-up."""
        self.record_answers(((request.key, response) for request, response in outcomes), task)

    def record_answers(self, answers: Iterable[tuple[str, Response]], task: str) -> None:
        """Commit responses by the keys of their requests."""
        now = self._clock()
        rows: dict[bool, list[tuple[str, str, str, float, str]]] = {True: [], False: []}
        for key, response in answers:
            body = json.dumps(response.to_json())  # escaped: half a surrogate pair is legal JSON, but not UTF-8
            rows[response.status.answered].append((key, self._model_name, task, now, body))
        with _as_store_error(self.directory), self._own:
            self._own.executemany("INSERT OR REPLACE INTO responses VALUES (?, ?, ?, ?, ?)", rows[True])
            self._own.executemany("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)", rows[False])

    def close(self) -> None:
        """Fold this process's file into the main one and remove it; if others fold for too long, the next run does."""
        with _as_store_error(self.directory):
            self._main.close()
            try:
                with self._lock:
                    self._own.close()
                    _fold(self._path, self._main_path)
            except Timeout:
                self._own.close()
                logger.warning("the response store is busy: the answers stay in %s until the next run", self._path)


def folder_in(cache_folder: Path) -> Path:
    """The store's folder inside the cache folder."""
    return cache_folder / "responses"


def statistics(directory: Path) -> StoreStatistics:
    """Count what the store holds, as of the last fold."""
    with _as_store_error(directory):
        if not (directory / "responses.sqlite").exists():
            return StoreStatistics((), 0, 0, 0)
        with closing(_connect(directory / "responses.sqlite")) as main:
            _check_format(main, directory / "responses.sqlite")
            rows = main.execute(
                "SELECT model, SUM(answered), SUM(1 - answered) FROM (SELECT model, 1 AS answered FROM responses"
                " UNION ALL SELECT model, 0 FROM failures) GROUP BY model ORDER BY model"
            ).fetchall()
            (interrupted,) = main.execute("SELECT COUNT(*) FROM interrupted").fetchone()
        return StoreStatistics(
            models=tuple(ModelCount(*row) for row in rows),
            interrupted=interrupted,
            writers=len(list(directory.glob("writer-*.sqlite"))),
            size=sum(path.stat().st_size for path in _files(directory)),
        )


def compact(directory: Path) -> Recovery:
    """Fold the files of dead processes, drop failures that a response has since replaced, and give space back."""
    with _as_store_error(directory), FileLock(directory / "store.lock", timeout=LOCK_TIMEOUT_S):
        main_path = directory / "responses.sqlite"
        recovery = _fold_dead_writers(directory, main_path)
        with closing(_connect(main_path)) as main:
            for table in ("failures", "interrupted"):
                main.execute(f"DELETE FROM {table} WHERE key IN (SELECT key FROM responses)")
            main.commit()
            main.execute("VACUUM")
        return recovery


def clear(directory: Path, *, model_name: str | None = None) -> int:
    """Forget all responses, or those of one model, and return how many; files of living processes stay."""
    with _as_store_error(directory), FileLock(directory / "store.lock", timeout=LOCK_TIMEOUT_S):
        main_path = directory / "responses.sqlite"
        _fold_dead_writers(directory, main_path)
        where, arguments = ("", ()) if model_name is None else (" WHERE model = ?", (model_name,))
        with closing(_connect(main_path)) as main:
            removed = main.execute(f"DELETE FROM responses{where}", arguments).rowcount
            main.execute(f"DELETE FROM failures{where}", arguments)
            if model_name is None:
                main.execute("DELETE FROM interrupted")
            main.commit()
            main.execute("VACUUM")
        return removed


def _fold_dead_writers(directory: Path, main_path: Path) -> Recovery:
    """Fold every writer file that no living process holds; call it under the store's lock."""
    with closing(_connect(main_path)) as main:
        _create_tables(main, main_path)
    folded = [_fold(path, main_path) for path in sorted(directory.glob("writer-*.sqlite"))]
    recovered = [one for one in folded if one is not None]
    return Recovery(sum(one.responses for one in recovered), sum(one.in_flight for one in recovered))


def _fold(path: Path, main_path: Path) -> Recovery | None:
    """Move the rows of a writer file into the main file and remove it; None if its process is alive."""
    own = sqlite3.connect(path, timeout=0, isolation_level=None)
    with closing(own):
        try:
            own.execute("PRAGMA main.locking_mode=EXCLUSIVE")
            _check_format(own, path)
            # A writer that was killed before it had its tables left an empty file.
            own.executescript(_SCHEMA)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                return None
            raise
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{path}: what a killed run left is damaged ({error}). Move this file away; all others are sound."
            ) from error
        own.execute("ATTACH DATABASE ? AS main_file", (str(main_path),))
        own.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        own.execute("BEGIN IMMEDIATE")
        responses = own.execute(_FOLD_RESPONSES).rowcount
        own.execute(_FOLD_FAILURES)
        own.execute(_FOLD_BATCHES)
        in_flight = own.execute(_FOLD_INTERRUPTED).rowcount
        own.execute("COMMIT")
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return Recovery(responses, in_flight)


def _open_writer(path: Path) -> sqlite3.Connection:
    """Create a writer file and take its lock; call it under the store's lock, or the next process takes it for dead."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    connection.execute("PRAGMA journal_mode=WAL")
    # A commit survives the death of the process; only a power cut can lose the last ones.
    connection.execute("PRAGMA synchronous=NORMAL")
    _create_tables(connection, path)
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    return connection


def _create_tables(connection: sqlite3.Connection, path: Path) -> None:
    _check_format(connection, path)
    connection.executescript(_SCHEMA)
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
    connection.commit()


def _check_format(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version not in (0, SCHEMA_VERSION):
        raise StoreError(
            f"{path}: the store has format {version}, this hyeval reads format {SCHEMA_VERSION}."
            " Set another `cache_dir`, or use the hyeval that wrote it."
        )


def _files(directory: Path) -> list[Path]:
    return [path for path in directory.iterdir() if ".sqlite" in path.name]


@contextmanager
def _as_store_error(directory: Path) -> Iterator[None]:
    """Turn the errors of SQLite, the file system and the lock into one that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise StoreError(f"{directory}: {error}. {FULL_REMEDY if full else MOVE_REMEDY}") from error
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{directory}: the store is damaged ({error}). Move it away to start a new one.") from error
    except Timeout as error:
        raise StoreError(
            f"{directory}: another process has held store.lock for {LOCK_TIMEOUT_S:.0f} s. Wait for it, or end it."
        ) from error
    except OSError as error:
        full = error.errno == errno.ENOSPC
        raise StoreError(f"{directory}: {error.strerror or error}. {FULL_REMEDY if full else MOVE_REMEDY}") from error
