"""The shipped rubrics: each is sound, and the judge that it names can be chosen by name."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from hyeval.config.composition import CommandLine, compose_run
from hyeval.config.folders import config_folder
from hyeval.config.judges import named_judge
from hyeval.errors import ConfigError
from hyeval.judging.rubric import Rubric

FILES = sorted((config_folder() / "rubric").glob("*.yaml"))
OWN = {"auto", "none", "local", "openai_compatible"}
"""Judges that are told by the command line what they are."""
JUDGES = sorted(path for path in (config_folder() / "judge").glob("*.yaml") if path.stem not in OWN)
JUDGED = {
    "mmvet": "mmvet", "mathvista": "mathvista_extraction", "mathverse": "mathverse_extraction",
    "logicvista": "logicvista", "hallusionbench": "hallusionbench", "llava_in_the_wild": "llava_in_the_wild",
    "charxiv_reasoning": "charxiv_reasoning", "charxiv_descriptive": "charxiv_descriptive",
}  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_rubric_is_sound(path: Path) -> None:
    rubric = TypeAdapter(Rubric).validate_python(yaml.safe_load(path.read_text()))
    assert rubric.name == path.stem
    assert rubric.version >= 1
    assert named_judge(str(rubric.judge))


@pytest.mark.parametrize("path", JUDGES, ids=lambda path: path.stem)
def test_a_judge_is_the_same_by_name_and_by_choice(path: Path) -> None:
    """A rubric names it, or the command line does, through Hydra."""
    chosen = compose_run(CommandLine((f"judge={path.stem}",))).judge
    assert chosen.name == path.stem
    assert named_judge(path.stem) == chosen.models


@pytest.mark.parametrize(("task", "rubric"), JUDGED.items())
def test_benchmarks_whose_authors_use_a_judge_name_their_rubric(task: str, rubric: str) -> None:
    protocol = compose_run(CommandLine((f"task={task}",))).tasks[task].protocols["official"]
    assert protocol.rubric is not None
    assert protocol.rubric.name == rubric


def test_a_rubric_is_chosen_like_any_other_option() -> None:
    chosen = "rubric@tasks.mmvet.protocols.official.rubric=correctness"
    protocol = compose_run(CommandLine(("task=mmvet", chosen))).tasks["mmvet"].protocols["official"]
    assert protocol.rubric is not None
    assert protocol.rubric.name == "correctness"


def test_a_rubric_that_reads_what_the_task_does_not_is_refused() -> None:
    chosen = "rubric@tasks.mmvet.protocols.official.rubric=hallusionbench"
    with pytest.raises(ConfigError, match="reads the column 'gt_answer_details', which the task does not"):
        compose_run(CommandLine(("task=mmvet", chosen)))
