"""Courtesies behind an answer go; the same words as the answer stay."""

from __future__ import annotations

import pytest

from hyeval.scoring.courtesy import without_courtesy, without_tick

GONE = [
    ("B. Hope this helps!", "B."),
    ("**12**\n\nLet me know if you need more!", "**12**"),
    ("Aurora\n\nThank you for your question!", "Aurora"),
    ("12\n\nConfidence: 90%", "12"),
    ("12 (Confidence: high)", "12 (Confidence: high)"),
    ("It is 12.\n\n---", "It is 12."),
    ("It is 12. 😊", "It is 12."),
    ("12\n\nIs there anything else you would like to know? 🙂\n\n---", "12"),
    ("Hard to say for sure in this light, but it is red.", "it is red."),
]
STAYS = [
    "The sign says: Thank you for your visit!",
    "The bubble says:\nWould you like some tea?",
    "The banner reads: Good luck!",
    "Would you like some tea?",
    "➡️",
    "- A ❌\n- B ✅",
]


@pytest.mark.parametrize(("text", "left"), GONE)
def test_a_courtesy_says_nothing(text: str, left: str) -> None:
    assert without_courtesy(text) == left


@pytest.mark.parametrize("text", STAYS)
def test_what_is_said_or_shown_is_no_courtesy(text: str) -> None:
    assert without_courtesy(text) == text
    assert without_tick(text) == text


def test_the_confidence_that_is_asked_for_stays() -> None:
    text = "The label reads:\nConfidence: 90%"
    assert without_courtesy(f"12\n\n{text}", "What is the confidence of the detection?") == f"12\n\n{text}"


def test_a_tick_behind_the_only_answer_goes() -> None:
    assert without_tick("x > 2 ✅") == "x > 2"
