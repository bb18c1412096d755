"""The figures of the extraction bench, on a small hand-made file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench import extraction, extraction_speed

ITEMS = [
    # read as the reader reads it: right, wrong, no answer
    {"id": "mc-001", "response": "B", "gold": "B", "intended": "B", "correct": True},
    {"id": "mc-002", "response": "The answer is C.", "gold": "B", "intended": "C", "correct": False},
    {"id": "mc-003", "response": "", "gold": "B", "intended": None, "correct": None},
    # the reader says otherwise: a wrong answer scored right, a right one not scored, a null item answered
    {"id": "mc-004", "response": "B", "gold": "B", "intended": "A", "correct": False},
    {"id": "mc-005", "response": "", "gold": "B", "intended": "B", "correct": True},
    {"id": "mc-006", "response": "A", "gold": "B", "intended": None, "correct": None},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "items.jsonl"
    common = {"kind": "multiple_choice", "question": "Which one?", "choices": ["one", "two", "three"], "note": ""}
    number = {"id": "num-008", "kind": "number", "question": "How many?", "choices": None, "response": "12", "note": ""}
    rows = [common | item for item in ITEMS] + [number | {"gold": "12", "intended": "12", "correct": True}]
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_figures(file: Path) -> None:
    found = extraction.by_kind([extraction.judged(item) for item in extraction.items(file)])
    choice = found["multiple_choice"]
    assert choice.items == 6
    assert choice.verdict_agreement == pytest.approx(3 / 6)
    assert choice.score_agreement == pytest.approx(4 / 6)
    assert (choice.wrong_scored_right, choice.right_not_scored, choice.null_items_answered) == (1, 1, 1)
    assert choice.extraction_as_intended == pytest.approx(3 / 6)
    assert found["number"].verdict_agreement == 1
    assert found["number"].extraction_as_intended is None
    assert found["all"].items == 7


def test_ids_select_halves(file: Path) -> None:
    assert [item["id"] for item in extraction.items(file, "even")] == ["mc-002", "mc-004", "mc-006", "num-008"]
    assert [item["id"] for item in extraction.items(file, "odd")] == ["mc-001", "mc-003", "mc-005"]


def test_json_output(file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "speeds", lambda _: extraction_speed.Speeds(12345.6, 2.0, 3.0, 1.5, 4.5))
    assert extraction.main([str(file), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["kinds"]["multiple_choice"]["wrong_scored_right"] == 1
    assert printed["choice_speed"]["bare_answers"] == 12345.6


def test_table_output(file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "speeds", lambda _: extraction_speed.Speeds(1.0, None, 3000.0, 1.5, 4.5))
    assert extraction.main([str(file), "--errors"]) == 0
    printed = capsys.readouterr().out
    assert "multiple_choice" in printed
    assert "mc-004: correct, reader wrong" in printed
    assert "3,000/s" in printed
    assert "4.5 s" in printed


def test_short_answers_are_read_fast() -> None:
    assert max(extraction_speed.throughput(0.1) for _ in range(5)) > 20_000


def test_reasoning_is_read_and_scored_fast() -> None:
    responses = extraction_speed.reasoning(350, 100)
    assert len(set(responses)) == 100
    assert min(extraction_speed.scoring_seconds(responses) for _ in range(3)) < 60  # some 15 s on an idle core
