"""Validation: every wrong setting is named with its rule and a remedy, all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from omegaconf import OmegaConf

from hyeval.config.validation import validate
from hyeval.errors import ConfigError, Problem, did_you_mean
from tests.config.commands import composed, problems

WRONG = [
    # a key that does not exist
    ("limt=8", "limt", "Did you mean 'limit'?"),
    ("modle=demo", "modle", "'model'"),
    ("taks=digits", "taks", "'task'"),
    ("generation.max_token=5", "generation.max_token", "Did you mean 'max_tokens'?"),
    ("tasks.digits.dataset.spilt=test", "tasks.digits.dataset.spilt", "Did you mean 'split'?"),
    ("tasks.digits.sample.answr=x", "tasks.digits.sample.answr", "Did you mean 'answer'?"),
    ("tasks.digits.generation.temprature=1", "tasks.digits.generation.temprature", "Did you mean 'temperature'?"),
    ("hardware.foo=1", "hardware.foo", "Known here: accelerator, precision, strategy, devices, nodes."),
    ("model.batch_sise=3", "model.batch_sise", "Did you mean 'batch_size'?"),
    (
        "averages.a.members.x.official={metrics: [digits.accuracy], scal: 1}",
        "averages.a.members.x.official.scal",
        "Did you mean 'scale'?",
    ),
    ("tracking.projekt=x", "tracking.projekt", "Did you mean 'project'?"),
    # a value of the wrong type or out of range
    ("limit=0", "limit", "greater than or equal to 1; found 0"),
    ("limit=-3", "limit", "found -3"),
    ("limit=abc", "limit", "valid integer; found 'abc'"),
    ("limit=1.5", "limit", "valid integer; found 1.5"),
    ("limit=true", "limit", "valid integer; found True"),
    ("repeats=0", "repeats", "greater than or equal to 1"),
    ("seed=x", "seed", "valid integer"),
    ("resume=maybe", "resume", "valid boolean; found 'maybe'"),
    ("resume=1", "resume", "valid boolean; found 1"),
    ("generation.max_tokens=0", "generation.max_tokens", "greater than or equal to 1"),
    ("generation.temperature=-1", "generation.temperature", "greater than or equal to 0"),
    ("generation.temperature=hot", "generation.temperature", "found 'hot'"),
    ("generation.top_p=0", "generation.top_p", "greater than 0"),
    ("generation.top_p=1.5", "generation.top_p", "less than or equal to 1"),
    ("generation.stop=x", "generation.stop", "found 'x'"),
    ("model.batch_size=many", "model.batch_size", "found 'many'"),
    ("tracking.tags=x", "tracking.tags", "found 'x'"),
    ("tasks=null", "tasks", "found None"),
    ("generation=null", "generation", "found None"),
    ("tasks.digits.protocols=null", "tasks.digits.protocols", "found None"),
    ("tasks.digits.metrics.accuracy=[mean]", "tasks.digits.metrics.accuracy", "valid string"),
    # a choice that does not exist
    ("tracking.mode=sometimes", "tracking.mode", "auto"),
    ("hardware.accelerator=tpu", "hardware.accelerator", "'auto', 'cpu' or 'gpu'; found 'tpu'"),
    ("hardware.precision=int4", "hardware.precision", "'32-true'"),
    ("tasks.digits.sample.answer_format=lettr", "tasks.digits.sample.answer_format", "'text', 'letter' or 'index'"),
    ("tasks.digits.info.modality=[smell]", "tasks.digits.info.modality.0", "smell"),
    ("task=digit", "task", "there is no task 'digit'. Did you mean 'digits'"),
    ("task=suite/digit", "task", "there is no task 'suite/digit'. Did you mean 'suite/digits'"),
    ("task=[digits,nope]", "task", "there is no task 'nope'"),
    ("model=demoo", "model", "there is no model 'demoo'. Did you mean 'demo'?"),
    ("tracking=wandbb", "tracking", "Did you mean 'wandb'?"),
    ("experiment=smokee", "experiment", "Did you mean 'smoke'?"),
    ("judge=llm", "judge", "there is no judge 'llm'"),
    ("rubric@tasks.digits.protocols.official.rubric=zzz", "rubric", "Known: charxiv_descriptive"),
    ("protocol=oficial", "protocol", "Did you mean 'official'?"),
    # a short name that does not exist
    ("tasks.digits.protocol=offical", "tasks.digits.protocol", "Did you mean 'official'?"),
    ("tasks.digits.protocols.official.extract=numbr", "tasks.digits.protocols.official.extract", "'number'"),
    ("tasks.digits.protocols.official.score=numbr", "tasks.digits.protocols.official.score", "'number'"),
    ("tasks.digits.metrics.accuracy=meen", "tasks.digits.metrics.accuracy", "'meen' is no aggregation here"),
    ("tasks.digits.metrics.accuracy=best@3", "tasks.digits.metrics.accuracy", "Set `repeats=3`"),
    # a prompt that cannot be rendered
    ("tasks.digits.protocols.official.prompt.user='{{ q }}'", "tasks.digits.protocols.official.prompt", "uses q"),
    ("tasks.digits.protocols.official.prompt.user='{{ q'", "tasks.digits.protocols.official.prompt", "Jinja"),
    ("tasks.digits.protocols.official.prompt.media=in", "tasks.digits.protocols.official.prompt.media", "'before'"),
    # what does not fit together
    ("tasks.digits.name=other", "tasks.digits.name", "is 'other', but the package says 'digits'"),
    ("~tasks.digits.metrics.accuracy", "tasks.digits.metrics", "at least one metric"),
    ("tasks.mmmu.generation.max_tokens=3", "tasks.mmmu", "not in the run (digits). Add it with `task=[digits,mmmu]`."),
    ("tasks.mmmu.dataset.path=/data/MMMU", "tasks.mmmu", "not in the run (digits)."),
    ("tasks.digist.generation.max_tokens=3", "tasks.digist", "Did you mean 'digits'?"),
    ("task=[]", "task", "the run has no task"),
    ("~task", "task", "the run has no task"),
    ("task=", "task", "there is no task ''"),
    ("task=null", "task", "`hyeval list tasks`"),
    ("~model", "model", "is required and not set"),
    # what must still be given
    ("model=hf", "model.path", "must be set. Add `model.path=…`"),
    ("tasks.digits.dataset.path=???", "tasks.digits.dataset.path", "must be set"),
    ("limit=???", "limit", "must be set"),
    # what cannot be resolved
    ("cache_dir=${nothing}", "cache_dir", "nothing"),
    ("cache_dir=${oc.env:HYEVAL_NO_SUCH_VARIABLE}", "cache_dir", "HYEVAL_NO_SUCH_VARIABLE"),
    # what is no override
    ("limit", "limit", "=VALUE"),
    ("limit=[1,2", "limit=[1,2", "Write NAME=VALUE"),
    ("a b=1", "a b=1", "Write NAME=VALUE"),
    ("=3", "=3", "Write NAME=VALUE"),
]


@pytest.mark.parametrize(("override", "field", "says"), WRONG, ids=[case[0] for case in WRONG])
def test_a_wrong_setting_is_named_with_its_rule_and_a_remedy(override: str, field: str, says: str) -> None:
    found = problems(override)
    assert [problem.field for problem in found] == [field]
    assert says in str(found[0])
    assert str(found[0]).startswith(f"{field}: ")


@pytest.mark.parametrize(
    "target",
    [
        "os.system",
        "builtins.eval",
        "hyevil.Model",
        "hyeval",
        "hyeval.models.nothing.Model",
        "hyeval.models.scripted.NoModel",
        "hyeval.models.scripted",
        "hyeval.assemble.instantiate",
        "hyeval.tasks.source.Path",
        "hyeval.hub.os",
        "hyeval.hub.os.system",
        "3",
    ],
)
def test_only_a_model_of_hyeval_may_be_the_target(target: str) -> None:
    """Also not what one of hyeval's modules has imported from elsewhere."""
    found = problems(f"model._target_={target}")
    assert [problem.field for problem in found] == ["model._target_"]
    assert target in found[0].rule


@pytest.mark.parametrize(
    "overrides",
    [
        ("model=scripted", "++model.rules._target_=os.getcwd"),
        ("model=scripted", "model.rules={_target_: subprocess.getoutput, cmd: id}"),
        ("model=scripted", "++model.default._target_=os.getcwd"),
        ("model=demo", "++model.processor._target_=os.getcwd"),
        ("++tasks.digits.dataset._target_=os.getcwd",),
        ("++tracking._target_=os.getcwd",),
        ("++hardware._target_=os.getcwd",),
    ],
)
def test_no_setting_of_a_model_or_a_task_can_name_code_to_run(overrides: tuple[str, ...]) -> None:
    assert any("_target_" in str(problem) or "default" in problem.field for problem in problems(*overrides))


def test_everything_that_is_wrong_is_told_at_once() -> None:
    found = problems(
        "limit=0",
        "seed=x",
        "generation.max_token=5",
        "model=demoo",
        "tasks.mmmu.generation.max_tokens=3",
        "tasks.digits.dataset.spilt=test",
        "limit x",
    )
    assert {problem.field for problem in found} == {
        "limit",
        "seed",
        "generation.max_token",
        "model",
        "tasks.mmmu",
        "tasks.digits.dataset.spilt",
        "limit x",
    }


def test_all_names_and_all_settings_of_the_model_are_told_at_once() -> None:
    found = problems(
        "tasks.digits.protocols.official.extract=a",
        "tasks.digits.protocols.official.score=b",
        "tasks.digits.metrics.accuracy=c",
        "model.batch_sise=3",
        "model.attention=[]",
    )
    assert {problem.field.rpartition(".")[2] for problem in found} == {
        "batch_sise",
        "attention",
        "extract",
        "score",
        "accuracy",
    }


def test_what_must_be_set_does_not_hide_the_rest() -> None:
    found = problems("model=hf", "limit=0", "model.batch_size=x")
    assert [problem.field for problem in found] == ["model.path", "limit", "model.batch_size"]


def test_the_error_lists_a_line_for_each_problem_and_ends_with_usage() -> None:
    with pytest.raises(ConfigError) as caught:
        validate(composed("++limit=0", "++seed=x"))
    assert len(str(caught.value).splitlines()) == len(caught.value.problems) == 2
    assert caught.value.exit_code == 2


def test_numbers_are_text_where_text_is_wanted() -> None:
    run = validate(composed("model=scripted", "++model.default=7", "++tracking.name=2026", "++cache_dir=7"))
    assert (run.model.model_extra or {})["default"] == "7"
    assert (run.tracking.name, run.cache_dir) == ("2026", "7")


def test_a_valid_configuration_comes_back_typed() -> None:
    run = validate(composed("task=[digits,digits_mc]", "++limit=3", "++generation.stop=[a,b]", "hardware=cpu"))
    assert list(run.tasks) == ["digits", "digits_mc"]
    assert (run.limit, run.seed, run.repeats, run.resume) == (3, 0, 1, True)
    assert run.generation.stop == ("a", "b")
    assert run.hardware.precision == "32-true"
    assert Path(run.tasks["digits"].dataset.path, "test.parquet").is_file()


def test_validation_leaves_the_configuration_as_it_was() -> None:
    config = composed("model=hf")
    before = OmegaConf.to_yaml(config)
    with pytest.raises(ConfigError):
        validate(config)
    assert OmegaConf.to_yaml(config) == before


def test_a_problem_reads_as_field_rule_and_remedy() -> None:
    assert str(Problem("a.b", "is wrong.", "Set `a.b=1`.")) == "a.b: is wrong. Set `a.b=1`."
    assert str(Problem("a.b", "is wrong.")) == "a.b: is wrong."


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("tset", ["test", "train"], "Did you mean 'test'?"),
        ("digit", ["digits", "digits_mc"], "Did you mean 'digits' or 'digits_mc'?"),
        ("batch_sise", ["batch_size", "name"], "Did you mean 'batch_size'?"),
        ("MMMU", ["mmmu", "digits"], "Did you mean 'mmmu'?"),
        ("openvlm", ["suite/openvlm", "digits"], "Did you mean 'suite/openvlm'?"),
        ("vlm", ["suite/openvlm", "digits"], "Did you mean 'suite/openvlm'?"),
        ("zzz", ["test"], ""),
        ("x", [], ""),
    ],
)
def test_near_matches_are_named(word: str, known: list[str], said: str) -> None:
    assert did_you_mean(word, known) == said


def test_at_most_three_near_matches_are_named() -> None:
    assert did_you_mean("abcd", ["abce", "abcf", "abcg", "abch"]).count("'abc") == 3
