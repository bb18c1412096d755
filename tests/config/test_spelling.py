"""Settings as they are typed: texts that Hydra's grammar knows only in quotes, several values, short forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from hydra.core.override_parser.overrides_parser import OverridesParser

from hyeval.config.composition import CommandLine, compose_run
from hyeval.config.spelling import quoted, written
from tests.config.commands import checked, problems, write_files

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


@pytest.mark.parametrize("values", TEXTS)
def test_values_are_written_as_hydra_reads_them(values: str) -> None:
    value = {"text": values, "list": [values, 1, None], "number": 0.00001, "truth": True, "table": {"x-y": [], "z": {}}}
    (override,) = OverridesParser.create().parse_overrides([f"x={written(value)}"])
    assert override.value() == value


def test_a_list_of_judges_is_a_panel_of_their_files(tmp_path: Path) -> None:
    own = "defaults: [/model@models.mine: openai_compatible]\nname: mine\nmodels: {mine: {model: it's, prices: null}}\n"
    folder = write_files(tmp_path, {"judge/sub/mine.yaml": own})
    settings = ("judge=[gpt_4_1,claude_haiku_5_5,sub/mine]", "judge.models.sub_mine.base_url=http://h/v1")
    for overrides in (settings, settings[::-1]):
        found = compose_run(CommandLine((*overrides, "judge.combine=majority"), (folder,))).judge
        assert (found.name, found.combine) == ("panel", "majority")
        assert list(found.models) == ["gpt_4_1", "claude_haiku_5_5", "sub_mine"]
        for name in ("gpt_4_1", "claude_haiku_5_5"):
            assert found.models[name] == compose_run(CommandLine((f"judge={name}",))).judge.models["judge"]
        mine = found.models["sub_mine"].model_extra or {}
        assert (mine["model"], mine["base_url"]) == ("it's", "http://h/v1")
    assert checked(*settings, folders=[folder], multirun=True) == checked(*settings, folders=[folder])


def test_a_list_of_one_judge_is_that_judge() -> None:
    assert compose_run(CommandLine(("judge=[gpt_4o]",))).judge == compose_run(CommandLine(("judge=gpt_4o",))).judge


@pytest.mark.parametrize(
    ("override", "told"),
    [
        ("judge=[gpt_4o,o4]", "judge: there is no judge 'o4'."),
        ("judge=[gpt_4o,gpt_4o]", "judge: 'gpt_4o' stands there twice. `judge.repeats=2` asks every judge twice"),
        ("judge=[auto,gpt_4o]", "judge: 'auto' is no judge. Name single judges"),
        ("judge=[two,gpt_4o]", "judge: 'two' is a panel itself. Name single judges"),
        ("judge=[median,gpt_4o]", "judge: 'median' is a panel itself. Name single judges"),
        ("judge=[]", "judge: the panel has no judge. `judge=none` asks nobody."),
    ],
)
def test_what_makes_no_panel_is_told(tmp_path: Path, override: str, told: str) -> None:
    both = "defaults: [/model@models.a: gpt_4o, /model@models.b: gpt_4o]\nname: two\n"
    median = "defaults: [/model@models.a: gpt_4o]\nname: median\ncombine: median\n"
    folder = write_files(tmp_path, {"judge/two.yaml": both, "judge/median.yaml": median})
    (problem,) = problems(override, folders=[folder])
    assert str(problem).startswith(told)


def test_a_panel_among_several_values_is_a_file() -> None:
    assert problems("judge=gpt_4o,o4_mini", multirun=True) == []
    (problem,) = problems("judge=gpt_4o,[gpt_4o,o4_mini]", multirun=True)
    assert str(problem) == "judge: a panel that is one of several values must be a file. docs/judging.md shows one."


@pytest.mark.parametrize(
    ("overrides", "told"),
    [
        (["judge=[gpt_4o,o4_mini]", "judge.concurrency=3"],
         "judge.concurrency: the judges of this run are gpt_4o, o4_mini. Write `judge.models.gpt_4o.concurrency=`."),
        (["judge=[gpt_4o,o4_mini]", "judge.models.o4.concurrency=3"],
         "judge.models.o4.concurrency: the judges of this run are gpt_4o, o4_mini."
         " Write `judge.models.gpt_4o.concurrency=`."),
        (["judge=none", "judge.path=x"], "judge.path: this run names no judge. Choose one with `judge=`."),
    ],
)  # fmt: skip
def test_a_setting_of_no_judge_of_the_run_is_told(overrides: list[str], told: str) -> None:
    assert list(map(str, problems(*overrides))) == [told]


def test_a_rubric_is_put_where_a_task_has_none_and_replaces_one(tmp_path: Path) -> None:
    own = "rubric@tasks.custom_vqa.protocols.official.rubric=correctness"
    settings = ("task=custom_vqa", f"dataset.path={tmp_path}")
    assert compose_run(CommandLine((*settings, own))).tasks["custom_vqa"].protocols["official"].rubric is not None
    assert f"+{own}" in checked(*settings, own)
    assert f"+{own}" in checked(*settings, own, "seed=1,2", multirun=True)
    other = "rubric@tasks.mmvet.protocols.official.rubric=correctness"
    assert other in checked("task=mmvet", other)
