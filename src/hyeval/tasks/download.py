"""Data sets that are named by their address: a file that is fetched once, whole, and kept in the cache.

A file is written beside its place, held against its digest and then moved there, so that what lies there is whole.
Of several processes that want it one fetches it. Proxies are those of the environment (`HTTPS_PROXY`, `NO_PROXY`).
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from hyeval.errors import DataError, MissingResource, OutputError

logger = logging.getLogger(__name__)

FOLDER = "downloads"
"""Where files lie in the cache."""
CONNECT_TIMEOUT_S, READ_TIMEOUT_S = 30.0, 120.0
TELL_EVERY_S = 10.0
DIGESTS = {"md5": 32, "sha256": 64}
"""Digests that a file may be held against, and how many hexadecimal digits they have."""


def is_address(path: str) -> bool:
    """Whether a path of the configuration is an address of the web."""
    return urlsplit(path).scheme in ("http", "https")


def file_name(address: str) -> str:
    """The name of the file that an address ends with; empty if it ends with none."""
    return unquote(PurePosixPath(urlsplit(address).path).name)


def fetched(address: str, folder: Path, digests: Mapping[str, str], *, field: str) -> Path:
    """The file of an address in a folder of downloads, fetched if it is not there yet.

    `digests` are the wanted ones by name; a file that was fetched with others has another place. `field` is the setting
    that holds the address. `MissingResource` tells what could not be fetched and why, `DataError` a wrong digest,
    `OutputError` a folder that cannot be written.
    """
    place = _place(address, folder, digests)
    if place.exists():
        return place
    with _written(place.parent, field), _alone(place.parent, field):
        if not place.exists():
            _fetch(address, place, digests, field)
    return place


def files_in(folder: Path) -> list[Path]:
    """All files that were fetched."""
    return sorted(path for path in folder.glob("*/*") if path.is_file() and not path.name.startswith("."))


def forget(folder: Path) -> None:
    """Remove all of them."""
    if folder.is_dir():
        shutil.rmtree(folder)


def _place(address: str, folder: Path, digests: Mapping[str, str]) -> Path:
    wanted = "\n".join([address, *(f"{name}:{digest.lower()}" for name, digest in sorted(digests.items()))])
    return folder / hashlib.sha256(wanted.encode()).hexdigest()[:16] / file_name(address)


def _fetch(address: str, place: Path, digests: Mapping[str, str], field: str) -> None:
    part = place.with_name(f".{secrets.token_hex(4)}.part")
    try:
        _transfer(address, part, field)
        _compare(address, part, digests, field)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    logger.info("%s: %.1f MB in %s", field, place.stat().st_size / 1e6, place)


def _transfer(address: str, part: Path, field: str) -> None:
    """Write what the address answers into a file; all of it, or there is an error."""
    import aiohttp
    from fsspec.callbacks import Callback
    from fsspec.implementations.http import HTTPFileSystem

    logger.info("%s: fetching %s", field, address)
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT_S, sock_read=READ_TIMEOUT_S)
    web = HTTPFileSystem(
        client_kwargs={"trust_env": True, "timeout": timeout},
        headers={"Accept-Encoding": "identity"},
        skip_instance_cache=True,
    )
    try:
        web.get_file(address, str(part), callback=Callback(hooks={"log": _Progress(field)}))
    except FileNotFoundError as error:
        raise MissingResource(_unreachable(address, field, "there is no such file (HTTP 404)")) from error
    except aiohttp.ClientResponseError as error:
        raise MissingResource(_unreachable(address, field, f"HTTP {error.status} {error.message}".strip())) from error
    except (aiohttp.ClientError, TimeoutError) as error:  # before OSError, of which some of them are
        raise MissingResource(_unreachable(address, field, _reason(error))) from error


def _reason(error: Exception) -> str:
    import aiohttp

    if isinstance(error, aiohttp.ClientPayloadError):
        return "the connection ended before the file did"
    return str(error) or ("no answer in time" if isinstance(error, TimeoutError) else type(error).__name__)


def _unreachable(address: str, field: str, reason: str) -> str:
    return (
        f"{field}.path: {address} cannot be fetched: {reason}. Check the network and HTTPS_PROXY,"
        f" or download it yourself and give `{field}.path=FILE`."
    )


def _compare(address: str, part: Path, digests: Mapping[str, str], field: str) -> None:
    for name, wanted in digests.items():
        with part.open("rb") as file:
            found = hashlib.file_digest(file, name).hexdigest()
        if found != wanted.lower():
            raise DataError(
                f"{field}.{name}: what {address} answers has the digest {found}, and {wanted} is wanted: it was changed"
                f" there, or on the way. Download it yourself and give `{field}.path=FILE`,"
                f" or set `{field}.{name}={found}` if you trust it."
            )


@contextmanager
def _alone(folder: Path, field: str) -> Iterator[None]:
    """Hold the lock of a folder, which is made."""
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        logger.info("%s: another process is fetching it", field)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _written(folder: Path, field: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = f"Free space, set `cache_dir=` to another folder, or give `{field}.path=FILE`."
        raise OutputError(f"{field}.path: {folder} cannot be written ({reason}). {remedy}") from error


class _Progress:
    """Tells in the log how far it is, now and then."""

    def __init__(self, field: str) -> None:
        self._field = field
        self._told = time.monotonic()

    def __call__(self, size: int | None, value: int, **_: Any) -> None:
        if time.monotonic() - self._told < TELL_EVERY_S:
            return
        self._told = time.monotonic()
        logger.info("%s: %.0f%s MB", self._field, value / 1e6, f" of {size / 1e6:.0f}" if size else "")
