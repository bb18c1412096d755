"""Answers of many kinds, put into the words in which models give them: every one of them is read as itself."""

from __future__ import annotations

import pytest

from hyeval.scoring import EXTRACTORS, MATCHERS, Question

CHOICES = (
    Question("Which instrument does the woman play?", ("Violin", "Cello", "Double bass", "Guitar")),
    Question("How heavy is the parcel?", ("250 g", "500 g", "1.5 kg", "2 kg")),
    Question("Which temperature does the oven show?", ("160 °C", "180 °C", "200 °C", "220 °C")),
    Question("Which gate is open?", ("Gate A", "Gate C", "Gate B", "Gate E")),
    Question("What is the slope of the segment?", ("-3", "-1/3", "1/3", "3")),
    Question("Which fraction is shaded?", ("\\frac{2}{5}", "\\frac{3}{5}", "\\frac{5}{2}", "\\frac{5}{3}")),
    Question("Where does the key hang?", ("Left of the mirror", "Right of the mirror", "Above the lamp", "In the box")),
    Question(
        "What does the sign ask of visitors?", ("To wait", "To ring twice", "To leave their shoes", "To pay first")
    ),
    Question("When does the shop close?", ("17:30", "18:00", "18:30", "20:00")),
    Question("What does the scatter plot show?", ("A positive trend", "A negative trend", "A curve", "A flat line")),
    Question("Who won the race?", ("Anna Berg", "Ben Frost", "Carla Diaz", "Dr. Evan Holt")),
    Question(
        "How are the sets K and L related?", ("K is part of L", "L is part of K", "K and L overlap", "K and L differ")
    ),
)
CHOICE_FORMS = (
    *("{text}", "**{text}**", '"{text}"', "{letter}. {text}", "**{letter}) {text}**", "{letter}\n{text}", "=> {text}"),
    *("The answer is {text}.", "The answer's {text}.", "Answer: {text}", "**Answer:** {text}", "Answer → {text}"),
    *('The correct answer is "{text}".', "Option {letter} ({text}) is right.", "{text} is the correct answer."),
    *("Looking at the picture, I would say {text}.", "It must be {text}.", "Probably {text}.", "Definitely {text}."),
    *("So the answer must be $\\boxed{{\\text{{{text}}}}}$.", "<answer>{text}</answer>", '{{"answer": "{letter}"}}'),
    *("### Answer\n{letter}. {text}", "**Final Answer**\n\n{text}", "<think>{other}?</think>The answer is {letter}."),
    *("{other}... wait, no, {text}.", "{other}? No, {text}.", "I was going to say {other}, but the answer is {text}."),
    *(
        "The answer is {other}. Wait, no. The answer is {text}.",
        "You might think {other}; however, the answer is {text}.",
    ),
    *("It is either {other} or {text}; I choose {text}.", "Between {other} and {text}, I would choose {text}."),
    *(
        "The answer is {other}. Hmm, let me look again. Looking closer, it is {text}.",
        "{other} is wrong. {text} is right.",
    ),
    *("Although {other} is tempting, {text} is the correct answer.", "The answer is not {other}, it is {text}."),
    *(
        "La respuesta es {text}.",
        "Die Antwort ist {text}.",
        "La réponse est {text}.",
        "答案是{text}。",
        "答案：{letter}",
    ),
)
OPEN = {
    "number": (
        ("How many lamps are lit?", ("9", "14", "1,250", "27")),
        ("What is the change in the account, in euros?", ("-35", "12.5", "-0.75", "3")),
    ),
    "text": (
        ("Who signed the certificate?", ("Dr. Ada Li", "Maria Kowalski", "J. R. Smith", "Omar Haddad")),
        ("Which harbour does the ferry leave from?", ("Ghent", "Port Louis", "Saint-Malo", "Travemünde")),
    ),
    "expression": (
        ("What is the derivative of the function?", ("6x^2 - 4", "\\frac{3x}{2}", "-\\sin x", "2\\sqrt{x}")),
        ("Where is the vertex of the parabola?", ("(2, -1)", "(-3, 0)", "(0, \\frac{1}{2})", "(4, 7)")),
    ),
    "yes_no": (("Is the gate open?", ("yes", "no")), ("Does the curve cross the axis?", ("no", "yes"))),
}
OPEN_FORMS = (
    *(
        "{text}",
        "**{text}**",
        "{text}.",
        "The answer is {text}.",
        "The answer's {text}.",
        "Answer: {text}",
        "Sure! The answer is {text}.",
    ),
    *("**Answer:** {text}", "**Final Answer**\n\n{text}", "### Answer\n{text}", "\\boxed{{{text}}}", "Answer → {text}"),
    *("<answer>{text}</answer>", '{{"answer": "{text}"}}', '{{"reasoning": "not {other}", "answer": "{text}"}}'),
    *("Although {other} seems plausible, {text} is the correct answer.", "{text} is the correct answer."),
    *(
        "The answer is either {other} or {text}; I choose {text}.",
        "{other}... wait, no, {text}.",
        "{other}? No, {text}.",
    ),
    *("{other} - no, {text}.", "The answer is {other}. Wait, no. The answer is {text}.", "{text} is correct."),
    *("I said {other} before, but I was wrong: it is {text}.", "The answer is {text}, not {other}.", "Hence, {text}."),
    *("The answer is clearly {text}, even though {other} is tempting.", "<think>{other}?</think>The answer is {text}."),
    *("{other} is wrong. {text} is correct.", "I was going to say {other}, but the answer is {text}.", "It is {text}."),
    *("Respuesta: {text}", "Antwort: {text}", "答案：{text}", "正确答案是 {text}。"),
)


@pytest.mark.parametrize("form", CHOICE_FORMS)
def test_every_option_is_read_in_every_form(form: str) -> None:
    misread = []
    for question in CHOICES:
        texts = question.choices
        for letter, text, other in zip("ABCD", texts, (*texts[1:], texts[0]), strict=True):
            response = form.format(letter=letter, text=text, other=other)
            found = EXTRACTORS["choice"](response, question)
            if found.answer != letter:
                misread.append((response, found))
    assert not misread


@pytest.mark.parametrize("form", OPEN_FORMS)
@pytest.mark.parametrize("kind", OPEN)
def test_every_answer_is_read_in_every_form(kind: str, form: str) -> None:
    misread = []
    for asked, answers in OPEN[kind]:
        question = Question(asked)
        for text, other in zip(answers, (*answers[1:], answers[0]), strict=True):
            response = form.format(text=text, other=other)
            found = EXTRACTORS[kind](response, question)
            if found.answer is None or MATCHERS[kind](found.answer, [text], question) != 1.0:
                misread.append((response, found))
    assert not misread
