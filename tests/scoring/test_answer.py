"""Answers to questions of which a task does not say what kind they are: options, yes or no, or a phrase."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question


def score(question: str, response: str, targets: tuple[str, ...], choices: tuple[str, ...] = ()) -> float | None:
    """Score of a response as `extract: answer` and `score: answer` find it; None where nothing is read."""
    asked = Question(question, choices)
    found = EXTRACTORS["answer"](response, asked).answer
    return None if found is None else MATCHERS["answer"](found, targets, asked)


@pytest.mark.parametrize(
    ("question", "response", "target", "value"),
    [
        ("Is it raining?", "Yes, it is raining.", "Yes", 1.0),
        ("Is it raining?", "Yes, it is raining.", "No", 0.0),
        ("Is the dog brown?", "No, it is white.", "no", 1.0),
        ("Is the dog brown?", "No, it is white.", "yes", 0.0),
        ("Is there a dog in the picture?", "Yes, there is a dog in the picture.", "yes", 1.0),
        ("Is there a dog in the picture?", "There is no dog.", "no", 1.0),
        ("Are the lights on?", "True", "yes", 1.0),
        ("Are the lights on?", "Yes", "True", 1.0),
        ("Are the lights on?", "True", "True", 1.0),
        ("Are the lights on?", "No", "True", 0.0),
        ("True or false: the dog is red.", "false", "False", 1.0),
    ],
)
def test_a_question_whether_something_is_so_is_answered_by_yes_or_no(
    question: str, response: str, target: str, value: float
) -> None:
    assert score(question, response, (target,)) == value


@pytest.mark.parametrize(
    ("question", "response", "target"),
    [
        ("Is it a cat or a dog?", "It is a dog.", "dog"),
        ("Can you read the sign?", "It says STOP.", "STOP"),
        ("Could you tell me who is shown?", "Marie Curie", "Marie Curie"),
        ("What is shown?", "Yes", "yes"),
        ("Is the sign readable, and what does it say?", "STOP", "STOP"),
        ("How many dogs are there?", "3", "3"),
    ],
)
def test_another_question_is_answered_by_a_phrase(question: str, response: str, target: str) -> None:
    assert score(question, response, (target,)) == 1.0


@pytest.mark.parametrize(
    ("response", "target", "value"),
    [
        ("May 2024", "05/2024", 1.0),
        ("5/2024", "05/2024", 1.0),
        ("2024-05", "May 2024", 1.0),
        ("June 2024", "05/2024", 0.0),
        ("Market 2019", "March 2019", 0.0),
        ("120 over 80", "120/80", 1.0),
        ("120 over 90", "120/80", 0.0),
        ("A3", "3", 0.0),
        ("A3", "a3", 1.0),
        ("a 3", "3", 1.0),
        ("B-12", "12", 0.0),
        ("Vitamin B-12", "B12", 1.0),
        ("12/05", "2.4", 0.0),
        ("12/5", "2.4", 1.0),
        ("$\\frac{3}{4}$", "0.75", 1.0),
        ("$2.40", "2.4", 1.0),
        ("$2.40", "€2.40", 0.0),
        (".5", "0.5", 1.0),
        ("The value is .5", "0.5", 1.0),
        ("**.5**", "0.5", 1.0),
        ("\\boxed{.5}", "0.5", 1.0),
        ("0.50", "0.5", 1.0),
        ("4.0", "4", 1.0),
        ("3/4", "0.75", 1.0),
        ("0.75", "3/4", 1.0),
        ("½", "0.5", 1.0),
        ("1e3", "1000", 1.0),
        ("1,000", "1000", 1.0),
        ("1000", "1,000", 1.0),
        ("2 million", "2000000", 1.0),
        ("50 %", "50%", 1.0),
        ("three", "3", 1.0),
        ("5", ".5", 0.0),
        (".5", "5", 0.0),
        ("-.5", "0.5", 0.0),
        ("-3", "3", 0.0),
        ("3.14", "3.1", 0.0),
        ("50%", "50", 0.0),
        ("5", "50%", 0.0),
        ("5 cm", "5 m", 0.0),
        ("13", "3", 0.0),
        ("1999-2000", "1999", 0.0),
        ("7", "007", 0.0),
    ],
)
def test_numbers_are_equal_if_their_values_are(response: str, target: str, value: float) -> None:
    assert score("What does the display show?", response, (target,)) == value


@pytest.mark.parametrize(
    ("question", "response", "target", "value"),
    [
        ("How many cookies remain?", "There are three left.", "3", 1.0),
        ("How many cookies remain?", "There are three left.", "4", 0.0),
        ("How many cookies remain?", "Of the five cookies, three are left.", "5", 0.0),
        ("How many cookies remain?", "10:30", "10", 0.0),
        ("What percentage is shown?", "50%", "50", 1.0),
        ("What code is shown?", "A-3", "3B", 0.0),
        ("What is written?", ".38 Special", ".38 Special", 1.0),
    ],
)
def test_a_number_is_read_as_the_question_asks_for_it(question: str, response: str, target: str, value: float) -> None:
    assert score(question, response, (target,)) == value


def test_options_are_answered_by_a_letter() -> None:
    assert score("Is it raining?", "Yes, it is raining.", ("A",), ("Yes", "No")) == 1.0
