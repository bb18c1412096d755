"""Two ranks fed from one queue, against two processes with strided shards: simulated and on two CPU cores.

    python -m bench.ranks [--rows 480] [--rounds 3]

Both times are of the same rows. How long a row takes is drawn as in `bench.work_queue`, with its reasons: what every
answer takes, and as many tokens as a text of `tests/data/golden` has. Long answers are a hundred times as long, as with
reasoning; both kinds come alone and, as where each question is asked without and with reasoning, in turns. Measured, a
row asks the demo model about pictures, as many as its context holds for the longest: its own answers are all of one
length, and its time follows the pictures.

Other than the length of an answer, that of a prompt is known before: a batch holds prompts of about the same length, in
a run and in a shard alike, and in the simulation of both.

Equal resources: two processes compute, with one thread each; the model of a shard is in a process of its own as a rank
is, since it would otherwise wait for the Python of its run. Loading is left out of both: a shard's time begins with its
first answer, that of the queue when both ranks have answered; what was answered before then is counted by its pictures,
and the time given is what all rows would have taken at that pace. The CPU seconds contain everything. The ways take
turns, and the medians are compared.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.work_queue import FIXED_TOKENS, LENGTHS, LONG, PREPARED, Times, alternating, queue, response_tokens, strided
from bench.workspace import Workspace

RANKS = 2
BATCH = 8
READ_TOGETHER = 64
"""Rows among which a run looks for prompts of about the same length."""
PICTURES = 60
"""Pictures of the row that takes the longest: 16 tokens each, and the demo model takes 1024."""
TASK = """\
# @package tasks.digits_many
name: digits_many
info: {{description: Several digits, modality: [image]}}
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
COMMON = [
    "task=digits_many", f"model.batch_size={BATCH}", "hardware.accelerator=cpu", "model.info.modality=[image]",
]  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """Seconds for all rows, loading left out, and CPU seconds of all processes, loading included."""

    seconds: float
    cpu_s: float


def main() -> None:
    """Print what simulation and measurement say for both patterns of rows."""
    parser = argparse.ArgumentParser(description="One queue against strided shards, on two CPU ranks.")
    parser.add_argument("--rows", type=int, default=480)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    draw, known = np.random.default_rng(0), response_tokens(LENGTHS)
    patterns = {
        "short answers": draw.choice(known, options.rows),
        "short and long answers in turns": alternating(known, options.rows, draw),
        "long answers": LONG * draw.choice(known, options.rows),
    }
    os.environ["OMP_NUM_THREADS"] = "1"
    for name, lengths in patterns.items():
        print(f"{name}: simulated, the queue is {_simulated(lengths):.2f} times as fast", flush=True)
        times = FIXED_TOKENS + lengths
        _measure(name, np.ceil(times * PICTURES / times.max()).astype(int).tolist(), options.rounds)


def _simulated(lengths: Times) -> float:
    speeds = np.ones(RANKS)
    shards = [_together(lengths[rank::RANKS]) for rank in range(RANKS)]
    rows = np.stack(shards, axis=1).ravel()  # the rows of a shard in the order in which it takes them
    return strided([rows], speeds, BATCH).end / queue([_together(lengths)], speeds, BATCH).end


def _together(lengths: Times) -> Times:
    """Rows in the order in which batches take them."""
    return np.concatenate([np.sort(lengths[i : i + READ_TOGETHER]) for i in range(0, len(lengths), READ_TOGETHER)])


def _measure(name: str, pictures: Sequence[int], rounds: int) -> None:
    ways = {"one queue": _queue, "strided shards": _strided}
    taken: dict[str, list[Taken]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, measure in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                before = _cpu_s()
                seconds = measure(Path(folder), pictures)
                taken[way].append(Taken(seconds, _cpu_s() - before))
    ratios = [one.seconds / other.seconds for other, one in zip(*taken.values(), strict=True)]
    told = ", ".join(
        f"{way} {statistics.median(one.seconds for one in found):.1f} s"
        f" ({statistics.median(one.cpu_s for one in found):.0f} s of CPU)"
        for way, found in taken.items()
    )
    print(
        f"{name}: measured, {told}; the queue is {statistics.median(ratios):.2f} times as fast"
        f" ({min(ratios):.2f} to {max(ratios):.2f} in {rounds} rounds)",
        flush=True,
    )


def _cpu_s() -> float:
    """CPU seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _queue(folder: Path, pictures: Sequence[int]) -> float:
    return _run_at_once([_workspace(folder, pictures)], [pictures], ranks=RANKS)


def _strided(folder: Path, pictures: Sequence[int]) -> float:
    """All shards at the same time; the run has ended when the slowest has."""
    shards = [pictures[rank::RANKS] for rank in range(RANKS)]
    return _run_at_once([_workspace(folder / str(rank), shard) for rank, shard in enumerate(shards)], shards, ranks=1)


def _run_at_once(workspaces: Sequence[Workspace], rows: Sequence[Sequence[int]], *, ranks: int) -> float:
    """Seconds of the slowest of these runs, of so many ranks each."""
    arguments = [*COMMON, "hardware=ddp", f"hardware.devices={ranks}"]
    processes = [one.start([*arguments, "--config-dir", str(one.folder)], run="run") for one in workspaces]
    for process in processes:
        output, _ = process.communicate()
        if process.returncode:
            raise SystemExit(output)
    return max(_seconds(one, pictures, ranks) for one, pictures in zip(workspaces, rows, strict=True))


def _seconds(workspace: Workspace, pictures: Sequence[int], ranks: int) -> float:
    """What all rows would take at the pace from the moment when every rank has answered a batch."""
    lines = (workspace.folder / "run" / "timing" / "digits_many.jsonl").read_text().splitlines()
    attempts = [json.loads(line)["attempts"][-1] for line in lines]
    ended = np.array([one["started"] + one["seconds"] for one in attempts])
    began = _all_have_answered(attempts, ended, ranks)
    work = np.array(pictures, float)
    return float((ended.max() - began) * work.sum() / work[ended > began].sum())


def _all_have_answered(attempts: Sequence[Mapping[str, float]], ended: Times, ranks: int) -> float:
    """When surely every rank has answered a batch: of those that were asked first, `PREPARED` are each one's."""
    batches: dict[float, float] = {}
    for one, end in zip(attempts, ended.round(2).tolist(), strict=True):
        batches[end] = min(one["started"], batches.get(end, end))
    first = sorted(batches, key=lambda end: (batches[end], end))[: PREPARED * ranks]
    return sorted(first)[PREPARED * (ranks - 1)]


def _workspace(folder: Path, pictures: Sequence[int]) -> Workspace:
    """A folder with the task and its rows."""
    workspace = Workspace(folder)
    files = _files(folder)
    draw = random.Random(1)
    rows = [
        {
            "id": str(index),
            "images": [str(draw.choice(files)) for _ in range(count)],
            "question": f"Which digit is shown? ({index})",
            "answer": "7",
        }
        for index, count in enumerate(pictures)
    ]
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "task").mkdir()
    (folder / "task" / "digits_many.yaml").write_text(TASK.format(path=folder / "rows.jsonl"))
    return workspace


def _files(folder: Path) -> list[Path]:
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
