"""How busy a device is kept, and how much faster that is than a loop that prepares and generates in turns.

    python -m bench.device [--images 512] [--batch-size 16] [--tokens 32] [--shape 3b|tiny]

A Qwen2.5-VL with random weights, of the size of the 3B checkpoint, answers one question about each of as many JPEG
pictures. On a GPU `nvidia-smi dmon` is read while hyeval runs; on a CPU only the ratio is printed (`--shape tiny`).
"""

from __future__ import annotations

import argparse
import asyncio
import io
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.end_to_end.random_qwen import THREE_BILLION, TINY, save_random_qwen

from bench.local import through_hyeval
from hyeval.media import Media, MediaKind
from hyeval.models.conversation import to_conversation
from hyeval.models.generation import Asked, Work, generate, to_responses
from hyeval.models.hardware import Hardware
from hyeval.models.local import LocalModel
from hyeval.models.processing import encode
from hyeval.models.rank_process import Blueprint
from hyeval.models.ranks import RankedModel
from hyeval.records import GenerationSettings, Message, Request, Role, Sample, canonical_json

SHAPES = {"3b": THREE_BILLION, "tiny": TINY}
PICTURE = (1280, 960)
HARDWARE = Hardware()


def main() -> None:
    """Print samples per second of both, their ratio, and how busy the GPU was."""
    parser = argparse.ArgumentParser(description="A device under hyeval against a serial loop.")
    parser.add_argument("--images", type=int, default=512)
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--tokens", type=int, default=32)
    parser.add_argument("--shape", choices=sorted(SHAPES), default="3b")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = save_random_qwen(Path(folder), SHAPES[options.shape])
        arguments = {"name": "random", "path": str(checkpoint), "batch_size": options.batch_size}
        ranked = RankedModel(Blueprint(LocalModel, arguments, "hardware", HARDWARE))
        requests = _requests(canonical_json(ranked.identity()), options.images, options.tokens)
        asyncio.run(ranked.generate(requests[: options.batch_size]))
        with Utilization() as utilization:
            framework, _ = through_hyeval(ranked, requests)
        ranked.close()
        model = LocalModel(hardware=HARDWARE.of_rank(0), **arguments)
        asyncio.run(model.generate(requests[: options.batch_size]))
        serial = _serial(model, requests, options.batch_size)
        model.close()
    print(f"{options.images} images, {options.tokens} tokens each, batch size {options.batch_size}:")
    print(f"  hyeval {framework:.2f} samples/s, serial loop {serial:.2f}: {framework / serial:.2f} times as fast")
    print(f"  {utilization}")


def _requests(identity: str, count: int, tokens: int) -> list[Request]:
    """A question about each of `count` pictures, no two alike."""
    import numpy as np
    from PIL import Image

    draw = np.random.default_rng(0)
    found = []
    for index in range(count):
        coarse = draw.integers(0, 255, (12, 16, 3), dtype=np.uint8)
        encoded = io.BytesIO()
        Image.fromarray(coarse).resize(PICTURE, Image.Resampling.BICUBIC).save(encoded, "JPEG", quality=90)
        message = Message(Role.USER, (Media(MediaKind.IMAGE, encoded.getvalue()), "What is shown?"))
        sample = Sample(str(index), index, (message,), "What is shown?", ("",))
        found.append(Request(sample, GenerationSettings(max_tokens=tokens), identity))
    return found


def _serial(model: LocalModel, requests: Sequence[Request], batch_size: int) -> float:
    """Samples a second if each batch is decoded, encoded, generated and read before the next one begins."""
    loaded = model.loaded
    assert loaded is not None
    processor = loaded.load_processor()
    started = time.perf_counter()
    for i in range(0, len(requests), batch_size):
        batch = requests[i : i + batch_size]
        inputs = encode(processor, [to_conversation(one.sample.messages) for one in batch], {})
        counts = inputs["attention_mask"].sum(dim=1).tolist()
        generated = generate(loaded, Work(inputs.to(loaded.fabric.device, loaded.dtype), Asked.of(batch)))
        to_responses(processor, generated, batch, counts, time.perf_counter() - started)
    return len(requests) / (time.perf_counter() - started)


class Utilization:
    """Share of the time in which the first GPU was at work, second by second, as `nvidia-smi dmon` counts it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self.percent: list[int] = []

    def __enter__(self) -> Utilization:
        if shutil.which("nvidia-smi"):
            command = ["nvidia-smi", "dmon", "-i", "0", "-s", "u", "-d", "1"]
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            output, _ = self._process.communicate()
            rows = (line.split() for line in output.splitlines() if not line.startswith("#"))
            self.percent = [int(row[1]) for row in rows if len(row) > 1 and row[1].isdigit()]

    def __str__(self) -> str:
        if not self.percent:
            return "no GPU was watched"
        return f"GPU busy {statistics.mean(self.percent):.1f} % of {len(self.percent)} seconds"


if __name__ == "__main__":
    main()
