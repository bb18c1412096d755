"""Rules of reading yes/no answers, each shown on an example."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question

extract = EXTRACTORS["yes_no"]

QUESTIONS = {
    "boat": Question("Is there a boat on the lake?"),
    "red": Question("Is the car red?"),
    "cross": Question("Do the two roads cross?"),
    "same": Question("Are the two bars of equal height?"),
    "more": Question("Are there more than three birds on the wire?"),
    "text": Question("Is there any text on the door?"),
    "hat": Question("Is the woman wearing a hat?"),
    "left": Question("Is the lamp to the left of the bed?"),
    "night": Question("Is it night in this picture?"),
    "errors": Question("Does the program run without errors?"),
    "flag": Question("Does the picture show an Italian flag?"),
    "word": Question("Is the word 'SALE' on the window?"),
    "sum": Question("Is the total greater than 100?"),
    "open": Question("Is the door open?"),
    "order": Question("Please answer yes or no. Is there a boat on the lake?"),
}

ANSWERED = [
    ("boat", "yes", "yes"),
    ("boat", "No", "no"),
    ("boat", "YES!", "yes"),
    ("boat", "**No.**", "no"),
    ("boat", "Yes, a small one.", "yes"),
    ("boat", "No, the lake is empty.", "no"),
    ("boat", "The answer is yes.", "yes"),
    ("boat", "Answer: no", "no"),
    ("boat", "\\boxed{Yes}", "yes"),
    ("boat", "\\boxed{\\text{No}}", "no"),
    ("boat", "<answer>no</answer>", "no"),
    ("boat", '{"answer": true}', "yes"),
    ("boat", '{"answer": "No"}', "no"),
    ("boat", "Yeah.", "yes"),
    ("boat", "Nope.", "no"),
    ("boat", "Correct.", "yes"),
    ("boat", "That's false.", "no"),
    ("boat", "是的。", "yes"),
    ("boat", "没有。", "no"),
    ("boat", "Ja.", "yes"),
    ("boat", "Nein, kein Boot.", "no"),
    ("boat", "Oui", "yes"),
    ("boat", "Sí, hay un barco.", "yes"),
    ("boat", "はい", "yes"),
    ("boat", "いいえ", "no"),
    ("boat", "There is.", "yes"),
    ("boat", "There isn't.", "no"),
    ("boat", "There is no boat on the lake.", "no"),
    ("boat", "There is a boat on the lake.", "yes"),
    ("boat", "A boat can be seen in the middle of the lake.", "yes"),
    ("boat", "I cannot see a boat.", "no"),
    ("boat", "I don't see any boats on the lake.", "no"),
    ("boat", "There is no doubt that a boat is on the lake.", "yes"),
    ("boat", "Not at all.", "no"),
    ("boat", "Definitely.", "yes"),
    ("boat", "Looking at the lake, I find ducks and reeds only. So no.", "no"),
    ("boat", "<think>There may be one. Yes? No, that is a duck.</think>No", "no"),
    ("boat", "At first I thought no, but looking closer: yes.", "yes"),
    ("boat", "No. Wait, there is one behind the reeds. Yes.", "yes"),
    ("boat", "Yes yes yes yes", "yes"),
    ("boat", "Yes\n\nQuestion: Is there a duck?\nAnswer: No", "yes"),
    ("order", "Yes or no? Yes.", "yes"),
    ("red", "The car is red.", "yes"),
    ("red", "The car is blue.", "no"),
    ("red", "It is not red.", "no"),
    ("red", "It's a green car.", "no"),
    ("red", "The car is bright red.", "yes"),
    ("cross", "The roads never cross.", "no"),
    ("cross", "They don't.", "no"),
    ("cross", "They do.", "yes"),
    ("cross", "The two roads intersect near the church.", "yes"),
    ("same", "The left bar is taller than the right bar.", "no"),
    ("same", "Both bars have the same height.", "yes"),
    ("same", "The bars differ in height.", "no"),
    ("more", "There are five birds on the wire.", "yes"),
    ("more", "I count two birds on the wire.", "no"),
    ("text", "The door has no text.", "no"),
    ("hat", "She is wearing a hat.", "yes"),
    ("hat", "The woman isn't wearing a hat.", "no"),
    ("left", "The lamp is to the right of the bed.", "no"),
    ("left", "The lamp stands left of the bed.", "yes"),
    ("night", "It is daytime.", "no"),
    ("errors", "The program raises errors in line 2.", "no"),
    ("errors", "The program runs without errors.", "yes"),
    ("flag", "It is a French flag.", "no"),
    ("flag", "The picture shows the flag of Italy.", "yes"),
    ("word", "The window says 'SALE'.", "yes"),
    ("word", "The word 'SALE' is missing.", "no"),
    ("sum", "The total is 120.", "yes"),
    ("sum", "The total is 80.", "no"),
    ("open", "The door is closed.", "no"),
    ("open", "The statement is incorrect.", "no"),
]

UNANSWERED = [
    ("boat", "", "empty"),
    ("boat", "I know.", None),
    ("boat", "Know", None),
    ("boat", "I cannot tell.", "refusal"),
    ("boat", "I'm sorry, I can't see the image.", "refusal"),
    ("boat", "Failed to obtain answer via API.", "error text of a failed call"),
    ("boat", "Yes and no.", None),
    ("boat", "Yes. No. Yes. No.", "several answers"),
    ("boat", '{"answer": "yes", "answer": "no"}', "several answers"),
    ("boat", "[true, false]", "several answers"),
    ("boat", "Maybe.", None),
    ("boat", "It is a nice day in November.", None),
    ("boat", "<think>Is there a boat? I see", None),
    ("red", "It is too dark to tell the colour.", "refusal"),
]


@pytest.mark.parametrize(("question", "response", "answer"), ANSWERED)
def test_answer_is_read(question: str, response: str, answer: str) -> None:
    assert extract(response, QUESTIONS[question]).answer == answer


@pytest.mark.parametrize(("question", "response", "reason"), UNANSWERED)
def test_no_answer_is_read(question: str, response: str, reason: str | None) -> None:
    found = extract(response, QUESTIONS[question])
    assert found.answer is None
    assert found.reason
    assert reason is None or found.reason == reason


@pytest.mark.parametrize(
    ("answer", "target", "right"),
    [("yes", "yes", 1), ("yes", "Yes", 1), ("no", "No.", 1), ("no", "yes", 0), ("yes", "true", 1), ("no", "0", 1)],
)
def test_matching(answer: str, target: str, right: int) -> None:
    assert MATCHERS["yes_no"](answer, [target], QUESTIONS["boat"]) == right
