"""The shipped benchmarks: they compose, read their repositories' columns, and ask what other frameworks ask."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bench.golden import GIVEN
from bench.golden_prompts import FRAMEWORKS, TASKS, flattened, rendered, sample_of, task_of
from scripts.list_benchmarks import document

from hyeval.assemble import make_tasks
from hyeval.config.composition import CommandLine, compose_run
from hyeval.config.folders import config_folder
from hyeval.config.schema import RunConfig
from hyeval.media import Media
from hyeval.records import Sample
from hyeval.scoring.catalogue import RULES
from hyeval.tasks.task import Task
from tests.end_to_end.runs import Finished, Workspace
from tests.fixtures import unanswered
from tests.fixtures.make_fixtures import FIXTURES, make
from tests.fixtures.rows import picture
from tests.fixtures.text import QUESTIONS_OF_ROWS
from tests.tasks import caption_prompts, first_prompts

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
OWN_DATA = {"digits", "digits_mc", "digits_yes_no", "custom_mcq", "custom_vqa"}
"""Tasks that read shipped data or the user's."""
SHIPPED = sorted({path.stem for path in (config_folder() / "task").glob("*.yaml")} - OWN_DATA)
RECORDED = sorted(path.stem for path in GOLDEN.glob("*.jsonl") if path.stem.removesuffix(".vlmevalkit") in TASKS)
"""Sets of recorded rows whose task exists."""
NOT_ASKED = {
    ("vlmevalkit", "flickr30k_test"),
    ("vlmevalkit", "nocaps_val"),
    ("vlmevalkit", "refcoco_bbox_rec_val"),
    ("vlmevalkit", "refcoco_bbox_val"),
    ("vlmevalkit", "vqav2_val"),
    ("vlmevalkit", "ok_vqa_val2014"),
    ("lmms_eval", "mmmu_pro_standard_cot"),
    ("lmms_eval", "mmmu_pro_vision_cot"),
    ("lmms_eval", "charxiv_descriptive_val"),
    ("lmms_eval", "charxiv_reasoning_val"),
    ("vlmevalkit", "charxiv_val_descriptive"),
    ("vlmevalkit", "charxiv_val_reasoning"),
}
"""Frameworks that do not have a benchmark, have it as another set, or of whose prompts none was recorded."""
OF_ONE_SCHOOL = {"charxiv_descriptive_vlmevalkit", "charxiv_reasoning_vlmevalkit"}
"""Tasks whose data set is one framework's own."""
LETTER = "Answer with the option's letter from the given choices directly."
SHORT = "Answer the question using a single word or phrase."
NOKIA = ("nokia",) * 8 + ("toshiba", "Nokia phone")
TEN = "\n".join(f"{letter}. {number} metres" for number, letter in enumerate("ABCDEFGHIJ", 1))

FIRST = {
    "mmstar": (
        f"<image>Which colour is it?\nOptions: A: Red, dark, B: Blue., C: 3, D: None of them\n{LETTER}",
        ("B",),
        ("Red, dark", "Blue.", "3", "None of them"),
    ),
    "ai2d": (f"<image>Which comes first?\nA. egg\nB. pupa\n{LETTER}", ("B",), ("egg", "pupa")),
    "seedbench": (
        f"<image><image>How many towels are there?\nA. One\nB. Two\nC. Three\nD. Four\n{LETTER}",
        ("C",),
        ("One", "Two", "Three", "Four"),
    ),
    "scienceqa_img": (
        f"<image>Context: North is up.\nWhich state is farthest north?\nA. Texas\nB. Maine\n{LETTER}",
        ("B",),
        ("Texas", "Maine"),
    ),
    "realworldqa": (
        "<image>Where is it?\n\nA. Left\nB. Right\nPlease answer directly with only the letter of the correct option"
        " and nothing else.",
        ("B",),
        ("Left", "Right"),
    ),
    "mmbench_en_dev": (
        "<image>Question: Who is it?\nOptions:\nA. a nurse\nB. a cook\n"
        "Please select the correct answer from the options above. \n",
        ("A",),
        ("a nurse", "a cook"),
    ),
    "mmbench_cn_dev": (
        "<image>Question: 这是谁？\nOptions:\nA. 护士\nB. 厨师\n"
        "Please select the correct answer from the options above. \n",
        ("A",),
        ("护士", "厨师"),
    ),
    "mmmu": (f"<image> Who painted this?\n(A) Monet\n(B) Klee\n\n{LETTER}", ("B",), ("Monet", "Klee")),
    "mmmu_pro_standard": (
        f"How far apart are <image> and <image>?\n{TEN}\n"
        "Answer with the option letter from the given choices directly.",
        ("B",),
        tuple(f"{number} metres" for number in range(1, 11)),
    ),
    "mmmu_pro_standard_4": (
        "How far apart are <image> and <image>?\nA. 1 metres\nB. 2 metres\nC. 3 metres\nD. 4 metres\n"
        "Answer with the option letter from the given choices directly.",
        ("B",),
        tuple(f"{number} metres" for number in range(1, 5)),
    ),
    "mmmu_pro_vision": (
        "<image>Answer with the option letter from the given choices directly. The last line of your response should be"
        " of the following format: 'Answer: $LETTER' (without quotes) where LETTER is one of options.",
        ("A",),
        ("A war", "A feast"),
    ),
    "mme": ("<image>Is it Python? Please answer yes or no.", ("Yes",), ()),
    "pope": ("<image>Is there a dog in the image?", ("Yes",), ()),
    "hallusionbench": ("<image>Is the bar higher?", ("No",), ()),
    "naturalbench": ("<image>Is it day? Please answer Yes or No.", ("Yes",), ()),
    "chartqa": (f"<image>How much is it?\n{SHORT}", ("14",), ()),
    "docvqa": (f"<image>What is the date?\n{SHORT}", ("1/8/93", "1/8/1993"), ()),
    "infovqa": (f"<image>Which network has 10 %?\n{SHORT}", ("twitter",), ()),
    "textvqa": (f"<image>what Brand is it?\n{SHORT}", NOKIA, ()),
    "vqav2": (f"<image>What brand is it?\n{SHORT}", ("nokia",), ()),
    "okvqa": (f"<image>What sport is it?\n{SHORT}", NOKIA, ()),
    "vizwiz_vqa": (
        "<image>Can you tell me what THIS is?\nWhen the provided information is insufficient, respond with"
        f" 'Unanswerable'.\n{SHORT}",
        NOKIA,
        (),
    ),
    "gqa": (f"<image>Is it overcast?\n{SHORT}", ("no",), ()),
    "ocrbench": ("<image>what is written in the image?", ("CENTRE",), ()),
    "mathvista": (
        "<image>Hint: Please answer with one decimal place.\nQuestion: What is the total? (Unit: $)",
        ("1.2",),
        (),
    ),
    "mathvision": (
        '<image>Please solve the problem step by step and put your answer in one "\\boxed{}". If it is a multiple'
        ' choice question, only one letter is allowed in the "\\boxed{}".\nWhich is $x$?\n<image1>\n(A) $1$\n(B) $2$\n',
        ("B",),
        ("$1$", "$2$"),
    ),
    "mathverse": ("<image>Please reason.\nQuestion: The size?", ("B",), ("40°", "60°")),
    "wemath": (
        "<image>Now, we require you to solve a multiple-choice math question. Please briefly describe your thought"
        " process and provide the final answer(option).\nQuestion: How large is it?\n"
        "Option: A. 10; B. 1; 2; C. No correct answer\nRegarding the format, please answer following the template"
        " below, and be sure to include two <> symbols:\n"
        "<Thought process>: <<your thought process>> <Answer>: <<your option>>",
        ("B",),
        ("10", "1; 2", "No correct answer"),
    ),
    "dynamath": (
        "<image>## Question\n What is the value?\n## Answer Instruction Please provide an answer to the question"
        " outlined above. Your response should adhere to the following JSON format, which includes two keys: 'solution'"
        " and 'short answer'. The 'solution' key can contain detailed steps needed to solve the question, and the"
        " 'short answer' key should provide a concise response. Format the answer as a three-digit floating-point"
        " number and provide it in the 'short answer' key.\n\nExample of expected JSON response format:\n\n{\n"
        '    "solution": "[Detailed step-by-step explanation]",\n    "short answer": "[Concise Answer]"\n}',
        ("-0.5",),
        (),
    ),
    "logicvista": ("<image>Which comes next? A. 1 B. 2", ("B",), ()),
    "mmvet": ("<image>What is x?", ("-1<AND>-5",), ()),
    "blink": (
        "<image><image><image>Which fits?\nSelect from the following choices.\n(A) the second image\n"
        "(B) the third image\n",
        ("B",),
        ("the second image", "the third image"),
    ),
    "muirbench": (
        f"How many dogs are in <image> and <image>?\nA. One\nB. <image>\n{LETTER}",
        ("A",),
        ("One", "<image>"),
    ),
    "cv_bench": (
        f"<image>How many? Select from the following choices.\n(A) 0\n(B) 3\n{LETTER}",
        ("B",),
        ("0", "3"),
    ),
    "mmvp": (f"<image>Is it open?\nA. Open\nB. Closed\n{LETTER}", ("A",), ("Open", "Closed")),
    "vstar": (f"<image>What colour is it?\nA. red\nB. dark blue\n{LETTER}", ("B",), ("red", "dark blue")),
    "seedbench_2_plus": (f"<image>Which is it?\nA. a\nB. b\nC. c\nD. d\n{LETTER}", ("D",), ("a", "b", "c", "d")),
    "mmt_val": (
        "<image><image>Question: Which follows?\nOptions:\nA. this\nB. that\n"
        "Please select the correct answer from the options above. \n",
        ("A",),
        ("this", "that"),
    ),
    "countbench": ("<image>How many stamps are there?\nAnswer with a single number.", ("4",), ()),
    **first_prompts.FIRST,
    **unanswered.FIRST,
    **{
        f"mmbench_v11_{language}_{split}": (
            f"<image>Question: {question}\nOptions:\nA. {first}\nB. {second}\n"
            "Please select the correct answer from the options above. \n",
            ("A",),
            (first, second),
        )
        for language, question, first, second in (
            ("en", "Who is it?", "a nurse", "a cook"),
            ("cn", "这是谁？", "护士", "厨师"),
        )
        for split in ("test", "dev")
    },
    **caption_prompts.FIRST,
}
"""Official prompt, targets and options of the first row of every fixture."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make(tmp_path_factory.mktemp("benchmarks"))


@pytest.fixture(scope="module")
def run(folders: dict[str, Path]) -> RunConfig:
    paths = [f"tasks.{name}.dataset.path={path}" for name, path in folders.items()]
    return compose_run(CommandLine((f"task=[{','.join(folders)}]", "model=scripted", *paths)))


def under(run: RunConfig, name: str, protocol: str) -> Task:
    config = run.tasks[name].model_copy(update={"protocol": protocol})
    (task,) = make_tasks(run.model_copy(update={"tasks": {name: config}}))
    return task


def samples(run: RunConfig, name: str, protocol: str = "official") -> list[Sample]:
    task = under(run, name, protocol)
    found = list(task.samples(task.open(None)))
    assert all(isinstance(sample, Sample) for sample in found)
    return [sample for sample in found if isinstance(sample, Sample)]


# Every benchmark


def test_every_benchmark_has_a_fixture_and_an_expectation() -> None:
    assert sorted(FIXTURES) == SHIPPED
    assert sorted(FIRST) == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_the_first_row_is_asked_as_the_authors_ask_it(run: RunConfig, name: str) -> None:
    first = samples(run, name, run.tasks[name].protocol)[0]
    assert (flattened(first, "lmms-eval"), first.targets, first.choices) == FIRST[name]


@pytest.mark.parametrize(("name", "protocol"), first_prompts.ELSEWHERE)
def test_the_first_row_is_asked_as_other_frameworks_ask_it(run: RunConfig, name: str, protocol: str) -> None:
    framework = FRAMEWORKS[protocol]
    assert flattened(samples(run, name, protocol)[0], framework) == first_prompts.ELSEWHERE[name, protocol]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_protocol_finds_its_columns_and_scores(run: RunConfig, name: str) -> None:
    for protocol, config in run.tasks[name].protocols.items():
        found = samples(run, name, protocol)
        expected = (QUESTIONS_OF_ROWS | caption_prompts.QUESTIONS).get(name, len(FIXTURES[name].rows))
        assert len({sample.id for sample in found}) == expected
        if config.rule is None:
            continue
        rule = RULES[config.rule]
        verdicts = [rule.score(sample.document or {}, sample.targets[0], judge={"reply": "1"}) for sample in found]
        assert all(verdict.values for verdict in verdicts), (name, protocol)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_task_says_what_it_is(run: RunConfig, name: str) -> None:
    info = run.tasks[name].info
    assert info.description
    assert info.size or name.startswith("mmbench_v11")  # the authors name no number
    assert "image" in info.modality
    assert "official" in run.tasks[name].protocols or name in OF_ONE_SCHOOL
    assert info.licence, "the licence, or `unknown: REASON`"
    assert info.paper


def test_published_scores_have_their_source(run: RunConfig) -> None:
    scores = [one for task in run.tasks.values() for one in task.reference]
    assert len(scores) > 200
    assert [one for one in scores if "https://" not in one.source] == []
    assert {one.protocol for one in scores} == {"official", "lmms_eval", "vlmevalkit", "own"}


@pytest.mark.parametrize("dataset", sorted(TASKS))
@pytest.mark.parametrize("protocol", ["lmms_eval", "vlmevalkit"])
def test_prompts_of_other_frameworks_agree_to_the_byte(dataset: str, protocol: str) -> None:
    found = list(rendered(GOLDEN / f"{dataset}.prompts.jsonl", protocol))
    assert [one.found for one in found] == [one.expected for one in found]
    assert found or (protocol, dataset) in NOT_ASKED


@pytest.mark.parametrize("dataset", ["mme", "mmstar", "ocrbench", "pope", "realworldqa"])
def test_lmms_eval_removes_blanks_around_these_questions(dataset: str) -> None:
    question = " Is it? Please answer yes or no.\n"
    prompt = prompt_of(dataset, {"question": question})
    assert prompt.startswith("<image>Is it?")
    assert ("yes or no" in prompt) is (dataset not in {"mme", "mmstar"})  # and from two the request for a form
    assert prompt == prompt_of(dataset, {"question": question.strip()})


def test_lmms_eval_removes_line_ends_behind_the_last_option_of_mmbench() -> None:
    ending = "D. x\n\nAnswer with the option's letter from the given choices directly."
    assert prompt_of("mmbench_en_dev", {"D": "x\n"}).endswith(ending)
    assert prompt_of("mmbench_en_dev", {"D": "x"}).endswith(ending)


def prompt_of(dataset: str, changes: dict[str, Any]) -> str:
    """The prompt under lmms-eval's protocol of the first recorded document, changed."""
    line = json.loads((GOLDEN / f"{dataset}.prompts.jsonl").read_text(encoding="utf-8").splitlines()[0])
    return flattened(sample_of(task_of(TASKS[dataset], "lmms_eval"), line["doc"] | changes, 1), "lmms-eval")


def recorded(name: str) -> list[dict[str, Any]]:
    text = (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("name", RECORDED)
def test_a_rule_judges_the_samples_of_a_task_as_it_judges_the_recorded_rows(name: str) -> None:
    """What a task hands to a rule has everything that the rule reads, under its names."""
    dataset = name.removesuffix(".vlmevalkit")
    protocol = "lmms_eval" if dataset == name else "vlmevalkit"
    task = task_of(TASKS[dataset], protocol)
    rule = RULES[f"{protocol}.{dataset}"]
    for line in recorded(name):
        document = line.get("line", line["doc"])
        if (
            "answer" in line["doc"]
            and dataset == "logicvista_reasoning"
            and document["answer"] != line["doc"]["answer"]
        ):
            continue  # this table was recorded with other answers than the documents have
        judge = {short: line[given] for given, short in GIVEN.items() if given in line} or None
        sample = sample_of(task, line["doc"], max(4, len(task.mapping.images)))
        expected = rule.score(document, line["response"], judge=judge)
        found = rule.score(sample.document or {}, line["response"], judge=judge)
        assert (found.parsed, dict(found.values)) == (expected.parsed, dict(expected.values)), line["id"]


def test_the_page_of_benchmarks_is_up_to_date() -> None:
    page = Path(__file__).parents[2] / "docs" / "benchmarks.md"
    assert page.read_text(encoding="utf-8") == document(), "python -m scripts.list_benchmarks > docs/benchmarks.md"


# Layouts of their own


def test_options_within_the_question_are_found_only_where_they_are_whole(run: RunConfig) -> None:
    choice, opened = samples(run, "realworldqa")
    assert (choice.question, choice.choices, choice.targets) == ("Where is it?", ("Left", "Right"), ("B",))
    assert (opened.question, opened.choices, opened.targets) == ("How many dogs?", (), ("2",))


def test_rotations_of_a_question_are_one_cluster(run: RunConfig) -> None:
    first, second = samples(run, "mmbench_en_dev")
    assert [first.id, second.id] == ["241", "1000241"]
    assert first.cluster == second.cluster == "241"
    assert (second.choices, second.targets) == (("a cook", "a nurse"), ("B",))
    document = first.document or {}
    assert (document["index"], document["l2-category"]) == (241, "attribute_reasoning")
    assert "C" not in {letter for letter in "ABCD" if document.get(letter) not in (None, "nan")}


def test_the_rows_of_a_group_share_a_cluster(run: RunConfig) -> None:
    assert {sample.cluster for sample in samples(run, "naturalbench")} == {"0"}
    assert len({sample.cluster for sample in samples(run, "mme")}) == 1


def test_images_stand_where_an_unnumbered_marker_stands(run: RunConfig) -> None:
    (message,) = samples(run, "muirbench")[0].messages
    assert [part.data if isinstance(part, Media) else part for part in message.parts] == [
        "How many dogs are in ", picture(1), " and ", picture(2), "?\nA. One\nB. ", picture(3), f"\n{LETTER}",
    ]  # fmt: skip


def test_a_list_that_is_one_answer_is_not_several(run: RunConfig) -> None:
    number, choice = samples(run, "mathvista")
    assert (number.targets, choice.targets, choice.choices) == (("1.2",), ("B",), ("Yes", "No"))


def test_the_table_of_the_other_framework_has_its_columns(run: RunConfig) -> None:
    (mmstar,) = samples(run, "mmstar", "vlmevalkit")
    assert mmstar.document is not None
    assert {name: mmstar.document[name] for name in ("question", "A", "D", "answer", "category", "l2-category")} == {
        "question": "Which colour is it?", "A": "Red, dark", "D": "None of them", "answer": "B",
        "category": "coarse perception", "l2-category": "image style",
    }  # fmt: skip
    (hallusion,) = samples(run, "hallusionbench", "vlmevalkit")
    assert hallusion.document is not None
    assert (hallusion.document["index"], hallusion.document["answer"]) == ("hb_VS_chart_3_1_2", "No")


# Whole runs


@pytest.mark.parametrize(
    ("protocol", "metrics"),
    [
        (
            "official",
            {
                "mmstar": {"accuracy": 0},
                "mmbench_en_dev": {"accuracy": 0, "vanilla_accuracy": 0.5},
                "chartqa": {"relaxed_accuracy": 0, "human": 0, "augmented": 0},
                "muirbench": {"accuracy": 1},
                "mmmu_pro_vision": {"accuracy": 1},
                "wemath": {"accuracy": 0},
            },
        ),
        (
            "lmms_eval",
            {
                "mmstar": {"average": 0},
                "mmbench_en_dev": {"gpt_eval_score": 0},
                "chartqa": {"relaxed_overall": 0, "relaxed_human_split": 0, "relaxed_augmented_split": 0},
                "seedbench": {"seed_all": 0, "seed_image": 0},
                "mmmu_pro_vision": {"mmmu_acc": 1},
                "mmmu_pro_vision_cot": {"mmmu_acc": 1},
            },
        ),
        (
            "vlmevalkit",
            {
                "mmstar": {"accuracy": 0},
                "mmbench_en_dev": {"accuracy": 0, "vanilla_accuracy": 0.5},
                "mmmu_pro_vision": {"accuracy": 1},
                "ocrbench": {"final_score": 0, "final_score_norm": 0},
                "hallusionbench": {"aAcc": 0, "fAcc": 0, "qAcc": 0},
            },
        ),
    ],
)
def test_a_model_that_always_says_a_is_scored(
    tmp_path: Path, folders: dict[str, Path], protocol: str, metrics: dict[str, dict[str, float]]
) -> None:
    paths = [f"tasks.{name}.dataset.path={folders[name]}" for name in metrics]
    finished = scripted(tmp_path, f"task=[{','.join(metrics)}]", f"protocol={protocol}", *paths)
    assert finished.code == 0, finished.stderr
    found = {
        name: {metric: one["value"] for metric, one in task["metrics"].items()}
        for name, task in finished.result["tasks"].items()
    }
    assert found == metrics


def scripted(folder: Path, *arguments: str) -> Finished:
    return Workspace(folder).run("model=scripted", "model.default=A", *arguments)
