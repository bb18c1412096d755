"""Samples per second of a local model: hyeval's executor against a bare loop over batches made beforehand.

    python -m bench.local [ROUNDS] [BATCH_SIZE]

The bare loop runs with the threads that PyTorch takes by itself, and with as many as hyeval gives a model of this size.
For comparison there are the least that prepares batches while it generates, a loop over PyTorch's `DataLoader` with one
worker, which looks nothing up, reads no answer and keeps none; and the model in the process of the executor, where
preparing waits for the interpreter that generates.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.plain import DEMO
from hyeval.execution.executor import Executor, Outcome
from hyeval.execution.store import ResponseStore
from hyeval.media import Media, MediaKind
from hyeval.models.base import Model
from hyeval.models.conversation import to_conversation
from hyeval.models.hardware import Accelerator, Hardware
from hyeval.models.local import LocalModel
from hyeval.models.processing import encode, load_processor
from hyeval.models.rank_process import Blueprint
from hyeval.models.ranks import RankedModel
from hyeval.records import GenerationSettings, Message, Request, Role, Sample, canonical_json

SETTINGS = GenerationSettings(max_tokens=8)
REPEATS = 4
"""Each question is asked so often: of half a second, beginning and end would be a share that they are not of a run."""


def main() -> None:
    """Print samples and CPU time per second of each, in turns, and their ratios."""
    import torch

    rounds, batch_size = (int(given) for given in (*sys.argv[1:], *("5", "8")[len(sys.argv) - 1 :]))
    model = LocalModel("demo", str(DEMO / "model"), hardware=Hardware(Accelerator.CPU), batch_size=batch_size)
    requests = _requests(canonical_json(model.identity()))
    ranked = _ranked(batch_size)
    for one in (model, ranked):
        asyncio.run(_warm(one, requests[:batch_size]))
    threads, bare, frugal, loader, framework, together = torch.get_num_threads(), [], [], [], [], []
    for _ in range(rounds):
        torch.set_num_threads(threads)
        bare.append(_bare(model, requests, batch_size))
        as_a_rank(model)
        frugal.append(_bare(model, requests, batch_size))
        loader.append(_with_a_worker(model, requests, batch_size))
        framework.append(through_hyeval(ranked, requests))
        together.append(through_hyeval(model, requests))
    print(f"batch size {batch_size}, {len(requests)} samples, {rounds} rounds, medians:")
    loops = (("bare loop", bare), ("the same, hyeval's threads", frugal), ("loop over a DataLoader", loader))
    for name, figures in (*loops, ("hyeval", framework), ("in one process", together)):
        speed = statistics.median(one[0] for one in figures)
        ratio = statistics.median(one[0] / other[0] for one, other in zip(figures, bare, strict=True))
        cpu_ms = 1000 * statistics.median(one[1] for one in figures) / len(requests)
        print(f"  {name:26} {speed:6.1f} samples/s, {ratio:.2f} of the bare loop; {cpu_ms:.2f} ms of CPU time here")
    model.close()
    ranked.close()


def as_a_rank(model: LocalModel) -> None:
    """Compute with as many threads as a rank would."""
    assert model.loaded is not None
    parameters = sum(parameter.numel() for parameter in model.loaded.module.parameters())
    Hardware(Accelerator.CPU).use_threads(parameters, os.environ)


def _ranked(batch_size: int) -> RankedModel:
    arguments = {"name": "demo", "path": str(DEMO / "model"), "batch_size": batch_size}
    return RankedModel(Blueprint(LocalModel, arguments, "hardware", Hardware(Accelerator.CPU)))


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


async def _warm(model: Model, requests: Sequence[Request]) -> None:
    await model.generate(requests)


def _bare(model: LocalModel, requests: Sequence[Request], batch_size: int) -> tuple[float, float]:
    """Samples a second and CPU seconds of nothing but `generate`, over batches that were encoded before."""
    return _loop(model, list(_Encoded(requests, batch_size)), len(requests))


def _with_a_worker(model: LocalModel, requests: Sequence[Request], batch_size: int) -> tuple[float, float]:
    """The same over batches that another process encodes meanwhile."""
    from torch.utils.data import DataLoader

    encoded: Any = _Encoded(requests, batch_size)
    return _loop(model, DataLoader(encoded, batch_size=None, num_workers=1, prefetch_factor=4), len(requests))


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


def _loop(model: LocalModel, batches: Iterable[Mapping[str, Any]], samples: int) -> tuple[float, float]:
    import torch

    assert model.loaded is not None
    started, cpu_s = time.perf_counter(), time.process_time()
    with torch.inference_mode():
        for batch in batches:
            model.loaded.module.generate(**batch, max_new_tokens=SETTINGS.max_tokens, do_sample=False)
    return samples / (time.perf_counter() - started), time.process_time() - cpu_s


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
