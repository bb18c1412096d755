"""CONTRIBUTING.md is right: the benchmark that it shows is one short file, and it runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.end_to_end.runs import Workspace
from tests.fixtures.rows import picture
from tests.tasks.files import write_parquet

PAGE = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
BENCHMARK, VARIANT = re.findall(r"```yaml\n(# @package tasks\.my_charts.*?)```", PAGE, re.DOTALL)
MOST_LINES = 25


@pytest.fixture
def settings(workspace: Workspace) -> tuple[str, ...]:
    """The files of the page in a configuration folder, and six questions about three charts."""
    folder = workspace.folder / "conf" / "task"
    folder.mkdir(parents=True)
    (folder / "my_charts.yaml").write_text(BENCHMARK)
    (folder / "my_charts_cot.yaml").write_text(
        VARIANT.replace("…", "'{{ question }} Think.'").replace(", lmms_eval: null", "")
    )
    columns = {
        "id": [f"q{number}" for number in range(6)],
        "image": [picture(number // 2) for number in range(6)],
        "image_id": [number // 2 for number in range(6)],
        "question": [f"What is bar {number}?" for number in range(6)],
        "options": [["10", "20", "30"]] * 6,
        "answer": list("ABCAAA"),
    }
    file = write_parquet(
        workspace.folder / "charts" / "data" / "test-00000-of-00001.parquet", columns, images=["image"]
    )
    return ("--config-dir", str(folder.parent), f"tasks.my_charts.dataset.path={file.parents[1]}")


def test_a_multiple_choice_benchmark_is_one_short_file(workspace: Workspace, settings: tuple[str, ...]) -> None:
    assert len(BENCHMARK.splitlines()) <= MOST_LINES
    checked = workspace.command("check", "task=my_charts", *settings)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    run = workspace.run("model=scripted", "model.default=It is A.", "task=my_charts", *settings, "tracking=none")
    assert run.code == 0, run.stderr
    task = run.result["tasks"]["my_charts"]
    assert task["metrics"]["accuracy"]["value"] == pytest.approx(4 / 6)
    assert task["metrics"]["accuracy"]["method"] == "clustered_t"
    first = run.samples("my_charts")[0]
    assert (first["id"], first["choices"], first["targets"]) == ("q0", ["10", "20", "30"], ["A"])
    assert first["messages"][0]["content"][1]["text"] == (
        "What is bar 0?\nA. 10\nB. 20\nC. 30\nAnswer with the option's letter from the given choices directly."
    )


def test_a_variant_says_only_what_is_different(workspace: Workspace, settings: tuple[str, ...]) -> None:
    *folder, path = settings
    data = path.replace("my_charts.", "my_charts_cot.")
    run = workspace.run("model=scripted", "model.default=C", "task=my_charts_cot", *folder, data, "tracking=none")
    assert run.code == 0, run.stderr
    assert run.result["tasks"]["my_charts_cot"]["metrics"]["accuracy"]["value"] == pytest.approx(1 / 6)
    assert run.samples("my_charts_cot")[0]["messages"][0]["content"][1]["text"] == "What is bar 0? Think."
