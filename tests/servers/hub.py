"""A small Hugging Face hub on loopback: what its clients ask for of repositories that lie in folders.

Repository information, file trees, path information, and the files themselves with commit, ETag and ranges; a missing
repository and a gated one answer as the hub does.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.servers.threads import serving

API = re.compile(r"/api/(?P<kind>models|datasets)/(?P<name>[^/]+/[^/]+)(?:/(?P<action>[\w-]+)/(?P<rest>.+))?")
FILE = re.compile(r"/(?P<kind>datasets/)?(?P<name>[^/]+/[^/]+)/resolve/(?P<revision>[^/]+)/(?P<path>.+)")
RANGE = re.compile(r"bytes=(\d+)-(\d*)")


@dataclass(frozen=True)
class Repository:
    """A repository of the hub: its files lie in `folder`. A gated one answers `gated` (401 or 403) for its files."""

    kind: str
    """`models` or `datasets`."""
    name: str
    folder: Path
    gated: int | None = None

    @property
    def commit(self) -> str:
        """Looks like a Git commit."""
        return hashlib.sha1(f"{self.kind}/{self.name}".encode()).hexdigest()

    @property
    def files(self) -> list[str]:
        """Paths of all files."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    @property
    def folders(self) -> list[str]:
        """Paths of all folders."""
        return sorted({parent.as_posix() for path in self.files for parent in Path(path).parents} - {"."})


@dataclass(frozen=True)
class Visit:
    """One request, and the status of what was answered."""

    method: str
    path: str
    status: int
    range: str | None = None


@dataclass
class Hub:
    """A hub that listens; `visits` grows with every request."""

    repositories: Sequence[Repository]
    url: str = ""
    visits: list[Visit] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def find(self, kind: str, name: str) -> Repository | None:
        """The repository of a kind and name."""
        return next((one for one in self.repositories if (one.kind, one.name) == (kind, name)), None)

    def fetched(self, suffix: str) -> list[Visit]:
        """Downloads of files whose path ends so."""
        with self.lock:
            return [one for one in self.visits if one.method == "GET" and one.path.endswith(suffix)]


@contextmanager
def serve_hub(repositories: Sequence[Repository]) -> Iterator[Hub]:
    """Serve repositories from threads of this process until the end of the `with` statement."""
    hub = Hub(repositories)
    handler = type("Handler", (_Handler,), {"hub": hub})
    with serving(handler) as hub.url:
        yield hub


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._handle()

    def do_HEAD(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def log_message(self, format: str, *arguments: Any) -> None:
        """The journal is `Hub.visits`."""

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        target = urlsplit(self.path)
        path = unquote(target.path)
        api, file = API.fullmatch(path), FILE.fullmatch(path)
        if api is None and file is None:
            return self._send(404, b"{}")
        kind = api["kind"] if api else "datasets" if file and file["kind"] else "models"
        found = self.hub.find(kind, (api or file)["name"])  # type: ignore[index]
        if found is None:
            return self._refuse(401, "RepoNotFound", "Invalid username or password.")
        revision = file["revision"] if file else (api["rest"] or "main").partition("/")[0]  # type: ignore[index]
        if revision not in ("main", found.commit):
            return self._refuse(404, "RevisionNotFound", f"Invalid rev id: {revision}")
        if api is not None:
            return self._answer(found, api["action"], api["rest"] or "", parse_qs(target.query), body)
        assert file is not None
        if found.gated is not None:
            return self._refuse(found.gated, "GatedRepo", f"Access to {kind[:-1]} {found.name} is restricted.")
        if file["path"] not in found.files:
            return self._refuse(404, "EntryNotFound", "Entry not found")
        return self._send_file(found, found.folder / file["path"])

    def _answer(
        self, found: Repository, action: str | None, rest: str, query: Mapping[str, list[str]], body: bytes
    ) -> None:
        if action == "tree":
            entries = _tree(found, rest.partition("/")[2], recursive=query.get("recursive") == ["true"])
            return self._send_json(entries) if entries else self._refuse(404, "EntryNotFound", "Entry not found")
        if action == "paths-info":
            asked = json.loads(body)["paths"] if body.startswith(b"{") else parse_qs(body.decode()).get("paths", [])
            known = (*found.files, *found.folders)
            return self._send_json([_entry(found, path) for path in asked if path in known])
        siblings = [{"rfilename": path} for path in found.files]
        about = {
            "_id": found.commit[:24],
            "id": found.name,
            "sha": found.commit,
            "private": False,
            "siblings": siblings,
        }
        return self._send_json(about | {"gated": found.gated is not None and "manual", "tags": [], "downloads": 0})

    def _send_json(self, value: Any) -> None:
        self._send(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def _send_file(self, found: Repository, path: Path) -> None:
        data = path.read_bytes()
        headers = {"ETag": f'"{_digest(path)}"', "X-Repo-Commit": found.commit, "Accept-Ranges": "bytes"}
        wanted = RANGE.fullmatch(self.headers.get("range") or "")
        if wanted is None:
            return self._send(200, data, headers)
        start, end = int(wanted[1]), min(int(wanted[2] or len(data) - 1), len(data) - 1)
        headers["Content-Range"] = f"bytes {start}-{end}/{len(data)}"
        return self._send(206, data[start : end + 1], headers)

    def _refuse(self, status: int, code: str, message: str) -> None:
        body = json.dumps({"error": message}).encode()
        self._send(status, body, {"X-Error-Code": code, "X-Error-Message": message})

    def _send(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        with self.hub.lock:
            self.hub.visits.append(Visit(self.command, self.path, status, self.headers.get("range")))
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _tree(found: Repository, folder: str, *, recursive: bool) -> list[dict[str, Any]]:
    """What lies in a folder, or also below it."""
    inside = f"{folder}/" if folder else ""
    paths = [path for path in (*found.folders, *found.files) if path.startswith(inside)]
    return [_entry(found, path) for path in paths if recursive or "/" not in path.removeprefix(inside)]


def _entry(found: Repository, path: str) -> dict[str, Any]:
    if path in found.folders:
        return {"type": "directory", "path": path, "size": 0, "oid": "0" * 40}
    file = found.folder / path
    return {"type": "file", "path": path, "size": file.stat().st_size, "oid": _digest(file)[:40]}
