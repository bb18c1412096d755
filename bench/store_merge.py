"""What the response store costs at scale: many processes write, each finished file is folded into the main one.

    python -m bench.store_merge [--rows 10000000] [--writers 512] [--folder DIR]

Writers fill their files one after the other here, and each is folded when it closes, as at the end of a run. Printed:
rows a second while writing, seconds of each fold at the beginning and at the end, the size of the files, and look-ups a
second in the full store.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from hyeval.execution.store import ResponseStore
from hyeval.records import Attempt, Response, ResponseStatus, Usage

ROWS_PER_COMMIT = 1_000
LOOKED_UP = 50_000


def main() -> None:
    """Fill a store, fold by fold."""
    parser = argparse.ArgumentParser(description="Files and folds of a large response store.")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--writers", type=int, default=512)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        _fill(Path(folder), options.rows, options.writers)
        _look_up(Path(folder), options.rows)


def _fill(folder: Path, rows: int, writers: int) -> None:
    each, folds, writing = rows // writers, [], 0.0
    for writer in range(writers):
        started = time.perf_counter()
        store = ResponseStore(folder, model_name=f"model-{writer % 50}")
        for answers in _batches(writer * each, each):
            store.record_answers(answers, "task")
        written = time.perf_counter()
        store.close()
        writing += written - started
        folds.append(time.perf_counter() - written)
        if (writer + 1) % max(1, writers // 8) == 0:
            print(f"{(writer + 1) * each:>11,} rows: the last fold of {each:,} took {folds[-1]:.2f} s", flush=True)
    size = sum(path.stat().st_size for path in folder.iterdir())
    print(f"written at {rows / writing:,.0f} rows/s; all folds {sum(folds):.0f} s; {size / 2**30:.2f} GiB,"
          f" {size / rows:.0f} bytes a row, {len(list(folder.iterdir()))} files")  # fmt: skip


def _look_up(folder: Path, rows: int) -> None:
    keys = [_key(number) for number in range(0, rows, max(1, rows // LOOKED_UP))]
    with ResponseStore(folder, model_name="reader") as store:
        started = time.perf_counter()
        found = sum(len(store.look_up(keys[start : start + 64])) for start in range(0, len(keys), 64))
        print(f"{found / (time.perf_counter() - started):,.0f} look-ups/s, scattered over the full store")


def _key(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


def _batches(first: int, count: int) -> Iterator[list[tuple[str, Response]]]:
    attempt = Attempt("ok", 1.8e9, 1.25, None)
    for start in range(first, first + count, ROWS_PER_COMMIT):
        numbers = range(start, min(start + ROWS_PER_COMMIT, first + count))
        yield [
            (
                _key(number),
                Response(
                    ResponseStatus.OK,
                    text=f"The chart shows that option {number % 4} holds, so the answer is {'ABCD'[number % 4]}.",
                    finish_reason="stop",
                    usage=Usage(900, 18),
                    latency_s=1.25,
                    attempts=(attempt,),
                ),
            )
            for number in numbers
        ]


if __name__ == "__main__":
    main()
