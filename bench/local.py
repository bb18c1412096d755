"""Samples per second of a local model: hyeval's executor against a bare loop over batches made beforehand.

python -m bench.local [ROUNDS] [BATCH_SIZE]
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.plain import DEMO
from hyeval.execution.executor import Executor, Outcome
from hyeval.execution.store import ResponseStore
from hyeval.media import Media, MediaKind
from hyeval.models.hardware import Accelerator, Hardware
from hyeval.models.local import LocalModel
from hyeval.models.processing import encode, load_processor, to_conversation
from hyeval.records import GenerationSettings, Message, Request, Role, Sample, canonical_json

SETTINGS = GenerationSettings(max_tokens=8)


def main() -> None:
    """Print samples per second of both, in turns, and their ratio."""
    rounds, batch_size = (int(given) for given in (*sys.argv[1:], *("5", "8")[len(sys.argv) - 1 :]))
    model = LocalModel("demo", str(DEMO / "model"), hardware=Hardware(Accelerator.CPU), batch_size=batch_size)
    requests = _requests(canonical_json(model.identity()))
    asyncio.run(_warm(model, requests[:batch_size]))
    bare, framework = [], []
    for _ in range(rounds):
        bare.append(_bare(model, requests, batch_size))
        framework.append(_framework(model, requests))
    ratios = [ours / theirs for ours, theirs in zip(framework, bare, strict=True)]
    print(f"batch size {batch_size}, {len(requests)} samples, {rounds} rounds, medians:")
    print(f"  bare loop {statistics.median(bare):6.1f} samples/s")
    print(
        f"  hyeval    {statistics.median(framework):6.1f} samples/s, {statistics.median(ratios):.3f} of the bare loop"
    )
    model.close()


def _requests(identity: str) -> list[Request]:
    import datasets

    path = DEMO / "digits" / "open"
    rows = datasets.load_dataset("parquet", data_files=str(path / "*.parquet"), split="train")
    rows = rows.cast_column("image", datasets.Image(decode=False))
    found = []
    for index, row in enumerate(rows):
        message = Message(Role.USER, (Media(MediaKind.IMAGE, row["image"]["bytes"]), row["question"]))
        sample = Sample(str(index), index, (message,), row["question"], (str(row["answer"]),))
        found.append(Request(sample, SETTINGS, identity))
    return found


async def _warm(model: LocalModel, requests: Sequence[Request]) -> None:
    await model.generate(requests)


def _bare(model: LocalModel, requests: Sequence[Request], batch_size: int) -> float:
    """Nothing but `generate`: the batches are encoded before the clock starts, and the answers decoded after it."""
    import torch

    assert model.loaded is not None
    processor = load_processor(DEMO / "model", {})
    batches = [
        encode(processor, [to_conversation(one.sample.messages) for one in requests[i : i + batch_size]], {})
        for i in range(0, len(requests), batch_size)
    ]
    started = time.perf_counter()
    with torch.inference_mode():
        for batch in batches:
            model.loaded.module.generate(**batch, max_new_tokens=SETTINGS.max_tokens, do_sample=False)
    return len(requests) / (time.perf_counter() - started)


def _framework(model: LocalModel, requests: Sequence[Request]) -> float:
    """Everything: look up, decode, tokenize, generate, read, record."""
    delivered: list[Outcome] = []

    async def run(store: ResponseStore) -> None:
        executor = Executor(model, store)
        await executor.run(iter(requests), task="digits", deliver=delivered.append)
        await executor.close()

    with tempfile.TemporaryDirectory() as folder, ResponseStore(Path(folder), model_name="demo") as store:
        started = time.perf_counter()
        asyncio.run(run(store))
        seconds = time.perf_counter() - started
    assert len(delivered) == len(requests)
    assert all(one.response.status.answered for one in delivered)
    return len(requests) / seconds


if __name__ == "__main__":
    main()
