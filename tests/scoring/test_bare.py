"""Responses that are an answer and nothing else, in the marks that models put around it."""

import itertools

import pytest

from hyeval.scoring import Question
from hyeval.scoring.bare import bare_answer
from hyeval.scoring.choice import read_whole
from hyeval.scoring.options import prepared

QUESTIONS = (
    Question("Which metal is the wire made of?", ("Copper", "Aluminium", "Iron", "Silver")),
    Question("How warm is the water?", ("-2", "-1/2", "1/2", "2")),
    Question("What is shown of the sets A and B?", ("A is a subset of B", "B is a subset of A", "A and B overlap")),
    Question("Which lane is closed?", ("The left lane", "The middle lane", "The right lane")),
)
FORMS = (
    *("{letter}", "{letter}.", "({letter})", "（{letter}）", "**{letter}**", "Answer:{letter}", "Option {letter}"),
    *("<answer>{letter}</answer>", '{{"answer": "{letter}"}}', '```json\n{{"answer": "{letter}"}}\n```'),
    *("{letter}. {text}", "**{letter}. {text}**", "{letter}\n{text}", "<answer>{letter}) {text}</answer>"),
    *("**{text}**", "\\boxed{{{text}}}", "$\\boxed{{{text}}}$", '{{"answer": "{text}"}}', "**{text}.**", "{text}"),
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.choices[0])
def test_marks_around_an_answer_change_nothing(question: Question, form: str) -> None:
    for letter, text in zip("ABCD", question.choices, strict=False):
        response = form.format(letter=letter, text=text)
        found = bare_answer(response, prepared(question.choices))
        assert found is not None, response
        assert found.answer == letter, response
        assert read_whole(response, question) == found, response


@pytest.mark.parametrize(
    "response",
    [
        "Answer: not B",
        "B or C",
        "**B** or **C**",
        "B. Copper",
        "**Copper** and **Iron**",
        '{"answer": "B", "other": "C"}',
        "<answer>B</answer><answer>C</answer>",
        "\\boxed{E}",
        "Answering this is hard",
        "Options",
        "",
    ],
)
def test_what_says_more_or_something_else_is_left_to_the_reader(response: str) -> None:
    assert bare_answer(response, prepared(QUESTIONS[0].choices)) is None


def test_all_forms_are_told_apart() -> None:
    choices = QUESTIONS[0].choices
    said = [form.format(letter="A", text=choices[0]) for form in FORMS]
    assert all(one != other for one, other in itertools.combinations(said, 2))
