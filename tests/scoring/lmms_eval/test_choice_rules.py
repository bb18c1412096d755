"""lmms-eval's rules of choice: what is worth knowing of each, defects included, and the agreement with its vectors."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from bench.golden import compare

from hyeval.scoring.lmms_eval.choice_rules import CHOICE_RULES
from hyeval.scoring.lmms_eval.letter_extraction import extract_letter
from hyeval.scoring.lmms_eval.logicvista import answer_agrees, format_reward, reasoned_letter, tagged_answer
from hyeval.scoring.lmms_eval.mmbench import MmBench
from hyeval.scoring.lmms_eval.mmmu import read_choice
from hyeval.scoring.lmms_eval.open_answer import open_agrees, open_candidates
from hyeval.scoring.lmms_eval.video import read_mvbench
from hyeval.scoring.rules import Verdict

GOLDEN = Path(__file__).parents[2] / "data" / "golden"
MMBENCH = "mmbench_en_dev"
RECORDED = [name for name in CHOICE_RULES if (GOLDEN / f"{name}.jsonl").is_file()]
COLOURS = ("red", "green", "blue", "yellow")


def scored(name: str, document: Mapping[str, Any], *responses: str) -> list[Verdict]:
    """The verdicts of one rule over the same document."""
    return [CHOICE_RULES[name].score(document, response) for response in responses]


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of one set."""
    return [json.loads(line) for line in (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", [name for name in RECORDED if name != MMBENCH])
def test_agrees_with_the_vectors(name: str) -> None:
    agreement = compare(GOLDEN / f"{name}.jsonl")
    assert agreement.complete, agreement.differences[:5]
    assert agreement.rows


def test_mmbench_agrees_with_the_vectors() -> None:
    """Of a row alone the bench sees no `group_hit`; everything else agrees, and it does once the groups are known."""
    agreement = compare(GOLDEN / f"{MMBENCH}.jsonl")
    assert agreement.aggregates_agree == agreement.aggregates > 0
    rule, lines = MmBench(), rows(MMBENCH)
    verdicts = rule.with_groups([rule.score(line["doc"], line["response"]) for line in lines])
    assert [(one.parsed, one.values) for one in verdicts] == [(line["parsed"], line["score"]) for line in lines]


@pytest.mark.parametrize("name", RECORDED)
@pytest.mark.parametrize(
    "response", ["", " ", "\0", "İİ the answer is B", "1," * 9999, "1" * 50_000, "\\boxed{" * 9999]
)
def test_no_response_stops_a_rule(name: str, response: str) -> None:
    rule = CHOICE_RULES[name]
    verdicts = [rule.score(line["doc"], response) for line in rows(name)]
    assert all(math.isfinite(value) for verdict in verdicts for value in numbers(verdict))
    assert rule.aggregate(verdicts)


def numbers(verdict: Verdict) -> list[float]:
    """The numbers among the values, pairs unfolded."""
    values: Sequence[Any] = list(verdict.values.values())
    return [number for value in values for number in (value if isinstance(value, tuple) else (value,))]


@pytest.mark.parametrize(
    ("response", "letter"),
    [
        ("(b)", ""),
        ("I don't know", ""),
        ("the answer is not A, but B", "B"),
        ("B) because A is wrong", "B"),
        ("Option A. Option B. Option C.", "C"),
        ("**B**", "B"),
        ("A or B", "A"),
        pytest.param("USB", "B", id="defect: a letter at the end of a word"),
        pytest.param("Apple", "A", id="defect: a capital letter of a word as a last resort"),
        pytest.param("A man", "A", id="defect: the article"),
    ],
)
def test_the_shared_letter_reader(response: str, letter: str) -> None:
    assert extract_letter(response, "ABCD") == letter


@pytest.mark.parametrize(
    ("response", "letter"),
    [
        ("(B)", "B"),
        ("B is right", "B"),
        ("G.", None),
        ("A or C", "C"),
        ("the colour that I see here is green", "B"),
        pytest.param("green", None, id="short option texts are drawn at random by the peer"),
        pytest.param("**B**", None, id="markdown is drawn at random by the peer"),
        pytest.param("A NASA picture: B", "B", id="the last letter wins"),
        pytest.param("NASA took it", "A", id="defect: a letter at the end of a word"),
        pytest.param("A.\nB.\nC.\nnone", "A", id="defect: of labels with a period the first wins"),
    ],
)
def test_mmmu_choice(response: str, letter: str | None) -> None:
    assert read_choice(response, COLOURS) == letter


@pytest.mark.parametrize(
    ("response", "candidates"),
    [
        ("The break-even point is 11,999.", ["11999.0", "999.0"]),
        ("x = 3\ny = 4.567", ["4.57"]),
        ("N", [" n", "n "]),
        ("", [""]),
        pytest.param("It is red. It is blue", ["blue"], id="defect: sentences are not split"),
    ],
)
def test_open_candidates(response: str, candidates: list[str]) -> None:
    assert [str(candidate) for candidate in open_candidates(response)] == candidates


@pytest.mark.parametrize(
    ("gold", "response", "agrees"),
    [
        ("12000", "12,000 units", True),
        ("8.4", "8.404", True),
        ("8.4", "-8.4", False),
        ("N", "symbol is Na", False),
        ("Brazil", "Brasil", False),
        pytest.param("Brazil", "Not Brazil but Argentina", True, id="defect: a negated mention"),
        pytest.param("0", "12,000", True, id="defect: the tail of a grouped number"),
    ],
)
def test_open_answers_by_the_official_rule(gold: str, response: str, agrees: bool) -> None:
    assert open_agrees(gold, open_candidates(response)) is agrees


def test_mmmu_val_never_matches_an_open_gold() -> None:
    """Defect: the first candidate is kept as text and compared by its characters."""
    document = {"id": "validation_Math_1", "question_type": "open", "options": "[]", "answer": "12"}
    assert scored("mmmu_val", document, "12")[0].values == {"mmmu_acc": 0.0}
    assert scored("mmmu_val", {**document, "answer": ""}, "12")[0].values == {"mmmu_acc": 1.0}


def test_mmmu_pro_reads_the_pronoun() -> None:
    """Defect: `I` is the ninth option."""
    document = {"subject": "History", "options": [f"option {number}" for number in range(10)], "answer": "I"}
    assert scored("mmmu_pro_standard", document, "I see nothing")[0].parsed == "I"


@pytest.mark.parametrize(
    ("response", "of_standard", "of_vision"),
    [
        ("A", "A", "A"),
        ("It is red.\nAnswer: A", "A", None),
        ("It is (B), not (A).\nAnswer: C", "A", None),  # brackets before everything else
        ("A is out, B is right.\n\n**Answer: B**", "B", None),
        ("**Answer: A**", None, None),  # of which lmms-eval draws
    ],
)
def test_mmmu_pro_reads_reasoned_answers_as_it_reads_others(
    response: str, of_standard: str | None, of_vision: str | None
) -> None:
    """Defects; the letters are those of the functions of lmms-eval 0.7.3."""
    document = {"subject": "Art", "options": str([*COLOURS, "grey"]), "answer": "A"}
    (verdict,) = scored("mmmu_pro_standard", document, response)
    assert verdict.parsed == of_standard
    (verdict,) = scored("mmmu_pro_vision", document, response)
    assert verdict.parsed == (of_vision or response)


@pytest.mark.parametrize(
    ("response", "parsed"),
    [
        ("Yes.", "yes"),
        ("N", "no"),
        ("I say yes", "other"),
        ("Unknown", "other"),
        pytest.param("Noted", "no", id="defect: a part of a word"),
        pytest.param("Know", "no", id="defect: a part of a word in the middle"),
        pytest.param("yesterday", "yes", id="defect: the start of a word"),
    ],
)
def test_mme(response: str, parsed: str) -> None:
    document = {"category": "count", "question_id": "1.jpg", "answer": "Yes"}
    assert scored("mme", document, response)[0].parsed == parsed


def test_mme_scores_an_image_with_one_question() -> None:
    """The peer stops here."""
    document = {"category": "code_reasoning", "question_id": "1.jpg", "answer": "Yes"}
    verdicts = scored("mme", document, "yes")
    assert CHOICE_RULES["mme"].aggregate(verdicts) == {"mme_cognition_score": 200.0}


@pytest.mark.parametrize(
    ("response", "letter"),
    [
        ("B", "B"),
        ("A blue thing", "A"),
        ("E", "E"),
        ("it looks yellow", ""),
        ("<think>A, C</think> (D).", "D"),
        pytest.param("a banana", "D", id="defect: an option that is missing is the text nan"),
    ],
)
def test_mmbench(response: str, letter: str) -> None:
    document = {"index": 1, "A": "red", "B": "green", "C": "blue", "answer": "A"}
    options = {**document, "C": "violet"} if response.startswith("A blue") else document
    assert scored(MMBENCH, options, response)[0].parsed == letter


def test_mmbench_counts_questions_not_rollings() -> None:
    options = {"A": "x", "B": "y", "category": "c", "L2-category": "l"}
    documents = [{**options, "index": index, "answer": "A"} for index in (1, 1_000_001, 2, 1_000_002)]
    rule = MmBench()
    verdicts = [rule.score(document, letter) for document, letter in zip(documents, "ABAA", strict=True)]
    metrics = rule.aggregate(verdicts)
    assert metrics["gpt_eval_score (circular, static, x100)"] == 50.0
    assert metrics["n_groups"] == 2
    assert [one.values["group_hit"] for one in rule.with_groups(verdicts)] == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("name", "document", "right", "wrong"),
    [
        ("ai2d", {"answer": "0", "options": COLOURS}, ["A.", "(a)", "A.red", "'A'"], ["A) red", "The answer is A."]),
        ("scienceqa_img", {"answer": 0, "choices": COLOURS}, ["a", "A. red"], ["A)", "(A)", "Answer: A", "a. red"]),
        ("seedbench", {"answer": "A", "data_type": "image"}, ["A", "a", "A)", "After that"], ["(A)", "The A"]),
        ("realworldqa", {"answer": "Two"}, ["two..", "TWO"], ["2", "Two cars"]),
        ("realworldqa", {"answer": "2"}, ["2."], ["two"]),
        ("mmmu_pro_vision", {"answer": "A", "subject": "Math"}, ["A"], ["A.", "(A)", "a"]),
        ("temporalbench_short_qa", {"GT": "A", "video_name": "v"}, ["A", "a", " A", "Answer: B"], ["", "(A)"]),
        ("longvideobench_val_v", {"correct_choice": 0, "duration_group": 1, "question_category": "x"},
         ["The answer is A", "Answer: B"], ["Because A", "E"]),
    ],
)  # fmt: skip
def test_strict_forms(name: str, document: Mapping[str, Any], right: list[str], wrong: list[str]) -> None:
    """Defects: what is not in the one form is wrong, and what is by chance in it is right."""
    assert all(any(numbers(verdict)) for verdict in scored(name, document, *right))
    assert not any(any(numbers(verdict)) for verdict in scored(name, document, *wrong))


@pytest.mark.parametrize(
    ("name", "document", "response", "parsed", "value"),
    [
        ("mmmu_val", {"id": "validation_Art_1", "question_type": "multiple-choice", "options": "['a', 'b']",
                      "answer": "B"}, "B\n", ["B"], 1),
        ("mmmu_pro_standard", {"subject": "Art", "options": str([*"abcdef"]), "answer": "F"}, "E or F\r\n", "F", 1),
        ("egoschema_subset", {"option": COLOURS, "answer": "0"}, "A\xa0", 0, 1),
        ("video_mmmu", {"id": "validation_Art_1", "question_type": "open", "answer": "x"}, " \n", "API Error", 0),
        ("temporalbench_short_qa", {"GT": "A", "video_name": "v"}, "\nA", "A", 100),
    ],
)  # fmt: skip
def test_blanks_around_a_response_are_removed_first(
    name: str, document: Mapping[str, Any], response: str, parsed: Any, value: float
) -> None:
    """As lmms-eval's task does before it scores anything; the values are those of its own functions."""
    (verdict,) = scored(name, document, response)
    assert (verdict.parsed, numbers(verdict)[0]) == (parsed, value)


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("egoschema_subset", {"option": COLOURS, "answer": None}),
        ("logicvista_reasoning", {"answer": 7}),
        (
            "mmmu_val",
            {"id": "validation_Art_1", "question_type": "multiple-choice", "options": "['a']", "answer": None},
        ),
    ],
)
def test_an_answer_that_is_no_text_is_not_met(name: str, document: Mapping[str, Any]) -> None:
    (verdict,) = scored(name, document, "no letter here")
    assert not any(numbers(verdict))


def test_pope_takes_bare_words_only() -> None:
    """Defects: `Yes.` is wrong and leaves recall; the ratio of yes is that of the golds."""
    document = {"answer": "yes"}
    verdicts = scored("pope", document, "yes", "Yes.", "The answer is yes")
    metrics = CHOICE_RULES["pope"].aggregate(verdicts)
    assert metrics["pope_accuracy"] == pytest.approx(1 / 3)
    assert (metrics["pope_recall"], metrics["pope_yes_ratio"]) == (1.0, 1.0)


def test_hallusion_bench_counts_an_empty_answer_as_no() -> None:
    """Defect of the path without a judge."""
    names = ("category", "subcategory", "visual_input", "set_id", "figure_id", "question_id")
    document = {**dict.fromkeys(names, "0"), "gt_answer": "0"}
    assert list(scored("hallusion_bench_image", document, "")[0].values.values()) == [1.0]


def test_hallusion_bench_accepts_an_unclear_answer_without_a_figure() -> None:
    names = ("subcategory", "visual_input", "set_id", "figure_id", "question_id")
    document = {**dict.fromkeys(names, "0"), "category": "VS", "gt_answer": "1"}
    verdict = CHOICE_RULES["hallusion_bench_image"].score(document, "I do not know", judge={"label": "2"})
    assert verdict.values["correct (judge label -> assign_correctness)"] == 1.0


@pytest.mark.parametrize(
    ("kind", "response", "extracted"),
    [
        ("yes_no", "Noted: yes", 1),
        ("yes_no", "no, not yes", 0),
        ("yes_no", "", -1),
        ("multiple_choice", "(B)", 0),
        pytest.param("multiple_choice", "a dog, so B", 1, id="defect: the article"),
    ],
)
def test_naturalbench(kind: str, response: str, extracted: int) -> None:
    document = {"Question_Type": kind, "Answer": "Yes"}
    assert scored("naturalbench", document, response)[0].parsed == extracted


@pytest.mark.parametrize(
    ("response", "index"),
    [
        ("A, B, C", 2),
        ("Both B and A are right.", 1),
        ("**E**", None),
        ("Playing", None),
        ("I would say that it is c. cards without a doubt", 2),
        pytest.param("USA is it", 0, id="defect: a letter at the end of a word"),
    ],
)
def test_egoschema(response: str, index: int | None) -> None:
    document = {"option": ["A. tools", "B. shed", "C. cards", "D. TV", "E. bike"], "answer": "2"}
    verdict = scored("egoschema_subset", document, response)[0]
    assert verdict.parsed == index
    assert verdict.values == {"score": float(index == 2)}


@pytest.mark.parametrize(
    ("response", "reading"),
    [
        ("c. Piling", "C"),
        ("[C]", "C"),
        ("Piling something up.", "piling something up"),
        pytest.param("The person opened a door", "A", id="defect: the article"),
    ],
)
def test_mvbench_reading(response: str, reading: str) -> None:
    assert read_mvbench(response) == reading


def test_mvbench_leaves_out_empty_responses() -> None:
    """Defect: they leave the denominator."""
    document = {"candidates": ["x", "y"], "answer": "y"}
    verdicts = scored("mvbench", document, "B", "", "")
    assert CHOICE_RULES["mvbench"].aggregate(verdicts) == {"mvbench_accuracy": 100.0}


def test_mvbench_with_an_answer_that_is_no_candidate() -> None:
    """The peer stops here."""
    assert scored("mvbench", {"candidates": ["x"], "answer": "z"}, "none")[0].values == {"mvbench_accuracy": 0.0}


def test_mlvu_counts_absent_task_types() -> None:
    """Defect: one of one right, in one of seven task types."""
    verdicts = scored("mlvu_dev", {"task_type": "ego", "answer": "B"}, "B")
    assert CHOICE_RULES["mlvu_dev"].aggregate(verdicts)["mlvu_percetion_score"] == pytest.approx(100 / 7)


def test_video_mmmu_perception_is_never_right() -> None:
    """Defect: it is read as an open answer and compared with the letter."""
    document = {"id": "validation_Art_1", "question_type": "perception", "options": COLOURS, "answer": "A"}
    assert scored("video_mmmu", document, "A")[0].values == {"mmmu_acc": 0.0}


def test_video_mmmu_leaves_out_empty_open_answers() -> None:
    """Defect: they leave the denominator; those of multiple choice do not."""
    document = {"id": "validation_Art_1", "question_type": "open", "options": [], "answer": "3"}
    chosen = {**document, "question_type": "multiple-choice", "options": COLOURS}
    verdicts = [*scored("video_mmmu", document, "3", ""), *scored("video_mmmu", chosen, "")]
    assert CHOICE_RULES["video_mmmu"].aggregate(verdicts) == {"mmmu_acc": 0.5}


@pytest.mark.parametrize(
    ("response", "answer", "reward"),
    [
        ("<think>1</think> <answer>C</answer>", "C", 1.0),
        ("\\boxed{A} then \\boxed{\\text{B}}", "\\text{B}", 1.0),
        ("The area is 3 * 4 = 12, so that I would say that it must be 12.", "12", 0.8),
        pytest.param("The answer is C", "", 0.0, id="defect: a bare letter is not read"),
        pytest.param("it is -5", "5", 0.0, id="defect: the sign is lost"),
    ],
)
def test_logicvista_extraction(response: str, answer: str, reward: float) -> None:
    assert tagged_answer(response) == answer
    assert format_reward(response) == reward


def test_an_analysis_is_a_form_of_thoughts() -> None:
    assert format_reward("<analysis>q</analysis><answer>\\boxed{}A</answer>\n<answer>A. 12</answer>") == 1
    assert format_reward("<analysis>q</think><answer>A</answer>") == 0


@pytest.mark.parametrize(
    ("gold", "answer", "agrees"),
    [("B°", "B", True), ("East", "Exact", True), ("East", "west", False), ("5x + 2", "5x + 2", True)],
)
def test_a_gold_that_is_text_has_a_letter(gold: str, answer: str, agrees: bool) -> None:
    """A defect: the letter of a word is compared with that of another."""
    assert answer_agrees(gold, answer) is agrees


@pytest.mark.parametrize(
    ("answer", "letter"),
    [
        ("\\text{B}", "B"),
        ("(A) or (B)", "A"),
        ("2. B", "B"),
        ("none", ""),
        pytest.param("Circle", "C", id="defect: a capital letter at the start of a word"),
    ],
)
def test_logicvista_letter(answer: str, letter: str) -> None:
    assert reasoned_letter(answer) == letter
