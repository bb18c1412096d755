"""The average of a suite: as the leaderboard computes it, with an interval, or absent with the reason."""

from __future__ import annotations

import math
from statistics import mean
from typing import Any

import pytest

from tests.end_to_end.apis import Start
from tests.end_to_end.runs import Finished, Workspace
from tests.fixtures.make_fixtures import make
from tests.servers.openai_server import Answers
from tests.servers.settings import Rule

MEMBERS = (
    "mmbench_v11_en_test", "mmbench_v11_cn_test", "mmstar", "mmmu", "mathvista", "hallusionbench", "ai2d", "ocrbench",
    "mmvet",
)  # fmt: skip
GRADERS = (Rule("Extracted answer", "A"), Rule("intelligent teacher", "correct"), Rule(".", "0.8"))
GRADER = Answers(mode="rules", rules=GRADERS)
"""A judge that extracts A for MathVista, is content with HallusionBench and gives MM-Vet 0.8."""


def suite(workspace: Workspace, *arguments: str, **options: str) -> Finished:
    folders = make(workspace.folder / "data", MEMBERS)
    paths = [f"tasks.{name}.dataset.path={path}" for name, path in folders.items()]
    return workspace.run("task=suite/openvlm", "model=scripted", *paths, "tracking=none", *arguments, **options)


def values(result: dict[str, Any]) -> dict[str, dict[str, float]]:
    return {
        name: {metric: one["value"] for metric, one in task["metrics"].items()}
        for name, task in result["tasks"].items()
    }


def judge(server: Any) -> tuple[str, ...]:
    return ("judge=openai_compatible", f"judge.base_url={server.url}/v1", "judge.model=grader", "retry.base_s=0.01")


@pytest.mark.parametrize("protocol", ["official", "vlmevalkit"])
def test_the_average_is_the_mean_of_the_eight_from_0_to_100(workspace: Workspace, start: Start, protocol: str) -> None:
    run = suite(workspace, "model.default=A", f"protocol={protocol}", *judge(start(answers=GRADER)))
    assert run.code == 0, run.stderr
    found = values(run.result)
    percent = 1 if protocol == "vlmevalkit" else 100
    expected = {
        "MMBench V1.1": 100
        * mean([found["mmbench_v11_en_test"]["accuracy"], found["mmbench_v11_cn_test"]["accuracy"]]),
        "MMStar": 100 * found["mmstar"]["accuracy"],
        "MMMU": 100 * found["mmmu"]["accuracy"],
        "MathVista": percent * found["mathvista"]["accuracy"],
        "HallusionBench": mean(found["hallusionbench"][name] for name in ("aAcc", "fAcc", "qAcc")),
        "AI2D": 100 * found["ai2d"]["accuracy"],
        "OCRBench": next(iter(found["ocrbench"].values())) / 10,
        "MMVet": next(iter(found["mmvet"].values())),
    }
    average = run.result["averages"]["openvlm"]
    assert average["members"] == pytest.approx(expected)
    assert average["value"] == pytest.approx(mean(expected.values()))
    assert expected["MMVet"] > 0
    assert (average["protocol"], average["missing"], average["coverage"]) == (protocol, [], 1.0)
    assert "OpenVLM leaderboard, average" in run.stdout
    told = "published averages are those of protocol=vlmevalkit, this one is of protocol=official"
    assert (told in run.stdout) == (protocol == "official")


def test_without_a_judge_there_is_no_average_and_the_reason_is_told(workspace: Workspace) -> None:
    run = suite(workspace, "model.default=A", "protocol=vlmevalkit", "judge=none")
    assert run.code == 3
    average = run.result["averages"]["openvlm"]
    assert (average["value"], average["ci_low"]) == (None, None)
    assert len(average["members"]) < 8
    assert any(one.startswith("MMVet (mmvet: needs a judge") for one in average["missing"])
    assert "OpenVLM leaderboard: no average, it lacks " in run.stdout


TASK = """\
# @package tasks.NAME
name: NAME
dataset: {path: FOLDER, split: test}
sample: {id: id, question: question, answer: answer}
protocol: ${protocol.name}
protocols:
  official: {prompt: {user: "{{ question }}"}, extract: raw, score: text}
  likelihood: {prompt: {user: "{{ question }}"}, extract: raw, score: text}
metrics: {accuracy: mean}
"""
SUITE = """\
# @package _global_
defaults: [/task/first, /task/second]
averages:
  both:
    members:
      First: {official: {metrics: [first.accuracy], scale: 100}}
      Pair: {official: {metrics: [first.accuracy, second.accuracy], scale: 10}}
"""


@pytest.fixture
def own(workspace: Workspace) -> tuple[str, ...]:
    """Two tasks of forty questions, of which a model that says `yes` gets half and a quarter."""
    for name, share in (("first", 2), ("second", 4)):
        folder = workspace.folder / name
        folder.mkdir()
        rows = [f"{i},Is it {i}?,{'no' if i % share else 'yes'}" for i in range(40)]
        (folder / "test.csv").write_text("\n".join(["id,question,answer", *rows]))
        task = workspace.folder / "conf" / "task" / f"{name}.yaml"
        task.parent.mkdir(parents=True, exist_ok=True)
        task.write_text(TASK.replace("NAME", name).replace("FOLDER", str(folder)))
    (task.parent / "suite").mkdir()
    (task.parent / "suite" / "both.yaml").write_text(SUITE)
    return ("--config-dir", str(task.parents[1]), "model=scripted", "model.default=yes", "tracking=none")


def test_intervals_are_combined_and_metrics_of_one_member_move_together(
    workspace: Workspace, own: tuple[str, ...]
) -> None:
    run = workspace.run(*own, "task=suite/both")
    assert run.code == 0, run.stderr
    average = run.result["averages"]["both"]
    assert average["members"] == {"First": 50, "Pair": 3.75}
    assert average["value"] == 26.875
    first, second = (run.result["tasks"][name]["metrics"]["accuracy"] for name in ("first", "second"))
    half = [(one["ci_high"] - one["ci_low"]) / 2 for one in (first, second)]
    expected = math.hypot(100 * half[0], 10 * mean(half)) / 2
    assert average["ci_high"] - average["value"] == pytest.approx(expected)
    assert average["value"] - average["ci_low"] == pytest.approx(expected)


def test_missing_samples_lower_the_coverage(workspace: Workspace, own: tuple[str, ...]) -> None:
    run = workspace.run(*own, "task=suite/both", "model.failure_rate=0.3", "max_failures=1.0", "retry.max_attempts=1")
    assert run.code == 3
    coverage = {name: task["coverage"] for name, task in run.result["tasks"].items()}
    assert max(coverage.values()) < 1
    expected = mean([coverage["first"], mean(coverage.values())])
    assert run.result["averages"]["both"]["coverage"] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("setting", "missing"),
    [
        ("protocol=likelihood", ["First (is not defined under protocol likelihood)", "Pair (is not defined under"]),
        ("tasks.second.protocol=likelihood", ["Pair (second was asked under likelihood)"]),
        ("averages.both.members.Third.official.metrics=[third.f1]", ["Third (third is not in the run)"]),
    ],
)
def test_what_an_average_lacks_is_named(
    workspace: Workspace, own: tuple[str, ...], setting: str, missing: list[str]
) -> None:
    run = workspace.run(*own, "task=suite/both", setting)
    assert run.code == 0, run.stderr
    average = run.result["averages"]["both"]
    assert average["value"] is None
    assert len(average["missing"]) == len(missing)
    assert all(found.startswith(told) for found, told in zip(average["missing"], missing, strict=True))


def test_a_metric_that_no_task_has_is_told_before_anything_is_asked(workspace: Workspace, own: tuple[str, ...]) -> None:
    run = workspace.run(*own, "task=suite/both", "averages.both.members.Third.official.metrics=[first.acuracy]")
    assert run.code == 2
    told = (
        "averages.both.members.Third.official.metrics: 'first.acuracy' is no metric here (first.accuracy). Did you mean"
    )
    assert told in run.stderr
    assert not list(run.folder.glob("samples/*"))
