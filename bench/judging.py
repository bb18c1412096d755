"""A judged run of a local model beside inference alone and judging alone: what judging while inference goes on saves.

    python -m bench.judging [--rounds 3]

The demo model answers the digits one by one, a server of our own (`tests/servers`) judges with a latency. All three are
whole runs of hyeval, start included, by turns; the medians of their wall times are compared.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

from tests.builders import judged_task
from tests.servers.openai_server import Answers, Limits, RunningServer, ServerSettings, start_server

from bench.workspace import Workspace, require

LATENCY_S = 0.4
CONCURRENCY = 16
GOAL = 1.1
GRADE = "{{ row.id }}: is {{ response }} the same as {{ target }}? Reply with 1 or 0."
TASK = judged_task("judged", f'{{version: 1, user: "{GRADE}", verdict: {{kind: number}}}}')


def main() -> None:
    """Print the three wall times and the ratio of the judged run to the longer of the other two."""
    parser = argparse.ArgumentParser(description="A judged run beside its parts.")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    seconds: dict[str, list[float]] = {"inference": [], "judging": [], "judged": []}
    answers = Answers(mode="constant", constant="1")
    limits = Limits(latency_s=LATENCY_S)
    with (
        tempfile.TemporaryDirectory() as folder,
        start_server(ServerSettings(answers=answers, limits=limits)) as server,
    ):
        for number in range(options.rounds):
            parts = _workspace(Path(folder) / f"parts{number}")
            whole = _workspace(Path(folder) / f"whole{number}")
            seconds["inference"].append(_seconds(parts, server, "mode=infer"))
            seconds["judging"].append(_seconds(parts, server, "mode=score"))
            seconds["judged"].append(_seconds(whole, server, "mode=all"))
    inference, judging, judged = (statistics.median(seconds[name]) for name in ("inference", "judging", "judged"))
    longer = max(inference, judging)
    print(
        f"inference alone {inference:.1f} s, judging alone {judging:.1f} s, judged run {judged:.1f} s:"
        f" {judged / longer:.2f} of the longer (goal {GOAL}), {judged / (inference + judging):.2f} of their sum"
    )


def _workspace(folder: Path) -> Workspace:
    (folder / "conf" / "task").mkdir(parents=True)
    (folder / "conf" / "task" / "judged.yaml").write_text(TASK)
    return Workspace(folder)


def _seconds(workspace: Workspace, server: RunningServer, mode: str) -> float:
    judge = [
        "judge=openai_compatible",
        f"judge.models.judge.base_url={server.url}/v1",
        "judge.models.judge.model=judge",
        f"judge.models.judge.concurrency={CONCURRENCY}",
    ]
    arguments = ["--config-dir", str(workspace.folder / "conf"), "task=judged", "model.batch_size=1", *judge, mode]
    finished = require(workspace.run(arguments, run=mode.partition("=")[2]))
    assert finished.result is not None
    judged = finished.result["tasks"]["judged"]["judging"]
    if mode != "mode=infer" and judged["judged"] != finished.result["execution"]["requests"]:
        raise SystemExit(f"only {judged['judged']} answers were judged")
    return finished.seconds


if __name__ == "__main__":
    main()
