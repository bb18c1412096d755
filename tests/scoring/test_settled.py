"""Responses that weigh two answers and settle on one, in every kind of question."""

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question

LAYERS = ("Crust", "Mantle", "Outer core", "Inner core")
READ = [
    ("choice", "Which layer is shown?", LAYERS, "A", "Mantle... wait, no, crust."),
    ("choice", "Which layer is shown?", LAYERS, "A", "Mantle? No, crust."),
    ("choice", "Which layer is shown?", LAYERS, "C", "The mantle. Actually, it's the outer core."),
    ("choice", "Which layer is shown?", LAYERS, "D", "The answer is either mantle or inner core; I choose inner core."),
    ("choice", "Which layer is shown?", LAYERS, "B", "The answer's mantle."),
    (
        "choice",
        "What is the weather?",
        ("It is sunny", "It is raining"),
        "A",
        "It is raining... wait, no, it is sunny.",
    ),
    (
        "choice",
        "When was it built?",
        ("1990", "1995", "2000", "2005"),
        "D",
        "It is either 1990 or 2005; I choose 2005.",
    ),
    (
        "choice",
        "How fast?",
        ("58 bpm", "72 bpm"),
        "A",
        "Although 72 bpm seems plausible, 58 bpm is the correct answer.",
    ),
    ("choice", "How steep?", ("-2", "2"), "A", '"-2"'),
    ("choice", "How much is left?", ("\\frac{3}{4}", "\\frac{1}{4}"), "A", '{"choice": "\\frac{3}{4}"}'),
    (
        "choice",
        "Which layer?",
        LAYERS,
        "A",
        "So it is B. Hmm, let me look again. On closer inspection, it is the crust.",
    ),
    ("number", "How many cars are there?", (), "9", "12... wait, no, 9."),
    ("number", "How many cars are there?", (), "9", "12? No, 9."),
    ("number", "How many cars are there?", (), "9", "12 - no, 9."),
    ("number", "How cold is it?", (), "-9", "-12... wait, no, -9."),
    ("number", "How many cars are there?", (), "9", "Although 12 seems plausible, 9 is the correct answer."),
    ("number", "How many cars are there?", (), "9", "12 is wrong. 9 is correct."),
    ("number", "How many cars are there?", (), "75", "The final answer is 75, not -120."),
    ("number", "How many cars are there?", (), "9", "I said 12 before, but I was wrong: it is 9."),
    ("yes_no", "Is it raining?", (), "no", "No is the correct answer."),
    ("yes_no", "Is it raining?", (), "no", "No is correct."),
    ("yes_no", "Is it raining?", (), "yes", "Although no seems plausible, yes is the correct answer."),
    ("yes_no", "Is it raining?", (), "no", "The answer is either yes or no; I choose no."),
    ("yes_no", "Is it raining?", (), "yes", "The answer is no. Wait, no. The answer is yes."),
    ("yes_no", "Is it raining?", (), "yes", "No... wait, no, yes."),
    ("yes_no", "Is it raining?", (), "no", "Yes is wrong. No is correct."),
    ("yes_no", "Is it raining?", (), "no", "Sure! The answer is no."),
    ("yes_no", "Is it raining?", (), "yes", "Answer: yes (not no)"),
    ("yes_no", "Is it raining?", (), "no", "The answer is no instead of yes."),
    ("text", "Which city is named?", (), "Ghent", "The sign has two words on it. The upper one is larger.\n\nGhent"),
    ("text", "Which city is named?", (), "Ghent", "Bruges is wrong. Ghent is correct."),
    ("text", "Which city is named?", (), "Ghent", "Bruges? No, Ghent."),
    ("text", "Which city is named?", (), "Ghent", "I said Bruges before, but I was wrong: it is Ghent."),
    ("text", "Which city is named?", (), "Ghent", "**Final Answer**\n\nGhent"),
    ("text", "Which city is named?", (), "Ghent", "### Answer\nGhent"),
    ("text", "Who signed it?", (), "Dr. Ada Li", "\\boxed{\\text{Dr. Ada Li}}"),
    ("text", "Which street is it?", (), "Mill Street", "Mill Street is the correct answer."),
    ("expression", "What is the derivative?", (), "6x^2 - 4", "### Answer\n6x^2 - 4"),
    ("expression", "What is the derivative?", (), "6x^2 - 4", "**Final Answer**\n\n6x^2 - 4"),
    ("expression", "What is the slope?", (), "-\\frac{2}{3}", '{"answer": "-\\frac{2}{3}"}'),
    ("expression", "What is the slope?", (), "-\\frac{2}{3}", '```json\n{"answer": "-\\\\frac{2}{3}"}\n```'),
    ("expression", "What is the vertex?", (), "(2, -1)", "(2, -1) is correct and (1, 2) is wrong."),
    ("expression", "What is the slope?", (), "\\ln 2", "The answer is clearly \\ln 2, even though 2 is tempting."),
]
NOT_READ = [
    ("number", "How many cars are there?", "12? No idea."),
    ("number", "How many cars are there?", "12... wait, no, I cannot tell."),
    ("text", "Which city is named?", "Sorry, no, the sign is not readable."),
]


@pytest.mark.parametrize(("kind", "question", "choices", "answer", "response"), READ)
def test_what_a_response_settles_on_is_its_answer(
    kind: str, question: str, choices: tuple[str, ...], answer: str, response: str
) -> None:
    found = EXTRACTORS[kind](response, Question(question, choices))
    assert found.answer is not None, found.reason
    if kind in ("number", "text", "expression"):
        assert MATCHERS[kind](found.answer, [answer], Question(question, choices)) == 1.0, found.answer
    else:
        assert found.answer == answer


@pytest.mark.parametrize(("kind", "question", "response"), NOT_READ)
def test_a_turn_that_leads_to_no_answer_has_none(kind: str, question: str, response: str) -> None:
    assert EXTRACTORS[kind](response, Question(question, ())).answer in (None, "12")


def test_another_thing_than_asked_about_is_still_a_no() -> None:
    asked = Question("Is it a dog?", ())
    assert EXTRACTORS["yes_no"]("A dog? No, it is a cat.", asked).answer == "no"
    assert EXTRACTORS["yes_no"]("This is correct.", asked).answer == "yes"


@pytest.mark.parametrize(
    ("kind", "response", "answer"),
    [
        ("number", "Out of 14 and 9.5, the latter is right.", "9.5"),
        ("text", "Between Aurora and Boreas, the former fits the letters best.", "Aurora"),
        ("text", "C'est Aurora.", "Aurora"),
        ("text", "Es ist Aurora.", "Aurora"),
        ("number", "There are 9 lamps. I checked it twice.", "9"),
        ("number", "There are 9 lamps. 14 would be too many.", "9"),
    ],
)
def test_which_of_two_and_what_is_no_answer(kind: str, response: str, answer: str) -> None:
    question = Question({"number": "How many lamps are lit?", "text": "What is the name of the boat?"}[kind])
    found = EXTRACTORS[kind](response, question).answer
    assert found is not None
    assert MATCHERS[kind](found, [answer], question) == 1.0
