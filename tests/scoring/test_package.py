"""What the package promises as a whole."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question


def test_import_is_light() -> None:
    code = "import sys, hyeval.scoring; print(sorted({'sympy', 'numpy', 'torch', 'pandas'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_extractor_is_loaded_when_it_is_asked_for() -> None:
    code = (
        "import sys; from hyeval.scoring import EXTRACTORS; names = [*EXTRACTORS]; "
        "before = 'hyeval.scoring.options' in sys.modules; EXTRACTORS['choice']; "
        "print(len(names), before, 'hyeval.scoring.options' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["7", "False", "True"]


@pytest.mark.parametrize("table", [EXTRACTORS, MATCHERS])
def test_a_name_that_is_none(table: Mapping[str, object]) -> None:
    assert "letter" not in table
    with pytest.raises(KeyError):
        table["letter"]


def test_names() -> None:
    assert len(EXTRACTORS) == len(MATCHERS) == 7
    assert set(EXTRACTORS) == {"choice", "yes_no", "number", "text", "expression", "answer", "raw"}
    assert set(MATCHERS) == {"choice", "yes_no", "number", "text", "expression", "answer", "exact"}


CHOICES = Question("Which colour is it?", ("Red", "Blue"))
OPEN = Question("Which colour is it?")


@pytest.mark.parametrize(
    ("name", "answer", "targets", "question", "value"),
    [
        ("choice", "B", ["B"], CHOICES, 1),
        ("choice", "B", ["(b)"], CHOICES, 1),
        ("choice", "B", ["Blue"], CHOICES, 1),
        ("choice", "A", ["Blue"], CHOICES, 0),
        ("choice", "A", ["A", "B"], CHOICES, 1),
        ("answer", "B", ["B"], CHOICES, 1),
        ("answer", "blue", ["Blue"], OPEN, 1),
        ("exact", " Blue ", ["Blue"], OPEN, 1),
        ("exact", "blue", ["Blue"], OPEN, 0),
        ("text", "blue", [], OPEN, 0),
        ("number", "blue", ["3"], OPEN, 0),
    ],
)
def test_matchers(name: str, answer: str, targets: list[str], question: Question, value: float) -> None:
    assert MATCHERS[name](answer, targets, question) == value


def test_answer_reads_a_letter_or_a_phrase() -> None:
    assert EXTRACTORS["answer"]("The answer is B.", CHOICES).answer == "B"
    assert EXTRACTORS["answer"]("It is blue.", OPEN).answer == "blue"
    assert EXTRACTORS["raw"](" It is blue. ", OPEN).answer == "It is blue."


@pytest.mark.parametrize("name", list(EXTRACTORS))
@pytest.mark.parametrize("response", ["", "   ", "\n"])
def test_nothing_is_read_from_nothing(name: str, response: str) -> None:
    found = EXTRACTORS[name](response, CHOICES)
    assert (found.answer, found.reason) == (None, "empty")
