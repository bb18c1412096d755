"""Answers that VLMEvalKit looks for within the response."""

from __future__ import annotations

import pytest

from hyeval.scoring.lmms_eval import RULES as LMMS_RULES
from hyeval.scoring.vlmevalkit import RULES


@pytest.mark.parametrize(
    ("name", "document", "response", "value"),
    [
        ("countbench", {"number": 3}, "3", 1), ("countbench", {"number": 3}, "There are 13.", 1),
        ("countbench", {"number": 3}, "three", 0), ("countbench", {"number": 3}, "", 0),
        ("mtvqa", {"answer": "Mokka.", "lang": "DE"}, "Das MOKKA", 1),
        ("mtvqa", {"answer": "1.5", "lang": "DE"}, "15 km", 1), ("mtvqa", {"answer": "Mokka", "lang": "DE"}, "Moka", 0),
        ("mtvqa", {"answer": "n", "lang": "DE"}, "", 1),  # an empty cell is read back as `nan`
        ("mtvqa", {"answer": "N/A", "lang": "DE"}, "N/A.", 0), ("mtvqa", {"answer": "N/A", "lang": "DE"}, "banana", 1),
    ],
)  # fmt: skip
def test_contained(name: str, document: dict[str, object], response: str, value: float) -> None:
    assert RULES[name].score(document, response).values == {"score": value}


def test_percentages_of_groups() -> None:
    rule = RULES["mtvqa"]
    rows = [("DE", "a"), ("DE", "b"), ("JA", "a")]
    found = rule.aggregate([rule.score({"answer": "a", "lang": lang}, said) for lang, said in rows])
    assert found == {"DE": 50, "JA": 100, "Average": pytest.approx(200 / 3)}
    counts = RULES["countbench"]
    assert counts.aggregate([counts.score({"number": 3}, said) for said in "345"]) == {
        "accuracy": pytest.approx(100 / 3)
    }


@pytest.mark.parametrize(
    ("response", "value"), [("3", 1), (" Three\n", 1), ("3.", 0), ("3 dogs", 0), ("03", 0), ("", 0)]
)
def test_lmms_eval_wants_the_bare_number(response: str, value: float) -> None:
    assert LMMS_RULES["countbench"].score({"number": 3}, response).values == {"acc": value}
    assert LMMS_RULES["countbench"].score({"number": 0}, "None").values == {"acc": 1}
