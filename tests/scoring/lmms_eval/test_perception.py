"""Choice on perception: held against what the source says, defects included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from hyeval.scoring.lmms_eval.choice_rules import CHOICE_RULES

LETTERS = {"A": "red", "B": "blue", "C": "green"}
MMVP = {"Correct Answer": "(b)", "Index": "2"}
VSTAR = {"label": "B", "category": "relative_position"}
MMT = LETTERS | {"answer": "B"}
SEED = {"answer": "B", "question_image_type": "chart"}
BLINK = {"answer": "(B)", "choices": ["red", "blue", "green", "white"]}
DOCUMENTS: dict[str, Mapping[str, Any]] = {
    "blink": BLINK,
    "cv_bench": {"answer": "(B)"},
    "mmvp": MMVP,
    "muirbench": {"answer": "B"},
    "seedbench_2_plus": SEED,
    "vstar_bench": VSTAR,
    "mmt_val": MMT,
    "mmerealworld": {"answer": "B"},
}


@pytest.mark.parametrize(
    ("name", "response", "parsed"),
    [
        ("blink", "B", "B"), ("blink", "(b) blue", "B"), ("blink", "((B", "B"), ("blink", "B.", "B"),
        ("blink", "Because it is A", "B"), ("blink", "The answer is B", "B"), ("blink", "**B**", None),
        ("blink", "", None), ("blink", "Answers: (b) or answer - C", "C"), ("blink", "I take (A), no, (B)", "B"),
        ("blink", "The answer is blue", None), ("blink", "E", None), ("blink", "B,\nas it is blue", "B"),
        ("cv_bench", " (B)", "B"), ("cv_bench", "Because it is A", "B"), ("cv_bench", "The answer is B", "T"),
        ("mmvp", "b", "B"), ("mmvp", "(A).", "A"), ("mmvp", "B. because of A", "B"), ("mmvp", "The answer is (a)", "A"),
        ("mmvp", "it is option b", "B"), ("mmvp", "An idea", "A"), ("mmvp", "Blue", "B"), ("mmvp", "no", None),
        ("mmvp", "", None), ("mmvp", "a dog is B", "A"),
        ("muirbench", "B. blue", "B"), ("muirbench", " B.", "B"), ("muirbench", "b", "b"), ("muirbench", "b.", "b."),
        ("muirbench", "(B)", "(B)"), ("muirbench", "B", "B"),
        ("seedbench_2_plus", " b", "b"), ("seedbench_2_plus", "Because", "B"), ("seedbench_2_plus", "(B)", "("),
        ("seedbench_2_plus", "", ""),
        ("vstar_bench", "b.", "B"), ("vstar_bench", "Blue", "B"), ("vstar_bench", "the answer is B", "B"),
        ("vstar_bench", "the answer: dog", "D"), ("vstar_bench", "it is (c)", "C"), ("vstar_bench", "I see no", None),
        ("vstar_bench", "I say B", "B"), ("vstar_bench", "", None), ("vstar_bench", "I hold it", "D"),
        ("vstar_bench", "the choİce is c", "C"),
        ("mmt_val", "B", "B"), ("mmt_val", "(B) or A", "B"), ("mmt_val", "A or B", "B"), ("mmt_val", "B. blue", "B"),
        ("mmt_val", "(C)(A)", "A"), ("mmt_val", "USB. A", "A"), ("mmt_val", "I think USB. so", "B"),
        ("mmt_val", "D", None), ("mmt_val", "blue", None), ("mmt_val", "", None), ("mmt_val", "'B'.", "B"),
        ("mmerealworld", "B", "B"), ("mmerealworld", "(B) blue", "B"), ("mmerealworld", "The answer is B.", "B"),
        ("mmerealworld", "The correct answer is: (C)", "C"), ("mmerealworld", "b", "B"), ("mmerealworld", "(d)", "D"),
        ("mmerealworld", "Best option: A", "A"), ("mmerealworld", "Because it is A", "B"), ("mmerealworld", "", "A"),
        ("mmerealworld", "The best answer is", "A"), ("mmerealworld", "blue", None), ("mmerealworld", ")", "A"),
        ("mmerealworld", "it is not any of the ones that one can see here", None), ("mmerealworld", "F", None),
    ],
)  # fmt: skip
def test_reads_a_letter(name: str, response: str, parsed: str | None) -> None:
    verdict = CHOICE_RULES[name].score(DOCUMENTS[name], response)
    assert verdict.parsed == parsed
    assert set(verdict.values.values()) == {float((parsed or "").upper() == "B")}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("response", ["\0", "İ", "(" * 50_000, " " * 50_000 + "x", "A " * 25_000, "answer " * 9999])
def test_no_response_stops_a_rule(name: str, response: str) -> None:
    rule = CHOICE_RULES[name]
    assert rule.aggregate([rule.score(DOCUMENTS[name], response)])


def test_a_pair_of_mmvp_is_right_if_both_are() -> None:
    rule = CHOICE_RULES["mmvp"]
    rows = [("1", "B"), ("2", "B"), ("3", "B"), ("4", "A"), ("5", "B")]
    verdicts = [rule.score({"Correct Answer": "(b)", "Index": index}, said) for index, said in rows]
    assert rule.aggregate(verdicts) == {"mmvp_accuracy": 0.8, "mmvp_pair_accuracy": 0.5}
    assert rule.aggregate(verdicts[-1:]) == {"mmvp_accuracy": 1, "mmvp_pair_accuracy": 0}


@pytest.mark.parametrize(
    ("name", "documents", "expected"),
    [
        (
            "seedbench_2_plus",
            [SEED, SEED | {"answer": "A"}, SEED | {"question_image_type": "map"}],
            {"seedbench_2_plus_all": 2 / 3, "seedbench_2_plus_Chart": 0.5, "seedbench_2_plus_Map": 1},
        ),
        (
            "vstar_bench",
            [VSTAR, VSTAR | {"label": "A", "category": "direct_attributes"}],
            {"vstar_overall_acc": 50, "vstar_relative_position_acc": 100, "vstar_direct_attributes_acc": 0},
        ),
        ("mmt_val", [MMT, MMT, MMT | {"answer": "A"}], {"accuracy": 66.66667}),
        (
            "cv_bench",  # as one of four, and not of three sources
            [
                {"answer": "(B)", "source": "COCO"},
                {"answer": "(A)", "source": "COCO"},
                {"answer": "(A)", "source": "ADE20K"},
                {"answer": "(A)", "source": "Omni3D"},
            ],
            {"cv_bench_acc": 0.25},
        ),
        ("blink", [BLINK, {"answer": "(A)"}], {"blink_acc": 0.5}),
        ("muirbench", [{"answer": "B"}, {"answer": "A"}], {"muirbench_score_overall": 0.5}),
        ("mmerealworld", [{"answer": "B"}, {"answer": "A"}], {"mme_realworld_score": 0.5}),
    ],
)
def test_means(name: str, documents: list[Mapping[str, Any]], expected: Mapping[str, float]) -> None:
    rule = CHOICE_RULES[name]
    assert rule.aggregate([rule.score(document, "B") for document in documents]) == pytest.approx(expected)
