"""An endpoint that speaks Anthropic's Messages protocol and answers every question with one letter.

    python -m tests.servers.anthropic_stub        prints the address and serves until its standard input ends

Written from the public reference of the protocol: https://docs.claude.com/en/api/messages.
"""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "stub-key-0123456789"


class Stub(ThreadingHTTPServer):
    """The server; `received` holds the bodies that came, `failures` statuses that are answered first."""

    def __init__(self, failures: tuple[int, ...] = ()) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[dict[str, Any]] = []
        self.failures = list(failures)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Stub:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Stub

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/v1/messages":
            return self._reply(404, _error("not_found_error", f"no {self.path}"))
        if self.headers.get("x-api-key") != KEY:
            return self._reply(401, _error("authentication_error", "invalid x-api-key"))
        if self.server.failures:
            return self._reply(self.server.failures.pop(0), _error("overloaded_error", "Overloaded"))
        self.server.received.append(body)
        return self._reply(200, _message(body))

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""

    def _reply(self, status: int, content: dict[str, Any]) -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _message(body: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": [{"type": "text", "text": "B"}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 90, "output_tokens": 3},
    }


def _error(kind: str, message: str) -> dict[str, Any]:
    return {"type": "error", "error": {"type": kind, "message": message}}


if __name__ == "__main__":
    with Stub() as stub:
        print(stub.url, flush=True)
        sys.stdin.read()
