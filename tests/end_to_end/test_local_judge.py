"""A judge on this machine after a model on this machine: the one's weights are gone before the other's come."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import psutil
import pytest
from rich.console import Console

from hyeval.assemble import ModelPool
from hyeval.config.composition import CommandLine, compose_run
from hyeval.config.folders import config_folder
from hyeval.execution.ledger import Purse
from hyeval.pipeline import RunContext, evaluate
from hyeval.reports.results import RunResult
from hyeval.reports.run_directory import RunDirectory
from tests.builders import judged_task
from tests.end_to_end.random_qwen import DEMO_MODEL

RUBRIC = '{version: 1, user: "Which digit is {{ response }}?", verdict: {kind: text}, max_tokens: 4}'
TASK = judged_task("shown", RUBRIC, max_tokens=4)
COUNT = 40


def ranks() -> list[psutil.Process]:
    """Processes with weights that this one has started."""
    return [one for one in psutil.Process().children() if "hyeval.models.rank_process" in one.cmdline()]


class WatchedPool(ModelPool):
    """Looks whether the process with the weights is gone once the model was released."""

    def __init__(self) -> None:
        super().__init__()
        self.left: list[int] = []

    def close(self) -> None:
        before = ranks()
        super().close()
        if before:
            logging.getLogger("hyeval.test").info("released %d", len(before))
            self.left.append(sum(one.is_running() for one in before))


def run(folder: Path, pool: ModelPool, *settings: str, name: str = "run") -> RunResult:
    (folder / "conf" / "task").mkdir(parents=True, exist_ok=True)
    (folder / "conf" / "task" / "shown.yaml").write_text(TASK)
    judge = ("judge=local", f"judge.models.judge.path={DEMO_MODEL}", "judge.models.judge.name=judge")
    command = ("task=shown", f"limit={COUNT}", "tracking=none", f"cache_dir={folder / 'cache'}", *judge, *settings)
    composed: dict[str, Any] = {}
    assert config_folder().is_dir()
    context = RunContext(
        directory=RunDirectory(folder / name), command=[], composed=composed, pool=pool, console=Console(quiet=True),
        purse=Purse(), finished=lambda _: None,
    )  # fmt: skip
    return evaluate(compose_run(CommandLine(command, (folder / "conf",))), context)


def test_the_weights_of_the_model_are_gone_before_the_judge_loads(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pool = WatchedPool()
    with caplog.at_level(logging.INFO, logger="hyeval"):
        result = run(tmp_path, pool)
    assert pool.left == [0]
    assert not ranks()
    told = [record.getMessage().split(":")[0] for record in caplog.records]
    order = [line for line in told if line.startswith(("loaded ", "released "))]
    assert [line.split()[0] for line in order] == ["loaded", "released", "loaded"]
    assert order[0] == "loaded demo"
    assert order[2] == "loaded judge"
    task = result.tasks["shown"]
    assert task.judging is not None
    assert task.judging.judged == COUNT
    assert task.coverage == 1
    lines = (tmp_path / "run" / "samples" / "shown.jsonl").read_text().splitlines()
    assert [json.loads(line)["index"] for line in lines] == list(range(COUNT))
    assert all(json.loads(line)["judging"][0]["reply"] for line in lines)

    again = run(tmp_path, ModelPool(), name="again")
    assert again.tasks == result.tasks
    assert again.execution.generated == 0
