"""What stands around an answer: the speaker's name, control tokens of a chat template, a remark in brackets."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question
from hyeval.scoring.prose import without_speaker

ROOM = Question("Which room is shown?", ("Kitchen", "Bathroom", "Hall", "Garage"))
CAR = Question("Which car is it?", ("Model T", "Model A", "Model S", "Model X"))
STAFF = Question("What does the man beside the dentist work as?", ("Nurse", "Patient", "Dentist", "Assistant"))
OPEN = Question("Is the window open?")
TITLE = Question("What is the title of the book?")


@pytest.mark.parametrize(
    ("kind", "question", "response", "answer"),
    [
        ("choice", ROOM, "ASSISTANT: C</s>", "C"),
        ("choice", ROOM, "Assistant: The hall.", "C"),
        ("choice", ROOM, "AI: D", "D"),
        ("choice", ROOM, "[ASSISTANT] D", "D"),
        ("choice", ROOM, "### Response: A", "A"),
        ("choice", ROOM, "**Assistant:** The answer is B.", "B"),
        ("choice", ROOM, "<bos>C<end_of_turn>", "C"),
        ("choice", ROOM, "[/INST] A </s>", "A"),
        ("choice", ROOM, "B<pad><pad>", "B"),
        ("choice", ROOM, "USER: Which room is shown? ASSISTANT: B", "B"),
        ("choice", ROOM, "Human: Which room is shown?\nAssistant: B", "B"),
        ("choice", CAR, "Model A", "B"),
        ("choice", STAFF, "Assistant", "D"),
        ("choice", STAFF, "The assistant: he hands over the mirror.", "D"),
        ("yes_no", OPEN, "ASSISTANT: no", "no"),
        ("number", Question("How many chairs are there?"), "Assistant: 4</s>", "4"),
        ("text", TITLE, "ASSISTANT: Winter Light</s>", "Winter Light"),
    ],
)
def test_the_name_of_the_speaker_and_control_tokens_are_no_part_of_an_answer(
    kind: str, question: Question, response: str, answer: str
) -> None:
    assert EXTRACTORS[kind](response, question).answer == answer


def test_a_name_for_which_the_question_asks_is_kept() -> None:
    assert without_speaker("Assistant: good morning", "What does the assistant say?") == "Assistant: good morning"
    assert without_speaker("Assistant: good morning", "What does the guest say?") == "good morning"


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        ("The answer is **yes** (both wings stand ajar).", "yes"),
        ("Answer: no (the handle points down)", "no"),
        ("**No** (see the handle)", "no"),
        ("Final answer: yes [both wings]", "yes"),
        ("The answer is yes (or no, if the pane is missing).", None),
        ("The answer is no (wait, the curtain moves, so yes).", "yes"),
        ("The answer is yes (unless the pane is missing).", None),
        ("No (visible) gap is left between the wings.", None),
    ],
)
def test_a_remark_in_brackets_behind_the_word_leaves_it_the_answer(response: str, answer: str | None) -> None:
    assert EXTRACTORS["yes_no"](response, OPEN).answer == answer


@pytest.mark.parametrize(
    ("kind", "question", "response", "answer"),
    [
        ("choice", ROOM, "It's A. No, wait, C. Hmm, A? I keep going back and forth.", None),
        ("choice", ROOM, "A or B, I can't make up my mind.", None),
        ("choice", ROOM, "I was torn between A and B, but it is B.", "B"),
        ("number", Question("What is the mean?"), "The mean is the sum divided by the count: (4 + 7 + 5 +", None),
        ("number", Question("What is the mean?"), "The mean is (4 + 6) / 2 = 5", "5"),
        ("number", Question("What is the mean?"), "The mean =", None),
    ],
)
def test_what_decides_for_nothing_or_breaks_off_is_no_answer(
    kind: str, question: Question, response: str, answer: str | None
) -> None:
    assert EXTRACTORS[kind](response, question).answer == answer
