"""API evaluation against a server of our own: throughput and CPU beside bare loops, memory, adaptive concurrency.

    python -m bench.api [--samples 1000]

The server (`tests/servers`) runs in a process of its own. The bare loops send the same bodies in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import io
import json
import os
import random
import resource
import signal
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image
from tests.servers.openai_server import Limits, RunningServer, ServerSettings, start_server

from bench.workspace import Finished, Workspace, require

LATENCY_S = 0.2
QUESTION = "Which digit is shown?"
SCHEMA = pa.schema(
    {
        "id": pa.string(),
        "image": pa.struct({"bytes": pa.binary(), "path": pa.string()}),
        "question": pa.string(),
        "answer": pa.string(),
    }
)
TASK = """\
# @package tasks.pictures
name: pictures
info: {{description: Noise, modality: [image]}}
dataset: {{path: {path}, split: test}}
sample: {{id: id, images: [image], question: question, answer: answer}}
protocol: ${{protocol.name}}
protocols:
  official: {{prompt: {{user: "{{{{ question }}}}"}}, generation: {{max_tokens: 8}}, extract: text, score: text}}
metrics: {{accuracy: mean}}
"""


@dataclass(frozen=True)
class Loop:
    """A bare loop's figures."""

    rate: float
    cpu_ms: float


def main() -> None:
    """Print the figures, ratios side by side."""
    parser = argparse.ArgumentParser(description="API evaluation beside bare loops.")
    parser.add_argument("--samples", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures = [_noise(i, (336, 336), quality=60) for i in range(options.samples)]
        arguments = _write_task(folder, pictures)
        print(f"{options.samples} images of {sum(map(len, pictures)) / len(pictures) / 1000:.0f} KB, {LATENCY_S} s")
        for concurrency in (32, 256):
            _compare(folder, arguments, pictures, concurrency)
        _adapt(folder, arguments)
        _stop(folder, arguments, options.samples)
        _first_request(folder, arguments)
    for count in (200, 2000):
        with tempfile.TemporaryDirectory() as name:
            _large_images(Path(name), count)


def _compare(folder: Path, arguments: list[str], pictures: list[bytes], concurrency: int) -> None:
    with start_server(ServerSettings(limits=Limits(latency_s=LATENCY_S))) as server:
        bare = _run_loop(_openai_loop, server, pictures, concurrency)
        raw = _run_loop(_aiohttp_loop, server, pictures, concurrency)
        ours = _hyeval(folder, arguments, server, f"model.concurrency={concurrency}", run=f"at{concurrency}")
        nothing = _hyeval(folder, arguments, server, f"model.concurrency={concurrency}", run=f"again{concurrency}")
        rate = len(pictures) / _asking_s(server, len(pictures))
        cpu = 1000 * (ours.cpu_s - nothing.cpu_s) / len(pictures)
        print(
            f"concurrency {concurrency:3}: {rate:5.0f} requests/s, AsyncOpenAI {bare.rate:5.0f} (ratio"
            f" {rate / bare.rate:.2f}), aiohttp {raw.rate:5.0f} ({rate / raw.rate:.2f}); CPU {cpu:.1f} ms a request,"
            f" AsyncOpenAI {bare.cpu_ms:.1f} ({cpu / bare.cpu_ms:.2f}), aiohttp {raw.cpu_ms:.1f};"
            f" peak memory {ours.peak_bytes / 1e6:.0f} MB"
        )


def _adapt(folder: Path, arguments: list[str]) -> None:
    with start_server(ServerSettings(limits=Limits(latency_s=LATENCY_S, max_concurrent=48))) as server:
        _hyeval(folder, arguments, server, "repeats=8", run="adaptive")
        log = [entry for entry in server.log() if entry["path"].endswith("completions")]
        begin = log[0]["started"]
        served = [entry["ended"] - begin for entry in log if entry["status"] == 200]
        last = max(served)
        late = [moment for moment in served if min(20.0, last / 2) <= moment < last - 1]
        best = 48 / LATENCY_S
        rate = len(late) / (last - 1 - min(20.0, last / 2))
        refused = sum(entry["status"] == 429 for entry in log)
        print(
            f"auto concurrency, 48 allowed: {rate:.0f} of {best:.0f} requests/s ({rate / best:.2f}) after"
            f" {min(20.0, last / 2):.0f} s, {100 * refused / len(log):.1f} % refused"
        )


def _stop(folder: Path, arguments: list[str], samples: int) -> None:
    """Kill a run in its middle and interrupt another one; count what is asked twice, and how long leaving takes."""
    with start_server(ServerSettings(limits=Limits(latency_s=LATENCY_S))) as server:
        command = [*arguments, *_model(server), "model.concurrency=32", "tracking=none"]
        process = Workspace(folder).start([*command, f"cache_dir={folder / 'killed'}"], run="killed")
        _wait_for(server, samples // 2)
        process.kill()
        process.wait()
        again = Workspace(folder).run([*command, f"cache_dir={folder / 'killed'}"], run="rerun")
        repeated = server.stats()["requests"] - samples
        print(f"kill -9 at 50 %, rerun: {repeated} requests repeated, 32 in flight (exit code {again.code})")
        server.reset()
        process = Workspace(folder).start([*command, f"cache_dir={folder / 'stopped'}"], run="stopped")
        _wait_for(server, samples // 2)
        process.send_signal(signal.SIGINT)
        begun = time.perf_counter()
        code = process.wait()
        took = time.perf_counter() - begun
        result = json.loads((folder / "stopped" / "results.json").read_text())
        kept = result["tasks"]["pictures"]["counts"]["responses"]["ok"]
        print(f"Ctrl-C: exit code {code} after {took:.1f} s, {kept} of {server.stats()['successes']} answers kept")


def _wait_for(server: RunningServer, requests: int) -> None:
    while server.stats()["requests"] < requests:
        time.sleep(0.02)


def _first_request(folder: Path, arguments: list[str]) -> None:
    """Seconds from the start of the process to its first request, the middle one of five."""
    with start_server(ServerSettings()) as server:
        seconds = []
        for number in range(5):
            server.reset()
            begun = time.time()
            _hyeval(folder, arguments, server, "limit=8", run=f"first{number}")
            seconds.append(server.log()[0]["started"] - begun)
        print(f"first request after {sorted(seconds)[2]:.2f} s ({min(seconds):.2f} to {max(seconds):.2f})")


def _large_images(folder: Path, count: int) -> None:
    """Peak memory with images of 2000 x 1500 pixels, made distinct by some bytes behind their end."""
    some = [_noise(i, (2000, 1500), quality=60) for i in range(10)]
    arguments = _write_task(folder, (some[i % 10] + i.to_bytes(4, "big") for i in range(count)))
    with start_server(ServerSettings(limits=Limits(latency_s=LATENCY_S))) as server:
        ours = _hyeval(folder, arguments, server, "model.concurrency=64", run="large")
        print(f"{count} images of {len(some[0]) / 1e6:.1f} MB at 64: peak memory {ours.peak_bytes / 1e6:.0f} MB")


def _model(server: RunningServer) -> list[str]:
    return ["model=openai_compatible", f"model.base_url={server.url}/v1", "model.model=m"]


def _asking_s(server: RunningServer, count: int) -> float:
    """Seconds from the first to the last of the newest `count` requests."""
    log = [entry for entry in server.log() if entry["path"].endswith("completions")][-count:]
    return float(max(entry["ended"] for entry in log) - min(entry["started"] for entry in log))


def _hyeval(folder: Path, arguments: list[str], server: RunningServer, *more: str, run: str) -> Finished:
    model = _model(server)
    first = [] if run.startswith("again") else [f"cache_dir={folder / run}"]
    again = [f"cache_dir={folder / run.replace('again', 'at')}"] if run.startswith("again") else []
    return require(Workspace(folder).run([*arguments, *model, *first, *again, *more], run=run))


def _run_loop(
    loop: Callable[[str, list[dict[str, Any]], int], Awaitable[None]],
    server: RunningServer,
    pictures: list[bytes],
    concurrency: int,
) -> Loop:
    bodies = [_body(picture) for picture in pictures]
    started, used = time.perf_counter(), _cpu_s()
    asyncio.run(loop(server.url, bodies, concurrency))  # type: ignore[arg-type]
    return Loop(len(bodies) / (time.perf_counter() - started), 1000 * (_cpu_s() - used) / len(bodies))


async def _openai_loop(url: str, bodies: list[dict[str, Any]], concurrency: int) -> None:
    from openai import AsyncOpenAI

    slots = asyncio.Semaphore(concurrency)
    async with AsyncOpenAI(api_key="x", base_url=f"{url}/v1", max_retries=0) as client:

        async def ask(body: dict[str, Any]) -> None:
            async with slots:
                await client.chat.completions.create(**body)

        await asyncio.gather(*map(ask, bodies))


async def _aiohttp_loop(url: str, bodies: list[dict[str, Any]], concurrency: int) -> None:
    import aiohttp

    slots = asyncio.Semaphore(concurrency)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def ask(body: dict[str, Any]) -> None:
            async with slots, session.post(f"{url}/v1/chat/completions", json=body) as reply:
                await reply.json()

        await asyncio.gather(*map(ask, bodies))


def _body(picture: bytes) -> dict[str, Any]:
    url = f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"
    content = [{"type": "image_url", "image_url": {"url": url}}, {"type": "text", "text": QUESTION}]
    return {"model": "m", "messages": [{"role": "user", "content": content}], "max_tokens": 8, "temperature": 0.0}


def _noise(seed: int, size: tuple[int, int], *, quality: int) -> bytes:
    small = Image.frombytes(
        "RGB", (size[0] // 2, size[1] // 2), random.Random(seed).randbytes(3 * size[0] * size[1] // 4)
    )
    buffer = io.BytesIO()
    small.resize(size).save(buffer, format="JPEG", quality=quality)
    return buffer.getvalue()


def _write_task(folder: Path, pictures: Iterable[bytes]) -> list[str]:
    """Write a data set and its task file; return the arguments that choose it."""
    folder.mkdir(exist_ok=True)
    path = folder / "data" / "test.parquet"
    path.parent.mkdir()
    # As the data set library writes images: uncompressed, in pages of about a megabyte.
    with pq.ParquetWriter(path, SCHEMA, compression="NONE", use_content_defined_chunking=True) as writer:
        for number, some in enumerate(batched(pictures, 100)):
            rows = [
                {"id": str(100 * number + i), "image": {"bytes": one}, "question": QUESTION, "answer": "A"}
                for i, one in enumerate(some)
            ]
            writer.write_table(pa.Table.from_pylist(rows, schema=SCHEMA))
    (folder / "conf" / "task").mkdir(parents=True)
    (folder / "conf" / "task" / "pictures.yaml").write_text(TASK.format(path=path.parent))
    return ["--config-dir", str(folder / "conf"), "task=pictures"]


def batched(items: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    """Lists of `size` items; the last may be shorter."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    os.environ.setdefault("HF_DATASETS_DISABLE_PROGRESS_BARS", "1")
    main()
