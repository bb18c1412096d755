"""Multiple-choice questions with two options that compare the same two things the other way round."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

extract = EXTRACTORS["choice"]

FARMS = Question(
    "What does the table say?",
    (
        "Farm P sold more than farm Q",
        "Farm Q sold more than farm P",
        "Both farms sold as much",
        "No farm sold anything",
    ),
)
TOWNS = Question(
    "What does the chart say of the two towns?",
    ("Lund has fewer visitors than Bari", "Bari has fewer visitors than Lund", "Both have as many visitors"),
)
ANIMALS = Question(
    "What is true?", ("The cat is older than the dog", "The dog is older than the cat", "Neither is old")
)

READ = [
    (FARMS, "Farm P's sales fell short of those of farm Q.", "B"),
    (FARMS, "Farm P's sales exceeded those of farm Q.", "A"),
    (FARMS, "Farm Q sold less than farm P.", "A"),
    (FARMS, "Farm P was outsold by farm Q.", "B"),
    (FARMS, "Farm Q trailed farm P.", "A"),
    (FARMS, "The sales of farm P were lower than those of farm Q.", "B"),
    (FARMS, "Farm P has fewer workers than farm Q.", None),
    (FARMS, "The prices of farm P were lower than those of farm Q.", None),
    (FARMS, "Farm P's prices exceeded those of farm Q.", None),
    (FARMS, "It is not true that farm P sold less than farm Q.", None),
    (FARMS, "If farm P sold less than farm Q, it would close.", None),
    (FARMS, "Farm P's sales fell short of the target.", None),
    (FARMS, "P sold more than Q.", "A"),
    (FARMS, "P outsold Q.", "A"),
    (FARMS, "P was outsold by Q.", "B"),
    (FARMS, "No farm sold anything.", "D"),
    (FARMS, "Farm Q sold fewer units than farm P.", "A"),
    (FARMS, "P: 30, Q: 45. Hence farm Q sold more.", "B"),
    (FARMS, "If farm Q sold more, it would grow.", None),
    (TOWNS, "Lund has more visitors than Bari.", "B"),
    (TOWNS, "Bari's visitors outnumber those of Lund.", "A"),
    (TOWNS, "The number of visitors in Bari exceeds that in Lund.", "A"),
    (TOWNS, "Lund has more museums than Bari.", None),
    (ANIMALS, "The dog is older than the cat.", "B"),
]


@pytest.mark.parametrize(("question", "response", "letter"), READ)
def test_reading(question: Question, response: str, letter: str | None) -> None:
    assert extract(response, question).answer == letter
