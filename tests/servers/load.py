"""How many requests per second the server itself can serve: the ceiling of every benchmark that is run against it.

    python -m tests.servers.load --concurrency 250 --latency-s 0.2 --kilobytes 45 --seconds 5

The client is a plain aiohttp loop in another process than the server. Both want a core of their own.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import time
from pathlib import Path

import aiohttp

from tests.servers.running import RunningServer, start_server
from tests.servers.settings import Limits, ServerSettings

PNG = b"\x89PNG\r\n\x1a\n"


def body(number: int, size: int) -> bytes:
    """A chat request of about `size` bytes with one made-up image."""
    image = base64.b64encode(PNG + bytes((number + i) % 256 for i in range(256)) * (size * 3 // 4 // 256)).decode()
    parts = [
        {"type": "text", "text": f"Question {number}: which letter?"},
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{image}"}},
    ]
    return json.dumps({"model": "test-model", "messages": [{"role": "user", "content": parts}]}).encode()


async def measure(server: RunningServer, *, concurrency: int, size: int, seconds: float) -> tuple[int, float]:
    """Requests served, and the seconds it took."""
    bodies = [body(number, size) for number in range(concurrency)]
    headers = {"content-type": "application/json"}
    deadline = time.monotonic() + seconds
    served = 0

    async def loop(session: aiohttp.ClientSession, own: bytes) -> None:
        nonlocal served
        while time.monotonic() < deadline:
            async with session.post(f"{server.url}/v1/chat/completions", data=own, headers=headers) as response:
                await response.read()
                assert response.status == 200
            served += 1

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        started = time.monotonic()
        await asyncio.gather(*(loop(session, own) for own in bodies))
        return served, time.monotonic() - started


def main() -> None:
    """Print the rate, and how busy the server's process was."""
    parser = argparse.ArgumentParser(description="Requests per second of the test server.")
    parser.add_argument("--concurrency", type=int, default=250)
    parser.add_argument("--latency-s", type=float, default=0.2)
    parser.add_argument("--kilobytes", type=int, default=45)
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    with start_server(ServerSettings(limits=Limits(latency_s=options.latency_s))) as server:
        before = _cpu_seconds(server.pid)
        served, took = asyncio.run(
            measure(server, concurrency=options.concurrency, size=options.kilobytes * 1000, seconds=options.seconds)
        )
        busy = _cpu_seconds(server.pid) - before
    ceiling = options.concurrency / options.latency_s if options.latency_s else float("inf")
    print(
        f"{served / took:.0f} requests/s at {options.concurrency} in flight (latency alone allows {ceiling:.0f}),"
        f" {busy / served * 1000:.2f} ms of server CPU each: at most {served / busy:.0f} requests/s on one core"
    )


def _cpu_seconds(pid: int) -> float:
    """User and system time of a process, from /proc."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
