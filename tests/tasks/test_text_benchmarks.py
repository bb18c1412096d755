"""What is particular to the benchmarks of text, charts, documents and details."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench.golden_prompts import flattened, sample_of, task_of

from hyeval.assemble import make_tasks
from hyeval.config.composition import CommandLine, compose_run
from hyeval.config.schema import RunConfig
from hyeval.records import Sample
from hyeval.scoring.catalogue import RULES
from tests.fixtures.make_fixtures import make

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
HELPFUL = "[system]You are a helpful and precise assistant for checking the quality of the answer."
NAMES = ("charxiv_descriptive", "charxiv_reasoning", "chartqapro", "llava_in_the_wild", "mtvqa", "mme_realworld")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunConfig:
    folders = make(tmp_path_factory.mktemp("benchmarks"))
    paths = [f"tasks.{name}.dataset.path={folders[name]}" for name in NAMES]
    return compose_run(CommandLine((f"task=[{','.join(NAMES)}]", "model=scripted", *paths)))


def samples(run: RunConfig, name: str, protocol: str = "official") -> list[Sample]:
    config = run.tasks[name].model_copy(update={"protocol": protocol})
    (task,) = make_tasks(run.model_copy(update={"tasks": {name: config}}))
    return [sample for sample in task.samples(task.open(None)) if isinstance(sample, Sample)]


def judged(run: RunConfig, name: str, sample: Sample, response: str, protocol: str = "official") -> str:
    """What a judge is asked about a response."""
    rubric = run.tasks[name].protocols[protocol].rubric
    assert rubric is not None
    return flattened(rubric.questions(sample, response)[0], "VLMEvalKit")


# CharXiv


def test_a_chart_is_asked_four_questions_and_is_one_cluster(run: RunConfig) -> None:
    found = samples(run, "charxiv_descriptive")
    assert [sample.id for sample in found[:5]] == [
        *(f"images/0.jpg_{number}" for number in range(1, 5)), "images/1.jpg_1",
    ]  # fmt: skip
    assert {sample.cluster for sample in found[:4]} == {"images/0.jpg"}
    assert [sample.targets for sample in found[:4]] == [("Epoch",), ("4",), ("2 by 2",), ("14",)]
    assert [sample.group for sample in found[:4]] == [
        "Information Extraction", "Counting", "Pattern Recognition", "Compositionality",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "beginning"),
    [
        (1, "For the subplot at row 2 and column 1, how many discrete labels are there in the legend?\n    * "),
        (2, 'What is the layout of the subplots?\n    * Your final answer should follow "n by m" format'),
        (4, "For the current plot, what is the label of the x-axis?\n    * "),
        (6, "What is the layout of the subplots?\n    * "),
        (8, "For the top right panel, what is the label of the x-axis?\n    * "),
        (11, "For the top right panel, What is the total number of explicitly labeled ticks across all axes?\n    * "),
    ],
)
def test_a_question_says_which_plot_is_meant(run: RunConfig, number: int, beginning: str) -> None:
    assert flattened(samples(run, "charxiv_descriptive")[number], "lmms-eval").startswith(f"<image>{beginning}")


def test_the_judge_of_a_description_gets_the_rules_of_its_kind(run: RunConfig) -> None:
    label, count, layout, _ = samples(run, "charxiv_descriptive")[:4]
    asked = judged(run, "charxiv_descriptive", count, "There are four.")
    assert "\n\nOverarching Question: How many discrete labels are there in the legend?\n\nRubric:\n" in asked
    assert "are numbers with the exact same value" in asked
    assert asked.endswith("### Example End ###\n\nT1:\nResponse 1: There are four.\nGround Truth 1: 4\n\n")
    assert "are referring to the same term" in judged(run, "charxiv_descriptive", label, "x")
    assert "number of rows and columns" in judged(run, "charxiv_descriptive", layout, "x")


def test_a_number_is_asked_for_with_the_places_that_the_answer_has(run: RunConfig) -> None:
    interval, *_, number = samples(run, "charxiv_reasoning")
    assert flattened(number, "lmms-eval") == (
        "<image>How much?\n    * Your final answer must be a number with 2 decimal places.\n    "
    )
    assert interval.targets == ("[50, 100]",)
    assert (interval.group, number.group) == ("Text in general", "Number in general")


def test_the_judge_of_a_conclusion_gets_the_rules_of_its_kind(run: RunConfig) -> None:
    interval, *_, number = samples(run, "charxiv_reasoning")
    asked = judged(run, "charxiv_reasoning", interval, "From 50 to 100.")
    assert "shares the same semantic meaning" in asked
    assert asked.endswith(
        "    ### Your Turn ###\n    * Question: In which interval is it highest?\n    * Ground Truth: [50, 100]\n"
        "    * Response: From 50 to 100.\n\n    \n"
    )
    assert "the two numbers are exactly equal in values" in judged(run, "charxiv_reasoning", number, "0.25")


def test_lmms_eval_goes_by_the_source_of_a_question(run: RunConfig) -> None:
    """A number is asked for and judged as a text where the question is of the first source."""
    *_, number = samples(run, "charxiv_reasoning", "lmms_eval")
    assert "must be grounded to some text" in flattened(number, "lmms-eval")
    asked = judged(run, "charxiv_reasoning", number, " 0.25\n", "lmms_eval")
    assert "You must follow the scoring rules:\n\n    ### Rules ###\n" in asked
    assert "are referring to the same term" in asked
    assert asked.startswith("\nYou will be given a question, an ground truth answer and a model response.")
    assert asked.endswith(
        "    ### Example 2 Ends ###\n\n    ### Your Turn ###\n    * Question: How much?\n    * Ground Truth: 0.25\n"
        "    * Response: 0.25\n\n    "
    )


def test_lmms_eval_counts_one_question_of_a_chart(run: RunConfig) -> None:
    rule = RULES["lmms_eval.charxiv_val_descriptive"]
    found = samples(run, "charxiv_descriptive", "lmms_eval")
    counted = {"images/0.jpg_1", "images/1.jpg_2", "images/2.jpg_3"}
    verdicts = []
    for sample in found:
        right = sample.id in counted - {"images/1.jpg_2"}
        reply = json.dumps({"extract_answer_T1": "x", "score_T1": int(right)})
        verdicts.append(rule.score(sample.document or {}, "", judge={"reply": reply}))
    assert len(found) == 12
    assert rule.aggregate(verdicts) == {"descriptive_acc": pytest.approx(2 / 3)}


@pytest.mark.parametrize(
    ("reply", "parsed", "value"),
    [
        ('{"extracted_answer": "x", "score": 1}', "x", 1), ('```json\n{"score": 0.5}\n```', None, 0.5),
        ('{"extracted_answer": 3, "score": 0}', "3", 0), ('{"score": 2}', None, 0), ('{"score": "yes"}', None, 0),
        ("1", None, 0), ("[1]", None, 0), ("", None, 0), ("{" * 99_999, None, 0),
    ],
)  # fmt: skip
def test_lmms_eval_reads_the_reply_of_the_judge(reply: str, parsed: str | None, value: float) -> None:
    verdict = RULES["lmms_eval.charxiv_val_reasoning"].score({}, "whatever", judge={"reply": reply})
    assert (verdict.parsed, dict(verdict.values)) == (parsed, {"reasoning_acc": value})


@pytest.mark.parametrize(
    ("name", "reply", "value"),
    [
        ("charxiv_descriptive", '{"extract_answer_T1": "4", "score_T1": 1}', 1), ("charxiv_descriptive", "1", None),
        ("charxiv_reasoning", '```json\n{"extracted_answer": "x", "score": 0}\n```', 0),
        ("charxiv_reasoning", '{"score": 2}', None),
        ("llava_in_the_wild", "8 6\nThe first is better.", 0), ("llava_in_the_wild", "8, 6.5", 0),
        ("llava_in_the_wild", "Assistant 1: 8", None), ("llava_in_the_wild", "8 6 of 10", None),
    ],
)  # fmt: skip
def test_a_verdict_has_a_form(run: RunConfig, name: str, reply: str, value: float | None) -> None:
    rubric = run.tasks[name].protocols["official"].rubric
    assert rubric is not None
    assert rubric.verdict.read(reply) == value


# The others


def test_the_judge_compares_with_the_answer_of_the_reference(run: RunConfig) -> None:
    asked = judged(run, "llava_in_the_wild", samples(run, "llava_in_the_wild")[0], "Mauna Kea.")
    assert asked.startswith(
        f"{HELPFUL}[Context]\nA volcano on an island.\n\n[Question]\nWhat is it called?\n\n"
        "[Assistant 1]\nIt is Diamond Head.\n\n[End of Assistant 1]\n\n"
        "[Assistant 2]\nMauna Kea.\n\n[End of Assistant 2]\n\n[System]\nWe would like to request"
    )
    assert asked.endswith("does not affect your judgment.\n\n")


def test_the_questions_on_an_image_are_one_cluster(run: RunConfig) -> None:
    first, second, other = samples(run, "mtvqa")
    assert first.cluster == second.cluster != other.cluster
    assert second.targets == ("[4]",)
    assert len({sample.cluster for sample in samples(run, "llava_in_the_wild")}) == 1


@pytest.mark.parametrize(
    ("dataset", "name", "protocol", "system"),
    [
        ("llava_bench.vlmevalkit", "llava_in_the_wild", "vlmevalkit", HELPFUL),
        ("charxiv_descriptive_val.vlmevalkit", "charxiv_descriptive_vlmevalkit", "vlmevalkit", ""),
        ("charxiv_reasoning_val.vlmevalkit", "charxiv_reasoning_vlmevalkit", "vlmevalkit", ""),
        ("charxiv_val_reasoning", "charxiv_reasoning", "lmms_eval", ""),
    ],
)
def test_the_judge_is_asked_what_the_other_framework_asks_it(
    dataset: str, name: str, protocol: str, system: str
) -> None:
    task = task_of(name, protocol)
    rubric = compose_run(CommandLine((f"task={name}", "model=scripted"))).tasks[name].protocols[protocol].rubric
    assert rubric is not None
    lines = [json.loads(line) for line in (GOLDEN / f"{dataset}.jsonl").read_text(encoding="utf-8").splitlines()]
    for line in (one for one in lines if one["response"]):
        (asked,) = rubric.questions(sample_of(task, line["doc"], 1), line["response"])
        assert flattened(asked, "VLMEvalKit") == system + line["judge_prompt"]


@pytest.mark.parametrize(
    ("name", "protocol", "judge", "reply", "kept"),
    [
        ("llava_in_the_wild", "vlmevalkit", "gpt_4_turbo_1106", "8, 9", True),
        ("llava_in_the_wild", "lmms_eval", "gpt_4o", "The grades are 8 and 9.", True),
        ("charxiv_reasoning_vlmevalkit", "vlmevalkit", "gpt_4o_mini", '{"score": 1}', True),
        ("charxiv_reasoning_vlmevalkit", "vlmevalkit", "gpt_4o_mini", '```json\n{"score": 1}\n```', False),
    ],
)
def test_a_reply_is_kept_or_asked_again(name: str, protocol: str, judge: str, reply: str, kept: bool) -> None:
    rubric = compose_run(CommandLine((f"task={name}", "model=scripted"))).tasks[name].protocols[protocol].rubric
    assert rubric is not None
    assert (rubric.judge, rubric.verdict.read(reply) is not None) == (judge, kept)


def test_a_long_conversation_is_told_in_one_piece() -> None:
    line = json.loads((GOLDEN / "chartqapro.prompts.jsonl").read_text(encoding="utf-8").splitlines()[9])
    sample = sample_of(task_of("chartqapro", "official"), line["doc"], 1)
    told = 'Conversation: ["How many of the states that are shown in the chart rose between the years 1990 and 2000, '
    assert told in flattened(sample, "VLMEvalKit")


def test_charts_are_asked_by_the_type_of_their_question(run: RunConfig) -> None:
    _, choice, fact = (flattened(sample, "lmms-eval") for sample in samples(run, "chartqapro"))
    assert "one of the options letters only" in choice
    assert choice.endswith("without any additional text!\nQuestion: Which is higher? a) A b) B")
    assert fact.startswith("<image>You are given a factoid question")
    assert samples(run, "chartqapro")[2].targets == ("[Iran, Iraq]",)


def test_an_image_in_base64_is_shown(run: RunConfig) -> None:
    (sample,) = samples(run, "mme_realworld")
    assert sample.media[0].size == (32, 32)
    assert (sample.group, sample.targets) == ("Perception: Remote Sensing", ("B",))
