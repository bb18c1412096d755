"""Settings as they are typed: texts that Hydra's grammar knows only in quotes, several values, short forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from hyeval.config.composition import CommandLine, compose_run
from hyeval.config.spelling import quoted
from tests.config.commands import checked, problems

TEXTS = [
    "数据/fragen ä.tsv",
    "a=b,c/x=1,2.tsv",
    "it's.tsv",
    'Be brief, and = honest (please): "{{ question }}" \\',
    "C:\\data\\x\\",
    "\\'",
    "a # b; c & d | é ${",
]


@pytest.mark.parametrize("text", TEXTS[:-1])
def test_a_text_of_any_characters_arrives_as_it_was_typed(text: str) -> None:
    run = compose_run(CommandLine(("task=custom_mcq", f"dataset.path={text}", f"system_prompt={text}")))
    assert run.tasks["custom_mcq"].dataset.path == text
    assert run.system_prompt == text


@pytest.mark.parametrize("text", ["limit=", "limit", "x=[a,ä", "x={ä", "x='ä", 'x="ä', f"x={TEXTS[-1]}"])
def test_what_is_no_plain_text_is_left_alone(text: str) -> None:
    assert quoted(text, sweep=False) is None


def test_in_a_sweep_commas_separate() -> None:
    assert quoted("dataset.path=ä.tsv", sweep=True) == "dataset.path='ä.tsv'"
    assert quoted("dataset.path=ä.tsv,ö.tsv", sweep=True) is None
    (problem,) = problems("system_prompt=ä,ö", multirun=True)
    assert "cannot be read as a setting" in problem.rule


@pytest.mark.parametrize(
    ("override", "remedy"),
    [
        ("task=digits,digits_mc", "Add `--multirun` for a run of each. `task=[digits,digits_mc]` is one run of all of"),
        ("model=demo,scripted", "Add `--multirun` for a run of each."),
        ("task=glob(dig*)", "Add `--multirun` for a run of each."),
        ("system_prompt=a,b", "One text with a comma is written \"system_prompt='a,b'\"."),
    ],
)
def test_several_values_outside_a_sweep_are_told_apart(override: str, remedy: str) -> None:
    (problem,) = problems(override)
    assert problem.rule.endswith("stands for several values.")
    assert remedy in problem.remedy
    assert problems(override.replace("a,b", "'a,b'"), multirun=True) == []


def test_a_panel_of_judges_is_a_file() -> None:
    (problem,) = problems("judge=[gpt_4o,o4_mini]")
    assert "docs/judging.md" in problem.remedy
    assert problems("judge=gpt_4o,o4_mini", multirun=True) == []


def test_a_rubric_is_put_where_a_task_has_none_and_replaces_one(tmp_path: Path) -> None:
    own = "rubric@tasks.custom_vqa.protocols.official.rubric=correctness"
    settings = ("task=custom_vqa", f"dataset.path={tmp_path}")
    assert compose_run(CommandLine((*settings, own))).tasks["custom_vqa"].protocols["official"].rubric is not None
    assert f"+{own}" in checked(*settings, own)
    assert f"+{own}" in checked(*settings, own, "seed=1,2", multirun=True)
    other = "rubric@tasks.mmvet.protocols.official.rubric=correctness"
    assert other in checked("task=mmvet", other)
