"""A web server on loopback with a few files, served badly if need be: cut, refused, slow, or behind a redirection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Lock
from time import sleep
from typing import Any
from urllib.parse import urlsplit

from tests.servers.threads import serving


@dataclass(frozen=True)
class File:
    """What is answered: a status and a body, of which `sent` bytes come before the connection ends, after `delay_s`."""

    body: bytes
    status: int = 200
    sent: int | None = None
    delay_s: float = 0.0
    location: str | None = None


@dataclass
class Site:
    """A server that listens; `asked` grows with every request, the path or what a proxy is asked for."""

    files: Mapping[str, File]
    url: str = ""
    asked: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


@contextmanager
def serve_files(files: Mapping[str, File]) -> Iterator[Site]:
    """Serve files by path from threads of this process until the end of the `with` statement."""
    site = Site(files)
    handler = type("Handler", (_Handler,), {"site": site})
    with serving(handler) as site.url:
        yield site


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        with self.site.lock:
            self.site.asked.append(self.path)
        file = self.site.files.get(urlsplit(self.path).path, File(b"", status=404))
        sleep(file.delay_s)
        self.send_response(file.status)
        self.send_header("Content-Length", str(len(file.body)))
        if file.location is not None:
            self.send_header("Location", file.location)
        self.end_headers()
        self.wfile.write(file.body[: file.sent])

    def log_message(self, format: str, *arguments: Any) -> None:
        """The journal is `Site.asked`."""
