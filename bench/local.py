"""Samples per second of a local model: hyeval's executor against a bare loop over batches made beforehand.

    python -m bench.local [ROUNDS] [BATCH_SIZE]

The bare loop is what transformers does by itself, in a process that has nothing of hyeval's loading: with the threads
that PyTorch takes, which wait spinning, and with as many as hyeval gives a model of this size. Ratios are to the faster
of the two. hyeval has one copy of the model, as by default, or two (`hardware=ddp hardware.devices=2`), which share the
questions. For comparison there are bare loops in two processes, each over half of the batches; the least that prepares
batches while it generates, a loop over PyTorch's `DataLoader` with one worker, which looks nothing up, reads no answer
and keeps none; and hyeval's model in the process of the executor, where preparing waits for the interpreter that
generates.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.plain import DEMO
from hyeval.execution.executor import Executor, Outcome
from hyeval.execution.store import ResponseStore
from hyeval.media import Media, MediaKind
from hyeval.models.base import Model
from hyeval.models.conversation import to_conversation
from hyeval.models.hardware import Accelerator, Hardware, Strategy
from hyeval.models.local import LocalModel
from hyeval.models.processing import encode, load_processor
from hyeval.models.rank_process import Blueprint
from hyeval.models.ranks import RankedModel
from hyeval.records import GenerationSettings, Message, Request, Role, Sample, canonical_json

if TYPE_CHECKING:
    import torch

SETTINGS = GenerationSettings(max_tokens=8)
RANKS = 2
REPEATS = 4
"""Each question is asked so often: of half a second, beginning and end would be a share that they are not of a run."""


def main() -> None:
    """Print samples and CPU time per second of each, in turns, and their ratios."""
    rounds, batch_size = (int(given) for given in (*sys.argv[1:], *("5", "8")[len(sys.argv) - 1 :]))
    model = LocalModel("demo", str(DEMO / "model"), hardware=Hardware(Accelerator.CPU), batch_size=batch_size)
    requests = _requests(canonical_json(model.identity()))
    one, two = _ranked(batch_size, 1), _ranked(batch_size, 2)
    for started in (model, one, two):
        through_hyeval(started, requests[: RANKS * batch_size])
    alone = _Plain([requests], batch_size)
    pair = _Plain([requests[rank::RANKS] for rank in range(RANKS)], batch_size)
    ways: dict[str, Callable[[], tuple[float, float]]] = {
        "bare loop": lambda: alone.loop(Loop.BARE),
        "bare loop, fewer threads": lambda: alone.loop(Loop.FRUGAL),
        "hyeval": lambda: through_hyeval(one, requests),
        "hyeval, two copies": lambda: through_hyeval(two, requests),
        "two bare loops": lambda: pair.loop(Loop.FRUGAL),
        "loop over a DataLoader": lambda: alone.loop(Loop.LOADER),
        "in one process": lambda: through_hyeval(model, requests),
    }
    figures: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            figures[name].append(way())
    print(f"batch size {batch_size}, {len(requests)} samples, {rounds} rounds, medians:")
    bare = [figures[name] for name in ("bare loop", "bare loop, fewer threads")]
    best = max(bare, key=lambda found: statistics.median(one[0] for one in found))
    for name, found in figures.items():
        speed = statistics.median(one[0] for one in found)
        ratio = statistics.median(one[0] / bare[0] for one, bare in zip(found, best, strict=True))
        cpu_ms = 1000 * statistics.median(one[1] for one in found) / len(requests)
        print(
            f"  {name:24} {speed:6.1f} samples/s, {ratio:.2f} of the better bare loop; {cpu_ms:.2f} ms of CPU time here"
        )
    for process in (model, one, two, alone, pair):
        process.close()


class Loop(StrEnum):
    """A loop around `generate`."""

    BARE = "batches encoded before"
    FRUGAL = "the same, with hyeval's threads"
    LOADER = "with these, over batches that another process encodes meanwhile"


class _Plain:
    """Processes with the model as transformers loads it, one for each share of the requests."""

    def __init__(self, shares: Sequence[Sequence[Request]], batch_size: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._requests = sum(map(len, shares))
        self._lines, self._processes = [], []
        for share in shares:
            line, end = context.Pipe()
            process = context.Process(target=_run_loops, args=(end, share, batch_size))
            process.start()
            end.close()
            self._lines.append(line)
            self._processes.append(process)
        self.loop(Loop.BARE)

    def loop(self, kind: Loop) -> tuple[float, float]:
        """Samples a second of all together, and their CPU seconds."""
        for line in self._lines:
            line.send(kind)
        taken = [line.recv() for line in self._lines]
        return self._requests / max(seconds for seconds, _ in taken), sum(cpu_s for _, cpu_s in taken)

    def close(self) -> None:
        """End the processes."""
        for line, process in zip(self._lines, self._processes, strict=True):
            line.close()
            process.join()


def _run_loops(line: Connection, requests: Sequence[Request], batch_size: int) -> None:
    assert "torch" not in sys.modules  # it reads the variable when it is loaded
    os.environ.pop("OMP_WAIT_POLICY", None)
    import torch
    from torch.utils.data import DataLoader
    from transformers import AutoModelForImageTextToText

    model = AutoModelForImageTextToText.from_pretrained(DEMO / "model").eval()
    encoded: Any = _Encoded(requests, batch_size)
    before, threads = list(encoded), torch.get_num_threads()
    with suppress(EOFError):
        while True:
            kind = line.recv()
            torch.set_num_threads(threads)
            if kind is not Loop.BARE:
                as_a_rank(model)
            # A worker that is forked, as it is by default where a program does this by itself: it imports nothing anew.
            meanwhile: Any = DataLoader(
                encoded, batch_size=None, num_workers=1, prefetch_factor=4, multiprocessing_context="fork"
            )
            line.send(_loop(model, meanwhile if kind is Loop.LOADER else before))


def as_a_rank(module: torch.nn.Module) -> None:
    """Compute with as many threads as a rank would."""
    parameters = sum(parameter.numel() for parameter in module.parameters())
    Hardware(Accelerator.CPU).use_threads(parameters, os.environ)


def _ranked(batch_size: int, copies: int) -> RankedModel:
    arguments = {"name": "demo", "path": str(DEMO / "model"), "batch_size": batch_size}
    hardware = Hardware(Accelerator.CPU, strategy=Strategy.DDP, devices=copies)
    return RankedModel(
        Blueprint(LocalModel, arguments, "hardware", hardware if copies > 1 else Hardware(Accelerator.CPU))
    )


def _requests(identity: str) -> list[Request]:
    import datasets

    path = DEMO / "digits" / "open"
    rows = datasets.load_dataset("parquet", data_files=str(path / "*.parquet"), split="train")
    rows = rows.cast_column("image", datasets.Image(decode=False))
    samples = []
    for index, row in enumerate(rows):
        message = Message(Role.USER, (Media(MediaKind.IMAGE, row["image"]["bytes"]), row["question"]))
        samples.append(Sample(str(index), index, (message,), row["question"], (str(row["answer"]),)))
    return [Request(sample, SETTINGS, identity, repeat=repeat) for repeat in range(REPEATS) for sample in samples]


class _Encoded:
    """Batches of tensors, encoded when they are asked for."""

    def __init__(self, requests: Sequence[Request], batch_size: int) -> None:
        self._batches = [requests[start : start + batch_size] for start in range(0, len(requests), batch_size)]
        self._processor = load_processor(DEMO / "model", {})

    def __len__(self) -> int:
        return len(self._batches)

    def __getitem__(self, number: int) -> dict[str, Any]:
        conversations = [to_conversation(request.sample.messages) for request in self._batches[number]]
        return dict(encode(self._processor, conversations, {}))


def _loop(model: Any, batches: Iterable[Mapping[str, Any]]) -> tuple[float, float]:
    """Seconds on the clock and of CPU."""
    import torch

    started, cpu_s = time.perf_counter(), time.process_time()
    with torch.inference_mode():
        for batch in batches:
            model.generate(**batch, max_new_tokens=SETTINGS.max_tokens, do_sample=False)
    return time.perf_counter() - started, time.process_time() - cpu_s


def through_hyeval(model: Model, requests: Sequence[Request]) -> tuple[float, float]:
    """Samples a second and CPU seconds of everything: look up, decode, tokenize, generate, read, record."""
    delivered: list[Outcome] = []

    async def run(store: ResponseStore) -> None:
        executor = Executor(model, store)
        await executor.run(iter(requests), task="digits", deliver=delivered.append)
        await executor.close()

    with tempfile.TemporaryDirectory() as folder, ResponseStore(Path(folder), model_name="demo") as store:
        started, cpu_s = time.perf_counter(), time.process_time()
        asyncio.run(run(store))
        seconds, cpu_s = time.perf_counter() - started, time.process_time() - cpu_s
    assert len(delivered) == len(requests)
    assert all(one.response.status.answered and not one.reused for one in delivered)
    return len(requests) / seconds, cpu_s


if __name__ == "__main__":
    main()
