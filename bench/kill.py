"""What `kill -9` costs: kill runs at random moments, run them again, and compare with an undisturbed run.

    python -m bench.kill [--kills 20] [--model scripted|demo]

400 samples each time. Printed per kill: responses recovered, requests that had been in flight (the only ones that are
generated twice), and whether the final result equals the undisturbed one.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from bench.workspace import Workspace, require, stable

TASKS = ["task=[digits,digits_mc]", "limit=200"]
MODELS = {
    "scripted": ["model=scripted", "model.default=B", "model.delay_s=0.05", "model.batch_size=8"],
    "demo": ["model=demo", "model.batch_size=8"],
}
IN_FLIGHT = 16
"""Two batches of eight."""


def main() -> int:
    """Kill and rerun; the exit code is 1 if a result differs or more was lost than was in flight."""
    parser = argparse.ArgumentParser(description="What kill -9 costs.")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--model", choices=sorted(MODELS), default="scripted")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    arguments = [*MODELS[options.model], *TASKS]
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        undisturbed = require(Workspace(Path(folder) / "undisturbed").run(arguments, run="run"))
        bad = 0
        for number in range(options.kills):
            moment = draw.uniform(0.1, 0.98) * undisturbed.seconds
            workspace = Workspace(Path(folder) / str(number))
            bad += _kill_and_rerun(workspace, arguments, moment, expected=stable(undisturbed.result))
    print(
        f"{options.kills - bad} of {options.kills} reruns equal the undisturbed run and lost no more than was in flight"
    )
    return 1 if bad else 0


def _kill_and_rerun(workspace: Workspace, arguments: list[str], moment: float, *, expected: dict[str, object]) -> bool:
    process = workspace.start(arguments, run="killed")
    time.sleep(moment)
    process.kill()
    process.communicate()
    again = require(workspace.run(arguments, run="again"))
    assert again.result is not None
    execution = again.result["execution"]
    equal = stable(again.result) == expected
    print(
        f"killed after {moment:5.2f} s: {execution['reused']:3} recovered, {execution['generated']:3} generated,"
        f" {execution['in_flight_lost']:2} in flight at the kill, result {'equal' if equal else 'DIFFERS'}"
    )
    return not equal or execution["in_flight_lost"] > IN_FLIGHT


if __name__ == "__main__":
    raise SystemExit(main())
