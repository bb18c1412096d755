"""The rules of VLMEvalKit on its scoring vectors."""

import json
from pathlib import Path
from typing import Any

import pytest
from bench.golden import VLMEVALKIT_SUFFIX, compare

from hyeval.scoring.rules import Verdict
from hyeval.scoring.vlmevalkit import RULES
from hyeval.scoring.vlmevalkit.grounding import read_box
from hyeval.scoring.vlmevalkit.mathematics import equal
from hyeval.scoring.vlmevalkit.multiple_choice import final_answer
from hyeval.scoring.vlmevalkit.options import infer
from hyeval.scoring.vlmevalkit.reasoning import read_choice, read_float
from hyeval.scoring.vlmevalkit.video import first_capital, first_word_fits
from hyeval.scoring.vlmevalkit.vqa import normalised
from hyeval.scoring.vlmevalkit.wemath import Problem, four_dimensions
from hyeval.scoring.vlmevalkit.yes_no import read_answer

GOLDEN = Path(__file__).parents[2] / "data" / "golden"
SETS = sorted(path.stem.removesuffix(VLMEVALKIT_SUFFIX) for path in GOLDEN.glob(f"*{VLMEVALKIT_SUFFIX}.jsonl"))
WITHOUT_ALL_COLUMNS = {"logicvista_reasoning"}


def test_there_are_vectors_for_every_rule() -> None:
    assert set(SETS) == set(RULES)


@pytest.mark.parametrize("name", SETS)
def test_a_set_agrees(name: str) -> None:
    found = compare(GOLDEN / f"{name}{VLMEVALKIT_SUFFIX}.jsonl")
    rows = [one for one in found.differences if one.startswith(f"{name}-") and ": prompt: " not in one]
    assert rows == []
    assert found.rows > 0
    if name not in WITHOUT_ALL_COLUMNS | {"mathverse_testmini"}:
        assert found.aggregates == found.aggregates_agree > 0


@pytest.mark.parametrize(
    ("name", "table", "key"),
    [
        ("mathverse_testmini", "MathVerse_acc", "split"),
        ("logicvista_reasoning", "evaluate_logicvista", "Task&Skill"),
    ],
)
def test_tables_with_empty_cells_agree(name: str, table: str, key: str) -> None:
    verdicts = [scored(name, line) for line in vectors(name)]
    found = {row[key]: row for row in RULES[name].aggregate(verdicts)[table]}
    expected = json.loads((GOLDEN / f"{name}{VLMEVALKIT_SUFFIX}.aggregate.json").read_text())[table]
    for row in expected:
        numbers = {column: float(value) for column, value in row.items() if column != key}
        assert {column: found[row[key]][column] for column in numbers} == pytest.approx(numbers, nan_ok=True)


def test_patterns_of_we_math_agree() -> None:
    for case in special("wemath_patterns")["cases"]:
        problems: list[Problem] = [
            (tuple(mark == "1" for mark in pattern[:-1]), pattern[-1] == "1")
            for pattern in case["two_step"] + case["three_step"]
        ]
        expected = {name: cell["0"] for name, cell in case["wemath_evaluate_models"].items() if name != "Model"}
        assert four_dimensions(problems) == expected


def test_equality_of_expressions_agrees() -> None:
    pairs = special("mathvision_math_equality")["is_equal"]
    assert [pair for pair in pairs if equal(pair["a"], pair["b"]) != pair["is_equal"]] == []


def test_matching_of_mvbench_options_agrees() -> None:
    for pair in special("mvbench_check_ans")["pairs"]:
        assert first_word_fits(pair["pred"], pair["gt"][1]) == pair["check_ans"], pair


def test_odd_cases_agree() -> None:
    """Each of the peer's functions on odd texts; errors are left out."""
    options = {"A": "red car", "B": "blue bus", "C": "green bike", "D": "yellow boat"}
    readers: dict[tuple[str, str], Any] = {
        ("mcq", "can_infer(answer"): lambda text: infer(text, options) or False,
        ("yes/no", "YOrN_Extraction"): read_answer,
        ("videomme", "extract_characters_regex"): lambda text: first_capital(text.strip(), "ABCD"),
        ("longvideobench", "extract_characters_regex"): lambda text: first_capital(text.strip(), "ABCDE"),
        ("mmmu_pro", "cot_postproc"): final_answer,
        ("dynamath", "parse_answer float"): lambda text: [read_float(text) is not None, read_float(text)],
        ("dynamath", "parse_answer multiple"): lambda text: [read_choice(text) is not None, read_choice(text)],
        ("vqa", "process_answer"): normalised,
        ("refcoco", "_parse_prediction"): lambda text: None if read_box(text) is None else list(read_box(text) or ()),
        ("mathvision", "is_equal"): lambda text: equal(*text.split(" | ")),
    }
    seen = 0
    for case in special("peer_quirks")["cases"]:
        for (task, what), reader in readers.items():
            if case["task"] == task and case["what"].startswith(what) and "error" not in case["result"]:
                assert {text: reader(text) for text in case["result"]} == case["result"]
                seen += 1
    assert seen == len(readers)


def vectors(name: str) -> list[dict[str, Any]]:
    text = (GOLDEN / f"{name}{VLMEVALKIT_SUFFIX}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line]


def special(name: str) -> Any:
    return json.loads((GOLDEN / f"{name}{VLMEVALKIT_SUFFIX}.json").read_text(encoding="utf-8"))


def scored(name: str, line: dict[str, Any]) -> Verdict:
    judge = {"reply": line.get("judge_reply (given)")}
    return RULES[name].score(line["doc"] | line.get("line", {}), line["response"], judge=judge)
