"""Yes/no questions answered in whole sentences that set one thing against another, with or without openings."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, Question

QUESTIONS = (
    ("Is the gate open?", "the gate is", "it is", "open", "closed"),
    ("Is the bottle full?", "the bottle is", "it is", "full", "empty"),
    (
        "Is the green bar longer than the grey one?",
        "the green bar is",
        "it is",
        "longer than the grey one",
        "shorter than the grey one",
    ),
    ("Is the library open on Mondays?", "the library is", "it is", "open on Mondays", "closed on Mondays"),
    ("Is the key under the mat?", "the key is", "it is", "under the mat", "on the mat"),
    ("Was the film shot at night?", "the film was", "it was", "shot at night", "shot by day"),
    ("Are the shutters closed?", "the shutters are", "they are", "closed", "open"),
    ("Is the marked angle acute?", "the marked angle is", "it is", "acute", "obtuse"),
)
FORMS = (
    ("{it} {asked}.", "yes"),
    ("{it} not {asked}.", "no"),
    ("{it} {other}.", "no"),
    ("{subject} {other}, not {asked}.", "no"),
    ("{subject} {asked}, not {other}.", "yes"),
    ("{subject} not {asked}; {it} {other}.", "no"),
    ("{subject} not {other}, {it} {asked}.", "yes"),
    ("{subject} anything but {asked}.", "no"),
    ("It doesn't look like {subject} {asked}.", "no"),
    ("It is not true that {subject} {asked}.", "no"),
    ("At first I thought {it} {other}, but {it} {asked}.", "yes"),
    ("At first I thought {it} {asked}, but {it} {other}.", "no"),
    ("Actually, {it} {other}.", "no"),
    ("Indeed, {subject} {asked}.", "yes"),
    ("Since {subject} {asked}, the answer is yes.", "yes"),
)
OPENINGS = (
    "",
    "Let me look at the image. ",
    "After checking the details: ",
    "**Answer:** ",
    "Based on the picture, here it is. ",
)


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize(("form", "answer"), FORMS)
def test_what_a_sentence_sets_against_the_other(form: str, answer: str, opening: str) -> None:
    misread = []
    for question, subject, it, asked, other in QUESTIONS:
        said = form.format(subject=subject, it=it, asked=asked, other=other)
        response = f"{opening}{said[0].upper()}{said[1:]}"
        found = EXTRACTORS["yes_no"](response, Question(question))
        if found.answer != answer:
            misread.append((response, found))
    assert not misread


def test_a_contraction_denies() -> None:
    question = Question("Is the statement true?")
    assert EXTRACTORS["yes_no"]("The statement isn't true.", question).answer == "no"
