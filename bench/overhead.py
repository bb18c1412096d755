"""Framework overhead: samples per second and peak memory with a model that answers at once.

    python -m bench.overhead [--samples 100000]

Text questions as JSON lines, the scripted model, everything else as in any run: data set loading, rendering, store,
scoring, per-sample log.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from bench.workspace import Workspace, require

TASK = """\
# @package tasks.sums
name: sums
info: {{description: Sums of two numbers, modality: [text]}}
dataset: {{path: {path}, split: test}}
sample: {{id: id, question: question, answer: answer}}
protocol: ${{protocol.name}}
protocols:
  official: {{prompt: {{user: "{{{{ question }}}}"}}, extract: number, score: number}}
metrics: {{accuracy: mean}}
"""


def main() -> None:
    """Run a tenth of the samples and all of them; print rate and memory side by side."""
    parser = argparse.ArgumentParser(description="Framework overhead with a scripted model.")
    parser.add_argument("--samples", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for count in (options.samples // 10, options.samples):
            _measure(Path(folder) / str(count), count)


def _measure(folder: Path, count: int) -> None:
    workspace = Workspace(folder)
    data = folder / "sums.jsonl"
    with data.open("w") as file:
        for i in range(count):
            file.write(json.dumps({"id": str(i), "question": f"How much is {i} + 1?", "answer": str(i + 1)}) + "\n")
    (folder / "conf" / "task").mkdir(parents=True)
    (folder / "conf" / "task" / "sums.yaml").write_text(TASK.format(path=data))
    arguments = ["--config-dir", str(folder / "conf"), "model=scripted", "model.default=7", "task=sums"]
    for name in ("first", "again"):
        finished = require(workspace.run(arguments, run=name))
        print(
            f"{count:>7} samples, {name:5}: {count / finished.seconds:7.0f} samples/s end to end"
            f" ({finished.seconds:.1f} s), peak memory {finished.peak_bytes / 1e6:.0f} MB"
        )


if __name__ == "__main__":
    main()
