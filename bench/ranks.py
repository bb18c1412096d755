"""Two ranks fed from one queue, against two processes with strided shards: the demo model on two CPU cores.

    python -m bench.ranks [--rows 480]

The rows ask about pictures; some show one digit, others sixteen, which take the device about that many times as long.
Equal resources: each of the two processes has one core either way. Printed: seconds from the first to the last answer
(loading left out), for rows of both kinds in turn, and for kinds at random.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.workspace import Workspace

MANY = 16
TASK = """\
# @package tasks.digits_many
name: digits_many
info: {{description: One digit or many, modality: [image]}}
dataset: {{path: {path}, split: test}}
sample: {{id: id, images: [images], question: question, answer: answer}}
protocol: ${{protocol.name}}
protocols:
  official:
    prompt: {{user: "{{{{ question }}}}"}}
    generation: {{max_tokens: 4}}
    extract: text
    score: text
metrics: {{accuracy: mean}}
"""
COMMON = ["task=digits_many", "model.batch_size=8", "hardware.accelerator=cpu", "model.info.modality=[image]"]


def main() -> None:
    """Measure both ways for both patterns of rows."""
    parser = argparse.ArgumentParser(description="One queue against strided shards, on two CPU ranks.")
    parser.add_argument("--rows", type=int, default=480)
    options = parser.parse_args()
    draw = random.Random(0)
    patterns = {
        "every second row long": [index % 2 == 1 for index in range(options.rows)],
        "long rows at random": [draw.random() < 0.5 for _ in range(options.rows)],
    }
    os.environ["OMP_NUM_THREADS"] = "1"
    for name, long in patterns.items():
        with tempfile.TemporaryDirectory() as folder:
            queue, strided = _queue(Path(folder), long), _strided(Path(folder), long)
        print(f"{name}: one queue {queue:.1f} s, strided shards {strided:.1f} s: {strided / queue:.2f} times as fast")


def _queue(folder: Path, long: Sequence[bool]) -> float:
    workspace = _workspace(folder / "queue", long)
    _finish(workspace, [["hardware=ddp", "hardware.devices=2"]])
    return _seconds(workspace, ["0"])


def _strided(folder: Path, long: Sequence[bool]) -> float:
    """Both shards at the same time; the run has ended when the slower one has."""
    workspaces = [_workspace(folder / f"shard-{rank}", long[rank::2]) for rank in range(2)]
    processes = [one.start([*COMMON, "--config-dir", str(one.folder)], run="0") for one in workspaces]
    for process in processes:
        output, _ = process.communicate()
        if process.returncode:
            raise SystemExit(output)
    return max(_seconds(one, ["0"]) for one in workspaces)


def _finish(workspace: Workspace, runs: Sequence[Sequence[str]]) -> None:
    for number, arguments in enumerate(runs):
        process = workspace.start([*COMMON, *arguments, "--config-dir", str(workspace.folder)], run=str(number))
        output, _ = process.communicate()
        if process.returncode:
            raise SystemExit(output)


def _seconds(workspace: Workspace, runs: Sequence[str]) -> float:
    """From the first batch that did not wait for the weights to the last answer."""
    lines = [
        json.loads(line)
        for run in runs
        for line in (workspace.folder / run / "timing" / "digits_many.jsonl").read_text().splitlines()
    ]
    ends = sorted({one["started"] + one["seconds"] for line in lines for one in line["attempts"]})
    return ends[-1] - ends[0]


def _workspace(folder: Path, long: Sequence[bool]) -> Workspace:
    """A folder with the task and its rows."""
    workspace = Workspace(folder)
    pictures = _pictures(folder)
    draw = random.Random(1)
    rows = [
        {
            "id": str(index),
            "images": [str(draw.choice(pictures)) for _ in range(MANY if many else 1)],
            "question": f"Which digit is shown? ({index})",
            "answer": "7",
        }
        for index, many in enumerate(long)
    ]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "task").mkdir()
    (folder / "task" / "digits_many.yaml").write_text(TASK.format(path=folder / "rows.jsonl"))
    return workspace


def _pictures(folder: Path) -> list[Path]:
    from PIL import Image
    from sklearn.datasets import load_digits

    paths = []
    for number, pixels in enumerate(load_digits().images[:32]):
        path = folder / f"{number}.png"
        Image.fromarray((pixels * 15).astype("uint8")).resize((32, 32)).save(path)
        paths.append(path)
    return paths


if __name__ == "__main__":
    main()
