"""How busy ranks are: one queue for all of them, against strided shards with padding, simulated.

    python -m bench.work_queue [--ranks 8] [--batch 16] [--run outputs/…] [--lengths FILE]

Every rank of a run takes batches from one queue and prepares one while it generates another, as `hardware=ddp` does; a
task begins when the one before has handed out its last batch. The other way gives rank r the rows r, r + R, r + 2R, …
(padded, so that all have as many) and lets all wait for the slowest at the end of every task.

A batch takes as long as its longest answer. With `--run`, answer lengths and speeds of ranks are drawn from the tokens
and the seconds a token of that run's logs. Else lengths are those of the responses in the files of `--lengths` (JSON
lines with `response`): texts that were written for tests in the manner of models, most of a word, some of a paragraph.
Their spread (a standard deviation of the logarithm of 0.95) is what makes shards unequal; how real models spread is
known only from a run of theirs, and those that reason spread more. Speeds then vary by 5 %.

Then the whole: 50 models on 100 tasks with 4 repeats on 512 GPUs, cut into cells of different size, where every cell
loads its model anew.
"""

from __future__ import annotations

import argparse
import heapq
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

CHARACTERS_PER_TOKEN = 4
FIXED_TOKENS = 30
"""What a batch takes besides its answers (prompts, media), in the time of so many tokens."""
LONG = 100
"""By how much answers with reasoning are longer here: a median of 225 tokens, 1700 for one of twenty."""
PREPARED = 2
"""Batches that a rank holds at once."""
LENGTHS = "tests/data/golden/*.jsonl"

Times = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """Busy seconds of all ranks, and seconds until the last one is done."""

    busy: float
    end: float
    ranks: int

    @property
    def efficiency(self) -> float:
        """Share of the ranks' time in which they compute."""
        return self.busy / (self.ranks * self.end)


def batch_times(lengths: Times, size: int) -> Times:
    """Seconds of each batch on a rank of speed 1: its longest answer, and what every batch takes."""
    padded = np.concatenate([lengths, np.zeros(-len(lengths) % size)])
    return padded.reshape(-1, size).max(axis=1) + FIXED_TOKENS


def queue(tasks: Sequence[Times], speeds: Times, size: int) -> Outcome:
    """One queue: a batch goes to the rank that has a place first."""
    places = [(0.0, rank) for rank in range(len(speeds)) for _ in range(PREPARED)]
    heapq.heapify(places)
    free = np.zeros(len(speeds))
    busy = 0.0
    for lengths in tasks:
        for time in batch_times(lengths, size):
            granted, rank = heapq.heappop(places)
            taken = time / speeds[rank]
            free[rank] = max(free[rank], granted) + taken
            busy += taken
            heapq.heappush(places, (free[rank], rank))
    return Outcome(busy, float(free.max()), len(speeds))


def strided(tasks: Sequence[Times], speeds: Times, size: int) -> Outcome:
    """Every rank its rows, the last row repeated where they do not divide, and a barrier after each task."""
    ranks, busy, end = len(speeds), 0.0, 0.0
    for lengths in tasks:
        padded = np.concatenate([lengths, np.full(-len(lengths) % ranks, lengths[-1])])
        taken = np.array([batch_times(padded[rank::ranks], size).sum() for rank in range(ranks)]) / speeds
        useful = len(lengths) / len(padded)
        busy += float(taken.sum()) * useful
        end += float(taken.max())
    return Outcome(busy, end, ranks)


def sweep(cells: Times, groups: int, load_s: float) -> Outcome:
    """Cells on groups of GPUs, each begun when a group is free; what loading takes is not counted as busy."""
    ends = [0.0] * groups
    heapq.heapify(ends)
    for cell in cells:
        heapq.heappush(ends, heapq.heappop(ends) + cell + load_s)
    return Outcome(float(cells.sum()), max(ends), groups)


def answer_tokens(run: Path) -> Times:
    """Tokens of the answers of a run."""
    return np.array([line["response"]["completion_tokens"] or 1 for line in _lines(run.glob("samples/*.jsonl"))], float)


def response_tokens(files: str) -> Times:
    """Tokens of stored responses, by their characters."""
    texts = [line["response"] for line in _lines(Path().glob(files)) if isinstance(line.get("response"), str)]
    return np.array([max(1, len(text) / CHARACTERS_PER_TOKEN) for text in texts])


def _lines(files: Iterable[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for file in sorted(files) for line in file.read_text(encoding="utf-8").splitlines()]


def measured_speeds(run: Path, lengths: Times) -> Times:
    """Speeds of a run's batches, as the spread of seconds a token around their median."""
    seconds = np.array([line["latency_s"] for line in _lines(run.glob("timing/*.jsonl")) if line["latency_s"]])
    pace = seconds / np.median(lengths)
    low, high = np.quantile(pace, [0.1, 0.9])
    kept = pace[(pace >= low) & (pace <= high)]
    return np.asarray(np.median(kept) / kept)


def main() -> None:
    """Print both ways side by side, for tasks in file order and for rows whose lengths follow a pattern."""
    parser = argparse.ArgumentParser(description="A queue of batches against strided shards.")
    parser.add_argument("--ranks", type=int, default=8)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--run", type=Path)
    parser.add_argument("--lengths", default=LENGTHS)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    draw = np.random.default_rng(options.seed)
    known = response_tokens(options.lengths) if options.run is None else answer_tokens(options.run)
    pool = draw.lognormal(0, 0.05, 1000) if options.run is None else measured_speeds(options.run, known)
    print(f"{len(known)} lengths: median {np.median(known):.0f}, 95 % {np.quantile(known, 0.95):.0f} tokens")
    sizes = np.exp(draw.normal(np.log(1500), 0.9, 100)).astype(int).clip(100, 20_000)
    for ranks in (options.ranks, 2):
        speeds = draw.choice(pool, ranks)
        mixed = [draw.choice(known, count) for count in sizes[:20]]
        by_turns = [alternating(known, count, draw) for count in sizes[:20]]
        _compare(f"{ranks} ranks, lengths at random", mixed, speeds, options.batch)
        _compare(f"{ranks} ranks, short and long in turns", by_turns, speeds, options.batch)
        if options.run is None:
            _compare(f"{ranks} ranks, {LONG} times as long", [LONG * task for task in mixed], speeds, options.batch)
    _print_sweeps(sizes, np.random.default_rng(options.seed + 1))


def alternating(known: Times, count: int, draw: np.random.Generator) -> Times:
    """Rows of two kinds in turn, as where every question is asked without and with reasoning."""
    return draw.choice(known, count) * np.where(np.arange(count) % 2, LONG, 1)


def _compare(name: str, tasks: Sequence[Times], speeds: Times, batch: int) -> None:
    one, other = queue(tasks, speeds, batch), strided(tasks, speeds, batch)
    print(
        f"{name}: queue {one.efficiency:.1%} busy, strided {other.efficiency:.1%};"
        f" the queue is {other.end / one.end:.2f} times as fast"
    )


def _print_sweeps(sizes: NDArray[np.int64], draw: np.random.Generator) -> None:
    """50 models × 100 tasks × 4 repeats on 64 groups of 8 GPUs, cut three ways."""
    models = np.exp(draw.normal(np.log(0.02), 0.8, 50))  # GPU group seconds a sample
    work = np.outer(models, 4 * sizes)
    load_s = 90.0
    for tasks_per_cell in (100, 10, 1):
        cells = work[:, draw.permutation(100)].reshape(50, 100 // tasks_per_cell, tasks_per_cell).sum(axis=2).ravel()
        largest_first = np.sort(cells)[::-1]
        for order, ordered in (("as listed", cells), ("largest first", largest_first)):
            outcome = sweep(ordered, 64, load_s)
            print(
                f"sweep on 64 groups of 8 GPUs, {tasks_per_cell:3} tasks a cell ({len(cells)} cells), {order}:"
                f" {outcome.end / 3600:.1f} h, {outcome.efficiency:.1%} busy"
            )


if __name__ == "__main__":
    main()
