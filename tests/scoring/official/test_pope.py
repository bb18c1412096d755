"""POPE as its authors measure it: yes is the positive class, and each way of choosing objects counts on its own."""

from __future__ import annotations

import pytest

from hyeval.scoring.official.pope import Pope

RESPONSES = [
    ("random", "Yes", "Yes, there is a dog."),
    ("random", "No", "No."),
    ("popular", "Yes", "There is no dog in the image."),
    ("popular", "No", "**yes**"),
    ("popular", "No", "The weather is nice."),
]


def test_precision_recall_and_f1_are_those_of_yes() -> None:
    rule = Pope()
    found = rule.aggregate(
        [
            rule.score({"question": "Is there a dog in the image?", "answer": gold, "category": category}, response)
            for category, gold, response in RESPONSES
        ]
    )
    assert list(found) == ["overall", "random", "popular"]
    assert found["random"] == {"accuracy": 1, "precision": 1, "recall": 1, "f1": 1, "yes_ratio": 0.5}
    assert found["popular"] == {"accuracy": 0, "precision": 0, "recall": 0, "f1": 0, "yes_ratio": pytest.approx(1 / 3)}
    assert found["overall"] == {"accuracy": 0.4, "precision": 0.5, "recall": 0.5, "f1": 0.5, "yes_ratio": 0.4}


def test_a_response_without_an_answer_is_neither_yes_nor_right() -> None:
    verdict = Pope().score({"question": "Is there a cat?", "answer": "Yes"}, "The weather is nice.")
    assert (verdict.parsed, verdict.values) == (None, {"accuracy": 0.0})


def test_nothing_is_no_division() -> None:
    assert Pope().aggregate([])["overall"]["f1"] == 0
