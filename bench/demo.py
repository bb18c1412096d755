"""The demo's figures: accuracy against plain `generate`, rerun, batch sizes, eight processes, `--help`.

python -m bench.demo
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.plain import plain_answers
from bench.workspace import Workspace, require, stable

TASK = "task=digits"


def main() -> None:
    """Print one line per figure."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        first = require(workspace.run([TASK], run="first"))
        assert first.result is not None
        accuracy = first.result["tasks"]["digits"]["metrics"]["accuracy"]["value"]
        answers = _answers(workspace, "first")
        equal = sum(a == b for a, b in zip(answers, plain_answers(), strict=True))
        print(f"accuracy {accuracy:.4f}; {equal} of {len(answers)} answers equal plain generate; {first.seconds:.1f} s")
        again = require(workspace.run([TASK], run="again"))
        assert again.result is not None
        print(
            f"rerun: {again.result['execution']['generated']} model calls,"
            f" numbers {'equal' if stable(again.result) == stable(first.result) else 'DIFFER'}, {again.seconds:.1f} s"
        )
        for size in (1, 8, 32):
            run = f"batch{size}"
            require(workspace.run([TASK, f"model.batch_size={size}", "resume=false"], run=run))
            same = sum(a == b for a, b in zip(answers, _answers(workspace, run), strict=True))
            print(f"batch size {size:2}: {same} of {len(answers)} answers the same")
    with tempfile.TemporaryDirectory() as folder:
        _eight_processes(Workspace(Path(folder)))
    for arguments in (["--help"], ["list", "tasks"]):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "hyeval", *arguments], check=True, capture_output=True)
        print(f"hyeval {' '.join(arguments)}: {time.perf_counter() - started:.2f} s")


def _eight_processes(workspace: Workspace) -> None:
    arguments = ["model=scripted", "model.default=7", "model.delay_s=0.02", "model.batch_size=8", TASK]
    processes = [workspace.start(arguments, run=str(i)) for i in range(8)]
    codes = [process.wait() for process in processes if process.communicate()]
    again = require(workspace.run(arguments, run="again"))
    assert again.result is not None
    print(f"8 processes on one store: exit codes {codes}, {again.result['execution']['reused']} of 360 answers stored")


def _answers(workspace: Workspace, run: str) -> list[str]:
    lines = (workspace.folder / run / "samples" / "digits.jsonl").read_text().splitlines()
    return [json.loads(line)["response"]["text"] for line in lines]


if __name__ == "__main__":
    main()
