"""Responses that repeat the prompt or its options, or only ask, hold no answer; what stands beside them does."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

TEXT = Question("Is there any text on the bottle?")
BULBS = Question("Which bulb will be the brightest?", ("Bulb P", "Bulb Q", "Bulb R", "All are equally bright"))
PARTS = Question("What does the organelle do?", ("Protein synthesis", "Energy production", "Digestion of waste"))
LIST = "A. Protein synthesis B. Energy production C. Digestion of waste"


@pytest.mark.parametrize(
    ("kind", "question", "response", "answer"),
    [
        ("yes_no", TEXT, f"{TEXT.text} Answer the question using a single word or phrase.", None),
        ("yes_no", TEXT, f"{TEXT.text}\nPlease answer with yes or no.", None),
        ("yes_no", TEXT, f"{TEXT.text}\nAnswer the question using a single word or phrase.\nNo", "no"),
        ("choice", BULBS, "Answer with the option's letter from the given choices directly.\nC", "C"),
        ("choice", BULBS, "Answer with the letter: B", "B"),
        ("choice", BULBS, "Bulb P, Bulb Q, Bulb R or all are equally bright?", None),
        ("choice", BULBS, "Is it bulb R?", "C"),
        ("choice", PARTS, LIST, None),
        ("choice", PARTS, f"{LIST} A. Protein synthesis B. Energy production", None),
        ("choice", PARTS, f"{LIST}\nB", "B"),
        ("choice", PARTS, f"{LIST}\nAnswer: B", "B"),
        ("choice", PARTS, "A. Protein synthesis", "A"),
    ],
)
def test_a_prompt_is_no_answer(kind: str, question: Question, response: str, answer: str | None) -> None:
    assert EXTRACTORS[kind](response, question).answer == answer


def test_what_goes_up_to_a_value_has_it() -> None:
    response = "In 2019 it was 1250, in 2020 it went up to 1310."
    assert EXTRACTORS["number"](response, Question("What was the revenue in 2020?")).answer == "1310"
